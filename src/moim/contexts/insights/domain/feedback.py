"""What people think of charts: items to improve, and whether a chart was of use."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from moim.kernel.errors import Conflict, NotFound

TOPIC = "visualisation"
"""The topic of feedback that is about charts."""

OPEN = "open"


class QuestionNotFound(NotFound):
    """No such question to this person."""

    code = "chart-question-not-found"
    ko = "질문을 찾을 수 없습니다."
    en = "There is no such question to you."


class QuestionAnswered(Conflict):
    """It has its answer."""

    code = "chart-question-answered"
    ko = "이미 답한 질문입니다."
    en = "This question was answered already."


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """Feedback on charts as an item to work off.

    ``state`` is ``open``, then what staff made of it: ``done``, ``planned``, ``declined`` or
    ``answered``. ``subject_id`` is the one chart that is meant.
    """

    feedback_id: UUID
    user_id: UUID
    subject_id: UUID | None
    opened_at: datetime
    state: str = OPEN
    answered_at: datetime | None = None

    def answered(self, resolution: str, at: datetime) -> "Improvement":
        """Staff answered; a later answer takes the place of an earlier one."""
        return replace(self, state=resolution, answered_at=at)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Was this chart of use? Asked of who wrote about charts."""

    id: UUID
    user_id: UUID
    chart_id: UUID | None
    asked_at: datetime
    useful: bool | None = None
    answered_at: datetime | None = None

    def answer(self, *, useful: bool, at: datetime) -> "Question":
        """Say so, once. Raises QuestionAnswered."""
        if self.useful is not None:
            raise QuestionAnswered
        return replace(self, useful=useful, answered_at=at)
