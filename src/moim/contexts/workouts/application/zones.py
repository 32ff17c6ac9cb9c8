"""Use cases about heart-rate zones."""

from dataclasses import dataclass
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.zones import ZoneDefinition


@dataclass(frozen=True, kw_only=True)
class SetZones:
    """Zones from a day on."""

    user_id: UUID
    zones: ZoneDefinition


def set_zones(command: SetZones, work: Work) -> None:
    """Keep them; workouts of earlier days keep the zones of their day."""
    work.athletes.set_zones(command.user_id, command.zones)
