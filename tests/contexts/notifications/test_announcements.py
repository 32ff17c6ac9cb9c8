"""Announcements: told, followed, reminded of, cancelled and counted."""

from datetime import datetime, timedelta

import pytest

from moim.contracts.notifications import (
    AnnouncementCancelled,
    AnnouncementDelivered,
    AnnouncementDeliveryFailed,
    AnnouncementRegistered,
    AnnouncementSettingChanged,
    AnnouncementStatsProvided,
    AnnouncementStatsRequested,
    ReminderSent,
)
from moim.contracts.users import UserLoggedIn
from moim.kernel.ids import new_id
from tests.contexts.notifications.world import NOON, ON_BOTH_DATABASES, REFUSED, World

ORGANISER = {"roles": ("user", "organiser")}


def race(world: World, **changes):
    starts = world.now + timedelta(days=10)
    given = {"kind": "race", "title": "한강 하프", "body": "뚝섬에서 만나요"}
    given |= {"starts_at": starts.isoformat(), "segment": None}
    return given | changes


async def announced(world: World, organiser=None, **changes):
    return await world.done(
        "POST", "announcements", race(world, **changes), user=organiser, **ORGANISER
    )


@pytest.mark.event(82)
@pytest.mark.event(95)
@ON_BOTH_DATABASES
async def test_everybody_is_told_once_and_who_reads_english_in_english(world: World):
    minji, anna = await world.person("민지"), await world.person("Anna", locale="en")

    made = await announced(world, segment="everyone")
    again = {"segment": "everyone"}
    await world.done("POST", f"announcements/{made['id']}/sendings", again, **ORGANISER)

    for somebody, starts in (
        (minji, "(2026년 11월 12일 12:00, 서울 시간)"),
        (anna, "(12 November 2026 12:00, Seoul time)"),
    ):
        (notice,) = await world.inbox(somebody)
        assert (notice["template"], notice["title"]) == ("announcement", "한강 하프")
        assert notice["body"].endswith(starts)
    (registered,) = world.published(AnnouncementRegistered)
    assert (str(registered.announcement_id), registered.kind) == (made["id"], "race")
    reached = {(event.user_id, event.channel) for event in world.published(AnnouncementDelivered)}
    assert reached == {(minji, "app"), (anna, "app")}
    sendings = await world.seen(f"announcements/{made['id']}/sendings", roles=("user", "organiser"))
    progress = [(one["state"], one["considered"], one["told"]) for one in sendings["items"]]
    assert progress == [("done", 2, 2), ("done", 2, 0)]


async def test_a_sending_waits_for_its_time_and_goes_to_its_region(world: World):
    from moim.contracts.users import ProfileUpdated

    near, far = await world.person("가까이"), await world.person("멀리")
    told = {"locale": "ko", "timezone": "Asia/Seoul"}
    await world.happens(
        ProfileUpdated(user_id=near, nickname="가까이", region="서울특별시 마포구", **told),
        ProfileUpdated(user_id=far, nickname="멀리", region="부산광역시", **told),
    )
    later = (world.now + timedelta(hours=2)).isoformat()
    await announced(world, segment="region:서울특별시", send_at=later)
    assert await world.told(near) == []

    world.pass_by(hours=2)
    await world.settle()

    assert (await world.told(near), await world.told(far)) == (["announcement"], [])


@pytest.mark.event(93)
@pytest.mark.event(90)
@ON_BOTH_DATABASES
async def test_who_follows_is_reminded_a_week_a_day_and_three_hours_before(world: World):
    minji, chulsoo = await world.person("민지"), await world.person("철수")
    made = await announced(world)
    path = f"announcements/{made['id']}"
    assert await world.done("PUT", f"{path}/follow", user=minji) == {
        "followed": True,
        "reminders": True,
        "calendar": False,
    }
    await world.done("PUT", f"{path}/follow", {"reminders": False}, user=chulsoo)

    titles = []
    for offset in (timedelta(days=7), timedelta(days=1), timedelta(hours=3)):
        world.now = datetime.fromisoformat(made["starts_at"]) - offset
        await world.settle()
        titles = [item["title"] for item in await world.inbox(minji)]

    assert titles == [
        "3시간 뒤 시작합니다: 한강 하프",
        "1일 뒤 시작합니다: 한강 하프",
        "7일 뒤 시작합니다: 한강 하프",
    ]
    assert await world.told(chulsoo) == []
    sent = [(event.offset, event.recipients) for event in world.published(ReminderSent)]
    assert sent == [(604_800, 1), (86_400, 1), (10_800, 1)]
    changed = world.published(AnnouncementSettingChanged)
    assert [event.settings["reminders"] for event in changed] == [True, False]
    (letter, *_) = world.letters.to(minji)
    (calendar,) = letter.attachments
    assert (calendar.media_type, calendar.name) == ("text/calendar", "moim.ics")
    assert b"DTSTART:20261112T030000Z" in calendar.content
    state = await world.seen(path, minji)
    assert [one["state"] for one in state["reminders"]] == ["sent", "sent", "sent"]


async def test_a_reminder_that_comes_an_hour_late_is_not_sent(world: World):
    minji = await world.person("민지")
    made = await announced(world)
    await world.done("PUT", f"announcements/{made['id']}/follow", {}, user=minji)
    await world.done(
        "POST", f"announcements/{made['id']}/reminders", {"offsets_s": [86_400]}, **ORGANISER
    )

    world.pass_by(days=9, hours=1, minutes=1)
    await world.settle()

    (reminder,) = (await world.seen(f"announcements/{made['id']}"))["reminders"]
    assert reminder["state"] == "expired"
    assert await world.told(minji) == []


@pytest.mark.event(83)
async def test_those_who_were_told_and_those_who_follow_hear_of_a_cancellation_once(world: World):
    told, follower = await world.person("민지"), await world.person("철수")
    made = await announced(world, segment="everyone")
    path = f"announcements/{made['id']}"
    await world.done("PUT", f"{path}/follow", {}, user=follower)

    cancelled = await world.done("DELETE", f"{path}?reason=태풍", **ORGANISER)

    assert cancelled["reason"] == "태풍"
    for somebody in (told, follower):
        assert await world.told(somebody) == ["announcement-cancelled", "announcement"]
    assert world.published(AnnouncementCancelled)[0].reason == "태풍"
    world.pass_by(days=10)
    await world.settle()
    assert "announcement-reminder" not in await world.told(follower)
    again = await world.send("DELETE", path, **ORGANISER)
    assert (again.status_code, again.json()["code"]) == (409, "announcement-cancelled")


@pytest.mark.parametrize("cancelled", [True, False])
async def test_a_reminder_that_waits_out_the_night_is_not_sent_in_vain(
    world: World, cancelled: bool
):
    minji = await world.person("민지")
    device = {"endpoint": "https://push.test/1", "keys": {"p256dh": "BA", "auth": "AA"}}
    await world.done("POST", "push-subscriptions", device, user=minji)
    night = {"windows": [{"start": "22:00", "end": "07:00"}]}
    await world.done("PUT", "notification-settings/quiet-hours", night, user=minji)
    starts = world.now + timedelta(days=1, hours=-5 if not cancelled else 0)  # at 7 or at 12
    made = await announced(world, starts_at=starts.isoformat())
    await world.done("PUT", f"announcements/{made['id']}/follow", {}, user=minji)
    offset_s = 10_800 if not cancelled else 36_000  # 4 or 2 in the morning
    path = f"announcements/{made['id']}/reminders"
    await world.done("POST", path, {"offsets_s": [offset_s]}, **ORGANISER)
    world.now = starts - timedelta(seconds=offset_s)
    await world.settle()
    (reminder,) = await world.inbox(minji)
    assert (await world.why(reminder, "push", minji))["verdict"] == "defer"

    if cancelled:
        await world.done("DELETE", f"announcements/{made['id']}", **ORGANISER)
    world.now = NOON + timedelta(days=1, hours=-4)
    await world.settle()

    why = await world.why(reminder, "push", minji)
    assert (why["now"], why["now_reason"]) == (
        "withheld",
        "cancelled" if cancelled else "expired",
    )


async def test_a_long_text_is_told_in_short(world: World):
    minji = await world.person("민지")

    await announced(world, segment="everyone", body="가" * 501)

    (notice,) = await world.inbox(minji)
    assert notice["body"].startswith("가" * 499 + "… (")


@pytest.mark.event(94)
async def test_a_letter_that_is_refused_for_good_is_told_as_a_failure(world: World):
    minji = await world.person("민지")
    made = await announced(world)
    await world.done("PUT", f"announcements/{made['id']}/follow", {}, user=minji)
    world.letters.fails = REFUSED

    world.pass_by(days=9)
    await world.settle()

    failed = world.published(AnnouncementDeliveryFailed)
    assert {(one.user_id, one.channel, one.error) for one in failed} == {
        (minji, "email", "address-refused")
    }
    assert [one.channel for one in world.published(AnnouncementDelivered)] == ["app"]


@pytest.mark.event(99)
@pytest.mark.event(100)
async def test_statistics_have_their_denominators(world: World):
    people = [await world.person(str(number)) for number in range(3)]
    made = await announced(world, segment="everyone")
    notice = (await world.inbox(people[0]))[0]["id"]
    await world.done("POST", f"notifications/{notice}/read", user=people[0])

    path = f"announcements/{made['id']}/statistics"
    asked = await world.done("POST", path, **ORGANISER)
    answer = await world.seen(f"announcements/statistics/{asked['id']}")

    assert asked["stats"] is None
    assert answer["stats"]["totals"] == {
        "considered": 3.0,
        "told": 3.0,
        "withheld": 0.0,
        "read": 1.0,
        "unsubscribed": 0.0,
    }
    assert answer["stats"]["delivered"] == {"app": 3.0}
    (wanted,) = world.published(AnnouncementStatsRequested)
    (provided,) = world.published(AnnouncementStatsProvided)
    assert wanted.request_id == provided.request_id
    assert (await world.get(f"announcements/statistics/{asked['id']}", new_id())).status_code == 404


@pytest.mark.row(56)
async def test_what_was_announced_since_the_last_sign_in_is_one_digest(world: World):
    minji = await world.person("민지")
    signed_in = UserLoggedIn(user_id=minji, method="password", device_label=None)
    await world.happens(signed_in)
    world.pass_by(days=1)
    for title in ("한강 하프", "남산 오르기"):
        await announced(world, title=title)
    await announced(world, kind="sale", title="신발 세일")

    await world.happens(signed_in)
    await world.happens(signed_in)

    (notice,) = await world.inbox(minji)
    assert notice["title"] == "지난 로그인 뒤의 새 소식 2건"
    assert notice["body"] == "남산 오르기 · 한강 하프"


async def test_advertising_reaches_only_who_agreed_with_its_label_and_way_out(world: World):
    agreed, silent = await world.person("민지"), await world.person("철수")
    for channel in ("email", "app"):
        await world.consents(agreed, channel)
    world.letters.sent.clear()

    await announced(world, kind="sale", title="신발 세일", segment="everyone")

    assert await world.told(silent) == []
    (notice, *_) = await world.inbox(agreed)
    assert notice["title"] == "(광고) 신발 세일"
    assert "무료수신거부 http://moim.test/o" in notice["body"]
    (letter,) = world.letters.sent
    assert letter.subject.startswith("(광고) ")
    assert "보내는 이: 모임 (moim@moim.test, 02-123-4567, 서울 마포구 1)" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = letter.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert f"무료수신거부 http://moim.test/unsubscribe/{token}" in letter.text
    assert "거부하세요 / Unsubscribe here:" in letter.text, "the law wants both languages"

    for title in ("모자 세일", "양말 세일"):
        await announced(world, kind="sale", title=title, segment="everyone")
    (third, *_) = await world.inbox(agreed)
    why = await world.why(third, "email", agreed)
    assert (why["verdict"], why["now_reason"]) == ("withhold", "too-many-advertisements")
    world.pass_by(days=7)
    await world.settle()
    assert len(world.letters.sent) == 2, "no digest carries what is advertising"


async def test_who_follows_a_sale_is_reminded_of_it_as_the_law_wants_advertising(world: World):
    agreed, silent = await world.person("민지"), await world.person("철수")
    await world.consents(agreed, "app")
    made = await announced(world, kind="sale", title="신발 세일")
    for somebody in (agreed, silent):
        await world.done("PUT", f"announcements/{made['id']}/follow", {}, user=somebody)
    world.letters.sent.clear()

    world.now = datetime.fromisoformat(made["starts_at"]) - timedelta(days=1)
    await world.settle()

    (notice, *_) = await world.inbox(agreed)
    assert notice["title"] == "(광고) 1일 뒤 시작합니다: 신발 세일"
    assert "무료수신거부 http://moim.test/o" in notice["body"]
    assert await world.told(silent) == ["consent-asked"]
    assert world.letters.sent == []


async def test_only_organisers_announce_and_only_the_author_or_staff_change_it(world: World):
    made = await announced(world)
    other = new_id()

    refused = await world.send("POST", "announcements", race(world))
    assert (refused.status_code, refused.json()["code"]) == (403, "role-missing")
    for method, path, json in (
        ("DELETE", "", None),
        ("POST", "/reminders", {"offsets_s": [3600]}),
        ("POST", "/sendings", {"segment": "everyone"}),
        ("POST", "/statistics", None),
        ("GET", "/sendings", None),
    ):
        answer = await world.send(
            method, f"announcements/{made['id']}{path}", json, user=other, **ORGANISER
        )
        assert answer.json()["code"] == "announcement-of-another", path
    staff = await world.send(
        "DELETE", f"announcements/{made['id']}", user=other, roles=("user", "staff")
    )
    assert staff.status_code == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "announcement-not-allowed"),
        ({"timezone": "Seoul"}, "announcement-not-allowed"),
        ({"starts_at": "2020-01-01T00:00:00Z"}, "announcement-not-allowed"),
        ({"segment": "nobody"}, "segment-unknown"),
        ({"segment": "everyone", "send_at": "2030-01-01T00:00:00Z"}, "schedule-not-allowed"),
    ],
)
async def test_an_announcement_that_cannot_be_is_refused(world: World, changes, code):
    answer = await world.send("POST", "announcements", race(world, **changes), **ORGANISER)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_repeated_post_makes_one_announcement(world: World):
    for _ in range(2):
        await world.done(
            "POST", "announcements", race(world), **ORGANISER, **{"idempotency-key": "one"}
        )

    page = await world.seen("announcements")
    assert [one["title"] for one in page["items"]] == ["한강 하프"]


async def test_announcements_come_in_pages_with_one_s_own_following(world: World):
    for number in range(3):
        world.pass_by(minutes=1)
        made = await announced(world, title=f"{number}번")
    await world.done("PUT", f"announcements/{made['id']}/follow", {})

    first = await world.seen("announcements", limit=2)
    rest = await world.seen("announcements", limit=2, cursor=first["next"])

    assert [(one["title"], one["followed"]) for one in first["items"]] == [
        ("2번", True),
        ("1번", False),
    ]
    assert [one["title"] for one in rest["items"]] == ["0번"]


async def test_the_list_is_of_a_kind_and_of_what_is_still_to_come(world: World):
    soon = (world.now + timedelta(hours=1)).isoformat()
    await announced(world, title="지난 경주", starts_at=soon)
    world.pass_by(hours=2)
    await announced(world, title="경주")
    await announced(world, title="점검", kind="update")
    off = await announced(world, title="취소")
    await world.done("DELETE", f"announcements/{off['id']}", **ORGANISER)

    async def titles(**query: str) -> list[str]:
        page = await world.seen("announcements", **query)
        return [one["title"] for one in page["items"]]

    assert await titles(state="upcoming") == ["점검", "경주"]
    assert await titles(state="past") == ["지난 경주"]
    assert await titles(state="cancelled") == ["취소"]
    assert await titles(kind="update") == ["점검"]
    assert await titles(kind="race", state="upcoming") == ["경주"]
    for wrong in ({"kind": "party"}, {"state": "open"}):
        assert (await world.get("announcements", **wrong)).status_code == 422
    first = await world.seen("announcements", state="upcoming", limit=1)
    rest = await world.seen("announcements", state="upcoming", limit=1, cursor=first["next"])
    assert [one["title"] for one in rest["items"]] == ["경주"]


async def test_who_may_edit_is_told_and_a_stranger_may_not(world: World):
    made = await announced(world)
    path = f"announcements/{made['id']}"
    assert made["may_edit"] is True
    seen = {
        "its organiser": await world.seen(path, world.somebody, roles=("user", "organiser")),
        "staff": await world.seen(path, new_id(), roles=("user", "staff")),
        "another organiser": await world.seen(path, new_id(), roles=("user", "organiser")),
        "one who no longer organises": await world.seen(path, world.somebody),
        "anybody": await world.seen(path, new_id()),
    }
    assert [who for who, one in seen.items() if one["may_edit"]] == ["its organiser", "staff"]
    page = await world.seen("announcements", world.somebody, roles=("user", "organiser"))
    assert [one["may_edit"] for one in page["items"]] == [True]
