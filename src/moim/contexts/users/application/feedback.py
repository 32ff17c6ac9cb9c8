"""Use cases about feedback."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.audit import record
from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.audit import Deed
from moim.contexts.users.domain.feedback import Feedback, Resolution, Topic
from moim.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class SubmitFeedback:
    id: UUID
    user_id: UUID
    topic: Topic
    text: str = field(repr=False)
    subject_id: UUID | None


def submit_feedback(command: SubmitFeedback, work: Work) -> Feedback:
    """Send it to staff."""
    work.users.get(command.user_id)
    sent = Feedback.submit(
        command.id,
        command.user_id,
        command.topic,
        command.text,
        command.subject_id,
        work.now,
    )
    work.feedback.save(sent)
    note(work, command.user_id, Doing.FEEDBACK_SENT, sent.id)
    return sent


@dataclass(frozen=True, kw_only=True)
class OwnFeedback:
    """``after`` is the id of the last of the page before."""

    user_id: UUID
    after: UUID | None
    limit: int


def own_feedback(wanted: OwnFeedback, work: Work) -> Sequence[Feedback]:
    """What the user sent, the newest first."""
    return work.feedback.of(wanted.user_id, wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class FeedbackToRead:
    """``answered`` None is both; only who is staff asks."""

    by: UUID
    answered: bool | None
    after: UUID | None
    limit: int


def feedback_to_read(wanted: FeedbackToRead, work: Work) -> Sequence[Feedback]:
    """What everybody sent, the newest first."""
    found = work.feedback.all(wanted.answered, wanted.after, wanted.limit)
    for sender in dict.fromkeys(one.user_id for one in found):
        record(work, wanted.by, sender, Deed.FEEDBACK_READ, "")
    return found


@dataclass(frozen=True, kw_only=True)
class AnswerFeedback:
    id: UUID
    by: UUID
    resolution: Resolution
    text: str


def answer_feedback(command: AnswerFeedback, work: Work) -> Feedback:
    """Staff answers, once."""
    found = work.feedback.find(command.id)
    if found is None:
        raise NotFound
    found.answer(command.resolution, command.text, command.by, work.now)
    work.feedback.save(found)
    record(work, command.by, found.user_id, Deed.FEEDBACK_ANSWERED, "")
    return found
