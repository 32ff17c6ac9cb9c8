"""What workouts knows of the person: a replica of what users publishes, and what is set here."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from moim.contexts.workouts.domain.sight import Shown

DEFAULT_TIMEZONE = "Asia/Seoul"


@dataclass(frozen=True, kw_only=True)
class Athlete:
    """A person's zone, in which their days begin, and what their companions call them by.

    ``shown`` is whom their new workouts, and live sessions, are shown to.
    """

    user_id: UUID
    timezone: str = DEFAULT_TIMEZONE
    nickname: str | None = None
    shown: Shown = field(default_factory=Shown)

    def day_of(self, moment: datetime) -> date:
        """The day of ``moment`` on this person's wall."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    def instants_of(self, first: date, last: date) -> tuple[datetime, datetime]:
        """From the midnight that begins ``first`` to the one that ends ``last``, in UTC."""
        zone = ZoneInfo(self.timezone)
        start = datetime(first.year, first.month, first.day, tzinfo=zone)
        after = last + timedelta(days=1)
        end = datetime(after.year, after.month, after.day, tzinfo=zone)
        return start.astimezone(UTC), end.astimezone(UTC)
