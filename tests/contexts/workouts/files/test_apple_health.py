"""Workouts of an Apple Health export: old and new systems, units, pauses, heart rates, routes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files import apple_scan
from moim.contexts.workouts.adapters.files.apple_health import device_named
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import (
    NoPoints,
    TooManyRecords,
    Unreadable,
    XmlWithEntities,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal

from .health_samples import (
    DTD,
    START,
    beat,
    entry,
    event,
    export,
    location,
    statistics,
    workout,
)


def read(*inside, **how):
    return read_recordings(export(*inside, **how), "export.xml")


def test_a_workout_of_an_old_system_says_its_totals_in_attributes():
    (run,) = read(
        workout(
            totalDistance="1.25", totalDistanceUnit="mi",
            totalEnergyBurned="418.4", totalEnergyBurnedUnit="kJ",
        ),
        locale="en_US",
    )  # fmt: skip
    assert (run.sport, run.started_at, run.utc_offset_s) == (Sport.RUN, START, 9 * 3_600)
    assert run.totals.elapsed_s == run.totals.timer_s == 600
    assert run.totals.distance_m == pytest.approx(2_011.68)
    assert run.totals.calories_kcal == pytest.approx(100)
    assert (run.device, run.partial, len(run.track)) == ("Apple Watch (Watch6,12)", None, 0)


def test_a_workout_of_a_new_system_says_them_in_statistics():
    (run,) = read(
        workout(
            entry("HKElevationAscended", "6575 cm"),
            entry("HKElevationDescended", "1000 cm"),
            entry("HKTimeZone", "Europe/London"),
            statistics("DistanceWalkingRunning", "km", sum="2.5"),
            statistics("ActiveEnergyBurned", "Cal", sum="180.5"),
            statistics("BasalEnergyBurned", "kcal", sum="20"),
            statistics("HeartRate", "count/min", average="151.5", minimum="90", maximum="177"),
            statistics("StepCount", "count", sum="1650"),
            statistics("RunningPower", "W", average="240"),
            statistics("RunningSpeed", "km/hr", average="12", maximum="18"),
            totalDistance="9", totalDistanceUnit="furlong",
        )
    )  # fmt: skip
    totals = run.totals
    assert totals.distance_m == 2_500
    assert totals.calories_kcal == 180.5
    assert (totals.elevation_gain_m, totals.elevation_loss_m) == (65.75, 10)
    assert (totals.heart_rate_avg_bpm, totals.heart_rate_max_bpm) == (151.5, 177)
    assert (totals.cadence_avg_spm, totals.power_avg_w) == (165, 240)
    assert totals.speed_max_mps == pytest.approx(5)
    assert run.utc_offset_s == 3_600


@pytest.mark.parametrize(
    ("kind", "way"),
    [("Cycling", "DistanceCycling"), ("Swimming", "DistanceSwimming")],
)
def test_each_sport_has_its_own_distance(kind, way):
    (found,) = read(workout(statistics(way, "m", sum="1500"), kind=kind))
    assert found.totals.distance_m == 1_500


def test_indoors_and_open_water_are_said_beside_the_activity():
    inside = entry("HKIndoorWorkout", "1")
    open_water = entry("HKSwimmingLocationType", "2")
    found = read(
        workout(inside),
        workout(inside, kind="Cycling"),
        workout(open_water, kind="Swimming"),
        workout(kind="CurlingOfTheFuture"),
    )
    assert [each.sport for each in found] == [
        Sport.TREADMILL_RUN, Sport.INDOOR_RIDE, Sport.OPEN_WATER_SWIM, Sport.OTHER,
    ]  # fmt: skip


def test_heart_rates_within_the_workout_become_its_samples_whether_before_or_behind_it():
    before = beat(-5, 90) + beat(0, 120) + beat(300, 150)
    (run,) = read(before, workout(), beat(600, 160), beat(700, 110))
    assert run.track.heart_rate_bpm.tolist() == [120, 150, 160]
    assert ((run.track.time_ms - run.track.time_ms[0]) // 1000).tolist() == [0, 300, 600]


def test_the_workouts_own_source_is_preferred_to_another():
    strap = "".join(beat(n, 180, source="Strap") for n in range(0, 600, 10))
    (run,) = read(strap, beat(5, 140), beat(65, 145), workout())
    assert run.track.heart_rate_bpm.tolist() == [140, 145]
    (ride,) = read(strap, beat(5, 140), workout(source="Strava", kind="Cycling"))
    assert len(ride.track) == 60


def test_what_is_no_heart_rate_is_left_out():
    odd = beat(1, "NaN") + beat(2, 0) + beat(3, 900) + beat(4, "빠름") + beat(5, 150, unit="kg")
    late = '<Record type="HKQuantityTypeIdentifierHeartRate" startDate="soon" value="99"/>'
    other = '<Record type="HKQuantityTypeIdentifierStepCount" value="99"/><Record/>'
    (run,) = read(odd, late, other, beat(6, 140), workout())
    assert run.track.heart_rate_bpm.tolist() == [140]


def test_an_inline_route_is_a_track_and_its_parts_are_one():
    first = "".join(location(n) for n in range(50))
    second = "".join(location(n) for n in range(100, 150))
    (run,) = read(
        beat(10, 150), workout(f"<WorkoutRoute>{first}</WorkoutRoute>",
                               f"<WorkoutRoute>{second}</WorkoutRoute>")
    )  # fmt: skip
    assert len(run.track) == 100
    assert run.track.lat[0] == 37.55
    assert run.track.elevation_m[0] == 40.5
    assert np.flatnonzero(~np.isnan(run.track.heart_rate_bpm)).tolist() == [10]


def test_a_position_that_is_not_sure_is_none():
    route = location(0) + location(1, lat=37.9, accuracy=80) + location(2)
    (run,) = read(workout(f"<WorkoutRoute>{route}</WorkoutRoute>"))
    assert np.isnan(run.track.lat).tolist() == [False, True, False]


def test_pauses_are_from_stop_to_start_and_the_last_to_the_end():
    (run,) = read(
        workout(
            event("Pause", 100), event("MotionPaused", 110), event("Resume", 160),
            event("Segment", 0, duration="5", durationUnit="min"),
            event("Lap", 0, duration="5", durationUnit="min"),
            event("Lap", 300, duration="4.5", durationUnit="min"),
            event("PauseOrResumeRequest", 200), event("Pause", 580),
        )
    )  # fmt: skip
    zero = int(START.timestamp() * 1000)
    spans = [((a - zero) // 1000, (b - zero) // 1000) for a, b in run.pauses_ms]
    assert spans == [(100, 160), (580, 600)]
    assert [lap.elapsed_s for lap in run.laps] == [300, 270]


def test_the_name_of_an_owner_is_not_the_name_of_a_device():
    assert device_named(None, "민지의 Apple\N{NO-BREAK SPACE}Watch") == "Apple Watch"
    assert device_named(None, "Minji’s iPhone") == "iPhone"
    assert device_named("<<HKDevice: 0x1>, name:Apple Watch, hardware:Watch7,1>", "민지") == (
        "Apple Watch (Watch7,1)"
    )
    assert device_named("<<HKDevice: 0x1>, name:Forerunner 255, model:x>", "Connect") == (
        "Forerunner 255"
    )
    assert device_named("nonsense", "Strava") == "Strava"
    assert device_named(None, "") is None


def test_a_control_character_and_a_malformed_document_type_do_no_harm():
    torn = DTD.replace("<!ATTLIST Record", "<!ATTLIST Record )( <<", 1)
    (run,) = read(entry("HKNote", "a\vb"), workout(entry("HKNote", "a\x0bb\x01")), doctype=torn)
    assert run.partial is None


def test_what_breaks_off_gives_the_workouts_before_and_says_so():
    data = export(workout(), workout(entry("a", "b") * 50, first=1_000, last=1_600))
    first, second = read_recordings(data[: data.rindex(b"<MetadataEntry")], "")
    assert (first.partial, second.partial) == (None, "truncated")
    (only,) = read_recordings(export(workout())[:-20] + b"<<<<", "")
    assert only.partial == "corrupt"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (export(), NoPoints),
        (export(beat(0)), NoPoints),
        (export("<Workout/>"), NoPoints),
        (export(beat(0))[:-30], Unreadable),
        (b"<HealthData>" + b"<Correlation>" * 1_000_000, Unreadable),
        (b"<HealthData><Workout>" + b"<WorkoutActivity>" * 1_000_000, Unreadable),
        (b"<HealthData a='" + b"x" * 3_000_000, Unreadable),
        (export("".join(workout(first=n, last=n + 1) for n in range(101))), TooManyRecords),
        (b"<HealthData><Workout>" + b"<MetadataEntry/>" * 200_001, TooManyRecords),
    ],
)
def test_what_holds_no_workouts_says_why(data, refusal):
    with pytest.raises(refusal):
        read_recordings(data, "")


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE HealthData [<!ENTITY l0 "ha">{LAUGHS}]>',
        DTD.replace("]>", '<!ENTITY secret SYSTEM "file:///etc/passwd">]>'),
        DTD.replace("]>", '<!entity a "b">]>'),
        DTD.replace("]>", "<!NOTATION n PUBLIC 'x'>]>"),
        '<!DOCTYPE HealthData SYSTEM "http://example.com/evil.dtd">',
        '<!DOCTYPE HealthData PUBLIC "a" "b" [<!ELEMENT a ANY>]>',
        "<!DOCTYPE HealthData [" + "<!ELEMENT a ANY>" * 30_000 + "]>",
        "<!DOCTYPE HealthData [<!ELEMENT a ANY>",
        DTD + DTD,
        DTD + '<!DOCTYPE HealthData [<!ENTITY a "b">]>',
    ],
)
def test_any_document_type_but_apples_own_is_refused(doctype):
    with pytest.raises(XmlWithEntities):
        read_recordings(export(workout(entry("a", "&l9;")), doctype=doctype), "")


def test_an_entity_nobody_declared_ends_the_reading():
    (first,) = read(workout(), entry("a", "&secret;"), workout())
    assert first.partial == "corrupt"


def test_defaults_of_the_document_type_are_not_taken():
    padded = DTD.replace("value         CDATA #IMPLIED", 'value CDATA "150"')
    with pytest.raises(NoPoints):
        read(beat(0, 1).replace(' value="1"', ""), doctype=padded)


def test_more_heart_rates_than_a_life_has_are_refused(monkeypatch):
    monkeypatch.setattr(apple_scan, "LIMIT_HEART_RATES", 2)
    with pytest.raises(TooManyRecords):
        read(beat(0), beat(1), beat(2))


def test_an_end_before_the_start_is_no_length():
    (run,) = read(workout(last=-50))
    assert run.totals.elapsed_s is None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=6))
def test_mutated_it_is_read_or_refused(changes):
    route = f"<WorkoutRoute>{location(1)}{location(2)}</WorkoutRoute>"
    data = bytearray(export(beat(1), workout(route, event("Pause", 1)), beat(2)))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        found = read_recordings(bytes(data), "")
    except Refusal:
        return
    assert all((np.diff(each.track.time_ms) >= 0).all() for each in found)


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_root_are_read_or_refused(noise):
    try:
        read_recordings(b"<HealthData>" + noise, "")
    except Refusal as refusal:
        assert refusal.code  # noqa: PT017 - either outcome is right
