"""SQLite undoes the whole transaction by itself when the disk is full; nobody may miss that."""

import asyncio
import logging

import pytest
from sqlalchemy.exc import OperationalError

from moim.kernel.policies import on
from moim.platform.db import TransactionLost
from moim.platform.parked import list_parked
from moim.platform.reactions import react
from tests.contract.toy import (
    Placed,
    announce_all,
    count,
    inbox,
    numbers,
    place,
    rows,
    shops,
    total,
)

LOTS = 200_000


@pytest.fixture(autouse=True)
def _quiet_log(caplog):
    caplog.set_level(logging.CRITICAL, "moim.platform")


def fill(work) -> None:
    work.connection.execute(shops.insert(), [{"id": "x" * LOTS, "version": 1, "total": 0}])


async def allow(context, *, pages_more: int) -> None:
    """Let the file grow by so many pages and no further."""

    def unit(connection):
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + pages_more}")

    await context.database.commit(unit)


async def test_a_unit_that_finds_the_disk_full_is_told_and_small_ones_go_on(world):
    orders = world.context("orders")
    await allow(orders, pages_more=5)
    with pytest.raises(TransactionLost) as told:
        await orders.run(lambda _, work: fill(work), None)
    assert isinstance(told.value.__cause__, OperationalError)
    await orders.run(place, ("a", 1))
    assert rows(orders, shops, "id") == ["a"]


async def test_one_that_is_too_much_for_the_disk_fails_alone(world):
    orders = world.context("orders")
    await allow(orders, pages_more=5)
    units = [lambda c: place(("a", 1), orders.work_on(c))] * 30
    units.insert(20, lambda c: fill(orders.work_on(c)))
    futures = [orders.database.write(unit) for unit in units]
    answers = await asyncio.gather(
        *(asyncio.wrap_future(future) for future in futures), return_exceptions=True
    )
    assert isinstance(answers.pop(20), TransactionLost)
    assert answers == list(range(1, 31))
    assert total(orders, "a") == 30


async def test_a_pass_over_the_inbox_that_is_lost_is_made_again_whole(world):
    def count_and_hoard(event, work):
        count(event, work)
        if event.number == 3 and not healed:
            fill(work)

    healed = []
    orders, stock = world.context("orders"), world.context("stock", on(Placed, count_and_hoard))
    await announce_all(orders, [(f"s{n}", n) for n in range(6)])
    await allow(stock, pages_more=8)
    while await world.pumps()._relays["orders"].carry():
        pass  # what is lost is what was made of them, not that they came
    with pytest.raises(TransactionLost):
        await react(stock)
    assert numbers(stock) == []
    assert inbox(stock, "state") == ["waiting"] * 6
    healed.append(True)
    await world.settle()
    assert numbers(stock) == list(range(6))
    assert await list_parked(stock) == []
