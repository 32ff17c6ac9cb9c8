"""What was not let through, as it is kept: the same for posts and comments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from moim.contexts.community.domain.turned_down import TurnedDown


def told_down(one: TurnedDown | None) -> dict[str, Any] | None:
    """For the column."""
    if one is None:
        return None
    return {"reason": one.reason, "at": one.at.isoformat(), "edit": one.edit}


def down_of(told: Mapping[str, Any] | None) -> TurnedDown | None:
    """From the column."""
    if told is None:
        return None
    at = datetime.fromisoformat(told["at"])
    return TurnedDown(reason=told["reason"], at=at, edit=told["edit"])
