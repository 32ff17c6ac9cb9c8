"""Use cases about a workout's recording: derive it anew, keep a part of it, put another there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.workouts.application.ports import Reading, Source, Work
from moim.contexts.workouts.application.readings import check_readings, source_of, take_reading
from moim.contexts.workouts.application.records import load_of
from moim.contexts.workouts.domain.changes import Cause
from moim.contexts.workouts.domain.cropping import Crop, CropOutOfRange
from moim.contexts.workouts.domain.imports import Import, ImportFile, Outcome, Verdict
from moim.contexts.workouts.domain.workout import Analysis, NoRecording, Workout
from moim.kernel.errors import Changed, Conflict, Invalid


class NotOneRecording(Invalid):
    """A file of several workouts cannot be the track of one."""

    code = "not-one-recording"
    ko = "운동이 여러 개 들어 있는 파일입니다. 운동 하나만 담긴 파일을 올려 주세요."
    en = "This file holds several workouts. Send one with a single workout."


class TrackOfAnother(Conflict):
    """The file is the recording of another workout already."""

    code = "track-of-another-workout"
    ko = "이미 다른 운동에 쓰인 파일입니다. 그 운동을 먼저 삭제하세요."
    en = "Another of your workouts has this very file. Delete that one first."


@dataclass(frozen=True, kw_only=True)
class TakeReading:
    """A workout's chosen source, read and derived anew, for the task that asked.

    ``source`` and ``crop`` are what was read. ``reading`` is None if it cannot be read any more.
    """

    workout_id: UUID
    user_id: UUID
    task_id: UUID
    request_id: UUID
    asked: bool
    source: Source | None
    crop: Crop | None
    reading: Reading | None


def take_new_reading(command: TakeReading, work: Work) -> bool:
    """Show what was derived and tell that the analysis is ready.

    False, and nothing is done, if the workout meanwhile shows another recording or part.
    """
    work.athletes.hold(command.user_id)
    if command.source is None:
        _tell_nothing(command, work)
        return True
    if command.reading is None:
        work.tasks.done(command.task_id)
        return True
    workout = work.workouts.get(command.workout_id, command.user_id)
    if not still_shows(command.source, command.crop, workout, work):
        return False
    work.tasks.done(command.task_id)
    analysis = _analysis(workout, command.reading, work)
    workout.analysed(command.request_id, analysis, asked=command.asked)
    take_reading(workout, command.reading, work, Cause.DERIVED_ANEW)
    return True


def _tell_nothing(command: TakeReading, work: Work) -> None:
    """There is no recording: whoever waits for an analysis is told that it has no tables."""
    work.tasks.done(command.task_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    workout.analysed(command.request_id, {}, asked=command.asked)
    work.workouts.tell(workout)


def _analysis(workout: Workout, reading: Reading, work: Work) -> Analysis:
    """What a reading tells, and the load by the owner's thresholds."""
    load = load_of(workout, reading.marks, work)
    return reading.analysis if load is None else {**reading.analysis, "load": [{"trimp": load}]}


@dataclass(frozen=True, kw_only=True)
class CropWorkout:
    """Keep a part of a recording, or with ``crop`` None the whole again.

    ``reading`` is of that part of ``source``; ``version`` is the one the part was chosen on.
    """

    workout_id: UUID
    user_id: UUID
    version: int
    source: Source
    crop: Crop | None
    reading: Reading


def crop_workout(command: CropWorkout, work: Work) -> Workout:
    """Show that part and its figures; the original stays whole.

    Raises Changed, or CropOutOfRange for a part between two samples.
    """
    crop, reading = command.crop, command.reading
    if crop and not crop.holds(reading.started_at, reading.figures.elapsed_s):
        elapsed_s = round(reading.figures.elapsed_s, 3)
        raise CropOutOfRange(field="start_s", elapsed_s=elapsed_s)
    work.athletes.hold(command.user_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    if command.version != workout.version:
        raise Changed
    if not still_shows(command.source, workout.crop, workout, work):
        raise Changed
    workout.crop = crop
    take_reading(workout, reading, work, Cause.CROPPED)
    return workout


@dataclass(frozen=True, kw_only=True)
class ReplaceTrack:
    """A file, safe among the blobs and read, that a workout is to show from now on."""

    workout_id: UUID
    user_id: UUID
    version: int | None
    import_id: UUID
    file: ImportFile
    readings: Sequence[Reading]


def replace_track(command: ReplaceTrack, work: Work) -> Workout:
    """Show it whole, and keep what was shown as an alternate.

    It is an import of one file, so that it can be undone. A file that is an alternate of this
    workout already is only chosen.
    """
    work.athletes.hold(command.user_id)
    workout = work.workouts.get(command.workout_id, command.user_id)
    if command.version not in (None, workout.version):
        raise Changed
    if len(command.readings) != 1:
        raise NotOneRecording
    check_readings(command.readings, work)
    (reading,) = command.readings
    source = _source_for(workout, reading, command, work)
    work.sources.choose(source)
    workout.crop, workout.track_removed = None, False
    take_reading(workout, reading, work, Cause.REPLACED)
    return workout


def _source_for(workout: Workout, reading: Reading, command: ReplaceTrack, work: Work) -> Source:
    known = work.sources.by_content(command.user_id, command.file.sha256)
    if any(source.workout_id != workout.id for source in known):
        raise TrackOfAnother
    if known:
        return known[0]
    delivery = Import(
        id=command.import_id,
        user_id=command.user_id,
        provider="files",
        started_at=work.now,
        waiting=0,
    )
    outcome = Outcome(verdict=Verdict.MERGED, workout_ids=(workout.id,), reason="replaced-by-owner")
    file = ImportFile(
        id=command.file.id,
        name=command.file.name,
        sha256=command.file.sha256,
        size_bytes=command.file.size_bytes,
        outcome=outcome,
    )
    work.imports.save(delivery)
    work.imports.add_files(delivery, [file])
    source = source_of(reading, workout, delivery, file, chosen=False)
    work.sources.add(source)
    return source


def chosen_source(workout: Workout, work: Work) -> Source:
    """The recording that a workout shows; raises NoRecording."""
    sources = work.sources.of_workout(workout.id)
    if not sources:
        raise NoRecording
    return sources[0]


def still_shows(source: Source, crop: Crop | None, workout: Workout, work: Work) -> bool:
    """Whether the workout shows this part of this recording and no other."""
    shown = work.sources.of_workout(workout.id)
    return (
        bool(shown)
        and (shown[0].import_file_id, shown[0].position) == (source.import_file_id, source.position)
        and workout.crop == crop
    )
