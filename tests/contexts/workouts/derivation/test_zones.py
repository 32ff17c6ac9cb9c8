from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.curves import believable_heart_rate
from moim.contexts.workouts.domain.zones import (
    ZoneDefinition,
    ZonesOutOfOrder,
    completed_years,
    estimated_zones,
    greatest_heart_rate_bpm,
    time_in_zones,
    zones_on,
)

DAY = date(2026, 3, 1)
ZONES = ZoneDefinition(valid_from=DAY, bounds_bpm=(100, 120, 140, 160, 180), source="measured")


def spent(seconds, rates):
    rate = believable_heart_rate(np.asarray(rates, dtype=float))
    return time_in_zones(np.asarray(seconds, dtype=float), rate, ZONES)


def test_a_zone_begins_with_its_bound():
    times = spent([0, 1, 3, 6, 10, 15, 21, 22], [99, 100, 120, 140, 160, 180, 250, 0])
    assert times.below_s == 1
    assert times.zones_s == (2, 3, 4, 5, 6 + 1)


def test_a_sample_holds_for_ten_seconds_at_most():
    assert spent([0, 300], [150, 150]).zones_s == (0, 0, 10, 0, 0)


def test_rates_no_heart_has_are_ignored():
    assert spent([0, 1, 2, 3], [0, 301, np.nan, 150]) is None
    assert spent([0, 1, 2, 3], [0, 301, 300, 150]).zones_s == (0, 0, 0, 0, 1)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 320)), min_size=2, max_size=60))
def test_the_times_add_up_to_all_the_time_with_a_heart_rate(samples):
    gaps, rates = (np.array(column, dtype=float) for column in zip(*samples, strict=True))
    seconds = np.concatenate(([0], np.cumsum(gaps)[:-1]))
    times = spent(seconds, rates)
    counted = np.minimum(np.diff(seconds), 10)[(rates[:-1] > 0) & (rates[:-1] <= 300)].sum()
    assert (times.below_s + sum(times.zones_s) if times else 0) == pytest.approx(counted)


def test_the_greatest_rate_is_estimated_by_tanaka():
    assert (greatest_heart_rate_bpm(20), greatest_heart_rate_bpm(40)) == (194, 180)


def test_zones_are_per_cent_of_the_greatest_rate():
    by_age = estimated_zones(DAY, age_years=40)
    assert (by_age.bounds_bpm, by_age.source) == ((90, 108, 126, 144, 162), "age")
    unknown = estimated_zones(DAY)
    assert (unknown.bounds_bpm, unknown.source) == ((95, 114, 133, 152, 171), "default")
    measured = estimated_zones(DAY, age_years=40, greatest_bpm=200)
    assert (measured.bounds_bpm, measured.source) == ((100, 120, 140, 160, 180), "measured")


def test_with_a_resting_rate_zones_are_per_cent_of_the_reserve():
    zones = estimated_zones(DAY, resting_bpm=50, greatest_bpm=190)
    assert (zones.bounds_bpm, zones.source) == ((120, 134, 148, 162, 176), "reserve")


def test_a_later_definition_does_not_change_history():
    later = estimated_zones(date(2026, 6, 1))
    assert zones_on((later, ZONES), date(2026, 5, 31)) is ZONES
    assert zones_on((ZONES, later), date(2026, 6, 1)) is later
    assert zones_on((ZONES, later), date(2026, 2, 28)) is None


def test_age_is_in_completed_years():
    assert completed_years(date(2000, 3, 2), date(2026, 3, 1)) == 25
    assert completed_years(date(2000, 3, 1), date(2026, 3, 1)) == 26


@pytest.mark.parametrize(
    "bounds", [(100, 100, 140, 160, 180), (20, 120, 140, 160, 180), (100, 120, 140, 160, 251)]
)
def test_bounds_must_rise_and_be_heart_rates(bounds):
    with pytest.raises(ZonesOutOfOrder) as refused:
        ZoneDefinition(valid_from=DAY, bounds_bpm=bounds, source="measured")
    assert refused.value.details == {"field": "bounds_bpm"}
