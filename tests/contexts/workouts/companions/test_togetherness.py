import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.togetherness import (
    Extent,
    Togetherness,
    compare,
    extent_of,
    near_m,
)
from moim.contexts.workouts.domain.traces import Trace

from .outings import METRES_A_DEGREE, runner, shared, trace

HOUR = np.arange(0, 3601, 10)


def moved(whereabouts: Trace, steps: int) -> Trace:
    """The same outing that many steps later."""
    return dataclasses.replace(whereabouts, first_step=whereabouts.first_step + steps)


@st.composite
def wanderings(draw):
    """An outing of a few minutes to an hour: legs, stops, gaps, any sampling."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    seconds = np.cumsum(random.choice([1, 3, 7, 20, 60, 150], draw(st.integers(2, 120))))
    heading = np.cumsum(random.normal(0, 0.4, len(seconds)))
    speed = random.choice([0.0, 1.2, 3.0, 8.0], len(seconds))
    ways = speed * np.diff(seconds, prepend=seconds[0])
    return trace(
        seconds + draw(st.integers(0, 1200)),
        np.cumsum(ways * np.cos(heading)),
        np.cumsum(ways * np.sin(heading)),
    )


def test_two_who_ran_side_by_side_were_together_all_along():
    found = shared(runner(), runner(beside_m=12))
    assert found.share == pytest.approx(1.0, abs=0.01)
    assert found.other_share == pytest.approx(1.0, abs=0.01)
    assert found.together
    assert found.heading == pytest.approx(1.0, abs=0.01)


def test_whoever_joins_for_the_last_quarter_shares_all_and_the_other_a_quarter():
    found = shared(runner(0, 3600), runner(2700, 3600))
    assert found.share == pytest.approx(0.25, abs=0.01)
    assert found.other_share == pytest.approx(1.0, abs=0.01)
    assert found.together
    assert (extent_of(found.share), extent_of(found.other_share)) == (Extent.PART, Extent.WHOLE)


def test_less_than_half_of_either_is_not_together():
    assert not shared(runner(0, 3600), runner(2000, 6000)).together
    assert shared(runner(0, 3600), runner(1700, 5000)).together


def test_time_counts_and_not_samples():
    often, seldom = runner(every_s=1), runner(every_s=30)
    assert shared(often, seldom).share == pytest.approx(1.0, abs=0.02)


def test_ten_minutes_are_too_few_for_company():
    assert not shared(runner(0, 580), runner(0, 580, beside_m=5)).together
    assert shared(runner(0, 620), runner(0, 620, beside_m=5)).together


def test_opposite_ways_only_cross():
    found = shared(runner(), runner(north=False))
    assert found.share < 0.05
    assert not found.together


def test_the_same_way_a_quarter_of_an_hour_later_is_not_together():
    found = shared(runner(0, 3600), trace(HOUR + 900, 0, HOUR * 3.0))
    assert found.share == 0


def test_meeting_again_and_again_for_moments_is_not_together():
    lap = 80 * np.array([np.cos(HOUR / 40), np.sin(HOUR / 40)])
    strangers = shared(trace(HOUR, *lap), trace(HOUR, *(lap * [[1], [-1]])), near_m=100)
    assert strangers.near_s > 600
    assert not strangers.together


def test_rounds_of_one_track_at_other_speeds_go_other_ways():
    one = trace(HOUR, 40 * np.cos(HOUR / 15), 40 * np.sin(HOUR / 15))
    other = trace(HOUR, 40 * np.cos(HOUR / 19), 40 * np.sin(HOUR / 19))
    found = shared(one, other)
    assert found.share > 0.9
    assert found.heading is not None
    assert found.heading < 0.5
    assert not found.together


def test_two_who_sat_in_one_park_prove_nothing():
    found = shared(trace(HOUR, 0, 0), trace(HOUR, 20, 0))
    assert found.share > 0.9
    assert found.heading is None
    assert not found.together


def test_a_cafe_on_the_way_is_together_time():
    seconds = np.arange(0, 5401, 10)
    along = np.where(seconds < 1800, seconds, np.where(seconds < 3600, 1800, seconds - 1800)) * 7.0
    found = shared(trace(seconds, 0, along), trace(seconds, 15, along), near_m=200)
    assert found.share > 0.98
    assert found.together


def test_riders_in_a_line_are_together_though_far_apart():
    front = trace(HOUR, 0, HOUR * 10.0)
    half_a_minute_behind = trace(HOUR, 5, HOUR * 10.0 - 300)
    far_behind = trace(HOUR, 5, HOUR * 10.0 - 900)
    assert shared(front, half_a_minute_behind, near_m=200).together
    assert not shared(front, far_behind, near_m=200).together


def test_a_line_beside_and_not_on_the_way_is_not_riding_in_a_line():
    found = shared(trace(HOUR, 0, HOUR * 10.0), trace(HOUR, 80, HOUR * 10.0 - 300), near_m=200)
    assert found.share == 0


def test_a_gap_is_time_of_ones_own_that_nobody_shared():
    gap = np.array([s for s in range(0, 3601, 10) if not 1000 < s < 1900])
    found = shared(trace(gap, 0, gap * 3.0), runner())
    assert found.share == pytest.approx(0.75, abs=0.02)
    assert found.longest_s < 1800


def test_the_longest_stretch_must_be_five_minutes():
    on_and_off = np.where((HOUR // 280) % 2 == 0, 0, 150)
    found = shared(trace(HOUR, 0, HOUR * 3.0), trace(HOUR, on_and_off, HOUR * 3.0))
    assert found.near_s >= 1800
    assert found.longest_s < 300
    assert not found.together


def test_each_of_the_four_rules_decides():
    good = Togetherness(share=0.5, other_share=0.1, near_s=600, longest_s=300, heading=0.6)
    assert good.together
    for worse in ({"share": 0.49}, {"near_s": 590}, {"longest_s": 290}, {"heading": 0.5}):
        assert not dataclasses.replace(good, **worse).together


def test_near_is_100_metres_on_foot_and_grows_with_long_rides():
    hour = 3600.0
    assert near_m(Sport.RUN, hour, Sport.HIKE, hour) == 100
    assert near_m(Sport.RIDE, hour, Sport.GRAVEL_RIDE, hour) == 200
    assert near_m(Sport.RIDE, 2 * hour, Sport.RIDE, 9 * hour) == 200
    assert near_m(Sport.RIDE, 4 * hour, Sport.RIDE, 5 * hour) == 350
    assert near_m(Sport.RIDE, 8 * hour, Sport.RIDE, 9 * hour) == 500
    assert near_m(Sport.RUN, 8 * hour, Sport.RIDE, 9 * hour) == 100


def test_metres_are_metres_at_any_latitude():
    for lat in (0.0, 37.5, 65.0):
        east = 90 / (METRES_A_DEGREE * np.cos(np.radians(lat)))
        seconds = np.arange(360)
        here = Trace(
            first_step=0, lat=lat + seconds * 27e-5, lon=np.full(360, 127.0), elapsed_s=3600
        )
        near = dataclasses.replace(here, lon=here.lon + east)
        far = dataclasses.replace(here, lon=here.lon + east * 1.2)
        assert shared(here, near).share > 0.99
        assert shared(here, far).share == 0


def test_nobody_is_compared_with_nowhere():
    assert shared(Trace.empty(100.0), runner()).share == 0
    assert shared(runner(), Trace.empty(100.0)).share == 0


@settings(max_examples=60)
@given(wanderings(), wanderings(), st.sampled_from([100.0, 200.0, 500.0]))
def test_both_sides_see_the_same(one, other, near):
    here, there = shared(one, other, near), shared(other, one, near)
    assert here.share == pytest.approx(there.other_share)
    assert here.other_share == pytest.approx(there.share)
    assert (here.near_s, here.longest_s) == (there.near_s, there.longest_s)
    assert here.together == there.together
    assert 0 <= here.share <= 1
    assert 0 <= here.other_share <= 1


@settings(max_examples=40)
@given(wanderings(), st.integers(800, 10_000))
def test_the_same_way_at_another_time_is_never_together(one, steps):
    found = shared(one, moved(one, steps))
    assert found.share == found.other_share == found.near_s == 0


@settings(max_examples=40)
@given(wanderings())
def test_everybody_is_with_themselves_wherever_they_are_known_to_be(one):
    found = shared(one, one)
    assert found.near_s == np.isfinite(one.lat).sum() * 10


@settings(max_examples=30)
@given(wanderings(), st.lists(wanderings(), min_size=1, max_size=5))
def test_many_at_once_are_as_one_by_one(one, others):
    assert compare(one, others, [100.0] * len(others)) == [shared(one, other) for other in others]
