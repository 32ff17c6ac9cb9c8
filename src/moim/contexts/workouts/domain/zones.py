"""Heart-rate zones: whose they are, since when, and how long a workout stayed in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.curves import HELD_AT_MOST_S
from moim.kernel.errors import Invalid, NotFound

Floats = NDArray[np.float64]

ZONES = 5
_LOWER_BOUNDS = (0.50, 0.60, 0.70, 0.80, 0.90)
_UNKNOWN_MAX_BPM = 190


class ZonesOutOfOrder(Invalid):
    """Zone bounds that do not rise, or that no heart reaches."""

    code = "zones-out-of-order"
    ko = "심박 구간의 경계는 30에서 250 사이에서 점점 커지는 다섯 값이어야 합니다."
    en = "Heart-rate zones take five rising bounds between 30 and 250."


class ZonesNotFound(NotFound):
    """No zones of this person begin on that day."""

    code = "zones-not-found"
    ko = "그날부터 정한 심박 구간이 없습니다."
    en = "None of your heart-rate zones begin on that day."


@dataclass(frozen=True, kw_only=True)
class ZoneDefinition:
    """The five zones of a person from ``valid_from`` on, until a later definition.

    ``bounds_bpm`` are the lowest heart rates of zones 1 to 5; a zone ends where the next begins
    and the last has no end. ``source`` says what they rest on: ``measured`` (the person gave
    them), ``reserve`` (resting and greatest rate), ``age`` or ``default``.
    """

    valid_from: date
    bounds_bpm: tuple[int, int, int, int, int]
    source: str

    def __post_init__(self) -> None:
        """Refuse bounds that are not five rising heart rates."""
        bounds = self.bounds_bpm
        rising = all(low < high for low, high in pairwise(bounds))
        if len(bounds) != ZONES or not rising or bounds[0] < 30 or bounds[-1] > 250:  # noqa: PLR2004
            raise ZonesOutOfOrder(field="bounds_bpm")


@dataclass(frozen=True, kw_only=True)
class Recount:
    """Workouts that are counted by other zones: how many in all, and how many are left."""

    id: UUID
    total: int
    left: int


@dataclass(frozen=True, kw_only=True)
class DatedZones:
    """Zones as a person set them.

    ``behind`` workouts of their days were counted by others before and still are; ``recount`` is
    the last that was asked for since they were set.
    """

    zones: ZoneDefinition
    behind: int = 0
    recount: Recount | None = None


@dataclass(frozen=True, kw_only=True)
class TimeInZones:
    """Seconds below zone 1 and in each of the five zones."""

    below_s: float
    zones_s: tuple[float, float, float, float, float]


def zones_on(definitions: Iterable[ZoneDefinition], day: date) -> ZoneDefinition | None:
    """The definition in force on ``day``: what came later does not change history."""
    in_force = [one for one in definitions if one.valid_from <= day]
    return max(in_force, key=lambda one: one.valid_from, default=None)


def days_in_force(definitions: Iterable[ZoneDefinition], valid_from: date) -> tuple[date, date]:
    """The first and last day of the definition of ``valid_from``: the next one ends it."""
    later = [one.valid_from for one in definitions if one.valid_from > valid_from]
    return valid_from, min(later) - timedelta(days=1) if later else date.max


def completed_years(born: date, on: date) -> int:
    """Age in completed years.

    >>> completed_years(date(2000, 3, 2), date(2026, 3, 1))
    25
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def greatest_heart_rate_bpm(age_years: int) -> int:
    """Tanaka, Monahan and Seals 2001: 208 - 0.7 x age."""
    return round(208 - 0.7 * age_years)


def estimated_zones(
    valid_from: date,
    *,
    age_years: int | None = None,
    resting_bpm: int | None = None,
    greatest_bpm: int | None = None,
) -> ZoneDefinition:
    """Zones at 50, 60, 70, 80 and 90 % for somebody who gave no bounds.

    Of the heart-rate reserve (Karvonen) when the resting rate is known, else of the greatest
    rate: as given, by age, or 190.
    """
    if greatest_bpm is None and age_years is not None:
        greatest_bpm = greatest_heart_rate_bpm(age_years)
        source = "age"
    else:
        source = "default" if greatest_bpm is None else "measured"
    top = _UNKNOWN_MAX_BPM if greatest_bpm is None else greatest_bpm
    rest = 0
    if resting_bpm is not None:
        rest, source = resting_bpm, "reserve"
    one, two, three, four, five = (round(rest + part * (top - rest)) for part in _LOWER_BOUNDS)
    return ZoneDefinition(
        valid_from=valid_from, bounds_bpm=(one, two, three, four, five), source=source
    )


def time_in_zones(
    elapsed_s: Floats, heart_rate_bpm: Floats, zones: ZoneDefinition
) -> TimeInZones | None:
    """How long the heart was in each zone; each sample holds for 10 s at most.

    ``heart_rate_bpm`` has NaN for what is not believable (``curves.believable_heart_rate``).
    None if nothing was measured.
    """
    rate = heart_rate_bpm[:-1]
    present = np.isfinite(rate)
    if not present.any():
        return None
    held_s = np.minimum(np.diff(elapsed_s), HELD_AT_MOST_S)
    zone = np.searchsorted(np.array(zones.bounds_bpm, dtype=np.float64), rate, side="right")
    spent = np.bincount(zone, weights=held_s * present, minlength=ZONES + 1).tolist()
    below, one, two, three, four, five = spent
    return TimeInZones(below_s=below, zones_s=(one, two, three, four, five))


def seconds_at_rates(elapsed_s: Floats, heart_rate_bpm: Floats) -> dict[int, float]:
    """How long the heart beat at each whole rate; each sample holds for 10 s at most.

    ``heart_rate_bpm`` has NaN for what is not believable.
    """
    rate = heart_rate_bpm[:-1]
    present = np.isfinite(rate)
    held_s = np.minimum(np.diff(elapsed_s), HELD_AT_MOST_S)[present]
    spent = np.bincount(np.rint(rate[present]).astype(np.intp), weights=held_s)
    beaten = np.flatnonzero(spent)
    return dict(zip(beaten.tolist(), np.round(spent[beaten], 2).tolist(), strict=True))
