"""What an entry shows while its entrant is at it: since when, how long and how far so far.

Nothing provisional counts; the workout does, once it is recorded.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from moim.contexts.challenges.domain.entry import Live

RUNNING, PAUSED = "running", "paused"


def begun(session_id: UUID, at: datetime) -> Live:
    """Off they go."""
    return Live(session_id=session_id, state=RUNNING, started_at=at, since=at)


def lasted_s(live: Live, at: datetime) -> float:
    """Seconds at it so far, pauses left out."""
    going_s = (at - live.since).total_seconds() if live.since is not None else 0.0
    return live.value + max(going_s, 0.0)


def moved(live: Live, distance_m: float | None) -> Live:
    """They are so far; what is known stays where nothing new is."""
    return live if distance_m is None else replace(live, distance_m=distance_m)


def paused(live: Live, at: datetime) -> Live:
    """They stand still; what they have so far is kept."""
    return replace(live, state=PAUSED, value=lasted_s(live, at), since=None)


def resumed(live: Live, at: datetime) -> Live:
    """On they go."""
    return replace(live, state=RUNNING, since=at)
