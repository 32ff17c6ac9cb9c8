"""What can be asked of insights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from moim.contexts.insights.application.ports import Work
from moim.contexts.insights.domain.calendar import Month, month_view, span_of
from moim.contexts.insights.domain.cards import Card
from moim.contexts.insights.domain.counting import CountedWorkout, Day, Sums, day_of
from moim.contexts.insights.domain.goals import GoalNotShown, Progress, progress
from moim.contexts.insights.domain.totals import by_period, check_span, latest, whole_periods
from moim.contexts.insights.domain.viewer import Viewer
from moim.kernel.periods import Period, month_of, year_of

CARDS_SHOWN = 20
BEGINNING = date(1970, 1, 1)
A_DAY = timedelta(days=1)  # a day of any zone begins and ends within one of UTC's around it


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who looks, and which day it is for them. Nothing of theirs changes but with ``viewer``."""

    viewer: Viewer
    today: date


def standing_of(user_id: UUID, work: Work) -> Standing:
    """One look-up by key: enough to know whether an answer given before still holds."""
    viewer = work.viewers.get(user_id)
    return Standing(viewer=viewer, today=day_of(work.now, viewer.timezone))


@dataclass(frozen=True, kw_only=True)
class MonthOf:
    """A month of somebody's; ``month`` is any day of it."""

    user_id: UUID
    month: date
    first_weekday: int
    holidays: Mapping[date, str]
    records: Mapping[date, int]


def month_of_somebody(about: MonthOf, work: Work) -> Month:
    """Three look-ups by index: the days, when a goal was reached, what was announced."""
    span = span_of(about.month, about.first_weekday)
    days = work.days.between(about.user_id, *span)
    reached = frozenset(work.goals.reached_between(about.user_id, *span))
    first, last = (datetime.combine(day, time(), UTC) for day in month_of(about.month))
    announced = work.notices.announcements_of(about.user_id, first - A_DAY, last + 2 * A_DAY)
    return month_view(
        about.month,
        about.first_weekday,
        days,
        reached,
        about.holidays,
        announced,
        about.records,
    )


@dataclass(frozen=True, kw_only=True)
class TotalsOf:
    """Somebody's totals by week, month or year over whole periods, the latest twelve if not said.

    ``last`` is None for today, ``first`` for the beginning of twelve periods.
    """

    user_id: UUID
    by: Period
    first: date | None = None
    last: date | None = None
    sport: str | None = None


def totals_of(about: TotalsOf, work: Work) -> Mapping[tuple[date, date], Sums]:
    """One look-up, summed by period. Raises SpanTooLong."""
    last = about.last or standing_of(about.user_id, work).today
    if about.first is not None:
        check_span(about.first, last)
    first = about.first or latest(about.by, last)
    whole = whole_periods(about.by, first, last)
    days = work.days.between(about.user_id, *whole, about.sport)
    return by_period(days, about.by, first, last)


def goals_of(user_id: UUID, work: Work) -> Sequence[Progress]:
    """Every goal with how far it has come today."""
    goals = work.goals.of(user_id)
    if not goals:
        return []
    today = standing_of(user_id, work).today
    windows = [goal.window(today) for goal in goals]
    first, last = min(start for start, _ in windows), max(end for _, end in windows)
    days = work.days.between(user_id, first, last)
    return [progress(goal, days, today) for goal in goals]


def one_goal(about: tuple[UUID, UUID], work: Work) -> Progress:
    """One goal by its id and its owner's. Raises GoalNotShown."""
    goal_id, user_id = about
    goal = next((one for one in work.goals.of(user_id) if one.goal_id == goal_id), None)
    if goal is None:
        raise GoalNotShown
    today = standing_of(user_id, work).today
    return progress(goal, work.days.between(user_id, *goal.window(today)), today)


def year_of_somebody(about: tuple[UUID, int], work: Work) -> Sequence[Day]:
    """The days of a year of somebody's."""
    user_id, year = about
    return work.days.between(user_id, *year_of(date(year, 1, 1)))


def counted_workout(workout_id: UUID, work: Work) -> CountedWorkout | None:
    """What is counted of one workout, if it has arrived."""
    return work.counted.get(workout_id)


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """A session's card, with the figures of its workout once it is a result."""

    card: Card
    result: CountedWorkout | None


def cards_of(user_id: UUID, work: Work) -> Sequence[ShownCard]:
    """The newest session cards, newest first."""
    cards = work.cards.newest_of(user_id, CARDS_SHOWN)
    results = work.counted.some([card.workout_id for card in cards if card.workout_id])
    return [
        ShownCard(card=card, result=results.get(card.workout_id) if card.workout_id else None)
        for card in cards
    ]


def active_days(about: tuple[UUID, date], work: Work) -> Sequence[date]:
    """Every day up to one on which somebody did something, in order."""
    user_id, until = about
    return list(dict.fromkeys(day.day for day in work.days.between(user_id, BEGINNING, until)))
