"""What a track costs to keep, to read and to derive: `python bench/tracks.py`.

The corpus is the device files of ../shared/data/devices/fit with positions. The largest of them
repeats one constant sample 99,998 times and is left out, since it would flatter every figure.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import fitdecode
import numpy as np

from moim.contexts.workouts.adapters.track_codec import decode_track, encode_track
from moim.contexts.workouts.domain.best_efforts import FOOT_DISTANCES_M, best_efforts
from moim.contexts.workouts.domain.derivation import derive
from moim.contexts.workouts.domain.recording import DeviceTotals, Recording, Track
from moim.contexts.workouts.domain.sports import Family, Sport
from moim.contexts.workouts.domain.zones import estimated_zones

FILES = Path(__file__).parents[2] / "shared" / "data" / "devices" / "fit"
CONSTANT = "muktihari_big_activity.fit"
ZONES = estimated_zones(date(2020, 1, 1), age_years=40)
COLUMNS = {
    "lat": ("position_lat", 180 / 2**31),
    "lon": ("position_long", 180 / 2**31),
    "elevation_m": ("altitude", 1.0),
    "heart_rate_bpm": ("heart_rate", 1.0),
    "cadence_spm": ("cadence", 1.0),
    "power_w": ("power", 1.0),
    "distance_m": ("distance", 1.0),
}
SIX = ("time_ms", "lat", "lon", "elevation_m", "heart_rate_bpm", "cadence_spm")


@cache
def corpus() -> dict[str, Track]:
    """The tracks with positions, by file name; empty where the files are not."""
    found = {}
    for path in sorted(FILES.glob("*.fit")) if FILES.exists() else ():
        rows = _records(path) if path.name != CONSTANT else []
        if any(row.get("position_lat") is not None for row in rows):
            found[path.name] = _track(rows)
    return found


def _records(path: Path) -> list[dict]:
    rows = []
    try:
        with fitdecode.FitReader(str(path)) as reader:
            for frame in reader:
                if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "record":
                    row = {field.name: field.value for field in frame.fields}
                    row.setdefault("altitude", row.get("enhanced_altitude"))
                    rows.append(row)
    except fitdecode.FitError:
        pass  # a broken file counts with what could be read
    return rows


def _track(rows: list[dict]) -> Track:
    columns = {}
    for name, (field, scale) in COLUMNS.items():
        values = [row.get(field) for row in rows]
        if any(value is not None for value in values):
            columns[name] = np.array(
                [np.nan if value is None else value * scale for value in values]
            )
    return Track(
        time_ms=np.array([int(row["timestamp"].timestamp() * 1000) for row in rows]), **columns
    )


def synthetic_run(points: int) -> Recording:
    """A wandering run with all columns, one sample a second; the same every time."""
    random = np.random.default_rng(7)
    speed = 3.2 + 0.5 * np.sin(np.arange(points) / 97) + random.normal(0, 0.15, points)
    heading = np.cumsum(random.normal(0, 0.05, points))
    north, east = np.cumsum(speed * np.cos(heading)), np.cumsum(speed * np.sin(heading))
    track = Track(
        time_ms=1_760_000_000_000 + np.arange(points) * 1000,
        lat=37.5 + north / 111_195,
        lon=127.0 + east / 88_200,
        elevation_m=np.round(40 + 15 * np.sin(np.arange(points) / 211), 1),
        heart_rate_bpm=np.round(150 + 15 * np.sin(np.arange(points) / 301)),
        cadence_spm=np.round(174 + random.normal(0, 2, points)),
        power_w=np.round(250 + random.normal(0, 20, points)),
    )
    started = datetime.fromtimestamp(1_760_000_000, UTC)
    return Recording(sport=Sport.RUN, started_at=started, track=track, totals=DeviceTotals())


def cut(track: Track, points: int) -> Track:
    """The first samples of a track."""
    pairs = ((field.name, getattr(track, field.name)) for field in fields(track))
    return Track(**{name: None if column is None else column[:points] for name, column in pairs})


def six_columns(track: Track) -> Track:
    """Time, position, elevation, heart rate and cadence alone."""
    return Track(**{name: getattr(track, name) for name in SIX})


def bytes_a_point() -> dict[str, float]:
    """Bytes a point for the six columns: all files together, and the median of long files."""
    sizes = {
        name: (len(encode_track(six_columns(track))), len(track))
        for name, track in corpus().items()
    }
    if not sizes:
        return {}
    stored, points = (sum(column) for column in zip(*sizes.values(), strict=True))
    long = [size / count for size, count in sizes.values() if count > 1000]
    return {
        "corpus_bytes_a_point": stored / points,
        "median_bytes_a_point": statistics.median(long),
        "worst_bytes_a_point": max(long),
    }


def longest() -> Track:
    """The longest real track, or a made one."""
    return max(corpus().values(), key=len, default=synthetic_run(10_000).track)


def decode_ms(points: int = 10_000) -> float:
    """Milliseconds to read six columns of ``points`` samples."""
    blob = encode_track(six_columns(cut(longest(), points)))
    return _best_ms(lambda: decode_track(blob), times=50)


def encode_ms(points: int = 10_000) -> float:
    """Milliseconds to store six columns of ``points`` samples."""
    track = six_columns(cut(longest(), points))
    return _best_ms(lambda: encode_track(track), times=10)


def derive_ms(points: int = 3600) -> float:
    """Milliseconds to derive everything from a made run of ``points`` samples."""
    run = synthetic_run(points)
    return _best_ms(lambda: derive(run, ZONES), times=10)


def derive_corpus_ms(points: int = 3600) -> float:
    """The greatest time to derive everything from the first hour of a real file."""
    rides = [
        replace(synthetic_run(1), sport=Sport.RIDE, track=cut(track, points))
        for track in corpus().values()
    ]
    return max(
        (_best_ms(lambda ride=ride: derive(ride, ZONES), times=5) for ride in rides), default=0
    )


def best_efforts_ms(points: int = 3600) -> float:
    """Milliseconds for all distances on foot over ``points`` samples that are long enough."""
    seconds = np.arange(points, dtype=float) * 8
    along = np.linspace(0, max(FOOT_DISTANCES_M) * 1.05, points)
    still = np.zeros(points - 1)
    return _best_ms(lambda: best_efforts(seconds, along, still, Family.FOOT), times=10)


def _best_ms(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took) * 1000


def figures() -> list[tuple[str, float, float | None]]:
    """(what, measured, limit) for each figure; None where there is no limit."""
    limits = {"corpus_bytes_a_point": 3.0}
    return [
        *((name, value, limits.get(name)) for name, value in bytes_a_point().items()),
        ("decode_10000_points_ms", decode_ms(), 1.0),
        ("encode_10000_points_ms", encode_ms(), None),
        ("derive_hour_ms", derive_ms(), 6.0),
        ("derive_real_hour_ms", derive_corpus_ms(), 6.0),
        ("derive_100000_points_ms", derive_ms(100_000), 150.0),
        ("best_efforts_15_distances_ms", best_efforts_ms(), 3.0),
    ]


if __name__ == "__main__":
    for what, measured, limit in figures():
        print(f"{what:32} {measured:9.3f}" + ("" if limit is None else f"   limit {limit:g}"))
