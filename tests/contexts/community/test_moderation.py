"""Reports, cases, decisions, appeals; first posts, floods and filters."""

import asyncio

import pytest

from moim.contexts.community.adapters.answers import LocalModerators
from moim.contracts.community import (
    CommentDeleted,
    PostDeleted,
    PostReported,
    PostReportResolved,
)
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from tests.contexts.community.world import ON_BOTH_DATABASES, World

DECIDE = {"decision": "hide", "rule": "no-spam", "note": "같은 광고를 되풀이했습니다"}


async def trusted(world: World, name: str):
    """Somebody whose word weighs: level 4, given by staff."""
    user = await world.member(name)
    members = world.context.metadata.tables["members"]
    raised = members.update().where(members.c.user_id == user).values(trusted=True)
    await world.database.commit(lambda c: c.execute(raised) and None)
    return user


async def report(world: World, post, user, reason: str = "spam"):
    form = {"reason": reason, "text": "광고입니다"}
    return await world.done("POST", f"posts/{post['id']}/reports", user, json=form)


async def cases(world: World, moderator, state: str = "open"):
    page = await world.done(
        "GET", "moderation/cases", moderator, "moderator", params={"state": state}
    )
    return page["items"]


@pytest.mark.event(68)
@ON_BOTH_DATABASES
async def test_reports_make_one_case_with_the_post_as_it_was(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author, title="싸게 팝니다")
    first, second = [await world.member(name) for name in ("하나", "둘")]

    sent = [await report(world, post, one) for one in (first, second)]
    await world.done("PATCH", f"posts/{post['id']}", author, json={"title": "아무 일도 없다"})

    assert sent[0] == sent[1]
    (case,) = await cases(world, moderator)
    assert case["evidence"]["title"] == "싸게 팝니다"
    assert case["score"] == 2.0
    assert [one["reason"] for one in case["reports"]] == ["spam", "spam"]
    told = world.published(PostReported)
    assert [(one.user_id, one.reason) for one in told] == [(first, "spam"), (second, "spam")]
    again = await world.refused(
        "POST", f"posts/{post['id']}/reports", first, json={"reason": "spam"}
    )
    assert again == (409, "reported-before")
    own = await world.refused(
        "POST", f"posts/{post['id']}/reports", author, json={"reason": "spam"}
    )
    assert own == (409, "not-your-own")


async def test_only_moderators_see_the_queue(world: World):
    assert await world.refused("GET", "moderation/cases", await world.member()) == (
        403,
        "role-missing",
    )


@pytest.mark.event(73)
async def test_weighty_reports_hide_a_post_until_it_is_decided_and_both_sides_are_told(
    world: World,
):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author)
    for name in ("하나", "둘"):
        await report(world, post, await trusted(world, name))
    reporter = await trusted(world, "셋")
    hidden = await world.refused("GET", f"posts/{post['id']}", reporter)
    own = await world.done("GET", f"posts/{post['id']}", author)
    (case,) = await cases(world, moderator)

    decided = await world.done(
        "POST", f"moderation/cases/{case['id']}/decision", moderator, "moderator", json=DECIDE
    )

    assert hidden == (404, "post-not-found")
    assert own["hidden"] == "provisional"
    assert decided["verdict"]["decision"] == "hide"
    told = world.published(PostReportResolved)
    assert [(one.outcome, one.by) for one in told] == [("hidden", moderator)] * 2
    (mine,) = (await world.done("GET", "moderation/mine", author))["items"]
    assert (mine["side"], mine["verdict"]["rule"]) == ("author", "no-spam")
    log = (await world.done("GET", "moderation/log"))["items"]
    assert [one["action"] for one in log] == ["hide", "hidden-provisionally"]
    assert str(moderator) not in str(log)


async def test_a_provisional_hiding_ends_by_itself(world: World):
    author = await world.member()
    post = await world.post(author)
    for name in ("하나", "둘"):
        await report(world, post, await trusted(world, name))

    world.pass_by(days=7)
    await world.settle()

    assert await world.titles("boards/free/posts") == ["한강 야간 러닝"]


async def test_an_appeal_is_decided_by_another_moderator(world: World):
    author, reporter = await world.member(), await world.member("지훈")
    first, second = await world.member("운영1"), await world.member("운영2")
    post = await world.post(author)
    case = (await report(world, post, reporter))["case_id"]
    path = f"moderation/cases/{case}"
    await world.done("POST", f"{path}/decision", first, "moderator", json=DECIDE)
    stranger = await world.member("남")
    plea = {"text": "광고가 아닙니다"}
    assert await world.refused("POST", f"{path}/appeal", stranger, json=plea) == (
        404,
        "case-not-found",
    )

    await world.done("POST", f"{path}/appeal", author, json=plea)

    keep = {"decision": "keep", "rule": "no-violation", "note": "광고가 아닙니다"}
    same = await world.refused("POST", f"{path}/decision", first, "moderator", json=keep)
    final = await world.done("POST", f"{path}/decision", second, "moderator", json=keep)
    assert same == (403, "not-your-case")
    assert (final["state"], final["final"]["decision"]) == ("closed", "keep")
    assert await world.titles("boards/free/posts") == ["한강 야간 러닝"]
    assert await world.refused("POST", f"{path}/appeal", author, json=plea) == (
        409,
        "case-not-appealable",
    )


async def test_nobody_judges_what_they_reported_or_wrote(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author)
    case = (await report(world, post, moderator))["case_id"]
    path = f"moderation/cases/{case}/decision"

    for side in (author, moderator):
        assert await world.refused("POST", path, side, "moderator", json=DECIDE) == (
            403,
            "not-your-case",
        )


async def test_a_temporary_measure_lasts_thirty_days_at_most(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author)
    case = (await report(world, post, await world.member("하나"), "defamation"))["case_id"]
    path = f"moderation/cases/{case}/decision"
    measure = {"decision": "temporary", "rule": "law-44-2", "note": "권리 침해 주장", "days": 31}
    assert await world.refused("POST", path, moderator, "moderator", json=measure) == (
        422,
        "bad-measure",
    )

    await world.done("POST", path, moderator, "moderator", json=measure | {"days": 30})
    during = await world.done("GET", f"posts/{post['id']}", author)
    world.pass_by(days=30)
    await world.settle()

    assert during["hidden"] == "temporary"
    assert await world.titles("boards/free/posts") == ["한강 야간 러닝"]


async def test_what_is_removed_is_gone_for_good_when_no_appeal_came(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author)
    case = (await report(world, post, await world.member("하나")))["case_id"]
    removal = {"decision": "remove", "rule": "no-fraud", "note": "사기"}
    await world.done(
        "POST", f"moderation/cases/{case}/decision", moderator, "moderator", json=removal
    )
    assert await world.titles("boards/free/posts") == []
    assert world.published(PostDeleted) == []

    world.pass_by(days=14)
    await world.settle()

    assert [one.by for one in world.published(PostDeleted)] == [moderator]


async def test_a_removed_comment_s_author_can_be_told_by_which_rule(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    comment = await world.comment(await world.member("지훈"), await world.post(author), "광고")
    form = {"reason": "spam"}
    made = await world.done("POST", f"comments/{comment['id']}/reports", author, json=form)
    removal = {"decision": "remove", "rule": "no-spam", "note": "광고"}
    path = f"moderation/cases/{made['case_id']}/decision"
    await world.done("POST", path, moderator, "moderator", json=removal)

    world.pass_by(days=14)
    await world.settle()

    (gone,) = world.published(CommentDeleted)
    assert (gone.by, gone.reason) == (moderator, "no-spam")


async def test_a_comment_can_be_reported_and_hidden(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author)
    comment = await world.comment(await world.member("지훈"), post, "나쁜 말")
    form = {"reason": "abuse"}
    made = await world.done("POST", f"comments/{comment['id']}/reports", author, json=form)

    await world.done(
        "POST",
        f"moderation/cases/{made['case_id']}/decision",
        moderator,
        "moderator",
        json=DECIDE | {"rule": "no-harassment"},
    )

    (seen,) = (await world.done("GET", f"posts/{post['id']}/comments"))["items"]
    assert (seen["state"], seen["text"]) == ("hidden", None)


@ON_BOTH_DATABASES
async def test_reports_at_one_moment_stand_in_one_case(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author)
    reporters = [await world.member(f"신고{number}") for number in range(6)]

    await asyncio.gather(*(report(world, post, one) for one in reporters))

    (case,) = await cases(world, moderator)
    assert len(case["reports"]) == 6
    assert case["score"] == 6.0


async def test_the_first_post_of_a_new_account_waits(world: World):
    new, moderator = await world.member("새내기", days=0), await world.member("운영자")
    form = {"title": "처음 뵙겠습니다", "body": "반갑습니다"}

    made = await world.done("POST", "boards/free/posts", new, json=form)
    before = await world.titles("boards/free/posts")
    world.pass_by(minutes=10)
    await world.settle()

    assert (made["state"], before) == ("waiting", [])
    assert await world.titles("boards/free/posts") == ["처음 뵙겠습니다"]
    other = await world.member("둘째", days=0)
    waiting = await world.done("POST", "boards/free/posts", other, json=form)
    path = f"posts/{waiting['id']}/review"
    assert await world.refused("POST", path, other, json={"shown": True}) == (403, "role-missing")
    await world.done("POST", path, moderator, "moderator", json={"shown": True})
    assert len(await world.titles("boards/free/posts")) == 2


@ON_BOTH_DATABASES
async def test_moderators_find_what_waits_the_oldest_first(world: World):
    first, second = await world.member("새내기", days=0), await world.member("둘째", days=0)
    moderator = await world.member("운영자")
    for author, title in ((first, "하나"), (second, "둘")):
        await world.post(author, title=title)
    await world.post(moderator, title="기다리지 않는 글")

    page = await world.done(
        "GET", "moderation/waiting", moderator, "moderator", params={"limit": 1}
    )
    more = {"limit": 1, "cursor": page["next"]}
    rest = await world.done("GET", "moderation/waiting", moderator, "moderator", params=more)

    assert [one["title"] for one in (*page["items"], *rest["items"])] == ["하나", "둘"]
    assert await world.refused("GET", "moderation/waiting", first) == (403, "role-missing")


async def test_filtered_words_and_race_bibs_wait_for_a_moderator(world: World):
    author = await world.member()

    spam = await world.post(author, body="최고의 카 지 노 로 오세요")
    bib = await world.post(
        author,
        "market",
        title="배번 양도합니다",
        region="서울특별시",
        fields={"price_krw": 50_000, "condition": "new"},
    )
    world.pass_by(days=1)
    await world.settle()

    assert (spam["state"], bib["state"]) == ("waiting", "waiting")
    assert await world.titles("boards/all/posts") == []


async def test_floods_and_copies_are_slowed(world: World):
    author = await world.member()
    form = {"title": "같은 글", "body": "같은 내용"}
    await world.done("POST", "boards/free/posts", author, json=form)

    quick = await world.refused(
        "POST", "boards/free/posts", author, json={"title": "다른 글", "body": "다른 내용"}
    )
    world.pass_by(minutes=1)
    copy = await world.refused(
        "POST", "boards/free/posts", author, json={"title": "같은  글!", "body": "같은 내용"}
    )

    assert quick == (429, "slow-down")
    assert copy == (429, "same-again")


async def test_a_new_account_posts_three_times_on_its_first_day(world: World):
    author = await world.member("새내기", days=0)
    for number in range(3):
        await world.post(author, title=f"글 {number}")
    form = {"title": "넷째", "body": "넷째"}

    assert await world.refused("POST", "boards/free/posts", author, json=form) == (429, "slow-down")


async def test_trust_is_shown_with_what_is_missing_to_its_owner(world: World):
    author, other = await world.member(), await world.member("지훈")
    await world.post(author)

    own = await world.done("GET", f"members/{author}", author)
    seen = await world.done("GET", f"members/{author}", other)

    assert own["missing_for_next_level"] == {"days_active": 1, "contributions": 2}
    assert (seen["trust_level"], seen["missing_for_next_level"]) == (0, None)


async def test_a_board_is_looked_after_by_whom_staff_named_else_by_all_moderators(world: World):
    chief, one, other, plain = [await world.member(name) for name in ("가", "나", "다", "라")]

    class House:
        def moderators_of(self, _board: str):
            return [other, one]

    moderators = LocalModerators(world.context, House())
    path = "boards/free/moderators"
    for who in (one, one, plain):
        await world.done("PUT", f"{path}/{who}", chief, "staff")

    named = (await world.done("GET", path, chief, "staff"))["items"]
    assert {person["nickname"] for person in named} == {"나", "라"}
    assert moderators.moderators_of("free") == [one]  # who may not decide is not told
    assert moderators.moderators_of("news") == sorted([one, other])
    await world.done("DELETE", f"{path}/{one}", chief, "staff")
    assert moderators.moderators_of("free") == sorted([one, other])


async def test_only_staff_say_who_looks_after_a_board_and_leaving_ends_it(world: World):
    chief, one = await world.member("가"), await world.member("나")
    path = f"boards/free/moderators/{one}"

    assert await world.refused("PUT", path, one, "moderator") == (403, "role-missing")
    assert await world.refused("DELETE", path, one) == (403, "role-missing")
    assert (await world.ask("GET", "boards/free/moderators")).status_code == 401
    unknown = f"boards/free/moderators/{new_id()}"
    assert await world.refused("PUT", unknown, chief, "staff") == (404, "member-not-found")
    nowhere = f"boards/nowhere/moderators/{one}"
    assert (await world.refused("PUT", nowhere, chief, "staff"))[0] == 404
    await world.done("PUT", path, chief, "staff")
    await world.happens(UserWithdrew(user_id=one))
    assert world.rows("board_moderators") == []
