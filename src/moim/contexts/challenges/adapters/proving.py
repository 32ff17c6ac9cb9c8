"""``moim challenge verify``: a whole ranking reckoned anew, piece by piece, and its snapshot.

No more than a piece of it is at hand at once, beside the snapshot as ``reading_back`` keeps it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from moim.contexts.challenges.adapters.reading_back import ReadBack
from moim.contexts.challenges.application.snapshots import (
    Compared,
    Snapshot,
    keys_unchanged,
    last_snapshot,
)
from moim.contexts.challenges.application.verifying import Piece, order_of, verify_piece
from moim.contexts.challenges.domain.ranking import Standing, standing_at
from moim.platform.blobs import Blobs
from moim.platform.context import Context

NAMED_MAX = 20


@dataclass(kw_only=True)
class Found:
    """Who is not as they ought to be: how many, and the first ``NAMED_MAX`` of them."""

    count: int = 0
    first: tuple[UUID, ...] = ()

    def add(self, users: Sequence[UUID]) -> None:
        """More of them."""
        self.count += len(users)
        self.first = (*self.first, *users)[:NAMED_MAX]


@dataclass(kw_only=True)
class SnapshotProof:
    """What the last snapshot says: whether it is ``whole``, as it was stored, and who differs.

    ``compared`` are those of it who stand in the ranking and had no change since.
    """

    day: date
    whole: bool
    compared: int = 0
    wrong: Found = field(default_factory=Found)

    @property
    def holds(self) -> bool:
        """Whether it is what was stored, and what the workouts say."""
        return self.whole and not self.wrong.count


@dataclass(kw_only=True)
class Proof:
    """How many are ranked, whose place differs, how many ranks, and ``moved_on`` as found."""

    ranked: int = 0
    wrong: Found = field(default_factory=Found)
    wrong_ranks: int = 0
    moved_on: int = 0
    snapshot: SnapshotProof | None = None

    @property
    def ranking_holds(self) -> bool:
        """Whether the ranking is what the workouts say."""
        return not self.wrong.count and not self.wrong_ranks

    @property
    def holds(self) -> bool:
        """Whether that, and what was last stored of it, is so."""
        return self.ranking_holds and (self.snapshot is None or self.snapshot.holds)


async def verify(
    context: Context[Any],
    blobs: Blobs,
    challenge_id: UUID,
    tell: Callable[[int], None] = lambda _: None,
) -> Proof:
    """Reckon every place from workouts and typed results, and compare it with what is stored.

    ``tell`` hears how many entrants were looked at so far. Raises ChallengeNotFound.
    """
    proof = Proof()
    snapshot = await context.ask(last_snapshot, challenge_id)
    stored = ReadBack()
    if snapshot is not None:
        await asyncio.to_thread(stored.take, blobs, snapshot)
        proof.snapshot = SnapshotProof(day=snapshot.day, whole=stored.whole)
    piece: Piece | None = Piece(challenge_id=challenge_id)
    looked_at = 0
    while piece is not None:
        found = await context.ask(verify_piece, piece)
        proof.ranked += len(found.places)
        proof.wrong.add(found.wrong)
        proof.moved_on += found.moved_on
        if snapshot is not None and proof.snapshot is not None and stored.whole:
            standings = [standing_at(place) for place in found.places]
            await _compare(context, snapshot, stored, standings, proof.snapshot)
        looked_at += found.looked_at
        tell(looked_at)
        piece = None if found.last is None else replace(piece, after=found.last)
    order = await context.ask(order_of, challenge_id)
    proof.wrong_ranks = order.strays + order.miscounted
    return proof


async def _compare(
    context: Context[Any],
    snapshot: Snapshot,
    stored: ReadBack,
    standings: Sequence[Standing],
    proof: SnapshotProof,
) -> None:
    """A piece of the ranking with what was stored of it."""
    users = [one.user_id for one in standings]
    keys = await context.ask(keys_unchanged, Compared(snapshot=snapshot, users=users))
    for one in standings:
        points = stored.points_of(keys[one.user_id]) if one.user_id in keys else None
        if points is not None:
            proof.compared += 1
            proof.wrong.add([one.user_id] if points != one.points else [])
