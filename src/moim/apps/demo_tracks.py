"""What a device would have recorded on an outing: a sample a second, made from chance and rules."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from moim.apps.demo_courses import METRES_A_DEGREE, line_of
from moim.apps.demo_days import Kind, Outing

Floats = NDArray[np.float64]

WARM_UP_S = 600
HARD_S, SOFT_S = 195, 120
RIDE_MPS = 7.2
HEART_LAG_S = 35.0
STILL_MPS = 0.4
AT_MOST_INTO_S = 30
SMOOTH_S = 25
LAP_M = {False: 1_000.0, True: 5_000.0}


@dataclass(frozen=True, kw_only=True, eq=False)
class Samples:
    """Columns of one length, a row a second from ``begins_s`` (Unix).

    Cadence is as sensors count it: strides of one foot, or turns of the crank.
    """

    begins_s: int
    lat: Floats
    lon: Floats
    elevation_m: Floats
    distance_m: Floats
    speed_mps: Floats
    heart_rate_bpm: Floats
    cadence_rpm: Floats
    laps: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        """Seconds."""
        return len(self.lat)


def recorded(outing: Outing) -> Samples:
    """The samples of an outing, the same whenever it is asked for."""
    seconds = outing.length_s
    shared = np.random.default_rng((*outing.group, 1))
    own = np.random.default_rng((*outing.own, 2))
    line = line_of(outing.course)
    # Those who run together share one pace; each is a few seconds behind the first.
    whole = seconds + AT_MOST_INTO_S
    effort = _effort(outing.kind, whole)
    speed = _speed(outing, effort, whole, shared)
    roughly = outing.offset_m + np.cumsum(speed)
    speed = speed * np.clip(1.0 - 3.2 * line.at(roughly)[3], 0.55, 1.25)
    speed = _with_stops(speed, shared)
    gone = outing.offset_m + np.cumsum(speed)
    clock = np.arange(seconds, dtype=np.float64)
    place = np.interp(clock + outing.into_s, np.arange(whole), gone)
    lat, lon, elevation, grade = line.at(place)
    moved = np.diff(place, prepend=place[0])
    east, north = _drift(own, seconds, 3.0), _drift(own, seconds, 3.0)
    return Samples(
        begins_s=int(outing.started_at.timestamp()),
        lat=lat + north / METRES_A_DEGREE,
        lon=lon + east / (METRES_A_DEGREE * np.cos(np.radians(lat))),
        elevation_m=elevation + _drift(own, seconds, 0.5),
        distance_m=place - place[0],
        speed_mps=moved,
        heart_rate_bpm=_heart(outing, effort[:seconds], grade, moved, own),
        cadence_rpm=_cadence(outing, moved, own),
        laps=_laps(outing, effort[:seconds], place - place[0]),
    )


def _effort(kind: Kind, seconds: int) -> Floats:
    """How hard each second is meant to be, 1.0 for easy."""
    clock = np.arange(seconds)
    effort = np.ones(seconds)
    warm = clock < WARM_UP_S
    if kind is Kind.INTERVAL:
        hard = (clock - WARM_UP_S) % (HARD_S + SOFT_S) < HARD_S
        effort = np.where(hard, 1.34, 0.82)
        effort[warm | (clock > seconds - WARM_UP_S)] = 0.96
    elif kind is Kind.TEMPO:
        effort[:] = 1.17
        effort[warm | (clock > seconds - WARM_UP_S)] = 0.97
    elif kind is Kind.LONG:
        effort = 0.97 + 0.05 * clock / seconds
    else:
        effort = effort + 0.03 * np.minimum(clock / WARM_UP_S, 1.0) - 0.03
    return effort


def _speed(outing: Outing, effort: Floats, seconds: int, chance: np.random.Generator) -> Floats:
    easy = RIDE_MPS if outing.kind is Kind.RIDE else 1000.0 / outing.pace_s_per_km
    if outing.kind is Kind.RIDE:
        easy *= 318.0 / outing.member.pace_s_per_km
    wanted = _smooth(effort * easy, 9)
    return np.asarray(wanted * (1.0 + 0.035 * _wander(chance, seconds)))


def _with_stops(speed: Floats, chance: np.random.Generator) -> Floats:
    """A drink or a crossing: up to two stops of less than a minute."""
    for _ in range(int(chance.integers(0, 3))):
        at = int(chance.integers(WARM_UP_S, max(len(speed) - WARM_UP_S, WARM_UP_S + 1)))
        speed[at : at + int(chance.integers(15, 55))] = 0.0
    return speed


def _heart(
    outing: Outing, effort: Floats, grade: Floats, moved: Floats, chance: np.random.Generator
) -> Floats:
    """Follows the effort late, climbs with the hill, and drifts upwards with time."""
    member, seconds = outing.member, len(effort)
    easy = 0.60 if outing.kind is Kind.RIDE else 0.66
    if outing.kind is Kind.CREW:  # the crew's pace is work for some and rest for others
        easy += 0.5 * (member.pace_s_per_km / outing.pace_s_per_km - 1.0)
    part = easy + 0.62 * (effort - 1.0) + 1.1 * np.clip(grade, -0.03, 0.12)
    part = np.where(moved < STILL_MPS, 0.45, part) + 0.045 * np.arange(seconds) / 3600
    wanted = member.resting_bpm + (member.max_bpm - member.resting_bpm) * np.clip(part, 0.2, 0.965)
    wanted = wanted + float(chance.normal(0.0, 2.5)) + 2.0 * _wander(chance, seconds)
    rate = member.resting_bpm + 28.0
    rates = np.empty(seconds)
    for second, target in enumerate(wanted.tolist()):
        rate += (target - rate) / HEART_LAG_S
        rates[second] = rate
    return np.minimum(np.round(rates), member.max_bpm)


def _cadence(outing: Outing, moved: Floats, chance: np.random.Generator) -> Floats:
    if outing.kind is Kind.RIDE:
        turns = 62.0 + 3.2 * moved
    else:
        turns = 75.0 + 4.2 * moved + (outing.member.number % 5 - 2)
    turns = turns + 1.2 * _wander(chance, len(moved))
    return np.where(moved < STILL_MPS, 0.0, np.round(turns))


def _laps(outing: Outing, effort: Floats, distance_m: Floats) -> tuple[tuple[int, int], ...]:
    """First and last second of each lap: where the effort changes, or every kilometre or five."""
    if outing.kind is Kind.INTERVAL:
        turns = np.flatnonzero(np.abs(np.diff(effort)) > 0.05) + 1  # noqa: PLR2004
    else:
        lap_m = LAP_M[outing.kind is Kind.RIDE]
        turns = np.flatnonzero(np.diff(distance_m // lap_m) > 0) + 1
    edges = [0, *turns.tolist(), len(effort) - 1]
    return tuple((first, last) for first, last in pairwise(edges) if first < last)


def _drift(chance: np.random.Generator, seconds: int, spread_m: float) -> Floats:
    """An error that stays for a while, as that of positions does."""
    return spread_m * _wander(chance, seconds)


def _wander(chance: np.random.Generator, seconds: int) -> Floats:
    """Smooth noise of mean 0 and about 1 in spread."""
    rough = chance.normal(0.0, 1.0, seconds + 2 * SMOOTH_S)
    return np.asarray(_smooth(rough, SMOOTH_S)[SMOOTH_S:-SMOOTH_S] * np.sqrt(SMOOTH_S))


def _smooth(values: Floats, width: int) -> Floats:
    """A running mean; the ends are held."""
    held = np.concatenate((np.full(width, values[0]), values, np.full(width, values[-1])))
    return np.convolve(held, np.full(width, 1.0 / width), mode="same")[width:-width]
