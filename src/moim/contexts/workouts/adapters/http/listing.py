"""A page of the list of workouts as JSON: the page that is opened most, so each row is lean."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from moim.contexts.workouts.adapters.http.shapes import rates
from moim.platform.http.pages import encode_cursor, page


class Listed(msgspec.Struct, gc=False):
    """A workout in the list: the columns of ``Views.page`` in their order, then what follows."""

    id: UUID
    sport: str
    title: str | None
    started_at: datetime
    timezone: str
    elapsed_s: float
    distance_m: float | None
    timer_s: float | None
    moving_s: float | None
    elevation_gain_m: float | None
    elevation_loss_m: float | None
    heart_rate_avg_bpm: float | None
    heart_rate_max_bpm: float | None
    cadence_avg_spm: float | None
    power_avg_w: float | None
    speed_max_mps: float | None
    calories_kcal: float | None
    source: str
    device: str | None
    partial: str | None
    visibility: str
    points: int | None
    version: int
    pace_s_per_km: float | None = None
    speed_avg_mps: float | None = None
    has_track: bool = False


def page_of(rows: Sequence[Sequence[Any]], limit: int) -> dict[str, Any]:
    """The body of the list; ``rows`` as ``Views.page`` gives them."""
    items = [_listed(row) for row in rows]
    last = items[-1] if len(items) == limit else None
    return page(items, encode_cursor((last.started_at, last.id)) if last else None)


def _listed(row: Sequence[Any]) -> Listed:
    item = Listed(*row)
    item.has_track = bool(item.points)
    item.points = item.points or 0
    moving_s = item.moving_s or item.elapsed_s
    item.pace_s_per_km, item.speed_avg_mps = rates(item.distance_m, moving_s)
    return item
