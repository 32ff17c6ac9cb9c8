"""What Korean law asks of advertising (정보통신망법 제50조, 시행령 제61조~제62조의3).

An engineer's reading: prior consent for each channel; by night (21:00 to 08:00 in Korea) a second
one, e-mail excepted; ``(광고)`` at the very beginning; sender, contact and a free way out; consent
confirmed anew within two years.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from moim.contexts.notifications.domain.channels import Channel
from moim.contexts.notifications.domain.quiet import Window, quiet_until

AD_LABEL = "(광고)"
NIGHT = (Window(time(21), time(8)),)
NIGHT_ZONE = "Asia/Seoul"
LAST_CALL = timedelta(minutes=5)  # nothing is begun so shortly before the night
RECONFIRMED_EVERY_YEARS = 2
ASKED_BEFORE = timedelta(days=30)
RECEIPT_WITHIN = timedelta(days=14)
FREE_AT_NIGHT = frozenset({Channel.EMAIL, Channel.APP})


@dataclass(frozen=True)
class Agreed:
    """The newest word of a person about a channel and purpose; ``at`` it was said or confirmed."""

    granted: bool
    at: datetime


def lapses_at(agreed_at: datetime) -> datetime:
    """Two calendar years later; from 29 February on 28 February."""
    year = agreed_at.year + RECONFIRMED_EVERY_YEARS
    try:
        return agreed_at.replace(year=year)
    except ValueError:
        return agreed_at.replace(year=year, day=28)


def asked_again_at(agreed_at: datetime) -> datetime:
    """When the person is asked whether the consent still holds."""
    return lapses_at(agreed_at) - ASKED_BEFORE


def night_until(channel: Channel, now: datetime) -> datetime | None:
    """The end of the night in which no advertising may be sent on the channel; None by day."""
    if channel in FREE_AT_NIGHT:
        return None
    return quiet_until(NIGHT, NIGHT_ZONE, now) or quiet_until(NIGHT, NIGHT_ZONE, now + LAST_CALL)
