"""Originals are kept as long as anybody needs them and no longer; erasing leaves nothing."""

import asyncio
from contextlib import suppress

import pytest

from moim.contexts.workouts.adapters import arrivals
from moim.contexts.workouts.adapters.arrivals import Arrivals, Busy
from moim.contexts.workouts.adapters.sweeping import GRACE, Sweeper
from moim.contexts.workouts.persistence import erasure, originals, tables
from moim.contracts import users
from tests.contexts.workouts import samples


def sweeper_of(world) -> Sweeper:
    return Sweeper(context=world.context, blobs=world.blobs, arrivals=world.importer.arrivals)


async def leave(world, person) -> None:
    await world.tell(users.UserWithdrew(user_id=person.id))


# ── Who let go of it ─────────────────────────────────────────────────────────────────────────


async def test_a_deleted_workout_lets_go_of_its_originals(either_world, either_runner) -> None:
    made = await either_runner.imported("watch.fit", samples.fit())
    await either_runner.upload(("phone.gpx", samples.gpx()))
    assert len(either_world.blob_keys()) == 2

    await either_runner.send("DELETE", f"/workouts/{made['id']}")
    assert len(either_world.blob_keys()) == 2, "not inside the transaction"
    removed = await sweeper_of(either_world).remove()

    assert (removed, either_world.blob_keys()) == (2, set())
    assert either_world.rows("unwanted_originals") == []


async def test_an_undone_import_lets_go_of_everything_it_brought(
    either_world, either_runner
) -> None:
    answer = await either_runner.upload(("run.fit", samples.fit()), ("junk.txt", b"no workout"))
    await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")

    await sweeper_of(either_world).remove()

    assert either_world.blob_keys() == set()


async def test_what_could_not_be_read_is_kept_with_its_reason(either_world, either_runner) -> None:
    await either_runner.upload(("junk.txt", b"no workout"))

    await sweeper_of(either_world).remove()
    found = await sweeper_of(either_world).sweep()

    assert len(either_world.blob_keys()) == 1
    assert not found.without_rows
    assert not found.without_blobs


async def test_an_opened_archive_makes_room_for_its_members(either_world, either_runner) -> None:
    await either_runner.upload(("a.zip", samples.zipped(("run.fit", samples.fit()))))
    assert len(either_world.blob_keys()) == 2

    await sweeper_of(either_world).remove()

    (source,) = either_world.rows("sources")
    assert either_world.blob_keys() == {source.sha256}


async def test_an_original_that_another_person_uploaded_too_stays(either_world) -> None:
    one, other = either_world.person(), either_world.person()
    for person in (one, other):
        await person.upload(("run.fit", samples.fit()))

    await leave(either_world, one)
    await sweeper_of(either_world).remove()

    (workout,) = await other.all_workouts()
    answer = await other.get(f"/workouts/{workout['id']}/original")
    assert answer.content == samples.fit()

    await leave(either_world, other)
    await sweeper_of(either_world).remove()
    assert either_world.blob_keys() == set()


async def test_an_original_that_came_back_before_it_was_removed_stays(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit())
    await either_runner.send("DELETE", f"/workouts/{made['id']}")
    await either_runner.imported("run.fit", samples.fit())

    removed = await sweeper_of(either_world).remove()

    assert removed == 0
    assert len(either_world.blob_keys()) == 1
    assert either_world.rows("unwanted_originals") == []


async def test_what_is_arriving_is_not_removed_though_no_row_names_it_yet(
    world, runner, monkeypatch
) -> None:
    """The moment between the bytes and the row: somebody else's original was just let go of."""
    monkeypatch.setattr(arrivals, "PATIENCE_S", 0.0)
    other = world.person()
    made = await other.imported("run.fit", samples.fit())
    await other.send("DELETE", f"/workouts/{made['id']}")
    removed_meanwhile = []
    start = world.context.run

    async def run(handler, command):
        if handler.__name__ == "start_import":
            removed_meanwhile.append(await sweeper_of(world).remove())
        return await start(handler, command)

    monkeypatch.setattr(world.context, "run", run)
    await runner.upload(("run.fit", samples.fit()))

    assert removed_meanwhile == [0]
    assert len(world.blob_keys()) == 1


async def test_without_the_gate_it_would_be_removed(world, runner, monkeypatch) -> None:
    """The control of the test above: the removal it keeps out does find something to remove."""
    other = world.person()
    made = await other.imported("run.fit", samples.fit())
    await other.send("DELETE", f"/workouts/{made['id']}")
    start = world.context.run

    async def run(handler, command):
        if handler.__name__ == "start_import":
            ungated = Sweeper(context=world.context, blobs=world.blobs, arrivals=Arrivals())
            await ungated.remove()
        return await start(handler, command)

    monkeypatch.setattr(world.context, "run", run)
    await runner.upload(("run.fit", samples.fit()))

    assert world.blob_keys() == set()


async def test_the_gate_lets_many_arrive_or_one_remove() -> None:
    gate, seen = Arrivals(), []

    async def arrive(until: asyncio.Event) -> None:
        async with gate.arriving():
            seen.append("arrived")
            await until.wait()

    done = asyncio.Event()
    two = [asyncio.create_task(arrive(done)) for _ in range(2)]
    await asyncio.sleep(0)
    assert seen == ["arrived", "arrived"]
    removing = gate.removing()
    entering = asyncio.create_task(removing.__aenter__())
    await asyncio.sleep(0)
    third = asyncio.create_task(arrive(done))
    await asyncio.sleep(0)
    assert (entering.done(), seen) == (False, ["arrived", "arrived"])
    done.set()
    await asyncio.gather(*two, entering)
    assert seen == ["arrived", "arrived"], "the third waits until the removing is over"
    await removing.__aexit__(None, None, None)
    await third
    assert len(seen) == 3


async def test_a_gate_that_is_never_quiet_says_so_and_opens_again(monkeypatch) -> None:
    monkeypatch.setattr(arrivals, "PATIENCE_S", 0.0)
    gate = Arrivals()
    async with gate.arriving():
        with pytest.raises(Busy):
            async with gate.removing():
                pass
        async with gate.arriving():
            pass


# ── What rows and blobs disagree about ───────────────────────────────────────────────────────


async def test_the_sweep_finds_blobs_without_rows_and_removes_them_a_day_later(
    either_world, either_runner
) -> None:
    await either_runner.upload(("run.fit", samples.fit()))
    orphan = either_world.blobs.put(b"left by a crash between blob and row", compress=True)
    sweeper = sweeper_of(either_world)

    found = await sweeper.sweep()
    assert (found.without_rows, found.without_blobs) == ({orphan}, frozenset())
    assert await sweeper.remove() == 0
    assert either_world.blobs.exists(orphan)

    await sweeper.sweep()
    either_world.clock.now += GRACE
    assert await sweeper.remove() == 1
    assert not either_world.blobs.exists(orphan)
    assert len(either_world.blob_keys()) == 1


async def test_an_orphan_that_found_its_row_within_the_day_stays(
    either_world, either_runner
) -> None:
    either_world.blobs.put(samples.fit(), compress=True)
    sweeper = sweeper_of(either_world)
    await sweeper.sweep()
    await either_runner.upload(("run.fit", samples.fit()))

    either_world.clock.now += GRACE

    assert await sweeper.remove() == 0
    assert len(either_world.blob_keys()) == 1


async def test_the_sweep_finds_rows_without_blobs(either_world, either_runner, caplog) -> None:
    await either_runner.upload(("run.fit", samples.fit()))
    (key,) = either_world.blob_keys()
    either_world.blobs.delete(key)

    found = await sweeper_of(either_world).sweep()

    assert found.without_blobs == {key}
    assert "1 originals are named but not kept" in caplog.text


async def test_a_file_too_large_to_be_kept_is_not_missed(world, runner, monkeypatch) -> None:
    monkeypatch.setattr("moim.contexts.workouts.adapters.importing.FILE_BYTES_MAX", 100)
    (file,) = (await runner.upload(("run.fit", samples.fit())))["files"]
    assert (file["verdict"], file["reason"]) == ("failed", "file-too-large")

    found = await sweeper_of(world).sweep()

    assert (found.without_rows, found.without_blobs) == (frozenset(), frozenset())
    assert world.blob_keys() == set()


async def test_the_job_removes_and_goes_on_after_a_stumble(
    either_world, either_runner, monkeypatch, caplog
) -> None:
    made = await either_runner.imported("run.fit", samples.fit())
    await either_runner.send("DELETE", f"/workouts/{made['id']}")
    monkeypatch.setattr("moim.contexts.workouts.adapters.sweeping.LOOK_EVERY_S", 0.0)
    sweeper, gone, remove = sweeper_of(either_world), asyncio.Event(), Sweeper.remove
    tries = []

    async def stumbling(self):
        tries.append(len(tries))
        if len(tries) == 1:
            raise OSError
        if await remove(self):
            gone.set()
        return 0

    monkeypatch.setattr(Sweeper, "remove", stumbling)
    job = asyncio.create_task(sweeper.run())
    await gone.wait()
    job.cancel()
    with suppress(asyncio.CancelledError):
        await job

    assert either_world.blob_keys() == set()
    assert "it is tried again" in caplog.text


def test_every_column_that_names_an_original_is_asked_before_one_is_removed() -> None:
    naming = {
        table.c.sha256
        for table in tables.metadata.tables.values()
        if "sha256" in table.c and table is not tables.unwanted_originals
    }

    assert {column for column, _ in originals._NEEDS} == naming


# ── Erasing ──────────────────────────────────────────────────────────────────────────────────


def test_every_table_with_a_user_is_named_in_erasure() -> None:
    of_people = {name for name, table in tables.metadata.tables.items() if "user_id" in table.c}

    assert set(erasure.DELETED) == of_people


async def test_nothing_that_names_somebody_who_left_stays_in_any_row(
    either_world, either_runner
) -> None:
    answer = await either_runner.upload(("run.fit", samples.fit()), ("junk.txt", b"x"))
    workout = answer["files"][0]["workout_ids"][0]
    await either_runner.post(f"/workouts/{workout}/analysis")
    await either_runner.post("/goals", {"metric": "count", "period": "week", "target": 3})
    zones = {"valid_from": "2020-01-01", "bounds_bpm": [90, 110, 130, 150, 170]}
    await either_runner.send("PUT", "/heart-rate-zones", json=zones)
    form = {"sport": "run", "started_at": "2026-05-01T06:00:00Z", "elapsed_s": 600}
    await either_runner.post("/workouts", form, headers={"idempotency-key": "k"})
    await leave(either_world, either_runner)
    await sweeper_of(either_world).remove()

    for name in tables.metadata.tables:
        if name in {"inbox", "outbox"}:
            continue  # what was published; its data goes after 14 days
        for row in either_world.rows(name):
            assert either_runner.id not in tuple(row), name
    assert either_world.blob_keys() == set()


async def test_files_still_being_read_when_their_owner_leaves_are_dropped(world, runner) -> None:
    world.workers.hold()
    await runner.upload(("run.fit", samples.fit()), ("b.fit", samples.fit(60)), wait=False)
    await leave(world, runner)
    world.workers.open.set()

    await world.importer.catch_up()
    await sweeper_of(world).remove()

    for table in ("workouts", "tracks", "sources", "import_files"):
        assert world.rows(table) == []
    assert world.blob_keys() == set()
