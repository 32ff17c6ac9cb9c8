"""Moderation over HTTP: the queue, decisions, appeals, the public log."""

import asyncio
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import NOBODY, Moderator
from moim.contexts.community.adapters.http.forms import AppealForm, DecisionForm
from moim.contexts.community.adapters.http.shapes import held_body, line_of
from moim.contexts.community.application.looking_first import (
    HeldWanted,
    WaitingWanted,
    held_lines,
    waiting_posts,
)
from moim.contexts.community.application.moderation import (
    Appeal,
    CasesWanted,
    Decide,
    OwnPage,
    appeal,
    cases_in,
    decide,
    log_lines,
    own_cases,
    pseudonym,
)
from moim.contexts.community.domain.moderation import (
    HIDE_AT,
    BadMeasure,
    Case,
    CaseDecided,
    CaseNeedsAnother,
    CaseNotFound,
    Decision,
    NoAppeal,
    NotDecidedByYou,
    State,
    Verdict,
)
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.contracts.users import Accounts
from moim.platform.auth import Caller, RoleMissing, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page


def routes(use: Context[Any], accounts: Accounts) -> APIRouter:
    """Under ``/v1/moderation``; ``accounts`` say who else may decide."""
    router = APIRouter(prefix="/v1/moderation", tags=["moderation"])
    _cases(router, use, accounts)
    _waiting(router, use)
    _for_sides(router, use)
    return router


def _cases(router: APIRouter, use: Context[Any], accounts: Accounts) -> None:
    @router.get(
        "/cases", summary="Cases in a state, the heaviest first", responses=refusals(RoleMissing)
    )
    async def get_cases(
        caller: Moderator,
        state: Annotated[State, Query()] = State.OPEN,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        after = decode_cursor(cursor, (float, UUID)) if cursor else None
        wanted = CasesWanted(
            state=state, after=(after[0], after[1]) if after else None, limit=limit
        )
        found = await use.ask(cases_in, wanted)
        more = encode_cursor((found[-1].score, found[-1].id)) if len(found) == limit else None
        others = await asyncio.to_thread(accounts.moderators)
        return answer(page([_whole(case, caller, others) for case in found], more))

    @router.post(
        "/cases/{case_id}/decision",
        summary="Decide a case, or an appeal against another moderator's decision",
        responses=refusals(
            RoleMissing,
            CaseNotFound,
            CaseDecided,
            NotDecidedByYou,
            CaseNeedsAnother,
            BadMeasure,
            WordingNotAllowed,
        ),
    )
    async def post_decision(case_id: UUID, form: DecisionForm, caller: Moderator) -> Response:
        others = await asyncio.to_thread(accounts.moderators)
        command = Decide(
            id=case_id,
            by=caller.user_id,
            others=others,
            owner=caller.has("owner"),
            decision=Decision(form.decision),
            rule=form.rule,
            note=form.note,
            days=form.days,
        )
        return answer(_whole(await use.run(decide, command), caller, others))


def _waiting(router: APIRouter, use: Context[Any]) -> None:
    @router.get(
        "/waiting",
        summary="Posts that wait to be let through, the oldest first",
        responses=refusals(RoleMissing),
    )
    async def get_waiting(_: Moderator, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        rows = await use.ask(waiting_posts, WaitingWanted(after=after, limit=limit))
        more = encode_cursor((rows[-1]["id"],)) if len(rows) == limit else None
        return answer(page([line_of(row) for row in rows], more))

    @router.get(
        "/held",
        summary="Comments, and edits of shown posts and comments, that wait, the oldest first",
        responses=refusals(RoleMissing),
    )
    async def get_held(_: Moderator, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (datetime, UUID)) if cursor else None
        wanted = HeldWanted(after=(after[0], after[1]) if after else None, limit=limit)
        lines = await use.ask(held_lines, wanted)
        more = encode_cursor((lines[-1].at, lines[-1].id)) if len(lines) == limit else None
        return answer(page([held_body(line) for line in lines], more))


def _for_sides(router: APIRouter, use: Context[Any]) -> None:
    @router.get("/mine", summary="Cases in which you are a side, and what came of them")
    async def get_mine(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        wanted = OwnPage(user_id=caller.user_id, after=after, limit=limit)
        found = await use.ask(own_cases, wanted)
        more = encode_cursor((found[-1].id,)) if len(found) == limit else None
        now = use.clock()
        return answer(page([_seen_by_side(case, caller.user_id, now) for case in found], more))

    @router.post(
        "/cases/{case_id}/appeal",
        summary="Appeal, once, within 14 days; another moderator decides",
        responses=refusals(CaseNotFound, NoAppeal, WordingNotAllowed),
    )
    async def post_appeal(case_id: UUID, form: AppealForm, caller: SignedIn) -> Response:
        command = Appeal(id=case_id, by=caller.user_id, text=form.text)
        case = await use.run(appeal, command)
        return answer(_seen_by_side(case, caller.user_id, use.clock()))

    @router.get("/log", summary="What moderators did, under pseudonyms, for everybody")
    async def get_log(limit: Limit = 50, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        rows = await use.ask(log_lines, OwnPage(user_id=NOBODY, after=after, limit=limit))
        more = encode_cursor((rows[-1]["id"],)) if len(rows) == limit else None
        return answer(page([dict(row) for row in rows], more))


def _whole(case: Case, caller: Caller, others: Collection[UUID]) -> dict[str, Any]:
    """``decidable`` is whether the caller is one to decide what waits."""
    may = case.may_be_decided_by(caller.user_id, others, owner=caller.has("owner"))
    return {
        "id": case.id,
        "post_id": case.post_id,
        "comment_id": case.comment_id,
        "author_id": case.author_id,
        "board": case.board,
        "state": case.state.value,
        "decidable": may,
        "opened_at": case.opened_at,
        "evidence": case.evidence,
        "score": case.score,
        "hides_at": HIDE_AT,
        "hidden_until": case.hidden_until,
        "reports": [asdict(report) for report in case.reports],
        "verdict": _told(case.verdict),
        "appeal": case.appeal_text or None,
        "final": _told(case.final),
    }


def _seen_by_side(case: Case, user_id: UUID, now: datetime) -> dict[str, Any]:
    """Neither who reported nor who decided."""
    return {
        "id": case.id,
        "post_id": case.post_id,
        "comment_id": case.comment_id,
        "side": "author" if case.author_id == user_id else "reporter",
        "state": case.state.value,
        "opened_at": case.opened_at,
        "may_appeal": case.may_appeal(user_id, now),
        "hidden_until": case.hidden_until,
        "reasons": sorted({report.reason.value for report in case.reports}),
        "verdict": _told(case.verdict),
        "final": _told(case.final),
    }


def _told(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "decision": verdict.decision.value,
        "rule": verdict.rule,
        "note": verdict.note,
        "at": verdict.at,
        "until": verdict.until,
        "moderator": pseudonym(verdict.by),
    }
