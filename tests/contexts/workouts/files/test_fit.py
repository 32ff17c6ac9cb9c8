"""What our FIT decoder makes of files a device would write."""

import pickle
import struct
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.fit import read_fit
from moim.contexts.workouts.adapters.files.fit_messages import unrolled
from moim.contexts.workouts.adapters.files.refusals import (
    NoPoints,
    NotAnActivity,
    TooManyRecords,
)
from moim.contexts.workouts.domain.sports import Sport

from .fit_writer import (
    ACTIVITY,
    EPOCH_S,
    EVENT,
    FILE_ID,
    HRV,
    LAP,
    RECORD,
    SESSION,
    START,
    FitFile,
    begun,
    hour,
    record_values,
    run,
    semicircles,
    session,
)

BEGAN = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=EPOCH_S + START)


def only(data):
    (recording,) = read_fit(data)
    return recording


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("header", [12, 14])
def test_a_run_is_read_in_either_byte_order_and_with_either_header(big_endian, header):
    recording = only(run(60, big_endian=big_endian).done(header))
    track = recording.track
    assert recording.sport is Sport.RUN
    assert recording.started_at == BEGAN
    assert recording.partial is None
    assert recording.device == "Garmin Forerunner 255"
    assert recording.device_serial == 12345678
    assert recording.created_ms == (START + EPOCH_S) * 1000
    assert track.time_ms.tolist() == [(START + EPOCH_S + n) * 1000 for n in range(60)]
    assert track.lat[1] == semicircles(37.55 - 3 / 111_195) * 180 / 2**31
    assert track.distance_m.tolist() == [3.0 * n for n in range(60)]
    assert track.speed_mps.tolist() == [3.0] * 60
    assert track.elevation_m.tolist() == [40.0 + n % 7 for n in range(60)]
    assert track.heart_rate_bpm.tolist() == [140.0 + n % 10 for n in range(60)]
    assert track.cadence_spm.tolist() == [170.0] * 60
    assert track.power_w is None
    assert recording.totals.distance_m == 180.0
    assert recording.totals.elapsed_s == 60.0


def test_an_hour_with_other_messages_in_between_keeps_every_record():
    recording = only(hour())
    assert len(recording.track) == 3600
    assert len(recording.laps) == 10
    assert recording.laps[0].trigger == "distance"
    assert recording.utc_offset_s == 9 * 3600
    assert len(recording.rr_intervals_s) == 2400
    assert recording.rr_intervals_s[:2].tolist() == [0.42, 0.431]


def test_recordings_can_travel_between_processes():
    recording = only(run(10).done())
    again = pickle.loads(pickle.dumps(recording))
    assert again.track.time_ms.tolist() == recording.track.time_ms.tolist()


def test_compressed_timestamps_roll_on_every_32_seconds():
    fit = begun()
    fit.define(1, RECORD)
    fit.define(2, (20, [(3, 1, 0x02)]))
    fit.define(3, EVENT)
    fit.add(1, *record_values(0))
    for n in range(1, 200):
        fit.add_compressed(2, START + n, 150)
    session(fit, count=200)
    track = only(fit.done()).track
    assert np.diff(track.time_ms).tolist() == [1000] * 199
    assert track.heart_rate_bpm[1:].tolist() == [150.0] * 199


def test_a_compressed_timestamp_before_any_full_one_is_no_sample():
    fit = FitFile()
    fit.define(2, (20, [(3, 1, 0x02)]))
    fit.add_compressed(2, 5, 150)
    fit.define(1, RECORD)
    fit.add(1, *record_values(0))
    assert len(only(fit.done()).track) == 1


@given(
    st.lists(st.integers(0, 31), min_size=1, max_size=50),
    st.integers(0, 2**31),
)
def test_a_rolled_counter_is_rebuilt_exactly(steps, first):
    whole = first + np.cumsum([0, *steps])
    values = np.concatenate(([first], whole[1:] & 31)).astype(np.int64)
    full = np.array([True] + [False] * len(steps))
    assert unrolled(values, full, bits=5).tolist() == whole.astype(float).tolist()


def test_a_developer_field_stands_for_the_native_one_it_names():
    fit = begun()
    fit.define(2, (207, [(3, 1, 0x02)]))
    fit.add(2, 0)
    fit.define(
        3, (206, [(0, 1, 0x02), (1, 1, 0x02), (2, 1, 0x02), (3, 8, 0x07), (8, 8, 0x07),
                  (14, 2, 0x84), (15, 1, 0x02)])
    )  # fmt: skip
    fit.add(3, 0, 9, 0x84, b"Power\0", b"Watts\0", 20, 7)
    fit.add(3, 0, 4, 0x84, b"Speed\0", b"mph\0", 20, 6)
    fit.define(1, RECORD, developer=[(9, 2, 0, 0x84), (4, 2, 0, 0x84), (77, 2, 5, 0x84)])
    for n in range(5):
        fit.add(1, *record_values(n), 250 + n if n else 0xFFFF, 9, 1234)
    session(fit, count=5)
    track = only(fit.done()).track
    assert np.isnan(track.power_w[0])
    assert track.power_w[1:].tolist() == [251.0, 252.0, 253.0, 254.0]
    assert track.speed_mps.tolist() == [3.0] * 5, "a unit we do not know changes nothing"


def test_a_developer_field_without_a_description_is_stepped_over():
    fit = begun()
    fit.define(1, RECORD, developer=[(9, 2, 0, 0x84)])
    for n in range(5):
        fit.add(1, *record_values(n), 999)
    assert len(only(fit.done()).track) == 5


def test_compressed_speed_and_distance_are_expanded_over_the_rollover():
    fit = begun()
    fit.define(1, (20, [(253, 4, 0x86), (8, 3, 0x0D)]))
    for n in range(100):
        packed = 300 | (n * 48 & 0xFFF) << 12
        fit.add(1, START + n, *packed.to_bytes(3, "little"))
    fit.add(1, START + 100, 255, 255, 255)
    track = only(fit.done()).track
    assert track.distance_m[:100].tolist() == [3.0 * n for n in range(100)]
    assert track.speed_mps[:100].tolist() == [3.0] * 100
    assert np.isnan(track.distance_m[100])


def test_the_enhanced_field_wins_over_the_narrow_one():
    fit = begun()
    fit.define(1, (20, [(253, 4, 0x86), (2, 2, 0x84), (78, 4, 0x86)]))
    fit.add(1, START, (100 + 500) * 5, (9000 + 500) * 5)
    fit.add(1, START + 1, (100 + 500) * 5, 0xFFFFFFFF)
    assert only(fit.done()).track.elevation_m.tolist() == [9000.0, 100.0]


def test_the_fraction_of_a_step_is_added_before_both_feet_are_counted():
    fit = begun()
    fit.define(1, (20, [(253, 4, 0x86), (4, 1, 0x02), (53, 1, 0x02)]))
    fit.add(1, START, 85, 64)
    fit.add(1, START + 1, 85, 0xFF)
    session(fit, count=2)
    assert only(fit.done()).track.cadence_spm.tolist() == [171.0, 170.0]


def test_a_ride_counts_turns_of_the_crank():
    fit = begun()
    fit.define(1, RECORD)
    fit.add(1, *record_values(0))
    session(fit, count=1, sport=2)
    recording = only(fit.done())
    assert recording.sport is Sport.RIDE
    assert recording.track.cadence_spm.tolist() == [85.0]


def test_what_the_device_did_not_know_is_no_number():
    fit = begun()
    fit.define(1, RECORD)
    fit.add(1, START, 0x7FFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFF, 0xFFFF, 0xFF, 0xFF)
    fit.add(1, *record_values(1, bpm=0))
    fit.add(1, *record_values(2))
    track = only(fit.done()).track
    for column in (track.lat, track.lon, track.distance_m, track.speed_mps, track.elevation_m):
        assert np.isnan(column).tolist() == [True, False, False]
    assert np.isnan(track.heart_rate_bpm).tolist() == [True, True, False]


def test_records_out_of_order_are_put_in_order_and_equal_times_are_kept():
    fit = begun()
    fit.define(1, RECORD)
    for n in (0, 3, 1, 1, 2):
        fit.add(1, *record_values(n))
    track = only(fit.done()).track
    assert (track.time_ms // 1000 - START - EPOCH_S).tolist() == [0, 1, 1, 2, 3]
    assert track.distance_m.tolist() == [0.0, 3.0, 3.0, 6.0, 9.0]


def test_a_stopped_timer_is_a_pause_and_the_last_stop_is_the_end():
    fit = run(300)
    fit.define(4, EVENT)
    for second, kind in ((0, 0), (100, 4), (160, 0), (200, 1), (230, 0), (299, 4)):
        fit.add(4, START + second, 0, kind)
    fit.add(4, START + 120, 9, 1)
    pauses = [
        (a // 1000 - START - EPOCH_S, b // 1000 - START - EPOCH_S)
        for a, b in only(fit.done()).pauses_ms
    ]
    assert pauses == [(100, 160), (200, 230)]


def triathlon():
    fit = begun()
    fit.define(1, RECORD)
    legs = [(5, 18, 0, 100), (3, 0, 100, 10), (2, 0, 110, 200)]
    for _sport, _finer, first, count in legs:
        for n in range(count + 1):
            values = list(record_values(first + n))
            values[3] = n * 300
            fit.add(1, *values)
    for sport, finer, first, count in legs:
        session(fit, count=count, sport=sport, sub_sport=finer, start=START + first)
    fit.define(5, LAP)
    for _sport, _finer, first, count in legs:
        fit.add(5, START + first + count, START + first, count * 1000, count * 1000, 30_000, 7)
    return fit


def test_each_session_of_a_multisport_file_is_a_recording_of_its_own():
    swim, change, ride = read_fit(triathlon().done())
    assert [part.sport for part in (swim, change, ride)] == [
        Sport.OPEN_WATER_SWIM,
        Sport.TRANSITION,
        Sport.RIDE,
    ]
    assert [len(part.track) for part in (swim, change, ride)] == [101, 11, 201]
    assert [part.track.distance_m[0] for part in (swim, change, ride)] == [0.0, 0.0, 0.0]
    assert [part.track.distance_m[-1] for part in (swim, change, ride)] == [300.0, 30.0, 600.0]
    assert [len(part.laps) for part in (swim, change, ride)] == [1, 1, 1]
    assert [part.totals.timer_s for part in (swim, change, ride)] == [100.0, 10.0, 200.0]


def test_a_file_without_a_session_is_rebuilt_from_its_records():
    fit = begun()
    fit.define(2, (12, [(0, 1, 0x00), (1, 1, 0x00)]))
    fit.add(2, 1, 3)
    fit.define(1, RECORD)
    for n in range(20):
        fit.add(1, *record_values(n))
    recording = only(fit.done())
    assert recording.sport is Sport.TRAIL_RUN
    assert recording.started_at == BEGAN
    assert recording.totals.elapsed_s is None


def test_a_pool_swim_without_a_single_record_still_counts():
    fit = begun()
    session(fit, count=1800, sport=5, sub_sport=17)
    recording = only(fit.done())
    assert recording.sport is Sport.SWIM
    assert len(recording.track) == 0
    assert recording.totals.elapsed_s == 1800.0


def pool_swim(*, counted: bool):
    """Two laps of 4 and 2 lengths of 25 m with a rest between, as a watch without GPS tells."""
    fit = begun()
    fit.define(2, (101, [(253, 4, 0x86), (2, 4, 0x86), (12, 1, 0x00)]))
    for n, active in enumerate([1, 1, 1, 1, 0, 1, 1]):
        fit.add(2, START + 30 * n + 30, START + 30 * n, active)
    kind, fields = LAP
    fit.define(5, (kind, [*fields, (40, 2, 0x84)]))
    for first, lengths in [(0, 4), (4, 0), (5, 2)]:
        took, told = max(lengths, 1) * 30, lengths if counted else 0xFFFF
        start = START + 30 * first
        fit.add(5, start + took, start, took * 1000, took * 1000, 0xFFFFFFFF, 0, told)
    number, parts = SESSION
    fit.define(3, (number, [*parts, (44, 2, 0x84)]))
    fit.add(3, START + 210, START, 5, 17, 210_000, 180_000, 15_000, 2_500)
    return fit.done()


@pytest.mark.parametrize("counted", [True, False])
def test_laps_in_a_pool_are_as_long_as_their_lengths(counted):
    laps = only(pool_swim(counted=counted)).laps

    assert [lap.distance_m for lap in laps] == [100.0, None, 50.0]


def test_an_indoor_ride_has_samples_without_a_place():
    fit = begun()
    fit.define(1, (20, [(253, 4, 0x86), (7, 2, 0x84)]))
    fit.add(1, START, 200)
    session(fit, count=1, sport=2, sub_sport=6)
    recording = only(fit.done())
    assert recording.sport is Sport.INDOOR_RIDE
    assert recording.track.lat is None
    assert recording.track.power_w.tolist() == [200.0]


def test_a_strap_that_remembered_fills_the_heart_rate_the_records_lack():
    fit = begun()
    fit.define(1, RECORD)
    for n in range(10):
        fit.add(1, *record_values(n, bpm=0xFF if n < 8 else 111))
    session(fit, count=10)
    fit.define(2, (132, [(253, 4, 0x86), (6, 1, 0x02), (9, 4, 0x86)]))
    fit.add(2, START, 120, 5000)
    fit.define(4, (132, [(6, 8, 0x02), (10, 12, 0x0D)]))
    ticks = [(5000 + (n + 1) * 1024) & 0xFFF for n in range(8)]
    packed = bytearray()
    for low, high in zip(ticks[::2], ticks[1::2], strict=True):
        packed += bytes([low & 0xFF, low >> 8 | (high & 0xF) << 4, high >> 4])
    fit.add(4, *range(121, 129), *packed)
    track = only(fit.done()).track
    assert track.heart_rate_bpm.tolist() == [120.0 + n for n in range(8)] + [111.0, 111.0]


def test_intervals_between_beats_go_to_the_session_they_lie_in():
    fit = begun()
    fit.define(1, RECORD)
    fit.define(2, HRV)
    for n in range(20):
        fit.add(1, *record_values(n))
        fit.add(2, 500 if n < 10 else 400, 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF)
    session(fit, count=10)
    session(fit, count=10, sport=2, start=START + 10)
    first, second = read_fit(fit.done())
    assert set(first.rr_intervals_s.tolist()) <= {0.5}
    assert set(second.rr_intervals_s.tolist()) == {0.4}


def test_chained_files_are_read_one_after_the_other():
    ride = begun()
    ride.define(1, RECORD)
    ride.add(1, *record_values(7))
    session(ride, count=1, sport=2)
    settings = begun(kind=2)
    first, second = read_fit(run(5).done() + settings.done() + ride.done())
    assert (first.sport, second.sport) == (Sport.RUN, Sport.RIDE)
    assert first.partial is second.partial is None


def test_local_types_do_not_outlive_their_file_in_the_chain():
    second = FitFile()
    second.body += bytes([1]) + b"\0" * 23
    recording = only(run(5).done() + second.done())
    assert len(recording.track) == 5
    assert recording.partial == "corrupt"


def test_a_local_type_may_be_defined_anew_and_the_same_layout_may_return():
    fit = begun()
    small = (20, [(253, 4, 0x86), (3, 1, 0x02)])
    for n in range(12):
        if n % 2:
            fit.define(1, small)
            fit.add(1, START + n, 100)
        else:
            fit.define(1, RECORD)
            fit.add(1, *record_values(n))
    track = only(fit.done()).track
    assert len(track) == 12
    assert track.heart_rate_bpm[1::2].tolist() == [100.0] * 6
    assert np.isnan(track.lat[1::2]).all()
    assert not np.isnan(track.lat[::2]).any()


def test_a_device_that_never_knew_the_date_takes_it_from_the_local_time():
    fit = FitFile()
    fit.define(1, RECORD)
    for n in range(5):
        fit.add(1, *record_values(n, start=1000))
    fit.define(7, ACTIVITY)
    fit.add(7, 1005, START + 5)
    assert only(fit.done()).started_at == BEGAN


def test_a_clock_that_leaps_by_years_loses_only_the_samples_it_stamped():
    fit = begun()
    fit.define(1, RECORD)
    for n in range(20):
        fit.add(1, *record_values(n))
    fit.add(1, *record_values(20, start=START - 300_000_000))
    recording = only(fit.done())
    assert len(recording.track) == 20
    assert recording.partial == "corrupt"


@pytest.mark.parametrize(
    ("kind", "what"),
    [(2, "settings"), (5, "workout"), (6, "course"), (9, "weight"), (32, "monitoring")],
)
def test_a_file_that_is_no_activity_says_what_it_is(kind, what):
    fit = begun(kind=kind)
    fit.define(1, RECORD)
    fit.add(1, *record_values(0))
    with pytest.raises(NotAnActivity) as refused:
        read_fit(fit.done())
    assert refused.value.details["what"] == what
    for language in ("ko", "en"):
        assert refused.value.details[f"what_{language}"] in refused.value.sentence(language)


def test_an_activity_with_nothing_in_it_is_refused():
    with pytest.raises(NoPoints):
        read_fit(begun().done())


def test_more_records_than_allowed_are_refused():
    fit = begun()
    fit.define(1, (20, [(253, 4, 0x86)]))
    fit.body += (b"\1" + struct.pack("<I", START)) * 200_001
    with pytest.raises(TooManyRecords):
        read_fit(fit.done())


def test_two_layouts_that_take_turns_are_refused_before_they_fill_the_memory():
    fit = FitFile()
    fit.define(1, (200, [(0, 1, 0x02)]))
    fit.define(2, (201, [(0, 1, 0x02)]))
    fit.body += b"\1\0\2\0" * 900_000
    with pytest.raises(TooManyRecords):
        read_fit(fit.done())


def test_a_product_name_in_the_file_wins_over_our_table():
    fit = FitFile()
    fit.define(0, (FILE_ID[0], [*FILE_ID[1], (8, 12, 0x07)]))
    fit.add(0, 4, 32, 31, 5, START, b"ELEMNT BOLT\0")
    fit.define(1, RECORD)
    fit.add(1, *record_values(0))
    assert only(fit.done()).device == "Wahoo ELEMNT BOLT"
