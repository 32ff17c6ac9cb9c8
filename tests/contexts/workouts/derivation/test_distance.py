from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from moim.contexts.workouts.domain.distance import distance_curve, fixes_of
from moim.contexts.workouts.domain.sports import Sport

from .building import START_MS, recording, steady, walks


def curve_of(given_recording):
    return distance_curve(given_recording, fixes_of(given_recording))


def test_a_steady_run_covers_speed_times_time():
    curve = curve_of(steady(100, 3.0))
    assert curve.source == "gps"
    assert curve.cumulative_m == pytest.approx(np.arange(101) * 3.0)


def test_a_jump_faster_than_50_metres_a_second_is_not_counted():
    curve = curve_of(recording([0, 1, 2, 3, 4], [0, 3, 503, 506, 509]))
    assert curve.cumulative_m == pytest.approx([0, 3, 3, 6, 9])


def test_a_train_slower_than_that_is_counted():
    assert curve_of(recording([0, 10], [0, 490])).cumulative_m == pytest.approx([0, 490])


def test_a_file_without_real_times_has_no_jumps():
    assert curve_of(recording([0, 0, 0], [0, 90, 400])).cumulative_m == pytest.approx([0, 90, 400])


def test_two_fixes_in_one_second_of_a_whole_second_file_are_no_jump():
    assert curve_of(recording([0, 0, 1], [0, 3, 6])).cumulative_m == pytest.approx([0, 3, 6])


def test_lost_positions_are_bridged_evenly_in_time():
    curve = curve_of(recording([0, 1, 2, 3, 4], [0, np.nan, np.nan, np.nan, 12]))
    assert curve.cumulative_m == pytest.approx([0, 3, 6, 9, 12])
    assert curve.known.all()


def test_nothing_is_known_before_the_first_fix_after_the_last_and_in_a_long_hole():
    seconds = [0, 1, 2, 50, 100, 101]
    curve = curve_of(recording(seconds, [np.nan, 0, 3, np.nan, 6, np.nan]))
    assert curve.known.tolist() == [False, True, False, False, False]
    assert curve.cumulative_m[-1] == pytest.approx(6)


def test_the_way_made_while_the_timer_stood_is_not_counted():
    paused = recording(
        [0, 1, 30, 31], [0, 3, 60, 63], pauses_ms=((START_MS + 1500, START_MS + 29_500),)
    )
    assert curve_of(paused).cumulative_m == pytest.approx([0, 3, 3, 6])


def test_the_device_is_preferred_when_it_agrees_within_ten_per_cent():
    run = steady(200, 3.0)
    wheel = np.arange(201) * 3.2
    curve = curve_of(replace(run, track=replace(run.track, distance_m=wheel)))
    assert curve.source == "device"
    assert curve.cumulative_m[-1] == pytest.approx(640)


def test_a_device_that_tells_another_way_than_the_positions_is_not_believed():
    run = steady(200, 3.0)
    wheel = np.arange(201) * 4.0
    assert curve_of(replace(run, track=replace(run.track, distance_m=wheel))).source == "gps"


def test_on_a_treadmill_the_device_is_believed_whatever_the_positions_say():
    run = steady(200, 0.3, sport=Sport.TREADMILL_RUN)
    belt = np.arange(201) * 3.0
    curve = curve_of(replace(run, track=replace(run.track, distance_m=belt)))
    assert (curve.source, curve.cumulative_m[-1]) == ("device", pytest.approx(600))


def test_the_curve_starts_at_nought_even_if_the_device_did_not():
    curve = curve_of(recording([0, 1, 2], [5.0, 8.0, 11.0], device=True))
    assert curve.cumulative_m.tolist() == [0, 3, 6]


def test_a_device_distance_that_never_moves_is_no_distance():
    assert curve_of(recording([0, 1, 2], [0, 0, 0], device=True)) is None


@pytest.mark.parametrize("metres", [None, [np.nan, np.nan], [0, np.nan]])
def test_without_two_positions_there_is_no_distance(metres):
    assert curve_of(recording([0, 1], metres)) is None


@given(walks())
def test_the_curve_starts_at_nought_never_falls_and_has_one_value_a_sample(walk):
    seconds, metres = walk
    holes = metres.copy()
    holes[1::3] = np.nan
    curve = curve_of(recording(seconds, holes))
    if curve is not None:
        assert curve.cumulative_m[0] == 0
        assert (np.diff(curve.cumulative_m) >= 0).all()
        assert len(curve.cumulative_m) == len(seconds) == len(curve.known) + 1


@given(walks())
def test_the_whole_way_is_the_sum_of_the_steps(walk):
    seconds, metres = walk
    assert curve_of(recording(seconds, metres)).cumulative_m == pytest.approx(metres, abs=1e-4)
