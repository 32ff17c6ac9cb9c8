"""What a reading of a recording does to a workout, whoever asked for it."""

from collections.abc import Sequence

from moim.contexts.workouts.application.companions import look_for_companions
from moim.contexts.workouts.application.goals import count_towards_goals
from moim.contexts.workouts.application.ports import Reading, Source, Work
from moim.contexts.workouts.application.records import change_outcome, note_change, told_by
from moim.contexts.workouts.domain.changes import Cause
from moim.contexts.workouts.domain.duplicates import Outing
from moim.contexts.workouts.domain.imports import Import, ImportFile
from moim.contexts.workouts.domain.limits import check_figures, check_start
from moim.contexts.workouts.domain.origins import source_of_import
from moim.contexts.workouts.domain.workout import Workout


def check_readings(readings: Sequence[Reading], work: Work) -> None:
    """Refuse what no workout can be: a start in the future, a distance around the sun."""
    for reading in readings:
        check_start(reading.started_at, work.now)
        check_figures(reading.figures)


def take_reading(workout: Workout, reading: Reading, work: Work, cause: Cause) -> None:
    """Let the workout show this recording from now on; ``cause`` says why in its history."""
    before = workout.started_at, workout.figures
    told = told_by(workout, work)
    workout.take_recording(
        started_at=reading.started_at,
        figures=reading.figures,
        route=reading.route,
        device=reading.device,
        partial=reading.partial,
        derivation_version=reading.derivation_version,
        hidden=work.privacy_zones.hidden(workout.user_id),
    )
    work.workouts.save(workout, reading.outing)
    work.sources.read_by(workout.id, reading.parser_version)
    work.tracks.put(workout, reading)
    look_for_companions(workout, work)
    change_outcome(workout, work, reading.marks)
    note_change(workout, told, cause, work)
    if (workout.started_at, workout.figures) != before:
        count_towards_goals(workout.user_id, workout.started_at, work)


def source_of(
    reading: Reading, workout: Workout, delivery: Import, file: ImportFile, *, chosen: bool
) -> Source:
    """Where a workout's recording comes from."""
    return Source(
        workout_id=workout.id,
        user_id=delivery.user_id,
        sha256=file.sha256,
        name=file.name,
        position=reading.position,
        chosen=chosen,
        richness=reading.outing.richness,
        import_id=delivery.id,
        import_file_id=file.id,
        parser_version=reading.parser_version,
    )


def show_source(workout: Workout, source: Source, work: Work) -> None:
    """Let the workout show this recording: with it comes whose word it is, and who may see it."""
    work.sources.choose(source)
    delivery = work.imports.get(source.import_id, workout.user_id)
    if workout.come_from(source_of_import(delivery.provider)):
        work.workouts.save(workout)


def typed_outing(workout: Workout) -> Outing:
    """What is known for comparing of a workout without a recording."""
    return Outing(
        sport=workout.sport,
        started_at=workout.started_at,
        ended_at=workout.ended_at,
        where=None,
        richness=len(workout.figures.metrics()),
    )
