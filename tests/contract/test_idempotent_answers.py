import asyncio

import pytest

from moim.kernel.errors import Conflict
from moim.kernel.ids import new_id
from moim.platform.context import Answer, KeyUsedForAnother, Once, StillRunning
from moim.platform.vault import Vault
from tests.contract.toy import mailbox, place, rows, total

USER, OTHER = new_id(), new_id()


def once(key="k", body=b"1", user=USER):
    return Once(user_id=user, key=key, body_hash=body)


def answer(result: int) -> Answer:
    return Answer(status=201, body=str(result).encode())


async def test_the_same_request_again_is_answered_the_same_and_done_once(world):
    orders = world.context("orders")
    first = await orders.run_once(place, ("a", 1), once(), answer)
    again = await orders.run_once(place, ("a", 1), once(), answer)
    assert first == again == Answer(status=201, body=b"1")
    assert total(orders, "a") == 1
    assert len(rows(orders, mailbox.outbox, "seq")) == 1


async def test_another_key_or_another_sender_is_another_request(world):
    orders = world.context("orders")
    for one in (once(), once("l"), once(user=OTHER)):
        await orders.run_once(place, ("a", 1), one, answer)
    assert total(orders, "a") == 3


async def test_the_same_key_with_another_body_is_refused(world):
    orders = world.context("orders")
    await orders.run_once(place, ("a", 1), once(), answer)
    with pytest.raises(KeyUsedForAnother):
        await orders.run_once(place, ("a", 2), once(body=b"2"), answer)
    assert total(orders, "a") == 1


async def test_what_failed_is_not_kept_and_may_be_sent_again(world):
    def refuse(_order, work):
        place(("a", 1), work)
        raise Conflict

    orders = world.context("orders")
    with pytest.raises(Conflict):
        await orders.run_once(refuse, None, once(), answer)
    assert total(orders, "a") == 0
    assert (await orders.run_once(place, ("a", 1), once(), answer)).status == 201


async def test_sent_many_times_at_once_it_is_done_once(world):
    orders = world.context("orders")
    await orders.run(place, ("a", 0))
    answers = await asyncio.gather(
        *(orders.run_once(place, ("a", 1), once(), answer) for _ in range(12)),
        return_exceptions=True,
    )
    done = [given for given in answers if isinstance(given, Answer)]
    assert done
    assert set(done) == {Answer(status=201, body=b"2")}
    assert all(isinstance(given, Answer | StillRunning) for given in answers)
    assert total(orders, "a") == 2


async def test_who_commits_while_another_does_the_same_is_told_that_it_still_runs(world):
    orders = world.context("orders")

    def place_after_another_committed(order, work):
        row = {"user_id": USER, "key": "k", "body_hash": b"1", "status": 201, "body": b"x"}
        work.connection.execute(mailbox.answers.insert(), row | {"at": work.now})
        return place(order, work)

    with pytest.raises(StillRunning):
        await orders.run_once(place_after_another_committed, ("a", 1), once(), answer)
    assert total(orders, "a") == 0


def told_once(_result: int) -> Answer:
    return Answer(status=201, body=b'{"token": "told-this-once"}')


async def test_what_is_kept_does_not_show_the_answer(world):
    orders = world.context("orders")
    given = await orders.run_once(place, ("a", 1), once(), told_once)
    (kept,) = rows(orders, mailbox.answers, "body")
    assert b"told-this-once" in given.body
    assert b"told" not in kept


async def test_an_answer_outlives_the_process_and_opens_for_its_own_request_alone(world, tmp_path):
    orders, later = world.context("orders"), world.context("orders", made=True)
    orders.answers_seal = Vault(tmp_path).seal("answers")
    later.answers_seal = Vault(tmp_path).seal("answers")

    given = await orders.run_once(place, ("a", 1), once(), told_once)
    assert await later.run_once(place, ("a", 1), once(), told_once) == given

    moved = mailbox.answers.update().values(user_id=OTHER)
    later.database.write(lambda connection: connection.execute(moved)).result()
    with pytest.raises(KeyUsedForAnother):
        await later.run_once(place, ("a", 1), once(user=OTHER), told_once)


async def test_an_answer_kept_under_keys_that_are_gone_is_refused_and_nothing_done_again(world):
    orders, later = world.context("orders"), world.context("orders", made=True)
    await orders.run_once(place, ("a", 1), once(), told_once)
    with pytest.raises(KeyUsedForAnother):
        await later.run_once(place, ("a", 1), once(), told_once)
    assert total(orders, "a") == 1
