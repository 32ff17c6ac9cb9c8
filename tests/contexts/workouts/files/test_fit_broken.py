"""What is left of a broken FIT file: all that came before the break, and the reason."""

import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.files.fit import read_fit
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import Unreadable
from moim.contexts.workouts.domain.recording import Recording
from moim.kernel.errors import Refusal

from .fit_writer import RECORD, begun, hour, record_values, run
from .test_fit import triathlon

WHOLE = run(200).done()
RECORD_SIZE = 23


def test_a_wrong_checksum_on_a_whole_file_keeps_everything_and_says_so():
    (recording,) = read_fit(WHOLE[:-2] + b"\0\0")
    assert len(recording.track) == 200
    assert recording.totals.distance_m == 600.0
    assert recording.partial == "bad-crc"


def test_a_wrong_checksum_of_the_header_says_so():
    (recording,) = read_fit(WHOLE[:12] + b"\1\2" + WHOLE[14:])
    assert len(recording.track) == 200
    assert recording.partial == "bad-crc"


@pytest.mark.parametrize("kept", [600, 1500, 4000])
def test_a_file_cut_short_gives_every_whole_record_before_the_cut(kept):
    cut = WHOLE[:kept]
    (recording,) = read_fit(cut)
    first = WHOLE.index(struct.pack("<B", 1) + struct.pack("<I", record_values(0)[0]))
    assert len(recording.track) == (kept - first) // RECORD_SIZE
    assert recording.partial == "truncated"


def test_a_device_that_died_before_writing_the_size_loses_nothing_it_wrote():
    unclosed = run(200).done(size=0)[:-2]
    (recording,) = read_fit(unclosed)
    assert len(recording.track) == 200
    assert recording.partial == "truncated"


def test_a_size_of_zero_with_a_right_checksum_at_the_end_is_a_whole_file():
    (recording,) = read_fit(run(200).done(size=0))
    assert len(recording.track) == 200
    assert recording.partial is None


@pytest.mark.parametrize("wrong", [-1000, 500, 10_000_000])
def test_a_wrong_size_in_the_header_does_not_hide_the_records(wrong):
    fit = run(200)
    (recording,) = read_fit(fit.done(size=len(fit.body) + wrong))
    assert len(recording.track) == 200


def test_noise_in_the_middle_keeps_what_came_before_it():
    noise = np.random.default_rng(7).integers(0, 256, 400, dtype=np.uint8).tobytes()
    broken = WHOLE[:2500] + noise + WHOLE[2900:]
    (recording,) = read_fit(broken)
    first = WHOLE.index(struct.pack("<B", 1) + struct.pack("<I", record_values(0)[0]))
    assert len(recording.track) == (2500 - first) // RECORD_SIZE
    assert recording.partial == "corrupt"
    assert (np.diff(recording.track.time_ms) == 1000).all()


def test_a_sound_activity_before_a_cut_settings_file_is_kept_and_marked():
    settings_file = begun(kind=2).done()
    (recording,) = read_fit(WHOLE + settings_file[:-6])
    assert len(recording.track) == 200
    assert recording.partial == "truncated"


def test_rubbish_after_a_sound_file_is_of_no_consequence():
    (recording,) = read_fit(WHOLE + b"\0" * 512)
    assert recording.partial is None


def test_nothing_but_a_header_is_unreadable():
    with pytest.raises(Unreadable):
        read_fit(WHOLE[:14])


def test_a_definition_of_every_field_there_can_be_is_no_danger():
    fit = begun()
    fit.define(1, (20, [(n % 250, 255, 0x0D) for n in range(255)]))
    fit.body += b"\1" + b"\2" * 255 * 255
    fit.define(2, RECORD)
    fit.add(2, *record_values(0))
    (recording,) = read_fit(fit.done())
    assert len(recording.track) == 1


def read_or_refused(data):
    try:
        return read_recordings(data, "file.fit"), None
    except Refusal as refusal:
        return [], refusal


def comes_to_recordings_or_a_refusal(data):
    found, refusal = read_or_refused(data)
    if refusal is not None:
        assert refusal.sentence("ko")
        assert refusal.sentence("en")
        return
    assert found
    for recording in found:
        assert isinstance(recording, Recording)
        time_ms = recording.track.time_ms
        assert time_ms.dtype == np.int64
        assert (np.diff(time_ms) >= 0).all()
        for name in ("lat", "lon", "heart_rate_bpm", "distance_m", "elevation_m"):
            column = getattr(recording.track, name)
            assert column is None or len(column) == len(time_ms)
        distance = recording.track.distance_m
        if distance is not None:
            assert (np.diff(distance[~np.isnan(distance)]) >= 0).all()


SEEDS = [run(30).done(), run(30, big_endian=True).done(), hour(60), triathlon().done()]


@given(st.binary(max_size=400))
def test_random_bytes_come_to_a_refusal_or_a_recording(data):
    comes_to_recordings_or_a_refusal(data)


@given(st.binary(max_size=400))
def test_random_messages_behind_a_right_header_do_too(body):
    fit = begun()
    fit.body += body
    comes_to_recordings_or_a_refusal(fit.done())


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12),
    st.integers(0, 10_000),
    st.booleans(),
)
def test_any_mutation_of_a_sound_file_does_too(seed, changes, cut, resealed):
    data = bytearray(seed)
    for at, value in changes:
        data[at % len(data)] = value
    if cut % 3 == 0:
        del data[cut % len(data) :]
    if resealed and len(data) > 16:
        fit = begun()
        fit.body = data[14:-2]
        data = bytearray(fit.done())
    comes_to_recordings_or_a_refusal(bytes(data))


@given(
    st.lists(st.tuples(st.integers(0, 255), st.integers(0, 9), st.integers(0, 255)), max_size=12),
    st.sampled_from([0, 18, 19, 20, 21, 23, 34, 78, 132, 206]),
    st.binary(min_size=200, max_size=200),
    st.booleans(),
)
def test_any_layout_of_a_message_we_read_does_too(fields, message, body, big_endian):
    fit = run(3)
    order = ">" if big_endian else "<"
    size = sum(part[1] for part in fields)
    stamped = [(253, 4, 0x86), *fields]
    fit.body += bytes([0x4F, 0, big_endian]) + struct.pack(f"{order}H", message)
    fit.body += bytes([len(stamped)]) + b"".join(bytes(part) for part in stamped)
    for n in range(3):
        fit.body += bytes([0x0F]) + (body[n:] + body)[: size + 4]
    comes_to_recordings_or_a_refusal(fit.done())
