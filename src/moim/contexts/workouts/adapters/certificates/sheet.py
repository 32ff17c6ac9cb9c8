"""The sheet a certificate is drawn on: grounds at once, marks when it is finished."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image

from moim.contexts.workouts.adapters.certificates import grounds, ink
from moim.contexts.workouts.adapters.certificates.course import Piece, fitted
from moim.contexts.workouts.adapters.certificates.ink import (
    CourseMark,
    Mark,
    PortraitMark,
    Shape,
    Text,
)
from moim.contexts.workouts.adapters.certificates.lettering import font
from moim.contexts.workouts.adapters.certificates.photo import covering
from moim.contexts.workouts.adapters.certificates.theme import (
    REGULAR,
    SHORT_SIDE,
    WHITE,
    Box,
    Colour,
)
from moim.contexts.workouts.domain.certificate import Format
from moim.platform import fonts

MARGIN = 72.0
STORY_TOP = 210.0  # an app lays its own signs over the ends of a story
STORY_BOTTOM = 250.0
LINE_SAFETY = 14.0
PORTRAIT = 116.0
PORTRAIT_LEAST = 56.0


@dataclass(eq=False)
class Sheet:
    """A picture of ``format``, measured in units of which its short side has 1080.

    ``image`` has ``px_per_unit`` pixels a unit: a preview is the same sheet, smaller. ``boxes``
    tells where texts will stand, so that a layout can be held to ``safe``; ``courses`` and
    ``portraits`` where those do.
    """

    format: Format
    image: Image.Image
    marks: list[Mark] = field(default_factory=list)
    boxes: list[tuple[str, Box]] = field(default_factory=list)
    courses: list[Box] = field(default_factory=list)
    portraits: list[Box] = field(default_factory=list)

    @property
    def px_per_unit(self) -> float:
        """Pixels a unit."""
        return min(self.image.size) / SHORT_SIDE

    @property
    def whole(self) -> Box:
        """All of it."""
        return Box(0, 0, self.image.width / self.px_per_unit, self.image.height / self.px_per_unit)

    @property
    def safe(self) -> Box:
        """Where texts may stand."""
        inner = self.whole.inset(MARGIN)
        if self.format is Format.STORY:
            return Box(inner.left, STORY_TOP, inner.right, self.whole.bottom - STORY_BOTTOM)
        return inner

    @property
    def wide(self) -> bool:
        """Whether there is more room beside than below."""
        return self.format is Format.WIDE

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """The box in whole pixels."""
        return (
            round(box.left * self.px_per_unit),
            round(box.top * self.px_per_unit),
            round(box.right * self.px_per_unit),
            round(box.bottom * self.px_per_unit),
        )

    def shade(self, *stops: tuple[float, float]) -> None:
        """Darken the ground across its whole width, more where it is light.

        A stop is a height and a share of night (0 to 1); what lies between two goes smoothly.
        """
        k = self.px_per_unit
        inside = [(max(0.0, min(y, self.whole.bottom)), share) for y, share in stops]
        place = Box(0, inside[0][0], self.whole.right, inside[-1][0])
        if place.height < 1:
            return
        more = 0.72 + 0.45 * grounds.lightness(self.image, self.pixels(place))
        grounds.darken(self.image, [(round(y * k), share * more) for y, share in inside])

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        weight: int = REGULAR,
        colour: Colour = WHITE,
        opacity: float = 1.0,
        align: str = "l",
        tracking: float = 0.0,
        shadow: bool = True,
    ) -> float:
        """Write on the baseline ``y``, from, around or up to ``x`` (align l, m, r); its width."""
        words = fonts.drawable(words)
        if not words:
            return 0.0
        px = size * self.px_per_unit
        face = font(weight, px)
        gaps = (len(words) - 1) * tracking * px
        width = (face.getlength(words) + gaps) / self.px_per_unit
        left = x - {"l": 0.0, "m": 0.5, "r": 1.0}[align] * width
        inked = [edge / self.px_per_unit for edge in face.getbbox(words, anchor="ls")]
        right = left + inked[2] + gaps / self.px_per_unit
        self.boxes.append((words, Box(left + inked[0], y + inked[1], right, y + inked[3])))
        self.marks.append(
            Text(
                left * self.px_per_unit,
                y * self.px_per_unit,
                words,
                face,
                tracking * px,
                colour,
                opacity,
                shadow,
            )
        )
        return width

    def shape(
        self,
        box: Box,
        colour: Colour,
        *,
        opacity: float = 1.0,
        radius: float = 0.0,
        outline: float = 0.0,
        shadow: bool = False,
    ) -> None:
        """A rectangle, filled, or an outline of that width."""
        k = self.px_per_unit
        corners = (box.left * k, box.top * k, box.right * k, box.bottom * k)
        mark = Shape(corners, colour, opacity, radius * k, outline * k, shadow)
        self.marks.append(mark)

    def portrait(self, file: bytes | None, x: float, y: float, *, room: float = PORTRAIT) -> float:
        """Draw the picture round, its upper left corner there; how far it reaches, 0 for none.

        It is left out where ``room`` is too little to know anybody by.
        """
        side = min(PORTRAIT, room)
        if file is None or side < PORTRAIT_LEAST:
            return 0.0
        k = self.px_per_unit
        self.portraits.append(Box(x, y, x + side, y + side))
        px = round(side * k)
        self.marks.append(PortraitMark(covering(file, (px, px)), round(x * k), round(y * k)))
        return side

    def course(
        self,
        pieces: Sequence[Piece],
        box: Box,
        *,
        width: float,
        colours: tuple[Colour, Colour],
        glow: float = 0.0,
        casing: float = 0.0,
        dots: bool = True,
        opacity: float = 1.0,
    ) -> Box | None:
        """Draw the course inside the box, line and ends included; where it came to lie."""
        k = self.px_per_unit
        place = fitted(pieces, box.inset(width + LINE_SAFETY), k)
        if place is None:
            return None
        self.courses.append(place.box.inset(-width))
        lines = tuple(line * k for line in place.lines)
        self.marks.append(CourseMark(lines, width * k, colours, glow, casing * k, dots, opacity))
        return place.box

    def finished(self) -> Image.Image:
        """The picture with all marks drawn."""
        return ink.drawn(self.image, self.marks)
