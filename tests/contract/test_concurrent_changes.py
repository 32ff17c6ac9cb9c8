"""Nothing is lost when many change the same thing, and the same test without the guard fails."""

import asyncio
import logging

import pytest
from sqlalchemy import update

from moim.kernel.errors import Stale
from moim.kernel.policies import on
from moim.platform.reactions import ATTEMPTS_MAX
from tests.contract.toy import Placed, ToyWork, count, numbers, place, rows, shops, total

CALLERS = 12


async def test_many_at_once_on_one_aggregate_all_count_in_turn(world):
    orders = world.context("orders")
    await orders.run(place, ("a", 0))
    totals = await asyncio.gather(*(orders.run(place, ("a", n)) for n in range(CALLERS)))
    assert sorted(totals) == list(range(2, CALLERS + 2))
    assert total(orders, "a") == CALLERS + 1


async def test_events_of_one_aggregate_are_numbered_in_the_order_of_its_commits(world):
    def hear(event, work):
        work.note("hear", event.shop, event.number)

    def place_saying_the_total(shop, work):
        place((shop, 0), work)
        work._events.clear()
        work.publish(Placed(shop=shop, number=work.load(shop).total))

    orders = world.context("orders")
    stock = world.context("stock", on(Placed, hear))
    await orders.run(place_saying_the_total, "a")
    await asyncio.gather(*(orders.run(place_saying_the_total, "a") for _ in range(CALLERS)))
    await world.settle()
    assert numbers(stock) == list(range(1, CALLERS + 2))


async def test_commands_and_reactions_on_one_aggregate_all_count(world, caplog):
    caplog.set_level(logging.CRITICAL, "moim.platform.reactions")
    orders = world.context("orders", on(Placed, count))
    await orders.run(place, ("a", 0))
    pumps = world.pumps()
    pumps.start()
    await asyncio.gather(*(orders.run(place, ("a", n)) for n in range(CALLERS)))
    await pumps.stop()
    for _ in range(ATTEMPTS_MAX):  # a reaction that was overtaken again and again waits a little
        world.clock.move(minutes=1)
        await world.settle()
    assert total(orders, "a") == 2 * (CALLERS + 1)


class Twins:
    """Two processes' worth of one context: each reads first and saves later."""

    def __init__(self, world, *, guarded: bool) -> None:
        self.guarded = guarded
        self.first = world.context("orders")
        self.second = world.context("orders", made=True)

    async def both_raise_the_total(self) -> None:
        seen = [total(context, "a") for context in (self.first, self.second)]
        version = rows(self.first, shops, "version")[0]
        for context, before in zip((self.first, self.second), seen, strict=True):
            await self._save(context, version, before + 1)

    async def _save(self, context, version: int, to: int) -> None:
        def save(_, work: ToyWork) -> None:
            statement = update(shops).where(shops.c.id == "a")
            if self.guarded:
                statement = statement.where(shops.c.version == version)
            if work.connection.execute(statement.values(total=to, version=version + 1)).rowcount:
                return
            raise Stale

        await context.run(save, None)


async def test_who_saves_over_a_version_it_did_not_read_is_told(world):
    twins = Twins(world, guarded=True)
    await twins.first.run(place, ("a", 0))
    with pytest.raises(Stale):
        await twins.both_raise_the_total()


async def test_without_the_version_check_a_change_is_lost(world):
    twins = Twins(world, guarded=False)
    await twins.first.run(place, ("a", 0))
    await twins.both_raise_the_total()
    assert total(twins.first, "a") == 2, "three were counted: the guard is not what saves them"


async def test_a_unit_that_stays_overtaken_is_given_up(world, monkeypatch):
    tries = []

    def overtaken(_, _work):
        tries.append(1)
        raise Stale

    monkeypatch.setattr("moim.platform.context.PAUSES_AT_STALE_S", (0.0, 0.0))
    with pytest.raises(Stale):
        await world.context("orders").run(overtaken, None)
    assert len(tries) == 3


async def test_two_processes_on_one_database_lose_nothing(world):
    contexts = [world.context("orders"), world.context("orders", made=True)]
    await contexts[0].run(place, ("a", 0))
    await asyncio.gather(*(contexts[n % 2].run(place, ("a", n)) for n in range(CALLERS)))
    assert total(contexts[0], "a") == CALLERS + 1


async def test_two_that_lock_each_other_out_are_told_apart(world):
    """A deadlock ends one of them, and that one is tried again by itself."""
    orders = world.context("orders")
    for shop in "ab":
        await orders.run(place, (shop, 0))

    def both(order: str, work: ToyWork) -> None:
        for shop in order:
            place((shop, 0), work)

    await asyncio.gather(*(orders.run(both, order) for order in ("ab", "ba") * 2))
    assert [total(orders, shop) for shop in "ab"] == [5, 5]
