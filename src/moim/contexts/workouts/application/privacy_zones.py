"""Use cases about privacy zones: make, change, delete, and tell the past anew.

What somebody is shown is cut when it is shown, from the zones as they are: no reader waits for
the past to be told anew. What others keep (events) and what is found by (signatures) follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.application.privacy_ports import Recut
from moim.contexts.workouts.domain.privacy_zones import (
    ZONES_MAX,
    Circle,
    PrivacyZone,
    TooManyPrivacyZones,
    shift_of,
)
from moim.kernel.errors import Changed
from moim.kernel.ids import new_id

RECUT_AT_ONCE = 200
_chance = SystemRandom().random


@dataclass(frozen=True, kw_only=True)
class MakeZone:
    """A place that nobody is to find."""

    user_id: UUID
    name: str
    lat: float
    lon: float
    radius_m: float


def make_zone(command: MakeZone, work: Work) -> PrivacyZone:
    """Keep it, and have the past cut; raises TooManyPrivacyZones or ZoneOutOfRange."""
    work.athletes.hold(command.user_id)
    if len(work.privacy_zones.of(command.user_id)) >= ZONES_MAX:
        raise TooManyPrivacyZones(zones_max=ZONES_MAX)
    zone = PrivacyZone(
        id=new_id(),
        user_id=command.user_id,
        name=command.name,
        lat=command.lat,
        lon=command.lon,
        radius_m=command.radius_m,
        shift=shift_of(command.radius_m, _chance(), _chance()),
        made_at=work.now,
    )
    zone.check()
    work.privacy_zones.save(zone)
    _recut(command.user_id, [zone.hidden], work)
    return zone


@dataclass(frozen=True, kw_only=True)
class ChangeZone:
    """What the owner wants changed: only what ``changes`` names, of name, lat, lon, radius_m."""

    zone_id: UUID
    user_id: UUID
    changes: dict[str, Any]
    version: int | None = None


def change_zone(command: ChangeZone, work: Work) -> PrivacyZone:
    """Change it, and have the past cut anew if what is cut moved."""
    work.athletes.hold(command.user_id)
    zone = work.privacy_zones.get(command.zone_id, command.user_id)
    if command.version not in (None, zone.version):
        raise Changed
    before = zone.hidden
    now: dict[str, Any] = {name: getattr(zone, name) for name in ("name", "lat", "lon", "radius_m")}
    moved = zone.change(**(now | command.changes))
    work.privacy_zones.save(zone)
    if moved:
        _recut(command.user_id, [before, zone.hidden], work)
    return zone


@dataclass(frozen=True, kw_only=True)
class OneZone:
    """A zone and its owner."""

    zone_id: UUID
    user_id: UUID


def delete_zone(command: OneZone, work: Work) -> None:
    """Let the place be seen again."""
    work.athletes.hold(command.user_id)
    zone = work.privacy_zones.get(command.zone_id, command.user_id)
    work.privacy_zones.remove(zone)
    _recut(command.user_id, [zone.hidden], work)


def _recut(user_id: UUID, circles: Sequence[Circle], work: Work) -> None:
    work.privacy_zones.ask_recut(user_id, circles)
    work.signatures.ask_for_all(user_id)


def recut_some(recut: Recut, work: Work) -> bool:
    """Tell the next of a person's routes anew; whether more are left.

    One that was asked for anew meanwhile is begun again by whoever looks next.
    """
    work.athletes.hold(recut.user_id)
    now = work.privacy_zones.recut(recut.user_id)
    if now is None or (now.request_id, now.after) != (recut.request_id, recut.after):
        return now is not None
    found = work.privacy_zones.to_recut(now, RECUT_AT_ONCE)
    hidden = work.privacy_zones.hidden(recut.user_id)
    for workout in found:
        if workout.route is not None and workout.route.touched_by(now.circles):
            workout.tell_route_anew(hidden)
            work.workouts.tell(workout)
    if len(found) < RECUT_AT_ONCE:
        work.privacy_zones.end_recut(now)
        return False
    done = replace(now, done=now.done + len(found), after=found[-1].id)
    work.privacy_zones.keep_recut(done)
    return True


def zones_of(user_id: UUID, work: Work) -> tuple[Sequence[PrivacyZone], Recut | None]:
    """A person's zones, and how far the past has been told anew."""
    return work.privacy_zones.of(user_id), work.privacy_zones.recut(user_id)


def one_zone(about: OneZone, work: Work) -> PrivacyZone:
    """One of a person's zones; raises PrivacyZoneNotFound."""
    return work.privacy_zones.get(about.zone_id, about.user_id)


def recuts_waiting(limit: int, work: Work) -> Sequence[Recut]:
    """What is to be told anew."""
    return work.privacy_zones.recuts(limit)
