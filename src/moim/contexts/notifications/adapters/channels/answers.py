"""What a provider's HTTP answer means for the sending."""

import httpx

from moim.contexts.notifications.adapters.carrying import NotSent
from moim.contexts.notifications.domain.retry import Failure

OUR_FAULT = frozenset({400, 401, 403, 413})
TOO_MANY = 429
SERVERS = 500
RETRY_AFTER_MAX_S = 86_400.0


def failure_of(answer: httpx.Response, code: str = "") -> NotSent:
    """For an answer that is no success; ``code`` is the provider's own word for it."""
    status = answer.status_code
    if status == TOO_MANY or status >= SERVERS:
        failure = Failure.TRANSIENT
    elif status in OUR_FAULT:
        failure = Failure.OUR_FAULT
    else:
        failure = Failure.REFUSED
    return NotSent(failure, code or str(status), retry_after_s=retry_after_s(answer))


def retry_after_s(answer: httpx.Response) -> float | None:
    """The provider's Retry-After in seconds, if it says one so."""
    told = answer.headers.get("retry-after", "")
    return min(float(told), RETRY_AFTER_MAX_S) if told.isdigit() else None
