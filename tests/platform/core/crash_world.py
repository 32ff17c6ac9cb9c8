"""A small shop that dies where it is told to, run in a process of its own by test_crashes.

`python -m tests.platform.core.crash_world` reads one scenario a line from its input (JSON), forks
a child for each, and answers with how the child ended. Forking from a process that has imported
everything makes a real death by SIGKILL cost 50 ms instead of a second.

Orders are placed in one context; the next counts each and says so, a third books each; the first
notes what it hears and has a letter sent. No count is idempotent: what is done twice shows.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from moim.kernel.ids import new_id
from moim.kernel.policies import on
from moim.platform import db_sqlite
from moim.platform.bus import EmbeddedBus, hand_over
from moim.platform.context import Context
from moim.platform.db import SqliteDatabase
from moim.platform.deliveries import Courier, Delivery
from moim.platform.pumps import Pumps
from tests.contract.toy import Counted, Placed, ToyWork, count, mailbox, metadata, place

SHOPS = 3
ONLY_STORED_FIRST = "after receiving, before reacting"
STEPS = (
    "in a use case, before the commit",
    "after the commit, before anybody is told",
    "after the answer, before the relay is nudged",
    "before publishing",
    "after one listener has it, before the next has",
    "after publishing, before the outbox is cleared",
    "after the outbox is cleared",
    ONLY_STORED_FIRST,
    "inside a reaction, before its commit",
    "after a reaction, before the relay is nudged",
    "before a letter is sent",
    "after a letter is sent, before that is noted",
    "after a letter is noted",
)


class Death:
    """Kills this process at the given step, at its ``when``-th time."""

    def __init__(self, step: str, when: int) -> None:
        self.step = step
        self.left = when

    def at(self, step: str) -> None:
        if step != self.step:
            return
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class FragileBus(EmbeddedBus):
    """Dies between its listeners; ``at_once`` lets them react in the transaction of the arrival."""

    def __init__(self, death: Death, *, at_once: bool) -> None:
        super().__init__()
        self.death = death
        self.at_once = at_once

    async def publish(self, envelopes):
        self.death.at("before publishing")
        for context in self._contexts:
            heard = [line for line in envelopes if line.type in context.listeners]
            if heard:
                await (hand_over(context, heard) if self.at_once else context.receive(heard))
                self.death.at("after one listener has it, before the next has")
        self.death.at("after publishing, before the outbox is cleared")


def _before(owner: Any, name: str, act: Callable[[], None]) -> None:
    whole = getattr(owner, name)

    def fragile(*args: Any, **more: Any) -> Any:
        act()
        return whole(*args, **more)

    setattr(owner, name, fragile)


class Shop:
    """Both contexts, the courier and the pumps over the files in ``folder``."""

    def __init__(
        self, folder: Path, death: Death, *, life: int, inbox_unique: bool, at_once: bool
    ) -> None:
        self.folder = folder
        self.death = death
        self._clock_ahead = timedelta(days=life)  # no lease of a life before still holds
        self.bus = FragileBus(death, at_once=at_once)
        self.orders = self._context("orders", on(Counted, self.hear))
        self.stock = self._context("stock", on(Placed, self.count))
        self.ledger = self._context("ledger", on(Placed, count))
        self.contexts = [self.orders, self.stock, self.ledger]
        if not inbox_unique:
            for context in self.contexts:
                context.database.write(_drop_uniqueness).result()
        self.courier = Courier(self.orders, {"mail": self.mail})
        self.pumps = Pumps(self.contexts, self.bus, [self.courier])
        self._make_fragile()

    def _context(self, name: str, *policies: Any) -> Context[ToyWork]:
        database = SqliteDatabase(self.folder / f"{name}.sqlite")
        database.write(metadata.create_all).result()
        context = Context(
            name=name,
            database=database,
            metadata=metadata,
            mailbox=mailbox,
            work=ToyWork,
            policies=policies,
            clock=lambda: datetime.now(UTC) + self._clock_ahead,
        )
        self.bus.join(context)
        return context

    def _make_fragile(self) -> None:
        death = self.death
        told = "after the commit, before anybody is told"
        _before(db_sqlite, "_tell", lambda: death.at(told))
        for context, step in (
            (self.orders, "after the answer, before the relay is nudged"),
            (self.stock, "after a reaction, before the relay is nudged"),
        ):
            context.on_published.append(lambda step=step: death.at(step))
        self.stock.on_received.append(lambda: death.at(ONLY_STORED_FIRST))
        carry = self.pumps._relays["orders"].carry

        async def carried() -> int:
            number = await carry()
            if number:
                death.at("after the outbox is cleared")
            return number

        self.pumps._relays["orders"].carry = carried
        note = self.courier._note

        async def noted(delivery: Delivery, **values: Any) -> None:
            await note(delivery, **values)
            death.at("after a letter is noted")

        self.courier._note = noted

    def place(self, order: tuple[str, int], work: ToyWork) -> None:
        place(order, work)
        work.note("placed", *order)
        self.death.at("in a use case, before the commit")

    def count(self, event: Placed, work: ToyWork) -> None:
        count(event, work)
        work.publish(Counted(shop=event.shop, number=event.number))
        self.death.at("inside a reaction, before its commit")

    def hear(self, event: Counted, work: ToyWork) -> None:
        work.note("heard", event.shop, event.number)
        work.deliver("mail", "counted", new_id(), number=event.number)

    async def mail(self, delivery: Delivery) -> None:
        self.death.at("before a letter is sent")
        _append(self.folder / "letters", delivery.data["number"])
        self.death.at("after a letter is sent, before that is noted")

    async def sell(self, numbers: range) -> None:
        """Place orders one after the other while everything moves; note what was answered."""
        self.pumps.start()
        for number in numbers:
            await self.orders.run(self.place, (f"shop{number % SHOPS}", number))
            _append(self.folder / "answered", number)
            await asyncio.sleep(0.002)
        await self.pumps.stop()

    async def finish(self) -> None:
        await self.pumps.settle()
        for context in self.contexts:
            context.database.close()


def _drop_uniqueness(connection) -> None:
    connection.execute(text("DROP INDEX IF EXISTS inbox_once"))


def _append(path: Path, number: int) -> None:
    with path.open("a") as lines:
        lines.write(f"{number}\n")


async def _play(scenario: dict[str, Any]) -> None:
    death = Death(scenario.get("step", ""), scenario.get("when", 1))
    shop = Shop(
        Path(scenario["folder"]),
        death,
        life=scenario.get("life", 0),
        inbox_unique=scenario.get("inbox_unique", True),
        at_once=scenario.get("at_once", True),
    )
    if scenario["sell"]:
        await shop.sell(range(*scenario["sell"]))
    await shop.finish()


def _fork_and_play(scenario: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            asyncio.run(_play(scenario))
            status = 0
        finally:
            os._exit(status)
    if "killed_after" in scenario:
        _await_answers(Path(scenario["folder"]) / "answered", *scenario["killed_after"])
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _await_answers(answered: Path, lines: int, then_s: float) -> None:
    """Until so many orders were answered in all, and a little longer."""
    while not answered.exists() or answered.read_text().count("\n") < lines:
        time.sleep(0.001)
    time.sleep(then_s)


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(f"{_fork_and_play(json.loads(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
