"""Use cases about how urgent a topic is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.telling import Message, tell
from moim.contexts.notifications.domain.channels import Lane, Topic
from moim.contexts.notifications.domain.priority import PriorityRequest, RequestState
from moim.contexts.notifications.domain.texts_account import LANES, TOPICS
from moim.kernel.errors import NotFound

OUTCOMES = {
    RequestState.APPROVED: ("승인되었습니다", "approved"),
    RequestState.REJECTED: ("거절되었습니다", "rejected"),
}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """``user_id`` wants a topic in another lane, for everyone or for themselves."""

    id: UUID
    topic: Topic
    user_id: UUID
    to: Lane
    for_all: bool


def ask(command: Ask, work: Work) -> PriorityRequest:
    """For a member of staff to decide."""
    asked = PriorityRequest.ask(
        command.id,
        command.topic,
        command.user_id,
        command.to,
        work.now,
        for_all=command.for_all,
    )
    work.priority_requests.save(asked)
    return asked


@dataclass(frozen=True, kw_only=True)
class Decide:
    """``reason`` is for a rejection."""

    id: UUID
    reason: str = ""


def approve(command: Decide, work: Work) -> PriorityRequest:
    """It holds from the next message on; who asked is told."""
    request = _found(command.id, work)
    of = None if request.for_all else request.user_id
    if of is None:
        before = work.lanes.of(request.topic) or Lane.NORMAL
    else:
        before = work.lanes.own(request.topic, [of]).get(of) or Lane.NORMAL
    request.approve(before)
    work.lanes.set(request.topic, request.to, of)
    return _decided(request, work)


def reject(command: Decide, work: Work) -> PriorityRequest:
    """It stays as it is; who asked is told why."""
    request = _found(command.id, work)
    request.reject(command.reason)
    return _decided(request, work)


def _decided(request: PriorityRequest, work: Work) -> PriorityRequest:
    work.priority_requests.save(request)
    ko, en = OUTCOMES[request.state]
    values = {
        "outcome_ko": ko,
        "outcome_en": en,
        "topic_ko": TOPICS[request.topic][0],
        "topic_en": TOPICS[request.topic][1],
        "to_ko": LANES[request.to][0],
        "to_en": LANES[request.to][1],
        "reason": request.reason,
    }
    message = Message(template="priority-decided", key=f"priority:{request.id}", values=values)
    tell(message, [request.user_id], work)
    return request


@dataclass(frozen=True, kw_only=True)
class Page:
    """``user_id`` is whose they are; of everybody for staff."""

    state: RequestState | None
    user_id: UUID | None
    after: UUID | None
    limit: int


def page_of(wanted: Page, work: Work) -> Sequence[PriorityRequest]:
    """The newest first."""
    return work.priority_requests.page(wanted.state, wanted.user_id, wanted.after, wanted.limit)


def lanes_for(user_id: UUID, work: Work) -> Mapping[str, str]:
    """Each topic's lane as it holds for the person; what is not named follows its template."""
    found: dict[str, str] = {}
    for topic in Topic:
        lane = work.lanes.own(topic, [user_id]).get(user_id) or work.lanes.of(topic)
        if lane is not None:
            found[topic.value] = lane.value
    return found


def _found(id: UUID, work: Work) -> PriorityRequest:
    request = work.priority_requests.find(id)
    if request is None:
        raise NotFound
    return request
