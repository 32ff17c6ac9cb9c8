import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.elevation import climb_curve

from .building import DEVICES, device_file

heights = st.lists(st.integers(-500, 2000).map(lambda step: step / 5), min_size=1, max_size=60)


def total(elevation_m, *, barometric):
    climb = climb_curve(np.asarray(elevation_m, dtype=float), barometric=barometric)
    return float(climb.gain_m[-1]), float(climb.loss_m[-1])


def test_a_hill_of_a_hundred_metres_climbs_and_falls_a_hundred():
    hill = np.concatenate((np.arange(0, 101, 2), np.arange(98, -1, -2)))
    assert total(hill, barometric=True) == (100, 100)


def test_noise_within_a_metre_is_no_climb():
    noisy = 50 + 0.4 * np.sin(np.arange(1000))
    assert total(noisy, barometric=True) == (0, 0)


def test_a_single_wild_height_from_a_satellite_is_no_climb():
    spike = np.full(101, 20.0)
    spike[50] = 80.0
    assert total(spike, barometric=False) == (0, 0)
    assert total(spike, barometric=None) == (0, 0)
    assert total(spike, barometric=True) == (60, 60)


def test_missing_heights_are_passed_over():
    assert total([0, np.nan, 5, np.nan, np.nan, 2], barometric=True) == (5, 3)


def test_the_curve_rises_where_the_climb_is():
    climb = climb_curve(np.array([0.0, 0.5, 3.0, np.nan, 1.0]), barometric=True)
    assert climb.gain_m.tolist() == [0, 0, 3, 3, 3]
    assert climb.loss_m.tolist() == [0, 0, 0, 0, 2]


@pytest.mark.parametrize("column", [None, np.array([]), np.array([np.nan, np.nan])])
def test_without_heights_there_is_no_climb(column):
    assert climb_curve(column, barometric=True) is None


@given(heights, st.booleans())
def test_gain_less_loss_is_the_way_up_within_the_hysteresis(elevation, barometric):
    gain, loss = total(elevation, barometric=barometric)
    assert gain >= 0
    assert loss >= 0
    if barometric:
        assert gain - loss == pytest.approx(elevation[-1] - elevation[0], abs=1 + 1e-6)


@given(heights, st.booleans())
def test_backwards_in_height_swaps_gain_and_loss(elevation, barometric):
    gain, loss = total(elevation, barometric=barometric)
    assert total(-np.array(elevation), barometric=barometric) == (loss, gain)


@given(heights)
def test_the_climb_is_never_more_than_the_raw_sum(elevation):
    raw = float(np.maximum(np.diff(elevation), 0).sum())
    assert total(elevation, barometric=True)[0] <= raw + 1e-6


@pytest.mark.skipif(not DEVICES.exists(), reason="the device files are not here")
@pytest.mark.parametrize(
    ("name", "barometric", "hysteresis_of_1_m"),
    [
        ("fitparse_activity-small-fenix2-run.fit", True, 159),
        ("fitparse_garmin-edge-500-activity.fit", True, 489),
        ("tormoder_garmin.fit", True, 230),
        ("jimmykane_road-with-power.fit", True, 172),
        ("fitparse_activity-small-fenix2-run.fit", False, 66),
    ],
)
def test_real_climbs_are_those_measured_before(name, barometric, hysteresis_of_1_m):
    elevation = device_file(name).track.elevation_m
    assert total(elevation, barometric=barometric)[0] == pytest.approx(hysteresis_of_1_m, abs=1)


@pytest.mark.skipif(not DEVICES.exists(), reason="the device files are not here")
@pytest.mark.parametrize(
    ("name", "barometric", "within"),
    [
        ("fitparse_activity-small-fenix2-run.fit", False, 0.05),
        ("tormoder_mornindew-broken.fit", False, 0.08),
        ("fitparse_garmin-edge-500-activity.fit", True, 0.15),
        ("tormoder_garmin.fit", True, 0.15),
        ("jimmykane_road-with-power.fit", True, 0.15),
    ],
)
def test_a_climb_without_the_device_is_near_what_the_device_said(name, barometric, within):
    real = device_file(name)
    gain = total(real.track.elevation_m, barometric=barometric)[0]
    assert gain == pytest.approx(real.totals.elevation_gain_m, rel=within)
