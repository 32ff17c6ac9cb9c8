"""How quickly reactions are carried out once events wait for them: one house, its own files."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.table import Row
from moim.apps.house import House, build
from moim.contexts.workouts.application.workouts import TypeIn, type_in
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.ids import new_id
from moim.platform.context import Context
from moim.platform.mailbox import LATER, WAITING
from moim.platform.settings import Settings

PEOPLE = 100
WORKOUTS = 4_000
ONE_BY_ONE = 200
AT_ONCE = 64
LOOK_EVERY_S = 0.02
LOOK_SOON_S = 0.001
BETWEEN = timedelta(hours=7)


def rows() -> Iterator[Row]:
    """Every policy that awaits a workout, in every context, each line in its own savepoint."""
    with tempfile.TemporaryDirectory(prefix="moim-bench-") as folder:
        took_ms = asyncio.run(_one_by_one(Path(folder)))
    what = "a workout's commit until every context has reacted, p50"
    yield Row(what=what, value=statistics.median(took_ms), unit="ms", most=50)
    yield Row(what="  p99", value=statistics.quantiles(took_ms, n=100)[98], unit="ms")
    with tempfile.TemporaryDirectory(prefix="moim-bench-") as folder:
        lines, took_s, cpu_s = asyncio.run(_measured(Path(folder)))
    yield Row(
        what=f"{lines:,} reactions to {WORKOUTS:,} workouts, reactions/s",
        value=lines / took_s,
        unit="/s",
        least=2_000,
        cpu=f"{cpu_s * 1000 / lines:.2f} ms",
    )


async def _measured(folder: Path) -> tuple[int, float, float]:
    house = build(Settings(data=folder))
    try:
        house.migrate()
        await _entered(house)
        before = await _counts(house)
        began, began_cpu = time.perf_counter(), time.process_time()
        house.pumps.start()
        while (now := await _counts(house))["to come"]:  # noqa: ASYNC110 - as seen from outside
            await asyncio.sleep(LOOK_EVERY_S)
        took_s, cpu_s = time.perf_counter() - began, time.process_time() - began_cpu
        await house.pumps.stop()
        return now["done"] - before["done"], took_s, cpu_s
    finally:
        house.close()


async def _one_by_one(folder: Path) -> list[float]:
    """Milliseconds from each commit until no line waits anywhere."""
    house = build(Settings(data=folder))
    try:
        house.migrate()
        house.pumps.start()
        workouts, took_ms = _workouts_of(house), []
        for command in _commands(ONE_BY_ONE):
            await workouts.run(type_in, command)
            began = time.perf_counter()
            while (await _counts(house))["to come"]:  # noqa: ASYNC110 - as seen from outside
                await asyncio.sleep(LOOK_SOON_S)
            took_ms.append((time.perf_counter() - began) * 1000)
        await house.pumps.stop()
        return took_ms
    finally:
        house.close()


def _workouts_of(house: House) -> Context[Any]:
    return next(context for context in house.contexts if context.name == "workouts")


async def _entered(house: House) -> None:
    """Workouts of many people, written while nothing moves."""
    workouts = _workouts_of(house)
    commands = _commands(WORKOUTS)
    for first in range(0, WORKOUTS, AT_ONCE):
        some = commands[first : first + AT_ONCE]
        await asyncio.gather(*(workouts.run(type_in, command) for command in some))


def _commands(count: int) -> list[TypeIn]:
    people = [new_id() for _ in range(PEOPLE)]
    start = datetime.now(UTC) - timedelta(days=1)
    return [
        TypeIn(
            user_id=people[n % PEOPLE],
            sport=Sport.RUN,
            title=None,
            note=None,
            started_at=start - (n // PEOPLE) * BETWEEN,
            elapsed_s=2_400.0,
            distance_m=8_000.0,
            moving_s=2_350.0,
            elevation_gain_m=40.0,
        )
        for n in range(count)
    ]


async def _counts(house: House) -> dict[str, int]:
    total = {"to come": 0, "done": 0}
    for context in house.contexts:
        lines = await context.database.ask(lambda connection, of=context: _lines(connection, of))
        for name, count in lines.items():
            total[name] += count
    return total


def _lines(connection: Any, context: Context[Any]) -> dict[str, int]:
    inbox, outbox = context.mailbox.inbox, context.mailbox.outbox
    waits = inbox.c.state.in_((WAITING, LATER)) & (inbox.c.due <= context.clock())
    to_come = connection.execute(select(func.count()).where(waits)).scalar_one()
    carried = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    done = connection.execute(select(func.count()).where(inbox.c.done_at.is_not(None))).scalar_one()
    return {"to come": to_come + carried, "done": done}
