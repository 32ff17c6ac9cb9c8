"""What challenges knows of a person: who they are in lists, and what they may do here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.kernel.errors import Conflict, Forbidden, Gone

FAILURES_HELD = 3
HELD_FOR = timedelta(minutes=15)
INVITED_EVERY = timedelta(days=7)
TOPIC = "challenges"


class Eligibility(StrEnum):
    """What somebody may enter: nothing yet, all but ranked ones with a prize, or all.

    NONE is of who was not heard of: the organiser cannot enter them, they themselves can. GONE is
    of who left for good, and stays: a token of theirs may be good for some minutes, and what other
    contexts said of them before may arrive after it.
    """

    GONE = "gone"
    NONE = "none"
    OPEN = "open"
    FULL = "full"


class AccountClosed(Gone):
    """Its owner left for good."""

    code = "account-closed"
    ko = "탈퇴한 계정입니다."
    en = "This account was closed."


class AccountIsLocked(Forbidden):
    """A locked account takes no part."""

    code = "account-locked"
    ko = "잠긴 계정은 챌린지에 참여하거나 기록을 낼 수 없습니다. 잠금이 풀리면 다시 시도하세요."
    en = "A locked account cannot join or submit. Try again once it is unlocked."


class ResultsProtected(Conflict):
    """A password reset is under way: results are read-only until it is over."""

    code = "results-protected"
    ko = "비밀번호 재설정이 끝날 때까지 기록을 바꿀 수 없습니다."
    en = "Your results are read-only until your password reset is done or expires."


class NotEligible(Forbidden):
    """The account is not known here yet, or its address was not verified."""

    code = "not-eligible"
    ko = "상품이 걸린 챌린지에는 이메일 인증을 마친 계정만 참여할 수 있습니다."
    en = "Challenges with a prize are open to accounts with a verified e-mail address."


@dataclass(frozen=True, kw_only=True)
class Person:
    """A replica of what users publishes.

    ``shares_after`` and ``protected_until`` bound which share links work; ``held_until`` is until
    when hand-made results wait for review; ``wants`` the account's setting for challenges by
    channel. Whether the region is public is None while that was not told: then it is not.
    """

    user_id: UUID
    nickname: str | None = None
    region: str | None = None
    region_public: bool | None = None
    timezone: str = "Asia/Seoul"
    locale: str = "ko"
    eligibility: Eligibility = Eligibility.NONE
    locked: bool = False
    shares_after: datetime | None = None
    protected_until: datetime | None = None
    held_until: datetime | None = None
    invited_at: datetime | None = None
    wants: Mapping[str, bool] = field(default_factory=dict)

    def opened(self) -> "Person":
        """They may enter open challenges, if nothing more yet."""
        if self.eligibility is Eligibility.NONE:
            return replace(self, eligibility=Eligibility.OPEN)
        return self

    def caught_up(
        self,
        *,
        nickname: str,
        region: str | None,
        timezone: str,
        locale: str,
        verified: bool,
        locked: bool,
        region_public: bool,
    ) -> "Person":
        """As the account says now, what was told before anybody here listened among it."""
        if self.gone:
            return self
        person = self.opened()
        return replace(
            person,
            nickname=nickname,
            region=region,
            region_public=region_public,
            timezone=timezone,
            locale=locale,
            eligibility=Eligibility.FULL if verified else person.eligibility,
            locked=locked,
        )

    @property
    def may_be_older(self) -> bool:
        """Whether the account may say more than what was heard of it."""
        return (
            self.nickname is None
            or self.eligibility is not Eligibility.FULL
            or (self.region is not None and self.region_public is None)
        )

    @property
    def shown_region(self) -> str | None:
        """The region that others may know them to be from; who may enter goes by ``region``."""
        return self.region if self.region_public else None

    @property
    def gone(self) -> bool:
        """Whether they left for good."""
        return self.eligibility is Eligibility.GONE

    def must_take_part(self, now: datetime) -> None:
        """Refuse an account that is closed or locked, or whose results are protected."""
        if self.gone:
            raise AccountClosed
        if self.locked:
            raise AccountIsLocked
        if self.protected_at(now):
            raise ResultsProtected

    def protected_at(self, now: datetime) -> bool:
        """Whether a password reset is under way."""
        return self.protected_until is not None and now < self.protected_until

    def shows_share_of(self, made_at: datetime) -> bool:
        """Whether a link made then still works: a new password ends those from before it."""
        return self.shares_after is None or made_at > self.shares_after

    def held_at(self, now: datetime) -> bool:
        """Whether what they type in waits for a review."""
        return self.held_until is not None and now < self.held_until

    def may_be_invited(self, now: datetime) -> bool:
        """At most once in seven days."""
        return self.invited_at is None or now - self.invited_at >= INVITED_EVERY

    def wants_notices(self, kind: str, here: Mapping[str, bool]) -> bool:
        """Whether a notice is wanted: what is set for the challenge is stronger."""
        if kind in here:
            return here[kind]
        return any(self.wants.values()) if self.wants else True
