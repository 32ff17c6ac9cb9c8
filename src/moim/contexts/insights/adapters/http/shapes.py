"""How insights look in JSON: names and units as the API promises them.

Not frozen: the calendar makes fifty of them a request, and a frozen one costs three times as much.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from moim.contexts.insights.application.queries import ShownCard
from moim.contexts.insights.domain.calendar import Month
from moim.contexts.insights.domain.counting import CountedWorkout, Day, Sums
from moim.contexts.insights.domain.goals import Progress


@dataclass(slots=True)
class SumsBody:
    """What some workouts add up to, to a tenth of a metre and of a second."""

    workouts: int
    distance_m: float
    moving_s: float
    elevation_gain_m: float


@dataclass(slots=True)
class MarkBody:
    """Something followed that begins on the day: ``race``, ``sale``, ``update`` or ``product``."""

    announcement_id: UUID
    kind: str
    title: str
    starts_at: datetime


@dataclass(slots=True)
class DayBody:
    """A day of a calendar; ``sports`` begins with the one that took longest.

    ``records`` counts the records of all time that were set on it and still stand.
    """

    date: date
    workouts: int
    distance_m: float
    moving_s: float
    elevation_gain_m: float
    sports: tuple[str, ...]
    goal_reached: bool
    holiday: str | None
    announcements: list[MarkBody]
    records: int


@dataclass(slots=True)
class WeekBody:
    """A whole week, beside the one before it."""

    starts_on: date
    ends_on: date
    workouts: int
    distance_m: float
    moving_s: float
    elevation_gain_m: float
    previous: SumsBody


@dataclass(slots=True)
class MonthBody:
    """A month with all its days; ``previous`` is the month before."""

    month: str
    timezone: str
    today: date
    days: list[DayBody]
    weeks: list[WeekBody]
    total: SumsBody
    previous: SumsBody


@dataclass(slots=True)
class PeriodBody:
    """A whole week, month or year."""

    starts_on: date
    ends_on: date
    workouts: int
    distance_m: float
    moving_s: float
    elevation_gain_m: float


@dataclass(slots=True)
class TotalsBody:
    """Periods, oldest first, also those without anything."""

    by: str
    items: list[PeriodBody]


@dataclass(slots=True)
class YearDayBody:
    """A day with workouts."""

    date: date
    workouts: int
    distance_m: float
    moving_s: float


@dataclass(slots=True)
class YearBody:
    """The days of a year on which something was done, oldest first."""

    year: int
    timezone: str
    today: date
    days: list[YearDayBody]


@dataclass(slots=True)
class GoalBody:
    """How a goal stands today. ``target`` and what is measured are in the metric's own unit.

    ``even`` is what an even pace would have brought by the end of today, ``projected`` where the
    pace so far ends, ``needed_per_day`` what each day left, today included, must bring, ``curve``
    the value at the end of each day so far.
    """

    goal_id: UUID
    metric: str
    sport: str | None
    period: str
    target: float
    starts_on: date
    ends_on: date
    value: float
    fraction: float
    even: float
    projected: float
    needed_per_day: float
    reached_on: date | None
    curve: list[float]


@dataclass(slots=True)
class GoalsBody:
    """Every goal of somebody's."""

    items: list[GoalBody]
    next: None = None


@dataclass(slots=True)
class CardBody:
    """A live session's card: ``live``, ``paused``, or ``result`` with what came of it."""

    session_id: UUID
    sport: str
    started_at: datetime
    state: str
    workout_id: UUID | None
    result: SumsBody | None


@dataclass(slots=True)
class CardsBody:
    """The newest sessions, newest first."""

    items: list[CardBody]
    next: None = None


def sums_body(sums: Sums | CountedWorkout) -> SumsBody:
    """Of sums, or of one workout."""
    workouts = sums.workouts if isinstance(sums, Sums) else 1
    return SumsBody(
        workouts,
        round(sums.distance_m, 1),
        round(sums.moving_s, 1),
        round(sums.elevation_gain_m, 1),
    )


def month_body(month: Month, timezone: str, today: date) -> MonthBody:
    """Of a month."""
    return MonthBody(
        month=f"{month.first:%Y-%m}",
        timezone=timezone,
        today=today,
        days=[
            DayBody(
                day.date,
                day.sums.workouts,
                round(day.sums.distance_m, 1),
                round(day.sums.moving_s, 1),
                round(day.sums.elevation_gain_m, 1),
                day.sports,
                day.goal_reached,
                day.holiday,
                [
                    MarkBody(one.announcement_id, one.kind, one.title, one.starts_at)
                    for one in day.announcements
                ],
                day.records,
            )
            for day in month.days
        ],
        weeks=[
            WeekBody(
                week.starts_on,
                week.ends_on,
                week.sums.workouts,
                round(week.sums.distance_m, 1),
                round(week.sums.moving_s, 1),
                round(week.sums.elevation_gain_m, 1),
                sums_body(week.previous),
            )
            for week in month.weeks
        ],
        total=sums_body(month.total),
        previous=sums_body(month.previous),
    )


def period_body(span: tuple[date, date], sums: Sums) -> PeriodBody:
    """Of a period."""
    return PeriodBody(
        *span,
        sums.workouts,
        round(sums.distance_m, 1),
        round(sums.moving_s, 1),
        round(sums.elevation_gain_m, 1),
    )


def year_day_body(at: date, parts: list[Day]) -> YearDayBody:
    """Of the sports of one day."""
    return YearDayBody(
        at,
        sum(part.workouts for part in parts),
        round(sum(part.distance_m for part in parts), 1),
        round(sum(part.moving_s for part in parts), 1),
    )


def goal_body(progress: Progress) -> GoalBody:
    """Of a goal."""
    goal = progress.goal
    return GoalBody(
        goal_id=goal.goal_id,
        metric=goal.metric,
        sport=goal.sport,
        period=goal.period.value,
        target=goal.target,
        starts_on=progress.starts_on,
        ends_on=progress.ends_on,
        value=round(progress.value, 1),
        fraction=round(progress.fraction, 4),
        even=round(progress.even, 1),
        projected=round(progress.projected, 1),
        needed_per_day=round(progress.needed_per_day, 1),
        reached_on=progress.reached_on,
        curve=[round(value, 1) for value in progress.curve],
    )


def card_body(shown: ShownCard) -> CardBody:
    """Of a card."""
    card = shown.card
    return CardBody(
        session_id=card.session_id,
        sport=card.sport,
        started_at=card.started_at,
        state=card.state.value,
        workout_id=card.workout_id,
        result=sums_body(shown.result) if shown.result else None,
    )
