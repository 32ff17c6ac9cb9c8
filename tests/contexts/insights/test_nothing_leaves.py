"""No position inside a privacy zone leaves insights: pictures, charts, shares, heatmaps, boards.

Insights stands over the real workouts of somebody whose map everybody may see but for the zone
around the door. Every GET is walked: a new one with a parameter that this walk does not know
fails it. Pixels are made of the very SVG that is read here.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from moim.contexts.insights.domain.chart_kinds import ChartKind, Source
from moim.contexts.workouts.context import REVISIONS
from moim.contexts.workouts.persistence.tables import mailbox
from moim.contracts.users import EmailVerified
from moim.contracts.workouts import TrackView
from moim.kernel.ids import new_id
from moim.platform.codec import decode_event
from moim.platform.db import Database, SqliteDatabase
from moim.platform.migrations import upgrade
from tests.contexts.insights.world import World
from tests.contexts.workouts.privacy.test_nothing_leaves import (
    HOMES,
    Pair,
    Setting,
    positions,
    projected_back,
)
from tests.contexts.workouts.world import World as Workouts

MAY = "2026-05-01/2026-05-31"


class TracksSeen:
    """The real tracks, and who was shown what."""

    def __init__(self, tracks: Any) -> None:
        self._tracks = tracks
        self.shown: list[tuple[UUID | None, TrackView]] = []

    def track_for(self, workout_id: UUID, viewer_id: UUID | None) -> TrackView | None:
        view: TrackView | None = self._tracks.track_for(workout_id, viewer_id)
        if view is not None:
            self.shown.append((viewer_id, view))
        return view


def pairs_of(view: TrackView) -> list[Pair]:
    both = zip(view.columns["lat"], view.columns["lon"], strict=True)
    return [(lat, lon) for lat, lon in both if lat == lat]  # noqa: PLR0124 - NaN is not itself


def drawn(svg: str, shown: list[Pair]) -> list[Pair]:
    """The course of a map as positions: each stroke starts at a place and goes on by steps."""
    (line,) = re.findall(r'<path[^>]*stroke-opacity="0?\.9"[^>]*>', svg)
    (strokes,) = re.findall(r' d="M([^"]+)"', line)
    places = []
    for stroke in strokes.split("M"):
        numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+", stroke)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        places += accumulate(steps, lambda at, by: (at[0] + by[0], at[1] + by[1]))
    told = " ".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return projected_back(f' d="{told}"', shown)


def positions_in(kind: str, words: str) -> list[Pair]:
    """Those of JSON; of other pictures than maps no place can be read back."""
    return list(positions(json.loads(words))) if "json" in kind else []


class Walk:
    """Insights over the workouts of a setting, with a chart of every kind and a link to each."""

    def __init__(self, world: World, setting: Setting, tracks: TracksSeen) -> None:
        self.world, self.setting, self.tracks = world, setting, tracks
        self.owner = setting.owner.id
        self.workout_id = setting.names["workout_id"]
        self.charts: dict[ChartKind, Any] = {}
        self.tokens: list[str] = []
        self.refused: set[ChartKind] = set()

    async def made(self) -> "Walk":
        world = self.world
        await world.happens(world.registered(user_id=self.owner), EmailVerified(user_id=self.owner))
        outbox = mailbox.outbox
        rows = self.setting.world.database.read(
            lambda c: c.execute(outbox.select().order_by(outbox.c.seq)).all()
        )
        await world.happens(*(decode_event(row.type, row.data) for row in rows))
        for kind in ChartKind:
            if kind.traits.source is Source.TOLD:
                continue  # made of what other contexts tell, which holds no positions
            subject = f"workout:{self.workout_id}" if kind.traits.subject else None
            asked = {"kind": kind.value, "period": MAY, "subject": subject}
            self.charts[kind] = chart = await world.chart(self.owner, **asked)
            share = await world.post(f"charts/{chart['id']}/shares", self.owner)
            if share.status_code == 201:
                self.tokens.append(share.json()["token"])
            elif share.json()["code"] == "chart-shows-places":
                self.refused.add(kind)
        template = await world.post("templates", self.owner, name="달리기", design={"kind": "map"})
        assert template.status_code == 201, template.text
        self.template_id = template.json()["id"]
        return self

    def gets(self) -> Iterator[str]:
        """Every GET with its parameters filled in, each chart and each link once."""
        ids = {"workout_id": [self.workout_id], "token": self.tokens}
        ids["chart_id"] = [chart["id"] for chart in self.charts.values()]
        ids["template_id"] = [self.template_id]
        for name in ("goal_id", "challenge_id", "announcement_id", "topic"):
            ids[name] = [self.workout_id]
        for path, operations in self.world.app.openapi()["paths"].items():
            if "get" not in operations or path.endswith(".png") or path.startswith("/v1/live"):
                continue
            (name, *more) = re.findall(r"{(\w+)}", path) or [""]
            assert not more
            needed = [
                one["name"]
                for one in operations["get"].get("parameters", [])
                if one["in"] == "query" and one.get("required")
            ]
            assert not needed, f"{path} needs {needed}"
            yield from (path.replace(f"{{{name}}}", one) for one in ids[name]) if name else [path]

    async def answers(self, viewer: UUID | None) -> dict[str, tuple[str, str]]:
        """What each route that answers says to this person: its kind and its words."""
        signed = self.world.signed(viewer) if viewer else {}
        found = {}
        for path in self.gets():
            answer = await self.world.client.get(path, headers=signed)
            assert answer.status_code < 500, path
            if answer.status_code == 200:
                found[path] = answer.headers["content-type"], answer.text
        return found


@pytest.fixture
async def walk(database: Database, tmp_path: Path) -> AsyncIterator[Walk]:
    kept = SqliteDatabase(tmp_path / "workouts.sqlite")
    upgrade(kept, REVISIONS)
    workouts = Workouts(kept, tmp_path)
    setting = await Setting(workouts, HOMES["seoul"], 300.0).made(Random("3"))
    tracks = TracksSeen(workouts.tracks)
    world = World(database, tmp_path, tracks)
    yield await Walk(world, setting, tracks).made()
    await world.close()
    kept.close()


async def test_no_position_in_a_zone_leaves(walk: Walk) -> None:
    own = await walk.answers(walk.owner)
    map_of = f"/v1/insights/workouts/{walk.workout_id}/map.svg"
    whole = pairs_of(walk.tracks.shown[-1][1])
    hidden = [pair for pair in whole if walk.setting.within([pair])]
    assert len(hidden) > 20, "the owner's recording passes the door"
    assert walk.setting.within(drawn(own[map_of][1], whole)) > 0, "and the owner sees it"
    assert len(walk.charts[ChartKind.MAP]["rows"]) > 10
    assert walk.refused == {ChartKind.MAP, ChartKind.ELEVATION}
    walk.tracks.shown.clear()

    others = [walk.setting.stranger, walk.setting.friend, walk.setting.asker, walk.setting.mate]
    for viewer in [*(person.id for person in others), new_id(), None]:
        seen = await walk.answers(viewer)
        assert len([path for path in seen if "/shared/" in path]) == 3 * len(walk.tokens)
        for path, (kind, words) in seen.items():
            shown = pairs_of(walk.tracks.shown[-1][1]) if path == map_of else []
            pairs = drawn(words, shown) if shown else positions_in(kind, words)
            assert walk.setting.within(pairs, 25.0 if shown else 0.0) == 0, path
            assert not any(f"{lat:.4f}" in words and f"{lon:.4f}" in words for lat, lon in hidden)
        assert (map_of in seen) == (viewer is not None)
    assert walk.tracks.shown
    for viewer, view in walk.tracks.shown:
        assert viewer != walk.owner, "nobody looks with the owner's eyes"
        assert viewer == view.owner_id or walk.setting.within(pairs_of(view)) == 0
