"""Colours and measures of the templates. Lengths are of a picture 1080 px on its short side."""

from typing import NamedTuple

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (18, 32, 27)
INK_SOFT: Colour = (95, 108, 102)
NIGHT: Colour = (8, 18, 15)
FOREST: Colour = (11, 95, 80)
VOLT: Colour = (201, 240, 77)
MINT: Colour = (95, 208, 174)
PAPER: Colour = (248, 245, 238)
PAPER_LINE: Colour = (221, 216, 204)
STAMP: Colour = (255, 146, 64)

SHORT_SIDE = 1080.0

REGULAR, SEMIBOLD, BOLD = 0, 1, 2


class Box(NamedTuple):
    """A rectangle, in the units of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def inset(self, across: float, down: float | None = None) -> "Box":
        """Smaller by ``across`` on both sides and by ``down`` above and below."""
        down = across if down is None else down
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)

    def holds(self, other: "Box", slack: float = 0.5) -> bool:
        """Whether the other lies inside."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )
