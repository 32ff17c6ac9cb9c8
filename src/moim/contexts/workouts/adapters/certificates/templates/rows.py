"""Pieces that several templates set: a row of figures, a title, the line of date and place."""

from collections.abc import Sequence

from moim.contexts.workouts.adapters.certificates.facts import Fact
from moim.contexts.workouts.adapters.certificates.lettering import (
    LINE_HEIGHT,
    block,
    clipped,
    width_of,
)
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.theme import BOLD, SEMIBOLD, WHITE, Box, Colour

UNIT_SHARE = 0.46  # of the value's size
UNIT_GAP = 0.14
LABEL_SHARE = 0.40
LABEL_LEAST = 25.0
LABEL_LIFT = 1.06
DESCENT = 0.22  # below the baseline, of a value's size: the comma of 1,234
CAPITAL = 0.8
BASELINE = 0.95  # of the first line below the top of a block
VALUE_LEAST = 30.0
BESIDE_PORTRAIT = 28.0
"""From a portrait to the words at its right."""


def value_width(fact: Fact, size: float) -> float:
    """How far a value with its unit runs at a size."""
    unit = size * (UNIT_GAP + width_of(fact.unit, SEMIBOLD, 100.0) / 100.0 * UNIT_SHARE)
    return width_of(fact.value, BOLD, 100.0) / 100.0 * size + (unit if fact.unit else 0.0)


def value(
    sheet: Sheet,
    x: float,
    y: float,
    fact: Fact,
    size: float,
    *,
    colour: Colour = WHITE,
    unit_colour: Colour | None = None,
    align: str = "l",
    shadow: bool = True,
) -> None:
    """A value with its smaller unit on the baseline ``y``."""
    left = x - {"l": 0.0, "m": 0.5, "r": 1.0}[align] * value_width(fact, size)
    run = sheet.text(left, y, fact.value, size, weight=BOLD, colour=colour, shadow=shadow)
    sheet.text(
        left + run + size * UNIT_GAP,
        y,
        fact.unit,
        size * UNIT_SHARE,
        weight=SEMIBOLD,
        colour=unit_colour or colour,
        opacity=0.86,
        shadow=shadow,
    )


def row_height(size: float) -> float:
    """What a row of figures needs, names above included."""
    return size * (LABEL_LIFT + DESCENT) + label_size_of(size) * CAPITAL


def stack(
    sheet: Sheet,
    facts: Sequence[Fact],
    box: Box,
    size: float,
    columns: int,
    *,
    gap: float = 36.0,
    colour: Colour = WHITE,
    label_colour: Colour | None = None,
    shadow: bool = True,
) -> float:
    """Figures in rows on the lower edge of the box, each below its name; where they begin.

    All are of one size, their columns in line, as wide as the widest needs: a marathon's time
    makes all of them smaller rather than leave the box.
    """
    lines = split(facts, columns)
    if not lines:
        return box.bottom
    needs = _columns(lines, size)
    between = size * 0.6
    room = box.width - between * (len(needs) - 1)
    if sum(needs) > room:
        size = max(VALUE_LEAST, size * room / sum(needs) * 0.98)
        needs = _columns(lines, size)
    spare = min(max(0.0, room - sum(needs)) / len(needs), size * 1.1)
    label_size = label_size_of(size)
    bottom = box.bottom
    for line in reversed(lines):
        baseline = bottom - size * DESCENT
        x = box.left
        for fact, need in zip(line, needs, strict=False):
            sheet.text(
                x,
                baseline - size * LABEL_LIFT,
                clipped(fact.label, SEMIBOLD, label_size, need + spare),
                label_size,
                weight=SEMIBOLD,
                colour=label_colour or colour,
                opacity=0.85,
                shadow=shadow,
            )
            value(sheet, x, baseline, fact, size, colour=colour, shadow=shadow)
            x += need + spare + between
        bottom -= row_height(size) + gap
    return bottom + gap


def label_size_of(size: float) -> float:
    """Of the name above a value of ``size``."""
    return max(LABEL_LEAST, size * LABEL_SHARE)


def _columns(lines: Sequence[Sequence[Fact]], size: float) -> list[float]:
    """What the widest of each column needs."""
    return [
        max(_need(line[at], size) for line in lines if at < len(line))
        for at in range(len(lines[0]))
    ]


def _need(fact: Fact, size: float) -> float:
    label = width_of(fact.label, SEMIBOLD, 100.0) / 100.0 * label_size_of(size)
    return max(value_width(fact, size), label)


def title(
    sheet: Sheet,
    words: str,
    box: Box,
    size: float,
    *,
    least: float,
    lines_max: int = 2,
    colour: Colour = WHITE,
    from_below: bool = False,
    align: str = "l",
    shadow: bool = True,
) -> float:
    """A title in the box, from its top or on its lower edge; the height it took."""
    lines, size = block(words, BOLD, size, least, box.width, lines_max)
    height = len(lines) * size * LINE_HEIGHT
    top = box.bottom - height if from_below else box.top
    x = {"l": box.left, "m": (box.left + box.right) / 2, "r": box.right}[align]
    for number, line in enumerate(lines):
        y = top + size * (BASELINE + number * LINE_HEIGHT)
        sheet.text(x, y, line, size, weight=BOLD, colour=colour, align=align, shadow=shadow)
    return height


def small_line(
    sheet: Sheet,
    words: str,
    x: float,
    y: float,
    room: float,
    *,
    size: float = 30.0,
    colour: Colour = WHITE,
    opacity: float = 0.9,
    align: str = "l",
    shadow: bool = True,
) -> None:
    """One line of small words on the baseline ``y``, clipped to its room."""
    sheet.text(
        x,
        y,
        clipped(words, SEMIBOLD, size, room),
        size,
        weight=SEMIBOLD,
        colour=colour,
        opacity=opacity,
        align=align,
        shadow=shadow,
    )


def split(facts: Sequence[Fact], columns: int) -> list[Sequence[Fact]]:
    """Rows of at most ``columns`` figures, the fuller ones first."""
    rows = -(-len(facts) // columns)
    if rows < 2:  # noqa: PLR2004 - one row or none
        return [facts] if facts else []
    each = -(-len(facts) // rows)
    return [facts[at : at + each] for at in range(0, len(facts), each)]
