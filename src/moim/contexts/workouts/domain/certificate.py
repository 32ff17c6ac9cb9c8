"""What a certificate (인증샷) of a workout may be: its templates, formats and what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from moim.kernel.errors import Invalid, TooLarge, Unsupported

PHOTO_BYTES_MAX = 20 * 1024 * 1024
JPEG_PIXELS_MAX = 64_000_000  # as phones take them; decoded no larger than needed
HEIC_PIXELS_MAX = 40_000_000  # unfolded whole, and what phones take without being told more
OTHER_PIXELS_MAX = 24_000_000  # PNG and WebP have to be unfolded whole
GLOW_MAX = 100
GLOW_USUAL = 40
PLACE_LENGTH_MAX = 40


class Template(StrEnum):
    """How it is laid out."""

    MINIMAL = "minimal"
    BIG_NUMBER = "big_number"
    MAGAZINE = "magazine"
    FILM = "film"
    MAP_CARD = "map_card"
    RECORD = "record"

    @property
    def shows_photo(self) -> bool:
        """Whether a photo is drawn; without one such a template has a ground of its own."""
        return self is not Template.MAP_CARD

    @property
    def needs_course(self) -> bool:
        """Whether it is nothing without a course."""
        return self is Template.MAP_CARD


class Format(StrEnum):
    """Width to height."""

    SQUARE = "1:1"
    PORTRAIT = "4:5"
    STORY = "9:16"
    WIDE = "16:9"

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the whole picture."""
        return _SIZES_PX[self]


_SIZES_PX = {
    Format.SQUARE: (1080, 1080),
    Format.PORTRAIT: (1080, 1350),
    Format.STORY: (1080, 1920),
    Format.WIDE: (1920, 1080),
}


class Field(StrEnum):
    """What it may tell, in the order in which it tells it. Nothing is told that is not named."""

    TITLE = "title"
    DATE = "date"
    PLACE = "place"
    DISTANCE = "distance"
    TIME = "time"
    PACE = "pace"
    HEART_RATE = "heart_rate"
    CLIMB = "climb"
    COURSE = "course"
    PORTRAIT = "portrait"


FIELDS_USUAL = (
    Field.TITLE,
    Field.DATE,
    Field.PLACE,
    Field.DISTANCE,
    Field.TIME,
    Field.PACE,
    Field.COURSE,
    Field.PORTRAIT,
)


class Output(StrEnum):
    """The kind of file."""

    JPEG = "jpeg"
    PNG = "png"


class UnknownTemplate(Invalid):
    """There is no template of this name."""

    code = "unknown-certificate-template"
    ko = "없는 템플릿입니다. 목록에 있는 템플릿 중에서 고르세요."
    en = "There is no such template. Choose one from the list."


class BadCertificateOption(Invalid):
    """A format, field or kind of file that does not exist."""

    code = "bad-certificate-option"
    ko = "인증샷에서 고를 수 없는 값입니다. 고를 수 있는 값: {allowed}"
    en = "This cannot be chosen for a certificate. What can: {allowed}"


class GlowOutOfRange(Invalid):
    """The strength of the glow is no whole number from 0 to 100."""

    code = "glow-out-of-range"
    ko = "뽀샤시 세기는 0에서 100까지의 정수여야 합니다."
    en = "The strength of the glow must be a whole number from 0 to 100."


class PhotoUnreadable(Unsupported):
    """Neither JPEG nor PNG nor WebP nor HEIC, or damaged."""

    code = "certificate-photo-unreadable"
    ko = "사진을 읽을 수 없습니다. 손상되지 않은 JPEG, PNG, WebP, HEIC 사진을 선택하세요."
    en = "The photo could not be read. Choose an undamaged JPEG, PNG, WebP or HEIC picture."


class PhotoUnfoldsTooLarge(TooLarge):
    """It would unfold to more pixels than are worth decoding."""

    code = "certificate-photo-too-many-pixels"
    ko = "사진이 너무 큽니다. JPEG은 6,400만, HEIC는 4,000만, PNG와 WebP는 2,400만 화소까지 됩니다."
    en = "The photo is too large. A JPEG may have 64 megapixels, a HEIC 40, a PNG or WebP 24."


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What somebody wants on their certificate. ``glow`` is from 0 (none) to 100.

    ``place`` is the words for the place; a certificate never works out where it was.
    """

    template: Template
    format: Format = Format.PORTRAIT
    glow: int = GLOW_USUAL
    fields: frozenset[Field] = frozenset(FIELDS_USUAL)
    place: str = ""
    output: Output = Output.JPEG
    preview: bool = False


def template_named(name: str) -> Template:
    """The template. Raises UnknownTemplate."""
    if name not in Template._value2member_map_:
        raise UnknownTemplate(field="template")
    return Template(name)


Choice = TypeVar("Choice", Format, Field, Output)


def choice_of(kind: type[Choice], text: str, field: str) -> Choice:
    """One of the kind by its value. Raises BadCertificateOption, which points at ``field``."""
    if text not in kind._value2member_map_:
        raise BadCertificateOption(field=field, allowed=", ".join(kind))
    return kind(text)


def fields_named(names: Sequence[str]) -> frozenset[Field]:
    """The fields. Raises BadCertificateOption."""
    return frozenset(choice_of(Field, name, "fields") for name in names)


def glow_of(text: str) -> int:
    """A strength from 0 to 100. Raises GlowOutOfRange."""
    digits = text if text.isascii() and text.isdigit() and len(text) <= len(str(GLOW_MAX)) else ""
    if not digits or int(digits) > GLOW_MAX:
        raise GlowOutOfRange(field="glow")
    return int(digits)
