"""Ways are kept small and laid over each other where most of them are."""

from array import array

import numpy as np

from moim.contexts.insights.adapters.ways import GAP, POINTS_MAX, grid_of, packed
from moim.kernel.ids import new_id
from tests.contexts.insights.world import track_of


def way(**columns):
    track = track_of(new_id(), new_id(), points=4_000)
    return track_of(new_id(), new_id(), columns={**track.columns, **columns})


def test_a_way_is_kept_within_metres_in_a_few_kilobytes():
    told = way()
    kept = np.frombuffer(packed(told), dtype="<i4").reshape(-1, 2)
    points = kept[kept[:, 0] != GAP] * 1e-5

    assert len(points) <= POINTS_MAX
    assert len(packed(told)) < 2_000
    assert abs(points[:, 0].max() - max(told.columns["lat"])) < 2e-4


def test_a_workout_without_positions_has_an_empty_way():
    nowhere = array("d", [float("nan")] * 4_000)

    assert packed(None) == b""
    assert packed(way(lat=nowhere, lon=nowhere)) == b""
    assert grid_of([b"", b""]) is None


def test_a_place_passed_twice_in_one_workout_counts_once():
    there_and_back = way()
    twice = grid_of([packed(there_and_back)] * 3)

    assert twice is not None
    assert set(twice.cells[:, 2].tolist()) == {3}
    assert (twice.workouts, twice.shown) == (3, 3)
    assert max(twice.columns, twice.rows) <= 220


def test_a_break_in_the_way_is_not_bridged():
    lat = [37.5] * 2_000 + [float("nan")] * 10 + [37.5] * 1_990
    lon = [127 + n * 1e-6 for n in range(2_000)] + [float("nan")] * 10
    lon += [127.1 + n * 1e-6 for n in range(1_990)]

    grid = grid_of([packed(way(lat=array("d", lat), lon=array("d", lon)))])

    assert grid is not None
    assert len(grid.cells) < grid.columns / 4


def test_who_also_runs_far_away_sees_the_region_of_most_ways():
    home, away = way(), way(lat=array("d", [33.5] * 4_000))

    grid = grid_of([packed(home), packed(home), packed(away)])

    assert grid is not None
    assert (grid.workouts, grid.shown) == (3, 2)
