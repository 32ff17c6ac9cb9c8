"""What somebody's workout adds to challenges, as it was last worked out."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from moim.contexts.challenges.application.queries import Reads
from moim.contexts.challenges.domain.challenge import Challenge, ChallengeNotFound


class Contribution(NamedTuple):
    """``adds`` is in the unit of the challenge's metric; ``at`` is when it was worked out."""

    challenge: Challenge
    adds: float
    at: datetime


def contributions(asked: tuple[UUID, UUID], work: Reads) -> Sequence[Contribution]:
    """Of a workout (its id, its owner's id); none where nobody had it worked out."""
    workout_id, user_id = asked
    row = work.views.one("contribution", workout_id)
    if row is None or row["user_id"] != user_id:
        return ()
    found = []
    for challenge_id, adds in sorted(row["figures"].items()):
        try:
            challenge = work.challenges.get(UUID(challenge_id))
        except ChallengeNotFound:
            continue
        found.append(Contribution(challenge, adds, row["at"]))
    return found
