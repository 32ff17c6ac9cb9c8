import numpy as np
import pytest
from hypothesis import given

from moim.contexts.workouts.domain.distance import distance_curve, fixes_of
from moim.contexts.workouts.domain.moving_time import (
    motion,
    moving_speeds,
    paused_until_s,
    pauses_since,
    smoothed_speed_mps,
)
from moim.contexts.workouts.domain.sports import Sport

from .building import START_MS, recording, walks


def moving_s(given_recording):
    elapsed = (given_recording.track.time_ms - START_MS) / 1000
    pauses = pauses_since(START_MS, given_recording.pauses_ms)
    distance = distance_curve(given_recording, fixes_of(given_recording))
    moved = motion(elapsed, pauses, distance, given_recording.sport)
    return float(moved.moving_curve_s()[-1])


def run_stand_run(standing_s, **more):
    """100 s at 3 m/s, a stop, 100 s at 3 m/s, at one sample a second."""
    speeds = np.concatenate((np.full(100, 3.0), np.zeros(standing_s), np.full(100, 3.0)))
    metres = np.concatenate(([0], np.cumsum(speeds)))
    return recording(np.arange(len(metres)), metres, **more)


def test_standing_does_not_move():
    # The 5 s of smoothing let each edge of the stop count as moving for up to 2.5 s.
    assert moving_s(run_stand_run(60)) == pytest.approx(200, abs=5)


def test_a_blink_of_less_than_five_seconds_is_no_stop():
    assert moving_s(run_stand_run(3)) == 203


def test_a_slow_rider_stands_where_a_runner_still_moves():
    seconds = np.arange(301)
    slow = np.concatenate((np.arange(101) * 3.0, 300 + np.arange(1, 201) * 0.6))
    assert moving_s(recording(seconds, slow)) == 300
    assert moving_s(recording(seconds, slow, sport=Sport.RIDE)) == pytest.approx(100, abs=3)


def test_who_stood_starts_moving_only_at_the_greater_speed():
    seconds = np.arange(301)
    creep = np.concatenate((np.zeros(101), np.arange(1, 201) * 0.6))
    assert moving_s(recording(seconds, creep)) == 0
    assert moving_s(recording(seconds, creep, sport=Sport.HIKE)) == pytest.approx(200, abs=3)


def test_a_recording_gap_of_more_than_a_minute_is_not_active():
    seconds = np.concatenate((np.arange(0, 100), np.arange(200, 300)))
    assert moving_s(recording(seconds, seconds * 3.0)) == 99 + 99


def test_a_gap_of_a_minute_is_bridged():
    seconds = np.concatenate((np.arange(0, 100), np.arange(159, 200)))
    assert moving_s(recording(seconds, seconds * 3.0)) == 199


def test_a_pause_of_the_timer_is_neither_active_nor_moving():
    pauses = ((START_MS + 50_400, START_MS + 80_400),)
    assert moving_s(recording(np.arange(101), np.arange(101) * 3.0, pauses_ms=pauses)) == 70


def test_a_long_pause_leaves_the_seconds_around_it():
    seconds = np.concatenate((np.arange(0, 101), np.arange(400, 501)))
    pauses = ((START_MS + 100_500, START_MS + 399_500),)
    way = np.concatenate((np.arange(101) * 3.0, 300 + np.arange(101) * 3.0))
    assert moving_s(recording(seconds, way, pauses_ms=pauses)) == pytest.approx(201, abs=1)


def test_unknown_counts_as_moving():
    assert moving_s(recording(np.arange(101))) == 100
    tunnel = np.where(np.arange(301) < 200, np.arange(301) * 3.0, np.nan)
    assert moving_s(recording(np.arange(301), tunnel)) == 300


def test_pauses_are_put_in_order_and_joined():
    rows = pauses_since(0, ((30_000, 40_000), (10_000, 20_000), (15_000, 25_000), (-9_000, -1)))
    assert rows.tolist() == [[10, 20], [20, 25], [30, 40]]
    stood = paused_until_s(np.array([0.0, 12.0, 22.0, 28.0, 99.0]), rows)
    assert stood.tolist() == [0, 2, 12, 15, 25]


def test_the_speed_is_smoothed_over_five_seconds():
    seconds = np.arange(11.0)
    jump = np.where(seconds > 5, 10.0, 0.0)
    speeds = smoothed_speed_mps(seconds, jump)
    assert speeds[5] == pytest.approx(2.0)
    assert speeds[0] == speeds[9] == 0


@pytest.mark.parametrize("sport", list(Sport))
def test_who_moves_stands_at_a_smaller_speed_than_who_stands_starts(sport):
    speeds = moving_speeds(sport)
    assert 0 < speeds.stop_mps < speeds.start_mps


@given(walks())
def test_moving_is_at_most_active_and_active_at_most_elapsed(walk):
    seconds, metres = walk
    elapsed = seconds.astype(float)
    pauses = pauses_since(0, ((2_500, 9_000), (8_000, 11_000)))
    given_recording = recording(seconds, metres)
    distance = distance_curve(given_recording, fixes_of(given_recording))
    moved = motion(elapsed, pauses, distance, Sport.RUN)
    assert (moved.active_s >= 0).all()
    assert (moved.active_s <= np.diff(elapsed)).all()
    assert 0 <= moved.moving_curve_s()[-1] <= moved.active_s.sum() <= elapsed[-1]
