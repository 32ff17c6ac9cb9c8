"""``moim challenge verify``: whether a ranking is what the workouts say."""

import sys
from uuid import UUID

from moim.apps.house import build
from moim.contexts.challenges.adapters.proving import verify
from moim.contexts.challenges.domain.challenge import ChallengeNotFound
from moim.platform.settings import Settings

SHOWN_MAX = 20


async def verify_challenge(settings: Settings, challenge_id: UUID) -> int:
    """Reckon its ranking anew and compare; the exit code, 1 if they differ."""
    house = build(settings)
    try:
        house.migrate()
        context = next(one for one in house.contexts if one.name == "challenges")
        proof = await verify(context, challenge_id)
    except ChallengeNotFound as refusal:
        print(f"moim: {refusal.sentence('en')}", file=sys.stderr)
        return 2
    finally:
        house.close()
    if proof.holds:
        print(f"The ranking of {proof.ranked} is what the workouts say.")
        if proof.moved_on:
            print(
                f"It is final: {proof.moved_on} of them changed or deleted a workout since, "
                "which moves nobody."
            )
        return 0
    print(
        f"Places that differ: {len(proof.wrong)}. Ranks that differ: {proof.wrong_ranks}. "
        f"In the ranking: {proof.ranked}."
    )
    for user_id in proof.wrong[:SHOWN_MAX]:
        print(f"  {user_id}")
    return 1
