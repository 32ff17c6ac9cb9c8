"""Moim's own file of recordings that their owner joined: the originals, whole, one behind another.

So the joined workout can be derived anew by a later version, and no byte of its parts is lost.
"""

import json
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Final

from moim.contexts.workouts.adapters.files.refusals import NoPoints, Unreadable
from moim.contexts.workouts.domain.cropping import Crop, cropped
from moim.contexts.workouts.domain.joining import joined
from moim.contexts.workouts.domain.recording import Recording

MAGIC: Final = b"MOIMJOIN\x01"
PARTS_MAX: Final = 20
_LENGTH: Final = struct.Struct("<I")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One original, which of its recordings is meant, and the part of it that was kept."""

    data: bytes
    position: int
    crop: Crop | None = None


def join_file(parts: Sequence[Part]) -> bytes:
    """The file of these parts: magic, how long the list is, the list, the originals."""
    told = [
        {
            "bytes": len(part.data),
            "position": part.position,
            "crop": part.crop and [part.crop.starts_at.isoformat(), part.crop.ends_at.isoformat()],
        }
        for part in parts
    ]
    listed = json.dumps(told).encode()
    return b"".join((MAGIC, _LENGTH.pack(len(listed)), listed, *(part.data for part in parts)))


def read_joined(data: bytes, read: Callable[[bytes], Sequence[Recording]]) -> list[Recording]:
    """The one recording that the parts make; ``read`` reads each part."""
    try:
        parts = list(_parts(data))
    except (KeyError, TypeError, ValueError, RecursionError, struct.error):
        raise Unreadable from None
    if not 1 < len(parts) <= PARTS_MAX:
        raise Unreadable
    return [reduce(joined, [_recording(part, read) for part in parts])]


def _parts(data: bytes) -> Iterator[Part]:
    """Raises whatever a list that was not written here is wrong by."""
    if not data.startswith(MAGIC):
        raise ValueError("of a version not known here")
    start = len(MAGIC) + _LENGTH.size
    (listed,) = _LENGTH.unpack_from(data, len(MAGIC))
    at = start + listed
    for told in json.loads(data[start:at])[: PARTS_MAX + 1]:
        size, position, crop = int(told["bytes"]), int(told["position"]), told["crop"]
        if not 0 <= size <= len(data) - at:
            raise ValueError("cut short")
        yield Part(data=data[at : at + size], position=position, crop=crop and _crop(*crop))
        at += size


def _crop(starts_at: str, ends_at: str) -> Crop:
    start, end = datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at)
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return Crop(starts_at=start, ends_at=end)


def _recording(part: Part, read: Callable[[bytes], Sequence[Recording]]) -> Recording:
    found = read(part.data)
    if not 0 <= part.position < len(found):
        raise Unreadable
    recording = found[part.position]
    if not len(recording.track):
        raise NoPoints
    return cropped(recording, part.crop) if part.crop else recording
