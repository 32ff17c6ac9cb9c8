"""Use cases of one's telephone number: asked about, proved, shown, taken away."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.notifications.application.refusals import RefusalWork, hold_to_refusal
from moim.contexts.notifications.application.settings import Subscribe, recipient_of, subscribe
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.phone import (
    CODES_ASKED,
    Claim,
    CodeExpired,
    NoCodeAsked,
    TooManyCodes,
    WrongCode,
    code_told,
    judged,
)
from moim.contexts.notifications.domain.template import language_of
from moim.kernel.errors import NotFound

PROVIDER = "phone"
NEXT_CODE_AFTER_S = int(CODES_ASKED.every_s)


class Claims(Protocol):
    """Numbers that wait to be proved, one a person, encrypted under their key."""

    def get(self, user_id: UUID, *, hold: bool = False) -> Claim | None:
        """The person's; ``hold`` keeps others from it meanwhile, so that every try is counted."""
        ...

    def save(self, claim: Claim) -> None:
        """In place of any other of theirs."""
        ...

    def drop(self, user_id: UUID) -> None:
        """Nothing waits any more."""
        ...

    def hashed(self, user_id: UUID, code: str) -> bytes:
        """A code under the instance's key, so that the row alone does not tell it."""
        ...


class PhoneWork(RefusalWork, Protocol):
    """One transaction with the numbers that wait, and those that refused."""

    claims: Claims


@dataclass(frozen=True, kw_only=True)
class Ask:
    """``number`` as it was typed; ``code`` is sent to it afterwards and kept nowhere."""

    user_id: UUID
    number: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Text:
    """What goes to a number."""

    number: str = field(repr=False)
    words: str = field(repr=False)


def ask(command: Ask, work: PhoneWork) -> Text:
    """The message that proves it. Raises NotAMobileNumber, TooManyCodes."""
    number = judged(command.number)
    if not work.tellings.take(command.user_id, "phone-code", CODES_ASKED):
        raise TooManyCodes(retry_after_s=NEXT_CODE_AFTER_S)
    work.claims.save(
        Claim(
            user_id=command.user_id,
            number=number,
            code_hash=work.claims.hashed(command.user_id, command.code),
            asked_at=work.now,
        )
    )
    language = language_of(recipient_of(command.user_id, work).locale)
    return Text(number=number, words=code_told(command.code, work.instance.sender, language))


@dataclass(frozen=True, kw_only=True)
class Prove:
    """``id`` is that of the address it becomes."""

    id: UUID
    user_id: UUID
    code: str = field(repr=False)


def prove(command: Prove, work: PhoneWork) -> NoCodeAsked | CodeExpired | WrongCode | None:
    """Text messages go there from now on, and to no other number of theirs.

    A refusal is returned, not raised: what is raised is undone, and the try must count.
    """
    claim = work.claims.get(command.user_id, hold=True)
    if claim is None:
        return NoCodeAsked()
    refusal = claim.judge(work.claims.hashed(command.user_id, command.code), work.now)
    if refusal is not None:
        work.claims.save(claim)
        return refusal
    _forget_numbers(command.user_id, work)
    subscribe(
        Subscribe(
            id=command.id,
            user_id=command.user_id,
            provider=PROVIDER,
            address=claim.number,
            label=None,
        ),
        work,
    )
    work.claims.drop(command.user_id)
    hold_to_refusal(command.user_id, claim.number, work)
    return None


def remove(user_id: UUID, work: PhoneWork) -> None:
    """No text message goes there any more, and nothing waits. Raises NotFound."""
    waiting = work.claims.get(user_id)
    if not _forget_numbers(user_id, work) and waiting is None:
        raise NotFound
    work.claims.drop(user_id)
    recipient = work.recipients.get(user_id)
    recipient.reachable -= {Channel.SMS}
    work.recipients.save(recipient)


def _forget_numbers(user_id: UUID, work: PhoneWork) -> bool:
    numbers = work.subscriptions.of(user_id, (PROVIDER,))
    for number in numbers:
        work.subscriptions.remove(user_id, number.subscription_id)
    return bool(numbers)


@dataclass(frozen=True, kw_only=True)
class Phone:
    """``number`` is the one that was proved, ``waiting`` the one that is to be."""

    number: str | None = field(repr=False)
    since: datetime | None
    waiting: Claim | None


def phone_of(user_id: UUID, work: PhoneWork) -> Phone:
    """For its owner alone."""
    waiting = work.claims.get(user_id)
    if waiting is not None and work.now >= waiting.expires_at:
        waiting = None
    numbers = work.subscriptions.of(user_id, (PROVIDER,))
    since = {id: at for id, _, _, at in work.subscriptions.labels(user_id)}
    if not numbers:
        return Phone(number=None, since=None, waiting=waiting)
    (held, *_) = numbers
    return Phone(number=held.text, since=since[held.subscription_id], waiting=waiting)
