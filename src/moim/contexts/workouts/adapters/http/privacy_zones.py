"""Privacy zones over HTTP: their owner alone reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from moim.contexts.workouts.application.privacy_ports import Recut
from moim.contexts.workouts.application.privacy_zones import (
    ChangeZone,
    MakeZone,
    OneZone,
    change_zone,
    delete_zone,
    make_zone,
    one_zone,
    zones_of,
)
from moim.contexts.workouts.domain.privacy_zones import (
    LAT_MAX,
    RADIUS_M_MAX,
    RADIUS_M_MIN,
    ZONE_NAME_LENGTH_MAX,
    PrivacyZone,
    PrivacyZoneNotFound,
    TooManyPrivacyZones,
)
from moim.kernel.errors import Changed
from moim.platform.auth import SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import version_etag, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.openapi import refusals
from moim.platform.http.texts import clean_text

DECIMALS = 6
Lat = Annotated[float, Field(ge=-LAT_MAX, le=LAT_MAX, description="Degrees north.")]
Lon = Annotated[float, Field(ge=-180, le=180, description="Degrees east.")]
Radius = Annotated[float, Field(ge=RADIUS_M_MIN, le=RADIUS_M_MAX, description="Metres.")]
Name = Annotated[str, Field(min_length=1, max_length=ZONE_NAME_LENGTH_MAX)]


class NewZone(BaseModel):
    """A place to hide from everybody else, on every map, past ones too."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"name": "집", "lat": 37.5512, "lon": 126.9882, "radius_m": 400}
        },
    )

    name: Name
    lat: Lat
    lon: Lon
    radius_m: Radius


class ZoneChanges(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"radius_m": 800}})

    name: Name = ""
    lat: Lat = 0.0
    lon: Lon = 0.0
    radius_m: Radius = RADIUS_M_MIN


@dataclass(frozen=True, kw_only=True)
class HiddenBody:
    """The circle that is cut: others may guess it from where your tracks end, never its zone."""

    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, kw_only=True)
class ZoneBody:
    """A zone as you drew it, and what is ``hidden`` for it: a larger circle, moved at random."""

    id: UUID
    name: str
    lat: float
    lon: float
    radius_m: float
    hidden: HiddenBody
    made_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class RecutBody:
    """How many of your past workouts were looked at after the last change."""

    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ZonesBody:
    """All zones. ``recut`` is null once everything past was told anew."""

    items: list[ZoneBody]
    next: str | None
    recut: RecutBody | None


def routes(context: Context[Any], nudge: Callable[[], None]) -> APIRouter:
    """The routes of ``/v1/privacy-zones``; ``nudge`` has the past told anew soon."""
    router = APIRouter(prefix="/v1/privacy-zones", tags=["privacy"])

    @router.get(
        "",
        summary="Your privacy zones, and how far the past was cut after a change",
        response_model=ZonesBody,
    )
    async def get_zones(caller: SignedIn) -> Response:
        zones, recut = await context.ask(zones_of, caller.user_id)
        items = [zone_body(zone) for zone in zones]
        return answer(ZonesBody(items=items, next=None, recut=_recut_body(recut)))

    @router.post(
        "",
        status_code=201,
        summary="Hide a place from everybody else",
        response_model=ZoneBody,
        responses=refusals(TooManyPrivacyZones, PrivacyZoneNotFound),
    )
    async def post_zone(request: Request, caller: SignedIn, new: NewZone) -> Response:
        given = new.model_dump() | {"name": _name(new.name)}
        command = MakeZone(user_id=caller.user_id, **given)
        # What is kept for a repeated request is no secret: which zone it made, not where that is.
        made = await created(context, request, caller, make_zone, command, _which)
        nudge()
        zone_id = UUID(msgspec.json.decode(made.body)["id"])
        zone = await context.ask(one_zone, OneZone(zone_id=zone_id, user_id=caller.user_id))
        return answer(zone_body(zone), 201)

    @router.get(
        "/{zone_id}",
        summary="One of your privacy zones",
        response_model=ZoneBody,
        responses=refusals(PrivacyZoneNotFound),
    )
    async def get_zone(zone_id: UUID, caller: SignedIn) -> Response:
        about = OneZone(zone_id=zone_id, user_id=caller.user_id)
        return _told(await context.ask(one_zone, about))

    @router.patch(
        "/{zone_id}",
        summary="Change a privacy zone; the past is cut anew",
        response_model=ZoneBody,
        responses=refusals(PrivacyZoneNotFound, Changed),
    )
    async def patch_zone(
        request: Request, zone_id: UUID, caller: SignedIn, changes: ZoneChanges
    ) -> Response:
        given = changes.model_dump(exclude_unset=True)
        if "name" in given:
            given["name"] = _name(given["name"])
        command = ChangeZone(
            zone_id=zone_id,
            user_id=caller.user_id,
            changes=given,
            version=version_wanted(request),
        )
        zone = await context.run(change_zone, command)
        nudge()
        return _told(zone)

    @router.delete(
        "/{zone_id}",
        status_code=204,
        summary="Let the place be seen again",
        responses=refusals(PrivacyZoneNotFound),
    )
    async def delete(zone_id: UUID, caller: SignedIn) -> None:
        await context.run(delete_zone, OneZone(zone_id=zone_id, user_id=caller.user_id))
        nudge()

    return router


def _which(zone: PrivacyZone) -> dict[str, UUID]:
    return {"id": zone.id}


def zone_body(zone: PrivacyZone) -> ZoneBody:
    """A zone for its owner."""
    hidden = zone.hidden
    return ZoneBody(
        id=zone.id,
        name=zone.name,
        lat=zone.lat,
        lon=zone.lon,
        radius_m=zone.radius_m,
        hidden=HiddenBody(
            lat=round(hidden.lat, DECIMALS),
            lon=round(hidden.lon, DECIMALS),
            radius_m=round(hidden.radius_m, 1),
        ),
        made_at=zone.made_at,
        version=zone.version,
    )


def _recut_body(recut: Recut | None) -> RecutBody | None:
    return None if recut is None else RecutBody(done=recut.done, total=recut.total)


def _name(text: str) -> str:
    return clean_text(text, ZONE_NAME_LENGTH_MAX, "name")


def _told(zone: PrivacyZone) -> Response:
    return answer(zone_body(zone), headers={"etag": version_etag(zone.version)})
