import asyncio
import itertools
import logging
from datetime import timedelta

import pytest

from moim.kernel.ids import new_id
from moim.kernel.policies import on
from moim.platform import deliveries
from moim.platform.deliveries import ATTEMPTS_MAX, HOLD, Courier, Undeliverable
from tests.contract.toy import Placed, announce, mailbox, rows


@pytest.fixture(autouse=True)
def _quiet_log(caplog):
    caplog.set_level(logging.CRITICAL, "moim.platform.deliveries")


def send(channel: str, **data):
    return lambda user_id, work: work.deliver(channel, "hello", user_id, **data)


def state(context):
    return rows(context, mailbox.deliveries, "state", "attempts", "reason")


async def test_what_a_policy_asks_for_is_sent_after_its_commit(world):
    user, sent = new_id(), []

    def write(event, work):
        work.deliver("mail", "order-placed", user, order=event.number)

    async def mail(delivery):
        sent.append(delivery)

    orders = world.context("orders", on(Placed, write))
    world.courier(orders, mail=mail)
    await orders.run(announce, ("a", 7))
    await world.settle()
    (delivery,) = sent
    assert (delivery.channel, delivery.template, delivery.user_id) == ("mail", "order-placed", user)
    assert (delivery.data, delivery.attempt) == ({"order": 7}, 1)
    assert state(orders) == [("sent", 1, None)]


async def test_a_unit_that_fails_sends_nothing(world):
    def ask_and_fail(user_id, work):
        send("mail")(user_id, work)
        raise RuntimeError

    orders = world.context("orders")
    with pytest.raises(RuntimeError):
        await orders.run(ask_and_fail, new_id())
    assert await world.courier(orders).deliver() == 0


async def test_what_cannot_be_sent_now_is_tried_again_ever_later(world):
    tried = []

    async def mail(delivery):
        tried.append((delivery.attempt, world.clock.now))
        raise OSError("x" * 1_000)

    orders = world.context("orders")
    courier = world.courier(orders, mail=mail)
    await orders.run(send("mail"), new_id())
    while state(orders)[0][0] == "waiting":
        await courier.deliver()
        (due,) = rows(orders, mailbox.deliveries, "due")
        world.clock.now = max(world.clock.now, due - timedelta(seconds=1))
        assert await courier.deliver() == 0
        world.clock.move(seconds=1)
    assert [attempt for attempt, _ in tried] == list(range(1, ATTEMPTS_MAX + 1))
    waits = [(b - a).total_seconds() for (_, a), (_, b) in itertools.pairwise(tried)]
    assert waits == [15 * 4**n for n in range(ATTEMPTS_MAX - 1)]
    ((_, _, reason),) = state(orders)
    assert len(reason) == 500


async def test_what_can_never_be_sent_is_given_up_at_once(world):
    async def mail(_delivery):
        raise Undeliverable("the address is gone")

    orders = world.context("orders")
    world.courier(orders, mail=mail)
    await orders.run(send("mail"), new_id())
    await world.settle()
    assert state(orders) == [("failed", 1, "the address is gone")]


async def test_a_channel_that_is_not_there_is_waited_for(world):
    orders = world.context("orders")
    world.courier(orders)
    await orders.run(send("pigeon"), new_id())
    await world.settle()
    assert state(orders) == [("waiting", 1, "KeyError('pigeon')")]


async def test_two_workers_never_send_the_same_thing(world):
    sent = []

    async def mail(delivery):
        await asyncio.sleep(0)
        sent.append(delivery.id)

    orders = world.context("orders")
    twin = world.context("orders", made=True)
    couriers = [Courier(context, {"mail": mail}) for context in (orders, twin) for _ in range(2)]
    for _ in range(60):
        await orders.run(send("mail"), new_id())
    while sum(await asyncio.gather(*(courier.deliver() for courier in couriers))):
        pass
    assert len(sent) == len(set(sent)) == 60
    assert {row[0] for row in state(orders)} == {"sent"}


async def test_what_a_dead_worker_had_taken_is_sent_by_another(world):
    sent = []

    async def mail(delivery):
        sent.append(delivery.attempt)

    orders = world.context("orders")
    dead, alive = world.courier(orders), world.courier(orders, mail=mail)
    await orders.run(send("mail"), new_id())
    await orders.database.commit(dead._claim)
    assert await alive.deliver() == 0
    world.clock.move(seconds=HOLD.total_seconds())
    assert await alive.deliver() == 1
    assert sent == [2]


async def test_a_worker_that_was_given_up_does_not_undo_what_another_noted(world):
    async def mail(_delivery):
        """Goes through."""

    orders = world.context("orders")
    slow, quick = world.courier(orders), world.courier(orders, mail=mail)
    await orders.run(send("mail"), new_id())
    (taken,) = await orders.database.commit(slow._claim)
    world.clock.move(seconds=HOLD.total_seconds())
    await quick.deliver()
    await slow._note(taken, due=world.clock.now, state="waiting")
    assert state(orders) == [("sent", 2, None)]


async def test_a_channel_that_hangs_is_let_go(world, monkeypatch):
    async def mail(_delivery):
        await asyncio.Event().wait()

    monkeypatch.setattr(deliveries, "SENDING_MAX_S", 0.01)
    orders = world.context("orders")
    courier = world.courier(orders, mail=mail)
    await orders.run(send("mail"), new_id())
    assert await courier.deliver() == 1
    assert state(orders) == [("waiting", 1, "TimeoutError()")]
