"""Heart beats beside the records: hr messages (a strap's own memory) and hrv messages (R-R)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_messages import Messages, Rows, unrolled
from moim.contexts.workouts.adapters.files.fit_profile import HEART_RATE, HRV, UINT32

Floats = NDArray[np.float64]

_FRACTION: Final = 0
_BPM: Final = 6
_EVENT: Final = 9
_EVENT_12: Final = 10
_TICKS_A_SECOND: Final = 1024
_HOLDS_S: Final = 3.0
"""A beat tells the heart rate of the next samples for this long."""
_RR_LONGEST_S: Final = 10.0
_BEATS_MOST: Final = 16
"""A message's beats: devices write at most eight."""
_TRIPLETS_MOST: Final = _BEATS_MOST // 2


def strap_beats(messages: Messages) -> tuple[Floats, Floats]:
    """Times (seconds of the file's clock, ascending) and beats a minute of all hr messages.

    The first message ties the strap's clock of 1/1024 s to a timestamp; those after it carry only
    the low twelve bits of that clock.
    """
    table = messages.table(HEART_RATE)
    nothing = np.empty(0), np.empty(0)
    if not len(table):
        return nothing
    stamps = messages.times(table)
    fraction = table.numbers(_FRACTION)
    if fraction is not None:
        stamps = stamps + np.nan_to_num(fraction) / 32768
    found = [
        _beats(rows, stamps[np.searchsorted(table.offsets, rows.offsets)]) for rows in table.rows
    ]
    offsets, ticks, whole, bpm, stamp = (
        np.concatenate(column) for column in zip(*found, strict=True)
    )
    order = np.argsort(offsets, kind="stable")
    clock = unrolled(ticks[order].astype(np.int64), whole[order] > 0, bits=12)
    bpm, stamp = bpm[order], stamp[order]
    if not len(stamp):
        return nothing
    anchor = np.maximum.accumulate(np.where(np.isnan(stamp), -1, np.arange(len(stamp))))
    times = stamp[anchor] + (clock - clock[anchor]) / _TICKS_A_SECOND
    good = (anchor >= 0) & ~np.isnan(times) & (bpm > 0)
    times, bpm = times[good], bpm[good]
    order = np.argsort(times, kind="stable")
    return times[order], bpm[order]


def _beats(rows: Rows, stamps: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """One row a beat: offset of its message, ticks, 1 if they are whole, bpm, timestamp or NaN."""
    ticks, whole = _ticks(rows)
    width = ticks.shape[1]
    bpm, stamp = np.full(ticks.shape, np.nan), np.full(ticks.shape, np.nan)
    part = rows.layout.field(_BPM)
    rates = None if part is None else rows.elements(part, part.base, most=width)
    if rates is not None:
        bpm[:, : rates.shape[1]] = rates
    if whole:
        stamp[:, 0] = stamps
    known = ~np.isnan(ticks)
    offsets = np.repeat(rows.offsets, width).reshape(ticks.shape).astype(np.float64)
    marks = np.full(int(known.sum()), float(whole))
    return offsets[known], ticks[known], marks, bpm[known], stamp[known]


def _ticks(rows: Rows) -> tuple[Floats, bool]:
    """The strap's clock, (messages, beats), and whether it is whole or its low twelve bits."""
    part = rows.layout.field(_EVENT)
    values = None if part is None else rows.elements(part, UINT32, most=_BEATS_MOST)
    if values is not None:
        return values, True
    part = rows.layout.field(_EVENT_12)
    if part is None:
        return np.empty((len(rows), 0)), False
    packed = rows.octets(part)[:, : min(part.size // 3, _TRIPLETS_MOST) * 3].astype(np.int64)
    low, middle, high = packed[:, 0::3], packed[:, 1::3], packed[:, 2::3]
    ticks = np.empty((len(rows), 2 * low.shape[1]))
    ticks[:, 0::2] = low | (middle & 0x0F) << 8
    ticks[:, 1::2] = middle >> 4 | high << 4
    return ticks, False


def with_strap(times: Floats, own: Floats | None, beats: tuple[Floats, Floats]) -> Floats | None:
    """The samples' heart rate, from the strap where the record itself had none."""
    when, bpm = beats
    if not len(when):
        return own
    at = np.searchsorted(when, times, side="right") - 1
    near = (at >= 0) & (times - when[at] <= _HOLDS_S)
    strap = np.where(near, bpm[at], np.nan)
    if own is None:
        return strap
    return np.where(np.isnan(own) | (own == 0), strap, own)


def rr_intervals(messages: Messages) -> tuple[NDArray[np.int64], Floats]:
    """Offsets of their messages and seconds between heart beats, in order."""
    table = messages.table(HRV)
    offsets, intervals = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for rows in table.rows:
        part = rows.layout.field(0)
        values = None if part is None else rows.elements(part, part.base, most=_BEATS_MOST)
        if values is not None:
            seconds = values / 1000
            good = (seconds > 0) & (seconds < _RR_LONGEST_S)
            offsets.append(np.repeat(rows.offsets, values.shape[1]).reshape(values.shape)[good])
            intervals.append(seconds[good])
    at, seconds = np.concatenate(offsets), np.concatenate(intervals)
    order = np.argsort(at, kind="stable")
    return at[order], seconds[order]
