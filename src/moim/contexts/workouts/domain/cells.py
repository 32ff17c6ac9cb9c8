"""Where somebody was, minute by minute, in squares coarse enough to find companions by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.distance import Fixes

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CELL_DEG = 0.002  # some 220 m
BUCKET_S = 60
_APART_AT_MOST_S = 120
_SAME_PLACE_M = 50.0
_COLUMN_BITS = 20
_EVERY_MINUTE_UP_TO = 7 * 24 * 60


@dataclass(frozen=True, kw_only=True, eq=False)
class MinuteCells:
    """The cell of each minute: ``bucket`` counts minutes since 1970, UTC. Both rise with time."""

    bucket: Integers
    cell: Integers


@dataclass(frozen=True, kw_only=True, eq=False)
class MinutePositions:
    """Where somebody was in the middle of each minute, degrees; ``bucket`` as in MinuteCells."""

    bucket: Integers
    lat: Floats
    lon: Floats


def cells_of(lat: Floats, lon: Floats) -> Integers:
    """The square of some 220 m that holds each position, as one number.

    Rows are 0.002 degrees of latitude; columns are as wide in metres as their row is high, so a
    row near the pole has fewer. The row is in the bits above the lowest 20.
    """
    row = np.floor((lat + 90.0) / CELL_DEG).astype(np.int64)
    column = np.floor((lon + 180.0) / _column_deg(row)).astype(np.int64)
    return (row << _COLUMN_BITS) | column


def cells_around(lat: Floats, lon: Floats) -> Integers:
    """The cell of each position and its eight neighbours: one row of nine a position."""
    row = np.floor((lat + 90.0) / CELL_DEG).astype(np.int64)[:, None] + np.array([-1, 0, 1])
    column = np.floor((lon[:, None] + 180.0) / _column_deg(row)).astype(np.int64)
    spread = column[:, :, None] + np.array([-1, 0, 1])
    return np.asarray(((row[:, :, None] << _COLUMN_BITS) | spread).reshape(len(lat), 9))


def _column_deg(row: Integers) -> Floats:
    middle = np.clip((row + 0.5) * CELL_DEG - 90.0, -89.9, 89.9)
    return np.asarray(CELL_DEG / np.cos(np.radians(middle)))


def minute_positions(fixes: Fixes) -> MinutePositions:
    """The position in the middle of every minute that the fixes touch.

    Where the fixes around the middle are more than 120 s apart, a stop (less than 50 m apart) is
    held and anything else left out: nobody knows where it led.
    """
    time_s = fixes.time_ms / 1000.0
    buckets = _touched(fixes.time_ms)
    middle = buckets * BUCKET_S + BUCKET_S / 2
    after = np.clip(np.searchsorted(time_s, middle), 1, max(len(time_s) - 1, 1))
    if len(time_s) == 1:
        return MinutePositions(bucket=buckets, lat=fixes.lat, lon=fixes.lon)
    before = after - 1
    apart_s = time_s[after] - time_s[before]
    share = np.clip((middle - time_s[before]) / np.where(apart_s > 0, apart_s, 1.0), 0.0, 1.0)
    kept = (apart_s <= _APART_AT_MOST_S) | (fixes.step_m[before] < _SAME_PLACE_M)
    lat = fixes.lat[before] + share * (fixes.lat[after] - fixes.lat[before])
    turned = (fixes.lon[after] - fixes.lon[before] + 180.0) % 360.0 - 180.0
    lon = (fixes.lon[before] + share * turned + 180.0) % 360.0 - 180.0
    return MinutePositions(bucket=buckets[kept], lat=lat[kept], lon=lon[kept])


def minute_cells(fixes: Fixes) -> MinuteCells:
    """One cell for every minute the positions touch, by the position in the minute's middle."""
    minutes = minute_positions(fixes)
    return MinuteCells(bucket=minutes.bucket, cell=cells_of(minutes.lat, minutes.lon))


def _touched(time_ms: NDArray[np.int64]) -> Integers:
    """Every minute from first to last fix; in more than a week only those with a fix.

    (A clock that jumped a decade must not make millions of minutes.)
    """
    minutes = time_ms // (BUCKET_S * 1000)
    first, last = int(minutes[0]), int(minutes[-1])
    if last - first <= _EVERY_MINUTE_UP_TO:
        return np.arange(first, last + 1, dtype=np.int64)
    return np.unique(minutes)
