"""The part of a recording that its owner wants to keep, and a recording cut to it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from moim.contexts.workouts.domain.recording import DeviceTotals, Lap, Recording, Track
from moim.kernel.errors import Invalid

SHORTEST_S = 1.0
SAMPLES_MIN = 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(milliseconds=1)


class CropOutOfRange(Invalid):
    """A part that is empty, or outside the recording."""

    code = "crop-out-of-range"
    ko = "자를 구간이 올바르지 않습니다. 0초에서 {elapsed_s}초 사이에서 시작과 끝을 정하세요."
    en = "The part to keep must lie between 0 and {elapsed_s} seconds, its start before its end."


@dataclass(frozen=True, kw_only=True)
class Crop:
    """What is kept, from one instant to another, both included.

    Instants, not seconds since the start: so it means the same in another recording of the
    outing, and after the recording is read anew.
    """

    starts_at: datetime
    ends_at: datetime

    def holds(self, started_at: datetime, elapsed_s: float) -> bool:
        """Whether nothing of such a recording lies outside, to the millisecond."""
        ended_at = started_at + timedelta(seconds=elapsed_s)
        return started_at > self.starts_at - _INSTANT and ended_at < self.ends_at + _INSTANT


def crop_between(
    started_at: datetime, elapsed_s: float, start_s: float, end_s: float | None
) -> Crop:
    """The crop from ``start_s`` to ``end_s`` after the start; None for up to the end."""
    until_s = elapsed_s if end_s is None else end_s
    if not 0 <= start_s < until_s <= elapsed_s or until_s - start_s < SHORTEST_S:
        raise CropOutOfRange(field="start_s", elapsed_s=round(elapsed_s, 3))
    return Crop(
        starts_at=started_at + timedelta(seconds=start_s),
        ends_at=started_at + timedelta(seconds=until_s),
    )


def cropped(recording: Recording, crop: Crop) -> Recording:
    """The recording as if the device had been started and stopped at the crop's ends.

    What the device said of the whole no longer holds and goes. A recording of which the crop
    leaves less than two samples comes back as it was.
    """
    first_ms, last_ms = _milliseconds(crop.starts_at), _milliseconds(crop.ends_at)
    time_ms = recording.track.time_ms
    kept = slice(
        int(np.searchsorted(time_ms, first_ms, side="left")),
        int(np.searchsorted(time_ms, last_ms, side="right")),
    )
    if kept.stop - kept.start < SAMPLES_MIN:
        return recording
    track = _cut(recording.track, kept)
    return replace(
        recording,
        started_at=_EPOCH + timedelta(milliseconds=int(track.time_ms[0])),
        track=track,
        totals=DeviceTotals(),
        laps=tuple(_laps(recording, crop)),
        pauses_ms=tuple(_pauses(recording, int(track.time_ms[0]), int(track.time_ms[-1]))),
        rr_intervals_s=None,
    )


def _cut(track: Track, kept: slice) -> Track:
    columns = {field.name: getattr(track, field.name) for field in fields(track)}
    cut: dict[str, Any] = {
        name: None if values is None else values[kept] for name, values in columns.items()
    }
    way = cut["distance_m"]
    if way is not None and np.isfinite(way).any():
        cut["distance_m"] = way - way[np.isfinite(way)][0]
    return Track(**cut)


def _laps(recording: Recording, crop: Crop) -> Iterator[Lap]:
    """Those that lie whole inside: the figures of the others are of more than is kept."""
    for lap in recording.laps:
        ends_at = lap.started_at + timedelta(seconds=lap.elapsed_s)
        if crop.starts_at <= lap.started_at and ends_at <= crop.ends_at:
            yield lap


def _pauses(recording: Recording, first_ms: int, last_ms: int) -> Iterator[tuple[int, int]]:
    for start_ms, end_ms in recording.pauses_ms:
        if start_ms < last_ms and end_ms > first_ms:
            yield max(start_ms, first_ms), min(end_ms, last_ms)


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _INSTANT
