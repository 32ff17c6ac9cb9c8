"""Results, over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from moim.contexts.challenges.adapters.http.looking import look_of
from moim.contexts.challenges.adapters.http.shapes import (
    TypedResult,
    without,
    words,
)
from moim.contexts.challenges.application.queries import (
    Span,
    rows,
)
from moim.contexts.challenges.application.results import NotByHand, SubmitResult, submit_result
from moim.contexts.challenges.domain.challenge import (
    ChallengeNotFound,
    NotOrganiser,
    OutsidePeriod,
)
from moim.contexts.challenges.domain.entry import (
    EntryNotFound,
    FromWorkout,
    Result,
    ResultIdTaken,
    ResultLookedAt,
    ResultState,
    TooManyResults,
    may_count,
)
from moim.contexts.challenges.domain.person import AccountClosed, AccountIsLocked, ResultsProtected
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

HIDDEN = ("challenge_id", "told")
HIDDEN_FROM_OTHERS = (
    *HIDDEN, "note", "workout_id", "reasons", "decided", "submitted_at", "gathering",
)  # fmt: skip


def routes(context: Context[Any]) -> APIRouter:
    """The routes of results."""
    router = APIRouter(prefix="/v1/challenges", tags=["challenge results"])
    _submitting(router, context)
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
            ResultIdTaken,
            ResultLookedAt,
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
        span = _span(challenge_id, user_id or caller.user_id, limit, cursor, (datetime, UUID))
        own = span.user_id == caller.user_id
        found = await context.ask(rows, ("results", look_of(challenge_id, caller), span))
        items = [_own_row(row) if own else without(row, *HIDDEN_FROM_OTHERS) for row in found]
        return answer(_page(items, ("at", "id"), limit))

    @router.get(
        "/{challenge_id}/results/lines",
        summary="Every change of your results, newest first: before, after, why and who",
        responses=refusals(ChallengeNotFound),
    )
    async def get_lines(
        challenge_id: UUID, caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        span = _span(challenge_id, caller.user_id, limit, cursor, (int,))
        found = await context.ask(rows, ("lines", look_of(challenge_id, caller), span))
        return answer(_page([without(row, "challenge_id") for row in found], ("seq",), limit))


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


def _own_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a doubted one counts is for its entrant alone: it tells what it is doubted for."""
    counts = may_count(ResultState(row["state"]), row["reasons"])
    return without(row, *HIDDEN) | {"counts": counts}


def _span(
    challenge_id: UUID, user_id: UUID, limit: int, cursor: str | None, kinds: tuple[type, ...]
) -> Span:
    after = decode_cursor(cursor, kinds) if cursor else None
    return Span(challenge_id=challenge_id, user_id=user_id, after=after, limit=limit)


def _page(items: list[Any], order: tuple[str, ...], limit: int) -> dict[str, Any]:
    full = len(items) == limit
    return page(items, encode_cursor(tuple(items[-1][name] for name in order)) if full else None)
