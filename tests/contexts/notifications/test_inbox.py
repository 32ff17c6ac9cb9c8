"""The inbox over HTTP: one's own alone, in pages, read and put away, with a hint when it moves."""

import pytest

from moim.contracts.community import PostLiked, PostShared
from moim.kernel.ids import new_id
from moim.platform.auth import Caller
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World


async def fill(world: World, count: int):
    author, friend = await world.person("민지"), await world.person("철수")
    for number in range(count):
        post = await world.post(author, f"글 {number}")
        world.pass_by(minutes=1)
        await world.happens(PostLiked(post_id=post, user_id=friend))
    return author


@ON_BOTH_DATABASES
async def test_the_newest_come_first_in_pages_of_each_state(world: World):
    author = await fill(world, 5)

    first = await world.seen("notifications", author, limit=3)
    rest = await world.seen("notifications", author, limit=3, cursor=first["next"])

    assert [item["body"] for item in first["items"]] == ["글 4", "글 3", "글 2"]
    assert [item["body"] for item in rest["items"]] == ["글 1", "글 0"]
    assert (first["unread"], first["unseen"], rest["next"]) == (5, 5, None)
    read, archived = first["items"][0]["id"], first["items"][1]["id"]
    await world.done("POST", f"notifications/{read}/read", user=author)
    await world.done("POST", f"notifications/{archived}/archive", user=author)
    assert [item["body"] for item in await world.inbox(author, state="read")] == ["글 4"]
    assert [item["body"] for item in await world.inbox(author, state="archived")] == ["글 3"]
    unread = await world.inbox(author, state="unread")
    assert [item["body"] for item in unread] == ["글 2", "글 1", "글 0"]
    both = await world.inbox(author)
    assert [item["body"] for item in both] == ["글 4", "글 2", "글 1", "글 0"]


@ON_BOTH_DATABASES
async def test_all_up_to_what_was_shown_are_read_and_newer_ones_are_not(world: World):
    author = await fill(world, 3)
    shown = (await world.inbox(author))[1]["at"]

    assert await world.done("POST", "notifications/seen", {}, user=author) == {"count": 3}
    assert await world.done("POST", "notifications/read", {"up_to": shown}, user=author) == {
        "count": 2
    }

    page = await world.seen("notifications", author)
    assert (page["unread"], page["unseen"]) == (1, 0)


async def test_an_inbox_that_did_not_move_is_answered_304(world: World):
    author = await fill(world, 1)
    tag = (await world.get("notifications", author)).headers["etag"]

    same = await world.get("notifications", author, headers={"if-none-match": tag})
    post = await world.post(author)
    await world.happens(PostShared(post_id=post, user_id=new_id(), target="link"))
    moved = await world.get("notifications", author, headers={"if-none-match": tag})

    assert (same.status_code, moved.status_code) == (304, 200)


async def test_strangers_find_nothing(world: World):
    author = await fill(world, 1)
    id = (await world.inbox(author))[0]["id"]
    stranger = new_id()

    assert await world.inbox(stranger) == []
    for method, path in (("POST", "read"), ("POST", "archive"), ("GET", "why")):
        answer = await world.send(method, f"notifications/{id}/{path}", user=stranger)
        assert answer.status_code == 404, path
    assert (await world.client.get("/v1/notifications")).status_code == 401
    assert (await world.inbox(author))[0]["state"] == "unread"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"state": "lost"}, "notification-state-unknown"),
        ({"cursor": "x"}, "bad-cursor"),
        ({"limit": 101}, "bad-limit"),
    ],
)
async def test_a_question_that_cannot_be_meant_is_refused(world: World, query, code):
    answer = await world.get("notifications", **query)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_whoever_watches_is_given_a_hint_that_the_inbox_moved(world: World):
    author = await world.person("민지")
    post = await world.post(author)
    caller = Caller(
        user_id=author,
        session_id=new_id(),
        roles=frozenset({"user"}),
        scopes=frozenset(),
        via="bearer",
    )

    with world.hub.listening(caller) as listener:
        await world.hub.subscribe(listener, "user")
        await world.happens(PostLiked(post_id=post, user_id=new_id()))
        hint = listener.waiting.get_nowait()

    assert (hint["type"], hint["topic"]) == ("hint", "user")


async def test_why_tells_every_rule_in_its_order(world: World):
    author = await fill(world, 1)
    (notice,) = await world.inbox(author)

    app = await world.why(notice, "app", author)
    push = await world.why(notice, "push", author)

    assert [step["step"] for step in app["steps"]] == [
        "suppressed",
        "account",
        "class",
        "consent",
        "mutes",
        "topic-channel",
        "channel",
        "default",
        "duplicate",
        "bundle",
        "frequency",
        "quiet-hours",
        "lane",
        "send",
    ]
    assert (push["verdict"], push["reason"]) == ("withhold", "no-address")
