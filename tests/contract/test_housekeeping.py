from moim.kernel.ids import new_id
from moim.kernel.policies import on
from moim.platform.context import Answer, Once
from moim.platform.deliveries import Courier
from moim.platform.housekeeping import ANSWERS_KEPT_FOR, DATA_KEPT_FOR, SENT_KEPT_FOR, tidy
from moim.platform.mailbox import Envelope
from tests.contract.toy import Placed, announce, count, inbox, mailbox, numbers, place, rows


async def test_what_a_done_line_carried_goes_after_a_fortnight_and_the_line_stays(world):
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    await orders.run(announce, ("a", 1))
    carried = rows(orders, mailbox.outbox, *mailbox.outbox.c.keys())
    await world.settle()
    world.clock.now += DATA_KEPT_FOR
    assert await tidy(stock) == 0
    world.clock.move(seconds=1)
    assert await tidy(stock) == 1
    assert await tidy(stock) == 0
    assert inbox(stock, "state", "data") == [("done", None)]
    late = dict(zip(mailbox.outbox.c.keys(), carried[0], strict=True))
    del late["seq"]
    await stock.receive([Envelope(**late)])
    await world.settle()
    assert numbers(stock) == [1]


async def test_what_is_parked_or_waits_keeps_what_it_carries(world):
    def fail(_event, _work):
        raise RuntimeError

    orders, stock = world.context("orders"), world.context("stock", on(Placed, fail))
    await orders.run(announce, ("a", 1))
    for _ in range(6):
        await world.settle()
        world.clock.move(minutes=1)
    world.clock.now += DATA_KEPT_FOR * 2
    assert await tidy(stock) == 0
    ((state, data),) = inbox(stock, "state", "data")
    assert state == "parked"
    assert data


async def test_kept_answers_go_after_two_days(world):
    orders = world.context("orders")
    once = Once(user_id=new_id(), key="k", body_hash=b"")
    await orders.run_once(place, ("a", 1), once, lambda _: Answer(status=201, body=b""))
    world.clock.now += ANSWERS_KEPT_FOR
    assert await tidy(orders) == 0
    world.clock.move(seconds=1)
    assert await tidy(orders) == 1
    assert rows(orders, mailbox.answers, "key") == []


async def test_what_was_sent_goes_and_what_could_not_be_sent_stays(world):
    async def mail(_delivery):
        """Goes through."""

    orders = world.context("orders")
    courier = Courier(orders, {"mail": mail})
    for channel in ("mail", "pigeon"):
        await orders.run(lambda to, work: work.deliver(to, "hello", new_id()), channel)
    await courier.deliver()
    world.clock.now += SENT_KEPT_FOR
    world.clock.move(hours=1)
    assert await tidy(orders) == 1
    assert rows(orders, mailbox.deliveries, "channel") == ["pigeon"]
