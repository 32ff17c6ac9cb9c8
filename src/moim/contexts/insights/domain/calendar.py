"""A month of somebody's life in sport: days, weeks and how it compares."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from moim.contexts.insights.domain.counting import Day, Sums, day_of, total
from moim.contexts.insights.domain.notices import ShownAnnouncement
from moim.kernel.periods import month_of, week_of


class CalendarDay(NamedTuple):
    """One day with the sports done on it, the longest time first; a tuple, as ``Day`` is."""

    date: date
    sums: Sums
    sports: tuple[str, ...]
    goal_reached: bool
    holiday: str | None
    announcements: tuple[ShownAnnouncement, ...] = ()
    records: int = 0


class CalendarWeek(NamedTuple):
    """A whole week, also where it reaches into other months, and the week before it."""

    starts_on: date
    ends_on: date
    sums: Sums
    previous: Sums


@dataclass(frozen=True, kw_only=True)
class Month:
    """The days of one month, the weeks that touch it, and its total beside the month before."""

    first: date
    first_weekday: int
    days: tuple[CalendarDay, ...]
    weeks: tuple[CalendarWeek, ...]
    total: Sums
    previous: Sums


def span_of(month: date, first_weekday: int) -> tuple[date, date]:
    """The days that must be known to show a month: with the one before and all touched weeks."""
    first, last = month_of(month)
    before, _ = month_of(first - timedelta(days=1))
    a_week_earlier = week_of(first, first_weekday)[0] - timedelta(days=7)
    return min(before, a_week_earlier), week_of(last, first_weekday)[1]


def month_view(
    month: date,
    first_weekday: int,
    days: Iterable[Day],
    reached_on: Collection[date],
    holidays: Mapping[date, str],
    announcements: Iterable[ShownAnnouncement] = (),
    records: Mapping[date, int] = MappingProxyType({}),
) -> Month:
    """Lay out what ``span_of`` covers."""
    by_day: dict[date, list[Day]] = {}
    for day in days:
        by_day.setdefault(day.day, []).append(day)
    announced: dict[date, list[ShownAnnouncement]] = {}
    for one in announcements:
        announced.setdefault(day_of(one.starts_at, one.timezone), []).append(one)
    nothing = Sums()
    sums = {at: _sum(parts) for at, parts in sorted(by_day.items())}
    known, values = list(sums), list(sums.values())

    def between(first: date, last: date) -> Sums:
        return total(values[bisect_left(known, first) : bisect_right(known, last)])

    first, last = month_of(month)
    return Month(
        first=first,
        first_weekday=first_weekday,
        days=tuple(
            CalendarDay(
                date=at,
                sums=sums.get(at, nothing),
                sports=_sports(by_day[at]) if at in sums else (),
                goal_reached=at in reached_on,
                holiday=holidays.get(at),
                announcements=tuple(announced.get(at, ())),
                records=records.get(at, 0),
            )
            for at in _each(first, last)
        ),
        weeks=tuple(
            CalendarWeek(
                starts_on=start,
                ends_on=start + timedelta(days=6),
                sums=between(start, start + timedelta(days=6)),
                previous=between(start - timedelta(days=7), start - timedelta(days=1)),
            )
            for start in _each(week_of(first, first_weekday)[0], last, step=7)
        ),
        total=between(first, last),
        previous=between(*month_of(first - timedelta(days=1))),
    )


def _sum(days: list[Day]) -> Sums:
    return total(days) if len(days) > 1 else Sums._make(days[0][2:])


def _sports(days: list[Day]) -> tuple[str, ...]:
    if len(days) == 1:
        return (days[0].sport,)
    return tuple(day.sport for day in sorted(days, key=lambda one: (-one.moving_s, one.sport)))


def _each(first: date, last: date, step: int = 1) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1, step))
