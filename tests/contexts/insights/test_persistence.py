"""The tables that the code expects are those that the migrations make, from any state before."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Float, Integer, TableClause, Uuid, column, insert, select, table

from moim.contexts.insights.context import REVISIONS
from moim.contexts.insights.persistence import tables
from moim.contexts.insights.persistence.boards import SqlBoards
from moim.kernel.ids import new_id
from moim.platform.columns import Instant
from moim.platform.db import SqliteDatabase
from moim.platform.migrations import differences, downgrade, upgrade
from tests.contexts.insights.world import MONDAY_NOON, ON_BOTH_DATABASES


def of_0004(name: str, **more: Any) -> TableClause:
    """A table of rankings as revision 0004 had it."""
    kinds = {"challenge_id": Uuid(), "user_id": Uuid(), "rank": Integer(), "value": Float()} | more
    return table(name, *(column(one, kind) for one, kind in kinds.items()))


PLACES_BEFORE = of_0004("places", inside=Boolean())
RANKS_BEFORE = of_0004("ranks", at=Instant())


@ON_BOTH_DATABASES
def test_the_migrations_make_the_tables_that_the_code_expects(database) -> None:
    assert not differences(database, tables.metadata)


def test_the_migrations_can_be_undone_and_done_again(tmp_path) -> None:
    database = SqliteDatabase(tmp_path / "again.sqlite")
    upgrade(database, REVISIONS)
    downgrade(database, REVISIONS)
    upgrade(database, REVISIONS)

    assert not differences(database, tables.metadata)
    database.close()


async def test_a_chart_of_before_is_there_with_its_sport_as_a_filter(tmp_path) -> None:
    database = SqliteDatabase(tmp_path / "before.sqlite")
    upgrade(database, REVISIONS, "0001")
    old = {"id": new_id().hex, "user_id": new_id().hex, "at": MONDAY_NOON.isoformat()}
    add = (
        "INSERT INTO charts (id, user_id, version, kind, format, first, last, sport, data, as_of)"
        " VALUES (:id, :user_id, 2, 'weeks', 'png', '2026-10-01', '2026-10-31', 'run',"
        " '{\"rows\": []}', :at)"
    )
    await database.commit(lambda c: c.exec_driver_sql(add, old))

    upgrade(database, REVISIONS)

    columns = ("kind", "first", "filters", "state", "data", "live")
    names = [tables.charts.c[name] for name in columns]
    row = await database.ask(lambda c: c.execute(select(*names)).one())
    assert tuple(row) == (
        "weeks",
        date(2026, 10, 1),
        {"sport": "run"},
        "ready",
        {"rows": []},
        False,
    )
    database.close()


@pytest.mark.parametrize("less_is_better", [False, True])
@ON_BOTH_DATABASES
async def test_who_stood_in_a_ranking_before_places_were_compared_stands_there_again(
    database, less_is_better
) -> None:
    downgrade(database, REVISIONS, "0004")
    challenge, people = new_id(), [new_id() for _ in range(4)]
    values = [1_500.25, 2_000.0, 2_000.0] if less_is_better else [2_000.0, 2_000.0, 1_500.25]

    def fill(connection) -> None:
        for rank, (user_id, value) in enumerate(zip(people, values, strict=False), start=1):
            key = {"challenge_id": challenge, "user_id": user_id, "rank": rank, "value": value}
            at = MONDAY_NOON + timedelta(seconds=rank)
            connection.execute(insert(PLACES_BEFORE), key | {"inside": True})
            connection.execute(insert(RANKS_BEFORE), key | {"at": at})
        nowhere = {"challenge_id": challenge, "user_id": people[3], "inside": True}
        connection.execute(insert(PLACES_BEFORE), nowhere)

    try:
        await database.commit(fill)
    finally:
        upgrade(database, REVISIONS)

    def shown(connection):
        boards = SqlBoards(connection, lambda _: None)
        podium = boards.podium(challenge, 3)
        return [one.user_id for one in podium], [boards.rank(one) for one in podium]

    assert await database.ask(shown) == (people[:3], [1, 2, 3])
