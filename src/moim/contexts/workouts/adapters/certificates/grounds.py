"""What lies beneath the letters: shades over a photo, and grounds for pictures without one."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from PIL import Image, ImageChops, ImageStat

from moim.contexts.workouts.adapters.certificates.theme import NIGHT, Colour

SHRINK = 8
GRAIN_TILE = 256
GRAIN_SEED = 20
STEPS = 256

AURORAS: dict[str, tuple[Colour, Colour, Colour]] = {
    "foot": ((7, 38, 34), (18, 140, 112), (201, 240, 77)),
    "ride": ((10, 22, 58), (44, 98, 214), (112, 226, 214)),
    "swim": ((4, 34, 58), (14, 132, 176), (150, 238, 226)),
    "other": ((30, 16, 54), (124, 70, 190), (255, 158, 122)),
}
"""The dark, the middle and the light of a ground without a photo, for a family of sports."""

_LIGHTS = ((0.82, 0.16, 0.62, 2, 0.60), (0.08, 0.52, 0.58, 1, 0.85), (0.72, 0.92, 0.55, 1, 0.65))


def lightness(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How light that part is, 0 to 1."""
    part = image.crop(box).convert("L")
    small = part.reduce(min(SHRINK, *part.size))
    return float(ImageStat.Stat(small).mean[0]) / 255.0


def darken(image: Image.Image, stops: Sequence[tuple[int, float]]) -> None:
    """Lay the night over the image: at each stop (y in pixels) that share (0 to 1) of it.

    Between two stops it changes without an edge; above the first and below the last is nothing.
    """
    top, bottom = stops[0][0], stops[-1][0]
    if bottom - top < 1:
        return
    rows = np.arange(top, bottom, dtype=np.float64) + 0.5
    shares = np.zeros(len(rows))
    for (start, first), (end, last) in pairwise(stops):
        inside = (rows >= start) & (rows < end)
        along = (rows[inside] - start) / max(1, end - start)
        shares[inside] = first + (last - first) * along * along * (3.0 - 2.0 * along)
    column = np.rint(np.clip(shares, 0.0, 0.94) * 255.0).astype(np.uint8)[:, None]
    mask = Image.fromarray(column).resize((image.width, len(rows)), Image.Resampling.NEAREST)
    image.paste(NIGHT, (0, top, image.width, bottom), mask)


def veil(image: Image.Image, share: float) -> Image.Image:
    """The whole image darkened evenly."""
    return image.point([round(v * (1.0 - share)) for v in range(STEPS)] * 3)


def aurora(size: tuple[int, int], family: str) -> Image.Image:
    """Lights in the dark, in the colours of a family of sports."""
    dark, middle, light = (np.array(colour, dtype=np.float64) for colour in AURORAS[family])
    width, height = max(2, size[0] // SHRINK), max(2, size[1] // SHRINK)
    y, x = np.mgrid[0:height, 0:width]
    x, y = x / (width - 1), y / (height - 1)
    stretch = size[1] / size[0]
    field = np.broadcast_to(dark, (height, width, 3)).copy()
    for at_x, at_y, reach, which, share in _LIGHTS:
        away = ((x - at_x) ** 2 + ((y - at_y) * stretch) ** 2) / (reach * max(1.0, stretch)) ** 2
        glow = (np.exp(-3.2 * away) * share)[..., None]
        field += ((middle, light)[which - 1] - field) * glow
    small = Image.fromarray(np.clip(np.rint(field), 0, 255).astype(np.uint8))
    return grained(small.resize(size, Image.Resampling.BICUBIC), 7)  # grain hides the steps


def grained(image: Image.Image, strength: int) -> Image.Image:
    """With the grain of a film: the same grain every time."""
    chance = np.random.default_rng(GRAIN_SEED)
    noise = chance.normal(128.0, strength, (GRAIN_TILE, GRAIN_TILE))
    tile = Image.fromarray(np.clip(np.rint(noise), 0, 255).astype(np.uint8))
    sheet = Image.new("L", image.size)
    for left in range(0, image.width, GRAIN_TILE):
        for top in range(0, image.height, GRAIN_TILE):
            sheet.paste(tile, (left, top))
    return ImageChops.soft_light(image, Image.merge("RGB", (sheet, sheet, sheet)))


def faded(image: Image.Image) -> Image.Image:
    """As a print that lay in the light: warmer, blacks lifted, whites held."""
    red = [round(20 + v * 0.905) for v in range(STEPS)]
    green = [round(17 + v * 0.89) for v in range(STEPS)]
    blue = [round(24 + v * 0.80) for v in range(STEPS)]
    return image.point(red + green + blue)
