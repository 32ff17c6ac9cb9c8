"""A stranger's photo made safe and fit: upright, cut to size, sRGB, with nothing else in it."""

import struct
import warnings

from PIL import Image

from moim.contexts.workouts.domain.certificate import (
    HEIC_PIXELS_MAX,
    JPEG_PIXELS_MAX,
    OTHER_PIXELS_MAX,
    PhotoUnfoldsTooLarge,
    PhotoUnreadable,
)
from moim.platform import pictures

PIXELS_MAX = {"JPEG": JPEG_PIXELS_MAX, pictures.HEIC: HEIC_PIXELS_MAX}
FOCUS = (0.5, 0.42)  # of what is cut away: heads are above the middle
SPARE = 1.5  # times as large as needed is what the fine reduction begins with
REDUCIBLE = ("RGB", "RGBA", "L")
ORIENTATION = 0x0112  # Exif 2.32, tag 274
_LYING_FROM = 5  # orientations from here on swap width and height
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN = (
    *pictures.BROKEN,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
)


def covering(content: bytes, size: tuple[int, int]) -> Image.Image:
    """The photo as RGB pixels of exactly ``size`` (px), cut where it is longer than that.

    Of an animation the first frame. A JPEG is decoded no larger than needed. Raises
    PhotoUnreadable or PhotoUnfoldsTooLarge; nothing is decoded before its size is known.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _covering(content, size)
    except Image.DecompressionBombError:
        raise PhotoUnfoldsTooLarge(field="photo") from None
    except _BROKEN:
        raise PhotoUnreadable(field="photo") from None


def _covering(content: bytes, size: tuple[int, int]) -> Image.Image:
    with pictures.opened(content) as opened:
        most = PIXELS_MAX.get(opened.format or "", OTHER_PIXELS_MAX)
        if opened.width * opened.height > most:
            raise PhotoUnfoldsTooLarge(field="photo")
        profile = opened.info.get("icc_profile")
        turn = _orientation(opened)
        wanted = size[::-1] if turn >= _LYING_FROM else size
        opened.draft("RGB", wanted)
        opened.load()
        fitted = _fitted(opened, wanted, turn)
    upright = fitted.transpose(_TURNS[turn]) if turn in _TURNS else fitted
    return Image.frombytes("RGB", size, pictures.in_srgb(upright, profile).tobytes())


def _orientation(image: Image.Image) -> int:
    try:
        told = image.getexif().get(ORIENTATION, 1)
    except _BROKEN:
        return 1  # a broken note about a photo that may be whole
    return told if told in _TURNS else 1


def _fitted(image: Image.Image, size: tuple[int, int], turn: int) -> Image.Image:
    """Cut to the shape of ``size`` first, then reduced: as few pixels as possible are touched."""
    width, height = size
    scale = min(image.width / width, image.height / height)
    cut_x, cut_y = image.width - scale * width, image.height - scale * height
    across, down = FOCUS[::-1] if turn >= _LYING_FROM else FOCUS
    across = 1 - across if turn in (2, 3, 7, 8) else across
    down = 1 - down if turn in (3, 4, 6, 7) else down
    left, top = cut_x * across, cut_y * down
    seen = (left, top, left + scale * width, top + scale * height)
    place = _whole(seen)
    factor = int(scale / SPARE) if image.mode in REDUCIBLE else 1
    # Reduced before anything copies all those pixels.
    cut = image.reduce(factor, box=place) if factor > 1 else image.crop(place)
    return pictures.flat(cut).resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _whole(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge) for edge in box)
    return left, top, max(right, left + 1), max(bottom, top + 1)
