"""``moim rebuild``: read models from what they were made of."""

import sys
from typing import Any

from moim.apps.house import build
from moim.contexts.community.application.posts import index_again
from moim.contexts.insights.application.rebuilding import people_after, rebuild_viewer
from moim.platform.context import Context
from moim.platform.settings import Settings


async def rebuild(settings: Settings, context: str) -> int:
    """Recompute a context's read models; the exit code."""
    if context not in REBUILDING:
        print("moim: only insights and community have read models.", file=sys.stderr)
        return 2
    house = build(settings)
    house.migrate()
    try:
        print(await REBUILDING[context](next(one for one in house.contexts if one.name == context)))
    finally:
        house.close()
    return 0


async def _insights(insights: Context[Any]) -> str:
    count, last = 0, None
    while people := await insights.ask(people_after, last):
        for person in people:
            await insights.run(rebuild_viewer, person)
        count, last = count + len(people), people[-1]
    return f"Recomputed the days of {count} people."


async def _community(community: Context[Any]) -> str:
    last: int | None = 0
    while last is not None:
        last = await community.run(index_again, last)
    return "Posts are found by the terms that they have now."


REBUILDING = {"insights": _insights, "community": _community}
