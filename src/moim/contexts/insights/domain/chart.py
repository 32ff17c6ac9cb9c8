"""A chart somebody asked for: drawn when its data stand, kept until they asked for many others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from moim.contexts.insights.domain.chart_kinds import (
    ChartKind,
    check_filters,
    check_order,
    check_subject,
    in_order,
)
from moim.contexts.insights.domain.totals import check_span
from moim.contracts.insights import (
    ChartCancelled,
    ChartFailed,
    ChartFiltered,
    ChartFormatChanged,
    ChartRequested,
    ChartSorted,
    DownloadRequested,
    FormatChangeCompleted,
    FormatChangeRequested,
    RepairCompleted,
    RepairRequested,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid, NotFound
from moim.kernel.periods import month_of, year_of

CHARTS_MAX = 100
"""The newest of a person's that are kept."""

LIVE_MAX = 10
"""How many of a person's charts move with their data."""
AWAITED_DOWN_TO = "awaited_down_to"
"""In a chart's data: how many are missing once all have come that were asked for. Not shown."""


class ChartState(StrEnum):
    """How far it is. ``working`` while a job reads recordings for it."""

    PENDING = "pending"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (ChartState.PENDING, ChartState.WORKING)


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


class ChartNotUnderWay(Conflict):
    """It stands, failed or was cancelled already."""

    code = "chart-not-under-way"
    ko = "이미 끝난 차트 요청입니다."
    en = "This chart is not under way any more."


class ChartUnderWay(Conflict):
    """What is being drawn is not changed or repaired meanwhile."""

    code = "chart-under-way"
    ko = "차트를 그리고 있습니다. 끝난 뒤에 다시 시도해 주세요."
    en = "The chart is being drawn. Try again once it is done."


class ChartWasCancelled(Conflict):
    """It is not wanted any more."""

    code = "chart-cancelled"
    ko = "취소한 차트입니다. 새로 요청해 주세요."
    en = "This chart was cancelled. Ask for a new one."


class TooManyLiveCharts(Conflict):
    """Enough of them move."""

    code = "too-many-live-charts"
    ko = "실시간 차트는 {most}개까지 둘 수 있습니다."
    en = "You can have {most} live charts."


class SpanOfAnotherKind(Invalid):
    """A calendar shows a month, a heatmap a year: longer ones have no picture."""

    code = "chart-span-of-kind"
    ko = "달력은 한 달, 히트맵은 한 해 안의 기간으로만 그릴 수 있습니다."
    en = "A calendar is drawn of one month and a heatmap of one year."


class CannotBeDrawn(Conflict):
    """What it needs is not there; ``code`` says why it failed, for good."""

    code = "chart-drawing-failed"
    ko = "차트를 그리지 못했습니다. 다시 그리기를 요청해 주세요."
    en = "The chart could not be drawn. Ask for it to be repaired."


class NoRecording(CannotBeDrawn):
    """There is no such workout, or nothing was recorded along it."""

    code = "chart-no-recording"
    ko = "기록된 트랙이 없는 운동입니다."
    en = "Nothing was recorded along this workout."


class NoSuchFigure(CannotBeDrawn):
    """The device did not record what is to be drawn."""

    code = "chart-no-such-figure"
    ko = "이 운동에는 그릴 값이 기록되어 있지 않습니다."
    en = "This workout has no recording of that figure."


FAILURES = {kind.code: kind for kind in (CannotBeDrawn, NoRecording, NoSuchFigure)}


@dataclass(kw_only=True, eq=False)
class Chart(Aggregate):
    """``data`` is the snapshot it is drawn from, as of ``as_of``; both None while it waits.

    ``subject`` is what it is about if not its owner's days: ``workout:<id>``. A ``live`` one is
    taken anew whenever its dataset moves. ``progress`` runs from 0 to 1.
    """

    id: UUID
    user_id: UUID
    kind: ChartKind
    format: str
    first: date
    last: date
    subject: str | None = None
    filters: dict[str, str] = field(default_factory=dict)
    order: str | None = None
    live: bool = False
    state: ChartState = ChartState.PENDING
    progress: float = 0.0
    error: str | None = None
    format_wanted: str | None = None
    repairing: bool = False
    data: dict[str, Any] | None = None
    as_of: datetime | None = None

    @property
    def sport(self) -> str | None:
        """The one sport it counts, None for all."""
        return self.filters.get("sport")

    @property
    def under_way(self) -> bool:
        """Whether it is still to come."""
        return self.state in UNDER_WAY

    def subject_id(self) -> UUID:
        """The id of what it is about."""
        return UUID((self.subject or "").partition(":")[2])

    def ask(self) -> None:
        """Ask for it."""
        check_span(self.first, self.last)
        whole = {ChartKind.CALENDAR: month_of, ChartKind.HEATMAP: year_of}.get(self.kind)
        if whole and self.last > whole(self.first)[1]:
            raise SpanOfAnotherKind(field="period")
        check_subject(self.kind, self.subject)
        check_filters(self.kind, self.filters)
        check_order(self.kind, self.order)
        self.record(
            ChartRequested(
                chart_id=self.id,
                user_id=self.user_id,
                kind=self.kind.value,
                format=self.format,
                period=f"{self.first}/{self.last}",
            )
        )

    def comes_along(self, progress: float) -> None:
        """A job has done this part of the work. Raises ChartNotUnderWay."""
        if not self.under_way:
            raise ChartNotUnderWay
        self.state, self.progress = ChartState.WORKING, min(max(progress, self.progress), 0.99)

    def stands(self, data: dict[str, Any], at: datetime) -> None:
        """Its data are there; one that was cancelled meanwhile stays so."""
        if self.state is ChartState.CANCELLED:
            return
        self.data, self.as_of = data | {"rows": in_order(data["rows"], self.order)}, at
        self.state, self.progress, self.error = ChartState.READY, 1.0, None
        if self.repairing:
            self.repairing = False
            self.record(RepairCompleted(chart_id=self.id, user_id=self.user_id))
        if self.format_wanted is not None:
            self._take_format(self.format_wanted)

    def fail(self, code: str) -> None:
        """It cannot be drawn; the owner is told why and may have it repaired."""
        if self.state is ChartState.CANCELLED:
            return
        self.state, self.error, self.repairing = ChartState.FAILED, code, False
        self.record(ChartFailed(chart_id=self.id, user_id=self.user_id, error=code))

    def cancel(self) -> None:
        """It is no longer wanted. Raises ChartNotUnderWay."""
        if not self.under_way:
            raise ChartNotUnderWay
        self.state, self.live = ChartState.CANCELLED, False
        self.record(ChartCancelled(chart_id=self.id, user_id=self.user_id))

    def ask_for_repair(self) -> None:
        """Have it drawn anew, because it failed or looks wrong; what is shown stays until then."""
        self._must_rest()
        self.state, self.progress, self.repairing = ChartState.PENDING, 0.0, True
        self.record(RepairRequested(chart_id=self.id, user_id=self.user_id))

    def filter(self, filters: Mapping[str, str]) -> bool:
        """Show another selection; whether it is another, so that data are to be taken anew."""
        self._must_rest()
        check_filters(self.kind, filters)
        if dict(filters) == self.filters:
            return False
        self.filters = dict(filters)
        self.again()
        told = ChartFiltered(chart_id=self.id, user_id=self.user_id, filters=self.filters)
        self.record(told)
        return True

    def sort(self, order: str) -> None:
        """Show the rows in another order."""
        self._must_rest()
        check_order(self.kind, order)
        if order == self.order:
            return
        self.order = order
        if self.data is not None:
            self.data = self.data | {"rows": in_order(self.data["rows"], order)}
        self.record(ChartSorted(chart_id=self.id, user_id=self.user_id, order=order))

    def change_format(self, to: str) -> None:
        """Have it in another format: now if its data stand, else as soon as they do."""
        if self.state is ChartState.CANCELLED:
            raise ChartWasCancelled
        if to == (self.format_wanted or self.format):
            return
        told = FormatChangeRequested(chart_id=self.id, user_id=self.user_id, to=to)
        self.record(told)
        if self.state is ChartState.READY or to == self.format:
            self._take_format(to)
        else:
            self.format_wanted = to

    def again(self) -> None:
        """Its data are to be taken anew."""
        self.state, self.progress = ChartState.PENDING, 0.0

    def download(self, format: str) -> dict[str, Any]:
        """Take it as a file: what to draw. Raises ChartNotReady."""
        shown = self.shown()
        self.record(DownloadRequested(chart_id=self.id, user_id=self.user_id, format=format))
        return shown

    def shown(self) -> dict[str, Any]:
        """What to draw. Raises ChartNotReady, or says why it could not be drawn."""
        if self.data is not None:
            return {name: value for name, value in self.data.items() if name != AWAITED_DOWN_TO}
        if self.state is ChartState.CANCELLED:
            raise ChartWasCancelled
        if self.error is not None:
            raise FAILURES.get(self.error, CannotBeDrawn)
        raise ChartNotReady

    def _must_rest(self) -> None:
        if self.under_way:
            raise ChartUnderWay
        if self.state is ChartState.CANCELLED:
            raise ChartWasCancelled

    def _take_format(self, to: str) -> None:
        before, self.format, self.format_wanted = self.format, to, None
        self.record(FormatChangeCompleted(chart_id=self.id, to=to))
        if to != before:
            self.record(ChartFormatChanged(chart_id=self.id, before=before, after=to))
