"""The feedback board and questions about charts over HTTP."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from moim.contexts.insights.adapters.http.chart_shapes import AnswerForm
from moim.contexts.insights.adapters.http.screens import Screens
from moim.contexts.insights.application import feedback
from moim.contexts.insights.application.ports import FeedbackList
from moim.contexts.insights.domain.feedback import (
    Improvement,
    Question,
    QuestionAnswered,
    QuestionNotFound,
)
from moim.platform.auth import SignedIn
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals
from moim.platform.http.pages import Cursor, Limit, decode_cursor, encode_cursor


@dataclass(frozen=True, kw_only=True)
class ImprovementBody:
    """Feedback on charts; ``state`` is ``open``, then what staff made of it."""

    feedback_id: UUID
    chart_id: UUID | None
    state: str
    opened_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ImprovementsBody:
    """Newest first."""

    items: list[ImprovementBody]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class QuestionBody:
    """Was this chart of use? ``useful`` is null until it is answered."""

    id: UUID
    chart_id: UUID | None
    asked_at: datetime
    useful: bool | None
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class QuestionsBody:
    """Newest first."""

    items: list[QuestionBody]
    next: str | None


def routes(screens: Screens) -> APIRouter:
    """The routes of ``/v1/insights/improvements`` and ``/v1/insights/questions``."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])
    context = screens.context

    @router.get(
        "/improvements",
        summary="What you wrote about charts and what came of it; staff see everybody's",
        response_model=ImprovementsBody,
    )
    async def get_improvements(
        caller: SignedIn, limit: Limit = 20, cursor: Cursor = None
    ) -> Response:
        whose = None if caller.has("staff") else caller.user_id
        about = FeedbackList(user_id=whose, limit=limit, after=_after(cursor))
        found = await context.ask(feedback.improvements, about)
        more = encode_cursor((found[-1].feedback_id,)) if len(found) == limit else None
        return answer(ImprovementsBody(items=[_improvement(one) for one in found], next=more))

    @router.get(
        "/questions",
        summary="Questions to you: was this chart of use?",
        response_model=QuestionsBody,
    )
    async def get_questions(caller: SignedIn, limit: Limit = 20, cursor: Cursor = None) -> Response:
        about = FeedbackList(user_id=caller.user_id, limit=limit, after=_after(cursor))
        found = await context.ask(feedback.questions, about)
        more = encode_cursor((found[-1].id,)) if len(found) == limit else None
        return answer(QuestionsBody(items=[_question(one) for one in found], next=more))

    @router.post(
        "/questions/{question_id}/answer",
        summary="Say whether the chart was of use",
        response_model=QuestionBody,
        responses=refusals(QuestionNotFound, QuestionAnswered),
    )
    async def post_answer(question_id: UUID, caller: SignedIn, form: AnswerForm) -> Response:
        command = feedback.AnswerQuestion(
            id=question_id, user_id=caller.user_id, useful=form.useful
        )
        return answer(_question(await context.run(feedback.answer_question, command)))

    return router


def _after(cursor: str | None) -> UUID | None:
    return decode_cursor(cursor, (UUID,))[0] if cursor else None


def _improvement(item: Improvement) -> ImprovementBody:
    return ImprovementBody(
        feedback_id=item.feedback_id,
        chart_id=item.subject_id,
        state=item.state,
        opened_at=item.opened_at,
        answered_at=item.answered_at,
    )


def _question(question: Question) -> QuestionBody:
    return QuestionBody(
        id=question.id,
        chart_id=question.chart_id,
        asked_at=question.asked_at,
        useful=question.useful,
        answered_at=question.answered_at,
    )
