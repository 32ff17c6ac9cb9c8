"""The writer: nothing hostile, broken or without a name comes out of it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.insights.adapters.drawing.measures import (
    amount,
    difference,
    distance,
    duration,
    metres,
    pace,
)
from moim.contexts.insights.adapters.drawing.svg import (
    Canvas,
    DrawingSize,
    clean,
    escape,
    fit,
    number,
    text_width,
)
from moim.contexts.insights.adapters.drawing.theme import BODY, COLOURS, TITLE, stylesheet

from .samples import HOSTILE, described, read, words


def drawn(title: str, theme: str = "light") -> str:
    canvas = Canvas(width=360, height=120, theme=theme, language="ko")
    canvas.text(10, 20, title, BODY)
    with canvas.group(hint=title):
        canvas.rect(0, 0, 10, 10, fill="accent", hint=title)
    return canvas.finish(title=title, description=title)


def test_a_hostile_title_is_text_and_nothing_else():
    svg = drawn(HOSTILE)
    assert "<script" not in svg
    assert "<script>alert(1)</script>" in words(svg)[0]
    assert "\u202e" not in svg
    svg.encode()


@given(st.text())
def test_any_text_gives_a_well_formed_picture(title):
    assert read(drawn(title)).tag.endswith("svg")


@given(st.text(), st.floats(min_value=20, max_value=600))
def test_fitted_text_is_never_wider_than_its_room(text, room):
    assert text_width(fit(text, TITLE, room), TITLE) <= room


def test_long_text_is_cut_with_an_ellipsis():
    assert len(clean("가" * 5000)) == 400
    assert clean("가" * 5000).endswith("…")
    assert escape("<&>\"'") == "&lt;&amp;&gt;&quot;&#39;"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_numbers_are_short_and_close(value):
    written = number(value)
    assert "e" not in written
    assert written != "-0"
    assert math.isclose(float(written), value, abs_tol=0.0500001, rel_tol=1e-12)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_never_drawn(value):
    with pytest.raises(ValueError, match="not finite"):
        number(value)


@pytest.mark.parametrize("width", [0, 319, 2401, 10**9])
def test_a_picture_too_small_or_too_large_is_refused_with_its_limits(width):
    with pytest.raises(DrawingSize) as refused:
        Canvas(width=width, height=100, theme="light", language="ko")
    assert "320" in refused.value.sentence("ko")
    assert "2400" in refused.value.sentence("en")


def test_a_fixed_theme_needs_no_style_sheet_and_auto_has_both_themes_in_one():
    light, dark, auto = (drawn("가", theme) for theme in ("light", "dark", "auto"))
    assert "<style" not in light + dark
    assert COLOURS["accent"][0] in light
    assert COLOURS["accent"][1] in dark
    assert all(colour in auto for colour in COLOURS["accent"])
    assert "prefers-color-scheme:dark" in auto


def test_every_picture_is_named_described_and_told_in_its_language():
    svg = drawn("아침 달리기")
    assert described(svg) == ("아침 달리기", "아침 달리기")
    assert read(svg).get("lang") == "ko"


def test_two_different_pictures_on_one_page_do_not_share_ids():
    assert read(drawn("하나")).get("aria-labelledby") != read(drawn("둘")).get("aria-labelledby")


def luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "sunday", "saturday", "behind", "pulse"])
def test_text_stands_out_from_paper_and_cell_by_four_and_a_half(ink, side):
    for ground in ("paper", "cell"):
        assert contrast(COLOURS[ink][side], COLOURS[ground][side]) >= 4.5


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ramp", ["pace", "heart", "height"])
def test_a_ramp_grows_lighter_at_every_step_so_grey_still_tells_its_order(ramp, side):
    steps = [luminance(COLOURS[f"{ramp}-{step}"][side]) for step in range(16)]
    assert steps == sorted(steps)
    assert len(set(steps)) == 16


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_downhill_is_blue_and_uphill_orange_with_grey_between(side):
    def redness(step: int) -> int:
        colour = COLOURS[f"slope-{step}"][side]
        return int(colour[1:3], 16) - int(colour[5:7], 16)

    assert redness(0) < -60
    assert redness(15) > 60
    assert abs(redness(7)) < 30
    assert abs(redness(8)) < 30


def test_the_style_sheet_names_each_token_once_a_theme():
    assert stylesheet(["ink", "ink"]).count(".mf-ink{") == 2


def test_quantities_are_written_as_people_write_them():
    assert distance(850) == "850 m"
    assert distance(12_345) == "12.3 km"
    assert distance(999.7) == "1.0 km"
    assert distance(1_234_567) == "1,235 km"
    assert distance(math.nan) == "–"
    assert pace(330) == "5'30\""
    assert pace(359.6) == "6'00\""
    assert pace(0) == "–"
    assert duration(4980, "ko") == "1시간 23분"
    assert duration(4980, "en") == "1h 23m"
    assert duration(3600, "ko") == "1시간"
    assert duration(42, "ko") == "42초"
    assert metres(-3.4) == "−3 m"
    assert amount(3, "workouts", "ko") == "3회"
    assert amount(1, "workouts", "en") == "1 workout"


def test_a_difference_carries_its_sign_and_no_difference_is_plus_minus_zero():
    assert difference(12_000, 10_000, "distance_m", "ko") == "+2.0 km"
    assert difference(0, 3900, "moving_s", "ko") == "−1시간 5분"
    assert difference(5.2, 5.0, "elevation_gain_m", "en") == "±0"
