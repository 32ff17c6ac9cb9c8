"""Letters of Pretendard: how wide they are, and how a text is made to fit a place."""

from functools import lru_cache

from PIL import ImageFont

from moim.platform import fonts

ELLIPSIS = "…"
LINE_HEIGHT = 1.24
SHRINK_STEP = 0.94


@lru_cache(maxsize=96)
def font(weight: int, size_px: float) -> ImageFont.FreeTypeFont:
    """A face. Laid out by Pillow itself: the bigger engine is not on every machine."""
    path = fonts.paths()[weight]
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, weight: int, size_px: float, tracking: float = 0.0) -> float:
    """How far the text runs, with ``tracking`` (share of the size) between its letters."""
    gaps = max(0, len(text) - 1) * tracking * size_px
    return font(weight, size_px).getlength(text) + gaps


def clipped(text: str, weight: int, size_px: float, room: float, tracking: float = 0.0) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if width_of(text, weight, size_px, tracking) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        cut = text[:middle].rstrip() + ELLIPSIS
        if width_of(cut, weight, size_px, tracking) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS if low else ""


def largest(text: str, weight: int, size_px: float, least_px: float, room: float) -> float:
    """The largest size up to ``size_px`` in which the text fits, no less than ``least_px``."""
    needed = width_of(text, weight, size_px)
    if needed <= room:
        return size_px
    size = max(least_px, size_px * room / needed)
    while size > least_px and width_of(text, weight, size) > room:
        size = max(least_px, size * 0.99)
    return size


def wrapped(text: str, weight: int, size_px: float, room: float, lines_max: int) -> list[str]:
    """Lines broken at spaces, inside a word only where it has no room; the last one clipped."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < lines_max - 1:
        line, rest = _first_line(rest, weight, size_px, room)
        lines.append(line)
    if rest:
        lines.append(clipped(rest, weight, size_px, room))
    return [line for line in lines if line]


def block(
    text: str, weight: int, size_px: float, least_px: float, room: float, lines_max: int
) -> tuple[list[str], float]:
    """The text in at most ``lines_max`` lines and the size, smaller as it grows longer."""
    size = size_px
    while True:
        lines = wrapped(text, weight, size, room, lines_max)
        if size <= least_px or not (lines and lines[-1].endswith(ELLIPSIS)):
            return lines, size
        size = max(least_px, size * SHRINK_STEP)


def _first_line(text: str, weight: int, size_px: float, room: float) -> tuple[str, str]:
    if width_of(text, weight, size_px) <= room:
        return text, ""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip(), weight, size_px) <= room:
            low = middle
        else:
            high = middle - 1
    space = text.rfind(" ", 0, low + 1)
    end = space if space > 0 else low
    return text[:end].rstrip(), text[end:].lstrip()
