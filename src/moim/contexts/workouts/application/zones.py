"""Use cases about heart-rate zones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.zones import (
    DatedZones,
    Recount,
    ZoneDefinition,
    ZonesNotFound,
    days_in_force,
)
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SetZones:
    """Zones from a day on."""

    user_id: UUID
    zones: ZoneDefinition


def set_zones(command: SetZones, work: Work) -> None:
    """Keep them; workouts of earlier days keep the zones of their day.

    Those of their own days keep what they were counted by until ``recount``.
    """
    work.athletes.hold(command.user_id)
    kept = work.zones.all(command.user_id)
    if any(one.zones == command.zones for one in kept):
        return
    others = [one for one in kept if one.zones.valid_from != command.zones.valid_from]
    definitions = [command.zones, *(one.zones for one in others)]
    behind = _measured_on(command.user_id, command.zones, definitions, work)
    work.zones.put(command.user_id, DatedZones(zones=command.zones, behind=behind))
    for one in others:
        if one.behind:  # days of theirs may have gone to these
            most = _measured_on(command.user_id, one.zones, definitions, work)
            work.zones.put(command.user_id, replace(one, behind=min(one.behind, most)))


@dataclass(frozen=True, kw_only=True)
class RecountWorkouts:
    """Whose workouts, by the zones of which day."""

    user_id: UUID
    valid_from: date


def recount(command: RecountWorkouts, work: Work) -> DatedZones:
    """Have the workouts of their days counted by these zones; while it runs, again is nothing.

    Raises ZonesNotFound.
    """
    work.athletes.hold(command.user_id)
    kept = work.zones.all(command.user_id)
    dated = next((one for one in kept if one.zones.valid_from == command.valid_from), None)
    if dated is None:
        raise ZonesNotFound
    if dated.recount is not None and dated.recount.left:
        return dated
    first, last = days_in_force([one.zones for one in kept], command.valid_from)
    found = work.outcomes.measured(command.user_id, first, last)
    begun = Recount(id=new_id(), total=len(found), left=len(found))
    work.tasks.rederive_all(command.user_id, found, begun.id)
    dated = replace(dated, behind=0, recount=begun)
    work.zones.put(command.user_id, dated)
    return dated


def zones_told(user_id: UUID, work: Work) -> Sequence[DatedZones]:
    """A person's zones over time, oldest first, and how far what they reach has come."""
    return work.zones.all(user_id)


def _measured_on(
    user_id: UUID, zones: ZoneDefinition, definitions: Sequence[ZoneDefinition], work: Work
) -> int:
    first, last = days_in_force(definitions, zones.valid_from)
    return work.outcomes.measured_count(user_id, first, last)
