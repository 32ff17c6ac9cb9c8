"""The door to every reader: bytes of one file in, its recordings or a refusal out."""

from collections.abc import Callable
from typing import Final

from moim.contexts.workouts.adapters.files.apple_health import read_apple
from moim.contexts.workouts.adapters.files.archive import gunzipped
from moim.contexts.workouts.adapters.files.detect import Format, format_of
from moim.contexts.workouts.adapters.files.fit import read_fit
from moim.contexts.workouts.adapters.files.gpx import read_gpx
from moim.contexts.workouts.adapters.files.health_auto_export import read_hae
from moim.contexts.workouts.adapters.files.joined import read_joined
from moim.contexts.workouts.adapters.files.kml import read_kml
from moim.contexts.workouts.adapters.files.refusals import (
    LIMIT_FILE_BYTES,
    EmptyFile,
    FileTooLarge,
    OtherDoor,
    Picture,
    UnknownFormat,
    WebPage,
)
from moim.contexts.workouts.adapters.files.tcx import read_tcx
from moim.contexts.workouts.domain.recording import Recording
from moim.kernel.errors import Refusal

PARSER_VERSION: Final = 4
"""Raised with every change that can change a number read from a file."""

JOINS_WITHIN_JOINS: Final = 8

_READERS: Final[dict[Format, Callable[[bytes], list[Recording]]]] = {
    Format.FIT: read_fit,
    Format.GPX: read_gpx,
    Format.TCX: read_tcx,
    Format.KML: read_kml,
    Format.APPLE_HEALTH: read_apple,
    Format.JSON: read_hae,
}

_DOORS: Final = {
    Format.ZIP: ("ZIP 압축 파일", "a ZIP archive"),
    Format.GZIP: ("이중 압축 파일", "a gzip file inside a gzip file"),
}

_PLAIN: Final[dict[Format, type[Refusal]]] = {
    Format.EMPTY: EmptyFile,
    Format.HTML: WebPage,
    Format.PICTURE: Picture,
}


def read_recordings(data: bytes, name: str) -> list[Recording]:  # noqa: ARG001 - names lie
    """Read one file, plain or gzipped, by its content; at least one recording comes back.

    ``name`` is what the sender calls the file; it decides nothing. Pure: no input or output, and
    the result can be pickled. Raises only refusals of ``refusals.py``.
    """
    return _read(data, JOINS_WITHIN_JOINS)


def _read(data: bytes, joins: int) -> list[Recording]:
    """``joins`` is how deep joined files may lie in each other."""
    if len(data) > LIMIT_FILE_BYTES:
        raise FileTooLarge
    found = format_of(data)
    if found is Format.GZIP:
        data = gunzipped(data)
        found = format_of(data)
    if found is Format.JOINED and joins:
        return read_joined(data, lambda part: _read(part, joins - 1))
    reader = _READERS.get(found)
    if reader is not None:
        return reader(data)
    if found in _DOORS:
        ko, en = _DOORS[found]
        raise OtherDoor(what=str(found), what_ko=ko, what_en=en)
    raise _PLAIN.get(found, UnknownFormat)
