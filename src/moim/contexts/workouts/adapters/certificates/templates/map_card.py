"""Map card: the course itself is the picture; no photo is needed."""

from moim.contexts.workouts.adapters.certificates.facts import Story
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import rows
from moim.contexts.workouts.adapters.certificates.theme import MINT, VOLT, WHITE, Box

VALUE = 72.0
GRID = 90.0
DOT = 3.0


def lay_out(sheet: Sheet, story: Story) -> None:
    """Title above, figures below, the course between; beside each other where it is wide."""
    safe = sheet.safe
    _grid(sheet)
    if sheet.wide:
        side = Box(safe.left, safe.top, safe.left + 620, safe.bottom)
        top = _heading(sheet, story, side)
        rows.stack(sheet, story.facts, Box(side.left, top, side.right, safe.bottom), VALUE, 2)
        place = Box(side.right + 60, safe.top, safe.right, safe.bottom)
    else:
        top = _heading(sheet, story, safe)
        bottom = rows.stack(sheet, story.facts, safe, VALUE, 3)
        place = Box(safe.left, top + 20, safe.right, bottom - 44)
    sheet.course(story.course, place, width=14, colours=(MINT, VOLT), glow=1.3)


def _heading(sheet: Sheet, story: Story, box: Box) -> float:
    top = box.top
    side = sheet.portrait(story.portrait, box.left, top)
    if side:
        box = Box(box.left + side + rows.BESIDE_PORTRAIT, top, box.right, box.bottom)
    if story.title:
        top += rows.title(sheet, story.title, box, 66, least=44, shadow=False)
    words = (story.date, story.place) if sheet.wide else (story.when_and_where,)
    for line in filter(None, words):
        rows.small_line(
            sheet, line, box.left, top + 36, box.width, size=32, opacity=0.75, shadow=False
        )
        top += 50
    return max(top, box.top + side)


def _grid(sheet: Sheet) -> None:
    """Fine dots, so that the dark is a map and no void."""
    whole = sheet.whole
    for column in range(round(whole.right / GRID)):
        for line in range(round(whole.bottom / GRID)):
            x, y = (column + 0.5) * GRID, (line + 0.5) * GRID
            dot = Box(x - DOT / 2, y - DOT / 2, x + DOT / 2, y + DOT / 2)
            sheet.shape(dot, WHITE, opacity=0.16)
