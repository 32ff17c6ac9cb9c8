"""Who was out with whom in a city's morning: ``python -m bench.companions [race] [workouts ...]``.

``race`` has them all run one race instead, which must not become all pairs of them.

The tracks lie in the database as an import leaves them; from there on everything is measured:
signing and comparing in two worker processes, rows, pairs and groups, durably committed. The
second figure is CPU seconds of all processes, which another load on the machine moves less.
"""

import asyncio
import math
import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert, select

from bench.mornings import Morning, Outing, Race
from bench.table import Row
from moim.contexts.workouts.adapters.grouping import Grouper
from moim.contexts.workouts.adapters.track_codec import encode_track
from moim.contexts.workouts.context import REVISIONS, context_on
from moim.contexts.workouts.persistence.company_tables import company_tasks, pairs
from moim.contexts.workouts.persistence.tables import tracks, workouts
from moim.platform.db import Database, SqliteDatabase
from moim.platform.migrations import upgrade
from moim.platform.processes import WorkerPool
from moim.platform.vault import Vault

WORKERS = 2
IMPORTS = ("moim.contexts.workouts.adapters.comparing",)


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """What one morning cost, and how much of what was so was found."""

    wall_s: float
    cpu_s: float
    precision: float
    recall: float


def rows(few: int = 1_000, many: int = 10_000) -> Iterator[Row]:
    """A city's morning, and a tenth of one to see how the cost grows."""
    small, large = (asyncio.run(_once(Morning(size))) for size in (few, many))
    cpu = f"{large.cpu_s * 1000 / many:.2f} ms"
    yield Row(
        what=f"{many:,} workouts of one morning grouped",
        value=large.wall_s,
        unit="s",
        most=60,
        cpu=cpu,
    )
    fair = many * math.log(many) / (few * math.log(few))
    growth = large.cpu_s / small.cpu_s
    what = f"  processor time against {few:,}, times (n log n: {fair:.1f})"
    yield Row(what=what, value=growth, unit="×", most=fair)
    yield Row(what="  precision", value=large.precision, unit="", least=0.99)
    yield Row(what="  recall", value=large.recall, unit="", least=0.99)


async def main() -> None:
    kind = Race if "race" in sys.argv else Morning
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or [1_000, 10_000]
    for size in sizes:
        print(size, await _once(kind(size)))


async def _once(morning: Morning) -> Grouped:
    with tempfile.TemporaryDirectory(prefix="moim-bench-") as folder:
        return await measured(morning, Path(folder))


async def measured(morning: Morning, folder: Path) -> Grouped:
    """Group what lies in the database; filling it is not counted."""
    database = SqliteDatabase(folder / "workouts.sqlite")
    upgrade(database, REVISIONS)
    fill(database, morning)
    pool = WorkerPool(WORKERS, IMPORTS)
    await pool.warm()
    grouper = Grouper(context=context_on(database, Vault(folder / "keys")), workers=pool)
    cpu, began = cpu_s(resource.RUSAGE_SELF), perf_counter()
    children = cpu_s(resource.RUSAGE_CHILDREN)
    await grouper.catch_up()
    wall_s = perf_counter() - began
    own_s = cpu_s(resource.RUSAGE_SELF) - cpu
    await pool.close()
    workers_s = cpu_s(resource.RUSAGE_CHILDREN) - children
    precision, recall = judged(database, morning)
    database.close()
    return Grouped(wall_s=wall_s, cpu_s=own_s + workers_s, precision=precision, recall=recall)


def fill(database: Database, morning: Morning) -> None:
    some: list[Outing] = []
    for outing in morning.outings():
        some.append(outing)
        if len(some) == 500:
            database.write(lambda connection, rows=some: keep(connection, rows)).result()
            some = []
    if some:
        database.write(lambda connection: keep(connection, some)).result()


def keep(connection, outings: list[Outing]) -> None:
    connection.execute(insert(workouts), [workout_row(outing) for outing in outings])
    rows = [
        {"workout_id": one.id, "user_id": one.user_id, "samples": encode_track(one.track)}
        | {"course": None, "derived": b""}
        for one in outings
    ]
    connection.execute(insert(tracks), rows)
    asked = [{"workout_id": one.id, "user_id": one.user_id} for one in outings]
    connection.execute(
        insert(company_tasks), [row | {"request_id": row["workout_id"]} for row in asked]
    )


def workout_row(one: Outing) -> dict:
    return {
        "id": one.id,
        "user_id": one.user_id,
        "version": 1,
        "sport": one.sport.value,
        "started_at": datetime.fromtimestamp(one.start_s, UTC),
        "ended_at": datetime.fromtimestamp(one.end_s, UTC),
        "timezone": "Asia/Seoul",
        "elapsed_s": one.end_s - one.start_s,
        "source": "file",
        "visibility": "private",
        "derivation_version": 1,
        "points": len(one.track),
        "bbox": None,
        "cells": [],
        "richness": 1,
        "track_removed": False,
        "typed": None,
    }


def judged(database: Database, morning: Morning) -> tuple[float, float]:
    """Precision and recall of what was found against what was so; 1 where nobody met."""
    rows = database.read(lambda c: c.execute(select(pairs.c.workout_id, pairs.c.other_id)).all())
    found = {frozenset(row) for row in rows} - morning.unsure
    right = len(found & morning.pairs)
    if not morning.pairs:
        return 1.0, 1.0
    return right / max(len(found), 1), right / len(morning.pairs)


def cpu_s(of_whom: int) -> float:
    used = resource.getrusage(of_whom)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main())
