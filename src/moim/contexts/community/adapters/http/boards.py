"""Boards and their pages over HTTP."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import actor_of, created
from moim.contexts.community.adapters.http.forms import PostForm, PreviewForm
from moim.contexts.community.adapters.http.shapes import line_of, post_body
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.adapters.pages import EVERY_BOARD, Pages
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
from moim.contexts.community.domain.post import BadSchedule, Content, TagNotAllowed, checked_tag
from moim.contexts.community.domain.trust import SameAgain, SlowDown
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, PerhapsSignedIn, SignedIn
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import JSON, answer
from moim.platform.http.conditions import content_etag, not_modified
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import (
    BadCursor,
    Cursor,
    Limit,
    decode_cursor,
    encode_cursor,
    page,
)
from moim.platform.ratelimit import RateLimit, TooOften

Sort = Literal["new", "hot", "top"]
ORDERED: dict[str, tuple[str, type]] = {
    "new": ("listed_at", datetime),
    "hot": ("hot", float),
    "top": ("score", int),
}
WRITING = (
    NoSuchBoard,
    MayNotPostHere,
    FieldNotAllowed,
    RegionNeeded,
    NotYourWorkout,
    WordingNotAllowed,
    TagNotAllowed,
    BadSchedule,
    SlowDown,
    SameAgain,
)
ShortText = Annotated[str | None, Query(max_length=40)]


def routes(use: Context[Any], pages: Pages) -> APIRouter:
    """Under ``/v1/boards`` and ``/v1/search``."""
    router = APIRouter(prefix="/v1", tags=["boards"])
    _boards(router, use)
    _lists(router, use, pages)
    _writing(router, use)
    _previewing(router)
    _searching(router, use)
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
        "/boards/{board}/posts",
        summary="A page of a board; of all boards under the name 'all'",
        responses=refusals(NoSuchBoard, BadCursor, TagNotAllowed, NothingToSearch),
    )
    async def get_posts(
        request: Request,
        board: str,
        caller: PerhapsSignedIn,
        sort: Sort = "new",
        category: ShortText = None,
        tag: ShortText = None,
        region: ShortText = None,
        author: UUID | None = None,
        q: Annotated[str | None, Query(max_length=QUERY_MAX)] = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        if q:
            return answer(await _found(use, caller, q, limit, cursor, board=board))
        name = None if board == "all" else board_named(board).name
        wanted = Wanted(
            viewer_id=None,
            sort=sort,
            limit=limit,
            after=decode_cursor(cursor, (ORDERED[sort][1], UUID)) if cursor else None,
            board=name,
            category=category,
            tag=checked_tag(tag) if tag else None,
            region=region,
            author_id=author,
        )

        async def make() -> bytes:
            rows = await use.ask(page_of_posts, wanted)
            return msgspec.json.encode(_page(rows, wanted))

        if caller is not None and await use.ask(_blocks_anybody, caller.user_id):
            theirs = replace(wanted, viewer_id=caller.user_id)
            rows = await use.ask(page_of_posts, theirs)
            return answer(_page(rows, wanted))
        content, etag = await pages.get(name or EVERY_BOARD, wanted, make, _tag)
        same = not_modified(request, etag)
        return same or Response(content, headers={"etag": etag}, media_type=JSON)


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


def _searching(router: APIRouter, use: Context[Any]) -> None:
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
        return answer(await _found(use, caller, q, limit, cursor))


async def _found(
    use: Context[Any],
    caller: Caller | None,
    text: str,
    limit: int,
    cursor: str | None,
    board: str = "all",
) -> dict[str, Any]:
    """Of one board only what is on it is kept: a page may then be short, and still go on."""
    if board != "all":
        board_named(board)
    wanted = SearchFor(
        text=text,
        viewer_id=caller.user_id if caller else None,
        after=decode_cursor(cursor, (int,))[0] if cursor else None,
        limit=limit,
    )
    rows, last = await use.ask(search_posts, wanted)
    items = [line_of(row) for row in rows if board in {"all", row["board"]}]
    return page(items, encode_cursor((last,)) if last is not None else None)


def content_of(form: PostForm) -> Content:
    """What a new post says, its text rendered."""
    return Content(
        title=form.title,
        body=form.body,
        html=rendered(form.body),
        category=form.category,
        region=form.region and " ".join(form.region.split()),
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
        more = encode_cursor((last[ORDERED[wanted.sort][0]], last["id"]))
    return page([line_of(row) for row in rows], more)


def _tag(content: bytes) -> str:
    return content_etag(content.decode())


def _blocks_anybody(user_id: UUID, work: Work) -> bool:
    return work.follows.has_blocks(user_id)


def _board(board: Board) -> dict[str, Any]:
    told = asdict(board)
    names = ("name", "ko", "en", "categories", "staff_only", "region_needed", "fields")
    return {name: told[name] for name in names} | {"gated": sorted(board.gated)}
