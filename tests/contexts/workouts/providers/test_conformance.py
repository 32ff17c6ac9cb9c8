"""What holds for every maker: connect, be told, fetch once, renew, part; and their own terms.

What a phone posts by itself (Health Auto Export) has no account elsewhere to connect, renew and
part with: of that, what is told counts alike.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest

from moim.contexts.workouts.adapters.providers.syncing import Syncer, secret_of
from moim.platform.db import Database
from moim.platform.vault import Vault
from tests.contexts.workouts.files.fit_writer import run
from tests.contexts.workouts.files.health_samples import version_one, version_two
from tests.contexts.workouts.providers.stubs import (
    VERIFY,
    GarminStub,
    PhoneStub,
    StravaStub,
    Stub,
)
from tests.contexts.workouts.world import HandClock, Person, World


class Maker:
    """A world with one maker, somebody in it, and their browser."""

    def __init__(self, world: World, stub: Stub, vault: Vault) -> None:
        self.world, self.stub = world, stub
        self.app: Stub | PhoneStub = stub
        self.person = world.person()
        self.syncer = Syncer(
            providers={stub.name: stub.provider},
            importer=world.importer,
            vault=vault,
            own_url="http://moim.test",
        )
        self.path = f"/connections/{stub.name}"
        self.hook = f"/providers/{stub.name}/{secret_of(vault, stub.name)}"

    async def connect(self, person: Person | None = None, **answer: str) -> str:
        """Go there, agree and come back; where the browser is sent."""
        who = person or self.person
        asked = await who.post(self.path)
        assert asked.status_code == 200, asked.text
        query = dict(parse_qsl(urlsplit(asked.json()["url"]).query))
        back = self.stub.agree(query) | answer
        told = await who.get(f"{self.path}/callback", params=back)
        assert told.status_code == 303, told.text
        return told.headers["location"]

    async def told(self, posted: tuple[dict[str, str], Any]) -> None:
        """The maker posts to us, and is heard."""
        assert await self.posts(posted) in {200, 202}

    async def posts(self, posted: tuple[dict[str, str], Any]) -> int:
        """The maker posts to us; the answer's status."""
        headers, body = posted
        return (await self.world.person().post(self.hook, json=body, headers=headers)).status_code

    async def fetched(self) -> None:
        await self.syncer.once()

    async def parts_there(self) -> None:
        """The person takes their leave at the maker's."""
        await self.told(self.stub.parted())

    async def stranger_posts(self, posted: tuple[dict[str, str], Any]) -> int:
        """The same from somebody who does not know how; the answer's status."""
        headers, body = posted
        wrong = f"/providers/{self.stub.name}/{'0' * 40}"
        return (await self.person.post(wrong, json=body, headers=headers)).status_code

    async def state(self) -> str | None:
        (line,) = (await self.person.got("/connections"))["items"]
        return line["state"]


class Phone(Maker):
    """A world with somebody whose phone posts what it recorded, with a token of theirs."""

    path = "/workouts/health-auto-export"

    def __init__(self, world: World, stub: PhoneStub) -> None:
        self.world, self.app = world, stub
        self.person = world.person()

    async def connect(self, person: Person | None = None, **answer: str) -> str:
        """The token is typed into the app."""
        return ""

    async def posts(self, posted: tuple[dict[str, str], Any]) -> int:
        return (await self.person.post(self.path, json=posted[1])).status_code

    async def fetched(self) -> None:
        await self.world.caught_up()

    async def parts_there(self) -> None:
        """The token is revoked: there is nothing else to part with."""
        self.world.revocations.revoke(self.person.id, self.world.clock() + timedelta(hours=1))

    async def stranger_posts(self, posted: tuple[dict[str, str], Any]) -> int:
        _, body = posted
        nobody = {"authorization": "Bearer of-nobody"}
        return (await self.person.post(self.path, json=body, headers=nobody)).status_code


@pytest.fixture(params=[GarminStub, StravaStub], ids=["garmin", "strava"])
def stub(request) -> Stub:
    return request.param(lambda: None)


def maker_over(stub: Stub, database: Database, folder: Path) -> Maker:
    vault = Vault(folder / "keys")
    world = World(database, folder, vault=vault, providers={stub.name: stub.provider})
    stub.now = world.clock
    return Maker(world, stub, vault)


@pytest.fixture
async def maker(stub: Stub, database, tmp_path) -> Maker:
    return maker_over(stub, database, tmp_path)


@pytest.fixture
async def either_maker(stub: Stub, either_database, tmp_path) -> Maker:
    """For what depends on what the rows do."""
    return maker_over(stub, either_database, tmp_path)


WAYS = {
    "garmin": GarminStub,
    "strava": StravaStub,
    "health-auto-export-1": version_one,
    "health-auto-export-2": version_two,
}


@pytest.fixture(params=WAYS)
def way(request, either_database, tmp_path) -> Maker:
    """Every way in by which workouts come of themselves."""
    made = WAYS[request.param]
    if isinstance(made, type):
        return maker_over(made(lambda: None), either_database, tmp_path)
    clock = HandClock()
    clock.move(days=365)  # after its samples
    return Phone(World(either_database, tmp_path, clock=clock), PhoneStub(made))


@pytest.mark.event(34)
async def test_what_is_told_is_fetched_once_and_is_one_sync(way: Maker) -> None:
    maker = way
    await maker.connect()
    posted = maker.app.record("5001", run(200).done())
    await maker.told(posted)
    await maker.told(posted)
    await maker.fetched()
    await maker.told(posted)
    await maker.fetched()

    (workout,) = await maker.person.all_workouts()
    assert workout["source"] == maker.app.source
    first = maker.world.published("WorkoutsSynced")[0]
    assert (first["provider"], first["imported"]) == (maker.app.name, 1)
    (told,) = maker.world.published("WorkoutRecorded")
    assert told["personal_only"] is maker.app.personal_only
    assert not maker.world.rows("provider_notices")


async def test_nobody_posts_for_another_and_who_parted_brings_nothing(way: Maker) -> None:
    await way.connect()
    posted = way.app.record("5008", run(150).done())

    status = await way.stranger_posts(posted)
    await way.parts_there()
    await way.posts(posted)
    await way.fetched()

    assert status in {401, 404}
    assert not way.world.rows("workouts")
    assert not way.world.rows("imports")


async def test_what_a_way_brought_is_undone_as_a_whole(way: Maker) -> None:
    await way.connect()
    await way.told(way.app.record("5009", run(150).done()))
    await way.fetched()
    brought = [row.id for row in way.world.rows("imports") if row.provider == way.app.name]

    for import_id in brought:
        await way.person.send("DELETE", f"/workouts/imports/{import_id}")

    assert len(brought) == 1
    assert not await way.person.all_workouts()


async def test_the_browser_is_sent_back_to_the_page_it_came_from(maker: Maker) -> None:
    assert (await maker.connect()).endswith(f"#connected={maker.stub.name}")


async def test_tokens_lie_sealed_and_go_when_one_parts(either_maker: Maker) -> None:
    maker = either_maker
    await maker.connect()
    lying = b"".join(row.sealed for row in maker.world.rows("connections"))
    tokens = maker.stub.access | maker.stub.refresh

    gone = await maker.person.send("DELETE", maker.path)

    assert not any(token.encode() in lying for token in tokens)
    assert gone.status_code == 204
    assert not maker.stub.registered
    assert not maker.world.rows("connections")
    assert (await maker.person.send("DELETE", maker.path)).status_code == 404


async def test_zones_and_tokens_lie_under_one_key_of_their_owner(either_maker: Maker) -> None:
    maker, place = either_maker, {"name": "집", "lat": 37.5, "lon": 127.0, "radius_m": 300}
    asked = await maker.person.post(maker.path)
    await maker.person.post("/privacy-zones", place)  # while the browser is at the maker's
    query = dict(parse_qsl(urlsplit(asked.json()["url"]).query))
    await maker.person.get(f"{maker.path}/callback", params=maker.stub.agree(query))
    await maker.person.post("/privacy-zones", place | {"name": "회사"})

    await maker.told(maker.stub.record("5010", run(120).done()))
    await maker.fetched()

    assert len(maker.world.rows("user_keys")) == 1
    assert len(await maker.person.all_workouts()) == 1
    names = [zone["name"] for zone in (await maker.person.got("/privacy-zones"))["items"]]
    assert names == ["집", "회사"]


async def test_tokens_that_ran_out_are_renewed_and_a_lost_connection_says_so(
    maker: Maker,
) -> None:
    await maker.connect()
    maker.stub.access = set()
    await maker.told(maker.stub.record("5002", run(120).done()))
    await maker.fetched()
    assert len(await maker.person.all_workouts()) == 1

    maker.stub.registered = False
    await maker.told(maker.stub.record("5003", run(130).done()))
    await maker.fetched()

    assert await maker.state() == "needs_reauth"
    assert (await maker.person.post(f"{maker.path}/sync")).json()["code"] == (
        "device-connection-lost"
    )


async def test_a_maker_that_is_down_is_asked_again_later(maker: Maker) -> None:
    await maker.connect()
    await maker.told(maker.stub.record("5004", run(120).done()))
    maker.stub.down = True
    await maker.fetched()
    assert not await maker.person.all_workouts()

    maker.stub.down = False
    await maker.fetched()
    assert not await maker.person.all_workouts()
    maker.world.clock.move(minutes=2)
    await maker.fetched()

    assert len(await maker.person.all_workouts()) == 1


async def test_who_parts_at_the_maker_is_parted_here_and_strangers_are_nobody(
    maker: Maker,
) -> None:
    await maker.told(maker.stub.record("5005", run(120).done()))
    assert not maker.world.rows("provider_notices")
    await maker.connect()

    await maker.told(maker.stub.parted())

    assert await maker.state() is None


async def test_what_a_maker_lets_nobody_keep_goes_when_its_owner_parts(either_maker: Maker) -> None:
    maker = either_maker
    await maker.connect()
    await maker.told(maker.stub.record("5011", run(120).done()))
    await maker.fetched()
    kept = await maker.person.typed(distance_m=5_000, started_at="2026-04-20T06:00:00Z")
    assert not await maker.syncer.forget_parted()
    assert len(await maker.person.all_workouts()) == 2

    await maker.person.send("DELETE", maker.path)

    assert await maker.syncer.forget_parted() is maker.stub.personal_only
    assert not await maker.syncer.forget_parted()
    left = [one["id"] for one in await maker.person.all_workouts()]
    assert (left == [kept["id"]]) is maker.stub.personal_only
    assert kept["id"] in left


async def test_an_answer_counts_once_in_the_browser_that_asked_and_for_one_account(
    either_maker: Maker,
) -> None:
    maker = either_maker
    asked = await maker.person.post(maker.path)
    query = dict(parse_qsl(urlsplit(asked.json()["url"]).query))
    back = maker.stub.agree(query)
    other = maker.world.person()

    foreign = await other.get(f"{maker.path}/callback", params=back)
    again = await maker.person.get(f"{maker.path}/callback", params=back)

    assert foreign.json()["code"] == again.json()["code"] == "device-connection-not-asked"
    window = {"accept": "text/html,*/*;q=0.8"}
    shown = await other.get(f"{maker.path}/callback", params=back, headers=window)
    assert shown.headers["location"].endswith("/connections#refused=device-connection-not-asked")
    await maker.connect()
    where = await maker.connect(other)
    assert where.endswith("#refused=device-account-connected-elsewhere")
    (line,) = (await other.got("/connections"))["items"]
    assert line["state"] is None


async def test_who_does_not_agree_is_not_connected(maker: Maker) -> None:
    asked = await maker.person.post(maker.path)
    query = dict(parse_qsl(urlsplit(asked.json()["url"]).query))
    back = {"error": "access_denied", "state": query["state"]}

    told = await maker.person.get(f"{maker.path}/callback", params=back)

    assert told.headers["location"].endswith("#refused=device-connection-denied")
    assert await maker.state() is None


async def test_nobody_posts_who_does_not_know_the_address(maker: Maker) -> None:
    await maker.connect()
    headers, body = maker.stub.record("5006", run(120).done())
    wrong = f"/providers/{maker.stub.name}/{'0' * 40}"

    answer = await maker.person.post(wrong, json=body, headers=headers)
    broken = await maker.person.send("POST", maker.hook, content=b"{", headers=headers)

    assert (answer.status_code, broken.status_code) == (404, 404)
    assert not maker.world.rows("provider_notices")


async def test_a_maker_that_is_not_set_up_is_not_offered(maker: Maker) -> None:
    answer = await maker.person.post("/connections/polar")

    assert answer.json()["code"] == "device-provider-not-offered"


@pytest.mark.parametrize("stub", [GarminStub], ids=["garmin"], indirect=True)
async def test_garmin_is_never_sent_elsewhere_by_what_is_posted(maker: Maker) -> None:
    await maker.connect()
    headers, body = maker.stub.record("5007", run(120).done())
    body["activityFiles"][0]["callbackURL"] = "https://apis.garmin.com.evil.example/file?id=5007"
    before = len(maker.stub.asked)

    await maker.told((headers, body))
    await maker.fetched()
    stranger = await maker.person.post(maker.hook, json=body, headers={"garmin-client-id": "x"})

    assert len(maker.stub.asked) == before
    assert stranger.status_code == 404


@pytest.mark.parametrize("stub", [StravaStub], ids=["strava"], indirect=True)
async def test_strava_asks_whether_the_address_is_ours_and_signs_what_it_posts(
    maker: Maker,
) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "15f7d1a91c1f40f8a748fd134752feb3"}

    right = await maker.person.get(maker.hook, params=query | {"hub.verify_token": VERIFY})
    wrong = await maker.person.get(maker.hook, params=query | {"hub.verify_token": "x"})
    forged = await maker.person.post(
        maker.hook, json={}, headers={"x-strava-signature": "t=1,v1=00"}
    )

    assert right.json() == {"hub.challenge": query["hub.challenge"]}
    assert (wrong.status_code, forged.status_code) == (404, 404)


@pytest.mark.parametrize("stub", [StravaStub], ids=["strava"], indirect=True)
async def test_an_athlete_may_untick_what_is_needed(maker: Maker) -> None:
    where = await maker.connect(scope="read")

    assert where.endswith("#refused=device-connection-denied")


@pytest.mark.parametrize("stub", [StravaStub], ids=["strava"], indirect=True)
async def test_the_past_month_comes_as_one_sync(maker: Maker) -> None:
    maker.stub.record("7001", b"")
    await maker.connect()
    await maker.fetched()

    (workout,) = await maker.person.all_workouts()
    assert workout["sport"] == "trail_run"
    assert workout["title"] == "Morning Run"
    assert workout["started_at"] == "2026-05-03T21:00:00Z"
    assert len(maker.world.published("WorkoutsSynced")) == 1
    assert msgspec.json.encode(workout)
