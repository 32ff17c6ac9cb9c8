"""Points of somebody who walks north from a bridge, and the batches a phone makes of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from moim.contexts.workouts.domain.live_points import Batch, Point

NOON_MS = 1_777_896_000_000  # 2026-05-04T12:00:00Z
STEP_DEG = 2.7e-5  # 3.0 m northwards


def point(second: float, **measured: Any) -> Point:
    """Where they are some seconds after noon, at 3 m/s."""
    return Point.at(round(NOON_MS + second * 1000), 37.5 + second * STEP_DEG, 127.0, **measured)


def batches(seconds: int, each: int = 10) -> list[Batch]:
    """The walk as batches of so many seconds, numbered from 1."""
    return [
        Batch.sent(number, [point(second) for second in range(first, min(first + each, seconds))])
        for number, first in enumerate(range(0, seconds, each), start=1)
    ]


def told(seconds: Sequence[float], **measured: Any) -> list[dict[str, Any]]:
    """The same as a phone writes it in JSON."""
    return [
        {
            "t": f"{datetime.fromtimestamp(NOON_MS / 1000 + second, UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "lat": 37.5 + second * STEP_DEG,
            "lon": 127.0,
            "ele": 20.0,
            **measured,
        }
        for second in seconds
    ]


def sent(seq: int, seconds: Sequence[float], **measured: Any) -> dict[str, Any]:
    """The body of a batch."""
    return {"seq": seq, "points": told(seconds, **measured)}
