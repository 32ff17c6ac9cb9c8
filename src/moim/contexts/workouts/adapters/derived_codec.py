"""What was derived of a workout as one compressed blob: written by the reader, read by pages."""

from dataclasses import asdict
from typing import Any

import msgspec
import zstandard

from moim.contexts.workouts.domain.derivation import Derived

LEVEL = 3
UNPACKED_BYTES_MAX = 64 * 2**20


WHERE = ("bbox", "start_lat", "start_lon", "start_cell")


def pack(derived: Derived) -> bytes:
    """Every figure a page shows; the minutes and per-sample columns can be derived again.

    No position is in it: it outlives a track that its owner removed.
    """
    summary = vars(derived.summary)
    content = {
        "version": derived.version,
        "summary": {name: value for name, value in summary.items() if name not in WHERE},
        "splits": derived.splits,
        "laps": derived.laps,
        "best_efforts": derived.best_efforts,
        "best_powers": derived.best_powers,
        "power_curve": derived.power_curve,
        "normalised_power_w": derived.normalised_power_w,
        "graded_pace_s_per_km": derived.graded_pace_s_per_km,
        "zones": zones_told(derived),
    }
    return _packed(content)


def zones_told(derived: Derived) -> dict[str, Any] | None:
    """Time in zones with the zones that were in force."""
    if derived.zones is None or derived.zones_used is None:
        return None
    return {**asdict(derived.zones), **asdict(derived.zones_used)}


def pack_course(derived: Derived) -> bytes:
    """The simplified lines, one a zoom."""
    return _packed(derived.polylines)


def _packed(content: Any) -> bytes:
    return zstandard.compress(msgspec.msgpack.encode(content), LEVEL)


def unpack(blob: bytes) -> dict[str, Any]:
    """The content of ``pack`` as plain values."""
    raw = zstandard.decompress(blob, max_output_size=UNPACKED_BYTES_MAX)
    content: dict[str, Any] = msgspec.msgpack.decode(raw)
    return content
