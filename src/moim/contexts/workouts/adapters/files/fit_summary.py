"""What a FIT file says beside its samples: laps, pauses, totals, the device."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_clock import Clock
from moim.contexts.workouts.adapters.files.fit_developer import developed
from moim.contexts.workouts.adapters.files.fit_devices import device_name
from moim.contexts.workouts.adapters.files.fit_messages import Messages, Table
from moim.contexts.workouts.adapters.files.fit_profile import (
    DEVICE_INFO,
    EVENT,
    FILE_ID,
    LAP,
    LENGTH,
    SESSION,
)
from moim.contexts.workouts.adapters.files.tracks import STRIDES_MOST, instant
from moim.contexts.workouts.domain.recording import DeviceTotals, Lap
from moim.contexts.workouts.domain.sports import Family, Sport

Floats = NDArray[np.float64]

_LAPS_MOST: Final = 5_000
_PAUSES_MOST: Final = 5_000
_TRIGGERS: Final = {0: "manual", 1: "time", 2: "distance", 7: "session_end"}
_TIMER: Final = 0
_START: Final = 0
_STOPS: Final = frozenset({1, 4, 8, 9})
_BAROMETER: Final = 4
_LOCAL_SOURCE: Final = 5
_QUANTITY_MOST: Final = 1e9
_ACTIVE: Final = 1
_POOL_M: Final = (5.0, 200.0)


def laps(messages: Messages, clock: Clock, from_s: float, to_s: float) -> tuple[Lap, ...]:
    """The laps that begin within, in the order of time."""
    table = messages.table(LAP)
    starts, ends = table.numbers(2), messages.times(table)
    elapsed, timer = table.numbers(7), table.numbers(8)
    distance, trigger = table.numbers(9), table.numbers(24)
    own = developed(messages, LAP).get(9)
    swum = _Pool(messages, clock)
    found = []
    for row in range(min(len(table), _LAPS_MOST)):
        start, end = clock.at(starts, row), clock.at(ends, row)
        length = number(elapsed, row, 1000)
        if length is None and start is not None and end is not None:
            length = max(end - start, 0.0)
        if start is None or length is None or not from_s <= start < to_s:
            continue
        kind = number(trigger, row, 1)
        found.append(
            Lap(
                started_at=instant(start),
                elapsed_s=length,
                timer_s=number(timer, row, 1000),
                distance_m=number(own, row, 1)
                or number(distance, row, 100)
                or swum.way_m(table, row, start, start + length),
                trigger=_TRIGGERS.get(-1 if kind is None else int(kind), "other"),
            )
        )
    return tuple(sorted(found, key=lambda lap: lap.started_at))


class _Pool:
    """What was swum in a pool: only whole lengths are known there."""

    def __init__(self, messages: Messages, clock: Clock) -> None:
        length_m = (messages.table(SESSION).first(44) or 0) / 100
        shortest_m, longest_m = _POOL_M
        self._length_m = length_m if shortest_m <= length_m <= longest_m else None
        lengths = messages.table(LENGTH)
        starts, kind = lengths.numbers(2), lengths.numbers(12)
        self._starts_s = np.empty(0)
        if starts is not None and kind is not None:
            self._starts_s = np.sort(starts[kind == _ACTIVE] + clock.ahead_s)

    def way_m(self, laps: Table, row: int, from_s: float, to_s: float) -> float | None:
        """Lengths swum in a lap times the pool's; None for what is no pool, or a lap of rest.

        The lap counts its lengths itself, or the messages of single lengths do.
        """
        if self._length_m is None:
            return None
        counted = number(laps.numbers(40), row, 1)
        if counted is None:
            first, after = np.searchsorted(self._starts_s, (from_s, to_s))
            counted = float(after - first)
        return counted * self._length_m or None


def pauses(
    messages: Messages, clock: Clock, from_s: float, to_s: float
) -> tuple[tuple[int, int], ...]:
    """Milliseconds from each stop of the timer to the next start; a last stop is the end."""
    table = messages.table(EVENT)
    event, kind = table.numbers(0), table.numbers(1)
    if event is None or kind is None:
        return ()
    times = messages.times(table) + clock.ahead_s
    timer = (event == _TIMER) & ~np.isnan(times) & ~np.isnan(kind)
    timer &= (times >= from_s) & (times < to_s)
    order = np.argsort(times[timer], kind="stable")
    found: list[tuple[int, int]] = []
    stopped: float | None = None
    pairs = zip(times[timer][order].tolist(), kind[timer][order].tolist(), strict=True)
    for when, what in pairs:
        if what in _STOPS:
            stopped = when if stopped is None else stopped
        elif what == _START and stopped is not None:
            if when > stopped:
                found.append((int(stopped * 1000), int(when * 1000)))
            stopped = None
    return tuple(found[:_PAUSES_MOST])


def totals(messages: Messages, row: int | None, sport: Sport) -> DeviceTotals:
    """What the device said in one session message; nothing if there is none."""
    if row is None:
        return DeviceTotals()
    table, own = messages.table(SESSION), developed(messages, SESSION)

    def value(field: int, scale: float = 1) -> float | None:
        found = number(own.get(field), row, 1)
        return number(table.numbers(field), row, scale) if found is None else found

    cadence = value(18)
    if cadence is not None:
        cadence += value(92, 128) or 0
        if sport.family is Family.FOOT and cadence < STRIDES_MOST:
            cadence *= 2
    fastest = value(125, 1000)
    return DeviceTotals(
        elapsed_s=value(7, 1000),
        timer_s=value(8, 1000),
        moving_s=value(59, 1000),
        distance_m=value(9, 100),
        elevation_gain_m=value(22),
        elevation_loss_m=value(23),
        calories_kcal=value(11),
        heart_rate_avg_bpm=value(16) or None,
        heart_rate_max_bpm=value(17) or None,
        cadence_avg_spm=cadence,
        power_avg_w=value(20),
        speed_max_mps=fastest if fastest is not None else value(15, 1000),
    )


def barometric(messages: Messages) -> bool | None:
    """A device that lists its own barometer has one; one that does not may have one too."""
    table = messages.table(DEVICE_INFO)
    kind, source = table.numbers(1), table.numbers(25)
    if kind is None or source is None:
        return None
    return bool(((kind == _BAROMETER) & (source == _LOCAL_SOURCE)).any()) or None


def created_ms(messages: Messages, clock: Clock) -> int | None:
    """When the device began the file, Unix milliseconds."""
    table = messages.table(FILE_ID)
    created = clock.at(table.numbers(4), 0) if len(table) else None
    return None if created is None else int(created * 1000)


def device(messages: Messages) -> str | None:
    """What a person would call the device."""
    table = messages.table(FILE_ID)
    names = [name for name in table.texts(8) if name]
    return device_name(table.first(1), table.first(2), names[0] if names else "")


def number(column: Floats | None, row: int, scale: float) -> float | None:
    """One scaled value of a column, None if there is none or it cannot be a quantity."""
    value = np.nan if column is None else float(column[row]) / scale
    return value if 0 <= value <= _QUANTITY_MOST else None
