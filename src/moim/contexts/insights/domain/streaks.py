"""Days and weeks in a row with something done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from moim.kernel.periods import week_of


@dataclass(frozen=True, kw_only=True)
class Streak:
    """``current`` counts up to today, and up to yesterday while today is not over."""

    current: int
    longest: int
    longest_ends_on: date | None


def day_streak(days: Iterable[date], today: date) -> Streak:
    """Days in a row; ``days`` in order, each at least once."""
    return _streak([day.toordinal() for day in days if day <= today], today.toordinal(), 1)


def week_streak(days: Iterable[date], today: date) -> Streak:
    """Weeks from Monday in a row with at least one day in each; ends on a Monday."""
    mondays = [week_of(day)[0].toordinal() for day in days if day <= today]
    return _streak(mondays, week_of(today)[0].toordinal(), 7)


def _streak(places: Iterable[int], now: int, step: int) -> Streak:
    run = longest = 0
    last = ends = None
    for place in places:
        if place == last:
            continue
        run = run + 1 if last is not None and place == last + step else 1
        last = place
        if run > longest:
            longest, ends = run, place
    current = run if last is not None and last >= now - step else 0
    on = None if ends is None else date.fromordinal(ends)
    return Streak(current=current, longest=longest, longest_ends_on=on)
