"""The stories of community with its domain alone: no database, no event loop, only a clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from moim.contexts.community.domain.boards import (
    BOARDS,
    FieldNotAllowed,
    checked_category,
    checked_fields,
)
from moim.contexts.community.domain.comment import (
    Comment,
    CommentGone,
    CommentWaits,
    mentions,
    segment,
)
from moim.contexts.community.domain.guarding import newly_suspicious, suspicions, warnings
from moim.contexts.community.domain.hot import Signals, heat, liveliness
from moim.contexts.community.domain.indexing import NothingToSearch, terms_of, words_of
from moim.contexts.community.domain.looking_after import looking_after
from moim.contexts.community.domain.market import (
    BadOffer,
    BumpedLately,
    NotASide,
    Sale,
    SaleState,
    SaleStep,
)
from moim.contexts.community.domain.moderation import (
    HIDE_AT,
    Case,
    CaseNeedsAnother,
    Decision,
    NoAppeal,
    NotDecidedByYou,
    Reason,
    Report,
    report_weight,
)
from moim.contexts.community.domain.moderation import State as CaseState
from moim.contexts.community.domain.post import (
    BadSchedule,
    Content,
    NothingHeld,
    Post,
    PostChanged,
    PostNotFound,
    State,
    TagNotAllowed,
)
from moim.contexts.community.domain.prompts import (
    Goal,
    Kind,
    Prompt,
    PromptAnswered,
    drafted,
    figures,
)
from moim.contexts.community.domain.trust import (
    Act,
    Deeds,
    SlowDown,
    check_pace,
    first_post_waits,
    standing,
)
from moim.contexts.community.domain.turned_down import TurnedDown
from moim.contexts.community.domain.wording import WordingNotAllowed
from moim.contracts.community import PostCreated, PostDeleted, PostEdited, PostTagAdded
from moim.kernel.ids import new_id

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def said(title: str = "한강", body: str = "달려요", **more) -> Content:
    return Content(title=title, body=body, html=f"<p>{body}</p>", **more)


def a_post(author: UUID | None = None, *, tags: tuple[str, ...] = ()) -> Post:
    return Post.draft(new_id(), author or new_id(), BOARDS["free"], said(), tags, NOON)


def told(aggregate) -> list[str]:
    return [type(event).__name__ for event in aggregate.collect()]


def test_a_post_is_drafted_scheduled_published_edited_and_removed():
    post = a_post(tags=("야간",))
    assert (post.state, told(post), post.visible) == (State.DRAFT, [], False)
    with pytest.raises(BadSchedule):
        post.schedule(NOON - HOUR, NOON)
    post.schedule(NOON + HOUR, NOON)

    assert post.publish(NOON + HOUR)
    assert not post.publish(NOON + HOUR)
    assert told(post) == [PostCreated.__name__, PostTagAdded.__name__]

    post.version = 3
    with pytest.raises(PostChanged):
        post.edit(said("새 제목"), post.author_id, 2, NOON + DAY)
    post.edit(said("새 제목"), post.author_id, 3, NOON + DAY)
    assert told(post) == [PostEdited.__name__]
    assert [edit.title for edit in post.edits] == ["한강"]

    assert post.remove(post.author_id)
    assert told(post) == [PostDeleted.__name__]
    assert (post.content.title, post.content.body, post.tags, post.edits) == ("", "", (), [])
    with pytest.raises(PostNotFound):
        post.edit(said(), post.author_id, None, NOON)


def test_what_is_not_published_is_deleted_without_a_word():
    post = a_post()
    post.remove(post.author_id)
    assert told(post) == []


def test_hidden_posts_are_seen_by_their_author_and_moderators():
    post = a_post()
    post.publish(NOON)
    post.hide("provisional", NOON + DAY)
    post.must_be_seen_by(post.author_id)
    post.must_be_seen_by(new_id(), moderator=True)
    with pytest.raises(PostNotFound):
        post.must_be_seen_by(new_id())
    post.show()
    post.must_be_seen_by(None)


def test_tags_are_folded_and_few():
    post = a_post()
    assert post.tag("#Trail-Run", post.author_id)
    assert not post.tag("trail-run", post.author_id)
    for number in range(9):
        post.tag(f"t{number}", post.author_id)
    with pytest.raises(TagNotAllowed):
        post.tag("하나더", post.author_id)


@pytest.mark.parametrize("title", ["", " ", "ㅤ", "가" * 101, "숨은\u202e글자"])
def test_a_title_is_seen_whole(title):
    with pytest.raises(WordingNotAllowed):
        Post.draft(new_id(), new_id(), BOARDS["free"], said(title), (), NOON)


@pytest.mark.parametrize(
    ("board", "fields"),
    [
        ("market", {"price_krw": -1, "condition": "good"}),
        ("market", {"price_krw": True, "condition": "good"}),
        ("market", {"price_krw": 10, "condition": "broken"}),
        ("sales", {"shop": "a", "starts_at": "2026-11-02T00:00:00", "ends_at": "2026-11-03"}),
        (
            "sales",
            {
                "shop": "a",
                "starts_at": "2026-11-03T00:00:00Z",
                "ends_at": "2026-11-02T00:00:00Z",
            },
        ),
        ("clubs", {"meets": "수", "link": "javascript:alert(1)"}),
        ("reviews", {"product": "a", "ratings": {}}),
        ("reviews", {"product": "a", "ratings": {"쿠션": 5}, "worn_in": ["x"]}),
        ("free", {"anything": 1}),
    ],
)
def test_a_board_s_fields_have_their_kinds_and_ranges(board, fields):
    with pytest.raises(FieldNotAllowed):
        checked_fields(BOARDS[board], fields)


def test_there_are_eleven_boards_and_a_category_is_one_of_its_board_s():
    assert len(BOARDS) == 11
    assert checked_category(BOARDS["free"], None) == "talk"
    assert checked_category(BOARDS["market"], None) is None
    with pytest.raises(FieldNotAllowed):
        checked_category(BOARDS["free"], "HINT")


def write(
    post: Post, number: int, answered: Comment | None = None, *, waits: bool = False
) -> Comment:
    return Comment.write(
        new_id(),
        post.id,
        new_id(),
        parent=answered,
        answers=answered,
        number=number,
        text="말",
        html="말",
        waits=waits,
        now=NOON,
    )


def test_paths_sort_as_the_tree_reads():
    post = a_post()
    first, second = write(post, 1), write(post, 2)
    reply = write(post, 1, first)
    many = [write(post, number, first) for number in (2, 9, 10, 35, 36, 37, 1_295, 1_296)]

    order = sorted([second, *reversed(many), reply, first], key=lambda one: one.path)

    assert order == [first, reply, *many, second]
    assert (first.depth, reply.depth) == (1, 2)
    assert segment(36) == "0010"


def test_a_removed_comment_says_nothing_and_takes_nothing():
    comment = write(a_post(), 1)
    assert comment.remove(comment.author_id)
    assert not comment.remove(comment.author_id)
    with pytest.raises(CommentGone):
        comment.edit("다시", "다시", comment.author_id, None, NOON)


def test_mentions_are_names_after_an_at_sign():
    assert mentions("@지훈 @민지! mail@example.com @지훈") == ("지훈", "민지")


def test_a_post_of_a_quiet_board_stands_beside_those_of_a_busy_one():
    liked, liked_more = Signals(likes=4), Signals(likes=6)
    quiet, busy = (heat(one, NOON - HOUR, NOON, 1.6).hot for one in (liked, liked_more))
    assert quiet < busy
    assert quiet / liveliness(3) > busy / liveliness(2_000)
    assert liveliness(0) == 1.0


def test_the_hot_list_falls_with_age_and_ends_after_fourteen_days():
    signals = Signals(likes=3.0, recommends=2.0, bookmarks=1, commenters=100, viewers=100)
    ages = [heat(signals, NOON - hours * HOUR, NOON, 1.6).hot for hours in (0, 1, 10, 24 * 13)]
    assert ages == sorted(ages, reverse=True)
    assert heat(signals, NOON - 15 * DAY, NOON, 1.6).hot == 0.0
    assert heat(signals, NOON + HOUR, NOON, 1.6).hot == 0.0


def test_a_quarrel_counts_no_more_than_votes():
    why = heat(Signals(likes=1.0, commenters=50), NOON, NOON, 1.6)
    assert why.comments == 1.0
    assert heat(Signals(commenters=50), NOON, NOON, 1.6).hot == 0.0


def test_hangul_is_cut_into_pairs_and_latin_stays_whole():
    assert terms_of("마라톤 5km RUN") == ["마라", "라톤", "톤", "5km", "5", "km", "run"]
    assert terms_of("<b>굵게</b> https://a.kr/러닝 런") == ["굵게", "게", "런"]
    (word,) = words_of("마라톤")
    assert word.terms == ("마라", "라톤")
    assert words_of("런")[0].begins
    with pytest.raises(NothingToSearch):
        words_of("!?")


def a_sale(price_krw: int = 50_000) -> Sale:
    return Sale(post_id=new_id(), seller_id=new_id(), price_krw=price_krw)


def test_a_thing_goes_from_hand_to_hand():
    sale, buyer = a_sale(), new_id()
    for price_krw, by in ((60_000, buyer), (1_000, sale.seller_id)):
        with pytest.raises(BadOffer):
            sale.offer(by, price_krw, NOON)
    sale.offer(buyer, 40_000, NOON)
    sale.offer(buyer, 45_000, NOON)
    assert [one.price_krw for one in sale.offers] == [45_000]
    with pytest.raises(NotASide):
        sale.reserve(buyer, buyer, NOON)
    sale.reserve(sale.seller_id, buyer, NOON)
    assert sale.no_show(sale.seller_id, NOON + DAY) == buyer
    assert (sale.state, sale.buyer_id) == (SaleState.ON_SALE, None)
    sale.reserve(sale.seller_id, buyer, NOON)
    sale.complete(sale.seller_id, NOON)
    with pytest.raises(SaleStep):
        sale.release(sale.seller_id)
    sale.review(buyer, 5, ("kind", "unknown"), "고맙습니다", NOON)
    assert sale.reviews[0].manners == ("kind",)
    assert a_sale(0).given_away


def test_bumps_have_a_cool_down():
    sale = a_sale()
    sale.bump(sale.seller_id, NOON)
    with pytest.raises(BumpedLately):
        sale.bump(sale.seller_id, NOON + 23 * HOUR)
    sale.bump(sale.seller_id, NOON + 24 * HOUR)


def test_an_edit_is_held_for_what_it_brings_and_not_for_what_was_let_through_before():
    def brings(before: str, after: str, *, market: bool = False):
        return newly_suspicious(before, after, market_before=market, market=market)

    assert brings("같이 달려요", "카 지 노") == ("filtered-word",)
    assert brings("카지노", "카지노!") == ()
    assert brings("카지노", "카지노 바카라") == ("filtered-word",)
    assert brings("배번 양도", "배번 판매") == ()
    assert brings("신발", "배번 판매", market=True) == ("forbidden-goods",)
    links = " ".join(f"https://a.example/{number}" for number in range(4))
    assert (brings("", links), brings(links, links + " 더")) == (("many-links",), ())


def test_a_held_edit_is_nothing_until_it_is_let_through():
    post = a_post()
    post.publish(NOON)
    post.collect()
    before = post.content.body
    content = replace(post.content, body="바카라", html="")

    post.hold(content, ("filtered-word",), post.version, NOON + DAY)

    assert (post.content.body, post.latest.body, post.collect()) == (before, "바카라", [])
    with pytest.raises(PostChanged):
        post.hold(content, (), post.version + 1, NOON)
    moderator = new_id()
    post.let_edit_through(moderator, NOON + 2 * DAY)
    edited, decided = post.collect()
    assert (type(edited), decided.shown, decided.edit, decided.by) == (
        PostEdited,
        True,
        True,
        moderator,
    )
    assert (post.content.body, post.held, len(post.edits)) == ("바카라", None, 1)
    with pytest.raises(NothingHeld):
        post.turn_edit_down("", moderator, NOON)


def test_a_comment_that_waits_carries_nothing():
    comment = write(a_post(), 1, waits=True)
    assert comment.collect() == []
    with pytest.raises(CommentWaits):
        comment.tag("궁금", comment.author_id)
    comment.publish()
    assert len(comment.collect()) == 1
    comment.hold("바카라", "", ("filtered-word",), None, NOON)
    comment.turn_edit_down("광고입니다", new_id(), NOON)
    (decided,) = comment.collect()
    assert (comment.text, comment.held) == ("말", None)
    assert (decided.comment_id, decided.shown, decided.edit) == (comment.id, False, True)
    assert comment.turned_down == TurnedDown(reason="광고입니다", at=NOON, edit=True)
    comment.edit("다시", "", comment.author_id, None, NOON)
    assert comment.turned_down is None
    waiting = write(a_post(), 2, waits=True)
    waiting.turn_down("광고입니다", new_id(), NOON)
    (decided,) = waiting.collect()
    assert (waiting.text, waiting.turned_down is None, decided.shown) == ("", False, False)
    assert (waiting.remove(None), waiting.turned_down, waiting.remove(None)) == (True, None, False)


def test_a_post_that_is_turned_down_is_a_draft_again_until_it_is_sent_anew():
    post = a_post()
    post.wait()
    post.turn_down(" 연락처를 지워 주세요 ", new_id(), NOON)
    (decided,) = post.collect()
    assert (decided.shown, decided.edit, decided.comment_id) == (False, False, None)
    assert (post.state, post.content.title != "") == (State.DRAFT, True)
    assert post.turned_down == TurnedDown(reason="연락처를 지워 주세요", at=NOON)
    post.wait()
    with pytest.raises(WordingNotAllowed):
        post.turn_down("가" * 501, new_id(), NOON)
    assert post.turned_down is None
    post.publish(NOON)
    created, decided = post.collect()
    assert (type(created), decided.shown, decided.by) == (PostCreated, True, None)


def a_case(author: UUID | None = None) -> Case:
    return Case(
        id=new_id(),
        post_id=new_id(),
        comment_id=None,
        author_id=author or new_id(),
        board="free",
        opened_at=NOON,
        evidence={"title": "t"},
    )


def a_report(weight: float = 1.0) -> Report:
    return Report(
        id=new_id(), user_id=new_id(), reason=Reason.SPAM, text="", weight=weight, at=NOON
    )


def test_a_case_hides_at_its_threshold_is_decided_and_appealed_once():
    case, first, second = a_case(), new_id(), new_id()
    assert not case.report(a_report(HIDE_AT - 1), NOON)
    assert case.report(a_report(), NOON)
    with pytest.raises(NotDecidedByYou):
        case.decide(Decision.KEEP, "no-violation", "내 글", case.author_id, NOON, None)
    case.decide(Decision.HIDE, "no-spam", "광고", first, NOON, None)
    with pytest.raises(NoAppeal):
        case.appeal(case.author_id, "늦음", NOON + 15 * DAY)
    with pytest.raises(NoAppeal):
        case.appeal(case.reports[0].user_id, "더 세게", NOON + DAY)
    kept = a_case()
    kept.report(a_report(), NOON)
    kept.decide(Decision.KEEP, "no-violation", "맞습니다", first, NOON, None)
    assert not kept.may_appeal(kept.author_id, NOON + DAY)
    assert kept.may_appeal(kept.reports[0].user_id, NOON + DAY)
    case.appeal(case.author_id, "아닙니다", NOON + DAY)
    others = [first, second]
    assert case.is_for_another(first, others, owner=True)
    assert not case.is_for_another(second, others, owner=False)
    assert case.is_for_another(first, [first], owner=False)
    assert not case.is_for_another(first, [first, case.author_id], owner=True)
    with pytest.raises(CaseNeedsAnother):
        case.decide(
            Decision.KEEP, "no-violation", "다시", first, NOON + DAY, None, for_another=True
        )
    case.decide(Decision.KEEP, "no-violation", "맞습니다", second, NOON + DAY, None)
    assert case.state is CaseState.CLOSED


def test_reports_weigh_by_trust_and_by_how_often_they_were_right():
    assert report_weight(0, 0, 0, new=False) == 1.0
    assert report_weight(2, 0, 0, new=False) == 3.0
    assert report_weight(2, 16, 16, new=False) == 13.0
    assert report_weight(0, 0, 16, new=False) == 0.0
    assert report_weight(0, 0, 0, new=True) == 0.5


def test_trust_is_earned_in_steps_and_lost_by_decisions():
    assert standing(Deeds(since=NOON)).level == 0
    busy = Deeds(since=NOON, days_active=2, posts=1, comments=2)
    assert standing(busy).level == 1
    assert standing(busy).missing["days_active"] == 13
    assert standing(Deeds(since=NOON, days_active=2, posts=3, upheld=1)).level == 0
    assert standing(Deeds(since=NOON, by_hand=True)).level == 4


def test_the_first_day_is_slower():
    new = Deeds(since=NOON)
    assert first_post_waits(new, NOON + HOUR, staff=False)
    assert not first_post_waits(new, NOON + HOUR, staff=True)
    assert not first_post_waits(new, NOON + DAY, staff=False)
    check_pace(Act.POST, new, 2, NOON, NOON + HOUR)
    with pytest.raises(SlowDown):
        check_pace(Act.POST, new, 3, NOON, NOON + HOUR)
    with pytest.raises(SlowDown):
        check_pace(Act.POST, new, 1, NOON, NOON + timedelta(seconds=30))
    check_pace(Act.POST, new, 3, NOON, NOON + DAY)


def test_filtered_words_are_seen_through_their_spaces():
    assert suspicions("카 지-노", market=False, typed_s=60) == ("filtered-word",)
    assert suspicions("처방약 팝니다", market=True, typed_s=None) == ("forbidden-goods",)
    assert suspicions("달리기", market=True, typed_s=1.0) == ("typed-too-fast",)
    assert warnings("010-1234-5678") == ("phone-number",)
    assert warnings("110-234-567890") == ("account-number",)


def test_a_prompt_is_answered_once_and_speaks_its_owner_s_language():
    assert figures({"distance_m": 10_050.0, "moving_s": 3_661.0}) == "10.1 km 1:01:01"
    facts = {"sport": "ride", "figures": "40.0 km"}
    assert drafted(Kind.SHARE_WORKOUT, "ko-KR", facts)[0] == "오늘의 라이딩 40.0 km"
    assert drafted(Kind.SHARE_WORKOUT, "en", facts)[0] == "My ride 40.0 km"
    prompt = Prompt(
        id=new_id(),
        user_id=new_id(),
        kind=Kind.SHARE_WORKOUT,
        subject_id=new_id(),
        board="free",
        category=None,
        title="t",
        body="b",
        at=NOON,
    )
    prompt.dismiss()
    with pytest.raises(PromptAnswered):
        prompt.accept(None)


@pytest.mark.parametrize(
    ("metric", "target", "ko", "en"),
    [
        ("distance/run", 100_000.0, "100 km", "100 km"),
        ("time", 36_000.0, "10시간", "10 h"),
        ("count", 4.0, "4회", "4 workouts"),
        ("active_days", 20.0, "20일", "20 days"),
        ("active_days", 1.0, "1일", "1 day"),
    ],
)
def test_a_goal_is_told_with_its_unit(metric: str, target: float, ko: str, en: str):
    facts = {"goal": Goal(metric, target)}
    assert drafted(Kind.SHARE_GOAL, "ko", facts)[0] == f"새 목표 {ko}"
    assert drafted(Kind.SHARE_GOAL, "en", facts)[0] == f"A new goal: {en}"


def test_who_lost_the_role_looks_after_a_board_no_longer():
    one, other, plain = new_id(), new_id(), new_id()

    assert looking_after([one, plain], [one, other]) == [one]
    assert looking_after([plain], [other, one]) == sorted([one, other])
    assert looking_after([one], []) == []
