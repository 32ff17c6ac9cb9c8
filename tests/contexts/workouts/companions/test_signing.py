"""Signatures: small, exact enough, and cut before anything is made of a track."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings

from moim.contexts.workouts.adapters import comparing
from moim.contexts.workouts.adapters.trace_codec import pack_trace, unpack_trace
from moim.contexts.workouts.adapters.track_codec import encode_track
from moim.contexts.workouts.application.companion_queries import ToSign
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.traces import Trace

from .outings import HOME_LAT, HOME_LON, runner
from .test_togetherness import wanderings

ID = UUID(int=7)


def waiting(samples: bytes | None) -> ToSign:
    return ToSign(workout_id=ID, request_id=ID, elapsed_s=600.0, samples=samples)


def track(seconds=600) -> bytes:
    at = np.arange(seconds)
    lat = HOME_LAT + at * 27e-6
    return encode_track(Track(time_ms=at * 1000, lat=lat, lon=np.full(seconds, HOME_LON)))


@settings(max_examples=40)
@given(wanderings())
def test_a_trace_survives_its_blob_to_a_metre(whereabouts):
    back = unpack_trace(pack_trace(whereabouts))
    assert (back.first_step, back.elapsed_s) == (whereabouts.first_step, whereabouts.elapsed_s)
    assert np.array_equal(np.isnan(back.lat), np.isnan(whereabouts.lat))
    assert np.allclose(back.lat, whereabouts.lat, atol=6e-6, equal_nan=True)
    assert np.allclose(back.lon, whereabouts.lon, atol=6e-6, equal_nan=True)


def test_nowhere_survives_its_blob():
    assert len(unpack_trace(pack_trace(Trace.empty(3.0)))) == 0


def test_an_hour_takes_few_bytes():
    assert len(pack_trace(runner())) < 1500


def test_a_minute_has_its_cell_and_three_runs_around_it():
    signature = comparing.sign_all([waiting(track())])[ID]
    assert len(signature.minutes) == 10
    assert len(signature.around) == 30
    for bucket, cell in signature.minutes:
        assert any(b == bucket and low <= cell <= high for b, low, high in signature.around)


@pytest.mark.parametrize("samples", [None, b"", b"not a track at all"])
def test_what_may_not_or_cannot_be_read_is_not_signed(samples):
    assert comparing.sign_all([waiting(samples)]) == {ID: None}


def test_a_track_without_a_place_is_not_signed():
    samples = encode_track(Track(time_ms=np.arange(600) * 1000))
    assert comparing.sign_all([waiting(samples)]) == {ID: None}


def test_what_a_privacy_zone_hides_is_in_no_cell_and_no_trace():
    zone = Circle(lat=HOME_LAT, lon=HOME_LON, radius_m=900.0)

    whole = comparing.sign_all([waiting(track())])[ID]
    cut = comparing.sign_all([replace(waiting(track()), circles=(zone,))])[ID]

    assert len(cut.minutes) == 5
    assert set(cut.minutes) < set(whole.minutes)
    trace = unpack_trace(cut.trace)
    known = ~np.isnan(trace.lat)
    assert known.any()
    assert not zone.holds(trace.lat[known], trace.lon[known]).any()


def test_a_workout_all_in_a_privacy_zone_is_not_signed():
    zone = Circle(lat=HOME_LAT, lon=HOME_LON, radius_m=4_000.0)

    assert comparing.sign_all([replace(waiting(track()), circles=(zone,))]) == {ID: None}
