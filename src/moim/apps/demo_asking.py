"""What the demo's crew asks for: charts, a look to keep, a place to hide, races, each other."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from moim.apps.demo_crew import Member
from moim.apps.demo_days import SEOUL
from moim.apps.demo_joining import context_named
from moim.apps.house import House
from moim.contexts.community.application.following import Follow, FollowsOf, follow, follows_of
from moim.contexts.community.domain.following import Kind
from moim.contexts.insights.application.charts import AskForChart, ask_for_chart, charts_of
from moim.contexts.insights.application.ports import ChartList
from moim.contexts.insights.application.templates import SaveTemplate, save_template, templates_of
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.template import Design
from moim.contexts.notifications.application.announcements import (
    Page,
    Register,
    SetFollow,
    page_of,
    register,
    set_follow,
)
from moim.contexts.notifications.domain.announcement import AnnouncementKind
from moim.contexts.workouts.application.privacy_zones import MakeZone, make_zone, zones_of

CHARTS = (ChartKind.RECORDS, ChartKind.TRAINING_LOAD, ChartKind.MAP, ChartKind.WEEKS)
"""The last stands first on the page."""
HOME_LAT, HOME_LON, HOME_RADIUS_M = 37.4947, 127.0136, 300.0
"""A street in Seocho that no course of the crew's comes by: no line of theirs is cut."""
RACES = (
    ("서울 한강 10K", "잠실에서 여의도까지, 강바람을 등지고 달립니다.", timedelta(days=9)),
    ("봄 강변 마라톤", "하프와 풀. 반포에서 모여 함께 갑니다.", timedelta(days=23)),
)
RACES_KNOWN_AT_ONCE = 100
START = time(8, 0, tzinfo=SEOUL)

People = Sequence[tuple[Member, UUID]]


async def ask_for_more(house: House, people: People, today: date) -> None:
    """All that is not there yet; the first of the crew asks for most of it."""
    first = people[0][1]
    await _charts(house, first)
    await _hide_home(house, first)
    await _follow_each_other(house, people)
    await _races(house, people, today)


async def _charts(house: House, user_id: UUID) -> None:
    insights = context_named(house, "insights")
    if await insights.ask(charts_of, ChartList(user_id=user_id, limit=1)):
        return
    for kind in CHARTS:
        await insights.run(ask_for_chart, AskForChart(user_id=user_id, kind=kind))
    if not await insights.ask(templates_of, user_id):
        design = Design(kind=ChartKind.WEEKS, filters={"sport": "run"}, look={"theme": "dark"})
        look = SaveTemplate(user_id=user_id, name="주간 러닝", design=design)
        await insights.run(save_template, look)


async def _hide_home(house: House, user_id: UUID) -> None:
    workouts = context_named(house, "workouts")
    zones, _ = await workouts.ask(zones_of, user_id)
    if not zones:
        home = MakeZone(
            user_id=user_id, name="집", lat=HOME_LAT, lon=HOME_LON, radius_m=HOME_RADIUS_M
        )
        await workouts.run(make_zone, home)


async def _follow_each_other(house: House, people: People) -> None:
    """The first follows all, and all who lead are followed by all."""
    community = context_named(house, "community")
    leaders = [user_id for member, user_id in people if member.leads]
    for member, user_id in people:
        if await community.ask(
            follows_of, FollowsOf(user_id=user_id, kind=Kind.PERSON, after=None, limit=1)
        ):
            continue
        wanted = leaders if member is not people[0][0] else [id for _, id in people]
        for other in wanted:
            if other != user_id:
                command = Follow(user_id=user_id, kind=Kind.PERSON, target=str(other))
                await community.run(follow, command)


async def _races(house: House, people: People, today: date) -> None:
    """Registered without a letter to anybody: other people may have accounts here."""
    notifications = context_named(house, "notifications")
    organiser_id = people[0][1]
    page = Page(user_id=organiser_id, after=None, limit=RACES_KNOWN_AT_ONCE)
    known, _ = await notifications.ask(page_of, page)
    titles = {announcement.title for announcement in known}
    for title, body, ahead in RACES:
        if title in titles:
            continue
        command = Register(
            id=uuid5(NAMESPACE_URL, f"moim:demo:{organiser_id}:{title}"),
            author_id=organiser_id,
            kind=AnnouncementKind.RACE,
            title=title,
            body=body,
            starts_at=datetime.combine(today + ahead, START),
            timezone="Asia/Seoul",
            segment="",
            send_at=None,
        )
        await notifications.run(register, command)
        for _, user_id in people[:3]:
            await notifications.run(
                set_follow, SetFollow(id=command.id, user_id=user_id, followed=True, calendar=True)
            )
