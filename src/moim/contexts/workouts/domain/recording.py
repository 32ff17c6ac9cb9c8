"""What a device recorded, whatever format it came in: the one shape every reader makes."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from moim.contexts.workouts.domain.sports import Sport

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Track:
    """The samples of a recording as columns of one length, in the order of time.

    ``time_ms`` is milliseconds since 1970-01-01T00:00:00Z and never falls. Every other column is
    float64 with NaN where the device had no value, or None where it never had one. ``lat`` and
    ``lon`` (WGS 84, degrees) are both NaN or both a number. ``cadence_spm`` is steps a minute on
    foot and revolutions a minute on a bicycle. ``distance_m`` is the device's own distance since
    the start, never falling.
    """

    time_ms: NDArray[np.int64]
    lat: Floats | None = None
    lon: Floats | None = None
    elevation_m: Floats | None = None
    heart_rate_bpm: Floats | None = None
    cadence_spm: Floats | None = None
    power_w: Floats | None = None
    temperature_c: Floats | None = None
    speed_mps: Floats | None = None
    distance_m: Floats | None = None

    def __len__(self) -> int:
        """How many samples."""
        return len(self.time_ms)


@dataclass(frozen=True, kw_only=True)
class Lap:
    """A lap as the device closed it. What the device did not say is None."""

    started_at: datetime
    elapsed_s: float
    timer_s: float | None = None
    distance_m: float | None = None
    trigger: str = "manual"  # manual | distance | time | session_end | other


@dataclass(frozen=True, kw_only=True)
class DeviceTotals:
    """What the device itself said of the whole. None where it did not say."""

    elapsed_s: float | None = None
    timer_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None
    elevation_gain_m: float | None = None
    elevation_loss_m: float | None = None
    calories_kcal: float | None = None
    heart_rate_avg_bpm: float | None = None
    heart_rate_max_bpm: float | None = None
    cadence_avg_spm: float | None = None
    power_avg_w: float | None = None
    speed_max_mps: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Recording:
    """One workout as read from a file; a file of several sessions gives several.

    ``utc_offset_s`` is the wall clock's distance from UTC if the file tells it. ``pauses_ms`` are
    (start, end) instants between which the device's timer stood. ``barometric`` says that the
    elevation came from air pressure, None if unknown. ``rr_intervals_s`` are the times between
    heart beats, in order, where the file has them. ``partial`` is the reason code why only a part
    could be read (``truncated``, ``corrupt``, ``bad-crc``), None for a whole file.
    ``device_serial`` and ``created_ms`` identify the recording on its device.
    """

    sport: Sport
    started_at: datetime
    track: Track
    totals: DeviceTotals = field(default_factory=DeviceTotals)
    laps: tuple[Lap, ...] = ()
    pauses_ms: tuple[tuple[int, int], ...] = ()
    title: str | None = None
    device: str | None = None
    device_serial: int | None = None
    created_ms: int | None = None
    utc_offset_s: int | None = None
    barometric: bool | None = None
    rr_intervals_s: Floats | None = None
    partial: str | None = None
