from datetime import date, timedelta
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.domain.training_load import (
    Sex,
    Thresholds,
    ThresholdsOutOfRange,
    basis_of,
    load_over_days,
    trimp,
)

DAY = date(2026, 5, 4)


def thresholds(**given_):
    return Thresholds(valid_from=DAY, **given_)


@pytest.mark.parametrize(("sex", "expected"), [(Sex.MALE, 108.1), (Sex.FEMALE, 121.5)])
def test_an_hour_at_150_of_a_heart_from_50_to_190_weighs_what_banister_says(sex, expected):
    basis = basis_of(thresholds(resting_bpm=50, greatest_bpm=190, sex=sex))
    assert trimp({150: 3600.0}, basis) == pytest.approx(expected, abs=0.1)


def test_what_nobody_said_is_estimated_and_named():
    assert basis_of(None).estimated == ("resting_bpm", "greatest_bpm", "sex")
    assert basis_of(thresholds(resting_bpm=48)).estimated == ("greatest_bpm", "sex")


def test_without_a_heart_rate_there_is_no_load_rather_than_none():
    assert trimp({}, basis_of(None)) is None


def test_a_rate_outside_the_bounds_counts_as_the_bound():
    basis = basis_of(thresholds(resting_bpm=60, greatest_bpm=180))
    assert trimp({40: 600.0}, basis) == 0
    assert trimp({220: 600.0}, basis) == trimp({180: 600.0}, basis)


@pytest.mark.parametrize(
    "given_",
    [
        {"resting_bpm": 29},
        {"greatest_bpm": 241},
        {"ftp_w": 20},
        {"resting_bpm": 100, "greatest_bpm": 120},
    ],
)
def test_a_heart_that_nobody_has_is_refused(given_):
    with pytest.raises(ThresholdsOutOfRange):
        thresholds(**given_)


def test_one_hard_day_fades_with_42_and_7_days():
    days = load_over_days({DAY: 100.0}, DAY, DAY + timedelta(days=42))
    first, last = days[0], days[-1]
    assert first.fitness == pytest.approx(100 * (1 - exp(-1 / 42)))
    assert last.fitness == pytest.approx(first.fitness * exp(-1))
    assert days[7].fatigue == pytest.approx(first.fatigue * exp(-1))
    assert days[1].form == pytest.approx(first.fitness - first.fatigue)


@settings(deadline=None)
@given(
    st.dictionaries(st.integers(0, 60), st.floats(0, 300), max_size=20),
    st.integers(0, 60),
    st.integers(0, 30),
)
def test_a_window_shows_what_the_whole_shows(loads, first, length):
    by_day = {DAY + timedelta(days=n): load for n, load in loads.items()}
    start, end = DAY + timedelta(days=first), DAY + timedelta(days=first + length)
    whole = load_over_days(by_day, DAY, end)
    assert load_over_days(by_day, start, end) == whole[-length - 1 :]


@settings(deadline=None)
@given(st.floats(1, 300))
def test_the_same_load_every_day_ends_in_equilibrium(load):
    by_day = {DAY + timedelta(days=n): load for n in range(600)}
    last = load_over_days(by_day, DAY, DAY + timedelta(days=599))[-1]
    assert last.fitness == pytest.approx(load, rel=1e-4)
    assert last.form == pytest.approx(0, abs=load * 1e-3)
