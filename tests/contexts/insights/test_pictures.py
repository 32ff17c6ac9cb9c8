"""What the pictures of insights show."""

import struct
from array import array
from xml.etree import ElementTree as ET

import pytest

from moim.contracts.users import ProfileUpdated
from moim.contracts.workouts import GoalAchieved, GoalSet
from moim.kernel.ids import new_id
from moim.platform.http.kept import ONE_MAX, Kept
from tests.contexts.insights.world import World, day

SVG = "{http://www.w3.org/2000/svg}"


def told(answer) -> str:
    """A drawing's title and description, which must be there, as one text."""
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    root = ET.fromstring(answer.text)
    return f"{root.findtext(f'{SVG}title')} {root.findtext(f'{SVG}desc')}"


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


async def test_the_month_is_drawn_in_the_reader_s_language(world: World):
    await world.happens(world.registered(), world.recorded(day("2026-10-07")))

    korean = told(await world.get("calendar.svg", month="2026-10"))
    english = told(await world.get("calendar.svg", month="2026-10", language="en"))

    assert "2026년 10월 운동 달력" in korean
    assert "10.0 km" in korean
    assert "Workouts in October 2026" in english


async def test_a_picture_is_as_wide_as_asked_and_in_the_theme_asked(world: World):
    narrow = await world.get("calendar.svg", width=360, theme="dark")
    own = await world.get("calendar.svg")

    assert 'width="360"' in narrow.text
    assert "prefers-color-scheme" not in narrow.text
    assert "prefers-color-scheme" in own.text
    assert own.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )


async def test_totals_and_the_year_are_drawn(world: World):
    await world.happens(world.recorded())

    assert "주별 거리" in told(await world.get("totals.svg"))
    assert "월별 운동 횟수" in told(await world.get("totals.svg", by="month", metric="workouts"))
    assert "2026년 운동 기록" in told(await world.get("heatmap.svg"))


async def test_pixels_are_twice_as_fine_as_the_drawing(world: World):
    await world.happens(world.recorded())

    calendar = await world.get("calendar.png", width=360)
    again = await world.get("calendar.png", width=360)
    year = await world.get("heatmap.png", width=2400)

    assert calendar.headers["content-type"] == "image/png"
    assert size_of(calendar.content)[0] == 720
    assert again.content == calendar.content
    assert size_of(year.content)[0] == 4096


async def with_track(world: World, **changes) -> str:
    workout = world.recorded()
    world.shows_track(workout.workout_id, **changes)
    await world.happens(world.registered(), workout)
    return f"workouts/{workout.workout_id}"


@pytest.mark.parametrize(
    ("color", "legend"),
    [
        ("pace", "페이스 (분/km)"),
        ("heart_rate", "심박 (bpm)"),
        ("elevation", "고도"),
        ("gradient", "경사"),
    ],
)
async def test_a_course_is_coloured_by_what_is_asked(world: World, color, legend):
    workout = await with_track(world)

    drawing = await world.get(f"{workout}/map.svg", color=color)

    assert "한강 한 바퀴 지도" in told(drawing)
    assert legend in drawing.text


async def test_the_figures_of_a_course_are_those_that_count(world: World):
    workout = await with_track(world)

    assert "10.0 km · 50분 · 상승 120 m" in (await world.get(f"{workout}/map.svg")).text


async def test_a_course_is_drawn_before_its_figures_arrive(world: World):
    workout = new_id()
    world.shows_track(workout)

    assert "12.6 km · 1시간 10분" in (await world.get(f"workouts/{workout}/map.svg")).text


async def test_the_profile_of_a_course_is_drawn(world: World):
    workout = await with_track(world)

    assert "한강 한 바퀴 고도 그래프" in told(await world.get(f"{workout}/profile.svg"))
    plain = await world.get(f"{workout}/profile.svg", color="plain", height=240)
    assert 'height="240"' in plain.text


async def test_a_course_has_pixels_too(world: World):
    workout = await with_track(world)

    png = await world.get(f"{workout}/map.png", width=320, height=240)

    assert size_of(png.content) == (640, 480)


async def test_a_course_without_a_name_is_called_by_its_sport_and_day(world: World):
    id = new_id()
    path = f"workouts/{id}/map.svg"
    world.shows_track(id, title=None)

    assert "달리기 · 11월 2일 지도" in told(await world.get(path))
    assert "Map of Run · 2 Nov" in told(await world.get(path, language="en"))

    world.shows_track(id, title=None, started_at=day("2026-10-31"))

    assert "달리기 · 10월 31일 지도" in told(await world.get(path))


async def test_companions_are_on_the_map_of_who_asks_for_them_and_may_see_them(world: World):
    mine, shown, hidden = new_id(), new_id(), new_id()
    world.shows_track(mine)
    world.shows_track(shown)
    world.shows_track(hidden, new_id())
    world.tracks.beside[mine] = [shown, hidden]
    path = f"workouts/{mine}/map.svg"

    alone = await world.get(path)
    together = await world.get(path, companions="true")

    assert "함께한 1명이 간 길" in told(together)
    assert "함께한" not in alone.text
    assert together.text.count("<path") > alone.text.count("<path")
    assert together.headers["etag"] != alone.headers["etag"]


async def test_a_renamed_course_is_drawn_anew(world: World):
    workout = world.recorded()
    await world.happens(workout)
    world.shows_track(workout.workout_id, title="아침")
    path = f"workouts/{workout.workout_id}/map.svg"
    before = await world.get(path)
    same = await world.get(path, headers={"if-none-match": before.headers["etag"]})

    world.shows_track(workout.workout_id, title="저녁")
    after = await world.get(path, headers={"if-none-match": before.headers["etag"]})

    assert same.status_code == 304
    assert "저녁 지도" in told(after)


async def test_a_cropped_course_is_drawn_anew(world: World):
    workout = await with_track(world)
    before = await world.get(f"{workout}/map.svg")

    for (id, _), track in [*world.tracks.shown.items()]:
        columns = {name: column[:300] for name, column in track.columns.items()}
        world.shows_track(id, columns=columns)
    after = await world.get(f"{workout}/map.svg", headers={"if-none-match": before.headers["etag"]})

    assert after.status_code == 200
    assert after.text != before.text


async def test_pace_comes_from_way_and_time_where_no_speed_was_recorded(world: World):
    seconds = [float(second) for second in range(600)]
    columns = {
        "time_s": array("d", seconds),
        "lat": array("d", [37.5 + second / 40_000 for second in seconds]),
        "lon": array("d", [127.0] * 600),
        "distance_m": array("d", [3.0 * second for second in seconds]),
    }
    workout = await with_track(world, columns=columns)

    drawing = await world.get(f"{workout}/map.svg")

    assert "페이스 (분/km)" in drawing.text
    assert "5'33&quot;" in drawing.text or "5&#39;33&quot;" in drawing.text


async def test_an_indoor_workout_has_no_map_but_says_why(world: World):
    seconds = [float(second) for second in range(60)]
    columns = {"time_s": array("d", seconds), "heart_rate_bpm": array("d", [140.0] * 60)}
    workout = await with_track(world, columns=columns, sport="indoor_ride")

    assert "지도에 그릴 위치 기록이 없습니다" in told(await world.get(f"{workout}/map.svg"))
    assert "고도 기록이 없습니다" in told(await world.get(f"{workout}/profile.svg"))


async def test_a_stranger_s_workout_is_not_found(world: World):
    workout = await with_track(world)

    for picture in ("map.svg", "map.png", "profile.svg", "profile.png"):
        answer = await world.get(f"{workout}/{picture}", new_id())
        assert (answer.status_code, answer.json()["code"]) == (404, "course-not-found")


@pytest.mark.parametrize(
    ("metric", "period", "title", "amount"),
    [
        ("distance", "year", "올해 100 km", "10.0 km"),
        ("time/ride", "week", "이번 주 자전거 시간 27시간 46분", "0초"),
        ("climb", "day", "오늘 상승 100,000 m", "120 m"),
        ("count", "month", "이번 달 100,000회", "1회"),
        ("active_days/run", "2026-11-01/2026-12-31", "11월 1일 – 12월 31일 달리기 활동", "1일"),
    ],
)
async def test_a_goal_is_called_by_what_it_aims_at(world: World, metric, period, title, amount):
    goal = new_id()
    aim = {"goal_id": goal, "user_id": world.somebody, "metric": metric, "target": 100_000.0}
    await world.happens(world.recorded(), GoalSet(**aim, period=period))

    ring = await world.get(f"goals/{goal}/ring.svg")

    assert title in told(ring)
    assert amount in ring.text
    assert title in told(await world.get(f"goals/{goal}/curve.svg", height=300))


async def test_a_goal_reads_in_english_too(world: World):
    goal = new_id()
    aim = {"goal_id": goal, "user_id": world.somebody, "metric": "active_days", "target": 1.0}
    await world.happens(
        world.recorded(),
        GoalSet(**aim, period="month"),
        GoalAchieved(**aim, reached_at=world.now),
    )

    ring = told(await world.get(f"goals/{goal}/ring.svg", language="en"))

    assert "This month active 1 day" in ring
    assert "Reached on 2 Nov" in ring


async def test_a_hostile_name_stays_text(world: World):
    named = {"user_id": world.somebody, "nickname": "<script>&", "region": None, "locale": "ko"}
    await world.happens(ProfileUpdated(**named, timezone="Asia/Seoul"), world.recorded())
    id = (await world.ask_chart()).json()["id"]
    await world.settle()

    drawing = await world.get(f"charts/{id}.svg")

    assert "<script" not in drawing.text
    assert "<script>&" in told(drawing)


def test_what_was_used_last_is_kept_and_the_oldest_makes_room():
    kept = Kept(bytes_max=100)
    for name in "abc":
        kept.put(name, b"." * 40)
        kept.get("a")

    assert [kept.get(name) is not None for name in "abc"] == [True, False, True]


def test_an_answer_that_would_fill_the_room_alone_is_not_kept():
    kept = Kept()

    kept.put("large", bytes(ONE_MAX + 1))

    assert kept.get("large") is None
