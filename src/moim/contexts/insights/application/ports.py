"""What the use cases of insights need of the world."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.insights.domain.cards import Card
from moim.contexts.insights.domain.chart import Chart
from moim.contexts.insights.domain.counting import CountedWorkout, Day
from moim.contexts.insights.domain.goals import ShownGoal
from moim.contexts.insights.domain.viewer import Viewer


class Viewers(Protocol):
    """The replica of people."""

    def get(self, user_id: UUID) -> Viewer:
        """What is known; the defaults for somebody not heard of yet."""
        ...

    def save(self, viewer: Viewer) -> None:
        """Keep what is known now; the revision is not the caller's to set."""
        ...

    def refreshed_at(self, user_id: UUID) -> datetime | None:
        """When the days touched by a sync were last counted over."""
        ...

    def note_refresh(self, user_id: UUID, at: datetime) -> None:
        """They were counted over now."""
        ...

    def after(self, user_id: UUID | None, limit: int) -> Sequence[UUID]:
        """Everybody who is known, in the order of ids, from after ``user_id`` on."""
        ...

    def erase(self, user_id: UUID) -> None:
        """Delete what there is of the person; only that they left is remembered."""
        ...


class Counted(Protocol):
    """Workouts as events told them."""

    def get(self, workout_id: UUID) -> CountedWorkout | None:
        """One, if it is counted."""
        ...

    def some(self, workout_ids: Sequence[UUID]) -> Mapping[UUID, CountedWorkout]:
        """Those of them that are counted."""
        ...

    def put(self, workout: CountedWorkout) -> None:
        """Count it, in place of what was said of it before."""
        ...

    def remove(self, workout_id: UUID) -> None:
        """Count it no longer."""
        ...

    def all_of(self, user_id: UUID) -> Sequence[CountedWorkout]:
        """A person's."""
        ...

    def move(self, days: Mapping[UUID, date]) -> None:
        """Put workouts on other days, by id; the sums are for ``Days`` to follow."""
        ...

    def days_touched_since(
        self, user_id: UUID, moment: datetime | None
    ) -> Sequence[tuple[date, str]]:
        """Days and sports of what was told from ``moment`` on; of all for None."""
        ...


class Days(Protocol):
    """The rollup that is read."""

    def recount(self, user_id: UUID, day: date, sport: str) -> None:
        """Write the sum of what is counted there; an absolute write, safe to repeat."""
        ...

    def recount_all(self, user_id: UUID) -> None:
        """Drop a person's days and sum them anew."""
        ...

    def between(
        self, user_id: UUID, first: date, last: date, sport: str | None = None
    ) -> Sequence[Day]:
        """One look-up by index, oldest first."""
        ...


class ShownGoals(Protocol):
    """Goals as events told them."""

    def put(self, goal: ShownGoal) -> None:
        """Show it so from now on; days reached before stay."""
        ...

    def reached(self, goal_id: UUID, user_id: UUID, at: datetime, on: date) -> None:
        """Mark the day of an instant."""
        ...

    def of(self, user_id: UUID) -> Sequence[ShownGoal]:
        """A person's."""
        ...

    def reached_between(self, user_id: UUID, first: date, last: date) -> Sequence[date]:
        """Days on which some goal was reached."""
        ...

    def moments_of(self, user_id: UUID) -> Sequence[tuple[UUID, datetime]]:
        """Every goal reached and when."""
        ...


class Cards(Protocol):
    """Live sessions on dashboards."""

    def get(self, session_id: UUID) -> Card | None:
        """One session's."""
        ...

    def put(self, card: Card) -> None:
        """Show it so."""
        ...

    def newest_of(self, user_id: UUID, limit: int) -> Sequence[Card]:
        """A person's, newest first."""
        ...


class Charts(Protocol):
    """Charts that were asked for."""

    def find(self, id: UUID, user_id: UUID) -> Chart | None:
        """This person's chart, if it is kept."""
        ...

    def save(self, chart: Chart) -> None:
        """Keep it and publish what it recorded."""
        ...

    def keep_newest(self, user_id: UUID, count: int) -> None:
        """Delete a person's older ones."""
        ...


class Work(Protocol):
    """One transaction."""

    now: datetime
    viewers: Viewers
    counted: Counted
    days: Days
    goals: ShownGoals
    cards: Cards
    charts: Charts
