"""Workouts over HTTP: the list, one workout, entering, editing, deleting, its track and figures."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from moim.kernel.ids import new_id
from tests.contexts.workouts import samples

START = datetime(2026, 4, 1, 6, tzinfo=UTC)


async def diary(runner, count: int, **given) -> list[str]:
    """Ids of workouts an hour apart, oldest first."""
    return [
        (
            await runner.typed(
                started_at=(START + timedelta(hours=at)).isoformat(), elapsed_s=60 + at, **given
            )
        )["id"]
        for at in range(count)
    ]


async def pages(runner, query: str = "", limit: int = 3) -> list[str]:
    """The ids of a whole list, read a page at a time."""
    ids, cursor = [], ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        page = await runner.got(f"/workouts?limit={limit}{more}{query}")
        assert len(page["items"]) <= limit
        ids += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return ids


# ── Entered by hand ──────────────────────────────────────────────────────────────────────────


async def test_a_workout_entered_by_hand_is_there_as_it_was_said(either_runner) -> None:
    made = await either_runner.typed(
        title=" 남산 한 바퀴 ", note="비\n조금", moving_s=2900, elevation_gain_m=120
    )

    workout = await either_runner.got(f"/workouts/{made['id']}")

    assert workout == made
    assert (workout["title"], workout["note"]) == ("남산 한 바퀴", "비\n조금")
    assert (workout["distance_m"], workout["moving_s"]) == (10_000, 2900)
    assert (workout["elevation_gain_m"], workout["elevation_source"]) == (120, "manual")
    assert (workout["has_track"], workout["visibility"]) == (False, "private")
    assert workout["heart_rate_avg_bpm"] is None
    assert UUID(made["id"]).version == 7


async def test_instants_come_back_in_utc_however_they_were_written(either_runner) -> None:
    made = await either_runner.typed(started_at="2026-05-01T07:30:00+09:00")

    assert made["started_at"] == "2026-04-30T22:30:00Z"
    patched = await either_runner.send(
        "PATCH", f"/workouts/{made['id']}", json={"started_at": "2026-05-01T08:30:00+09:00"}
    )
    assert patched.json()["started_at"] == "2026-04-30T23:30:00Z"


async def test_a_repeated_request_with_its_key_answers_the_same_and_enters_once(
    either_runner,
) -> None:
    form = {"sport": "run", "started_at": "2026-05-01T06:00:00Z", "elapsed_s": 600}
    key = {"idempotency-key": "k1"}

    first = await either_runner.post("/workouts", form, headers=key)
    again = await either_runner.post("/workouts", form, headers=key)
    other = await either_runner.post("/workouts", form | {"elapsed_s": 601}, headers=key)

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.headers["location"] == again.headers["location"]
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert len(await either_runner.all_workouts()) == 1


async def test_another_persons_key_is_another_key(either_world, either_runner) -> None:
    form = {"sport": "run", "started_at": "2026-05-01T06:00:00Z", "elapsed_s": 600}
    key = {"idempotency-key": "k1"}
    stranger = either_world.person()

    mine = await either_runner.post("/workouts", form, headers=key)
    theirs = await stranger.post("/workouts", form, headers=key)

    assert mine.json()["id"] != theirs.json()["id"]


# ── The list ─────────────────────────────────────────────────────────────────────────────────


async def test_the_list_is_newest_first_and_tells_of_each_what_a_row_shows(either_runner) -> None:
    await either_runner.typed(title="손으로")
    await either_runner.imported("run.fit", samples.fit())

    typed, recorded = await either_runner.all_workouts()

    assert typed["title"] == "손으로"
    assert typed["started_at"] == "2026-05-01T06:00:00Z"
    assert (typed["has_track"], typed["points"]) == (False, 0)
    assert recorded["started_at"] == samples.morning()
    assert (recorded["has_track"], recorded["points"]) == (True, 120)
    for item in (typed, recorded):
        whole = await either_runner.got(f"/workouts/{item['id']}")
        assert {name: whole[name] for name in item} == item


async def test_pages_together_are_the_list_without_a_gap_or_a_repetition(either_runner) -> None:
    made = await diary(either_runner, 8)

    assert await pages(either_runner) == made[::-1]
    assert await pages(either_runner, limit=4) == made[::-1], "also when the last page is full"


async def test_workouts_of_one_instant_are_all_listed_once(either_runner) -> None:
    made = {(await either_runner.typed())["id"] for _ in range(5)}

    listed = await pages(either_runner, limit=2)

    assert len(listed) == 5
    assert set(listed) == made


@pytest.mark.parametrize("change", ["entered", "imported", "edited", "deleted", "undone"])
async def test_a_page_holds_until_a_workout_of_ones_own_changes(either_runner, change: str) -> None:
    made = await diary(either_runner, 3)
    delivery = await either_runner.upload(("walk.fit", samples.fit()))
    told = await either_runner.send("GET", "/workouts?limit=5")
    held = {"if-none-match": told.headers["etag"]}
    assert (await either_runner.send("GET", "/workouts?limit=5", headers=held)).status_code == 304
    assert (await either_runner.send("GET", "/workouts?limit=4", headers=held)).status_code == 200

    match change:
        case "entered":
            await either_runner.typed()
        case "imported":
            await either_runner.imported("later.gpx", samples.gpx(later_s=9 * 86_400))
        case "edited":
            await either_runner.send("PATCH", f"/workouts/{made[0]}", json={"title": "새 이름"})
        case "deleted":
            await either_runner.send("DELETE", f"/workouts/{made[0]}")
        case "undone":
            await either_runner.send("DELETE", f"/workouts/imports/{delivery['id']}")

    anew = await either_runner.send("GET", "/workouts?limit=5", headers=held)
    assert anew.status_code == 200
    assert anew.json() != told.json()


async def test_what_comes_while_somebody_reads_on_moves_nothing(either_runner) -> None:
    made = await diary(either_runner, 6)
    first = await either_runner.got("/workouts?limit=3")
    await either_runner.typed(started_at=(START + timedelta(days=1)).isoformat())
    await either_runner.send("DELETE", f"/workouts/{made[3]}")

    rest = await either_runner.got(f"/workouts?limit=3&cursor={first['next']}")

    assert [item["id"] for item in rest["items"]] == made[2::-1]


async def test_the_list_can_be_narrowed_by_sport_and_by_time(either_runner) -> None:
    rides = await diary(either_runner, 3, sport="ride")
    runs = await diary(either_runner, 3)

    assert await pages(either_runner, "&sport=ride", limit=2) == rides[::-1]
    since = "&from=2026-04-01T07:00:00Z"
    until = "&to=2026-04-01T08:00:00%2B00:00"
    assert set(await pages(either_runner, since)) == {*rides[1:], *runs[1:]}
    assert set(await pages(either_runner, since + until)) == {rides[1], runs[1]}
    assert await pages(either_runner, "&from=2026-04-02") == []
    assert await pages(either_runner, "&to=2026-04-01&sport=run") == []
    assert set(await pages(either_runner, "&from=2026-04-01T16:00:00 09:00")) == {
        *rides[1:],
        *runs[1:],
    }, "a plus sign that became a space still is one"


# ── One workout ──────────────────────────────────────────────────────────────────────────────


async def test_what_did_not_change_need_not_be_sent_again(either_runner) -> None:
    path = f"/workouts/{(await either_runner.imported('run.fit', samples.fit()))['id']}"

    for part in ("", "/track", "/track?zoom=1"):
        first = await either_runner.get(path + part)
        tag = {"if-none-match": first.headers["etag"]}
        again = await either_runner.get(path + part, headers=tag)
        assert (again.status_code, again.content) == (304, b"")

    await either_runner.send("PATCH", path, json={"title": "새 이름"})
    assert (await either_runner.get(path, headers=tag)).status_code == 200


async def test_an_edit_changes_what_it_names_and_leaves_the_rest(either_runner) -> None:
    made = await either_runner.typed(title="a", note="b")

    answer = await either_runner.send(
        "PATCH", f"/workouts/{made['id']}", json={"title": None, "sport": "ride", "distance_m": 1}
    )

    changed = {"title": None, "sport": "ride", "distance_m": 1, "version": 2}
    assert {name: answer.json()[name] for name in changed} == changed
    assert (answer.json()["note"], answer.json()["elapsed_s"]) == ("b", 3000)
    assert await either_runner.got(f"/workouts/{made['id']}") == answer.json()


async def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(either_runner) -> None:
    path = f"/workouts/{(await either_runner.typed())['id']}"
    tag = {"if-match": (await either_runner.get(path)).headers["etag"]}

    first = await either_runner.send("PATCH", path, json={"title": "a"}, headers=tag)
    second = await either_runner.send("PATCH", path, json={"title": "b"}, headers=tag)

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (412, "changed-meanwhile")
    assert (await either_runner.got(path))["title"] == "a"
    with_new = {"if-match": first.headers["etag"]}
    assert (
        await either_runner.send("PATCH", path, json={"title": "b"}, headers=with_new)
    ).status_code == 200


async def test_figures_of_a_recording_are_not_typed_over(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit())

    answer = await either_runner.send(
        "PATCH", f"/workouts/{made['id']}", json={"distance_m": 42_195}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "figures-from-recording")
    same = {"distance_m": made["distance_m"], "title": "이름만"}
    assert (
        await either_runner.send("PATCH", f"/workouts/{made['id']}", json=same)
    ).status_code == 200


async def test_a_deleted_workout_is_gone_with_everything_beside_it(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit())
    path = f"/workouts/{made['id']}"

    assert (await either_runner.send("DELETE", path)).status_code == 204

    for part in ("", "/track", "/original", "/splits"):
        assert (await either_runner.get(path + part)).status_code == 404
    for table in ("workouts", "tracks", "sources", "tasks"):
        assert either_world.rows(table) == []
    assert (await either_runner.send("DELETE", path)).status_code == 404


# ── Track, exports, figures ──────────────────────────────────────────────────────────────────


async def test_the_track_is_columns_of_one_length_on_the_workouts_own_clock(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(300))

    track = await either_runner.got(f"/workouts/{made['id']}/track")

    assert track["points"] == 300
    assert {len(column) for column in track.values() if isinstance(column, list)} == {300}
    assert track["time_s"] == [float(second) for second in range(300)]
    assert track["lat"][0] == pytest.approx(37.55, abs=1e-6)
    assert track["heart_rate_bpm"][:3] == [140, 141, 142]
    assert track["distance_m"][-1] == pytest.approx(897, rel=0.01)


async def test_a_zoomed_out_track_has_fewer_points_and_still_its_first_and_last(
    either_runner,
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(1501))
    whole = await either_runner.got(f"/workouts/{made['id']}/track")

    for zoom, most in ((0, 100), (1, 500), (2, 2000)):
        track = await either_runner.got(f"/workouts/{made['id']}/track?zoom={zoom}")
        assert track["points"] <= most
        assert (track["lat"][0], track["lat"][-1]) == (whole["lat"][0], whole["lat"][-1])
        assert track["time_s"] == sorted(track["time_s"])


async def test_geojson_is_the_course_as_longitude_and_latitude(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit())

    answer = await either_runner.get(f"/workouts/{made['id']}/track.geojson")

    assert answer.headers["content-type"] == "application/geo+json"
    feature = json.loads(answer.content)
    ((first, *_),) = feature["geometry"]["coordinates"]
    assert first == [126.98, 37.55]


@pytest.mark.parametrize("kind", ["running", "cycling"])
async def test_our_own_gpx_read_again_gives_the_same_figures(either_world, kind) -> None:
    first, second = either_world.person(), either_world.person()
    made = await first.imported("app.gpx", samples.gpx(600, kind=kind, extension=True))
    export = await first.get(f"/workouts/{made['id']}/export.gpx")
    assert export.headers["content-type"].startswith("application/gpx+xml")

    again = await second.imported("again.gpx", export.content)

    differing = {"id", "user_id", "device", "import_id", "bbox"}
    for name in set(made) - differing:
        if isinstance(made[name], float):
            assert again[name] == pytest.approx(made[name], rel=2e-3, abs=0.1), name
        else:
            assert again[name] == made[name], name


async def test_a_title_in_an_export_is_text_not_markup(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit())
    title = "<b>&\"'강변</b>]]>"
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"title": title})

    export = await either_runner.get(f"/workouts/{made['id']}/export.gpx")

    stranger = either_runner.world.person()
    assert (await stranger.imported("run.gpx", export.content))["title"] == title


async def test_splits_and_analysis_are_there_as_soon_as_the_workout_is(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(800))

    splits = (await either_runner.got(f"/workouts/{made['id']}/splits"))["splits"]
    assert [round(split["distance_m"]) for split in splits[:2]] == [1000, 1000]
    analysis = await either_runner.got(f"/workouts/{made['id']}/analysis")
    assert {400.0, 1000.0} <= {effort["distance_m"] for effort in analysis["best_efforts"]}
    assert analysis["zones"] is not None


async def test_what_was_typed_in_has_no_track_no_original_and_empty_tables(either_runner) -> None:
    path = f"/workouts/{(await either_runner.typed())['id']}"

    for part in ("track", "track.geojson", "export.gpx"):
        answer = await either_runner.get(f"{path}/{part}")
        assert (answer.status_code, answer.json()["code"]) == (409, "no-track")
    for method, part in (("GET", "original"), ("POST", "analysis"), ("DELETE", "crop")):
        answer = await either_runner.send(method, f"{path}/{part}")
        assert (answer.status_code, answer.json()["code"]) == (404, "no-recording")
    assert await either_runner.got(f"{path}/splits") == {"splits": [], "laps": []}
    assert (await either_runner.got(f"{path}/analysis"))["best_efforts"] == []


async def test_an_indoor_workout_has_samples_but_no_course(either_runner) -> None:
    from tests.contexts.workouts.files import fit_writer

    file = fit_writer.begun()
    file.define(1, (20, [(253, 4, 0x86), (3, 1, 0x02)]))
    for n in range(60):
        file.add(1, fit_writer.START + n, 120 + n % 5)
    fit_writer.session(file, count=60)
    made = await either_runner.imported("gym.fit", file.done())

    assert (made["has_track"], made["bbox"]) == (True, None)
    path = f"/workouts/{made['id']}"
    assert (await either_runner.got(f"{path}/track"))["heart_rate_bpm"][0] == 120
    geojson = await either_runner.get(f"{path}/track.geojson")
    assert json.loads(geojson.content)["geometry"] is None
    assert (await either_runner.get(f"{path}/export.gpx")).status_code == 200


# ── Strangers ────────────────────────────────────────────────────────────────────────────────

ROUTES = [
    ("GET", "/workouts/{workout}"),
    ("PATCH", "/workouts/{workout}"),
    ("DELETE", "/workouts/{workout}"),
    ("GET", "/workouts/{workout}/track"),
    ("GET", "/workouts/{workout}/track.geojson"),
    ("GET", "/workouts/{workout}/export.gpx"),
    ("GET", "/workouts/{workout}/original"),
    ("GET", "/workouts/{workout}/originals"),
    ("GET", "/workouts/{workout}/splits"),
    ("GET", "/workouts/{workout}/analysis"),
    ("POST", "/workouts/{workout}/analysis"),
    ("POST", "/workouts/{workout}/crop"),
    ("DELETE", "/workouts/{workout}/crop"),
    ("PUT", "/workouts/{workout}/track"),
    ("DELETE", "/workouts/{workout}/track"),
    ("GET", "/workouts/imports/{delivery}"),
    ("DELETE", "/workouts/imports/{delivery}"),
    ("GET", "/goals/{goal}"),
    ("PATCH", "/goals/{goal}"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_stranger_learns_nothing_not_even_that_it_is_there(
    world, runner, method, path
) -> None:
    answer = await runner.upload(("run.fit", samples.fit()))
    workout = answer["files"][0]["workout_ids"][0]
    goal = (await runner.post("/goals", {"metric": "count", "period": "week", "target": 3})).json()
    stranger = world.person()
    ids = {"workout": workout, "delivery": answer["id"], "goal": goal["id"]}
    nobodys = dict.fromkeys(ids, str(new_id()))
    how = {"json": {}} if method in {"PATCH", "POST"} else {}
    if method == "PUT":
        how = {"files": [("file", ("a.fit", samples.fit(60)))]}

    refused = await stranger.send(method, path.format(**ids), **how)
    absent = await stranger.send(method, path.format(**nobodys), **how)

    assert (refused.status_code, absent.status_code) == (404, 404)
    told, told_of_nothing = refused.json(), absent.json()
    assert told.pop("instance") != told_of_nothing.pop("instance")
    assert told == told_of_nothing
    assert (await runner.got(f"/workouts/{workout}"))["points"] == 120
    assert (await runner.got(f"/workouts/imports/{answer['id']}"))["status"] == "done"
    assert (await runner.got(f"/goals/{goal['id']}"))["ended_at"] is None


async def test_lists_are_of_ones_own(world, runner) -> None:
    await runner.upload(("run.fit", samples.fit()))
    await runner.post("/goals", {"metric": "count", "period": "week", "target": 3})
    await runner.send(
        "PUT",
        "/heart-rate-zones",
        json={"valid_from": "2020-01-01", "bounds_bpm": [90, 110, 130, 150, 170]},
    )
    stranger = world.person()

    for path in ("/workouts", "/workouts/imports", "/goals", "/heart-rate-zones"):
        assert (await stranger.got(path))["items"] == []
        assert len((await runner.got(path))["items"]) == 1


async def test_the_same_bytes_of_two_people_are_two_workouts(either_world) -> None:
    one, other = either_world.person(), either_world.person()

    first = await one.imported("run.fit", samples.fit())
    second = await other.imported("run.fit", samples.fit())

    assert first["id"] != second["id"]
    assert len(either_world.blob_keys()) == 1
