"""Minimal: the photo speaks; a title, one row of figures, the course as a small sign."""

from moim.contexts.workouts.adapters.certificates.facts import Story
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import rows
from moim.contexts.workouts.adapters.certificates.theme import VOLT, WHITE, Box

VALUE = 68.0
SIGN = 250.0


def lay_out(sheet: Sheet, story: Story) -> None:
    """Everything at the foot, the course at the upper right, the portrait at the upper left."""
    whole, safe = sheet.whole, sheet.safe
    sheet.portrait(story.portrait, safe.left, safe.top)
    has_words = bool(story.facts or story.title or story.when_and_where)
    if has_words:
        reach = safe.bottom - (0.52 if sheet.wide else 0.46) * whole.height
        sheet.shade((reach, 0.0), (whole.bottom, 0.85))
    if story.course:
        corner = Box(safe.right - SIGN, safe.top, safe.right, safe.top + SIGN)
        sheet.shade((0, 0.36), (corner.bottom + 40, 0.0))
        sheet.course(story.course, corner, width=8, colours=(WHITE, WHITE), casing=9)
    bottom = rows.stack(sheet, story.facts, safe, VALUE, 5 if sheet.wide else 3)
    bottom -= 40 if story.facts else 0
    if story.when_and_where:
        rows.small_line(sheet, story.when_and_where, safe.left, bottom - 8, safe.width)
        bottom -= 54
    if story.title:
        place = Box(
            safe.left, safe.top, safe.right - (0.3 if sheet.wide else 0) * safe.width, bottom
        )
        bottom -= rows.title(sheet, story.title, place, 60, least=44, from_below=True)
    if has_words:
        sheet.shape(Box(safe.left, bottom - 26, safe.left + 64, bottom - 18), VOLT)
