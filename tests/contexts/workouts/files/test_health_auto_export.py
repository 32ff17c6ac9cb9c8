"""Health Auto Export: both versions, wrong types, deliveries without a workout."""

import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files import health_auto_export
from moim.contexts.workouts.adapters.files.apart import parts_of
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import (
    FileTooLarge,
    NoPoints,
    NotAnActivity,
    TooManyRecords,
    Unreadable,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal

from .health_samples import START, delivery, seoul, version_one, version_two


def read(*workouts, **more):
    return read_recordings(delivery(*workouts, **more), "")


def test_version_two_is_read_with_units_series_and_route():
    (run,) = read(version_two())
    assert (run.sport, run.started_at, run.utc_offset_s) == (Sport.RUN, START, 9 * 3_600)
    assert (len(run.track), run.device, run.partial) == (600, "Apple Watch", None)
    totals = run.totals
    assert (totals.elapsed_s, totals.timer_s) == (600, 590.5)
    assert totals.distance_m == pytest.approx(1_931.2128)
    assert totals.calories_kcal == pytest.approx(100)
    assert totals.elevation_gain_m == pytest.approx(30.48)
    assert totals.heart_rate_max_bpm == 176
    assert totals.cadence_avg_spm == pytest.approx(1_600 / 590.5 * 60)
    assert totals.speed_max_mps == pytest.approx(5)
    assert np.flatnonzero(run.track.heart_rate_bpm == 150).tolist() == list(range(0, 600, 60))


def test_version_one_is_read_with_its_other_names():
    (run,) = read(version_one())
    assert (run.sport, len(run.track)) == (Sport.RUN, 600)
    assert run.track.lat[0] == 37.55
    assert run.totals.distance_m == 1_930
    assert run.totals.calories_kcal == 100
    assert (run.totals.elevation_gain_m, run.totals.elevation_loss_m) == (30.48, 2)
    assert (run.totals.heart_rate_avg_bpm, run.totals.cadence_avg_spm) == (150, 160)


def test_both_versions_of_one_run_agree():
    (old,), (new,) = read(version_one()), read(version_two())
    np.testing.assert_array_equal(old.track.lat, new.track.lat)
    np.testing.assert_array_equal(old.track.time_ms, new.track.time_ms)


def test_series_of_parts_are_added_up():
    parts = [{"qty": 0.5, "units": "km", "date": seoul(n)} for n in range(4)]
    energy = [{"qty": 41.84, "units": "kJ", "date": seoul(n)} for n in range(10)]
    (ride,) = read(
        version_two(name="Outdoor Cycling", distance=None, cyclingDistance=parts,
                    activeEnergyBurned=None, activeEnergy=energy,
                    cyclingPower=[{"qty": 200, "units": "W"}, {"qty": 220, "units": "W"}],
                    cyclingCadence=[{"qty": 85, "units": "count/min"}])
    )  # fmt: skip
    assert ride.sport is Sport.RIDE
    assert ride.totals.distance_m == 2_000
    assert ride.totals.calories_kcal == pytest.approx(100)
    assert (ride.totals.power_avg_w, ride.totals.cadence_avg_spm) == (210, 85)


@pytest.mark.parametrize(
    ("name", "location", "sport"),
    [
        ("Indoor Run", "Indoor", Sport.TREADMILL_RUN),
        ("Running", "Indoor", Sport.TREADMILL_RUN),
        ("Cycling", "실내", Sport.INDOOR_RIDE),
        ("Swimming", "Open Water", Sport.OPEN_WATER_SWIM),
        ("Pool Swim", "Pool", Sport.SWIM),
        ("등산", None, Sport.HIKE),
        ("Curling", 7, Sport.OTHER),
        (["Running"], "Outdoor", Sport.OTHER),
    ],
)
def test_the_sport_is_what_name_and_location_say(name, location, sport):
    (found,) = read(version_two(name=name, location=location))
    assert found.sport is sport


def test_a_workout_without_route_or_heart_rate_still_counts():
    (found,) = read({"name": "요가", "start": seoul(0), "end": seoul(1_800)})
    assert (found.sport, len(found.track), found.totals.elapsed_s) == (Sport.YOGA, 0, 1_800)


def test_a_delivery_is_taken_apart_and_the_same_workout_gives_the_same_bytes():
    first = list(parts_of(io.BytesIO(delivery(version_two(), version_one(start=seoul(90_000))))))
    turned = dict(reversed(version_two().items()))
    (again,) = parts_of(io.BytesIO(json.dumps({"data": {"workouts": [turned]}}, indent=2).encode()))
    assert first[0].name == "Health Auto Export · 실외 달리기 2026-10-03 07:00"
    assert (len(first), first[0].data) == (2, again.data)
    assert len(read_recordings(again.data, "")[0].track) == 600
    (itself,) = parts_of(io.BytesIO(again.data))
    assert itself.data == again.data


METRICS = {"metrics": [{"name": "heart_rate", "units": "count/min", "data": []}]}


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (json.dumps({"data": METRICS}).encode(), NotAnActivity),
        (json.dumps({"data": METRICS, "workouts": []}).encode(), NotAnActivity),
        (b'{"data":{"workouts":[]}}', NoPoints),
        (b'{"data":{"workouts":{}}}', NoPoints),
        (b'{"data":{"workouts":[1,"a",null,[]]}}', NoPoints),
        (b'{"data":{"workouts":[{"start":"soon"}]}}', NoPoints),
        (b'{"data":{"metrics":[]}}', NoPoints),
        (b'{"data":5}', NotAnActivity),
        (b'{"type":"FeatureCollection"}', NotAnActivity),
        (b"[]", NotAnActivity),
        (b"[1,", Unreadable),
        (b'{"data":{"workouts":[{"start":"2026', Unreadable),
        (b"[" * 1_000_000, Unreadable),
        (b"{" + b'"a":{' * 1_000_000, Unreadable),
        (b"[" + b"9" * 10_000 + b"]", Unreadable),
        (b'{"a":"\xff\xfe"}', Unreadable),
        (b"[" + b"[]," * 2_000_000 + b"1]", TooManyRecords),
    ],
)
def test_what_holds_no_workouts_says_what_it_is(data, refusal):
    with pytest.raises(refusal):
        read_recordings(data, "")


def test_health_figures_alone_are_called_that():
    with pytest.raises(NotAnActivity) as told:
        read_recordings(json.dumps({"data": METRICS}).encode(), "")
    assert told.value.details["what"] == "health-metrics"


def test_limits_hold(monkeypatch):
    monkeypatch.setattr(health_auto_export, "LIMIT_WORKOUTS", 1)
    with pytest.raises(TooManyRecords):
        read(version_one(), version_one())
    monkeypatch.setattr(health_auto_export, "LIMIT_RECORDS", 100)
    with pytest.raises(TooManyRecords):
        read(version_one())
    monkeypatch.setattr(health_auto_export, "LIMIT_FILE_BYTES", 100)
    with pytest.raises(FileTooLarge):
        list(parts_of(io.BytesIO(delivery(version_one()))))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["qty", "units", "date", "Avg", "lat", "latitude",
                                       "timestamp", "speed", "ascent"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(sorted(version_two() | version_one())), ANYTHING))
def test_a_workout_of_wrong_types_is_read_or_refused(wrong):
    data = json.dumps({"data": {"workouts": [version_two() | wrong]}}).encode()
    try:
        (member,) = parts_of(io.BytesIO(data))
        (found,) = read_recordings(member.data, "")
    except Refusal:
        return
    assert (np.diff(found.track.time_ms) >= 0).all()
    assert found.totals.distance_m is None or np.isfinite(found.totals.distance_m)
