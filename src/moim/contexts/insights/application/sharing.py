"""Use cases about showing charts to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.insights.application.charts import one_chart
from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.sharing import (
    SHARES_MAX,
    Share,
    ShareNotFound,
    TooManyShares,
)
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class ShareChart:
    """``audience`` is ``link`` or ``user:<id>``; only the token's hash comes here."""

    chart_id: UUID
    user_id: UUID
    audience: str
    token_hash: bytes


def share_chart(command: ShareChart, work: Work) -> Share:
    """Show a chart to others. Raises what ``Share.of`` does, and TooManyShares."""
    chart = one_chart((command.chart_id, command.user_id), work)
    if work.shares.holding(chart.id, chart.user_id) >= SHARES_MAX:
        raise TooManyShares(most=SHARES_MAX)
    share = Share.of(
        chart,
        work.protections.get(command.user_id),
        id=new_id(),
        audience=command.audience,
        token_hash=command.token_hash,
        at=work.now,
    )
    work.shares.save(share)
    return share


def shares_of(about: tuple[UUID, UUID], work: Work) -> Sequence[Share]:
    """All of a chart by its id and its owner's."""
    one_chart(about, work)
    return work.shares.of_chart(*about)


def end_share(about: tuple[UUID, UUID], work: Work) -> None:
    """Take a share back, by its id and its owner's."""
    share = work.shares.find(*about)
    if share is None:
        raise ShareNotFound
    share.end(work.now)
    work.shares.save(share)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Somebody comes with a token; ``viewer_id`` None is a stranger."""

    token_hash: bytes
    viewer_id: UUID | None


def shared_chart(about: Opening, work: Work) -> Chart:
    """What a token opens. Raises ShareNotFound, ShareEnded or ChartsProtected."""
    share = work.shares.by_token(about.token_hash)
    if share is None:
        raise ShareNotFound
    share.must_open_for(about.viewer_id, work.protections.get(share.user_id), work.now)
    chart = work.charts.find(share.chart_id, share.user_id)
    if chart is None:
        raise ShareNotFound
    return chart
