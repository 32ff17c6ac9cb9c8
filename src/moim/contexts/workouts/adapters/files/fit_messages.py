"""FIT messages as columns: every value of one field of one kind of message in one array.

A column is float64 with NaN for “no value”, raw as on the wire: scales belong to those who know
the field. Rows are in the order of the file.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_profile import (
    BASE_TYPES,
    BYTE,
    FIELD_DESCRIPTION,
    STRING,
    TIMESTAMP,
    UINT32,
    BaseType,
)
from moim.contexts.workouts.adapters.files.fit_wire import Field, Group, Layout, Offsets

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

_COMPRESSED: Final = 0x80


@dataclass(frozen=True, slots=True)
class Description:
    """What a developer field is, as its field_description message says."""

    name: str
    units: str
    base: int
    scale: float
    offset: float
    native_message: int | None
    native_field: int | None


class Rows:
    """The messages of one layout, laid side by side so that a column is a view."""

    def __init__(self, data: bytes, layout: Layout, offsets: Offsets) -> None:
        """Copy scattered messages together; look at an unbroken run where it lies."""
        self.layout = layout
        self.offsets = offsets
        size, count = layout.size, len(offsets)
        self._first = 0
        if count and int(offsets[-1]) - int(offsets[0]) == (count - 1) * size:
            self._buffer: bytes | NDArray[np.void] = data
            self._first = int(offsets[0])
        else:
            everywhere: NDArray[np.void] = np.ndarray(
                shape=(max(len(data) - size + 1, 0),), dtype=f"V{size}", buffer=data, strides=(1,)
            )
            self._buffer = everywhere[offsets]

    def __len__(self) -> int:
        """How many messages."""
        return len(self.offsets)

    def numbers(self, part: Field, base: int) -> Floats | None:
        """The field's first element a message; None if the field holds no such numbers."""
        elements = self.elements(part, base, most=1)
        return None if elements is None else elements[:, 0]

    def elements(self, part: Field, base: int, most: int = 256) -> Floats | None:
        """The field's elements, (messages, elements) of float64 with NaN where invalid."""
        kind = BASE_TYPES.get(base)
        if kind is None or not part.size or part.size % kind.size:
            return None
        count = min(part.size // kind.size, most)
        raw = self._view(part, kind, count)
        values: Floats = raw.astype(np.float64)
        if kind.invalid is None:
            values[~np.isfinite(values)] = np.nan
        else:
            values[raw == kind.invalid] = np.nan
        return values

    def octets(self, part: Field) -> Bytes:
        """The field's bytes, (messages, size)."""
        octets: Bytes = self._view(part, BASE_TYPES[BYTE], part.size).view(np.uint8)
        return octets

    def stamps(self) -> Floats | None:
        """The full timestamps; None if the layout has none of the only type they can be."""
        part = self.layout.field(TIMESTAMP)
        return None if part is None or part.base != UINT32 else self.numbers(part, UINT32)

    def headers(self) -> Bytes:
        """The header byte of each message."""
        return self.octets(Field(0, 0, 1, BYTE))[:, 0]

    def _view(self, part: Field, kind: BaseType, count: int) -> NDArray[np.generic]:
        order = ">" if self.layout.big_endian else "<"
        return np.ndarray(
            shape=(len(self), count),
            dtype=f"{order}{kind.kind}{kind.size}",
            buffer=self._buffer,
            offset=self._first + part.start,
            strides=(self.layout.size, kind.size),
        )


class Table:
    """All messages of one kind in one FIT file, over however many layouts, in file order."""

    def __init__(self, rows: list[Rows]) -> None:
        """Order the messages by where they lie."""
        self.rows = rows
        lengths = [len(part) for part in rows]
        self._ends = np.cumsum([0, *lengths]).tolist()
        self._order: Offsets | None = None
        self.offsets: Offsets = np.empty(0, dtype=np.int64)
        if rows:
            self.offsets = np.concatenate([part.offsets for part in rows])
        if len(rows) > 1:
            self._order = np.argsort(self.offsets, kind="stable")
            self.offsets = self.offsets[self._order]

    def __len__(self) -> int:
        """How many messages."""
        return len(self.offsets)

    def numbers(self, number: int) -> Floats | None:
        """The column of a native field; None if no layout has it."""
        parts = [
            None if found is None else part.numbers(found, found.base)
            for part, found in ((part, part.layout.field(number)) for part in self.rows)
        ]
        return self.joined(parts)

    def joined(self, parts: list[Floats | None]) -> Floats | None:
        """One column in file order out of a column (or None) a layout."""
        if all(part is None for part in parts):
            return None
        if len(parts) == 1:
            return parts[0]
        column = np.full(len(self), np.nan)
        for part, start in zip(parts, self._ends, strict=False):
            if part is not None:
                column[start : start + len(part)] = part
        return column if self._order is None else column[self._order]

    def first(self, number: int) -> int | None:
        """The first value there is of a native field, as a whole number."""
        column = self.numbers(number)
        found = [] if column is None else column[~np.isnan(column)][:1].tolist()
        return int(found[0]) if found else None

    def value(self, row: int, number: int) -> float | None:
        """One value of one message (for the few messages read one by one)."""
        column = self.numbers(number)
        if column is None or np.isnan(column[row]):
            return None
        return float(column[row])

    def texts(self, number: int) -> list[str]:
        """The column of a string field, empty where there is none."""
        texts: list[str] = []
        for part in self.rows:
            found = part.layout.field(number)
            if found is None or found.base != STRING:
                texts += [""] * len(part)
            else:
                texts += [_text(row.tobytes()) for row in part.octets(found)]
        return texts if self._order is None else [texts[at] for at in self._order.tolist()]


def _text(raw: bytes) -> str:
    return raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip()


class Messages:
    """One FIT file's messages by their number, with the clock that compressed headers need."""

    def __init__(self, data: bytes, groups: tuple[Group, ...], before: int | None = None) -> None:
        """Keep what begins before ``before`` (all of it if None)."""
        self._data = data
        self._groups = groups
        self._before = before
        self._tables: dict[int, Table] = {}
        self._clock: tuple[Offsets, Floats] | None = None

    def table(self, message: int) -> Table:
        """All messages of this number, maybe none."""
        found = self._tables.get(message)
        if found is None:
            rows = []
            for group in self._groups:
                if group.layout.message == message:
                    offsets = group.offsets(self._before)
                    if len(offsets):
                        rows.append(Rows(self._data, group.layout, offsets))
            found = self._tables[message] = Table(rows)
        return found

    def times(self, table: Table) -> Floats:
        """Each message's timestamp in the file's own seconds, NaN where it has none."""
        parts: list[Floats | None] = []
        for rows in table.rows:
            times = rows.stamps()
            if times is None and bool((rows.headers() & _COMPRESSED).any()):
                at, clock = self._compressed_clock()
                where = np.minimum(np.searchsorted(at, rows.offsets), max(len(at) - 1, 0))
                times = clock[where]
            parts.append(times)
        joined = table.joined(parts)
        return np.full(len(table), np.nan) if joined is None else joined

    def _compressed_clock(self) -> tuple[Offsets, Floats]:
        """Offsets and times of every message that has a timestamp, full or compressed."""
        if self._clock is None:
            self._clock = self._run_clock()
        return self._clock

    def _run_clock(self) -> tuple[Offsets, Floats]:
        at, stamps, full = [], [], []
        for group in self._groups:
            offsets = group.offsets(self._before)
            if not len(offsets):
                continue
            rows = Rows(self._data, group.layout, offsets)
            times = rows.stamps()
            if times is not None:
                known = ~np.isnan(times)
                at.append(offsets[known])
                stamps.append(times[known].astype(np.int64))
            else:
                headers = rows.headers()
                known = headers >= _COMPRESSED
                at.append(offsets[known])
                stamps.append((headers[known] & 0x1F).astype(np.int64))
            full.append(np.full(len(at[-1]), times is not None))
        offsets, values, absolute = np.concatenate(at), np.concatenate(stamps), np.concatenate(full)
        order = np.argsort(offsets, kind="stable")
        return offsets[order], unrolled(values[order], absolute[order], bits=5)

    def descriptions(self) -> dict[tuple[int, int], Description]:
        """Developer fields by (developer index, field number); the last description holds."""
        table = self.table(FIELD_DESCRIPTION)
        names, units = table.texts(3), table.texts(8)
        columns = {n: table.numbers(n) for n in (0, 1, 2, 6, 7, 14, 15)}

        def at(row: int, number: int) -> int | None:
            column = columns[number]
            if column is None or np.isnan(column[row]):
                return None
            return int(column[row])

        found = {}
        for row in range(len(table)):
            index, number, base = at(row, 0), at(row, 1), at(row, 2)
            if index is None or number is None or base is None:
                continue
            found[index, number] = Description(
                name=names[row],
                units=units[row].casefold(),
                base=base & 0x1F,
                scale=float(at(row, 6) or 1),
                offset=float(at(row, 7) or 0),
                native_message=at(row, 14),
                native_field=at(row, 15),
            )
        return found


def unrolled(values: NDArray[np.int64], full: NDArray[np.bool_], bits: int) -> Floats:
    """Give a counter of ``bits`` bits its lost high bits back.

    ``values`` are whole where ``full``, elsewhere only the low bits; each is the next one at or
    after the value before it. What comes before the first whole value is NaN.
    """
    if not len(values):
        return np.empty(0)
    mask = (1 << bits) - 1
    steps = np.zeros(len(values), dtype=np.int64)
    steps[1:] = (values[1:] - values[:-1]) & mask
    steps[full] = 0
    walked = np.cumsum(steps)
    anchor = np.maximum.accumulate(np.where(full, np.arange(len(values)), -1))
    result = (values[anchor] + walked - walked[anchor]).astype(np.float64)
    result[anchor < 0] = np.nan
    return result
