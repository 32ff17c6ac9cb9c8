"""Comments, reactions and what they are told by."""

import asyncio

import pytest
from sqlalchemy import select, update

from moim.contexts.community.persistence.tables import posts
from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    CommentEdited,
    CommentRecommended,
    CommentTagAdded,
    CommentTagRemoved,
    PostBookmarked,
    PostCommentCountChanged,
    PostLiked,
    PostRecommended,
    PostShared,
)
from moim.kernel.ids import new_id
from tests.contexts.community.world import ON_BOTH_DATABASES, World


async def tree(world: World, post, user=None):
    page = await world.done("GET", f"posts/{post['id']}/comments", user)
    return [(one["text"], one["depth"]) for one in page["items"]]


@pytest.mark.event(62)
@ON_BOTH_DATABASES
async def test_comments_stand_in_the_order_of_their_tree(world: World):
    author, other = await world.member(), await world.member("지훈")
    post = await world.post(author)

    first = await world.comment(other, post, "하나")
    await world.comment(author, post, "둘")
    reply = await world.comment(author, post, "하나의 답", parent_id=first["id"])
    await world.comment(other, post, "답의 답", parent_id=reply["id"])

    assert await tree(world, post) == [
        ("하나", 1),
        ("하나의 답", 2),
        ("답의 답", 3),
        ("둘", 1),
    ]
    told = world.published(CommentCreated)
    assert [str(one.comment_id) for one in told][:1] == [first["id"]]
    assert str(told[2].parent_id) == first["id"]
    paged = await world.done("GET", f"posts/{post['id']}/comments", params={"limit": 3})
    rest = await world.done(
        "GET", f"posts/{post['id']}/comments", params={"limit": 3, "cursor": paged["next"]}
    )
    assert [one["text"] for one in rest["items"]] == ["둘"]


async def test_below_depth_18_answers_hang_beside_what_they_answer(world: World):
    author = await world.member()
    post = await world.post(author)
    above = None
    for depth in range(20):
        more = {"parent_id": above["id"]} if above else {}
        above = await world.comment(author, post, f"답 {depth}", **more)

    depths = [depth for _, depth in await tree(world, post)]

    assert depths == [*range(1, 19), 18, 18]
    assert above["reply_to_id"] != above["parent_id"]


@pytest.mark.event(65)
@pytest.mark.event(66)
async def test_a_deleted_comment_keeps_the_place_of_its_replies(world: World):
    author, other = await world.member(), await world.member("지훈")
    post = await world.post(author)
    comment = await world.comment(other, post, "오타")
    path = f"comments/{comment['id']}"

    assert await world.refused("PATCH", path, author, json={"text": "내 것"}) == (
        403,
        "not-your-comment",
    )
    edited = await world.done("PATCH", path, other, json={"text": "고침"})
    await world.comment(author, post, "답", parent_id=comment["id"])
    alone = await world.comment(author, post, "혼자")
    await world.done("DELETE", path, other)
    await world.done("DELETE", f"comments/{alone['id']}", author)

    assert edited["text"] == "고침"
    assert await tree(world, post) == [(None, 1), ("답", 2)]
    assert [one.by for one in world.published(CommentEdited)] == [other]
    assert [str(one.comment_id) for one in world.published(CommentEdited)] == [comment["id"]]
    assert [one.by for one in world.published(CommentDeleted)] == [other, author]
    seen = await world.done("GET", f"posts/{post['id']}")
    assert seen["counts"]["comments"] == 1


@pytest.mark.event(71)
async def test_the_number_of_comments_is_told_once_for_many(world: World):
    author = await world.member()
    post = await world.post(author)
    for number in range(2):
        await world.done(
            "POST", f"posts/{post['id']}/comments", author, json={"text": f"댓글 {number}"}
        )
        world.pass_by(seconds=5)
    world.pass_by(seconds=10)
    await world.settle()

    assert [one.count for one in world.published(PostCommentCountChanged)] == [2]


@pytest.mark.event(65)
async def test_a_moderator_edits_a_comment_that_stays_its_author_s(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    comment = await world.comment(author, await world.post(author), "전화 010-1234-5678")
    path = f"comments/{comment['id']}"

    edited = await world.done("PATCH", path, moderator, "moderator", json={"text": "전화 (가림)"})

    assert (edited["text"], edited["author"]["id"]) == ("전화 (가림)", str(author))
    (told,) = world.published(CommentEdited)
    assert (told.author_id, told.by) == (author, moderator)


@pytest.mark.event(79)
@pytest.mark.event(80)
async def test_comments_are_tagged_by_who_wrote_them(world: World):
    author, other = await world.member(), await world.member("지훈")
    comment = await world.comment(author, await world.post(author))
    path = f"comments/{comment['id']}/tags/코스"

    assert await world.refused("PUT", path, other) == (403, "not-your-comment")
    await world.done("PUT", path, author)
    await world.done("DELETE", path, author)

    assert [one.tag for one in world.published(CommentTagAdded)] == ["코스"]
    assert [one.tag for one in world.published(CommentTagRemoved)] == ["코스"]


async def test_who_is_called_by_name_finds_the_comment(world: World):
    author, called = await world.member(), await world.member("지훈")
    post = await world.post(author)

    await world.comment(author, post, "@지훈 내일 뛰나요?")

    page = await world.done("GET", "mentions", called)
    assert [one["text"] for one in page["items"]] == ["@지훈 내일 뛰나요?"]


@pytest.mark.event(67)
@pytest.mark.event(69)
@pytest.mark.event(74)
@ON_BOTH_DATABASES
async def test_each_reaction_counts_once_a_person_and_can_be_taken_back(world: World):
    author, fan = await world.member(), await world.member("지훈")
    path = f"posts/{(await world.post(author))['id']}"

    for kind in ("like", "recommend", "bookmark"):
        await world.done("PUT", f"{path}/{kind}", fan)
        told = await world.done("PUT", f"{path}/{kind}", fan)
        assert told["counts"][f"{kind}s"] == 1
    await world.done("DELETE", f"{path}/like", fan)
    after = await world.done("DELETE", f"{path}/like", fan)

    assert (after["counts"]["likes"], after["did"]) == (0, ["bookmark", "recommend"])
    for event in (PostLiked, PostRecommended, PostBookmarked):
        assert [one.user_id for one in world.published(event)] == [fan]
    assert await world.refused("PUT", f"{path}/like", author) == (409, "not-your-own")


@pytest.mark.parametrize("path", ["like", "bookmark", "comments", "sale", "edits", "reports"])
async def test_what_is_not_there_is_not_found(world: World, path: str):
    reader = await world.member()
    method = {"comments": "GET", "sale": "GET", "edits": "GET", "reports": "POST"}
    how = {"json": {"reason": "spam"}} if path == "reports" else {}

    for verb in {method.get(path, "PUT"), "DELETE" if path not in method else "GET"}:
        if path == "reports" and verb == "GET":
            continue
        answer = await world.refused(verb, f"posts/{new_id()}/{path}", reader, **how)
        assert answer == (404, "post-not-found")


async def test_an_author_is_recommended_once_a_day_by_one_person(world: World):
    author, fan = await world.member(), await world.member("지훈")
    first, second = await world.post(author), await world.post(author, title="둘째")
    await world.done("PUT", f"posts/{first['id']}/recommend", fan)

    again = await world.refused("PUT", f"posts/{second['id']}/recommend", fan)

    assert again == (429, "recommended-today")


@pytest.mark.event(75)
async def test_a_comment_is_recommended(world: World):
    author, fan = await world.member(), await world.member("지훈")
    post = await world.post(author)
    comment = await world.comment(author, post)
    path = f"comments/{comment['id']}/recommend"

    await world.done("PUT", path, fan)
    await world.done("PUT", path, fan)

    assert await world.refused("PUT", path, author) == (409, "not-your-own")
    page = await world.done("GET", f"posts/{post['id']}/comments")
    assert [one["recommends"] for one in page["items"]] == [1]
    assert [one["recommended"] for one in page["items"]] == [False]  # a guest recommends nothing
    own = await world.done("GET", f"posts/{post['id']}/comments", fan)
    assert [one["recommended"] for one in own["items"]] == [True]
    edited = await world.done("PATCH", f"comments/{comment['id']}", author, json={"text": "고침"})
    assert (edited["recommends"], edited["recommended"], edited["text"]) == (1, False, "고침")
    assert edited["author"]["nickname"] == comment["author"]["nickname"]
    assert [one.user_id for one in world.published(CommentRecommended)] == [fan]


@pytest.mark.event(70)
async def test_a_share_is_a_link_that_leads_to_the_post(world: World):
    author = await world.member()
    post = await world.post(author)

    made = await world.done("POST", f"posts/{post['id']}/shares", author, json={"target": "kakao"})

    behind = await world.ask("GET", made["path"].removeprefix("/v1/"))
    assert behind.json()["id"] == post["id"]
    assert [one.target for one in world.published(PostShared)] == ["kakao"]
    assert await world.refused("GET", "shared-posts/nothing") == (404, "post-not-found")


async def test_a_bookmark_comes_back_to_mind_when_it_was_to(world: World):
    author, reader = await world.member(), await world.member("지훈")
    post = await world.post(author)
    at = {"remind_at": "2026-11-03T00:00:00Z"}
    await world.done("PUT", f"posts/{post['id']}/bookmark", reader, json=at)

    before = await world.done("GET", "bookmarks", reader)
    world.pass_by(days=1)
    await world.settle()
    after = await world.done("GET", "bookmarks", reader)

    assert [one["due"] for one in (*before["items"], *after["items"])] == [False, True]


@ON_BOTH_DATABASES
async def test_likes_given_at_one_moment_are_all_counted(world: World):
    author = await world.member()
    path = f"posts/{(await world.post(author))['id']}"
    fans = [await world.member(f"팬{number}") for number in range(8)]

    await asyncio.gather(*(world.done("PUT", f"{path}/like", fan) for fan in fans))

    assert (await world.done("GET", path))["counts"]["likes"] == 8


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
async def test_counting_by_reading_first_would_lose_some(world: World):
    """The control: what the counters would be without the database's own addition."""
    author = await world.member()
    post = await world.post(author)
    barrier = asyncio.Barrier(2)
    read = []

    def look(connection):
        return connection.execute(select(posts.c.likes)).scalar_one()

    async def naive() -> None:
        read.append(await world.database.ask(look))
        await barrier.wait()
        likes = read[-1] + 1
        await world.database.commit(lambda c: c.execute(update(posts).values(likes=likes)) and None)

    await asyncio.gather(naive(), naive())

    assert (await world.done("GET", f"posts/{post['id']}"))["counts"]["likes"] == 1


async def test_the_night_s_recount_mends_what_is_wrong_and_finds_nothing_else(world: World):
    author, fan = await world.member(), await world.member("지훈")
    post = await world.post(author)
    await world.done("PUT", f"posts/{post['id']}/like", fan)
    await world.comment(fan, post)
    assert await world.clockwork.tidy() == 0
    spoil = update(posts).values(likes=7, comments=0)
    await world.database.commit(lambda c: c.execute(spoil) and None)

    mended = await world.clockwork.tidy()

    assert mended == 1
    counts = (await world.done("GET", f"posts/{post['id']}"))["counts"]
    assert (counts["likes"], counts["comments"]) == (1, 1)
