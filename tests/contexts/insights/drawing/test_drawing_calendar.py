"""The month calendar shows each day, week and total, in both languages, at any width."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.insights.adapters.drawing.calendar import draw_month
from moim.contexts.insights.adapters.drawing.measures import Totals
from moim.contexts.insights.adapters.drawing.month_view import CalendarDay, CalendarWeek, MonthView

from .samples import HOSTILE, SVG, described, month, painted, read, words


def test_every_day_of_the_month_is_there_once():
    seen = words(draw_month(month(), theme="light", language="ko", width=720))
    assert [word for word in seen if word.isdigit()] == [str(day) for day in range(1, 32)]


def test_distances_totals_and_the_change_are_written():
    seen = words(draw_month(month(), theme="light", language="ko", width=720))
    assert "2026년 10월" in seen
    assert "10.2 km" in seen
    assert "42.2 km" in seen
    assert seen.count("52.4 km") == 2  # month and week
    assert "−7.6 km" in seen
    assert "4시간 48분" in seen


def test_english_readers_get_english():
    svg = draw_month(month(), theme="dark", language="en", width=360)
    seen = words(svg)
    assert {"October 2026", "Sun", "Distance", "Run", "Goal reached", "vs last month"} <= set(seen)
    name, description = described(svg)
    assert name == "Workouts in October 2026"
    assert "Mon 5 Oct · Run · Gym · 42.2 km" in description


def test_weekdays_start_where_the_user_starts_the_week():
    def header(first_weekday: int) -> list[str]:
        view = month(first_weekday=first_weekday, weeks=[])
        seen = words(draw_month(view, theme="light", language="ko", width=360))
        return [word for word in seen if word in set("월화수목금토일")]

    assert header(6) == list("일월화수목금토")
    assert header(0) == list("월화수목금토일")


def test_a_holiday_is_named_beside_its_day_or_below_when_narrow():
    wide = words(draw_month(month(), theme="light", language="ko", width=1200))
    narrow = words(draw_month(month(), theme="light", language="ko", width=360))
    assert "한글날" in wide
    assert "9일 한글날" in narrow


def test_a_hostile_holiday_stays_text():
    day = CalendarDay(date=date(2026, 10, 9), holiday=HOSTILE)
    svg = draw_month(month(days=[day]), theme="light", language="ko", width=360)
    assert "<script" not in svg
    read(svg)


def test_sports_differ_in_shape_and_not_in_colour_alone():
    days = [
        CalendarDay(date=date(2026, 10, index + 1), totals=Totals(workouts=1), sports=(sport,))
        for index, sport in enumerate(("run", "ride", "walk", "hike", "swim", "strength", "ski"))
    ]
    svg = draw_month(month(days=days), theme="light", language="ko", width=720)
    shapes = {element.get("points", "").count(",") for element in read(svg).iter(f"{SVG}polygon")}
    assert {3, 4, 5, 6} <= shapes
    assert {"달리기", "자전거", "걷기", "등산", "수영", "근력·실내", "기타"} <= set(words(svg))


def test_more_distance_makes_a_larger_mark():
    svg = draw_month(month(), theme="light", language="ko", width=720)
    run = [
        float(element.get("r", "0"))
        for element in read(svg).iter(f"{SVG}circle")
        if element.get("fill") == "#0a8a78"
    ]
    assert run[0] < run[1]


def test_the_goal_mark_appears_on_the_day_it_was_reached_and_only_then():
    reached = draw_month(month(), theme="light", language="ko", width=360)
    plain = draw_month(month(days=[]), theme="light", language="ko", width=360)
    assert painted(reached, "gold")
    assert not painted(plain, "gold")
    assert "목표 달성" in described(reached)[1]


def test_a_month_without_workouts_says_so_and_keeps_its_days():
    view = month(days=[], weeks=[], total=Totals(), previous=None)
    seen = words(draw_month(view, theme="light", language="ko", width=720))
    assert any("아직 운동 기록이 없습니다" in word for word in seen)
    assert "31" in seen


def test_the_same_month_gives_the_same_text():
    assert draw_month(month(), theme="auto", language="ko", width=360) == draw_month(
        month(), theme="auto", language="ko", width=360
    )


def test_a_full_month_stays_small():
    days = [
        CalendarDay(
            date=date(2026, 10, day),
            totals=Totals(workouts=3, distance_m=9e4, moving_s=9e3, elevation_gain_m=900),
            sports=("run", "ride", "swim"),
            goal_reached=True,
            holiday="임시공휴일",
        )
        for day in range(1, 32)
    ]
    for width in (360, 1200):
        for theme in ("light", "auto"):
            svg = draw_month(month(days=days), theme=theme, language="ko", width=width)
            assert len(svg.encode()) < 45_000


finite = st.floats(allow_nan=True, allow_infinity=True)
some_totals = st.builds(
    Totals,
    workouts=st.integers(0, 10**6),
    distance_m=finite,
    moving_s=finite,
    elevation_gain_m=finite,
)


@settings(max_examples=60, deadline=None)
@given(
    first=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    first_weekday=st.integers(0, 6),
    each=st.lists(some_totals, max_size=40),
    sports=st.lists(st.sampled_from(["run", "ride", "swim", "unknown", ""]), max_size=4),
    width=st.sampled_from([320, 360, 619, 620, 900, 1200, 2400]),
    language=st.sampled_from(["ko", "en"]),
)
def test_any_month_of_any_numbers_is_drawn(first, first_weekday, each, sports, width, language):
    days = [
        CalendarDay(date=first + timedelta(days=index), totals=sums, sports=tuple(sports))
        for index, sums in enumerate(each)
    ]
    view = MonthView(
        month=first,
        first_weekday=first_weekday,
        today=first,
        days=days,
        weeks=[CalendarWeek(starts_on=first, totals=sums) for sums in each[:6]],
        total=each[0] if each else Totals(),
        previous=each[-1] if each else None,
    )
    read(draw_month(view, theme="light", language=language, width=width))


@pytest.mark.parametrize("width", [100, 5000])
def test_a_width_beyond_the_limits_is_refused(width):
    with pytest.raises(Exception, match="drawing-size"):
        draw_month(month(), theme="light", language="ko", width=width)
