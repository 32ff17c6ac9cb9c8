"""What the month calendar shows: the answer of its route as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from moim.contexts.insights.adapters.drawing.measures import Totals


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """A day of the month. ``sports`` are codes, the one that counted most first.

    ``records`` counts those that were set on it.
    """

    date: date
    totals: Totals = field(default_factory=Totals)
    sports: tuple[str, ...] = ()
    goal_reached: bool = False
    holiday: str | None = None
    records: int = 0


@dataclass(frozen=True, kw_only=True)
class CalendarWeek:
    """What a row of the calendar adds up to. ``starts_on`` is the row's first day."""

    starts_on: date
    totals: Totals


@dataclass(frozen=True, kw_only=True)
class MonthView:
    """The answer of the calendar route. ``month`` is any day of it; ``first_weekday`` as in Python.

    ``owner`` is named when it is to be told whose it is; ``portrait`` says that their photo will
    stand beside the name.
    ``days`` may leave out days without anything, ``weeks`` weeks without workouts; Monday is 0,
    Sunday 6. ``previous`` is the month before, if it is to be compared.
    """

    month: date
    first_weekday: int
    today: date
    days: Sequence[CalendarDay]
    weeks: Sequence[CalendarWeek]
    total: Totals
    previous: Totals | None = None
    owner: str = ""
    portrait: bool = False
