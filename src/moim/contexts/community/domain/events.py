"""What only this context tells itself."""

from datetime import datetime
from uuid import UUID

from moim.kernel.events import Event


class PublishingDue(Event, key="post_id"):
    """The time has come for a scheduled post, or a first post has waited long enough."""

    post_id: UUID
    at: datetime


class SaleRanOut(Event, key="post_id"):
    """The last moment of a shop's sale, unless it was changed meanwhile."""

    post_id: UUID
    ends_at: str


class HidingRanOut(Event, key="case_id"):
    """The last moment of a provisional hiding or of a temporary measure."""

    case_id: UUID
    until: datetime


class CountsDue(Event, key="post_id"):
    """The counts of a post changed some seconds ago and have not been told yet."""

    post_id: UUID
    what: str


class ReminderDue(Event, key="post_id"):
    """A bookmark was to be brought back to mind now."""

    post_id: UUID
    user_id: UUID
    at: datetime
