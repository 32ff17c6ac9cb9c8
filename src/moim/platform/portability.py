"""Everything that is kept of somebody as one ZIP for machines to read, and such a ZIP taken back.

A context joins with one ``Portion``; what it gives lies in a folder of its name. A context that
says no more than which of its tables name a person hands in
``rows_portion(context, erasure.DELETED)``.
"""

import io
import re
import zipfile
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Connection, LargeBinary, Table, select

from moim.kernel.errors import Invalid
from moim.platform.context import Context

T = TypeVar("T")

FORMAT = "moim-export"
VERSION = 1
MANIFEST = "moim.json"
JSON_BYTES_MAX = 256 * 1024 * 1024
ROW_BYTES_MAX = 256 * 1024
ROWS_MAX = 100_000
NAME_LENGTH_MAX = 150
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
README = """Your data from Moim.

A folder a part of Moim: users (what you said of yourself, chose, agreed to and did), workouts (each
workout, its original files, goals, zones, privacy), and so on. JSON, UTF-8; units are the end of
the names, times are UTC. `moim import THIS.zip --user EMAIL` takes it back.
"""


class NotAnExport(Invalid):
    """A ZIP that is not one of ours, of a later version, or damaged."""

    code = "not-an-export"
    ko = "Moim에서 내보낸 ZIP 파일이 아니거나 손상되었습니다."
    en = "This is not a ZIP that Moim exported, or it is damaged."


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One file of an export; ``content`` may be what opens a stream, for what is large."""

    path: str
    content: bytes | Callable[[], BinaryIO]


class Parcel:
    """One context's folder in an export that is taken back. Whoever made it may have lied."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        """Nothing is read yet."""
        self._archive = archive
        self._folder = f"{folder}/"

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self._folder + path in self._archive.NameToInfo

    def read(self, path: str, bytes_max: int) -> bytes:
        """A file's bytes. Raises NotAnExport if it is missing, damaged or larger."""
        try:
            with self._archive.open(self._folder + path) as stream:
                content = stream.read(bytes_max + 1)
        except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
            raise NotAnExport from None
        if len(content) > bytes_max:
            raise NotAnExport
        return content

    def value(self, path: str, kind: type[T]) -> T:
        """A JSON file as ``kind``. Raises NotAnExport."""
        return _decoded(self.read(path, JSON_BYTES_MAX), kind)

    def lines(self, path: str, kind: type[T]) -> list[T]:
        """A file of one JSON value a line; none if there is no such file."""
        if not self.has(path):
            return []
        return [
            _decoded(line, kind) for line in self.read(path, JSON_BYTES_MAX).splitlines() if line
        ]

    def rows(self, path: str, kind: type[T], most: int = ROWS_MAX) -> tuple[list[T], list[str]]:
        """As ``lines``, each by itself: what could be read, and why each other line could not.

        ``most`` is how many are read; a line that is no ``kind`` or too long stops no other.
        """
        if not self.has(path):
            return [], []
        lines = [line for line in self.read(path, JSON_BYTES_MAX).split(b"\n") if line]
        rows, left = [], []
        for number, line in enumerate(lines[:most], 1):
            if len(line) > ROW_BYTES_MAX:
                left.append(f"line {number} of {path} (it is too long)")
                continue
            try:
                rows.append(_decoded(line, kind))
            except NotAnExport:
                left.append(f"line {number} of {path} (it is not what such a line may hold)")
        if len(lines) > most:
            left.append(f"{len(lines) - most} lines of {path} (more than {most})")
        return rows, left


Give = Callable[[UUID], Awaitable[Sequence[Piece]]]
Take = Callable[[UUID, Parcel], Awaitable[Sequence[str]]]
"""Takes back for an account what a parcel holds; says in a line each what it did not take."""


@dataclass(frozen=True, kw_only=True)
class Portion:
    """What one context gives to an export, and how it takes that back, if it can."""

    give: Give
    take: Take | None = None


def rows_portion(context: Context[Any], names: Iterable[str]) -> Portion:
    """Every row of these tables that names the person, as it is, without binary columns.

    ``names`` may be all that the context erases: what is on its way out is left out.
    """
    mailbox = {context.mailbox.deliveries.name, context.mailbox.answers.name}
    wanted = tuple(context.metadata.tables[name] for name in names if name not in mailbox)

    async def give(user_id: UUID) -> Sequence[Piece]:
        return await context.database.ask(
            lambda connection: row_pieces(connection, wanted, user_id)
        )

    return Portion(give=give)


def row_pieces(connection: Connection, tables: Iterable[Table], user_id: UUID) -> list[Piece]:
    """One file of JSON lines a table that has rows of this person's."""
    pieces = []
    for table in tables:
        columns = [column for column in table.c if not isinstance(column.type, LargeBinary)]
        rows = connection.execute(
            select(*columns).where(table.c.user_id == user_id).order_by(*table.primary_key)
        ).mappings()
        if content := b"\n".join(line_of(dict(row)) for row in rows):
            pieces.append(Piece(path=f"{table.name}.jsonl", content=content))
    return pieces


def line_of(value: Any) -> bytes:
    """A value as a line of JSON."""
    return msgspec.json.encode(value, enc_hook=str)


def page_of(value: Any) -> bytes:
    """A value as JSON for people to read too."""
    return msgspec.json.format(line_of(value), indent=2)


def safe_name(name: str) -> str:
    """A file's name as part of a path in a ZIP."""
    tidy = _UNSAFE.sub("_", name).strip(" .")
    return tidy[-NAME_LENGTH_MAX:] or "file"


async def collected(
    portions: Mapping[str, Portion], user_id: UUID, now: datetime
) -> Sequence[Piece]:
    """What all contexts give."""
    told = {"format": FORMAT, "version": VERSION, "made_at": now, "user_id": user_id}
    pieces = [
        Piece(path=MANIFEST, content=page_of(told)),
        Piece(path="README.txt", content=README.encode()),
    ]
    for name, portion in portions.items():
        given = await portion.give(user_id)
        pieces += [Piece(path=f"{name}/{one.path}", content=one.content) for one in given]
    return pieces


def add(archive: zipfile.ZipFile, piece: Piece) -> None:
    """Put one piece in."""
    content = piece.content
    with (
        io.BytesIO(content) if isinstance(content, bytes) else content() as source,
        archive.open(piece.path, "w", force_zip64=True) as target,
    ):
        while block := source.read(1024 * 1024):
            target.write(block)


async def taken_back(
    archive: zipfile.ZipFile,
    portions: Mapping[str, Portion],
    user_id: UUID,
    settle: Callable[[], Awaitable[None]],
) -> Sequence[str]:
    """Let each context take its part; what was not taken, in a line each. Raises NotAnExport.

    ``settle`` waits until all have heard of what one took: a post finds its workout here again.
    """
    must_be_export(archive)
    left = []
    for name, portion in portions.items():
        if portion.take is not None:
            left += [
                f"{name}: {line}" for line in await portion.take(user_id, Parcel(archive, name))
            ]
            await settle()
    return left


class _Manifest(msgspec.Struct):
    format: str
    version: int


def must_be_export(archive: zipfile.ZipFile) -> None:
    """Raise NotAnExport for any other ZIP, or one of a later version than this program knows."""
    try:
        manifest = _decoded(archive.read(MANIFEST), _Manifest)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        raise NotAnExport from None
    if manifest.format != FORMAT or manifest.version > VERSION:
        raise NotAnExport


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotAnExport from None
