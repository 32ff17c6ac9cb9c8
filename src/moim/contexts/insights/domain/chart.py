"""A chart somebody asked for: drawn when its data stand, kept until they asked for many others."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from moim.contexts.insights.domain.totals import check_span
from moim.contracts.insights import ChartRequested
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid, NotFound
from moim.kernel.periods import Period, month_of, year_of

CHARTS_MAX = 100
"""The newest of a person's that are kept."""


class ChartKind(StrEnum):
    """What is drawn."""

    CALENDAR = "calendar"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HEATMAP = "heatmap"

    @property
    def bucket(self) -> Period:
        """What one of its rows sums."""
        return _BUCKETS[self]


_BUCKETS = {
    ChartKind.CALENDAR: Period.DAY,
    ChartKind.HEATMAP: Period.DAY,
    ChartKind.WEEKS: Period.WEEK,
    ChartKind.MONTHS: Period.MONTH,
    ChartKind.YEARS: Period.YEAR,
}


class ChartNotFound(NotFound):
    """No such chart of this person."""

    code = "chart-not-found"
    ko = "차트를 찾을 수 없습니다."
    en = "There is no such chart of yours."


class ChartNotReady(Conflict):
    """Its data do not stand yet."""

    code = "chart-not-ready"
    ko = "차트를 준비하고 있습니다. 잠시 후 다시 시도해 주세요."
    en = "The chart is being prepared. Try again in a moment."


class SpanOfAnotherKind(Invalid):
    """A calendar shows a month, a heatmap a year: longer ones have no picture."""

    code = "chart-span-of-kind"
    ko = "달력은 한 달, 히트맵은 한 해 안의 기간으로만 그릴 수 있습니다."
    en = "A calendar is drawn of one month and a heatmap of one year."


@dataclass(kw_only=True, eq=False)
class Chart(Aggregate):
    """``data`` is the snapshot it is drawn from, as of ``as_of``; both None while it waits."""

    id: UUID
    user_id: UUID
    kind: ChartKind
    format: str
    first: date
    last: date
    sport: str | None = None
    data: dict[str, Any] | None = field(default=None)
    as_of: datetime | None = None

    @property
    def status(self) -> str:
        """``pending`` or ``ready``."""
        return "pending" if self.data is None else "ready"

    def ask(self) -> None:
        """Ask for it."""
        check_span(self.first, self.last)
        whole = {ChartKind.CALENDAR: month_of, ChartKind.HEATMAP: year_of}.get(self.kind)
        if whole and self.last > whole(self.first)[1]:
            raise SpanOfAnotherKind(field="to")
        self.record(
            ChartRequested(
                chart_id=self.id,
                user_id=self.user_id,
                kind=self.kind.value,
                format=self.format,
                period=f"{self.first}/{self.last}",
            )
        )

    def stands(self, data: dict[str, Any], at: datetime) -> None:
        """Its data are there."""
        self.data, self.as_of = data, at

    def shown(self) -> dict[str, Any]:
        """What to draw. Raises ChartNotReady."""
        if self.data is None:
            raise ChartNotReady
        return self.data
