"""Where workouts went, thinned out to be kept, and many of them as one map of how often."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contracts.workouts import TrackView

TOLERANCE_M = 12.0
POINTS_MAX = 500
CELLS = 220
"""Cells along the longer side of a map."""

UNIT_DEG = 1e-5
"""What a kept coordinate counts: about a metre."""

GAP = np.iinfo(np.int32).min
"""Stands for a break of the line in the kept numbers."""

REGION_DEG = 0.4
"""Whoever also runs on holiday sees the region where most of the ways are: about 35 km across."""

Ints = npt.NDArray[np.int32]


def packed(track: TrackView | None) -> bytes:
    """Latitude and longitude by turns as 32-bit numbers; empty where there are none to keep."""
    if track is None or "lat" not in track.columns or "lon" not in track.columns:
        return b""
    lat = np.ascontiguousarray(track.columns["lat"], dtype=np.float64)
    lon = np.ascontiguousarray(track.columns["lon"], dtype=np.float64)
    if np.count_nonzero(np.isfinite(lat) & np.isfinite(lon)) < 2:  # noqa: PLR2004 - a line
        return b""
    x_m, y_m = g.mercator(lat, lon)
    keep = g.thin(x_m, y_m, TOLERANCE_M, POINTS_MAX)
    told = np.column_stack([lat, lon])
    ends = np.flatnonzero(keep)
    pieces = []
    for start, stop in g.pieces(np.isfinite(x_m) & np.isfinite(y_m)):
        within = ends[(ends >= start) & (ends < stop)]
        pieces.append(np.rint(told[within] / UNIT_DEG).astype(np.int32))
        pieces.append(np.full((1, 2), GAP, dtype=np.int32))
    return np.concatenate(pieces).astype("<i4").tobytes() if pieces else b""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """How many workouts passed each cell; rows from north to south.

    ``cells`` are x, y and count. ``shown`` of ``workouts`` pass the region that is shown.
    """

    columns: int
    rows: int
    cell_m: float
    cells: npt.NDArray[np.int64]
    workouts: int
    shown: int


def grid_of(ways: Sequence[bytes]) -> Grid | None:
    """Lay the ways over each other where most of them are; None if there are none."""
    lines = [line for way in ways if (line := _line(way)) is not None]
    if not lines:
        return None
    middle = _heart(lines)
    near = [line for line in lines if _is_near(line, middle)]
    placed = [_placed(line, middle) for line in near]
    low = np.min([np.nanmin(line, axis=0) for line in placed], axis=0)
    high = np.max([np.nanmax(line, axis=0) for line in placed], axis=0)
    span = np.maximum(high - low, 200.0)
    size = float(span.max()) / (CELLS - 1)
    columns, rows = (int(side / size) + 1 for side in span)
    passed = np.zeros(columns * rows, dtype=np.int64)
    for line in placed:
        np.add.at(passed, _cells_of(line, low, size, columns, rows), 1)
    filled = np.flatnonzero(passed)
    cells = np.column_stack([filled % columns, filled // columns, passed[filled]])
    stretch = float(np.cos(np.radians(middle[0])))
    return Grid(
        columns=columns,
        rows=rows,
        cell_m=size * stretch,
        cells=cells,
        workouts=len(lines),
        shown=len(near),
    )


def _line(way: bytes) -> npt.NDArray[np.float64] | None:
    """Degrees, NaN at a break."""
    if not way:
        return None
    raw = np.frombuffer(way, dtype="<i4").reshape(-1, 2)
    return np.where(raw == GAP, np.nan, raw * UNIT_DEG)


def _heart(lines: Sequence[npt.NDArray[np.float64]]) -> tuple[float, float]:
    """The middle of the square of REGION_DEG in which most of the ways begin."""
    begins = np.array([line[0] for line in lines])
    squares = np.floor(begins / REGION_DEG).astype(np.int64)
    _, which, counts = np.unique(squares, axis=0, return_inverse=True, return_counts=True)
    most = begins[which.reshape(-1) == np.argmax(counts)]
    lat, lon = np.median(most, axis=0)
    return float(lat), float(lon)


def _is_near(line: npt.NDArray[np.float64], middle: tuple[float, float]) -> bool:
    away = np.abs(line - np.array(middle))
    return bool(np.nanmax(away) <= REGION_DEG)


def _placed(line: npt.NDArray[np.float64], middle: tuple[float, float]) -> npt.NDArray[np.float64]:
    """Web Mercator metres, x to the east and y to the south."""
    x_m = g.EARTH_M * np.radians(line[:, 1] - middle[1])
    lat = np.radians(np.clip(line[:, 0], -g.LATITUDE_MAX, g.LATITUDE_MAX))
    return np.column_stack([x_m, -g.EARTH_M * np.log(np.tan(np.pi / 4 + lat / 2))])


def _cells_of(
    line: npt.NDArray[np.float64],
    low: npt.NDArray[np.float64],
    size: float,
    columns: int,
    rows: int,
) -> npt.NDArray[np.int64]:
    """Every cell that the line passes, once."""
    at = (line - low) / size
    steps = np.abs(np.diff(at, axis=0)).max(axis=1)
    whole = np.isfinite(steps)
    starts, ends = at[:-1][whole], at[1:][whole]
    times = np.ceil(steps[whole] * 2).astype(np.int64) + 1
    owner = np.repeat(np.arange(len(times)), times)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(times) - times, times)
    share = (place / np.maximum(times[owner] - 1, 1))[:, None]
    points = starts[owner] + (ends[owner] - starts[owner]) * share
    x = np.clip(points[:, 0].astype(np.int64), 0, columns - 1)
    y = np.clip(points[:, 1].astype(np.int64), 0, rows - 1)
    return np.unique(y * columns + x)
