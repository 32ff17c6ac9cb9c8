"""What can be asked of progress: records, milestones, streaks, training load, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.queries import Asking, OneOf
from moim.contexts.workouts.domain.changes import FigureChange
from moim.contexts.workouts.domain.milestones import Milestone, milestones
from moim.contexts.workouts.domain.outcomes import Discipline, Outcome
from moim.contexts.workouts.domain.records import ALL_TIME, Book
from moim.contexts.workouts.domain.same_route import LENGTHS_ALIKE
from moim.contexts.workouts.domain.training_load import LoadOfDay, Thresholds, load_over_days
from moim.contexts.workouts.domain.workout import NoTrack, Workout


@dataclass(frozen=True, kw_only=True)
class DayTotal:
    """A day's load; ``unmeasured`` counts its workouts without heart rates."""

    load: float
    workouts: int
    unmeasured: int


@dataclass(frozen=True, kw_only=True)
class Versions:
    """What the readers and the derivation are at now."""

    derivation: int
    parser: int


class ProgressViews(Protocol):
    """The read side: one indexed query a question."""

    def covered(self, user_id: UUID) -> Sequence[tuple[Discipline, UUID, date, float]]:
        """Discipline, workout, day and metres of all that cover a distance, the oldest first."""
        ...

    def last_streak(self, user_id: UUID) -> tuple[date, date] | None:
        """First and last day of the latest run of days with a workout."""
        ...

    def loads(self, user_id: UUID, last: date) -> Mapping[date, DayTotal]:
        """All days with a workout up to ``last``."""
        ...

    def outdated(
        self, versions: Versions, user_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[tuple[UUID, UUID]]:
        """Workouts and owners, by id: read or derived by an earlier version, or never counted."""
        ...

    def changed_since(self, at: datetime) -> int:
        """How many workouts' figures changed since."""
        ...

    def alike(
        self, user_id: UUID, discipline: Discipline, shortest_m: float, longest_m: float
    ) -> Sequence[Outcome]:
        """Workouts with a course and a distance in these bounds."""
        ...


class AskingProgress(Asking, Protocol):
    """A unit of work that also answers about progress."""

    progress_views: ProgressViews


@dataclass(frozen=True, kw_only=True)
class RecordsOf:
    """A person's records in one scope: ``all``, a year or a month."""

    user_id: UUID
    scope: str


@dataclass(frozen=True, kw_only=True)
class RecordsTold:
    """A book; with that of all time the milestones and the streak that goes on, or ended last."""

    book: Book
    milestones: Sequence[Milestone] = ()
    streak: tuple[date, date] | None = None


def records_of(about: RecordsOf, work: AskingProgress) -> RecordsTold:
    """One book."""
    book = work.books.read(about.user_id, [about.scope]).get(about.scope, {})
    if about.scope != ALL_TIME:
        return RecordsTold(book=book)
    return RecordsTold(
        book=book,
        milestones=milestones(work.progress_views.covered(about.user_id)),
        streak=work.progress_views.last_streak(about.user_id),
    )


def revision_and_today(user_id: UUID, work: Asking) -> tuple[int, date]:
    """How often somebody's workouts have changed, and what day it is for them."""
    return work.views.revision(user_id), work.athletes.get(user_id).day_of(work.now)


@dataclass(frozen=True, kw_only=True)
class LoadBetween:
    """A person's training load from day to day, both included."""

    user_id: UUID
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class LoadTold:
    """A day of it, with what it rests on."""

    day: LoadOfDay
    workouts: int
    unmeasured: int


def training_load(about: LoadBetween, work: AskingProgress) -> Sequence[LoadTold]:
    """Every day of the span."""
    totals = work.progress_views.loads(about.user_id, about.last)
    nothing = DayTotal(load=0.0, workouts=0, unmeasured=0)
    loads = {day: total.load for day, total in totals.items()}
    told = []
    for day in load_over_days(loads, about.first, about.last):
        total = totals.get(day.day, nothing)
        told.append(LoadTold(day=day, workouts=total.workouts, unmeasured=total.unmeasured))
    return told


def list_thresholds(user_id: UUID, work: Asking) -> Sequence[Thresholds]:
    """A person's thresholds over time, the oldest first."""
    return work.thresholds.all(user_id)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A workout's load, and the thresholds that applied on its day."""

    load: float | None
    thresholds: Thresholds | None


def measured_by(workout: Workout, work: Asking) -> Measured:
    """What the owner's thresholds make of a workout."""
    outcome = work.outcomes.get(workout.id)
    if outcome is None:
        return Measured(load=None, thresholds=None)
    return Measured(load=outcome.load, thresholds=work.thresholds.on(workout.user_id, outcome.day))


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A workout with a course, and those of about its length, itself among them."""

    own: Outcome
    others: Sequence[Outcome]


def alike(about: OneOf, work: AskingProgress) -> Alike:
    """What a workout's course is to be compared with; raises NoTrack."""
    workout = work.workouts.get(about.id, about.user_id)
    own = work.outcomes.get(workout.id)
    if own is None or own.marks.shape is None or not own.distance_m:
        raise NoTrack
    shortest, longest = own.distance_m * LENGTHS_ALIKE, own.distance_m / LENGTHS_ALIKE
    others = work.progress_views.alike(about.user_id, own.discipline, shortest, longest)
    return Alike(own=own, others=others)


@dataclass(frozen=True, kw_only=True)
class ChangesOf:
    """A page of what changed on a workout of a person's; ``after`` is the last one before."""

    workout_id: UUID
    user_id: UUID
    limit: int
    after: UUID | None = None


def changes_of(about: ChangesOf, work: Asking) -> Sequence[tuple[UUID, FigureChange]]:
    """The newest first; raises WorkoutNotFound for a stranger's."""
    workout = work.workouts.get(about.workout_id, about.user_id)
    return work.figure_changes.of(workout.id, about.limit, about.after)
