"""A trace as a blob: some three bytes a step, to 1e-5 degree (about a metre)."""

import struct

import numpy as np
import zstandard

from moim.contexts.workouts.domain.traces import STEPS_MAX, Floats, Trace

_HEAD = struct.Struct("<qd")  # first step, elapsed seconds
_STEPS_A_DEGREE = 100_000
_UNKNOWN = np.int32(2**31 - 1)
_UNPACKED_BYTES_MAX = 2 * 4 * (STEPS_MAX + 2)


def pack_trace(trace: Trace) -> bytes:
    """Differences of whole hundred-thousandths of a degree, compressed."""
    columns = np.stack([_whole(trace.lat), _whole(trace.lon)])
    # Differences wrap round at 32 bits and so do the sums that undo them.
    differences = np.diff(columns, axis=1, prepend=np.int32(0))
    packed = zstandard.compress(differences.astype("<i4").tobytes(), 1)
    return _HEAD.pack(trace.first_step, trace.elapsed_s) + packed


def unpack_trace(blob: bytes) -> Trace:
    """What ``pack_trace`` packed."""
    first_step, elapsed_s = _HEAD.unpack_from(blob)
    raw = zstandard.decompress(blob[_HEAD.size :], max_output_size=_UNPACKED_BYTES_MAX)
    columns = np.frombuffer(raw, dtype="<i4").reshape(2, -1).cumsum(axis=1, dtype=np.int32)
    lat, lon = (_degrees(column) for column in columns)
    return Trace(first_step=first_step, lat=lat, lon=lon, elapsed_s=elapsed_s)


def _whole(degrees: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    known = np.isfinite(degrees)
    whole = np.rint(np.where(known, degrees, 0.0) * _STEPS_A_DEGREE).astype(np.int32)
    return np.where(known, whole, _UNKNOWN)


def _degrees(whole: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> Floats:
    return np.where(whole == _UNKNOWN, np.nan, whole / _STEPS_A_DEGREE)
