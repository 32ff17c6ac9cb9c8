"""Who may say how urgent a topic is: it is asked for and decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.notifications.domain.channels import Lane, Topic
from moim.contracts.notifications import (
    PriorityChangeApproved,
    PriorityChanged,
    PriorityChangeRejected,
    PriorityChangeRequested,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid

REASON_MAX = 300


class PriorityNotAllowed(Invalid):
    """The critical lane is for security alone, and security does not leave it."""

    code = "priority-not-allowed"
    ko = "critical 우선순위는 보안 알림만 쓸 수 있고, 보안 알림은 바꿀 수 없습니다."
    en = "Only security notices are critical, and they stay so."


class AlreadyDecided(Conflict):
    """The request was approved or rejected before."""

    code = "priority-request-decided"
    ko = "이미 처리된 요청입니다."
    en = "This request was decided already."


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(kw_only=True, eq=False)
class PriorityRequest(Aggregate):
    """``user_id`` asked that a topic travel in another lane, for everyone or for themselves."""

    id: UUID
    topic: Topic
    user_id: UUID
    to: Lane
    for_all: bool
    asked_at: datetime
    state: RequestState = RequestState.ASKED
    reason: str = ""

    @classmethod
    def ask(
        cls, id: UUID, topic: Topic, user_id: UUID, to: Lane, now: datetime, *, for_all: bool
    ) -> "PriorityRequest":
        """Raises PriorityNotAllowed."""
        if to is Lane.CRITICAL or topic is Topic.SECURITY:
            raise PriorityNotAllowed(field="to")
        asked = cls(id=id, topic=topic, user_id=user_id, to=to, for_all=for_all, asked_at=now)
        asked.record(
            PriorityChangeRequested(request_id=id, topic=topic.value, user_id=user_id, to=to.value)
        )
        return asked

    def approve(self, before: Lane) -> None:
        """It holds from now on; ``before`` is the lane until now."""
        self._decide(RequestState.APPROVED, "")
        topic, to = self.topic.value, self.to.value
        self.record(PriorityChangeApproved(request_id=self.id, topic=topic, to=to))
        if before is not self.to:
            of = None if self.for_all else self.user_id
            self.record(PriorityChanged(topic=topic, user_id=of, before=before.value, after=to))

    def reject(self, reason: str) -> None:
        """It stays as it is."""
        self._decide(RequestState.REJECTED, reason.strip()[:REASON_MAX])
        self.record(
            PriorityChangeRejected(request_id=self.id, topic=self.topic.value, reason=self.reason)
        )

    def _decide(self, state: RequestState, reason: str) -> None:
        if self.state is not RequestState.ASKED:
            raise AlreadyDecided
        self.state, self.reason = state, reason
