"""Every real and broken device file: the verdict it must have, and fitdecode as the oracle."""

import re
import warnings
from itertools import groupby

import fitdecode
import numpy as np
import pytest

from moim.contexts.workouts.adapters.files.archive import unzipped
from moim.contexts.workouts.adapters.files.detect import Format, format_of
from moim.contexts.workouts.adapters.files.fit_developer import _UNITS
from moim.contexts.workouts.adapters.files.fit_profile import RECORD
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.domain.sports import Family
from moim.kernel.errors import Refusal

from .devices import DEVICES, device_file, index, needs_devices

REPEATS_ONE_SAMPLE = "fit/muktihari_big_activity.fit"
"""99,998 times the same; ten seconds of the oracle would show nothing more."""

WHOLE = None

VERDICTS = {
    "fit/fitparse_garmin-edge-500-activity.fit": [(10686, WHOLE)],
    "fit/fitparse_Edge810-Vector-2013-08-16-15-35-10.fit": [(4700, WHOLE)],
    "fit/fitparse_activity-small-fenix2-run.fit": [(2809, WHOLE)],
    "fit/fitparse_activity-large-fenxi2-multisport.fit": [
        (points, WHOLE) for points in (11683, 284, 2199, 6, 6695, 241, 3131)
    ],
    "fit/fitparse_sample-activity-indoor-trainer.fit": [(2263, WHOLE)],
    "fit/fitparse_sample-activity.fit": [(3098, WHOLE)],
    "fit/fitparse_20170518-191602-1740899583.fit": [(1641, WHOLE)],
    "fit/fitparse_developer-types-sample.fit": [(3424, WHOLE)],
    "fit/fitparse_garmin-edge-820-bike.fit": [(15, WHOLE)],
    "fit/fitparse_garmin-fenix-5-bike.fit": [(19, WHOLE)],
    "fit/fitparse_garmin-fenix-5-run.fit": [(21, WHOLE)],
    "fit/fitparse_garmin-fenix-5-walk.fit": [(17, WHOLE)],
    "fit/fitparse_compressed-speed-distance.fit": [(755, WHOLE)],
    "fit/fitparse_activity-filecrc.fit": [(14, "bad-crc")],
    "fit/fitparse_activity-unexpected-eof.fit": [(14, "truncated")],
    "fit/fitparse_activity-settings.fit": [(14, WHOLE)],
    "fit/fitparse_activity-settings-nodata.fit": [(14, "truncated")],
    "fit/fitparse_activity-activity-filecrc.fit": [(14, WHOLE), (14, "bad-crc")],
    "fit/fitparse_MonitoringFile.fit": "not-an-activity",
    "fit/fitparse_Settings.fit": "not-an-activity",
    "fit/fitparse_WeightScaleSingleUser.fit": "not-an-activity",
    "fit/fitdecode_garmin-fr935-cr.fit": [(7515, WHOLE)],
    "fit/muktihari_big_activity.fit": [(99998, WHOLE)],
    "fit/tormoder_mornindew-broken.fit": [(6874, WHOLE)],
    "fit/tormoder_garmin.fit": [(8823, WHOLE)],
    "fit/jimmykane_road-with-power.fit": [(4746, WHOLE)],
    "fit/jimmykane_test-diving.fit": [(2907, WHOLE)],
    "fit/jimmykane_failed.fit": [(779, WHOLE)],
    "gpx/gpxpy_cerknicko-jezero.gpx": [(296, WHOLE)],
    "gpx/gpxpy_cerknicko-without-times.gpx": "no-times",
    "gpx/gpxpy_cerknicko-jezero-without-elevations.gpx": [(295, WHOLE)],
    "gpx/gpxpy_cerknicko-jezero-with-elevations-zero.gpx": [(296, WHOLE)],
    "gpx/gpxpy_cerknicko-jezero-no-creator.gpx": [(296, WHOLE)],
    "gpx/gpxpy_korita-zbevnica.gpx": [(513, WHOLE)],
    "gpx/gpxpy_route.gpx": "route-only",
    "gpx/gpxpy_track-with-empty-segment.gpx": [(9, WHOLE)],
    "gpx/gpxpy_track_with_dilution_errors.gpx": "no-times",
    "gpx/gpxpy_gpx_with_garmin_extension.gpx": "no-points",
    "gpx/gpxpy_gpx1.0_with_all_fields.gpx": [(1, WHOLE)],
    "gpx/gpxpy_gpx1.1_with_all_fields.gpx": [(1, WHOLE)],
    "gpx/gpxpy_unicode.gpx": "no-points",
    "gpx/gpxpy_unicode_with_bom.gpx": "no-points",
    "gpx/gpxpy_track_with_speed.gpx": [(3, WHOLE)],
    "tcx/tcxreader_mapmyride_biking.tcx": [(3112, WHOLE)],
    "apple/brtkwr_export.xml": [(1, WHOLE), (0, WHOLE), (0, WHOLE), (0, WHOLE)],
    "apple/alxdrcirilo_export.xml": "no-points",
    "apple/alxdrcirilo_export.zip": "not-a-single-workout-file",
    "apple/brtkwr_route_2024-01-15_10.00am.gpx": [(10, WHOLE)],
    "apple/brtkwr_route_2024-01-16_1.15pm.gpx": [(6, WHOLE)],
    "apple/brtkwr_route_2024-02-10_10.00am.gpx": [(8, WHOLE)],
    "hae/irvinlim_v1_01_metrics.json": "not-an-activity",
    "hae/irvinlim_v1_02_workouts.json": [(2, WHOLE)],
    "hae/irvinlim_v1_03_metrics.json": "not-an-activity",
    "hae/irvinlim_v1_04_metrics.json": "not-an-activity",
    "hae/irvinlim_v1_05_metrics.json": "not-an-activity",
    "hae/irvinlim_v1_07_metrics.json": "not-an-activity",
    "hae/irvinlim_v1_08_metrics.json": "not-an-activity",
    "hae/irvinlim_v1_09_metrics.json": "not-an-activity",
    "derived/group_A_leader.gpx": [(513, WHOLE)],
    "derived/group_B_together.gpx": [(257, WHOLE)],
    "derived/group_C_joined_second_half.gpx": [(257, WHOLE)],
    "derived/group_D_same_route_1h_later.gpx": [(513, WHOLE)],
    "derived/group_E_first_15pct_only.gpx": [(513, WHOLE)],
    "derived/truncated_half.fit": [(1412, "truncated")],
    "derived/bitflip_mid.fit": [(112, "corrupt")],
    "derived/zero_bytes.gpx": "empty-file",
    "derived/html_masquerading.gpx": "web-page",
    "derived/png_masquerading.fit": "picture",
    "derived/xml_entity_expansion.gpx": "xml-with-entities",
    "derived/xml_external_entity.gpx": "xml-with-entities",
}


@needs_devices
def test_every_device_file_has_a_verdict():
    folders = ("fit", "gpx", "tcx", "apple", "hae", "derived")
    there = {f"{name}/{path.name}" for name in folders for path in (DEVICES / name).iterdir()}
    assert set(VERDICTS) == there


@needs_devices
@pytest.mark.parametrize("name", VERDICTS)
def test_a_device_file_has_the_verdict_it_must_have(name):
    try:
        found = [(len(r.track), r.partial) for r in read_recordings(device_file(name), name)]
    except Refusal as refusal:
        found = refusal.code
    assert found == VERDICTS[name]


MEASURED = [
    (row["file"], dict(re.findall(r"(records|gps|hr|sessions)=(\d+)", row["what"])))
    for row in index()
    if "measured:" in row["what"]
]


@pytest.mark.parametrize(("name", "measured"), MEASURED, ids=[name for name, _ in MEASURED])
def test_what_is_read_agrees_with_what_was_measured(name, measured):
    if measured["records"] == "0":
        with pytest.raises(Refusal):
            read_recordings(device_file(name), name)
        return
    found = read_recordings(device_file(name), name)
    tracks = [recording.track for recording in found]
    beats = sum(known(track.heart_rate_bpm) for track in tracks)
    assert len(found) == int(measured["sessions"])
    assert sum(len(track) for track in tracks) == int(measured["records"])
    assert sum(known(track.lat) for track in tracks) == int(measured["gps"])
    if "fr935" in name:
        assert beats > int(measured["hr"]), "the strap's own memory adds what the records lack"
    else:
        assert beats == int(measured["hr"])


def known(column):
    return 0 if column is None else int((~np.isnan(column)).sum())


NATIVE = {2: "elevation_m", 3: "heart_rate_bpm", 4: "cadence_spm", 5: "distance_m", 6: "speed_mps",
          7: "power_w", 13: "temperature_c", 73: "speed_mps", 78: "elevation_m"}  # fmt: skip


def oracle_rows(data):
    """fitdecode's records, file by file of the chain, with developer fields over native ones."""
    rows, part = [], 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = fitdecode.FitReader(
            data,
            error_handling=fitdecode.ErrorHandling.IGNORE,
            check_crc=fitdecode.CrcCheck.WARN,
        )
        try:
            for frame in reader:
                part += isinstance(frame, fitdecode.FitHeader)
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
                    rows.append((part, oracle_row(frame)))
        except fitdecode.FitError:
            pass
    return rows


def oracle_row(frame):
    """Enhanced fields come after the narrow ones here: the last value that is one stays."""
    row = {}
    developed = {}
    for one in frame.fields:
        if one.value is None or isinstance(one.value, tuple | str):
            continue
        if one.field_def is not None and one.field_def.is_dev:
            native, units = one.field.native_field_num, (one.field.units or "").casefold()
            if units in _UNITS[RECORD].get(native, ()):
                developed[NATIVE[native]] = float(one.value)
        elif one.name in ("position_lat", "position_long"):
            row[one.name] = one.value * (180 / 2**31)
        elif one.name == "timestamp":
            row["time"] = one.raw_value
        elif one.name == "fractional_cadence":
            row["fraction"] = one.value
        elif one.name.startswith("enhanced_") or one.name.removeprefix("enhanced_") not in row:
            row[one.name.removeprefix("enhanced_")] = one.value
    renamed = {
        "lat": row.get("position_lat"),
        "lon": row.get("position_long"),
        "elevation_m": row.get("altitude"),
        "heart_rate_bpm": row.get("heart_rate") or None,
        "distance_m": row.get("distance"),
        "power_w": row.get("power"),
        "speed_mps": row.get("speed"),
        "temperature_c": row.get("temperature"),
    }
    if row.get("cadence") is not None:
        renamed["cadence_spm"] = row["cadence"] + row.get("fraction", 0)
    return {"time": row["time"], **renamed, **developed}


CHANNELS = ("lat", "lon", "elevation_m", "heart_rate_bpm", "distance_m", "power_w",
            "speed_mps", "temperature_c", "cadence_spm")  # fmt: skip

ORACLE = [
    name
    for name, verdict in VERDICTS.items()
    if name.startswith("fit/") and isinstance(verdict, list) and name != REPEATS_ONE_SAMPLE
]


@needs_devices
@pytest.mark.parametrize("name", ORACLE)
def test_every_value_is_the_oracles(name):
    data = device_file(name)
    recordings = read_recordings(data, name)
    rows = []
    for _, part in groupby(oracle_rows(data), key=lambda row: row[0]):
        rows += sorted((row for _, row in part), key=lambda row: row["time"])
    times = np.concatenate([recording.track.time_ms for recording in recordings])
    theirs = np.array([row["time"] for row in rows])
    assert set((times // 1000 - theirs).tolist()) == {times[0] // 1000 - theirs[0]}
    for channel in CHANNELS:
        expected = np.array([row.get(channel, np.nan) for row in rows], dtype=float)
        ours = np.concatenate([column_of(recording, channel) for recording in recordings])
        if channel == "heart_rate_bpm" and "fr935" in name:
            ours = np.where(np.isnan(expected), np.nan, ours)
        if channel == "distance_m":
            expected = never_falling(expected, [len(each.track) for each in recordings])
        np.testing.assert_array_equal(ours, expected, err_msg=channel)


def never_falling(distance, lengths):
    parts = np.split(distance, np.cumsum(lengths)[:-1])
    return np.concatenate(
        [np.where(np.isnan(part), np.nan, np.fmax.accumulate(part)) for part in parts]
    )


def column_of(recording, channel):
    column = getattr(recording.track, channel)
    if column is None:
        return np.full(len(recording.track), np.nan)
    on_foot = channel == "cadence_spm" and recording.sport.family is Family.FOOT
    return column / 2 if on_foot else column


@needs_devices
def test_apple_files_are_recognised_and_their_routes_are_read():
    assert format_of(device_file("apple/brtkwr_export.xml")) is Format.APPLE_HEALTH
    assert format_of(device_file("apple/alxdrcirilo_export.xml")) is Format.APPLE_HEALTH
    assert format_of(device_file("apple/alxdrcirilo_export.zip")) is Format.ZIP
    (member,) = unzipped(device_file("apple/alxdrcirilo_export.zip"))
    assert member.name == "export.xml"
    name = "apple/brtkwr_route_2024-01-15_10.00am.gpx"
    (route,) = read_recordings(device_file(name), name)
    assert known(route.track.speed_mps) == len(route.track) == 10


@needs_devices
def test_a_rowing_machine_tells_distance_and_power_and_the_watch_its_own_calories():
    name = "fit/fitparse_20170518-191602-1740899583.fit"
    (row,) = read_recordings(device_file(name), name)
    assert row.totals.distance_m == 6163
    assert row.totals.power_avg_w == 368
    assert row.totals.calories_kcal == 286
