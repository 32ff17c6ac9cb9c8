"""How much of two workouts was done together: by time, at the same place at the same time.

Time and not distance or samples decides: it credits the café, and an uneven sampling counts for
what it covers. The rules and their thresholds are those of docs/formulas.md, "Companions".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.geometry import EARTH_RADIUS_M
from moim.contexts.workouts.domain.sports import Family, Sport
from moim.contexts.workouts.domain.traces import STEP_S, Trace

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEAR_M = {Family.FOOT: 100.0, Family.RIDE: 200.0}
NEAR_ELSE_M = 100.0
LONG_RIDE_NEAR_M = 500.0
LONG_RIDE_FROM_S, LONG_RIDE_UP_TO_S = 2 * 3600.0, 6 * 3600.0
LAG_STEPS = 60 // STEP_S
LAG_NEAR_M = 50.0
SHARE_MIN = 0.5
NEAR_S_MIN = 600.0
LONGEST_S_MIN = 300.0
HEADING_MIN = 0.5
HEADING_STEPS = 2
MOVING_MPS = 0.5
MOVING_STEPS_MIN = 6
WHOLE_SHARE_MIN = 0.9
_HALF_ROUND_DEG = 180.0
_METRES_A_DEGREE = EARTH_RADIUS_M * np.pi / 180.0
_MARGIN = 2 * LAG_STEPS
_VALUES_AT_ONCE = 15_000


class Extent(StrEnum):
    """How much of one's own workout was together: 전 구간 함께, or 일부 구간."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, kw_only=True)
class Togetherness:
    """What two workouts share, seen from one of them; ``seen_from_other`` turns it round.

    ``share`` is the part of one's own elapsed time near the other, ``other_share`` the other's.
    ``near_s`` and ``longest_s`` (the longest unbroken stretch) are the lesser of both sides.
    ``heading`` is the mean cosine between the ways both went, None if they hardly moved.
    """

    share: float
    other_share: float
    near_s: float
    longest_s: float
    heading: float | None

    @property
    def together(self) -> bool:
        """Whether it was one outing, and not a crossing or two strangers in one park."""
        return (
            max(self.share, self.other_share) >= SHARE_MIN
            and self.near_s >= NEAR_S_MIN
            and self.longest_s >= LONGEST_S_MIN
            and self.heading is not None
            and self.heading > HEADING_MIN
        )


def extent_of(share: float) -> Extent:
    """What to say of a share of one's own workout."""
    return Extent.WHOLE if share >= WHOLE_SHARE_MIN else Extent.PART


def near_m(one: Sport, one_elapsed_s: float, other: Sport, other_elapsed_s: float) -> float:
    """How far apart still counts as near: the lesser of what both sports allow.

    Rides of more than two hours stretch out; the distance grows evenly to 500 m at six hours of
    the shorter one.
    """
    least = min(NEAR_M.get(sport.family, NEAR_ELSE_M) for sport in (one, other))
    if one.family is not Family.RIDE or other.family is not Family.RIDE:
        return least
    shorter_s = min(one_elapsed_s, other_elapsed_s)
    grown = np.interp(shorter_s, (LONG_RIDE_FROM_S, LONG_RIDE_UP_TO_S), (least, LONG_RIDE_NEAR_M))
    return float(grown)


def compare(own: Trace, others: Sequence[Trace], near: Sequence[float]) -> list[Togetherness]:
    """``own`` with each of the others; ``near`` is the distance in metres for each."""
    if not len(own):
        return [_APART for _ in others]
    at_once = max(1, _VALUES_AT_ONCE // (len(own) + 2 * _MARGIN))
    found: list[Togetherness] = []
    for at in range(0, len(others), at_once):
        some = slice(at, at + at_once)
        found.extend(_compared(own, others[some], np.array(near[some], dtype=np.float64)))
    return found


_APART = Togetherness(share=0.0, other_share=0.0, near_s=0.0, longest_s=0.0, heading=None)


def _compared(own: Trace, others: Sequence[Trace], near: Floats) -> Iterator[Togetherness]:
    """A row an other, a column a step, from before the own first one to after the last.

    The others' within a minute of one's own may be near to where one was, and each looks a minute
    ahead and back: hence twice that much.
    """
    first, steps = own.first_step - _MARGIN, len(own) + 2 * _MARGIN
    own_lat, own_lon = own.window(first, steps)
    windows = [other.window(first, steps) for other in others]
    lat = np.stack([window[0] for window in windows])
    lon = np.stack([window[1] for window in windows])
    apart_m = _length(*_offsets(own_lat, own_lon, lat, lon))
    close = apart_m <= near[:, None]
    mine = np.broadcast_to(own_lat, lat.shape), np.broadcast_to(own_lon, lon.shape)
    own_near = close | _near_later(mine, (lat, lon), apart_m, close)
    other_near = close | _near_later((lat, lon), mine, apart_m, close)
    heading = _headings((own_lat, own_lon), (lat, lon), own_near | other_near)
    own_s, other_s = own_near.sum(axis=1) * STEP_S, other_near.sum(axis=1) * STEP_S
    longest_s = np.minimum(_longest(own_near), _longest(other_near)) * STEP_S
    for row, other in enumerate(others):
        yield Togetherness(
            share=_share(own_s[row], own.elapsed_s),
            other_share=_share(other_s[row], other.elapsed_s),
            near_s=float(min(own_s[row], other_s[row])),
            longest_s=float(longest_s[row]),
            heading=None if np.isnan(heading[row]) else float(heading[row]),
        )


def _share(near_s: float, elapsed_s: float) -> float:
    return min(float(near_s) / max(elapsed_s, STEP_S), 1.0)


def _offsets(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats) -> tuple[Floats, Floats]:
    """Metres (east, north) from each position to another, on a plane: right up to some 100 km."""
    scale = np.cos(np.radians((lat + to_lat) / 2)) * _METRES_A_DEGREE
    return _turned(to_lon - lon) * scale, (to_lat - lat) * _METRES_A_DEGREE


def _turned(degrees: Floats) -> Floats:
    """Differences of longitude the short way round."""
    if not (np.abs(degrees) > _HALF_ROUND_DEG).any():
        return degrees  # as a rule; the remainder of so many is costly
    return np.asarray((degrees + 180.0) % 360.0 - 180.0)


def _length(east: Floats, north: Floats) -> Floats:
    return np.asarray(np.hypot(east, north))


def _near_later(
    who: tuple[Floats, Floats], whom: tuple[Floats, Floats], apart_m: Floats, close: Flags
) -> Flags:
    """Where ``who`` passes within 50 m of the line that ``whom`` draws within a minute of it.

    Riders in a line are at the same place one after the other. Between two steps the line is
    straight, so that the distance to it does not depend on where its steps fall.
    """
    found = np.zeros(close.shape, dtype=bool)
    open_still = ~close & ~(apart_m > LAG_NEAR_M + _reach_m(*whom)) & np.isfinite(who[0])
    open_still[:, :LAG_STEPS] = open_still[:, -LAG_STEPS:] = False
    rows, steps = np.nonzero(open_still)
    if not rows.size:
        return found
    around = steps[:, None] + np.arange(-LAG_STEPS, LAG_STEPS + 1)
    lat, lon = who[0][rows, steps, None], who[1][rows, steps, None]
    scale = np.cos(np.radians(lat)) * _METRES_A_DEGREE  # right enough so near
    east = _turned(whom[1][rows[:, None], around] - lon) * scale
    north = (whom[0][rows[:, None], around] - lat) * _METRES_A_DEGREE
    found[rows, steps] = (_to_segments(east, north) <= LAG_NEAR_M).any(axis=1)
    return found


def _reach_m(lat: Floats, lon: Floats) -> Floats:
    """The longest way each row goes within a minute: one number a row.

    A step that nobody knows is reckoned as the longest one.
    """
    east, north = _offsets(lat[:, :-1], lon[:, :-1], lat[:, 1:], lon[:, 1:])
    gone = _length(east, north)
    unknown = np.isnan(gone)
    gone[unknown] = 0.0
    gone = np.where(unknown, gone.max(axis=1, keepdims=True), gone)
    along = np.zeros((gone.shape[0], gone.shape[1] + 1))
    np.cumsum(gone, axis=1, out=along[:, 1:])
    return np.asarray((along[:, LAG_STEPS:] - along[:, :-LAG_STEPS]).max(axis=1, keepdims=True))


def _to_segments(east: Floats, north: Floats) -> Floats:
    """Distance from the origin to each stretch between neighbouring points; NaN if one is."""
    along_east, along_north = np.diff(east, axis=1), np.diff(north, axis=1)
    squared = along_east**2 + along_north**2
    east, north = east[:, :-1], north[:, :-1]
    reached = -(east * along_east + north * along_north) / np.where(squared > 0, squared, 1.0)
    reached = np.clip(reached, 0.0, 1.0)
    return _length(east + reached * along_east, north + reached * along_north)


def _headings(own: tuple[Floats, Floats], others: tuple[Floats, Floats], counted: Flags) -> Floats:
    """Mean cosine between the ways gone, over the counted steps at which both move; else NaN."""
    own_east, own_north = _way(*own)
    east, north = _way(*others)
    middle = slice(HEADING_STEPS, -HEADING_STEPS)
    product = _length(own_east, own_north) * _length(east, north)
    least = MOVING_MPS * 2 * HEADING_STEPS * STEP_S
    moving = (
        counted[:, middle]
        & (_length(own_east, own_north) >= least)
        & (_length(east, north) >= least)
    )
    cosine = np.divide(
        own_east * east + own_north * north,
        product,
        out=np.zeros(moving.shape),
        where=moving,
    )
    many = moving.sum(axis=1)
    mean = cosine.sum(axis=1) / np.maximum(many, 1)
    return np.where(many >= MOVING_STEPS_MIN, mean, np.nan)


def _way(lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Metres (east, north) gone over the 40 s around each step."""
    before, after = np.s_[..., : -2 * HEADING_STEPS], np.s_[..., 2 * HEADING_STEPS :]
    return _offsets(lat[before], lon[before], lat[after], lon[after])


def _longest(flags: Flags) -> NDArray[np.int64]:
    """The longest unbroken run of True in each row, in steps."""
    edged = np.zeros((flags.shape[0], flags.shape[1] + 1), dtype=np.int8)
    edged[:, :-1] = flags
    turns = np.diff(edged.ravel(), prepend=np.int8(0))
    starts, ends = np.flatnonzero(turns == 1), np.flatnonzero(turns == -1)
    longest = np.zeros(flags.shape[0], dtype=np.int64)
    np.maximum.at(longest, starts // edged.shape[1], ends - starts)
    return longest
