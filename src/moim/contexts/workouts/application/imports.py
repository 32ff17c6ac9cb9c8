"""Use cases about getting files in: start, settle each file, undo as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.workouts.application.companions import forget_companions, look_for_companions
from moim.contexts.workouts.application.goals import count_towards_goals
from moim.contexts.workouts.application.ports import Reading, Work
from moim.contexts.workouts.application.readings import (
    check_readings,
    show_source,
    source_of,
    take_reading,
    typed_outing,
)
from moim.contexts.workouts.application.records import (
    change_outcome,
    enter_outcome,
    forget_outcomes,
    note_change,
    told_by,
)
from moim.contexts.workouts.domain.changes import Cause
from moim.contexts.workouts.domain.duplicates import twin_of
from moim.contexts.workouts.domain.imports import Import, ImportFile, Outcome, Verdict
from moim.contexts.workouts.domain.origins import source_of_import, takes_over
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class StartImport:
    """Files that have arrived and are safe among the blobs."""

    import_id: UUID
    user_id: UUID
    provider: str
    files: Sequence[ImportFile]


def start_import(command: StartImport, work: Work) -> UUID:
    """Note the delivery; each file waits for its verdict from here on, whatever happens."""
    delivery = Import(
        id=command.import_id,
        user_id=command.user_id,
        provider=command.provider,
        started_at=work.now,
        waiting=len(command.files),
    )
    work.imports.save(delivery)
    work.imports.add_files(delivery, command.files)
    return delivery.id


@dataclass(frozen=True, kw_only=True)
class OpenArchive:
    """An archive's members, now safe among the blobs themselves."""

    import_id: UUID
    user_id: UUID
    file_id: UUID
    members: Sequence[ImportFile]


def open_archive(command: OpenArchive, work: Work) -> None:
    """Put the members in the archive's place; raises ImportNotFound if that was done before."""
    work.athletes.hold(command.user_id)
    delivery = work.imports.get(command.import_id, command.user_id)
    archive = work.imports.file(delivery, command.file_id)
    work.imports.remove_file(delivery, archive.id)
    work.imports.add_files(delivery, command.members)
    work.originals.let_go([archive.sha256], work.now)
    delivery.opened(sum(member.outcome is None for member in command.members))
    _finish_if_done(delivery, work)
    work.imports.save(delivery)


@dataclass(frozen=True, kw_only=True)
class SettleFile:
    """What reading a file gave: its recordings, or why there are none (``reason`` a code)."""

    import_id: UUID
    user_id: UUID
    file_id: UUID
    readings: Sequence[Reading] = ()
    reason: str | None = None
    details: dict[str, str] = field(default_factory=dict)


def settle_file(command: SettleFile, work: Work) -> Outcome:
    """Keep what the file holds, unless it is known already, and give the file its verdict."""
    work.athletes.hold(command.user_id)
    delivery = work.imports.get(command.import_id, command.user_id)
    file = work.imports.file(delivery, command.file_id)
    if file.outcome is not None:
        return file.outcome
    outcome = _outcome(command, delivery, file, work)
    work.imports.settle(delivery, file.id, outcome)
    delivery.settled()
    _finish_if_done(delivery, work)
    work.imports.save(delivery)
    return outcome


def _finish_if_done(delivery: Import, work: Work) -> None:
    if not delivery.waiting:
        delivery.finish(work.imports.verdicts(delivery))


def _outcome(command: SettleFile, delivery: Import, file: ImportFile, work: Work) -> Outcome:
    if not command.readings:
        return Outcome(
            verdict=Verdict.FAILED, reason=command.reason or "unreadable", details=command.details
        )
    try:
        check_readings(command.readings, work)
    except Refusal as refusal:
        details = {name: str(value) for name, value in refusal.details.items()}
        return Outcome(verdict=Verdict.FAILED, reason=refusal.code, details=details)
    known = work.sources.by_content(delivery.user_id, file.sha256)
    if known:
        return Outcome(
            verdict=Verdict.DUPLICATE,
            workout_ids=tuple({source.workout_id: None for source in known}),
            reason="same-bytes",
        )
    kept = [keep_reading(reading, delivery, file, work) for reading in command.readings]
    return Outcome(
        verdict=_summary([verdict for _, verdict in kept]),
        workout_ids=tuple({id: None for id, _ in kept}),
        reason=_reason(kept, command.readings),
    )


def keep_reading(
    reading: Reading, delivery: Import, file: ImportFile, work: Work, source: str | None = None
) -> tuple[UUID, Verdict]:
    """Enter one recording, or join it to the workout of the same outing.

    ``source`` says how a new workout came about.
    """
    origin = source or source_of_import(delivery.provider)
    outing = reading.outing
    others = work.workouts.outings(delivery.user_id, outing.started_at, outing.ended_at)
    twin = twin_of(outing, others)
    if twin is None:
        workout = _enter(reading, delivery, origin, work)
        work.sources.add(source_of(reading, workout, delivery, file, chosen=True))
        verdict = Verdict.PARTIAL if reading.partial else Verdict.IMPORTED
        return workout.id, verdict
    workout = work.workouts.get(twin[0], delivery.user_id)
    other = source_of(reading, workout, delivery, file, chosen=False)
    work.sources.add(other)
    richer = not workout.recorded or (workout.crop is None and outing.richness > twin[1].richness)
    if not takes_over(origin, workout.source, richer=richer):
        return workout.id, Verdict.DUPLICATE
    workout.come_from(origin)
    work.sources.choose(other)
    take_reading(workout, reading, work, Cause.RICHER_RECORDING)
    return workout.id, Verdict.MERGED


def _enter(reading: Reading, delivery: Import, source: str, work: Work) -> Workout:
    athlete = work.athletes.get(delivery.user_id)
    workout = Workout(
        id=new_id(),
        user_id=delivery.user_id,
        sport=reading.sport,
        title=reading.title,
        started_at=reading.started_at,
        timezone=athlete.timezone,
        figures=reading.figures,
        source=source,
        device=reading.device,
        partial=reading.partial,
        route=reading.route,
        import_id=delivery.id,
        derivation_version=reading.derivation_version,
        shown=athlete.shown,
    )
    workout.begin(work.now, work.privacy_zones.hidden(workout.user_id))
    work.workouts.save(workout, reading.outing)
    work.tracks.put(workout, reading)
    look_for_companions(workout, work)
    count_towards_goals(workout.user_id, workout.started_at, work)
    enter_outcome(workout, reading.marks, work)
    return workout


def _summary(verdicts: Sequence[Verdict]) -> Verdict:
    """One word for a file of several recordings: the one the owner should look at."""
    order = (Verdict.PARTIAL, Verdict.IMPORTED, Verdict.MERGED, Verdict.DUPLICATE)
    return next(verdict for verdict in order if verdict in verdicts)


def _reason(kept: Sequence[tuple[UUID, Verdict]], readings: Sequence[Reading]) -> str | None:
    verdicts = [verdict for _, verdict in kept]
    summary = _summary(verdicts)
    if summary is Verdict.PARTIAL:
        return next(reading.partial for reading in readings if reading.partial)
    return {Verdict.DUPLICATE: "same-outing", Verdict.MERGED: "richer-recording"}.get(summary)


@dataclass(frozen=True, kw_only=True)
class UndoImport:
    """The owner takes a delivery back."""

    import_id: UUID
    user_id: UUID


def undo_import(command: UndoImport, work: Work) -> None:
    """Leave what was before the import.

    Workouts that only it had a recording of go, or show again what was typed in; workouts it
    gave a richer recording are derived anew from what they showed before.
    """
    work.athletes.hold(command.user_id)
    delivery = work.imports.get(command.import_id, command.user_id)
    delivery.undo(work.now)
    brought = work.sources.of_import(delivery.id)
    for source in brought:
        work.sources.remove(source)
    touched = {source.workout_id: None for source in brought}
    gone = [id for id in touched if _go_without(work.workouts.get(id, command.user_id), work)]
    forget_outcomes(command.user_id, gone, work)
    work.originals.let_go(work.imports.contents(delivery), work.now)
    work.imports.save(delivery)


def _go_without(workout: Workout, work: Work) -> bool:
    """What becomes of a workout some of whose recordings were taken back; whether it is gone."""
    left = work.sources.of_workout(workout.id)
    told = told_by(workout, work)
    if left:
        if not left[0].chosen:
            show_source(workout, left[0], work)
            work.tasks.rederive(workout, new_id())
    elif workout.give_recording_back():
        work.tracks.remove(workout)
        work.workouts.save(workout, typed_outing(workout))
        forget_companions([workout.id], work)
        change_outcome(workout, work)
        note_change(workout, told, Cause.RECORDING_UNDONE, work)
        count_towards_goals(workout.user_id, workout.started_at, work)
    else:
        workout.delete()
        work.workouts.remove(workout)
        forget_companions([workout.id], work)
        return True
    return False
