"""Units, instants and activities of health data."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.health_values import (
    ENERGY_KCAL,
    LENGTH_M,
    RATE_PER_MIN,
    SPEED_MPS,
    TIME_S,
    joined,
    measured,
    moment_of,
    offset_s,
    quantity,
    sport_of,
)
from moim.contexts.workouts.adapters.files.tracks import Columns
from moim.contexts.workouts.domain.sports import Sport

SEVEN = datetime(2026, 10, 2, 22, 3, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "unit", "units", "expected"),
    [
        ("5.2", "km", LENGTH_M, 5_200),
        ("1", "mi", LENGTH_M, 1_609.344),
        ("250", "m", LENGTH_M, 250),
        (100, "ft", LENGTH_M, 30.48),
        (25, "yd", LENGTH_M, 22.86),
        ("425", "kcal", ENERGY_KCAL, 425),
        ("425", "Cal", ENERGY_KCAL, 425),
        ("425", "cal", ENERGY_KCAL, 0.425),
        (418.4, "kJ", ENERGY_KCAL, 100),
        ("32.5", "min", TIME_S, 1_950),
        ("1.5", "hr", TIME_S, 5_400),
        (36, "km/hr", SPEED_MPS, 10),
        (10, "mi/hr", SPEED_MPS, 4.4704),
        ("2.5", "count/s", RATE_PER_MIN, 150),
    ],
)
def test_a_quantity_is_taken_with_its_unit(value, unit, units, expected):
    assert quantity(value, unit, units) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "unit"),
    [("5", "furlong"), ("5", None), ("5", 3), ("nan", "km"), ("inf", "km"), ("-1", "km"),
     (True, "km"), (None, "km"), ([5], "km"), ("1e400", "km"), (10**400, "km"), ("다섯", "km")],
)  # fmt: skip
def test_a_number_without_a_unit_or_beyond_belief_is_none(value, unit):
    assert quantity(value, unit, LENGTH_M) is None


def test_a_climb_is_written_in_centimetres():
    assert measured("6575 cm", LENGTH_M) == pytest.approx(65.75)
    assert measured("6575", LENGTH_M) is None
    assert measured(None, LENGTH_M) is None


@pytest.mark.parametrize(
    "text",
    ["2026-10-03 07:03:21 +0900", "2026-10-02T22:03:21Z", "2026-10-03 7:03:21 AM +0900",
     "2026-10-03 오전 7:03:21 +0900", "2026-10-03 7:03:21\u202fAM +0900",
     "2026-10-03 07:03:21 am +09:00", "2026-10-02 22:03:21"],
)  # fmt: skip
def test_an_instant_is_understood_on_every_phones_clock(text):
    assert moment_of(text) == SEVEN


def test_twelve_is_noon_in_the_afternoon_and_midnight_in_the_morning():
    assert moment_of("2026-10-03 12:00:00 PM +0000").hour == 12
    assert moment_of("2026-10-03 오전 12:30:00 +0000").hour == 0


@pytest.mark.parametrize(
    "text", ["", "yesterday", None, 5, "1850-01-01 00:00:00 +0000", "9999-12-31 23:59:59 -2300",
             "2026-13-40 7:00:00 AM +0900", "0001-01-01T00:00:00+12:00"]
)  # fmt: skip
def test_what_is_no_instant_of_a_workout_is_none(text):
    assert moment_of(text) is None


@given(st.text(max_size=40) | st.none() | st.floats() | st.lists(st.integers(), max_size=2))
def test_any_text_is_an_instant_or_none(text):
    found = moment_of(text)
    assert found is None or found.tzinfo is not None


def test_the_zone_of_the_run_is_better_than_that_of_the_phone():
    moment = moment_of("2026-10-03 07:00:00 +0900")
    assert offset_s(moment, "Europe/London") == 3_600
    for unknown in (None, "", "Nowhere/City", "../../etc/passwd", "/etc", "a\0b"):
        assert offset_s(moment, unknown) == 9 * 3_600


@pytest.mark.parametrize(
    ("activity", "indoor", "sport"),
    [
        ("HKWorkoutActivityTypeRunning", False, Sport.RUN),
        ("HKWorkoutActivityTypeRunning", True, Sport.TREADMILL_RUN),
        ("HKWorkoutActivityTypeCycling", False, Sport.RIDE),
        ("HKWorkoutActivityTypeCycling", True, Sport.INDOOR_RIDE),
        ("HKWorkoutActivityTypeHiking", False, Sport.HIKE),
        ("HKWorkoutActivityTypeSwimming", False, Sport.SWIM),
        ("HKWorkoutActivityTypeHighIntensityIntervalTraining", False, Sport.HIIT),
        ("HKWorkoutActivityTypeFunctionalStrengthTraining", True, Sport.STRENGTH),
        ("HKWorkoutActivityTypeBadminton", False, Sport.OTHER),
        ("Outdoor Run", False, Sport.RUN),
        ("Indoor Cycling", False, Sport.INDOOR_RIDE),
        ("실외 달리기", False, Sport.RUN),
        ("실내 사이클링", False, Sport.INDOOR_RIDE),
        ("걷기", False, Sport.WALK),
        (None, True, Sport.OTHER),
    ],
)
def test_an_activity_is_one_of_our_sports(activity, indoor, sport):
    assert sport_of(activity, indoor=indoor) is sport


@given(
    st.lists(st.integers(0, 60_000), max_size=20, unique=True),
    st.lists(st.integers(0, 60_000), max_size=20, unique=True),
)
def test_joining_a_series_loses_no_point_and_no_instant(times, beats):
    times, beats = sorted(times), sorted(beats)
    points = Columns(np.array(times, dtype=float), {"lat": np.array(times, dtype=float)})
    whole = joined(points, "heart", np.array(beats, dtype=float), np.array(beats, dtype=float) + 1)
    assert (np.diff(whole.time_ms) >= 0).all()
    assert whole.channels["lat"][~np.isnan(whole.channels["lat"])].tolist() == times
    if beats:
        near = [min(abs(beat - time) for time in times) if times else 1e9 for beat in beats]
        alone = sum(each > 500 for each in near)
        assert len(whole) == len(times) + alone
        there = whole.channels["heart"]
        assert np.nanmax(np.abs(there - 1 - whole.time_ms)) <= 500


def test_a_value_of_the_points_own_is_kept():
    points = Columns(np.array([0.0, 1000.0]), {"heart": np.array([np.nan, 120.0])})
    whole = joined(points, "heart", np.array([10.0, 1010.0]), np.array([100.0, 101.0]))
    assert whole.channels["heart"].tolist() == [100, 120]
    assert timedelta(milliseconds=whole.time_ms[-1]) == timedelta(seconds=1)
