"""Privacy zones, and the past that is being told anew, as rows.

The centre lies beside tracks that lead to the same door: it is kept as they are, and encrypting
it alone would hide nothing from whoever has the database (docs/adr/0021).
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from moim.contexts.workouts.application.privacy_ports import Recut
from moim.contexts.workouts.domain.privacy_zones import (
    Circle,
    PrivacyZone,
    PrivacyZoneNotFound,
    Shift,
)
from moim.contexts.workouts.domain.workout import Workout
from moim.contexts.workouts.persistence.privacy_tables import privacy_zones, recuts
from moim.contexts.workouts.persistence.tables import workouts
from moim.contexts.workouts.persistence.workouts import workout_of
from moim.kernel.errors import Stale
from moim.kernel.ids import new_id
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_OF = (
    select(privacy_zones)
    .where(privacy_zones.c.user_id == bindparam("user_id"))
    .order_by(privacy_zones.c.id)
)
_TRACKED = (workouts.c.user_id == bindparam("user_id"), workouts.c.points.is_not(None))


class SqlPrivacyZones:
    """The ``PrivacyZones`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def get(self, id: UUID, user_id: UUID) -> PrivacyZone:
        """One row by key."""
        row = self._connection.execute(
            select(privacy_zones).where(
                privacy_zones.c.id == id, privacy_zones.c.user_id == user_id
            )
        ).first()
        if row is None:
            raise PrivacyZoneNotFound
        return _zone(row)

    def of(self, user_id: UUID) -> Sequence[PrivacyZone]:
        """By the owner's index."""
        return [_zone(row) for row in self._connection.execute(_OF, {"user_id": user_id})]

    def hidden(self, user_id: UUID) -> Sequence[Circle]:
        """By the owner's index."""
        return tuple(zone.hidden for zone in self.of(user_id))

    def save(self, zone: PrivacyZone) -> None:
        """Insert or update under the version."""
        row = {name: getattr(zone, name) for name in ("id", "user_id", "name", "lat", "lon")}
        row |= {"radius_m": zone.radius_m, "made_at": zone.made_at, "version": zone.version + 1}
        row |= {"shift_bearing_deg": zone.shift.bearing_deg, "shift_m": zone.shift.distance_m}
        if zone.version == 0:
            self._connection.execute(insert(privacy_zones), row)
        else:
            held = (privacy_zones.c.id == zone.id, privacy_zones.c.version == zone.version)
            statement = update(privacy_zones).where(*held).values(row)
            if self._connection.execute(statement).rowcount != 1:
                raise Stale(zone.id)
        zone.version += 1

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


def _zone(row: Row[Any]) -> PrivacyZone:
    return PrivacyZone(
        id=row.id,
        user_id=row.user_id,
        version=row.version,
        name=row.name,
        lat=row.lat,
        lon=row.lon,
        radius_m=row.radius_m,
        shift=Shift(bearing_deg=row.shift_bearing_deg, distance_m=row.shift_m),
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
