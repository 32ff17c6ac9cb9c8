"""Priorities and words of templates over HTTP: asked for by people, decided by staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.notifications.adapters.http.forms import (
    PreviewForm,
    PriorityForm,
    RejectForm,
    TemplateForm,
    WordsForm,
)
from moim.contexts.notifications.application import priorities, wording
from moim.contexts.notifications.domain.channels import Lane, Topic
from moim.contexts.notifications.domain.priority import (
    AlreadyDecided,
    PriorityNotAllowed,
    PriorityRequest,
    RequestState,
)
from moim.contexts.notifications.domain.template import BadTemplate, Words, variables_of
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES
from moim.contexts.notifications.domain.wording import Wording
from moim.kernel.errors import Changed, Invalid, NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, RoleMissing, SignedIn, require
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import version_etag, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor

Staff = Annotated[Caller, Depends(require("staff"))]


class UnknownTopic(Invalid):
    """There is no such topic."""

    code = "notification-topic-unknown"
    ko = "알 수 없는 알림 주제입니다."
    en = "There is no such topic of notifications."


@dataclass(frozen=True, kw_only=True)
class RequestShown:
    """A wish that a topic travel in another lane, and what became of it."""

    id: UUID
    topic: str
    user_id: UUID
    to: str
    for_all: bool
    state: str
    reason: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """The newest first; ``lanes`` are those that hold for the one who asks."""

    items: list[RequestShown]
    next: str | None
    lanes: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class TemplateShown:
    """``number`` is 0 for the words that came with the program."""

    name: str
    topic: str
    kind: str
    number: int
    variables: list[str]
    ko: dict[str, str]
    en: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class TemplateList:
    """By name."""

    items: list[TemplateShown]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class PreviewShown:
    """Each language's title and body with sample values; ``text`` as it goes to a telephone.

    ``text_kind`` is what carriers count it as: ``SMS``, or ``LMS`` for a longer one.
    """

    ko: dict[str, str]
    en: dict[str, str]


def priority_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/notification-priorities``."""
    router = APIRouter(prefix="/v1/notification-priorities", tags=["notifications"])

    @router.get("", summary="Requests to change a priority", response_model=RequestPage)
    async def get_requests(
        caller: SignedIn,
        limit: Limit = 20,
        cursor: Cursor = None,
        state: Literal["asked", "approved", "rejected"] | None = None,
    ) -> Response:
        wanted = priorities.Page(
            state=None if state is None else RequestState(state),
            user_id=None if caller.has("staff") else caller.user_id,
            after=decode_cursor(cursor, (UUID,))[0] if cursor else None,
            limit=limit,
        )
        found = await use.ask(priorities.page_of, wanted)
        lanes = await use.ask(priorities.lanes_for, caller.user_id)
        more = encode_cursor((found[-1].id,)) if len(found) == limit else None
        items = [_request(one) for one in found]
        return answer(RequestPage(items=items, next=more, lanes=dict(lanes)))

    @router.post(
        "",
        summary="Ask that a topic be more, or less, urgent",
        status_code=201,
        response_model=RequestShown,
        responses=refusals(UnknownTopic, PriorityNotAllowed, KeyUsedForAnother, StillRunning),
    )
    async def post_request(form: PriorityForm, request: Request, caller: SignedIn) -> Response:
        if form.topic not in set(Topic):
            raise UnknownTopic(field="topic")
        command = priorities.Ask(
            id=new_id(),
            topic=Topic(form.topic),
            user_id=caller.user_id,
            to=Lane(form.to),
            for_all=form.for_all,
        )
        return await created(use, request, caller, priorities.ask, command, _request)

    @router.post(
        "/{request_id}/approval",
        summary="Grant it",
        response_model=RequestShown,
        responses=refusals(RoleMissing, NotFound, AlreadyDecided),
    )
    async def post_approval(request_id: UUID, _caller: Staff) -> Response:
        decided = await use.run(priorities.approve, priorities.Decide(id=request_id))
        return answer(_request(decided))

    @router.post(
        "/{request_id}/rejection",
        summary="Refuse it",
        response_model=RequestShown,
        responses=refusals(RoleMissing, NotFound, AlreadyDecided),
    )
    async def post_rejection(request_id: UUID, form: RejectForm, _caller: Staff) -> Response:
        command = priorities.Decide(id=request_id, reason=form.reason)
        return answer(_request(await use.run(priorities.reject, command)))

    return router


def template_routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/notification-templates``."""
    router = APIRouter(prefix="/v1/notification-templates", tags=["notifications"])

    @router.get("", summary="Every template in force", response_model=TemplateList)
    async def get_templates(_caller: Staff) -> Response:
        newest = await use.ask(wording.newest_of_all, None)
        items = [_template(name, newest.get(name)) for name in sorted(TEMPLATES)]
        return answer(TemplateList(items=items, next=None))

    @router.put(
        "/{name}",
        summary="Put a new version of its words in force",
        response_model=TemplateShown,
        responses=refusals(RoleMissing, NotFound, BadTemplate, Changed),
    )
    async def put_template(
        name: str, form: TemplateForm, request: Request, caller: Staff
    ) -> Response:
        command = wording.Reword(
            name=name,
            author_id=caller.user_id,
            ko=_words(form.ko),
            en=_words(form.en),
            number=version_wanted(request),
        )
        made = await use.run(wording.reword, command)
        return answer(_template(name, made), headers={"etag": version_etag(made.number)})

    @router.post(
        "/{name}/preview",
        summary="How it would read",
        response_model=PreviewShown,
        responses=refusals(RoleMissing, NotFound, BadTemplate),
    )
    async def post_preview(name: str, form: PreviewForm, _caller: Staff) -> Response:
        wanted = wording.Preview(
            name=name,
            ko=None if form.ko is None else _words(form.ko),
            en=None if form.en is None else _words(form.en),
        )
        shown = await use.ask(wording.preview, wanted)
        told = {language: _previewed(one) for language, one in shown.items()}
        return answer(PreviewShown(ko=told["ko"], en=told["en"]))

    return router


def _previewed(one: wording.Previewed) -> dict[str, str]:
    return {
        "title": one.words.title,
        "body": one.words.body,
        "text": one.text.text,
        "text_kind": "SMS" if one.text.subject is None else "LMS",
    }


def _words(form: WordsForm) -> Words:
    return Words(form.title.strip(), form.body.strip())


def _request(one: PriorityRequest) -> RequestShown:
    return RequestShown(
        id=one.id,
        topic=one.topic.value,
        user_id=one.user_id,
        to=one.to.value,
        for_all=one.for_all,
        state=one.state.value,
        reason=one.reason,
        asked_at=one.asked_at,
    )


def _template(name: str, own: Wording | None) -> TemplateShown:
    template = TEMPLATES[name]
    ko: Mapping[str, str] = {"title": template.ko.title, "body": template.ko.body}
    en: Mapping[str, str] = {"title": template.en.title, "body": template.en.body}
    if own is not None:
        ko = {"title": own.ko_title, "body": own.ko_body}
        en = {"title": own.en_title, "body": own.en_body}
    return TemplateShown(
        name=name,
        topic=template.topic.value,
        kind=template.kind.value,
        number=0 if own is None else own.number,
        variables=sorted(variables_of(template.ko)),
        ko=dict(ko),
        en=dict(en),
    )
