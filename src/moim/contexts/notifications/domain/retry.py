"""When a sending that failed is tried again, and when not: by the class of the error."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from moim.contexts.notifications.domain.channels import Kind

ATTEMPTS_MAX = {
    Kind.SECURITY: 8,
    Kind.TRANSACTIONAL: 8,
    Kind.SERVICE: 8,
    Kind.SOCIAL: 5,
    Kind.MARKETING: 5,
}
FIRST_PAUSE = timedelta(seconds=5)
PAUSE_MAX = timedelta(hours=1)


class Failure(StrEnum):
    """What kind of failure it was."""

    TRANSIENT = "transient"
    DEAD_ADDRESS = "dead-address"
    OUR_FAULT = "our-fault"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Next:
    """``again_at`` is None when it is given up; ``suppress`` when the address is dead."""

    again_at: datetime | None
    suppress: bool = False


def after(
    failure: Failure,
    kind: Kind,
    attempts: int,
    now: datetime,
    deadline: datetime,
    retry_after_s: float | None = None,
) -> Next:
    """What to do after the ``attempts``-th try failed.

    A provider's own Retry-After is kept, however long. What may have arrived (``unknown``) is not
    sent again: twice is worse than once too few.
    """
    if failure is Failure.DEAD_ADDRESS:
        return Next(None, suppress=True)
    if failure in (Failure.REFUSED, Failure.UNKNOWN) or attempts >= ATTEMPTS_MAX[kind]:
        return Next(None)
    pause = min(FIRST_PAUSE * 4 ** (attempts - 1), PAUSE_MAX)
    if retry_after_s is not None:
        pause = max(pause, timedelta(seconds=retry_after_s))
    again = now + pause
    return Next(again if again < deadline else None)
