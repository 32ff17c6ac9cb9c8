"""FIT record messages as samples: scales, expanded components, developer fields over native."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_developer import developed, over
from moim.contexts.workouts.adapters.files.fit_messages import Messages, Table, unrolled
from moim.contexts.workouts.adapters.files.fit_profile import RECORD

Floats = NDArray[np.float64]

_DEGREES: Final = 180 / 2**31


class _Channel(NamedTuple):
    """A native field and how its raw number becomes a quantity: raw / scale − offset."""

    field: int
    scale: float
    offset: float


_CHANNELS: Final[dict[str, tuple[_Channel, ...]]] = {
    "elevation_m": (_Channel(78, 5, 500), _Channel(2, 5, 500)),
    "heart_rate_bpm": (_Channel(3, 1, 0),),
    "cadence_spm": (_Channel(4, 1, 0),),
    "power_w": (_Channel(7, 1, 0),),
    "temperature_c": (_Channel(13, 1, 0),),
    "speed_mps": (_Channel(73, 1000, 0), _Channel(6, 1000, 0)),
    "distance_m": (_Channel(5, 100, 0),),
}
"""The enhanced field first: it is wider, and preferred where both are there."""

_NAMES: Final = {field.field: name for name, fields in _CHANNELS.items() for field in fields}
_FRACTIONAL_CADENCE: Final = 53
_COMPRESSED_SPEED_DISTANCE: Final = 8


def channels_of(messages: Messages) -> dict[str, Floats]:
    """The columns of all record messages in file order; cadence is as the sensor counts it."""
    table = messages.table(RECORD)
    channels: dict[str, Floats] = {}
    for name, field in (("lat", 0), ("lon", 1)):
        raw = table.numbers(field)
        if raw is not None:
            channels[name] = raw * _DEGREES
    for name, fields in _CHANNELS.items():
        column = _first_known([_scaled(table, field) for field in fields])
        if column is not None:
            channels[name] = column
    _add_fraction(table, channels)
    _expand_speed_distance(table, channels)
    for native, column in developed(messages, RECORD).items():
        name = _NAMES[native]
        channels[name] = over(column, channels.get(name))
    return channels


def _scaled(table: Table, channel: _Channel) -> Floats | None:
    raw = table.numbers(channel.field)
    if raw is None:
        return None
    if channel.scale != 1:
        raw = raw / channel.scale
    return raw - channel.offset if channel.offset else raw


def _first_known(columns: list[Floats | None]) -> Floats | None:
    """A column where each value is the first column's that has one."""
    merged: Floats | None = None
    for column in columns:
        if column is not None:
            merged = column if merged is None else over(merged, column)
    return merged


def _add_fraction(table: Table, channels: dict[str, Floats]) -> None:
    fraction, cadence = table.numbers(_FRACTIONAL_CADENCE), channels.get("cadence_spm")
    if fraction is not None and cadence is not None:
        channels["cadence_spm"] = cadence + np.nan_to_num(fraction) / 128


def _expand_speed_distance(table: Table, channels: dict[str, Floats]) -> None:
    """Field 8 packs speed (12 bits, 1/100 m/s) and a rolling distance (12 bits, 1/16 m)."""
    parts: list[Floats | None] = []
    for rows in table.rows:
        part = rows.layout.field(_COMPRESSED_SPEED_DISTANCE)
        if part is None or part.size != 3:  # noqa: PLR2004 - three packed bytes
            parts.append(None)
            continue
        octets = rows.octets(part).astype(np.int64)
        packed = octets[:, 0] | octets[:, 1] << 8 | octets[:, 2] << 16
        parts.append(np.where(packed == 0xFFFFFF, np.nan, packed))  # noqa: PLR2004
    joined = table.joined(parts)
    if joined is None:
        return
    known = ~np.isnan(joined)
    packed = joined[known].astype(np.int64)
    speed, distance = np.full(len(table), np.nan), np.full(len(table), np.nan)
    speed[known] = (packed & 0xFFF) / 100
    rolling = np.concatenate(([0], packed >> 12))
    full = np.zeros(len(rolling), dtype=np.bool_)
    full[0] = True
    distance[known] = unrolled(rolling, full, bits=12)[1:] / 16
    for name, column in (("speed_mps", speed), ("distance_m", distance)):
        native = channels.get(name)
        channels[name] = column if native is None else over(native, column)
