"""Results and their links, over HTTP."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from moim.contexts.challenges.adapters.http.shapes import (
    TypedResult,
    unit_of,
    without,
    words,
)
from moim.contexts.challenges.application.asking import (
    MakeShare,
    RequestNotFound,
    ShareGone,
    SharePaused,
    TooManyShares,
    end_share,
    make_share,
    shared,
)
from moim.contexts.challenges.application.queries import (
    Look,
    Span,
    look,
    own_rank,
    rows,
)
from moim.contexts.challenges.application.results import NotByHand, SubmitResult, submit_result
from moim.contexts.challenges.application.side_ports import Share
from moim.contexts.challenges.domain.challenge import (
    ChallengeNotFound,
    NotOrganiser,
    OutsidePeriod,
)
from moim.contexts.challenges.domain.entry import (
    EntryNotFound,
    FromWorkout,
    Result,
    TooManyResults,
)
from moim.contexts.challenges.domain.person import AccountClosed, AccountIsLocked, ResultsProtected
from moim.platform.auth import Caller, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

TOKEN_BYTES = 24
RESULTS_SHARED_MAX = 50
HIDDEN_FROM_OTHERS = ("note", "workout_id", "reasons", "decided", "submitted_at", "gathering")


def routes(context: Context[Any]) -> APIRouter:
    """The routes of results."""
    router = APIRouter(prefix="/v1/challenges", tags=["challenge results"])
    _submitting(router, context)
    _sharing(router, context)
    return router


def _submitting(router: APIRouter, context: Context[Any]) -> None:
    @router.put(
        "/{challenge_id}/results/{result_id}",
        summary="A result by hand, where the challenge takes such",
        responses=refusals(
            ChallengeNotFound,
            EntryNotFound,
            NotByHand,
            NotOrganiser,
            OutsidePeriod,
            FromWorkout,
            TooManyResults,
            AccountClosed,
            AccountIsLocked,
            ResultsProtected,
        ),
    )
    async def put_result(
        challenge_id: UUID, result_id: UUID, caller: SignedIn, typed: TypedResult
    ) -> Response:
        command = SubmitResult(
            challenge_id=challenge_id,
            result_id=result_id,
            user_id=typed.user_id or caller.user_id,
            by=caller.user_id,
            value=typed.value,
            at=typed.at,
            note=words(typed.note, "note"),
        )
        _entry, result = await context.run(submit_result, command)
        return answer(_result_body(result))

    @router.get(
        "/{challenge_id}/results",
        summary="Somebody's results in it, newest first; yours unless you name another",
        responses=refusals(ChallengeNotFound),
    )
    async def get_results(
        challenge_id: UUID,
        caller: SignedIn,
        user_id: UUID | None = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        span = _span(challenge_id, user_id or caller.user_id, limit, cursor, UUID)
        own = span.user_id == caller.user_id
        found = await context.ask(rows, ("results", _look(challenge_id, caller), span))
        hidden = () if own else HIDDEN_FROM_OTHERS
        items = [without(row, "challenge_id", "told", *hidden) for row in found]
        return answer(_page(items, "id", limit))

    @router.get(
        "/{challenge_id}/results/lines",
        summary="Every change of your results, newest first: before, after, why and who",
        responses=refusals(ChallengeNotFound),
    )
    async def get_lines(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        span = _span(challenge_id, caller.user_id, limit, cursor, int)
        found = await context.ask(rows, ("lines", _look(challenge_id, caller), span))
        return answer(_page([without(row, "challenge_id") for row in found], "seq", limit))


def _sharing(router: APIRouter, context: Context[Any]) -> None:
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

    @router.delete("/shares/{share_id}", status_code=204, summary="Have a link work no longer")
    async def delete_share(share_id: UUID, caller: SignedIn) -> None:
        await context.run(end_share, (share_id, caller.user_id))

    @router.get(
        "/shared/{token}",
        summary="The results behind a link",
        responses=refusals(RequestNotFound, ShareGone, SharePaused),
    )
    async def get_shared(token: str) -> Response:
        return answer(await context.ask(_behind, _hash_of(token[:100])))


def _behind(token_hash: bytes, work: Any) -> dict[str, Any]:
    """What a link shows: title, rank, value and the results without what links to workouts."""
    share = shared(token_hash, work)
    seen = look(Look(challenge_id=share.challenge_id, viewer_id=share.user_id), work)
    me = own_rank(seen, work)
    span = Span(challenge_id=share.challenge_id, user_id=share.user_id, limit=RESULTS_SHARED_MAX)
    results = work.views.page("results", span)
    return {
        "challenge_id": share.challenge_id,
        "title": seen.challenge.terms.title,
        "unit": unit_of(seen.challenge.terms),
        "nickname": work.people.get(share.user_id).nickname,
        "rank": me.rank if me else None,
        "value": me.value if me else None,
        "results": [{"value": row["value"], "at": row["at"]} for row in results],
    }


def _result_body(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "value": result.value,
        "at": result.at,
        "state": result.state.value,
        "reasons": result.reasons,
        "counts": result.counts,
        "note": result.note,
    }


def _look(challenge_id: UUID, caller: Caller) -> Look:
    return Look(challenge_id=challenge_id, viewer_id=caller.user_id)


def _span(challenge_id: UUID, user_id: UUID, limit: int, cursor: str | None, kind: type) -> Span:
    after = decode_cursor(cursor, (kind,))[0] if cursor else None
    return Span(challenge_id=challenge_id, user_id=user_id, after=after, limit=limit)


def _page(items: list[Any], key: str, limit: int) -> dict[str, Any]:
    return page(items, encode_cursor((items[-1][key],)) if len(items) == limit else None)


def _hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
