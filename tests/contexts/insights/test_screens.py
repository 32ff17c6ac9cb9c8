"""Calendar, totals, heatmap and goals over HTTP: who may look, what is refused, what is kept."""

import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.insights.adapters.public_holidays import TABLE
from moim.contracts.workouts import GoalSet
from moim.kernel.ids import new_id
from tests.contexts.insights.holiday_table import table
from tests.contexts.insights.world import World, day

PATHS = (
    "calendar",
    "calendar.svg",
    "calendar.png",
    "totals",
    "totals.svg",
    "totals.png",
    "heatmap",
    "heatmap.svg",
    "heatmap.png",
    "goals",
    "sessions",
)
OF_SOMETHING = (
    "goals/{}/ring.svg",
    "goals/{}/curve.svg",
    "goals/{}/ring.png",
    "workouts/{}/map.svg",
    "workouts/{}/map.png",
    "workouts/{}/profile.svg",
    "charts/{}",
    "charts/{}.svg",
    "charts/{}.csv",
    "charts/{}.json",
)


async def test_nobody_looks_without_signing_in(world: World):
    for path in (*PATHS, *(path.format(new_id()) for path in OF_SOMETHING)):
        answer = await world.client.get(f"/v1/insights/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in"), path


async def test_what_is_not_there_is_not_found(world: World):
    for path in OF_SOMETHING:
        assert (await world.get(path.format(new_id()))).status_code == 404, path
        assert (await world.get(path.format("7"))).status_code == 422, path


async def test_everybody_sees_their_own(world: World):
    await world.happens(world.recorded())

    stranger = new_id()

    assert (await world.seen("calendar", stranger))["total"]["workouts"] == 0
    assert (await world.seen("heatmap", stranger))["days"] == []
    assert all(item["workouts"] == 0 for item in (await world.seen("totals", stranger))["items"])


async def test_a_goal_is_its_owner_s_alone(world: World):
    goal = GoalSet(
        goal_id=new_id(), user_id=world.somebody, metric="count", target=3.0, period="week"
    )
    await world.happens(goal)

    assert (await world.get(f"goals/{goal.goal_id}/ring.svg")).status_code == 200
    for picture in ("ring.svg", "curve.svg"):
        answer = await world.get(f"goals/{goal.goal_id}/{picture}", new_id())
        assert (answer.status_code, answer.json()["code"]) == (404, "goal-not-shown")


BAD = [
    (
        "calendar",
        "month",
        ["2026-13", "2026-00", "1969-12", "2201-01", "2026-1", "٢٠٢٦-١١", "", "x"],
    ),
    ("calendar", "first_weekday", ["7", "-1", "1.0", "", "월"]),
    ("heatmap", "year", ["1969", "2201", "26", "", "20260"]),
    ("totals", "by", ["day", "custom", "", "WEEK"]),
    ("totals", "from", ["2026-02-30", "1969-12-31", "20261102", "", "2026-11-02T00:00:00Z"]),
    ("totals", "to", ["2201-01-01", "tomorrow"]),
]


@pytest.mark.parametrize(("path", "name", "values"), BAD)
async def test_a_bad_query_is_refused_with_its_place(world: World, path, name, values):
    for way in (path, f"{path}.svg"):
        for value in values:
            answer = await world.get(way, **{name: value})

            assert (answer.status_code, answer.json()["code"]) == (422, "insights-query"), value
            assert answer.json()["errors"][0]["pointer"] == f"#/{name}"
            assert answer.json()["detail"].startswith(f"조회 조건 {name}")


async def test_an_unknown_sport_is_refused_with_those_there_are(world: World):
    for way in ("totals", "totals.svg", "heatmap/map.svg"):
        for sport in ("chess", "Run", "", "run;--"):
            answer = await world.get(way, sport=sport)

            assert (answer.status_code, answer.json()["code"]) == (422, "insights-sport"), way
            assert answer.json()["errors"][0]["pointer"] == "#/sport"
            assert "trail_run, track_run" in answer.json()["detail"]


async def test_a_refusal_speaks_the_reader_s_language(world: World):
    answer = await world.get("calendar", language="en-GB", month="soon")

    assert answer.json()["detail"] == (
        "The value of month in the query is not valid. It looks like 2026-11."
    )


@pytest.mark.parametrize(
    "query", [{"from": "2026-11-03", "to": "2026-11-02"}, {"from": "2010-01-01"}]
)
async def test_a_span_of_too_many_years_is_refused(world: World, query):
    answer = await world.get("totals", **query)

    assert (answer.status_code, answer.json()["code"]) == (422, "insights-span")


@pytest.mark.parametrize(
    "query",
    [
        {"theme": "sepia"},
        {"width": "319"},
        {"width": "2401"},
        {"width": "wide"},
        {"height": "100"},
        {"metric": "calories"},
    ],
)
async def test_a_picture_of_an_impossible_look_is_refused(world: World, query):
    answer = await world.get("totals.svg", **query)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert answer.json()["errors"][0]["in"] == "query"


TEXTS = st.text(max_size=12) | st.sampled_from(["2026-11", "2026", "week", "run", "3", "dark"])
NAMES = ["month", "first_weekday", "year", "by", "from", "to", "sport", "theme", "width", "height"]


@given(
    st.sampled_from(["calendar", "totals", "heatmap", "calendar.svg", "totals.svg", "heatmap.svg"]),
    st.dictionaries(st.sampled_from([*NAMES, "metric", "color"]), TEXTS, max_size=5),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_no_query_whatever_breaks_a_screen(world: World, path, query):
    answer = await world.get(path, **query)

    assert answer.status_code in {200, 422}


@pytest.mark.parametrize("month", ["1970-01", "2200-12", "2024-02"])
async def test_every_month_that_is_taken_is_shown(world: World, month):
    shown = await world.seen("calendar", month=month)

    assert (shown["month"], shown["days"][0]["date"]) == (month, f"{month}-01")
    for first_weekday in range(7):
        weeks = (await world.seen("calendar", month=month, first_weekday=first_weekday))["weeks"]
        assert weeks[0]["starts_on"] <= f"{month}-01" <= weeks[0]["ends_on"]


async def test_today_is_that_of_the_reader(world: World):
    await world.happens(world.registered("Pacific/Kiritimati"))
    world.now += timedelta(hours=8)

    month = await world.seen("calendar")

    assert (month["timezone"], month["today"]) == ("Pacific/Kiritimati", "2026-11-03")


async def test_a_week_is_beside_the_week_before(world: World):
    await world.happens(*(world.recorded(day(at)) for at in ("2026-10-30", "2026-11-04")))

    month = await world.seen("calendar", month="2026-11")

    assert [week["workouts"] for week in month["weeks"]] == [1, 1, 0, 0, 0, 0]
    assert [week["previous"]["workouts"] for week in month["weeks"]] == [0, 1, 1, 0, 0, 0]
    assert (month["total"]["workouts"], month["previous"]["workouts"]) == (1, 1)


async def test_totals_are_of_the_latest_twelve_whole_periods(world: World):
    for by, first, last in (
        ("week", "2026-08-17", "2026-11-08"),
        ("month", "2025-12-01", "2026-11-30"),
        ("year", "2015-01-01", "2026-12-31"),
    ):
        shown = await world.seen("totals", by=by)
        assert (shown["by"], len(shown["items"])) == (by, 12)
        assert (shown["items"][0]["starts_on"], shown["items"][-1]["ends_on"]) == (first, last)


async def test_totals_of_a_span_count_whole_periods(world: World):
    await world.happens(*(world.recorded(day(at)) for at in ("2026-10-05", "2026-10-11")))

    shown = await world.seen("totals", **{"by": "week", "from": "2026-10-07", "to": "2026-10-13"})

    assert [item["starts_on"] for item in shown["items"]] == ["2026-10-05", "2026-10-12"]
    assert [item["workouts"] for item in shown["items"]] == [2, 0]


@pytest.mark.parametrize("end", ["", ".svg"])
async def test_a_day_of_records_is_marked_for_whose_they_are(world: World, end: str):
    day = world.now.date()
    world.records.set[world.somebody, day] = 2
    await world.happens(world.registered(), world.recorded())

    mine = await world.get(f"calendar{end}", month=f"{day:%Y-%m}", language="ko")
    theirs = await world.get(f"calendar{end}", new_id(), month=f"{day:%Y-%m}", language="ko")

    if end:
        assert ("신기록 2개" in mine.text, "신기록" in theirs.text) == (True, False)
    else:
        marked = {one["date"]: one["records"] for one in mine.json()["days"] if one["records"]}
        assert marked == {day.isoformat(): 2}
        assert not any(one["records"] for one in theirs.json()["days"])


async def test_holidays_stand_on_the_calendar_in_both_languages(world: World):
    named = {}
    for language in ("ko", "en"):
        month = await world.seen("calendar", month="2026-09", language=language)
        named[language] = {day["date"]: day["holiday"] for day in month["days"] if day["holiday"]}

    assert named["ko"] == {
        "2026-09-24": "추석 연휴",
        "2026-09-25": "추석",
        "2026-09-26": "추석 연휴",
    }
    assert named["en"]["2026-09-25"] == "Chuseok"


def test_the_table_of_holidays_is_what_the_library_knows():
    from importlib.resources import files

    from moim.contexts.insights import adapters

    assert (files(adapters) / TABLE).read_text(encoding="utf-8") == table(), (
        "run python -m tests.contexts.insights.holiday_table"
    )


def test_starting_does_not_load_what_only_some_answers_need():
    program = "import sys, moim.contexts.insights.context; print('holidays' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


async def test_an_answer_is_told_again_only_when_something_changed(world: World):
    first = await world.get("calendar")
    etag = first.headers["etag"]

    unchanged = await world.get("calendar", headers={"if-none-match": etag})
    await world.happens(world.recorded())
    changed = await world.get("calendar", headers={"if-none-match": etag})
    again = await world.get("calendar")

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.json()["total"]["workouts"] == 1
    assert again.content == changed.content
    assert first.headers["cache-control"].startswith("private")
    assert first.headers["vary"] == "accept-language"


async def test_an_answer_holds_for_its_day_its_language_and_its_reader_alone(world: World):
    etags = {(await world.get("calendar")).headers["etag"]}
    etags.add((await world.get("calendar", language="en")).headers["etag"])
    etags.add((await world.get("calendar", new_id())).headers["etag"])
    etags.add((await world.get("calendar", month="2026-10")).headers["etag"])
    etags.add((await world.get("calendar", first_weekday=6)).headers["etag"])
    world.now += timedelta(days=1)
    etags.add((await world.get("calendar")).headers["etag"])

    assert len(etags) == 6


async def test_every_route_is_described(world: World):
    document = (await world.client.get("/openapi.json")).json()

    for path in PATHS:
        operation = document["paths"][f"/v1/insights/{path}"]["get"]
        assert operation["summary"]
        assert operation["security"]
        assert "401" in operation["responses"]
    names = {
        parameter["name"]
        for parameter in document["paths"]["/v1/insights/totals.svg"]["get"]["parameters"]
    }
    assert names == {"by", "from", "to", "sport", "theme", "width", "height", "metric"}
    answer = document["paths"]["/v1/insights/calendar.png"]["get"]["responses"]["200"]
    assert list(answer["content"]) == ["image/png"]


async def test_streaks_count_days_and_weeks_in_a_row(world: World):
    await world.happens(
        world.registered(),
        *(world.recorded(day(at)) for at in ("2026-10-20", "2026-10-31", "2026-11-01")),
    )

    streaks = await world.seen("streaks")

    assert streaks["days"] == {"current": 2, "longest": 2, "longest_ends_on": "2026-11-01"}
    assert (streaks["weeks"]["current"], streaks["weeks"]["longest"]) == (2, 2)
