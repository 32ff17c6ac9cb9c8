"""What workouts are worth, and that results follow them."""

from datetime import timedelta
from uuid import UUID

import pytest

from moim.contexts.challenges.adapters.proving import verify
from moim.contracts.workouts import (
    SportChanged,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutsSynced,
    WorkoutUpdated,
)
from moim.kernel.ids import new_id
from tests.contexts.challenges.world import NOON, ON_BOTH_DATABASES, World


@pytest.mark.row(21)
@pytest.mark.event(43)
@ON_BOTH_DATABASES
async def test_a_workout_becomes_a_result_in_every_challenge_it_fits(world: World):
    organiser, runner = await world.people(2)
    running, riding = await organiser.makes(), await organiser.makes(sport="ride")
    for challenge in (running, riding):
        await runner.joins(challenge)

    workout = await runner.runs(5_000)
    await world.happens(runner.recorded(5_000, workout_id=workout))

    assert (await runner.entry(running))["value"] == 5_000
    assert (await runner.entry(riding))["value"] is None
    (result,) = (await runner.seen(f"/{running}/results"))["items"]
    assert world.published("ResultSubmitted") == [
        {
            "challenge_id": running,
            "user_id": str(runner.id),
            "workout_id": str(workout),
            "value": 5_000,
            "result_id": result["id"],
            "at": result["at"],
        }
    ]
    assert (result["value"], result["state"]) == (5_000, "ok")


@pytest.mark.row(22)
@pytest.mark.event(52)
async def test_an_edited_workout_corrects_its_results(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    event = runner.recorded(5_000)
    await world.happens(event)

    metrics = {**event.metrics, "distance_m": 4_000.0}
    await world.happens(
        WorkoutUpdated(
            workout_id=event.workout_id,
            user_id=runner.id,
            sport="run",
            started_at=event.started_at,
            metrics=metrics,
            changed=("distance_m",),
        )
    )

    assert (await runner.entry(challenge))["value"] == 4_000
    (corrected,) = world.published("ResultCorrected")
    assert (corrected["before"], corrected["after"], corrected["reason"]) == (
        5_000,
        4_000,
        "workout-updated",
    )
    lines = (await runner.seen(f"/{challenge}/results/lines"))["items"]
    assert [(line["before"], line["after"]) for line in lines] == [(5_000, 4_000), (0, 5_000)]


@pytest.mark.row(20)
async def test_a_deleted_workout_takes_its_results_along(world: World):
    organiser, runner, other = await world.people(3)
    challenge = await organiser.makes()
    for one in (runner, other):
        await one.joins(challenge)
    workout = await runner.runs(5_000)
    await other.runs(3_000)
    assert (await other.entry(challenge))["rank"] == 2

    await world.happens(WorkoutDeleted(workout_id=workout, user_id=runner.id))

    assert (await runner.seen(f"/{challenge}/results"))["items"] == []
    assert (await other.entry(challenge))["rank"] == 1
    assert (await runner.entry(challenge))["rank"] is None


@pytest.mark.row(19)
async def test_after_a_sync_results_are_what_the_workouts_say(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await world.happens(
        runner.recorded(1_000),
        runner.recorded(2_000, at=NOON - timedelta(days=1)),
        WorkoutsSynced(user_id=runner.id, provider="garmin", imported=2, duplicates=0, failed=0),
    )

    assert (await runner.entry(challenge))["value"] == 3_000
    assert len((await runner.seen(f"/{challenge}/results"))["items"]) == 2


@pytest.mark.row(30)
async def test_a_changed_sport_moves_the_result_to_the_challenge_it_fits(world: World):
    organiser, runner = await world.people(2)
    running, riding = await organiser.makes(), await organiser.makes(sport="ride")
    for challenge in (running, riding):
        await runner.joins(challenge)
    workout = await runner.runs(5_000)

    await world.happens(
        SportChanged(workout_id=workout, user_id=runner.id, before="run", after="gravel_ride")
    )

    assert (await runner.entry(running))["value"] is None
    assert (await runner.entry(riding))["value"] == 5_000


@pytest.mark.row(18)
async def test_an_analysis_carries_what_the_workout_adds(world: World):
    organiser, runner, stranger = await world.people(3)
    most, longest = await organiser.makes(), await organiser.makes(kind="longest")
    for challenge in (most, longest):
        await runner.joins(challenge)
    await runner.runs(8_000)
    workout = await runner.runs(5_000, at=NOON - timedelta(days=1))

    await world.happens(
        WorkoutAnalysisRequested(workout_id=workout, user_id=runner.id, request_id=new_id())
    )

    added = await runner.seen(f"/contributions/{workout}")
    assert added["challenges"] == {most: 5_000, longest: 0}
    assert (await stranger.send("GET", f"/contributions/{workout}")).status_code == 404
    listed = (await runner.seen("/contributions", workout_id=str(workout)))["items"]
    assert {one["challenge_id"]: one["adds"] for one in listed} == added["challenges"]
    assert {one["title"] for one in listed} == {"11월 달리기"}
    assert (await stranger.seen("/contributions", workout_id=str(workout)))["items"] == []
    assert (await runner.seen("/contributions", workout_id=str(new_id())))["items"] == []


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        ({"metric": "distance"}, 9_000),
        ({"metric": "time"}, 2_700),
        ({"metric": "count"}, 3),
        ({"metric": "climb"}, 90),
        ({"metric": "active_days"}, 2),
        ({"kind": "longest"}, 5_000),
        ({"kind": "streak", "metric": "active_days"}, 2),
        ({"kind": "group_goal", "target": 50_000}, 9_000),
        ({"kind": "attendance", "metric": "count"}, None),
    ],
)
async def test_each_kind_counts_its_own_way(world: World, terms, value):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(**terms)
    await runner.joins(challenge)

    await world.happens(
        runner.recorded(5_000),
        runner.recorded(3_000, at=NOON - timedelta(days=1)),
        runner.recorded(1_000, at=NOON - timedelta(days=1, hours=1)),
    )

    assert (await runner.entry(challenge))["value"] == value


async def test_a_group_reaches_its_goal_together_and_all_are_told(world: World):
    organiser, one, other = await world.people(3)
    challenge = await organiser.makes(kind="group_goal", target=10_000)
    for runner in (one, other):
        await runner.joins(challenge)

    await one.runs(6_000)
    assert (await one.seen(f"/{challenge}"))["goal_reached_at"] is None
    await other.runs(4_000)
    await world.passes(seconds=2)

    seen = await one.seen(f"/{challenge}")
    assert (seen["total"], seen["goal_reached_at"] is not None) == (10_000, True)
    assert [len(await runner.told("goal")) for runner in (one, other)] == [1, 1]


async def test_teams_stand_by_what_their_members_come_to(world: World):
    organiser, one, two, three = await world.people(4)
    challenge = await organiser.makes(by_team=True)
    for runner, team in ((one, "한강"), (two, "한강"), (three, "남산")):
        await runner.joins(challenge, team=team)
    await one.runs(3_000)
    await two.runs(3_000)
    await three.runs(5_000)
    await two.send("DELETE", f"/{challenge}/entries/me")

    teams = (await one.seen(f"/{challenge}/ranking", around="teams"))["items"]

    assert [(line["team"], line["value"], line["members"]) for line in teams] == [
        ("남산", 5_000, 1),
        ("한강", 3_000, 1),
    ]


@ON_BOTH_DATABASES
async def test_the_members_of_a_team_stand_in_a_ranking_of_their_own(world: World):
    organiser, *runners = await world.people(6)
    challenge = await organiser.makes(by_team=True)
    for number, runner in enumerate(runners, start=1):
        await runner.joins(challenge, team="한강" if number % 2 else "남산")
        await runner.runs(number * 1_000)
    me = runners[0]
    path = f"/{challenge}/ranking"

    top = await me.seen(path, around="team", limit=2)
    rest = await me.seen(path, around="team", limit=2, cursor=top["next"])
    other = await me.seen(path, around="team", team="남산")

    ours = top["items"] + rest["items"]
    assert [(line["rank"], line["value"]) for line in ours] == [(1, 5_000), (2, 3_000), (3, 1_000)]
    assert (top["me"]["rank"], top["size"], rest["next"]) == (3, 3, None)
    assert [line["value"] for line in other["items"]] == [4_000, 2_000]
    assert (other["me"], other["size"]) == (None, 2)
    nowhere = await organiser.send("GET", path, params={"around": "team"})
    assert nowhere.json()["code"] == "team-needed"


@ON_BOTH_DATABASES
async def test_nobody_takes_another_s_result_by_sending_its_id(world: World):
    organiser, one, other = await world.people(3)
    here, there = await organiser.makes(by_hand=True), await organiser.makes(by_hand=True)
    for challenge in (here, there):
        for runner in (one, other):
            await runner.joins(challenge)
    await one.runs(3_000)
    typed = {"value": 1_000, "at": (NOON - timedelta(hours=1)).isoformat()}
    await one.send("PUT", f"/{here}/results/{new_id()}", json=typed)
    results = (await other.seen(f"/{here}/results", user_id=str(one.id)))["items"]
    assert len(results) == 2

    for result in results:
        for runner, challenge in ((other, here), (other, there), (one, there)):
            path = f"/{challenge}/results/{result['id']}"
            taken = await runner.send("PUT", path, json=typed | {"value": 1})
            assert (taken.status_code, taken.json()["code"]) == (409, "result-id-taken")

    assert (await one.entry(here))["value"] == 4_000
    lines = (await one.seen(f"/{here}/ranking"))["items"]
    assert [(line["user_id"], line["value"]) for line in lines] == [(str(one.id), 4_000)]
    assert (await verify(world.context, world.blobs, UUID(here))).holds


@ON_BOTH_DATABASES
async def test_results_are_told_newest_first_whatever_their_ids(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(by_hand=True)
    await runner.joins(challenge)
    hours = [5, 2, 9, 2, 7]
    for number, ago in enumerate(hours, start=1):
        typed = {"value": number, "at": (NOON - timedelta(hours=ago)).isoformat()}
        await runner.send("PUT", f"/{challenge}/results/{UUID(int=99 - number)}", json=typed)

    told: list[float] = []
    cursor = None
    for _ in range(3):
        page = await runner.seen(f"/{challenge}/results", limit=2, cursor=cursor or "")
        told, cursor = [*told, *(one["value"] for one in page["items"])], page["next"]

    assert (told, cursor) == ([2, 4, 1, 5, 3], None)


async def test_a_typed_result_that_was_looked_at_is_not_typed_over(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(by_hand=True)
    await runner.joins(challenge)
    path = f"/{challenge}/results/{new_id()}"
    typed = {"value": 9_000, "at": (NOON - timedelta(hours=1)).isoformat()}
    await runner.send("PUT", path, json=typed)
    asked = await organiser.send("POST", f"{path}/reviews", json={"reason": "other"})
    review = f"/{challenge}/reviews/{asked.json()['id']}"

    during = await runner.send("PUT", path, json=typed)
    await organiser.send("PATCH", review, json={"decision": "correct", "value": 2_000})
    after = await runner.send("PUT", path, json=typed)

    assert [one.json()["code"] for one in (during, after)] == ["result-looked-at"] * 2
    assert (await runner.entry(challenge))["value"] == 2_000
    by_organiser = typed | {"value": 3_000, "user_id": str(runner.id)}
    assert (await organiser.send("PUT", path, json=by_organiser)).status_code == 200
    assert (await runner.entry(challenge))["value"] == 3_000


async def test_results_by_hand_only_where_the_organiser_takes_them(world: World):
    organiser, runner = await world.people(2)
    closed, opened = await organiser.makes(), await organiser.makes(by_hand=True)
    for challenge in (closed, opened):
        await runner.joins(challenge)
    result = {"value": 1_234.5, "at": (NOON - timedelta(hours=1)).isoformat()}

    refused = await runner.send("PUT", f"/{closed}/results/{new_id()}", json=result)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-by-hand")
    id = new_id()
    for _ in range(2):
        taken = await runner.send("PUT", f"/{opened}/results/{id}", json=result)
        assert taken.status_code == 200, taken.text
    assert (await runner.entry(opened))["value"] == 1_234.5
    late = result | {"at": "2026-10-31T00:00:00Z"}
    outside = await runner.send("PUT", f"/{opened}/results/{new_id()}", json=late)
    assert outside.json()["code"] == "outside-challenge-period"
    foreign = result | {"user_id": str(organiser.id)}
    refused = await runner.send("PUT", f"/{opened}/results/{new_id()}", json=foreign)
    assert refused.json()["code"] == "not-organiser"


async def test_attendance_is_what_the_organiser_notes(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(kind="attendance", metric="count", sport=None)
    await runner.joins(challenge)
    for days in (1, 2):
        visit = {"value": 1, "at": (NOON - timedelta(days=days)).isoformat()}
        noted = visit | {"user_id": str(runner.id)}
        await organiser.send("PUT", f"/{challenge}/results/{new_id()}", json=noted)

    assert (await runner.entry(challenge))["value"] == 2


async def test_a_result_of_a_workout_is_not_typed_over(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(by_hand=True)
    await runner.joins(challenge)
    await runner.runs(5_000)
    (result,) = (await runner.seen(f"/{challenge}/results"))["items"]

    typed = {"value": 9_000, "at": (NOON - timedelta(hours=1)).isoformat()}
    refused = await runner.send("PUT", f"/{challenge}/results/{result['id']}", json=typed)

    assert (refused.status_code, refused.json()["code"]) == (409, "result-from-workout")


async def test_the_entrant_reaching_the_target_is_told_once(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(target=10_000)
    await runner.joins(challenge)

    await runner.runs(10_000)
    await runner.runs(10_000, at=NOON - timedelta(days=1))

    assert (await runner.entry(challenge))["finished_at"] is not None
    assert len(await runner.told("goal")) == 1


async def test_what_its_owner_alone_may_see_counts_in_no_challenge(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    recorded = runner.recorded(5_000, source="strava", personal_only=True)
    await world.happens(recorded)
    assert (await runner.entry(challenge))["value"] is None

    told = {"workout_id": recorded.workout_id, "user_id": runner.id, "sport": "run"}
    told |= {"started_at": recorded.started_at, "metrics": recorded.metrics}
    await world.happens(WorkoutUpdated(**told, changed=("visibility",)))
    assert (await runner.entry(challenge))["value"] == 5_000, "the watch's own recording came"

    await world.happens(WorkoutUpdated(**told, changed=("visibility",), personal_only=True))
    assert (await runner.entry(challenge))["value"] is None
