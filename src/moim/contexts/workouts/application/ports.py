"""What the use cases need of the world, said in their own words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.companion_ports import Company, Consents, Signatures
from moim.contexts.workouts.application.connection_ports import Connections
from moim.contexts.workouts.application.privacy_ports import PrivacyZones
from moim.contexts.workouts.application.progress_ports import (
    AllThresholds,
    Books,
    FigureChanges,
    Outcomes,
    Streaks,
)
from moim.contexts.workouts.domain.athlete import Athlete
from moim.contexts.workouts.domain.duplicates import Outing
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.goal import Goal
from moim.contexts.workouts.domain.imports import Import, ImportFile, Outcome, Verdict
from moim.contexts.workouts.domain.outcomes import NO_MARKS, Marks
from moim.contexts.workouts.domain.route import Route
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Analysis, Workout
from moim.contexts.workouts.domain.zones import DatedZones, ZoneDefinition
from moim.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One recording, read and derived, ready to be kept.

    ``position`` is its place in the file. ``track``, ``course`` and ``derived`` are blobs that
    only the adapter that made them reads: all samples, its line on a map, and figures without a
    position in them. The first two are None when there are no samples.
    """

    position: int
    sport: Sport
    title: str | None
    started_at: datetime
    figures: Figures
    route: Route | None
    outing: Outing
    device: str | None
    partial: str | None
    track: bytes | None
    course: bytes | None
    derived: bytes
    derivation_version: int
    parser_version: int
    analysis: Analysis
    marks: Marks = NO_MARKS


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a workout's figures come from, or could: one recording in one original file.

    The one with ``chosen`` is what the workout shows; the others are alternates.
    ``parser_version`` is that of the readers that read it last, 0 if they were not noted.
    """

    workout_id: UUID
    user_id: UUID
    sha256: str
    name: str
    position: int
    chosen: bool
    richness: int
    import_id: UUID
    import_file_id: UUID
    parser_version: int


class Workouts(Protocol):
    """Everybody's workouts."""

    def find(self, id: UUID) -> Workout:
        """Whoever's it is; raises WorkoutNotFound. The asker's sight is not looked at here."""
        ...

    def get(self, id: UUID, user_id: UUID) -> Workout:
        """This person's workout; raises WorkoutNotFound."""
        ...

    def outings(
        self, user_id: UUID, start: datetime, end: datetime
    ) -> Sequence[tuple[UUID, Outing]]:
        """Which were going on at some instant from ``start`` to ``end``, ready to compare."""
        ...

    def total(
        self, user_id: UUID, metric: str, sport: Sport | None, start: datetime, end: datetime
    ) -> float:
        """The sum of a goal's metric over the workouts that start in the span."""
        ...

    def starts(
        self, user_id: UUID, sport: Sport | None, start: datetime, end: datetime
    ) -> Sequence[datetime]:
        """When the workouts in the span start."""
        ...

    def save(self, workout: Workout, outing: Outing | None = None) -> None:
        """Keep it and publish what it recorded."""
        ...

    def tell(self, workout: Workout) -> None:
        """Publish what it recorded; nothing that is kept of it changed."""
        ...

    def remove(self, workout: Workout) -> None:
        """Let go of it with its track, what was derived, its sources and its originals."""
        ...


class Tracks(Protocol):
    """The blobs beside a workout."""

    def put(self, workout: Workout, reading: Reading) -> None:
        """Keep a reading's in place of what was there; no position of a removed track."""
        ...

    def drop_track(self, workout: Workout) -> None:
        """Let go of the samples and the line; the figures derived of them stay."""
        ...

    def remove(self, workout: Workout) -> None:
        """Let go of all of it."""
        ...


class Sources(Protocol):
    """Which original each workout comes from."""

    def by_content(self, user_id: UUID, sha256: str) -> Sequence[Source]:
        """This person's sources with these very bytes."""
        ...

    def of_workout(self, workout_id: UUID) -> Sequence[Source]:
        """A workout's sources, the chosen one first, then the richest."""
        ...

    def of_import(self, import_id: UUID) -> Sequence[Source]:
        """The sources that an import brought."""
        ...

    def add(self, source: Source) -> None:
        """Keep one more."""
        ...

    def choose(self, chosen: Source) -> None:
        """Show this one from now on."""
        ...

    def read_by(self, workout_id: UUID, parser_version: int) -> None:
        """The readers that read the one that the workout shows."""
        ...

    def remove(self, source: Source) -> None:
        """Let go of one."""
        ...


class Imports(Protocol):
    """Deliveries and their files."""

    def get(self, id: UUID, user_id: UUID) -> Import:
        """This person's import; raises ImportNotFound."""
        ...

    def add_files(self, delivery: Import, files: Sequence[ImportFile]) -> None:
        """Keep files behind those already there."""
        ...

    def file(self, delivery: Import, file_id: UUID) -> ImportFile:
        """One file of it."""
        ...

    def contents(self, delivery: Import) -> Sequence[str]:
        """The SHA-256 of each of its files."""
        ...

    def remove_file(self, delivery: Import, file_id: UUID) -> None:
        """Let go of an archive whose members took its place."""
        ...

    def settle(self, delivery: Import, file_id: UUID, outcome: Outcome) -> None:
        """Keep a file's verdict."""
        ...

    def verdicts(self, delivery: Import) -> Mapping[Verdict, int]:
        """How many files came to each verdict."""
        ...

    def save(self, delivery: Import) -> None:
        """Keep it and publish what it recorded."""
        ...


class Goals(Protocol):
    """Everybody's goals."""

    def get(self, id: UUID, user_id: UUID) -> Goal:
        """This person's goal; raises GoalNotFound."""
        ...

    def running(self, user_id: UUID) -> Sequence[Goal]:
        """Those that still count."""
        ...

    def save(self, goal: Goal) -> None:
        """Keep it and publish what it recorded."""
        ...


class Athletes(Protocol):
    """The replica of people."""

    def hold(self, user_id: UUID) -> None:
        """Have this unit of work be the only one of the person's until it commits.

        What is decided by looking at several rows (is there a twin, is the goal reached) is
        decided once. Ask it first: rows read before may be out of date.
        """
        ...

    def get(self, user_id: UUID) -> Athlete:
        """What is known; the defaults for somebody not heard of yet."""
        ...

    def save(self, athlete: Athlete) -> None:
        """Keep what is known now."""
        ...

    def zones(self, user_id: UUID, at: datetime) -> ZoneDefinition | None:
        """The heart-rate zones that applied at an instant, if any were set."""
        ...

    def erase(self, user_id: UUID) -> None:
        """Delete every row of the person in this context and let go of their originals."""
        ...


class AllZones(Protocol):
    """A person's heart-rate zones over time."""

    def all(self, user_id: UUID) -> Sequence[DatedZones]:
        """Oldest first, with how far their recounts have come."""
        ...

    def put(self, user_id: UUID, dated: DatedZones) -> None:
        """Keep them in place of those of their day."""
        ...


class Tasks(Protocol):
    """Work for the reading processes, kept until it is done."""

    def rederive(self, workout: Workout, request_id: UUID, *, asked: bool = False) -> None:
        """Have the workout derived anew from its chosen source; ``asked`` by its owner, of it."""
        ...

    def rederive_all(self, user_id: UUID, workout_ids: Sequence[UUID], request_id: UUID) -> None:
        """Have these workouts of a person's derived anew for one request."""
        ...

    def waiting_for(self, user_id: UUID) -> set[UUID]:
        """The person's workouts that wait to be derived anew."""
        ...

    def done(self, task_id: UUID) -> None:
        """Forget it."""
        ...


class Originals(Protocol):
    """Which of the kept files nobody may need any more. The bytes go after the commit."""

    def let_go(self, sha256s: Iterable[str], at: datetime) -> None:
        """From ``at`` on these go, unless somebody's row needs them then."""
        ...

    def going(self, sha256s: Sequence[str]) -> set[str]:
        """Which of these were let go of already."""
        ...

    def gone(self, sha256s: Iterable[str], by: datetime) -> None:
        """No more is to be done about these, unless they were let go of again after ``by``."""
        ...


class Work(Protocol):
    """One transaction. What is saved in it, and what was recorded, commits as one."""

    now: datetime
    workouts: Workouts
    tracks: Tracks
    sources: Sources
    imports: Imports
    goals: Goals
    athletes: Athletes
    privacy_zones: PrivacyZones
    tasks: Tasks
    zones: AllZones
    originals: Originals
    consents: Consents
    signatures: Signatures
    company: Company
    connections: Connections
    outcomes: Outcomes
    books: Books
    streaks: Streaks
    thresholds: AllThresholds
    figure_changes: FigureChanges

    def publish(self, event: Event) -> None:
        """Publish a fact that no aggregate recorded."""
        ...
