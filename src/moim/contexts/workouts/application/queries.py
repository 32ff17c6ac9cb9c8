"""What can be asked of workouts. Answers are plain values, shaped for whoever shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.ports import Source, Work
from moim.contexts.workouts.domain.goal import Goal
from moim.contexts.workouts.domain.imports import Import, ImportFile
from moim.contexts.workouts.domain.workout import NoRecording, Workout
from moim.contexts.workouts.domain.zones import ZoneDefinition


@dataclass(frozen=True, kw_only=True)
class WorkoutList:
    """A page of one person's workouts, newest first.

    ``after`` is the start and id of the last one of the page before. Starts lie from ``start``
    (inclusive) to ``end`` (exclusive).
    """

    user_id: UUID
    limit: int
    sport: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    after: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, kw_only=True)
class GoalList:
    """A page of one person's goals, oldest first; ``after`` is the last of the page before."""

    user_id: UUID
    limit: int
    after: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """One thing of a person's, by its id."""

    id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A file without a verdict, or a workout to be derived anew, left by whoever stopped."""

    id: UUID
    user_id: UUID
    import_id: UUID | None = None
    file: ImportFile | None = None
    workout_id: UUID | None = None
    request_id: UUID | None = None
    asked: bool = False


class Views(Protocol):
    """The read side: one indexed query a question."""

    def page(self, about: WorkoutList) -> Sequence[Sequence[object]]:
        """Rows of LIST_COLUMNS."""
        ...

    def revision(self, user_id: UUID) -> int:
        """How often a person's workouts have changed."""
        ...

    def track(self, workout_id: UUID) -> bytes | None:
        """The samples as they are kept."""
        ...

    def derived(self, workout_id: UUID) -> bytes | None:
        """What was derived as it is kept."""
        ...

    def import_files(self, import_id: UUID) -> Sequence[ImportFile]:
        """An import's files in their order."""
        ...

    def imports(self, user_id: UUID, limit: int, after: UUID | None) -> Sequence[Import]:
        """A person's imports, newest first."""
        ...

    def goals(self, about: GoalList) -> Sequence[Goal]:
        """A page of a person's goals."""
        ...

    def all_goals(self, user_id: UUID) -> Sequence[Goal]:
        """A person's goals, oldest first, with those that ended."""
        ...

    def zones(self, user_id: UUID) -> Sequence[ZoneDefinition]:
        """A person's zone definitions, oldest first."""
        ...

    def waiting(self, limit: int) -> Sequence[Waiting]:
        """Files and tasks that nobody may be working on."""
        ...

    def unwanted(self, now: datetime, limit: int) -> tuple[Sequence[str], set[str]]:
        """Originals that were to go by now, and which of them are needed after all."""
        ...

    def wanted(self, sha256s: Sequence[str] | None = None) -> set[str]:
        """Which of these originals somebody needs; of all, if none are named."""
        ...


class Asking(Work, Protocol):
    """A unit of work that also answers."""

    views: Views


def list_workouts(about: WorkoutList, work: Asking) -> Sequence[Sequence[object]]:
    """One page, newest first."""
    return work.views.page(about)


def revision_of_list(user_id: UUID, work: Asking) -> int:
    """What a page of somebody's list holds as long as it stands."""
    return work.views.revision(user_id)


def one_workout(about: OneOf, work: Asking) -> Workout:
    """The owner's workout; a stranger's does not exist."""
    return work.workouts.get(about.id, about.user_id)


@dataclass(frozen=True, kw_only=True)
class OneOriginal(OneOf):
    """An original of a workout; with ``of`` None the one that it shows."""

    of: UUID | None = None


Kept = tuple[Source, Import]
"""An original, and the import that brought it."""


def one_original(about: OneOriginal, work: Asking) -> Source:
    """Raises NoRecording for a workout typed in, and for an original that is none of its."""
    if about.of is None:
        return recording_of(about, work)[1]
    work.workouts.get(about.id, about.user_id)
    for source in work.sources.of_workout(about.id):
        if source.import_file_id == about.of:
            return source
    raise NoRecording


def originals_of(about: OneOf, work: Asking) -> Sequence[Kept]:
    """Each file once, the one that the workout shows first; none of a workout typed in."""
    work.workouts.get(about.id, about.user_id)
    files: dict[UUID, Source] = {}
    for source in work.sources.of_workout(about.id):
        files.setdefault(source.import_file_id, source)
    return [(one, work.imports.get(one.import_id, about.user_id)) for one in files.values()]


def recording_of(about: OneOf, work: Asking) -> tuple[Workout, Source]:
    """A workout and the original that it shows; raises NoRecording for one typed in."""
    workout = work.workouts.get(about.id, about.user_id)
    sources = work.sources.of_workout(about.id)
    if not sources:
        raise NoRecording
    return workout, sources[0]


def one_import(about: OneOf, work: Asking) -> tuple[Import, Sequence[ImportFile]]:
    """An import with its files."""
    delivery = work.imports.get(about.id, about.user_id)
    return delivery, work.views.import_files(delivery.id)


def list_imports(
    about: tuple[UUID, int, UUID | None], work: Asking
) -> Sequence[tuple[Import, Sequence[ImportFile]]]:
    """A page of a person's imports with their files; about is owner, limit, last id before."""
    return [
        (delivery, work.views.import_files(delivery.id)) for delivery in work.views.imports(*about)
    ]


def one_goal(about: OneOf, work: Asking) -> Goal:
    """A goal of its owner's."""
    return work.goals.get(about.id, about.user_id)


def list_goals(about: GoalList, work: Asking) -> Sequence[Goal]:
    """One page, oldest first."""
    return work.views.goals(about)


def all_goals(user_id: UUID, work: Asking) -> Sequence[Goal]:
    """A person's goals, oldest first, with those that ended: for an export."""
    return work.views.all_goals(user_id)


def list_zones(user_id: UUID, work: Asking) -> Sequence[ZoneDefinition]:
    """A person's heart-rate zones over time."""
    return work.views.zones(user_id)


def unwanted_originals(about: tuple[datetime, int], work: Asking) -> tuple[Sequence[str], set[str]]:
    """What may be removed, and what of it is needed after all; about is by when, how many."""
    return work.views.unwanted(*about)


def wanted_originals(sha256s: Sequence[str] | None, work: Asking) -> set[str]:
    """Which of these originals somebody needs; of all, if None."""
    return work.views.wanted(sha256s)


def what_waits(limit: int, work: Asking) -> Sequence[Waiting]:
    """What to take up after a start."""
    return work.views.waiting(limit)


def zones_at(about: tuple[UUID, datetime], work: Asking) -> ZoneDefinition | None:
    """The zones that applied to somebody at an instant."""
    return work.athletes.zones(*about)
