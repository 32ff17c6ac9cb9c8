"""One's own data as a file: prepared as a job, sealed where it lies, fetched by its owner alone."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest

from moim.contexts.users.adapters.exporting import Exporter
from moim.contexts.users.application.leaving import erase_account
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.export import SILENCE_MAX
from moim.platform.portability import Parcel, Piece, Portion, taken_back
from tests.contexts.users.test_photos import picture
from tests.contexts.users.world import World, bearer

PATH = "/v1/users/me/export"


async def somebody(world: World, email: str = "minji@example.com", nickname: str = "민지"):
    await world.sign_up(email, nickname, name="김민지", birth_year=1994)
    return bearer((await world.sign_in(email))["access_token"])


def exporter(world: World, **more: Portion) -> Exporter:
    portion = world.module.portion
    assert portion is not None
    return Exporter(
        use=world.context,
        blobs=world.blobs,
        portions={"users": portion, **more},
        clock=world.clock,
    )


async def made(world: World, me: dict[str, str]) -> bytes:
    """Ask, prepare, fetch."""
    await world.client.post(PATH, headers=me)
    await exporter(world).once()
    return (await world.client.get(f"{PATH}/file", headers=me)).content


async def test_everything_is_in_one_file_that_its_owner_fetches(world: World) -> None:
    me = await somebody(world)

    asked = await world.client.post(PATH, headers=me)
    early = await world.client.get(f"{PATH}/file", headers=me)
    assert await exporter(world).once()
    told = (await world.client.get(PATH, headers=me)).json()
    fetched = await world.client.get(told["file"], headers=me)

    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert (early.status_code, early.json()["code"]) == (409, "export-not-ready")
    assert (told["state"], told["done"]) == ("ready", told["total"])
    assert fetched.headers["content-type"] == "application/zip"
    assert len(fetched.content) == told["size_bytes"]
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as archive:
        assert archive.testzip() is None
        profile = json.loads(archive.read("users/profile.json"))
    assert (profile["email"], profile["name"]) == ("minji@example.com", "김민지")


async def test_it_lies_sealed_and_goes_with_its_owner(world: World) -> None:
    me = await somebody(world)
    await made(world, me)
    (key,) = world.blobs.iterate()

    assert world.blobs.get(key)[:2] != b"PK"
    assert b"minji" not in world.blobs.get(key)
    user_id = world.rows("users")[0].id
    await world.context.run(erase_account, WhoIs(user_id=user_id))
    await world.settle()

    assert not list(world.blobs.iterate())
    assert not world.rows("exports")


async def test_it_is_there_for_three_days_and_a_new_one_takes_its_place(world: World) -> None:
    me = await somebody(world)
    await made(world, me)
    (first,) = world.blobs.iterate()

    await made(world, me)
    await world.settle()
    (second,) = world.blobs.iterate()
    world.clock.pass_by(days=3)
    await world.settle()

    assert first != second
    assert not list(world.blobs.iterate())
    me = bearer((await world.sign_in())["access_token"])
    before = await world.client.get(PATH, headers=me)
    assert (before.status_code, before.json()["state"], before.json()["id"]) == (200, "none", None)


async def test_who_asks_twice_gets_one_and_who_stopped_is_followed(sqlite_world: World) -> None:
    me = await somebody(sqlite_world)
    first = (await sqlite_world.client.post(PATH, headers=me)).json()
    second = (await sqlite_world.client.post(PATH, headers=me)).json()
    assert first["id"] == second["id"]

    class Stopped(BaseException):
        """The process is no more."""

    async def stop(_user_id: Any) -> list[Piece]:
        raise Stopped

    with pytest.raises(Stopped):
        await exporter(sqlite_world, other=Portion(give=stop)).once()
    assert not await exporter(sqlite_world).once()  # somebody may still be at it
    sqlite_world.clock.pass_by(seconds=SILENCE_MAX.total_seconds() + 1)

    assert await exporter(sqlite_world).once()
    assert sqlite_world.rows("exports")[0].state == "ready"


async def test_what_cannot_be_prepared_says_so_and_may_be_asked_again(sqlite_world: World) -> None:
    me = await somebody(sqlite_world)

    async def broken(_user_id: Any) -> list[Piece]:
        raise OSError

    await sqlite_world.client.post(PATH, headers=me)
    await exporter(sqlite_world, other=Portion(give=broken)).once()

    assert (await sqlite_world.client.get(PATH, headers=me)).json()["state"] == "failed"
    assert (await sqlite_world.client.post(PATH, headers=me)).json()["state"] == "waiting"


async def test_a_stranger_and_a_scripts_token_get_nothing(sqlite_world: World) -> None:
    me = await somebody(sqlite_world)
    await made(sqlite_world, me)
    other = await somebody(sqlite_world, "second@example.com", "둘째")
    form = {"name": "백업", "scopes": ["users:read"]}
    script = (await sqlite_world.client.post("/v1/users/me/tokens", json=form, headers=me)).json()

    assert (await sqlite_world.client.get(f"{PATH}/file", headers=other)).status_code == 404
    for path in (PATH, f"{PATH}/file"):
        answer = await sqlite_world.client.get(path, headers=bearer(script["token"]))
        assert (answer.status_code, answer.json()["code"]) == (403, "export-by-session-only")


async def test_it_is_taken_back_by_another_account_and_again_changes_nothing(
    sqlite_world: World,
) -> None:
    world = sqlite_world
    me = await somebody(world)
    said = {"bio": "아침마다 성산대교까지", "region": "서울특별시 마포구", "timezone": "Asia/Tokyo"}
    body = {"health_consent": True, "height_cm": 171.5}
    await world.client.patch("/v1/users/me", json={**said, **body}, headers=me)
    settings = {
        "notifications": {"goals": {"push": False}},
        "privacy": {"workouts": "followers", "map": "private", "heart_rate": "private"},
    }
    await world.client.put("/v1/users/me/settings", json=settings, headers=me)
    await world.client.put("/v1/users/me/photo", files={"file": picture()}, headers=me)
    content = await made(world, me)
    other = await somebody(world, "second@example.com", "둘째")
    other_id = UUID((await world.client.get("/v1/users/me", headers=other)).json()["id"])
    portions = exporter(world).portions

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        left = await taken_back(archive, portions, other_id, world.settle)
        told = (await world.client.get("/v1/users/me", headers=other)).json()
        kept = (await world.client.get("/v1/users/me/settings", headers=other)).json()
        await world.settle()
        count = len(world.heard("ProfileUpdated"))
        await taken_back(archive, portions, other_id, world.settle)

    assert [line for line in left if not line.startswith("users: nickname")] == []
    assert {name: told[name] for name in said} == said
    assert told["height_cm"] == 171.5
    assert told["nickname"] == "둘째"  # the other one still has it
    assert told["photo"]
    assert kept["privacy"] == settings["privacy"]
    assert kept["notifications"] == settings["notifications"]
    assert (await world.client.get("/v1/users/me", headers=other)).json() == told
    await world.settle()
    assert len(world.heard("ProfileUpdated")) == count


async def test_a_lying_export_stops_at_no_value(sqlite_world: World) -> None:
    me = await somebody(sqlite_world)
    user_id = UUID((await sqlite_world.client.get("/v1/users/me", headers=me)).json()["id"])
    content = io.BytesIO()
    profile = {"nickname": ["x"], "timezone": "Nowhere/At all", "gender": 7, "bio": "달린다"}
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("users/profile.json", json.dumps(profile))
        archive.writestr("users/settings.json", json.dumps({"privacy": {"map": "public"}}))
    portion = sqlite_world.module.portion
    assert portion is not None
    assert portion.take is not None

    with zipfile.ZipFile(content) as archive:
        left = await portion.take(user_id, Parcel(archive, "users"))

    assert len(left) == 4
    assert (await sqlite_world.client.get("/v1/users/me", headers=me)).json()["bio"] == "달린다"
