"""What challenges does about sessions, goals and sharing."""

from datetime import timedelta
from uuid import UUID

import pytest

from moim.contexts.challenges.adapters.proving import verify
from moim.contracts.workouts import (
    CompanyChanged,
    GoalAchieved,
    GoalChanged,
    GoalSet,
    SessionEnded,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    ShareApproved,
    ShareRejected,
    ShareRequested,
    SportChanged,
    WorkoutDeleted,
)
from moim.kernel.ids import new_id
from tests.contexts.challenges.world import ENDS, NOON, ON_BOTH_DATABASES, Person, World

MONTH = {"starts_at": "2026-11-01T00:00:00+09:00", "ends_at": "2026-12-01T00:00:00+09:00"}


async def entered(world: World) -> tuple[Person, Person, str]:
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(**MONTH)
    await runner.joins(challenge)
    return organiser, runner, challenge


def goal(runner: Person, **changes) -> GoalSet:
    given = {"goal_id": new_id(), "user_id": runner.id, "metric": "distance/run"}
    return GoalSet(**(given | {"target": 90_000.0, "period": "month"} | changes))


@pytest.mark.row(24)
async def test_a_goal_of_the_same_sport_metric_and_period_stands_on_the_entry(world: World):
    _, runner, challenge = await entered(world)
    await world.happens(
        goal(runner, metric="climb/run"),
        goal(runner, metric="distance"),
        goal(runner, period="week"),
        goal(runner, period="2026-11-01/2026-11-29"),
    )
    assert (await runner.entry(challenge))["goal"] is None

    fitting = goal(runner)
    await world.happens(fitting)
    assert (await runner.entry(challenge))["goal"]["target"] == 90_000
    days = goal(runner, period="2026-11-01/2026-11-30", target=70_000.0)
    await world.happens(days)

    assert (await runner.entry(challenge))["goal"]["goal_id"] == str(days.goal_id)


@pytest.mark.row(25)
async def test_a_changed_goal_changes_on_the_entry(world: World):
    _, runner, challenge = await entered(world)
    fitting = goal(runner)
    await world.happens(fitting)
    about = {"goal_id": fitting.goal_id, "user_id": runner.id, "metric": "distance/run"}

    await world.happens(GoalChanged(**about, target=50_000.0, period="month"))
    assert (await runner.entry(challenge))["goal"]["target"] == 50_000
    await world.happens(GoalChanged(**about, target=50_000.0, period="week"))
    assert (await runner.entry(challenge))["goal"] is None


@pytest.mark.row(23)
async def test_entrants_who_follow_are_told_of_a_reached_goal(world: World):
    organiser, runner, follower, outsider = await world.people(4)
    challenge = await organiser.makes(**MONTH)
    for one in (runner, follower):
        await one.joins(challenge)
    for one in (follower, outsider):
        world.follows.follow(one.id, runner.id)
    fitting = goal(runner)
    await world.happens(fitting)

    await world.happens(
        GoalAchieved(
            goal_id=fitting.goal_id,
            user_id=runner.id,
            metric="distance/run",
            target=90_000.0,
            reached_at=NOON,
        )
    )

    (notice,) = await follower.told("goal")
    assert notice["data"]["user_id"] == str(runner.id)
    assert await outsider.told() == await runner.told() == []
    assert (await runner.entry(challenge))["goal"]["achieved_at"] is not None


@pytest.mark.row(27)
@pytest.mark.row(28)
@pytest.mark.row(29)
async def test_the_entry_shows_what_its_entrant_does_right_now(world: World):
    organiser, runner, challenge = await entered(world)
    session = {"session_id": new_id(), "user_id": runner.id}
    await runner.runs(1_000)

    await world.happens(SessionStarted(**session, sport="run", started_at=NOON))
    await world.passes(seconds=60)
    live = (await runner.entry(challenge))["live"]
    assert (live["state"], live["elapsed_s"]) == ("running", 60)
    (line,) = (await organiser.seen(f"/{challenge}/ranking"))["items"]
    assert line["live"] == "running"

    await world.happens(SessionPaused(**session, at=world.now))
    await world.passes(seconds=30)
    live = (await runner.entry(challenge))["live"]
    assert (live["state"], live["elapsed_s"]) == ("paused", 60)

    await world.happens(SessionResumed(**session, at=world.now))
    await world.passes(seconds=15)
    live = (await runner.entry(challenge))["live"]
    assert (live["state"], live["elapsed_s"]) == ("running", 75)
    assert (await runner.entry(challenge))["value"] == 1_000


@pytest.mark.row(27)
@pytest.mark.row(28)
async def test_the_own_entry_and_line_move_as_the_session_reports_distance(world: World):
    _organiser, runner, challenge = await entered(world)
    session = {"session_id": new_id(), "user_id": runner.id}
    await runner.runs(1_000)
    await world.happens(SessionStarted(**session, sport="run", started_at=NOON))

    for so_far_m in (120.5, 480.0):
        world.distances.so_far_m[session["session_id"]] = so_far_m
        assert (await runner.entry(challenge))["live"]["distance_m"] == so_far_m
        seen = await runner.seen(f"/{challenge}/ranking")
        assert seen["me"]["live_distance_m"] == seen["items"][0]["live_distance_m"] == so_far_m
        assert seen["me"]["value"] == 1_000

    await world.happens(SessionPaused(**session, at=world.now))
    world.distances.so_far_m.clear()
    live = (await runner.entry(challenge))["live"]
    assert (live["state"], live["distance_m"]) == ("paused", 480.0)
    await world.happens(SessionEnded(**session))
    assert (await runner.entry(challenge))["live"] is None


async def test_a_ranking_that_was_seen_is_seen_anew_after_more_metres(world: World):
    _, runner, challenge = await entered(world)
    session_id = new_id()
    await runner.runs(1_000)
    await world.happens(
        SessionStarted(session_id=session_id, user_id=runner.id, sport="run", started_at=NOON)
    )
    world.distances.so_far_m[session_id] = 10.0
    path = f"/{challenge}/ranking"
    tag = (await runner.send("GET", path)).headers["etag"]
    seen = {"if-none-match": tag}
    assert (await runner.send("GET", path, headers=seen)).status_code == 304

    world.distances.so_far_m[session_id] = 20.0

    assert (await runner.send("GET", path, headers=seen)).status_code == 200


async def test_others_do_not_see_how_far_somebody_is(world: World):
    organiser, runner, challenge = await entered(world)
    session_id = new_id()
    await runner.runs(1_000)
    await world.happens(
        SessionStarted(session_id=session_id, user_id=runner.id, sport="run", started_at=NOON)
    )
    world.distances.so_far_m[session_id] = 300.0

    (line,) = (await organiser.seen(f"/{challenge}/ranking"))["items"]

    assert (line["live"], line["live_distance_m"]) == ("running", None)


async def test_a_session_of_another_sport_is_not_shown(world: World):
    _, runner, challenge = await entered(world)

    await world.happens(
        SessionStarted(session_id=new_id(), user_id=runner.id, sport="ride", started_at=NOON)
    )

    assert (await runner.entry(challenge))["live"] is None


@pytest.mark.row(26)
async def test_the_end_of_a_session_suggests_to_share_where_it_counted(world: World):
    _, runner, challenge = await entered(world)
    session = {"session_id": new_id(), "user_id": runner.id}
    await world.happens(SessionStarted(**session, sport="run", started_at=NOON))
    workout = await runner.runs(3_000)

    for _ in range(2):
        await world.happens(SessionEnded(**session, workout_id=workout))

    (prompt,) = (await runner.seen("/prompts"))["items"]
    assert (prompt["kind"], prompt["challenge_id"]) == ("share-result", challenge)
    assert (await runner.entry(challenge))["live"] is None
    assert (await runner.send("DELETE", f"/prompts/{prompt['id']}")).status_code == 204
    assert (await runner.seen("/prompts"))["items"] == []


async def asked_to_share(world: World) -> tuple[Person, Person, str, dict[str, UUID | str]]:
    organiser, runner, challenge = await entered(world)
    workout = await runner.runs(3_000)
    about: dict[str, UUID | str] = {"share_id": new_id(), "workout_id": workout}
    about |= {"user_id": runner.id, "audience": f"challenge:{challenge}/user:{organiser.id}"}
    await world.happens(ShareRequested(**about))
    return organiser, runner, challenge, about


@pytest.mark.row(31)
async def test_a_request_to_share_suggests_it_to_the_owner(world: World):
    organiser, runner, challenge, _about = await asked_to_share(world)

    (prompt,) = (await runner.seen("/prompts"))["items"]
    assert (prompt["kind"], prompt["challenge_id"]) == ("share-workout", challenge)
    assert (await organiser.seen("/prompts"))["items"] == []


@pytest.mark.row(32)
async def test_a_shared_workout_stands_in_the_feed(world: World):
    organiser, runner, challenge, about = await asked_to_share(world)
    assert (await organiser.seen(f"/{challenge}/feed"))["items"] == []

    await world.happens(ShareApproved(**about))

    (shown,) = (await organiser.seen(f"/{challenge}/feed"))["items"]
    assert shown["workout_id"] == str(about["workout_id"])
    assert (await runner.seen("/prompts"))["items"] == []


@pytest.mark.row(33)
async def test_a_declined_workout_stays_out_and_the_asker_sees_it(world: World):
    organiser, runner, challenge, about = await asked_to_share(world)

    await world.happens(ShareRejected(**about))

    assert (await organiser.seen(f"/{challenge}/feed"))["items"] == []
    (asked,) = (await organiser.seen(f"/{challenge}/feed", asked_by="me"))["items"]
    assert asked["state"] == "declined"
    assert (await runner.seen(f"/{challenge}/feed", asked_by="me"))["items"] == []


async def test_a_deleted_workout_leaves_the_feed(world: World):
    from moim.contracts.workouts import WorkoutDeleted

    organiser, runner, challenge, about = await asked_to_share(world)
    await world.happens(ShareApproved(**about))

    await world.happens(WorkoutDeleted(workout_id=about["workout_id"], user_id=runner.id))

    assert (await organiser.seen(f"/{challenge}/feed"))["items"] == []


async def test_goals_are_kept_for_challenges_joined_later(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(**MONTH)
    await world.happens(goal(runner))
    await world.passes(seconds=timedelta(minutes=1).total_seconds())

    assert (await runner.joins(challenge))["goal"]["target"] == 90_000


@pytest.mark.row(250)
@ON_BOTH_DATABASES
async def test_an_outing_in_company_is_attendance_until_the_company_is_gone(world: World):
    organiser, minji, junho, alone = await world.people(4)
    challenge = await organiser.makes(kind="attendance", metric="count", sport=None)
    for one in (minji, junho, alone):
        await one.joins(challenge)
    hers, his = await minji.runs(5_000), await junho.runs(5_000)
    await alone.runs(5_000)
    outing = new_id()

    async def found(person: Person, workout_id: UUID, group_id: UUID | None) -> None:
        told = CompanyChanged(workout_id=workout_id, user_id=person.id, group_id=group_id)
        await world.happens(told)

    await found(minji, hers, outing)
    await found(junho, his, outing)
    ranking = (await organiser.seen(f"/{challenge}/ranking"))["items"]
    assert {(one["user_id"], one["value"]) for one in ranking} == {
        (str(minji.id), 1),
        (str(junho.id), 1),
    }
    (shown,) = (await organiser.seen(f"/{challenge}/results", user_id=str(minji.id)))["items"]
    assert "gathering" not in shown, "who was out with whom is theirs to tell"
    second = await minji.runs(2_000, at=NOON - timedelta(hours=1))
    await found(minji, second, outing)
    assert (await minji.entry(challenge))["value"] == 1, "one outing, two recordings"
    await found(minji, second, new_id())
    assert (await minji.entry(challenge))["value"] == 2
    await found(minji, second, None)
    assert (await minji.entry(challenge))["value"] == 1

    await world.happens(WorkoutDeleted(workout_id=his, user_id=junho.id))
    assert (await junho.entry(challenge))["value"] is None
    await found(minji, hers, None)
    assert (await minji.entry(challenge))["value"] is None
    assert (await organiser.seen(f"/{challenge}/ranking"))["items"] == []
    assert await world.parked() == []


async def test_attendance_found_before_the_entry_counts_from_the_start(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(kind="attendance", metric="count", sport="run")
    workout = await runner.runs(5_000)
    await world.happens(
        CompanyChanged(workout_id=workout, user_id=runner.id, group_id=new_id()),
        CompanyChanged(workout_id=new_id(), user_id=runner.id, group_id=new_id()),
    )

    await runner.joins(challenge)
    assert (await runner.entry(challenge))["value"] == 1
    await world.happens(
        SportChanged(workout_id=workout, user_id=runner.id, before="run", after="ride")
    )
    assert (await runner.entry(challenge))["value"] is None
    await world.happens(
        SportChanged(workout_id=workout, user_id=runner.id, before="ride", after="run")
    )
    await world.passes(seconds=1)
    assert (await runner.entry(challenge))["value"] == 1
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds
    await world.becomes(ENDS)
    (final,) = (await organiser.seen(f"/{challenge}/ranking"))["items"]
    assert (final["value"], (await organiser.seen(f"/{challenge}"))["state"]) == (1, "final")
