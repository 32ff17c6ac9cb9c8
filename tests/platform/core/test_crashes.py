"""A process that is killed anywhere loses nothing that it answered and does nothing twice."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.core.crash_world import ONLY_STORED_FIRST, SHOPS, STEPS

ROOT = Path(__file__).parents[3]
KILLED = -signal.SIGKILL
MANY = 500  # more than are sold before any death
AFTER_PUBLISHING = "after publishing, before the outbox is cleared"


@pytest.fixture(scope="module")
def play():
    """Plays a scenario in a process of its own and gives its exit code."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.platform.core.crash_world"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        text=True,
    ) as process:

        def ask(folder: Path, **scenario) -> int:
            process.stdin.write(json.dumps({"folder": str(folder), **scenario}) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


def wrongs(folder: Path) -> list[str]:
    """What was lost, doubled, left lying or out of order."""
    placed = _asked(folder, "orders", "SELECT number FROM notes WHERE policy = 'placed'")
    found = [
        *_wrongs_of(folder, "stock", "count", placed),
        *_wrongs_of(folder, "ledger", "count", placed),
        *_wrongs_of(folder, "orders", "heard", placed),
    ]
    if set(_lines(folder / "answered")) - set(placed):
        found.append("an answered order is lost")
    if sum(_asked(folder, "stock", "SELECT total FROM shops")) != len(placed):
        found.append("the total of stock is wrong")
    if set(_lines(folder / "letters")) != set(placed):
        found.append("a letter is lost")
    return found


def _wrongs_of(folder: Path, name: str, policy: str, placed: list[int]) -> Iterator[str]:
    done = _asked(folder, name, f"SELECT number FROM notes WHERE policy = '{policy}' ORDER BY n")
    if set(placed) - set(done):
        yield f"{name} lost an event"
    if len(done) > len(set(done)):
        yield f"{name} did an event twice"
    for shop in range(SHOPS):
        if (own := [n for n in done if n % SHOPS == shop]) != sorted(own):
            yield f"{name} did shop{shop} out of order"
    if _asked(folder, name, "SELECT seq FROM outbox"):
        yield f"the outbox of {name} is not empty"
    if _asked(folder, name, "SELECT seq FROM inbox WHERE state <> 'done'"):
        yield f"the inbox of {name} is not done"


def _asked(folder: Path, name: str, question: str) -> list[int]:
    connection = sqlite3.connect(folder / f"{name}.sqlite")
    rows = connection.execute(question).fetchall()
    connection.close()
    return [row[0] for row in rows]


def _lines(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


@pytest.mark.parametrize(
    ("step", "at_once"),
    [
        *((step, True) for step in STEPS if step != ONLY_STORED_FIRST),
        *((step, False) for step in STEPS),
    ],
)
def test_killed_at_any_step_nothing_is_lost_and_nothing_doubled(play, tmp_path, step, at_once):
    """A listener that reacts in the transaction of the arrival, and one that stores it first."""
    way = {"at_once": at_once}
    assert play(tmp_path, sell=[0, MANY], step=step, when=4, **way) == KILLED
    assert play(tmp_path, sell=[MANY, MANY + 3], life=1, **way) == 0
    assert wrongs(tmp_path) == []


@pytest.mark.parametrize("step", STEPS)
def test_killed_again_while_it_recovers(play, tmp_path, step):
    assert play(tmp_path, sell=[0, MANY], step=AFTER_PUBLISHING, when=3) == KILLED
    play(tmp_path, sell=[MANY, MANY + 2], life=1, step=step, when=2)
    assert play(tmp_path, sell=[MANY + 2, MANY + 4], life=2) == 0
    assert wrongs(tmp_path) == []


def test_killed_at_random_under_load(play, tmp_path):
    chance = random.Random(20260504)
    for life in range(8):
        first = life * 1_000
        answers = len(_lines(tmp_path / "answered")) + chance.randrange(1, 30)
        moment = [answers, chance.uniform(0, 0.02)]
        killed = play(tmp_path, sell=[first, first + 999], life=life, killed_after=moment)
        assert killed == KILLED
    assert play(tmp_path, sell=[9_000, 9_003], life=8) == 0
    assert wrongs(tmp_path) == []


def test_without_the_unique_inbox_the_same_death_counts_twice(play, tmp_path):
    """The control: what the other tests see is seen when the guard is away."""
    broken = {"inbox_unique": False}
    # The first to publish is orders: whoever is second depends on the machine.
    assert play(tmp_path, sell=[0, 12], step=AFTER_PUBLISHING, when=1, **broken) == KILLED
    assert play(tmp_path, sell=[12, 15], life=1, **broken) == 0
    assert "stock did an event twice" in wrongs(tmp_path)


def test_without_the_outbox_the_same_death_loses_an_event(play, tmp_path):
    """The other control: an outbox cleared before its events are handed over."""
    assert play(tmp_path, sell=[0, 12], step="before publishing", when=1) == KILLED
    connection = sqlite3.connect(tmp_path / "orders.sqlite")
    assert connection.execute("DELETE FROM outbox").rowcount
    connection.commit()
    connection.close()
    assert play(tmp_path, sell=[12, 15], life=1) == 0
    assert "stock lost an event" in wrongs(tmp_path)
