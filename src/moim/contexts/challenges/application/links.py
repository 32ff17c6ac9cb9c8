"""What a link to somebody's results shows, and which links somebody has."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from moim.contexts.challenges.application.asking import shared
from moim.contexts.challenges.application.queries import Look, Reads, Span, look, own_rank
from moim.contexts.challenges.domain.challenge import Challenge

RESULTS_SHARED_MAX = 50


class SharedResult(NamedTuple):
    """Somebody's rank and what counts of theirs, newest first, without what leads to workouts.

    Whoever has the link is told the days: at what hour somebody is out is not for everybody.
    """

    challenge: Challenge
    ranked: int
    nickname: str | None
    rank: int | None
    value: float | None
    results: Sequence[tuple[float, datetime]]


def behind(token_hash: bytes, work: Reads) -> SharedResult:
    """What whoever has the link sees; raises RequestNotFound, ShareGone or SharePaused."""
    share = shared(token_hash, work)
    seen = look(Look(challenge_id=share.challenge_id, viewer_id=share.user_id), work)
    me = own_rank(seen, work)
    entry = work.entries.find(share.challenge_id, share.user_id)
    counting = [one for one in entry.results.values() if one.counts] if entry else []
    newest = sorted(counting, key=lambda one: (one.at, one.id), reverse=True)
    return SharedResult(
        challenge=seen.challenge,
        ranked=seen.board.ranked,
        nickname=work.people.get(share.user_id).nickname,
        rank=me.rank if me else None,
        value=me.value if me else None,
        results=[(one.value, one.at) for one in newest[:RESULTS_SHARED_MAX]],
    )


class OwnLink(NamedTuple):
    """A link that was not taken back; ``works`` unless the password was changed since."""

    id: UUID
    made_at: datetime
    works: bool


def own_links(span: Span, work: Reads) -> Sequence[OwnLink]:
    """A page of the person's own, newest first."""
    assert span.user_id is not None  # noqa: S101 - asked by who is signed in
    owner = work.people.get(span.user_id)
    return [
        OwnLink(row["id"], row["made_at"], owner.shows_share_of(row["made_at"]))
        for row in work.views.page("shares", span)
    ]
