import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.cells import cells_around, cells_of, minute_cells
from moim.contexts.workouts.domain.distance import fixes_of

from .building import METRES_A_DEGREE, START_MS, northwards, recording, steady

FIRST_MINUTE = START_MS // 60_000


def minutes_of(given_recording):
    return minute_cells(fixes_of(given_recording))


def test_an_hour_is_sixty_minutes_and_the_one_begun():
    minutes = minutes_of(steady(3600, 3.0))
    assert minutes.bucket.tolist() == list(range(FIRST_MINUTE, FIRST_MINUTE + 61))


def test_the_cell_is_that_of_the_minutes_middle():
    minutes = minutes_of(steady(600, 8.0))
    middle_s = (minutes.bucket[3] * 60_000 + 30_000 - START_MS) / 1000
    expected = cells_of(northwards([middle_s * 8.0]), np.array([127.0]))
    assert minutes.cell[3] == expected[0]


def test_a_stop_is_held_and_an_unknown_way_is_not():
    stop = minutes_of(recording([0, 60, 1800, 1860], [0, 200, 240, 440]))
    assert len(stop.bucket) == 32
    unknown = minutes_of(recording([0, 60, 1800, 1860], [0, 200, 1200, 1400]))
    assert len(unknown.bucket) <= 4


def test_a_clock_that_jumps_ten_years_makes_no_minutes_between():
    ten_years_s = 315_000_000
    minutes = minutes_of(recording([0, 30, ten_years_s], [0, 10, 20]))
    assert len(minutes.bucket) <= 3


def test_a_single_fix_is_one_minute():
    assert minutes_of(recording([0], [0])).bucket.tolist() == [FIRST_MINUTE]


def test_minutes_rise_and_come_once():
    seconds = np.cumsum(np.tile([1, 70, 3, 130, 20], 40))
    minutes = minutes_of(recording(seconds, seconds * 2.0))
    assert (np.diff(minutes.bucket) > 0).all()
    assert len(minutes.bucket) == len(minutes.cell)


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 2 * np.pi), st.floats(0, 200))
def test_whoever_is_within_200_metres_is_in_a_cell_around(lat, lon, towards, metres):
    there_lat = lat + metres * np.cos(towards) / METRES_A_DEGREE
    there_lon = lon + metres * np.sin(towards) / METRES_A_DEGREE / np.cos(np.radians(lat))
    around = cells_around(np.array([lat]), np.array([lon]))[0]
    assert cells_of(np.array([there_lat]), np.array([there_lon]))[0] in around
    assert cells_of(np.array([lat]), np.array([lon]))[0] == around[4]
    assert len(set(around.tolist())) == 9


def test_far_apart_is_never_the_same_cell():
    lat, lon = np.array([37.5, 37.503]), np.array([127.0, 127.0])
    first, second = cells_of(lat, lon)
    assert first != second
    assert second not in cells_around(lat[:1], lon[:1])[0] or abs(lat[1] - lat[0]) < 0.004
