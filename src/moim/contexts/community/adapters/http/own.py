"""What is a person's own: feed, follows, blocks, prompts, drafts, bookmarks, mentions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import actor_of
from moim.contexts.community.adapters.http.boards import WRITING
from moim.contexts.community.adapters.http.forms import AcceptForm
from moim.contexts.community.adapters.http.shapes import (
    author_of,
    comment_body,
    line_of,
    own_line_of,
)
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.application.comments import Blocked
from moim.contexts.community.application.following import (
    Block,
    FeedOf,
    Follow,
    FollowsOf,
    block,
    blocks_of,
    feed_of,
    follow,
    follows_of,
    unblock,
    unfollow,
)
from moim.contexts.community.application.looking import (
    MemberNotFound,
    PageOf,
    WhoseProfile,
    bookmarks_of,
    drafts_of,
    mentions_of,
    profile_of,
)
from moim.contexts.community.application.prompts import (
    AcceptPrompt,
    OnePrompt,
    PromptsOf,
    accept_prompt,
    dismiss_prompt,
    prompt_of,
    prompts_of,
)
from moim.contexts.community.domain.boards import NoSuchBoard
from moim.contexts.community.domain.following import BadFollow, Kind, TooManyFollows
from moim.contexts.community.domain.places import RegionNotAllowed
from moim.contexts.community.domain.post import TagNotAllowed
from moim.contexts.community.domain.prompts import Prompt, PromptAnswered, PromptNotFound
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page

NUDGES_MAX = 3
BAD_TARGETS = (BadFollow, NoSuchBoard, TagNotAllowed, RegionNotAllowed, WordingNotAllowed)


def routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/feed``, ``/v1/follows``, ``/v1/blocks``, ``/v1/prompts`` and ``/v1/posts/…``."""
    router = APIRouter(prefix="/v1", tags=["community"])
    _feed(router, use)
    _follows(router, use)
    _blocks(router, use)
    _prompts(router, use)
    _lists(router, use)
    _members(router, use)
    return router


def _feed(router: APIRouter, use: Context[Any]) -> None:
    @router.get("/feed", summary="Posts and sessions of what you follow, and nudges")
    async def get_feed(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (datetime, UUID)) if cursor else None
        about = (caller.user_id, after, limit)
        lines = await use.ask(feed_of, FeedOf(user_id=about[0], after=after, limit=limit))
        items = [_fed(at, kind, row) for at, _, kind, row in lines]
        more = encode_cursor(lines[-1][:2]) if len(lines) == limit else None
        nudges: Sequence[Prompt] = []
        if cursor is None:
            wanted = PromptsOf(user_id=caller.user_id, after=None, limit=NUDGES_MAX)
            nudges = await use.ask(prompts_of, wanted)
        return answer(page(items, more) | {"nudges": [_prompt(one) for one in nudges]})


def _follows(router: APIRouter, use: Context[Any]) -> None:
    @router.get(
        "/follows",
        summary="What you follow; with a kind and an id, whether you follow that one",
        responses=refusals(*BAD_TARGETS),
    )
    async def get_follows(
        caller: SignedIn,
        kind: Kind | None = None,
        id: Annotated[str | None, Query(max_length=80)] = None,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Response:
        after = decode_cursor(cursor, (str, str)) if cursor else None
        wanted = FollowsOf(
            user_id=caller.user_id,
            kind=kind,
            after=(after[0], after[1]) if after else None,
            limit=limit,
            target=id,
        )
        rows = await use.ask(follows_of, wanted)
        items = [{"kind": one, "id": target} for one, target in rows]
        return answer(page(items, encode_cursor(rows[-1]) if len(rows) == limit else None))

    @router.put(
        "/follows/{kind}/{id}",
        status_code=204,
        summary="Follow a person, board, tag, region or club",
        responses=refusals(TooManyFollows, Blocked, *BAD_TARGETS),
    )
    async def put_follow(kind: Kind, id: str, caller: SignedIn) -> Response:
        await use.run(follow, Follow(user_id=caller.user_id, kind=kind, target=id))
        return Response(status_code=204)

    @router.delete(
        "/follows/{kind}/{id}",
        status_code=204,
        summary="Follow it no longer",
        responses=refusals(*BAD_TARGETS),
    )
    async def remove_follow(kind: Kind, id: str, caller: SignedIn) -> Response:
        await use.run(unfollow, Follow(user_id=caller.user_id, kind=kind, target=id))
        return Response(status_code=204)


def _blocks(router: APIRouter, use: Context[Any]) -> None:
    @router.get("/blocks", summary="Whom you block")
    async def get_blocks(caller: SignedIn) -> Response:
        rows = await use.ask(blocks_of, caller.user_id)
        return answer(page([{"id": id, "nickname": name} for id, name in rows], None))

    @router.put(
        "/blocks/{user_id}",
        status_code=204,
        summary="Block a person: neither sees the other",
        responses=refusals(BadFollow, TooManyFollows),
    )
    async def put_block(user_id: UUID, caller: SignedIn) -> Response:
        await use.run(block, Block(user_id=caller.user_id, blocked_id=user_id))
        return Response(status_code=204)

    @router.delete("/blocks/{user_id}", status_code=204, summary="Block them no longer")
    async def remove_block(user_id: UUID, caller: SignedIn) -> Response:
        await use.run(unblock, Block(user_id=caller.user_id, blocked_id=user_id))
        return Response(status_code=204)


def _prompts(router: APIRouter, use: Context[Any]) -> None:
    @router.get("/prompts", summary="Cards with ready drafts")
    async def get_prompts(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (datetime, UUID)) if cursor else None
        wanted = PromptsOf(
            user_id=caller.user_id, after=(after[0], after[1]) if after else None, limit=limit
        )
        found = await use.ask(prompts_of, wanted)
        more = encode_cursor((found[-1].at, found[-1].id)) if len(found) == limit else None
        return answer(page([_prompt(one) for one in found], more))

    @router.post(
        "/prompts/{prompt_id}/accept",
        summary="Make a post or a draft of it",
        response_model=None,
        responses=refusals(PromptNotFound, PromptAnswered, *WRITING),
    )
    async def post_accept(
        request: Request, prompt_id: UUID, caller: SignedIn, form: AcceptForm | None = None
    ) -> Response:
        given = form or AcceptForm.model_validate({})
        own = await use.ask(prompt_of, OnePrompt(id=prompt_id, user_id=caller.user_id))
        command = AcceptPrompt(
            id=prompt_id,
            post_id=new_id(),
            actor=actor_of(caller),
            as_=given.as_,
            title=given.title,
            body=given.body,
            html=rendered(given.body or own.body),
        )
        return await created(use, request, caller, accept_prompt, command, _prompt, 200)

    @router.post(
        "/prompts/{prompt_id}/dismiss",
        status_code=204,
        summary="Not this one",
        responses=refusals(PromptNotFound, PromptAnswered),
    )
    async def post_dismiss(prompt_id: UUID, caller: SignedIn) -> Response:
        await use.run(dismiss_prompt, OnePrompt(id=prompt_id, user_id=caller.user_id))
        return Response(status_code=204)


def _lists(router: APIRouter, use: Context[Any]) -> None:
    @router.get("/drafts", summary="Your drafts, scheduled and waiting posts")
    async def get_drafts(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        rows = await use.ask(drafts_of, PageOf(user_id=caller.user_id, after=after, limit=limit))
        more = encode_cursor((rows[-1]["id"],)) if len(rows) == limit else None
        return answer(page([own_line_of(row) for row in rows], more))

    @router.get("/bookmarks", summary="Posts you keep")
    async def get_bookmarks(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (datetime, UUID)) if cursor else None
        rows = await use.ask(bookmarks_of, PageOf(user_id=caller.user_id, after=after, limit=limit))
        items = [
            {
                "post": line_of(row),
                "kept_at": row["kept_at"],
                "remind_at": row["remind_at"],
                "due": row["reminded"],
            }
            for row in rows
        ]
        more = encode_cursor((rows[-1]["kept_at"], rows[-1]["id"])) if len(rows) == limit else None
        return answer(page(items, more))

    @router.get("/mentions", summary="Comments in which you are called")
    async def get_mentions(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        after = decode_cursor(cursor, (UUID,))[0] if cursor else None
        rows = await use.ask(mentions_of, PageOf(user_id=caller.user_id, after=after, limit=limit))
        more = encode_cursor((rows[-1]["id"],)) if len(rows) == limit else None
        return answer(page([comment_body(row) for row in rows], more))


def _members(router: APIRouter, use: Context[Any]) -> None:
    @router.get(
        "/members/{user_id}",
        summary="What others see of a member: trust, followers, market",
        responses=refusals(MemberNotFound),
    )
    async def get_member(user_id: UUID, caller: SignedIn) -> Response:
        wanted = WhoseProfile(user_id=user_id, viewer_id=caller.user_id)
        profile = await use.ask(profile_of, wanted)
        member, standing = profile.member, profile.member.standing
        own = user_id == caller.user_id
        return answer(
            {
                "author": author_of(member.user_id, member.nickname, member.photo_key),
                "since": member.since,
                "posts": member.posts,
                "comments": member.comments,
                "trust_level": standing.level,
                "missing_for_next_level": standing.missing if own else None,
                "followers": profile.followers,
                "followed": profile.followed,
                "market": profile.market,
            }
        )


def _fed(at: datetime, kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    if kind == "post":
        return {"kind": kind, "at": at, "post": line_of(row)}
    told = {name: row[name] for name in ("session_id", "sport", "started_at", "ended_at")}
    told |= {
        "state": "live" if row["ended_at"] is None else "ended",
        "workout_id": row["workout_id"],
        "person": author_of(row["user_id"], row["nickname"], row["photo_key"]),
    }
    return {"kind": kind, "at": at, "session": told}


def _prompt(prompt: Prompt) -> dict[str, Any]:
    names = (
        "id", "board", "category", "title", "body", "at", "workout_id", "goal_id", "post_id",
        "made_post_id",
    )  # fmt: skip
    told = {name: getattr(prompt, name) for name in names}
    return told | {"kind": prompt.kind.value, "state": prompt.state.value}
