"""Repositories of what hangs on an account: tokens, settings, the log, feedback, ways in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.users.domain.activity import Activity, Doing, Statistics
from moim.contexts.users.domain.audit import Entry
from moim.contexts.users.domain.consent import Consent, Consents
from moim.contexts.users.domain.export import Export
from moim.contexts.users.domain.feedback import Feedback
from moim.contexts.users.domain.identity import Identity, ProviderName, Ticket, Try
from moim.contexts.users.domain.personal_token import PersonalToken
from moim.contexts.users.domain.preferences import Preferences
from moim.contexts.users.domain.second_factor import SecondFactor


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Whom a personal token speaks for, and how far."""

    token_id: UUID
    user_id: UUID
    roles: frozenset[str]
    scopes: frozenset[str]


class PersonalTokens(Protocol):
    """Tokens of scripts and devices."""

    def add(self, token: PersonalToken) -> None:
        """Keep a new one."""
        ...

    def of(self, user_id: UUID) -> Sequence[PersonalToken]:
        """The user's, the newest first."""
        ...

    def remove(self, user_id: UUID, id: UUID) -> bool:
        """Drop one of the user's; whether there was one."""
        ...

    def remove_all(self, user_id: UUID) -> tuple[UUID, ...]:
        """Drop all of the user's; which ones those were."""
        ...

    def bearer(self, token_hash: bytes, at: datetime) -> Bearer | None:
        """Who bears it; None if it does not count."""
        ...

    def note_uses(self, uses: Mapping[UUID, datetime]) -> None:
        """When each was last used."""
        ...


class PreferencesByUser(Protocol):
    """Settings."""

    def of(self, user_id: UUID) -> Preferences:
        """What is set, or the defaults."""
        ...

    def save(self, known: Preferences) -> None:
        """Keep them. Raises Stale when they were changed meanwhile."""
        ...


class ConsentsByUser(Protocol):
    """Ledgers of consents."""

    def of(self, user_id: UUID) -> Consents:
        """What is in force."""
        ...

    def ledger(self, user_id: UUID) -> Sequence[Consent]:
        """Every line, the oldest of each channel and purpose first."""
        ...

    def save(self, known: Consents) -> None:
        """Add the new lines. Raises Stale when others were added meanwhile."""
        ...


class Activities(Protocol):
    """The activity log."""

    def add(self, line: Activity) -> None:
        """One more line."""
        ...

    def add_to(self, user_id: UUID, doing: Doing, since: datetime, more: int) -> bool:
        """Raise the amount of the newest line of this from ``since`` on, if there is one."""
        ...

    def page(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Activity]:
        """The newest first, older than ``after``."""
        ...

    def counts(self, user_id: UUID, begin: datetime, end: datetime) -> dict[Doing, int]:
        """How much of each was done from ``begin`` until before ``end``."""
        ...


class StatisticsById(Protocol):
    """Statistics that were asked for."""

    def find(self, id: UUID) -> Statistics | None:
        """The request, counted or not."""
        ...

    def save(self, asked: Statistics) -> None:
        """Keep it. Raises Stale when it was changed meanwhile."""
        ...


class FeedbackById(Protocol):
    """Feedback and its answers."""

    def find(self, id: UUID) -> Feedback | None:
        """One message."""
        ...

    def of(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Feedback]:
        """Those of one user, the newest first."""
        ...

    def all(self, answered: bool | None, after: UUID | None, limit: int) -> Sequence[Feedback]:
        """Those of everybody, the newest first."""
        ...

    def save(self, known: Feedback) -> None:
        """Keep it. Raises Stale when it was changed meanwhile."""
        ...


class SecondFactors(Protocol):
    """Second factors by their owner."""

    def of(self, user_id: UUID) -> SecondFactor | None:
        """Confirmed or not."""
        ...

    def save(self, factor: SecondFactor) -> None:
        """Keep it. Raises Stale when it was changed meanwhile."""
        ...

    def remove(self, user_id: UUID) -> bool:
        """Drop it; whether there was one."""
        ...


class Exports(Protocol):
    """Exports by their owner."""

    def of(self, user_id: UUID) -> Export | None:
        """The newest."""
        ...

    def under_way(self) -> Sequence[Export]:
        """Some that are not ready yet: first those that wait, the oldest first."""
        ...

    def save(self, export: Export) -> None:
        """Keep it. Raises Stale when it was changed meanwhile."""
        ...

    def remove(self, user_id: UUID) -> None:
        """Drop it."""
        ...


class AuditLog(Protocol):
    """Who did what with another person's account or data."""

    def last(self) -> Entry | None:
        """The newest entry."""
        ...

    def add(self, entry: Entry) -> None:
        """One more. Raises Stale when another came first."""
        ...

    def page(self, about: UUID | None, before: int | None, limit: int) -> Sequence[Entry]:
        """The newest first."""
        ...

    def chain(self) -> Iterator[Entry]:
        """All, oldest first."""
        ...


class Identities(Protocol):
    """Identities at other providers, and what is on its way to one."""

    def find(self, provider: ProviderName, subject_hash: bytes) -> Identity | None:
        """Whose it is."""
        ...

    def of(self, user_id: UUID) -> Sequence[Identity]:
        """The account's, by provider."""
        ...

    def add(self, identity: Identity) -> None:
        """Keep it. Raises Stale when it was taken meanwhile."""
        ...

    def remove(self, user_id: UUID, provider: ProviderName) -> bool:
        """Drop it; whether there was one."""
        ...

    def add_try(self, asked: Try) -> None:
        """Keep a question."""
        ...

    def take_try(self, state_hash: bytes) -> Try | None:
        """The question with this state, which is gone by it."""
        ...

    def add_ticket(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        ...

    def take_ticket(self, token_hash: bytes) -> Ticket | None:
        """The ticket with this token, which is gone by it."""
        ...
