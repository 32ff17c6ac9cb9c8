"""What only this context tells itself."""

from datetime import datetime
from uuid import UUID

from moim.kernel.events import Event


class LockRanOut(Event, key="user_id"):
    """The time has come at which a lock ends by itself, unless it was changed meanwhile."""

    user_id: UUID
    until: datetime


class StatisticsWanted(Event, key="user_id"):
    """Statistics were asked for and are to be counted."""

    user_id: UUID
    request_id: UUID


class ExportRanOut(Event, key="user_id"):
    """A prepared export has lain for its days."""

    user_id: UUID
    export_id: UUID


class LeavingDue(Event, key="user_id"):
    """The week is over, unless the owner stayed or began anew meanwhile."""

    user_id: UUID
    leaves_at: datetime
