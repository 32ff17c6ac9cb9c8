"""Where somebody was every ten seconds by everybody's clock: what two people are compared by."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.distance import Fixes
from moim.contexts.workouts.domain.limits import ELAPSED_S_MAX

Floats = NDArray[np.float64]

STEP_S = 10
GAP_S_MAX = 120
SAME_PLACE_M = 50.0
STEPS_MAX = ELAPSED_S_MAX // STEP_S
_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace:
    """Positions at whole tens of seconds since 1970 UTC, so that two traces share their instants.

    ``lat`` and ``lon`` (degrees) have one value a step from ``first_step`` on, NaN where nobody
    knows. ``elapsed_s`` is how long the whole workout took, gaps and pauses with it.
    """

    first_step: int
    lat: Floats
    lon: Floats
    elapsed_s: float

    def __len__(self) -> int:
        """How many steps."""
        return len(self.lat)

    def window(self, first_step: int, steps: int) -> tuple[Floats, Floats]:
        """``steps`` latitudes and longitudes from ``first_step`` on, NaN outside the trace."""
        lat, lon = np.full(steps, np.nan), np.full(steps, np.nan)
        start = max(first_step, self.first_step)
        end = min(first_step + steps, self.first_step + len(self))
        if start < end:
            into = slice(start - first_step, end - first_step)
            out_of = slice(start - self.first_step, end - self.first_step)
            lat[into], lon[into] = self.lat[out_of], self.lon[out_of]
        return lat, lon

    @classmethod
    def empty(cls, elapsed_s: float) -> Self:
        """Of somebody whose whereabouts nobody knows."""
        return cls(first_step=0, lat=np.empty(0), lon=np.empty(0), elapsed_s=elapsed_s)


def trace_of(fixes: Fixes, elapsed_s: float) -> Trace:
    """Straight between fixes, and across more than 120 s without one only at a stop.

    (A watch that pauses itself writes nothing at a red light or in a café; less than 50 m from
    where it stopped to where it goes on, it was there.)
    """
    held = _one_outing(fixes.time_ms)
    time_s = fixes.time_ms[held] / 1000.0
    first = int(np.ceil(time_s[0] / STEP_S))
    moments = np.arange(first, int(time_s[-1] // STEP_S) + 1) * float(STEP_S)
    if not moments.size or time_s.size < 2:  # noqa: PLR2004 - a line needs two ends
        return Trace.empty(elapsed_s)
    after = np.clip(np.searchsorted(time_s, moments), 1, time_s.size - 1)
    stood = fixes.step_m[held.start : held.stop - 1] < SAME_PLACE_M
    crossed = (np.diff(time_s) <= GAP_S_MAX) | stood
    known = crossed[after - 1] | (time_s[after] == moments)
    lon = np.unwrap(fixes.lon[held], period=360.0)
    return Trace(
        first_step=first,
        lat=np.where(known, np.interp(moments, time_s, fixes.lat[held]), np.nan),
        lon=np.where(known, (np.interp(moments, time_s, lon) + 180.0) % 360.0 - 180.0, np.nan),
        elapsed_s=elapsed_s,
    )


def _one_outing(time_ms: NDArray[np.int64]) -> slice:
    """All fixes, or of a recording longer than any workout its part with the most fixes.

    (A clock that jumped a decade must not make millions of steps.)
    """
    whole = slice(0, len(time_ms))
    if time_ms[-1] - time_ms[0] <= ELAPSED_S_MAX * 1000:
        return whole
    breaks = np.flatnonzero(np.diff(time_ms) > _DAY_MS) + 1
    edges = np.concatenate(([0], breaks, [len(time_ms)]))
    longest = int(np.argmax(np.diff(edges)))
    start, end = int(edges[longest]), int(edges[longest + 1])
    latest = time_ms[start] + ELAPSED_S_MAX * 1000
    return slice(start, min(end, int(np.searchsorted(time_ms, latest, side="right"))))
