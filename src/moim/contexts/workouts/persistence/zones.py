"""Heart-rate zones over time, and how far what they reach has come, as rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from moim.contexts.workouts.domain.zones import DatedZones, Recount, ZoneDefinition
from moim.contexts.workouts.persistence.tables import tasks, zone_definitions
from moim.platform.upsert import upsert
from moim.platform.work import UnitOfWork

_LEFT = (
    select(func.count())
    .where(tasks.c.request_id == zone_definitions.c.recount_id)
    .scalar_subquery()
)


class SqlZones:
    """The ``AllZones`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def all(self, user_id: UUID) -> Sequence[DatedZones]:
        """By the owner's key; what is left of a recount is counted among what waits."""
        statement = select(zone_definitions, _LEFT.label("left"))
        rows = self._connection.execute(
            statement.where(zone_definitions.c.user_id == user_id).order_by(
                zone_definitions.c.valid_from
            )
        )
        return [_dated(row) for row in rows]

    def put(self, user_id: UUID, dated: DatedZones) -> None:
        """Insert or replace."""
        zones, recount = dated.zones, dated.recount
        row = {
            "user_id": user_id,
            "valid_from": zones.valid_from,
            "bounds_bpm": list(zones.bounds_bpm),
            "source": zones.source,
            "behind": dated.behind,
            "recount_id": recount.id if recount else None,
            "recounted": recount.total if recount else None,
        }
        upsert(self._connection, zone_definitions, row)


def zones_of(row: Row[Any]) -> ZoneDefinition:
    """Zones from their row."""
    return ZoneDefinition(
        valid_from=row.valid_from, bounds_bpm=tuple(row.bounds_bpm), source=row.source
    )


def _dated(row: Row[Any]) -> DatedZones:
    recount = None
    if row.recount_id is not None:
        recount = Recount(id=row.recount_id, total=row.recounted, left=row.left)
    return DatedZones(zones=zones_of(row), behind=row.behind, recount=recount)
