"""Use cases about the feedback board and questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.insights.application.ports import FeedbackList, Work
from moim.contexts.insights.domain.feedback import Improvement, Question, QuestionNotFound


def improvements(about: FeedbackList, work: Work) -> Sequence[Improvement]:
    """A page of the board."""
    return work.improvements.page(about)


def questions(about: FeedbackList, work: Work) -> Sequence[Question]:
    """A page of the questions to somebody."""
    if about.user_id is None:
        return []
    return work.questions.page(about.user_id, about.after, about.limit)


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion:
    """Whether the chart was of use."""

    id: UUID
    user_id: UUID
    useful: bool


def answer_question(command: AnswerQuestion, work: Work) -> Question:
    """Raises QuestionNotFound, QuestionAnswered."""
    question = work.questions.find(command.id, command.user_id)
    if question is None:
        raise QuestionNotFound
    answered = question.answer(useful=command.useful, at=work.now)
    work.questions.put(answered)
    return answered
