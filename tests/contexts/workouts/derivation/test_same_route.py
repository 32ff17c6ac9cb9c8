import numpy as np
import pytest

from moim.contexts.workouts.domain.distance import fixes_of
from moim.contexts.workouts.domain.same_route import same_route, shape_of

from .building import METRES_A_DEGREE, recording

RNG = np.random.default_rng(11)


def course(east, north, *, noise_m=0.0, lat=37.5, every=1.0):
    """The shape of a way through points in metres, sampled every so many metres with noise."""
    along = np.concatenate(([0], np.cumsum(np.hypot(np.diff(east), np.diff(north)))))
    places = np.arange(0, along[-1], every)
    x = np.interp(places, along, east) + RNG.normal(0, noise_m, len(places))
    y = np.interp(places, along, north) + RNG.normal(0, noise_m, len(places))
    recorded = recording(
        np.arange(len(places)) * every / 3.0,
        lat=lat + y / METRES_A_DEGREE,
        lon=127 + x / (METRES_A_DEGREE * np.cos(np.radians(lat))),
    )
    return shape_of(fixes_of(recorded))


BLOCK = np.array([0, 1000, 1000, 0, 0.0]), np.array([0, 0, 2000, 2000, 0.0])
own = course(*BLOCK, noise_m=1)


def matches(other):
    return bool(same_route(own, other[None])[0])


@pytest.mark.parametrize("noise_m", [0, 2, 4])
def test_the_same_way_on_another_day_is_known_again(noise_m):
    assert matches(course(*BLOCK, noise_m=noise_m, every=7.0))


def test_a_short_way_round_a_building_site_does_not_make_another_route():
    east = np.array([0, 1000, 1000, 1080, 1080, 1000, 1000, 0, 0.0])
    north = np.array([0, 0, 900, 900, 1000, 1000, 2000, 2000, 0.0])
    assert matches(course(east, north, noise_m=2))


def test_backwards_is_another_route():
    assert not matches(course(BLOCK[0][::-1], BLOCK[1][::-1]))


def test_the_same_block_from_another_corner_is_another_route():
    assert not matches(course(np.roll(BLOCK[0][:4], 1), np.roll(BLOCK[1][:4], 1)))


def test_a_parallel_street_is_another_route():
    assert not matches(course(BLOCK[0] + 200, BLOCK[1] + 200))


def test_a_place_on_the_other_side_of_the_globe_is_another_route():
    assert not matches(course(*BLOCK, lat=-37.5))


def test_all_are_compared_at_once_and_each_for_itself():
    shapes = np.stack((course(BLOCK[0][::-1], BLOCK[1][::-1]), own, course(*BLOCK, noise_m=3)))
    assert same_route(own, shapes).tolist() == [False, True, True]
    assert same_route(own, shapes[:0]).tolist() == []


def test_a_few_steps_are_no_route():
    assert course(np.array([0, 100.0]), np.array([0, 0.0])) is None
