"""Who sees a workout and what of it, through the API, from the other side."""

from uuid import UUID

import pytest

from moim.contracts.users import ProfileUpdated
from tests.contexts.workouts import samples
from tests.contexts.workouts.live.test_sessions import send, set_out
from tests.contexts.workouts.privacy.places import inside, zone
from tests.contexts.workouts.world import Person, World

ROUTES = ("", "/track", "/track.geojson", "/export.gpx", "/splits", "/analysis")


async def show(owner: Person, workout_id: str, **shown: str) -> None:
    answer = await owner.send("PATCH", f"/workouts/{workout_id}", json=shown)
    assert answer.status_code == 200, answer.text


def follows(world: World, one: Person, other: Person) -> None:
    world.friends.follows.add((one.id, other.id))


async def test_nobody_else_sees_anything_until_it_is_shown(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    other = either_world.person()
    follows(either_world, other, either_runner)

    for route in ROUTES:
        answer = await other.get(f"/workouts/{made['id']}{route}")
        assert (answer.status_code, answer.json()["code"]) == (404, "workout-not-found"), route
    assert (
        made["visibility"] == made["map_visibility"] == made["heart_rate_visibility"] == "private"
    )


async def test_followers_see_what_is_shown_to_them_and_strangers_nothing(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    friend, stranger = either_world.person(), either_world.person()
    follows(either_world, friend, either_runner)
    either_world.forget_published()

    await show(either_runner, made["id"], visibility="followers", map_visibility="followers")

    (updated,) = either_world.published("WorkoutUpdated")
    assert (updated["visibility"], updated["changed"]) == ("followers", ["visibility"])
    seen = await friend.got(f"/workouts/{made['id']}")
    assert (seen["own"], seen["user_id"]) == (False, str(either_runner.id))
    assert seen["distance_m"] == made["distance_m"]
    assert seen["heart_rate_avg_bpm"] is None
    assert seen["import_id"] is None
    track = await friend.got(f"/workouts/{made['id']}/track")
    assert len(track["lat"]) == 600
    assert "heart_rate_bpm" not in track
    assert "hr>" not in (await friend.get(f"/workouts/{made['id']}/export.gpx")).text
    splits = (await friend.got(f"/workouts/{made['id']}/splits"))["splits"]
    assert splits
    assert {one["heart_rate_avg_bpm"] for one in splits} == {None}
    assert (await friend.got(f"/workouts/{made['id']}/analysis"))["zones"] is None
    for route in ROUTES:
        assert (await stranger.get(f"/workouts/{made['id']}{route}")).status_code == 404


async def test_a_narrower_map_is_left_out(world, runner) -> None:
    made = await runner.imported("run.fit", samples.fit(600, bpm=150))
    await show(runner, made["id"], visibility="public", heart_rate_visibility="public")
    stranger = world.person()

    seen = await stranger.got(f"/workouts/{made['id']}")
    track = await stranger.got(f"/workouts/{made['id']}/track")

    assert (seen["bbox"], seen["heart_rate_avg_bpm"]) == (None, 150)
    assert {"lat", "lon", "elevation_m"}.isdisjoint(track)
    assert len(track["heart_rate_bpm"]) == 600
    for route in ("/track.geojson", "/export.gpx"):
        answer = await stranger.get(f"/workouts/{made['id']}{route}")
        assert (answer.status_code, answer.json()["code"]) == (409, "no-track")
    assert world.tracks.track_for(UUID(made["id"]), stranger.id) is None


async def test_what_is_the_owner_s_alone_stays_so_however_public(world, runner) -> None:
    made = await runner.imported("run.fit", samples.fit(600))
    await show(runner, made["id"], visibility="public", map_visibility="public")
    other = world.person()

    for method, route in [
        ("GET", "/original"),
        ("GET", "/companions"),
        ("PATCH", ""),
        ("DELETE", ""),
        ("DELETE", "/track"),
        ("POST", "/analysis"),
        ("GET", "/share-links"),
    ]:
        body = {"json": {"title": "x"}} if method == "PATCH" else {}
        answer = await other.send(method, f"/workouts/{made['id']}{route}", **body)
        assert answer.status_code == 404, (method, route)


async def test_who_is_blocked_sees_nothing_public(world, runner) -> None:
    made = await runner.typed()
    await show(runner, made["id"], visibility="public")
    other = world.person()
    assert (await other.got(f"/workouts/{made['id']}"))["own"] is False

    world.friends.blocks.add((runner.id, other.id))

    assert (await other.get(f"/workouts/{made['id']}")).status_code == 404


async def test_club_shows_nothing_to_anybody_as_long_as_there_are_none(world, runner) -> None:
    made = await runner.typed()
    await show(runner, made["id"], visibility="club")
    other = world.person()
    follows(world, other, runner)

    assert (await other.get(f"/workouts/{made['id']}")).status_code == 404


async def test_an_unknown_audience_is_refused(runner) -> None:
    made = await runner.typed()

    answer = await runner.send("PATCH", f"/workouts/{made['id']}", json={"visibility": "all"})

    assert answer.status_code == 422


async def tell_privacy(world: World, person: Person, audience: str, **parts: str) -> None:
    privacy = {"workouts": audience, "map": audience, "heart_rate": "private"} | parts
    await world.tell(
        ProfileUpdated(
            user_id=person.id,
            nickname="새 이름",
            region=None,
            locale="ko",
            timezone="Asia/Seoul",
            privacy=privacy,
        )
    )


@pytest.mark.row(165)
async def test_new_workouts_are_shown_as_the_account_says_and_carry_the_nickname(world) -> None:
    runner = await world.registered()
    before = await runner.typed(started_at="2026-04-01T06:00:00Z")
    await tell_privacy(world, runner, "followers")
    made = await runner.imported("run.fit", samples.fit(600, bpm=150))
    friend = world.person()
    follows(world, friend, runner)

    seen = await friend.got(f"/workouts/{made['id']}")

    assert (seen["nickname"], seen["visibility"]) == ("새 이름", "followers")
    assert (await friend.get(f"/workouts/{before['id']}")).status_code == 404
    (recorded,) = world.published("WorkoutRecorded")  # the first was relayed meanwhile
    assert recorded["visibility"] == "followers"


async def test_a_live_session_is_watched_by_whom_new_workouts_are_shown_to(world) -> None:
    runner = await world.registered()
    friend, stranger = world.person(), world.person()
    follows(world, friend, runner)
    await tell_privacy(world, runner, "followers")
    made = await runner.post("/privacy-zones", zone())
    assert made.status_code == 201, made.text
    id = await set_out(runner)
    await send(runner, id, 1, range(300))
    own = await runner.got(f"/workout-sessions/{id}/points")
    door = (own["lat"][0], own["lon"][0])
    await runner.post("/privacy-zones", zone(at=door))

    seen = await friend.got(f"/workout-sessions/{id}/points")

    assert world.published("SessionStarted")[0]["visibility"] == "followers"
    assert inside(own["lat"], own["lon"], at=door) > 0
    assert inside(seen["lat"], seen["lon"], at=door) == 0
    assert any(lat is not None for lat in seen["lat"])
    assert set(seen["heart_rate_bpm"]) == {None}
    session = await friend.got(f"/workout-sessions/{id}")
    assert session["last_point"] is None or session["last_point"]["hr"] is None
    assert (await stranger.get(f"/workout-sessions/{id}")).status_code == 404
    assert (await friend.post(f"/workout-sessions/{id}/end")).status_code == 404
