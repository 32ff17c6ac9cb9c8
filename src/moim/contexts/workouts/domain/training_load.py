"""Training load: what a heart did in a workout, and what weeks of it leave (formulas.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import exp

from moim.kernel.errors import Invalid

FITNESS_DAYS = 42
FATIGUE_DAYS = 7
RESTING_BPM = 60
GREATEST_BPM = 190
_RESTING = (30, 110)
_GREATEST = (100, 240)
_FTP_W = (40, 700)
_EFFORT_APART_BPM = 40


class ThresholdsOutOfRange(Invalid):
    """A heart or a pair of legs that nobody has."""

    code = "thresholds-out-of-range"
    ko = "값이 가능한 범위를 벗어났습니다: {field}"
    en = "{field} is out of range."


class Sex(StrEnum):
    """Whose coefficients apply: the formula was fitted for women and men apart."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """What load is measured against from ``valid_from`` on, until later ones; None if unknown.

    ``resting_bpm`` and ``greatest_bpm`` bound the heart rate, ``ftp_w`` is what somebody can
    hold for an hour.
    """

    valid_from: date
    resting_bpm: int | None = None
    greatest_bpm: int | None = None
    ftp_w: int | None = None
    sex: Sex | None = None

    def __post_init__(self) -> None:
        """Refuse what no body has."""
        for name, (least, most) in _LIMITS.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise ThresholdsOutOfRange(field=name)
        resting = RESTING_BPM if self.resting_bpm is None else self.resting_bpm
        greatest = GREATEST_BPM if self.greatest_bpm is None else self.greatest_bpm
        if greatest - resting < _EFFORT_APART_BPM:
            raise ThresholdsOutOfRange(field="greatest_bpm")


_LIMITS = {"resting_bpm": _RESTING, "greatest_bpm": _GREATEST, "ftp_w": _FTP_W}


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a load was worked out with; ``estimated`` names what nobody had said."""

    resting_bpm: int
    greatest_bpm: int
    sex: Sex
    estimated: tuple[str, ...]


def basis_of(thresholds: Thresholds | None) -> Basis:
    """The person's own figures, and the usual ones where they are not known.

    Without a sex the men's coefficients are taken, as most programs do, and it says so.
    """
    known = thresholds or Thresholds(valid_from=date.min)
    missing = [name for name in ("resting_bpm", "greatest_bpm", "sex") if not getattr(known, name)]
    return Basis(
        resting_bpm=known.resting_bpm or RESTING_BPM,
        greatest_bpm=known.greatest_bpm or GREATEST_BPM,
        sex=known.sex or Sex.MALE,
        estimated=tuple(missing),
    )


_BANISTER = {Sex.MALE: (0.64, 1.92), Sex.FEMALE: (0.86, 1.67)}


def trimp(heart_s: Mapping[int, float], basis: Basis) -> float | None:
    """Banister 1991: minutes x share of the reserve x k e^(b share); None without heart rates.

    ``heart_s``: seconds at each heart rate. A rate outside the bounds counts as the bound.
    """
    if not heart_s:
        return None
    k, b = _BANISTER[basis.sex]
    reserve = basis.greatest_bpm - basis.resting_bpm
    total = 0.0
    for bpm, held_s in sorted(heart_s.items()):
        share = min(max((bpm - basis.resting_bpm) / reserve, 0.0), 1.0)
        total += held_s / 60.0 * share * k * exp(b * share)
    return round(total, 2)


@dataclass(frozen=True, kw_only=True)
class LoadOfDay:
    """One day: its load, fitness (CTL) and fatigue (ATL) at its end, form (TSB) at its start."""

    day: date
    load: float
    fitness: float
    fatigue: float
    form: float


def load_over_days(loads: Mapping[date, float], first: date, last: date) -> Sequence[LoadOfDay]:
    """Every day from ``first`` to ``last``; ``loads`` must hold all days before, too.

    Exponentially weighted with 42 and 7 days: y += (load - y) (1 - e^(-1/tau)), from nothing.
    Form is yesterday's fitness less yesterday's fatigue.
    """
    slow, quick = 1 - exp(-1 / FITNESS_DAYS), 1 - exp(-1 / FATIGUE_DAYS)
    fitness = fatigue = 0.0
    day = min(first, min(loads, default=first))
    days = []
    while day <= last:
        form, load = fitness - fatigue, loads.get(day, 0.0)
        fitness += (load - fitness) * slow
        fatigue += (load - fatigue) * quick
        if day >= first:
            days.append(LoadOfDay(day=day, load=load, fitness=fitness, fatigue=fatigue, form=form))
        day += timedelta(days=1)
    return days
