"""No position inside a privacy zone leaves through any route, whoever asks.

Homes lie anywhere on the globe; the tracks begin at the door, come back and pass by. Every GET of
the API is walked: a new one with a parameter that this walk does not know fails it.
"""

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from moim.contexts.workouts.adapters.grouping import Grouper
from moim.contexts.workouts.adapters.trace_codec import unpack_trace
from moim.contexts.workouts.domain.cells import CELL_DEG
from moim.contracts.users import ProfileUpdated
from tests.contexts.workouts.privacy.places import gpx_of, inside
from tests.contexts.workouts.world import NOON, Person, World

HOMES = {
    "seoul": (37.55, 127.0),
    "at the date line": (-16.8, 179.9995),
    "near the pole": (78.22, 15.63),
    "at the equator and Greenwich": (0.0001, -0.0001),
}
Pair = tuple[float, float]
_M_A_DEGREE = 111_195.0


def moved(at: Pair, east_m: float, north_m: float) -> Pair:
    lat = at[0] + north_m / _M_A_DEGREE
    lon = at[1] + east_m / (_M_A_DEGREE * np.cos(np.radians(at[0])))
    return lat, (lon + 180.0) % 360.0 - 180.0


def outing(home: Pair, chance: Random) -> list[Pair]:
    """From the door some 2.5 km away, back past the door, and away again; 12 m a step."""
    heading = chance.uniform(0, 2 * np.pi)
    east = north = 0.0
    way = [(east, north)]
    for leg in range(3):
        for _ in range(200):
            heading += chance.gauss(0, 0.03)
            east, north = east + 12 * np.cos(heading), north + 12 * np.sin(heading)
            way.append((east, north))
        # Back towards the door, and on past it.
        heading = np.arctan2(-north, -east) + (chance.gauss(0, 0.02) if leg == 0 else 0.5)
    return [moved(home, *one) for one in way]


def positions(told: Any) -> Iterator[Pair]:
    """Every position in an answer of JSON: columns, points, and pairs as GeoJSON writes them."""
    if isinstance(told, dict):
        lat, lon = told.get("lat"), told.get("lon")
        if isinstance(lat, list) and isinstance(lon, list):
            yield from ((a, o) for a, o in zip(lat, lon, strict=True) if a is not None)
        elif isinstance(lat, int | float) and isinstance(lon, int | float):
            yield float(lat), float(lon)
        for value in told.values():
            yield from positions(value)
    elif isinstance(told, list):
        if len(told) in (2, 3) and all(isinstance(one, float) for one in told):
            yield told[1], told[0]
        else:
            for value in told:
                yield from positions(value)


def positions_of(content: str, kind: str, shown: list[Pair]) -> list[Pair]:
    if "json" in kind:
        return list(positions(json.loads(content)))
    if "gpx" in kind:
        found = re.findall(r'<trkpt lat="([^"]+)" lon="([^"]+)"', content)
        return [(float(lat), float(lon)) for lat, lon in found]
    if "svg" in kind:
        return projected_back(content, shown)
    return []


def projected_back(svg: str, shown: list[Pair]) -> list[Pair]:
    """The vertices of the drawn line as positions: the drawing fits the box of what is shown."""
    drawn = np.array(
        [
            (float(x), float(y))
            for path in re.findall(r' d="([^"]+)"', svg)
            for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", path)
        ]
    )
    lats, lons = (np.array(column) for column in zip(*shown, strict=True))
    east = (lons - lons[0] + 180.0) % 360.0 - 180.0
    north = np.arcsinh(np.tan(np.radians(lats)))
    east_of = np.interp(drawn[:, 0], _ends(drawn[:, 0]), _ends(east))
    north_of = np.interp(-drawn[:, 1], _ends(-drawn[:, 1]), _ends(north))
    lat = np.degrees(np.arctan(np.sinh(north_of)))
    lon = (east_of + lons[0] + 180.0) % 360.0 - 180.0
    return list(zip(lat.tolist(), lon.tolist(), strict=True))


def _ends(values: Any) -> tuple[float, float]:
    return float(values.min()), float(values.max())


class Setting:
    """Somebody with a zone and an outing that everybody may see, and those who look."""

    def __init__(self, world: World, home: Pair, radius_m: float) -> None:
        self.world, self.home, self.radius_m = world, home, radius_m
        self.names: dict[str, str] = {}

    async def made(self, chance: Random) -> "Setting":
        world = self.world
        self.owner = await world.registered()
        self.stranger, self.friend, self.asker = (world.person() for _ in range(3))
        self.mate = await world.registered()
        world.friends.follows.add((self.friend.id, self.owner.id))
        everybody = dict.fromkeys(("workouts", "map", "heart_rate"), "public")
        await world.tell(
            ProfileUpdated(
                user_id=self.owner.id,
                nickname="지우",
                region=None,
                locale="ko",
                timezone="Asia/Seoul",
                privacy=everybody,
            )
        )
        way = outing(self.home, chance)
        made = await self.owner.imported("run.gpx", gpx_of(way))
        await self.mate.imported("run.gpx", gpx_of([moved(one, 4, 4) for one in way]))
        await self._hide()
        (grouper,) = (
            job.__self__ for job in world.module.jobs if isinstance(job.__self__, Grouper)
        )
        await grouper.catch_up()
        self.names = {"workout_id": made["id"], "session_id": await self._live(way)}
        link = await self.owner.post(f"/workouts/{made['id']}/share-links", {"map": True})
        self.names["token"] = link.json()["path"].rpartition("/")[2]
        asked = await self.asker.post(f"/workouts/{made['id']}/share-requests", {})
        await self.owner.post(f"/share-requests/{asked.json()['id']}/approve", {"map": True})
        for name, path in [("group_id", "/companion-groups"), ("import_id", "/workouts/imports")]:
            items = (await self.owner.got(path))["items"]
            self.names[name] = items[0]["id"] if items else made["id"]
        self.names["zone_id"] = (await self.owner.got("/privacy-zones"))["items"][0]["id"]
        self.names["goal_id"] = self.names["topic"] = made["id"]
        return self

    async def _hide(self) -> None:
        lat, lon = self.home
        zone = {"name": "집", "lat": lat, "lon": lon, "radius_m": self.radius_m}
        assert (await self.owner.post("/privacy-zones", zone)).status_code == 201

    async def _live(self, way: list[Pair]) -> str:
        """A session under way, at the moment just back at the door."""
        id: str = (await self.owner.post("/workout-sessions", {"sport": "run"})).json()["id"]
        began = NOON.timestamp()
        points = [
            {"t": began + 5 * n, "lat": lat, "lon": lon, "hr": 150}
            for n, (lat, lon) in enumerate(way[: len(way) // 2])
        ]
        points.append({**points[0], "t": points[-1]["t"] + 5})
        answer = await self.owner.post(
            f"/workout-sessions/{id}/points", {"seq": 1, "points": points}
        )
        assert answer.status_code == 200, answer.text
        return id

    def gets(self) -> Iterator[str]:
        """Every GET of the API with its parameters filled in."""
        for path, operations in self.world.app.openapi()["paths"].items():
            if "get" in operations:
                yield path.removeprefix("/v1").format(**self.names)

    async def seen_by(self, person: Person) -> dict[str, list[Pair]]:
        """What each route that answers tells this person of positions."""
        track = await person.get(f"/shared/{self.names['token']}/track")
        shown = list(positions(track.json()))
        found = {}
        for path in self.gets():
            if path.startswith("/live/"):
                continue  # hints with a revision, and it does not end
            answer = await person.get(path)
            if answer.status_code == 200:
                kind = answer.headers["content-type"]
                found[path] = positions_of(answer.text, kind, shown)
        return found

    def within(self, pairs: list[Pair], slack_m: float = 0.0) -> int:
        lat, lon = zip(*pairs, strict=True) if pairs else ((), ())
        return inside(lat, lon, self.radius_m - slack_m, self.home)


@pytest.fixture(params=HOMES)
async def setting(request: pytest.FixtureRequest, world: World) -> Setting:
    chance = Random(f"{request.param} 7")
    made = Setting(world, HOMES[request.param], chance.uniform(200, 500))
    return await made.made(chance)


async def test_no_position_in_a_zone_leaves(setting: Setting) -> None:
    await nothing_leaves_through_a_route(setting)
    nothing_is_told_to_other_contexts(setting)
    nothing_is_in_the_index_of_company(setting)


async def nothing_leaves_through_a_route(setting: Setting) -> None:
    own = await setting.seen_by(setting.owner)
    track = f"/workouts/{setting.names['workout_id']}/track"
    assert setting.within(own[track]) > 20, "its owner sees all of it"

    nobody = setting.world.person()
    nobody.client.headers.pop("authorization")
    for person in (setting.stranger, setting.friend, setting.asker, setting.mate, nobody):
        seen = await setting.seen_by(person)
        assert any(pairs for pairs in seen.values()), "something is shown"
        for path, pairs in seen.items():
            drawn = path.endswith(".svg")
            assert setting.within(pairs, 25.0 if drawn else 0.0) == 0, path


def nothing_is_told_to_other_contexts(setting: Setting) -> None:
    world, workout_id = setting.world, UUID(setting.names["workout_id"])
    for viewer in (setting.friend.id, None):
        view = world.tracks.track_for(workout_id, viewer)
        assert view is not None
        columns = view.columns
        pairs = [(a, o) for a, o in zip(columns["lat"], columns["lon"], strict=True) if a == a]  # noqa: PLR0124
        assert pairs
        assert setting.within(pairs) == 0


def nothing_is_in_the_index_of_company(setting: Setting) -> None:
    world, workout_id = setting.world, UUID(setting.names["workout_id"])
    (row,) = [one for one in world.rows("signatures") if one.workout_id == workout_id]
    trace = unpack_trace(row.trace)
    known = ~np.isnan(trace.lat)
    assert known.any()
    assert inside(trace.lat[known], trace.lon[known], setting.radius_m, setting.home) == 0
    cells = [one.cell for one in world.rows("minute_cells") if one.number == row.number]
    assert cells
    for cell in cells:
        lat = ((cell >> 20) + 0.5) * CELL_DEG - 90.0
        away_m = abs(lat - setting.home[0]) * _M_A_DEGREE
        column = CELL_DEG / np.cos(np.radians(lat))
        lon = ((cell & 0xFFFFF) + 0.5) * column - 180.0
        turned = (lon - setting.home[1] + 180.0) % 360.0 - 180.0
        away_m = np.hypot(away_m, turned * _M_A_DEGREE * np.cos(np.radians(lat)))
        half_diagonal_m = CELL_DEG * _M_A_DEGREE * 0.71
        assert away_m > setting.radius_m - half_diagonal_m
