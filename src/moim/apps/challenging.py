"""``moim challenge verify``: whether a ranking, and its last snapshot, say what workouts say."""

import sys
from uuid import UUID

from moim.apps.house import build
from moim.contexts.challenges.adapters.proving import (
    Proof,
    SnapshotProof,
    verify,
    verify_snapshot,
)
from moim.contexts.challenges.domain.challenge import ChallengeNotFound
from moim.platform.blobs import FolderBlobs
from moim.platform.settings import Settings

SHOWN_MAX = 20


async def verify_challenge(settings: Settings, challenge_id: UUID) -> int:
    """Reckon its ranking anew and compare; the exit code, 1 if they differ."""
    house = build(settings)
    try:
        house.migrate()
        context = next(one for one in house.contexts if one.name == "challenges")
        proof = await verify(context, challenge_id)
        blobs = FolderBlobs(settings.blobs_folder / context.name)
        stored = await verify_snapshot(context, blobs, challenge_id, proof.places)
    except ChallengeNotFound as refusal:
        print(f"moim: {refusal.sentence('en')}", file=sys.stderr)
        return 2
    finally:
        house.close()
    _tell(proof)
    if stored is not None:
        _tell_snapshot(stored)
    return 0 if proof.holds and (stored is None or stored.holds) else 1


def _tell(proof: Proof) -> None:
    if proof.holds:
        print(f"The ranking of {proof.ranked} is what the workouts say.")
        if proof.moved_on:
            print(
                f"It is final: {proof.moved_on} of them changed or deleted a workout since, "
                "which moves nobody."
            )
        return
    print(
        f"Places that differ: {len(proof.wrong)}. Ranks that differ: {proof.wrong_ranks}. "
        f"In the ranking: {proof.ranked}."
    )
    for user_id in proof.wrong[:SHOWN_MAX]:
        print(f"  {user_id}")


def _tell_snapshot(stored: SnapshotProof) -> None:
    if not stored.whole:
        print(f"The snapshot of {stored.day} is gone or was changed.")
    elif stored.holds:
        print(
            f"The snapshot of {stored.day} agrees: {stored.compared} in it had no change since, "
            "and their workouts say the same."
        )
    else:
        print(
            f"The snapshot of {stored.day} differs in {len(stored.wrong)} of {stored.compared} "
            "who had no change since."
        )
        for user_id in stored.wrong[:SHOWN_MAX]:
            print(f"  {user_id}")
