"""What the durable core can carry: `python bench/core.py`, SQLite files in a temporary folder."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, insert, select, update

from moim.kernel.errors import Stale
from moim.kernel.events import Event
from moim.kernel.policies import on
from moim.platform.bus import EmbeddedBus
from moim.platform.context import Context
from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.mailbox import Mailbox
from moim.platform.pumps import Pumps
from moim.platform.work import UnitOfWork

CALLERS = 64
ROWS = 500


class Bumped(Event, key="account"):
    account: str
    to: int


class Counted(Event, key="account"):
    account: str


Bumped.context = "bumps"
Counted.context = "counts"


class Bumps:
    """One context with an aggregate of two columns."""

    def __init__(self, name: str) -> None:
        self.metadata = MetaData()
        self.mailbox = Mailbox(self.metadata)
        self.name = name
        self.rows = Table(
            "accounts",
            self.metadata,
            Column("id", String(20), primary_key=True),
            Column("version", Integer, nullable=False),
            Column("total", Integer, nullable=False),
        )
        self._load = select(self.rows.c.version, self.rows.c.total).where(
            self.rows.c.id == bindparam("of")
        )
        self._save = (
            update(self.rows)
            .where(self.rows.c.id == bindparam("of"), self.rows.c.version == bindparam("seen"))
            .values(version=bindparam("seen") + 1, total=bindparam("to"))
        )

    def bump(self, account: str, work: UnitOfWork) -> int:
        version, total = work.connection.execute(self._load, {"of": account}).one()
        saved = work.connection.execute(
            self._save, {"of": account, "seen": version, "to": total + 1}
        )
        if saved.rowcount != 1:
            raise Stale
        return int(total) + 1

    def bump_and_say(self, account: str, work: UnitOfWork) -> int:
        to = self.bump(account, work)
        work.publish(Bumped(account=account, to=to))
        return to

    def count(self, event: Bumped, work: UnitOfWork) -> None:
        self.bump(event.account, work)

    def count_and_say(self, event: Bumped, work: UnitOfWork) -> None:
        self.bump(event.account, work)
        work.publish(Counted(account=event.account))

    def seen(self, account: str, work: UnitOfWork) -> int:
        return int(work.connection.execute(self._load, {"of": account}).one()[1])

    def sum(self, _: None, work: UnitOfWork) -> int:
        return sum(total for _, total in work.connection.execute(select(*list(self.rows.c)[1:])))

    def opened(self, database: Database, policies: tuple[Any, ...] = ()) -> Context[UnitOfWork]:
        def make(connection: Any) -> None:
            self.metadata.drop_all(connection)
            self.metadata.create_all(connection)
            rows = [{"id": f"a{n}", "version": 1, "total": 0} for n in range(ROWS)]
            connection.execute(insert(self.rows), rows)

        database.write(make).result()
        return Context(
            name=self.name,
            database=database,
            metadata=self.metadata,
            mailbox=self.mailbox,
            work=UnitOfWork,
            policies=policies,
        )


async def _load_of(callers: int, times: int, act: Callable[[str], Awaitable[Any]]) -> float:
    """Calls a second, from ``callers`` tasks that each call again when answered."""
    left = iter(range(times))

    async def caller() -> None:
        for n in left:
            await act(f"a{n % ROWS}")

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return times / (time.perf_counter() - began)


async def units_per_s(database: Database, *, callers: int = CALLERS, times: int = 12_000) -> float:
    """Load by key, update under a version check, one outbox row: durable use cases a second."""
    bumps = Bumps("bumps")
    context = bumps.opened(database)
    return await _load_of(callers, times, lambda a: context.run(bumps.bump_and_say, a))


async def reads_per_s(database: Database, *, times: int = 10_000) -> float:
    """Questions by key a second, from one caller on the loop."""
    bumps = Bumps("bumps")
    context = bumps.opened(database)
    return await _load_of(1, times, lambda a: context.ask(bumps.seen, a))


@dataclass
class _Pair:
    bumps: Bumps
    owner: Context[UnitOfWork]
    counts: Bumps
    listener: Context[UnitOfWork]
    pumps: Pumps


def _pair(owner: Database, listener: Database, *, say: bool) -> _Pair:
    bumps, counts = Bumps("bumps"), Bumps("counts")
    first = bumps.opened(owner)
    then = counts.count_and_say if say else counts.count
    second = counts.opened(listener, (on(Bumped, then),))
    bus = EmbeddedBus()
    bus.join(first)
    bus.join(second)
    return _Pair(bumps, first, counts, second, Pumps([first, second], bus))


async def reactions_per_s(owner: Database, listener: Database, *, times: int = 6_000) -> float:
    """Use cases whose event another context has counted, a second, commit to commit."""
    pair = _pair(owner, listener, say=False)
    pair.pumps.start()
    began = time.perf_counter()
    await _load_of(CALLERS, times, lambda a: pair.owner.run(pair.bumps.bump_and_say, a))
    while await pair.listener.ask(pair.counts.sum, None) < times:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    took = time.perf_counter() - began
    await pair.pumps.stop()
    return times / took


async def reaction_latency_ms(
    owner: Database, listener: Database, *, times: int = 300
) -> tuple[float, float]:
    """From the answer to a use case until its reaction is committed, idle: p50 and p99."""
    pair = _pair(owner, listener, say=True)
    done = asyncio.Event()
    pair.listener.on_published.append(done.set)
    pair.pumps.start()
    took = []
    for n in range(times):
        done.clear()
        await pair.owner.run(pair.bumps.bump_and_say, f"a{n % ROWS}")
        began = time.perf_counter()
        await asyncio.wait_for(done.wait(), 10)
        took.append((time.perf_counter() - began) * 1_000)
        await asyncio.sleep(0.002)
    await pair.pumps.stop()
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def writer_alone_per_s(database: Database, *, times: int = 12_000) -> float:
    """The same unit of work, queued at once: what the writer does without async callers."""
    bumps = Bumps("bumps")
    context = bumps.opened(database)

    def unit(n: int) -> Callable[[Any], int]:
        def run(connection: Any) -> int:
            work = context.work_on(connection)
            to = bumps.bump_and_say(f"a{n % ROWS}", work)
            work.flush()
            return to

        return run

    began = time.perf_counter()
    futures = [database.write(unit(n)) for n in range(times)]
    for future in futures:
        future.result()
    return times / (time.perf_counter() - began)


def measured(make: Callable[[str], Database]) -> dict[str, float]:
    """Every figure, each over fresh databases that ``make`` opens by name."""
    figures: dict[str, float] = {}
    opened: list[Database] = []

    def fresh() -> Database:
        opened.append(make(f"bench{len(opened)}"))
        return opened[-1]

    figures["writer alone, units/s"] = writer_alone_per_s(fresh())
    figures["64 callers, units/s"] = asyncio.run(units_per_s(fresh()))
    figures["1 caller, units/s"] = asyncio.run(units_per_s(fresh(), callers=1, times=1_000))
    figures["reads by key/s"] = asyncio.run(reads_per_s(fresh()))
    figures["reactions/s"] = asyncio.run(reactions_per_s(fresh(), fresh()))
    p50, p99 = asyncio.run(reaction_latency_ms(fresh(), fresh()))
    figures["commit to reaction, p50 ms"] = p50
    figures["commit to reaction, p99 ms"] = p99
    for database in opened:
        database.close()
    return figures


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(lambda name: SqliteDatabase(Path(folder) / f"{name}.sqlite"))
    for name, figure in figures.items():
        print(f"{name:32}{figure:12,.1f}")


__all__ = ["PostgresDatabase", "main", "measured"]

if __name__ == "__main__":
    main()
