"""Whose a drawing is: their photo, round and small, at the top right of it."""

import base64
import io
import re

from PIL import Image, ImageDraw

from moim.contexts.insights.adapters.drawing.furniture import PORTRAIT_PX as SIDE
from moim.contexts.insights.adapters.drawing.furniture import margin

PIXELS = 3 * SIDE
QUALITY = 82

_SIZE = re.compile(r'<svg [^>]*viewBox="0 0 (\d+) \d+"')


def round_portrait(photo: bytes) -> str:
    """A square WebP of ours as a small round one, as a ``data:`` address."""
    with Image.open(io.BytesIO(photo), formats=("WEBP",)) as opened:
        small = opened.convert("RGB").resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)
    mask = Image.new("L", (4 * PIXELS, 4 * PIXELS))
    ImageDraw.Draw(mask).ellipse((0, 0, 4 * PIXELS - 1, 4 * PIXELS - 1), fill=255)
    small.putalpha(mask.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS))
    written = io.BytesIO()
    small.save(written, "WEBP", quality=QUALITY, method=4)
    return f"data:image/webp;base64,{base64.b64encode(written.getvalue()).decode()}"


def with_portrait(drawing: str, portrait: str) -> str:
    """The drawing of this package with that address of a picture at its top right."""
    size = _SIZE.match(drawing)
    if size is None:
        raise ValueError("not a drawing of ours")
    width = int(size[1])
    x, y = width - margin(width) - SIDE, margin(width) - 6
    image = f'<image href="{portrait}" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}"/>'
    return drawing.removesuffix("</svg>") + image + "</svg>"
