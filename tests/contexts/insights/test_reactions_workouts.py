"""What workouts tells is seen on the screens of insights."""

from datetime import timedelta

import pytest

from moim.contracts.workouts import (
    GoalAchieved,
    GoalChanged,
    GoalSet,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    SportChanged,
    WorkoutAnalysed,
    WorkoutDeleted,
    WorkoutsSynced,
    WorkoutUpdated,
)
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World, day

NOTHING = {"workouts": 0, "distance_m": 0.0, "moving_s": 0.0, "elevation_gain_m": 0.0}
ONE = {"workouts": 1, "distance_m": 10_000.0, "moving_s": 3_000.0, "elevation_gain_m": 120.0}


def figures(shown) -> dict[str, float]:
    return {name: shown[name] for name in NOTHING}


async def this_week(world: World, **query):
    return figures((await world.seen("totals", **query))["items"][-1])


def updated(workout, **changes) -> WorkoutUpdated:
    told = {name: getattr(workout, name) for name in ("workout_id", "user_id", "sport")}
    told |= {"started_at": workout.started_at, "metrics": workout.metrics, "changed": ("metrics",)}
    return WorkoutUpdated(**(told | changes))


@pytest.mark.row(76)
@ON_BOTH_DATABASES
async def test_a_recorded_workout_counts_on_calendar_totals_and_heatmap(world: World):
    await world.happens(world.registered(), world.recorded())

    shown = await world.day("2026-11-02")
    assert (figures(shown), shown["sports"]) == (ONE, ["run"])
    assert figures((await world.seen("calendar"))["total"]) == ONE
    assert await this_week(world) == ONE
    assert await this_week(world, sport="ride") == NOTHING
    assert (await world.seen("heatmap"))["days"] == [
        {"date": "2026-11-02", "workouts": 1, "distance_m": 10_000.0, "moving_s": 3_000.0}
    ]


@ON_BOTH_DATABASES
async def test_what_was_told_before_a_deletion_and_arrives_after_it_is_not_counted(world: World):
    late = world.recorded()
    await world.happens(world.registered(), world.recorded())

    for _ in range(2):
        await world.happens(WorkoutDeleted(workout_id=late.workout_id, user_id=world.somebody))
    analysed = {"workout_id": late.workout_id, "user_id": world.somebody, "request_id": new_id()}
    load = {"load": [{"trimp": 90.0}]}
    await world.happens(late, updated(late), WorkoutAnalysed(**analysed, analysis=load))

    assert await this_week(world) == ONE
    assert await world.parked() == []


async def test_a_workout_of_whom_nothing_was_heard_yet_counts_too(world: World):
    await world.happens(world.recorded())
    await world.happens(world.registered("America/New_York"))

    assert figures(await world.day("2026-11-01")) == ONE
    assert figures(await world.day("2026-11-02")) == NOTHING


@pytest.mark.row(171)
@ON_BOTH_DATABASES
async def test_an_updated_workout_counts_its_new_figures_on_its_new_day(world: World):
    workout = world.recorded()
    metrics = {"distance_m": 12_000.0, "moving_s": 3_600.0}
    await world.happens(workout)

    await world.happens(updated(workout, started_at=day("2026-11-01"), metrics=metrics))

    assert figures(await world.day("2026-11-02")) == NOTHING
    moved = await world.day("2026-11-01")
    assert (moved["distance_m"], moved["elevation_gain_m"]) == (12_000.0, 0.0)
    assert (await world.seen("calendar"))["total"]["distance_m"] == 12_000.0


@pytest.mark.row(75)
@ON_BOTH_DATABASES
async def test_a_deleted_workout_counts_no_longer(world: World):
    kept, gone = world.recorded(), world.recorded()
    await world.happens(kept, gone)

    await world.happens(WorkoutDeleted(workout_id=gone.workout_id, user_id=gone.user_id))

    assert figures(await world.day("2026-11-02")) == ONE
    assert await this_week(world) == ONE
    assert [day["workouts"] for day in (await world.seen("heatmap"))["days"]] == [1]


@pytest.mark.row(84)
@ON_BOTH_DATABASES
async def test_a_changed_sport_moves_the_workout_between_totals(world: World):
    workout = world.recorded()
    await world.happens(workout)
    told = {"workout_id": workout.workout_id, "user_id": workout.user_id}

    await world.happens(SportChanged(**told, before="run", after="trail_run"))

    assert await this_week(world, sport="run") == NOTHING
    assert await this_week(world, sport="trail_run") == ONE
    assert (await world.day("2026-11-02"))["sports"] == ["trail_run"]


@pytest.mark.row(74)
@ON_BOTH_DATABASES
async def test_after_a_sync_every_day_it_touched_is_right(world: World):
    synced = WorkoutsSynced(
        user_id=world.somebody, provider="garmin", imported=3, duplicates=1, failed=0
    )

    await world.happens(*(world.recorded(day(f"2026-11-{n:02d}")) for n in (1, 2, 2)), synced)

    assert [figures(await world.day(f"2026-11-0{n}"))["workouts"] for n in (1, 2, 3)] == [1, 2, 0]
    assert (await world.seen("calendar"))["total"]["distance_m"] == 30_000.0


AIM = {"metric": "distance/run", "target": 40_000.0, "period": "month"}


async def set_goal(world: World, **changes) -> GoalSet:
    goal = GoalSet(**({"goal_id": new_id(), "user_id": world.somebody} | AIM | changes))
    await world.happens(world.registered(), goal)
    return goal


@pytest.mark.row(78)
@ON_BOTH_DATABASES
async def test_a_goal_stands_with_its_progress(world: World):
    goal = await set_goal(world)
    await world.happens(world.recorded(), world.recorded(sport="ride"))

    (shown,) = (await world.seen("goals"))["items"]

    assert shown["goal_id"] == str(goal.goal_id)
    assert (shown["metric"], shown["sport"], shown["period"]) == ("distance", "run", "month")
    assert (shown["starts_on"], shown["ends_on"]) == ("2026-11-01", "2026-11-30")
    assert (shown["value"], shown["target"], shown["fraction"]) == (10_000.0, 40_000.0, 0.25)
    assert shown["curve"] == [0.0, 10_000.0]
    assert shown["even"] == pytest.approx(40_000 * 2 / 30, abs=0.1)
    assert shown["projected"] == 150_000.0
    assert shown["needed_per_day"] == pytest.approx(30_000 / 29, abs=0.1)
    assert shown["reached_on"] is None
    ring = await world.get(f"goals/{goal.goal_id}/ring.svg")
    assert "이번 달 달리기 40 km" in ring.text
    assert "25%" in ring.text


@pytest.mark.row(79, 85)
@ON_BOTH_DATABASES
async def test_a_changed_goal_is_drawn_against_the_new_target(world: World):
    goal = await set_goal(world)
    await world.happens(world.recorded())

    told = {"goal_id": goal.goal_id, "user_id": goal.user_id}
    await world.happens(GoalChanged(**told, metric="distance", target=20_000.0, period="week"))

    (shown,) = (await world.seen("goals"))["items"]
    assert (shown["sport"], shown["period"], shown["fraction"]) == (None, "week", 0.5)
    assert "이번 주 20 km" in (await world.get(f"goals/{goal.goal_id}/curve.svg")).text


@pytest.mark.row(77)
@ON_BOTH_DATABASES
async def test_the_day_a_goal_was_reached_is_marked(world: World):
    goal = await set_goal(world, target=10_000.0)
    await world.happens(world.recorded())
    told = {"goal_id": goal.goal_id, "user_id": goal.user_id}

    await world.happens(
        GoalAchieved(**told, metric=goal.metric, target=goal.target, reached_at=world.now)
    )

    (shown,) = (await world.seen("goals"))["items"]
    assert shown["reached_on"] == "2026-11-02"
    month = await world.seen("calendar")
    assert [day["date"] for day in month["days"] if day["goal_reached"]] == ["2026-11-02"]
    assert "11월 2일에 달성했습니다" in (await world.get(f"goals/{goal.goal_id}/curve.svg")).text


async def cards(world: World):
    return (await world.seen("sessions"))["items"]


async def start(world: World) -> dict:
    told = {"session_id": new_id(), "user_id": world.somebody}
    await world.happens(SessionStarted(**told, sport="run", started_at=world.now))
    return told


@pytest.mark.row(81)
@ON_BOTH_DATABASES
async def test_a_live_card_stands_on_the_dashboard(world: World):
    told = await start(world)

    assert await cards(world) == [
        {
            "session_id": str(told["session_id"]),
            "sport": "run",
            "started_at": "2026-11-02T03:00:00Z",
            "state": "live",
            "workout_id": None,
            "result": None,
        }
    ]


@pytest.mark.row(82)
async def test_the_card_says_paused(world: World):
    told = await start(world)

    await world.happens(SessionPaused(**told, at=world.now))

    assert [card["state"] for card in await cards(world)] == ["paused"]


@pytest.mark.row(83)
async def test_the_card_runs_again(world: World):
    told = await start(world)

    await world.happens(SessionPaused(**told, at=world.now), SessionResumed(**told, at=world.now))

    assert [card["state"] for card in await cards(world)] == ["live"]


@pytest.mark.row(80)
@ON_BOTH_DATABASES
async def test_the_card_turns_into_the_result(world: World):
    told = await start(world)
    workout = world.recorded(source="session")

    await world.happens(workout, SessionEnded(**told, workout_id=workout.workout_id))

    (card,) = await cards(world)
    assert (card["state"], card["workout_id"]) == ("result", str(workout.workout_id))
    assert card["result"] == ONE


async def test_a_session_without_anything_worth_keeping_ends_without_a_result(world: World):
    told = await start(world)

    await world.happens(SessionEnded(**told), SessionPaused(**told, at=world.now))

    (card,) = await cards(world)
    assert (card["state"], card["workout_id"], card["result"]) == ("result", None, None)


async def test_the_newest_twenty_sessions_are_shown_newest_first(world: World):
    for _ in range(21):
        world.now += timedelta(hours=1)
        newest = await start(world)

    shown = await cards(world)

    assert (len(shown), shown[0]["session_id"]) == (20, str(newest["session_id"]))


async def test_what_is_told_of_unknown_sessions_and_workouts_changes_nothing(world: World):
    unknown = {"user_id": world.somebody, "session_id": new_id()}
    workout = {"user_id": world.somebody, "workout_id": new_id()}

    await world.happens(
        SessionPaused(**unknown, at=world.now),
        SessionResumed(**unknown, at=world.now),
        SessionEnded(**unknown),
        SportChanged(**workout, before="run", after="ride"),
        WorkoutDeleted(**workout),
    )

    assert await world.parked() == []
    assert await cards(world) == []
