"""A chart's life: filtered, sorted, failed, repaired, cancelled, in another format, downloaded."""

import csv
from datetime import timedelta
from uuid import UUID

import pytest

from moim.contexts.insights.application.charts import cancel_chart
from moim.contexts.insights.domain.chart import LIVE_MAX
from moim.contexts.insights.domain.chart_kinds import ChartKind, Source
from moim.contracts import insights as told
from moim.contracts.workouts import RouteDeleted, RouteRecorded, RouteUpdated, WorkoutDeleted
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World, day, track_of

OCTOBER = "2026-10-01/2026-10-31"


async def october(world: World) -> None:
    distances = {"2026-10-07": 5_000.0, "2026-10-14": 21_000.0, "2026-10-21": 9_000.0}
    await world.happens(
        world.registered(),
        *(
            world.recorded(day(at), metrics={"distance_m": metres, "moving_s": metres / 3})
            for at, metres in distances.items()
        ),
        world.recorded(day("2026-10-08"), sport="ride", source="manual"),
    )


@pytest.mark.event(103)
@ON_BOTH_DATABASES
async def test_a_filtered_chart_shows_the_other_selection(world: World):
    await october(world)
    chart = await world.chart(period=OCTOBER)

    changed = await world.patch(f"charts/{chart['id']}", filters={"sport": "ride"})

    assert changed.json()["filters"] == {"sport": "ride"}
    assert sum(row["workouts"] for row in changed.json()["rows"]) == 1
    (event,) = await world.published(told.ChartFiltered)
    assert (str(event.chart_id), event.filters) == (chart["id"], {"sport": "ride"})
    await world.patch(f"charts/{chart['id']}", filters={"sport": "ride"})
    assert len(await world.published(told.ChartFiltered)) == 1, "the same is no other selection"


@pytest.mark.event(104)
@ON_BOTH_DATABASES
async def test_a_sorted_chart_has_its_rows_in_that_order(world: World):
    await october(world)
    chart = await world.chart(period=OCTOBER)

    changed = await world.patch(f"charts/{chart['id']}", order="-distance_m")

    distances = [row["distance_m"] for row in changed.json()["rows"]]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] == 21_000.0
    (event,) = await world.published(told.ChartSorted)
    assert event.order == "-distance_m"
    await world.patch(f"charts/{chart['id']}", order="-distance_m")
    assert len(await world.published(told.ChartSorted)) == 1, "the same is no other order"
    asked = await world.chart(period=OCTOBER, order="distance_m")
    assert [row["distance_m"] for row in asked["rows"]] == sorted(distances)


@pytest.mark.event(107)
@pytest.mark.event(114)
@pytest.mark.event(115)
async def test_a_chart_changes_its_format_at_once_when_its_data_stand(world: World):
    chart = await world.chart(format="svg")

    await world.patch(f"charts/{chart['id']}", format="svg")
    assert await world.published(told.FormatChangeRequested) == [], "it is one already"
    changed = await world.patch(f"charts/{chart['id']}", format="csv")

    assert changed.json()["format"] == "csv"
    (asked,) = await world.published(told.FormatChangeRequested)
    (done,) = await world.published(told.FormatChangeCompleted)
    (switched,) = await world.published(told.ChartFormatChanged)
    assert (asked.to, done.to, switched.before, switched.after) == ("csv", "csv", "svg", "csv")


async def test_a_chart_that_waits_changes_its_format_once_it_stands(world: World):
    id = (await world.ask_chart(format="svg")).json()["id"]

    pending = (await world.patch(f"charts/{id}", format="png")).json()
    await world.settle()

    assert (pending["status"], pending["format"]) == ("pending", "svg")
    assert (await world.seen(f"charts/{id}"))["format"] == "png"
    assert len(await world.published(told.FormatChangeCompleted)) == 1


@pytest.mark.event(110)
@ON_BOTH_DATABASES
async def test_a_chart_that_cannot_be_drawn_says_why_in_the_reader_s_language(world: World):
    indoors = {"time_s": [0.0, 60.0, 120.0], "heart_rate_bpm": [120.0, 130.0, 140.0]}
    workout = new_id()
    world.shows_track(workout, columns=indoors)

    chart = await world.chart(kind="power", subject=f"workout:{workout}")

    assert (chart["status"], chart["error"]["code"]) == ("failed", "chart-no-such-figure")
    (event,) = await world.published(told.ChartFailed)
    assert (str(event.chart_id), event.error) == (chart["id"], "chart-no-such-figure")
    drawing = await world.get(f"charts/{chart['id']}.svg", language="en")
    assert (drawing.status_code, drawing.json()["code"]) == (409, "chart-no-such-figure")
    assert drawing.json()["detail"] == "This workout has no recording of that figure."


@pytest.mark.event(112)
@pytest.mark.event(113)
@pytest.mark.row(211)
@ON_BOTH_DATABASES
async def test_a_failed_chart_is_repaired_once_the_recording_is_there(world: World):
    workout = new_id()
    chart = await world.chart(kind="pace", subject=f"workout:{workout}")
    assert chart["error"]["code"] == "chart-no-recording"
    world.shows_track(workout)

    asked = await world.post(f"charts/{chart['id']}/repair")
    await world.settle()

    assert (asked.status_code, asked.json()["status"]) == (202, "pending")
    repaired = await world.seen(f"charts/{chart['id']}")
    assert (repaired["status"], repaired["error"]) == ("ready", None)
    assert len(await world.published(told.RepairRequested)) == 1
    (done,) = await world.published(told.RepairCompleted)
    assert str(done.chart_id) == chart["id"]


async def test_a_chart_of_our_own_rows_is_repaired_from_the_latest(world: World):
    chart = await world.chart(period=OCTOBER)
    await october(world)

    await world.post(f"charts/{chart['id']}/repair")
    await world.settle()

    assert sum(row["workouts"] for row in (await world.seen(f"charts/{chart['id']}"))["rows"]) == 4


@pytest.mark.event(111)
@ON_BOTH_DATABASES
async def test_a_cancelled_chart_is_not_drawn(world: World):
    id = (await world.ask_chart()).json()["id"]

    cancelled = await world.post(f"charts/{id}/cancel")
    await world.settle()

    assert cancelled.json()["status"] == "cancelled"
    assert (await world.seen(f"charts/{id}"))["rows"] is None
    assert (await world.get(f"charts/{id}.svg")).json()["code"] == "chart-cancelled"
    assert len(await world.published(told.ChartCancelled)) == 1
    for what in ("cancel", "repair"):
        assert (await world.post(f"charts/{id}/{what}")).status_code == 409


async def test_a_chart_that_stands_cannot_be_cancelled(world: World):
    chart = await world.chart()

    refused = await world.post(f"charts/{chart['id']}/cancel")

    assert (refused.status_code, refused.json()["code"]) == (409, "chart-not-under-way")


@pytest.mark.event(105)
@pytest.mark.parametrize(
    ("format", "kind"),
    [("svg", "image/svg+xml"), ("csv", "text/csv"), ("json", "application/json")],
)
async def test_a_chart_is_downloaded_as_a_file(world: World, format, kind):
    await october(world)
    chart = await world.chart(period=OCTOBER)

    file = await world.post(f"charts/{chart['id']}/downloads", format=format)

    assert file.headers["content-type"].startswith(kind)
    assert f'filename="moim-weeks-2026-10-01.{format}"' in file.headers["content-disposition"]
    (event,) = await world.published(told.DownloadRequested)
    assert (str(event.chart_id), event.format) == (chart["id"], format)
    if format == "csv":
        assert len([*csv.DictReader(file.text.splitlines())]) == 5


async def test_an_edit_of_an_old_version_is_refused(world: World):
    chart = await world.chart()
    stale = {"if-match": f'"v{chart["version"] - 1}"'}

    refused = await world.patch(f"charts/{chart['id']}", headers=stale, order="distance_m")

    assert refused.status_code == 412


async def test_an_unchanged_chart_is_not_told_again(world: World):
    chart = await world.chart()
    first = await world.get(f"charts/{chart['id']}")
    held = {"if-none-match": first.headers["etag"]}

    assert (await world.get(f"charts/{chart['id']}", headers=held)).status_code == 304
    await world.patch(f"charts/{chart['id']}", order="-workouts")
    assert (await world.get(f"charts/{chart['id']}", headers=held)).status_code == 200


async def test_a_picture_of_a_chart_holds_while_other_things_change(world: World):
    chart = await world.chart()
    first = await world.get(f"charts/{chart['id']}.svg")

    await world.happens(world.recorded())

    held = {"if-none-match": first.headers["etag"]}
    assert (await world.get(f"charts/{chart['id']}.svg", headers=held)).status_code == 304


async def test_charts_are_listed_in_pages_and_by_what_they_are_about(world: World):
    workout = new_id()
    for _ in range(3):
        await world.ask_chart()
    await world.ask_chart(kind="pace", subject=f"workout:{workout}")

    first = await world.seen("charts", limit=3)
    second = await world.seen("charts", limit=3, cursor=first["next"])
    about = await world.seen("charts", subject=f"workout:{workout}")

    assert len({one["id"] for one in first["items"] + second["items"]}) == 4
    assert [one["kind"] for one in about["items"]] == ["pace"]
    assert (await world.seen("charts", new_id()))["items"] == []


async def test_a_stranger_can_do_nothing_with_a_chart(world: World):
    chart, stranger = await world.chart(), new_id()
    path = f"charts/{chart['id']}"

    answers = [
        await world.patch(path, stranger, order="workouts"),
        await world.post(f"{path}/cancel", stranger),
        await world.post(f"{path}/repair", stranger),
        await world.post(f"{path}/downloads", stranger),
        await world.post(f"{path}/shares", stranger),
        await world.get(f"{path}/shares", stranger),
    ]

    assert {answer.status_code for answer in answers} == {404}


SERIES = {
    "pace": ("pace_s_per_km", "페이스"),
    "heart_rate": ("heart_rate_bpm", "심박수"),
    "elevation": ("elevation_m", "고도"),
    "cadence": ("cadence_spm", "케이던스"),
    "power": ("power_w", "파워"),
}


@pytest.mark.parametrize("axis", ["distance", "time"])
@pytest.mark.parametrize("kind", SERIES)
async def test_a_quantity_along_a_workout_is_drawn(world: World, kind, axis):
    workout, (column, title) = new_id(), SERIES[kind]
    columns = track_of(workout, world.somebody).columns
    more = {"cadence_spm": [172.0] * 600, "power_w": [230.0] * 600}
    world.shows_track(workout, columns={**columns, **more})

    chart = await world.chart(kind=kind, subject=f"workout:{workout}", filters={"axis": axis})

    assert chart["status"] == "ready", chart["error"]
    assert 300 < len(chart["rows"]) <= 400
    assert set(chart["rows"][0]) == {"distance_m", "time_s", column}
    drawing = (await world.get(f"charts/{chart['id']}.svg", width=360)).text
    assert title in drawing
    assert "한강 한 바퀴" in drawing


async def test_a_workout_of_somebody_else_is_not_drawn_even_if_it_may_be_seen(world: World):
    workout, friend = new_id(), new_id()
    world.tracks.shown[workout, world.somebody] = track_of(workout, friend)

    chart = await world.chart(kind="pace", subject=f"workout:{workout}")

    assert chart["error"]["code"] == "chart-no-recording"


async def shown_ways(world: World, kind: str = "map") -> tuple[int, int]:
    chart = await world.chart(kind=kind)
    return chart["figures"]["workouts"], len(chart["rows"])


@pytest.mark.row(213)
@pytest.mark.row(214)
@pytest.mark.row(215)
@ON_BOTH_DATABASES
async def test_the_map_of_all_ways_follows_them(world: World):
    workout = world.recorded()
    id = {"workout_id": workout.workout_id, "user_id": world.somebody}
    route = id | {"points": 600, "bbox": None, "cells": ()}
    await world.happens(world.registered(), workout)
    assert await shown_ways(world) == (0, 0)

    world.shows_track(workout.workout_id)
    await world.happens(RouteRecorded(**route))
    ways, cells = await shown_ways(world)
    assert ways == 1
    columns = track_of(workout.workout_id, world.somebody).columns
    world.shows_track(
        workout.workout_id, columns={name: column[:150] for name, column in columns.items()}
    )
    assert await shown_ways(world) == (ways, cells)
    await world.happens(RouteUpdated(**route))
    ways, fewer = await shown_ways(world)
    assert (ways, 0 < fewer < cells) == (1, True)

    world.tracks.shown.clear()
    await world.happens(RouteDeleted(**id))
    assert await shown_ways(world) == (0, 0)


async def test_a_map_is_a_job_with_progress_that_stops_when_it_is_not_wanted(world: World):
    workouts = [world.recorded(day("2026-10-07")) for _ in range(50)]
    await world.happens(world.registered(), *workouts)
    for workout in workouts:
        world.shows_track(workout.workout_id)
    id = UUID((await world.ask_chart(kind="map", period="year")).json()["id"])
    seen: list[float] = []
    ask = world.studio._packed

    def reading(*about):
        chart = world.context.database.read(
            lambda c: c.exec_driver_sql("SELECT progress, state FROM charts").one()
        )
        seen.append(chart.progress)
        return ask(*about)

    world.studio._packed = reading
    await world.settle()
    assert seen == pytest.approx([0.0, 0.4, 0.8])
    assert (await world.seen(f"charts/{id}"))["progress"] == 1.0

    await world.happens(
        *(WorkoutDeleted(workout_id=w.workout_id, user_id=w.user_id) for w in workouts)
    )
    await world.happens(*workouts)
    other = UUID((await world.ask_chart(kind="map", period="year")).json()["id"])

    def cancelling(*about):
        world.studio._packed = ask
        return ask(*about)

    world.studio._packed = cancelling
    await world.context.run(cancel_chart, (other, world.somebody))
    await world.settle()
    assert (await world.seen(f"charts/{other}"))["status"] == "cancelled"


async def test_the_map_of_all_ways_is_only_ever_one_s_own(world: World):
    workout = world.recorded()
    await world.happens(world.registered(), workout)
    world.shows_track(workout.workout_id)

    mine = (await world.get("heatmap/map.svg", year=2026)).text
    theirs = (await world.get("heatmap/map.svg", new_id(), year=2026)).text

    assert "운동 1회" in mine
    assert "지도에 그릴 위치 기록이 없습니다" in theirs
    assert (await world.get("heatmap/map.svg", year=2025)).text != mine


@pytest.mark.event(102)
@pytest.mark.row(210)
@ON_BOTH_DATABASES
async def test_a_live_chart_moves_with_its_data_and_others_stay(world: World):
    await world.happens(world.registered())
    live, still = await world.chart(live=True), await world.chart()

    await world.happens(world.recorded(source="manual"))

    def workouts(chart):
        return sum(row["workouts"] for row in chart["rows"])

    assert workouts(await world.seen(f"charts/{live['id']}")) == 1
    assert workouts(await world.seen(f"charts/{still['id']}")) == 0
    (event,) = await world.published(told.ChartDataUpdated)
    assert (event.dataset, event.reason) == ("calendar", "WorkoutRecorded")


async def test_so_many_live_charts_and_no_more(world: World):
    for _ in range(LIVE_MAX):
        await world.ask_chart(live=True)

    assert (await world.ask_chart(live=True)).json()["code"] == "too-many-live-charts"
    assert (await world.ask_chart(new_id(), live=True)).status_code == 202


async def test_each_kind_that_can_be_asked_for_has_a_picture_of_nothing(world: World):
    await world.happens(world.registered())
    for kind in ChartKind:
        if kind.traits.source in (Source.ROWS, Source.TRACKS):
            chart = await world.chart(kind=kind.value, period=None)
            for language in ("ko", "en"):
                drawing = await world.get(
                    f"charts/{chart['id']}.svg", language=language, width=360, theme="dark"
                )
                assert drawing.status_code == 200, (kind, drawing.text)


async def test_a_period_in_words_is_the_present_one_of_the_reader(world: World):
    world.now += timedelta(days=1)
    chart = await world.chart(kind="weeks", period="week")

    assert (chart["from"], chart["to"]) == ("2026-11-02", "2026-11-08")
