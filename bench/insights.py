"""What a look at one's insights costs with 5,000 workouts: ``python -m bench.insights``.

Through the whole application, without a network: the processor time of one request.
"""

import asyncio
import random
import statistics
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from tests.contexts.insights.world import World

from moim.contexts.insights.context import REVISIONS
from moim.contracts.workouts import GoalAchieved, GoalSet
from moim.kernel.ids import new_id
from moim.platform.db import SqliteDatabase
from moim.platform.migrations import upgrade

WORKOUTS = 5_000
YEARS = 10
REQUESTS = 2_000
SPORTS = ("run", "run", "run", "ride", "walk", "swim", "strength")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = SqliteDatabase(Path(folder) / "insights.sqlite")
        upgrade(database, REVISIONS)
        world = World(database, Path(folder))
        began = perf_counter()
        await fill(world)
        print(f"{WORKOUTS / (perf_counter() - began):8.0f} workouts/s counted from the inbox")
        for path, queries in questions().items():
            await row(world, path, queries)
        await world.close()
        database.close()


async def fill(world: World) -> None:
    chance = random.Random(5)
    start = world.now - timedelta(days=365 * YEARS)
    await world.happens(world.registered())
    moments = [start + timedelta(days=chance.uniform(0, 365 * YEARS)) for _ in range(WORKOUTS)]
    told = [world.recorded(at, sport=chance.choice(SPORTS)) for at in sorted(moments)]
    for first in range(0, WORKOUTS, 250):
        await world.happens(*told[first : first + 250])
    goal, who = new_id(), world.somebody
    aim = {"goal_id": goal, "user_id": who, "metric": "distance", "target": 100_000.0}
    months = [datetime(2026 - n // 12, 1 + n % 12, 20, tzinfo=UTC) for n in range(24)]
    reached = [GoalAchieved(**aim, reached_at=at) for at in months]
    await world.happens(GoalSet(**aim, period="month"), *reached)


def questions() -> dict[str, list[str]]:
    """Requests that differ, so that nothing kept answers the first round of them."""
    years = range(2017, 2027)
    months = [f"month={year}-{month:02d}" for year in years for month in range(1, 13)]
    return {
        "calendar": [f"{month}&first_weekday={day}" for month in months for day in range(7)],
        "totals": [
            f"by={by}&from={year - 1}-{month:02d}-01&to={year}-{month:02d}-01"
            for by in ("week", "month")
            for year in years
            for month in range(1, 13)
        ],
        "heatmap": [f"year={year}" for year in years],
        "goals": [""],
        "streaks": [""],
    }


async def row(world: World, path: str, queries: list[str]) -> None:
    headers = [(name.encode(), value.encode()) for name, value in world.signed().items()]
    chance = random.Random(7)
    await asked(world, "sessions", "", headers)
    anew = [await asked(world, path, query, headers) for query in queries]
    repeated = [chance.choice(queries) for _ in range(REQUESTS)]
    kept = [await asked(world, path, query, headers) for query in repeated]
    figures = (statistics.median(anew), statistics.median(kept), sorted(kept)[-REQUESTS // 100])
    new, old, tail = (f"{1e6 * figure:6.0f} µs" for figure in figures)
    print(f"{path:10} anew p50 {new}   kept p50 {old}, p99 {tail}")


async def asked(world: World, path: str, query: str, headers: list[tuple[bytes, bytes]]) -> float:
    """Seconds of processor time from the request to the end of its answer."""
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET"}
    scope |= {"scheme": "http", "path": f"/v1/insights/{path}", "query_string": query.encode()}
    scope |= {"root_path": "", "headers": headers, "client": ("203.0.113.5", 4000)}
    scope |= {"server": ("moim.test", 80), "app": world.app, "state": {}}
    told: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    began = thread_time()
    await world.app(scope, receive, send)
    took = thread_time() - began
    assert told[0]["status"] == 200, told
    return took


if __name__ == "__main__":
    asyncio.run(main())
