"""Days added up by week, month or year."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from moim.contexts.insights.domain.counting import Day, Sums, total
from moim.kernel.errors import Invalid
from moim.kernel.periods import Period, window_of

SPAN_DAYS_MAX = 10 * 366
PERIODS_SHOWN = 12

Span = tuple[date, date]


class SpanTooLong(Invalid):
    """More than ten years, or the wrong way round."""

    code = "insights-span"
    ko = "기간의 시작은 끝보다 늦을 수 없고, 10년을 넘을 수 없습니다."
    en = "The span must not start after it ends and covers ten years at most."


def check_span(first: date, last: date) -> None:
    """Refuse a span that nobody can want drawn."""
    if not 0 <= (last - first).days < SPAN_DAYS_MAX:
        raise SpanTooLong(field="from")


def whole_periods(by: Period, first: date, last: date) -> Span:
    """The span widened to the whole periods it touches: half a week compares with nothing."""
    return window_of(by, first)[0], window_of(by, last)[1]


def latest(by: Period, last: date) -> date:
    """The first day of the PERIODS_SHOWN periods that end with that of ``last``."""
    first = window_of(by, last)[0]
    for _ in range(PERIODS_SHOWN - 1):
        first = window_of(by, first - timedelta(days=1))[0]
    return first


def by_period(days: Sequence[Day], by: Period, first: date, last: date) -> Mapping[Span, Sums]:
    """A sum for each period from that of ``first`` to that of ``last``, also where it is nothing.

    ``days`` are in the order of time.
    """
    known = [day.day for day in days]
    sums: dict[Span, Sums] = {}
    span = window_of(by, first)
    while span[0] <= last:
        within = slice(bisect_left(known, span[0]), bisect_right(known, span[1]))
        sums[span] = total(days[within])
        span = window_of(by, span[1] + timedelta(days=1))
    return sums
