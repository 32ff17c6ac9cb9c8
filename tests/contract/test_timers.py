from datetime import timedelta

import pytest

from moim.kernel.policies import on
from moim.platform.mailbox import HOPS_MAX
from moim.platform.parked import list_parked
from moim.platform.reactions import react
from tests.contract.toy import Counted, Placed, Rang, announce, inbox, mailbox, notes, rows


def ring(event, work):
    work.note("ring", event.shop, event.number)


def set_for(world, **delay):
    return lambda shop, work: work.remind(work.now + timedelta(**delay), Rang(shop=shop))


async def test_a_reminder_comes_when_it_is_due_and_once(world):
    orders = world.context("orders", on(Rang, ring))
    await orders.run(set_for(world, minutes=10), "a")
    await world.settle()
    world.clock.move(minutes=9, seconds=59)
    await world.settle()
    assert rows(orders, notes, "shop") == []
    world.clock.move(seconds=1)
    await world.settle()
    await world.settle()
    assert rows(orders, notes, "shop") == ["a"]


async def test_a_pass_says_when_the_next_reminder_is_due(world):
    orders = world.context("orders", on(Rang, ring))
    for minutes in (30, 10, 20):
        await orders.run(set_for(world, minutes=minutes), "a")
    assert (await react(orders)).again_at == world.clock.now + timedelta(minutes=10)


async def test_a_reminder_taken_back_does_not_come(world):
    orders = world.context("orders", on(Rang, ring))
    timer = await orders.run(set_for(world, minutes=10), "a")
    await orders.run(lambda id, work: work.forget(id), timer)
    world.clock.move(hours=1)
    await world.settle()
    assert inbox(orders, "seq") == []


async def test_a_reminder_taken_back_in_the_very_pass_that_would_ring_it_does_not_come(world):
    timers = []

    def take_back(_event, work):
        work.forget(timers[0])

    orders = world.context("orders", on(Placed, take_back), on(Rang, ring))
    await orders.run(announce, ("a", 1))
    pumps = world.pumps()
    await pumps._relays["orders"].carry()
    timers.append(await orders.run(set_for(world, minutes=1), "a"))
    world.clock.move(minutes=1)
    await world.settle()
    assert rows(orders, notes, "shop") == []


async def test_a_reminder_that_came_can_be_taken_back_without_harm(world):
    orders = world.context("orders", on(Rang, ring))
    timer = await orders.run(set_for(world, seconds=0), "a")
    await world.settle()
    await orders.run(lambda id, work: work.forget(id), timer)
    assert inbox(orders, "state") == ["done"]


async def test_a_reminder_is_undone_with_its_unit(world):
    def set_and_fail(shop, work):
        set_for(world, minutes=1)(shop, work)
        raise RuntimeError

    orders = world.context("orders", on(Rang, ring))
    with pytest.raises(RuntimeError):
        await orders.run(set_and_fail, "a")
    assert inbox(orders, "seq") == []


async def test_a_reminder_nobody_awaits_is_a_mistake(world):
    orders = world.context("orders")
    with pytest.raises(LookupError, match="Rang"):
        await orders.run(set_for(world, minutes=1), "a")


async def test_a_reminder_set_by_a_failing_reminder_waits_for_nobody(world):
    def ring_or_fail(event, work):
        if event.number:
            raise RuntimeError
        ring(event, work)

    orders = world.context("orders", on(Rang, ring_or_fail))
    await orders.run(lambda _, work: work.remind(work.now, Rang(shop="a", number=1)), None)
    await orders.run(set_for(world, seconds=0), "b")
    await world.settle()
    assert rows(orders, notes, "shop") == ["b"]


async def test_a_reminder_may_come_every_day_for_ever(world):
    def ring_daily(event, work):
        ring(event, work)
        work.publish(Counted(shop=event.shop, number=0))
        work.remind(work.now + timedelta(days=1), Rang(shop=event.shop))

    orders = world.context("orders", on(Rang, ring_daily))
    await orders.run(set_for(world, days=1), "a")
    days = HOPS_MAX * 2
    for _ in range(days):
        world.clock.move(days=1)
        await world.settle()
    assert len(rows(orders, notes, "n")) == days


async def test_reminders_that_call_each_other_at_once_end_like_any_loop(world):
    def ring_again(event, work):
        ring(event, work)
        work.remind(work.now, Rang(shop=event.shop))

    orders = world.context("orders", on(Rang, ring_again))
    await orders.run(set_for(world, seconds=0), "a")
    await world.settle()
    assert len(rows(orders, notes, "n")) == HOPS_MAX - 1
    (line,) = await list_parked(orders)
    assert "TooManyHops" in line.reason


async def test_many_reminders_far_off_are_not_walked_over(world):
    orders = world.context("orders", on(Rang, ring))

    def set_many(_, work):
        for n in range(50):
            work.remind(work.now + timedelta(days=1), Rang(shop=f"s{n}"))

    await orders.run(set_many, None)
    plan = orders.database.read(lambda c: _plan(c, orders))
    assert "inbox_waiting" in plan
    assert rows(orders, mailbox.inbox, "state") == ["later"] * 50


def _plan(connection, context) -> str:
    claim = str(
        context.inbox.claiming.compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
    )
    if connection.dialect.name == "sqlite":
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {claim}").all())
    claim = claim.split(" FOR UPDATE", maxsplit=1)[0]  # a question may not lock
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return str(connection.exec_driver_sql(f"EXPLAIN {claim}").all())
