"""Made-up mornings of one city, with the truth of who was out with whom.

Crews, whoever joins one late or leaves it early, whoever goes half the way alone, and strangers:
on the same way the other way round, a little later, or at another pace from the same minute on.
Watches write with 5 to 15 m of noise that wanders, at any interval, with gaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations, count
from uuid import UUID

import numpy as np

from moim.contexts.workouts.domain.recording import Track
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.ids import new_id

START_S = int(datetime(2026, 5, 3, 20, 0, tzinfo=UTC).timestamp())  # five in the morning in Seoul
MORNING_S = 4 * 3600
SLOT_S = 240  # strangers on one way keep this apart, or the truth would be a matter of taste
SIDE_M = 24_000
LAT, LON = 37.45, 126.85
METRES_A_DEGREE = 111_195.0
WAYS, WAY_M, WAY_STEP_M = 120, 60_000, 50
UNSURE_SHARE, UNSURE_S = (0.42, 0.58), (480.0, 780.0)
"""What lies between is neither right nor wrong: it is not counted."""


@dataclass(frozen=True, kw_only=True)
class Outing:
    """One person's workout. With its crew it follows the crew's way between ``with_crew`` (s)."""

    id: UUID
    user_id: UUID
    crew: int
    sport: Sport
    start_s: float
    end_s: float
    track: Track
    with_crew: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A way at an even pace from a start: ``way_m`` grows with ``speed_mps`` from ``from_m``."""

    way: int
    start_s: float
    lasts_s: float
    speed_mps: float
    from_m: float
    sport: Sport


@dataclass
class Morning:
    """``workouts`` outings; equal seeds give equal mornings."""

    workouts: int
    seed: int = 11
    pairs: set[frozenset[UUID]] = field(default_factory=set)
    unsure: set[frozenset[UUID]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)
        self._ways = [self._way() for _ in range(WAYS)]
        slots = [(way, slot) for way in range(WAYS) for slot in range(MORNING_S // SLOT_S)]
        self._random.shuffle(slots)
        self._slots = iter(slots)
        self._crews = count()

    def outings(self) -> Iterator[Outing]:
        """All of them; ``pairs`` and ``unsure`` are complete afterwards."""
        made = 0
        while made < self.workouts:
            for whole in self._neighbours():
                crew = whole[: self.workouts - made]
                made += len(crew)
                self._judge(crew)
                yield from crew

    def _neighbours(self) -> list[list[Outing]]:
        """A crew or somebody alone, and at times strangers that could be taken for company."""
        plan = self._plan()
        size = 1 if self._random.random() < 0.45 else int(self._random.integers(2, 11))
        found = [self._crew(plan, size)]
        stranger = self._random.random()
        if stranger < 0.10:
            other_way = replace(plan, speed_mps=-plan.speed_mps, from_m=_end_m(plan))
            found.append(self._crew(other_way, 1))
        elif stranger < 0.18:
            later = float(self._random.uniform(100, 140))  # in the middle of the slot
            found.append(self._crew(replace(plan, start_s=plan.start_s + later), 1))
        elif stranger < 0.28:
            faster = float(self._random.uniform(1.15, 1.35))
            found.append(self._crew(replace(plan, speed_mps=plan.speed_mps * faster), 1))
        return found

    def _plan(self) -> Plan:
        ride = self._random.random() < 0.25
        slot = next(self._slots, None)
        if slot is None:  # all ways are taken: somebody has a way of their own
            self._ways.append(self._way())
            slot = (len(self._ways) - 1, int(self._random.integers(MORNING_S // SLOT_S)))
        lasts_s = self._random.uniform(4000, 8000) if ride else self._random.uniform(1700, 5000)
        return Plan(
            way=slot[0],
            start_s=START_S + slot[1] * SLOT_S + float(self._random.uniform(0, 20)),
            lasts_s=float(lasts_s),
            speed_mps=7.0 if ride else 2.9,
            from_m=2_000.0,
            sport=Sport.RIDE if ride else Sport.RUN,
        )

    def _crew(self, plan: Plan, size: int) -> list[Outing]:
        crew = next(self._crews)
        return [self._member(plan, crew, whole=at == 0) for at in range(size)]

    def _member(self, plan: Plan, crew: int, *, whole: bool) -> Outing:
        start, end = plan.start_s, plan.start_s + plan.lasts_s
        kind = 1.0 if whole else self._random.random()
        together = start, end
        if kind < 0.12:  # joins late
            start += float(self._random.uniform(0.2, 0.7)) * plan.lasts_s
            together = start, end
        elif kind < 0.24:  # leaves early
            end -= float(self._random.uniform(0.2, 0.7)) * plan.lasts_s
            together = start, end
        elif kind < 0.36:  # goes on alone
            together = start, start + float(self._random.uniform(0.15, 0.9)) * plan.lasts_s
        start += float(self._random.uniform(-20, 20))
        return Outing(
            id=new_id(),
            user_id=new_id(),
            crew=crew,
            sport=plan.sport,
            start_s=start,
            end_s=end,
            track=self._written(*self._gone(plan, start, end, together[1])),
            with_crew=together,
        )

    def _gone(self, plan: Plan, start: float, end: float, alone_from: float) -> tuple:
        """Seconds, metres east and metres north: the truth, a sample a second."""
        seconds = np.arange(np.ceil(start), np.floor(end) + 1)
        beside, ahead = self._random.normal(0, 4), self._random.normal(0, 12)
        way = plan.from_m + ahead + (seconds - plan.start_s) * plan.speed_mps
        at = np.clip(way / WAY_STEP_M, 0, WAY_M / WAY_STEP_M - 1)
        east, north = (np.interp(at, np.arange(len(c)), c) for c in self._ways[plan.way])
        away = np.maximum(seconds - alone_from, 0) * abs(plan.speed_mps)
        turned = self._random.uniform(0, 2 * np.pi)
        gone = away > 0
        if gone.any():
            first = int(np.argmax(gone))
            east = np.where(gone, east[first] + away * np.cos(turned), east)
            north = np.where(gone, north[first] + away * np.sin(turned), north)
        return seconds, east + beside, north + beside

    def _written(self, seconds: np.ndarray, east: np.ndarray, north: np.ndarray) -> Track:
        noise_m = self._random.uniform(5, 15)
        kept = self._sampled(len(seconds))
        east = east[kept] + self._wander(seconds[kept], noise_m)
        north = north[kept] + self._wander(seconds[kept], noise_m)
        lat = LAT + north / METRES_A_DEGREE
        return Track(
            time_ms=(seconds[kept] * 1000).astype(np.int64),
            lat=np.round(lat, 6),
            lon=np.round(LON + east / (METRES_A_DEGREE * np.cos(np.radians(37.55))), 6),
        )

    def _sampled(self, samples: int) -> np.ndarray:
        """Which seconds the watch writes: evenly or not, with gaps."""
        every = self._random.choice([1, 3, 5, 10, 15, 0], p=[0.1, 0.15, 0.25, 0.15, 0.1, 0.25])
        if every:
            kept = np.arange(0, samples, every)
        else:
            kept = np.cumsum(self._random.integers(1, 10, samples // 5 + 1))
            kept = kept[kept < samples]
        for _ in range(self._random.choice([0, 1, 2], p=[0.6, 0.3, 0.1])):
            gap = self._random.uniform(0, samples), self._random.uniform(20, 300)
            kept = kept[(kept < gap[0]) | (kept > sum(gap))]
        return kept

    def _wander(self, seconds: np.ndarray, noise_m: float) -> np.ndarray:
        """Noise that holds for half a minute, as that of satellites does."""
        knots = np.arange(seconds[0] - 30, seconds[-1] + 60, 30)
        slow = np.interp(seconds, knots, self._random.normal(0, 1, len(knots)))
        return noise_m * (0.9 * slow + self._random.normal(0, 0.3, len(seconds)))

    def _way(self) -> tuple[np.ndarray, np.ndarray]:
        """A winding way somewhere in the city: metres east and north, every 50 m."""
        steps = WAY_M // WAY_STEP_M
        heading = np.cumsum(self._random.normal(0, 0.12, steps)) + self._random.uniform(0, 6.3)
        east = self._random.uniform(0, SIDE_M) + np.cumsum(np.cos(heading)) * WAY_STEP_M
        north = self._random.uniform(0, SIDE_M) + np.cumsum(np.sin(heading)) * WAY_STEP_M
        return _folded(east), _folded(north)

    def _judge(self, crew: list[Outing]) -> None:
        for one, other in combinations(crew, 2):
            both = min(one.with_crew[1], other.with_crew[1]) - max(one.start_s, other.start_s)
            shorter = min(one.end_s - one.start_s, other.end_s - other.start_s)
            share = both / shorter
            pair = frozenset((one.id, other.id))
            near_either = (UNSURE_S[0] < both < UNSURE_S[1]) or (
                UNSURE_SHARE[0] < share < UNSURE_SHARE[1]
            )
            if near_either:
                self.unsure.add(pair)
            elif share >= UNSURE_SHARE[1] and both >= UNSURE_S[1]:
                self.pairs.add(pair)


class Race(Morning):
    """Everybody on one way within ten minutes: who is near whom there says nothing."""

    def _neighbours(self) -> list[list[Outing]]:
        plan = Plan(
            way=0,
            start_s=START_S + float(self._random.uniform(0, 600)),
            lasts_s=float(self._random.uniform(3000, 4800)),
            speed_mps=float(self._random.normal(2.9, 0.3)),
            from_m=2_000.0,
            sport=Sport.RUN,
        )
        return [self._crew(plan, 1)]


def _end_m(plan: Plan) -> float:
    return plan.from_m + plan.lasts_s * plan.speed_mps


def _folded(metres: np.ndarray) -> np.ndarray:
    """Turned back at the city's edge."""
    return SIDE_M - np.abs(metres % (2 * SIDE_M) - SIDE_M)
