"""A FIT file's clock: what to add for Unix time, and how far the wall clock stood from UTC."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.adapters.files.fit_messages import Messages
from moim.contexts.workouts.adapters.files.fit_profile import (
    ACTIVITY,
    DEVICE_CLOCK_BELOW,
    EPOCH_S,
)
from moim.contexts.workouts.adapters.files.tracks import LATEST_MS

Floats = NDArray[np.float64]

_SECONDS_MOST = 0xFFFFFFFF
_QUARTER_HOUR_S = 900
_OFFSET_MOST_S = 14 * 3_600


@dataclass(frozen=True, slots=True)
class Clock:
    """``ahead_s`` makes the file's seconds Unix seconds; the offset is None if not told."""

    ahead_s: float
    utc_offset_s: int | None

    def at(self, column: Floats | None, row: int) -> float | None:
        """An instant of one message in Unix seconds, None if there is none to believe."""
        seconds = np.nan if column is None else float(column[row]) + self.ahead_s
        return seconds if 0 <= seconds * 1000 < LATEST_MS else None


def clock_of(messages: Messages) -> Clock:
    """Settle the clock by the activity message, which tells the local time.

    A device that never knew the date counts from its own start; if its activity message carries a
    local time, that becomes the time (as if it were UTC: the zone was never known).
    """
    table = messages.table(ACTIVITY)
    local, stamp = table.first(5), messages.times(table)
    if local is None or local > _SECONDS_MOST or not len(stamp) or np.isnan(stamp[0]):
        return Clock(EPOCH_S, None)
    apart = local - int(stamp[0])
    if stamp[0] < DEVICE_CLOCK_BELOW <= local:
        return Clock(EPOCH_S + apart, None)
    offset = round(apart / _QUARTER_HOUR_S) * _QUARTER_HOUR_S
    return Clock(EPOCH_S, offset if abs(offset) <= _OFFSET_MOST_S else None)
