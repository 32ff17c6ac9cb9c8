"""Rankings: exact, the same on both databases, and told at most once a second."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from moim.contexts.challenges.application import telling
from moim.contexts.challenges.domain.ranking import Standing, place_of, standing_at
from moim.contexts.challenges.persistence import rankings
from moim.kernel.ids import new_id
from tests.contexts.challenges.world import ENDS, NOON, ON_BOTH_DATABASES, World


def standing(points: int, at: datetime = NOON, user: int = 1) -> Standing:
    return Standing(points=points, at=at, user_id=UUID(int=user))


def test_places_sort_by_points_then_by_who_got_there_first():
    first = [
        standing(10),
        standing(9, NOON, 7),
        standing(9, NOON + timedelta(microseconds=1), 3),
        standing(9, NOON + timedelta(microseconds=1), 4),
        standing(0),
        standing(-5_000),
    ]
    places = [place_of(one) for one in first]

    assert places == sorted(places)
    assert [standing_at(place) for place in places] == first


@ON_BOTH_DATABASES
@pytest.mark.parametrize("seed", range(3))
async def test_ranks_equal_a_sort_after_any_history(world: World, monkeypatch, seed: int):
    monkeypatch.setattr(rankings, "BLOCK", 8)
    random, board = Random(seed), new_id()
    held: dict[int, bytes] = {}

    def history(_: None, work) -> None:
        for _step in range(400):
            user = random.randrange(90)
            before = held.get(user)
            after = None
            if before is None or random.random() < 0.8:
                points = random.choice([1, 1, 2, 3, random.randrange(1_000)])
                at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(5))
                after = place_of(Standing(points=points, at=at, user_id=UUID(int=user)))
            work.rankings.move(board, before, after)
            held.pop(user, None)
            if after is not None:
                held[user] = after

    def compare(_: None, work) -> None:
        expected = sorted(held.values())
        assert list(work.rankings.after(board, b"", 1_000)) == expected
        assert [work.rankings.rank(board, place) for place in expected] == list(
            range(1, len(expected) + 1)
        )
        assert work.rankings.size(board) == len(expected)
        middle = len(expected) // 2
        assert (
            list(work.rankings.before(board, expected[middle], 5))
            == (expected[middle - 5 : middle])
        )

    for _round in range(3):
        await world.context.run(history, None)
        await world.context.ask(compare, None)


async def test_blocks_join_again_when_the_board_empties(world: World, monkeypatch):
    monkeypatch.setattr(rankings, "BLOCK", 8)
    board = new_id()
    places = [place_of(standing(n, user=n)) for n in range(200)]

    def fill(_: None, work) -> None:
        for place in places:
            work.rankings.move(board, None, place)

    def drain(_: None, work) -> None:
        for place in places[:-1]:
            work.rankings.move(board, place, None)

    await world.context.run(fill, None)
    assert len(world.rows("blocks")) > 10
    await world.context.run(drain, None)
    assert len(world.rows("blocks")) <= 3


@pytest.mark.event(45)
@ON_BOTH_DATABASES
async def test_moves_of_one_second_are_told_together(world: World):
    organiser, *runners = await world.people(4)
    challenge = await organiser.makes()
    for runner in runners:
        await runner.joins(challenge)
    for number, runner in enumerate(runners, start=1):
        await runner.runs(number * 1_000)
    assert world.published("RankingUpdated") == []

    await world.passes(seconds=1)

    (told,) = world.published("RankingUpdated")
    assert [(one["user_id"], one["rank"], one["before"]) for one in told["changed"]] == [
        (str(runners[2].id), 1, None),
        (str(runners[1].id), 2, None),
        (str(runners[0].id), 3, None),
    ]
    await runners[0].runs(1_500, at=NOON - timedelta(days=1))
    await world.passes(seconds=2)
    again = world.published("RankingUpdated")[-1]
    assert [(one["user_id"], one["rank"], one["before"]) for one in again["changed"]] == [
        (str(runners[0].id), 2, 3)
    ]
    assert (again["changed"][0]["points"], again["gone"]) == (2_500_000, [])
    await runners[2].send("DELETE", f"/{challenge}/entries/me")
    await world.passes(seconds=2)
    assert world.published("RankingUpdated")[-1]["gone"] == [str(runners[2].id)]


@ON_BOTH_DATABASES
async def test_moves_that_are_too_many_for_one_second_are_told_in_the_next(
    world: World, monkeypatch
):
    monkeypatch.setattr(telling, "TOLD_MAX", 2)
    organiser, *runners = await world.people(4)
    challenge = await organiser.makes()
    for number, runner in enumerate(runners, start=1):
        await runner.joins(challenge)
        await runner.runs(number * 1_000)

    for _second in range(3):
        await world.passes(seconds=2)

    told = [
        [one["user_id"] for one in event["changed"]] for event in world.published("RankingUpdated")
    ]
    assert told == [[str(runners[2].id), str(runners[1].id)], [str(runners[0].id)]]


@ON_BOTH_DATABASES
async def test_a_page_around_me_the_top_and_the_next_one(world: World):
    organiser, *runners = await world.people(7)
    challenge = await organiser.makes()
    for number, runner in enumerate(runners, start=1):
        await runner.joins(challenge)
        await runner.runs(number * 1_000)
    me = runners[2]

    around = await me.seen(f"/{challenge}/ranking", around="me", limit=3)
    assert [line["rank"] for line in around["items"]] == [3, 4, 5]
    assert (around["me"]["rank"], around["gap_to_next"], around["size"]) == (4, 1_000, 6)
    top = await me.seen(f"/{challenge}/ranking", limit=4)
    rest = await me.seen(f"/{challenge}/ranking", limit=4, cursor=top["next"])
    assert [line["rank"] for line in top["items"] + rest["items"]] == [1, 2, 3, 4, 5, 6]
    assert rest["next"] is None
    assert top["items"][0]["nickname"] == "러너6"
    broken = await me.send("GET", f"/{challenge}/ranking", params={"cursor": "x"})
    assert broken.json()["code"] == "bad-cursor"


async def test_an_unchanged_ranking_is_not_sent_again(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    first = await runner.send("GET", f"/{challenge}/ranking")
    tag = {"if-none-match": first.headers["etag"]}

    assert (await runner.send("GET", f"/{challenge}/ranking", headers=tag)).status_code == 304
    await runner.runs(1_000)
    assert (await runner.send("GET", f"/{challenge}/ranking", headers=tag)).status_code == 200


async def test_friends_are_those_who_follow_each_other(world: World):
    organiser, me, friend, fan = await world.people(4)
    challenge = await organiser.makes()
    for number, runner in enumerate((me, friend, fan), start=1):
        await runner.joins(challenge)
        await runner.runs(number * 1_000)
    world.follows.follow(friend.id, me.id)
    world.follows.follow(me.id, friend.id)
    world.follows.follow(fan.id, me.id)

    friends = await me.seen(f"/{challenge}/ranking", around="friends")

    assert [line["user_id"] for line in friends["items"]] == [str(friend.id), str(me.id)]


async def test_the_change_since_yesterday_is_shown(world: World):
    organiser, one, other = await world.people(3)
    challenge = await organiser.makes(by_team=True)
    for runner, metres in ((one, 3_000), (other, 2_000)):
        await runner.joins(challenge, team=f"{metres}")
        await runner.runs(metres)
    await world.passes(seconds=1)
    await world.passes(days=1)

    await other.runs(5_000)

    lines = (await one.seen(f"/{challenge}/ranking"))["items"]
    assert [(line["user_id"], line["change"]) for line in lines] == [
        (str(other.id), 1),
        (str(one.id), -1),
    ]
    alone = await one.seen(f"/{challenge}/ranking", around="team")
    assert (alone["me"]["rank"], alone["me"]["change"]) == (1, None), "another ranking than theirs"


async def test_a_passed_entrant_is_told_once_an_hour(world: World):
    organiser, one, other = await world.people(3)
    challenge = await organiser.makes()
    for runner in (one, other):
        await runner.joins(challenge)
    await one.runs(3_000)
    await world.passes(seconds=2)
    await other.runs(2_000)
    await world.passes(seconds=2)
    assert await one.told("overtaken") == []

    await other.runs(2_000, at=NOON - timedelta(days=1))
    await world.passes(seconds=2)

    (notice,) = await one.told("overtaken")
    assert notice["count"] == 1
    await one.runs(2_000, at=NOON - timedelta(days=1))
    await world.passes(seconds=2)
    await other.runs(2_000, at=NOON - timedelta(days=2))
    await world.passes(seconds=2)
    (notice,) = await one.told("overtaken")
    assert notice["count"] == 2
    assert "앞질렀어요" in notice["title"]


async def test_who_watches_is_hinted_at_a_new_revision(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    told: list[tuple[str, int]] = []
    world.hub.tell = lambda key, revision: told.append((key, revision))
    await runner.runs(1_000)
    await world.passes(seconds=2)

    await world.keeper.tell()
    await world.keeper.tell()

    assert told == [(f"challenge:{challenge}", 1)]
    await world.becomes(ENDS)
    await world.keeper.tell()
    assert told[1:] == [(f"challenge:{challenge}", 2)], "that it is final now"


async def test_a_stored_ranking_is_proved_from_the_workouts(world: World):
    from sqlalchemy import update

    from moim.contexts.challenges.adapters.proving import verify
    from moim.contexts.challenges.persistence.tables import results, workouts

    organiser, *runners = await world.people(4)
    challenge = UUID(await organiser.makes())
    for number, runner in enumerate(runners, start=1):
        await runner.joins(str(challenge))
        await runner.runs(number * 1_000)

    proof = await verify(world.context, world.blobs, challenge)
    assert (proof.ranked, proof.holds) == (3, True)
    assert results is not None
    changed = update(workouts).where(workouts.c.user_id == runners[0].id)
    world.database.write(lambda c: c.execute(changed.values(metrics={"distance_m": 9.0}))).result()
    proof = await verify(world.context, world.blobs, challenge)
    assert (proof.holds, proof.wrong.count, proof.wrong.first) == (False, 1, (runners[0].id,))


@ON_BOTH_DATABASES
async def test_an_order_that_somebody_changed_by_hand_does_not_hold(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    from sqlalchemy import delete, update

    from moim.contexts.challenges.adapters.proving import verify
    from moim.contexts.challenges.persistence.tables import blocks, standings

    monkeypatch.setattr(rankings, "BLOCK", 2)  # three or more blocks
    organiser, *runners = await world.people(9)
    challenge = UUID(await organiser.makes())
    for number, runner in enumerate(runners, start=1):
        await runner.joins(str(challenge))
        await runner.runs(number * 1_000)

    async def wrong_ranks() -> int:
        proof = await verify(world.context, world.blobs, challenge)
        assert (proof.ranked, proof.wrong.count) == (8, 0)
        return proof.wrong_ranks

    def by_hand(change: Any) -> None:
        world.database.write(lambda c: c.execute(change) and None).result()

    assert await wrong_ranks() == 0
    by_hand(update(blocks).where(blocks.c.low == b"").values(held=blocks.c.held + 1))
    first = next(row for row in world.rows("blocks") if bytes(row.low) == b"").held - 1
    assert await wrong_ranks() == 8 - first + 1, "all behind the first block, and one too many"
    by_hand(update(blocks).where(blocks.c.low == b"").values(held=blocks.c.held - 1))
    assert await wrong_ranks() == 0
    last = max(bytes(row.place) for row in world.rows("standings"))
    by_hand(delete(standings).where(standings.c.place == last))
    assert await wrong_ranks() == 2, "an entrant whom the order has not; a block of one too many"


@ON_BOTH_DATABASES
async def test_a_list_of_challenges_tells_the_own_rank_and_value_in_each(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rankings, "BLOCK", 2)  # several blocks in each ranking
    organiser, viewer, *others = await world.people(9)
    of_metres = await organiser.makes()
    of_workouts = await organiser.makes(metric="count")
    without_result = await organiser.makes(sport="ride")
    not_entered = await organiser.makes()
    for challenge in (of_metres, of_workouts, without_result):
        for one in (viewer, *others):
            await one.joins(challenge)
    for number, one in enumerate(others):
        for _ in range(2 if number < 3 else 1):
            await one.runs(1_000 * (number + 1))
    await viewer.runs(4_500)

    listed = {one["id"]: one for one in (await viewer.seen(""))["items"]}
    own = {
        id: (one["entered"], one["own"] and (one["own"]["rank"], one["own"]["value"]))
        for id, one in listed.items()
    }
    assert own == {
        of_metres: (True, (5, 4_500)),
        of_workouts: (True, (5, 1)),
        without_result: (True, (None, None)),
        not_entered: (False, None),
    }
    for challenge in (of_metres, of_workouts):
        assert (await viewer.entry(challenge))["rank"] == listed[challenge]["own"]["rank"]
    assert {one["own"] for one in (await organiser.seen(""))["items"]} == {None}
    answer = await world.client.get("/v1/challenges")
    assert {one["own"] for one in answer.json()["items"]} == {None}
