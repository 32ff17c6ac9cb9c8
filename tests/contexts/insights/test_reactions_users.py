"""What users tells is seen on the screens of insights, and nothing of who left is."""

import pytest
from sqlalchemy import func, select

from moim.contexts.insights.persistence.erasure import DELETED, KEPT
from moim.contexts.insights.persistence.tables import metadata, viewers
from moim.contracts.challenges import (
    ChallengeJoined,
    ParticipantStatsRequested,
    Position,
    RankingUpdated,
    ResultSubmitted,
)
from moim.contracts.notifications import AnnouncementSettingChanged, NotificationSent
from moim.contracts.users import (
    ActivityLogged,
    EmailVerified,
    FeedbackSubmitted,
    ProfileUpdated,
    UserWithdrew,
)
from moim.contracts.workouts import (
    GoalAchieved,
    GoalSet,
    SessionStarted,
    WorkoutAnalysed,
    WorkoutDeleted,
    WorkoutsSynced,
)
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World


@pytest.mark.row(167)
@ON_BOTH_DATABASES
async def test_a_new_account_s_calendar_opens_in_its_zone_and_language(world: World):
    await world.happens(world.registered("America/Los_Angeles", locale="en-US"), world.recorded())

    month = await world.seen("calendar", month="2026-10", language=None)

    assert (month["timezone"], month["today"]) == ("America/Los_Angeles", "2026-11-01")
    assert "Hangul Day" in {day["holiday"] for day in month["days"]}
    assert (await world.day("2026-11-01"))["workouts"] == 1
    assert "November 2026" in (await world.get("calendar.svg", language=None)).text


@pytest.mark.row(168)
@ON_BOTH_DATABASES
async def test_a_changed_profile_counts_days_in_the_new_zone_and_names_new_charts(world: World):
    goal = GoalSet(
        goal_id=new_id(), user_id=world.somebody, metric="count", target=1.0, period="month"
    )
    told = {"goal_id": goal.goal_id, "user_id": world.somebody, "reached_at": world.now}
    await world.happens(world.registered(), world.recorded(), goal)
    await world.happens(GoalAchieved(**told, metric="count", target=1.0))
    before = (await world.ask_chart()).json()["id"]
    await world.settle()

    await world.happens(
        ProfileUpdated(
            user_id=world.somebody,
            nickname="민지런",
            region=None,
            locale="ko",
            timezone="America/New_York",
        )
    )

    first, second = await world.day("2026-11-01"), await world.day("2026-11-02")
    assert (first["workouts"], first["goal_reached"]) == (1, True)
    assert (second["workouts"], second["goal_reached"]) == (0, False)
    after = (await world.ask_chart()).json()["id"]
    await world.settle()
    assert (await world.seen(f"charts/{before}"))["nickname"] == "민지"
    assert (await world.seen(f"charts/{after}"))["nickname"] == "민지런"
    assert "<title" in (drawing := (await world.get(f"charts/{after}.svg")).text)
    assert "민지런 · " in drawing


async def leave(world: World) -> None:
    await world.happens(UserWithdrew(user_id=world.somebody))


def synced(world: World) -> WorkoutsSynced:
    told = {"user_id": world.somebody, "provider": "garmin"}
    return WorkoutsSynced(**told, imported=1, duplicates=0, failed=0)


async def fill(world: World) -> str:
    """Something in every table; a chart's id."""
    goal = {"goal_id": new_id(), "user_id": world.somebody, "metric": "count", "target": 1.0}
    session = {"session_id": new_id(), "user_id": world.somebody, "sport": "run"}
    who, workout, friend = world.somebody, world.recorded(), new_id()
    world.shows_track(workout.workout_id)
    efforts = [{"distance_m": 5000.0, "elapsed_s": 1500.0}]
    feedback = {"feedback_id": new_id(), "topic": "visualisation"}
    await world.happens(
        world.registered(),
        world.registered(user_id=friend),
        workout,
        GoalSet(**goal, period="month"),
        GoalAchieved(**goal, reached_at=world.now),
        SessionStarted(**session, started_at=world.now),
        synced(world),
        EmailVerified(user_id=who),
        ActivityLogged(user_id=who, activity="signed-in", occurred_at=world.now),
        FeedbackSubmitted(user_id=who, **feedback),
        WorkoutAnalysed(
            workout_id=workout.workout_id,
            user_id=who,
            request_id=new_id(),
            analysis={"best_efforts": efforts},
        ),
    )
    await world.put("preferences", preferences={"format": "svg"})
    template = await world.post("templates", name="주간", design={"kind": "weeks"})
    await world.post(f"templates/{template.json()['id']}/shares", to=str(friend))
    await world.chart(kind="map")
    chart = (await world.ask_chart()).json()["id"]
    await world.settle()
    await world.post(f"charts/{chart}/shares")
    return chart


async def delete_one(world: World) -> None:
    """A deleted workout's id is remembered."""
    gone = world.recorded()
    who = {"workout_id": gone.workout_id, "user_id": world.somebody}
    await world.happens(gone, WorkoutDeleted(**who))


async def fill_boards(world: World) -> None:
    """Something in every table about challenges and notifications."""
    who, challenge = {"user_id": world.somebody}, {"challenge_id": new_id()}
    announcement = {"announcement_id": new_id()}
    first = Position(**who, rank=1, before=None, value=8_000.0)
    await world.happens(
        ChallengeJoined(**challenge, **who),
        ResultSubmitted(**challenge, **who, value=8_000.0, result_id=new_id()),
        RankingUpdated(**challenge, changed=(first,)),
        ParticipantStatsRequested(**challenge, **who, request_id=new_id()),
        NotificationSent(**who, notification_id=new_id(), topic="likes", channel="app"),
        AnnouncementSettingChanged(**announcement, **who, settings={"followed": True}),
    )


async def left_over(world: World) -> dict[str, int]:
    """Rows a table that name somebody."""

    def count(connection):
        return {
            name: connection.execute(
                select(func.count()).select_from(table).where(table.c.user_id == world.somebody)
            ).scalar()
            for name, table in metadata.tables.items()
            if "user_id" in table.c
        }

    counted = await world.context.database.ask(count)
    return {name: rows for name, rows in counted.items() if rows}


@pytest.mark.row(169)
@ON_BOTH_DATABASES
async def test_nothing_of_who_left_is_shown_or_kept(world: World):
    chart = await fill(world)
    await fill_boards(world)
    await delete_one(world)
    assert set(await left_over(world)) == (set(DELETED) | set(KEPT)) - {"deliveries", "answers"}

    await leave(world)

    assert await left_over(world) == {"viewers": 1}
    assert (await world.seen("calendar"))["total"]["workouts"] == 0
    assert (await world.seen("goals"))["items"] == []
    assert (await world.seen("sessions"))["items"] == []
    assert (await world.seen("heatmap"))["days"] == []
    assert (await world.get(f"charts/{chart}")).status_code == 404
    assert (await world.get(f"charts/{chart}.svg")).status_code == 404
    of_them = select(viewers).where(viewers.c.user_id == world.somebody)
    row = await world.context.database.ask(lambda c: c.execute(of_them).one())
    assert (row.nickname, row.refreshed_at, row.left) == (None, None, True)


async def test_what_others_said_before_is_not_counted_when_it_arrives_after(world: World):
    await fill(world)
    await leave(world)

    await fill(world)

    assert await world.parked() == []
    chosen_now = {"charts": 2, "templates": 1, "template_shares": 1, "preferences": 1}
    assert await left_over(world) == {"viewers": 1} | chosen_now
    assert (await world.seen("calendar"))["total"]["workouts"] == 0


async def test_a_chart_whose_owner_left_before_it_was_drawn_is_forgotten(world: World):
    await fill(world)
    await world.ask_chart()

    await leave(world)

    assert await world.parked() == []
    assert await left_over(world) == {"viewers": 1}


async def test_others_lose_nothing_when_somebody_leaves(world: World):
    other = new_id()
    await fill(world)
    await world.happens(world.recorded(user_id=other))

    await leave(world)

    assert (await world.day("2026-11-02", other))["workouts"] == 1


def test_every_table_that_names_people_is_named_in_the_erasure():
    naming = {name for name, table in metadata.tables.items() if "user_id" in table.c}

    assert naming == set(DELETED) | set(KEPT)
    assert set(DELETED) & set(KEPT) == set()
