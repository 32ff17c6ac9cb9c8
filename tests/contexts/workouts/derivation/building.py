"""Recordings to test with: a few strokes of a pen instead of a device file."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import fitdecode
import numpy as np
from hypothesis import strategies as st

from moim.contexts.workouts.domain.recording import DeviceTotals, Recording, Track
from moim.contexts.workouts.domain.sports import Sport

START_MS = 1_760_000_000_000
DEVICES = Path(__file__).parents[5] / "shared" / "data" / "devices"
METRES_A_DEGREE = 6_371_008.8 * np.pi / 180

# Device files with positions and more than 2,000 samples.
FILES = {
    "fitparse_activity-small-fenix2-run.fit": Sport.RUN,
    "fitparse_garmin-edge-500-activity.fit": Sport.RIDE,
    "fitparse_Edge810-Vector-2013-08-16-15-35-10.fit": Sport.RIDE,
    "fitparse_developer-types-sample.fit": Sport.RUN,
    "fitparse_sample-activity.fit": Sport.RIDE,
    "jimmykane_road-with-power.fit": Sport.RIDE,
    "tormoder_garmin.fit": Sport.RIDE,
    "tormoder_mornindew-broken.fit": Sport.RUN,
}


def northwards(metres, *, lat=37.5):
    """Latitudes that many metres north of ``lat``."""
    return lat + np.asarray(metres, dtype=np.float64) / METRES_A_DEGREE


def recording(seconds, metres=None, *, sport=Sport.RUN, device=False, **columns):
    """Somebody who at ``seconds`` had run ``metres`` due north (by the device's word or by GPS)."""
    recorded = {name: columns.pop(name) for name in list(columns) if name not in _COLUMNS}
    if metres is not None:
        along = np.asarray(metres, dtype=np.float64)
        if device:
            columns["distance_m"] = along
        else:
            columns["lat"] = northwards(along)
            columns["lon"] = np.where(np.isnan(along), np.nan, 127.0)
    time_ms = START_MS + np.rint(np.asarray(seconds, dtype=np.float64) * 1000).astype(np.int64)
    values = {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}
    start = datetime.fromtimestamp(START_MS / 1000, UTC)
    return Recording(
        sport=sport, started_at=start, track=Track(time_ms=time_ms, **values), **recorded
    )


_COLUMNS = frozenset(Track.__dataclass_fields__)


def steady(seconds, speed_mps, **more):
    """Somebody who runs evenly for whole ``seconds``, one sample a second."""
    moments = np.arange(seconds + 1)
    return recording(moments, moments * speed_mps, **more)


@st.composite
def walks(draw, *, at_least=2, at_most=40):
    """(seconds, metres): any recording that goes forward, stands, dashes and pauses."""
    count = draw(st.integers(at_least, at_most))
    gaps = draw(
        st.lists(st.sampled_from([1, 1, 1, 2, 5, 9, 45, 75]), min_size=count, max_size=count)
    )
    speeds = draw(st.lists(st.floats(0, 9), min_size=count, max_size=count))
    seconds = np.concatenate(([0], np.cumsum(gaps)))
    metres = np.concatenate(([0], np.cumsum(np.array(speeds) * gaps)))
    return seconds, metres


@cache
def device_file(name):
    """A recording of a real device, read by an independent reader."""
    rows, ascent, length = [], None, None
    with fitdecode.FitReader(DEVICES / "fit" / name) as reader:
        for frame in reader:
            if frame.frame_type != fitdecode.FIT_FRAME_DATA:
                continue
            values = {field.name: field.value for field in frame.fields}
            values.setdefault("altitude", values.get("enhanced_altitude"))
            if frame.name == "record":
                rows.append(values)
            elif frame.name == "session":
                ascent, length = values.get("total_ascent"), values.get("total_distance")
    track = Track(
        time_ms=np.array([int(row["timestamp"].timestamp() * 1000) for row in rows]),
        lat=_column(rows, "position_lat", 180 / 2**31),
        lon=_column(rows, "position_long", 180 / 2**31),
        elevation_m=_column(rows, "altitude"),
        heart_rate_bpm=_column(rows, "heart_rate"),
        cadence_spm=_column(rows, "cadence"),
        distance_m=_column(rows, "distance"),
    )
    return Recording(
        sport=FILES[name],
        started_at=rows[0]["timestamp"],
        track=track,
        totals=DeviceTotals(distance_m=length, elevation_gain_m=ascent),
    )


def _column(rows, name, scale=1.0):
    values = [row.get(name) for row in rows]
    return np.array([np.nan if value is None else value * scale for value in values], dtype=float)
