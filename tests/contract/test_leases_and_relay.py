import asyncio
import sys
from asyncio.subprocess import PIPE

import pytest

from moim.kernel.ids import new_id
from moim.kernel.policies import on
from moim.platform.bus import BATCH_MAX, DeafContext, EmbeddedBus, Relay
from moim.platform.leases import LEASE_LENGTH, Lease
from tests.contract.toy import (
    Counted,
    Placed,
    Rang,
    announce,
    announce_all,
    count,
    inbox,
    mailbox,
    numbers,
    rows,
)


def lease(world, context):
    return Lease(context.database, mailbox, "relay", new_id(), world.clock)


async def test_of_two_holders_one_has_it(world):
    orders = world.context("orders")
    first, second = lease(world, orders), lease(world, orders)
    assert await first.held()
    assert not await second.held()
    assert await first.held()


async def test_of_many_that_ask_at_once_one_has_it(world):
    orders = world.context("orders")
    twin = world.context("orders", made=True)
    asked = [lease(world, context) for context in (orders, twin) for _ in range(5)]
    assert sum(await asyncio.gather(*(one.held() for one in asked))) == 1


async def test_a_holder_that_renews_keeps_it(world):
    orders = world.context("orders")
    first, second = lease(world, orders), lease(world, orders)
    for _ in range(10):
        assert await first.held()
        assert not await second.held()
        world.clock.now += LEASE_LENGTH * 0.6


async def test_a_holder_that_is_silent_loses_it(world):
    orders = world.context("orders")
    first, second = lease(world, orders), lease(world, orders)
    await first.held()
    world.clock.now += LEASE_LENGTH * 1.01
    assert await second.held()
    assert not await first.held()


HOLDS = """
import asyncio, sys, time
from pathlib import Path
from moim.kernel.ids import new_id
from moim.platform.db import SqliteDatabase
from moim.platform.leases import Lease
from tests.contract.toy import NOON, mailbox

lease = Lease(SqliteDatabase(Path(sys.argv[1])), mailbox, "relay", new_id(), lambda: NOON)
print(asyncio.run(lease.held()), flush=True)
time.sleep(600)
"""


# Processes beside one file: a server of databases does not know which of its clients died.
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
async def test_the_lease_of_a_killed_process_need_not_be_waited_for(world):
    orders = world.context("orders")
    after = lease(world, orders)
    command = [sys.executable, "-c", HOLDS, str(orders.database.path)]
    holder = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    try:
        assert await holder.stdout.readline() == b"True\n"
        assert not await after.held()
    finally:
        holder.kill()
        await holder.wait()

    assert await after.held()
    assert not await lease(world, orders).held()
    await after.release()
    assert not list(orders.database.path.parent.glob("*.lock"))


async def test_a_holder_that_lets_go_need_not_be_waited_for(world):
    orders = world.context("orders")
    first, second = lease(world, orders), lease(world, orders)
    await first.held()
    await second.release()
    assert not await second.held()
    await first.release()
    assert await second.held()
    assert not await first.held()


async def test_one_of_two_relays_carries(world):
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    first = Relay(orders, world.bus, new_id())
    second = Relay(orders, world.bus, new_id())
    await announce_all(orders, [("a", n) for n in range(BATCH_MAX + 10)])
    carried = await asyncio.gather(first.carry(), second.carry())
    assert sorted(carried) == [0, BATCH_MAX]
    holder, other = (first, second) if carried[0] else (second, first)
    assert await other.carry() == 0
    assert await holder.carry() == 10
    assert await holder.carry() == 0
    await world.settle()
    assert numbers(stock) == list(range(BATCH_MAX + 10))


async def test_what_the_bus_did_not_take_is_carried_again(world):
    class Cut(EmbeddedBus):
        async def publish(self, envelopes):
            raise ConnectionError

    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    holder = new_id()
    await orders.run(announce, ("a", 1))
    with pytest.raises(ConnectionError):
        await Relay(orders, Cut(), holder).carry()
    assert len(rows(orders, mailbox.outbox, "seq")) == 1
    await Relay(orders, world.bus, holder).carry()
    await world.settle()
    assert numbers(stock) == [1]


async def test_carrying_twice_what_was_not_noted_changes_nothing(world):
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    await announce_all(orders, [("a", 1), ("a", 2)])
    kept = rows(orders, mailbox.outbox, *mailbox.outbox.c.keys())
    await world.settle()
    await orders.database.commit(
        lambda c: c.execute(
            mailbox.outbox.insert(),
            [dict(zip(mailbox.outbox.c.keys(), row, strict=True)) for row in kept],
        )
    )
    await world.settle()
    assert numbers(stock) == [1, 2]
    assert len(inbox(stock, "seq")) == 2


def test_a_listener_whose_owner_is_absent_is_told_at_the_start(world):
    stock = world.context("stock", on(Placed, count))
    with pytest.raises(DeafContext, match=r"stock listens to orders\.Placed"):
        world.bus.check()
    world.context("orders", on(Counted, count), on(Rang, count))
    world.bus.check()
    assert stock.listeners == {"orders.Placed": ("count",)}


def test_a_policy_listed_twice_for_one_event_is_a_mistake(world):
    with pytest.raises(ValueError, match="twice"):
        world.context("stock", on(Placed, count), on(Placed, count))
