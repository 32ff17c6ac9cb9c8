from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.track_codec import (
    TrackUnreadable,
    decode_track,
    encode_track,
)
from moim.contexts.workouts.domain.recording import Track

from .building import DEVICES, FILES, device_file

# Half of the last place that is kept, and what a float64 adds.
KEPT = {
    "lat": 0.5e-6,
    "lon": 0.5e-6,
    "elevation_m": 0.05,
    "heart_rate_bpm": 0.5,
    "cadence_spm": 0.5,
    "power_w": 0.5,
    "temperature_c": 0.5,
    "speed_mps": 0.5e-3,
    "distance_m": 0.05,
}


def assert_same(back, track):
    assert np.array_equal(back.time_ms, track.time_ms)
    for name, within in KEPT.items():
        column, found = getattr(track, name), getattr(back, name)
        assert (column is None) == (found is None)
        if column is not None:
            assert np.array_equal(np.isnan(found), ~np.isfinite(column))
            there = np.isfinite(column)
            assert (np.abs(found[there] - column[there]) <= within * 1.0001).all()


def numbers(least, greatest):
    return st.floats(least, greatest) | st.just(float("nan"))


@st.composite
def tracks(draw):
    count = draw(st.integers(0, 30))
    gaps = draw(st.lists(st.integers(0, 100_000), min_size=count, max_size=count))
    limits = {"lat": 90, "lon": 180, "elevation_m": 9000, "distance_m": 1e6}
    columns = {}
    for name in draw(st.sets(st.sampled_from(list(KEPT)))):
        limit = limits.get(name, 300)
        values = draw(st.lists(numbers(-limit, limit), min_size=count, max_size=count))
        columns[name] = np.array(values, dtype=float)
    start = draw(st.integers(-(10**13), 10**13))
    return Track(time_ms=start + np.cumsum(np.array(gaps, dtype=np.int64)), **columns)


@given(tracks())
def test_what_was_stored_is_read(track):
    assert_same(decode_track(encode_track(track)), track)


@given(tracks(), st.sets(st.sampled_from(list(KEPT))))
def test_columns_are_read_one_by_one(track, wanted):
    back = decode_track(encode_track(track), wanted)
    for name in KEPT:
        expected = getattr(track, name) is not None and name in wanted
        assert (getattr(back, name) is not None) == expected


@given(tracks(), st.data())
def test_a_single_altered_bit_is_noticed(track, data):
    blob = bytearray(encode_track(track))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TrackUnreadable):
        decode_track(bytes(blob))


@given(tracks(), st.data())
def test_a_cut_blob_is_noticed(track, data):
    blob = encode_track(track)
    with pytest.raises(TrackUnreadable):
        decode_track(blob[: data.draw(st.integers(0, len(blob) - 1))])


def test_decimals_as_files_write_them_come_back_to_the_last_bit():
    lat, lon = np.array([37.566535, 37.566540]), np.array([126.977969, 126.978001])
    track = Track(time_ms=np.array([0, 1]), lat=lat, lon=lon, elevation_m=np.array([38.2, 38.1]))
    back = decode_track(encode_track(track))
    assert back.lat.tolist() == lat.tolist()
    assert back.lon.tolist() == lon.tolist()
    assert back.elevation_m.tolist() == [38.2, 38.1]


def test_milliseconds_are_kept_where_there_are_any():
    times = np.array([1_760_000_000_001, 1_760_000_001_501, 1_760_000_001_502])
    assert decode_track(encode_track(Track(time_ms=times))).time_ms.tolist() == times.tolist()


def test_a_derived_distance_takes_the_place_of_the_devices():
    track = Track(time_ms=np.array([0, 1000]), distance_m=np.array([5.0, 9.0]))
    back = decode_track(encode_track(track, np.array([0.0, 3.0])))
    assert back.distance_m.tolist() == [0, 3]


def test_an_infinite_value_is_none_and_an_absurd_one_is_refused():
    odd = Track(time_ms=np.array([0]), elevation_m=np.array([np.inf]))
    assert np.isnan(decode_track(encode_track(odd)).elevation_m).all()
    with pytest.raises(ValueError, match="too great"):
        encode_track(Track(time_ms=np.array([0]), elevation_m=np.array([1e300])))


def test_a_quiet_column_costs_next_to_nothing():
    count = np.arange(10_000)
    track = Track(time_ms=count * 1000, heart_rate_bpm=np.full(10_000, 120.0))
    assert len(encode_track(track)) < 150


@pytest.mark.skipif(not DEVICES.exists(), reason="the device files are not here")
def test_real_tracks_take_less_than_three_bytes_a_point():
    size = points = 0
    for name in FILES:
        track = device_file(name).track
        six = ("time_ms", "lat", "lon", "elevation_m", "heart_rate_bpm", "cadence_spm")
        plain = Track(**{column: getattr(track, column) for column in six})
        blob = encode_track(plain)
        assert_same(decode_track(blob), plain)
        size, points = size + len(blob), points + len(plain)
    assert size / points <= 2.5


def test_every_column_of_a_track_is_stored():
    assert {field.name for field in fields(Track)} == {"time_ms", *KEPT}
