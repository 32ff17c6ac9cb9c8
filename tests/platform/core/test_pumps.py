import asyncio
import logging

from moim.kernel.ids import new_id
from moim.kernel.policies import on
from moim.platform import pumps as pumps_module
from moim.platform.context import correlation
from tests.contract.toy import Counted, Placed, Rang, announce, count, mailbox, numbers, rows


async def there(context):
    """Until the context has noted something."""
    async with asyncio.timeout(10):
        while not numbers(context):  # noqa: ASYNC110 - only the table knows
            await asyncio.sleep(0.001)


async def test_started_pumps_move_what_is_published_by_themselves(world):
    done = asyncio.Event()

    def count_and_say(event, work):
        count(event, work)
        work.publish(Counted(shop=event.shop, number=event.number))

    orders = world.context("orders")
    stock = world.context("stock", on(Placed, count_and_say))
    stock.on_published.append(done.set)
    pumps = world.pumps()
    pumps.start()
    await orders.run(announce, ("a", 1))
    async with asyncio.timeout(10):
        await done.wait()
    await pumps.stop()
    assert numbers(stock) == [1]


async def test_stopped_pumps_leave_no_ear_behind(world):
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    pumps = world.pumps()
    before = [len(context.on_published) + len(context.on_received) for context in (orders, stock)]
    pumps.start()
    await pumps.stop()
    after = [len(context.on_published) + len(context.on_received) for context in (orders, stock)]
    assert after == before
    await orders.run(announce, ("a", 1))
    pumps.start()
    await there(stock)
    await pumps.stop()


async def test_stopping_lets_a_letter_be_finished(world):
    sending, may_finish, sent = asyncio.Event(), asyncio.Event(), []

    async def mail(delivery):
        sending.set()
        await may_finish.wait()
        sent.append(delivery.id)

    orders = world.context("orders")
    world.courier(orders, mail=mail)
    await orders.run(lambda to, work: work.deliver("mail", "hello", to), new_id())
    pumps = world.pumps()
    pumps.start()
    await sending.wait()
    stopping = asyncio.ensure_future(pumps.stop())
    await asyncio.sleep(0)
    may_finish.set()
    await stopping
    assert len(sent) == 1
    assert rows(orders, mailbox.deliveries, "state") == ["sent"]


async def test_stopping_does_not_wait_for_ever(world, monkeypatch):
    async def mail(_delivery):
        sending.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(pumps_module, "STOP_WITHIN_S", 0.01)
    sending = asyncio.Event()
    orders = world.context("orders")
    world.courier(orders, mail=mail)
    await orders.run(lambda to, work: work.deliver("mail", "hello", to), new_id())
    pumps = world.pumps()
    pumps.start()
    await sending.wait()
    await pumps.stop()
    assert rows(orders, mailbox.deliveries, "state") == ["waiting"]


async def test_a_pump_that_stumbles_goes_on(world, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "moim.platform.rounds")
    monkeypatch.setattr(pumps_module, "PAUSE_AFTER_ERROR_S", 0.001)
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    pumps = world.pumps()
    publish, stumbled = world.bus.publish, []

    async def stumble_twice(envelopes):
        if len(stumbled) < 2:
            stumbled.append(1)
            raise ConnectionError
        await publish(envelopes)

    world.bus.publish = stumble_twice
    pumps.start()
    await orders.run(announce, ("a", 1))
    await there(stock)
    await pumps.stop()
    assert len(stumbled) == 2


async def test_a_reminder_that_falls_due_wakes_the_pump(world):
    def ring(event, work):
        work.note("ring", event.shop, event.number)

    orders = world.context("orders", on(Rang, ring))
    pumps = world.pumps()
    pumps.start()
    await orders.run(lambda _, work: work.remind(work.now, Rang(shop="a")), None)
    await there(orders)
    await pumps.stop()


async def test_what_a_request_does_carries_its_correlation(world):
    orders = world.context("orders")
    request = new_id()
    token = correlation.set(request)
    await orders.run(announce, ("a", 1))
    await orders.run(announce, ("a", 2))
    correlation.reset(token)
    await orders.run(announce, ("a", 3))
    first, second, third = rows(orders, mailbox.outbox, "correlation")
    assert first == second == request != third


async def test_what_another_process_carries_can_be_waited_for(world, monkeypatch):
    monkeypatch.setattr(pumps_module, "OVERTAKE_EVERY_S", 0.001)
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    server, command = world.pumps(), world.pumps()
    await orders.run(announce, ("a", 1))
    await server.settle()  # it holds the right to carry from now on
    await orders.run(announce, ("a", 2))
    await command.settle()
    assert numbers(stock) == [1]
    server.start()
    assert await command.overtake()
    assert numbers(stock) == [1, 2]
    await server.stop()


async def test_nobody_waits_for_ever_for_what_nobody_carries(world, monkeypatch):
    monkeypatch.setattr(pumps_module, "OVERTAKE_EVERY_S", 0.0)
    monkeypatch.setattr(pumps_module, "OVERTAKES_MAX", 3)
    orders = world.context("orders")
    world.context("stock", on(Placed, count))
    server, command = world.pumps(), world.pumps()
    await orders.run(announce, ("a", 1))
    await server.settle()
    await orders.run(announce, ("a", 2))
    assert not await command.overtake()
