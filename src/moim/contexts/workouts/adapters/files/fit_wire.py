"""FIT on the wire: where a file begins and ends, whether it is sound, where each message lies.

Nothing here knows what a message means. The walk is the only part of the decoder that runs once a
message in Python, so it does no more than step; runs of one message are measured by one slice.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from fastcrc import crc16
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_profile import BASE_TYPES, STRING, TIMESTAMP
from moim.contexts.workouts.adapters.files.refusals import TooManyRecords

Offsets = NDArray[np.int64]

LIMIT_MESSAGES: Final = 1_500_000
LIMIT_DEFINITIONS: Final = 500_000
LIMIT_LAYOUTS: Final = 2_048
_BLOCK: Final = 1 << 20
_MAGIC: Final = b".FIT"
_HEADER_LEAST: Final = 12
_CRC_SIZE: Final = 2
_COMPRESSED: Final = 0x80
_DEFINITION: Final = 0x40
_DEVELOPER: Final = 0x20
_COMPRESSED_TYPES: Final = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a layout: ``start`` counts from the message's header byte."""

    number: int
    start: int
    size: int
    base: int
    developer: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What a definition message says: the message's number, byte order, size and fields."""

    message: int
    big_endian: bool
    size: int
    fields: tuple[Field, ...]

    def field(self, number: int, developer: int | None = None) -> Field | None:
        """The field of this number, native unless a developer index is given."""
        for found in self.fields:
            if found.number == number and found.developer == developer:
                return found
        return None


@dataclass(slots=True, eq=False)
class Group:
    """All messages of one layout: offsets of their header bytes."""

    layout: Layout
    singles: list[int] = field(default_factory=list)
    runs: list[tuple[int, int]] = field(default_factory=list)
    compressed: list[int] = field(default_factory=list)

    def add_run(self, position: int, count: int) -> None:
        """``count`` messages lie one after the other from ``position``."""
        self.runs.append((position, count))

    def add_compressed_run(self, position: int, count: int) -> None:
        """The same, with compressed-timestamp headers."""
        size = self.layout.size
        self.compressed.extend(range(position, position + count * size, size))

    def count(self) -> int:
        """How many messages."""
        in_runs = sum(count for _, count in self.runs)
        return len(self.singles) + len(self.compressed) + in_runs

    def offsets(self, before: int | None = None) -> Offsets:
        """Ascending offsets of all messages, or of those that begin before ``before``."""
        size = self.layout.size
        parts = [np.arange(start, start + size * n, size, dtype=np.int64) for start, n in self.runs]
        if self.singles or self.compressed:
            parts.append(np.array(self.singles + self.compressed, dtype=np.int64))
        if not parts:
            return np.empty(0, dtype=np.int64)
        offsets = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(parts) > 1 or self.compressed:
            offsets.sort()
        return offsets if before is None else offsets[offsets < before]


@dataclass(frozen=True, slots=True)
class Extent:
    """One FIT file among bytes: messages in ``start..end``, the next file may begin at ``after``.

    ``fault`` is None for a sound file, else ``truncated``, ``corrupt`` or ``bad-crc``.
    """

    start: int
    end: int
    after: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class Walk:
    """The messages found, and the fault that stopped the walk early, if one did."""

    groups: tuple[Group, ...]
    fault: str | None


def begins_at(data: bytes, at: int) -> bool:
    """Whether a FIT header lies at this offset."""
    return data[at + 8 : at + 12] == _MAGIC and data[at] >= _HEADER_LEAST


def extent_at(data: bytes, at: int) -> Extent:
    """Measure the FIT file at ``at``; a size that is zero or wrong is replaced by what is there."""
    start = at + data[at]
    (size,) = struct.unpack_from("<I", data, at + 4)
    end, length = start + size, len(data)
    if start >= length:
        return Extent(length, length, length, "truncated")
    if size and end + _CRC_SIZE <= length:
        after = end + _CRC_SIZE
        if _sound(data, at, end) and _header_sound(data, at):
            return Extent(start, end, after, None)
        if after == length or begins_at(data, after):
            return Extent(start, end, after, "bad-crc")
    elif size:
        return Extent(start, min(end, length), length, "truncated")
    if _sound(data, at, length - _CRC_SIZE):
        return Extent(start, length - _CRC_SIZE, length, None)
    return Extent(start, length, length, "corrupt" if size else "truncated")


def _sound(data: bytes, at: int, end: int) -> bool:
    stored = int.from_bytes(data[end : end + _CRC_SIZE], "little")
    return end > at and crc16.arc(data[at:end]) == stored


def _header_sound(data: bytes, at: int) -> bool:
    """A header of 14 bytes has its own checksum; zero says that it was not computed."""
    if data[at] < _HEADER_LEAST + _CRC_SIZE:
        return True
    stored = int.from_bytes(data[at + 12 : at + 14], "little")
    return stored in (0, crc16.arc(data[at : at + 12]))


def walk(data: bytes, extent: Extent) -> Walk:
    """Find every message of one FIT file.

    In a file that failed its checksum an unlikely definition or header ends the walk, since what
    follows is noise; in a sound file the device is believed.
    """
    walker = _Walker(data, extent.end, strict=extent.fault is not None)
    position = extent.start
    while position < extent.end and walker.fault is None:
        position = walker.step_to(position, min(extent.end, position + _BLOCK))
        if walker.count() > LIMIT_MESSAGES:
            raise TooManyRecords(limit=LIMIT_MESSAGES)
        if walker.definitions > LIMIT_DEFINITIONS:
            raise TooManyRecords(limit=LIMIT_DEFINITIONS)
    return Walk(tuple(walker.groups.values()), walker.fault)


def _nothing(_: int) -> None:
    """Stand in for an undefined local type; never called."""


def _no_run(_position: int, _count: int) -> None:
    """Stand in for an undefined local type; never called."""


class _Walker:
    """The local types in force, and the groups found so far."""

    def __init__(self, data: bytes, end: int, *, strict: bool) -> None:
        self.data = data
        self.end = end
        self.strict = strict
        self.fault: str | None = None
        self.groups: dict[bytes, Group] = {}
        self.definitions = 0
        self._sizes = [0] * 256
        self._single: list[Callable[[int], None]] = [_nothing] * 256
        self._run: list[Callable[[int, int], None]] = [_no_run] * 256

    def count(self) -> int:
        """How many messages so far."""
        return sum(group.count() for group in self.groups.values())

    def step_to(self, position: int, stop: int) -> int:
        """Walk until a message begins at or after ``stop``; answer where."""
        data, end, sizes, single = self.data, self.end, self._sizes, self._single
        while position < stop:
            header = data[position]
            size = sizes[header]
            if not size:
                if _COMPRESSED > header >= _DEFINITION:
                    position = self._define(position, header)
                else:
                    self.fault = "corrupt"
                if self.fault:
                    break
                continue
            after = position + size
            if after < end and data[after] == header:
                count = _run_length(data, position, size, end)
                self._run[header](position, count)
                position += count * size
            elif after <= end:
                single[header](position)
                position = after
            else:
                self.fault = "truncated"
                break
        return position

    def _define(self, position: int, header: int) -> int:
        """Take a definition message; answer where the next message begins."""
        after = _definition_end(self.data, position, header, self.end)
        if after is None:
            self.fault = "truncated"
            return position
        meaning = self.data[position + 1 : after]
        if header & _DEVELOPER:
            meaning += b"d"
        self.definitions += 1
        group = self.groups.get(meaning)
        if group is None:
            if len(self.groups) >= LIMIT_LAYOUTS:
                raise TooManyRecords(limit=LIMIT_LAYOUTS)
            layout = _layout(meaning, developer=bool(header & _DEVELOPER))
            if self.strict and not _likely(self.data[position:after], layout):
                self.fault = "corrupt"
                return position
            group = self.groups[meaning] = Group(layout)
        self._assign(header & 0x0F, group)
        return after

    def _assign(self, local: int, group: Group) -> None:
        """Messages of this local type have this layout from now on."""
        plain = [local] if self.strict else [local, local | 0x10, local | 0x20, local | 0x30]
        for header in plain:
            self._sizes[header] = group.layout.size
            self._single[header] = group.singles.append
            self._run[header] = group.add_run
        if local < _COMPRESSED_TYPES:
            first = _COMPRESSED | local << 5
            every = slice(first, first + 32)
            self._sizes[every] = [group.layout.size] * 32
            self._single[every] = [group.compressed.append] * 32
            self._run[every] = [group.add_compressed_run] * 32


def _run_length(data: bytes, position: int, size: int, end: int) -> int:
    """How many messages with this very header byte follow each other from ``position``."""
    header = data[position : position + 1]
    most = (end - position) // size
    count, window = 1, 32
    while count < most:
        upto = min(count + window, most)
        headers = data[position + count * size : position + upto * size : size]
        same = len(headers) - len(headers.lstrip(header))
        count += same
        if same < len(headers):
            break
        window *= 8
    return count


def _definition_end(data: bytes, position: int, header: int, end: int) -> int | None:
    after = position + 6
    if after > end:
        return None
    after += 3 * data[position + 5]
    if header & _DEVELOPER:
        if after >= end:
            return None
        after += 1 + 3 * data[after]
    return after if after <= end else None


def _layout(meaning: bytes, *, developer: bool) -> Layout:
    """Read a definition message without its header byte."""
    big_endian = meaning[1] == 1
    message = int.from_bytes(meaning[2:4], "big" if big_endian else "little")
    fields, start, at = [], 1, 5
    for _ in range(meaning[4]):
        number, size, base = meaning[at : at + 3]
        fields.append(Field(number, start, size, base & 0x1F))
        start, at = start + size, at + 3
    if developer:
        count, at = meaning[at], at + 1
        for _ in range(count):
            number, size, index = meaning[at : at + 3]
            fields.append(Field(number, start, size, -1, index))
            start, at = start + size, at + 3
    return Layout(message, big_endian, start, tuple(fields))


def _likely(definition: bytes, layout: Layout) -> bool:
    """Whether this looks like a definition that a device would write."""
    if definition[0] & 0x10 or definition[1] or definition[2] > 1 or not layout.fields:
        return False
    if layout.message == 0xFFFF:  # noqa: PLR2004 - the invalid message number
        return False
    for part in layout.fields:
        if part.developer is None and part.base != STRING and part.base not in BASE_TYPES:
            return False
        if not part.size:
            return False
    stamp = layout.field(TIMESTAMP)
    return stamp is None or stamp.size == 4  # noqa: PLR2004 - a timestamp is a u32
