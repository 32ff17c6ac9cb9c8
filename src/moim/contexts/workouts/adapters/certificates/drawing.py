"""One certificate from bytes to bytes: what a worker process is asked to do."""

import io
from collections.abc import Callable

from PIL import Image

from moim.contexts.workouts.adapters.certificates import grounds
from moim.contexts.workouts.adapters.certificates.facts import Story
from moim.contexts.workouts.adapters.certificates.glow import soft_glow
from moim.contexts.workouts.adapters.certificates.photo import covering
from moim.contexts.workouts.adapters.certificates.sheet import Sheet
from moim.contexts.workouts.adapters.certificates.templates import (
    big_number,
    film,
    magazine,
    map_card,
    minimal,
    record,
)
from moim.contexts.workouts.domain.certificate import Output, Template, Wishes

PREVIEW_SCALE = 0.5
JPEG_QUALITY = 90
PREVIEW_QUALITY = 84
PNG_LEVEL = 3  # twice as fast as the usual 6, a few hundredths larger

_LAY_OUT: dict[Template, Callable[[Sheet, Story], None]] = {
    Template.MINIMAL: minimal.lay_out,
    Template.BIG_NUMBER: big_number.lay_out,
    Template.MAGAZINE: magazine.lay_out,
    Template.FILM: film.lay_out,
    Template.MAP_CARD: map_card.lay_out,
    Template.RECORD: record.lay_out,
}


def certificate(wishes: Wishes, story: Story, photo: bytes | None) -> bytes:
    """The picture as a file. The same input gives the same bytes.

    A preview is the same picture at half the size. Nothing of the photo's file but its pixels
    gets in. Raises PhotoUnreadable or PhotoUnfoldsTooLarge.
    """
    return _encoded(laid_out(wishes, story, photo).finished(), wishes)


def laid_out(wishes: Wishes, story: Story, photo: bytes | None) -> Sheet:
    """The sheet with its ground and all marks in their places, before they are drawn."""
    sheet = Sheet(wishes.format, _ground(wishes, story, photo))
    if wishes.template is Template.FILM:
        film.prepare(sheet)
    _LAY_OUT[wishes.template](sheet, story)
    return sheet


def _ground(wishes: Wishes, story: Story, photo: bytes | None) -> Image.Image:
    width, height = wishes.format.size_px
    if wishes.preview:
        width, height = round(width * PREVIEW_SCALE), round(height * PREVIEW_SCALE)
    if photo is not None and wishes.template.shows_photo:
        return soft_glow(covering(photo, (width, height)), wishes.glow)
    ground = grounds.aurora((width, height), story.family)
    return grounds.veil(ground, 0.62) if wishes.template is Template.MAP_CARD else ground


def _encoded(image: Image.Image, wishes: Wishes) -> bytes:
    out = io.BytesIO()
    if wishes.output is Output.PNG:
        image.save(out, "PNG", compress_level=PNG_LEVEL)
    else:
        quality = PREVIEW_QUALITY if wishes.preview else JPEG_QUALITY
        image.save(out, "JPEG", quality=quality, subsampling=0 if not wishes.preview else 2)
    return out.getvalue()
