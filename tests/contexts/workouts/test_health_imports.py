"""Apple Health and Health Auto Export from upload to workout: verdicts, events, once and again."""

import asyncio
import json
from uuid import UUID

import pytest

from tests.contexts.workouts.files.health_samples import (
    ROUTE,
    delivery,
    export,
    reference,
    route,
    seoul,
    usual_zip,
    version_one,
    version_two,
    workout,
    zipped,
)
from tests.contexts.workouts.world import HandClock, World

HAE = "/workouts/health-auto-export?wait=true"


@pytest.fixture
async def world(database, tmp_path) -> World:
    clock = HandClock()
    clock.move(days=365)
    return World(database, tmp_path, clock=clock)


def verdicts(answer):
    return [(file["name"], file["verdict"]) for file in answer["files"]]


async def test_an_apple_export_becomes_a_workout_a_piece(world, runner) -> None:
    answer = await runner.upload(("내보내기.zip", usual_zip()))

    assert verdicts(answer) == [
        ("Apple 건강 · 러닝 2026-10-03 07:00", "imported"),
        ("Apple 건강 · 수영 2026-10-03 20:53", "imported"),
    ]
    swim, run = await runner.all_workouts()
    assert (run["sport"], swim["sport"]) == ("run", "swim")
    assert (run["elevation_gain_m"], run["has_track"]) == (65.75, True)
    assert run["heart_rate_avg_bpm"] == pytest.approx(149.5, abs=2)
    assert run["started_at"] == "2026-10-02T22:00:00Z"
    (synced,) = world.published("WorkoutsSynced")
    assert (synced["imported"], synced["failed"]) == (2, 0)


async def test_the_next_export_brings_only_what_is_new(world, runner) -> None:
    before = export(workout(reference(ROUTE), pointer="66aa"))
    after = export(
        workout(reference(ROUTE), pointer="99ff"),
        workout(kind="Walking", first=90_000, last=91_000),
        second=3_000_000,
    )
    routes = {f"workout-routes/{ROUTE}": route(range(600))}
    await runner.upload(("export.zip", zipped({"export.xml": before} | routes)))
    kept = world.blob_keys()

    answer = await runner.upload(("export.zip", zipped({"export.xml": after} | routes)))

    assert [file["verdict"] for file in answer["files"]] == ["duplicate", "imported"]
    assert answer["files"][0]["reason"] == "same-bytes"
    assert len(await runner.all_workouts()) == 2
    assert kept <= world.blob_keys()


async def test_a_workout_of_an_export_is_derived_anew_from_its_own_original(world, runner) -> None:
    answer = await runner.upload(("export.zip", usual_zip()))
    id = answer["files"][0]["workout_ids"][0]
    before = await runner.got(f"/workouts/{id}")

    original = await runner.get(f"/workouts/{id}/original")
    assert original.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<HealthData')
    await runner.post(f"/workouts/{id}/analysis")
    await world.caught_up()

    after = await runner.got(f"/workouts/{id}")
    assert {**after, "version": 0, "updated_at": 0} == {**before, "version": 0, "updated_at": 0}


async def test_an_import_of_an_export_is_undone_as_a_whole(world, runner) -> None:
    answer = await runner.upload(("export.zip", usual_zip()))
    await runner.send("DELETE", f"/workouts/imports/{answer['id']}")
    assert await runner.all_workouts() == []


async def test_a_bare_export_is_taken_apart_too(world, runner) -> None:
    answer = await runner.upload(
        ("export.xml", export(workout(), workout(first=9_000, last=9_500)))
    )
    assert [file["verdict"] for file in answer["files"]] == ["imported", "imported"]


async def test_a_route_that_cannot_be_read_is_told_with_its_reason(world, runner) -> None:
    members = {"export.xml": export(workout(reference(ROUTE))), f"workout-routes/{ROUTE}": b"<gpx>"}
    answer = await runner.upload(("export.zip", zipped(members)))
    told = {file["name"]: file for file in answer["files"]}
    assert told[ROUTE]["verdict"] == "failed"
    assert "경로 없이" in told[ROUTE]["detail"]


async def test_an_export_without_workouts_says_so(world, runner) -> None:
    answer = await runner.upload(("export.zip", zipped({"export.xml": export()})))
    assert [(f["verdict"], f["reason"]) for f in answer["files"]] == [("failed", "no-points")]


async def test_what_health_auto_export_posts_becomes_an_import_of_its_own(world, runner) -> None:
    morning, evening = version_two(), version_one(start=seoul(40_000), end=seoul(40_600))
    evening["route"], evening["heartRateData"] = [], []

    answer = await runner.send("POST", HAE, json={"data": {"workouts": [morning, evening]}})

    assert answer.status_code == 201
    assert [file["verdict"] for file in answer.json()["files"]] == ["imported", "imported"]
    assert answer.headers["location"] == f"/v1/workouts/imports/{answer.json()['id']}"
    (synced,) = world.published("WorkoutsSynced")
    assert synced == {
        "user_id": str(runner.id), "provider": "health_auto_export",
        "imported": 2, "duplicates": 0, "failed": 0,
    }  # fmt: skip


async def test_the_same_sync_again_and_again_adds_nothing(world, runner) -> None:
    headers = {"content-type": "application/json"}
    first = delivery(version_two(), version_one(start=seoul(90_000), end=seoul(90_600)))
    await runner.send("POST", HAE, content=first, headers=headers)
    kept, sources = world.blob_keys(), len(world.rows("sources"))

    second = json.dumps(json.loads(first), indent=3).encode()
    answer = (await runner.send("POST", HAE, content=second, headers=headers)).json()

    assert [file["reason"] for file in answer["files"]] == ["same-bytes", "same-bytes"]
    assert len(await runner.all_workouts()) == 2
    assert len(world.rows("sources")) == sources
    assert kept <= world.blob_keys()


async def test_a_sync_is_answered_before_it_is_read(world, runner) -> None:
    world.workers.hold()
    answer = await runner.send(
        "POST", "/workouts/health-auto-export", json={"data": {"workouts": [version_two()]}}
    )
    assert (answer.status_code, answer.json()["status"]) == (202, "reading")
    settling = world.importer.settling(UUID(answer.json()["id"]))
    world.workers.open.set()
    await asyncio.wait_for(settling, 30)
    done = await runner.got(f"/workouts/imports/{answer.json()['id']}")
    assert [file["verdict"] for file in done["files"]] == ["imported"]


async def test_a_repeated_sync_with_its_key_is_the_same_import(world, runner) -> None:
    key = {"idempotency-key": "lost-answer"}
    body, other = ({"data": {"workouts": [one]}} for one in (version_two(), version_one()))
    first = (await runner.send("POST", HAE, json=body, headers=key)).json()

    again = (await runner.send("POST", HAE, json=body, headers=key)).json()
    reused = await runner.send("POST", HAE, json=other, headers=key)

    assert again == first
    assert len(world.rows("imports")) == 1
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency-key-reused")


async def test_health_figures_alone_are_refused_as_what_they_are(world, runner) -> None:
    metrics = {"data": {"metrics": [{"name": "step_count", "units": "count", "data": []}]}}
    answer = (await runner.send("POST", HAE, json=metrics)).json()
    (file,) = answer["files"]
    assert (file["verdict"], file["reason"]) == ("failed", "not-an-activity")
    assert "건강 지표" in file["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 30, b"not json", b"\x89PNG\r\n\x1a\n"])
async def test_what_is_no_delivery_fails_with_a_reason(world, runner, body) -> None:
    headers = {"content-type": "application/json"}
    answer = (await runner.send("POST", HAE, content=body, headers=headers)).json()
    (file,) = answer["files"]
    assert file["verdict"] == "failed"
    assert file["detail"]


async def test_only_json_of_a_files_size_is_taken_and_only_from_somebody(world, runner) -> None:
    plain = await runner.send("POST", HAE, content=b"{}", headers={"content-type": "text/plain"})
    assert (plain.status_code, plain.json()["code"]) == (415, "not-json")
    headers = {"content-type": "application/json"}
    deep = await runner.send("POST", HAE, content=b"[" * 40 + b"]" * 40, headers=headers)
    assert deep.json()["code"] == "json-too-deep"
    large = await runner.send("POST", HAE, content=b" " * 25_000_001, headers=headers)
    assert (large.status_code, large.json()["code"]) == (413, "body-too-large")
    del runner.client.headers["authorization"]
    assert (await runner.send("POST", HAE, json={})).status_code == 401
