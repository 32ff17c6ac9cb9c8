"""Reading in real processes, some of which are killed at it."""

from collections.abc import AsyncIterator

import pytest

from moim.contexts.workouts.adapters.reading import read_file
from moim.platform.processes import WorkerPool
from tests.contexts.workouts import dying, samples
from tests.contexts.workouts.world import World


class Pool:
    """A real pool; ``instead`` is called in the worker in place of the reader."""

    def __init__(self) -> None:
        self.pool = WorkerPool(1, ("moim.contexts.workouts.adapters.reading",))
        self.instead = read_file
        self.before: tuple[str, ...] = ()

    async def run(self, function, *args, timeout_s):
        if function is not read_file:
            return await self.pool.run(function, *args, timeout_s=timeout_s)
        return await self.pool.run(self.instead, *self.before, *args, timeout_s=timeout_s)


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    made = Pool()
    yield made
    await made.pool.close()


@pytest.fixture
async def world(database, tmp_path, pool) -> World:
    return World(database, tmp_path, workers=pool)


async def test_files_of_every_kind_are_read_in_another_process(world, runner) -> None:
    answer = await runner.upload(
        ("a.fit", samples.fit()),
        ("b.gpx.gz", samples.gzipped(samples.gpx(later_s=samples.DAY_S))),
        ("c.zip", samples.zipped(("d.fit", samples.fit(later_s=2 * samples.DAY_S)))),
        ("e.txt", b"nothing"),
    )

    by_name = {file["name"]: file["verdict"] for file in answer["files"]}
    assert by_name == {
        "a.fit": "imported",
        "b.gpx.gz": "imported",
        "d.fit": "imported",
        "e.txt": "failed",
    }


async def test_a_worker_killed_in_the_middle_of_a_file_is_replaced_and_the_file_is_read(
    world, runner, pool, tmp_path
) -> None:
    pool.instead, pool.before = dying.die_once, (str(tmp_path / "grave"),)

    workout = await runner.imported("run.fit", samples.fit())

    assert (tmp_path / "grave").exists(), "one worker did die"
    assert workout["points"] == 120


async def test_a_file_that_kills_every_worker_fails_with_a_reason_and_the_next_is_read(
    world, runner, pool
) -> None:
    pool.instead = dying.die
    (file,) = (await runner.upload(("poison.fit", samples.fit())))["files"]
    assert (file["verdict"], file["reason"]) == ("failed", "processing-failed")
    assert "처리하는 중" in file["detail"]
    assert world.rows("workouts") == []

    pool.instead = read_file
    await runner.imported("good.gpx", samples.gpx())
    assert len(world.blob_keys()) == 2, "the one that failed is kept"


async def test_a_pool_that_closes_in_the_middle_leaves_the_file_for_the_next_start(
    world, runner, pool
) -> None:
    await pool.pool.close()
    answer = await runner.try_upload(("run.fit", samples.fit()))
    assert (answer.status_code, answer.json()["status"]) == (202, "reading")

    again, person = world.beside(), None
    await again.caught_up()
    person = again.person(runner.id)

    assert len(await person.all_workouts()) == 1
