import asyncio
from concurrent.futures import CancelledError

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from moim.platform.db import SqliteDatabase, open_database
from moim.platform.transactions import TransactionLost, in_savepoint

plain = MetaData()
things = Table("things", plain, Column("id", Integer, primary_key=True))
promises = Table(
    "promises",
    plain,
    Column("thing", ForeignKey("things.id", deferrable=True, initially="DEFERRED")),
)


def put(id: int):
    def unit(connection):
        connection.execute(insert(things).values(id=id))
        return 1

    return unit


def put_and_fail(id: int):
    def unit(connection):
        connection.execute(insert(things).values(id=id))
        raise RuntimeError(id)

    return unit


def there(database) -> list[int]:
    return list(database.read(lambda c: c.execute(select(things.c.id).order_by("id")).scalars()))


@pytest.fixture
def tables(database):
    database.write(plain.create_all).result()
    return database


def test_what_a_unit_wrote_is_there_when_it_is_answered(tables):
    assert tables.write(put(1)).result() == 1
    assert there(tables) == [1]


def test_a_unit_that_raises_leaves_nothing_and_gives_its_error(tables):
    with pytest.raises(RuntimeError, match="7"):
        tables.write(put_and_fail(7)).result()
    assert there(tables) == []


def test_units_of_one_group_do_not_disturb_each_other(tables):
    units = [put_and_fail(n) if n % 3 == 0 else put(n) for n in range(60)]
    futures = [tables.write(unit) for unit in units]
    failed = [n for n, future in enumerate(futures) if future.exception()]
    assert failed == list(range(0, 60, 3))
    assert there(tables) == [n for n in range(60) if n % 3]


def test_a_unit_that_ends_the_thread_only_ends_itself(tables):
    def leave(_connection):
        raise SystemExit

    assert isinstance(tables.write(leave).exception(), SystemExit)
    assert tables.write(put(1)).result() == 1


def test_a_broken_rule_of_the_database_undoes_only_its_unit(tables):
    tables.write(put(1)).result()
    futures = [tables.write(put(n)) for n in (2, 1, 3)]
    assert [type(future.exception()) for future in futures] == [
        type(None),
        IntegrityError,
        type(None),
    ]
    assert there(tables) == [1, 2, 3]


def test_a_commit_that_fails_is_told_and_the_next_one_works(tables):
    unkept = tables.write(lambda c: c.execute(insert(promises).values(thing=99)) and None)
    assert isinstance(unkept.exception(), IntegrityError)
    tables.write(put(1)).result()
    assert there(tables) == [1]
    assert tables.read(lambda c: c.execute(select(promises)).all()) == []


def test_one_step_in_a_savepoint_is_undone_alone(tables):
    def unit(connection):
        put(1)(connection)
        with pytest.raises(RuntimeError):
            in_savepoint(connection, lambda: put_and_fail(2)(connection))
        in_savepoint(connection, lambda: put(3)(connection))

    tables.write(unit).result()
    assert there(tables) == [1, 3]


def test_savepoints_can_be_nested(tables):
    def inner(connection):
        put(2)(connection)
        with pytest.raises(IntegrityError):
            in_savepoint(connection, lambda: put(2)(connection))

    tables.write(lambda c: in_savepoint(c, lambda: inner(c))).result()
    assert there(tables) == [2]


def test_a_savepoint_that_is_gone_is_not_taken_for_a_failed_step(tables):
    def lose(connection):
        connection.connection.dbapi_connection.execute("ROLLBACK")
        raise RuntimeError

    def unit(connection):
        in_savepoint(connection, lambda: lose(connection))

    assert isinstance(tables.write(unit).exception(), TransactionLost)
    tables.write(put(1)).result()
    assert there(tables) == [1]


def test_a_question_may_not_write(tables):
    with pytest.raises(DBAPIError, match=r"read-?only"):
        tables.read(put(1))
    assert there(tables) == []


def test_a_question_sees_one_moment(tables):
    tables.write(put(1)).result()

    def question(connection):
        before = connection.execute(select(things)).all()
        tables.write(put(2)).result()
        return before, connection.execute(select(things)).all()

    before, after = tables.read(question)
    assert before == after
    assert there(tables) == [1, 2]


def test_a_question_that_asks_nothing_holds_nothing(tables):
    tables.read(lambda _connection: None)
    tables.write(put(1)).result()
    assert there(tables) == [1]


def test_a_question_that_fails_does_not_spoil_the_next(tables):
    with pytest.raises(DBAPIError):
        tables.read(lambda c: c.execute(text("SELECT nothing FROM nowhere")))
    assert there(tables) == []


async def test_answers_come_to_the_loop_that_asked(tables):
    assert await asyncio.gather(*(tables.commit(put(n)) for n in range(40))) == [1] * 40
    with pytest.raises(RuntimeError):
        await tables.commit(put_and_fail(50))
    assert await tables.ask(lambda c: len(c.execute(select(things)).all())) == 40


async def test_a_caller_that_gives_up_harms_nobody(tables):
    async with asyncio.timeout(5):
        given_up = [asyncio.ensure_future(tables.commit(put(n))) for n in range(20)]
        await asyncio.sleep(0)
        for task in given_up[::2]:
            task.cancel()
        answered = await asyncio.gather(*given_up, return_exceptions=True)
    assert answered[1::2] == [1] * 10
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answered[::2])
    assert await tables.commit(put(100)) == 1


def test_closing_finishes_what_was_accepted(database_named):
    database = database_named("one")
    database.write(plain.create_all).result()
    futures = [database.write(put(n)) for n in range(200)]
    database.close()
    assert all(future.result() == 1 for future in futures)
    with pytest.raises(RuntimeError):
        database.write(put(500))
    assert len(there(database_named("one"))) == 200


def test_a_unit_taken_back_in_time_is_not_run(tables):
    gate = asyncio.Event()
    blockers = [tables.write(lambda _c: gate.is_set()) for _ in range(3)]
    future = tables.write(put(1))
    if future.cancel():
        with pytest.raises(CancelledError):
            future.result()
        expected = []
    else:
        future.result()
        expected = [1]
    for blocker in blockers:
        blocker.result()
    assert there(tables) == expected


def test_each_context_has_a_database_of_its_own(tmp_path):
    with pytest.raises(ValueError, match="context"):
        open_database("users", "postgresql://somewhere/everything", tmp_path)
    database = open_database("users", "", tmp_path)
    assert isinstance(database, SqliteDatabase)
    database.close()
    assert (tmp_path / "users.sqlite").exists()
