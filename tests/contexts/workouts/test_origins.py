"""What came through an API that shows it to the athlete alone stays theirs alone."""

import hashlib
from typing import Any

import pytest

from moim.contexts.workouts.application.imports import StartImport, start_import
from moim.contexts.workouts.domain.imports import ImportFile
from moim.kernel.ids import new_id
from tests.contexts.workouts.files.fit_writer import run
from tests.contexts.workouts.world import Person, World


async def synced(world: World, person: Person, provider: str, data: bytes) -> str:
    """What a provider's API gave; the verdict."""
    file = ImportFile(
        id=new_id(),
        name="activity.fit",
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
    )
    world.blobs.put(data, compress=True)
    command = StartImport(import_id=new_id(), user_id=person.id, provider=provider, files=[file])
    await world.context.run(start_import, command)
    await world.importer.begin(command.import_id, person.id, [(file, None)])
    told = await person.got(f"/workouts/imports/{command.import_id}")
    return told["files"][0]["verdict"]


async def only(person: Person) -> Any:
    (workout,) = await person.all_workouts()
    return workout


@pytest.mark.event(34)
async def test_it_is_told_as_its_owners_alone(world: World, runner: Person) -> None:
    await synced(world, runner, "strava", run(200).done())
    await synced(world, runner, "garmin", run(90, big_endian=True).done()[:-2])

    told = [(one["source"], one["personal_only"]) for one in world.published("WorkoutRecorded")]
    assert told == [("strava", True), ("garmin", False)]
    assert [one["provider"] for one in world.published("WorkoutsSynced")] == ["strava", "garmin"]


async def test_the_devices_own_recording_takes_its_place_however_poor(
    world: World, runner: Person
) -> None:
    await synced(world, runner, "strava", run(200).done())

    told = await runner.upload(("watch.fit", run(195).done()))

    assert told["files"][0]["verdict"] == "merged"
    assert (await only(runner))["source"] == "file"
    await runner.send("DELETE", f"/workouts/imports/{told['id']}")
    await world.caught_up()
    assert (await only(runner))["source"] == "strava"


async def test_it_never_takes_the_place_of_the_devices_own_however_rich(
    world: World, runner: Person
) -> None:
    await runner.upload(("watch.fit", run(195).done()))

    verdict = await synced(world, runner, "strava", run(200).done())

    assert verdict == "duplicate"
    assert (await only(runner))["source"] == "file"
