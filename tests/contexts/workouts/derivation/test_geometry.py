import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.geometry import bounding_box, haversine_m, steps_m

from .building import METRES_A_DEGREE


def test_a_degree_of_latitude_is_111_195_metres():
    assert steps_m(np.array([37.0, 38.0]), np.array([127.0, 127.0])) == pytest.approx([111_195.08])


def test_a_degree_of_longitude_shrinks_with_the_cosine():
    short = steps_m(np.array([60.0, 60.0]), np.array([10.0, 10.01]))
    assert short == pytest.approx([0.01 * METRES_A_DEGREE * 0.5], rel=1e-6)


def test_a_quarter_of_the_globe_is_a_great_circle():
    quarter = haversine_m(np.array([0.0]), np.array([0.0]), np.array([0.0]), np.array([90.0]))
    assert quarter == pytest.approx([6_371_008.8 * np.pi / 2])


def test_the_short_way_is_taken_across_the_180th_meridian():
    across = steps_m(np.array([0.0, 0.0]), np.array([179.999, -179.999]))
    assert across == pytest.approx([0.002 * METRES_A_DEGREE])


@given(st.floats(-70, 70), st.floats(-180, 180), st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))
def test_a_short_step_on_the_plane_equals_the_great_circle(lat, lon, north, east):
    lats, lons = np.array([lat, lat + north]), np.array([lon, lon + east])
    exact = haversine_m(lats[:1], lons[:1], lats[1:], lons[1:])
    assert steps_m(lats, lons) == pytest.approx(exact, rel=1e-5, abs=1e-6)


def test_one_position_has_no_step():
    assert steps_m(np.array([37.0]), np.array([127.0])).size == 0


def test_a_box_across_the_180th_meridian_has_its_west_in_the_east():
    box = bounding_box(np.array([-17.0, -18.0, -17.5]), np.array([179.0, -179.5, 178.0]))
    assert box == (178.0, -18.0, -179.5, -17.0)
