"""How far those came who are on their way, for other contexts that show it."""

from typing import Any
from uuid import UUID

from moim.contexts.workouts.application.live_sessions import distance_so_far_m
from moim.contexts.workouts.domain.live_session import LiveSession
from moim.platform.context import Context


class LocalLiveDistances:
    """The ``LiveDistances`` of the contracts: in memory what this process heard, else a row."""

    def __init__(self, context: Context[Any]) -> None:
        """``context`` is workouts."""
        self._context = context
        self._heard_m: dict[UUID, float] = {}

    def note(self, session: LiveSession) -> None:
        """Remember how far it is now; one that is over is forgotten."""
        if session.open:
            self._heard_m[session.id] = session.distance_m
        else:
            self._heard_m.pop(session.id, None)

    def distance_of(self, session_id: UUID) -> float | None:
        """See LiveDistances. After a restart a look-up by key, until the phone is heard again."""
        heard_m = self._heard_m.get(session_id)
        if heard_m is not None:
            return heard_m
        return self._context.database.read(
            lambda connection: distance_so_far_m(session_id, self._context.work_on(connection))
        )
