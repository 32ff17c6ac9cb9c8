"""What challenges gives to an export, and how it takes that back."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from moim.contexts.challenges.application.desk import parts_taken
from moim.contexts.challenges.application.portability import (
    Restore,
    entered_by,
    organised_by,
    restore,
)
from moim.contexts.challenges.domain.challenge import (
    DESCRIPTION_LENGTH_MAX,
    ENTRANTS_MAX,
    TITLE_LENGTH_MAX,
    AgeGroup,
    Gender,
    Terms,
    Visibility,
)
from moim.contexts.challenges.domain.measure import Kind, Metric
from moim.contexts.challenges.domain.review import Review
from moim.kernel.errors import Refusal
from moim.platform.context import Context
from moim.platform.http.texts import clean_text
from moim.platform.portability import Parcel, Piece, Portion, line_of

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Short = Annotated[str, msgspec.Meta(max_length=64, pattern=r"\A[^\x00]*\Z")]

CHALLENGES, ENTRIES = "challenges.jsonl", "entries.jsonl"
CHALLENGES_MAX = 1_000
OF_OTHERS = ("user_id", "evidence", "appeal", "value_before")
"""What a review holds of the entrant: not of who doubted the result, or decided."""
INVITATION_BYTES = 16


class KeptChallenge(msgspec.Struct, kw_only=True):
    """A line of ``challenges.jsonl``: its terms."""

    id: UUID
    created_at: Instant
    title: Annotated[str, msgspec.Meta(max_length=TITLE_LENGTH_MAX * 8)]
    description: Annotated[str, msgspec.Meta(max_length=DESCRIPTION_LENGTH_MAX * 8)] = ""
    sport: Short | None = None
    kind: Kind
    metric: Metric
    distance_m: float | None = None
    target: float | None = None
    starts_at: Instant
    ends_at: Instant
    timezone: Short
    visibility: Visibility
    club_id: UUID | None = None
    region: Annotated[str, msgspec.Meta(max_length=40, pattern=r"\A[^\x00]*\Z")] | None = None
    age_group: AgeGroup | None = None
    gender: Gender | None = None
    prize: bool = False
    by_team: bool = False
    by_hand: bool = False
    grace_s: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)] = 0
    entrants_max: Annotated[int, msgspec.Meta(ge=1, le=ENTRANTS_MAX)] | None = None


class KeptEntry(msgspec.Struct, kw_only=True):
    """A line of ``entries.jsonl``, by what it is of."""

    challenge_id: UUID


def _review(review: Review, but: Sequence[str]) -> dict[str, Any]:
    told = {name: value for name, value in vars(review).items() if not name.startswith("_")}
    return {name: value for name, value in told.items() if name not in but}


@dataclass(frozen=True, kw_only=True)
class OwnPortion:
    """What a person organises, and every row of what they did. Of it own challenges come back.

    They come back as drafts while they are not over: who takes part, and the ranking, are what
    several people did together in one place. Entries, results and reviews are to read; whoever
    enters a challenge here again has the workouts that came back counted.
    """

    use: Context[Any]
    rest: Portion

    async def give(self, user_id: UUID) -> Sequence[Piece]:
        """The challenges with their terms and state, without the invitation; and the rows.

        Reviews are given as their sides see them: who doubted a result is not told to its entrant.
        """
        found = await self.use.ask(organised_by, user_id)
        own = [
            {"id": one.id, "state": one.state, "created_at": one.created_at, **asdict(one.terms)}
            for one in found
        ]
        parts = await self.use.ask(parts_taken, user_id)
        given = {
            CHALLENGES: own,
            "reviews.jsonl": [_review(one, but=("asked_by",)) for one in parts.about],
            "doubts.jsonl": [_review(one, but=OF_OTHERS) for one in parts.asked],
            "decisions.jsonl": [
                _review(one, but=("asked_by", *OF_OTHERS)) for one in parts.decided
            ],
        }
        pieces = [
            Piece(path=path, content=b"\n".join(line_of(row) for row in rows))
            for path, rows in given.items()
            if rows
        ]
        return [*pieces, *await self.rest.give(user_id)]

    async def take(self, user_id: UUID, parcel: Parcel) -> Sequence[str]:
        """Each challenge by itself."""
        challenges, left = parcel.rows(CHALLENGES, KeptChallenge, CHALLENGES_MAX)
        for kept in challenges:
            left += await self._take(user_id, kept)
        entries, bad = parcel.rows(ENTRIES, KeptEntry)
        here = set(await self.use.ask(entered_by, user_id))
        away = sum(entry.challenge_id not in here for entry in entries)
        left += bad
        if away:
            left.append(f"{away} entries in challenges (enter again where they are here)")
        return left

    async def _take(self, user_id: UUID, kept: KeptChallenge) -> list[str]:
        said = msgspec.structs.asdict(kept)
        id, created_at = said.pop("id"), said.pop("created_at")
        try:
            said["title"] = clean_text(kept.title, TITLE_LENGTH_MAX, "title")
            said["description"] = clean_text(
                kept.description, DESCRIPTION_LENGTH_MAX, "description", lines=True, empty=True
            )
            command = Restore(
                id=id,
                user_id=user_id,
                terms=Terms(**said),
                invitation=secrets.token_urlsafe(INVITATION_BYTES),
                created_at=created_at,
            )
            await self.use.run(restore, command)
        except Refusal as refusal:
            return [f"challenge of {kept.starts_at:%Y-%m-%d} ({refusal.sentence('en')})"]
        return []
