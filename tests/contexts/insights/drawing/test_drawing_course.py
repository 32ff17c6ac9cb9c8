"""Maps and profiles of courses: true to scale, small, honest about gaps."""

import dataclasses
import itertools
import math
import re
import xml.etree.ElementTree as ET
from array import array
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contexts.insights.adapters.drawing.course import CourseView
from moim.contexts.insights.adapters.drawing.course_map import draw_map
from moim.contexts.insights.adapters.drawing.profile import draw_profile
from moim.contexts.insights.adapters.drawing.theme import COLOURS

from .samples import HOSTILE, SVG, course, described, painted, read, words

DEVICES = Path(__file__).parents[5] / "shared" / "data" / "devices" / "gpx"
COLOURINGS = ["pace", "heart_rate", "elevation", "gradient", "plain"]


def strokes(svg: str) -> list[ET.Element]:
    """The course's own lines: the paths with a casing before them."""
    group = next(e for e in read(svg).iter(f"{SVG}g") if e.get("stroke-linecap") == "round")
    return list(group)


@pytest.mark.parametrize("color", COLOURINGS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_colouring_draws_in_both_languages(color, language):
    svg = draw_map(course(), color=color, theme="light", language=language)
    assert "12.6 km" in described(svg)[1]
    assert len(strokes(svg)) == 2 if color == "plain" else len(strokes(svg)) > 8


def test_the_line_has_a_casing_and_at_most_a_colour_a_ramp_step():
    for color in COLOURINGS:
        casing, *lines = strokes(draw_map(course(9000), color=color, theme="light", language="ko"))
        assert casing.get("stroke") == COLOURS["casing"][0]
        assert 1 <= len(lines) <= 17
        assert float(casing.get("stroke-width")) > float(lines[0].get("stroke-width"))


def test_the_legend_tells_what_the_colours_mean():
    seen = words(draw_map(course(), color="pace", theme="light", language="ko"))
    assert "페이스 (분/km)" in seen
    assert "5'30\"" in seen
    seen = words(draw_map(course(sport="ride"), color="pace", theme="light", language="en"))
    assert "Speed (km/h)" in seen
    seen = words(draw_map(course(), color="heart_rate", theme="light", language="ko"))
    assert "150" in seen


def test_faster_is_brighter():
    straight = [37.5 + index * 0.0002 for index in range(400)]
    view = course(
        lat_deg=straight,
        lon_deg=[127.0] * 400,
        pace_s_per_km=[400.0] * 200 + [240.0] * 200,
        elevation_m=None,
    )
    _, *lines = strokes(draw_map(view, color="pace", theme="light", language="ko"))
    slow, fast = COLOURS["pace-0"][0], COLOURS["pace-15"][0]
    first_y = {
        line.get("stroke"): float(re.match(r"M\S+ ([\d.]+)", line.get("d")).group(1))
        for line in lines
    }
    assert first_y[slow] > first_y[fast]  # it runs north, so the fast end is higher up


def test_a_colour_without_data_falls_back_to_plain_and_says_so():
    svg = draw_map(course(heart_rate_bpm=None), color="heart_rate", theme="light", language="ko")
    assert "심박 데이터 없음" in words(svg)
    assert len(strokes(svg)) == 2


def test_a_gap_breaks_the_line():
    view = course()
    lat = list(view.lat_deg)
    lat[200:260] = [math.nan] * 60
    whole = strokes(draw_map(view, color="plain", theme="light", language="ko"))[0].get("d")
    broken = draw_map(
        dataclasses.replace(view, lat_deg=lat), color="plain", theme="light", language="ko"
    )
    assert whole.count("M") == 1
    assert strokes(broken)[0].get("d").count("M") == 2


def test_no_kilometre_mark_stands_in_a_gap():
    view = course(distance_m=[index * 21.0 for index in range(600)])
    lat = list(view.lat_deg)
    lat[180:250] = [math.nan] * 70
    assert "4" in words(draw_map(view, theme="light", language="ko", height=900))
    cut = dataclasses.replace(view, lat_deg=lat)
    assert "4" not in words(draw_map(cut, theme="light", language="ko", height=900))


def test_kilometre_marks_do_not_crowd():
    lengths = {3000.0: 1, 12_600.0: 1, 42_195.0: 5, 180_000.0: 20}
    for length, least in lengths.items():
        way = [length * index / 599 for index in range(600)]
        seen = words(draw_map(course(distance_m=way), theme="light", language="ko", width=360))
        marks = [int(word) for word in seen if word.isdigit() and word != "0"]
        assert 0 < len(marks) <= 14
        assert all(mark % least == 0 for mark in marks)


def test_the_aspect_of_the_ground_is_kept():
    side = 0.01 / math.cos(math.radians(37.5))
    view = CourseView(
        title="네모",
        lat_deg=[37.495, 37.495, 37.505, 37.505],
        lon_deg=[127 - side / 2, 127 + side / 2, 127 + side / 2, 127 - side / 2],
    )
    d = strokes(draw_map(view, color="plain", theme="light", language="ko", width=900))[0].get("d")
    east, north = re.findall(r"-?\d*\.?\d+", d)[2], re.findall(r"-?\d*\.?\d+", d)[5]
    assert abs(float(east)) == pytest.approx(abs(float(north)), rel=0.005)


def test_the_scale_bar_tells_the_truth():
    view = CourseView(title="1 km", lat_deg=[37.5, 37.5089932], lon_deg=[127.0, 127.0])
    svg = draw_map(view, color="plain", theme="light", language="ko")
    length_px = abs(float(re.findall(r"-?\d*\.?\d+", strokes(svg)[0].get("d"))[3]))
    bar = next(e for e in read(svg).iter(f"{SVG}path") if "v5h" in e.get("d", ""))
    bar_px = float(re.search(r"h([\d.]+)", bar.get("d")).group(1))
    bar_m = float(next(w for w in words(svg) if re.fullmatch(r"\d+ m", w)).removesuffix(" m"))
    assert bar_m / bar_px == pytest.approx(1000 / length_px, rel=0.01)


def test_a_course_over_the_date_line_stays_in_one_piece():
    view = CourseView(title="", lat_deg=[0.0, 0.01], lon_deg=[179.995, -179.995])
    svg = draw_map(view, color="plain", theme="light", language="ko")
    assert "1 km" not in described(svg)[1]
    assert "1.6 km" in described(svg)[1]


def test_ten_thousand_points_stay_below_sixty_kilobytes_even_as_noise():
    rng = np.random.default_rng(7)
    noise = CourseView(
        title="noise",
        lat_deg=37.5 + np.cumsum(rng.normal(0, 1e-4, 10_000)),
        lon_deg=127 + np.cumsum(rng.normal(0, 1e-4, 10_000)),
        pace_s_per_km=rng.uniform(200, 900, 10_000),
    )
    for view in (course(10_000), noise):
        for width, height in ((360, 480), (2400, 2400)):
            svg = draw_map(view, theme="auto", language="ko", width=width, height=height)
            assert len(svg.encode()) < 60_000


def test_lists_arrays_and_numpy_draw_the_same():
    view = course()

    def converted(kind) -> str:
        columns = {
            name: kind(getattr(view, name))
            for name in ("lat_deg", "lon_deg", "elevation_m", "pace_s_per_km", "heart_rate_bpm")
        }
        return draw_map(dataclasses.replace(view, **columns), theme="light", language="ko")

    assert converted(list) == converted(lambda c: array("d", c)) == converted(np.asarray)


@pytest.mark.parametrize("draw", [draw_map, draw_profile])
@pytest.mark.parametrize("lat", [[], [37.5], [math.nan] * 5, [math.nan, 37.5, math.nan]], ids=len)
def test_no_course_gives_a_designed_empty_state(draw, lat):
    view = CourseView(title=HOSTILE, lat_deg=lat, lon_deg=[127.0] * len(lat))
    for language, sentence in (("ko", "없습니다"), ("en", "No ")):
        svg = draw(view, theme="light", language=language, width=360)
        assert sentence in described(svg)[1]
        assert len(words(svg)) >= 2
        assert painted(svg, "accent-soft")


def test_a_hostile_title_is_only_text():
    for draw in (draw_map, draw_profile):
        svg = draw(course(title=HOSTILE), theme="auto", language="ko", width=360)
        assert "<script" not in svg
        assert "<script>" in described(svg)[0]


def test_the_description_holds_no_coordinates():
    name, description = described(draw_map(course(), theme="light", language="ko"))
    assert "37.5" not in name + description
    assert "126.9" not in name + description


def test_the_profile_tells_climb_fall_top_and_heart_rate():
    svg = draw_profile(course(elevation_loss_m=118.0), theme="light", language="ko")
    seen = words(svg)
    assert {"상승", "120 m", "하강", "118 m", "최고", "55 m", "평균 심박", "150 bpm"} <= set(seen)
    assert painted(svg, "pulse")
    assert "하강 118 m" in described(svg)[1]


def test_a_profile_without_heart_rate_has_no_pulse_line_and_plain_no_legend():
    view = course(heart_rate_bpm=None)
    plain = draw_profile(view, color="plain", theme="light", language="en")
    assert not painted(plain, "pulse")
    assert "Gradient" not in words(plain)
    assert "Gradient" in words(draw_profile(view, theme="light", language="en"))


def test_a_flat_way_does_not_look_like_mountains():
    view = course(elevation_m=[10 + (index % 2) for index in range(600)])
    seen = words(draw_profile(view, color="plain", theme="light", language="ko"))
    axis = [int(word) for word in seen if re.fullmatch(r"\d+", word)]
    assert max(axis) >= 40


def test_climbing_counts_hills_and_not_noise():
    noise = np.array([100.0, 101.0] * 500)
    assert g.climb_and_fall(noise) == (0.0, 0.0)
    hill = np.concatenate((np.linspace(0, 100, 60), np.linspace(100, 20, 60)))
    up, down = g.climb_and_fall(hill)
    assert 97 <= up <= 100
    assert 74 <= down <= 80


def test_the_gradient_of_an_even_climb_is_its_slope():
    way = np.linspace(0, 2000, 500)
    slope = g.slope_percent(way * 0.08, way, 100.0)
    assert slope[50:-50] == pytest.approx(8.0, abs=0.1)


points = st.lists(
    st.tuples(
        st.floats(-90, 90) | st.just(math.nan),
        st.floats(-180, 180),
        st.floats(),
        st.floats(),
        st.floats(),
        st.floats(),
    ),
    max_size=30,
)


@settings(max_examples=120, deadline=None)
@given(
    rows=points,
    color=st.sampled_from(COLOURINGS),
    size=st.sampled_from([(320, 240), (360, 480), (1200, 900)]),
    language=st.sampled_from(["ko", "en"]),
    measured=st.booleans(),
)
def test_any_numbers_draw_without_a_nan(rows, color, size, language, measured):
    lat, lon, way, height, pace, beat = zip(*rows, strict=True) if rows else ((),) * 6
    view = CourseView(
        title="x",
        lat_deg=lat,
        lon_deg=lon,
        distance_m=way if measured else None,
        elevation_m=height,
        pace_s_per_km=pace,
        heart_rate_bpm=beat,
    )
    look = {"theme": "light", "language": language, "width": size[0], "height": size[1]}
    read(draw_map(view, color=color, **look))
    read(draw_profile(view, **look))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 800), st.floats(0, 800)), min_size=2, max_size=60),
    st.floats(0.1, 20),
)
def test_simplifying_never_moves_the_line_further_than_the_tolerance(line, tolerance):
    x, y = (np.array(column) for column in zip(*line, strict=True))
    kept = np.flatnonzero(g.simplify(x, y, tolerance))
    for first, last in itertools.pairwise(kept):
        for index in range(first + 1, last):
            along = np.array([x[last] - x[first], y[last] - y[first]])
            to = np.array([x[index] - x[first], y[index] - y[first]])
            square = along @ along
            share = np.clip(to @ along / square, 0, 1) if square else 0.0
            assert np.hypot(*(to - share * along)) <= tolerance * 1.0001 + 1e-9


@pytest.mark.skipif(not DEVICES.is_dir(), reason="the shared device files are not here")
def test_a_real_mountain_track_is_drawn():
    root = ET.parse(DEVICES / "gpxpy_korita-zbevnica.gpx").getroot()
    space = root.tag.split("}")[0] + "}"
    found = list(root.iter(f"{space}trkpt"))
    view = CourseView(
        title="산길",
        lat_deg=[float(point.get("lat")) for point in found],
        lon_deg=[float(point.get("lon")) for point in found],
        elevation_m=[float(point.findtext(f"{space}ele", "nan")) for point in found],
        sport="hike",
    )
    svg = draw_map(view, color="elevation", theme="dark", language="ko", width=1200)
    assert len(svg) < 20_000
    assert "27.6 km" in described(svg)[1]
    assert "1,051 m" in words(draw_profile(view, theme="light", language="ko"))
