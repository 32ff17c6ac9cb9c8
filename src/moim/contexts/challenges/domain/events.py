"""What only this context tells itself."""

from datetime import datetime
from uuid import UUID

from moim.kernel.events import Event


class StartDue(Event, key="challenge_id"):
    """It is to start, unless ``at`` is no longer its start."""

    challenge_id: UUID
    at: datetime


class HalfwayDue(Event, key="challenge_id"):
    """Half of it is over, unless its end was moved since."""

    challenge_id: UUID
    ends_at: datetime


class LastDayDue(Event, key="challenge_id"):
    """A day of it is left, unless its end was moved since."""

    challenge_id: UUID
    ends_at: datetime


class EndDue(Event, key="challenge_id"):
    """It is to end, unless its end was moved since."""

    challenge_id: UUID
    ends_at: datetime


class CloseDue(Event, key="challenge_id"):
    """Nothing late counts any more."""

    challenge_id: UUID
    ends_at: datetime


class WaitOver(Event, key="challenge_id"):
    """Recordings that are still not looked at hold up its end no longer."""

    challenge_id: UUID


class RankingMoved(Event, key="challenge_id"):
    """Positions changed within the last second and are to be told."""

    challenge_id: UUID


class StatisticsWanted(Event, key="challenge_id"):
    """Statistics were asked for and are to be counted."""

    challenge_id: UUID
    request_id: UUID
