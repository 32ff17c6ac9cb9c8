"""What users tell the people who run the place, and what these answer."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.users.domain.wording import composed, is_plain
from moim.contracts.users import FeedbackAnswered, FeedbackSubmitted
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid

TEXT_LENGTH_MAX = 4_000


class Topic(StrEnum):
    """What it is about."""

    APP = "app"
    ACCOUNT = "account"
    WORKOUT = "workout"
    CHALLENGE = "challenge"
    VISUALISATION = "visualisation"
    COMMUNITY = "community"
    GATHERING = "gathering"
    OTHER = "other"


class Resolution(StrEnum):
    """What came of it."""

    DONE = "done"
    PLANNED = "planned"
    DECLINED = "declined"
    ANSWERED = "answered"


class FeedbackTextNotAllowed(Invalid):
    """Empty, too long, or with something in it that cannot be seen."""

    code = "feedback-text-not-allowed"
    ko = "내용을 1~4,000자로 입력하세요. 보이지 않는 제어 문자는 쓸 수 없습니다."
    en = "Write 1 to 4,000 characters, without invisible control characters."


class FeedbackAlreadyAnswered(Conflict):
    """It has its answer."""

    code = "feedback-already-answered"
    ko = "이미 답변한 의견입니다."
    en = "This feedback was already answered."


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What staff answered. ``by`` is whose account it was written with."""

    resolution: Resolution
    text: str = field(repr=False)
    by: UUID
    at: datetime


@dataclass(kw_only=True, eq=False)
class Feedback(Aggregate):
    """One message and its answer. ``subject_id`` is the one challenge, chart, … that is meant."""

    id: UUID
    user_id: UUID
    topic: Topic
    subject_id: UUID | None
    text: str = field(repr=False)
    sent_at: datetime
    reply: Reply | None = None

    @classmethod
    def submit(
        cls,
        id: UUID,
        user_id: UUID,
        topic: Topic,
        text: str,
        subject_id: UUID | None,
        at: datetime,
    ) -> "Feedback":
        """A new one."""
        sent = cls(
            id=id,
            user_id=user_id,
            topic=topic,
            subject_id=subject_id,
            text=_judged(text),
            sent_at=at,
        )
        sent.record(
            FeedbackSubmitted(
                user_id=user_id, feedback_id=id, topic=topic.value, subject_id=subject_id
            )
        )
        return sent

    def answer(self, resolution: Resolution, text: str, by: UUID, at: datetime) -> None:
        """Answer it, once."""
        if self.reply is not None:
            raise FeedbackAlreadyAnswered
        self.reply = Reply(resolution=resolution, text=_judged(text), by=by, at=at)
        self.record(
            FeedbackAnswered(
                user_id=self.user_id,
                feedback_id=self.id,
                topic=self.topic.value,
                subject_id=self.subject_id,
                resolution=resolution.value,
            )
        )


def _judged(raw: str) -> str:
    text = composed(raw).replace("\r\n", "\n").strip()
    if not 0 < len(text) <= TEXT_LENGTH_MAX or not is_plain(text, lines=True, joiners=True):
        raise FeedbackTextNotAllowed(field="text")
    return text
