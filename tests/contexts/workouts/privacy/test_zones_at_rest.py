"""Where a zone is lies under its owner's key: nothing of it can be read in the files."""

import json
import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Uuid, insert, select

from moim.contexts.workouts.context import REVISIONS
from moim.contexts.workouts.persistence.connection_tables import user_keys
from moim.contexts.workouts.persistence.privacy_tables import privacy_zones
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from moim.platform.columns import Instant
from moim.platform.db import Database
from moim.platform.migrations import downgrade, upgrade
from moim.platform.rewrapping import rewrap_user_keys
from moim.platform.vault import Unreadable, Vault
from tests.contexts.workouts.world import World

NAME, LAT, LON, RADIUS_M = "할머니 댁 골목", 37.512345, 126.923456, 345.25
PLACE = {"name": NAME, "lat": LAT, "lon": LON, "radius_m": RADIUS_M}
NUMBERS = ("lat", "lon", "radius_m", "shift_bearing_deg", "shift_m")
OPEN = Table(
    "privacy_zones",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid),
    Column("version", Integer),
    Column("made_at", Instant),
    Column("name", String),
    *(Column(number, Float) for number in NUMBERS),
)


def told(folder: Path) -> set[str]:
    """What of the place can be read in the database's files: as text, or as SQLite keeps it."""
    content = b"".join(file.read_bytes() for file in folder.glob("workouts.sqlite*"))
    assert content
    searched = {"name": [NAME.encode(), json.dumps(NAME)[1:-1].encode()]}
    for name, value in (("lat", LAT), ("lon", LON), ("radius", RADIUS_M)):
        searched[name] = [str(value).encode(), struct.pack(">d", value)]
    return {name for name, ways in searched.items() if any(way in content for way in ways)}


async def test_nothing_of_a_zone_is_readable_in_the_files(world, runner, tmp_path) -> None:
    key = {"idempotency-key": "once"}
    made = await runner.post("/privacy-zones", PLACE, headers=key)
    again = await runner.post("/privacy-zones", PLACE, headers=key)
    path = f"/privacy-zones/{made.json()['id']}"
    await runner.send("PATCH", path, json={"radius_m": RADIUS_M + 1})

    assert (again.status_code, again.json()) == (201, made.json())
    assert PLACE.items() <= made.json().items()
    assert (await runner.got(path))["radius_m"] == RADIUS_M + 1
    assert told(tmp_path) == set()


async def test_zones_open_with_a_new_master_key_and_never_without_their_own(
    either_world, either_runner, tmp_path
) -> None:
    world: World = either_world
    for name in ("집", "회사"):
        await either_runner.post("/privacy-zones", PLACE | {"name": name})
    before = await either_runner.got("/privacy-zones")
    old = world.rows("user_keys")

    world.vault.rotate()
    assert await rewrap_user_keys(world.context, world.vault) == 1
    world.vault.retire()

    assert await either_runner.got("/privacy-zones") == before
    with pytest.raises(Unreadable):
        world.vault.open_user_key(either_runner.id, old[0].wrapped)
    await world.tell(UserWithdrew(user_id=either_runner.id))
    assert (world.rows("user_keys"), world.rows("privacy_zones")) == ([], [])


def lain_open(database: Database, user_id) -> None:
    """A zone as it was kept before."""
    numbers = dict(zip(NUMBERS, (LAT, LON, RADIUS_M, 10.0, 120.0), strict=True))
    made_at = datetime(2026, 5, 1, tzinfo=UTC)
    row = {"id": new_id(), "user_id": user_id, "version": 3, "made_at": made_at, "name": NAME}
    database.write(lambda c: c.execute(insert(OPEN), row | numbers) and None).result()


async def test_zones_that_lay_open_are_sealed_on_the_way_up(either_database, tmp_path) -> None:
    vault = Vault(tmp_path / "keys")
    downgrade(either_database, REVISIONS, "0009")
    user_id, here = new_id(), either_database.dialect == "sqlite"
    try:
        lain_open(either_database, user_id)
        with pytest.raises(RuntimeError, match="keys"):
            upgrade(either_database, REVISIONS)
        assert not here or told(tmp_path) == {"name", "lat", "lon", "radius"}
    finally:
        upgrade(either_database, REVISIONS, vault=vault)
    either_database.write(lambda _: None).result()  # the log is emptied before it

    person = World(either_database, tmp_path).person(user_id)
    (zone,) = (await person.got("/privacy-zones"))["items"]
    assert PLACE.items() <= zone.items()
    assert (zone["version"], zone["hidden"]["radius_m"]) == (3, round(RADIUS_M + 120 + 5, 1))
    assert not here or told(tmp_path) == set()

    downgrade(either_database, REVISIONS, "0009", vault)
    (row,) = either_database.read(lambda c: c.execute(select(OPEN)).mappings().all())
    upgrade(either_database, REVISIONS, vault=vault)
    assert (row["name"], row["lat"], row["shift_m"]) == (NAME, LAT, 120.0)


async def test_a_zone_opens_under_no_other_person_s_key(world, runner) -> None:
    other = world.person()
    for person in (runner, other):
        await person.post("/privacy-zones", PLACE)
    rows = {row.user_id: row for row in world.rows("privacy_zones")}
    mine, theirs = rows[runner.id], rows[other.id]
    held = privacy_zones.update().where(privacy_zones.c.id == mine.id)
    world.database.write(lambda c: c.execute(held.values(sealed=theirs.sealed)) and None).result()

    assert len(world.rows(user_keys.name)) == 2
    answer = await runner.client.get("/v1/privacy-zones")
    assert (answer.status_code, NAME in answer.text) == (500, False)
