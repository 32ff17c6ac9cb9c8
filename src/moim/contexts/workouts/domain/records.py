"""Records (기록): the best of a person over all time, a year and a month, and what each beat.

A record is the best mark of its category; of equal ones the first. What it beat is the best of
those before it. So both follow from the marks alone, in whatever order they became known: a book
that moves with every change says the same as one written anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum, StrEnum
from uuid import UUID

from moim.contexts.workouts.domain.outcomes import (
    Discipline,
    Outcome,
    efforts_that_count,
    powers_that_count,
)
from moim.kernel.periods import week_of

ALL_TIME = "all"


class Kind(StrEnum):
    """What is compared, and the unit of the value."""

    FASTEST = "fastest"  # seconds over a distance
    POWER = "power"  # watts over a duration
    LONGEST = "longest"  # metres
    LONGEST_TIME = "longest_time"  # seconds
    HIGHEST_CLIMB = "highest_climb"  # metres
    BIGGEST_WEEK = "biggest_week"  # metres from Monday to Sunday
    STREAK = "streak"  # days in a row with a workout


@dataclass(frozen=True, order=True)
class Category:
    """One line of the book. ``over`` is metres or seconds, 0 where nothing is measured over.

    ``discipline`` is None for a streak, to which every sport counts.
    """

    kind: Kind
    discipline: Discipline | None = None
    over: float = 0.0


STREAK = Category(Kind.STREAK)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One result in a category. A week and a streak have no workout; their day is the first."""

    value: float
    day: date
    at: datetime
    workout_id: UUID | None = None

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands in time; no two of one category are equal."""
        return self.at, 0 if self.workout_id is None else self.workout_id.int


@dataclass(frozen=True, kw_only=True)
class Record:
    """The best mark, and the best of those before it."""

    held: Mark
    beat: Mark | None = None


Book = Mapping[Category, Record]


def better(category: Category, one: Mark, other: Mark) -> bool:
    """Whether ``one`` stands before ``other``: by value, of equals the earlier."""
    if one.value == other.value:
        return one.place < other.place
    return (one.value < other.value) == (category.kind is Kind.FASTEST)


def record_of(category: Category, marks: Collection[Mark]) -> Record | None:
    """The record among all the marks of a category."""
    if not marks:
        return None
    held = min(marks, key=lambda mark: _rank(category, mark))
    earlier = [mark for mark in marks if mark.place < held.place]
    beat = min(earlier, key=lambda mark: _rank(category, mark), default=None)
    return Record(held=held, beat=beat)


class Lacking(Enum):
    """Which marks must be looked at before a record can be told."""

    NONE = "none"
    EARLIER = "earlier"  # it is the record; the best of those before it is not known
    ALL = "all"


def with_mark(
    category: Category, current: Record | None, before: Mark | None, after: Mark | None
) -> tuple[Lacking, Record | None]:
    """The record once ``after`` takes the place of ``before``, as far as that can be told.

    Either may be None: a mark that is new, or goes.
    """
    if current is None:
        return Lacking.NONE, None if after is None else Record(held=after)
    if before is not None and not _grew(category, before, after):
        beat = current.beat
        if before.place == current.held.place or (beat and before.place == beat.place):
            return Lacking.ALL, current
    if after is None:
        return Lacking.NONE, current
    place, held = after.place, current.held.place
    if place < held:
        return _earlier(category, current, after)
    if place == held:
        return Lacking.NONE, Record(held=after, beat=current.beat)
    won = better(category, after, current.held)
    return Lacking.NONE, Record(held=after, beat=current.held) if won else current


def _earlier(category: Category, current: Record, after: Mark) -> tuple[Lacking, Record]:
    """A mark from before the record: the new record, what that one beat, or nothing to it.

    The best before the old record is the best before the new one too, if it lies before that.
    """
    beat = current.beat
    if better(category, after, current.held):
        if beat is None or beat.place < after.place:
            return Lacking.NONE, Record(held=after, beat=beat)
        return Lacking.EARLIER, Record(held=after)
    if beat is None or better(category, after, beat) or after.place == beat.place:
        return Lacking.NONE, Record(held=current.held, beat=after)
    return Lacking.NONE, current


def _grew(category: Category, before: Mark, after: Mark | None) -> bool:
    """Whether a mark stands where it stood and is as good at least."""
    if after is None or after.place != before.place:
        return False
    return not better(category, before, after)


def scopes_of(category: Category, day: date) -> tuple[str, ...]:
    """The books a mark of ``day`` stands in: all time, its year, its month.

    A week stands in those of its Monday but in no month, a streak in that of all time.
    """
    if category.kind is Kind.STREAK:
        return (ALL_TIME,)
    if category.kind is Kind.BIGGEST_WEEK:
        return ALL_TIME, year_scope(day)
    return ALL_TIME, year_scope(day), month_scope(day)


def year_scope(day: date) -> str:
    """The book of its year.

    >>> year_scope(date(2026, 5, 4))
    '2026'
    """
    return f"{day.year:04}"


def month_scope(day: date) -> str:
    """The book of its month.

    >>> month_scope(date(2026, 5, 4))
    '2026-05'
    """
    return f"{day.year:04}-{day.month:02}"


def marks_of(outcome: Outcome) -> Iterator[tuple[Category, Mark]]:
    """The marks that a workout sets by itself."""
    discipline = outcome.discipline

    def mark(kind: Kind, value: float, over: float = 0.0) -> tuple[Category, Mark]:
        set_ = Mark(value=value, day=outcome.day, at=outcome.at, workout_id=outcome.workout_id)
        return Category(kind, discipline, over), set_

    for length, took_s in efforts_that_count(outcome).items():
        yield mark(Kind.FASTEST, took_s, length)
    for length, power_w in powers_that_count(outcome).items():
        yield mark(Kind.POWER, power_w, float(length))
    if discipline is Discipline.OTHER:
        return
    if outcome.distance_m:
        yield mark(Kind.LONGEST, outcome.distance_m)
    yield mark(Kind.LONGEST_TIME, outcome.active_s)
    if outcome.climb_m:
        yield mark(Kind.HIGHEST_CLIMB, outcome.climb_m)


def mark_in(category: Category, outcome: Outcome) -> Mark | None:
    """The one that a workout sets in this category, if any: for looking at many workouts."""
    if outcome.discipline is not category.discipline:
        return None
    match category.kind:
        case Kind.FASTEST:
            value = outcome.marks.efforts_s.get(category.over) if outcome.comparable else None
        case Kind.POWER:
            value = outcome.marks.powers_w.get(int(category.over))
        case Kind.LONGEST:
            value = outcome.distance_m or None
        case Kind.LONGEST_TIME:
            value = outcome.active_s
        case _:
            value = outcome.climb_m or None
    if value is None:
        return None
    return Mark(value=value, day=outcome.day, at=outcome.at, workout_id=outcome.workout_id)


def line_of(category: Category, scope: str, outcomes: Sequence[Outcome]) -> Record | None:
    """One line of a book, from the workouts of its scope and, for weeks, those beside it."""
    if category.kind is Kind.BIGGEST_WEEK:
        weeks = _weeks(one for one in outcomes if one.discipline is category.discipline)
        marks = [week for _, week in weeks if scope in scopes_of(category, week.day)]
    else:
        found = (mark_in(category, one) for one in outcomes)
        marks = [mark for mark in found if mark and scope in scopes_of(category, mark.day)]
    return record_of(category, marks)


def week_mark(monday: date, distance_m: float) -> Mark | None:
    """What somebody covered from ``monday`` on in seven days, to a centimetre."""
    covered = round(distance_m, 2)
    return Mark(value=covered, day=monday, at=_midnight(monday)) if covered > 0 else None


def streak_mark(first: date, last: date) -> Mark:
    """Days in a row, both ends included."""
    return Mark(value=float((last - first).days + 1), day=first, at=_midnight(first))


def books_of(outcomes: Iterable[Outcome]) -> Mapping[str, Book]:
    """Every book, written anew from all of a person's workouts."""
    marks: dict[tuple[str, Category], list[Mark]] = {}

    def note(category: Category, mark: Mark) -> None:
        for scope in scopes_of(category, mark.day):
            marks.setdefault((scope, category), []).append(mark)

    done = list(outcomes)
    for outcome in done:
        for category, mark in marks_of(outcome):
            note(category, mark)
    for discipline, week in _weeks(done):
        note(Category(Kind.BIGGEST_WEEK, discipline), week)
    for first, last in runs_of_days(outcome.day for outcome in done):
        note(STREAK, streak_mark(first, last))
    books: dict[str, dict[Category, Record]] = {}
    for (scope, category), found in marks.items():
        if record := record_of(category, found):
            books.setdefault(scope, {})[category] = record
    return books


def _weeks(outcomes: Iterable[Outcome]) -> Iterator[tuple[Discipline, Mark]]:
    weeks: dict[tuple[Discipline, date], float] = {}
    for outcome in outcomes:
        if outcome.discipline is not Discipline.OTHER:
            week = outcome.discipline, week_of(outcome.day)[0]
            weeks[week] = weeks.get(week, 0.0) + (outcome.distance_m or 0.0)
    for (discipline, monday), covered in weeks.items():
        if mark := week_mark(monday, covered):
            yield discipline, mark


def runs_of_days(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of days without a gap, in order."""
    first = last = None
    for day in sorted(set(days)):
        if first is not None and last is not None and (day - last).days > 1:
            yield first, last
            first = None
        first, last = first or day, day
    if first is not None and last is not None:
        yield first, last


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _rank(category: Category, mark: Mark) -> tuple[float, tuple[datetime, int]]:
    less_is_better = category.kind is Kind.FASTEST
    return (mark.value if less_is_better else -mark.value), mark.place
