"""Identifiers that sort by the time they were made."""

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
