import asyncio
import itertools
import logging

import pytest

from moim.kernel.errors import Conflict
from moim.kernel.policies import on
from moim.platform.mailbox import Envelope
from moim.platform.parked import drop_parked, list_parked, replay_parked
from moim.platform.pumps import NeverRests
from moim.platform.reactions import ATTEMPTS_MAX, LINES_MAX, react
from tests.contract.toy import (
    Counted,
    Placed,
    Rang,
    announce,
    announce_all,
    count,
    inbox,
    mailbox,
    notes,
    numbers,
    place,
    rows,
    total,
)


class SoldOut(Conflict):
    code = "sold-out"
    ko = "품절되었습니다."
    en = "Sold out."


@pytest.fixture(autouse=True)
def _quiet_log(caplog):
    caplog.set_level(logging.CRITICAL, "moim.platform.reactions")


async def test_what_one_context_publishes_the_other_does(world):
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    assert await orders.run(place, ("a", 1)) == 1
    await world.settle()
    assert total(stock, "a") == 1
    assert rows(orders, mailbox.outbox, "seq") == []
    assert inbox(stock, "state") == ["done"]


async def test_a_use_case_that_fails_publishes_nothing(world):
    orders = world.context("orders")

    def place_and_fail(order, work):
        place(order, work)
        raise SoldOut

    with pytest.raises(SoldOut):
        await orders.run(place_and_fail, ("a", 1))
    assert rows(orders, mailbox.outbox, "seq") == []
    assert total(orders, "a") == 0


async def test_every_policy_of_an_event_has_its_own_line(world):
    def mourn(event, work):
        work.note("mourn", event.shop, event.number)

    orders = world.context("orders")
    stock = world.context("stock", on(Placed, count), on(Placed, mourn))
    await orders.run(announce, ("a", 1))
    await world.settle()
    assert sorted(rows(stock, notes, "policy")) == ["count", "mourn"]


async def test_the_same_event_twice_counts_once(world):
    stock = world.context("stock", on(Placed, count))
    envelope = _envelope(stock, Placed(shop="a", number=1))
    await stock.receive([envelope, envelope])
    await world.settle()
    await asyncio.gather(*(stock.receive([envelope]) for _ in range(10)))
    await world.settle()
    assert total(stock, "a") == 1


async def test_events_nobody_awaits_leave_no_line(world):
    orders, stock = world.context("orders"), world.context("stock", on(Counted, count))
    await orders.run(announce, ("a", 1))
    await world.settle()
    assert inbox(stock, "seq") == []
    assert rows(orders, mailbox.outbox, "seq") == []


async def test_events_of_one_key_are_done_in_their_order_by_four_workers(world):
    async def work_off(stock):
        while "waiting" in inbox(stock, "state"):
            await react(stock)
            await asyncio.sleep(0)

    orders, stock = world.context("orders"), world.context("stock", on(Placed, count))
    await announce_all(orders, ((f"shop{n % 8}", n) for n in range(160)))
    carrying = world.pumps()._relays["orders"]
    while await carrying.carry():
        pass
    await asyncio.gather(*(work_off(stock) for _ in range(4)))
    done = rows(stock, notes, "shop", "number")
    assert len(done) == 160
    for key in range(8):
        assert [number for shop, number in done if shop == f"shop{key}"] == list(range(key, 160, 8))


async def test_a_failing_line_holds_its_key_and_lets_the_others_pass(world):
    failures = []

    def count_unless_cursed(event, work):
        if event.number == 0 and len(failures) < 2:
            failures.append(event)
            raise RuntimeError
        count(event, work)

    orders = world.context("orders")
    stock = world.context("stock", on(Placed, count_unless_cursed))
    await announce_all(orders, [("bad", 0), ("bad", 1), ("good", 2), ("bad", 3)])
    await world.settle()
    assert numbers(stock) == [2]
    world.clock.move(seconds=2)
    await world.settle()
    assert numbers(stock) == [2]
    world.clock.move(seconds=4)
    await world.settle()
    assert numbers(stock) == [2, 0, 1, 3]


async def test_a_held_key_with_a_long_queue_does_not_hold_up_the_others(world):
    def count_unless_bad(event, work):
        if event.shop == "bad":
            raise RuntimeError
        count(event, work)

    orders, stock = world.context("orders"), world.context("stock", on(Placed, count_unless_bad))
    await announce_all(orders, [("bad", n) for n in range(LINES_MAX * 2)] + [("good", 7)])
    await world.settle()
    assert numbers(stock) == [7]


async def test_a_line_that_keeps_failing_is_parked_after_five_attempts_and_its_key_goes_on(world):
    attempts = []

    def count_all_but_the_first(event, work):
        if event.number == 0:
            attempts.append(world.clock.now)
            raise RuntimeError("no stock\nDETAIL: a@b.c\0")
        count(event, work)

    orders = world.context("orders")
    stock = world.context("stock", on(Placed, count_all_but_the_first))
    await announce_all(orders, [("a", 0), ("a", 1)])
    for _ in range(40):
        await world.settle()
        world.clock.move(seconds=1)
    waits = [(b - a).seconds for a, b in itertools.pairwise(attempts)]
    assert waits == [2, 4, 8, 16]
    assert inbox(stock, "state", "attempts", "reason") == [
        ("parked", ATTEMPTS_MAX, "RuntimeError: no stock"),
        ("done", 0, None),
    ]
    assert numbers(stock) == [1]


async def test_a_failed_line_leaves_nothing_behind(world):
    def count_and_fail(event, work):
        count(event, work)
        work.publish(Counted(shop=event.shop, number=event.number))
        work.deliver("mail", "hello", mailbox_owner)
        raise RuntimeError

    mailbox_owner = _envelope(world.context("x"), Placed(shop="a", number=0)).id
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count_and_fail))
    await announce_all(orders, [("a", 0)])
    await world.settle()
    for table in (notes, mailbox.outbox, mailbox.deliveries):
        assert rows(stock, table, "shop" if table is notes else "id") == []


@pytest.mark.parametrize("how", ["refused", "unreadable", "unknown"])
async def test_what_cannot_ever_work_is_parked_at_once(world, how):
    def refuse(event, work):
        count(event, work)
        raise SoldOut

    stock = world.context("stock", on(Placed, refuse))
    envelope = _envelope(stock, Placed(shop="a", number=1))
    if how == "unreadable":
        envelope = _with(envelope, data=b'{"shop": 7}')
    await stock.receive([envelope])
    if how == "unknown":
        stock.policies = {}
    await world.settle()
    ((state, attempts, reason),) = inbox(stock, "state", "attempts", "reason")
    assert (state, attempts) == ("parked", 1)
    assert {"refused": "SoldOut", "unreadable": "cannot be read", "unknown": "no such policy"}[
        how
    ] in reason
    assert numbers(stock) == []


async def test_a_parked_line_can_be_seen_and_replayed(world):
    healed = []

    def count_once_healed(event, work):
        if not healed:
            raise SoldOut
        count(event, work)

    stock = world.context("stock", on(Placed, count_once_healed))
    await stock.receive([_envelope(stock, Placed(shop="a", number=n)) for n in range(3)])
    await world.settle()
    first, second, third = await list_parked(stock)
    assert (first.policy, first.type, first.key) == ("count_once_healed", "orders.Placed", "a")
    assert first.data == {"shop": "a", "number": 0}
    assert await list_parked(stock, limit=1) == [first]
    assert await list_parked(stock, after=second.number) == [third]
    healed.append(True)
    nudges = []
    stock.on_received.append(lambda: nudges.append(1))
    assert await replay_parked(stock, second.number)
    assert nudges == [1]
    await world.settle()
    assert numbers(stock) == [1]
    assert not await replay_parked(stock, second.number)


async def test_a_dropped_line_is_gone_for_good(world):
    def refuse(_event, _work):
        raise SoldOut

    stock = world.context("stock", on(Placed, refuse))
    envelope = _envelope(stock, Placed(shop="a", number=1))
    await stock.receive([envelope])
    await world.settle()
    (line,) = await list_parked(stock)
    assert await drop_parked(stock, line.number)
    assert not await drop_parked(stock, line.number)
    assert not await replay_parked(stock, line.number)
    await stock.receive([envelope])
    await world.settle()
    assert await list_parked(stock) == []
    assert inbox(stock, "state") == ["dropped"]


async def test_a_line_that_is_not_json_is_listed_all_the_same(world):
    stock = world.context("stock", on(Placed, count))
    await stock.receive([_with(_envelope(stock, Placed(shop="a", number=1)), data=b"\xff{")])
    await world.settle()
    (line,) = await list_parked(stock)
    assert line.data == "�{"


async def test_an_overtaken_reaction_is_tried_again_before_it_counts_as_failed(world):
    tries = []

    def count_third_time(event, work):
        tries.append(event)
        work.note("lost", event.shop, event.number)
        shop = work.load(event.shop)
        if len(tries) < 3:
            shop.version = 99
        work.save(shop)

    orders, stock = world.context("orders"), world.context("stock", on(Placed, count_third_time))
    await announce_all(orders, [("a", 0)])
    await world.settle()
    assert len(tries) == 3
    assert rows(stock, notes, "policy") == ["lost"]


async def test_a_chain_carries_its_request_and_its_cause(world):
    seen = []

    def pass_on(event, work):
        seen.append(work._cause)
        work.publish(Counted(shop=event.shop, number=event.number))

    def hear(event, work):
        seen.append(work._cause)

    orders = world.context("orders", on(Counted, hear))
    world.context("stock", on(Placed, pass_on))
    await orders.run(announce, ("a", 1))
    ((first, request),) = rows(orders, mailbox.outbox, "id", "correlation")[:1]
    await world.settle()
    placed, counted = seen
    assert placed.correlation == counted.correlation == request
    assert placed.causation == first != counted.causation
    assert (placed.hops, counted.hops) == (1, 2)


async def test_a_loop_ends_after_eight_hops(world):
    def ping(event, work):
        work.publish(Counted(shop=event.shop, number=event.number + 1))

    def pong(event, work):
        work.publish(Placed(shop=event.shop, number=event.number + 1))

    orders = world.context("orders", on(Counted, pong))
    stock = world.context("stock", on(Placed, ping))
    await orders.run(announce, ("a", 0))
    await world.settle()
    states = inbox(orders, "state") + inbox(stock, "state")
    assert states.count("parked") == 1
    assert len(states) == 8
    (line,) = await list_parked(orders) + await list_parked(stock)
    assert "TooManyHops" in line.reason


async def test_settling_says_when_it_never_rests(world):
    def again(event, work):
        work.remind(world.clock.now, Rang(shop=event.shop))

    orders = world.context("orders", on(Rang, again))

    def endless(order, work):
        work.remind(world.clock.now, Rang(shop="a"))

    pumps = world.pumps()
    await orders.run(endless, None)
    with pytest.raises(NeverRests):
        await _without_hops(orders, pumps)


async def _without_hops(context, pumps):
    """Settle while the count of hops is kept at nothing, as if nobody counted."""
    relay = pumps._relays["orders"]

    async def reset() -> int:
        table = mailbox.inbox
        await context.database.commit(lambda c: c.execute(table.update().values(hops=0)))
        return 0

    relay.carry = reset
    await pumps.settle()


def _envelope(context, event) -> Envelope:
    return Envelope.around(event, context.work_on(None)._cause, context.clock())


def _with(envelope: Envelope, **changes) -> Envelope:
    return Envelope(**(vars(envelope) | changes))
