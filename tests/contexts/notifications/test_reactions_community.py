"""What people are told of posts and comments, seen in their inboxes."""

import pytest

from moim.contexts.community.domain.moderation import RULES, Reason
from moim.contexts.notifications.domain.texts_community import REASONS, REMOVED_BY
from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    CommentEdited,
    CommentRecommended,
    CommentTagAdded,
    CommentTagRemoved,
    PostBookmarked,
    PostDeleted,
    PostEdited,
    PostLiked,
    PostRecommended,
    PostReported,
    PostReportResolved,
    PostShared,
    PostTagAdded,
    PostTagRemoved,
    PublishingDecided,
)
from moim.contracts.notifications import NotificationSent
from moim.kernel.ids import new_id
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World


@pytest.fixture
async def author(world: World):
    return await world.person("민지")


@pytest.fixture
async def reader(world: World):
    return await world.person("철수")


async def commented(world: World, post, who, parent=None):
    event = CommentCreated(comment_id=new_id(), post_id=post, parent_id=parent, author_id=who)
    await world.happens(event)
    return event.comment_id


@pytest.mark.row(35)
@pytest.mark.event(81)
@ON_BOTH_DATABASES
async def test_likes_within_ten_minutes_become_one_notice(world: World):
    author, first, second = [await world.person(name) for name in ("민지", "철수", "영희")]
    post = await world.post(author)

    await world.happens(PostLiked(post_id=post, user_id=first))
    world.pass_by(minutes=9)
    await world.happens(
        PostLiked(post_id=post, user_id=second), PostLiked(post_id=post, user_id=second)
    )

    (notice,) = await world.inbox(author)
    assert (notice["template"], notice["count"]) == ("post-liked", 2)
    assert notice["title"] == "영희님, 철수님이 회원님의 글을 좋아합니다"
    assert notice["link"] == f"/posts/{post}"
    told = world.published(NotificationSent)
    assert [(str(one.notification_id), one.topic, one.channel) for one in told] == [
        (notice["id"], "community", "app")
    ]
    world.pass_by(minutes=11)
    await world.happens(PostLiked(post_id=post, user_id=first))
    assert await world.told(author) == ["post-liked", "post-liked"]


async def test_one_s_own_like_tells_nobody(world: World, author):
    post = await world.post(author)

    await world.happens(PostLiked(post_id=post, user_id=author))

    assert await world.told(author) == []


@pytest.mark.row(36)
@ON_BOTH_DATABASES
async def test_followers_of_author_board_or_region_hear_of_a_post_once(world: World):
    author, both, region, stranger, blocked = [
        await world.person(name) for name in ("민지", "둘다", "지역", "남", "차단")
    ]
    world.follows.followers = {
        ("person", str(author)): {both, blocked},
        ("board", "running"): {both, author},
        ("region", "서울특별시 마포구"): {region},
    }
    world.follows.blocked = {frozenset({author, blocked})}

    await world.post(author, region="서울특별시 마포구")

    for somebody in (both, region):
        assert await world.told(somebody) == ["post-created"]
    for somebody in (author, stranger, blocked):
        assert await world.told(somebody) == []
    (notice,) = await world.inbox(both)
    assert notice["actors"] == [{"id": str(author), "nickname": "민지"}]


@pytest.mark.row(37)
async def test_author_and_commenters_hear_that_a_moderator_removed_a_post(world, author, reader):
    post = await world.post(author)
    await commented(world, post, reader)
    assert await world.told(author) == ["post-commented"]

    await world.happens(PostDeleted(post_id=post, author_id=author, by=new_id()))

    assert await world.told(author) == ["post-removed"]
    assert await world.told(reader) == ["commented-post-removed"]


async def test_who_removes_their_own_post_is_not_told(world, author, reader):
    post = await world.post(author)
    await commented(world, post, reader)

    await world.happens(PostDeleted(post_id=post, author_id=author, by=author))

    assert await world.told(author) == []
    assert await world.told(reader) == ["commented-post-removed"]


@pytest.mark.row(38)
async def test_commenters_and_bookmarkers_hear_of_edits_at_most_once_an_hour(world, author, reader):
    keeper = await world.person("영희")
    post = await world.post(author)
    await commented(world, post, reader)
    await world.happens(PostBookmarked(post_id=post, user_id=keeper))
    edited = PostEdited(post_id=post, author_id=author)

    await world.happens(edited)
    world.pass_by(minutes=59)
    await world.happens(edited)

    for somebody in (reader, keeper):
        assert await world.told(somebody) == ["post-edited"]
    world.pass_by(minutes=2)
    await world.happens(edited)
    assert await world.told(reader) == ["post-edited", "post-edited"]
    assert "post-edited" not in await world.told(author)


@pytest.mark.row(39)
async def test_every_moderator_of_the_board_hears_of_a_report_with_high_priority(
    world, author, reader
):
    first, second = await world.person("운영1"), await world.person("운영2")
    world.follows.moderators = {"running": [first, second]}
    post = await world.post(author)

    report = PostReported(post_id=post, report_id=new_id(), user_id=reader, reason="spam")
    await world.happens(report)

    for somebody in (first, second):
        (notice,) = await world.inbox(somebody)
        assert notice["body"] == "사유: 스팸·홍보"
        assert str(reader) not in str(notice)
        why = await world.why(notice, "app", somebody)
        assert {"step": "lane", "saw": "high"} in why["steps"]
    assert await world.told(author) == []


@pytest.mark.row(40)
async def test_reporter_and_author_hear_the_outcome_of_a_report(world, author, reader):
    post = await world.post(author)
    report = PostReported(post_id=post, report_id=new_id(), user_id=reader, reason="abuse")
    await world.happens(report)

    await world.happens(
        PostReportResolved(post_id=post, report_id=report.report_id, outcome="hidden", by=new_id())
    )

    assert await world.told(reader) == ["report-outcome"]
    (notice,) = await world.inbox(author)
    assert (notice["template"], notice["body"]) == (
        "own-post-report-outcome",
        "한강 10km: 가려졌습니다",
    )
    assert str(reader) not in str(notice)


@pytest.mark.row(40)
async def test_the_author_hears_once_of_a_decision_however_many_reported(world, author):
    post = await world.post(author)
    case = {"post_id": post, "outcome": "hidden", "by": new_id(), "case_id": new_id()}
    for final in (False, True):
        for _ in range(3):
            await world.happens(PostReportResolved(report_id=new_id(), final=final, **case))

    assert (await world.told(author)).count("own-post-report-outcome") == 2


@pytest.mark.row(39)
@pytest.mark.row(40)
async def test_of_a_reported_comment_its_moderators_and_both_sides_hear(world, author, reader):
    moderator, writer = await world.person("운영"), await world.person("글쓴이")
    world.follows.moderators = {"running": [moderator]}
    post, comment = await world.post(author), new_id()
    await world.happens(
        CommentCreated(comment_id=comment, post_id=post, parent_id=None, author_id=writer)
    )
    about = {"post_id": post, "report_id": new_id(), "comment_id": comment}
    await world.happens(PostReported(**about, user_id=reader, reason="sexual"))
    await world.happens(PostReportResolved(**about, outcome="hidden", by=moderator))

    assert await world.told(moderator) == ["comment-reported"]
    assert (await world.inbox(moderator))[0]["body"] == "사유: 음란물"
    assert await world.told(reader) == ["comment-report-outcome"]
    assert await world.told(writer) == ["own-comment-report-outcome"]
    assert await world.told(author) == ["post-commented"]


@pytest.mark.parametrize(
    ("made", "template"),
    [
        pytest.param(PostRecommended, "post-recommended", marks=pytest.mark.row(42)),
        pytest.param(PostBookmarked, "post-bookmarked", marks=pytest.mark.row(45)),
    ],
)
async def test_the_author_hears_who_valued_a_post(world, author, reader, made, template):
    post = await world.post(author)

    await world.happens(made(post_id=post, user_id=reader))

    assert await world.told(author) == [template]


async def test_who_keeps_a_post_is_not_named(world, author, reader):
    post = await world.post(author)

    await world.happens(PostBookmarked(post_id=post, user_id=reader))

    (notice,) = await world.inbox(author)
    assert "철수" not in str(notice)
    assert notice["title"] == "1명이 회원님의 글을 북마크했습니다"


@pytest.mark.row(46)
async def test_the_author_hears_of_a_share(world, author, reader):
    post = await world.post(author)

    await world.happens(PostShared(post_id=post, user_id=reader, target="kakao"))

    (notice,) = await world.inbox(author)
    assert notice["title"] == "철수님이 회원님의 글을 공유했습니다"


@pytest.mark.row(43, 121)
async def test_followers_of_a_tag_and_the_author_hear_of_it(world, author, reader):
    world.follows.followers = {("tag", "러닝"): {reader, author}}
    post = await world.post(author)

    await world.happens(PostTagAdded(post_id=post, tag="러닝", by=new_id()))

    assert await world.told(author) == ["post-tagged"]
    (notice,) = await world.inbox(reader)
    assert (notice["template"], notice["title"]) == ("tag-used", "#러닝 태그의 새 글")


@pytest.mark.row(44, 122)
async def test_the_author_hears_when_another_took_a_tag_off(world, author):
    post = await world.post(author)

    await world.happens(PostTagRemoved(post_id=post, tag="러닝", by=author))
    assert await world.told(author) == []

    await world.happens(PostTagRemoved(post_id=post, tag="러닝", by=new_id()))
    assert await world.told(author) == ["post-untagged"]


@pytest.mark.row(47)
async def test_people_in_the_thread_hear_of_a_comment_never_the_writer(world, author, reader):
    writer = await world.person("영희")
    post = await world.post(author)
    await commented(world, post, reader)
    await commented(world, post, writer)

    assert await world.told(reader) == ["thread-commented"]
    assert await world.told(writer) == []


@pytest.mark.row(47)
async def test_who_is_named_with_at_is_told_so_and_told_once(world, author, reader):
    post = await world.post(author)
    await commented(world, post, reader)
    named, ids = await world.person("영희"), {"comment_id": new_id(), "post_id": post}

    await world.happens(
        CommentCreated(author_id=new_id(), mentioned_ids=(named, reader, author), **ids)
    )

    for somebody in (named, reader):
        assert await world.told(somebody) == ["mentioned"]
    assert await world.told(author) == ["mentioned", "post-commented"]


@pytest.mark.row(48)
async def test_the_author_who_also_commented_is_told_once(world, author, reader):
    post = await world.post(author)
    await commented(world, post, author)

    await commented(world, post, reader)

    assert await world.told(author) == ["post-commented"]


@pytest.mark.parametrize(
    ("made", "template"),
    [
        pytest.param(
            lambda ids: CommentRecommended(user_id=new_id(), **ids),
            "comment-recommended",
            marks=pytest.mark.row(49),
        ),
        pytest.param(
            lambda ids: CommentTagAdded(tag="질문", by=new_id(), **ids),
            "comment-tagged",
            marks=pytest.mark.row(52),
        ),
        pytest.param(
            lambda ids: CommentTagRemoved(tag="질문", by=new_id(), **ids),
            "comment-untagged",
            marks=pytest.mark.row(53),
        ),
    ],
)
async def test_the_comment_s_author_hears_of_it(world, author, reader, made, template):
    post = await world.post(author)
    comment = await commented(world, post, reader)

    await world.happens(made({"comment_id": comment, "post_id": post}))

    assert await world.told(reader) == [template]


@pytest.mark.row(50)
async def test_an_edited_comment_leaves_a_receipt_that_rings_nothing(world, author, reader):
    post = await world.post(author)
    comment = await commented(world, post, reader)

    await world.happens(CommentEdited(comment_id=comment, post_id=post, author_id=reader))

    (notice,) = await world.inbox(reader)
    assert (notice["template"], notice["state"]) == ("comment-edited", "read")
    assert (await world.seen("notifications", reader))["unread"] == 0


@pytest.mark.row(50)
async def test_whose_comment_a_moderator_edited_is_told_without_the_moderator_s_name(
    world, author, reader
):
    post = await world.post(author)
    comment = await commented(world, post, reader)
    edited = {"comment_id": comment, "post_id": post, "author_id": reader}

    await world.happens(CommentEdited(by=author, **edited))

    (notice,) = await world.inbox(reader)
    assert (notice["template"], notice["state"]) == ("comment-edited-by-moderator", "unread")
    assert (notice["title"], notice["actors"]) == ("운영자가 회원님의 댓글을 수정했습니다", [])


@pytest.mark.row(51)
async def test_a_decision_s_rule_is_told_to_whose_comment_it_took_down(world, author, reader):
    post = await world.post(author)
    comment = await commented(world, post, reader)
    gone = {"comment_id": comment, "post_id": post, "author_id": reader}

    await world.happens(CommentDeleted(by=author, reason="no-spam", **gone))

    (notice,) = await world.inbox(reader)
    assert notice["body"] == "한강 10km: 스팸·홍보 금지 규칙"


@pytest.mark.row(51)
async def test_the_comment_s_author_hears_why_it_was_removed(world, author, reader):
    post = await world.post(author)
    comment, other = await commented(world, post, reader), await commented(world, post, reader)
    gone = {"post_id": post, "author_id": reader}

    await world.happens(CommentDeleted(comment_id=comment, by=None, **gone))
    await world.happens(CommentDeleted(comment_id=other, by=reader, **gone))

    (notice,) = await world.inbox(reader)
    assert notice["body"] == "한강 10km: 자동 규칙에 따라 삭제되었습니다"


async def test_of_a_comment_that_is_gone_nobody_hears_who_has_not_read_of_it(world, author, reader):
    post = await world.post(author)
    comment, kept = await commented(world, post, reader), await commented(world, post, reader)
    assert await world.told(author) == ["post-commented", "post-commented"]

    gone = {"comment_id": comment, "post_id": post, "author_id": reader}
    await world.happens(CommentDeleted(by=reader, **gone))

    assert await world.told(author) == ["post-commented"]
    assert (await world.seen("notifications", author))["unread"] == 1
    await world.happens(CommentDeleted(comment_id=kept, post_id=post, author_id=reader, by=reader))
    assert await world.told(author) == []


@pytest.mark.row(251)
async def test_who_waited_for_a_moderator_hears_what_came_of_it_and_not_from_whom(
    world, author, reader
):
    moderator, waiting = await world.person("운영"), new_id()
    about = {"author_id": author, "by": moderator}

    await world.happens(PublishingDecided(post_id=waiting, shown=False, **about))
    post = await world.post(author)
    await world.happens(PublishingDecided(post_id=post, shown=True, **about))
    await world.happens(PublishingDecided(post_id=post, shown=True, edit=True, **about))
    told = {"author_id": reader, "by": moderator, "comment_id": new_id()}
    await world.happens(PublishingDecided(post_id=post, shown=False, edit=True, **told))
    own = PublishingDecided(post_id=post, shown=True, author_id=moderator, by=moderator)
    await world.happens(own)

    edited, shown, refused = await world.inbox(author)
    assert (refused["title"], refused["link"]) == (
        "확인을 기다리던 글이 게시되지 않았습니다",
        f"/posts/{waiting}",
    )
    assert refused["body"] == "이유를 확인하고 고쳐서 다시 올릴 수 있습니다."
    assert (shown["title"], shown["body"]) == ("확인을 기다리던 글이 게시되었습니다", "한강 10km")
    assert edited["title"] == "글의 고친 내용이 게시되었습니다"
    (notice,) = await world.inbox(reader)
    assert notice["title"] == "댓글의 고친 내용이 게시되지 않았습니다"
    assert "운영" not in str([edited, shown, refused, notice])
    assert await world.inbox(moderator) == []


@pytest.mark.row(40)
async def test_the_moderator_who_decided_or_deleted_is_named_to_nobody(world, author, reader):
    moderator = await world.person("김운영")
    post, other = await world.post(author), await world.post(author)
    report = {"post_id": post, "report_id": new_id()}
    await world.happens(PostReported(user_id=reader, reason="abuse", **report))

    await world.happens(PostReportResolved(outcome="kept", by=moderator, **report))
    await world.happens(PostDeleted(post_id=other, author_id=author, by=moderator))

    told = [*await world.inbox(author), *await world.inbox(reader)]
    assert [one["actors"] for one in told] == [[], [], []]
    assert "김운영" not in str(told)


def test_every_reason_and_rule_of_a_case_has_words():
    assert {reason.value for reason in Reason} <= REASONS.keys()
    assert set(RULES) - {"no-violation"} <= REMOVED_BY.keys()
