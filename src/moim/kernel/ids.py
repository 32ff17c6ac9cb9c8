"""Identifiers that sort by the time they were made."""

import hashlib
import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): milliseconds, 12 bits of their fraction, 62 random bits.

    Within a process each is greater than the one before, also when the clock stands or goes
    back: the fraction counts on (section 6.2, method 3).
    """
    global _last  # noqa: PLW0603 - the one counter that makes them rise
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    tick = milliseconds << 12 | (nanoseconds << 12) // 1_000_000
    with _lock:
        tick = _last = max(tick, _last + 1)
    random = int.from_bytes(os.urandom(8), "big")
    value = tick >> 12 << 80 | 0x7 << 76 | (tick & 0xFFF) << 64
    return UUID(int=value | 0b10 << 62 | random & (1 << 62) - 1)


TIME_ORDERED = 7


def id_again(owner: UUID, id: UUID) -> UUID:
    """The id of what is kept once more because its own is another's: the same for both each time.

    It sorts where the first one does.
    """
    digest = hashlib.sha256(owner.bytes + id.bytes).digest()[:10]
    head = id.bytes[:6] if id.version == TIME_ORDERED else bytes(6)
    value = int.from_bytes(head + digest, "big")
    value = value & ~(0xF << 76) | TIME_ORDERED << 76
    return UUID(int=value & ~(0b11 << 62) | 0b10 << 62)
