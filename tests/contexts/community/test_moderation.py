"""Reports, cases, decisions, appeals; first posts, floods and filters."""

import asyncio

import pytest

from moim.contexts.community.adapters.answers import LocalModerators
from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    PostDeleted,
    PostEdited,
    PostReported,
    PostReportResolved,
    PublishingDecided,
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
    assert len({(one.case_id, one.final) for one in told}) == 1, "one decision, of one case"
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

    assert await world.refused("POST", f"{path}/appeal", reporter, json=plea) == (
        409,
        "case-not-appealable",
    ), "who was found right does not spend the one appeal"
    mine = [
        (await world.done("GET", "moderation/mine", one))["items"][0]["may_appeal"]
        for one in (author, reporter)
    ]
    assert mine == [True, False]

    await world.done("POST", f"{path}/appeal", author, json=plea)

    keep = {"decision": "keep", "rule": "no-violation", "note": "광고가 아닙니다"}
    same = await world.refused("POST", f"{path}/decision", first, "moderator", json=keep)
    final = await world.done("POST", f"{path}/decision", second, "moderator", json=keep)
    assert same == (403, "case-needs-another")
    assert (final["state"], final["final"]["decision"]) == ("closed", "keep")
    assert await world.titles("boards/free/posts") == ["한강 야간 러닝"]
    assert await world.refused("POST", f"{path}/appeal", author, json=plea) == (
        409,
        "case-not-appealable",
    )


async def test_an_owner_decides_the_appeal_against_themselves_where_nobody_else_could(
    world: World,
):
    author, reporter = await world.member(), await world.member("지훈")
    owner, other = await world.member("주인"), await world.member("운영2")
    case = (await report(world, await world.post(author), reporter))["case_id"]
    path = f"moderation/cases/{case}"
    await world.done("POST", f"{path}/decision", owner, "owner", json=DECIDE)
    await world.done("POST", f"{path}/appeal", author, json={"text": "광고가 아닙니다"})

    async def offered(who, role: str) -> bool:
        query = {"state": "appealed"}
        (seen,) = (await world.done("GET", "moderation/cases", who, role, params=query))["items"]
        return seen["decidable"]

    world.accounts.moderating = [owner, other]
    assert [await offered(owner, "owner"), await offered(other, "moderator")] == [False, True]
    refused = await world.refused("POST", f"{path}/decision", owner, "owner", json=DECIDE)
    assert refused == (403, "case-needs-another")
    world.accounts.moderating = [owner, author, reporter]  # sides do not judge
    assert await offered(owner, "owner")
    assert not await offered(owner, "staff")
    final = await world.done("POST", f"{path}/decision", owner, "owner", json=DECIDE)
    assert (final["state"], final["decidable"]) == ("closed", False)


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
    told = [*world.published(PostReported), *world.published(PostReportResolved)]
    assert [str(one.comment_id) for one in told] == [comment["id"]] * 2


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
async def test_an_author_is_told_why_a_post_was_turned_down_and_may_send_it_anew(world: World):
    new, moderator = await world.member("새내기", days=0), await world.member("운영자")
    form = {"title": "처음 뵙겠습니다", "body": "반갑습니다"}
    made = await world.done("POST", "boards/free/posts", new, json=form)
    path, reason = f"posts/{made['id']}", "연락처를 지워 주세요"

    turned = {"shown": False, "reason": f" {reason} "}
    await world.done("POST", f"{path}/review", moderator, "moderator", json=turned)

    world.pass_by(minutes=10)
    await world.settle()
    assert await world.refused("GET", path) == (404, "post-not-found")
    (line,) = (await world.done("GET", "drafts", new))["items"]
    seen = await world.done("GET", path, new)
    assert (line["state"], line["turned_down"]["reason"]) == ("draft", reason)
    assert (seen["body"], seen["turned_down"]) == ("반갑습니다", line["turned_down"])
    again = await world.done("PATCH", path, new, json={"body": "안녕하세요", "as": "published"})
    assert (again["state"], again["turned_down"]) == ("waiting", None)
    long = {"shown": False, "reason": "가" * 501}
    refused = await world.refused("POST", f"{path}/review", moderator, "moderator", json=long)
    assert refused == (422, "wording-not-allowed")


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
    said = (await world.ask("GET", "moderation/waiting", first)).json()["detail"]
    assert said == "이 작업에는 운영자 권한이 필요합니다."


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


SPAM = "최고의 카 지 노 로 오세요"


async def held(world: World, moderator):
    return (await world.done("GET", "moderation/held", moderator, "moderator"))["items"]


@pytest.mark.event(63)
@ON_BOTH_DATABASES
async def test_an_edit_that_brings_filtered_words_is_held_until_a_moderator_let_it_through(
    world: World,
):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author, body="같이 달려요", tags=["한강"])
    path = f"posts/{post['id']}"

    await world.done("PATCH", path, author, json={"body": SPAM})

    own, seen = await world.done("GET", path, author), await world.done("GET", path)
    assert (own["body"], own["held"]["body"]) == ("같이 달려요", SPAM)
    assert own["held"]["why"] == ["filtered-word"]
    assert (seen["body"], seen["held"], seen["edited_at"]) == ("같이 달려요", None, None)
    assert world.published(PostEdited) == []
    (line,) = await held(world, moderator)
    assert (line["kind"], line["before"]["body"]) == ("post-edit", "같이 달려요")
    assert (line["after"]["body"], line["why"]) == (SPAM, ["filtered-word"])
    assert await world.refused("GET", "moderation/held", author) == (403, "role-missing")

    await world.done("POST", f"{path}/review", moderator, "moderator", json={"shown": True})

    assert (await world.done("GET", path))["body"] == SPAM
    assert [edit["body"] for edit in (await world.done("GET", f"{path}/edits"))["items"]] == [
        "같이 달려요"
    ]
    assert len(world.published(PostEdited)) == 1
    assert await held(world, moderator) == []
    again = await world.refused(
        "POST", f"{path}/review", moderator, "moderator", json={"shown": True}
    )
    assert again == (409, "nothing-held")
    log = (await world.done("GET", "moderation/log"))["items"]
    assert log[0]["action"] == "edit-let-through"


async def test_a_held_edit_goes_on_from_where_its_author_was_and_is_taken_back_by_them(
    world: World,
):
    author, moderator = await world.member(), await world.member("운영자")
    post = await world.post(author, body="같이 달려요")
    path = f"posts/{post['id']}"
    await world.done("PATCH", path, author, json={"body": SPAM})

    longer = await world.done("PATCH", path, author, json={"title": "새 제목"})
    back = await world.done("PATCH", path, author, json={"body": "같이 달려요!"})

    assert (longer["title"], longer["held"]["title"]) == ("한강 야간 러닝", "새 제목")
    assert longer["held"]["body"] == SPAM
    assert (back["title"], back["body"], back["held"]) == ("새 제목", "같이 달려요!", None)
    await world.done("PATCH", path, author, json={"body": SPAM})
    await world.done("POST", f"{path}/review", moderator, "moderator", json={"shown": False})
    seen = await world.done("GET", path, author)
    assert (seen["body"], seen["held"]) == ("같이 달려요!", None)
    assert seen["turned_down"]["edit"]
    assert (await world.done("GET", path))["turned_down"] is None, "it is between the two"
    # what was let through once is no news
    spam = await world.post(author, body=SPAM)
    await world.done(
        "POST", f"posts/{spam['id']}/review", moderator, "moderator", json={"shown": True}
    )
    fixed = await world.done("PATCH", f"posts/{spam['id']}", author, json={"title": "고침"})
    assert (fixed["title"], fixed["held"]) == ("고침", None)


@pytest.mark.event(62)
@ON_BOTH_DATABASES
async def test_a_comment_with_filtered_words_waits_and_hangs_nowhere_until_then(world: World):
    author, writer = await world.member(), await world.member("지훈")
    moderator = await world.member("운영자")
    post = await world.post(author)
    path = f"posts/{post['id']}/comments"

    made = await world.comment(writer, post, f"@민지 {SPAM}")

    async def seen_by(*who):
        return [one["text"] for one in (await world.done("GET", path, *who))["items"]]

    assert made["state"] == "waiting"
    assert [await seen_by(), await seen_by(author)] == [[], []]
    assert await seen_by(writer) == await seen_by(moderator, "moderator") == [made["text"]]
    assert world.published(CommentCreated) == []
    assert (await world.done("GET", f"posts/{post['id']}"))["counts"]["comments"] == 0
    reply = {"text": "답글", "parent_id": made["id"]}
    assert await world.refused("POST", path, author, json=reply) == (404, "comment-not-found")
    assert await world.refused("POST", path, writer, json=reply) == (409, "comment-waits")
    hidden = await world.refused("PUT", f"comments/{made['id']}/recommend", author)
    assert hidden == (404, "comment-not-found")
    (line,) = await held(world, moderator)
    assert (line["kind"], line["before"], line["after"]) == (
        "comment",
        None,
        {"text": made["text"]},
    )

    await world.done(
        "POST", f"comments/{made['id']}/review", moderator, "moderator", json={"shown": True}
    )

    assert await seen_by() == [made["text"]]
    (told,) = world.published(CommentCreated)
    assert told.mentioned_ids == (author,)
    assert (await world.done("GET", f"posts/{post['id']}"))["counts"]["comments"] == 1
    assert len((await world.done("GET", "mentions", author))["items"]) == 1
    assert await held(world, moderator) == []


@pytest.mark.event(122)
async def test_what_is_not_let_through_of_comments_is_told_to_its_writer_alone(world: World):
    author, writer = await world.member(), await world.member("지훈")
    moderator = await world.member("운영자")
    post = await world.post(author)
    shown = await world.comment(writer, post, "좋은 코스네요")
    waiting = await world.comment(writer, post, SPAM)
    world.pass_by(seconds=1)
    edited = await world.done("PATCH", f"comments/{shown['id']}", writer, json={"text": SPAM})
    assert (edited["text"], edited["held"]["text"]) == ("좋은 코스네요", SPAM)
    assert [line["kind"] for line in await held(world, moderator)] == ["comment", "comment-edit"]

    for id in (shown["id"], waiting["id"]):
        path = f"comments/{id}/review"
        form = {"shown": False, "reason": "광고입니다"}
        await world.done("POST", path, moderator, "moderator", json=form)

    left, gone = (await world.done("GET", f"posts/{post['id']}/comments", writer))["items"]
    assert (left["text"], left["held"]) == ("좋은 코스네요", None)
    told = {"reason": "광고입니다", "at": world.now.isoformat()}
    assert left["turned_down"] == told | {"edit": True}
    assert (gone["state"], gone["text"]) == ("removed", None)
    assert gone["turned_down"] == told | {"edit": False}, "its writer is told, and nobody else"
    (seen,) = (await world.done("GET", f"posts/{post['id']}/comments", author))["items"]
    assert seen["turned_down"] is None
    assert world.published(CommentDeleted) == []
    decided = [
        (str(one.comment_id), one.author_id, one.shown, one.edit, one.by)
        for one in world.published(PublishingDecided)
    ]
    assert decided == [
        (shown["id"], writer, False, True, moderator),
        (waiting["id"], writer, False, False, moderator),
    ]
    assert (await world.done("GET", f"posts/{post['id']}"))["counts"]["comments"] == 1

    await world.happens(UserWithdrew(user_id=writer))

    comments = world.context.metadata.tables["comments"]
    kept = await world.database.ask(lambda c: c.execute(comments.select()).all())
    assert "광고입니다" not in str(kept), "what was said to them goes with them"


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


@ON_BOTH_DATABASES
async def test_edits_a_day_are_limited_by_trust(world: World):
    author = await world.member("새내기", days=0)
    new = await world.post(author)  # waits: nobody saw it yet
    world.pass_by(minutes=10)
    await world.settle()
    comment = await world.comment(author, new)
    paths = [(f"posts/{new['id']}", "body"), (f"comments/{comment['id']}", "text")]
    for number in range(9):
        await world.done("PATCH", paths[0][0], author, json={"body": f"고침 {number}"})
    await world.done("PATCH", paths[1][0], author, json={"text": "고침"})

    for path, field in paths:
        refused = await world.refused("PATCH", path, author, json={field: "또 고침"})
        assert refused == (429, "slow-down")
    assert (await world.ask("PATCH", paths[0][0], author, json={"body": "고침 8"})).is_success
    world.pass_by(days=1)
    await world.done("PATCH", paths[0][0], author, json={"body": "다음 날"})


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
