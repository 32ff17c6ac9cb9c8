"""A crowd is told, and nobody waits for it: ``python -m bench.notices [people]``.

100,000 people hear of one post in their inboxes while others read theirs and somebody asks for a
new password: how long it takes, how long the readers wait, how late the reset letter is.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from uuid import UUID

from sqlalchemy import func, insert, select
from tests.contexts.notifications.world import World

from bench.table import Row, head, machine
from moim.apps.house import SWITCH_INTERVAL_S
from moim.contexts.notifications.context import REVISIONS
from moim.contexts.notifications.persistence.tables import notices, recipients
from moim.contracts.community import PostCreated, PostLiked
from moim.contracts.users import PasswordResetRequested
from moim.kernel.clock import system_clock
from moim.kernel.ids import new_id
from moim.platform.db import Database, SqliteDatabase
from moim.platform.mailbox import Cause, Envelope
from moim.platform.migrations import upgrade

PEOPLE = 100_000
TOLD_WITHIN_S = 60.0
READ_P99_MAX_MS = 50.0
INBOX_P50_MAX_MS = 50.0
RESET_LATE_MAX_S = 1.0
PAUSE_S = 0.02
READS_OF_ALL = 200
SINGLE = 100


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    print(f"{machine()}\n\n{head()}")
    for row in rows(people):
        print(row.line())


def rows(people: int = PEOPLE) -> Iterator[Row]:
    """A crowd told, and those who read and wait meanwhile, held to their limits."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    with tempfile.TemporaryDirectory() as folder:
        database = SqliteDatabase(Path(folder) / "notifications.sqlite")
        upgrade(database, REVISIONS)
        yield from asyncio.run(measured(database, Path(folder), people))
        database.close()


async def measured(database: Database, folder: Path, people: int) -> list[Row]:
    """The program's own workers over a real database; who follows is made up."""
    world = World(database, folder)
    world.context.clock = system_clock
    world.now = system_clock()
    author = new_id()
    crowd = [new_id() for _ in range(people)]
    await database.commit(lambda c: c.execute(insert(recipients), [_row(id) for id in crowd]))
    world.follows.followers = {("person", str(author)): set(crowd)}
    jobs = [asyncio.create_task(_forever(job)) for job in world.module.jobs]
    world.start()
    single = await _one_by_one(world, crowd)
    done = asyncio.Event()
    reading = asyncio.create_task(_read(world, crowd[:READS_OF_ALL], done))
    resets = asyncio.create_task(_resets(world, crowd, done))
    began, spent_s = perf_counter(), process_time()
    post = PostCreated(post_id=new_id(), author_id=author, board="running", title="함께 달려요")
    await _publish(world, post)
    while await _count(database, post.post_id) < people:  # noqa: ASYNC110 - rows are no event
        await asyncio.sleep(0.5)
    took_s, spent_s = perf_counter() - began, process_time() - spent_s
    done.set()
    waits, late = sorted(await reading), await resets
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    await world.close()
    p99 = waits[int(len(waits) * 0.99)] * 1000
    return [
        Row(what=f"{people} told in their inboxes", value=took_s, unit="s", most=TOLD_WITHIN_S),
        Row(what=f"{people} told, CPU of the process", value=spent_s, unit="s"),
        Row(what="reading an inbox meanwhile, p99", value=p99, unit="ms", most=READ_P99_MAX_MS),
        Row(what="a reset letter meanwhile, worst", value=late, unit="s", most=RESET_LATE_MAX_S),
        Row(
            what="event to inbox, p50",
            value=statistics.median(single) * 1000,
            unit="ms",
            most=INBOX_P50_MAX_MS,
        ),
    ]


async def _one_by_one(world: World, crowd: list[UUID]) -> list[float]:
    spent = []
    for number in range(SINGLE):
        author = crowd[-1 - number]
        post = PostCreated(post_id=new_id(), author_id=author, board="b", title="한강")
        await _publish(world, post)
        began = perf_counter()
        await _publish(world, PostLiked(post_id=post.post_id, user_id=new_id()))
        while not await _count(world.context.database, post.post_id):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        spent.append(perf_counter() - began)
    return spent


async def _read(world: World, crowd: list[UUID], done: asyncio.Event) -> list[float]:
    spent: list[float] = []
    while not done.is_set():
        began = perf_counter()
        answer = await world.get("notifications", crowd[len(spent) % len(crowd)])
        assert answer.status_code == 200
        spent.append(perf_counter() - began)
        await asyncio.sleep(PAUSE_S)
    return spent


async def _resets(world: World, crowd: list[UUID], done: asyncio.Event) -> float:
    worst = 0.0
    number = 0
    while not done.is_set():
        number += 1
        who = crowd[-number]
        world.people.links[who] = "http://moim.test/reset/x"
        began = perf_counter()
        await _publish(world, PasswordResetRequested(user_id=who, expires_at=system_clock()))
        while not world.letters.to(who):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        worst = max(worst, perf_counter() - began)
        await asyncio.sleep(0.2)
    return worst


async def _publish(world: World, event: PostCreated | PostLiked | PasswordResetRequested) -> None:
    cause = Cause(correlation=new_id())
    await world.context.receive([Envelope.around(event, cause, system_clock())])


async def _count(database: Database, subject: UUID) -> int:
    wanted = select(func.count()).where(notices.c.subject_id == subject)
    return await database.ask(lambda c: int(c.execute(wanted).scalar_one()))


async def _forever(job: object) -> None:
    await job()


def _row(user_id: UUID) -> dict[str, object]:
    return {
        "user_id": user_id,
        "nickname": "러너",
        "locale": "ko",
        "timezone": "Asia/Seoul",
        "account": "active",
        "wishes": "{}",
        "consents": "[]",
        "quiet": "[]",
        "reachable": "app,email",
        "suppressed": "",
        "settings_version": 0,
        "revision": 1,
    }


if __name__ == "__main__":
    main()
