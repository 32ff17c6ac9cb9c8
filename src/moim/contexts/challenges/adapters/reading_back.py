"""A stored ranking read back, so that each entrant's line is found by its key.

It is kept in 24 bytes a line: a million entrants are 24 MB, whatever the file is.
"""

import hashlib

import msgspec
import zstandard

from moim.contexts.challenges.application.snapshots import KEY_BYTES, Snapshot
from moim.platform.blobs import Blobs, NoSuchBlob

_POINTS_BYTES = 8
_LINE_BYTES = KEY_BYTES + _POINTS_BYTES


class _Line(msgspec.Struct):
    """A line of a snapshot, as far as it is compared."""

    key: str
    points: int


class ReadBack:
    """What was stored. ``whole`` says whether it is that, and all of it."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.whole = False
        self._parts = [bytearray() for _ in range(256)]
        self._count = 0

    def points_of(self, key: bytes) -> int | None:
        """What the line says; None if there is none."""
        part = self._parts[key[0]]
        at = part.find(key)
        while at % _LINE_BYTES and at >= 0:
            at = part.find(key, at + 1)
        if at < 0:
            return None
        return int.from_bytes(part[at + KEY_BYTES : at + _LINE_BYTES], "big", signed=True)

    def take(self, blobs: Blobs, snapshot: Snapshot) -> None:
        """Read all of it; it is not whole if it is gone or is not what was stored."""
        hashed = hashlib.sha256()
        decoder = msgspec.json.Decoder(_Line)
        try:
            with blobs.open(snapshot.sha256) as lines:
                for line in lines:
                    hashed.update(line)
                    self._add(decoder.decode(line))
        except (NoSuchBlob, OSError, zstandard.ZstdError, ValueError, OverflowError):
            return
        same = hashed.hexdigest() == snapshot.sha256
        self.whole = same and self._count == snapshot.ranked

    def _add(self, line: _Line) -> None:
        key = bytes.fromhex(line.key)
        if len(key) != KEY_BYTES:
            raise ValueError(line.key)
        self._parts[key[0]] += key + line.points.to_bytes(_POINTS_BYTES, "big", signed=True)
        self._count += 1
