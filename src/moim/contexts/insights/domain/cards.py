"""The card of a live session on the dashboard: running, paused, then its result."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CardState(StrEnum):
    """What the card says."""

    LIVE = "live"
    PAUSED = "paused"
    RESULT = "result"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One session's card. ``workout_id`` is known once it is a result worth keeping."""

    session_id: UUID
    user_id: UUID
    sport: str
    started_at: datetime
    state: CardState = CardState.LIVE
    workout_id: UUID | None = None

    def paused(self) -> "Card":
        """Stand still, unless it is over."""
        return self if self.state is CardState.RESULT else replace(self, state=CardState.PAUSED)

    def resumed(self) -> "Card":
        """Run again, unless it is over."""
        return self if self.state is CardState.RESULT else replace(self, state=CardState.LIVE)

    def ended(self, workout_id: UUID | None) -> "Card":
        """Turn into the result."""
        return replace(self, state=CardState.RESULT, workout_id=workout_id)
