"""What a file is, by its first bytes: names and media types lie."""

import re
from enum import StrEnum
from typing import Final

_HEAD: Final = 4_096

_TAG: Final = re.compile(r"<(?!\?|!--)(!doctype\s+)?([A-Za-z_][\w.\-]*:)?([\w.\-]+)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)


class Format(StrEnum):
    """The formats told apart."""

    EMPTY = "empty"
    FIT = "fit"
    GPX = "gpx"
    TCX = "tcx"
    KML = "kml"
    GZIP = "gzip"
    ZIP = "zip"
    HTML = "html"
    PICTURE = "picture"
    APPLE_HEALTH = "apple-health"
    JOINED = "joined"
    JSON = "json"
    XML = "xml"
    UNKNOWN = "unknown"


_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_HEIC: Final = frozenset({b"heic", b"heix", b"mif1", b"avif", b"msf1"})

_MAGIC: Final = {
    b"\x1f\x8b": Format.GZIP,
    b"PK\3\4": Format.ZIP,
    b"PK\5\6": Format.ZIP,
    b"MOIMJOIN": Format.JOINED,
}

_ROOTS: Final = {
    "gpx": Format.GPX,
    "trainingcenterdatabase": Format.TCX,
    "kml": Format.KML,
    "html": Format.HTML,
    "head": Format.HTML,
    "body": Format.HTML,
    "healthdata": Format.APPLE_HEALTH,
}


def format_of(data: bytes) -> Format:
    """Tell the format of a file's bytes; what it promises beyond its head is not looked at."""
    head = data[:_HEAD]
    if not head:
        return Format.EMPTY
    if head[8:12] == b".FIT":
        return Format.FIT
    for magic, found in _MAGIC.items():
        if head.startswith(magic):
            return found
    if _picture(head):
        return Format.PICTURE
    return _of_text(_decoded(head))


def _picture(head: bytes) -> bool:
    if head.startswith(_PICTURES):
        return True
    riff = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return riff or (head[4:8] == b"ftyp" and head[8:12] in _HEIC)


def _decoded(head: bytes) -> str:
    """The head as letters; only markup, which is ASCII, matters."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    if head[:4] == b"<\0?\0":
        return head.decode("utf-16-le", "replace")
    return head.decode("utf-8-sig", "replace")


def _of_text(text: str) -> Format:
    text = text.lstrip()
    if text[:1] in ("{", "["):
        return Format.JSON
    if text[:1] != "<":
        return Format.EMPTY if not text.strip("\0") else Format.UNKNOWN
    root = _TAG.search(_COMMENT.sub("", text))
    if root is None:
        return Format.XML if text.startswith("<?xml") else Format.UNKNOWN
    return _ROOTS.get(root[3].lower(), Format.XML)
