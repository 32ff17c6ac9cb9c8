"""What only this context tells itself."""

from datetime import datetime
from uuid import UUID

from moim.kernel.events import Event


class SummaryDue(Event, key="user_id"):
    """The week whose Monday is ``week`` is over where the person is."""

    user_id: UUID
    week: str


class ReconfirmDue(Event, key="user_id"):
    """A consent given at ``agreed_at`` comes of age."""

    user_id: UUID
    channel: str
    purpose: str
    agreed_at: datetime


class ReminderDue(Event, key="announcement_id"):
    """It begins in ``offset_s`` seconds, unless it was moved."""

    announcement_id: UUID
    offset_s: int
    starts_at: datetime


class StatsWanted(Event, key="announcement_id"):
    """Figures were asked for and are to be counted."""

    announcement_id: UUID
    request_id: UUID
