from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.derivation import DERIVATION_VERSION, derive
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.zones import estimated_zones

from .building import DEVICES, FILES, device_file, recording, steady, walks

ZONES = estimated_zones(date(2020, 1, 1), age_years=40)


def comparable(derived):
    """Everything that was derived, but for what names the hour of the day."""
    values = {field.name: getattr(derived, field.name) for field in fields(derived)}
    values.pop("minutes")
    return {
        name: value.tolist() if isinstance(value, np.ndarray) else value
        for name, value in values.items()
    }


def test_a_run_gives_everything_at_once():
    count = np.arange(1801)
    run = steady(1800, 3.0, heart_rate_bpm=np.full(1801, 130.0), power_w=np.full(1801, 250.0))
    derived = derive(run, ZONES)
    assert derived.version == DERIVATION_VERSION
    assert len(derived.splits) == 6
    assert [one.distance_m for one in derived.best_efforts][-1] == 5000
    assert [one.duration_s for one in derived.best_powers] == [5, 30, 60, 300, 1200]
    assert derived.zones.zones_s == (0, 0, 1800, 0, 0)
    assert len(derived.polylines) == 3
    assert len(derived.minutes.bucket) in {30, 31}
    assert derived.distance_m == pytest.approx(count * 3.0)
    assert derived.moving.all()


@pytest.mark.parametrize(
    "odd",
    [
        recording([]),
        recording([0]),
        recording([0], [5.0]),
        recording([0, 0, 0], [1, 2, 3]),
        recording([0, 1], [np.nan, np.nan], heart_rate_bpm=[np.nan, np.nan]),
        recording([0, 9_999_999], [0, 20_000_000]),
        recording([0, 1, 2], [0, 0, 0], sport=Sport.RIDE, power_w=[np.nan] * 3),
        recording([0, 1, 2], [0, 3, np.nan], elevation_m=[np.nan, 3, np.nan]),
    ],
)
def test_the_oddest_recording_is_derived_without_a_fault(odd):
    summary = derive(odd, ZONES).summary
    assert 0 <= summary.moving_s <= summary.timer_s <= summary.elapsed_s


@given(walks(), st.sampled_from(list(Sport)))
def test_moving_is_at_most_timer_and_timer_at_most_elapsed(walk, sport):
    summary = derive(recording(*walk, sport=sport), ZONES).summary
    assert 0 <= summary.moving_s <= summary.timer_s <= summary.elapsed_s


@given(walks(), st.integers(-10_000, 10_000))
def test_another_hour_of_the_day_changes_nothing(walk, later_s):
    run = recording(*walk, elevation_m=np.cumsum(walk[1]) % 50)
    track = replace(run.track, time_ms=run.track.time_ms + later_s * 1000)
    assert comparable(derive(run)) == comparable(derive(replace(run, track=track)))


@given(walks())
def test_the_same_recording_gives_the_same_figures(walk):
    run = recording(*walk)
    assert comparable(derive(run, ZONES)) == comparable(derive(run, ZONES))


def test_deriving_leaves_the_recording_as_it_was():
    run = steady(60, 3.0, heart_rate_bpm=np.zeros(61), elevation_m=np.arange(61.0))
    before = {name: column.copy() for name, column in columns_of(run)}
    derive(run, ZONES)
    assert all(np.array_equal(before[name], column) for name, column in columns_of(run))


def columns_of(run):
    pairs = ((field.name, getattr(run.track, field.name)) for field in fields(run.track))
    return [(name, column) for name, column in pairs if column is not None]


@pytest.mark.skipif(not DEVICES.exists(), reason="the device files are not here")
@pytest.mark.parametrize("name", FILES)
def test_real_recordings_agree_with_their_device(name):
    real = device_file(name)
    derived = derive(real, ZONES)
    summary = derived.summary
    if real.totals.distance_m is not None:
        assert derived.distance_m[-1] == pytest.approx(real.totals.distance_m, rel=0.01)
    positions_alone = derive(replace(real, track=replace(real.track, distance_m=None)))
    assert positions_alone.distance_m[-1] == pytest.approx(derived.distance_m[-1], rel=0.05)
    assert summary.moving_s <= summary.timer_s <= summary.elapsed_s
    assert sum(split.distance_m for split in derived.splits) == pytest.approx(
        derived.distance_m[-1]
    )
