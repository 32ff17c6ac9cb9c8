"""What people are told of their accounts, and what the gate learns of them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from moim.contexts.challenges.domain.notices import NoticeKind
from moim.contexts.notifications.domain.law import asked_again_at
from moim.contexts.notifications.domain.texts_account import CHALLENGE_NOTICES
from moim.contexts.notifications.persistence.erasure import DELETED, KEPT
from moim.contexts.notifications.persistence.tables import metadata
from moim.contracts.challenges import ChallengeNotificationSent
from moim.contracts.community import PostBookmarked, PostLiked, PostReported
from moim.contracts.notifications import (
    EmailPreferenceSet,
    PushPreferenceSet,
    ReceiptConsented,
    ReceiptRefused,
    SmsPreferenceSet,
)
from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    ActivityLogged,
    ActivityStatsProvided,
    ActivityStatsRequested,
    EmailVerified,
    FeedbackAnswered,
    FeedbackSubmitted,
    LoginFailed,
    NotificationSettingsChanged,
    PasswordChanged,
    PasswordResetCompleted,
    PasswordResetRequested,
    ProfileUpdated,
    UserLoggedIn,
    UserWithdrew,
)
from moim.kernel.ids import new_id
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World


@pytest.fixture
async def minji(world: World):
    return await world.person("민지")


def failed(who, failures: int) -> LoginFailed:
    told = {"email_hash": "00", "reason": "wrong-password"}
    return LoginFailed(user_id=who, failures_in_window=failures, **told)


@pytest.mark.row(54)
async def test_a_lock_is_told_by_mail_at_once_quiet_hours_or_not(world: World, minji):
    always = {"windows": [{"start": "00:00", "end": "23:59"}]}
    await world.done("PUT", "notification-settings/quiet-hours", always, user=minji)
    wishes = {"all": {"email": False}}
    await world.happens(NotificationSettingsChanged(user_id=minji, settings=wishes))

    await world.happens(AccountLocked(user_id=minji, reason="too-many-failures"))

    (letter,) = world.letters.to(minji)
    assert letter.subject == "[모임] 계정이 잠겼습니다"
    (notice,) = await world.inbox(minji)
    why = await world.why(notice, "email", minji)
    assert (why["verdict"], why["now"]) == ("send", "sent")
    assert {"step": "lane", "saw": "critical"} in why["steps"]


@pytest.mark.row(55)
async def test_an_unlocked_account_is_told_and_hears_of_everything_again(world, minji):
    post = await world.post(minji)
    await world.happens(AccountLocked(user_id=minji, reason="moderator"))
    await world.happens(PostLiked(post_id=post, user_id=new_id()))
    assert await world.told(minji) == ["account-locked"]

    await world.happens(AccountUnlocked(user_id=minji, reason="moderator"))
    await world.happens(PostLiked(post_id=post, user_id=new_id()))

    assert await world.told(minji) == ["post-liked", "account-unlocked", "account-locked"]


@pytest.mark.row(57)
async def test_failed_sign_ins_are_told_from_the_third_and_once_an_hour(world, minji):
    for failures in (1, 2):
        await world.happens(failed(minji, failures))
    assert await world.told(minji) == []

    await world.happens(failed(minji, 3), failed(minji, 4), failed(None, 9))

    (notice,) = await world.inbox(minji)
    assert notice["title"] == "로그인 시도가 3번 실패했습니다"
    world.pass_by(minutes=61)
    await world.happens(failed(minji, 5))
    assert await world.told(minji) == ["login-failed", "login-failed"]


@pytest.mark.parametrize(
    ("made", "template"),
    [
        pytest.param(PasswordChanged, "password-changed", marks=pytest.mark.row(58)),
        pytest.param(PasswordResetCompleted, "password-reset", marks=pytest.mark.row(59)),
    ],
)
async def test_a_new_password_is_told_as_critical(world, minji, made, template):
    await world.happens(made(user_id=minji))

    (notice,) = await world.inbox(minji)
    assert notice["template"] == template
    assert "/forgot" in world.letters.to(minji)[0].text
    steps = (await world.why(notice, "email", minji))["steps"]
    assert {"step": "lane", "saw": "critical"} in steps


@pytest.mark.row(60)
async def test_the_reset_link_is_asked_for_as_the_letter_is_sent_and_kept_nowhere(world):
    anna = await world.person("Anna", locale="en-GB")
    link = "http://moim.test/reset/secret-of-an-hour"
    world.people.links[anna] = link

    asked = PasswordResetRequested(user_id=anna, expires_at=world.now + timedelta(hours=1))
    await world.happens(asked)

    (letter,) = world.letters.to(anna)
    assert letter.subject == "[Moim] Reset your password"
    assert link in letter.text
    assert "List-Unsubscribe" not in letter.headers
    assert await world.told(anna) == []
    rows = await world.context.database.ask(
        lambda c: [str(c.execute(select(table)).all()) for table in metadata.sorted_tables]
    )
    assert not any("secret-of-an-hour" in row for row in rows)


async def test_a_link_that_ran_out_is_not_sent(world, minji):
    await world.happens(PasswordResetRequested(user_id=minji, expires_at=world.now))

    assert world.letters.sent == []


@pytest.mark.row(61)
@ON_BOTH_DATABASES
async def test_the_week_is_told_once_on_monday_morning(world: World):
    minji = await world.person("민지")
    for activity in ("session-ended", "session-ended", "post-written"):
        logged = ActivityLogged(user_id=minji, activity=activity, occurred_at=world.now)
        await world.happens(logged)
    world.pass_by(days=6, hours=19, minutes=59)
    await world.settle()
    assert await world.told(minji) == []

    world.pass_by(minutes=2)
    await world.settle()

    (notice,) = await world.inbox(minji)
    assert notice["template"] == "weekly-summary"
    assert notice["body"] == "운동 기록 2 · 글쓰기 1"
    world.pass_by(days=7)
    await world.settle()
    assert len(await world.inbox(minji)) == 1, "a week without anything is not told"


@pytest.mark.parametrize(("hour", "hours"), [("21:30", 33.5), ("06:00", 18)])
@pytest.mark.row(61)
async def test_the_week_is_told_at_the_person_s_own_hour(world: World, hour: str, hours: float):
    minji = await world.person("민지")
    logged = ActivityLogged(user_id=minji, activity="post-written", occurred_at=world.now)
    await world.happens(logged)
    own = {"windows": [], "summary_at": hour}

    put = await world.done("PUT", "notification-settings/quiet-hours", own, user=minji)

    assert put["summary_at"] == hour
    world.pass_by(days=6, hours=hours - 0.1)
    await world.settle()
    assert await world.told(minji) == []
    world.pass_by(minutes=7)
    await world.settle()
    assert await world.told(minji) == ["weekly-summary"]
    world.pass_by(days=1)
    await world.settle()
    assert await world.told(minji) == ["weekly-summary"]


@pytest.mark.row(62)
@pytest.mark.row(63)
async def test_a_promise_of_statistics_turns_into_the_result(world, minji):
    ids = {"user_id": minji, "request_id": new_id()}
    await world.happens(ActivityStatsRequested(period="2026-10-01/2026-10-31", **ids))
    (promise,) = await world.inbox(minji)
    assert promise["template"] == "statistics-promised"

    stats = {"activity": {"session-ended": 12.0, "goal-achieved": 1.0}}
    await world.happens(ActivityStatsProvided(stats=stats, **ids))

    (result,) = await world.inbox(minji)
    assert (result["id"], result["template"]) == (promise["id"], "statistics-ready")
    assert result["body"] == "운동 기록 12 · 목표 달성 1"
    assert str(ids["request_id"]) in result["link"]


@pytest.mark.row(64)
@pytest.mark.event(88)
@pytest.mark.event(89)
async def test_a_channel_without_consent_is_not_used_from_the_next_message_on(world, minji):
    locked = FeedbackAnswered(user_id=minji, feedback_id=new_id(), topic="app", resolution="done")
    await world.consents(minji, "app", "service", granted=False)

    await world.happens(locked)

    assert "feedback-answered" not in await world.told(minji)
    await world.consents(minji, "app", "service")
    (refused,) = world.published(ReceiptRefused)
    (consented,) = world.published(ReceiptConsented)
    for told in (refused, consented):
        assert (told.user_id, told.channel, told.purpose) == (minji, "app", "service")


@pytest.mark.row(65)
async def test_consent_and_refusal_are_confirmed_with_day_and_channel(world, minji):
    await world.consents(minji, "email")
    await world.consents(minji, "email", granted=False)

    refused, given = world.letters.to(minji)[::-1]
    assert "모임: 2026-11-02에 이메일 광고성 정보 수신에 동의하셨습니다" in given.text
    assert "수신을 거부하셨습니다" in refused.text
    assert not given.subject.startswith("(광고)"), "a receipt is no advertisement"
    assert await world.told(minji) == ["consent-refused", "consent-given"]


@pytest.mark.row(66)
async def test_a_verified_address_is_welcomed(world, minji):
    await world.happens(EmailVerified(user_id=minji), EmailVerified(user_id=minji))

    (notice,) = await world.inbox(minji)
    assert notice["title"] == "민지님, 환영합니다!"


@pytest.mark.row(67, 69)
async def test_an_answer_to_feedback_is_one_notice(world, minji):
    ids = {"user_id": minji, "feedback_id": new_id(), "topic": "app"}

    await world.happens(FeedbackAnswered(resolution="planned", **ids))

    (notice,) = await world.inbox(minji)
    assert notice["body"] == "처리 결과: 반영할 예정입니다"


@pytest.mark.row(68)
async def test_feedback_gets_a_receipt(world, minji):
    await world.happens(FeedbackSubmitted(user_id=minji, feedback_id=new_id(), topic="app"))

    assert await world.told(minji) == ["feedback-received"]


@pytest.mark.row(56)
async def test_a_sign_in_without_news_tells_nothing(world, minji):
    signed_in = UserLoggedIn(user_id=minji, method="password", device_label=None)

    await world.happens(signed_in)
    world.pass_by(days=2)
    await world.happens(signed_in)

    assert await world.told(minji) == []


@pytest.mark.row(200)
@ON_BOTH_DATABASES
async def test_entrants_are_told_what_a_challenge_says_once(world: World):
    entrants = [await world.person(name) for name in ("민지", "철수")]
    ids = {"challenge_id": new_id(), "recipient_ids": tuple(entrants), "recipients": 2}

    for _ in range(2):
        await world.happens(ChallengeNotificationSent(kind="last-day", title="11월 100km", **ids))

    for entrant in entrants:
        (notice,) = await world.inbox(entrant)
        assert (notice["title"], notice["body"]) == ("11월 100km", "챌린지 마지막 날입니다")
        assert notice["link"] == f"/challenges/{ids['challenge_id']}"


async def test_every_review_of_a_result_is_told_and_what_it_came_to(world: World):
    runner = await world.person("민지")
    ids = {"challenge_id": new_id(), "recipient_ids": (runner,), "recipients": 1}

    for kind in ("review", "decided", "review"):
        await world.happens(ChallengeNotificationSent(kind=kind, title="11월 100km", **ids))

    told = [notice["body"] for notice in await world.inbox(runner)]
    assert sorted(told) == ["기록 검토가 끝났습니다", *["기록을 검토하고 있습니다"] * 2]


def test_every_notice_of_challenges_has_words_of_its_own():
    assert set(CHALLENGE_NOTICES) == {kind.value for kind in NoticeKind}


@pytest.mark.row(201)
@pytest.mark.event(84)
@pytest.mark.event(85)
@pytest.mark.event(86)
async def test_settings_hold_from_the_next_message_on_and_are_told_by_channel(world, minji):
    post = await world.post(minji)
    settings = {
        "community": {"app": False, "push": True, "sms": False},
        "challenges": {"push": False, "email": True},
    }

    await world.happens(NotificationSettingsChanged(user_id=minji, settings=settings))
    await world.happens(PostLiked(post_id=post, user_id=new_id()))

    assert await world.told(minji) == []
    (push,) = world.published(PushPreferenceSet)
    (email,) = world.published(EmailPreferenceSet)
    (sms,) = world.published(SmsPreferenceSet)
    assert (push.enabled, push.topics) == (True, ("community",))
    assert (email.enabled, email.topics) == (True, ("challenges",))
    assert (sms.enabled, sms.topics) == (False, ())


@pytest.mark.row(202)
@pytest.mark.row(203)
async def test_notices_are_in_the_language_and_with_the_names_of_now(world, minji):
    anna = await world.person("Anna", locale="en")
    post = await world.post(anna)
    await world.happens(PostLiked(post_id=post, user_id=minji))
    assert (await world.inbox(anna))[0]["title"] == "민지 liked your post"

    profile = {"region": None, "timezone": "Asia/Seoul"}
    await world.happens(
        ProfileUpdated(user_id=minji, nickname="민지런", locale="ko", **profile),
        ProfileUpdated(user_id=anna, nickname="Anna", locale="ko", **profile),
    )

    assert (await world.inbox(anna))[0]["title"] == "민지런님이 회원님의 글을 좋아합니다"


async def left_over(world: World, user) -> dict[str, int]:
    def count(connection):
        return {
            name: connection.execute(
                select(func.count()).select_from(table).where(table.c.user_id == user)
            ).scalar()
            for name, table in metadata.tables.items()
            if "user_id" in table.c
        }

    counted = await world.context.database.ask(count)
    return {name: rows for name, rows in counted.items() if rows}


@pytest.mark.row(204)
@ON_BOTH_DATABASES
async def test_nothing_of_who_left_is_kept_shown_or_sent(world: World):
    minji, chulsoo = await world.person("민지"), await world.person("철수")
    post = await world.post(chulsoo)
    world.follows.followers = {("person", str(minji)): {chulsoo}}
    own = await world.post(minji, "민지의 비밀 코스")
    await world.happens(
        PostLiked(post_id=post, user_id=minji),
        PostBookmarked(post_id=post, user_id=minji),
        PostReported(post_id=post, report_id=new_id(), user_id=minji, reason="spam"),
        PostLiked(post_id=own, user_id=chulsoo),
        failed(minji, 3),
        ActivityLogged(user_id=minji, activity="post-written", occurred_at=world.now),
    )
    await world.consents(minji, "email")
    assert len(await left_over(world, minji)) > 6

    await world.happens(UserWithdrew(user_id=minji))
    await world.happens(PasswordChanged(user_id=minji), world.registered(minji))

    assert await left_over(world, minji) == {"recipients": 1}
    assert await world.inbox(minji) == []
    assert "민지" not in str(await world.inbox(chulsoo))
    rows = await world.context.database.ask(
        lambda c: [str(c.execute(select(table)).all()) for table in metadata.sorted_tables]
    )
    assert [row for row in rows if "민지의 비밀" in row] == []
    assert await world.parked() == []


def test_every_table_that_names_people_is_named_in_the_erasure():
    naming = {name for name, table in metadata.tables.items() if "user_id" in table.c}

    assert naming == set(DELETED) | set(KEPT)


@pytest.mark.parametrize(
    ("purpose", "named"), [("marketing", "광고성 정보"), ("night", "야간 광고")]
)
async def test_a_consent_is_asked_about_before_two_years_are_over_and_stays_if_left(
    world, minji, purpose, named
):
    await world.consents(minji, "email", purpose)
    given = world.now

    world.now = asked_again_at(given)
    await world.settle()

    assert (await world.told(minji))[0] == "consent-reconfirm"
    assert f"2026-11-02에 이메일 {named}" in (await world.inbox(minji))[0]["body"]
    world.now = asked_again_at(world.now)
    await world.settle()
    assert (await world.told(minji)).count("consent-reconfirm") == 2


async def test_a_consent_that_was_taken_back_is_not_asked_about(world, minji):
    await world.consents(minji, "email")
    given = world.now
    await world.consents(minji, "email", granted=False)

    world.now = asked_again_at(given)
    await world.settle()

    assert "consent-reconfirm" not in await world.told(minji)
