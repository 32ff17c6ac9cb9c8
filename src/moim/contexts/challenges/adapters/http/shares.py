"""Links by which anybody sees somebody's results in a challenge, over HTTP."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.challenges.adapters.http.shapes import unit_of
from moim.contexts.challenges.application.asking import (
    MakeShare,
    RequestNotFound,
    ShareGone,
    SharePaused,
    TooManyShares,
    end_share,
    make_share,
)
from moim.contexts.challenges.application.links import SharedResult, behind, own_links
from moim.contexts.challenges.application.queries import Span
from moim.contexts.challenges.application.side_ports import Share
from moim.contexts.challenges.domain.entry import EntryNotFound
from moim.contexts.challenges.domain.person import AccountClosed, AccountIsLocked, ResultsProtected
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

TOKEN_BYTES = 24
TOKEN_LENGTH_MAX = 100


def routes(context: Context[Any]) -> APIRouter:
    """The routes of links."""
    router = APIRouter(prefix="/v1/challenges", tags=["challenge results"])

    @router.post(
        "/{challenge_id}/entries/me/shares",
        status_code=201,
        summary="A link by which anybody sees your results here",
        responses=refusals(
            EntryNotFound, AccountClosed, AccountIsLocked, ResultsProtected, TooManyShares
        ),
    )
    async def post_share(request: Request, challenge_id: UUID, caller: SignedIn) -> Response:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        command = MakeShare(
            challenge_id=challenge_id, user_id=caller.user_id, token_hash=_hash_of(token)
        )

        def body_of(share: Share) -> dict[str, Any]:
            told = {"id": share.id, "token": token, "made_at": share.made_at}
            return told | {"path": f"/v1/challenges/shared/{token}"}

        return await created(context, request, caller, make_share, command, body_of)

    @router.get(
        "/{challenge_id}/entries/me/shares",
        summary="Your links to your results here, newest first; the tokens are told only once",
    )
    async def get_shares(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        after = decode_cursor(cursor, (UUID,)) if cursor else None
        span = Span(challenge_id=challenge_id, user_id=caller.user_id, after=after, limit=limit)
        items = [link._asdict() for link in await context.ask(own_links, span)]
        return answer(
            page(items, encode_cursor((items[-1]["id"],)) if len(items) == limit else None)
        )

    @router.delete("/shares/{share_id}", status_code=204, summary="Have a link work no longer")
    async def delete_share(share_id: UUID, caller: SignedIn) -> None:
        await context.run(end_share, (share_id, caller.user_id))

    @router.get(
        "/shared/{token}",
        summary="The results behind a link",
        responses=refusals(RequestNotFound, ShareGone, SharePaused),
    )
    async def get_shared(token: str) -> Response:
        return answer(_body(await context.ask(behind, _hash_of(token[:TOKEN_LENGTH_MAX]))))

    return router


def _body(shown: SharedResult) -> dict[str, Any]:
    terms = shown.challenge.terms
    return {
        "challenge_id": shown.challenge.id,
        "title": terms.title,
        "sport": terms.sport,
        "kind": terms.kind.value,
        "metric": terms.metric.value,
        "distance_m": terms.distance_m,
        "target": terms.target,
        "unit": unit_of(terms),
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "timezone": terms.timezone,
        "state": shown.challenge.state.shown,
        "ranked": shown.ranked,
        "nickname": shown.nickname,
        "rank": shown.rank,
        "value": shown.value,
        "results": [
            {"value": value, "day": terms.measure.day_of(at)} for value, at in shown.results
        ],
    }


def _hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
