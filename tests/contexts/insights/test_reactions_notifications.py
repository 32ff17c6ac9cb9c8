"""What insights shows of notifications, consent and announcements, as its routes tell it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from moim.contracts.notifications import (
    AnnouncementCancelled,
    AnnouncementDelivered,
    AnnouncementDeliveryFailed,
    AnnouncementRegistered,
    AnnouncementSettingChanged,
    AnnouncementStatsProvided,
    AnnouncementStatsRequested,
    ConsentRequested,
    NotificationSent,
    PriorityChangeApproved,
    PriorityChangeRejected,
    PriorityChangeRequested,
    RefusalRequested,
    ReminderSent,
)
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World

RACE_AT = datetime(2026, 11, 14, 23, 0, tzinfo=UTC)
"""08:00 in Seoul on Sunday, 15 November."""


async def seen_as(world: World, role: str, path: str, user: UUID | None = None, **query):
    answer = await world.client.get(
        f"/v1/insights/{path}", params=query, headers=world.signed_as(role, user)
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def race(world: World, **given) -> UUID:
    announcement = new_id()
    registered = {"kind": "race", "title": "가을 하프 마라톤", "starts_at": RACE_AT}
    registered |= {"timezone": "Asia/Seoul", "announcement_id": announcement} | given
    await world.happens(AnnouncementRegistered(**registered))
    return announcement


async def follows(world: World, announcement: UUID, **settings: bool) -> None:
    await world.happens(
        AnnouncementSettingChanged(
            announcement_id=announcement, user_id=world.somebody, settings=settings
        )
    )


@pytest.mark.row(102)
@ON_BOTH_DATABASES
async def test_messages_are_counted_by_day_topic_and_channel(world: World):
    for topic, channel, times in (("likes", "app", 2), ("likes", "push", 1), ("race", "app", 1)):
        for _ in range(times):
            await world.happens(
                NotificationSent(
                    notification_id=new_id(), user_id=world.somebody, topic=topic, channel=channel
                )
            )
    another = NotificationSent(
        notification_id=new_id(), user_id=new_id(), topic="likes", channel="app"
    )
    await world.happens(another)

    mine = await world.seen("notifications")
    everybodys = await seen_as(world, "staff", "notifications/all")

    assert mine["total"] == 4
    assert [(one["topic"], one["channel"], one["count"]) for one in mine["items"]] == [
        ("likes", "app", 2),
        ("likes", "push", 1),
        ("race", "app", 1),
    ]
    assert {one["date"] for one in mine["items"]} == {"2026-11-02"}
    assert everybodys["items"][0]["count"] == 3


@pytest.mark.row(103)
@pytest.mark.row(104)
@ON_BOTH_DATABASES
async def test_the_consent_funnel_counts_who_was_asked_and_who_asked_to_be_left_out(world: World):
    for _ in range(3):
        await world.happens(
            ConsentRequested(user_id=new_id(), channel="email", purpose="marketing")
        )
    await world.happens(RefusalRequested(user_id=new_id(), channel="email", purpose="marketing"))

    items = (await seen_as(world, "staff", "consents"))["items"]

    assert [(one["step"], one["count"]) for one in items] == [("asked", 3), ("left_out", 1)]


@pytest.mark.parametrize("path", ["consents", "notifications/all", "topics"])
async def test_figures_of_everybody_are_for_staff(world: World, path: str):
    answer = await world.get(path)

    assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")


@pytest.mark.row(105)
@ON_BOTH_DATABASES
async def test_an_announcement_stands_on_the_calendar_of_who_follows_it(world: World):
    announcement = await race(world)
    await follows(world, announcement, followed=True)

    day = await world.day("2026-11-15")

    assert [(one["kind"], one["title"]) for one in day["announcements"]] == [
        ("race", "가을 하프 마라톤")
    ]
    assert (await world.day("2026-11-14"))["announcements"] == []
    assert (await world.day("2026-11-15", new_id()))["announcements"] == []


@pytest.mark.row(245)
async def test_a_calendar_told_before_shows_what_was_followed_since(world: World):
    announcement = await race(world)
    assert (await world.day("2026-11-15"))["announcements"] == []
    await follows(world, announcement, followed=True)
    assert len((await world.day("2026-11-15"))["announcements"]) == 1

    await world.happens(AnnouncementCancelled(announcement_id=announcement, reason="storm"))

    assert (await world.day("2026-11-15"))["announcements"] == []


@pytest.mark.row(114)
async def test_the_calendar_hides_what_its_reader_does_not_want_on_it(world: World):
    announcement = await race(world)
    await follows(world, announcement, followed=True, calendar=False)
    assert (await world.day("2026-11-15"))["announcements"] == []

    await follows(world, announcement, followed=True, calendar=True)
    assert len((await world.day("2026-11-15"))["announcements"]) == 1

    await follows(world, announcement, followed=False)
    assert (await world.day("2026-11-15"))["announcements"] == []


@pytest.mark.row(106)
@pytest.mark.row(109)
@pytest.mark.row(110)
@ON_BOTH_DATABASES
async def test_an_announcements_chart_counts_reminders_deliveries_and_failures(world: World):
    announcement = await race(world)
    for offset, recipients in ((86_400, 30), (3_600, 28)):
        await world.happens(
            ReminderSent(announcement_id=announcement, offset=offset, recipients=recipients)
        )
    for channel in ("push", "push", "email"):
        await world.happens(
            AnnouncementDelivered(announcement_id=announcement, user_id=new_id(), channel=channel)
        )
    for error in ("gone", "gone", "timeout"):
        await world.happens(
            AnnouncementDeliveryFailed(
                announcement_id=announcement, user_id=new_id(), channel="push", error=error
            )
        )

    chart = await seen_as(world, "organiser", f"announcements/{announcement}")

    assert chart["reminders"] == 58
    assert chart["delivered"] == {"push": 2, "email": 1}
    assert chart["failed"] == {"push": {"gone": 2, "timeout": 1}}


@pytest.mark.row(107)
@pytest.mark.row(108)
async def test_statistics_of_an_announcement_are_pending_until_they_are_provided(world: World):
    announcement, asked, organiser = await race(world), new_id(), new_id()
    await world.happens(
        AnnouncementStatsRequested(
            announcement_id=announcement, request_id=asked, user_id=organiser
        )
    )
    path = f"announcements/{announcement}"
    (chart,) = (await seen_as(world, "organiser", path, organiser))["statistics"]
    assert (chart["status"], chart["figures"]) == ("pending", None)

    stats = {"totals": {"followers": 31.0}}
    await world.happens(
        AnnouncementStatsProvided(announcement_id=announcement, request_id=asked, stats=stats)
    )

    (chart,) = (await seen_as(world, "organiser", path, organiser))["statistics"]
    assert (chart["status"], chart["figures"]) == ("ready", stats)


async def test_an_announcements_chart_is_for_organisers(world: World):
    announcement = await race(world)

    answer = await world.get(f"announcements/{announcement}")

    assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")


@pytest.mark.row(111)
@pytest.mark.row(112)
@pytest.mark.row(113)
@ON_BOTH_DATABASES
async def test_a_topics_row_says_what_became_of_the_wish(world: World):
    asked = new_id()

    async def row():
        (topic,) = (await seen_as(world, "staff", "topics"))["items"]
        return topic["state"], topic["wanted"], topic["priority"], topic["reason"]

    await world.happens(
        PriorityChangeRequested(request_id=asked, topic="race", user_id=new_id(), to="high")
    )
    assert await row() == ("requested", "high", None, None)

    await world.happens(PriorityChangeApproved(request_id=asked, topic="race", to="high"))
    assert await row() == ("approved", "high", "high", None)

    world.now += timedelta(hours=1)
    await world.happens(
        PriorityChangeRequested(request_id=new_id(), topic="race", user_id=new_id(), to="critical"),
        PriorityChangeRejected(request_id=asked, topic="race", reason="not urgent"),
    )
    assert await row() == ("rejected", "critical", "high", "not urgent")
