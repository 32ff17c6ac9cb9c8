"""Each event of workouts is published at its moment, in the transaction that made it true."""

from datetime import UTC, datetime

import pytest

from moim.contracts import users
from moim.kernel.ids import new_id
from tests.contexts.workouts import samples
from tests.contexts.workouts.world import NOON, HandClock, Person, World

GOAL = {"metric": "distance", "period": "month", "target": 20_000}


async def goal_of(person: Person, **given):
    answer = await person.post("/goals", GOAL | given)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.event(21)
@pytest.mark.event(24)
async def test_an_import_publishes_the_workout_and_its_route(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit())

    assert either_world.published() == ["WorkoutRecorded", "RouteRecorded", "WorkoutsSynced"]
    (recorded,) = either_world.published("WorkoutRecorded")
    assert recorded["workout_id"] == made["id"]
    assert recorded["user_id"] == str(either_runner.id)
    assert recorded["metrics"]["distance_m"] == made["distance_m"]
    assert None not in recorded["metrics"].values()
    (route,) = either_world.published("RouteRecorded")
    assert route["points"] == 120
    assert all(round(side * 100) == pytest.approx(side * 100) for side in route["bbox"])


@pytest.mark.event(21)
async def test_a_workout_by_hand_is_published_as_such(either_world, either_runner) -> None:
    await either_runner.typed()

    (recorded,) = either_world.published("WorkoutRecorded")
    assert recorded["source"] == "manual"


@pytest.mark.event(22)
@pytest.mark.event(29)
async def test_an_edit_publishes_what_changed_and_a_move_to_another_sport(
    either_world, either_runner
) -> None:
    made = await either_runner.typed()
    either_world.forget_published()

    await either_runner.send(
        "PATCH", f"/workouts/{made['id']}", json={"sport": "ride", "distance_m": 5}
    )
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"sport": "ride"})

    assert either_world.published() == ["WorkoutUpdated", "SportChanged"]
    (updated,) = either_world.published("WorkoutUpdated")
    assert updated["changed"] == ["distance_m", "sport"]
    (moved,) = either_world.published("SportChanged")
    assert (moved["before"], moved["after"]) == ("run", "ride")


@pytest.mark.event(23)
async def test_a_deletion_is_published_whether_by_hand_or_by_undo(
    either_world, either_runner
) -> None:
    typed = await either_runner.typed()
    answer = await either_runner.upload(("run.fit", samples.fit()))
    either_world.forget_published()

    await either_runner.send("DELETE", f"/workouts/{typed['id']}")
    await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")

    gone = [event["workout_id"] for event in either_world.published("WorkoutDeleted")]
    assert gone == [typed["id"], *answer["files"][0]["workout_ids"]]


@pytest.mark.event(25)
async def test_a_richer_recording_publishes_the_new_route(either_world, either_runner) -> None:
    made = await either_runner.imported("phone.gpx", samples.gpx(120))
    either_world.forget_published()

    await either_runner.upload(("watch.fit", samples.fit(125)))

    assert either_world.published() == ["WorkoutUpdated", "RouteUpdated", "WorkoutsSynced"]
    (route,) = either_world.published("RouteUpdated")
    assert (route["workout_id"], route["points"]) == (made["id"], 125)


@pytest.mark.event(26)
async def test_a_removed_track_is_published_once(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit())
    either_world.forget_published()

    await either_runner.send("DELETE", f"/workouts/{made['id']}/track")
    again = await either_runner.send("DELETE", f"/workouts/{made['id']}/track")

    assert (again.status_code, again.json()["code"]) == (409, "no-track")
    assert either_world.published() == ["RouteDeleted"]


@pytest.mark.event(27)
@pytest.mark.event(40)
async def test_a_goal_is_published_when_it_is_set_and_when_it_changes(
    either_world, either_runner
) -> None:
    goal = await goal_of(either_runner, sport="run")
    await either_runner.send("PATCH", f"/goals/{goal['id']}", json={"target": 30_000})
    await either_runner.send("PATCH", f"/goals/{goal['id']}", json={"target": 30_000})

    assert either_world.published() == ["GoalSet", "GoalChanged"]
    (set_,) = either_world.published("GoalSet")
    assert (set_["metric"], set_["target"], set_["period"]) == ("distance/run", 20_000, "month")
    (changed,) = either_world.published("GoalChanged")
    assert (changed["goal_id"], changed["target"]) == (goal["id"], 30_000)
    (past,) = (await either_runner.got(f"/goals/{goal['id']}"))["past_aims"]
    assert (past["metric"], past["sport"], past["target"]) == ("distance", "run", 20_000)
    assert past["until"].startswith("2026-05-04T12:00")


@pytest.mark.event(28)
async def test_a_goal_is_achieved_by_the_workout_that_reaches_it_and_only_by_that(
    either_world, either_runner
) -> None:
    goal = await goal_of(either_runner)

    await either_runner.typed(distance_m=12_000)
    assert either_world.published("GoalAchieved") == []
    await either_runner.typed(distance_m=8_000, started_at="2026-05-02T06:00:00Z")
    await either_runner.typed(distance_m=8_000, started_at="2026-05-03T06:00:00Z")

    (achieved,) = either_world.published("GoalAchieved")
    assert (achieved["goal_id"], achieved["target"]) == (goal["id"], 20_000)
    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == ["2026-05-01"]


@pytest.mark.event(28)
async def test_a_goal_set_on_what_is_done_already_is_achieved_at_once(
    either_world, either_runner
) -> None:
    await either_runner.typed(distance_m=25_000)

    goal = await goal_of(either_runner)

    assert goal["reached"] == ["2026-05-01"]
    assert len(either_world.published("GoalAchieved")) == 1


@pytest.mark.event(28)
async def test_a_lowered_target_may_be_reached_by_the_change(either_world, either_runner) -> None:
    goal = await goal_of(either_runner)
    await either_runner.typed(distance_m=15_000)

    await either_runner.send("PATCH", f"/goals/{goal['id']}", json={"target": 15_000})

    assert len(either_world.published("GoalAchieved")) == 1


@pytest.mark.event(34)
async def test_an_import_publishes_its_end_after_all_it_brought(
    either_world, either_runner
) -> None:
    await either_runner.upload(
        ("a.fit", samples.fit()),
        ("b.gpx", samples.gpx(later_s=samples.DAY_S)),
        ("c.txt", b"nothing"),
    )
    await either_runner.upload(("a.fit", samples.fit()))

    assert either_world.published().index("WorkoutsSynced") == 4
    first, second = either_world.published("WorkoutsSynced")
    assert (first["provider"], first["imported"], first["failed"]) == ("files", 2, 1)
    assert (second["imported"], second["duplicates"]) == (0, 1)


# ── Goals over time ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("metric", "target"),
    [
        ("distance", 30_000),
        ("time", 3 * 2_900),
        ("count", 3),
        ("climb", 300),
        ("active_days", 3),
    ],
)
async def test_every_metric_counts_what_it_says(either_runner, metric, target) -> None:
    goal = await goal_of(either_runner, metric=metric, target=target)
    days = ("2026-05-01", "2026-05-02", "2026-05-03")
    given = {"moving_s": 2_900, "elevation_gain_m": 100}

    for day in days[:2]:
        await either_runner.typed(started_at=f"{day}T06:00:00Z", **given)
    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == []
    await either_runner.typed(started_at=f"{days[2]}T06:00:00Z", **given)

    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == ["2026-05-01"]


async def test_two_workouts_of_one_day_are_one_active_day(either_runner) -> None:
    goal = await goal_of(either_runner, metric="active_days", target=2)

    await either_runner.typed(started_at="2026-05-01T14:00:00Z")
    await either_runner.typed(started_at="2026-05-01T14:59:00Z")
    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == []
    await either_runner.typed(started_at="2026-05-01T15:00:00Z")

    reached = (await either_runner.got(f"/goals/{goal['id']}"))["reached"]
    assert reached == ["2026-05-01"], "three in the afternoon UTC is the next day in Seoul"


async def test_a_goal_of_one_sport_does_not_count_another(either_runner) -> None:
    goal = await goal_of(either_runner, sport="ride", target=5_000)

    await either_runner.typed(sport="run")
    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == []
    await either_runner.typed(sport="ride", started_at="2026-05-02T06:00:00Z")

    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == ["2026-05-01"]


async def test_a_workout_moved_to_the_goals_sport_counts(either_world, either_runner) -> None:
    goal = await goal_of(either_runner, sport="ride", target=5_000)
    made = await either_runner.typed(sport="run")

    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"sport": "ride"})

    assert (await either_runner.got(f"/goals/{goal['id']}"))["reached"] == ["2026-05-01"]


async def test_a_goal_is_reached_anew_in_the_next_period(either_world, either_runner) -> None:
    goal = await goal_of(either_runner, period="week", target=10_000)
    await either_runner.typed(started_at="2026-05-04T06:00:00Z")
    either_world.clock.move(days=7)
    runner = either_world.person(either_runner.id)

    await runner.typed(started_at="2026-05-11T06:00:00Z")

    assert (await runner.got(f"/goals/{goal['id']}"))["reached"] == ["2026-05-04", "2026-05-11"]
    assert len(either_world.published("GoalAchieved")) == 2


async def test_an_ended_goal_is_listed_and_counts_no_more(either_world, either_runner) -> None:
    goal = await goal_of(either_runner, target=10_000)

    ended = await either_runner.send("PATCH", f"/goals/{goal['id']}", json={"ended": True})
    await either_runner.typed()

    assert ended.json()["ended_at"] == NOON.isoformat().replace("+00:00", "Z")
    (listed,) = (await either_runner.got("/goals"))["items"]
    assert (listed["id"], listed["reached"]) == (goal["id"], [])
    assert either_world.published("GoalAchieved") == []


async def test_goals_come_in_pages_the_oldest_first(either_runner) -> None:
    made = [(await goal_of(either_runner, target=1000 + n))["id"] for n in range(5)]
    await either_runner.send("PATCH", f"/goals/{made[1]}", json={"ended": True})

    seen, query = [], "?limit=2"
    while query:
        found = await either_runner.got(f"/goals{query}")
        assert len(found["items"]) <= 2
        seen += [goal["id"] for goal in found["items"]]
        query = f"?limit=2&cursor={found['next']}" if found["next"] else ""

    assert seen == made
    odd = await either_runner.send("GET", "/goals?cursor=elsewhere")
    assert (odd.status_code, odd.json()["code"]) == (422, "bad-cursor")


async def test_a_goal_changed_on_an_older_version_is_refused(either_runner) -> None:
    goal = await goal_of(either_runner)
    tag = {"if-match": f'"v{goal["version"]}"'}

    first = await either_runner.send(
        "PATCH", f"/goals/{goal['id']}", json={"target": 1000}, headers=tag
    )
    second = await either_runner.send(
        "PATCH", f"/goals/{goal['id']}", json={"target": 2000}, headers=tag
    )

    assert (first.status_code, second.status_code) == (200, 412)


async def test_a_repeated_goal_with_its_key_is_set_once(either_runner) -> None:
    key = {"idempotency-key": "goal-1"}

    first = await either_runner.post("/goals", GOAL, headers=key)
    again = await either_runner.post("/goals", GOAL, headers=key)

    assert first.json() == again.json()
    assert len((await either_runner.got("/goals"))["items"]) == 1


async def test_there_are_only_so_many_goals_to_follow(world, runner) -> None:
    for _ in range(50):
        await goal_of(runner)

    answer = await runner.post("/goals", GOAL)

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-goals")
    one = (await runner.got("/goals"))["items"][0]
    await runner.send("PATCH", f"/goals/{one['id']}", json={"ended": True})
    await goal_of(runner)


# ── What workouts hears ──────────────────────────────────────────────────────────────────────


@pytest.mark.row(164)
async def test_a_workout_right_after_sign_up_is_shown_in_the_accounts_zone(either_world) -> None:
    runner = await either_world.registered("Europe/Berlin")

    typed = await runner.typed()
    recorded = await runner.imported("run.fit", samples.fit())

    assert (typed["timezone"], recorded["timezone"]) == ("Europe/Berlin", "Europe/Berlin")


@pytest.mark.row(165)
async def test_new_workouts_take_the_new_zone_of_a_changed_profile(either_world) -> None:
    runner = await either_world.registered("Asia/Seoul")
    before = await runner.typed()

    await either_world.tell(
        users.ProfileUpdated(
            user_id=runner.id,
            nickname="민지",
            region=None,
            locale="ko",
            timezone="America/New_York",
        )
    )
    after = await runner.typed(started_at="2026-05-02T06:00:00Z")

    assert (before["timezone"], after["timezone"]) == ("Asia/Seoul", "America/New_York")
    assert (await runner.got(f"/workouts/{before['id']}"))["timezone"] == "Asia/Seoul"


@pytest.mark.row(166)
async def test_nothing_of_somebody_who_left_stays(either_world) -> None:
    runner, other = await either_world.registered(), await either_world.registered()
    for person in (runner, other):
        await person.upload(("run.fit", samples.fit()))
        await goal_of(person)
    mine = (await runner.all_workouts())[0]["id"]

    await either_world.tell(users.UserWithdrew(user_id=runner.id))

    for path in ("/workouts", "/workouts/imports", "/goals"):
        assert (await runner.got(path))["items"] == []
        assert len((await other.got(path))["items"]) == 1
    assert (await runner.get(f"/workouts/{mine}")).status_code == 404
    assert (await runner.get(f"/workouts/{mine}/original")).status_code == 404


async def test_hearing_the_same_twice_changes_nothing(either_world) -> None:
    runner = await either_world.registered("Asia/Seoul")
    await either_world.tell(users.UserWithdrew(user_id=runner.id))
    await either_world.tell(users.UserWithdrew(user_id=runner.id))
    await either_world.tell(users.UserWithdrew(user_id=new_id()))

    assert either_world.rows("athletes") == []


async def test_a_goal_by_the_day_follows_the_clock_change_of_its_owner(
    either_database, tmp_path
) -> None:
    clock = HandClock()
    clock.now = datetime(2026, 3, 29, 12, tzinfo=UTC)
    world = World(either_database, tmp_path, clock=clock)
    runner = await world.registered("Europe/Berlin")
    goal = await goal_of(runner, period="day", metric="count", target=2)

    await runner.typed(started_at="2026-03-28T22:59:00Z")  # 23:59 of the day before
    await runner.typed(started_at="2026-03-28T23:00:00Z")  # the day's first instant
    assert (await runner.got(f"/goals/{goal['id']}"))["reached"] == []
    await runner.typed(started_at="2026-03-29T21:59:00Z")  # 23:59 of summer time

    assert (await runner.got(f"/goals/{goal['id']}"))["reached"] == ["2026-03-29"]
