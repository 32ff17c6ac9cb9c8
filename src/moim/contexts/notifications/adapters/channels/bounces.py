"""Letters that came back: what a delivery status notification (RFC 3464) says."""

import email
import email.policy
import re
from dataclasses import dataclass, field
from email.message import Message
from uuid import UUID

from moim.platform.mail import DEAD

_SENDING = re.compile(r"<([0-9a-f-]{36})@")


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A letter of ours that did not arrive: which, to whom, and the enhanced status code."""

    sending_id: UUID
    address: str = field(repr=False)
    status: str

    @property
    def is_dead(self) -> bool:
        """Whether there is nobody at the address, for good."""
        return DEAD.fullmatch(self.status) is not None


def bounce_in(content: bytes) -> Bounce | None:
    """The failure that the mail reports of a letter of ours; None for any other mail."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    failed: tuple[str, str] | None = None
    sending_id: UUID | None = None
    for part in message.walk():
        if part.get("action", "").strip().lower() == "failed":
            address = part.get("final-recipient", "").rpartition(";")[2].strip()
            failed = failed or (address, part.get("status", "").split(" ")[0].strip())
        sending_id = sending_id or _original(part)
    if failed is None or sending_id is None:
        return None
    return Bounce(sending_id=sending_id, address=failed[0], status=failed[1])


def _original(part: Message) -> UUID | None:
    """Our sending, by the Message-ID of the letter that is enclosed whole or as its head."""
    inside = part.get_payload()
    head: Message | None = None
    if part.get_content_type() == "text/rfc822-headers":
        head = email.message_from_string(str(inside))
    elif part.get_content_type() == "message/rfc822" and isinstance(inside, list):
        head = next((one for one in inside if isinstance(one, Message)), None)
    found = None if head is None else _SENDING.match(head.get("message-id", "").strip())
    try:
        return None if found is None else UUID(found[1])
    except ValueError:
        return None
