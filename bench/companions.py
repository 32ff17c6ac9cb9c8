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
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert, select

from bench.mornings import Morning, Outing, Race
from moim.contexts.workouts.adapters.grouping import Grouper
from moim.contexts.workouts.adapters.track_codec import encode_track
from moim.contexts.workouts.context import REVISIONS, context_on
from moim.contexts.workouts.persistence.company_tables import (
    company_tasks,
    group_members,
    minute_cells,
    pairs,
)
from moim.contexts.workouts.persistence.tables import tracks, workouts
from moim.platform.db import Database, SqliteDatabase
from moim.platform.migrations import upgrade
from moim.platform.processes import WorkerPool

WORKERS = 2
IMPORTS = ("moim.contexts.workouts.adapters.comparing",)


async def main() -> None:
    kind = Race if "race" in sys.argv else Morning
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or [1_000, 10_000]
    costs: list[tuple[int, float]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            costs.append((size, await measured(kind(size), Path(folder))))
    (first, first_s), (last, last_s) = costs[0], costs[-1]
    if last > first:
        fair = last * math.log(last) / (first * math.log(first))
        print(
            f"growth of CPU {last_s / first_s:5.1f} for {last / first:g} times; n log n: {fair:.1f}"
        )


async def measured(morning: Morning, folder: Path) -> float:
    """CPU seconds it took."""
    database = SqliteDatabase(folder / "workouts.sqlite")
    upgrade(database, REVISIONS)
    began = perf_counter()
    fill(database, morning)
    print(f"{morning.workouts} workouts made in {perf_counter() - began:.0f} s (not counted)")
    pool = WorkerPool(WORKERS, IMPORTS)
    await pool.warm()
    grouper = Grouper(context=context_on(database), workers=pool)
    cpu, began = cpu_s(resource.RUSAGE_SELF), perf_counter()
    children = cpu_s(resource.RUSAGE_CHILDREN)
    await grouper.catch_up()
    wall_s = perf_counter() - began
    own_s = cpu_s(resource.RUSAGE_SELF) - cpu
    await pool.close()
    workers_s = cpu_s(resource.RUSAGE_CHILDREN) - children
    print(
        f"  grouped in {wall_s:5.1f} s; CPU {own_s + workers_s:.1f} s "
        f"({own_s:.1f} here, {workers_s:.1f} in workers with their start)"
    )
    judged(database, morning)
    database.close()
    return own_s + workers_s


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


def judged(database: Database, morning: Morning) -> None:
    """What was found against what was so."""
    rows = database.read(lambda c: c.execute(select(pairs.c.workout_id, pairs.c.other_id)).all())
    found = {frozenset(row) for row in rows} - morning.unsure
    right = len(found & morning.pairs)
    minutes, groups = database.read(
        lambda c: (
            c.execute(select(minute_cells.c.bucket)).fetchall(),
            c.execute(select(group_members.c.group_id).distinct()).fetchall(),
        )
    )
    if not morning.pairs:
        print(f"  {len(found)} pairs in {len(groups)} groups, {len(minutes)} minutes")
        return
    print(
        f"  precision {right / max(len(found), 1):.4f}  recall {right / len(morning.pairs):.4f}  "
        f"of {len(morning.pairs)} pairs ({len(morning.unsure)} left open), "
        f"{len(groups)} groups, {len(minutes)} minutes"
    )


def cpu_s(of_whom: int) -> float:
    used = resource.getrusage(of_whom)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main())
