import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from moim.platform.processes import ProcessingFailed, ProcessingTooSlow, WorkerPool
from tests.platform.edge import jobs

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Workers find the tests' own functions."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "src")]))


@pytest.fixture
async def pool():
    pool = WorkerPool(2)
    yield pool
    await pool.close()


def alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


async def test_a_worker_answers_with_what_the_function_returns(pool):
    content = os.urandom(300_000)

    assert await pool.run(jobs.double, content) == content * 2
    assert await pool.run(jobs.whoami) != os.getpid()


async def test_many_calls_share_the_workers(pool):
    workers = await asyncio.gather(*(pool.run(jobs.whoami) for _ in range(40)))

    assert 1 <= len(set(workers)) <= 2


async def test_workers_are_ready_before_they_are_needed(pool):
    await pool.warm()

    assert len({task for task in pool._tasks if not task.done()}) == 2


async def test_a_refusal_comes_back_with_its_sentence(pool):
    with pytest.raises(jobs.NotToday) as refused:
        await pool.run(jobs.refuse)

    assert refused.value.sentence("en") == "Not today: rain."


async def test_an_exception_comes_back_with_the_place_it_came_from(pool):
    with pytest.raises(ValueError, match="no such second") as failed:
        await pool.run(jobs.fail)

    assert "in fail" in failed.value.__notes__[0]
    with pytest.raises(RuntimeError, match="Unpicklable"):
        await pool.run(jobs.fail_strangely)


async def test_a_call_that_kills_its_worker_is_refused_and_others_are_not_disturbed(pool):
    answers = await asyncio.gather(
        pool.run(jobs.crash),
        *(pool.run(jobs.double, b"ok") for _ in range(10)),
        return_exceptions=True,
    )

    assert isinstance(answers[0], ProcessingFailed)
    assert answers[1:] == [b"okok"] * 10


async def test_a_worker_that_was_killed_by_chance_costs_a_second_try_only(pool, tmp_path):
    assert await pool.run(jobs.crash_once, str(tmp_path / "marker")) == "second time"


async def test_a_call_over_its_time_is_refused_and_its_worker_replaced(pool):
    with pytest.raises(ProcessingTooSlow):
        await pool.run(jobs.never_ends, timeout_s=0.3)

    assert await pool.run(jobs.double, b"a") == b"aa"


async def test_a_caller_that_goes_away_does_not_hold_the_pool(pool):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await pool.run(jobs.never_ends, timeout_s=0.5)

    assert await pool.run(jobs.double, b"a") == b"aa"


async def test_a_worker_inherits_no_socket_and_no_file_of_ours(pool, tmp_path):
    with (tmp_path / "ours").open("w"):
        descriptors = await pool.run(jobs.open_descriptors)

    assert not any("ours" in name for name in descriptors)
    assert sum(name.startswith("socket:") for name in descriptors) == 1


async def test_closing_ends_the_workers_and_whoever_waits():
    pool = WorkerPool(1)
    worker = await pool.run(jobs.whoami)
    waiting = asyncio.create_task(pool.run(jobs.never_ends))
    await asyncio.sleep(0)

    await pool.close()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not alive(worker)
    with pytest.raises(RuntimeError, match="closed"):
        await pool.run(jobs.whoami)


def test_workers_end_when_their_parent_is_killed(tmp_path):
    report = tmp_path / "worker"
    call = f"from tests.platform.edge import jobs; jobs.serve_until_orphaned({str(report)!r})"

    subprocess.run([sys.executable, "-c", call], check=False)

    worker, until = int(report.read_text()), time.monotonic() + 10
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.01)
    assert not alive(worker)


def test_a_worker_loads_nothing_that_it_does_not_need():
    listing = "import moim.platform.worker, sys; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-c", listing], check=True, capture_output=True, text=True
    ).stdout.split()

    assert not {"sqlalchemy", "fastapi", "numpy", "asyncio", "msgspec"} & set(loaded)
