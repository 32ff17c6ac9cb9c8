"""Deeds at one moment, and what would become of them without what guards them."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from moim.contexts.community.adapters.pages import Pages
from moim.contexts.community.application import reacting
from moim.contexts.community.application.comments import (
    AddComment,
    OneComment,
    add_comment,
    delete_comment,
)
from moim.contexts.community.application.posts import Actor, WritePost, write_post
from moim.contexts.community.application.reacting import (
    React,
    RecommendComment,
    SharePost,
    react,
    recommend_comment,
    share_post,
    unreact,
    unrecommend_comment,
)
from moim.contexts.community.application.reactions.users import erase_author
from moim.contexts.community.context import context_on
from moim.contexts.community.domain.post import Content
from moim.contexts.community.domain.reacting import Reaction
from moim.contexts.community.persistence import moderation
from moim.contexts.community.persistence.members import SqlMembers
from moim.contexts.community.persistence.moderation import SqlCases
from moim.contexts.community.persistence.posts import SqlPosts
from moim.contexts.community.persistence.reacting import SqlReactions
from moim.contracts.users import UserWithdrew
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from tests.contexts.community.world import MONDAY_NOON, ON_BOTH_DATABASES, World

ON_POSTGRESQL = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def meeting(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, after which two wait for each other: both have looked before either writes."""
    both = threading.Barrier(2, timeout=10)

    def looked(*arguments: Any) -> Any:
        found = method(*arguments)
        both.wait()
        return found

    return looked


async def recommended(world: World, fan, posts) -> list[int]:
    """The answers, in rising order, to one person's recommending all of them at one moment."""
    paths = [f"posts/{post['id']}/recommend" for post in posts]
    answers = await asyncio.gather(*(world.ask("PUT", path, fan) for path in paths))
    return sorted(answer.status_code for answer in answers)


@ON_BOTH_DATABASES
async def test_of_an_author_s_posts_one_is_recommended_a_day_also_at_one_moment(world: World):
    author, fan = await world.member(), await world.member("지훈")
    posts = [await world.post(author) for _ in range(6)]

    assert await recommended(world, fan, posts) == [200] + [429] * 5
    counts = [(await world.done("GET", f"posts/{post['id']}"))["counts"] for post in posts]
    assert sum(one["recommends"] for one in counts) == 1


@ON_POSTGRESQL
async def test_without_the_person_s_lock_both_recommendations_would_pass(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    author, fan = await world.member(), await world.member("지훈")
    posts = [await world.post(author) for _ in range(2)]
    monkeypatch.setattr(SqlMembers, "alone", lambda _self, _user_id: None)
    looked = meeting(SqlReactions.recommended_author)
    monkeypatch.setattr(SqlReactions, "recommended_author", looked)

    assert await recommended(world, fan, posts) == [200, 200]


@ON_BOTH_DATABASES
async def test_recommendations_of_many_at_one_moment_are_all_counted(world: World):
    author = await world.member()
    post = await world.post(author)
    comment = await world.comment(author, post)
    fans = [await world.member(f"팬{number}") for number in range(6)]

    await asyncio.gather(
        *(world.done("PUT", f"posts/{post['id']}/recommend", fan) for fan in fans),
        *(world.done("PUT", f"comments/{comment['id']}/recommend", fan) for fan in fans),
    )

    (seen,) = (await world.done("GET", f"posts/{post['id']}/comments"))["items"]
    counts = (await world.done("GET", f"posts/{post['id']}"))["counts"]
    assert (counts["recommends"], seen["recommends"]) == (6, 6)


@ON_POSTGRESQL
@pytest.mark.parametrize("ordered", [True, False])
async def test_two_who_like_each_other_s_post_at_one_moment_do_not_wait_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch, ordered: bool
):
    two = [await world.member("민지"), await world.member("지훈")]
    posts = [await world.post(one) for one in two]
    both, local, tries = threading.Barrier(2, timeout=0.5), threading.local(), Counter[str]()
    count, add = SqlMembers.count, SqlReactions.add

    def counted(members: SqlMembers, user_id: Any, **deltas: int) -> None:
        count(members, user_id, **deltas)
        if not getattr(local, "waited", False):  # with a person's row in hand
            local.waited = True
            with suppress(threading.BrokenBarrierError):
                both.wait()

    def added(reactions: SqlReactions, *what: Any) -> bool:
        tries["likes"] += 1
        return add(reactions, *what)

    monkeypatch.setattr(SqlMembers, "count", counted)
    monkeypatch.setattr(SqlReactions, "add", added)
    if not ordered:
        monkeypatch.setattr(reacting, "in_one_order", list)

    await asyncio.gather(
        *(
            world.done("PUT", f"posts/{post['id']}/like", fan)
            for post, fan in zip(posts, reversed(two), strict=True)
        )
    )

    rows = {row.user_id: (row.likes_given, row.likes_received) for row in world.rows("members")}
    assert [rows[one] for one in two] == [(1, 1), (1, 1)]
    assert (tries["likes"] == 2) is ordered, "the database had to break a circle of waiting"


@ON_POSTGRESQL
@pytest.mark.parametrize("ordered", [True, False])
async def test_who_leaves_while_they_keep_a_post_does_not_wait_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch, ordered: bool
):
    leaver = await world.member("지훈")
    post = await world.post(await world.member("민지"))
    await world.done("PUT", f"posts/{post['id']}/like", leaver)
    both, tries = threading.Barrier(2, timeout=0.5), Counter[str]()
    erase, add, count = SqlMembers.erase, SqlReactions.add, SqlPosts.count

    def met() -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait()

    def erased(members: SqlMembers, user_id: Any) -> None:
        tries["deeds"] += 1
        erase(members, user_id)
        met()  # with the person's row in hand

    def added(reactions: SqlReactions, *what: Any) -> bool:
        tries["deeds"] += 1
        return add(reactions, *what)

    def counted(posts: SqlPosts, id: Any, **deltas: int) -> None:
        count(posts, id, **deltas)
        met()  # with the post's row in hand

    monkeypatch.setattr(SqlMembers, "erase", erased)
    monkeypatch.setattr(SqlReactions, "add", added)
    monkeypatch.setattr(SqlPosts, "count", counted)
    if not ordered:
        monkeypatch.setattr(SqlPosts, "take_in_order", lambda _posts, _ids: None)

    await asyncio.gather(
        world.context.run(erase_author, UserWithdrew(user_id=leaver)),
        world.ask("PUT", f"posts/{post['id']}/bookmark", leaver, json={}),
    )

    assert (tries["deeds"] == 2) is ordered, "the database had to break a circle of waiting"


async def report(world: World, post, user) -> None:
    form = {"reason": "spam", "text": "광고입니다"}
    await world.done("POST", f"posts/{post['id']}/reports", user, json=form)


@ON_POSTGRESQL
@pytest.mark.parametrize("guarded", [True, False])
async def test_without_its_version_a_case_would_lose_the_weight_of_a_report(
    world: World, monkeypatch: pytest.MonkeyPatch, guarded: bool
):
    author = await world.member()
    post = await world.post(author)
    first, *two = [await world.member(f"신고{number}") for number in range(3)]
    await report(world, post, first)
    meet = meeting(SqlCases.open_on)
    arrivals = iter([meet, meet])  # whoever has to try again meets nobody
    plain = SqlCases.open_on

    def found(cases: SqlCases, target: Any) -> Any:
        return next(arrivals, plain)(cases, target)

    monkeypatch.setattr(SqlCases, "open_on", found)
    if not guarded:
        monkeypatch.setattr(moderation, "save_row", unguarded)

    await asyncio.gather(*(report(world, post, one) for one in two))

    (case,) = world.rows("cases")
    assert case.score == (3.0 if guarded else 2.0)


def unguarded(connection: Any, table: Any, case: Any, values: Any) -> None:
    """``save_row`` without comparing versions."""
    connection.execute(table.update().where(table.c.id == case.id).values(**values))


PEOPLE = 3
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["like", "recommend", "bookmark", "share", "comment", "uncomment", "nod"]),
        st.integers(0, PEOPLE - 1),
        st.booleans(),
    ),
    max_size=25,
)


class History:
    """A post and what some people do with it, each deed in a transaction of its own."""

    def __init__(self, database: Any) -> None:
        self.now = MONDAY_NOON
        self.context = context_on(database, Pages(), lambda: self.now)
        self.people = [Actor(user_id=new_id(), moderator=True) for _ in range(PEOPLE)]
        self.comments: list[tuple[Any, Actor]] = []
        content = Content(title="한강 야간 러닝", body="같이 달려요", html="")
        self.post_id = self.run(
            write_post,
            WritePost(
                id=new_id(),
                actor=Actor(user_id=new_id(), moderator=True),
                board="free",
                content=content,
            ),
        )

    def run(self, handler: Callable[[Any, Any], Any], command: Any) -> Any:
        def unit(connection: Any) -> Any:
            work = self.context.work_on(connection)
            result = handler(command, work)
            work.flush()
            return result

        return self.context.database.write(unit).result()

    def add(self, what: str, who: int, on: bool) -> None:
        """A deed, or taking it back; what is refused leaves nothing."""
        by = self.people[who]
        self.now += timedelta(hours=1)
        if what == "share":
            link = {"id": new_id(), "token": new_id().hex, "target": "link"}
            self.run(share_post, SharePost(post_id=self.post_id, actor=by, **link))
        elif what == "comment" or not self.comments:
            parent = self.comments[-1][0] if self.comments and on else None
            said = {"text": f"댓글 {len(self.comments)}", "html": "", "parent_id": parent}
            command = AddComment(id=new_id(), post_id=self.post_id, actor=by, **said)
            with suppress(Refusal):
                self.run(add_comment, command)
                self.comments.append((command.id, by))
        elif what == "uncomment":
            comment_id, author = self.comments[who % len(self.comments)]
            self.run(delete_comment, OneComment(id=comment_id, actor=author))
        elif what == "nod":
            command = RecommendComment(id=self.comments[0][0], actor=by)
            with suppress(Refusal):
                self.run(recommend_comment if on else unrecommend_comment, command)
        else:
            command = React(post_id=self.post_id, actor=by, kind=Reaction(what))
            with suppress(Refusal):
                self.run(react if on else unreact, command)

    def rows(self, name: str) -> list[Any]:
        table = self.context.metadata.tables[name]
        own = table.c.get("post_id", table.c.id if name == "posts" else None)
        wanted = select(table) if own is None else select(table).where(own == self.post_id)
        return self.context.database.read(lambda c: c.execute(wanted).all())

    def must_add_up(self) -> None:
        (post,), reactions = self.rows("posts"), Counter(row.kind for row in self.rows("reactions"))
        comments, nods = self.rows("comments"), self.rows("comment_recommends")
        shown = [row for row in comments if row.state == "published"]
        counted = (post.likes, post.recommends, post.bookmarks)
        assert counted == tuple(reactions[kind] for kind in ("like", "recommend", "bookmark"))
        assert (post.comments, post.shares) == (len(shown), len(self.rows("shares")))
        for comment in comments:
            assert comment.recommends == sum(nod.comment_id == comment.id for nod in nods)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_after_any_history_each_counter_equals_its_facts(database: Any, deeds: Any):
    history = History(database)
    for deed in deeds:
        history.add(*deed)

    history.must_add_up()
