"""Joining two workouts into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.workouts.application.ports import Reading, Source, Work
from moim.contexts.workouts.application.queries import Asking
from moim.contexts.workouts.application.readings import check_readings, source_of, take_reading
from moim.contexts.workouts.application.recordings import NotOneRecording, still_shows
from moim.contexts.workouts.application.workouts import OneWorkout, delete
from moim.contexts.workouts.domain.changes import Cause
from moim.contexts.workouts.domain.imports import JOIN, Import, ImportFile, Outcome, Verdict
from moim.contexts.workouts.domain.joining import check_joinable
from moim.contexts.workouts.domain.workout import NoRecording, NoTrack, Workout
from moim.kernel.errors import Changed


@dataclass(frozen=True, kw_only=True)
class TwoWorkouts:
    """The one that stays, the one that goes, and whose they are."""

    workout_id: UUID
    other_id: UUID
    user_id: UUID


Side = tuple[Workout, Source]


def sides_of(about: TwoWorkouts, work: Asking) -> tuple[Side, Side]:
    """Both with the recordings they show, the earlier first; raises NotJoinable, NoTrack."""
    kept = work.workouts.get(about.workout_id, about.user_id)
    other = work.workouts.get(about.other_id, about.user_id)
    check_joinable(kept, other)
    first, second = sorted((kept, other), key=lambda workout: workout.started_at)
    return _side(first, work), _side(second, work)


def _side(workout: Workout, work: Asking) -> Side:
    sources = work.sources.of_workout(workout.id)
    if not sources:
        raise NoRecording
    if workout.route is None:
        raise NoTrack
    return workout, sources[0]


@dataclass(frozen=True, kw_only=True)
class JoinWorkouts:
    """A file of both recordings, safe among the blobs and read; ``sides`` are what it was made of.

    ``version`` is the one of the workout that stays which its owner last read.
    """

    about: TwoWorkouts
    sides: tuple[Side, Side]
    version: int | None
    import_id: UUID
    file: ImportFile
    readings: Sequence[Reading]


def join_workouts(command: JoinWorkouts, work: Work) -> Workout:
    """Let the one show both, and the other go; raises Changed if either shows something else now.

    It is an import of one file that is not undone: the file holds both originals whole.
    """
    about = command.about
    work.athletes.hold(about.user_id)
    workout = work.workouts.get(about.workout_id, about.user_id)
    if command.version not in (None, workout.version):
        raise Changed
    for before, source in command.sides:
        now = work.workouts.get(before.id, about.user_id)
        if not still_shows(source, before.crop, now, work):
            raise Changed
    if len(command.readings) != 1:
        raise NotOneRecording
    check_readings(command.readings, work)
    delete(OneWorkout(workout_id=about.other_id, user_id=about.user_id), work)
    (reading,) = command.readings
    work.sources.choose(_entered(workout, reading, command, work))
    workout.crop = None
    take_reading(workout, reading, work, Cause.JOINED)
    return workout


def _entered(workout: Workout, reading: Reading, command: JoinWorkouts, work: Work) -> Source:
    delivery = Import(
        id=command.import_id,
        user_id=workout.user_id,
        provider=JOIN,
        started_at=work.now,
        waiting=0,
    )
    file = ImportFile(
        id=command.file.id,
        name=command.file.name,
        sha256=command.file.sha256,
        size_bytes=command.file.size_bytes,
        outcome=Outcome(
            verdict=Verdict.MERGED, workout_ids=(workout.id,), reason="joined-by-owner"
        ),
    )
    work.imports.save(delivery)
    work.imports.add_files(delivery, [file])
    source = source_of(reading, workout, delivery, file, chosen=False)
    work.sources.add(source)
    return source
