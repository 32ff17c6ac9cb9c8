import numpy as np
import pytest

from moim.contexts.workouts.domain.cells import cells_of
from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.recording import DeviceTotals

from .building import START_MS, northwards, recording, steady


def summary_of(given_recording):
    return derive(given_recording).summary


def test_a_steady_run_is_told_by_its_samples():
    found = summary_of(steady(1000, 2.5))
    assert (found.points, found.has_track) == (1001, True)
    assert found.distance_m == pytest.approx(2500)
    assert found.distance_source == "gps"
    assert (found.elapsed_s, found.timer_s, found.moving_s) == (1000, 1000, 1000)
    assert found.pace_s_per_km == pytest.approx(400)
    assert found.speed_avg_mps == pytest.approx(2.5)
    assert found.speed_max_mps == pytest.approx(2.5)
    assert found.bbox == pytest.approx((127.0, 37.5, 127.0, float(northwards(2500))))
    assert (found.start_lat, found.start_lon) == (37.5, 127.0)
    assert found.start_cell == cells_of(np.array([37.5]), np.array([127.0]))[0]


def test_what_nobody_measured_is_none():
    found = summary_of(steady(10, 2.5))
    assert found.heart_rate_avg_bpm is None
    assert found.heart_rate_max_bpm is None
    assert found.cadence_avg_spm is None
    assert found.power_avg_w is None
    assert found.calories_kcal is None
    assert (found.elevation_gain_m, found.elevation_gain_source) == (None, "none")


def test_the_timer_is_elapsed_time_less_the_pauses_unless_the_device_tells_it():
    pauses = ((START_MS + 10_000, START_MS + 30_500),)
    assert summary_of(steady(100, 3.0, pauses_ms=pauses)).timer_s == pytest.approx(79.5)
    told = DeviceTotals(timer_s=80.0)
    assert summary_of(steady(100, 3.0, pauses_ms=pauses, totals=told)).timer_s == 80


def test_the_heart_rate_is_weighted_by_time():
    found = summary_of(recording([0, 1, 10, 11], heart_rate_bpm=[100, 150, 120, 190]))
    assert found.heart_rate_avg_bpm == pytest.approx((100 + 9 * 150 + 120) / 11)
    assert found.heart_rate_max_bpm == 190


def test_power_counts_coasting_and_cadence_does_not():
    found = summary_of(recording([0, 1, 2], power_w=[200, 0, 0], cadence_spm=[90, 0, 0]))
    assert (found.power_avg_w, found.cadence_avg_spm) == (100, 90)


def test_the_devices_own_climb_is_preferred_and_said_to_be():
    heights = np.arange(101.0)
    told = DeviceTotals(elevation_gain_m=88.0)
    found = summary_of(steady(100, 3.0, elevation_m=heights, barometric=True, totals=told))
    assert (found.elevation_gain_m, found.elevation_gain_source) == (88, "device")
    assert (found.elevation_loss_m, found.elevation_loss_source) == (0, "barometric")


def test_a_climb_from_unknown_heights_is_said_to_be_from_gps():
    assert summary_of(steady(9, 3.0, elevation_m=np.zeros(10))).elevation_gain_source == "gps"


@pytest.mark.parametrize(
    ("told_m", "expected_m", "source"), [(310.0, 310.0, "device"), (900.0, 300.0, "gps")]
)
def test_the_devices_distance_is_taken_when_the_samples_agree(told_m, expected_m, source):
    found = summary_of(steady(100, 3.0, totals=DeviceTotals(distance_m=told_m)))
    assert (found.distance_m, found.distance_source) == (pytest.approx(expected_m), source)


def test_without_samples_the_device_is_all_there_is():
    told = DeviceTotals(
        elapsed_s=1800, moving_s=1700, distance_m=1000, heart_rate_avg_bpm=130, calories_kcal=250
    )
    found = summary_of(recording([], totals=told))
    assert (found.elapsed_s, found.timer_s, found.moving_s) == (1800, 1800, 1700)
    assert (found.distance_m, found.distance_source) == (1000, "device")
    assert found.pace_s_per_km == pytest.approx(1700)
    assert (found.heart_rate_avg_bpm, found.calories_kcal) == (130, 250)
    assert not found.has_track


def test_a_trainer_without_a_sensor_has_no_distance_rather_than_none_covered():
    told = DeviceTotals(distance_m=0.0)
    found = summary_of(recording([0, 1, 2], power_w=[200, 210, 190], totals=told))
    assert (found.distance_m, found.distance_source) == (None, "none")


def test_positions_that_never_move_do_not_gainsay_the_device():
    told = DeviceTotals(distance_m=5000.0)
    found = summary_of(recording([0, 600, 1200], [0, 0, 0], totals=told))
    assert (found.distance_m, found.distance_source) == (5000, "device")
