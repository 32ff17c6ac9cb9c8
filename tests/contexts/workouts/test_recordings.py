"""What an owner does to a recording: crop, replace, remove the track, have it derived anew."""

import pytest

from tests.contexts.workouts import samples
from tests.contexts.workouts.world import Person


async def put_track(person: Person, workout_id: str, data: bytes, **how):
    files = [("file", ("other.fit", data, "application/octet-stream"))]
    return await person.send("PUT", f"/workouts/{workout_id}/track", files=files, **how)


async def cropped(person: Person, workout_id: str, **part):
    answer = await person.post(f"/workouts/{workout_id}/crop", part)
    assert answer.status_code == 200, answer.text
    return answer.json()


# ── Cropping ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.event(25)
async def test_a_crop_keeps_a_part_and_its_figures_and_tells_both(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    either_world.forget_published()

    cut = await cropped(either_runner, made["id"], start_s=60, end_s=359)

    assert cut["cropped"]
    assert cut["started_at"] == samples.morning(after_s=60)
    assert (cut["points"], cut["elapsed_s"]) == (300, 299)
    assert cut["distance_m"] == pytest.approx(897, rel=0.01)
    assert (cut["title"], cut["sport"]) == (made["title"], made["sport"])
    assert either_world.published() == ["WorkoutUpdated", "RouteUpdated"]
    (route,) = either_world.published("RouteUpdated")
    assert route["points"] == 300
    track = await either_runner.got(f"/workouts/{made['id']}/track")
    assert (track["points"], track["time_s"][0]) == (300, 0.0)
    assert track["distance_m"][0] == 0.0


async def test_the_original_stays_whole_and_the_crop_can_be_taken_back(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    path = f"/workouts/{made['id']}"
    await cropped(either_runner, made["id"], start_s=60, end_s=300)

    assert (await either_runner.get(f"{path}/original")).content == samples.fit(600)
    whole = await either_runner.send("DELETE", f"{path}/crop")

    assert whole.json() | {"version": made["version"]} == made


async def test_a_crop_of_a_crop_counts_from_what_is_shown(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await cropped(either_runner, made["id"], start_s=100)

    cut = await cropped(either_runner, made["id"], start_s=100, end_s=200)

    assert cut["started_at"] == samples.morning(after_s=200)
    assert cut["points"] == 101


async def test_a_crop_outlives_deriving_anew(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    cut = await cropped(either_runner, made["id"], start_s=60, end_s=300)

    await either_runner.post(f"/workouts/{made['id']}/analysis")
    await either_world.caught_up()

    again = await either_runner.got(f"/workouts/{made['id']}")
    assert again | {"version": cut["version"]} == cut
    assert again["version"] > cut["version"], "it was written anew"


async def test_another_recording_of_a_cropped_outing_is_an_alternate_and_not_a_new_workout(
    either_runner,
) -> None:
    made = await either_runner.imported("phone.gpx", samples.gpx(600))
    cut = await cropped(either_runner, made["id"], start_s=0, end_s=120)

    (file,) = (await either_runner.upload(("watch.fit", samples.fit(600))))["files"]

    assert (file["verdict"], file["workout_ids"]) == ("duplicate", [made["id"]])
    assert await either_runner.got(f"/workouts/{made['id']}") == cut


@pytest.mark.parametrize(
    "part",
    [
        {"start_s": 0, "end_s": 0},
        {"start_s": 50, "end_s": 40},
        {"start_s": 0, "end_s": 601},
        {"start_s": 599},
        {"start_s": 10.2, "end_s": 11.9},
    ],
)
async def test_a_crop_that_leaves_nothing_is_refused_and_changes_nothing(runner, part) -> None:
    made = await runner.imported("run.fit", samples.fit(600))

    answer = await runner.post(f"/workouts/{made['id']}/crop", part)

    assert (answer.status_code, answer.json()["code"]) == (422, "crop-out-of-range")
    assert await runner.got(f"/workouts/{made['id']}") == made


async def test_a_crop_chosen_on_an_older_version_is_refused(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    tag = {"if-match": f'"v{made["version"]}"'}
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"title": "먼저"})

    answer = await either_runner.post(f"/workouts/{made['id']}/crop", {"start_s": 60}, headers=tag)

    assert (answer.status_code, answer.json()["code"]) == (412, "changed-meanwhile")


async def test_a_crop_moves_a_workout_to_the_day_it_then_begins(either_world) -> None:
    runner = await either_world.registered("Asia/Seoul")
    late = samples.DAY_S - 6 * 3600 - 9 * 3600 - 60  # a minute before midnight in Seoul
    made = await runner.imported("run.fit", samples.fit(600, later_s=late))
    goal = {"metric": "active_days", "period": "custom", "target": 1}
    day = {"starts_on": "2024-11-09", "ends_on": "2024-11-09"}
    set_ = (await runner.post("/goals", goal | day)).json()
    assert set_["reached"] == []

    await cropped(runner, made["id"], start_s=120)

    # The period was over when the goal was set: the history of goals is not rewritten.
    assert (await runner.got(f"/goals/{set_['id']}"))["reached"] == []
    (item,) = (await runner.got("/workouts?from=2024-11-08T15:00:00Z"))["items"]
    assert item["id"] == made["id"]


# ── Another recording in its place ───────────────────────────────────────────────────────────


@pytest.mark.event(22)
async def test_a_replaced_track_shows_the_new_file_and_keeps_the_old_as_an_alternate(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"title": "하프"})
    either_world.forget_published()

    answer = await put_track(either_runner, made["id"], samples.fit(500, later_s=30))

    now = answer.json()
    assert (answer.status_code, now["points"], now["title"]) == (200, 500, "하프")
    assert either_world.published() == ["WorkoutUpdated", "RouteUpdated"]
    (told,) = either_world.published("WorkoutUpdated")
    assert {"distance_m", "elapsed_s", "started_at"} <= set(told["changed"])
    original = await either_runner.get(f"/workouts/{made['id']}/original")
    assert original.content == samples.fit(500, later_s=30)
    assert {(row.name, row.chosen) for row in either_world.rows("sources")} == {
        ("run.fit", False),
        ("other.fit", True),
    }


async def test_a_replacement_is_an_import_that_can_be_undone(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await put_track(either_runner, made["id"], samples.fit(500, later_s=30))
    newest = (await either_runner.got("/workouts/imports"))["items"][0]
    assert newest["files"][0]["reason"] == "replaced-by-owner"
    assert newest["files"][0]["detail"]

    await either_runner.send("DELETE", f"/workouts/imports/{newest['id']}")
    await either_world.caught_up()

    again = await either_runner.got(f"/workouts/{made['id']}")
    assert again | {"version": made["version"]} == made


async def test_a_replacement_is_shown_whole_though_the_old_was_cropped_or_removed(
    either_runner,
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await cropped(either_runner, made["id"], start_s=60)
    await either_runner.send("DELETE", f"/workouts/{made['id']}/track")

    now = (await put_track(either_runner, made["id"], samples.fit(500))).json()

    assert (now["points"], now["cropped"], now["has_track"]) == (500, False, True)


async def test_what_was_typed_in_gets_a_track(either_world, either_runner) -> None:
    made = await either_runner.typed(title="어제 뛴 것")

    now = (await put_track(either_runner, made["id"], samples.fit(500))).json()

    assert (now["title"], now["points"], now["has_track"]) == ("어제 뛴 것", 500, True)
    assert either_world.published("RouteRecorded")


async def test_choosing_an_alternate_again_adds_no_source(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await put_track(either_runner, made["id"], samples.fit(500))

    back = (await put_track(either_runner, made["id"], samples.fit(600))).json()

    assert back["points"] == 600
    assert len(either_world.rows("sources")) == 2
    assert len(either_world.rows("imports")) == 2


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), 415, "picture"),
        (samples.zipped(("a.fit", samples.fit())), 415, "archive-not-taken"),
        (samples.legs(1, 2), 422, "not-one-recording"),
        (samples.fit(later_s=40_000_000), 409, "track-of-another-workout"),
        (samples.fit(later_s=80_000_000), 422, "starts-in-future"),
    ],
)
async def test_a_file_that_cannot_be_the_track_is_refused_and_nothing_of_it_stays(
    world, runner, data, status, code
) -> None:
    made = await runner.imported("run.fit", samples.fit(600))
    await runner.imported("b.fit", samples.fit(later_s=40_000_000))

    answer = await put_track(runner, made["id"], data)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await runner.got(f"/workouts/{made['id']}") == made
    assert len(world.rows("import_files")) == 2


async def test_a_replacement_on_an_older_version_is_refused(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"title": "먼저"})

    tag = {"if-match": f'"v{made["version"]}"'}
    answer = await put_track(either_runner, made["id"], samples.fit(500), headers=tag)

    assert (answer.status_code, answer.json()["code"]) == (412, "changed-meanwhile")


# ── Without its track ────────────────────────────────────────────────────────────────────────


async def test_a_removed_track_leaves_no_position_behind_and_stays_removed(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))

    now = (await either_runner.send("DELETE", f"/workouts/{made['id']}/track")).json()

    assert (now["has_track"], now["bbox"], now["points"]) == (False, None, 0)
    assert now["distance_m"] == made["distance_m"]
    splits = await either_runner.got(f"/workouts/{made['id']}/splits")
    assert splits["splits"], "the figures stay"
    (row,) = either_world.rows("tracks")
    assert (row.samples, row.course) == (None, None)
    for part in ("track", "track.geojson", "export.gpx"):
        assert (await either_runner.get(f"/workouts/{made['id']}/{part}")).status_code == 409

    await either_runner.post(f"/workouts/{made['id']}/analysis")
    await either_world.caught_up()
    (row,) = either_world.rows("tracks")
    assert (row.samples, row.course) == (None, None), "deriving anew does not bring it back"
    assert not (await either_runner.got(f"/workouts/{made['id']}"))["has_track"]


async def test_a_richer_recording_of_a_workout_without_its_track_brings_no_track(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("phone.gpx", samples.gpx(600))
    await either_runner.send("DELETE", f"/workouts/{made['id']}/track")

    (file,) = (await either_runner.upload(("watch.fit", samples.fit(600))))["files"]

    assert file["verdict"] == "merged"
    now = await either_runner.got(f"/workouts/{made['id']}")
    assert (now["has_track"], now["heart_rate_avg_bpm"] is not None) == (False, True)
    assert [row.samples for row in either_world.rows("tracks")] == [None]


# ── Derived anew ─────────────────────────────────────────────────────────────────────────────

LOW = {"valid_from": "2020-01-01", "bounds_bpm": [40, 60, 80, 100, 120]}


@pytest.mark.event(35)
@pytest.mark.event(36)
async def test_analysis_is_asked_for_then_ready_with_the_zones_of_that_day(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    path = f"/workouts/{made['id']}/analysis"
    before = await either_runner.got(path)
    assert before["zones"]["zones_s"][4] == 0
    await either_runner.send("PUT", "/heart-rate-zones", json=LOW)
    after_that_day = LOW | {"valid_from": "2025-01-01", "bounds_bpm": [200, 210, 220, 230, 240]}
    await either_runner.send("PUT", "/heart-rate-zones", json=after_that_day)
    either_world.forget_published()

    answer = await either_runner.post(path)

    assert answer.status_code == 202
    assert either_world.published() == ["WorkoutAnalysisRequested"]
    await either_world.caught_up()
    (told,) = either_world.published("WorkoutAnalysed")
    assert (told["request_id"], told["unasked"]) == (answer.json()["request_id"], False)
    assert {"splits", "best_efforts", "heart_rate_zones"} <= set(told["analysis"])
    now = await either_runner.got(path)
    assert now["zones"]["zones_s"][4] == pytest.approx(599, abs=1), "140 is above 120"
    assert now["best_efforts"] == before["best_efforts"]


async def test_zones_stand_from_their_day_on_and_a_day_has_one_definition(either_runner) -> None:
    later = LOW | {"valid_from": "2025-06-01"}
    corrected = LOW | {"bounds_bpm": [90, 110, 130, 150, 170]}

    for zones in (LOW, later, corrected):
        answer = await either_runner.send("PUT", "/heart-rate-zones", json=zones)
        assert answer.status_code == 204

    items = (await either_runner.got("/heart-rate-zones"))["items"]
    assert [(item["valid_from"], item["bounds_bpm"][0]) for item in items] == [
        ("2020-01-01", 90),
        ("2025-06-01", 40),
    ]
    out_of_order = LOW | {"bounds_bpm": [170, 150, 130, 110, 90]}
    refused = await either_runner.send("PUT", "/heart-rate-zones", json=out_of_order)
    assert (refused.status_code, refused.json()["code"]) == (422, "zones-out-of-order")


async def test_a_request_that_a_crop_overtakes_shows_the_crop(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await either_runner.post(f"/workouts/{made['id']}/analysis")
    reading = either_world.workers.run

    async def cropped_meanwhile(function, *args, timeout_s):
        read = await reading(function, *args, timeout_s=timeout_s)
        either_world.workers.run = reading
        await cropped(either_runner, made["id"], start_s=60, end_s=300)
        return read

    either_world.workers.run = cropped_meanwhile
    await either_world.caught_up()

    assert (await either_runner.got(f"/workouts/{made['id']}"))["points"] == 241
    assert len(either_world.published("WorkoutAnalysed")) == 1


async def test_a_workout_deleted_while_it_is_derived_leaves_nothing_waiting(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    await either_runner.post(f"/workouts/{made['id']}/analysis")
    await either_runner.send("DELETE", f"/workouts/{made['id']}")

    await either_world.caught_up()

    assert either_world.rows("tasks") == []
    assert either_world.published("WorkoutAnalysed") == []


# ── Originals ────────────────────────────────────────────────────────────────────────────────


async def test_every_original_is_told_and_given_back_to_its_owner_alone(
    either_world, either_runner
) -> None:
    first, second = samples.fit(600), samples.fit(600, bpm=171)
    made = await either_runner.imported("run.fit", first)
    path = f"/workouts/{made['id']}"
    await put_track(either_runner, made["id"], second)

    shown, alternate = (await either_runner.got(f"{path}/originals"))["items"]

    assert (shown["name"], shown["shown"], shown["provider"]) == ("other.fit", True, "files")
    assert (alternate["name"], alternate["shown"]) == ("run.fit", False)
    assert (await either_runner.get(f"{path}/original")).content == second
    kept = await either_runner.get(f"{path}/original?of={alternate['id']}")
    assert kept.content == first
    assert "run.fit" in kept.headers["content-disposition"]
    missing = await either_runner.get(f"{path}/original?of={made['id']}")
    assert (missing.status_code, missing.json()["code"]) == (404, "no-recording")

    stranger = either_world.person()
    for asked in ("originals", f"original?of={alternate['id']}"):
        assert (await stranger.get(f"{path}/{asked}")).json()["code"] == "workout-not-found"
    typed = await either_runner.typed()
    assert (await either_runner.got(f"/workouts/{typed['id']}/originals"))["items"] == []
