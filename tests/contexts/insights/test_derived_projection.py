"""What is shown of analyses and ways equals what is worked out anew from what truly is.

Any order of recording, analysing, changing and deleting, with lines that come twice.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.insights.adapters.studio import figures_of_grid
from moim.contexts.insights.adapters.ways import grid_of, packed
from moim.contexts.insights.application.charts import ways_lacking, ways_of
from moim.contexts.insights.application.ports import Selection
from moim.contexts.insights.domain.analysis import Timed, records, zones_held
from moim.contracts.workouts import (
    RouteDeleted,
    RouteUpdated,
    SportChanged,
    TrackView,
    WorkoutAnalysed,
    WorkoutDeleted,
    WorkoutRecorded,
)
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.mailbox import Cause, Envelope
from tests.contexts.insights.world import World

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
BEGINNING = datetime(2026, 10, 1, 3, tzinfo=UTC)
SPORTS = ("run", "ride")
NUMBERS = st.integers(0, 2)
HISTORIES = st.lists(
    st.one_of(
        st.tuples(st.just("record"), NUMBERS, st.integers(0, 29)),
        st.tuples(st.just("analyse"), NUMBERS, st.integers(1, 200)),
        st.tuples(st.just("change_sport"), NUMBERS, st.integers(0, 1)),
        st.tuples(st.just("reroute"), NUMBERS, st.integers(0, 3)),
        st.tuples(st.just("delete"), NUMBERS),
        st.tuples(st.just("repeat"), st.integers(0, 50)),
        st.tuples(st.just("look")),
    ),
    min_size=8,
    max_size=25,
)


@dataclass
class Truth:
    """A workout as it is; its latest analysis and way."""

    id: UUID
    day: int
    sport: str = "run"
    load: float | None = None
    track: TrackView | None = None


@dataclass
class Runner:
    """Does things, tells them, and shows its tracks as they are now."""

    world: World
    id: UUID = field(default_factory=new_id)
    workouts: dict[int, Truth] = field(default_factory=dict)

    def record(self, number: int, day: int) -> list[Event]:
        if number in self.workouts:
            return []
        made = self.workouts[number] = Truth(new_id(), day)
        told = {"workout_id": made.id, "user_id": self.id, "sport": "run", "source": "file"}
        at = BEGINNING + timedelta(days=day, hours=number)
        return [WorkoutRecorded(**told, started_at=at, metrics={"distance_m": 5_000.0})]

    def analyse(self, number: int, load: int) -> list[Event]:
        made = self.workouts.get(number)
        if made is None:
            return []
        made.load = float(load)
        tables = {
            "load": [{"trimp": made.load}],
            "heart_rate_zones": [{"zone": 1, "held_s": load * 2.0}, {"zone": 3, "held_s": 7.0}],
            "best_efforts": [{"distance_m": 5_000.0, "elapsed_s": 1_200.0 + load}],
        }
        about = {"workout_id": made.id, "user_id": self.id, "request_id": new_id()}
        return [WorkoutAnalysed(**about, analysis=tables)]

    def change_sport(self, number: int, sport: int) -> list[Event]:
        made = self.workouts.get(number)
        if made is None:
            return []
        before, made.sport = made.sport, SPORTS[sport]
        about = {"workout_id": made.id, "user_id": self.id}
        return [SportChanged(**about, before=before, after=made.sport)]

    def reroute(self, number: int, shape: int) -> list[Event]:
        made = self.workouts.get(number)
        if made is None:
            return []
        about = {"workout_id": made.id, "user_id": self.id}
        if shape == 0:
            made.track = None
            self.world.tracks.shown.pop((made.id, self.id), None)
            return [RouteDeleted(**about)]
        made.track = self.world.shows_track(made.id, self.id, points=60 + 30 * shape)
        return [RouteUpdated(**about, points=90, bbox=None, cells=())]

    def delete(self, number: int) -> list[Event]:
        made = self.workouts.pop(number, None)
        if made is None:
            return []
        self.world.tracks.shown.pop((made.id, self.id), None)
        return [WorkoutDeleted(workout_id=made.id, user_id=self.id)]

    async def play(self, history: list[tuple[Any, ...]]) -> None:
        sent: list[Envelope] = []
        for what, *how in history:
            envelopes: list[Envelope] = []
            if what == "look":
                await self.look()
            elif what == "repeat":
                envelopes = [sent[how[0] % len(sent)]] if sent else []
            else:
                events = getattr(self, what)(*how)
                cause = Cause(correlation=new_id())
                envelopes = [Envelope.around(one, cause, self.world.now) for one in events]
                sent += envelopes
            if envelopes:
                await self.world.context.receive(envelopes)
        await self.world.settle()

    async def look(self) -> dict[str, Any]:
        """The personal map as it is drawn now, reading what ways are lacking."""
        await self.world.settle()
        about = Selection(user_id=self.id, first=FIRST, last=LAST)
        ask = self.world.context.ask
        await self.world.studio.read_ways(about, await ask(ways_lacking, about))
        return figures_of_grid(grid_of(await ask(ways_of, about)))

    def ordered(self) -> list[Truth]:
        return sorted(self.workouts.values(), key=lambda one: one.day)


@given(history=HISTORIES)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_analyses_and_ways_by_events_equal_those_worked_out_anew(world: World, history):
    runner = Runner(world)

    await runner.play(history)

    def asked(work: Any) -> tuple[Any, ...]:
        about = Selection(user_id=runner.id, first=FIRST, last=LAST)
        runs = Selection(user_id=runner.id, first=FIRST, last=LAST, sport="run")
        analyses = work.analyses
        timed = [one[:2] for one in records(analyses.timed(runs, 5_000))]
        held = zones_held(analyses.zones(about))
        return dict(analyses.loads(about)), held, timed, analyses.missing(about)

    loads: dict[date, float] = defaultdict(float)
    known = [one for one in runner.ordered() if one.load is not None]
    for one in known:
        loads[FIRST + timedelta(days=one.day)] += one.load
    zones = zones_held([(one.load * 2.0, 0.0, 7.0) for one in known])
    runs = sorted(
        (FIRST + timedelta(days=one.day), number, 1_200.0 + one.load, one.id)
        for number, one in runner.workouts.items()
        if one.sport == "run" and one.load is not None
    )
    best = records(Timed(day, elapsed_s, id) for day, _, elapsed_s, id in runs)
    missing = len(runner.workouts) - len(known)
    shown = await world.context.ask(lambda _about, work: asked(work), None)
    assert shown == (dict(loads), zones, [one[:2] for one in best], missing)

    drawn = await runner.look()
    anew = figures_of_grid(grid_of([packed(one.track) for one in runner.ordered()]))
    cells = {tuple(row.values()) for row in drawn.pop("rows")}
    assert cells == {tuple(row.values()) for row in anew.pop("rows")}
    assert drawn == anew
    assert await world.parked() == []
