"""``moim challenge verify``: a whole ranking reckoned anew, piece by piece."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moim.contexts.challenges.application.verifying import Piece, verify_piece, wrong_ranks
from moim.platform.context import Context


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How many were looked at, whose place differs, how many ranks, and ``moved_on`` as found."""

    ranked: int
    wrong: tuple[UUID, ...]
    wrong_ranks: int
    moved_on: int

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
    return Proof(ranked=len(places), wrong=tuple(wrong), wrong_ranks=differing, moved_on=moved_on)
