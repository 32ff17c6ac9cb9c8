"""Deliveries that hold several workouts, as the files that take their place."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from moim.contexts.workouts.adapters.files.apple_archive import (
    export_within,
    taken_apart,
    unzipped_export,
)
from moim.contexts.workouts.adapters.files.archive import Member, members_of, opened
from moim.contexts.workouts.adapters.files.detect import Format, format_of
from moim.contexts.workouts.adapters.files.health_auto_export import each_workout
from moim.contexts.workouts.adapters.files.refusals import LIMIT_FILE_BYTES

TAKEN_APART: Final = frozenset({Format.ZIP, Format.APPLE_HEALTH, Format.JSON})
"""What comes as one and is kept as many."""

_HEAD: Final = 4_096
_BARE_NAME: Final = "export.xml"


def parts_of(stream: BinaryIO) -> Iterator[Member]:
    """The files within a delivery, by its content, one at a time.

    A ZIP gives its members, an Apple Health export and a Health Auto Export a file for each
    workout. Raises a refusal of ``refusals`` if there is nothing to be had.
    """
    head = stream.read(_HEAD)
    found = format_of(head)
    if found is Format.JSON:
        yield from each_workout(head + stream.read(LIMIT_FILE_BYTES))
    elif found is Format.APPLE_HEALTH:
        yield from taken_apart(_Rejoined(head, stream), _BARE_NAME)
    else:
        stream.seek(0)
        with opened(stream) as archive:
            export = export_within(archive)
            if export is None:
                yield from members_of(archive)
            else:
                yield from unzipped_export(archive, export)


class _Rejoined:
    """A stream whose head was looked at, from its beginning; not every blob can be rewound."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int) -> bytes:
        head, self._head = self._head, b""
        return head + self._stream.read(size - len(head))
