"""What the use cases need from outside: the unit of work and its repositories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.users.application.belongings import (
    Activities,
    AuditLog,
    ConsentsByUser,
    Exports,
    FeedbackById,
    Identities,
    PersonalTokens,
    PreferencesByUser,
    SecondFactors,
    StatisticsById,
)
from moim.contexts.users.domain.lockout import Attempts
from moim.contexts.users.domain.roles import Roles
from moim.contexts.users.domain.session import Session
from moim.contexts.users.domain.user import User
from moim.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PublicProfile:
    """What others see; ``region`` is None unless its owner shows it."""

    id: UUID
    nickname: str
    region: str | None
    bio: str | None
    photo_key: str | None


class Users(Protocol):
    """Accounts. Closed ones are found by id alone, and only by ``find``."""

    def get(self, id: UUID) -> User:
        """The open account; NotFound otherwise."""
        ...

    def find(self, id: UUID) -> User | None:
        """The account, open or closed."""
        ...

    def with_email_hash(self, email_hash: str) -> User | None:
        """Who signs in with the address of this blind index."""
        ...

    def with_verification(self, link: UUID) -> User | None:
        """Whose newest verification link this is."""
        ...

    def with_reset(self, link: UUID) -> User | None:
        """Whose newest reset link this is."""
        ...

    def public(self, ids: Sequence[UUID]) -> Mapping[UUID, PublicProfile]:
        """What others see of those of these accounts that are open."""
        ...

    def with_roles(self, roles: Roles) -> list[UUID]:
        """Open accounts that have any of them, by id."""
        ...

    def named(self, beginning: str, after: str | None, limit: int) -> list[UUID]:
        """Open accounts whose nickname's key begins so and comes after that one, in its order."""
        ...

    def photo_is_shown(self, key: str) -> bool:
        """Whether any account shows the picture with this key."""
        ...

    def nickname_is_taken(self, key: str, but: UUID | None = None) -> bool:
        """Whether somebody other than ``but`` has a nickname with this key."""
        ...

    def claim_founding(self, user_id: UUID) -> bool:
        """Whether this account is the first of the instance: true for one, once, for ever."""
        ...

    def save(self, user: User) -> None:
        """Keep it. Raises Stale when it, its address or its nickname was taken meanwhile."""
        ...


class Sessions(Protocol):
    """Sign-ins and the tokens that keep them alive."""

    def find(self, id: UUID) -> Session | None:
        """The session, over or not."""
        ...

    def open_of(self, user_id: UUID, at: datetime) -> Sequence[Session]:
        """Those that can be used, the last used first."""
        ...

    def save(self, session: Session) -> None:
        """Keep it. Raises Stale when it was changed meanwhile."""
        ...

    def drop_over(self, before: datetime, at_most: int) -> int:
        """Drop sessions that were over by then; how many."""
        ...


class AttemptsByAddress(Protocol):
    """Failed sign-ins, by the blind index of the address."""

    def of(self, email_hash: str) -> Attempts:
        """What is known of this address; nothing is an empty record."""
        ...

    def save(self, attempts: Attempts) -> None:
        """Keep what still matters and drop what no longer does, of other addresses too."""
        ...


class Work(Protocol):
    """One transaction. What is saved in it, and what was recorded, commits as one."""

    now: datetime

    @property
    def users(self) -> Users:
        """Accounts."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Sign-ins."""
        ...

    @property
    def personal_tokens(self) -> PersonalTokens:
        """Tokens of scripts and devices."""
        ...

    @property
    def preferences(self) -> PreferencesByUser:
        """Settings."""
        ...

    @property
    def consents(self) -> ConsentsByUser:
        """Ledgers of consents."""
        ...

    @property
    def activities(self) -> Activities:
        """The activity log."""
        ...

    @property
    def statistics(self) -> StatisticsById:
        """Statistics that were asked for."""
        ...

    @property
    def feedback(self) -> FeedbackById:
        """Feedback and its answers."""
        ...

    @property
    def second_factors(self) -> SecondFactors:
        """Second factors."""
        ...

    @property
    def exports(self) -> Exports:
        """Exports of everything kept of somebody."""
        ...

    @property
    def audit(self) -> AuditLog:
        """Who did what with another person's account or data."""
        ...

    @property
    def identities(self) -> Identities:
        """Identities at other providers."""
        ...

    @property
    def attempts(self) -> AttemptsByAddress:
        """Failures."""
        ...

    def erase(self, user_id: UUID, email_hash: str | None) -> None:
        """Remove what is kept of the user beside the account itself, and the key to it."""
        ...

    def rewrap(self, after: UUID | None, at_most: int) -> Sequence[UUID]:
        """Wrap users' keys under the instance's present key; whose, in order of their ids."""
        ...

    def remind(self, at: datetime, event: Event) -> UUID:
        """Have ``event`` come back to this context at ``at``."""
        ...

    def deliver(self, channel: str, template: str, user_id: UUID, **data: Any) -> UUID:
        """Have something sent after the commit."""
        ...
