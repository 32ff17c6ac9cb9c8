"""Many at the same moment, each on a connection of its own."""

import asyncio
import threading
from contextlib import suppress
from uuid import UUID

import pytest

from moim.contexts.challenges.persistence.rankings import SqlRankings
from tests.contexts.challenges.world import NOON, ON_BOTH_DATABASES, Person, World

PLACES, RIVALS = 3, 8


async def crowd(world: World) -> tuple[str, list[Person]]:
    organiser, *runners = await world.people(RIVALS + 1)
    return await organiser.makes(entrants_max=PLACES), runners


async def all_join(challenge: str, runners: list[Person]) -> list[int]:
    answers = await asyncio.gather(
        *(runner.send("PUT", f"/{challenge}/entries/me") for runner in runners)
    )
    return sorted(answer.status_code for answer in answers)


@ON_BOTH_DATABASES
async def test_no_more_enter_than_there_are_places(world: World):
    challenge, runners = await crowd(world)

    codes = await all_join(challenge, runners)

    assert codes == [201] * PLACES + [409] * (RIVALS - PLACES)
    assert (await runners[0].seen(f"/{challenge}"))["entrants"] == PLACES


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_without_the_lock_too_many_enter(world: World, monkeypatch):
    challenge, runners = await crowd(world)
    both = threading.Barrier(2, timeout=0.5)  # seconds; two enter together as long as there are two

    def hold_nobody(_rankings: SqlRankings, _challenge_id: UUID) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait()

    monkeypatch.setattr(SqlRankings, "hold", hold_nobody)

    codes = await all_join(challenge, runners)

    counted = (await runners[0].seen(f"/{challenge}"))["entrants"]
    assert codes.count(201) > PLACES or counted != codes.count(201)


@ON_BOTH_DATABASES
async def test_results_that_come_at_once_are_all_on_the_board(world: World):
    organiser, *runners = await world.people(RIVALS + 1)
    challenge = await organiser.makes(by_hand=True)
    for runner in runners:
        await runner.joins(challenge)
    typed = {"value": 1_000, "at": NOON.isoformat()}

    async def submits(runner: Person, number: int) -> None:
        result = UUID(int=number)
        answer = await runner.send("PUT", f"/{challenge}/results/{result}", json=typed)
        assert answer.status_code == 200, answer.text

    await asyncio.gather(*(submits(runner, number) for number, runner in enumerate(runners * 2)))

    seen = await organiser.seen(f"/{challenge}")
    assert (seen["ranked"], seen["total"]) == (RIVALS, RIVALS * 2_000)
    ranks = [line["rank"] for line in (await organiser.seen(f"/{challenge}/ranking"))["items"]]
    assert ranks == list(range(1, RIVALS + 1))
