"""How a track is stored: one small blob whose columns can be read one by one (ADR 0011)."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from zlib import crc32

import numpy as np
import zstandard
from numpy.typing import NDArray

from moim.contexts.workouts.domain.recording import Track

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_MAGIC = b"MT"
_VERSION = 1
_LEVEL = 1  # 15 would save 6 % of the room and take a third of the time a file is read in
_ORDERS = (0, 1, 2)
_GREATEST = 2**52  # beyond it float64 no longer tells whole numbers apart

# How many decimals are kept of each column. The place in this list is the column's number in the
# blob: add at the end, never reorder. Time, the first, is whole milliseconds and always there.
_DECIMALS = {
    "time_ms": 0,
    "lat": 6,
    "lon": 6,
    "elevation_m": 1,
    "heart_rate_bpm": 0,
    "cadence_spm": 0,
    "power_w": 0,
    "temperature_c": 0,
    "speed_mps": 3,
    "distance_m": 1,
}
_NAMES = tuple(_DECIMALS)
_OPENING = struct.Struct("<2sBBI")  # magic, version, how many columns, how many points
_COLUMN = struct.Struct("<BBBBqqII")
_CLOSING = struct.Struct("<I")  # CRC-32 of all before


class TrackUnreadable(Exception):
    """A stored track is not what was written: cut, altered, or of a version not known here."""


@dataclass(frozen=True, kw_only=True)
class _Column:
    """How one column is packed, as written in front of the packed bytes.

    ``order``: how often neighbours were subtracted. ``width``: bytes a value before compression.
    ``decimals``: how many are kept. ``first`` and ``unit``: value = first + unit x stored. First
    come ``mask_bytes`` of presence bits (none if every sample has a value), then
    ``packed_bytes`` of values.
    """

    number: int
    order: int
    width: int
    decimals: int
    first: int
    unit: int
    mask_bytes: int
    packed_bytes: int

    def header(self) -> bytes:
        return _COLUMN.pack(*(getattr(self, field.name) for field in fields(self)))


def encode_track(track: Track, distance_m: Floats | None = None) -> bytes:
    """Pack a track. ``distance_m``, if given, is stored in place of the device's own distance.

    Coordinates keep 1e-6 degree, time its milliseconds, elevation and distance 0.1 m, speed
    1 mm/s, all else whole units. An infinite value is stored as none. Raises ValueError for a
    value too great to be stored exactly.
    """
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True)
    headers, bodies = [], []
    for number, (name, decimals) in enumerate(_DECIMALS.items()):
        values = distance_m if name == "distance_m" and distance_m is not None else None
        values = getattr(track, name) if values is None else values
        if values is not None:
            column, body = _packed(compressor, number, decimals, values)
            headers.append(column.header())
            bodies.append(body)
    opening = _OPENING.pack(_MAGIC, _VERSION, len(headers), len(track))
    blob = b"".join((opening, *headers, *bodies))
    return blob + _CLOSING.pack(crc32(blob))


def _packed(
    compressor: zstandard.ZstdCompressor, number: int, decimals: int, values: NDArray[np.generic]
) -> tuple[_Column, bytes]:
    whole, present = _whole_numbers(values, 10**decimals)
    first = int(whole[0]) if whole.size else 0
    risen = whole - first
    unit = int(np.gcd.reduce(risen)) or 1 if whole.size else 1
    risen //= unit
    order, zigzag = _cheapest(risen)
    planes, width = _byte_planes(zigzag)
    mask = b"" if present is None else compressor.compress(np.packbits(present).tobytes())
    packed = compressor.compress(planes)
    column = _Column(
        number=number,
        order=order,
        width=width,
        decimals=decimals,
        first=first,
        unit=unit,
        mask_bytes=len(mask),
        packed_bytes=len(packed),
    )
    return column, mask + packed


def _whole_numbers(values: NDArray[np.generic], steps: int) -> tuple[Integers, Flags | None]:
    """The values that are there, in whole steps, and where they are (None: everywhere)."""
    if values.dtype.kind == "i":
        return values.astype(np.int64), None
    scaled = values.astype(np.float64) * steps
    present = np.isfinite(scaled)
    everywhere = bool(present.all())
    scaled = np.rint(scaled if everywhere else scaled[present])
    if scaled.size and np.abs(scaled).max() >= _GREATEST:
        raise ValueError("a value is too great for a track")
    return scaled.astype(np.int64), None if everywhere else present


def _cheapest(values: Integers) -> tuple[int, NDArray[np.uint64]]:
    """The order of differences with the fewest bits in all, and its zigzag values."""
    candidates = [(order, _zigzag(values, order)) for order in _ORDERS]
    return min(candidates, key=lambda candidate: float(np.log2(candidate[1] + 1.0).sum()))


def _zigzag(values: Integers, order: int) -> NDArray[np.uint64]:
    """Differences of ``order``, as whole numbers that are small where the difference is."""
    steps = np.diff(values, n=order, prepend=np.zeros(order, dtype=np.int64))
    return np.asarray((steps << 1) ^ (steps >> 63)).astype(np.uint64)


def _byte_planes(zigzag: NDArray[np.uint64]) -> tuple[bytes, int]:
    """All lowest bytes, then all next bytes, as many as the greatest value needs."""
    greatest = int(zigzag.max()) if zigzag.size else 0
    width = next(size for size in (1, 2, 4, 8) if greatest < 1 << (8 * size))
    planes = zigzag.astype(f"<u{width}").view(np.uint8).reshape(-1, width).T
    return planes.tobytes(), width


def decode_track(blob: bytes, columns: Collection[str] | None = None) -> Track:
    """Unpack a track; with ``columns`` only those (and always the time).

    Raises TrackUnreadable if a single bit is not as it was written.
    """
    if len(blob) < _OPENING.size + _CLOSING.size or blob[:2] != _MAGIC:
        raise TrackUnreadable("this is no track")
    body = memoryview(blob)[: -_CLOSING.size]
    if crc32(body) != _CLOSING.unpack_from(blob, len(body))[0]:
        raise TrackUnreadable("the checksum of the track does not match")
    _, version, count, points = _OPENING.unpack_from(body)
    if version != _VERSION:
        raise TrackUnreadable(f"tracks of version {version} are not known")
    found: dict[str, Floats] = {}
    time_ms = np.zeros(points, dtype=np.int64)
    decompressor = zstandard.ZstdDecompressor()
    for column, offset in _directory(body, count):
        name = _NAMES[column.number]
        if name == "time_ms":
            time_ms = _values(decompressor, body, offset, column)
        elif columns is None or name in columns:
            found[name] = _spread(decompressor, body, offset, column, points)
    return Track(time_ms=time_ms, **found)


def _directory(body: memoryview, count: int) -> Iterator[tuple[_Column, int]]:
    """Each column's description and where its bytes begin."""
    names = [field.name for field in fields(_Column)]
    offset = _OPENING.size + count * _COLUMN.size
    for place in range(count):
        read = _COLUMN.unpack_from(body, _OPENING.size + place * _COLUMN.size)
        column = _Column(**dict(zip(names, read, strict=True)))
        yield column, offset
        offset += column.mask_bytes + column.packed_bytes


def _values(
    decompressor: zstandard.ZstdDecompressor, body: memoryview, offset: int, column: _Column
) -> Integers:
    start = offset + column.mask_bytes
    planes = decompressor.decompress(body[start : start + column.packed_bytes])
    stored = np.frombuffer(planes, dtype=np.uint8)
    if column.width > 1:
        turned = np.ascontiguousarray(stored.reshape(column.width, -1).T)
        stored = turned.view(f"<u{column.width}").ravel()
    zigzag = stored.astype(np.int64)
    values = (zigzag >> 1) ^ -(zigzag & 1)
    for _ in range(column.order):
        np.cumsum(values, out=values)
    if column.unit != 1:
        values *= column.unit
    values += column.first
    return values


def _spread(
    decompressor: zstandard.ZstdDecompressor,
    body: memoryview,
    offset: int,
    column: _Column,
    points: int,
) -> Floats:
    """The column in its own unit, with NaN where there was no value."""
    values = _values(decompressor, body, offset, column)
    scaled = values / 10**column.decimals if column.decimals else values.astype(np.float64)
    if not column.mask_bytes:
        return scaled
    mask = decompressor.decompress(body[offset : offset + column.mask_bytes])
    present = np.unpackbits(np.frombuffer(mask, dtype=np.uint8), count=points).view(np.bool_)
    spread = np.full(points, np.nan)
    spread[present] = scaled
    return spread
