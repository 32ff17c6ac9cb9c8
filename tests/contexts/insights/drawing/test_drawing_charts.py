"""Lines, rows, lanes and the map of all ways."""

from datetime import date

import pytest

from moim.contexts.insights.adapters.drawing.heat_map import HeatMapView, draw_heat_map, step_of
from moim.contexts.insights.adapters.drawing.lanes import Lane, LanesView, draw_lanes, spans_of
from moim.contexts.insights.adapters.drawing.lines import Line, LinesView, draw_lines
from moim.contexts.insights.adapters.drawing.measures import pace
from moim.contexts.insights.adapters.drawing.rows import (
    ROWS_MAX,
    Amount,
    Group,
    RowsView,
    draw_rows,
)

from .samples import HOSTILE, SVG, described, painted, read, words


def lines(*given: Line, **changes) -> LinesView:
    view = {"title": "페이스", "axis": "distance", "write": lambda v: f"{pace(v)}/km"}
    view |= {"write_short": pace, "less_is_more": True, "unit": 60.0}
    return LinesView(**(view | {"lines": given} | changes))


RUN = Line(name="페이스", points=[(0.0, 330.0), (2500.0, 300.0), (5000.0, 360.0)])


def test_a_quick_pace_stands_above_a_slow_one():
    dotted = Line(name="페이스", points=RUN.points, dots=True)
    svg = draw_lines(lines(dotted), theme="light", language="ko")
    usual, quick, slow = (float(e.get("cy")) for e in read(svg).iter(f"{SVG}circle"))
    assert quick < usual < slow
    assert {"5'00\"", "6'00\"", "5 km"} <= set(words(svg))


def test_what_lines_say_is_told_in_words_too():
    _, told = described(draw_lines(lines(RUN), theme="dark", language="en", width=320))
    assert "least 5'00\"/km, most 6'00\"/km" in told


@pytest.mark.parametrize("axis", ["distance", "time", "day"])
@pytest.mark.parametrize("width", [320, 2400])
def test_lines_of_one_point_or_one_value_are_drawn(axis, width):
    for points in ([(0.0, 5.0)], [(0.0, 5.0), (10.0, 5.0)]):
        line = Line(name="x", points=points, stepped=True, dots=True)
        read(draw_lines(lines(line, axis=axis), theme="auto", language="ko", width=width))


def test_several_lines_are_told_apart_without_colour():
    other = Line(name="다른", points=RUN.points, token="behind")
    svg = draw_lines(lines(RUN, other), theme="light", language="ko")
    assert "stroke-dasharray" in svg
    assert {" 페이스", " 다른"} <= set(words(svg))


def test_an_area_ends_at_nothing_where_values_fall_below_it():
    line = Line(name="x", points=[(0.0, -50.0), (1.0, 50.0)], filled=True)
    view = lines(line, axis="day", less_is_more=False, unit=1.0, from_zero=True)
    area, _ = (
        e.get("d") for e in read(draw_lines(view, theme="light", language="ko")).iter(f"{SVG}path")
    )
    assert area.endswith("z")
    base = float(area.split("V")[1].split("H")[0])
    assert base < 360 - 34


def rows(count: int) -> RowsView:
    amounts = [Amount(name=f"구간 {n}", value=float(n), words=f"{n}분") for n in range(count)]
    return RowsView(title="심박 구간", groups=[Group(name="", amounts=amounts)])


def test_rows_are_as_high_as_they_need_and_no_more_than_can_be_read():
    few, many = (
        read(draw_rows(rows(count), theme="light", language="ko", width=320)) for count in (2, 500)
    )
    assert float(few.get("height")) < float(many.get("height")) < 2400
    bars = [e for e in many.iter(f"{SVG}rect") if list(e)]
    assert len(bars) == ROWS_MAX - 1  # the first is of nothing


def test_nothing_to_draw_says_what_to_do():
    view = RowsView(title="심박 구간", groups=[], nothing="심박수를 함께 기록하세요.")
    assert "심박수를 함께 기록하세요." in words(draw_rows(view, theme="dark", language="ko"))
    empty = lines(nothing="아직입니다.")
    assert "아직입니다." in words(draw_lines(empty, theme="dark", language="ko"))


def test_spans_are_from_when_it_began_until_the_day_before_it_ceased():
    days = [date(2026, 11, n) for n in (1, 3, 5, 5)]
    changes = list(zip(days, (True, True, False, True), strict=True))
    last = date(2026, 11, 9)
    assert spans_of(changes, last) == (
        [(date(2026, 11, 1), date(2026, 11, 4)), (date(2026, 11, 5), last)],
        True,
    )
    assert spans_of([(days[0], False)], last) == ([], False)


def test_lanes_say_what_holds_in_words():
    lane = Lane(name="이메일", spans=[(date(2026, 11, 1), date(2026, 11, 4))], holds=False)
    view = LanesView(
        title="동의",
        first=date(2026, 11, 1),
        last=date(2026, 11, 30),
        lanes=[lane],
        words=("동의", "거부"),
    )
    svg = draw_lanes(view, theme="light", language="ko", width=320)
    assert {"이메일", "거부", "11월 1일", "11월 30일"} <= set(words(svg))


def heat(*cells: tuple[int, int, int]) -> HeatMapView:
    return HeatMapView(
        title=HOSTILE,
        columns=20,
        lines=10,
        cell_m=50.0,
        cells=cells,
        workouts=9,
        shown=7,
    )


def test_cells_side_by_side_are_one_box_and_the_busiest_is_strongest():
    svg = draw_heat_map(heat((0, 0, 1), (1, 0, 1), (2, 0, 9)), theme="light", language="ko")
    boxes = [e.get("d") for e in read(svg).iter(f"{SVG}path")]
    assert len(boxes) == 2
    assert painted(svg, "heart-0")
    assert painted(svg, "heart-15")
    assert "운동 9회 중 이 지역의 7회" in words(svg)
    assert (step_of(1, 100), step_of(10, 100), step_of(100, 100), step_of(1, 1)) == (0, 8, 15, 8)


def test_no_way_at_all_is_said():
    assert "지도에 그릴 위치 기록이 없습니다" in words(
        draw_heat_map(heat(), theme="dark", language="ko", width=320)
    )
