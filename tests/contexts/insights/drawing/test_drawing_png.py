"""PNG: our own fonts, the size that was asked for, the same bytes each time."""

import struct

import pytest

from moim.contexts.insights.adapters.drawing.calendar import draw_month
from moim.contexts.insights.adapters.drawing.course_map import draw_map
from moim.contexts.insights.adapters.drawing.png import to_png
from moim.contexts.insights.adapters.drawing.svg import Canvas, DrawingSize
from moim.contexts.insights.adapters.drawing.theme import TITLE
from moim.platform import fonts

from .samples import HOSTILE, course, month


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def lettered(title: str, theme: str = "light", height: int = 120) -> str:
    canvas = Canvas(width=320, height=height, theme=theme, language="ko")
    canvas.text(10, 40, title, TITLE)
    return canvas.finish(title="t", description="d")


@pytest.mark.parametrize("width", [16, 360, 720])
def test_the_picture_has_the_width_asked_for_and_keeps_its_shape(width):
    svg = draw_map(course(), theme="dark", language="ko", width=720, height=540)
    assert size_of(to_png(svg, width)) == (width, width * 540 // 720)


def test_the_same_drawing_gives_the_same_bytes():
    svg = draw_month(month(), theme="light", language="ko", width=360)
    assert to_png(svg, 360) == to_png(svg, 360)


def test_korean_is_really_set_in_our_font():
    blank, one, other = (to_png(lettered(text), 240) for text in ("", "가나다", "라마바"))
    assert len({blank, one, other}) == 3
    assert all(path.endswith(".otf") for path in fonts.paths())


def test_characters_without_a_glyph_become_a_box_and_emoji_nothing():
    assert to_png(lettered("러닝 🏃🏽‍♀️⛰️"), 240) == to_png(lettered("러닝 "), 240)
    assert to_png(lettered("東"), 240) == to_png(lettered("□"), 240)


def test_light_and_dark_differ_and_auto_comes_out_light():
    light, dark, auto = (to_png(lettered("가", theme), 240) for theme in ("light", "dark", "auto"))
    assert light != dark
    assert auto == light


def test_hostile_text_renders():
    assert size_of(to_png(lettered(HOSTILE), 240)) == (240, 90)


@pytest.mark.parametrize("width", [0, 15, 4097, 10**7])
def test_a_width_beyond_the_limits_is_refused(width):
    with pytest.raises(DrawingSize):
        to_png(lettered("가"), width)


def test_too_many_pixels_are_refused():
    with pytest.raises(DrawingSize) as refused:
        to_png(lettered("가", height=2400), 4096)
    assert "1460" in refused.value.sentence("en")


@pytest.mark.parametrize("text", ["", "<html/>", "<svg xmlns='x'/>", "x" * 3_000_000])
def test_what_is_not_a_drawing_is_not_rendered(text):
    with pytest.raises(ValueError, match="not a drawing"):
        to_png(text, 360)
