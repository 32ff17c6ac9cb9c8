"""A world of two toy contexts: orders are placed in one, and counted in the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select, update

from moim.kernel.errors import Stale
from moim.kernel.events import Event
from moim.platform.bus import EmbeddedBus
from moim.platform.context import Context
from moim.platform.db import Database
from moim.platform.deliveries import Courier, Send
from moim.platform.mailbox import Mailbox
from moim.platform.pumps import Pumps
from moim.platform.work import UnitOfWork

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Placed(Event, key="shop"):
    shop: str
    number: int


class Counted(Event, key="shop"):
    shop: str
    number: int


class Rang(Event, key="shop"):
    """Private to the context that set it."""

    shop: str
    number: int = 0


Placed.context, Counted.context, Rang.context = "orders", "stock", "events"


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


metadata = MetaData()
mailbox = Mailbox(metadata)
shops = Table(
    "shops",
    metadata,
    Column("id", String(50), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)
notes = Table(
    "notes",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("policy", String(50), nullable=False),
    Column("shop", String(50), nullable=False),
    Column("number", Integer, nullable=False),
)


@dataclass
class Shop:
    id: str
    version: int = 0
    total: int = 0


class ToyWork(UnitOfWork):
    """Shops are saved under a version check; notes say what was done, in what order."""

    def load(self, id: str) -> Shop:
        row = self.connection.execute(select(shops).where(shops.c.id == id)).first()
        return Shop(*row) if row else Shop(id)

    def save(self, shop: Shop) -> None:
        values = {"version": shop.version + 1, "total": shop.total}
        if shop.version == 0:
            self.connection.execute(insert(shops).values(id=shop.id, **values))
            return
        saved = self.connection.execute(
            update(shops)
            .where(shops.c.id == shop.id, shops.c.version == shop.version)
            .values(**values)
        )
        if saved.rowcount != 1:
            raise Stale

    def note(self, policy: str, shop: str, number: int) -> None:
        self.connection.execute(insert(notes).values(policy=policy, shop=shop, number=number))


def place(order: tuple[str, int], work: ToyWork) -> int:
    """Place an order: the shop's total rises by one and the event says so."""
    name, number = order
    shop = work.load(name)
    shop.total += 1
    work.save(shop)
    work.publish(Placed(shop=name, number=number))
    return shop.total


def announce(order: tuple[str, int], work: ToyWork) -> None:
    """Publish an order without touching the shop."""
    work.publish(Placed(shop=order[0], number=order[1]))


def count(event: Placed, work: ToyWork) -> None:
    """Not idempotent on purpose: what runs twice shows."""
    shop = work.load(event.shop)
    shop.total += 1
    work.save(shop)
    work.note("count", event.shop, event.number)


class World:
    """Contexts over databases that ``database_named`` opens, one bus between them."""

    def __init__(self, database_named: Callable[[str], Database]) -> None:
        self._database_named = database_named
        self.clock = HandClock()
        self.bus = EmbeddedBus()
        self.contexts: list[Context[ToyWork]] = []
        self.couriers: list[Courier] = []

    def context(self, name: str, *policies: Any, made: bool = False) -> Context[ToyWork]:
        """A context on its own database; ``made`` says that its tables are there already."""
        database = self._database_named(name)
        if not made:
            database.write(metadata.create_all).result()
        context = Context(
            name=name,
            database=database,
            metadata=metadata,
            mailbox=mailbox,
            work=ToyWork,
            policies=policies,
            clock=self.clock,
        )
        self.bus.join(context)
        self.contexts.append(context)
        return context

    def courier(self, context: Context[ToyWork], **channels: Send) -> Courier:
        self.couriers.append(Courier(context, channels))
        return self.couriers[-1]

    def pumps(self) -> Pumps:
        return Pumps(self.contexts, self.bus, self.couriers)

    async def settle(self) -> None:
        await self.pumps().settle()


def rows(context: Context[Any], table: Table, *names: str) -> list[Any]:
    """Columns of a table in the order of its first, as tuples; one column as plain values."""
    columns = [table.c[name] for name in names]
    first = next(iter(table.c))
    found = context.database.read(
        lambda connection: connection.execute(select(*columns).order_by(first)).all()
    )
    return [row[0] for row in found] if len(names) == 1 else [tuple(row) for row in found]


def inbox(context: Context[Any], *names: str) -> list[Any]:
    return rows(context, mailbox.inbox, *names)


def total(context: Context[ToyWork], shop: str) -> int:
    return context.database.read(lambda connection: context.work_on(connection).load(shop).total)


def numbers(context: Context[Any]) -> list[int]:
    return rows(context, notes, "number")


async def announce_all(context: Context[ToyWork], orders: Iterable[tuple[str, int]]) -> None:
    for order in orders:
        await context.run(announce, order)
