"""Use cases about sessions once they are open."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.session import (
    EndReason,
    RefreshTokenReused,
    Session,
    SessionOver,
)
from moim.contexts.users.domain.user import User
from moim.kernel.errors import NotFound, Refusal

KEPT_WHEN_OVER = timedelta(days=1)  # longer than any access token of it lives
DROPPED_AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """Who may come in, and by which session."""

    user: User
    session: Session


@dataclass(frozen=True, kw_only=True)
class Refresh:
    session_id: UUID
    presented_hash: bytes = field(repr=False)
    next_hash: bytes = field(repr=False)


def refresh(command: Refresh, work: Work) -> SignedIn | Refusal:
    """Exchange a refresh token.

    Reuse ends the session; that refusal is answered rather than raised, for raising would undo
    the end.
    """
    session = work.sessions.find(command.session_id)
    if session is None:
        raise SessionOver
    try:
        session.refresh(command.presented_hash, command.next_hash, work.now)
    except RefreshTokenReused as refusal:
        work.sessions.save(session)
        return refusal
    work.sessions.save(session)
    return SignedIn(user=work.users.get(session.user_id), session=session)


@dataclass(frozen=True, kw_only=True)
class SignOut:
    """Of one session of the user's own."""

    user_id: UUID
    session_id: UUID


def sign_out(command: SignOut, work: Work) -> None:
    """End it. Once is enough."""
    session = work.sessions.find(command.session_id)
    if session is None or session.user_id != command.user_id:
        raise NotFound
    session.end(EndReason.SIGNED_OUT, work.now)
    work.sessions.save(session)


@dataclass(frozen=True, kw_only=True)
class SignOutEverywhere:
    user_id: UUID


def sign_out_everywhere(command: SignOutEverywhere, work: Work) -> tuple[UUID, ...]:
    """End every session of the user; which ones those were."""
    return end_sessions(work, command.user_id, EndReason.SIGNED_OUT)


def end_sessions(
    work: Work, user_id: UUID, reason: EndReason, but: UUID | None = None
) -> tuple[UUID, ...]:
    """End the user's sessions, all ``but`` one; which ones those were."""
    ending = [one for one in work.sessions.open_of(user_id, work.now) if one.id != but]
    for session in ending:
        session.end(reason, work.now)
        work.sessions.save(session)
    return tuple(session.id for session in ending)


@dataclass(frozen=True, kw_only=True)
class DropSessions:
    at_most: int = DROPPED_AT_ONCE


def drop_sessions(command: DropSessions, work: Work) -> int:
    """Drop rows of sessions that have been over for a day; how many."""
    return work.sessions.drop_over(work.now - KEPT_WHEN_OVER, command.at_most)
