"""Live topics: ``insights`` for all that one is shown, ``chart:{id}`` for one chart of theirs."""

from typing import Any
from uuid import UUID

from moim.contexts.insights.application.charts import chart_version
from moim.contexts.insights.domain.chart import ChartNotFound
from moim.contexts.insights.domain.viewer import CHART, SCREENS
from moim.platform.auth import Caller
from moim.platform.context import Context
from moim.platform.live import Hub, NoSuchTopic


def hear(context: Context[Any], hub: Hub) -> None:
    """Have the hub know the topics."""

    async def screens(caller: Caller, id: str) -> str:
        if id:
            raise NoSuchTopic(topic=SCREENS)  # everybody has their own, and it needs no name
        return f"{SCREENS}:{caller.user_id}"

    async def chart(caller: Caller, id: str) -> str:
        try:
            about = (UUID(id), caller.user_id)
        except ValueError:
            raise ChartNotFound from None
        await context.ask(chart_version, about)
        return f"{CHART}:{about[0]}"

    hub.register(SCREENS, screens)
    hub.register(CHART, chart)
