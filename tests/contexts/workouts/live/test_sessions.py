"""Live sessions through the API: from setting out to the workout."""

from random import Random
from typing import Any, TypeVar
from uuid import UUID

import pytest

from moim.contexts.workouts.adapters.files.text_sports import sport_named
from moim.contexts.workouts.adapters.session_keeping import SessionKeeper
from moim.contexts.workouts.adapters.sweeping import Sweeper
from moim.contexts.workouts.application.live_sessions import OneSession, end_session
from moim.contexts.workouts.domain.sports import Sport
from moim.contracts import users
from tests.contexts.workouts.live.walks import NOON_MS, sent, told
from tests.contexts.workouts.world import Person, World

T = TypeVar("T")


async def set_out(person: Person, sport: str = "run") -> str:
    answer = await person.post("/workout-sessions", {"sport": sport})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def send(person: Person, id: str, seq: int, seconds: Any, **measured: Any) -> Any:
    answer = await person.post(f"/workout-sessions/{id}/points", sent(seq, seconds, **measured))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def end(person: Person, id: str) -> Any:
    answer = await person.post(f"/workout-sessions/{id}/end")
    assert answer.status_code == 200, answer.text
    return answer.json()


def job_of(world: World, kind: type[T]) -> T:
    owners = [getattr(job, "__self__", None) for job in world.module.jobs]
    return next(owner for owner in owners if isinstance(owner, kind))


@pytest.mark.event(21)
@pytest.mark.event(24)
@pytest.mark.event(30)
@pytest.mark.event(31)
async def test_a_session_becomes_a_workout_with_a_track(either_world, either_runner) -> None:
    id = await set_out(either_runner)
    for seq in range(1, 13):
        await send(either_runner, id, seq, range(10 * seq - 10, 10 * seq), hr=150, cad=172)
    either_world.clock.move(minutes=2)

    ended = await end(either_runner, id)

    assert ended["state"] == "ended"
    workout = await either_runner.got(f"/workouts/{ended['workout_id']}")
    assert (workout["sport"], workout["source"], workout["partial"]) == ("run", "session", None)
    assert workout["distance_m"] == pytest.approx(119 * 3.0, rel=0.01)
    assert workout["elapsed_s"] == 119
    assert workout["heart_rate_avg_bpm"] == 150
    assert workout["cadence_avg_spm"] == 172
    track = await either_runner.got(f"/workouts/{workout['id']}/track")
    assert track["points"] == 120
    assert either_world.published() == [
        "SessionStarted",
        "WorkoutRecorded",
        "RouteRecorded",
        "SessionEnded",
    ]
    (started,) = either_world.published("SessionStarted")
    assert (started["session_id"], started["sport"]) == (id, "run")
    (over,) = either_world.published("SessionEnded")
    assert (over["session_id"], over["workout_id"]) == (id, workout["id"])
    assert not either_world.rows("live_batches")


@pytest.mark.event(32)
@pytest.mark.event(33)
async def test_pausing_and_resuming_is_told_and_makes_a_pause(either_world, either_runner) -> None:
    id = await set_out(either_runner)
    await send(either_runner, id, 1, range(60))
    either_world.clock.move(seconds=60)
    paused = (await either_runner.post(f"/workout-sessions/{id}/pause")).json()
    await send(either_runner, id, 2, range(60, 360))
    either_world.clock.move(seconds=300)
    resumed = (await either_runner.post(f"/workout-sessions/{id}/resume")).json()
    await send(either_runner, id, 3, range(360, 420))
    either_world.clock.move(seconds=60)
    ended = await end(either_runner, id)

    assert (paused["state"], resumed["state"]) == ("paused", "live")
    assert [name for name in either_world.published() if name.startswith("Session")] == [
        "SessionStarted",
        "SessionPaused",
        "SessionResumed",
        "SessionEnded",
    ]
    workout = await either_runner.got(f"/workouts/{ended['workout_id']}")
    assert workout["elapsed_s"] == 419
    assert workout["timer_s"] == pytest.approx(118, abs=2)


@pytest.mark.event(30)
async def test_a_start_by_mistake_ends_without_a_workout(either_world, either_runner) -> None:
    id = await set_out(either_runner)
    empty = await set_out(either_runner)
    await send(either_runner, id, 1, [0])

    for session in (id, empty):
        ended = await end(either_runner, session)
        assert (ended["state"], ended["workout_id"]) == ("ended", None)
    assert [event["workout_id"] for event in either_world.published("SessionEnded")] == [None] * 2
    assert await either_runner.all_workouts() == []
    await job_of(either_world, Sweeper).remove()
    assert not either_world.blob_keys()


async def test_batches_in_any_order_and_again_make_the_same_workout(either_world) -> None:
    tracks = []
    for seed in (None, 1, 2):
        person = either_world.person()
        id = await set_out(person)
        numbers = list(range(1, 11)) + ([] if seed is None else [3, 3, 7])
        if seed is not None:
            Random(seed).shuffle(numbers)
        for seq in numbers:
            last = await send(person, id, seq, range(10 * seq - 10, 10 * seq))
        assert (last["missing"], last["next_seq"], last["points"]) == ([], 11, 100)
        ended = await end(person, id)
        track = await person.got(f"/workouts/{ended['workout_id']}/track")
        tracks.append((last["distance_m"], track))

    assert tracks[0] == tracks[1] == tracks[2]


async def test_the_answer_names_what_is_missing(runner) -> None:
    id = await set_out(runner)
    await send(runner, id, 1, [0])

    assert (await send(runner, id, 5, [50]))["missing"] == [2, 3, 4]
    assert (await send(runner, id, 3, [30]))["missing"] == [2, 4]
    assert (await send(runner, id, 3, [31]))["missing"] == [2, 4]


async def test_a_number_sent_again_keeps_what_came_first(runner) -> None:
    id = await set_out(runner)
    first = await send(runner, id, 1, range(30))

    again = await send(runner, id, 1, range(500))

    assert again == first


async def test_unix_time_is_taken_in_seconds_and_in_milliseconds(runner) -> None:
    id = await set_out(runner)
    for seq, t in enumerate((NOON_MS, NOON_MS / 1000 + 1), start=1):
        points = [{"t": t, "lat": 37.5, "lon": 127.0}]
        answer = await runner.post(f"/workout-sessions/{id}/points", {"seq": seq, "points": points})
        assert answer.status_code == 200, answer.text

    session = await runner.got(f"/workout-sessions/{id}")
    assert session["last_point"]["t"] == "2026-05-04T12:00:01Z"
    track = await runner.got(f"/workout-sessions/{id}/points")
    assert track["time_ms"] == [NOON_MS, NOON_MS + 1000]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"seq": -1, "points": told([0])},
        {"seq": 1, "points": []},
        {"seq": 1, "points": told([0]) * 1001},
        {"seq": 1, "points": [{"t": "yesterday", "lat": 1, "lon": 1}]},
        {"seq": 1, "points": [{"t": NOON_MS, "lat": 91, "lon": 1}]},
        {"seq": 1, "points": [{"t": 1e300, "lat": 1, "lon": 1}]},
        {"seq": 1, "points": [{"t": 0, "lat": 1, "lon": 1}]},
        {"seq": 1, "points": told([0], hr=-3)},
    ],
)
async def test_what_is_no_batch_is_refused_and_changes_nothing(runner, body) -> None:
    id = await set_out(runner)

    answer = await runner.post(f"/workout-sessions/{id}/points", body)

    assert answer.status_code == 422, answer.text
    assert (await runner.got(f"/workout-sessions/{id}"))["points"] == 0


async def test_what_came_can_be_drawn_from_where_one_is(runner) -> None:
    id = await set_out(runner)
    for seq in (1, 2, 3):
        await send(runner, id, seq, range(10 * seq, 10 * seq + 10), hr=140)

    drawn = await runner.got(f"/workout-sessions/{id}/points?after_seq=1")

    assert len(drawn["lat"]) == 20
    assert drawn["heart_rate_bpm"] == [140] * 20
    assert (drawn["last_seq"], drawn["next_after"]) == (3, None)
    assert (await runner.get(f"/workout-sessions/{id}/points?after_seq=x")).status_code == 422


async def test_a_stranger_neither_sees_nor_steers_it(world, runner) -> None:
    id = await set_out(runner)
    stranger = world.person()

    answers = [
        await stranger.get(f"/workout-sessions/{id}"),
        await stranger.get(f"/workout-sessions/{id}/points"),
        await stranger.post(f"/workout-sessions/{id}/points", sent(1, [0])),
        *[await stranger.post(f"/workout-sessions/{id}/{do}") for do in ("pause", "resume", "end")],
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["code"] for answer in answers} == {"live-session-not-found"}
    assert (await stranger.got("/workout-sessions"))["items"] == []


async def test_sessions_are_listed_newest_first_in_pages(runner) -> None:
    ids = [await set_out(runner) for _ in range(3)]

    first = await runner.got("/workout-sessions?limit=2")
    rest = await runner.got(f"/workout-sessions?limit=2&cursor={first['next']}")

    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None


async def test_only_so_many_run_at_once(runner) -> None:
    ids = [await set_out(runner) for _ in range(5)]

    refused = await runner.post("/workout-sessions", {"sport": "run"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-live-sessions")
    await end(runner, ids[0])
    await set_out(runner)


async def test_a_start_sent_twice_with_one_key_starts_one(runner) -> None:
    key = {"idempotency-key": "01J000000000000000000000AA"}

    answers = [
        await runner.post("/workout-sessions", {"sport": "ride"}, headers=key) for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert len((await runner.got("/workout-sessions"))["items"]) == 1


async def test_what_is_over_takes_no_more_points(runner) -> None:
    id = await set_out(runner)
    await send(runner, id, 1, range(60))
    before = await end(runner, id)

    late = await runner.post(f"/workout-sessions/{id}/points", sent(2, [60]))
    assert (late.status_code, late.json()["code"]) == (409, "live-session-over")
    assert (await runner.post(f"/workout-sessions/{id}/resume")).status_code == 409
    assert (await end(runner, id))["workout_id"] == before["workout_id"]
    assert (await send(runner, id, 1, range(60)))["points"] == 60


@pytest.mark.event(32)
@pytest.mark.event(33)
async def test_silence_pauses_and_the_next_points_resume(either_world, either_runner) -> None:
    id = await set_out(either_runner)
    keeper = job_of(either_world, SessionKeeper)
    either_world.clock.move(minutes=6)

    await keeper.look()
    silent = await either_runner.got(f"/workout-sessions/{id}")
    resumed = await send(either_runner, id, 1, range(300))

    assert (silent["state"], silent["silent"]) == ("paused", True)
    assert resumed["state"] == "live"
    assert either_world.published() == ["SessionStarted", "SessionPaused", "SessionResumed"]


async def test_after_twelve_silent_hours_the_workout_is_made(either_world, either_runner) -> None:
    id = await set_out(either_runner, "ride")
    await send(either_runner, id, 1, range(120))
    either_world.clock.move(hours=12, minutes=1)

    await job_of(either_world, SessionKeeper).look()

    later = either_world.person(either_runner.id)
    session = await later.got(f"/workout-sessions/{id}")
    assert session["state"] == "ended"
    workout = await later.got(f"/workouts/{session['workout_id']}")
    assert (workout["sport"], workout["elapsed_s"]) == ("ride", 119)


async def test_a_workout_not_yet_made_at_a_stop_is_made_after_the_start(world, runner) -> None:
    id = await set_out(runner)
    await send(runner, id, 1, range(120))
    about = OneSession(session_id=UUID(id), user_id=runner.id)
    await world.context.run(end_session, about)  # and then nothing more is done
    assert (await runner.got(f"/workout-sessions/{id}"))["state"] == "ending"

    again, person = world.restarted_for(runner)
    await job_of(again, SessionKeeper).look()

    assert (await person.got(f"/workout-sessions/{id}"))["state"] == "ended"
    assert len(await person.all_workouts()) == 1


async def test_a_session_and_the_watch_s_file_of_it_are_one_workout(world, runner) -> None:
    id = await set_out(runner)
    for seq in range(1, 11):
        await send(runner, id, seq, range(60 * seq - 60, 60 * seq))
    ended = await end(runner, id)
    original = await runner.get(f"/workouts/{ended['workout_id']}/original")

    watch = original.content.replace(b".0000000", b".0000010")
    (file,) = (await runner.upload(("watch.gpx", watch)))["files"]

    assert file["verdict"] == "duplicate"
    assert file["workout_ids"] == [ended["workout_id"]]


@pytest.mark.parametrize("sport", list(Sport))
def test_every_sport_is_known_again_in_a_session_s_original(sport: Sport) -> None:
    assert sport_named(sport.value) is sport


@pytest.mark.parametrize("sport", ["treadmill_run", "indoor_ride"])
async def test_a_session_s_workout_derived_anew_is_the_same(world, sport) -> None:
    person = world.person()
    id = await set_out(person, sport)
    await send(person, id, 1, range(120), cad=170)
    made = (await end(person, id))["workout_id"]
    before = await person.got(f"/workouts/{made}")

    asked = await person.post(f"/workouts/{made}/analysis")
    assert asked.status_code < 300, asked.text
    await world.caught_up()

    after = await person.got(f"/workouts/{made}")
    assert {**after, "version": 0} == {**before, "version": 0}


async def test_whoever_leaves_leaves_no_session_behind(either_world, either_runner) -> None:
    id = await set_out(either_runner)
    await send(either_runner, id, 1, range(60))

    await either_world.tell(users.UserWithdrew(user_id=either_runner.id))

    assert not either_world.rows("live_sessions")
    assert not either_world.rows("live_batches")


async def test_others_ask_how_far_a_session_is_from_memory_and_after_a_restart(world, runner):
    id = await set_out(runner)
    assert world.distances.distance_of(UUID(id)) == 0

    told = await send(runner, id, 1, range(60))

    assert world.distances.distance_of(UUID(id)) == told["distance_m"] > 100
    again, _ = world.restarted_for(runner)
    assert again.distances.distance_of(UUID(id)) == told["distance_m"]

    await end(runner, id)

    assert world.distances.distance_of(UUID(id)) is None
    assert world.distances.distance_of(runner.id) is None
