"""A workout's samples as CSV (RFC 4180): a row a sample, a column a quantity that was recorded."""

from collections.abc import Iterator
from datetime import UTC, datetime

from moim.contexts.workouts.domain.recording import Floats, Track

COLUMNS = {
    "lat": 6,
    "lon": 6,
    "elevation_m": 1,
    "heart_rate_bpm": 0,
    "cadence_spm": 1,
    "power_w": 0,
    "temperature_c": 1,
    "speed_mps": 3,
    "distance_m": 1,
}


def csv_of(started_at: datetime, track: Track) -> bytes:
    """``time`` in UTC, ``time_s`` since the start, then what was recorded; empty for no value."""
    recorded = {name: getattr(track, name) for name in COLUMNS}
    known = {name: values for name, values in recorded.items() if values is not None}
    start_ms = started_at.timestamp() * 1000
    columns = [_texts(values, COLUMNS[name]) for name, values in known.items()]
    rows = zip(_times(track, start_ms), *columns, strict=True)
    head = ",".join(("time", "time_s", *known))
    return "\r\n".join((head, *map(",".join, rows), "")).encode()


def _times(track: Track, start_ms: float) -> Iterator[str]:
    for time_ms in track.time_ms.tolist():
        moment = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds")
        yield f"{moment[:-6]}Z,{(time_ms - start_ms) / 1000:.3f}"


def _texts(values: Floats, decimals: int) -> list[str]:
    told = f"{{:.{decimals}f}}".format
    return ["" if value != value else told(value) for value in values.tolist()]  # noqa: PLR0124 - NaN
