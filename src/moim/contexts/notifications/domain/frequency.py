"""How often somebody may be disturbed: token buckets a class and channel, and a crowd's one."""

from dataclasses import dataclass
from datetime import datetime

from moim.contexts.notifications.domain.channels import Kind

HOUR_S = 3_600.0
DAY_S = 24 * HOUR_S


@dataclass(frozen=True)
class Allowance:
    """``burst`` at once, then one more every ``every_s`` seconds."""

    burst: int
    every_s: float


ALLOWANCES = {
    Kind.SERVICE: Allowance(10, HOUR_S / 4),
    Kind.SOCIAL: Allowance(10, HOUR_S / 4),
    Kind.MARKETING: Allowance(2, 3.5 * DAY_S),
}
"""By class, for each person and channel; what is not named is not held back."""

BY_ACTOR = Allowance(5, HOUR_S)
"""How often one person may make another's phone ring."""


@dataclass(frozen=True)
class Bucket:
    """What is left, at an instant."""

    tokens: float
    at: datetime


def take(allowance: Allowance, held: Bucket | None, now: datetime) -> Bucket | None:
    """The bucket after one was taken; None if there is none to take."""
    left = float(allowance.burst)
    if held is not None:
        waited_s = max(0.0, (now - held.at).total_seconds())
        left = min(left, held.tokens + waited_s / allowance.every_s)
    return Bucket(left - 1.0, now) if left >= 1.0 else None
