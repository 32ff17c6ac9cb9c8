"""What GPX and TCX share: an XML parser that refuses entities and hands out points by column.

Inside a point no start tag is looked at: the text since the last end tag belongs to the element
that ends, which halves the calls into Python and is all that leaves need.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_RECORDS,
    TooManyRecords,
    Unreadable,
    XmlWithEntities,
)
from moim.contexts.workouts.adapters.files.tracks import LATEST_MS

Floats = NDArray[np.float64]
Sink = tuple[Callable[[str], None], Callable[[int], None]]
"""Where a leaf's text goes, and the row it belongs to."""

CUT_SHORT: Final = frozenset({3, 5, 6, 20})
"""Expat's codes for a document that ends too early: no element, unclosed token, partial
character, unclosed CDATA."""

_KOREAN: Final = re.compile(
    rb"""\s*<\?xml[^>]*encoding=["'](?:euc-kr|cp949|ms949|uhc|ks_c_5601-1987)["'][^>]*\?>""",
    re.IGNORECASE,
)
_PIECE: Final = 1 << 21
_DEPTH_MOST: Final = 100
_NAMES_MOST: Final = 2_000
_LABEL_MOST: Final = 200
_TEXT_MOST: Final = 2_000
_UTC_FORM: Final = "0000-00-00T00:00:00Z"
_DIGITS: Final = np.array([letter == "0" for letter in _UTC_FORM])
_SIGNS: Final = np.array([ord(letter) for letter in _UTC_FORM if letter != "0"])
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class PointParser:
    """Feeds a document to handlers and gathers the leaves of its points.

    ``leaves`` maps local element names to channels. A reader sets ``start`` and ``end`` for what
    is outside of points, calls ``open_point`` from ``start`` and is told of the end by the parser.
    """

    def __init__(self, leaves: dict[str, str], point: str) -> None:
        """Prepare a parser that refuses a document type before anything is expanded."""
        self.start: Callable[[str, dict[str, str]], None] = lambda _name, _attributes: None
        self.end: Callable[[str, str], None] = lambda _name, _text: None
        self.count = 0
        self.texts: dict[str, list[str]] = {channel: [] for channel in leaves.values()}
        self.rows: dict[str, list[int]] = {channel: [] for channel in leaves.values()}
        self._sinks: dict[str, Sink | None] = {}
        self._leaves = leaves
        self._point = point
        self._depth = 0
        self._inside_point = False
        self._parts: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self._parts.append
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse
        self._end_inside = self._inside()

    def parse(self, data: bytes) -> str | None:
        """Read the document; answer the fault that ended it early, None if it is whole."""
        self._look_outside()
        data = _in_unicode(data)
        try:
            for at in range(0, len(data), _PIECE):
                full = at + _PIECE <= len(data)
                if full and data.find(b"<", at, at + _PIECE) < 0:
                    raise Unreadable  # a tag of megabytes, which expat would scan over and over
                before = self.count if self._inside_point else -1
                self._parser.Parse(data[at : at + _PIECE], False)
                if self._inside_point and before == self.count:
                    raise Unreadable  # a point of megabytes: tags nested to eat memory
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            return "truncated" if error.code in CUT_SHORT else "corrupt"
        except (LookupError, ValueError):  # an encoding that expat cannot be taught
            return "corrupt"
        return None

    def open_point(self) -> None:
        """From here to the point's end tag, leaves are gathered for row ``count``."""
        if self.count >= LIMIT_RECORDS:
            raise TooManyRecords
        self._inside_point = True
        self._parser.StartElementHandler = None
        self._parser.EndElementHandler = self._end_inside

    def column(self, channel: str) -> Floats | None:
        """The channel's numbers a point, NaN where there is none; None if no point has any."""
        texts, rows = self.texts[channel], self.rows[channel]
        return spread(numbers(texts), rows, self.count) if texts else None

    def _look_outside(self) -> None:
        self._parser.StartElementHandler = self._start_outside
        self._parser.EndElementHandler = self._end_outside

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        self._parts.clear()
        self._depth += 1
        if self._depth > _DEPTH_MOST:
            raise Unreadable
        self.start(name.rpartition(":")[2], attributes)

    def _end_outside(self, name: str) -> None:
        text = "".join(self._parts).strip()
        self._parts.clear()
        self._depth -= 1
        self.end(name.rpartition(":")[2], text)

    def _inside(self) -> Callable[[str], None]:
        """The end handler within a point: built once, since it runs once an element."""
        parts, clear, joined = self._parts, self._parts.clear, "".join
        sinks, learn = self._sinks, self._learn

        def end(name: str) -> None:
            try:
                sink = sinks[name]
            except KeyError:
                sink = learn(name)
            if sink is not None:
                sink[0](joined(parts))
                sink[1](self.count)
            clear()

        return end

    def _learn(self, name: str) -> Sink | None:
        """Where the text of an element goes, by its name without prefix; kept for the next."""
        plain = name.rpartition(":")[2]
        channel = self._leaves.get(plain)
        sink: Sink | None = None
        if channel is not None:
            sink = self.texts[channel].append, self.rows[channel].append
        elif plain == self._point:
            sink = self._close_point, _nothing
        if len(self._sinks) < _NAMES_MOST:
            self._sinks[name] = sink
        return sink

    def _close_point(self, _text: str) -> None:
        self.count += 1
        self._depth -= 1
        self._inside_point = False
        self._look_outside()


def _nothing(_row: int) -> None:
    """The end of a point has no value to place."""


def _in_unicode(data: bytes) -> bytes:
    """Korean encodings have two bytes a letter, which expat does not know: make them UTF-8."""
    declared = _KOREAN.match(data[:200])
    if declared is None:
        return data
    return b'<?xml version="1.0"?>' + data[declared.end() :].decode("cp949", "replace").encode()


def _refuse(*_: object) -> None:
    raise XmlWithEntities


def numbers(texts: list[str]) -> Floats:
    """Numbers of texts; NaN for what is none."""
    try:
        values = np.array(list(map(float, texts)), dtype=np.float64)
    except ValueError:
        values = np.array([_number(text) for text in texts], dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan


def spread(values: Floats, rows: list[int], count: int) -> Floats:
    """A column of ``count`` with the values at their rows; of two in one row the last."""
    if len(rows) == count and rows[-1] == count - 1 and len(set(rows)) == count:
        return values
    column = np.full(count, np.nan)
    here = np.array(rows)
    column[here[here < count]] = values[here < count]
    return column


def instants_ms(texts: list[str]) -> Floats:
    """Milliseconds since 1970 of XML dateTimes, NaN for what is none or beyond belief.

    A time without a zone is UTC, as GPX and TCX demand.
    """
    times = _instants_ms([text.strip() for text in texts])
    times[~((times >= 0) & (times < LATEST_MS))] = np.nan
    return times


def _instants_ms(texts: list[str]) -> Floats:
    """Most files write one form of twenty letters: numpy reads those at once."""
    plain = np.array(texts, dtype=np.str_)
    if plain.size and plain.dtype.itemsize == 4 * len(_UTC_FORM):
        letters = plain.view(np.uint32).reshape(len(plain), len(_UTC_FORM))
        digits = letters[:, _DIGITS] - ord("0")
        if (letters[:, ~_DIGITS] == _SIGNS).all() and (digits <= 9).all():  # noqa: PLR2004
            try:
                moments = plain.astype(f"U{len(_UTC_FORM) - 1}").astype("datetime64[ms]")
            except ValueError:
                pass
            else:
                return moments.astype(np.int64).astype(np.float64)
    return np.array([_instant_ms(text) for text in texts], dtype=np.float64)


def _instant_ms(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return np.nan


def wall_clock_offset_s(texts: list[str]) -> int | None:
    """Seconds east of UTC if the times say a zone of their own; +00:00 says nothing."""
    for text in texts[:1]:
        try:
            zone = datetime.fromisoformat(text.strip()).utcoffset()
        except ValueError:
            return None
        return int(zone.total_seconds()) if zone else None
    return None


def label(text: str | None) -> str | None:
    """A name from a file, fit to be shown: one line, NFC, no control characters, not too long."""
    if not text:
        return None
    flat = unicodedata.normalize("NFC", " ".join(text[:_TEXT_MOST].split()))
    shown = "".join(letter for letter in flat if letter.isprintable())
    return shown[:_LABEL_MOST].strip() or None
