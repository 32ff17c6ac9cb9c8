"""What others may know of a track without seeing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from moim.contexts.workouts.domain.privacy_zones import Circle

COARSE_CELL_DEG = 0.02  # some 2 km
COARSE_CELLS_MAX = 500
COARSE_COLUMN_BITS = 20

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west > east across the 180th meridian."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A track from afar.

    ``bbox`` is None for a track without positions. ``cells`` names the coarse squares it passes.
    Both are exact, and so for the owner alone: others hear what ``told`` gives.
    """

    points: int
    bbox: Box | None
    cells: tuple[int, ...] = ()

    def told(self, hidden: Sequence[Circle]) -> tuple[Box | None, tuple[int, ...]]:
        """The box and the squares that everybody may hear of.

        The box is grown to whole hundredths of a degree: it must not find a door. Squares that a
        privacy zone touches are left out, and the box is then only around those that are left.
        """
        if self.bbox is None:
            return None, ()
        cells = tuple(cell for cell in self.cells if not _touched(box_of(cell), hidden))
        if len(cells) == len(self.cells) and not _touched(self.bbox, hidden):
            return _rough(self.bbox), cells
        return _around(cells), cells

    def touched_by(self, circles: Sequence[Circle]) -> bool:
        """Whether what others hear of it depends on these."""
        return self.bbox is not None and _touched(self.bbox, circles)


def box_of(cell: int) -> Box:
    """The square of a coarse cell."""
    row, column = cell >> COARSE_COLUMN_BITS, cell & ((1 << COARSE_COLUMN_BITS) - 1)
    south, west = row * COARSE_CELL_DEG - 90.0, column * COARSE_CELL_DEG - 180.0
    return west, south, west + COARSE_CELL_DEG, south + COARSE_CELL_DEG


def _touched(box: Box, circles: Sequence[Circle]) -> bool:
    return any(circle.touches_box(box) for circle in circles)


def _rough(bbox: Box) -> Box:
    west, south, east, north = (degrees * 100 for degrees in bbox)
    return floor(west) / 100, floor(south) / 100, ceil(east) / 100, ceil(north) / 100


def _around(cells: Sequence[int]) -> Box | None:
    """The box of the squares; the narrower way round where they lie at both ends of the map."""
    if not cells:
        return None
    boxes = [box_of(cell) for cell in cells]
    west, east = min(box[0] for box in boxes), max(box[2] for box in boxes)
    if east - west > 180.0:  # noqa: PLR2004 - half round
        west = min(box[0] for box in boxes if box[0] >= 0)
        east = max(box[2] for box in boxes if box[0] < 0)
    south, north = min(box[1] for box in boxes), max(box[3] for box in boxes)
    return round(west, 2), round(south, 2), round(east, 2), round(north, 2)
