"""Big number: one figure as large as the picture allows, the course behind it."""

from moim.contexts.workouts.adapters.certificates.facts import Fact, Story
from moim.contexts.workouts.adapters.certificates.lettering import width_of
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import rows
from moim.contexts.workouts.adapters.certificates.theme import BOLD, SEMIBOLD, VOLT, WHITE, Box

VALUE = 60.0
HERO_MAX = 400.0
HERO_MAX_WIDE = 330.0
CAPITAL = 0.73  # height of a digit, of the size


def lay_out(sheet: Sheet, story: Story) -> None:
    """Title above, the number below the middle, the other figures at the foot."""
    whole, safe = sheet.whole, sheet.safe
    sheet.shade((0, 0.5), (0.4 * whole.bottom, 0.1), (whole.bottom, 0.9))
    top = _heading(sheet, story)
    bottom = rows.stack(sheet, story.facts[1:], safe, VALUE, 4)
    bottom -= 44 if story.facts[1:] else 0
    if story.facts:
        bottom -= _hero(sheet, story.facts[0], bottom)
    _course(sheet, story, top, bottom)


def _heading(sheet: Sheet, story: Story) -> float:
    safe = sheet.safe
    top = safe.top
    side = sheet.portrait(story.portrait, safe.left, top)
    left = safe.left + (side + rows.BESIDE_PORTRAIT if side else 0)
    if story.when_and_where:
        rows.small_line(sheet, story.when_and_where, left, top + 28, safe.right - left, size=32)
        top += 58
    if story.title:
        right = safe.left + (0.62 if sheet.wide else 1) * safe.width
        top += rows.title(sheet, story.title, Box(left, top, right, safe.bottom), 64, least=44)
    return max(top, safe.top + side)


def _hero(sheet: Sheet, fact: Fact, bottom: float) -> float:
    """The number on ``bottom``; the height it took."""
    safe = sheet.safe
    most = HERO_MAX_WIDE if sheet.wide else HERO_MAX
    size = min(most, safe.width / (width_of(fact.value, BOLD, 100.0) / 100.0))
    unit = f"{fact.label}  {fact.unit}".rstrip()
    baseline = bottom - 8
    run = sheet.text(
        safe.left,
        baseline,
        fact.value,
        size,
        weight=BOLD,
        colour=VOLT,
        tracking=-0.02,
    )
    if sheet.wide and fact.unit:
        sheet.text(safe.left + run + 26, baseline, fact.unit, 110, weight=BOLD, colour=VOLT)
        unit = fact.label
    height = size * CAPITAL
    sheet.text(safe.left, baseline - height - 30, unit, 42, weight=SEMIBOLD, colour=WHITE)
    return height + 96


def _course(sheet: Sheet, story: Story, top: float, bottom: float) -> None:
    if not story.course:
        return
    safe = sheet.safe
    if sheet.wide:
        place = Box(safe.right - 620, safe.top, safe.right, safe.bottom - 190)
    else:
        place = Box(safe.left, top + 24, safe.right, bottom - 24)
    if min(place.width, place.height) > 120:  # noqa: PLR2004 - smaller is a speck
        sheet.course(story.course, place, width=11, colours=(WHITE, VOLT), casing=10, glow=0.9)
