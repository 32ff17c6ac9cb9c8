"""Unpacking what strangers packed: every size is counted as it unfolds, names are only labels."""

import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_FILE_BYTES,
    ArchiveTooLarge,
    FileTooLarge,
    NotTakenFromArchive,
    Unreadable,
)
from moim.kernel.errors import Refusal

LIMIT_MEMBERS: Final = 5_000
LIMIT_UNPACKED_BYTES: Final = 2_000_000_000
LIMIT_RATIO: Final = 200
"""An honest GPX packs to a tenth; a bomb to a thousandth. Asked of members above a megabyte."""

_KMZ_DOCUMENT: Final = "doc.kml"
_RATIO_FROM: Final = 1_000_000
_LABEL_MOST: Final = 200
_ZIP_HEADS: Final = (b"PK\3\4", b"PK\5\6")
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_GZIP_WINDOW: Final = 31
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""All that zipfile says of a member that is not what the directory promised."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its label and its bytes, or why it cannot be had."""

    name: str
    data: bytes = b""
    refusal: Refusal | None = None


def unzipped(source: bytes | BinaryIO) -> Iterator[Member]:
    """Every file of a ZIP one at a time, never two in memory; folders and hidden files skipped.

    A member that is itself a ZIP, encrypted, damaged, too large or packed in a strange way comes
    with its refusal and the walk goes on. Raises ``ArchiveTooLarge`` and ``Unreadable`` for the
    archive as a whole.
    """
    with opened(source) as archive:
        yield from members_of(archive)


def members_of(archive: zipfile.ZipFile) -> Iterator[Member]:
    """Every file of an open ZIP; of a KMZ only its documents, for the rest are pictures."""
    members = walked(archive)
    if any(label_of(member.filename).casefold() == _KMZ_DOCUMENT for member in members):
        members = [each for each in members if each.filename.casefold().endswith(".kml")]
    left = LIMIT_UNPACKED_BYTES
    for member in members:
        found = member_of(archive, member)
        left -= len(found.data)
        if left < 0:
            raise ArchiveTooLarge
        yield found


def opened(source: bytes | BinaryIO) -> zipfile.ZipFile:
    """A ZIP by its directory; raises ``Unreadable`` if it has none that can be read."""
    try:
        return zipfile.ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Unreadable from None


def walked(archive: zipfile.ZipFile, most: int | None = None) -> list[zipfile.ZipInfo]:
    """The files of a ZIP that are worth a look; raises ``ArchiveTooLarge`` above ``most``."""
    members = [member for member in archive.infolist() if not _skipped(member)]
    if len(members) > (LIMIT_MEMBERS if most is None else most):
        raise ArchiveTooLarge
    return members


def _skipped(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    hidden = any(part.startswith(".") for part in parts if part != "..")
    return not parts or member.is_dir() or hidden or "__MACOSX" in parts


def member_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Member:
    """One file of a ZIP, or why it cannot be had."""
    name = label_of(member.filename)
    refusal = refused(member)
    if refusal is not None:
        return Member(name, refusal=refusal)
    try:
        with archive.open(member) as stream:
            data = stream.read(LIMIT_FILE_BYTES + 1)
    except DAMAGED:
        return Member(name, refusal=NotTakenFromArchive(why="damaged"))
    if len(data) > LIMIT_FILE_BYTES:
        return Member(name, refusal=FileTooLarge())
    if data[:4] in _ZIP_HEADS:
        return Member(name, refusal=NotTakenFromArchive(why="nested"))
    return Member(name, data)


def refused(member: zipfile.ZipInfo, limit_bytes: int = LIMIT_FILE_BYTES) -> Refusal | None:
    """What the directory already tells against a member, before a byte of it is unpacked."""
    if member.flag_bits & _ENCRYPTED:
        return NotTakenFromArchive(why="encrypted")
    if member.compress_type not in _METHODS:
        return NotTakenFromArchive(why="method")
    if member.file_size > limit_bytes:
        return FileTooLarge(limit_mb=limit_bytes // 1_000_000)
    if member.file_size > max(_RATIO_FROM, LIMIT_RATIO * max(member.compress_size, 1)):
        return ArchiveTooLarge()
    return None


def label_of(path: str) -> str:
    """The last part of a path as a label: NFC, printable, never to be used as a path."""
    last = unicodedata.normalize("NFC", path).replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown[-_LABEL_MOST:] or "?"


def gunzipped(data: bytes) -> bytes:
    """The content of a gzip file, of its first member; as much as there is if it breaks off.

    Raises ``FileTooLarge`` before more than the limit is unfolded, ``Unreadable`` if nothing is.
    """
    unpack = zlib.decompressobj(_GZIP_WINDOW)
    content = bytearray()
    rest = data
    try:
        while rest and not unpack.eof:
            content += unpack.decompress(rest, 1 << 20)
            rest = unpack.unconsumed_tail
            if len(content) > LIMIT_FILE_BYTES:
                raise FileTooLarge
    except zlib.error:
        pass
    if not content:
        raise Unreadable
    return bytes(content)
