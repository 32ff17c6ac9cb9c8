"""What counting progress needs of the world, said in its own words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.domain.changes import FigureChange
from moim.contexts.workouts.domain.outcomes import Discipline, Outcome
from moim.contexts.workouts.domain.records import Book
from moim.contexts.workouts.domain.training_load import Thresholds
from moim.contexts.workouts.domain.workout import Workout


class Outcomes(Protocol):
    """What each workout adds, as it counted last."""

    def get(self, workout_id: UUID) -> Outcome | None:
        """One workout's, None if it never counted."""
        ...

    def between(self, user_id: UUID, first: date, last: date) -> Sequence[Outcome]:
        """A person's from day to day, both included."""
        ...

    def measured(self, user_id: UUID, first: date, last: date) -> Sequence[UUID]:
        """Workouts from day to day, both included, whose heart rates are known; newest first."""
        ...

    def measured_count(self, user_id: UUID, first: date, last: date) -> int:
        """How many those are."""
        ...

    def put(self, outcome: Outcome) -> None:
        """Keep it in place of what was there."""
        ...

    def remove(self, workout_ids: Collection[UUID]) -> None:
        """Let go of these."""
        ...

    def covered_m(self, user_id: UUID, first: date, last: date) -> Mapping[Discipline, float]:
        """Metres in all from day to day, both included."""
        ...

    def active_on(self, user_id: UUID, day: date) -> bool:
        """Whether anything was done on that day."""
        ...


class Books(Protocol):
    """A person's records, a book a scope."""

    def read(self, user_id: UUID, scopes: Collection[str]) -> Mapping[str, Book]:
        """Those of these that are written."""
        ...

    def scopes(self, user_id: UUID) -> Sequence[str]:
        """Which are written."""
        ...

    def write(self, user_id: UUID, scope: str, book: Book) -> None:
        """Keep a whole book; an empty one goes."""
        ...


class Streaks(Protocol):
    """Runs of days with a workout."""

    def near(self, user_id: UUID, day: date) -> Sequence[tuple[date, date]]:
        """First and last day of the runs that hold ``day`` or end or begin beside it."""
        ...

    def all(self, user_id: UUID) -> Sequence[tuple[date, date]]:
        """Every run, the oldest first."""
        ...

    def put(self, user_id: UUID, first: date, last: date) -> None:
        """Keep a run."""
        ...

    def remove(self, user_id: UUID, first: date) -> None:
        """Let go of the run that begins on this day."""
        ...


class AllThresholds(Protocol):
    """What people's load is measured against, over time."""

    def on(self, user_id: UUID, day: date) -> Thresholds | None:
        """Those that applied on a day."""
        ...

    def all(self, user_id: UUID) -> Sequence[Thresholds]:
        """All of a person's, the oldest first."""
        ...

    def put(self, user_id: UUID, thresholds: Thresholds) -> None:
        """Let these apply from their day on."""
        ...


class FigureChanges(Protocol):
    """What changed on workouts, and why."""

    def add(self, workout: Workout, change: FigureChange) -> None:
        """Keep one more."""
        ...

    def of(
        self, workout_id: UUID, limit: int, after: UUID | None
    ) -> Sequence[tuple[UUID, FigureChange]]:
        """A page of a workout's, the newest first, each under its id."""
        ...

    def remove(self, workout_ids: Collection[UUID]) -> None:
        """Let go of all of these workouts'."""
        ...
