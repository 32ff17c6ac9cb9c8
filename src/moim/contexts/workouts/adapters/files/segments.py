"""Stretches of points that belong to one recording, as GPX and KML both tell them.

Six hours between two stretches, another kind of activity, or both at the same time: these are
different recordings. A shorter gap within one recording is a pause, for that is what a new
stretch means.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from moim.contexts.workouts.adapters.files.tracks import Columns

_APART_MS: Final = 6 * 3_600_000


@dataclass(slots=True)
class TrackLabel:
    """What a file says of a whole track: its name and the kind of activity."""

    name: str | None = None
    kind: str | None = None


@dataclass(slots=True)
class Segment:
    """Points ``first..last`` of a track, and the span of their times once it is known."""

    track: TrackLabel
    first: int
    last: int
    from_ms: float = np.nan
    to_ms: float = np.nan


def timed(segments: list[Segment], columns: Columns) -> list[Segment]:
    """The segments that have a time, by when they begin."""
    found = []
    for segment in segments:
        times = columns.time_ms[segment.first : segment.last]
        times = times[~np.isnan(times)]
        if len(times):
            segment.from_ms, segment.to_ms = float(times.min()), float(times.max())
            found.append(segment)
    return sorted(found, key=lambda segment: segment.from_ms)


def grouped(segments: list[Segment]) -> list[list[Segment]]:
    """Segments in the order of time, put together so that each group is one recording."""
    groups: list[list[Segment]] = []
    until = -np.inf
    for segment in segments:
        before = groups[-1][-1] if groups else None
        if before is None or _apart(before, segment, until):
            groups.append([segment])
            until = segment.to_ms
        else:
            groups[-1].append(segment)
            until = max(until, segment.to_ms)
    return groups


def _apart(before: Segment, segment: Segment, until_ms: float) -> bool:
    if segment.from_ms - until_ms > _APART_MS:
        return True
    if segment.track is before.track:
        return False
    kinds = before.track.kind, segment.track.kind
    return segment.from_ms < until_ms or bool(all(kinds) and kinds[0] != kinds[1])
