"""The shape of a course as it is kept: whole millionths of a degree."""

from collections.abc import Sequence

import numpy as np

from moim.contexts.workouts.domain.recording import Floats
from moim.contexts.workouts.domain.same_route import POINTS

_DEGREE = 1e6


def pack_shape(shape: Floats) -> bytes:
    """One kilobyte."""
    return np.rint(shape * _DEGREE).astype("<i4").tobytes()


def unpack_shapes(blobs: Sequence[bytes]) -> Floats:
    """All of them, one a row."""
    stored = np.frombuffer(b"".join(blobs), dtype="<i4")
    return stored.reshape(len(blobs), POINTS, 2) / _DEGREE
