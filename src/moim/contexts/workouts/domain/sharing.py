"""Asking to see a workout, and links that show one to whoever holds them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.contexts.workouts.domain.sight import Grant
from moim.contracts.workouts import ShareApproved, ShareRejected, ShareRequested
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Gone, Invalid, NotFound

NOTHING = Grant(map=False, heart_rate=False)
LINKS_MAX = 20
UNANSWERED_MAX = 50
LINK_LASTS_MOST = timedelta(days=366)


class ShareRequestNotFound(NotFound):
    """No such request, or neither one's own nor about one's own workout."""

    code = "share-request-not-found"
    ko = "공유 요청을 찾을 수 없습니다."
    en = "There is no such request to share."


class OwnWorkout(Conflict):
    """Nobody asks themselves."""

    code = "own-workout"
    ko = "내 운동은 요청하지 않아도 볼 수 있습니다."
    en = "This is your own workout. You need not ask."


class AlreadyAsked(Conflict):
    """This person asked the same before, and it was not taken back."""

    code = "share-already-asked"
    ko = "이미 요청했습니다. 상태: {state}"
    en = "You have asked for this already. It is {state}."


class AlreadyDecided(Conflict):
    """The owner said so before, or took it back."""

    code = "share-already-decided"
    ko = "이미 처리된 요청입니다. 상태: {state}"
    en = "This request was decided already. It is {state}."


class TooManyShareRequests(Conflict):
    """So many of one's requests wait for their answer."""

    code = "too-many-share-requests"
    ko = "답을 기다리는 공유 요청이 {requests_max}개 있습니다. 답을 받은 뒤 다시 요청하세요."
    en = "{requests_max} of your requests wait for an answer. Wait for one of them first."


class NotToBeShared(Conflict):
    """Its source lets nobody but the owner see it."""

    code = "not-to-be-shared"
    ko = "이 운동을 보낸 서비스의 약관에 따라 본인만 볼 수 있습니다."
    en = "The terms of the service it came from let only you see this workout."


class ShareLinkNotFound(NotFound):
    """No such link, or of somebody else's workout."""

    code = "share-link-not-found"
    ko = "공유 링크를 찾을 수 없습니다."
    en = "There is no such share link."


class ShareLinkGone(Gone):
    """Its time is over, or its owner took it back."""

    code = "share-link-gone"
    ko = "만료되었거나 공유가 취소된 링크입니다. 보낸 사람에게 새 링크를 요청하세요."
    en = "This link has expired or was taken back. Ask whoever sent it for a new one."


class TooManyShareLinks(Conflict):
    """As many as one workout may have at once."""

    code = "too-many-share-links"
    ko = "한 운동의 공유 링크는 {links_max}개까지입니다. 쓰지 않는 링크를 먼저 취소하세요."
    en = "A workout can have {links_max} share links. Revoke one that is no longer used first."


class BadExpiry(Invalid):
    """A link that would end before it begins, or in more than a year."""

    code = "bad-share-expiry"
    ko = "만료 시각은 지금부터 1년 안이어야 합니다."
    en = "The link must expire within a year from now, and not before now."


class ShareState(StrEnum):
    """What became of a request. ``withdrawn`` by whoever asked, ``refused`` by the owner."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(kw_only=True, eq=False)
class ShareRequest(Aggregate):
    """Somebody asks to see a workout of ``user_id``, or to show it at ``place``.

    ``place`` is None, ``challenge:<id>`` or ``club:<id>``. ``grant`` is what an approved one lets
    the asker see.
    """

    id: UUID
    workout_id: UUID
    user_id: UUID
    asker_id: UUID
    place: str | None
    asked_at: datetime
    state: ShareState = ShareState.ASKED
    decided_at: datetime | None = None
    grant: Grant = NOTHING

    @property
    def audience(self) -> str:
        """As events name it: the place, if there is one, before the asker."""
        asker = f"user:{self.asker_id}"
        return asker if self.place is None else f"{self.place}/{asker}"

    def ask(self) -> None:
        """Tell the owner."""
        self._tell(ShareRequested)

    def approve(self, grant: Grant, now: datetime) -> None:
        """Let the asker see this much; a second time lets them see more or less."""
        if self.state not in {ShareState.ASKED, ShareState.APPROVED}:
            raise AlreadyDecided(state=self.state.value)
        new = self.state is ShareState.ASKED
        self.state, self.grant, self.decided_at = ShareState.APPROVED, grant, now
        if new:
            self._tell(ShareApproved)

    def refuse(self, now: datetime) -> None:
        """Let them see nothing, from now on if it was approved before."""
        if self.state is ShareState.REFUSED:
            return
        if self.state is ShareState.WITHDRAWN:
            raise AlreadyDecided(state=self.state.value)
        self.state, self.decided_at = ShareState.REFUSED, now
        self._tell(ShareRejected)

    def withdraw(self, now: datetime) -> None:
        """Whoever asked does not want it any more."""
        if self.state is ShareState.WITHDRAWN:
            return
        if self.state is ShareState.REFUSED:
            raise AlreadyDecided(state=self.state.value)
        self.state, self.decided_at = ShareState.WITHDRAWN, now

    def _tell(
        self, event: type[ShareRequested] | type[ShareApproved] | type[ShareRejected]
    ) -> None:
        told = event(
            share_id=self.id,
            workout_id=self.workout_id,
            user_id=self.user_id,
            audience=self.audience,
        )
        self.record(told)


@dataclass(frozen=True, kw_only=True)
class ShareLink:
    """A link to one workout. The token is with whoever it was given to; kept is only its hash."""

    id: UUID
    workout_id: UUID
    user_id: UUID
    grant: Grant
    made_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Whether it shows anything still."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def check(self, now: datetime) -> None:
        """Raises BadExpiry."""
        if self.expires_at is not None and not now < self.expires_at <= now + LINK_LASTS_MOST:
            raise BadExpiry(field="expires_at")
