"""Magazine: a cover with a masthead as wide as the page, a headline and cover lines."""

from moim.contexts.workouts.adapters.certificates.facts import Story
from moim.contexts.workouts.adapters.certificates.lettering import width_of
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import rows
from moim.contexts.workouts.adapters.certificates.theme import BOLD, SEMIBOLD, VOLT, WHITE, Box

MASTHEAD_MAX = 250.0
MASTHEAD_MAX_WIDE = 190.0
CAPITAL = 0.73
LINE = 86.0
LINE_WIDE = 82.0
COLUMN = 430.0


def lay_out(sheet: Sheet, story: Story) -> None:
    """Masthead and dateline above; headline at the lower left, figures at the lower right."""
    whole, safe = sheet.whole, sheet.safe
    top = _masthead(sheet, story)
    sheet.shade((0, 0.55), (top, 0.42), (top + 0.14 * whole.height, 0.0))
    foot = _cover_lines(sheet, story)
    if foot < safe.bottom:
        reach = max(top, foot - 0.14 * whole.height)
        sheet.shade((reach, 0.0), (foot + 90, 0.52), (whole.bottom, 0.82))
    sheet.portrait(story.portrait, safe.left, top + 14, room=foot - top - 28)
    if story.course:
        side = min(300.0, foot - top - 60)
        if side > 120:  # noqa: PLR2004 - smaller is a speck
            place = Box(safe.right - side, foot - side - 30, safe.right, foot - 30)
            sheet.course(story.course, place, width=8, colours=(WHITE, VOLT), casing=9)


def _masthead(sheet: Sheet, story: Story) -> float:
    safe = sheet.safe
    word = story.sport_in_english.split()[0].upper()
    most = MASTHEAD_MAX_WIDE if sheet.wide else MASTHEAD_MAX
    size = min(most, safe.width / (width_of(word, BOLD, 100.0) / 100.0))
    baseline = safe.top + size * CAPITAL
    middle = (safe.left + safe.right) / 2
    spread = 0.0
    if sheet.wide and len(word) > 1:
        bare = width_of(word, BOLD, 100.0) / 100.0 * size
        spread = min(0.5, (safe.width - bare) / (len(word) - 1) / size)
    sheet.text(middle, baseline, word, size, weight=BOLD, align="m", tracking=spread, shadow=False)
    line = baseline + 26
    sheet.shape(Box(safe.left, line, safe.right, line + 3), WHITE, opacity=0.9)
    half = safe.width / 2 - 20
    rows.small_line(sheet, story.date, safe.left, line + 46, half, opacity=1.0)
    rows.small_line(sheet, story.place, safe.right, line + 46, half, opacity=1.0, align="r")
    return line + (64 if story.when_and_where else 10)


def _cover_lines(sheet: Sheet, story: Story) -> float:
    """Headline and figures at the foot; where they begin."""
    safe = sheet.safe
    facts = story.facts
    if sheet.wide:
        top = safe.bottom - len(facts) * LINE_WIDE
        _listed(sheet, story, Box(safe.right - COLUMN, top, safe.right, safe.bottom))
        room = Box(safe.left, safe.top, safe.right - COLUMN - 90, safe.bottom)
        return min(top, safe.bottom - _headline(sheet, story, room))
    top = safe.bottom - len(facts) * LINE
    _listed(sheet, story, Box(safe.left, top, safe.right, safe.bottom))
    room = Box(safe.left, safe.top, safe.right, top - 34)
    return top - 34 - _headline(sheet, story, room)


def _headline(sheet: Sheet, story: Story, room: Box) -> float:
    if not story.title:
        return 0.0
    height = rows.title(sheet, story.title, room, 92, least=56, from_below=True)
    mark = room.bottom - height - 22
    sheet.shape(Box(room.left, mark, room.left + 64, mark + 8), VOLT)
    return height + 30


def _listed(sheet: Sheet, story: Story, box: Box) -> None:
    """A line a figure: its name at the left, its value at the right, a rule between two."""
    facts = story.facts
    if not facts:
        return
    step = box.height / len(facts)
    for number, fact in enumerate(facts):
        top = box.top + number * step
        sheet.shape(Box(box.left, top, box.right, top + 2), WHITE, opacity=0.45)
        baseline = top + step * 0.70
        sheet.text(box.left, baseline, fact.label, 32, weight=SEMIBOLD, opacity=0.9)
        rows.value(sheet, box.right, baseline, fact, 52, align="r")
