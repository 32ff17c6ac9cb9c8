import pytest

from moim.contexts.workouts.domain.race_prediction import (
    cameron_s,
    daniels_s,
    predictions,
    riegel_s,
    vdot,
)

FIVE, TEN, HALF, FULL = 5000.0, 10_000.0, 21_097.5, 42_195.0


def clock(hours, minutes, seconds):
    return hours * 3600 + minutes * 60 + seconds


def test_the_formulas_give_what_their_authors_give_for_twenty_minutes():
    assert riegel_s(FIVE, 1200, TEN) == pytest.approx(clock(0, 41, 42), abs=1)
    assert riegel_s(FIVE, 1200, FULL) == pytest.approx(clock(3, 11, 49), abs=1)
    assert vdot(FIVE, 1200) == pytest.approx(49.81, abs=0.01)
    assert daniels_s(FIVE, 1200, HALF) == pytest.approx(clock(1, 31, 50), abs=1)
    assert daniels_s(FIVE, 1200, FULL) == pytest.approx(clock(3, 11, 17), abs=1)
    assert cameron_s(FIVE, 1200, TEN) == pytest.approx(clock(0, 41, 40), abs=1)
    assert cameron_s(FIVE, 1200, FULL) == pytest.approx(clock(3, 15, 11), abs=1)


def test_a_prediction_is_the_range_of_all_three():
    ten, half, full = predictions({FIVE: 1200.0})
    assert (ten.distance_m, half.distance_m, full.distance_m) == (TEN, HALF, FULL)
    assert full.quickest_s == pytest.approx(clock(3, 11, 17), abs=1)
    assert full.slowest_s == pytest.approx(clock(3, 15, 11), abs=1)


def test_it_rests_on_the_best_effort_whatever_its_length():
    (found,) = {one.from_distance_m for one in predictions({FIVE: 1200.0, TEN: 2400.0})}
    assert found == TEN, "40:00 over ten is better than 20:00 over five"


def test_a_sprint_foretells_nothing_and_a_mile_no_marathon():
    assert predictions({400.0: 70.0}) == ()
    assert FULL not in {one.distance_m for one in predictions({1609.344: 300.0})}


def test_what_was_run_is_not_foretold():
    assert predictions({FULL: 12_000.0}) == []
