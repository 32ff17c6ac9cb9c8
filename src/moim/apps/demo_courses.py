"""Where the demo's crew runs and rides: a dozen waypoints a course, joined by a smooth line.

Waypoints are latitude, longitude (WGS 84, degrees) and elevation in metres, set by hand along the
Han river, on Namsan, in the Olympic Park and around them. They follow the places, not each bend.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Waypoint = tuple[float, float, float]

STEP_M = 10.0
POINTS_A_LEG = 40
METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Course:
    """A way through the city. A loop goes round and round, a line there and back again."""

    name: str
    loop: bool
    waypoints: tuple[Waypoint, ...]


BANPO = Course(
    name="반포–여의도 한강길",
    loop=False,
    waypoints=(
        (37.5122, 126.9967, 13.0),
        (37.5096, 126.9905, 12.0),
        (37.5077, 126.9818, 12.0),
        (37.5066, 126.9740, 13.0),
        (37.5090, 126.9655, 13.0),
        (37.5130, 126.9578, 14.0),
        (37.5158, 126.9496, 13.0),
        (37.5180, 126.9415, 12.0),
        (37.5238, 126.9378, 11.0),
        (37.5288, 126.9342, 11.0),
        (37.5333, 126.9262, 12.0),
        (37.5360, 126.9160, 12.0),
    ),
)
JAMSIL = Course(
    name="잠실–반포 한강길",
    loop=False,
    waypoints=(
        (37.5180, 127.0868, 13.0),
        (37.5186, 127.0767, 12.0),
        (37.5222, 127.0683, 12.0),
        (37.5266, 127.0590, 13.0),
        (37.5301, 127.0480, 13.0),
        (37.5310, 127.0365, 14.0),
        (37.5297, 127.0258, 13.0),
        (37.5257, 127.0165, 12.0),
        (37.5208, 127.0105, 12.0),
        (37.5160, 127.0035, 12.0),
        (37.5122, 126.9967, 13.0),
    ),
)
TTUKSEOM = Course(
    name="뚝섬–서울숲",
    loop=False,
    waypoints=(
        (37.5292, 127.0722, 12.0),
        (37.5318, 127.0647, 12.0),
        (37.5352, 127.0560, 13.0),
        (37.5383, 127.0478, 13.0),
        (37.5398, 127.0390, 14.0),
        (37.5418, 127.0315, 17.0),
        (37.5446, 127.0352, 19.0),
        (37.5452, 127.0410, 18.0),
    ),
)
NAMSAN = Course(
    name="남산 순환",
    loop=True,
    waypoints=(
        (37.5531, 127.0013, 92.0),
        (37.5563, 126.9975, 118.0),
        (37.5579, 126.9926, 128.0),
        (37.5573, 126.9875, 121.0),
        (37.5557, 126.9838, 112.0),
        (37.5529, 126.9829, 126.0),
        (37.5511, 126.9872, 162.0),
        (37.5497, 126.9914, 140.0),
        (37.5494, 126.9963, 112.0),
    ),
)
OLYMPIC = Course(
    name="올림픽공원 한 바퀴",
    loop=True,
    waypoints=(
        (37.5166, 127.1166, 16.0),
        (37.5198, 127.1144, 17.0),
        (37.5233, 127.1163, 21.0),
        (37.5249, 127.1206, 29.0),
        (37.5238, 127.1252, 24.0),
        (37.5206, 127.1281, 22.0),
        (37.5170, 127.1272, 20.0),
        (37.5149, 127.1226, 18.0),
    ),
)
YEOUIDO = Course(
    name="여의도 한 바퀴",
    loop=True,
    waypoints=(
        (37.5285, 126.9342, 11.0),
        (37.5325, 126.9270, 12.0),
        (37.5352, 126.9175, 12.0),
        (37.5330, 126.9085, 13.0),
        (37.5272, 126.9108, 12.0),
        (37.5210, 126.9178, 11.0),
        (37.5168, 126.9265, 11.0),
        (37.5163, 126.9362, 11.0),
        (37.5215, 126.9396, 12.0),
    ),
)
YANGJAECHEON = Course(
    name="양재천",
    loop=False,
    waypoints=(
        (37.4706, 127.0382, 24.0),
        (37.4764, 127.0442, 22.0),
        (37.4818, 127.0502, 20.0),
        (37.4868, 127.0566, 18.0),
        (37.4918, 127.0622, 16.0),
        (37.4968, 127.0682, 14.0),
        (37.5032, 127.0712, 13.0),
        (37.5098, 127.0708, 12.0),
    ),
)
PALDANG = Course(
    name="여의도–팔당 자전거길",
    loop=False,
    waypoints=(
        (37.5288, 126.9342, 11.0),
        (37.5158, 126.9496, 13.0),
        (37.5066, 126.9740, 13.0),
        (37.5122, 126.9967, 13.0),
        (37.5297, 127.0258, 13.0),
        (37.5266, 127.0590, 13.0),
        (37.5180, 127.0868, 13.0),
        (37.5345, 127.1120, 14.0),
        (37.5560, 127.1310, 16.0),
        (37.5665, 127.1610, 34.0),
        (37.5668, 127.1880, 17.0),
        (37.5560, 127.2130, 18.0),
        (37.5472, 127.2420, 22.0),
    ),
)
BUGAK = Course(
    name="북악 스카이웨이",
    loop=False,
    waypoints=(
        (37.5925, 126.9665, 118.0),
        (37.5941, 126.9699, 138.0),
        (37.5969, 126.9690, 160.0),
        (37.5964, 126.9731, 186.0),
        (37.5992, 126.9748, 210.0),
        (37.5985, 126.9787, 236.0),
        (37.6014, 126.9806, 262.0),
        (37.6031, 126.9846, 240.0),
        (37.6010, 126.9880, 214.0),
        (37.6024, 126.9926, 190.0),
        (37.5996, 126.9953, 168.0),
        (37.5979, 127.0004, 144.0),
        (37.5994, 127.0075, 120.0),
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """A course walked from end to end: positions and elevations every few metres of it."""

    along_m: Floats
    lat: Floats
    lon: Floats
    elevation_m: Floats
    loop: bool

    @property
    def length_m(self) -> float:
        """Once round, or there without back."""
        return float(self.along_m[-1])

    def at(self, distance_m: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Latitude, longitude, elevation and grade (rise over run) after so many metres."""
        length = self.length_m
        if self.loop:
            here, turned = distance_m % length, np.ones_like(distance_m)
        else:
            folded = distance_m % (2 * length)
            here = np.where(folded > length, 2 * length - folded, folded)
            turned = np.where(folded > length, -1.0, 1.0)
        lat, lon, elevation = (
            np.interp(here, self.along_m, column)
            for column in (self.lat, self.lon, self.elevation_m)
        )
        grade = np.interp(here, self.along_m, np.gradient(self.elevation_m, self.along_m))
        return lat, lon, elevation, grade * turned


@cache
def line_of(course: Course) -> Line:
    """The course as a smooth line through its waypoints (a Catmull-Rom spline)."""
    knots = np.array(course.waypoints)
    if course.loop:
        padded = np.vstack((knots[-1], knots, knots[0], knots[1]))
    else:
        padded = np.vstack((2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]))
    fine = np.vstack([_leg(padded[n : n + 4]) for n in range(len(padded) - 3)] + [padded[-2:-1]])
    north = np.diff(fine[:, 0]) * METRES_A_DEGREE
    east = np.diff(fine[:, 1]) * METRES_A_DEGREE * np.cos(np.radians(fine[:-1, 0]))
    along = np.concatenate(([0.0], np.cumsum(np.hypot(north, east))))
    every = np.linspace(0.0, along[-1], max(int(along[-1] / STEP_M), 2))
    lat, lon, elevation = (np.interp(every, along, fine[:, column]) for column in range(3))
    return Line(along_m=every, lat=lat, lon=lon, elevation_m=elevation, loop=course.loop)


def _leg(four: Floats) -> Floats:
    """The spline from the second to the third of four knots, without its end."""
    part = np.linspace(0.0, 1.0, POINTS_A_LEG, endpoint=False)[:, None]
    before, start, end, after = four
    return np.asarray(
        start
        + 0.5 * part * (end - before)
        + part**2 * (before - 2.5 * start + 2 * end - 0.5 * after)
        + 0.5 * part**3 * (after - before + 3 * (start - end))
    )
