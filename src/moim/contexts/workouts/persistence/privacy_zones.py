"""Privacy zones, and the past that is being told anew, as rows.

A zone is the one row that says of a door that it is one: it lies under its owner's key, and is
noise in every copy once that is destroyed (docs/adr/0021).
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, bindparam, delete, func, select

from moim.contexts.workouts.application.privacy_ports import Recut
from moim.contexts.workouts.domain.privacy_zones import (
    Circle,
    PrivacyZone,
    PrivacyZoneNotFound,
    Shift,
)
from moim.contexts.workouts.domain.workout import Workout
from moim.contexts.workouts.persistence.connection_tables import user_keys
from moim.contexts.workouts.persistence.privacy_tables import privacy_zones, recuts
from moim.contexts.workouts.persistence.tables import workouts
from moim.contexts.workouts.persistence.workouts import workout_of
from moim.kernel.ids import new_id
from moim.platform.prepared import Prepared
from moim.platform.saving import save_row
from moim.platform.upsert import upsert
from moim.platform.user_keys import key_of
from moim.platform.vault import UserKey, Vault
from moim.platform.work import UnitOfWork

PURPOSE = "workouts.privacy_zones"

_OF_OWNER = (
    select(privacy_zones, user_keys.c.wrapped)
    .join(user_keys, user_keys.c.user_id == privacy_zones.c.user_id)
    .where(privacy_zones.c.user_id == bindparam("user_id"))
    .order_by(privacy_zones.c.id)
)
_OF = Prepared(_OF_OWNER)  # at every recording that comes in
_ONE = Prepared(_OF_OWNER.where(privacy_zones.c.id == bindparam("id")))
_TRACKED = (workouts.c.user_id == bindparam("user_id"), workouts.c.points.is_not(None))


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a zone."""

    name: str
    lat: float
    lon: float
    radius_m: float
    shift_bearing_deg: float
    shift_m: float


class SqlPrivacyZones:
    """The ``PrivacyZones`` port."""

    def __init__(self, work: UnitOfWork, vault: Vault) -> None:
        """Rows of the unit's own transaction; ``vault`` opens a person's key."""
        self._connection = work.connection
        self._vault = vault

    def get(self, id: UUID, user_id: UUID) -> PrivacyZone:
        """One row by key."""
        row = _ONE.first(self._connection, user_id=user_id, id=id)
        if row is None:
            raise PrivacyZoneNotFound
        return _zone(row, self._vault.open_user_key(user_id, row.wrapped))

    def of(self, user_id: UUID) -> Sequence[PrivacyZone]:
        """By the owner's index, with the key: one query."""
        rows = _OF.named(self._connection, user_id=user_id)
        if not rows:
            return []
        key = self._vault.open_user_key(user_id, rows[0].wrapped)
        return [_zone(row, key) for row in rows]

    def hidden(self, user_id: UUID) -> Sequence[Circle]:
        """By the owner's index."""
        return tuple(zone.hidden for zone in self.of(user_id))

    def save(self, zone: PrivacyZone) -> None:
        """Insert or update under the version."""
        place = Place(
            name=zone.name,
            lat=zone.lat,
            lon=zone.lon,
            radius_m=zone.radius_m,
            shift_bearing_deg=zone.shift.bearing_deg,
            shift_m=zone.shift.distance_m,
        )
        key = key_of(self._connection, user_keys, self._vault, zone.user_id)
        sealed = key.encrypt(msgspec.json.encode(place).decode(), PURPOSE)
        row = {"id": zone.id, "user_id": zone.user_id, "sealed": sealed, "made_at": zone.made_at}
        save_row(self._connection, privacy_zones, zone, row)

    def remove(self, zone: PrivacyZone) -> None:
        """Delete the row."""
        self._connection.execute(delete(privacy_zones).where(privacy_zones.c.id == zone.id))

    def recut(self, user_id: UUID) -> Recut | None:
        """By key."""
        row = self._connection.execute(select(recuts).where(recuts.c.user_id == user_id)).first()
        return None if row is None else _recut(row)

    def ask_recut(self, user_id: UUID, circles: Sequence[Circle]) -> None:
        """One row a person; begun again if one is under way."""
        before = self.recut(user_id)
        together = [*(before.circles if before else ()), *circles]
        count = select(func.count()).select_from(workouts).where(*_TRACKED)
        total = self._connection.execute(count, {"user_id": user_id}).scalar_one()
        self.keep_recut(
            Recut(
                user_id=user_id,
                request_id=new_id(),
                circles=list(dict.fromkeys(together)),
                total=total,
            )
        )

    def recuts(self, limit: int) -> Sequence[Recut]:
        """In the order they were asked for."""
        rows = self._connection.execute(select(recuts).order_by(recuts.c.request_id).limit(limit))
        return [_recut(row) for row in rows]

    def to_recut(self, recut: Recut, limit: int) -> Sequence[Workout]:
        """Keyset over the id."""
        statement = select(workouts).where(*_TRACKED)
        if recut.after is not None:
            statement = statement.where(workouts.c.id > recut.after)
        rows = self._connection.execute(
            statement.order_by(workouts.c.id).limit(limit), {"user_id": recut.user_id}
        )
        return [workout_of(row) for row in rows]

    def keep_recut(self, recut: Recut) -> None:
        """Insert or replace."""
        row: dict[str, Any] = {"user_id": recut.user_id, "request_id": recut.request_id}
        row |= {"circles": [asdict(circle) for circle in recut.circles]}
        row |= {"total": recut.total, "done": recut.done, "after": recut.after}
        upsert(self._connection, recuts, row)

    def end_recut(self, recut: Recut) -> None:
        """Delete the row."""
        self._connection.execute(delete(recuts).where(recuts.c.user_id == recut.user_id))


def _zone(row: Row[Any], key: UserKey) -> PrivacyZone:
    place = msgspec.json.decode(key.decrypt(row.sealed, PURPOSE), type=Place)
    return PrivacyZone(
        id=row.id,
        user_id=row.user_id,
        version=row.version,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        radius_m=place.radius_m,
        shift=Shift(bearing_deg=place.shift_bearing_deg, distance_m=place.shift_m),
        made_at=row.made_at,
    )


def _recut(row: Row[Any]) -> Recut:
    return Recut(
        user_id=row.user_id,
        request_id=row.request_id,
        circles=[Circle(**circle) for circle in row.circles],
        total=row.total,
        done=row.done,
        after=row.after,
    )
