"""Film: an instant print on its white card, the date burnt into the corner."""

from PIL import Image

from moim.contexts.workouts.adapters.certificates import grounds
from moim.contexts.workouts.adapters.certificates.facts import Story
from moim.contexts.workouts.adapters.certificates.glow import blurred_copy
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import rows
from moim.contexts.workouts.adapters.certificates.theme import (
    FOREST,
    INK,
    INK_SOFT,
    NIGHT,
    PAPER,
    SEMIBOLD,
    STAMP,
    Box,
)
from moim.contexts.workouts.domain.certificate import Format

EDGE = 60.0
VALUE = 50.0
FOOT = {Format.SQUARE: 296.0, Format.PORTRAIT: 330.0, Format.STORY: 330.0, Format.WIDE: 0.0}
SIDE_WIDE = 560.0
SIGN = 190.0
SIGN_GAP = 14.0
GRAIN = 9


def card(sheet: Sheet) -> Box:
    """The white card: the whole picture, but for a story, which an app would cover."""
    if sheet.format is Format.STORY:
        return Box(54, sheet.safe.top, sheet.whole.right - 54, sheet.safe.bottom)
    return sheet.whole


def window(sheet: Sheet) -> Box:
    """Where the photo is seen."""
    paper = card(sheet)
    if sheet.wide:
        return Box(EDGE, EDGE, paper.right - SIDE_WIDE, paper.bottom - EDGE)
    edge = 46.0 if sheet.format is Format.STORY else EDGE
    return Box(
        paper.left + edge, paper.top + edge, paper.right - edge, paper.bottom - FOOT[sheet.format]
    )


def prepare(sheet: Sheet) -> None:
    """Lay the print on its card, and a story's card on its own blurred photo."""
    print_ = grounds.grained(grounds.faded(sheet.image), GRAIN)
    place = sheet.pixels(window(sheet))
    width, height = place[2] - place[0], place[3] - place[1]
    scale = max(width / print_.width, height / print_.height)
    cut_x, cut_y = print_.width - width / scale, print_.height - height / scale
    seen = (cut_x / 2, cut_y * 0.45, print_.width - cut_x / 2, print_.height - cut_y * 0.55)
    small = print_.resize((width, height), Image.Resampling.BICUBIC, box=seen)
    if sheet.format is Format.STORY:
        sheet.image = grounds.veil(blurred_copy(sheet.image, 0.09), 0.28)
        sheet.image.paste(PAPER, sheet.pixels(card(sheet)))
    else:
        sheet.image = Image.new("RGB", sheet.image.size, PAPER)
    sheet.image.paste(small, place[:2])


def lay_out(sheet: Sheet, story: Story) -> None:
    """Words on the card below the print, beside it where the picture is wide."""
    seen = window(sheet)
    sheet.shape(seen, NIGHT, opacity=0.22, outline=2)
    sheet.portrait(story.portrait, seen.left + 28, seen.top + 28)
    if story.stamp:
        sheet.text(
            seen.right - 36,
            seen.bottom - 36,
            story.stamp,
            44,
            weight=SEMIBOLD,
            colour=STAMP,
            align="r",
            tracking=0.06,
        )
    if sheet.wide:
        _beside(
            sheet, story, Box(seen.right + 56, seen.top, sheet.whole.right - EDGE - 12, seen.bottom)
        )
    else:
        paper = card(sheet)
        _below(sheet, story, Box(seen.left, seen.bottom, seen.right, paper.bottom - 50))


def _below(sheet: Sheet, story: Story, box: Box) -> None:
    right = box.right
    if story.course:
        side = min(SIGN, box.height - rows.row_height(VALUE) - 2 * SIGN_GAP)
        top_of_sign = box.top + SIGN_GAP
        sign = Box(box.right - side, top_of_sign, box.right, top_of_sign + side)
        sheet.course(story.course, sign, width=6, colours=(FOREST, FOREST), dots=False)
        right = sign.left - 30
    top = box.top + 34
    if story.title:
        room = Box(box.left, top, right, box.bottom)
        top += rows.title(
            sheet, story.title, room, 46, least=34, lines_max=1, colour=INK, shadow=False
        )
    said = story.place if story.stamp else story.when_and_where
    rows.small_line(
        sheet,
        said,
        box.left,
        top + 28,
        right - box.left,
        size=28,
        colour=INK_SOFT,
        opacity=1.0,
        shadow=False,
    )
    rows.stack(sheet, story.facts, box, VALUE, 5, colour=INK, label_colour=INK_SOFT, shadow=False)


def _beside(sheet: Sheet, story: Story, box: Box) -> None:
    top = box.top + 10
    if story.title:
        top += rows.title(
            sheet,
            story.title,
            Box(box.left, top, box.right, box.bottom),
            52,
            least=38,
            lines_max=3,
            colour=INK,
            shadow=False,
        )
    said = [story.place] if story.stamp else [story.date, story.place]
    for words in filter(None, said):
        rows.small_line(
            sheet,
            words,
            box.left,
            top + 34,
            box.width,
            size=30,
            colour=INK_SOFT,
            opacity=1.0,
            shadow=False,
        )
        top += 46
    bottom = rows.stack(
        sheet,
        story.facts,
        Box(box.left, top, box.right, box.bottom),
        VALUE,
        2 if len(story.facts) > 3 else 1,  # noqa: PLR2004 - more would leave the course no room
        colour=INK,
        label_colour=INK_SOFT,
        shadow=False,
    )
    if story.course and bottom - top > 160:  # noqa: PLR2004 - smaller is a speck
        place = Box(box.left, top + 30, box.right, bottom - 10)
        sheet.course(story.course, place, width=7, colours=(FOREST, FOREST), dots=False)
