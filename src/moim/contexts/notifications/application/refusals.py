"""Use cases of refusals that reach the instance by telephone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.law import Agreed
from moim.contexts.notifications.domain.refusal import closes, refusals_in
from moim.contracts.notifications import RefusalRequested

PROVIDER = "phone"
PURPOSE = "marketing"
SOURCE = "optout-call"


class TextRefusals(Protocol):
    """Numbers that refused advertising, by keyed hash: it outlives whoever had them."""

    def note(self, number: str, at: datetime) -> None:
        """Keep the latest."""
        ...

    def at(self, number: str) -> datetime | None:
        """When it last refused."""
        ...


class RefusalWork(Work, Protocol):
    """One transaction with the numbers that refused."""

    text_refusals: TextRefusals


@dataclass(frozen=True, kw_only=True)
class Import:
    """The lines of a list."""

    lines: Sequence[str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """``closed`` are the people that it was news of; ``unread`` the lines without a number."""

    taken: int
    closed: int
    unread: Sequence[int]


def take_in(command: Import, work: RefusalWork) -> Imported:
    """From now on no advertisement goes to them by text; a list again changes nothing.

    A number that is nobody's is kept too: who proves it later has refused. Raises NotRefusals.
    """
    refusals, unread = refusals_in(command.lines, work.now)
    closed = 0
    for refusal in refusals:
        work.text_refusals.note(refusal.number, refusal.at)
        owner = work.subscriptions.owner(PROVIDER, refusal.number)
        if owner is not None:
            closed += _refuse(owner, refusal.at, work)
    return Imported(taken=len(refusals), closed=closed, unread=unread)


def hold_to_refusal(user_id: UUID, number: str, work: RefusalWork) -> None:
    """Whose number it is now has refused too, unless they agreed since."""
    refused_at = work.text_refusals.at(number)
    if refused_at is not None:
        _refuse(user_id, refused_at, work)


def _refuse(user_id: UUID, refused_at: datetime, work: RefusalWork) -> bool:
    recipient = work.recipients.get(user_id)
    matter = (Channel.SMS.value, PURPOSE)
    agreed_at = work.recipients.agreed_at(user_id, *matter)
    if recipient.left or not closes(refused_at, recipient.consents.get(matter), agreed_at):
        return False
    recipient.consents = {**recipient.consents, matter: Agreed(False, work.now)}
    work.recipients.save(recipient)
    work.recipients.note_consent(user_id, *matter, granted=False, source=SOURCE)
    work.publish(
        RefusalRequested(user_id=user_id, channel=matter[0], purpose=PURPOSE, source=SOURCE)
    )
    return True
