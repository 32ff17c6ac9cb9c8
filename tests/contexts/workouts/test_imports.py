"""Getting files in: verdicts, duplicates, merges, undo, and what a crash leaves."""

import asyncio
from contextlib import suppress

import pytest

from moim.contexts.workouts.adapters import importing
from tests.contexts.workouts import samples
from tests.contexts.workouts.files.devices import DEVICES, index, needs_devices
from tests.contexts.workouts.world import Person, World


def verdicts(answer) -> list[str]:
    return [file["verdict"] for file in answer["files"]]


@pytest.mark.parametrize(
    ("name", "data", "verdict"),
    [
        ("run.fit", samples.fit(), "imported"),
        ("run.gpx", samples.gpx(), "imported"),
        ("run.tcx", samples.tcx(), "imported"),
        ("run.fit.gz", samples.gzipped(samples.fit()), "imported"),
        ("run.gpx.gz", samples.gzipped(samples.gpx()), "imported"),
        ("half.fit", samples.broken_off(samples.fit()), "partial"),
        ("half.gpx", samples.broken_off(samples.gpx()), "partial"),
        ("empty.fit", b"", "failed"),
        ("page.gpx", b"<!doctype html><html><body>sign in</body></html>", "failed"),
        ("photo.fit", b"\x89PNG\r\n\x1a\n" + bytes(100), "failed"),
        ("words.txt", "달리기 일지".encode(), "failed"),
    ],
)
async def test_a_file_is_told_by_its_content_and_gets_the_verdict_that_fits_it(
    runner, world, name, data, verdict
) -> None:
    answer = await runner.upload((name, data))

    (file,) = answer["files"]
    assert (answer["status"], file["verdict"]) == ("done", verdict)
    assert len(await runner.all_workouts()) == (verdict != "failed")
    if verdict in {"failed", "partial"}:
        assert file["reason"]
        assert file["detail"]
    assert not world.waiting_files()


async def test_what_was_read_is_what_was_run(either_runner) -> None:
    workout = await either_runner.imported("run.fit", samples.fit(601))

    assert workout["sport"] == "run"
    assert workout["started_at"] == samples.morning()
    assert workout["distance_m"] == pytest.approx(1800, rel=0.01)
    assert workout["elapsed_s"] == pytest.approx(600, abs=1)
    assert workout["heart_rate_avg_bpm"] == pytest.approx(144.5, abs=0.5)
    assert workout["cadence_avg_spm"] == pytest.approx(170, abs=1)
    assert workout["pace_s_per_km"] == pytest.approx(333, abs=3)
    assert (workout["has_track"], workout["points"]) == (True, 601)
    assert workout["timezone"] == "Asia/Seoul"


async def test_without_waiting_the_answer_comes_at_once_and_the_verdict_later(
    either_world, either_runner
) -> None:
    either_world.workers.hold()

    begun = await either_runner.upload(("run.fit", samples.fit()), wait=False)
    assert (begun["status"], begun["waiting"], verdicts(begun)) == ("reading", 1, [None])
    settling = either_world.importer.settling(next(iter(either_world.importer._running)))
    either_world.workers.open.set()
    await settling

    done = await either_runner.got(f"/workouts/imports/{begun['id']}")
    assert (done["status"], done["waiting"], verdicts(done)) == ("done", 0, ["imported"])


async def test_many_files_at_once_each_have_their_own_verdict_in_their_order(
    either_runner,
) -> None:
    answer = await either_runner.upload(
        ("a.fit", samples.fit()),
        ("b.gpx", samples.gpx(later_s=samples.DAY_S)),
        ("c.txt", b"nothing"),
        ("d.tcx", samples.gzipped(samples.tcx())),
        ("a again.fit", samples.fit()),
    )

    assert [file["name"] for file in answer["files"]] == [
        "a.fit", "b.gpx", "c.txt", "d.tcx", "a again.fit",
    ]  # fmt: skip
    # The three of one morning settle in any order: the first makes it, the others join it.
    assert verdicts(answer)[1:3] == ["imported", "failed"]
    joined = [verdicts(answer)[at] for at in (0, 3, 4)]
    assert joined.count("imported") == 1
    assert set(joined) <= {"imported", "duplicate", "merged"}
    assert len(await either_runner.all_workouts()) == 2


async def test_a_zip_is_opened_and_each_member_is_a_file_of_the_import(
    either_world, either_runner
) -> None:
    data = samples.zipped(
        ("2024/run.fit", samples.fit()),
        ("2024/run2.gpx", samples.gpx(later_s=samples.DAY_S)),
        ("__MACOSX/._run.fit", b"junk"),
        ("notes.txt", b"hello"),
        ("inner.zip", samples.zipped(("x.fit", samples.fit()))),
    )

    answer = await either_runner.upload(("export.zip", data))

    by_name = {file["name"]: file["verdict"] for file in answer["files"]}
    assert by_name == {
        "run.fit": "imported",
        "run2.gpx": "imported",
        "notes.txt": "failed",
        "inner.zip": "failed",
    }
    (synced,) = either_world.published("WorkoutsSynced")
    assert (synced["imported"], synced["failed"]) == (2, 2)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + bytes(200), samples.zipped(), samples.zipped(("a/", b""))]
)
async def test_a_zip_with_nothing_to_read_in_it_fails_as_a_whole(runner, world, data) -> None:
    answer = await runner.upload(("export.zip", data))

    assert verdicts(answer) == ["failed"]
    assert not world.rows("workouts")


async def test_each_leg_of_a_multisport_file_is_a_workout_of_its_own(either_runner) -> None:
    answer = await either_runner.upload(("tri.fit", samples.legs(1, 2)))

    (file,) = answer["files"]
    assert file["verdict"] == "imported"
    assert len(file["workout_ids"]) == 2
    assert [item["sport"] for item in await either_runner.all_workouts()] == ["ride", "run"]
    await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")
    assert await either_runner.all_workouts() == []


# ── The same thing twice ─────────────────────────────────────────────────────────────────────


async def test_the_same_bytes_are_the_same_workout_under_whatever_name(either_runner) -> None:
    first = await either_runner.upload(("a.fit", samples.fit()))

    again = await either_runner.upload(("b.fit", samples.fit()))

    (file,) = again["files"]
    assert (file["verdict"], file["reason"]) == ("duplicate", "same-bytes")
    assert file["workout_ids"] == first["files"][0]["workout_ids"]
    assert len(await either_runner.all_workouts()) == 1


async def test_a_poorer_recording_of_the_same_outing_is_kept_as_an_alternate(
    either_world, either_runner
) -> None:
    workout = await either_runner.imported("watch.fit", samples.fit())

    answer = await either_runner.upload(("phone.gpx", samples.gpx()))

    (file,) = answer["files"]
    assert (file["verdict"], file["reason"]) == ("duplicate", "same-outing")
    assert file["workout_ids"] == [workout["id"]]
    kept = {(row.name, row.chosen) for row in either_world.rows("sources")}
    assert kept == {("watch.fit", True), ("phone.gpx", False)}
    assert await either_runner.got(f"/workouts/{workout['id']}") == workout


@pytest.mark.event(25)
async def test_a_richer_recording_takes_over_and_undo_brings_back_what_was_shown_before(
    either_world, either_runner
) -> None:
    before = await either_runner.imported("phone.gpx", samples.gpx(130))
    await either_runner.send("PATCH", f"/workouts/{before['id']}", json={"title": "강변"})
    either_world.forget_published()

    answer = await either_runner.upload(("watch.fit", samples.fit(135)))

    (file,) = answer["files"]
    assert (file["verdict"], file["workout_ids"]) == ("merged", [before["id"]])
    merged = await either_runner.got(f"/workouts/{before['id']}")
    assert (merged["title"], merged["points"]) == ("강변", 135)
    assert merged["heart_rate_avg_bpm"] is not None
    (told,) = either_world.published("RouteUpdated")
    assert (told["workout_id"], told["points"]) == (before["id"], 135)

    await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")
    await either_world.caught_up()

    again = await either_runner.got(f"/workouts/{before['id']}")
    same = set(before) - {"version", "title"}
    assert {name: again[name] for name in same} == {name: before[name] for name in same}
    assert again["title"] == "강변"
    assert {row.name for row in either_world.rows("sources")} == {"phone.gpx"}


async def test_undoing_both_imports_of_a_merge_leaves_nothing_in_whatever_order(
    either_runner,
) -> None:
    first = await either_runner.upload(("phone.gpx", samples.gpx()))
    second = await either_runner.upload(("watch.fit", samples.fit()))

    await either_runner.send("DELETE", f"/workouts/imports/{first['id']}")
    assert len(await either_runner.all_workouts()) == 1, "the watch still has it"
    await either_runner.send("DELETE", f"/workouts/imports/{second['id']}")

    assert await either_runner.all_workouts() == []


async def test_a_recording_joins_what_was_typed_in_and_undo_gives_the_typed_back(
    either_world, either_runner
) -> None:
    typed = await either_runner.typed(
        started_at=samples.morning(), elapsed_s=125, distance_m=400, title="쪽지"
    )

    answer = await either_runner.upload(("watch.fit", samples.fit()))
    (file,) = answer["files"]
    assert (file["verdict"], file["workout_ids"]) == ("merged", [typed["id"]])
    assert (await either_runner.got(f"/workouts/{typed['id']}"))["has_track"]
    await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")

    again = await either_runner.got(f"/workouts/{typed['id']}")
    assert again | {"version": typed["version"]} == typed
    assert (await either_runner.get(f"/workouts/{typed['id']}/track")).status_code == 409
    assert either_world.rows("tracks") == []


async def test_an_undo_is_of_the_whole_import_and_can_be_done_once(either_runner) -> None:
    answer = await either_runner.upload(
        ("a.fit", samples.fit()), ("b.gpx", samples.gpx(later_s=samples.DAY_S))
    )

    undone = await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")
    assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    assert await either_runner.all_workouts() == []

    again = await either_runner.send("DELETE", f"/workouts/imports/{answer['id']}")
    assert (again.status_code, again.json()["code"]) == (409, "already-undone")
    fresh = await either_runner.upload(("a.fit", samples.fit()))
    assert verdicts(fresh) == ["imported"], "what was undone can be imported again"


async def test_an_import_that_is_still_reading_cannot_be_undone(world, runner) -> None:
    world.workers.hold()
    begun = await runner.upload(("run.fit", samples.fit()), wait=False)

    answer = await runner.send("DELETE", f"/workouts/imports/{begun['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "still-importing")
    world.workers.open.set()
    await world.importer.catch_up()


async def test_a_deleted_workout_can_be_imported_again(either_runner) -> None:
    workout = await either_runner.imported("run.fit", samples.fit())

    await either_runner.send("DELETE", f"/workouts/{workout['id']}")

    again = await either_runner.imported("run.fit", samples.fit())
    assert again["id"] != workout["id"]


async def test_a_repeated_upload_with_its_key_is_the_same_import(
    either_world, either_runner
) -> None:
    key = {"idempotency-key": "lost-answer"}
    first = await either_runner.upload(("run.fit", samples.fit()), headers=key)

    again = await either_runner.upload(("run.fit", samples.fit()), headers=key)

    assert again == first
    assert len(either_world.rows("imports")) == 1
    other = await either_runner.try_upload(("run.fit", samples.gpx()), headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    await either_world.importer.catch_up()


async def test_imports_are_listed_newest_first_a_page_at_a_time(either_runner) -> None:
    made = [
        (await either_runner.upload((f"{day}.fit", samples.fit(later_s=day * samples.DAY_S))))["id"]
        for day in range(3)
    ]

    first = await either_runner.got("/workouts/imports?limit=2")
    rest = await either_runner.got(f"/workouts/imports?limit=2&cursor={first['next']}")

    assert [item["id"] for item in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


# ── What goes wrong ──────────────────────────────────────────────────────────────────────────


async def test_an_importer_that_died_before_the_verdict_is_followed_by_one_that_settles_once(
    either_world, either_runner
) -> None:
    either_world.workers.hold()
    begun = await either_runner.upload(
        ("a.fit", samples.fit()),
        ("b.zip", samples.zipped(("c.gpx", samples.gpx(later_s=samples.DAY_S)))),
        wait=False,
    )
    running = list(either_world.importer._running.values())
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)

    world, again = either_world.restarted_for(either_runner)
    await world.caught_up()
    await world.caught_up()

    done = await again.got(f"/workouts/imports/{begun['id']}")
    assert (done["status"], verdicts(done)) == ("done", ["imported", "imported"])
    assert len(await again.all_workouts()) == 2
    assert len(world.published("WorkoutsSynced")) == 1
    assert len(world.published("WorkoutRecorded")) == 2


async def test_two_importers_over_one_import_settle_each_file_once(
    either_world, either_runner
) -> None:
    either_world.workers.hold()
    begun = await either_runner.upload(
        ("a.fit", samples.fit()),
        ("b.zip", samples.zipped(("c.gpx", samples.gpx(later_s=samples.DAY_S)))),
        wait=False,
    )
    beside = either_world.beside()
    catching_up = asyncio.create_task(beside.importer.catch_up())
    await asyncio.sleep(0)
    either_world.workers.open.set()
    await asyncio.gather(catching_up, either_world.importer.catch_up())
    await either_world.caught_up()

    done = await either_runner.got(f"/workouts/imports/{begun['id']}")
    assert (done["status"], len(done["files"])) == ("done", 2)
    assert len(await either_runner.all_workouts()) == 2
    assert len(either_world.published("WorkoutRecorded")) == 2


class Stumbling:
    """Workers whose reader has a defect that not even a refusal describes."""

    async def run(self, function, *args, timeout_s):
        raise_it = {"reader": KeyError("lap")}
        raise raise_it["reader"]


async def test_a_worker_that_cannot_even_be_asked_leaves_the_file_waiting_for_the_next_try(
    either_database, tmp_path
) -> None:
    world = World(either_database, tmp_path, workers=Stumbling())
    answer = await world.person().try_upload(("run.fit", samples.fit()))
    assert (answer.status_code, answer.json()["status"]) == (202, "reading")

    well = world.beside()
    await well.caught_up()

    assert [row.verdict for row in well.rows("import_files")] == ["imported"]


def _raise(*_args, **_how):
    raise ZeroDivisionError


async def test_a_defect_in_a_reader_is_a_verdict_not_an_endless_loop(
    world, runner, monkeypatch, caplog
) -> None:
    monkeypatch.setattr("moim.contexts.workouts.adapters.reading.read_recordings", _raise)

    (file,) = (await runner.upload(("run.fit", samples.fit())))["files"]

    assert (file["verdict"], file["reason"]) == ("failed", "reader-stumbled")
    assert file["detail"]
    assert len(world.blob_keys()) == 1, "the file is kept with its reason"


async def test_what_cannot_be_stored_is_a_verdict_and_nothing_half_made_stays(
    either_world, either_runner, monkeypatch, caplog
) -> None:
    kept = []

    def second_leg_fails(reading, *rest):
        if reading.position == 1:
            raise ZeroDivisionError
        kept.append(reading)
        return keep(reading, *rest)

    module = "moim.contexts.workouts.application.imports.keep_reading"
    from moim.contexts.workouts.application.imports import keep_reading as keep

    monkeypatch.setattr(module, second_leg_fails)

    (file,) = (await either_runner.upload(("tri.fit", samples.legs(1, 2))))["files"]

    assert (file["verdict"], file["reason"]) == ("failed", "not-stored")
    assert kept, "the first leg was on its way in"
    for table in ("workouts", "tracks", "sources"):
        assert either_world.rows(table) == [], table


async def test_a_recording_from_the_future_fails_with_its_reason(world, runner) -> None:
    years = round(3 * 365.25) * samples.DAY_S

    (file,) = (await runner.upload(("run.fit", samples.fit(later_s=years))))["files"]

    assert (file["verdict"], file["reason"]) == ("failed", "starts-in-future")
    assert "미래" in file["detail"]
    assert world.rows("workouts") == []


async def test_a_blob_that_is_gone_is_a_verdict(world, runner) -> None:
    world.workers.hold()
    begun = await runner.upload(("a.fit", samples.fit()), ("b.txt", b"x"), wait=False)
    for task in list(world.importer._running.values()):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    for key in world.blob_keys():
        world.blobs.delete(key)

    again, person = world.restarted_for(runner)
    await again.caught_up()

    done = await person.got(f"/workouts/imports/{begun['id']}")
    assert {file["reason"] for file in done["files"]} == {"original-lost"}


async def test_names_of_files_are_labels_whatever_is_in_them(either_world, either_runner) -> None:
    hostile = "../../etc/\u202egpj.tif\x00\ud7ff달리기\u200b.fit"

    (file,) = (await either_runner.upload((hostile, samples.fit())))["files"]

    assert file["verdict"] == "imported"
    assert not {"/", "\x00", "\u202e", "\u200b"} & set(file["name"])
    long = await either_runner.upload(("가" * 500 + ".gpx", samples.gpx(later_s=samples.DAY_S)))
    assert len(long["files"][0]["name"]) <= 255


async def test_titles_inside_files_are_cleaned_of_what_cannot_be_kept(
    either_world, either_runner
) -> None:
    name = "한강\u202e  &#x7f;" + "가" * 500
    workout = await either_runner.imported("run.gpx", samples.gpx(name=name))

    assert workout["title"].startswith("한강")
    assert len(workout["title"]) <= 120
    assert all(letter.isprintable() for letter in workout["title"])


async def test_reasons_are_told_in_the_language_that_was_asked_for(runner) -> None:
    answer = await runner.upload(("empty.fit", b""), headers={"accept-language": "en"})
    assert answer["files"][0]["detail"].startswith("The file is empty")
    korean = await runner.got(f"/workouts/imports/{answer['id']}")
    assert korean["files"][0]["detail"].startswith("빈 파일")


# ── Real files ───────────────────────────────────────────────────────────────────────────────


NOT_SIMPLY_IMPORTED = {
    "fitparse_activity-filecrc.fit": ("partial", "bad-crc"),
    "fitparse_activity-unexpected-eof.fit": ("partial", "truncated"),
    "fitparse_activity-settings-nodata.fit": ("partial", "truncated"),
    "fitparse_MonitoringFile.fit": ("failed", "not-an-activity"),
    "fitparse_Settings.fit": ("failed", "not-an-activity"),
    "fitparse_WeightScaleSingleUser.fit": ("failed", "not-an-activity"),
    "gpxpy_cerknicko-without-times.gpx": ("failed", "no-times"),
    "gpxpy_route.gpx": ("failed", "route-only"),
    "gpxpy_track_with_dilution_errors.gpx": ("failed", "no-times"),
    "gpxpy_gpx_with_garmin_extension.gpx": ("failed", "no-points"),
    "gpxpy_unicode.gpx": ("failed", "no-points"),
    "gpxpy_unicode_with_bom.gpx": ("failed", "no-points"),
    "truncated_half.fit": ("partial", "truncated"),
    "bitflip_mid.fit": ("partial", "corrupt"),
    "zero_bytes.gpx": ("failed", "empty-file"),
    "html_masquerading.gpx": ("failed", "web-page"),
    "png_masquerading.fit": ("failed", "picture"),
    "xml_entity_expansion.gpx": ("failed", "xml-with-entities"),
    "xml_external_entity.gpx": ("failed", "xml-with-entities"),
}
LATER_DOORS = ("apple/", "hae/")  # Apple Health and Health Auto Export have imports of their own


def expected_of(row):
    name = row["file"].rpartition("/")[2]
    if row["file"].startswith(LATER_DOORS) and not name.endswith(".gpx"):
        return None
    return NOT_SIMPLY_IMPORTED.get(name, ("imported", None))


@needs_devices
async def test_every_real_and_broken_device_file_ends_in_the_verdict_that_fits_it(world) -> None:
    """Each for a person of its own, so that none is another's duplicate."""
    found, expected = {}, {}
    for row in index():
        path = DEVICES / row["file"]
        person = world.person()
        answer = await person.upload((path.name, path.read_bytes()))
        for file in answer["files"]:
            assert bool(file["workout_ids"]) == (file["verdict"] != "failed"), file
            assert bool(file["detail"]) == bool(file["reason"]), file
        if expected_of(row) is not None:
            expected[row["file"]] = expected_of(row)
            (file,) = answer["files"]
            found[row["file"]] = (file["verdict"], file["reason"])
        for workout in await person.all_workouts():
            for part in ("track", "track.geojson", "export.gpx", "splits", "analysis", "original"):
                told = await person.get(f"/workouts/{workout['id']}/{part}")
                assert told.status_code in {200, 409}, (row["file"], part)

    assert found == expected
    workouts = {row.id for row in world.rows("workouts")}
    assert {row.workout_id for row in world.rows("sources")} == workouts
    assert {row.workout_id for row in world.rows("tracks")} == workouts
    named = {row.sha256 for row in world.rows("import_files") if row.sha256}
    assert named <= world.blob_keys(), "no row without its blob"
    assert not world.waiting_files()


async def test_no_more_than_the_limit_are_taken_up_at_once_and_still_all_are(
    world, runner, monkeypatch
) -> None:
    monkeypatch.setattr(importing, "TAKEN_UP_AT_ONCE", 2)
    world.workers.hold()
    await runner.upload(
        *((f"{day}.fit", samples.fit(20, later_s=day * samples.DAY_S)) for day in range(5)),
        wait=False,
    )
    for task in list(world.importer._running.values()):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    again, person = world.restarted_for(runner)
    again.workers.expect(5)
    job = asyncio.create_task(again.importer.run())
    await again.workers.expected.wait()
    await again.importer.catch_up()
    job.cancel()
    with suppress(asyncio.CancelledError):
        await job

    assert len(await person.all_workouts()) == 5


async def test_the_original_comes_back_byte_for_byte_under_its_name(
    either_runner: Person,
) -> None:
    for name, data in (
        ("아침 run.fit", samples.fit()),
        ("b.gpx.gz", samples.gzipped(samples.gpx(later_s=samples.DAY_S))),
    ):
        workout = await either_runner.imported(name, data)
        answer = await either_runner.get(f"/workouts/{workout['id']}/original")
        assert answer.content == data
        assert "filename*=UTF-8''" in answer.headers["content-disposition"]
