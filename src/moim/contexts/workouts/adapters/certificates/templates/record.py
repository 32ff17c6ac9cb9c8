"""Record (기록증): the figures as a card of paper that lies over the photo."""

from moim.contexts.workouts.adapters.certificates.facts import Fact, Story
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import rows
from moim.contexts.workouts.adapters.certificates.theme import (
    BOLD,
    FOREST,
    INK,
    INK_SOFT,
    PAPER,
    PAPER_LINE,
    SEMIBOLD,
    Box,
)

PADDING = 52.0
LINE = 78.0
SIGN = 170.0
WIDE_CARD = 760.0
HERO = 150.0
RADIUS = 40.0


def lay_out(sheet: Sheet, story: Story) -> None:
    """A card at the foot, as high as what it tells; at the right where the picture is wide.

    The portrait stands at the upper left, which no card reaches.
    """
    safe = sheet.safe
    sheet.portrait(story.portrait, safe.left, safe.top)
    facts = story.facts
    height = _height(story, room=safe.height)
    left = safe.right - WIDE_CARD if sheet.wide else safe.left
    top = safe.top + (safe.height - height) / 2 if sheet.wide else safe.bottom - height
    paper = Box(left, top, safe.right, top + height)
    sheet.shape(paper, PAPER, opacity=0.97, radius=RADIUS)
    inner = paper.inset(PADDING, 46)
    y = _heading(sheet, story, inner)
    if facts:
        y = _hero(sheet, facts[0], inner, y)
    for fact in facts[1:]:
        sheet.shape(Box(inner.left, y, inner.right, y + 2), PAPER_LINE)
        baseline = y + LINE * 0.68
        sheet.text(
            inner.left, baseline, fact.label, 32, weight=SEMIBOLD, colour=INK_SOFT, shadow=False
        )
        rows.value(sheet, inner.right, baseline, fact, 46, colour=INK, align="r", shadow=False)
        y += LINE


def _height(story: Story, room: float) -> float:
    height = 92.0 + 52 + (70 if story.title else 0) + (48 if story.when_and_where else 0)
    if story.facts:
        height += HERO + 50 + LINE * (len(story.facts) - 1)
    if story.course:
        height = max(height, 92 + SIGN)
    return min(room, height)


def _heading(sheet: Sheet, story: Story, inner: Box) -> float:
    right = inner.right
    if story.course:
        sign = Box(inner.right - SIGN, inner.top - 8, inner.right + 8, inner.top + SIGN)
        sheet.course(story.course, sign, width=6, colours=(FOREST, FOREST), dots=False)
        right = sign.left - 24
    y = inner.top + 26
    name = "기록증" if story.language == "ko" else "RECORD"
    run = sheet.text(
        inner.left, y, name, 30, weight=BOLD, colour=FOREST, tracking=0.12, shadow=False
    )
    rows.small_line(
        sheet,
        "" if story.title == story.sport else story.sport,
        inner.left + run + 22,
        y,
        right - inner.left - run - 22,
        size=30,
        colour=INK_SOFT,
        opacity=1.0,
        shadow=False,
    )
    y += 26
    if story.title:
        y += (
            rows.title(
                sheet,
                story.title,
                Box(inner.left, y, right, inner.bottom),
                50,
                least=36,
                lines_max=1,
                colour=INK,
                shadow=False,
            )
            + 6
        )
    if story.when_and_where:
        rows.small_line(
            sheet,
            story.when_and_where,
            inner.left,
            y + 28,
            right - inner.left,
            size=28,
            colour=INK_SOFT,
            opacity=1.0,
            shadow=False,
        )
        y += 48
    return y


def _hero(sheet: Sheet, fact: Fact, inner: Box, y: float) -> float:
    baseline = y + HERO - 6
    size = min(HERO, HERO * inner.width / rows.value_width(fact, HERO))
    rows.value(
        sheet, inner.left - 4, baseline, fact, size, colour=INK, unit_colour=FOREST, shadow=False
    )
    return baseline + 42
