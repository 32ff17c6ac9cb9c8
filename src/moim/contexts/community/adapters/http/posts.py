"""One post over HTTP: reading, editing, reacting, reporting."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import Moderator, actor_of
from moim.contexts.community.adapters.http.boards import WRITING
from moim.contexts.community.adapters.http.forms import (
    BookmarkForm,
    LetThroughForm,
    PostChanges,
    ReportForm,
    ShareForm,
)
from moim.contexts.community.adapters.http.shapes import post_body
from moim.contexts.community.adapters.markdown import rendered
from moim.contexts.community.adapters.watching import Sightings
from moim.contexts.community.application.comments import Blocked
from moim.contexts.community.application.looking import SeenPost, edits_of, one_post, post_behind
from moim.contexts.community.application.looking_first import LetThrough, let_through
from moim.contexts.community.application.moderation import SendReport, send_report
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import (
    EditPost,
    OnePost,
    TagPost,
    delete_post,
    edit_post,
    tag_post,
    untag_post,
)
from moim.contexts.community.application.reacting import (
    React,
    SharePost,
    react,
    share_post,
    unlock_post,
    unreact,
)
from moim.contexts.community.domain.moderation import CaseDecided, Reason, ReportedBefore
from moim.contexts.community.domain.post import (
    NothingHeld,
    NotYourPost,
    PostChanged,
    PostNotFound,
    PostNotPublished,
    TagNotAllowed,
    TooManyEdits,
)
from moim.contexts.community.domain.reacting import (
    BadReminder,
    NotYourOwn,
    Reaction,
    RecommendedToday,
)
from moim.contexts.community.domain.trust import SlowDown
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, PerhapsSignedIn, RoleMissing, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import content_etag, not_modified, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals

KINDS = {kind.value: kind for kind in Reaction}
ReactionName = Literal["like", "recommend"]


def routes(use: Context[Any], sightings: Sightings) -> APIRouter:
    """Under ``/v1/posts``."""
    router = APIRouter(prefix="/v1", tags=["posts"])
    _reading(router, use, sightings)
    _changing(router, use)
    _tagging(router, use)
    _reacting(router, use)
    _bookmarking(router, use)
    _passing_on(router, use, sightings)
    _reporting(router, use)
    return router


def _reading(router: APIRouter, use: Context[Any], sightings: Sightings) -> None:
    @router.get("/posts/{post_id}", summary="A post", responses=refusals(PostNotFound))
    async def get_post(request: Request, post_id: UUID, caller: PerhapsSignedIn) -> Response:
        seen = await use.ask(one_post, OnePost(id=post_id, actor=actor_of(caller)))
        _note(request, seen, caller, sightings)
        return _answered(request, seen)

    @router.get(
        "/posts/{post_id}/edits",
        summary="How a post read before",
        responses=refusals(PostNotFound),
    )
    async def get_edits(post_id: UUID, caller: PerhapsSignedIn) -> Response:
        edits = await use.ask(edits_of, OnePost(id=post_id, actor=actor_of(caller)))
        return answer({"items": [asdict(edit) for edit in edits], "next": None})


def _changing(router: APIRouter, use: Context[Any]) -> None:
    @router.patch(
        "/posts/{post_id}",
        summary="Edit a post, put a draft up, or move it to another category",
        responses=refusals(PostNotFound, NotYourPost, PostChanged, TooManyEdits, *WRITING),
    )
    async def patch_post(
        request: Request, post_id: UUID, form: PostChanges, caller: SignedIn
    ) -> Response:
        command = EditPost(
            id=post_id,
            actor=actor_of(caller),
            changes=_changes(form),
            version=version_wanted(request),
            tags=form.tags,
            board=form.board,
            as_=form.as_,
            publish_at=form.publish_at,
        )

        def change(command: EditPost, work: Work) -> SeenPost:
            edit_post(command, work)
            return one_post(OnePost(id=command.id, actor=command.actor), work)

        return answer(post_body(await use.run(change, command)))

    @router.delete(
        "/posts/{post_id}",
        status_code=204,
        summary="Delete a post: a tombstone stays",
        responses=refusals(PostNotFound, NotYourPost),
    )
    async def remove_post(post_id: UUID, caller: SignedIn) -> Response:
        await use.run(delete_post, OnePost(id=post_id, actor=actor_of(caller)))
        return Response(status_code=204)

    @router.post(
        "/posts/{post_id}/review",
        status_code=204,
        summary="Let a waiting post, or an edit of one, through or not, as a moderator",
        responses=refusals(PostNotFound, NothingHeld, WordingNotAllowed, RoleMissing),
    )
    async def post_review(post_id: UUID, form: LetThroughForm, caller: Moderator) -> Response:
        command = LetThrough(id=post_id, by=caller.user_id, shown=form.shown, reason=form.reason)
        await use.run(let_through, command)
        return Response(status_code=204)


def _tagging(router: APIRouter, use: Context[Any]) -> None:
    refused = refusals(PostNotFound, NotYourPost, TagNotAllowed)

    @router.put("/posts/{post_id}/tags/{tag}", status_code=204, summary="Tag", responses=refused)
    async def put_tag(post_id: UUID, tag: str, caller: SignedIn) -> Response:
        await use.run(tag_post, TagPost(id=post_id, actor=actor_of(caller), tag=tag))
        return Response(status_code=204)

    @router.delete(
        "/posts/{post_id}/tags/{tag}", status_code=204, summary="Untag", responses=refused
    )
    async def remove_tag(post_id: UUID, tag: str, caller: SignedIn) -> Response:
        await use.run(untag_post, TagPost(id=post_id, actor=actor_of(caller), tag=tag))
        return Response(status_code=204)


def _reacting(router: APIRouter, use: Context[Any]) -> None:
    refused = refusals(
        PostNotFound, PostNotPublished, NotYourOwn, Blocked, RecommendedToday, SlowDown
    )

    def reaction(kind: Reaction) -> None:
        path = f"/posts/{{post_id}}/{kind.value}"

        @router.put(path, name=f"put_{kind.value}", summary=kind.value.title(), responses=refused)
        async def put(post_id: UUID, caller: SignedIn) -> Response:
            return await _reacted(use, react, post_id, caller, kind)

        @router.delete(
            path,
            name=f"delete_{kind.value}",
            summary=f"Take the {kind.value} back",
            responses=refusals(PostNotFound),
        )
        async def take_back(post_id: UUID, caller: SignedIn) -> Response:
            return await _reacted(use, unreact, post_id, caller, kind)

    for kind in (Reaction.LIKE, Reaction.RECOMMEND):
        reaction(kind)

    @router.put(
        "/posts/{post_id}/unlock",
        status_code=204,
        summary="See what is behind the spoiler gate",
        responses=refusals(PostNotFound, PostNotPublished),
    )
    async def put_unlock(post_id: UUID, caller: SignedIn) -> Response:
        command = React(post_id=post_id, actor=actor_of(caller), kind=Reaction.LIKE)
        await use.run(unlock_post, command)
        return Response(status_code=204)


def _bookmarking(router: APIRouter, use: Context[Any]) -> None:
    @router.put(
        "/posts/{post_id}/bookmark",
        summary="Keep a post, with a reminder if wanted",
        responses=refusals(PostNotFound, PostNotPublished, BadReminder, SlowDown),
    )
    async def put_bookmark(
        post_id: UUID, caller: SignedIn, form: BookmarkForm | None = None
    ) -> Response:
        at = form.remind_at if form else None
        return await _reacted(use, react, post_id, caller, Reaction.BOOKMARK, at)

    @router.delete("/posts/{post_id}/bookmark", summary="Keep it no longer")
    async def remove_bookmark(post_id: UUID, caller: SignedIn) -> Response:
        return await _reacted(use, unreact, post_id, caller, Reaction.BOOKMARK)


def _passing_on(router: APIRouter, use: Context[Any], sightings: Sightings) -> None:
    @router.post(
        "/posts/{post_id}/shares",
        status_code=201,
        summary="Make a link to pass on",
        response_model=None,
        responses=refusals(PostNotFound, PostNotPublished),
    )
    async def post_share(
        request: Request, post_id: UUID, form: ShareForm, caller: SignedIn
    ) -> Response:
        command = SharePost(
            id=new_id(),
            token=secrets.token_urlsafe(12),
            post_id=post_id,
            actor=actor_of(caller),
            target=form.target,
        )

        def told(token: str) -> dict[str, str]:
            return {"token": token, "path": f"/v1/shared-posts/{token}", "target": form.target}

        return await created(use, request, caller, share_post, command, told)

    @router.get(
        "/shared-posts/{token}",
        summary="The post behind a link",
        responses=refusals(PostNotFound),
    )
    async def get_shared(request: Request, token: str, caller: PerhapsSignedIn) -> Response:
        post_id = await use.ask(post_behind, token[:32])
        seen = await use.ask(one_post, OnePost(id=post_id, actor=actor_of(caller)))
        _note(request, seen, caller, sightings)
        return _answered(request, seen)


def _reporting(router: APIRouter, use: Context[Any]) -> None:
    refused = refusals(PostNotFound, NotYourOwn, ReportedBefore, CaseDecided, SlowDown)

    @router.post(
        "/posts/{post_id}/reports",
        status_code=201,
        summary="Report a post",
        response_model=None,
        responses=refused,
    )
    async def post_report(
        request: Request, post_id: UUID, form: ReportForm, caller: SignedIn
    ) -> Response:
        command = SendReport(
            id=new_id(),
            actor=actor_of(caller),
            post_id=post_id,
            comment_id=None,
            reason=Reason(form.reason),
            text=form.text,
        )
        return await created(
            use, request, caller, send_report, command, lambda case_id: {"case_id": case_id}
        )


async def _reacted(
    use: Context[Any],
    handler: Callable[[React, Work], None],
    post_id: UUID,
    caller: Caller,
    kind: Reaction,
    remind_at: Any = None,
) -> Response:
    command = React(post_id=post_id, actor=actor_of(caller), kind=kind, remind_at=remind_at)

    def carry_out(command: React, work: Work) -> dict[str, Any]:
        handler(command, work)
        return {
            "counts": work.posts.counts(command.post_id),
            "did": sorted(work.reactions.of(command.post_id, command.actor.user_id)),
        }

    return answer(await use.run(carry_out, command))


def _answered(request: Request, seen: SeenPost) -> Response:
    body = post_body(seen)
    etag = content_etag(body["version"], body)
    same = not_modified(request, etag)
    return same or answer(body, headers={"etag": etag, "x-version": f'"v{body["version"]}"'})


def _note(request: Request, seen: SeenPost, caller: Caller | None, sightings: Sightings) -> None:
    asked_ahead = "prefetch" in request.headers.get("sec-purpose", "")
    if request.method != "GET" or asked_ahead or not seen.row["visible"]:
        return
    post_id, author_id = seen.row["id"], seen.row["author_id"]
    if caller is not None:
        sightings.member(post_id, author_id, caller.user_id)
    elif request.client is not None:
        sightings.guest(post_id, request.client.host, request.headers.get("user-agent", ""))


def _changes(form: PostChanges) -> dict[str, Any]:
    named = form.model_fields_set - {"tags", "board", "as_", "publish_at"}
    changes = {name: getattr(form, name) for name in named}
    for name in ("title", "body", "fields", "photos"):
        if name in changes and changes[name] is None:
            del changes[name]
    if "body" in changes:
        changes["html"] = rendered(changes["body"])
    if "photos" in changes:
        changes["photos"] = tuple(changes["photos"])
    return changes
