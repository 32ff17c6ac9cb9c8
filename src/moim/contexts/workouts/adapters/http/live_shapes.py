"""How live sessions look in JSON."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Annotated, Any
from uuid import UUID

import msgspec
import numpy as np
from msgspec import Meta, Struct
from pydantic import BaseModel, ConfigDict

from moim.contexts.workouts.application.watching import Watched
from moim.contexts.workouts.domain.live_points import POINTS_A_BATCH_MAX, Batch, Point
from moim.contexts.workouts.domain.live_session import (
    SEQ_MAX,
    LiveSession,
    PointOutOfSession,
    State,
)
from moim.contexts.workouts.domain.privacy_zones import hidden_by
from moim.contexts.workouts.domain.sports import Sport

SECONDS_UP_TO = 1e11  # a greater number of Unix time is in milliseconds
LATEST_S = 253_402_300_799  # the end of the year 9999
Rate = Annotated[float, Meta(ge=0, le=600)] | None
Seq = Annotated[int, Meta(ge=0, le=SEQ_MAX)]


class NewSession(BaseModel):
    """Setting out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"sport": "run"}})

    sport: Sport


class PointGiven(Struct):
    """A point: ``t`` RFC 3339 or Unix time, in seconds or milliseconds; rates a minute."""

    t: datetime | float
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    ele: Annotated[float, Meta(ge=-1_000, le=100_000)] | None = None
    hr: Rate = None
    cad: Rate = None


class PointsGiven(Struct):
    """A batch. ``seq`` rises by one from 0 or 1; sent again it changes nothing."""

    seq: Seq
    points: Annotated[list[PointGiven], Meta(min_length=1, max_length=POINTS_A_BATCH_MAX)]


class PointsOfSession(PointsGiven):
    """A batch over the WebSocket, which also names its session."""

    session: UUID


class LastPoint(Struct):
    """Where somebody was last."""

    t: datetime
    lat: float
    lon: float
    ele: float | None
    hr: int | None
    cad: int | None


class SessionBody(Struct):
    """A session. ``silent`` says that it is paused because nothing was heard of the phone.

    ``distance_m`` is the way so far, an estimate until there is a workout.
    """

    id: UUID
    sport: str
    state: State
    silent: bool
    started_at: datetime
    heard_at: datetime
    ended_at: datetime | None
    elapsed_s: float
    points: int
    distance_m: float
    last_point: LastPoint | None
    next_seq: int
    missing: list[int]
    workout_id: UUID | None
    revision: int


class ReceivedBody(Struct):
    """What is known after a batch: the next number, and those that did not come."""

    id: UUID
    state: State
    next_seq: int
    missing: list[int]
    points: int
    distance_m: float
    revision: int


def batch_of(given: PointsGiven) -> Batch:
    """As the domain takes it; raises PointOutOfSession for an instant that no clock shows."""
    return Batch.sent(
        given.seq,
        [
            Point.at(_ms(point.t), point.lat, point.lon, point.ele, point.hr, point.cad)
            for point in given.points
        ],
    )


def watched_body(watched: Watched, now: datetime) -> SessionBody:
    """A session as whoever may see it sees it."""
    body, point = session_body(watched.session, now), watched.session.latest
    if watched.sight.owner or point is None:
        return body
    body.last_point = _last_point(_shown(watched, [point])[0])
    return body


def session_body(session: LiveSession, now: datetime) -> SessionBody:
    """A session as its owner sees it."""
    return SessionBody(
        id=session.id,
        sport=session.sport.value,
        state=session.state,
        silent=session.silent,
        started_at=session.started_at,
        heard_at=session.heard_at,
        ended_at=session.ended_at,
        elapsed_s=round(session.elapsed_s(now), 3),
        points=session.points,
        distance_m=session.distance_m,
        last_point=_last_point(session.latest),
        next_seq=session.arrivals.last + 1,
        missing=session.arrivals.missing(),
        workout_id=session.workout_id,
        revision=session.version,
    )


def received_body(session: LiveSession) -> ReceivedBody:
    """The answer to a batch."""
    return ReceivedBody(
        id=session.id,
        state=session.state,
        next_seq=session.arrivals.last + 1,
        missing=session.arrivals.missing(),
        points=session.points,
        distance_m=session.distance_m,
        revision=session.version,
    )


def batches_body(watched: Watched, batches: list[Batch], limit: int) -> Mapping[str, Any]:
    """Columns of the points of some batches, to draw on; null where a point is not shown."""
    session = watched.session
    points = [point for batch in batches for point in batch.points()]
    shown = points if watched.sight.owner else _shown(watched, points)
    return {
        "id": session.id,
        "revision": session.version,
        "next_after": batches[-1].seq if len(batches) == limit else None,
        "last_seq": batches[-1].seq if batches else None,
        "time_ms": [point.time_ms for point in points],
        "lat": [None if point is None else point.lat_deg for point in shown],
        "lon": [None if point is None else point.lon_deg for point in shown],
        "heart_rate_bpm": [None if point is None else point.heart_rate_bpm for point in shown],
    }


def _shown(watched: Watched, points: Sequence[Point]) -> Sequence[Point | None]:
    """What others see of these: None for one in a privacy zone, or where the map is not shown."""
    if not watched.sight.map:
        return [None] * len(points)
    lat = np.array([point.lat_deg for point in points])
    lon = np.array([point.lon_deg for point in points])
    bare: dict[str, Any] = {} if watched.sight.heart_rate else {"heart_rate_bpm": None}
    hidden = hidden_by(watched.circles, lat, lon).tolist()
    return [
        None if inside else point._replace(**bare)
        for point, inside in zip(points, hidden, strict=True)
    ]


def points_schema() -> dict[str, Any]:
    """The body of a batch for the API's description."""
    _, components = msgspec.json.schema_components(
        [PointsGiven], ref_template="#/components/schemas/{name}"
    )
    schema = components["PointsGiven"]
    schema["properties"]["points"]["items"] = components["PointGiven"]
    example = {
        "seq": 1,
        "points": [{"t": "2026-11-20T21:30:00Z", "lat": 37.5512, "lon": 126.9882, "hr": 142}],
    }
    return {
        "required": True,
        "content": {"application/json": {"schema": schema | {"example": example}}},
    }


def _last_point(point: Point | None) -> LastPoint | None:
    if point is None:
        return None
    return LastPoint(
        t=datetime.fromtimestamp(point.time_ms / 1000, UTC),
        lat=point.lat_deg,
        lon=point.lon_deg,
        ele=None if point.elevation_cm is None else point.elevation_cm / 100,
        hr=point.heart_rate_bpm,
        cad=point.cadence_spm,
    )


def _ms(moment: datetime | float) -> int:
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return round(moment.timestamp() * 1000)
    seconds = moment if abs(moment) < SECONDS_UP_TO else moment / 1000
    if not isfinite(seconds) or abs(seconds) > LATEST_S:
        raise PointOutOfSession(field="points")
    return round(seconds * 1000)
