"""What an export holds of community comes back: own posts, and what is tied to them."""

import io
import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from moim.contexts.community.domain.boards import CONDITIONS
from moim.contracts.community import PostCreated, PostTagAdded
from moim.kernel.ids import new_id
from moim.platform.db import SqliteDatabase
from tests.contexts.community.world import ON_BOTH_DATABASES, World, recorded
from tests.parcels import given, taken

POST = {
    "id": "019a4000-0000-7000-8000-000000000001",
    "board": "free",
    "title": "한강",
    "body": "같이",
    "state": "published",
    "created_at": "2026-10-01T00:00:00Z",
    "published_at": "2026-10-01T00:00:00Z",
}
MANY_LINKS = " ".join(f"https://run{number}.example" for number in range(4))
WHOSE = ("id", "post_id", "reply_to_id", "photos", "subject_id", "workout_id", "made_post_id")


def lines(files: dict[str, bytes], path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files.get(path, b"").splitlines()]


def said(files: dict[str, bytes], path: str) -> list[dict[str, Any]]:
    """The lines without ids, and how many pictures there are."""
    return [
        {name: value for name, value in row.items() if name not in WHOSE}
        | {"photos": len(row.get("photos", ())), "answers": row.get("reply_to_id") is not None}
        for row in lines(files, path)
    ]


def packed(**files: list[Any]) -> dict[str, bytes]:
    return {
        f"{name}.jsonl": b"\n".join(json.dumps(row).encode() for row in rows)
        for name, rows in files.items()
    }


async def with_photo(world: World, user: UUID) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    form = {"file": ("run.png", picture.getvalue(), "image/png")}
    return (await world.done("POST", "post-photos", user, files=form))["key"]


async def lived(world: World) -> UUID:
    """Somebody with posts of four kinds, edits, prompts, comments, a reminder, follows, a block."""
    who, other = await world.member(), await world.member("지훈")
    workout = recorded(who)
    await world.happens(workout)
    photo = await with_photo(world, who)
    run = await world.post(who, tags=["새벽"], photos=[photo], workout_id=str(workout.workout_id))
    await world.post(who, body="내 초안", **{"as": "draft"})
    soon = {"as": "scheduled", "publish_at": (world.now + timedelta(days=3)).isoformat()}
    await world.post(who, body="사흘 뒤", **soon)
    for body in ("한강에서 **만나요**", "뚝섬에서 만나요", MANY_LINKS):
        await world.done("PATCH", f"posts/{run['id']}", who, json={"body": body})
    (card,) = (await world.done("GET", "prompts", who))["items"]
    await world.done("POST", f"prompts/{card['id']}/accept", who, json={"as": "draft"})
    await world.happens(recorded(who, sport="ride"))
    sold = await world.post(
        who,
        "market",
        region="서울특별시 마포구",
        fields={"price_krw": 50_000, "condition": CONDITIONS[0]},
    )
    await world.done("POST", f"posts/{sold['id']}/sale/complete", who)
    theirs = await world.post(other)
    first = await world.comment(who, run, "첫 댓글")
    await world.comment(who, run, "답글", parent_id=first["id"])
    await world.comment(other, run, "남의 댓글")
    await world.comment(who, theirs, "남의 글에")
    remind = {"remind_at": (world.now + timedelta(days=5)).isoformat()}
    await world.done("PUT", f"posts/{run['id']}/bookmark", who, json=remind)
    await world.done("PUT", f"posts/{theirs['id']}/like", who)
    await world.done("PUT", "follows/tag/새벽", who)
    await world.done("PUT", f"blocks/{await world.member('하늘')}", who)
    await world.settle()
    return who


@pytest.fixture
async def fresh(migrated, tmp_path) -> AsyncIterator[World]:
    """Another instance, where nobody of this one is known."""
    database = SqliteDatabase(shutil.copy(migrated, tmp_path / "fresh.sqlite"))
    world = World(database, tmp_path / "fresh")
    world.pass_by(days=1)
    yield world
    await world.close()
    database.close()


async def test_own_posts_come_back_whole_on_another_instance(world: World, fresh: World):
    one = await lived(world)
    files = await given(world.portion, one)
    other = await fresh.member()
    ran, rode = recorded(other), recorded(other, sport="ride")
    await fresh.happens(ran, rode)
    assert len((await fresh.done("GET", "prompts", other))["items"]) == 2

    left = await taken(fresh.portion, other, files)
    await fresh.settle()

    assert left == [
        "1 comments under posts of others, or not here",
        "1 blocks of who is not here",
    ]
    back = await given(fresh.portion, other)
    assert said(back, "posts.jsonl") == said(files, "posts.jsonl")
    assert said(back, "comments.jsonl") == said(files, "comments.jsonl")[:2]
    for path in ("edits.jsonl", "prompts.jsonl"):
        assert said(back, path) == said(files, path)
    assert len(said(back, "edits.jsonl")) == 2
    states = [row["state"] for row in said(back, "prompts.jsonl")]
    assert states == ["accepted", "open"], "what was made anew stands as its owner left it"
    (bookmark,) = lines(back, "reactions.jsonl")
    assert bookmark["remind_at"] == lines(files, "reactions.jsonl")[0]["remind_at"]
    assert back["follows.jsonl"] == files["follows.jsonl"]
    ids = [row["id"] for row in lines(files, "posts.jsonl")]
    assert [row["id"] for row in lines(back, "posts.jsonl")] == ids
    shown = await fresh.done("GET", f"posts/{ids[0]}", other)
    assert shown["counts"] | {"views": 0} == {
        "likes": 0, "recommends": 0, "bookmarks": 1, "shares": 0, "comments": 2, "views": 0
    }  # fmt: skip
    assert shown["workout_id"] == str(ran.workout_id)
    picture = await fresh.client.get(shown["photos"][0], headers=fresh.signed(other))
    assert picture.content.startswith(b"RIFF")
    assert (shown["body"], shown["held"]["body"]) == ("뚝섬에서 만나요", MANY_LINKS)
    assert shown["held"]["why"] == ["many-links"], "its reason came with it"
    sold = next(row["id"] for row in lines(files, "posts.jsonl") if row["board"] == "market")
    assert (await fresh.done("GET", f"posts/{sold}/sale", other))["state"] == "sold"
    fresh.pass_by(days=2, hours=1)
    await fresh.settle()
    soon = next(row["id"] for row in lines(files, "posts.jsonl") if row["body"] == "사흘 뒤")
    assert (await fresh.done("GET", f"posts/{soon}"))["state"] == "published"
    assert await fresh.titles("search/posts", other, q="한강")
    assert [row.posts for row in fresh.rows("members")] == [3]


@ON_BOTH_DATABASES
async def test_taken_twice_is_taken_once_and_counts_what_there_is(world: World):
    one, other = await lived(world), await world.member("서준")
    files = await given(world.portion, one)
    first = await taken(world.portion, other, files)
    assert first[0].endswith("its workout is not here yet")
    await world.settle()
    once = await given(world.portion, other)

    assert await taken(world.portion, other, files) == first
    await world.settle()

    assert await given(world.portion, other) == once
    assert len(lines(once, "posts.jsonl")) == 5
    assert await given(world.portion, one) == files, "the account that it came from is untouched"
    ids = [row.id for row in world.rows("posts")]
    wrong = await world.context.run(lambda ids, work: work.posts.recount_some(ids), ids)
    assert wrong == 0, "counters are what the facts are"
    deeds = {row.user_id: (row.posts, row.comments) for row in world.rows("members")}
    assert deeds[other] == (2, 2)


async def test_what_comes_back_is_no_news(fresh: World):
    who = await fresh.member()
    await taken(fresh.portion, who, packed(posts=[POST | {"tags": ["새벽"]}]))
    await fresh.settle()

    (told,) = fresh.published(PostCreated)
    assert (told.author_id, told.restored) == (who, True)
    assert fresh.published(PostTagAdded) == []
    assert await fresh.titles("boards/free/posts", who, tag="새벽") == ["한강"]


async def test_what_was_out_of_sight_comes_back_for_its_author_alone(fresh: World):
    who, other = await fresh.member(), await fresh.member("지훈")
    rows = [
        POST | {"id": str(new_id()), "title": "숨김", "hidden": "decided"},
        POST | {"id": str(new_id()), "title": "예약", "state": "scheduled"},
        POST | {"id": str(new_id()), "title": "수상", "body": "카지노"},
    ]

    left = await taken(fresh.portion, who, packed(posts=rows))

    assert left == ["post of 2026-10-01 00:00: it waits for a moderator's look"]
    assert await fresh.titles("boards/free/posts", other) == []
    drafts = await fresh.done("GET", "drafts", who)
    assert sorted((one["title"], one["state"]) for one in drafts["items"]) == [
        ("수상", "waiting"),
        ("숨김", "draft"),
        ("예약", "draft"),
    ]


async def test_what_was_attached_and_is_not_here_is_named(fresh: World):
    who = await fresh.member()
    ran = {"sport": "run", "started_at": "2026-10-01T00:00:00Z"}

    left = await taken(fresh.portion, who, packed(posts=[POST | {"workout": ran}]))

    assert left == ["post of 2026-10-01 00:00: its workout is not here yet"]
    ran_here = recorded(who, started_at=datetime(2026, 10, 1, tzinfo=UTC))
    await fresh.happens(ran_here)
    assert await taken(fresh.portion, who, packed(posts=[POST | {"workout": ran}])) == []
    shown = await fresh.done("GET", f"posts/{POST['id']}", who)
    assert shown["workout_id"] == str(ran_here.workout_id)


async def test_what_its_author_detached_here_stays_detached(fresh: World):
    who = await fresh.member()
    ran_here = recorded(who, started_at=datetime(2026, 10, 1, tzinfo=UTC))
    await fresh.happens(ran_here)
    files = packed(posts=[POST | {"workout": {"sport": "run", "started_at": POST["created_at"]}}])
    await taken(fresh.portion, who, files)
    await fresh.done("PATCH", f"posts/{POST['id']}", who, json={"workout_id": None})

    assert await taken(fresh.portion, who, files) == []
    assert (await fresh.done("GET", f"posts/{POST['id']}", who))["workout_id"] is None


async def test_an_edit_that_waited_waits_again_whatever_reason_is_forged_for_it(fresh: World):
    who = await fresh.member()
    held = {"title": "한강", "body": "고친 글", "why": ["none", "x" * 60]}

    assert await taken(fresh.portion, who, packed(posts=[POST | {"held": held}])) == []

    shown = await fresh.done("GET", f"posts/{POST['id']}", who)
    assert (shown["body"], shown["held"]["why"]) == ("같이", ["filtered-word"])


async def test_why_something_was_not_let_through_comes_back_with_it(world: World, fresh: World):
    who, moderator = await world.member(), await world.member("운영자")
    draft = await world.post(who, title="바카라", body="카지노")
    world.pass_by(minutes=5)
    post = await world.post(who)
    comment, gone = (
        await world.comment(who, post, "첫 댓글"),
        await world.comment(who, post, "바카라"),
    )
    world.pass_by(minutes=5)
    for path, change in ((f"posts/{post['id']}", "body"), (f"comments/{comment['id']}", "text")):
        await world.done("PATCH", path, who, json={change: "카지노"})
    form = {"shown": False, "reason": "광고입니다"}
    for path in (f"posts/{draft['id']}", f"posts/{post['id']}"):
        await world.done("POST", f"{path}/review", moderator, "moderator", json=form)
    for one in (comment, gone):
        await world.done("POST", f"comments/{one['id']}/review", moderator, "moderator", json=form)
    files = await given(world.portion, who)
    told = [row["turned_down"] for row in lines(files, "comments.jsonl")]
    assert [(one["reason"], one["edit"]) for one in told] == [
        ("광고입니다", True),
        ("광고입니다", False),
    ]

    other = await fresh.member()
    left = await taken(fresh.portion, other, files)

    assert left == ["1 comments that a moderator did not let through"]
    back = await given(fresh.portion, other)
    assert said(back, "posts.jsonl") == said(files, "posts.jsonl")
    assert said(back, "comments.jsonl") == said(files, "comments.jsonl")[:1]
    shown = await fresh.done("GET", f"posts/{draft['id']}", other)
    assert (shown["state"], shown["turned_down"]["reason"]) == ("draft", "광고입니다")
    forged = {"turned_down": {"reason": "아니요", "at": "2027-01-01T00:00:00Z", "edit": True}}
    left = await taken(fresh.portion, other, packed(posts=[POST | forged]))
    assert [("the past" in line) for line in left] == [True]


async def test_a_comment_that_a_moderator_should_see_first_waits_though_it_was_kept(fresh: World):
    who = await fresh.member()
    comment = {"id": str(new_id()), "post_id": POST["id"], "text": "카지노 바카라"}
    comment |= {"created_at": "2026-10-02T00:00:00Z"}

    assert await taken(fresh.portion, who, packed(posts=[POST], comments=[comment])) == []

    (seen,) = (await fresh.done("GET", f"posts/{POST['id']}/comments", who))["items"]
    assert seen["state"] == "waiting"
    assert (await fresh.done("GET", f"posts/{POST['id']}/comments"))["items"] == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"board": "nowhere"}, "board"),
        ({"board": "notices"}, ""),
        ({"title": ""}, "visible characters"),
        ({"title": "a\0"}, "visible characters"),
        ({"published_at": "2027-01-01T00:00:00Z"}, "the past"),
        ({"created_at": "2027-01-01T00:00:00Z"}, "the past"),
        ({"fields": {"admin": True}}, ""),
        ({"tags": ["!"]}, "tag"),
        ({"board": "market", "region": "서울"}, ""),
        ({"body": "x" * 300_000}, "too long"),
        ({"created_at": "2026-10-01T00:00:00"}, "may hold"),
        ({"photos": ["../../etc/passwd"]}, "may hold"),
        ({"id": "1"}, "may hold"),
    ],
)
async def test_a_forged_post_is_refused_and_stops_no_other(
    fresh: World, changes: dict[str, Any], why: str
):
    who = await fresh.member()
    good = POST | {"id": str(new_id()), "title": "그대로"}

    left = await taken(fresh.portion, who, packed(posts=[POST | changes, good]))

    assert len(left) == 1
    assert why in left[0]
    assert await fresh.titles("boards/free/posts", who) == ["그대로"]


async def test_forged_edits_and_prompts_are_refused_one_by_one(fresh: World):
    who = await fresh.member()
    edit = {"post_id": POST["id"], "title": "전", "body": "전", "at": "2026-10-02T00:00:00Z"}
    early = POST | {"id": str(new_id()), "title": "이른"}
    card = {
        "id": str(new_id()), "kind": "edit-post", "subject_id": POST["id"], "state": "open",
        "board": "free", "title": "고쳐 주세요", "body": "바뀌었습니다",
        "at": "2026-10-02T00:00:00Z", "post_id": POST["id"],
    }  # fmt: skip
    elsewhere = str(new_id())
    files = packed(
        posts=[POST, early],
        edits=[edit, edit | {"post_id": early["id"], "at": "2026-09-01T00:00:00Z"}],
        prompts=[
            card,
            card | {"id": "7"},
            card | {"kind": "share-workout", "workout_id": elsewhere, "subject_id": elsewhere},
            card | {"kind": "share-goal", "subject_id": elsewhere, "at": "2027-01-01T00:00:00Z"},
            card | {"kind": "share-sport", "subject_id": elsewhere, "title": "a\0"},
        ],
    )

    left = await taken(fresh.portion, who, files)

    assert [line.partition(" (")[0] for line in left] == [
        "post of 2026-10-01 00:00",
        "line 2 of prompts.jsonl",
        "prompt of 2026-10-02 00:00",
        "prompt of 2027-01-01 00:00",
        "1 prompts about what is not here",
    ]
    (kept,) = (await fresh.done("GET", "prompts", who))["items"]
    assert (kept["title"], kept["post_id"]) == ("고쳐 주세요", POST["id"])
    (before,) = (await fresh.done("GET", f"posts/{POST['id']}/edits"))["items"]
    assert (before["title"], before["at"]) == ("전", "2026-10-02T00:00:00Z")
    await fresh.done("PATCH", f"posts/{POST['id']}", who, json={"title": "후"})
    assert len((await fresh.done("GET", f"posts/{POST['id']}/edits"))["items"]) == 2


async def test_ids_of_others_give_no_way_into_what_is_theirs(world: World):
    victim, thief = await world.member(), await world.member("지훈")
    post = await world.post(victim)
    comment = await world.comment(victim, post)
    before = await given(world.portion, victim)
    reply = {"id": str(new_id()), "text": "몰래", "created_at": "2026-11-02T02:00:00Z"}
    forged = packed(
        posts=[POST | {"id": post["id"], "author_id": str(victim), "title": "바꿈"}],
        comments=[
            reply | {"post_id": str(new_id())},
            reply | {"id": comment["id"], "post_id": post["id"]},
        ],
    )

    await taken(world.portion, thief, forged)

    assert await given(world.portion, victim) == before
    own = await given(world.portion, thief)
    assert [row["title"] for row in lines(own, "posts.jsonl")] == ["바꿈"]
    assert lines(own, "posts.jsonl")[0]["id"] != post["id"]
    shown = await world.done("GET", f"posts/{post['id']}/comments", victim)
    assert [one["text"] for one in shown["items"]] == [comment["text"]]
