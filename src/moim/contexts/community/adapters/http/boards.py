"""Boards and their pages over HTTP."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import NOBODY, actor_of
from moim.contexts.community.adapters.http.forms import PostForm, PreviewForm
from moim.contexts.community.adapters.http.shapes import line_of, post_body
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.adapters.pages import EVERY_BOARD, Pages
from moim.contexts.community.application.following import BLOCKS
from moim.contexts.community.application.looking import (
    BoardDays,
    SearchFor,
    board_statistics,
    one_post,
    page_of_posts,
    search_posts,
)
from moim.contexts.community.application.ports import Wanted, Work
from moim.contexts.community.application.posts import (
    NotYourWorkout,
    OnePost,
    RegionNeeded,
    WritePost,
    write_post,
)
from moim.contexts.community.domain.boards import (
    BOARDS,
    Board,
    FieldNotAllowed,
    MayNotPostHere,
    NoSuchBoard,
    board_named,
)
from moim.contexts.community.domain.indexing import QUERY_MAX, NothingToSearch
from moim.contexts.community.domain.places import RegionNotAllowed
from moim.contexts.community.domain.post import BadSchedule, Content, TagNotAllowed, checked_tag
from moim.contexts.community.domain.trust import SameAgain, SlowDown
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.kernel.errors import Invalid
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, PerhapsSignedIn, SignedIn, perhaps_signed_in
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import content_etag, not_modified
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import (
    BadCursor,
    BadLimit,
    Cursor,
    Limit,
    decode_cursor,
    encode_cursor,
    limit_of,
    page,
)
from moim.platform.ratelimit import RateLimit, TooOften

EVERY = "all"
TEXT_MAX = 40
ORDERED: dict[str, dict[str, type]] = {
    "new": {"listed_at": datetime, "id": UUID},
    "hot": {"hot": float, "id": UUID, "snapshot": int},
    "top": {"score": int, "id": UUID},
}
"""What a cursor of each order holds: the columns of the order, and of which snapshot it is."""
WRITING = (
    NoSuchBoard,
    MayNotPostHere,
    FieldNotAllowed,
    RegionNeeded,
    RegionNotAllowed,
    NotYourWorkout,
    WordingNotAllowed,
    TagNotAllowed,
    BadSchedule,
    SlowDown,
    SameAgain,
)
HOLDS_BLOCKS_S = 20.0  # at most: who blocks somebody through this process is heard at once
_TEXT = {"type": "string", "maxLength": TEXT_MAX}
PARAMETERS = (
    {"name": "board", "in": "path", "required": True, "schema": _TEXT},
    *(
        {"name": name, "in": "query", "schema": schema, "description": description}
        for name, schema, description in (
            ("sort", {"type": "string", "enum": [*ORDERED], "default": "new"}, "The order."),
            ("category", _TEXT, "Of the board."),
            ("tag", _TEXT, "Only with this tag."),
            ("region", _TEXT, "Only of this region and its districts."),
            ("author", {"type": "string", "format": "uuid"}, "Only by this member."),
            ("q", {"type": "string", "maxLength": QUERY_MAX}, "Words to find instead."),
            ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, ""),
            ("cursor", {"type": "string"}, "`next` of the page before."),
        )
    ),
)


class BadListQuery(Invalid):
    """A part of the query string cannot be read, or is out of range."""

    code = "board-query"
    ko = "조회 조건 {field}의 값이 올바르지 않습니다. 예: {example}"
    en = "The value of {field} in the query is not valid. It looks like {example}."


def routes(use: Context[Any], pages: Pages) -> APIRouter:
    """Under ``/v1/boards`` and ``/v1/search``."""
    router = APIRouter(prefix="/v1", tags=["boards"])
    _boards(router, use)
    _lists(router, use, pages)
    _writing(router, use)
    _previewing(router)
    _searching(router, use, pages)
    return router


def _boards(router: APIRouter, use: Context[Any]) -> None:
    content = msgspec.json.encode(page([_board(board) for board in BOARDS.values()], None))
    etag = content_etag(content.decode())

    @router.get("/boards", summary="The boards, with their fields and categories")
    async def get_boards(request: Request) -> Response:
        same = not_modified(request, etag)
        return same or Response(content, headers={"etag": etag}, media_type=JSON)

    @router.get(
        "/boards/{board}/statistics",
        summary="Posts, comments and views of a board by day",
        responses=refusals(NoSuchBoard),
    )
    async def get_statistics(
        board: str, days: Annotated[int, Query(ge=1, le=366)] = 30
    ) -> Response:
        rows = await use.ask(board_statistics, BoardDays(board=board, days=days))
        names = ("day", "posts", "comments", "views")
        return answer({"board": board, "days": [{one: row[one] for one in names} for row in rows]})


def _lists(router: APIRouter, use: Context[Any], pages: Pages) -> None:
    @router.get(
        "/boards/{board}/posts",  # noqa: FAST003 - hot: it takes the bare request
        summary="A page of a board; of all boards under the name 'all'",
        openapi_extra={"parameters": [*PARAMETERS]},
        responses=refusals(NoSuchBoard, BadListQuery, BadCursor, BadLimit, NothingToSearch),
    )
    async def get_posts(request: Request) -> Response:
        caller = await perhaps_signed_in(request)
        board = request.path_params["board"]
        query = request.query_params
        if "q" in query:
            asked = (query["q"], limit_of(request), query.get("cursor"), board)
            return await _searched(use, pages, request, caller, asked)
        if caller is not None and await _blocks_anybody(use, pages, caller.user_id):
            theirs = replace(_wanted(request, board), viewer_id=caller.user_id)
            return answer(_page(await use.ask(page_of_posts, theirs), theirs))

        async def make() -> bytes:
            wanted = _wanted(request, board)
            return msgspec.json.encode(_page(await use.ask(page_of_posts, wanted), wanted))

        name = EVERY_BOARD if board == EVERY else board
        return await _kept(pages, name, (board, request.scope["query_string"]), make, request)


def _wanted(request: Request, board: str) -> Wanted:
    """What the query string asks for. Raises BadListQuery and what its parts raise."""
    query = request.query_params
    sort, author, cursor = query.get("sort", "new"), query.get("author"), query.get("cursor")
    if sort not in ORDERED:
        raise BadListQuery(field="sort", example="hot")
    try:
        author_id = UUID(author) if author else None
    except ValueError:
        raise BadListQuery(field="author", example=str(NOBODY)) from None
    for name in ("category", "tag", "region"):
        if len(query.get(name, "")) > TEXT_MAX:
            raise BadListQuery(field=name, example="…")
    tag = query.get("tag")
    after = decode_cursor(cursor, tuple(ORDERED[sort].values())) if cursor else ()
    return Wanted(
        viewer_id=None,
        sort=sort,
        limit=limit_of(request),
        after=after[:2] or None,
        snapshot=after[2] if len(after) > len(ORDERED["new"]) else None,
        board=None if board == EVERY else board_named(board).name,
        category=query.get("category"),
        tag=checked_tag(tag) if tag else None,
        region=query.get("region"),
        author_id=author_id,
    )


def _writing(router: APIRouter, use: Context[Any]) -> None:
    @router.post(
        "/boards/{board}/posts",
        status_code=201,
        summary="Write a post: a draft, for later, or at once",
        response_model=None,
        responses=refusals(*WRITING, KeyUsedForAnother, StillRunning),
    )
    async def post_post(request: Request, board: str, form: PostForm, caller: SignedIn) -> Response:
        command = WritePost(
            id=new_id(),
            actor=actor_of(caller),
            board=board,
            content=content_of(form),
            tags=form.tags,
            as_=form.as_,
            publish_at=form.publish_at,
            typed_s=form.typed_s,
        )

        def write(command: WritePost, work: Work) -> dict[str, Any]:
            id = write_post(command, work)
            return post_body(one_post(OnePost(id=id, actor=command.actor), work))

        response = await created(use, request, caller, write, command, lambda body: body)
        response.headers["location"] = f"/v1/posts/{msgspec.json.decode(response.body)['id']}"
        return response


def _previewing(router: APIRouter) -> None:
    pace = RateLimit(burst=30, every_s=1)

    @router.post(
        "/previews",
        summary="How Markdown will read in a post; nothing is kept",
        responses=refusals(TooOften),
    )
    async def post_preview(form: PreviewForm, caller: SignedIn) -> Response:
        pace.check(caller.user_id)
        return answer({"html": rendered(form.body)})


def _searching(router: APIRouter, use: Context[Any], pages: Pages) -> None:
    strangers = RateLimit(burst=30, every_s=4)
    members = RateLimit(burst=60, every_s=2)

    @router.get(
        "/search/posts",
        summary="Posts that hold all these words",
        responses=refusals(NothingToSearch, BadCursor, TooOften),
    )
    async def get_found(
        request: Request,
        caller: PerhapsSignedIn,
        q: Annotated[str, Query(max_length=QUERY_MAX)],
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        if caller is None:
            strangers.check(request.client.host if request.client else "")
        else:
            members.check(caller.user_id)
        return await _searched(use, pages, request, caller, (q, limit, cursor, EVERY))


async def _searched(
    use: Context[Any],
    pages: Pages,
    request: Request,
    caller: Caller | None,
    asked: tuple[str, int, str | None, str],
) -> Response:
    """What holds the words, kept for all who block nobody; ``asked``: words, limit, cursor, board.

    Of one board only what is on it is kept: a page may then be short, and still go on.
    """
    words, limit, cursor, board = asked
    if board != EVERY:
        board_named(board)
    blocks = caller is not None and await _blocks_anybody(use, pages, caller.user_id)
    wanted = SearchFor(
        text=words,
        viewer_id=caller.user_id if caller and blocks else None,
        after=decode_cursor(cursor, (int,))[0] if cursor else None,
        limit=limit,
    )

    async def make() -> bytes:
        rows, last = await use.ask_aside(search_posts, wanted)
        items = [line_of(row) for row in rows if board in {EVERY, row["board"]}]
        return msgspec.json.encode(
            page(items, encode_cursor((last,)) if last is not None else None)
        )

    if blocks:
        return Response(await make(), media_type=JSON)
    return await _kept(pages, EVERY_BOARD, ("search", *asked), make, request)


async def _kept(
    pages: Pages, board: str, key: Hashable, make: Callable[[], Awaitable[bytes]], request: Request
) -> Response:
    content, etag = await pages.get(board, key, make, _tag)
    same = not_modified(request, etag)
    return same or Response(content, headers={"etag": etag}, media_type=JSON)


def content_of(form: PostForm) -> Content:
    """What a new post says, its text rendered."""
    return Content(
        title=form.title,
        body=form.body,
        html=rendered(form.body),
        category=form.category,
        region=form.region,
        fields=form.fields,
        photos=tuple(form.photos),
        workout_id=form.workout_id,
        challenge_id=form.challenge_id,
        gathering_id=form.gathering_id,
        goal_id=form.goal_id,
    )


def _page(rows: Any, wanted: Wanted) -> dict[str, Any]:
    more = None
    if len(rows) == wanted.limit:
        last = rows[-1]
        more = encode_cursor(tuple(last[name] for name in ORDERED[wanted.sort]))
    return page([line_of(row) for row in rows], more)


def _tag(content: bytes) -> str:
    return content_etag(content.decode())


async def _blocks_anybody(use: Context[Any], pages: Pages, user_id: UUID) -> bool:
    def look(user_id: UUID, work: Work) -> bytes:
        return b"any" if work.follows.has_blocks(user_id) else b""

    told, _ = await pages.get(
        BLOCKS, (BLOCKS, user_id), lambda: use.ask(look, user_id), _tag, HOLDS_BLOCKS_S
    )
    return bool(told)


def _board(board: Board) -> dict[str, Any]:
    told = asdict(board)
    names = ("name", "ko", "en", "categories", "staff_only", "region_needed", "fields")
    return {name: told[name] for name in names} | {"gated": sorted(board.gated)}
