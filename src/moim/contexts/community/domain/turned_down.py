"""What a moderator did not let through, as its author is told of it."""

from dataclasses import dataclass
from datetime import datetime

from moim.contexts.community.domain.wording import written

REASON_MAX = 500


@dataclass(frozen=True, kw_only=True)
class TurnedDown:
    """Why and when; ``edit`` when what is shown stayed, and only its edit was turned down."""

    reason: str
    at: datetime
    edit: bool = False


def turned_down(reason: str, at: datetime, *, edit: bool = False) -> TurnedDown:
    """With the moderator's words, which may be none. Raises WordingNotAllowed."""
    said = written(reason, REASON_MAX, "reason", least=0, lines=True)
    return TurnedDown(reason=said, at=at, edit=edit)
