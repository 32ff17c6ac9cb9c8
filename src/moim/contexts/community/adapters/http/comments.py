"""Comments over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import Moderator, actor_of
from moim.contexts.community.adapters.http.forms import (
    CommentChanges,
    CommentForm,
    LetThroughForm,
    ReportForm,
)
from moim.contexts.community.adapters.http.shapes import comment_body
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.application.comments import (
    AddComment,
    Blocked,
    EditComment,
    OneComment,
    TagComment,
    add_comment,
    delete_comment,
    edit_comment,
    tag_comment,
    untag_comment,
)
from moim.contexts.community.application.looking import (
    CommentsOf,
    OneSeenComment,
    comments_of,
    one_comment,
)
from moim.contexts.community.application.looking_first import LetThrough, let_comment_through
from moim.contexts.community.application.moderation import SendReport, send_report
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import OnePost
from moim.contexts.community.application.reacting import (
    RecommendComment,
    recommend_comment,
    unrecommend_comment,
)
from moim.contexts.community.domain.comment import (
    CommentChanged,
    CommentGone,
    CommentNotFound,
    CommentWaits,
    NotYourComment,
)
from moim.contexts.community.domain.moderation import CaseDecided, Reason, ReportedBefore
from moim.contexts.community.domain.post import (
    NothingHeld,
    PostNotFound,
    PostNotPublished,
    TagNotAllowed,
)
from moim.contexts.community.domain.reacting import NotYourOwn
from moim.contexts.community.domain.trust import SameAgain, SlowDown
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.kernel.ids import new_id
from moim.platform.auth import PerhapsSignedIn, RoleMissing, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import content_etag, not_modified, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor, page


def routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/posts/{id}/comments`` and ``/v1/comments``."""
    router = APIRouter(prefix="/v1", tags=["comments"])
    _tree(router, use)
    _changing(router, use)
    _tagging(router, use)
    _judging(router, use)
    return router


def _tree(router: APIRouter, use: Context[Any]) -> None:
    @router.get(
        "/posts/{post_id}/comments",
        summary="Comments in the order of their tree",
        responses=refusals(PostNotFound),
    )
    async def get_comments(
        request: Request,
        post_id: UUID,
        caller: PerhapsSignedIn,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        post = OnePost(id=post_id, actor=actor_of(caller))
        after = decode_cursor(cursor, (str,))[0] if cursor else None
        wanted = CommentsOf(post=post, after=after, limit=limit)
        seen = await use.ask(comments_of, wanted)
        actor = post.actor
        items = [
            comment_body(
                row,
                withheld=seen.gated or row["author_id"] in seen.blocked,
                recommended=row["id"] in seen.recommended,
                decides=actor.moderator or row["author_id"] == actor.user_id,
            )
            for row in seen.rows
        ]
        more = encode_cursor((seen.rows[-1]["path"],)) if len(seen.rows) == limit else None
        body = page(items, more)
        etag = content_etag(body)
        return not_modified(request, etag) or answer(body, headers={"etag": etag})

    @router.post(
        "/posts/{post_id}/comments",
        status_code=201,
        summary="Comment, or answer a comment",
        response_model=None,
        responses=refusals(
            PostNotFound,
            PostNotPublished,
            CommentNotFound,
            CommentGone,
            CommentWaits,
            WordingNotAllowed,
            Blocked,
            SlowDown,
            SameAgain,
        ),
    )
    async def post_comment(
        request: Request, post_id: UUID, form: CommentForm, caller: SignedIn
    ) -> Response:
        command = AddComment(
            id=new_id(),
            post_id=post_id,
            actor=actor_of(caller),
            parent_id=form.parent_id,
            text=form.text,
            html=rendered(form.text),
        )

        def add(command: AddComment, work: Work) -> dict[str, Any]:
            add_comment(command, work)
            about = OneSeenComment(id=command.id, actor=command.actor)
            return _written(about, work)

        return await created(use, request, caller, add, command, lambda body: body)


def _written(about: OneSeenComment, work: Work) -> dict[str, Any]:
    row, recommended = one_comment(about, work)
    return comment_body(row, recommended=recommended, decides=True)


def _changing(router: APIRouter, use: Context[Any]) -> None:
    @router.patch(
        "/comments/{comment_id}",
        summary="Edit a comment",
        responses=refusals(
            CommentNotFound,
            NotYourComment,
            CommentChanged,
            CommentGone,
            WordingNotAllowed,
            SlowDown,
        ),
    )
    async def patch_comment(
        request: Request, comment_id: UUID, form: CommentChanges, caller: SignedIn
    ) -> Response:
        command = EditComment(
            id=comment_id,
            actor=actor_of(caller),
            text=form.text,
            html=rendered(form.text),
            version=version_wanted(request),
        )

        def change(command: EditComment, work: Work) -> dict[str, Any]:
            edit_comment(command, work)
            about = OneSeenComment(id=command.id, actor=command.actor)
            return _written(about, work)

        return answer(await use.run(change, command))

    @router.post(
        "/comments/{comment_id}/review",
        status_code=204,
        summary="Let a comment that waits, or an edit of one, through or not, as a moderator",
        responses=refusals(CommentNotFound, NothingHeld, WordingNotAllowed, RoleMissing),
    )
    async def post_review(comment_id: UUID, form: LetThroughForm, caller: Moderator) -> Response:
        command = LetThrough(id=comment_id, by=caller.user_id, shown=form.shown, reason=form.reason)
        await use.run(let_comment_through, command)
        return Response(status_code=204)

    @router.delete(
        "/comments/{comment_id}",
        status_code=204,
        summary="Delete a comment; what answers it stays",
        responses=refusals(CommentNotFound, NotYourComment),
    )
    async def remove_comment(comment_id: UUID, caller: SignedIn) -> Response:
        await use.run(delete_comment, OneComment(id=comment_id, actor=actor_of(caller)))
        return Response(status_code=204)


def _tagging(router: APIRouter, use: Context[Any]) -> None:
    refused = refusals(CommentNotFound, NotYourComment, CommentGone, CommentWaits, TagNotAllowed)
    path = "/comments/{comment_id}/tags/{tag}"

    @router.put(path, status_code=204, summary="Tag a comment", responses=refused)
    async def put_tag(comment_id: UUID, tag: str, caller: SignedIn) -> Response:
        await use.run(tag_comment, TagComment(id=comment_id, actor=actor_of(caller), tag=tag))
        return Response(status_code=204)

    @router.delete(path, status_code=204, summary="Untag a comment", responses=refused)
    async def remove_tag(comment_id: UUID, tag: str, caller: SignedIn) -> Response:
        await use.run(untag_comment, TagComment(id=comment_id, actor=actor_of(caller), tag=tag))
        return Response(status_code=204)


def _judging(router: APIRouter, use: Context[Any]) -> None:
    @router.put(
        "/comments/{comment_id}/recommend",
        status_code=204,
        summary="Recommend a comment",
        responses=refusals(
            CommentNotFound, CommentGone, CommentWaits, NotYourOwn, Blocked, PostNotPublished
        ),
    )
    async def put_recommend(comment_id: UUID, caller: SignedIn) -> Response:
        command = RecommendComment(id=comment_id, actor=actor_of(caller))
        await use.run(recommend_comment, command)
        return Response(status_code=204)

    @router.delete("/comments/{comment_id}/recommend", status_code=204, summary="Take it back")
    async def remove_recommend(comment_id: UUID, caller: SignedIn) -> Response:
        command = RecommendComment(id=comment_id, actor=actor_of(caller))
        await use.run(unrecommend_comment, command)
        return Response(status_code=204)

    @router.post(
        "/comments/{comment_id}/reports",
        status_code=201,
        summary="Report a comment",
        response_model=None,
        responses=refusals(CommentNotFound, NotYourOwn, ReportedBefore, CaseDecided, SlowDown),
    )
    async def post_report(
        request: Request, comment_id: UUID, form: ReportForm, caller: SignedIn
    ) -> Response:
        about = OneSeenComment(id=comment_id, actor=actor_of(caller))
        row, _ = await use.ask(one_comment, about)
        command = SendReport(
            id=new_id(),
            actor=actor_of(caller),
            post_id=row["post_id"],
            comment_id=comment_id,
            reason=Reason(form.reason),
            text=form.text,
        )
        return await created(
            use, request, caller, send_report, command, lambda case_id: {"case_id": case_id}
        )
