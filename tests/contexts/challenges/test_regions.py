"""On whose region's board somebody stands: only who shows where they are from, while they do."""

import asyncio
from random import Random
from typing import Any
from uuid import UUID

import pytest

from moim.contexts.challenges.application.standing import region_board
from moim.contexts.challenges.context import REVISIONS
from moim.contexts.challenges.domain.person import Person as Replica
from moim.contracts.users import (
    Account,
    AccountLocked,
    AccountUnlocked,
    ProfileUpdated,
    UserLoggedIn,
)
from moim.platform.migrations import downgrade, upgrade
from tests.contexts.challenges.world import ENDS, ON_BOTH_DATABASES, Person, World

MAPO, JEJU = "서울특별시 마포구", "제주특별자치도 제주시"


def told(person: Person, region: str | None, *, public: bool) -> ProfileUpdated:
    return ProfileUpdated(
        user_id=person.id,
        nickname="민지",
        region=region,
        locale="ko",
        timezone="Asia/Seoul",
        region_public=public,
    )


async def stand(viewer: Person, challenge: str, region: str) -> list[str]:
    """Who is seen on the board of a region, by a person of none."""
    page = await viewer.seen(f"/{challenge}/ranking", around="region", region=region)
    assert page["size"] == len(page["items"])
    return [line["user_id"] for line in page["items"]]


@pytest.mark.row(180)
@ON_BOTH_DATABASES
async def test_a_region_is_seen_by_strangers_only_while_it_is_shown(world: World):
    organiser, minji, stranger = await world.people(3)
    id = str(minji.id)
    await world.happens(told(minji, MAPO, public=False))
    challenge = await organiser.makes(region="서울특별시")
    entry = await minji.joins(challenge)
    await minji.runs(5_000)

    assert entry["region"] is None
    assert await stand(stranger, challenge, MAPO) == []
    (listed,) = (await organiser.seen(f"/{challenge}/entries"))["items"]
    assert listed["region"] is None
    refused = await minji.send("GET", f"/{challenge}/ranking", params={"around": "region"})
    assert (refused.status_code, refused.json()["code"]) == (422, "region-needed")

    await world.happens(told(minji, MAPO, public=True))
    assert await stand(stranger, challenge, MAPO) == [id]
    own = await minji.seen(f"/{challenge}/ranking", around="region")
    assert (own["me"]["rank"], own["size"]) == (1, 1)

    await world.happens(told(minji, JEJU, public=True))
    assert await stand(stranger, challenge, MAPO) == []
    assert await stand(stranger, challenge, JEJU) == [id]

    await minji.runs(2_000)
    about = {"around": "region", "region": JEJU}
    shown = await stranger.send("GET", f"/{challenge}/ranking", params=about)
    assert [line["value"] for line in shown.json()["items"]] == [7_000]
    await world.happens(told(minji, JEJU, public=False))
    kept = {"if-none-match": shown.headers["etag"]}
    again = await stranger.send("GET", f"/{challenge}/ranking", params=about, headers=kept)
    assert (again.status_code, again.json()["items"]) == (200, [])
    assert (await minji.entry(challenge))["rank"] == 1


async def test_a_region_that_is_hidden_leaves_also_what_is_over(world: World):
    organiser, minji = await world.people(2)
    await world.happens(told(minji, MAPO, public=True))
    challenge = await organiser.makes()
    await minji.joins(challenge)
    await minji.runs(5_000)
    await world.becomes(ENDS)
    await world.passes(days=30)
    assert (await organiser.seen(f"/{challenge}"))["state"] == "final"
    assert await stand(organiser, challenge, MAPO) == [str(minji.id)]

    await world.happens(told(minji, MAPO, public=False))

    assert await stand(organiser, challenge, MAPO) == []
    assert len((await organiser.seen(f"/{challenge}/ranking"))["items"]) == 1


async def test_who_comes_back_stands_where_they_are_from_now(world: World):
    organiser, minji = await world.people(2)
    await world.happens(told(minji, MAPO, public=True))
    challenge = await organiser.makes()
    await minji.joins(challenge)
    await minji.runs(5_000)
    await minji.send("DELETE", f"/{challenge}/entries/me")
    await world.happens(told(minji, MAPO, public=False))
    await minji.joins(challenge)

    assert await stand(organiser, challenge, MAPO) == []


@ON_BOTH_DATABASES
@pytest.mark.parametrize("seed", range(2))
async def test_boards_of_regions_equal_those_counted_anew_after_any_history(
    world: World, seed: int
):
    random = Random(seed)
    organiser, *runners = await world.people(5)
    challenge = await organiser.makes()
    lives: dict[str, tuple[str | None, bool]] = {}
    for _step in range(25):
        one = random.choice(runners)
        match random.randrange(5):
            case 0:
                await one.send("PUT", f"/{challenge}/entries/me")
            case 1:
                await one.runs(random.choice([1_000, 2_000]))
            case 2:
                lock = random.choice([AccountUnlocked, AccountLocked])
                await world.happens(lock(user_id=one.id, reason="moderator"))
            case 3 if random.random() < 0.4:
                await one.send("DELETE", f"/{challenge}/entries/me")
            case _:
                lives[str(one.id)] = random.choice([MAPO, JEJU, None]), random.random() < 0.6
                region, public = lives[str(one.id)]
                await world.happens(told(one, region, public=public))

    ranked = [line["user_id"] for line in (await organiser.seen(f"/{challenge}/ranking"))["items"]]
    for region in (MAPO, JEJU):
        expected = [id for id in ranked if lives.get(id) == (region, True)]
        assert await stand(organiser, challenge, region) == expected
    assert await world.parked() == []


@ON_BOTH_DATABASES
async def test_who_enters_while_they_hide_their_region_stands_on_no_board(world: World):
    organiser, *runners = await world.people(5)
    challenge = await organiser.makes()
    for one in runners:
        await world.happens(told(one, MAPO, public=True))
        await one.runs(1_000)

    await asyncio.gather(
        *(one.joins(challenge) for one in runners),
        *(world.happens(told(one, MAPO, public=False)) for one in runners),
    )

    assert await stand(organiser, challenge, MAPO) == []
    assert len((await organiser.seen(f"/{challenge}/ranking"))["items"]) == len(runners)


def test_a_region_is_shown_only_by_who_said_so():
    def shown(public: bool | None) -> Any:
        return Replica(user_id=UUID(int=1), region=MAPO, region_public=public).shown_region

    assert [shown(public) for public in (True, False, None)] == [MAPO, None, None]


@ON_BOTH_DATABASES
async def test_regions_from_before_are_shown_once_the_account_says_so(world: World):
    organiser, minji = await world.person(), await world.person(verified=True)
    await world.happens(told(minji, MAPO, public=True))
    challenge = await organiser.makes()
    await minji.joins(challenge)
    await minji.runs(5_000)
    downgrade(world.database, REVISIONS, "0005")
    boards = {region_board(UUID(challenge), MAPO), UUID(challenge)}
    assert {row.board_id for row in world.rows("blocks")} == boards

    upgrade(world.database, REVISIONS)

    assert await stand(organiser, challenge, MAPO) == []
    left = {row.board_id for table in ("standings", "blocks") for row in world.rows(table)}
    assert left == {UUID(challenge)}
    await minji.runs(2_000)
    world.accounts.of[minji.id] = Account(
        nickname="민지",
        region=MAPO,
        locale="ko",
        timezone="Asia/Seoul",
        verified=True,
        locked=False,
        region_public=True,
    )
    await world.happens(UserLoggedIn(user_id=minji.id, method="refresh", device_label=None))
    assert await stand(organiser, challenge, MAPO) == [str(minji.id)]
    assert await world.parked() == []
