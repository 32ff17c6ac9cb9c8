"""An Apple Health export taken apart: one small export of its own for each workout.

A workout's extract is again an `export.xml`: the workout as Apple wrote it, its heart rates, and
its route inline as systems before iOS 13 wrote it. So one reader reads both, the extract is an
original that stands alone, and the same workout in next month's export gives the same bytes.
"""

import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final
from xml.sax.saxutils import quoteattr

from moim.contexts.workouts.adapters.files.apple_health import ended
from moim.contexts.workouts.adapters.files.apple_routes import Route, read_route
from moim.contexts.workouts.adapters.files.apple_scan import (
    HEART_RATE,
    AppleScan,
    Element,
    HeartRates,
    Readable,
)
from moim.contexts.workouts.adapters.files.archive import (
    DAMAGED,
    Member,
    label_of,
    member_of,
    refused,
    walked,
)
from moim.contexts.workouts.adapters.files.detect import Format, format_of
from moim.contexts.workouts.adapters.files.health_values import moment_of, sport_of
from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_FILE_BYTES,
    BrokenExport,
    FileTooLarge,
    NotTakenFromArchive,
    RouteNotJoined,
    TooManyRecords,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal

LIMIT_EXPORT_BYTES: Final = 6_000_000_000
"""Twenty years of a watch; some 80 s of parsing."""

LIMIT_WORKOUTS: Final = 10_000

LIMIT_EXPORT_MEMBERS: Final = 50_000
"""Each walk has a route and each electrocardiogram a table."""

_LOOKS_MOST: Final = 200
_SPOOL_BYTES: Final = 16_000_000
_SNIFF: Final = 4_096
_BEFORE: Final = timedelta(minutes=1)
_POINTER: Final = re.compile(r"HKDevice: 0x[0-9a-f]+")
_BROUGHT_ALONG: Final = frozenset(
    {".xml", ".csv", ".json", ".pdf", ".png", ".jpg", ".jpeg", ".heic", ".txt"}
)
"""Health records, electrocardiograms, documents: in an export, and no workouts."""

_KOREAN: Final = {
    Sport.RUN: "러닝",
    Sport.TREADMILL_RUN: "트레드밀 러닝",
    Sport.TRACK_RUN: "트랙 러닝",
    Sport.WALK: "걷기",
    Sport.HIKE: "등산",
    Sport.RIDE: "자전거",
    Sport.INDOOR_RIDE: "실내 자전거",
    Sport.SWIM: "수영",
    Sport.OPEN_WATER_SWIM: "오픈워터 수영",
    Sport.ROW: "로잉",
    Sport.INDOOR_ROW: "실내 로잉",
    Sport.STRENGTH: "근력 운동",
    Sport.CARDIO: "유산소",
    Sport.HIIT: "고강도 인터벌",
    Sport.YOGA: "요가",
    Sport.PILATES: "필라테스",
    Sport.DIVE: "다이빙",
    Sport.SKI: "스키",
    Sport.SKATE: "스케이트",
}


@dataclass(slots=True)
class _Kept:
    """A workout on the spool: where its text lies, and what the rest of it is found by."""

    label: str
    at: int
    length: int
    start: datetime | None
    end: datetime | None
    source: str
    inline: bool
    paths: tuple[str, ...]


@dataclass
class _Routes:
    """The route files of the archive by their last name, and which were asked for."""

    archive: zipfile.ZipFile | None = None
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    failed: list[Member] = field(default_factory=list)

    def read(self, path: str) -> Route | None:
        """The points of a route file; why it gave none is noted."""
        name = _key(path)
        info = self.members.get(name)
        if info is None or self.archive is None or name in self.used:
            return None
        self.used.add(name)
        member = member_of(self.archive, info)
        try:
            if member.refusal is not None:
                raise member.refusal
            return read_route(member.data)
        except Refusal as refusal:
            self.failed.append(Member(member.name, refusal=RouteNotJoined(why=refusal.code)))
            return None

    def starts(self, names: Sequence[str]) -> list[tuple[datetime, str]]:
        """When each of the routes nobody named begins, as far as it can be told."""
        found = []
        for name in names:
            route = self.read(name)
            self.used.discard(name)
            if route is not None and route.started_at is not None:
                found.append((route.started_at, name))
        return sorted(found)


def export_within(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The member that is an Apple export, whatever its name: the largest whose root says so."""
    found = []
    documents = [
        info
        for info in walked(archive, LIMIT_EXPORT_MEMBERS)
        if info.filename.casefold().endswith(".xml")
    ]
    for info in documents[:_LOOKS_MOST]:
        try:
            with archive.open(info) as stream:
                if format_of(stream.read(_SNIFF)) is Format.APPLE_HEALTH:
                    found.append(info)
        except DAMAGED:
            continue
    return max(found, key=lambda info: info.file_size, default=None)


def unzipped_export(archive: zipfile.ZipFile, export: zipfile.ZipInfo) -> Iterator[Member]:
    """One member for each workout, then the files that are something else again.

    Raises a refusal if nothing can be had of the export.
    """
    refusal = refused(export, LIMIT_EXPORT_BYTES)
    if refusal is not None:
        raise refusal
    others = {
        info.filename: info for info in walked(archive, LIMIT_EXPORT_MEMBERS) if info is not export
    }
    routes = _Routes(
        archive,
        {_key(name): info for name, info in others.items() if name.casefold().endswith(".gpx")},
    )
    with archive.open(export) as stream:
        yield from _taken_apart(stream, label_of(export.filename), routes)
    for name, info in others.items():
        if PurePosixPath(name).suffix.casefold() in _BROUGHT_ALONG or _key(name) in routes.used:
            continue
        yield member_of(archive, info)


def taken_apart(stream: Readable, name: str) -> Iterator[Member]:
    """A bare `export.xml`: one member for each workout, without routes unless they are inline."""
    yield from _taken_apart(stream, name, _Routes())


def _taken_apart(stream: Readable, name: str, routes: _Routes) -> Iterator[Member]:
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
        kept: list[_Kept] = []

        def found(workout: Element) -> None:
            if len(kept) >= LIMIT_WORKOUTS:
                raise TooManyRecords(limit=LIMIT_WORKOUTS)
            kept.append(_spooled(workout, spool))

        scan = AppleScan(found)
        refusal: Refusal | None = None
        try:
            fault = scan.read(_Counted(stream))
            refusal = BrokenExport(why=fault) if fault else None
        except DAMAGED:
            refusal = NotTakenFromArchive(why="damaged")
        unnamed = _unnamed_routes(kept, routes)
        for one in kept:
            yield _extract(one, spool, scan, routes, unnamed)
    yield from routes.failed
    if refusal is not None:
        yield Member(name, refusal=refusal)


class _Counted:
    """A stream that ends in a refusal once it unfolds to more than an export has."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._left = LIMIT_EXPORT_BYTES

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise FileTooLarge(limit_mb=LIMIT_EXPORT_BYTES // 1_000_000)
        return piece


def _spooled(workout: Element, spool: "tempfile.SpooledTemporaryFile[bytes]") -> _Kept:
    attributes = workout.attributes
    if "device" in attributes:  # its address in the phone's memory differs from day to day
        attributes["device"] = _POINTER.sub("HKDevice: 0x0", attributes["device"])
    start = moment_of(attributes.get("startDate"))
    text = _written(workout).encode()
    at = spool.seek(0, 2)
    spool.write(text)
    parts = list(workout.named("WorkoutRoute"))
    return _Kept(
        label=_label(workout, start),
        at=at,
        length=len(text),
        start=start,
        end=None if start is None else ended(workout, start),
        source=attributes.get("sourceName", ""),
        inline=any(any(part.named("Location")) for part in parts),
        paths=tuple(
            reference.attributes.get("path", "")
            for part in parts
            for reference in part.named("FileReference")
        ),
    )


def _label(workout: Element, start: datetime | None) -> str:
    sport = sport_of(workout.attributes.get("workoutActivityType"))
    when = f" {start:%Y-%m-%d %H:%M}" if start is not None else ""
    return f"Apple 건강 · {_KOREAN.get(sport, '운동')}{when}"


def _unnamed_routes(kept: Sequence[_Kept], routes: _Routes) -> dict[int, str]:
    """Route files that no workout names, by the position of the workout they begin in."""
    named = {_key(path) for one in kept for path in one.paths}
    rest = [name for name in routes.members if name not in named]
    wanting = [
        one
        for one in kept
        if not one.inline and not any(_key(p) in routes.members for p in one.paths)
    ]
    found: dict[int, str] = {}
    for begins, name in routes.starts(rest) if wanting else ():
        for one in wanting:
            if one.start is None or one.end is None or one.at in found:
                continue
            if one.start - _BEFORE <= begins <= one.end:
                found[one.at] = name
                break
    return found


def _extract(
    one: _Kept,
    spool: "tempfile.SpooledTemporaryFile[bytes]",
    scan: AppleScan,
    routes: _Routes,
    unnamed: dict[int, str],
) -> Member:
    """A workout's own export, or why it is too large for one."""
    spool.seek(one.at)
    workout = spool.read(one.length)
    if not one.inline:
        workout = _with_routes(workout, one, routes, unnamed.get(one.at))
    locale = f" locale={quoteattr(scan.locale)}" if scan.locale else ""
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<HealthData{locale}>\n'.encode(),
        _beats(one, scan.hearts).encode(),
        workout,
        b"</HealthData>\n",
    ]
    data = b"".join(parts)
    if len(data) > LIMIT_FILE_BYTES:
        return Member(one.label, refusal=FileTooLarge())
    return Member(one.label, data)


def _with_routes(workout: bytes, one: _Kept, routes: _Routes, unnamed: str | None) -> bytes:
    for path in one.paths:
        route = routes.read(path)
        if route is not None:
            reference = _written(Element("FileReference", {"path": path})).encode()
            workout = workout.replace(reference, reference + route.inline.encode(), 1)
    if unnamed is not None:
        route = routes.read(unnamed)
        if route is not None:
            part = f"<WorkoutRoute>\n{route.inline}</WorkoutRoute>\n</Workout>\n".encode()
            workout = workout.removesuffix(b"</Workout>\n") + part
    return workout


def _beats(one: _Kept, hearts: HeartRates) -> str:
    if one.start is None or one.end is None:
        return ""
    source, seconds, beats = hearts.within(one.start.timestamp(), one.end.timestamp(), one.source)
    head = f'<Record type={quoteattr(HEART_RATE)} sourceName={quoteattr(source)} unit="count/min"'
    lines = []
    for second, beat in zip(seconds.tolist(), beats.tolist(), strict=True):
        when = f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S} +0000"
        lines.append(f'{head} startDate="{when}" endDate="{when}" value="{beat:g}"/>\n')
    return "".join(lines)


def _written(element: Element) -> str:
    """An element as text, always in the same way."""
    parts: list[str] = []
    _write(element, parts)
    return "".join(parts)


def _write(element: Element, parts: list[str]) -> None:
    attributes = "".join(
        f" {name}={quoteattr(value)}" for name, value in element.attributes.items()
    )
    if not element.children:
        end = f"></{element.name}>\n" if element.name == "Workout" else "/>\n"
        parts.append(f"<{element.name}{attributes}{end}")
        return
    parts.append(f"<{element.name}{attributes}>\n")
    for child in element.children:
        _write(child, parts)
    parts.append(f"</{element.name}>\n")


def _key(path: str) -> str:
    """The last name of a path: route files lie in one folder, and a label opens nothing."""
    return unicodedata.normalize("NFC", path).replace("\\", "/").rpartition("/")[2].casefold()
