"""Pixels: a drawing of ours as PNG, with our fonts alone, the same on every machine."""

import re

import resvg_py

from moim.contexts.insights.adapters.drawing.svg import DrawingSize, within
from moim.platform import fonts

PNG_WIDTHS = (16, 4096)
SVG_CHARACTERS_MAX = 2_000_000
PIXELS_MAX = 16_000_000

_SIZE = re.compile(r'<svg [^>]*viewBox="0 0 (\d+) (\d+)"')


def to_png(svg: str, width_px: int) -> bytes:
    """An SVG text drawn by this package as PNG, ``width_px`` wide (16–4096), height in proportion.

    Only for our own drawings: nothing here looks for references to other files. Characters that
    Pretendard lacks become a box, emoji nothing. An ``auto`` drawing comes out light.
    Raises DrawingSize when the picture would be too large, ValueError when it is no drawing.
    """
    within("width", width_px, PNG_WIDTHS)
    size = _SIZE.match(svg)
    if size is None or len(svg) > SVG_CHARACTERS_MAX:
        raise ValueError("not a drawing of ours")
    width, height = (int(side) for side in size.groups())
    if width_px * width_px * height > PIXELS_MAX * width:
        raise DrawingSize(field="width", least=16, most=int((PIXELS_MAX * width / height) ** 0.5))
    return resvg_py.svg_to_bytes(
        svg_string=fonts.drawable(svg),
        width=width_px,
        skip_system_fonts=True,
        font_files=list(fonts.paths()),
        font_family="Pretendard",
        sans_serif_family="Pretendard",
    )
