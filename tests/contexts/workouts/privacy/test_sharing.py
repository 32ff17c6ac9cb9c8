"""Asking to see a workout, answering, and links that show one."""

from datetime import timedelta

import pytest

from moim.contexts.workouts.domain.sharing import LINKS_MAX
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from tests.contexts.workouts import samples
from tests.contexts.workouts.privacy.places import inside, zone
from tests.contexts.workouts.world import Person


async def asked(person: Person, workout_id: str, **given) -> dict:
    answer = await person.post(f"/workouts/{workout_id}/share-requests", given)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def linked(person: Person, workout_id: str, **given) -> dict:
    answer = await person.post(f"/workouts/{workout_id}/share-links", given)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.event(37)
@pytest.mark.event(38)
async def test_who_asked_and_was_approved_sees_what_the_owner_chose(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    asker = either_world.person()
    either_world.forget_published()

    request = await asked(asker, made["id"])
    (waiting,) = (await either_runner.got("/share-requests?state=asked"))["items"]
    assert (await asker.get(f"/workouts/{made['id']}")).status_code == 404
    approved = await either_runner.post(f"/share-requests/{request['id']}/approve", {"map": True})

    assert waiting["id"] == request["id"]
    assert approved.json()["state"] == "approved"
    seen = await asker.got(f"/workouts/{made['id']}")
    assert (seen["own"], seen["heart_rate_avg_bpm"]) == (False, None)
    assert seen["bbox"] is not None
    assert (await either_world.person().get(f"/workouts/{made['id']}")).status_code == 404
    assert either_world.published() == ["ShareRequested", "ShareApproved"]
    (told,) = either_world.published("ShareApproved")
    assert told == {
        "share_id": request["id"],
        "workout_id": made["id"],
        "user_id": str(either_runner.id),
        "audience": f"user:{asker.id}",
    }


@pytest.mark.event(39)
async def test_a_refusal_shows_nothing_and_an_approval_can_be_taken_back(
    either_world, either_runner
) -> None:
    made = await either_runner.typed()
    asker = either_world.person()
    first = await asked(asker, made["id"])
    await either_runner.post(f"/share-requests/{first['id']}/approve", {})
    assert (await asker.get(f"/workouts/{made['id']}")).status_code == 200
    either_world.forget_published()

    for _ in range(2):
        refused = await either_runner.post(f"/share-requests/{first['id']}/refuse")
        assert refused.json()["state"] == "refused"

    assert (await asker.get(f"/workouts/{made['id']}")).status_code == 404
    assert either_world.published() == ["ShareRejected"]
    again = await asker.post(f"/workouts/{made['id']}/share-requests", {})
    assert (again.status_code, again.json()["code"]) == (409, "share-already-asked")
    late = await either_runner.post(f"/share-requests/{first['id']}/approve", {})
    assert (late.status_code, late.json()["code"]) == (409, "share-already-decided")


async def test_a_place_is_told_before_the_asker(world, runner) -> None:
    made = await runner.typed()
    asker, place = world.person(), f"challenge:{new_id()}"

    await asked(asker, made["id"], place=place)

    (told,) = world.published("ShareRequested")
    assert told["audience"] == f"{place}/user:{asker.id}"
    wrong = await asker.post(f"/workouts/{made['id']}/share-requests", {"place": "moon:1"})
    assert wrong.status_code == 422


async def test_who_withdraws_sees_nothing_and_may_ask_again(world, runner) -> None:
    made = await runner.typed()
    asker = world.person()
    request = await asked(asker, made["id"])
    await runner.post(f"/share-requests/{request['id']}/approve", {})

    gone = await asker.send("DELETE", f"/share-requests/{request['id']}")

    assert gone.status_code == 204
    assert (await asker.get(f"/workouts/{made['id']}")).status_code == 404
    await asked(asker, made["id"])
    sent = (await asker.got("/share-requests?box=sent&limit=1"))["items"]
    assert [one["state"] for one in sent] == ["asked"]


async def test_requests_are_nobody_else_s_business(world, runner) -> None:
    made = await runner.typed()
    asker, stranger = world.person(), world.person()
    request = await asked(asker, made["id"])

    for method, path, person in [
        ("POST", f"/share-requests/{request['id']}/approve", asker),
        ("POST", f"/share-requests/{request['id']}/refuse", stranger),
        ("DELETE", f"/share-requests/{request['id']}", runner),
    ]:
        answer = await person.send(method, path, json={} if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (404, "share-request-not-found")
    assert (await stranger.got("/share-requests"))["items"] == []
    own = await runner.post(f"/workouts/{made['id']}/share-requests", {})
    assert (own.status_code, own.json()["code"]) == (409, "own-workout")
    nothing = await stranger.post(f"/workouts/{new_id()}/share-requests", {})
    assert nothing.status_code == 404
    world.friends.blocks.add((runner.id, stranger.id))
    blocked = await stranger.post(f"/workouts/{made['id']}/share-requests", {})
    assert blocked.status_code == 404


async def test_a_link_shows_the_workout_to_whoever_holds_it_without_the_zone(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.gpx", samples.gpx(600))
    await either_runner.post("/privacy-zones", zone())
    link = await linked(either_runner, made["id"])
    nobody = either_world.person()
    nobody.client.headers.pop("authorization")
    path = link["path"].removeprefix("/v1")

    body = await nobody.got(path)
    track = await nobody.got(f"{path}/track")
    geojson = await nobody.got(f"{path}/track.geojson")
    picture = await nobody.get(f"{path}/map.svg")

    assert (body["id"], body["own"]) == (made["id"], False)
    assert 0 < track["points"] < 600
    assert inside(track["lat"], track["lon"]) == 0
    for line in geojson["geometry"]["coordinates"]:
        assert inside([lat for _, lat in line], [lon for lon, _ in line]) == 0
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text.startswith("<svg")
    assert "noindex" in picture.headers["x-robots-tag"]
    again = await nobody.get(f"{path}/map.svg", headers={"if-none-match": picture.headers["etag"]})
    assert again.status_code == 304


async def test_only_the_hash_of_a_token_is_kept(world, runner) -> None:
    made = await runner.typed()
    link = await linked(runner, made["id"])
    token = link["path"].rpartition("/")[2]

    (row,) = world.rows("share_links")

    assert token.encode() not in row.token_hash
    (told,) = (await runner.got(f"/workouts/{made['id']}/share-links"))["items"]
    assert (told["id"], told["path"], told["open"]) == (link["id"], None, True)


async def test_a_repeated_request_tells_the_same_link_which_is_kept_sealed(world, runner) -> None:
    made = await runner.typed()
    path, headers = f"/workouts/{made['id']}/share-links", {"idempotency-key": "for-mum"}

    first, again = [await runner.post(path, {"map": True}, headers=headers) for _ in range(2)]

    assert (again.status_code, again.json()) == (201, first.json())
    assert len(world.rows("share_links")) == 1
    (kept,) = [row for row in world.rows("answers") if row.key == "for-mum"]
    assert first.json()["path"].rpartition("/")[2].encode() not in kept.body


async def test_a_revoked_or_expired_link_is_gone_and_an_unknown_one_was_never_there(
    either_world, either_runner
) -> None:
    made = await either_runner.typed()
    soon = (either_world.clock() + timedelta(hours=1)).isoformat()
    revoked = await linked(either_runner, made["id"])
    expired = await linked(either_runner, made["id"], expires_at=soon)
    await either_runner.send("DELETE", f"/workouts/{made['id']}/share-links/{revoked['id']}")
    either_world.clock.move(hours=1)

    for link in (revoked, expired):
        answer = await either_runner.get(link["path"].removeprefix("/v1"))
        assert (answer.status_code, answer.json()["code"]) == (410, "share-link-gone")
    unknown = await either_runner.get("/shared/abc")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "share-link-not-found")


async def test_links_have_their_limits(world, runner) -> None:
    made = await runner.typed()
    for wrong in (timedelta(0), timedelta(days=367)):
        at = (world.clock() + wrong).isoformat()
        answer = await runner.post(f"/workouts/{made['id']}/share-links", {"expires_at": at})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad-share-expiry")
    for _ in range(LINKS_MAX):
        await linked(runner, made["id"])
    answer = await runner.post(f"/workouts/{made['id']}/share-links", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-share-links")
    other = world.person()
    assert (await other.post(f"/workouts/{made['id']}/share-links", {})).status_code == 404


@pytest.mark.row(166)
async def test_links_and_requests_go_with_the_workout_and_with_the_account(world) -> None:
    runner, asker = await world.registered(), await world.registered()
    first, second = await runner.typed(), await runner.typed(started_at="2026-04-01T06:00:00Z")
    links = [await linked(runner, one["id"]) for one in (first, second)]
    await asked(asker, second["id"])
    await asked(runner, (await asker.typed())["id"])

    await runner.send("DELETE", f"/workouts/{first['id']}")
    assert (await asker.get(links[0]["path"].removeprefix("/v1"))).status_code == 404
    await world.tell(UserWithdrew(user_id=runner.id))

    assert (await asker.get(links[1]["path"].removeprefix("/v1"))).status_code == 404
    assert world.rows("share_requests") == world.rows("share_links") == []
