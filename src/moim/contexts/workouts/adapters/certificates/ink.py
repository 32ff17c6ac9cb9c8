"""Puts marks on a picture: letters with a soft shadow, shapes, and the course with smooth edges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from moim.contexts.workouts.adapters.certificates.course import Line
from moim.contexts.workouts.adapters.certificates.theme import NIGHT, WHITE, Colour

SMOOTH = 3  # times as large is a line drawn before it is reduced: nine levels of an edge
SHADOW_SHRINK = 4
SHADOW_RADIUS = 0.011  # of the short side
SHADOW = 0.62
DOT = 1.55  # radius of the ends, in widths of the line
RAMP = 64
RING = 0.035  # of a portrait's width


@dataclass(frozen=True, slots=True)
class Text:
    """Letters from ``x`` on the baseline ``y``, in pixels."""

    x: float
    y: float
    words: str
    face: ImageFont.FreeTypeFont
    tracking: float
    colour: Colour
    opacity: float
    shadow: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle in pixels; an outline if it has a width."""

    corners: tuple[float, float, float, float]
    colour: Colour
    opacity: float
    radius: float
    outline: float
    shadow: bool


@dataclass(frozen=True, slots=True)
class CourseMark:
    """Lines in pixels, coloured from one corner of the course to the other."""

    lines: tuple[Line, ...]
    width: float
    colours: tuple[Colour, Colour]
    glow: float
    casing: float
    dots: bool
    opacity: float


@dataclass(frozen=True, slots=True)
class PortraitMark:
    """A square picture to be drawn round, its upper left corner in pixels."""

    image: Image.Image
    left: int
    top: int


Mark = Text | Shape | CourseMark | PortraitMark


def drawn(image: Image.Image, marks: Sequence[Mark]) -> Image.Image:
    """The image with the marks on it, in their order, over the shadow that all of them throw."""
    _shadows(image, [mark for mark in marks if isinstance(mark, Text | Shape) and mark.shadow])
    for mark in marks:
        if isinstance(mark, CourseMark):
            _course(image, mark)
        elif isinstance(mark, PortraitMark):
            _portrait(image, mark)
        else:
            _flat(ImageDraw.Draw(image, "RGBA"), mark, (*mark.colour, round(255 * mark.opacity)))
    return image


def _flat(pen: ImageDraw.ImageDraw, mark: Text | Shape, fill: tuple[int, ...] | int) -> None:
    if isinstance(mark, Text):
        _letters(pen, mark, fill)
    elif mark.outline:
        thick = max(1, round(mark.outline))
        pen.rounded_rectangle(mark.corners, mark.radius, outline=fill, width=thick)
    else:
        left, top, right, bottom = (round(edge) for edge in mark.corners)
        corners = (left, top, max(left, right - 1), max(top, bottom - 1))
        pen.rounded_rectangle(corners, mark.radius, fill=fill)


def _letters(pen: ImageDraw.ImageDraw, mark: Text, fill: tuple[int, ...] | int) -> None:
    if not mark.tracking:
        pen.text((mark.x, mark.y), mark.words, fill=fill, font=mark.face, anchor="ls")
        return
    x = mark.x
    for letter in mark.words:
        pen.text((x, mark.y), letter, fill=fill, font=mark.face, anchor="ls")
        x += mark.face.getlength(letter) + mark.tracking


def _shadows(image: Image.Image, marks: Sequence[Text | Shape]) -> None:
    """What a white letter needs on a white sky, worked out at a quarter size."""
    if not marks:
        return
    mask = Image.new("L", image.size)
    pen = ImageDraw.Draw(mask)
    for mark in marks:
        _flat(pen, mark, 255)
    radius = SHADOW_RADIUS * min(image.size) / SHADOW_SHRINK
    small = mask.reduce(SHADOW_SHRINK).filter(ImageFilter.GaussianBlur(radius))
    dark = small.point([min(255, round(v * SHADOW * 1.6)) for v in range(256)])
    lifted = dark.point([min(v, round(255 * SHADOW)) for v in range(256)])
    image.paste(NIGHT, (0, 0), lifted.resize(image.size, Image.Resampling.BILINEAR))


def _course(image: Image.Image, mark: CourseMark) -> None:
    every = np.concatenate(mark.lines)
    pad = mark.width * 3 + mark.casing + mark.glow * mark.width * 6 + 2
    left, top = (floor(edge) for edge in every.min(axis=0) - pad)
    right, bottom = (ceil(edge) for edge in every.max(axis=0) + pad)
    size = (right - left, bottom - top)
    shifted = [(line - (left, top)) for line in mark.lines]
    at = (left, top)
    if mark.casing:
        casing = _line_mask(size, shifted, mark.width + 2 * mark.casing)
        soft = casing.filter(ImageFilter.GaussianBlur(mark.casing))
        image.paste(NIGHT, at, _scaled(soft, 0.55 * mark.opacity))
    line = _line_mask(size, shifted, mark.width)
    paint = _ramp(size, mark.colours)
    if mark.glow:
        halo = line.reduce(2).filter(ImageFilter.GaussianBlur(mark.width * mark.glow))
        wide = halo.resize(size, Image.Resampling.BILINEAR)
        image.paste(paint, at, _scaled(wide, 0.9 * mark.opacity))
    image.paste(paint, at, _scaled(line, mark.opacity))
    if mark.dots:
        _dots(image, mark)


def _portrait(image: Image.Image, mark: PortraitMark) -> None:
    """In a white ring, so that it ends where a photo behind it goes on."""
    radius = mark.image.width / 2
    centre = np.array((mark.left + radius, mark.top + radius))
    _dot(image, centre, radius, WHITE)
    side = mark.image.width
    inset = max(1, round(side * RING)) * SMOOTH
    mask = Image.new("L", (side * SMOOTH, side * SMOOTH))
    far = side * SMOOTH - 1 - inset
    ImageDraw.Draw(mask).ellipse((inset, inset, far, far), fill=255)
    image.paste(mark.image, (mark.left, mark.top), mask.reduce(SMOOTH))


def _line_mask(size: tuple[int, int], lines: Sequence[Line], width: float) -> Image.Image:
    mask = Image.new("L", (size[0] * SMOOTH, size[1] * SMOOTH))
    pen = ImageDraw.Draw(mask)
    thick = max(SMOOTH, round(width * SMOOTH))
    half = thick / 2
    for line in lines:
        points = [(x, y) for x, y in (line * SMOOTH).tolist()]
        pen.line(points, fill=255, width=thick, joint="curve" if thick > SMOOTH else None)
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return mask.reduce(SMOOTH)


def _dots(image: Image.Image, mark: CourseMark) -> None:
    """The start as a ring, the finish as a full dot."""
    start, finish = mark.lines[0][0], mark.lines[-1][-1]
    radius = max(2.0, mark.width * DOT)
    for point, core in ((start, NIGHT), (finish, mark.colours[1])):
        _dot(image, point, radius, WHITE)
        _dot(image, point, radius * 0.6, core)


def _dot(image: Image.Image, centre: Line, radius: float, colour: Colour) -> None:
    x, y = float(centre[0]), float(centre[1])
    left, top = floor(x - radius), floor(y - radius)
    side = ceil(2 * radius) + 2
    mask = Image.new("L", (side * SMOOTH, side * SMOOTH))
    across, down = (x - left) * SMOOTH, (y - top) * SMOOTH
    reach = radius * SMOOTH
    pen = ImageDraw.Draw(mask)
    pen.ellipse((across - reach, down - reach, across + reach, down + reach), fill=255)
    image.paste(colour, (left, top), mask.reduce(SMOOTH))


def _ramp(size: tuple[int, int], colours: tuple[Colour, Colour]) -> Image.Image:
    first, last = colours
    if first == last:
        return Image.new("RGB", size, first)
    steps = np.linspace(0.0, 1.0, RAMP)
    diagonal = (steps[None, :] + steps[::-1, None]) / 2
    mixed = np.array(first) + diagonal[..., None] * (np.array(last) - np.array(first))
    small = Image.fromarray(np.rint(mixed).astype(np.uint8))
    return small.resize(size, Image.Resampling.BILINEAR)


def _scaled(mask: Image.Image, share: float) -> Image.Image:
    return mask if share >= 1 else mask.point([round(v * share) for v in range(256)])
