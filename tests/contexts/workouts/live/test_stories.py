"""Stories of live sessions, told with the domain alone."""

from datetime import UTC, datetime, timedelta

import pytest

from moim.contexts.workouts.domain.live_arrivals import GAPS_MAX, Arrivals, TooManyGaps
from moim.contexts.workouts.domain.live_points import Batch, track_of_batches
from moim.contexts.workouts.domain.live_session import (
    PAUSES_MAX,
    LiveSession,
    PointOutOfSession,
    SessionFull,
    SessionOver,
    State,
    TooManyPauses,
    is_worth_keeping,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.ids import new_id
from tests.contexts.workouts.live.walks import batches, point

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def started() -> LiveSession:
    session = LiveSession(
        id=new_id(), user_id=new_id(), sport=Sport.RUN, started_at=NOON, heard_at=NOON
    )
    session.begin()
    return session


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)


def names(session: LiveSession) -> list[str]:
    return [type(event).__name__ for event in session.collect()]


def hand_in(session: LiveSession, sent: list[Batch], now: datetime) -> None:
    before = None
    for batch in sent:
        session.take(batch, before, None, now)
        before = batch


def test_start_pause_resume_end_tell_what_happened():
    session = started()

    session.pause(after(minutes=1))
    session.resume(after(minutes=2))
    session.end(after(minutes=3))
    session.settle(new_id())

    assert names(session) == ["SessionStarted", "SessionPaused", "SessionResumed", "SessionEnded"]
    assert session.state is State.ENDED
    assert session.elapsed_s(after(hours=9)) == 180


def test_what_is_asked_twice_happens_once():
    session = started()

    for _ in range(2):
        session.pause(after(minutes=1))
    for _ in range(2):
        session.resume(after(minutes=2))
    for _ in range(2):
        session.end(after(minutes=3))

    assert names(session) == ["SessionStarted", "SessionPaused", "SessionResumed"]
    assert len(session.pauses_ms) == 1


def test_the_way_so_far_is_that_of_the_points():
    session = started()

    hand_in(session, batches(60), after(minutes=1))

    assert session.points == 60
    assert session.distance_cm / 100 == pytest.approx(59 * 3.0, rel=0.01)
    assert session.latest == point(59)


def test_a_jump_that_no_runner_makes_does_not_count():
    session = started()
    far = point(20)._replace(lat=point(20).lat + 10_000_000)

    hand_in(session, [*batches(20, each=20), Batch.sent(2, [far])], after(minutes=1))

    assert session.distance_cm / 100 == pytest.approx(19 * 3.0, rel=0.01)


def test_the_way_during_a_pause_does_not_count():
    session = started()
    first, second, third = batches(90, each=30)
    hand_in(session, [first], after(seconds=30))
    session.pause(after(seconds=30))
    session.take(second, first, None, after(seconds=60))
    session.resume(after(seconds=60))
    session.take(third, second, None, after(seconds=90))

    assert session.distance_cm / 100 == pytest.approx(58 * 3.0, rel=0.01)
    track = track_of_batches(first.kept + second.kept + third.kept, session.pauses_ms)
    assert len(track) == 60
    assert track.stretch.tolist() == [0] * 30 + [1] * 30


def test_silence_pauses_and_points_resume():
    session = started()

    assert not session.tend(after(minutes=4))
    assert session.tend(after(minutes=5))
    assert (session.state, session.silent) == (State.PAUSED, True)
    assert not session.tend(after(minutes=6))
    session.take(batches(10)[0], None, None, after(minutes=7))

    assert session.state is State.LIVE
    assert names(session) == ["SessionStarted", "SessionPaused", "SessionResumed"]


def test_points_from_a_tunnel_count_though_nothing_was_heard_meanwhile():
    session = started()
    session.tend(after(minutes=6))

    hand_in(session, batches(360), after(minutes=7))

    assert session.distance_cm / 100 == pytest.approx(359 * 3.0, rel=0.01)
    assert session.pauses_ms == []


def test_points_do_not_end_a_pause_that_the_runner_made():
    session = started()
    session.pause(after(minutes=1))

    session.take(batches(10)[0], None, None, after(minutes=2))

    assert session.state is State.PAUSED


def test_a_runner_who_pauses_during_silence_stays_paused():
    session = started()
    session.tend(after(minutes=6))
    session.pause(after(minutes=7))

    assert names(session) == ["SessionStarted", "SessionPaused"]
    assert not session.silent


def test_a_phone_that_died_has_its_session_ended_after_twelve_hours():
    session = started()
    hand_in(session, batches(60), after(minutes=1))

    session.tend(after(minutes=10))
    assert not session.tend(after(hours=12))
    assert session.tend(after(hours=12, minutes=1))

    assert session.state is State.ENDING


def test_a_session_goes_on_for_longer_than_twelve_hours_while_it_is_heard():
    session = started()
    for hour in range(1, 30):
        session.take(Batch.sent(hour, [point(hour * 3600)]), None, None, after(hours=hour))

    assert session.state is State.LIVE


def test_nothing_is_added_to_what_is_over_but_a_repeated_batch_is_no_mistake():
    session = started()
    first, second = batches(20)
    session.take(first, None, None, after(minutes=1))
    session.end(after(minutes=2))

    assert not session.take(first, None, None, after(minutes=3))
    with pytest.raises(SessionOver):
        session.take(second, first, None, after(minutes=3))
    with pytest.raises(SessionOver):
        session.pause(after(minutes=3))
    with pytest.raises(SessionOver):
        session.resume(after(minutes=3))


@pytest.mark.parametrize("second", [-100_000, 100_000])
def test_a_point_of_another_day_is_refused(second: int):
    with pytest.raises(PointOutOfSession):
        started().take(Batch.sent(1, [point(second)]), None, None, after(minutes=1))


def test_a_session_holds_what_a_recording_may_have():
    session = started()
    session.points = 199_995

    with pytest.raises(SessionFull):
        session.take(batches(10)[0], None, None, after(minutes=1))
    assert session.arrivals == Arrivals()


def test_pauses_are_counted():
    session = started()
    for second in range(PAUSES_MAX):
        session.pause(after(seconds=2 * second))
        session.resume(after(seconds=2 * second + 1))

    with pytest.raises(TooManyPauses):
        session.pause(after(hours=1))


def test_what_is_missing_is_named_until_it_comes():
    arrivals = Arrivals()
    for seq in (1, 2, 5, 9):
        arrivals = arrivals.with_one(seq)

    assert arrivals.missing() == [3, 4, 6, 7, 8]
    for seq in (7, 3, 8, 6):
        arrivals = arrivals.with_one(seq)
    assert arrivals.missing() == [4]
    assert arrivals.with_one(0).missing() == [4]
    assert arrivals.with_one(4).missing() == []


def test_so_many_gaps_are_refused_but_never_what_fills_one():
    arrivals = Arrivals()
    for seq in range(0, 2 * GAPS_MAX + 1, 2):
        arrivals = arrivals.with_one(seq)

    with pytest.raises(TooManyGaps):
        arrivals.with_one(2 * GAPS_MAX + 2)
    assert arrivals.with_one(1).missing()[0] == 3


@pytest.mark.parametrize(
    ("distance_m", "elapsed_s", "worth"),
    [(None, 3.0, False), (2.0, 10.0, False), (6.0, 2.0, True), (0.0, 60.0, True)],
)
def test_a_start_by_mistake_is_not_worth_keeping(distance_m, elapsed_s, worth):
    assert is_worth_keeping(distance_m, elapsed_s) is worth
