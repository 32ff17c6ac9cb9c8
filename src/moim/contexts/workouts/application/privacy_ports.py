"""What privacy zones need of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.domain.privacy_zones import Circle, PrivacyZone
from moim.contexts.workouts.domain.workout import Workout


@dataclass(frozen=True, kw_only=True)
class Recut:
    """A person's past being told anew after a change of their zones.

    ``circles`` are what changed, before and after. ``done`` of ``total`` workouts were looked at,
    the last of them ``after``.
    """

    user_id: UUID
    request_id: UUID
    circles: Sequence[Circle]
    total: int
    done: int = 0
    after: UUID | None = None


class PrivacyZones(Protocol):
    """Everybody's zones."""

    def get(self, id: UUID, user_id: UUID) -> PrivacyZone:
        """This person's zone; raises PrivacyZoneNotFound."""
        ...

    def of(self, user_id: UUID) -> Sequence[PrivacyZone]:
        """A person's zones, oldest first."""
        ...

    def hidden(self, user_id: UUID) -> Sequence[Circle]:
        """What of a person's tracks is for nobody else."""
        ...

    def save(self, zone: PrivacyZone) -> None:
        """Keep it."""
        ...

    def remove(self, zone: PrivacyZone) -> None:
        """Let go of it."""
        ...

    def recut(self, user_id: UUID) -> Recut | None:
        """What of the person's past is being told anew, if anything."""
        ...

    def ask_recut(self, user_id: UUID, circles: Sequence[Circle]) -> None:
        """Have all of the person's past looked at, with what was asked for before."""
        ...

    def recuts(self, limit: int) -> Sequence[Recut]:
        """Those that are under way."""
        ...

    def to_recut(self, recut: Recut, limit: int) -> Sequence[Workout]:
        """The next of the person's workouts with a track."""
        ...

    def keep_recut(self, recut: Recut) -> None:
        """Note how far it is."""
        ...

    def end_recut(self, recut: Recut) -> None:
        """Nothing is left to be looked at."""
        ...
