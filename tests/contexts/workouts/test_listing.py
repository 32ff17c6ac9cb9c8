from datetime import UTC, datetime

import msgspec

from moim.contexts.workouts.adapters.http.listing import Listed, page_of
from moim.contexts.workouts.persistence.views import LIST_COLUMNS
from moim.kernel.ids import new_id


def row(**columns):
    blank = dict.fromkeys(LIST_COLUMNS)
    known = {"id": new_id(), "started_at": datetime(2026, 5, 1, tzinfo=UTC), "elapsed_s": 1800.0}
    return tuple((blank | known | columns).values())


def test_what_is_listed_begins_with_the_columns_that_are_read_in_their_order():
    assert Listed.__struct_fields__[: len(LIST_COLUMNS)] == LIST_COLUMNS


def test_pace_and_speed_are_of_moving_time_where_it_is_known():
    moved, typed_in, still = page_of(
        [
            row(distance_m=5000.0, moving_s=1500.0),
            row(distance_m=5000.0),
            row(),
        ],
        20,
    )["items"]

    assert (moved.pace_s_per_km, moved.speed_avg_mps) == (300.0, 3.333)
    assert typed_in.pace_s_per_km == 360.0
    assert (still.pace_s_per_km, still.speed_avg_mps) == (None, None)


def test_a_workout_without_points_has_no_track():
    with_track, without = page_of([row(points=3), row()], 20)["items"]

    assert (with_track.has_track, with_track.points) == (True, 3)
    assert (without.has_track, without.points) == (False, 0)


def test_only_a_full_page_leads_on():
    rows = [row(), row()]

    assert page_of(rows, 2)["next"]
    assert page_of(rows, 3)["next"] is None
    assert page_of([], 20) == {"items": [], "next": None}


def test_it_is_told_as_json_with_every_column():
    (told,) = msgspec.json.decode(msgspec.json.encode(page_of([row(sport="run")], 20)))["items"]

    assert set(told) == set(Listed.__struct_fields__)
    assert told["started_at"] == "2026-05-01T00:00:00Z"
