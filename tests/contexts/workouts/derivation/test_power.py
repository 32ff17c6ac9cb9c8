import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.domain.best_efforts import work_curve
from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.power import normalised_power_w, power_load
from moim.contexts.workouts.domain.sports import Sport

from .building import steady


def normalised(watts):
    watts = np.asarray(watts, dtype=float)
    return normalised_power_w(*work_curve(np.arange(len(watts), dtype=float), watts))


def test_even_power_is_its_own_norm():
    assert normalised(np.full(601, 200.0)) == pytest.approx(200)


def test_uneven_power_costs_more_than_its_mean():
    watts = np.tile(np.repeat([100.0, 300.0], 60), 10)
    assert 200 < normalised(watts) < 300


@settings(deadline=None)
@given(st.lists(st.integers(0, 900), min_size=60, max_size=200))
def test_the_norm_is_that_of_the_sliding_mean(watts):
    windows = np.lib.stride_tricks.sliding_window_view(np.array(watts[:-1], dtype=float), 30)
    expected = np.mean(windows.mean(axis=1) ** 4) ** 0.25
    found = normalised(watts)
    assert (found or 0) == pytest.approx(expected)


def test_less_than_half_a_minute_has_none():
    assert normalised(np.full(20, 200.0)) is None


def test_an_hour_at_threshold_is_a_hundred():
    load = power_load(250.0, 3600, 250)
    assert (load.intensity, load.stress) == (1.0, 100.0)


def test_the_curve_of_power_falls_with_the_duration():
    rng = np.random.default_rng(3)
    ride = steady(4000, 8.0, sport=Sport.RIDE, power_w=rng.uniform(0, 400, 4001))
    curve = derive(ride).power_curve
    assert [one.duration_s for one in curve][:3] == [1, 5, 10]
    powers = [one.power_w for one in curve]
    assert powers == sorted(powers, reverse=True)
