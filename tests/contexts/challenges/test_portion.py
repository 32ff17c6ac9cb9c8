"""What an export holds of challenges: own ones come back while they are not over."""

import json
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from moim.kernel.ids import new_id
from moim.platform.db import SqliteDatabase
from tests.contexts.challenges.world import ENDS, ON_BOTH_DATABASES, STARTS, World
from tests.parcels import given, taken

KEPT = {
    "id": "019a4000-0000-7000-8000-000000000001",
    "created_at": "2026-10-01T00:00:00Z",
    "title": "11월 달리기",
    "kind": "most",
    "metric": "distance",
    "starts_at": STARTS.isoformat(),
    "ends_at": ENDS.isoformat(),
    "timezone": "Asia/Seoul",
    "visibility": "open",
}


def lines(files: dict[str, bytes], path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files.get(path, b"").splitlines()]


def packed(*rows: Any) -> dict[str, bytes]:
    return {"challenges.jsonl": b"\n".join(json.dumps(row).encode() for row in rows)}


@pytest.fixture
async def fresh(migrated, tmp_path) -> AsyncIterator[World]:
    """Another instance, where nobody of this one is known."""
    database = SqliteDatabase(shutil.copy(migrated, tmp_path / "fresh.sqlite"))
    world = World(database, tmp_path / "fresh")
    yield world
    await world.close()
    database.close()


async def test_own_challenges_come_back_as_drafts_and_others_do_not(world: World, fresh: World):
    one, friend = await world.people(2)
    own = await one.makes(visibility="invitation", target=100_000, description="같이\n달려요")
    others = await friend.makes(title="남의 것")
    await one.joins(own)
    await one.joins(others)
    await one.runs(5_000)
    files = await given(world.module.portion, one.id)
    other = await fresh.person()

    left = await taken(fresh.module.portion, other.id, files)
    await fresh.settle()

    assert left == ["2 entries in challenges (enter again where they are here)"]
    back = lines(await given(fresh.module.portion, other.id), "challenges.jsonl")
    assert back == [row | {"state": "draft"} for row in lines(files, "challenges.jsonl")]
    shown = await other.seen(f"/{own}")
    assert (shown["title"], shown["state"], shown["entrants"]) == ("11월 달리기", "draft", 0)
    assert (await other.send("PATCH", f"/{own}", json={"state": "announced"})).status_code == 200
    secret = (await one.seen(f"/{own}"))["invitation"]
    assert secret.encode() not in b"".join(files.values())


async def test_each_side_of_a_review_has_its_own_words_and_no_name_of_who_doubted(world: World):
    organiser, runner, rival = await world.people(3)
    challenge = await organiser.makes()
    for one in (runner, rival):
        await one.joins(challenge)
    await runner.runs(9_000)
    (result,) = (await rival.seen(f"/{challenge}/results", user_id=str(runner.id)))["items"]
    doubt = {"reason": "too-fast", "note": "빨라요"}
    path = f"/{challenge}/results/{result['id']}/reviews"
    review = (await rival.send("POST", path, json=doubt)).json()["id"]
    decided = {"decision": "exclude", "answer": "맞습니다"}
    await organiser.send("PATCH", f"/{challenge}/reviews/{review}", json=decided)
    await runner.send("PUT", f"/{challenge}/reviews/{review}/appeal", json={"text": "아닙니다"})

    of = {one: await given(world.module.portion, one.id) for one in (organiser, runner, rival)}

    (about,) = lines(of[runner], "reviews.jsonl")
    assert (about["note"], about["answer"], about["appeal"]) == ("빨라요", "맞습니다", "아닙니다")
    assert str(rival.id).encode() not in b"".join(of[runner].values())
    (asked,) = lines(of[rival], "doubts.jsonl")
    assert (asked["note"], asked["decision"]) == ("빨라요", "exclude")
    (said,) = lines(of[organiser], "decisions.jsonl")
    assert (said["answer"], "asked_by" in said) == ("맞습니다", False)
    for side in (rival, organiser):
        assert "아닙니다".encode() not in b"".join(of[side].values())
    (known,) = lines(of[runner], "people.jsonl")
    assert (known["nickname"], known["eligibility"]) == ("러너1", "open")


@ON_BOTH_DATABASES
async def test_taken_twice_or_by_another_stays_one_each(world: World):
    one, other = await world.people(2)
    await one.makes()
    files = await given(world.module.portion, one.id)

    assert await taken(world.module.portion, other.id, files) == []
    once = await given(world.module.portion, other.id)
    assert await taken(world.module.portion, other.id, files) == []
    assert await taken(world.module.portion, one.id, files) == []

    assert await given(world.module.portion, other.id) == once
    assert await given(world.module.portion, one.id) == files
    (mine,) = lines(once, "challenges.jsonl")
    (theirs,) = lines(files, "challenges.jsonl")
    assert mine["id"] != theirs["id"]
    assert mine["title"] == theirs["title"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ends_at": (STARTS + timedelta(days=2)).isoformat()}, "The end must follow"),
        ({"created_at": "2030-01-01T00:00:00Z"}, "The end must follow"),
        ({"title": " "}, "challenge of"),
        ({"title": "a\0"}, "challenge of"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"sport": "chess"}, "sport"),
        ({"target": -1}, "target"),
        ({"kind": "own"}, "may hold"),
        ({"ends_at": "2026-12-01T00:00:00"}, "may hold"),
        ({"entrants_max": 10**12}, "may hold"),
        ({"description": "x" * 300_000}, "too long"),
    ],
)
async def test_forged_challenges_are_refused_one_by_one(
    world: World, changes: dict[str, Any], why: str
):
    who = await world.person()
    good = KEPT | {"id": str(new_id()), "title": "그대로"}

    (left,) = await taken(world.module.portion, who.id, packed(KEPT | changes, good))

    assert why in left
    own = lines(await given(world.module.portion, who.id), "challenges.jsonl")
    assert [row["title"] for row in own] == ["그대로"]
