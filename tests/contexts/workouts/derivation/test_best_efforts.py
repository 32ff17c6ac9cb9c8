import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.best_efforts import (
    FOOT_DISTANCES_M,
    best_efforts,
    best_powers,
    fastest_on_foot_mps,
)
from moim.contexts.workouts.domain.sports import Family

from .building import walks


def efforts(seconds, metres, family=Family.FOOT, *, speeds=None):
    seconds, metres = np.asarray(seconds, dtype=float), np.asarray(metres, dtype=float)
    speeds = np.zeros(len(seconds) - 1) if speeds is None else np.asarray(speeds, dtype=float)
    return {one.distance_m: one for one in best_efforts(seconds, metres, speeds, family)}


def test_an_even_run_takes_distance_by_speed():
    found = efforts(np.arange(2001), np.arange(2001) * 4.0)
    assert found[400.0].elapsed_s == pytest.approx(100)
    assert found[5000.0].elapsed_s == pytest.approx(1250)
    assert max(found) == 5000.0


def test_the_fast_stretch_is_found_where_it_is():
    speeds = np.concatenate((np.full(300, 3.0), np.full(100, 5.0), np.full(300, 3.0)))
    found = efforts(np.arange(701), np.concatenate(([0], np.cumsum(speeds))))
    assert found[400.0].elapsed_s == pytest.approx(80)
    assert 300 <= found[400.0].start_offset_s <= 320
    # 500 m at 5 m/s and 500 m at 3 m/s
    assert found[1000.0].elapsed_s == pytest.approx(100 + 500 / 3)


def test_sparse_samples_do_not_lengthen_an_effort():
    seconds = np.arange(0, 701, 7)
    assert efforts(seconds, seconds * 4.0)[400.0].elapsed_s == pytest.approx(100)


def test_a_rest_inside_an_effort_costs_its_time():
    found = efforts([0, 50, 90, 140], [0, 200, 200, 400])
    assert found[400.0].elapsed_s == 140


def test_a_rest_before_and_after_an_effort_does_not():
    found = efforts([0, 50, 100, 150, 200], [0, 0, 200, 400, 400])
    assert (found[400.0].elapsed_s, found[400.0].start_offset_s) == (100, 50)


def test_no_effort_crosses_a_recording_gap_of_more_than_a_minute():
    seconds = np.concatenate((np.arange(0, 101), np.arange(162, 262)))
    assert efforts(seconds, seconds * 3.0) == {}
    bridged = np.concatenate((np.arange(0, 101), np.arange(160, 262)))
    assert efforts(bridged, bridged * 3.0)[400.0].elapsed_s == pytest.approx(400 / 3)


def test_a_watch_that_paused_itself_at_a_stop_costs_its_time_and_no_effort():
    seconds = np.concatenate((np.arange(0, 101), np.arange(400, 501)))
    metres = np.concatenate((np.arange(0, 101) * 3.0, 300 + 10 + np.arange(0, 101) * 3.0))
    assert efforts(seconds, metres)[400.0].elapsed_s == pytest.approx(300 + 390 / 3)


def test_no_effort_holds_a_speed_that_people_do_not_reach():
    seconds, speeds = np.arange(401), np.full(400, 4.0)
    speeds[200] = 12.6
    found = efforts(seconds, seconds * 4.0, speeds=speeds)
    assert found[400.0].start_offset_s <= 100
    assert 1000.0 not in found
    assert 400.0 in efforts(seconds, seconds * 4.0, Family.FOOT)


def test_what_beats_the_world_record_was_not_run():
    assert 400.0 not in efforts(np.arange(101), np.arange(101) * 9.9)
    assert 400.0 in efforts(np.arange(101), np.arange(101) * 9.0)
    assert fastest_on_foot_mps(5000.0) == pytest.approx(5000 / 755.36 * 1.02)


def test_a_ride_has_the_distances_of_rides():
    found = efforts(np.arange(3601), np.arange(3601) * 8.0, Family.RIDE)
    assert list(found) == [5000.0, 10_000.0, 20_000.0]
    assert found[20_000.0].elapsed_s == pytest.approx(2500)


@pytest.mark.parametrize("family", [Family.SWIM, Family.OTHER])
def test_other_sports_have_none(family):
    assert efforts(np.arange(2001), np.arange(2001) * 4.0, family) == {}


def brute_force(seconds, metres, length):
    """The least time, trying every start and every end on a sample, in each unbroken piece."""
    cuts = np.flatnonzero((np.diff(seconds) > 60) & (np.diff(metres) >= 50)) + 1
    times = []
    for piece in np.split(np.arange(len(seconds)), cuts):
        d, t = metres[piece], seconds[piece].astype(float)
        for fixed in range(len(d)):
            for target, first in ((d[fixed] + length, False), (d[fixed] - length, True)):
                for i in range(len(d) - 1):
                    if d[i] <= target <= d[i + 1] and d[i + 1] > d[i]:
                        at = t[i] + (t[i + 1] - t[i]) * (target - d[i]) / (d[i + 1] - d[i])
                        times.append(t[fixed] - at if first else at - t[fixed])
    return min(times, default=None)


@given(walks(at_least=30, at_most=40))
def test_the_quick_search_finds_what_trying_everything_finds(walk):
    seconds, metres = walk
    found = efforts(seconds, metres)
    for length in FOOT_DISTANCES_M[:4]:
        expected = brute_force(seconds, metres, length)
        if expected is not None and length / expected <= fastest_on_foot_mps(length):
            assert found[length].elapsed_s == pytest.approx(expected, rel=1e-6)
        else:
            assert length not in found


@given(walks(at_least=30, at_most=60))
def test_a_longer_way_never_takes_less_time(walk):
    times = [one.elapsed_s for one in efforts(*walk).values()]
    assert times == sorted(times)


@given(walks(at_least=30, at_most=60), st.integers(2, 5))
def test_in_slow_motion_every_effort_takes_as_much_longer(walk, times_slower):
    seconds, metres = walk
    # 12 s at most, so that even five times slower no interval becomes a gap.
    seconds = np.concatenate(([0], np.cumsum(np.minimum(np.diff(seconds), 12))))
    usual, slow = efforts(seconds, metres / 3), efforts(seconds * times_slower, metres / 3)
    for distance in usual:
        assert slow[distance].elapsed_s == pytest.approx(usual[distance].elapsed_s * times_slower)


def powers(seconds, watts):
    found = best_powers(np.asarray(seconds, dtype=float), np.asarray(watts, dtype=float))
    return {one.duration_s: one for one in found}


def test_the_best_power_is_the_mean_of_the_strongest_window():
    watts = np.full(101, 100.0)
    watts[40:45] = 400.0
    found = powers(np.arange(101), watts)
    assert (found[5].power_w, found[5].start_offset_s) == (400, 40)
    assert found[30].power_w == pytest.approx((5 * 400 + 25 * 100) / 30)
    assert set(found) == {5, 30, 60}


def test_missing_power_counts_as_none_made():
    watts = np.array([300.0, np.nan] * 31)
    assert powers(np.arange(62), watts)[60].power_w == pytest.approx(150)


def test_a_sample_holds_for_ten_seconds_at_most():
    assert powers([0, 60], [600, 600])[60].power_w == pytest.approx(100)


def test_no_power_at_all_is_no_best():
    assert powers(np.arange(100), np.zeros(100)) == {}
    assert powers(np.arange(100), np.full(100, np.nan)) == {}


@given(st.lists(st.integers(0, 900), min_size=40, max_size=90))
def test_at_one_sample_a_second_it_is_the_sliding_mean(watts):
    found = powers(np.arange(len(watts)), watts)
    for duration in (5, 30):
        windows = np.lib.stride_tricks.sliding_window_view(np.array(watts[:-1]), duration)
        best = windows.mean(axis=1).max()
        assert (found[duration].power_w if found else 0) == pytest.approx(best)
