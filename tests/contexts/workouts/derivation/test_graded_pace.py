import numpy as np
import pytest

from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.graded_pace import cost_of, graded_curve
from moim.contexts.workouts.domain.sports import Sport

from .building import steady


def test_the_flat_costs_what_it_is():
    along = np.arange(1000) * 3.0
    assert graded_curve(along, np.full(1000, 40.0)) == pytest.approx(along)


def test_a_steady_climb_of_ten_percent_costs_its_factor():
    along = np.arange(2000) * 3.0
    graded = graded_curve(along, along * 0.10)
    middle = slice(200, 1800)
    assert np.diff(graded)[middle] == pytest.approx(3.0 * 1.42, rel=0.01)


def test_downhill_is_cheaper_until_it_brakes():
    costs = cost_of(np.array([-0.05, -0.10, -0.18, -0.30]))
    assert costs[1] < costs[0] < 1
    assert costs[2] == pytest.approx(1.0, abs=0.02)
    assert costs[3] > 1


def test_noise_of_the_altimeter_hardly_counts():
    rng = np.random.default_rng(7)
    along = np.arange(3000) * 3.0
    graded = graded_curve(along, 40 + rng.normal(0, 0.5, 3000))
    assert graded[-1] == pytest.approx(along[-1], rel=0.01)


def test_without_heights_nothing_is_said():
    along = np.arange(100) * 3.0
    assert graded_curve(along, None) is None
    assert graded_curve(along, np.full(100, np.nan)) is None


def test_a_hilly_run_is_quicker_on_the_flat_and_so_are_its_kilometres():
    climb = np.arange(1001) * 3.0 * 0.05
    derived = derive(steady(1000, 3.0, elevation_m=climb, barometric=True))
    assert derived.graded_pace_s_per_km < derived.summary.pace_s_per_km
    first = derived.splits[0]
    assert first.graded_pace_s_per_km == pytest.approx(first.pace_s_per_km / 1.2, rel=0.02)


def test_a_ride_has_no_graded_pace():
    climb = np.arange(1001) * 3.0 * 0.05
    derived = derive(steady(1000, 8.0, elevation_m=climb, sport=Sport.RIDE))
    assert derived.graded_pace_s_per_km is None
    assert derived.splits[0].graded_pace_s_per_km is None
