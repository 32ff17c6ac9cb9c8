"""Fairness: what rules find, what becomes of a result, and that honest people are left alone."""

from array import array
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from moim.contexts.challenges.adapters.keeping import trace_of
from moim.contexts.challenges.adapters.proving import verify
from moim.contexts.challenges.domain.fairness import WEIGHTS, inspect, judge
from moim.contexts.challenges.domain.traces import Trace, best_times
from moim.contexts.workouts.adapters.queries import COLUMNS
from moim.contexts.workouts.adapters.reading import read_file
from moim.contexts.workouts.adapters.track_codec import decode_track
from moim.contracts.workouts import TrackView, WorkoutUpdated
from moim.kernel.ids import new_id
from tests.contexts.challenges.tracks import city_drive, jog, track
from tests.contexts.challenges.world import ENDS, NOON, ON_BOTH_DATABASES, Person, World
from tests.contexts.workouts.files.devices import device_file, index, needs_devices

CARS = {"gpx/gpxpy_around-visnjan-with-car.gpx"}
BYTES_MAX = 500_000


def seen(speeds: list[float], **changes) -> dict[str, float]:
    return inspect(trace_of(track(new_id(), new_id(), speeds, **changes)))


def test_an_honest_run_raises_nothing():
    hearts = [150 + 8 * ((second // 30) % 3) for second in range(1_800)]

    assert seen(jog(), heart_rate_bpm=hearts, cadence_spm=[170.0] * 1_800) == {}
    assert seen(jog(mean=4.5)) == {}


@pytest.mark.parametrize(
    ("speeds", "sport", "code"),
    [
        (jog(mean=8.5), "run", "faster-than-record"),
        (jog(3_000, mean=19.0), "ride", "faster-than-record"),
        (city_drive(), "run", "vehicle-pattern"),
        (city_drive(), "ride", "vehicle-pattern"),
    ],
)
def test_what_nobody_does_is_excluded(speeds, sport, code):
    found = seen(speeds, sport=sport)

    assert code in found
    assert judge(found) == "excluded"


def test_a_drawn_track_a_heart_at_rest_and_jumps_are_looked_at():
    drawn = seen([3.0] * 1_800, noise_m=0.0)
    resting = seen(jog(mean=3.6), heart_rate_bpm=[70.0] * 1_800)
    columns = dict(track(new_id(), new_id(), jog()).columns)
    for second in (300, 600, 900):
        columns["lat"][second] += 0.01
    jumping = inspect(trace_of(TrackView(**jumped(columns))))

    assert "synthetic-track" in drawn
    assert {"no-steps", "flat-heart-rate"} <= resting.keys()
    assert "teleport" in jumping
    assert {judge(drawn), judge(resting), judge(jumping)} == {"review"}


def jumped(columns) -> dict:
    view = track(new_id(), new_id(), jog())
    return {name: getattr(view, name) for name in view.__dataclass_fields__} | {"columns": columns}


def test_a_fast_ride_downhill_is_no_car():
    falling = [800.0 - second * 0.5 for second in range(900)]

    assert "faster-than-record" not in seen(jog(900, mean=19.0), sport="ride", elevation_m=falling)


def test_every_code_weighs_and_one_small_thing_is_no_case():
    assert all(0 < weight <= 1 for weight in WEIGHTS.values())
    assert judge({}) == "ok"
    assert judge({"late-upload": 40.0}) == "ok"
    assert judge({"teleport": 3.0}) == "review"


def test_best_times_never_go_over_a_gap():
    times = [float(second) for second in range(400)]
    times += [second + 1_000.0 for second in range(400)]
    trace = Trace("run", times, [4.0 * n for n in range(800)])

    found = best_times(trace, [400, 1_000, 2_000])

    assert found == {400: 100.0, 1_000: 250.0}


def device_traces(sport: str | None = None) -> Iterator[tuple[str, Trace]]:
    """Every recording among the device files that has samples."""
    for row in index():
        if int(row["bytes"]) > BYTES_MAX:
            continue
        for reading in read_file(device_file(row["file"]), row["file"], ()).readings:
            if reading.track is None:
                continue
            track = decode_track(reading.track)
            begun_ms = reading.started_at.timestamp() * 1000
            columns = {"time_s": array("d", ((track.time_ms - begun_ms) / 1000).tolist())}
            for name in COLUMNS:
                values = getattr(track, name)
                if values is not None:
                    columns[name] = array("d", values.tolist())
            view = TrackView(
                workout_id=new_id(),
                owner_id=new_id(),
                sport=sport or reading.sport.value,
                title=None,
                started_at=reading.started_at,
                timezone="UTC",
                distance_m=None,
                elapsed_s=0.0,
                columns=columns,
            )
            yield row["file"], trace_of(view)


@needs_devices
def test_no_real_recording_is_excluded():
    judged = {name: judge(inspect(trace)) for name, trace in device_traces()}

    assert len(judged) > 20
    assert {name for name, verdict in judged.items() if verdict == "excluded"} <= CARS


@needs_devices
def test_rides_called_runs_are_seen():
    judged = {
        name: judge(inspect(trace))
        for name, trace in device_traces(sport="run")
        if "Edge810" in name or "edge-500" in name
    }

    assert judged
    assert "ok" not in judged.values()


async def looked_at(world: World, runner: Person, workout: UUID, speeds, **changes) -> None:
    world.tracks.shown[workout] = track(workout, runner.id, speeds, **changes)
    while await world.keeper.look():
        await world.settle()
    await world.settle()


async def test_the_fastest_five_kilometres_come_from_the_recording(world: World):
    organiser, *runners = await world.people(3)
    challenge = await organiser.makes(kind="fastest", metric="time", distance_m=5_000)
    for runner, mean in zip(runners, (3.0, 4.0), strict=True):
        await runner.joins(challenge)
        workout = await runner.runs(8_000)
        await looked_at(world, runner, workout, jog(2_500, mean=mean))

    lines = (await organiser.seen(f"/{challenge}/ranking"))["items"]

    assert [line["user_id"] for line in lines] == [str(runners[1].id), str(runners[0].id)]
    first, second = (line["value"] for line in lines)
    assert 1_200 < first < 1_260
    assert 1_600 < second < 1_680


@ON_BOTH_DATABASES
async def test_the_fastest_is_known_when_the_last_recording_was_looked_at(world: World):
    organiser, runner, late = await world.people(3)
    challenge = await organiser.makes(kind="fastest", metric="time", distance_m=5_000)
    for one in (runner, late):
        await one.joins(challenge)
    world.now = ENDS - timedelta(minutes=1)
    hers = await runner.runs(8_000)

    world.now = ENDS
    await world.settle()
    assert (await runner.seen(f"/{challenge}"))["state"] == "ended"
    assert world.published("ChallengeEnded") == []
    world.now += timedelta(seconds=30)
    his = await late.runs(8_000)
    world.tracks.shown[his] = track(his, late.id, jog(2_500, mean=4.0))
    await looked_at(world, runner, hers, jog(2_500, mean=3.0))

    assert (await runner.seen(f"/{challenge}"))["state"] == "final"
    assert world.published("ChallengeEnded")[0]["final_ranking_size"] == 1
    (line,) = (await runner.seen(f"/{challenge}/ranking"))["items"]
    assert line["user_id"] == str(runner.id), "what came after the end does not count"
    assert (await runner.told("end"))[0]["data"]["rank"] == 1
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds
    assert await world.parked() == []


async def test_a_recording_that_nobody_looks_at_holds_up_no_end(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(kind="fastest", metric="time", distance_m=5_000)
    await runner.joins(challenge)
    world.now = ENDS - timedelta(minutes=1)
    await runner.runs(8_000)

    for minutes, state in ((1, "ended"), (9, "ended"), (1, "final")):
        world.now += timedelta(minutes=minutes)
        await world.settle()
        assert (await runner.seen(f"/{challenge}"))["state"] == state
    assert len(world.published("ChallengeEnded")) == 1


@pytest.mark.event(60)
async def test_a_driven_run_is_taken_out_told_and_appealed_once(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    workout = await runner.runs(9_000)
    assert (await runner.entry(challenge))["rank"] == 1

    await looked_at(world, runner, workout, city_drive())

    assert (await runner.entry(challenge))["rank"] is None
    corrected = world.published("ResultCorrected")[-1]
    assert (corrected["after"], corrected["reason"] in WEIGHTS) == (0, True)
    (asked,) = world.published("ResultReviewRequested")
    assert asked["by"] is None
    (notice,) = await runner.told("decided")
    assert "vehicle-pattern" in notice["data"]["reasons"]
    (review,) = (await runner.seen(f"/{challenge}/reviews"))["items"]
    assert (review["decision"], review["evidence"]["vehicle-pattern"] > 5) == ("exclude", True)
    path = f"/{challenge}/reviews/{review['id']}"
    appealed = await runner.send("PUT", f"{path}/appeal", json={"text": "신호등이 많았어요."})
    assert appealed.json()["open"] is True
    again = await runner.send("PUT", f"{path}/appeal", json={"text": "다시"})
    assert again.json()["code"] == "no-appeal"
    own = await runner.send("PATCH", path, json={"decision": "keep"})
    assert own.json()["code"] == "not-organiser"
    kept = await organiser.send("PATCH", path, json={"decision": "keep", "answer": "확인했어요."})
    assert (kept.status_code, kept.json()["open"]) == (200, False)
    assert (await runner.entry(challenge))["value"] == 9_000
    late = await organiser.send("PATCH", path, json={"decision": "exclude"})
    assert late.json()["code"] == "review-decided"


@ON_BOTH_DATABASES
async def test_what_the_rules_find_no_more_stands_again(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    workout = await runner.runs(9_000)
    await looked_at(world, runner, workout, city_drive())
    assert (await runner.entry(challenge))["rank"] is None

    await world.happens(
        WorkoutUpdated(
            workout_id=workout,
            user_id=runner.id,
            sport="run",
            started_at=NOON - timedelta(hours=2),
            changed=("track",),
            metrics={"distance_m": 7_000.0, "moving_s": 2_500.0, "elapsed_s": 2_500.0},
        )
    )
    await looked_at(world, runner, workout, jog(2_500))

    assert (await runner.entry(challenge))["value"] == 7_000
    (review,) = (await runner.seen(f"/{challenge}/reviews"))["items"]
    assert (review["decision"], review["open"]) == ("keep", False), "nobody is told it is left out"
    assert [notice["data"]["decision"] for notice in await runner.told("decided")] == [
        "keep",
        "exclude",
    ]
    objected = await runner.send(
        "PUT", f"/{challenge}/reviews/{review['id']}/appeal", json={"text": "왜요?"}
    )
    assert objected.json()["code"] == "no-appeal"
    assert (await verify(world.context, world.blobs, UUID(challenge))).holds


async def test_an_entrant_reports_a_result_and_a_moderator_corrects_it(world: World):
    organiser, runner, rival, stranger = await world.people(4)
    moderator = Person(world, roles=("user", "moderator"))
    challenge = await organiser.makes()
    for one in (runner, rival):
        await one.joins(challenge)
    await runner.runs(42_000)
    (result,) = (await rival.seen(f"/{challenge}/results", user_id=str(runner.id)))["items"]
    assert "workout_id" not in result
    path = f"/{challenge}/results/{result['id']}/reviews"
    doubt = {"reason": "wrong-sport", "note": "자전거 같아요."}

    assert (await stranger.send("POST", path, json=doubt)).status_code == 404
    first = await rival.send("POST", path, json=doubt)
    second = await organiser.send("POST", path, json=doubt)
    assert first.json()["id"] == second.json()["id"]
    assert (await runner.entry(challenge))["value"] == 42_000
    assert [len(await one.told("review")) for one in (runner, rival)] == [1, 1]
    (own,) = (await runner.seen(f"/{challenge}/reviews"))["items"]
    assert "asked_by" not in own
    decide = f"/{challenge}/reviews/{first.json()['id']}"
    without = await moderator.send("PATCH", decide, json={"decision": "correct"})
    assert without.json()["code"] == "value-needed"
    await moderator.send("PATCH", decide, json={"decision": "correct", "value": 4_200})

    assert (await runner.entry(challenge))["value"] == 4_200
    lines = (await runner.seen(f"/{challenge}/results/lines"))["items"]
    assert (lines[0]["reason"], lines[0]["by"], lines[0]["after"]) == (
        "review",
        str(moderator.id),
        4_200,
    )


async def test_another_s_recording_and_overlaps_are_looked_at(world: World):
    organiser, runner, copier = await world.people(3)
    challenge = await organiser.makes()
    for one in (runner, copier):
        await one.joins(challenge)
        workout = await one.runs(5_400)
        await looked_at(world, one, workout, jog())
    twice = await runner.runs(5_400, at=NOON - timedelta(hours=2))
    await looked_at(world, runner, twice, jog(), seed=7)

    async def reasons(one: Person) -> list[list[str]]:
        found = (await one.seen(f"/{challenge}/results"))["items"]
        return [result["reasons"] for result in found]

    assert await reasons(copier) == [["reused-recording"]]
    assert await reasons(runner) == [["overlapping-workouts"], []]


async def test_a_leap_beyond_one_s_own_history_is_looked_at_and_still_counts(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    for days in range(2, 7):
        workout = await runner.runs(5_000, at=NOON - timedelta(days=days))
        await looked_at(world, runner, workout, jog(mean=2.8), seed=days)
    leap = await runner.runs(7_000, at=NOON - timedelta(days=1))
    await looked_at(world, runner, leap, jog(mean=4.0), seed=99)

    results = (await runner.seen(f"/{challenge}/results"))["items"]
    assert (results[0]["state"], results[0]["reasons"]) == ("review", ["beyond-own-history"])
    assert (await runner.entry(challenge))["value"] == 32_000


async def test_a_recording_that_cannot_be_read_holds_up_nothing(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    broken = await runner.runs(3_000)
    columns = {"time_s": ["not a time", 1.0], "distance_m": [1.0, 2.0]}
    world.tracks.shown[broken] = TrackView(**(jumped(columns) | {"owner_id": runner.id}))

    await world.passes(seconds=5)

    assert world.rows("inspections") == []
    assert (await runner.entry(challenge))["value"] == 3_000
