"""How fast device files are read: `python bench/decode.py`.

The large file is one of the device files beside the project; without it that figure is left out.
An hour is 3,600 records at 1 Hz with as many other messages in between; GPX and TCX have 14,400
points (four hours at 1 Hz) with heart rate, cadence and power. The Apple export has step counts
and heart rates around a few workouts, as years of a watch do.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from moim.contexts.workouts.adapters.files.apart import parts_of
from moim.contexts.workouts.adapters.files.read import read_recordings

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.contexts.workouts.files import fit_writer, health_samples, xml_samples  # noqa: E402 - needs the path

LARGE = ROOT.parent / "shared" / "data" / "devices" / "fit" / "muktihari_big_activity.fit"
POINTS = 14_400


def best_s(read: Callable[[], object], times: int = 9) -> float:
    """The quickest of some runs: what the code needs when nothing else runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        read()
        taken.append(time.perf_counter() - began)
    return min(taken)


def per_s(data: bytes, times: int = 9) -> float:
    """Samples read a second from one file."""
    count = sum(len(recording.track) for recording in read_recordings(data, ""))
    return count / best_s(lambda: read_recordings(data, ""), times)


def large_fit_records_per_s() -> float | None:
    """A file of 99,998 records, checksum included; None if it is not there."""
    return per_s(LARGE.read_bytes()) if LARGE.exists() else None


def hour_fit_ms() -> float:
    """One hour at 1 Hz with other messages in between."""
    data = fit_writer.hour()
    return best_s(lambda: read_recordings(data, "")) * 1000


def gpx_points_per_s() -> float:
    """Four hours at 1 Hz as GPX."""
    return per_s(xml_samples.gpx(xml_samples.track(range(POINTS), kind="running")), times=5)


def tcx_points_per_s() -> float:
    """Four hours at 1 Hz as TCX."""
    return per_s(xml_samples.tcx(xml_samples.activity(xml_samples.lap(range(POINTS)))), times=5)


def apple_export_mb_per_s() -> float:
    """A bare export of some 20 MB, half of its records heart rates, taken apart."""
    beats = [health_samples.beat(second) for second in range(25_000)]
    steps = [beat.replace("HeartRate", "StepCount") for beat in beats]
    data = health_samples.export(*beats, health_samples.workout(), *steps)
    return len(data) / 1e6 / best_s(lambda: list(parts_of(BytesIO(data))), times=3)


def health_auto_export_points_per_s() -> float:
    """A delivery of ten runs with a point a second and a heart rate a minute."""
    data = health_samples.delivery(*[health_samples.version_two()] * 10)
    return 6_000 / best_s(lambda: read_recordings(data, ""), times=5)


def figures() -> dict[str, float]:
    """Every figure by its name."""
    found = {
        "FIT, 99,998 records, records/s": large_fit_records_per_s(),
        "FIT, one hour interleaved, ms": hour_fit_ms(),
        "GPX, 14,400 points, points/s": gpx_points_per_s(),
        "TCX, 14,400 points, points/s": tcx_points_per_s(),
        "Apple export, taken apart, MB/s": apple_export_mb_per_s(),
        "Health Auto Export, points/s": health_auto_export_points_per_s(),
    }
    return {name: figure for name, figure in found.items() if figure is not None}


LIMITS = {
    "FIT, 99,998 records, records/s": "at least 500,000",
    "FIT, one hour interleaved, ms": "at most 6",
    "GPX, 14,400 points, points/s": "at least 100,000",
    "TCX, 14,400 points, points/s": "near GPX",
    "Apple export, taken apart, MB/s": "at least 30",
    "Health Auto Export, points/s": "near GPX",
}


def main() -> None:
    for name, figure in figures().items():
        print(f"{name:34}{figure:14,.1f}   {LIMITS[name]}")


if __name__ == "__main__":
    main()
