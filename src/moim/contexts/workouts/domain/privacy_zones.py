"""Privacy zones: places that nobody but their owner may find from what is shown.

What is cut is not the circle that the owner draws but a larger one around another centre: where
tracks end tells the circle that was cut, and from its centre nobody could tell a door otherwise
(Hassan, Hussain, Bates: Analysis of Privacy Protections in Fitness Tracking Social Networks,
USENIX Security 2018). Centre and size of it are drawn once a zone, never once a workout: many
different cuts would give their mean away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, atan2, cos, degrees, pi, radians, sin
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.geometry import EARTH_RADIUS_M, Floats, haversine_m
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Invalid, NotFound

RADIUS_M_MIN = 200
RADIUS_M_MAX = 1_600
ZONES_MAX = 20
ZONE_NAME_LENGTH_MAX = 40
LAT_MAX = 89.0  # beyond, a metre to the east has no meaning
_SHIFT_LEAST, _SHIFT_MOST = 0.25, 0.75
_MARGIN_M = 5.0  # more than the rounding of any coordinate that is told

Flags = NDArray[np.bool_]


class PrivacyZoneNotFound(NotFound):
    """No such zone, or somebody else's."""

    code = "privacy-zone-not-found"
    ko = "개인 정보 보호 구역을 찾을 수 없습니다."
    en = "There is no such privacy zone."


class TooManyPrivacyZones(Conflict):
    """As many as one person may have."""

    code = "too-many-privacy-zones"
    ko = "보호 구역은 {zones_max}개까지 만들 수 있습니다. 쓰지 않는 구역을 먼저 삭제하세요."
    en = "You can have {zones_max} privacy zones. Delete one that you no longer need first."


class ZoneOutOfRange(Invalid):
    """A centre or a radius that no zone can have."""

    code = "privacy-zone-out-of-range"
    ko = "보호 구역의 중심이나 반경({least_m}~{most_m} m)이 범위를 벗어났습니다."
    en = "The centre or the radius ({least_m} to {most_m} m) of the zone is out of range."


@dataclass(frozen=True, kw_only=True)
class Circle:
    """A circle on the globe; ``lat`` and ``lon`` of its centre in degrees."""

    lat: float
    lon: float
    radius_m: float

    def holds(self, lat: Floats, lon: Floats) -> Flags:
        """Which of these positions lie in it. NaN lies nowhere."""
        away_m = haversine_m(lat, lon, np.array(self.lat), np.array(self.lon))
        return np.asarray(away_m <= self.radius_m)

    def crossed(self, lat: Floats, lon: Floats) -> Flags:
        """Which straight steps between these positions touch it: one fewer than positions."""
        east, north = self._metres(lat, lon)
        ahead_east, ahead_north = np.diff(east), np.diff(north)
        length2 = ahead_east**2 + ahead_north**2
        toward = -(east[:-1] * ahead_east + north[:-1] * ahead_north)
        share = np.clip(toward / np.where(length2 > 0, length2, 1.0), 0.0, 1.0)
        nearest = np.hypot(east[:-1] + share * ahead_east, north[:-1] + share * ahead_north)
        return np.asarray(nearest <= self.radius_m)

    def touches_box(self, box: tuple[float, float, float, float]) -> bool:
        """Whether it may reach into west, south, east, north; rather yes than no."""
        west, south, east, north = box
        high = degrees(self.radius_m / EARTH_RADIUS_M)
        if not south - high <= self.lat <= north + high:
            return False
        widest = min(max(abs(south), abs(north)) + high, 89.9)
        wide = min(high / cos(radians(widest)), 180.0)
        beyond_west = (self.lon - west + wide) % 360.0
        return beyond_west <= (east - west) % 360.0 + 2 * wide

    def _metres(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """On a plane that touches the globe at the centre."""
        turned = (lon - self.lon + 180.0) % 360.0 - 180.0
        scale = EARTH_RADIUS_M * pi / 180.0
        return turned * (scale * cos(radians(self.lat))), (lat - self.lat) * scale


def hidden_by(circles: Sequence[Circle], lat: Floats, lon: Floats) -> Flags:
    """Which positions lie in any of the circles."""
    hidden = np.zeros(len(lat), dtype=bool)
    for circle in circles:
        hidden |= circle.holds(lat, lon)
    return hidden


@dataclass(frozen=True, kw_only=True)
class Shift:
    """From the centre that the owner gave to that of what is cut: fixed for the zone's life."""

    bearing_deg: float
    distance_m: float


def shift_of(radius_m: float, chance: float, other_chance: float) -> Shift:
    """The shift that two chances, each from 0 to 1, make: a quarter to three of the radius."""
    span = _SHIFT_LEAST + (_SHIFT_MOST - _SHIFT_LEAST) * other_chance
    return Shift(bearing_deg=360.0 * chance, distance_m=radius_m * span)


@dataclass(kw_only=True, eq=False)
class PrivacyZone(Aggregate):
    """One place of one person. ``lat`` and ``lon`` are the true centre, for its owner alone."""

    id: UUID
    user_id: UUID
    name: str
    lat: float
    lon: float
    radius_m: float
    shift: Shift
    made_at: datetime

    @property
    def hidden(self) -> Circle:
        """What is cut: it holds all of the zone, and does not tell where in it the centre is."""
        lat, lon = _moved(self.lat, self.lon, self.shift)
        radius_m = self.radius_m + self.shift.distance_m + _MARGIN_M
        return Circle(lat=lat, lon=lon, radius_m=radius_m)

    def check(self) -> None:
        """Raises ZoneOutOfRange."""
        on_globe = abs(self.lat) <= LAT_MAX and abs(self.lon) <= 180.0  # noqa: PLR2004 - degrees
        if not (on_globe and RADIUS_M_MIN <= self.radius_m <= RADIUS_M_MAX):
            raise ZoneOutOfRange(field="radius_m", least_m=RADIUS_M_MIN, most_m=RADIUS_M_MAX)

    def change(self, *, name: str, lat: float, lon: float, radius_m: float) -> bool:
        """Take these; whether what is cut moved."""
        before = self.hidden
        self.name, self.lat, self.lon, self.radius_m = name, lat, lon, radius_m
        self.check()
        return self.hidden != before


def _moved(lat: float, lon: float, shift: Shift) -> tuple[float, float]:
    """Where one gets to along a great circle."""
    way, toward = shift.distance_m / EARTH_RADIUS_M, radians(shift.bearing_deg)
    phi = radians(lat)
    there = asin(sin(phi) * cos(way) + cos(phi) * sin(way) * cos(toward))
    turned = atan2(sin(toward) * sin(way) * cos(phi), cos(way) - sin(phi) * sin(there))
    return degrees(there), (lon + degrees(turned) + 180.0) % 360.0 - 180.0
