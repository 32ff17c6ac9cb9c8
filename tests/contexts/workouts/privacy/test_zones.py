"""Privacy zones through the API: kept, limited, and the past cut with them."""

import pytest

from moim.contexts.workouts.adapters.recutting import Recutter
from moim.contexts.workouts.domain.privacy_zones import ZONES_MAX
from moim.contracts.users import UserWithdrew
from tests.contexts.workouts import samples
from tests.contexts.workouts.privacy.places import HOME, gpx_of, inside, zone
from tests.contexts.workouts.world import Person, World


async def made_zone(person: Person, **given) -> dict:
    answer = await person.post("/privacy-zones", zone(**given))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def recut(world: World) -> None:
    (recutter,) = (job.__self__ for job in world.module.jobs if isinstance(job.__self__, Recutter))
    await recutter.catch_up()


async def public(person: Person, workout_id: str) -> None:
    shown = dict.fromkeys(("visibility", "map_visibility", "heart_rate_visibility"), "public")
    answer = await person.send("PATCH", f"/workouts/{workout_id}", json=shown)
    assert answer.status_code == 200


async def test_a_zone_is_kept_changed_and_deleted(either_world, either_runner) -> None:
    made = await made_zone(either_runner, radius_m=300.0)
    again = await either_runner.send(
        "PATCH",
        f"/privacy-zones/{made['id']}",
        json={"radius_m": 500, "name": "회사"},
        headers={"if-match": '"v1"'},
    )
    stale = await either_runner.send(
        "PATCH", f"/privacy-zones/{made['id']}", json={"name": "x"}, headers={"if-match": '"v1"'}
    )

    assert (again.json()["radius_m"], again.json()["name"], again.json()["version"]) == (
        500,
        "회사",
        2,
    )
    assert stale.status_code == 412
    hidden = [one["hidden"] for one in (made, again.json())]
    assert hidden[0]["lat"] == hidden[1]["lat"], "the offset is fixed for the zone's life"
    assert hidden[1]["radius_m"] - hidden[0]["radius_m"] == pytest.approx(200, abs=0.2)
    assert (made["lat"], made["lon"]) == HOME
    assert (hidden[0]["lat"], hidden[0]["lon"]) != HOME
    gone = await either_runner.send("DELETE", f"/privacy-zones/{made['id']}")
    assert gone.status_code == 204
    assert (await either_runner.got("/privacy-zones"))["items"] == []


async def test_nobody_reads_or_changes_another_s_zone(world, runner) -> None:
    made = await made_zone(runner)
    other = world.person()

    for method, body in [("GET", None), ("PATCH", {"name": "x"}), ("DELETE", None)]:
        answer = await other.send(method, f"/privacy-zones/{made['id']}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "privacy-zone-not-found")
    assert (await other.got("/privacy-zones"))["items"] == []


async def test_what_no_zone_can_be_is_refused_and_so_is_one_too_many(runner) -> None:
    for wrong in (
        {"radius_m": 199},
        {"radius_m": 1_601},
        {"lat": 90},
        {"lon": 181},
        {"name": ""},
        {"name": "x" * 41},
        {"colour": "red"},
    ):
        answer = await runner.post("/privacy-zones", zone() | wrong)
        assert answer.status_code == 422, wrong
    for n in range(ZONES_MAX):
        await made_zone(runner, name=str(n))
    answer = await runner.post("/privacy-zones", zone())
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-privacy-zones")


async def test_one_request_sent_twice_makes_one_zone(runner) -> None:
    key = {"idempotency-key": "one"}
    first = await runner.post("/privacy-zones", zone(), headers=key)
    second = await runner.post("/privacy-zones", zone(), headers=key)

    assert first.json() == second.json()
    assert len((await runner.got("/privacy-zones"))["items"]) == 1


async def test_others_see_the_course_from_where_the_zone_ends_and_the_owner_all(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.gpx", samples.gpx(600))
    await public(either_runner, made["id"])
    await made_zone(either_runner)
    other = either_world.person()

    own = await either_runner.got(f"/workouts/{made['id']}/track")
    seen = await other.got(f"/workouts/{made['id']}/track")
    body = await other.got(f"/workouts/{made['id']}")

    assert inside(own["lat"], own["lon"]) > 60
    assert inside(seen["lat"], seen["lon"]) == 0
    assert body["points"] == seen["points"] < own["points"] == 600
    assert body["distance_m"] == made["distance_m"]
    assert body["bbox"] != made["bbox"]
    assert seen["distance_m"][0] == 0
    view = either_world.tracks.track_for(either_world.rows("workouts")[0].id, other.id)
    assert inside(list(view.columns["lat"]), list(view.columns["lon"])) == 0


async def test_a_workout_all_inside_a_zone_has_no_track_for_others(world, runner) -> None:
    made = await runner.imported("run.gpx", samples.gpx(60))
    await public(runner, made["id"])
    await made_zone(runner, radius_m=1_600.0)
    other = world.person()

    body = await other.got(f"/workouts/{made['id']}")
    track = await other.get(f"/workouts/{made['id']}/track")

    assert (body["has_track"], body["points"], body["bbox"]) == (False, 0, None)
    assert (track.status_code, track.json()["code"]) == (409, "no-track")


async def test_a_line_over_a_zone_is_broken_in_every_format(world, runner) -> None:
    way = [(HOME[0] + n * 0.0005, HOME[1]) for n in range(-120, 121)]
    made = await runner.imported("run.gpx", gpx_of(way))
    await public(runner, made["id"])
    await made_zone(runner)
    other = world.person()

    geojson = await other.got(f"/workouts/{made['id']}/track.geojson")
    gpx = (await other.get(f"/workouts/{made['id']}/export.gpx")).text
    zoomed = await other.got(f"/workouts/{made['id']}/track?zoom=0")

    assert len(geojson["geometry"]["coordinates"]) == 2
    assert gpx.count("<trkseg>") == 2
    assert None in zoomed["lat"]


@pytest.mark.event(25)
async def test_the_past_is_told_anew_after_a_change_with_progress(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.gpx", samples.gpx(600))
    far = [(36.0 + n * 0.001, 128.0) for n in range(50)]
    await either_runner.imported("far.gpx", gpx_of(far))
    either_world.forget_published()

    zone_made = await made_zone(either_runner)
    waiting = (await either_runner.got("/privacy-zones"))["recut"]
    await recut(either_world)

    assert waiting == {"done": 0, "total": 2}
    assert (await either_runner.got("/privacy-zones"))["recut"] is None
    (told,) = either_world.published("RouteUpdated")
    assert told["workout_id"] == made["id"]
    assert told["bbox"][3] <= 37.54, "the square of the door is left out"
    assert (await either_runner.got(f"/workouts/{made['id']}"))["version"] == made["version"]

    either_world.forget_published()
    await either_runner.send("DELETE", f"/privacy-zones/{zone_made['id']}")
    await recut(either_world)
    (again,) = either_world.published("RouteUpdated")
    assert again["bbox"][3] >= HOME[0]
    assert set(told["cells"]) < set(again["cells"])


@pytest.mark.event(24)
async def test_a_new_route_is_told_without_what_a_zone_hides(world, runner) -> None:
    await made_zone(runner)

    await runner.imported("run.gpx", samples.gpx(600))

    (told,) = world.published("RouteRecorded")
    assert len(told["cells"]) == 1
    assert told["bbox"][3] <= 37.54, "the square of the door is left out"


async def test_a_certificate_shows_its_owner_too_a_course_without_the_zone(world, runner) -> None:
    made = await runner.imported("run.gpx", samples.gpx(60))
    form = {"template": (None, "map_card"), "output": (None, "png"), "preview": (None, "true")}

    before = await runner.send("POST", f"/workouts/{made['id']}/certificates", files=form)
    await made_zone(runner, radius_m=1_600.0)
    after = await runner.send("POST", f"/workouts/{made['id']}/certificates", files=form)

    assert before.headers["content-type"] == "image/png"
    assert (after.status_code, after.json()["code"]) == (409, "no-track")


async def test_zones_go_with_the_account(world) -> None:
    runner = await world.registered()
    await made_zone(runner)

    await world.tell(UserWithdrew(user_id=runner.id))

    assert world.rows("privacy_zones") == world.rows("recuts") == []
