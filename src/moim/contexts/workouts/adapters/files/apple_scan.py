"""One pass over an Apple Health export of any size: its workouts one at a time, its heart rates.

Years of records lie around a few hundred workouts, so nothing is kept but a workout under way
and ten bytes a heart rate. The document type that Apple writes inline declares elements only. It
is cut out unread, since neither can it be trusted (some systems write it malformed) nor is there
anything in it for us; what declares an entity, or any other document type, is refused.
"""

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.health_values import RATE_PER_MIN, moment_of, quantity
from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_RECORDS,
    TooManyRecords,
    Unreadable,
    XmlWithEntities,
)
from moim.contexts.workouts.adapters.files.xml_points import CUT_SHORT

Floats = NDArray[np.float64]
_Sorted = tuple[NDArray[np.uint32], NDArray[np.float32], NDArray[np.uint16]]

HEART_RATE: Final = "HKQuantityTypeIdentifierHeartRate"
LIMIT_HEART_RATES: Final = 6_000_000
"""Every heart rate of a decade, twice."""

_PIECE: Final = 1 << 20
_DOCTYPE_MOST: Final = 1 << 18
_DEPTH_MOST: Final = 100
_TOP: Final = 2
_SOURCES_MOST: Final = 10_000
_SECONDS_MOST: Final = 0xFFFFFFFF
_BEATS_MOST: Final = 300
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s+HealthData\s*\[")
_DECLARES: Final = re.compile(rb"<!ENTITY|\bSYSTEM\b|\bPUBLIC\b", re.IGNORECASE)
_CONTROLS: Final = bytes(range(256)).translate(
    bytes.maketrans(bytes(code for code in range(32) if code not in b"\t\n\r"), b" " * 29)
)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Readable(Protocol):
    """What can be read on and on; empty bytes at its end."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes."""
        ...


@dataclass(slots=True)
class Element:
    """An XML element with what is in it; text between tags means nothing in an export."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)

    def named(self, name: str) -> Iterator["Element"]:
        """Its children of one name."""
        return (child for child in self.children if child.name == name)


class HeartRates:
    """Heart rates as they come, ten bytes each: second, beats a minute, source."""

    def __init__(self) -> None:
        """None yet."""
        self._seconds = array("I")
        self._beats = array("f")
        self._sources = array("H")
        self._names: dict[str, int] = {}
        self._sorted: _Sorted | None = None

    def add(self, attributes: dict[str, str]) -> None:
        """Take a Record; one without an instant or a believable value is left out."""
        if len(self._seconds) >= LIMIT_HEART_RATES:
            raise TooManyRecords(limit=LIMIT_HEART_RATES)
        text = attributes.get("startDate", "")
        try:
            seconds = int(datetime.fromisoformat(text).timestamp())
        except (ValueError, OverflowError):
            moment = moment_of(text)
            seconds = -1 if moment is None else int(moment.timestamp())
        beats = quantity(attributes.get("value"), attributes.get("unit", "count/min"), RATE_PER_MIN)
        if beats is None or not 0 < beats <= _BEATS_MOST or not 0 <= seconds <= _SECONDS_MOST:
            return
        name = attributes.get("sourceName", "")
        source = self._names.setdefault(name, len(self._names))
        if source >= _SOURCES_MOST:
            raise TooManyRecords(limit=_SOURCES_MOST)
        self._seconds.append(seconds)
        self._beats.append(beats)
        self._sources.append(source)

    def within(self, from_s: float, to_s: float, source: str) -> tuple[str, Floats, Floats]:
        """Whose heart rates, at which Unix seconds, and how many beats a minute, in a span.

        The workout's own source is preferred, else the one that has the most. Of two in one
        second the last counts.
        """
        seconds, beats, sources = self._in_order()
        first, beyond = np.searchsorted(seconds, (from_s, to_s + 1))
        seconds, beats, sources = seconds[first:beyond], beats[first:beyond], sources[first:beyond]
        if not len(seconds):
            return source, np.empty(0), np.empty(0)
        own = self._names.get(source, -1)
        if not (sources == own).any():
            own = int(np.bincount(sources).argmax())
        chosen = sources == own
        seconds, beats = seconds[chosen], beats[chosen]
        last = np.append(np.diff(seconds) > 0, [True])
        name = next(name for name, number in self._names.items() if number == own)
        return name, seconds[last].astype(np.float64), beats[last].astype(np.float64)

    def _in_order(self) -> "_Sorted":
        if self._sorted is None:
            seconds = np.array(self._seconds, dtype=np.uint32)
            order = np.argsort(seconds, kind="stable")
            beats = np.array(self._beats, dtype=np.float32)[order]
            sources = np.array(self._sources, dtype=np.uint16)[order]
            self._sorted = seconds[order], beats, sources
        return self._sorted


class AppleScan:
    """Feeds an export to expat. ``found`` is called with each workout as it ends."""

    def __init__(self, found: Callable[[Element], None]) -> None:
        """Nothing read yet."""
        self.hearts = HeartRates()
        self.locale: str | None = None
        self._found = found
        self._depth = 0
        self._open: list[Element] = []
        self._count = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse

    def read(self, stream: Readable) -> str | None:
        """Read to the end; the fault that ended it early, None if it is whole.

        A workout that the end cuts is told of too. Raises ``XmlWithEntities``, ``Unreadable`` or
        ``TooManyRecords``, and what the stream raises.
        """
        try:
            for piece in _pieces(stream):
                if len(piece) == _PIECE and b"<" not in piece:
                    raise Unreadable  # a tag of megabytes, which expat would scan over and over
                self._parser.Parse(piece, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            if self._open:
                self._found(self._open[0])
            return "truncated" if error.code in CUT_SHORT else "corrupt"
        except (LookupError, ValueError):  # an encoding that expat cannot be taught
            return "corrupt"
        return None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._open:
            self._child(name, attributes)
        elif self._depth == _TOP:
            if name == "Record":
                if attributes.get("type") == HEART_RATE:
                    self.hearts.add(attributes)
            elif name == "Workout":
                self._open.append(Element(name, attributes))
                self._count = 0
        elif self._depth == 1:
            if name != "HealthData":
                raise Unreadable
            self.locale = attributes.get("locale")
        elif self._depth > _DEPTH_MOST:
            raise Unreadable

    def _child(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > LIMIT_RECORDS:
            raise TooManyRecords
        if self._depth > _DEPTH_MOST:
            raise Unreadable
        child = Element(name, attributes)
        self._open[-1].children.append(child)
        self._open.append(child)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._open:
            closed = self._open.pop()
            if not self._open:
                self._found(closed)


def _pieces(stream: Readable) -> Iterator[bytes]:
    """The document in pieces, without Apple's document type and without control characters."""
    head = stream.read(_PIECE)
    wide = head.startswith(_WIDE)
    piece = without_doctype(head)
    while piece:
        yield piece if wide else piece.translate(_CONTROLS)
        piece = stream.read(_PIECE)


def without_doctype(head: bytes) -> bytes:
    """The beginning of a document without the document type that Apple writes inline.

    Any other is left where it is, for the parser to refuse. Raises ``XmlWithEntities``.
    """
    begin = head.find(b"<!DOCTYPE", 0, _DOCTYPE_MOST)
    opening = _DOCTYPE.match(head, begin) if begin >= 0 else None
    if opening is None:
        return head
    end = head.find(b"]>", opening.end(), _DOCTYPE_MOST)
    if end < 0:
        raise XmlWithEntities
    if _DECLARES.search(head, opening.end(), end):
        raise XmlWithEntities
    return head[:begin] + head[end + 2 :]


def _refuse(*_: object) -> None:
    raise XmlWithEntities
