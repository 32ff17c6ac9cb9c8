"""Whether two recordings are of the same outing of one person.

Two devices on one body, or one file exported twice by different programs: same sport family,
at least 80 % of the longer one's time shared, and near in space where both have positions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import cos, hypot, radians
from typing import TypeVar

from moim.contexts.workouts.domain.sports import Family, Sport

OVERLAP_SHARE_MIN = 0.8
NEAR_M = 1_000.0
METRES_PER_DEGREE = 111_195.0

K = TypeVar("K")


@dataclass(frozen=True, kw_only=True)
class Outing:
    """What must be known of a recording to compare it.

    ``start`` and ``end`` of ``where`` are its first and last position (lat, lon in degrees).
    ``richness`` counts the values it holds: samples times columns.
    """

    sport: Sport
    started_at: datetime
    ended_at: datetime
    where: tuple[float, float, float, float] | None
    richness: int


def same_outing(one: Outing, other: Outing) -> bool:
    """Whether both were recorded on one outing."""
    return (
        _families_agree(one.sport, other.sport)
        and overlap_share(one, other) >= OVERLAP_SHARE_MIN
        and _near(one, other)
    )


def twin_of(outing: Outing, others: Iterable[tuple[K, Outing]]) -> tuple[K, Outing] | None:
    """Of those recorded on the same outing the one that shares most of its time, and its key."""
    same = (other for other in others if same_outing(outing, other[1]))
    return max(same, key=lambda other: overlap_share(outing, other[1]), default=None)


def overlap_share(one: Outing, other: Outing) -> float:
    """The share of the longer one's time that both cover, 0 to 1.

    The longer one, so that a leg of a triathlon is not the triathlon.
    """
    shared = min(one.ended_at, other.ended_at) - max(one.started_at, other.started_at)
    longer = max(one.ended_at - one.started_at, other.ended_at - other.started_at)
    if longer.total_seconds() <= 0:
        return 1.0 if one.started_at == other.started_at else 0.0
    return max(shared.total_seconds(), 0.0) / longer.total_seconds()


def _families_agree(one: Sport, other: Sport) -> bool:
    vague = Family.OTHER
    return one == other or one.family == other.family != vague or Sport.OTHER in (one, other)


def _near(one: Outing, other: Outing) -> bool:
    if one.where is None or other.where is None:
        return True
    return all(
        _distance_m(one.where[at : at + 2], other.where[at : at + 2]) <= NEAR_M for at in (0, 2)
    )


def _distance_m(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    north = other[0] - one[0]
    east = (other[1] - one[1]) * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east) * METRES_PER_DEGREE
