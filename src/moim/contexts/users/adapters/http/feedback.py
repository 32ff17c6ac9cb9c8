"""Feedback over HTTP: users send and read their own, staff reads all and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.users.adapters.http.forms import Form
from moim.contexts.users.adapters.limits import Limits
from moim.contexts.users.application import feedback
from moim.contexts.users.domain.feedback import (
    Feedback,
    FeedbackAlreadyAnswered,
    FeedbackTextNotAllowed,
    Resolution,
    Topic,
)
from moim.kernel.errors import NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import Caller, RoleMissing, SignedIn, require
from moim.platform.context import Context, KeyUsedForAnother, StillRunning
from moim.platform.http.bodies import answer
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor
from moim.platform.ratelimit import TooOften

Staff = Annotated[Caller, Depends(require("staff"))]
TopicName = Literal[
    "app",
    "account",
    "workout",
    "challenge",
    "visualisation",
    "community",
    "gathering",
    "other",
]
LongText = Annotated[str, Field(max_length=8_000)]


class FeedbackForm(Form):
    """``subject_id`` is the one thing that is meant, if there is one."""

    topic: TopicName
    text: LongText
    subject_id: Annotated[UUID, Field(strict=False)] | None = None


class AnswerForm(Form):
    """What staff answers."""

    resolution: Literal["done", "planned", "declined", "answered"]
    text: LongText


@dataclass(frozen=True, kw_only=True)
class FeedbackLine:
    """A message and, once there is one, its answer."""

    id: UUID
    user_id: UUID
    topic: str
    subject_id: UUID | None
    text: str
    sent_at: datetime
    resolution: str | None
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class FeedbackPage:
    """The newest first."""

    items: list[FeedbackLine]
    next: str | None


def feedback_routes(use: Context[Any], limits: Limits) -> APIRouter:
    """Under ``/v1/feedback``."""
    router = APIRouter(prefix="/v1/feedback", tags=["feedback"])
    _own_routes(router, use, limits)
    _staff_routes(router, use)
    return router


def _own_routes(router: APIRouter, use: Context[Any], limits: Limits) -> None:
    @router.post(
        "",
        summary="Send feedback",
        status_code=201,
        response_model=FeedbackLine,
        responses=refusals(FeedbackTextNotAllowed, TooOften, KeyUsedForAnother, StillRunning),
    )
    async def post_feedback(form: FeedbackForm, request: Request, caller: SignedIn) -> Response:
        limits.feedback(caller.user_id)
        command = feedback.SubmitFeedback(
            id=new_id(),
            user_id=caller.user_id,
            topic=Topic(form.topic),
            text=form.text,
            subject_id=form.subject_id,
        )
        return await created(use, request, caller, feedback.submit_feedback, command, _line)

    @router.get("", summary="Feedback that one sent", response_model=FeedbackPage)
    async def get_feedback(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        wanted = feedback.OwnFeedback(user_id=caller.user_id, after=_position(cursor), limit=limit)
        return answer(_page(await use.ask(feedback.own_feedback, wanted), limit))


def _staff_routes(router: APIRouter, use: Context[Any]) -> None:
    @router.get(
        "/all",
        summary="Feedback of everybody, for staff",
        response_model=FeedbackPage,
        responses=refusals(RoleMissing),
    )
    async def get_all(
        caller: Staff, answered: bool | None = None, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        wanted = feedback.FeedbackToRead(
            by=caller.user_id, answered=answered, after=_position(cursor), limit=limit
        )
        return answer(_page(await use.run(feedback.feedback_to_read, wanted), limit))

    @router.post(
        "/{feedback_id}/answer",
        summary="Answer feedback, as staff",
        response_model=FeedbackLine,
        responses=refusals(RoleMissing, NotFound, FeedbackAlreadyAnswered, FeedbackTextNotAllowed),
    )
    async def post_answer(feedback_id: UUID, form: AnswerForm, caller: Staff) -> Response:
        command = feedback.AnswerFeedback(
            id=feedback_id,
            by=caller.user_id,
            resolution=Resolution(form.resolution),
            text=form.text,
        )
        return answer(_line(await use.run(feedback.answer_feedback, command)))


def _position(cursor: str | None) -> UUID | None:
    return decode_cursor(cursor, (UUID,))[0] if cursor else None


def _page(found: Sequence[Feedback], limit: int) -> FeedbackPage:
    more = encode_cursor((found[-1].id,)) if len(found) == limit else None
    return FeedbackPage(items=[_line(one) for one in found], next=more)


def _line(one: Feedback) -> FeedbackLine:
    reply = one.reply
    return FeedbackLine(
        id=one.id,
        user_id=one.user_id,
        topic=one.topic.value,
        subject_id=one.subject_id,
        text=one.text,
        sent_at=one.sent_at,
        resolution=reply.resolution.value if reply else None,
        answer=reply.text if reply else None,
        answered_at=reply.at if reply else None,
    )
