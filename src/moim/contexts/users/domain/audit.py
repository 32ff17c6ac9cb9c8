"""Who did what with another person's account or data, when and why: a chain that shows tampering.

Each entry carries the hash of the one before, so that none can be changed or taken out unseen.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.contexts.users.domain.wording import composed, is_plain
from moim.kernel.errors import Invalid

WHY_LENGTH_MAX = 300
BEGINNING = bytes(32)
ONE_LOOK = timedelta(hours=1)
"""A page that is opened again within it is the same look."""


class Deed(StrEnum):
    """What was done."""

    ACCOUNT_LOCKED = "account-locked"
    ACCOUNT_UNLOCKED = "account-unlocked"
    ROLES_SET = "roles-set"
    FEEDBACK_READ = "feedback-read"
    FEEDBACK_ANSWERED = "feedback-answered"
    ACCOUNT_FOUND = "account-found"
    STANDING_READ = "standing-read"


_SHOW_THE_STANDING = frozenset(
    {Deed.STANDING_READ, Deed.ACCOUNT_LOCKED, Deed.ACCOUNT_UNLOCKED, Deed.ROLES_SET}
)


class WhyNotAllowed(Invalid):
    """No reason, or one that cannot be read."""

    code = "reason-not-allowed"
    ko = "이유를 1~300자로 입력하세요."
    en = "Give a reason of 1 to 300 characters."


@dataclass(frozen=True, kw_only=True)
class Entry:
    """``actor_id`` did it; ``subject_id`` is whose account or data it was."""

    number: int
    at: datetime
    actor_id: UUID
    subject_id: UUID
    deed: Deed
    why: str = field(repr=False)
    previous: bytes
    hash: bytes

    @classmethod
    def after(
        cls,
        last: "Entry | None",
        *,
        at: datetime,
        actor_id: UUID,
        subject_id: UUID,
        deed: Deed,
        why: str,
    ) -> "Entry":
        """The next one of the chain."""
        number = 1 if last is None else last.number + 1
        previous = BEGINNING if last is None else last.hash
        return cls(
            number=number,
            at=at,
            actor_id=actor_id,
            subject_id=subject_id,
            deed=deed,
            why=why,
            previous=previous,
            hash=_hash(previous, number, at, actor_id, subject_id, deed, why),
        )

    def holds(self) -> bool:
        """Whether its hash is that of what it says."""
        said = (self.number, self.at, self.actor_id, self.subject_id, self.deed, self.why)
        return self.hash == _hash(self.previous, *said)

    def tells_of_look(self, actor_id: UUID, at: datetime) -> bool:
        """Whether it says already that the actor knows how the account stands at ``at``."""
        lately = at - self.at < ONE_LOOK
        return self.actor_id == actor_id and self.deed in _SHOW_THE_STANDING and lately


def first_break(entries: Iterable[Entry]) -> int | None:
    """The number at which the chain, oldest first, does not hold any more; None if it is whole."""
    expected, previous = 1, BEGINNING
    for entry in entries:
        if entry.number != expected or entry.previous != previous or not entry.holds():
            return expected
        expected, previous = entry.number + 1, entry.hash
    return None


def reason(raw: str) -> str:
    """A reason as it is kept."""
    text = composed(raw).strip()
    if not 0 < len(text) <= WHY_LENGTH_MAX or not is_plain(text, joiners=True):
        raise WhyNotAllowed(field="why")
    return text


def _hash(previous: bytes, *said: object) -> bytes:
    text = json.dumps([str(value) for value in said], ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()
