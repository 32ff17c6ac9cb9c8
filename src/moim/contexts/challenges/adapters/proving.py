"""``moim challenge verify``: a whole ranking reckoned anew, piece by piece, and its snapshot."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import zstandard

from moim.contexts.challenges.application.verifying import (
    Piece,
    last_snapshot,
    verify_piece,
    wrong_ranks,
)
from moim.contexts.challenges.domain.ranking import standing_at
from moim.platform.blobs import Blobs, NoSuchBlob
from moim.platform.context import Context


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How many were looked at, whose place differs, how many ranks, and ``moved_on`` as found."""

    places: Sequence[bytes]
    wrong: tuple[UUID, ...]
    wrong_ranks: int
    moved_on: int

    @property
    def ranked(self) -> int:
        """How many have a place."""
        return len(self.places)

    @property
    def holds(self) -> bool:
        """Whether the ranking is what the workouts say."""
        return not self.wrong and not self.wrong_ranks


async def verify(context: Context[Any], challenge_id: UUID) -> Proof:
    """Reckon every place from workouts and typed results; raises ChallengeNotFound."""
    places: list[bytes] = []
    wrong: list[UUID] = []
    moved_on = 0
    piece = Piece(challenge_id=challenge_id)
    while True:
        found = await context.ask(verify_piece, piece)
        places.extend(found.places)
        wrong.extend(found.wrong)
        moved_on += found.moved_on
        if found.last is None:
            break
        piece = Piece(challenge_id=challenge_id, after=found.last)
    differing = await context.ask(wrong_ranks, (challenge_id, places))
    return Proof(places=places, wrong=tuple(wrong), wrong_ranks=differing, moved_on=moved_on)


@dataclass(frozen=True, kw_only=True)
class SnapshotProof:
    """What the last snapshot says: whether it is ``whole``, as it was stored, and who differs.

    ``compared`` are those of it who stand in the ranking and had no change since.
    """

    day: date
    whole: bool
    compared: int
    wrong: tuple[UUID, ...]

    @property
    def holds(self) -> bool:
        """Whether it is what was stored, and what the workouts say."""
        return self.whole and not self.wrong


class _Line(msgspec.Struct):
    """A line of a snapshot, as far as it is compared."""

    user_id: UUID
    points: int


async def verify_snapshot(
    context: Context[Any], blobs: Blobs, challenge_id: UUID, places: Sequence[bytes]
) -> SnapshotProof | None:
    """Compare the last snapshot with ``places`` reckoned anew; None where none was stored."""
    found = await context.ask(last_snapshot, challenge_id)
    if found is None:
        return None
    snapshot, changed = found
    lines = _lines(blobs, snapshot.sha256)
    points = {one.user_id: one.points for one in map(standing_at, places)}
    still = points.keys() - changed
    compared = [one for one in lines or () if one.user_id in still]
    return SnapshotProof(
        day=snapshot.day,
        whole=lines is not None and len(lines) == snapshot.ranked,
        compared=len(compared),
        wrong=tuple(one.user_id for one in compared if one.points != points[one.user_id]),
    )


def _lines(blobs: Blobs, sha256: str) -> list[_Line] | None:
    """What was stored; None if it is gone or is not what it was."""
    try:
        content = blobs.get(sha256)
    except (NoSuchBlob, OSError, zstandard.ZstdError):
        return None
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    return msgspec.json.Decoder(_Line).decode_lines(content)
