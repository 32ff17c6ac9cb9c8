"""Use cases about signing in with a provider's word."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from moim.contexts.users.application.accounts import SignUp, sign_up
from moim.contexts.users.application.activity import note
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.application.sessions import SignedIn
from moim.contexts.users.application.sign_in import count_failure
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.identity import (
    TICKET_LENGTH,
    TRY_LENGTH,
    Identity,
    IdentityTaken,
    ProviderName,
    Ticket,
    TicketNoLongerWorks,
    Try,
    TryUnknown,
)
from moim.contexts.users.domain.second_factor import SecondFactorWrong
from moim.contexts.users.domain.session import Session
from moim.contexts.users.domain.user import User
from moim.kernel.errors import NotFound, Refusal


@dataclass(frozen=True, kw_only=True)
class BeginTry:
    """``user_id`` is who wants to link; None for signing in."""

    provider: ProviderName
    state_hash: bytes = field(repr=False)
    browser_hash: bytes = field(repr=False)
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    user_id: UUID | None


def begin_try(command: BeginTry, work: Work) -> Try:
    """Remember what is asked."""
    asked = Try(
        state_hash=command.state_hash,
        browser_hash=command.browser_hash,
        provider=command.provider,
        verifier=command.verifier,
        nonce=command.nonce,
        user_id=command.user_id,
        expires_at=work.now + TRY_LENGTH,
    )
    work.identities.add_try(asked)
    return asked


@dataclass(frozen=True, kw_only=True)
class TakeTry:
    provider: ProviderName
    state_hash: bytes = field(repr=False)
    browser_hash: bytes = field(repr=False)


def take_try(command: TakeTry, work: Work) -> Try | Refusal:
    """What was asked, once. A refusal is answered, not raised: the question is used up by it."""
    found = work.identities.take_try(command.state_hash)
    asked_here = (
        found is not None
        and found.provider is command.provider
        and found.browser_hash == command.browser_hash
        and work.now < found.expires_at
    )
    return found if found is not None and asked_here else TryUnknown()


@dataclass(frozen=True, kw_only=True)
class NewSession:
    """What a session is opened with, if one is."""

    id: UUID
    token_hash: bytes = field(repr=False)
    device_label: str | None = None


@dataclass(frozen=True, kw_only=True)
class Arrive:
    """The provider vouched for this subject; ``ticket_hash`` is for who has no account yet."""

    provider: ProviderName
    subject_hash: bytes
    session: NewSession
    ticket_hash: bytes


class Awaited(StrEnum):
    """What somebody who came with a provider's word must bring beside their ticket."""

    ACCOUNT = "account"
    CODE = "code"


def arrive(command: Arrive, work: Work) -> SignedIn | Awaited:
    """Let in whose identity it is.

    Nobody's may sign up with the ticket; whose account has a second factor shows it with the
    ticket, for a provider vouches for the first one alone.
    """
    identity = work.identities.find(command.provider, command.subject_hash)
    if identity is not None:
        user = work.users.get(identity.user_id)
        user.enter(work.now)
        work.users.save(user)
        factor = work.second_factors.of(user.id)
        if factor is None or not factor.on:
            return _let_in(user, command.provider, command.session, work)
    work.identities.add_ticket(
        Ticket(
            token_hash=command.ticket_hash,
            provider=command.provider,
            subject_hash=command.subject_hash,
            expires_at=work.now + TICKET_LENGTH,
        )
    )
    return Awaited.ACCOUNT if identity is None else Awaited.CODE


@dataclass(frozen=True, kw_only=True)
class ShowCode:
    """The code of an app, or a recovery code, by who came with a provider's word."""

    ticket_hash: bytes = field(repr=False)
    code: str = field(repr=False)
    session: NewSession


def show_code(command: ShowCode, work: Work) -> SignedIn | Refusal:
    """Let in with the right code. A wrong one counts like a wrong password; the ticket stays.

    A refusal that was counted is answered rather than raised, for raising would undo the count.
    """
    ticket = work.identities.take_ticket(command.ticket_hash)
    if ticket is None or work.now >= ticket.expires_at:
        raise TicketNoLongerWorks
    identity = work.identities.find(ticket.provider, ticket.subject_hash)
    if identity is None:
        raise TicketNoLongerWorks
    user = work.users.get(identity.user_id)
    attempts = work.attempts.of(user.email_hash or "")
    attempts.admit(work.now)
    user.enter(work.now)
    factor = work.second_factors.of(user.id)
    if factor is not None and factor.on:
        if not factor.admits(command.code, work.now):
            work.identities.add_ticket(ticket)
            count_failure(attempts, user, "wrong-code", work)
            return SecondFactorWrong()
        work.second_factors.save(factor)
    attempts.forget()
    work.attempts.save(attempts)
    work.users.save(user)
    return _let_in(user, ticket.provider, command.session, work)


@dataclass(frozen=True, kw_only=True)
class LinkIdentity:
    user_id: UUID
    provider: ProviderName
    subject_hash: bytes


def link_identity(command: LinkIdentity, work: Work) -> None:
    """Let an account be entered with this identity from now on."""
    work.users.get(command.user_id)
    known = work.identities.find(command.provider, command.subject_hash)
    if known is not None and known.user_id == command.user_id:
        return
    others = [one.provider for one in work.identities.of(command.user_id)]
    if known is not None or command.provider in others:
        raise IdentityTaken
    _link(command.user_id, command.provider, command.subject_hash, work)


@dataclass(frozen=True, kw_only=True)
class SignUpByTicket:
    """``account`` was judged like any other; it has no password."""

    ticket_hash: bytes = field(repr=False)
    account: SignUp
    session: NewSession


def sign_up_by_ticket(command: SignUpByTicket, work: Work) -> SignedIn:
    """Open an account that is entered with the ticket's identity."""
    ticket = work.identities.take_ticket(command.ticket_hash)
    if ticket is None or work.now >= ticket.expires_at:
        raise TicketNoLongerWorks
    if work.identities.find(ticket.provider, ticket.subject_hash) is not None:
        raise IdentityTaken
    user = sign_up(command.account, work)
    _link(user.id, ticket.provider, ticket.subject_hash, work)
    return _let_in(user, ticket.provider, command.session, work)


def identities_of(whom: WhoIs, work: Work) -> Sequence[Identity]:
    """What the account can be entered with beside its password."""
    return work.identities.of(whom.user_id)


@dataclass(frozen=True, kw_only=True)
class UnlinkIdentity:
    user_id: UUID
    provider: ProviderName


def unlink_identity(command: UnlinkIdentity, work: Work) -> None:
    """No more. The password, or a new one by mail, still lets in."""
    if not work.identities.remove(command.user_id, command.provider):
        raise NotFound
    note(work, command.user_id, Doing.IDENTITY_UNLINKED)


def _link(user_id: UUID, provider: ProviderName, subject_hash: bytes, work: Work) -> None:
    work.identities.add(
        Identity(provider=provider, subject_hash=subject_hash, user_id=user_id, linked_at=work.now)
    )
    note(work, user_id, Doing.IDENTITY_LINKED)


def _let_in(user: User, provider: ProviderName, new: NewSession, work: Work) -> SignedIn:
    session = Session.open(
        new.id,
        user.id,
        new.token_hash,
        method=provider.value,
        label=new.device_label,
        at=work.now,
    )
    work.sessions.save(session)
    note(work, user.id, Doing.SIGNED_IN, session.id)
    return SignedIn(user=user, session=session)
