"""Charts on request: asked for, drawn from the latest data, taken in every format."""

import csv
from uuid import UUID

import pytest
from sqlalchemy import select

from moim.contexts.insights.domain.chart import CHARTS_MAX
from moim.contexts.insights.persistence.tables import charts
from moim.contracts.insights import ChartRequested
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World, day

OCTOBER = {"period": "2026-10-01/2026-10-31"}
YEAR = {"period": "2026-01-01/2026-12-31"}


async def ready(world: World, **asked) -> str:
    answer = await world.ask_chart(**asked)
    assert answer.status_code == 202, answer.text
    await world.settle()
    return answer.json()["id"]


@pytest.mark.event(101)
async def test_asking_for_a_chart_publishes_that_it_was_asked_for(world: World):
    asked = (await world.ask_chart(kind="months", format="png", **OCTOBER)).json()

    (told,) = await world.published(ChartRequested)
    assert told == ChartRequested(
        chart_id=UUID(asked["id"]),
        user_id=world.somebody,
        kind="months",
        format="png",
        period="2026-10-01/2026-10-31",
    )


@pytest.mark.row(70)
@ON_BOTH_DATABASES
async def test_a_chart_is_drawn_from_the_latest_workouts(world: World):
    await world.happens(world.registered(), world.recorded(day("2026-10-07")))

    asked = await world.ask_chart(**OCTOBER)
    pending = asked.json()
    await world.happens(world.recorded(day("2026-10-08")))

    assert asked.headers["location"] == f"/v1/insights/charts/{pending['id']}"
    assert (pending["status"], pending["rows"], pending["as_of"]) == ("pending", None, None)
    chart = await world.seen(f"charts/{pending['id']}")
    assert (chart["status"], chart["as_of"]) == ("ready", "2026-11-02T03:00:00Z")
    assert (chart["from"], chart["to"]) == ("2026-10-01", "2026-10-31")
    assert [row["starts_on"] for row in chart["rows"]] == [
        "2026-09-28",
        "2026-10-05",
        "2026-10-12",
        "2026-10-19",
        "2026-10-26",
    ]
    assert [row["workouts"] for row in chart["rows"]] == [0, 2, 0, 0, 0]
    drawing = await world.get(f"charts/{pending['id']}.svg")
    assert "주별 거리" in drawing.text
    assert "20.0 km" in drawing.text


async def test_a_chart_that_waits_says_so(world: World):
    id = (await world.ask_chart()).json()["id"]

    for ending in ("svg", "png", "csv", "json"):
        answer = await world.get(f"charts/{id}.{ending}")
        assert (answer.status_code, answer.json()["code"]) == (409, "chart-not-ready")


KINDS = [
    ("calendar", OCTOBER, "2026년 10월 운동 달력", "October 2026"),
    ("weeks", OCTOBER, "주별 거리", "Weekly distance"),
    ("months", YEAR, "월별 거리", "Monthly distance"),
    ("years", {"period": "2020-01-01/2026-12-31"}, "연도별 거리", "Yearly distance"),
    ("heatmap", YEAR, "2026년 운동 기록", "Workouts in 2026"),
]


@pytest.mark.parametrize(("kind", "span", "korean", "english"), KINDS)
async def test_every_kind_is_drawn_in_both_languages(world: World, kind, span, korean, english):
    await world.happens(world.registered(), world.recorded(day("2026-10-07")))
    id = await ready(world, kind=kind, **span)

    assert korean in (await world.get(f"charts/{id}.svg")).text
    assert english in (await world.get(f"charts/{id}.svg", language="en")).text


@pytest.mark.parametrize("kind", [kind for kind, *_ in KINDS])
async def test_a_chart_of_nothing_is_drawn_too(world: World, kind):
    id = await ready(world, kind=kind, **OCTOBER)

    assert (await world.get(f"charts/{id}.svg")).status_code == 200


async def test_a_calendar_on_request_adds_up_its_weeks(world: World):
    await world.happens(*(world.recorded(day(f"2026-10-{n:02d}")) for n in (6, 7, 20)))
    id = await ready(world, kind="calendar", **OCTOBER)

    drawing = (await world.get(f"charts/{id}.svg", width=1000)).text

    assert ">30.0 km<" in drawing
    assert ">20.0 km<" in drawing


async def test_a_chart_stays_as_it_was_when_its_data_stood(world: World):
    await world.happens(world.recorded(day("2026-10-07")))
    id = await ready(world, **OCTOBER)
    first = (await world.get(f"charts/{id}.svg")).text

    await world.happens(world.recorded(day("2026-10-08")))

    assert (await world.get(f"charts/{id}.svg")).text == first


async def test_a_chart_of_one_sport_counts_that_sport(world: World):
    await world.happens(world.recorded(), world.recorded(sport="ride"))

    id = await ready(world, filters={"sport": "ride"})

    assert sum(row["workouts"] for row in (await world.seen(f"charts/{id}"))["rows"]) == 1


async def test_a_chart_as_a_table_is_csv(world: World):
    await world.happens(world.recorded(day("2026-10-07")))
    id = await ready(world, kind="calendar", format="csv", **OCTOBER)

    answer = await world.get(f"charts/{id}.csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(answer.text.splitlines())
    assert (row["starts_on"], row["distance_m"]) == ("2026-10-07", "10000.0")


async def test_a_chart_as_json_is_its_figures(world: World):
    await world.happens(world.registered(), world.recorded(day("2026-10-07")))
    id = await ready(world, kind="calendar", format="json", **OCTOBER)

    figures = await world.seen(f"charts/{id}.json")

    (row,) = figures["rows"]
    assert (row["starts_on"], row["sports"], figures["nickname"]) == ("2026-10-07", ["run"], "민지")


async def test_a_chart_of_time_when_nobody_covered_a_distance(world: World):
    await world.happens(world.recorded(sport="yoga", metrics={"elapsed_s": 3_600.0}))

    id = await ready(world)

    assert "주별 시간" in (await world.get(f"charts/{id}.svg")).text


async def test_a_request_sent_twice_is_one_chart(world: World):
    wanted = {"kind": "weeks", "period": "2026-10-01/2026-10-31"}
    headers = world.signed() | {"idempotency-key": "once"}

    answers = [
        await world.client.post("/v1/insights/charts", json=wanted, headers=headers)
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert [answer.status_code for answer in answers] == [202, 202]


async def test_only_the_newest_charts_are_kept(world: World):
    ids = [(await world.ask_chart()).json()["id"] for _ in range(CHARTS_MAX + 2)]
    other = (await world.ask_chart(new_id())).json()["id"]
    await world.settle()

    kept = await world.context.database.ask(
        lambda c: c.execute(select(charts.c.id)).scalars().all()
    )

    assert {str(id) for id in kept} == {*ids[2:], other}
    assert await world.parked() == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": "pie"}, "invalid-input"),
        ({"format": "xlsx"}, "invalid-input"),
        ({"sport": "run"}, "invalid-input"),
        ({"filters": {"a": "b" * 61}}, "invalid-input"),
        ({"period": "yesterday"}, "insights-query"),
        ({"period": "2026-11-31/2026-12-01"}, "insights-query"),
        ({"period": "1969-12-31/1970-01-05"}, "insights-query"),
        ({"period": "2026-01-01/2201-01-01"}, "insights-query"),
        ({"filters": {"sport": "Run; DROP TABLE"}}, "chart-filter"),
        ({"filters": {"sport": "chess"}}, "chart-filter"),
        ({"filters": {"axis": "time"}}, "chart-filter"),
        ({"order": "colour"}, "chart-order"),
        ({"subject": "workout:0197f000-0000-7000-8000-000000000000"}, "chart-subject"),
        ({"kind": "pace"}, "chart-subject"),
        ({"kind": "pace", "subject": "club:0197f000-0000-7000-8000-000000000000"}, "chart-subject"),
        ({"period": "2026-12-01/2026-11-30"}, "insights-span"),
        ({"period": "2010-01-01/2026-11-30"}, "insights-span"),
        ({"kind": "calendar", "period": "2026-11-01/2026-12-01"}, "chart-span-of-kind"),
    ],
)
async def test_what_cannot_be_drawn_is_refused(world: World, asked, code):
    answer = await world.ask_chart(**asked)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await world.context.database.ask(lambda c: c.execute(select(charts)).all()) == []


async def test_a_chart_is_its_owner_s_alone(world: World):
    id = await ready(world)

    for path in (f"charts/{id}", *(f"charts/{id}.{end}" for end in ("svg", "png", "csv", "json"))):
        answer = await world.get(path, new_id())
        assert (answer.status_code, answer.json()["code"]) == (404, "chart-not-found")
