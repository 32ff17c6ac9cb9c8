"""Use cases about live sessions: start, add points, pause, resume, end, and make the workout."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from moim.contexts.workouts.application.imports import keep_reading
from moim.contexts.workouts.application.live_ports import LiveWork
from moim.contexts.workouts.application.ports import Reading
from moim.contexts.workouts.application.readings import check_readings
from moim.contexts.workouts.domain.imports import Import, ImportFile, Outcome, Verdict
from moim.contexts.workouts.domain.live_points import Batch
from moim.contexts.workouts.domain.live_session import (
    ABANDONED_AFTER,
    SILENCE,
    UNFINISHED_MAX,
    LiveSession,
    SessionNotFound,
    State,
    TooManySessions,
    is_worth_keeping,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id

PROVIDER = "session"


@dataclass(frozen=True, kw_only=True)
class StartSession:
    """Somebody sets out."""

    user_id: UUID
    sport: Sport


def start_session(command: StartSession, work: LiveWork) -> LiveSession:
    """Begin one; raises TooManySessions."""
    work.athletes.hold(command.user_id)
    if work.live_sessions.unfinished(command.user_id) >= UNFINISHED_MAX:
        raise TooManySessions(sessions_max=UNFINISHED_MAX)
    session = LiveSession(
        id=new_id(),
        user_id=command.user_id,
        sport=command.sport,
        started_at=work.now,
        heard_at=work.now,
    )
    session.begin(work.athletes.get(command.user_id).shown.workout)
    work.live_sessions.save(session)
    return session


@dataclass(frozen=True, kw_only=True)
class OneSession:
    """A session and its owner."""

    session_id: UUID
    user_id: UUID


@dataclass(frozen=True, kw_only=True)
class AddPoints:
    """A batch from the owner's phone."""

    session_id: UUID
    user_id: UUID
    batch: Batch


def add_points(command: AddPoints, work: LiveWork) -> LiveSession:
    """Keep the batch, unless one with its number is kept already."""
    session = _own(command.session_id, command.user_id, work)
    batch = command.batch
    if session.arrivals.has(batch.seq):
        return session
    before, after = work.live_sessions.neighbours(session, batch.seq)
    session.take(batch, before, after, work.now)
    work.live_sessions.append(session, batch)
    work.live_sessions.save(session)
    return session


def pause_session(command: OneSession, work: LiveWork) -> LiveSession:
    """Count nothing from now on."""
    session = _own(command.session_id, command.user_id, work)
    session.pause(work.now)
    work.live_sessions.save(session)
    return session


def resume_session(command: OneSession, work: LiveWork) -> LiveSession:
    """Go on."""
    session = _own(command.session_id, command.user_id, work)
    session.resume(work.now)
    work.live_sessions.save(session)
    return session


def end_session(command: OneSession, work: LiveWork) -> LiveSession:
    """Have its workout made; it is there once the session is ``ended``."""
    session = _own(command.session_id, command.user_id, work)
    if session.open:
        session.end(work.now)
        work.live_sessions.save(session)
    return session


def tend_session(command: OneSession, work: LiveWork) -> LiveSession:
    """Pause or end one that has not been heard of for long."""
    session = _own(command.session_id, command.user_id, work)
    if session.tend(work.now):
        work.live_sessions.save(session)
    return session


@dataclass(frozen=True, kw_only=True)
class SettleSession:
    """What a session's batches became: a file, safe among the blobs, and what was read of it.

    ``file`` is None if there were no points; ``reason`` is the code of why it cannot be read.
    """

    session_id: UUID
    user_id: UUID
    file: ImportFile | None = None
    readings: Sequence[Reading] = ()
    reason: str | None = None
    details: dict[str, str] = field(default_factory=dict)


def settle_session(command: SettleSession, work: LiveWork) -> LiveSession:
    """Keep the workout and tell that the session ended; once, however often it is tried."""
    work.athletes.hold(command.user_id)
    session = _own(command.session_id, command.user_id, work)
    if session.state is not State.ENDING:
        return session
    session.settle(_kept(command, work))
    work.live_sessions.drop_batches(session)
    work.live_sessions.save(session)
    return session


def _kept(command: SettleSession, work: LiveWork) -> UUID | None:
    """The workout that shows most of it, if there is anything worth keeping.

    What cannot be read stays as a delivery of one file with the reason.
    """
    worthy = [
        reading
        for reading in command.readings
        if is_worth_keeping(reading.figures.distance_m, reading.figures.elapsed_s)
    ]
    if command.file is None:
        return None
    if command.readings and not worthy:
        work.originals.let_go([command.file.sha256], work.now)
        return None
    known = work.sources.by_content(command.user_id, command.file.sha256)
    if known:  # the very same points, sent in an earlier session
        return known[0].workout_id
    reason, details = command.reason or "unreadable", command.details
    try:
        check_readings(worthy, work)
    except Refusal as refusal:
        reason, worthy = refusal.code, []
        details = {name: str(value) for name, value in refusal.details.items()}
    delivery = Import(
        id=new_id(), user_id=command.user_id, provider=PROVIDER, started_at=work.now, waiting=0
    )
    work.imports.save(delivery)
    if not worthy:
        failed = Outcome(verdict=Verdict.FAILED, reason=reason, details=details)
        work.imports.add_files(delivery, [_noted(command.file, failed)])
        return None
    ids = [
        keep_reading(reading, delivery, command.file, work, source="session")[0]
        for reading in worthy
    ]
    outcome = Outcome(verdict=Verdict.IMPORTED, workout_ids=tuple(dict.fromkeys(ids)))
    work.imports.add_files(delivery, [_noted(command.file, outcome)])
    richest = max(range(len(ids)), key=lambda place: worthy[place].outing.richness)
    return ids[richest]


def _noted(file: ImportFile, outcome: Outcome) -> ImportFile:
    return ImportFile(
        id=file.id,
        name=file.name,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        outcome=outcome,
    )


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A session and who wants to see it; of its batches those above ``after``."""

    session_id: UUID
    viewer_id: UUID
    after: int = -1
    limit: int = 0


def sessions_of(about: tuple[UUID, int, UUID | None], work: LiveWork) -> Sequence[LiveSession]:
    """A page of a person's sessions; about is owner, limit, last id before."""
    return work.live_sessions.page(*about)


def recorded_of(about: OneSession, work: LiveWork) -> tuple[LiveSession, bytes]:
    """A session and all that was sent of it, to make its recording of."""
    session = _own(about.session_id, about.user_id, work)
    return session, work.live_sessions.kept(session)


def distance_so_far_m(session_id: UUID, work: LiveWork) -> float | None:
    """Metres of a session that can still go on; None for every other id."""
    try:
        session = work.live_sessions.get(session_id)
    except SessionNotFound:
        return None
    return session.distance_m if session.open else None


def sessions_to_tend(now: datetime, work: LiveWork) -> Sequence[OneSession]:
    """Those to pause or to end, and those whose workout is still to be made."""
    due = [
        *work.live_sessions.unheard(State.LIVE, now - SILENCE),
        *work.live_sessions.unheard(State.PAUSED, now - ABANDONED_AFTER),
        *work.live_sessions.unheard(State.ENDING, now),
    ]
    return [OneSession(session_id=id, user_id=user_id) for id, user_id in due]


def _own(session_id: UUID, user_id: UUID, work: LiveWork) -> LiveSession:
    session = work.live_sessions.get(session_id)
    if session.user_id != user_id:
        raise SessionNotFound
    return session
