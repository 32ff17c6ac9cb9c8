"""A live session: a workout while it happens, told point by point from a phone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.contexts.workouts.domain.live_arrivals import Arrivals
from moim.contexts.workouts.domain.live_points import Batch, Pauses, Point, step_cm
from moim.contexts.workouts.domain.sight import Audience
from moim.contexts.workouts.domain.sports import Sport
from moim.contracts.workouts import SessionEnded, SessionPaused, SessionResumed, SessionStarted
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid, NotFound, TooLarge

SILENCE = timedelta(minutes=5)
ABANDONED_AFTER = timedelta(hours=12)
CLOCK_SKEW = timedelta(days=1)
POINTS_MAX = 200_000  # what a recording may have, 55 hours at one a second
SEQ_MAX = 10_000_000
UNFINISHED_MAX = 5
PAUSES_MAX = 1_000
WORTH_M = 5.0
WORTH_S = 30.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SessionNotFound(NotFound):
    """No such session, or not this person's to see."""

    code = "live-session-not-found"
    ko = "실시간 운동을 찾을 수 없습니다. 끝나서 지워졌거나 볼 수 없는 운동입니다."
    en = "There is no such live session, or it is not yours to see."


class SessionOver(Conflict):
    """It ended; nothing can be added to it."""

    code = "live-session-over"
    ko = "이미 끝난 운동입니다. 계속하려면 새로 시작하세요."
    en = "This session has ended. Start a new one to go on."


class SessionFull(TooLarge):
    """It has as many points as a recording may have."""

    code = "live-session-full"
    ko = "한 운동에 담을 수 있는 지점은 {points_max}개까지입니다. 종료하고 새로 시작하세요."
    en = "A session holds at most {points_max} points. End it and start another."


class TooManyPauses(Conflict):
    """It was paused as often as can be kept."""

    code = "too-many-pauses"
    ko = "일시정지는 {pauses_max}번까지 할 수 있습니다. 종료하고 새로 시작하세요."
    en = "A session can be paused {pauses_max} times. End it and start another."


class TooManySessions(Conflict):
    """One person does not do so many things at once."""

    code = "too-many-live-sessions"
    ko = "끝나지 않은 실시간 운동이 {sessions_max}개 있습니다. 먼저 종료하세요."
    en = "You have {sessions_max} live sessions that have not ended. End one first."


class PointOutOfSession(Invalid):
    """A point from long before the session, or from the future."""

    code = "point-out-of-session"
    ko = "운동 시간과 맞지 않는 지점이 있습니다. 기기의 시각을 확인하세요."
    en = "A point does not belong to the time of the session. Check the device's clock."


class State(StrEnum):
    """Where a session is; in ``ENDING`` its workout is being made."""

    LIVE = "live"
    PAUSED = "paused"
    ENDING = "ending"
    ENDED = "ended"


@dataclass(kw_only=True, eq=False)
class LiveSession(Aggregate):
    """One session. ``heard_at`` is when its phone last gave a sign of life.

    ``silent`` is set while it is paused only because nothing was heard: what the phone sends
    later still counts. ``pauses_ms`` are those that the owner made. ``distance_cm`` is the way so
    far, of a recording's figures an estimate. ``latest`` is the last point of the batch with the
    highest number.
    """

    id: UUID
    user_id: UUID
    sport: Sport
    started_at: datetime
    heard_at: datetime
    state: State = State.LIVE
    silent: bool = False
    pauses_ms: list[tuple[int, int | None]] = field(default_factory=list)
    arrivals: Arrivals = field(default_factory=Arrivals)
    points: int = 0
    distance_cm: int = 0
    latest: Point | None = None
    ended_at: datetime | None = None
    workout_id: UUID | None = None

    @property
    def open(self) -> bool:
        """Whether it can go on."""
        return self.state in {State.LIVE, State.PAUSED}

    @property
    def distance_m(self) -> float:
        """Metres so far."""
        return self.distance_cm / 100

    def begin(self, audience: Audience = Audience.PRIVATE) -> None:
        """Tell that it is there, and who may watch it."""
        self.record(
            SessionStarted(
                session_id=self.id,
                user_id=self.user_id,
                sport=self.sport.value,
                started_at=self.started_at,
                visibility=audience.value,
            )
        )

    def pause(self, now: datetime) -> None:
        """Count nothing from now on; again changes nothing. Raises SessionOver."""
        self._must_be_open()
        if self.state is State.PAUSED and not self.silent:
            return
        if len(self.pauses_ms) >= PAUSES_MAX:
            raise TooManyPauses(pauses_max=PAUSES_MAX)
        was_live = self.state is State.LIVE
        self.state, self.silent, self.heard_at = State.PAUSED, False, now
        self.pauses_ms.append((_ms(now), None))
        if was_live:
            self._tell_paused(now)

    def resume(self, now: datetime) -> None:
        """Go on; again changes nothing. Raises SessionOver."""
        self._must_be_open()
        self.heard_at = now
        if self.state is State.LIVE:
            return
        self._close_pause(now)
        self._go_on(now)

    def take(self, batch: Batch, before: Batch | None, after: Batch | None, now: datetime) -> bool:
        """Count a batch in; whether it was new: what came before changes nothing.

        ``before`` and ``after`` are its neighbours in the sequence, of those that came. Points
        after a silence let the session go on; points within a pause do not end it. Raises
        SessionOver, SessionFull, TooManyGaps or PointOutOfSession.
        """
        if self.arrivals.has(batch.seq):
            return False
        self._must_be_open()
        if self.points + batch.count > POINTS_MAX:
            raise SessionFull(points_max=POINTS_MAX)
        first, last = batch.first, batch.last
        earliest, latest = _ms(self.started_at - CLOCK_SKEW), _ms(now + CLOCK_SKEW)
        if first.time_ms < earliest or last.time_ms > latest:
            raise PointOutOfSession(field="points")
        newest = batch.seq > self.arrivals.last
        self.arrivals = self.arrivals.with_one(batch.seq)
        self.points += batch.count
        self.distance_cm += _added_cm(batch, before, after, self.pauses_ms)
        if newest:
            self.latest = last
        self.heard_at = now
        if self.silent:
            self._go_on(now)
        return True

    def tend(self, now: datetime) -> bool:
        """Pause it if nothing was heard for long, end it after very long; whether it changed."""
        if not self.open:
            return False
        unheard = now - self.heard_at
        if unheard >= ABANDONED_AFTER:
            self.end(now)
            return True
        if self.state is State.LIVE and unheard >= SILENCE:
            self.state, self.silent = State.PAUSED, True
            self._tell_paused(now)
            return True
        return False

    def end(self, now: datetime) -> None:
        """Have its workout made; again changes nothing."""
        if self.open:
            self._close_pause(now)
            self.state, self.silent, self.ended_at = State.ENDING, False, now

    def settle(self, workout_id: UUID | None) -> None:
        """Its workout is there, or there was nothing worth keeping."""
        self.state, self.workout_id = State.ENDED, workout_id
        self.record(SessionEnded(session_id=self.id, user_id=self.user_id, workout_id=workout_id))

    def elapsed_s(self, now: datetime) -> float:
        """Since its start, or from start to end."""
        return ((self.ended_at or now) - self.started_at).total_seconds()

    def _must_be_open(self) -> None:
        if not self.open:
            raise SessionOver

    def _close_pause(self, now: datetime) -> None:
        if self.pauses_ms and self.pauses_ms[-1][1] is None:
            self.pauses_ms[-1] = (self.pauses_ms[-1][0], _ms(now))

    def _go_on(self, now: datetime) -> None:
        self.state, self.silent = State.LIVE, False
        self.record(SessionResumed(session_id=self.id, user_id=self.user_id, at=now))

    def _tell_paused(self, now: datetime) -> None:
        self.record(SessionPaused(session_id=self.id, user_id=self.user_id, at=now))


def is_worth_keeping(distance_m: float | None, elapsed_s: float) -> bool:
    """Whether a recording is more than a start by mistake: some way, or some time."""
    return (distance_m or 0.0) >= WORTH_M or elapsed_s >= WORTH_S


def _added_cm(batch: Batch, before: Batch | None, after: Batch | None, pauses: Pauses) -> int:
    """What a batch adds to the way between its neighbours."""
    added = batch.length_cm(pauses)
    if before is not None:
        added += step_cm(before.last, batch.first, pauses)
    if after is not None:
        added += step_cm(batch.last, after.first, pauses)
    if before is not None and after is not None:
        added -= step_cm(before.last, after.first, pauses)
    return added


def _ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)
