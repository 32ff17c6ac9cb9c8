"""``moim challenge verify``: whether rankings, and their last snapshots, say what workouts say."""

import sys
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from moim.apps.house import build
from moim.contexts.challenges.adapters.proving import Found, Proof, SnapshotProof, verify
from moim.contexts.challenges.application.verifying import (
    Titled,
    announced_after,
    how_many,
    titled,
)
from moim.contexts.challenges.domain.challenge import ChallengeNotFound
from moim.platform.blobs import FolderBlobs
from moim.platform.context import Context
from moim.platform.settings import Settings

LISTED_AT_ONCE = 100
HOLDS, DIFFERS, UNKNOWN = 0, 1, 2


async def verify_challenges(settings: Settings, ids: Sequence[UUID]) -> int:
    """Reckon their rankings anew and compare; without ``ids`` those of all that are no drafts.

    The exit code: 0 if all hold, 1 if any differs, 2 if an id is of no challenge.
    """
    house = build(settings)
    try:
        house.migrate()
        context = next(one for one in house.contexts if one.name == "challenges")
        blobs = FolderBlobs(settings.blobs_folder / context.name)
        held = differing = unknown = 0
        count = len(ids) or await context.ask(how_many, None)
        async for one in _wanted(context, ids):
            at = f"[{held + differing + unknown + 1}/{count}] {one}"
            try:
                about = await context.ask(titled, one)
                proof = await verify(context, blobs, one, _Progress(at))
            except ChallengeNotFound as refusal:
                unknown += 1
                print(f"moim: {one}: {refusal.sentence('en')}", file=sys.stderr)
                continue
            held, differing = held + proof.holds, differing + (not proof.holds)
            print(f"{at} {about.title}")
            _tell(proof)
    finally:
        house.close()
    if len(ids) != 1:
        print(f"Rankings that hold: {held}. That differ: {differing}.")
    return UNKNOWN if unknown else DIFFERS if differing else HOLDS


async def _wanted(context: Context[Any], ids: Sequence[UUID]) -> AsyncIterator[UUID]:
    """The given, or all, of which only a few are at hand at once."""
    for id in ids:
        yield id
    found: Sequence[Titled] = ()
    while not ids and (
        found := await context.ask(
            announced_after, (found[-1].id if found else None, LISTED_AT_ONCE)
        )
    ):
        for one in found:
            yield one.id


class _Progress:
    """How many entrants were looked at, on a terminal."""

    def __init__(self, at: str) -> None:
        self._at = at

    def __call__(self, looked_at: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{self._at} {looked_at:,}", end="\r", file=sys.stderr, flush=True)


def _tell(proof: Proof) -> None:
    if proof.ranking_holds:
        print(f"  The ranking of {proof.ranked} is what the workouts say.")
        if proof.moved_on:
            print(
                f"  It is final: {proof.moved_on} of them changed or deleted a workout since, "
                "which moves nobody."
            )
    else:
        print(
            f"  Places that differ: {proof.wrong.count}. Ranks that differ: {proof.wrong_ranks}. "
            f"In the ranking: {proof.ranked}."
        )
        _tell_who(proof.wrong)
    if proof.snapshot is not None:
        _tell_snapshot(proof.snapshot)


def _tell_snapshot(stored: SnapshotProof) -> None:
    if not stored.whole:
        print(f"  The snapshot of {stored.day} is gone or was changed.")
    elif stored.holds:
        print(
            f"  The snapshot of {stored.day} agrees: {stored.compared} in it had no change since, "
            "and their workouts say the same."
        )
    else:
        print(
            f"  The snapshot of {stored.day} differs in {stored.wrong.count} of {stored.compared} "
            "who had no change since."
        )
        _tell_who(stored.wrong)


def _tell_who(found: Found) -> None:
    for user_id in found.first:
        print(f"    {user_id}")
