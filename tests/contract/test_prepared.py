"""A prepared read answers as Core does, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from moim.kernel.ids import new_id
from moim.platform.columns import Instant
from moim.platform.prepared import Prepared
from moim.platform.upsert import upsert

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(20)),
    Column("at", Instant),
    Column("left", Boolean),
    Column("weight", Float),
    Column("number", Integer),
    Column("more", JSON),
)
AT = datetime(2026, 5, 1, 6, 30, 0, 250_000, tzinfo=UTC)


@pytest.fixture
def filled(database):
    one, other = new_id(), new_id()
    known = {"name": "강", "at": AT, "left": True, "weight": 1.5, "number": 3, "more": {"a": [1]}}
    rows = [{"id": one} | known, {"id": other} | dict.fromkeys(known)]
    database.write(metadata.create_all).result()
    database.write(lambda connection: connection.execute(insert(things), rows)).result()
    return one, other


def test_every_type_comes_out_as_through_core_and_so_does_nothing(database, filled):
    statement = select(things).where(things.c.id == bindparam("id"))
    prepared = Prepared(statement)
    for id in (*filled, new_id()):
        core = database.read(lambda c, id=id: c.execute(statement, {"id": id}).all())
        rows = database.read(lambda c, id=id: prepared.rows(c, id=id))

        assert rows == [tuple(row) for row in core]
        assert [[type(value) for value in row] for row in rows] == [
            [type(value) for value in row] for row in core
        ]


def test_values_are_bound_by_name_however_often_and_in_whatever_order(database, filled):
    prepared = Prepared(
        select(things.c.number)
        .where(
            things.c.at >= bindparam("at"),
            things.c.left.is_(True),
            things.c.at <= bindparam("at"),
            things.c.name == "강",
        )
        .limit(bindparam("most"))
    )

    assert database.read(lambda c: prepared.rows(c, most=5, at=AT)) == [(3,)]
    assert database.read(lambda c: prepared.rows(c, at=AT, most=0)) == []


def test_a_value_that_is_missing_is_a_mistake(database, filled):
    prepared = Prepared(select(things.c.id).where(things.c.name == bindparam("name")))

    with pytest.raises(KeyError):
        database.read(lambda c: prepared.rows(c, id=filled[0]))


def test_what_the_database_refuses_is_told_as_by_core_and_tells_no_values(database):
    absent = Table("absent", MetaData(), Column("name", String(20)))
    prepared = Prepared(select(absent).where(absent.c.name == bindparam("name")))

    with pytest.raises(DBAPIError) as refused:
        database.read(lambda c: prepared.rows(c, name="personal"))
    assert "personal" not in str(refused.value)


WRITTEN = {"name": "강", "at": AT, "left": True, "weight": 1.5, "number": 3, "more": {"a": [1]}}


@pytest.mark.parametrize("given", [WRITTEN, dict.fromkeys(WRITTEN)], ids=["values", "nothing"])
def test_every_type_goes_in_as_through_core(database, filled, given):
    through_core, prepared = new_id(), new_id()

    def write(connection):
        connection.execute(insert(things), {"id": through_core} | given)
        names = ("id", *given)
        assert Prepared(insert(things), names).run(connection, id=prepared, **given) == 1

    database.write(write).result()
    of_id = select(things).where(things.c.id == bindparam("id"))
    core, raw = (
        database.read(lambda c, id=id: c.execute(of_id, {"id": id}).one())
        for id in (through_core, prepared)
    )
    assert tuple(raw)[1:] == tuple(core)[1:]


def test_a_write_that_clashes_is_told_as_core_tells_it(database, filled):
    def again(connection):
        Prepared(insert(things), ("id",)).run(connection, id=filled[0])

    with pytest.raises(IntegrityError):
        database.write(again).result()


def test_a_row_put_twice_is_the_second(database, filled):
    for number in (4, 5):
        row = {"id": filled[0], "number": number, "more": {"b": number}}
        database.write(lambda connection, row=row: upsert(connection, things, row)).result()

    of_id = select(things).where(things.c.id == filled[0])
    row = database.read(lambda connection: connection.execute(of_id).one())
    assert (row.number, row.more, row.name) == (5, {"b": 5}, "강")


def test_a_default_that_only_core_makes_is_refused(database, filled):
    made = Table("made", MetaData(), Column("id", Uuid, primary_key=True, default=new_id))

    def write(connection):
        Prepared(insert(made), ()).run(connection)

    with pytest.raises(ValueError, match="only Core"):
        database.read(write)


def test_a_statement_that_writes_tells_how_many_rows_or_those_it_returns(database, filled):
    one, _other = filled
    put = Prepared(insert(things).values(id=bindparam("at_id"), name=bindparam("named")))
    grow = Prepared(
        update(things)
        .where(things.c.id == bindparam("at_id"))
        .values(number=things.c.number + bindparam("more_by", type_=Integer))
        .returning(things.c.id, things.c.number, things.c.at)
    )
    take = Prepared(delete(things).where(things.c.id == bindparam("at_id")))
    third = new_id()

    def write(connection):
        return [
            put.run(connection, at_id=third, named="산"),
            grow.rows(connection, at_id=one, more_by=4),
            grow.rows(connection, at_id=new_id(), more_by=4),
            take.run(connection, at_id=third),
            take.run(connection, at_id=third),
        ]

    assert database.write(write).result() == [1, [(one, 7, AT)], [], 1, 0]
