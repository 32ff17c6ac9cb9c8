"""Who looks: in which zone their days begin, in which language, under which name."""

from dataclasses import dataclass
from uuid import UUID

DEFAULT_TIMEZONE = "Asia/Seoul"
DEFAULT_LOCALE = "ko"

SCREENS, CHART = "insights", "chart"
"""The kinds of live topics: all that one person is shown, and one chart."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A replica of what users publishes. ``left`` when the account is closed.

    What other contexts said of a person before they left may arrive after it: it is not counted.
    ``revision`` grows whenever anything that is shown of them changes. ``device`` is what they
    record with, as users names it.
    """

    user_id: UUID
    timezone: str = DEFAULT_TIMEZONE
    locale: str = DEFAULT_LOCALE
    nickname: str | None = None
    photo_key: str | None = None
    device: str | None = None
    left: bool = False
    revision: int = 0
