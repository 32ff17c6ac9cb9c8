"""Use cases about sharing: ask to see a workout, answer, and give links away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from moim.contexts.workouts.application.sharing_ports import SharingWork
from moim.contexts.workouts.domain.sharing import (
    LINKS_MAX,
    UNANSWERED_MAX,
    AlreadyAsked,
    NotToBeShared,
    OwnWorkout,
    ShareLink,
    ShareLinkNotFound,
    ShareRequest,
    ShareRequestNotFound,
    ShareState,
    TooManyShareLinks,
    TooManyShareRequests,
)
from moim.contexts.workouts.domain.sight import SHOWN_TO_OWNER_ALONE, Grant
from moim.contexts.workouts.domain.workout import Workout, WorkoutNotFound
from moim.contracts.community import Follows
from moim.kernel.ids import new_id

TOKEN_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class AskToSee:
    """Somebody wants to see a workout, or to show it at ``place``."""

    workout_id: UUID
    asker_id: UUID
    place: str | None


class Asking:
    """Asking to see; whoever is blocked finds nothing to ask for."""

    def __init__(self, follows: Follows) -> None:
        """``follows`` knows who is blocked."""
        self._follows = follows

    def ask(self, command: AskToSee, work: SharingWork) -> ShareRequest:
        """Tell the owner. Raises WorkoutNotFound, OwnWorkout, AlreadyAsked and more."""
        work.athletes.hold(command.asker_id)
        workout = work.workouts.find(command.workout_id)
        if workout.user_id == command.asker_id:
            raise OwnWorkout
        if workout.source in SHOWN_TO_OWNER_ALONE or self._follows.blocked_between(
            command.asker_id, [workout.user_id]
        ):
            raise WorkoutNotFound
        before = work.share_requests.alike(workout.id, command.asker_id, command.place)
        if before is not None and before.state is not ShareState.WITHDRAWN:
            raise AlreadyAsked(state=before.state.value)
        if work.share_requests.unanswered(command.asker_id) >= UNANSWERED_MAX:
            raise TooManyShareRequests(requests_max=UNANSWERED_MAX)
        request = ShareRequest(
            id=new_id(),
            workout_id=workout.id,
            user_id=workout.user_id,
            asker_id=command.asker_id,
            place=command.place,
            asked_at=work.now,
        )
        request.ask()
        work.share_requests.save(request)
        return request


@dataclass(frozen=True, kw_only=True)
class AnswerRequest:
    """The owner's answer; ``grant`` None refuses, or takes an approval back."""

    request_id: UUID
    user_id: UUID
    grant: Grant | None


def answer_request(command: AnswerRequest, work: SharingWork) -> ShareRequest:
    """Raises ShareRequestNotFound for a stranger's, AlreadyDecided for a withdrawn one."""
    request = work.share_requests.get(command.request_id)
    if request.user_id != command.user_id:
        raise ShareRequestNotFound
    if command.grant is None:
        request.refuse(work.now)
    else:
        request.approve(command.grant, work.now)
    work.share_requests.save(request)
    return request


@dataclass(frozen=True, kw_only=True)
class OneRequest:
    """A request and who asks for it."""

    request_id: UUID
    user_id: UUID


def withdraw_request(command: OneRequest, work: SharingWork) -> None:
    """Whoever asked does not want it any more, and sees nothing by it from now on."""
    request = work.share_requests.get(command.request_id)
    if request.asker_id != command.user_id:
        raise ShareRequestNotFound
    request.withdraw(work.now)
    work.share_requests.save(request)


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    """A page of requests, newest first: to answer, or with ``sent`` one's own."""

    user_id: UUID
    limit: int
    after: UUID | None = None
    state: str | None = None
    sent: bool = False


@dataclass(frozen=True, kw_only=True)
class ToldRequest:
    """A request, and what the asker is called."""

    request: ShareRequest
    nickname: str | None


def requests_of(about: RequestPage, work: SharingWork) -> Sequence[ToldRequest]:
    """A page of those about a person's workouts, or of a person's own."""
    if about.sent:
        found = work.share_requests.sent(about.user_id, about.limit, about.after)
    else:
        found = work.share_requests.to_answer(about.user_id, about.state, about.limit, about.after)
    names = {id: work.athletes.get(id).nickname for id in {one.asker_id for one in found}}
    return [ToldRequest(request=one, nickname=names[one.asker_id]) for one in found]


@dataclass(frozen=True, kw_only=True)
class MakeLink:
    """A link to a workout, until ``expires_at`` if that is said."""

    workout_id: UUID
    user_id: UUID
    grant: Grant
    expires_at: datetime | None


def make_link(command: MakeLink, work: SharingWork) -> tuple[ShareLink, str]:
    """The link and its token, which is told this once."""
    work.athletes.hold(command.user_id)
    workout = _own(command.workout_id, command.user_id, work)
    if workout.source in SHOWN_TO_OWNER_ALONE:
        raise NotToBeShared
    if sum(link.open(work.now) for link in work.share_links.of(workout.id)) >= LINKS_MAX:
        raise TooManyShareLinks(links_max=LINKS_MAX)
    link = ShareLink(
        id=new_id(),
        workout_id=workout.id,
        user_id=workout.user_id,
        grant=command.grant,
        made_at=work.now,
        expires_at=command.expires_at,
    )
    link.check(work.now)
    token = token_urlsafe(TOKEN_BYTES)
    work.share_links.add(link, token_hash(token))
    return link, token


@dataclass(frozen=True, kw_only=True)
class OneLink:
    """A link of a workout, and who asks."""

    link_id: UUID
    workout_id: UUID
    user_id: UUID


def revoke_link(command: OneLink, work: SharingWork) -> None:
    """Let it show nothing any more; again changes nothing. Raises ShareLinkNotFound."""
    work.athletes.hold(command.user_id)
    workout = _own(command.workout_id, command.user_id, work)
    links = work.share_links.of(workout.id)
    link = next((one for one in links if one.id == command.link_id), None)
    if link is None:
        raise ShareLinkNotFound
    if link.revoked_at is None:
        work.share_links.revoke(link, work.now)


def links_of(about: tuple[UUID, UUID], work: SharingWork) -> tuple[Sequence[ShareLink], datetime]:
    """The links of a workout (id, owner), oldest first, and the instant that they are told at."""
    return work.share_links.of(_own(*about, work).id), work.now


def token_hash(token: str) -> bytes:
    """What is kept of a token: 32 random bytes need no slow hash."""
    return sha256(token.encode()).digest()


def _own(workout_id: UUID, user_id: UUID, work: SharingWork) -> Workout:
    return work.workouts.get(workout_id, user_id)
