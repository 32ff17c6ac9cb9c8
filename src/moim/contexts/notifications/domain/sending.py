"""A notice on its way out of the house."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic

IN_FLIGHT = "sending"


class SendingState(StrEnum):
    """One at a time; all but the first are final, ``digest`` until it is gathered."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"
    DIGEST = "digest"


@dataclass(kw_only=True, eq=False)
class Sending:
    """``round`` 2 tells what a bundle gathered after its first was sent."""

    id: UUID
    notice_id: UUID
    user_id: UUID
    channel: Channel
    lane: Lane
    kind: Kind
    topic: Topic
    due: datetime
    deadline: datetime
    round: int = 1
    announcement_id: UUID | None = None
    state: SendingState = SendingState.WAITING
    reason: str = "queued"
    attempts: int = 0
    unsubscribed: bool = False


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a sending may go: one of the person's own subscriptions, opened."""

    subscription_id: UUID
    provider: str
    text: str = field(repr=False)
    address_hash: str


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """All that a channel needs to send: words, where its reader is led, and the addresses.

    ``last`` is what the words must end with if they are cut; ``first`` what a text begins with.
    """

    sending: Sending
    template: str
    locale: str
    title: str
    body: str
    link: str
    addresses: tuple[Address, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    first: str = ""
    last: str = ""

    def body_within(self, length_max: int) -> str:
        """The body in so many characters: its end is kept, what is before it is cut."""
        if len(self.body) <= length_max:
            return self.body
        end = f"…\n{self.last}" if self.last else "…"
        return self.body[: length_max - len(end)] + end
