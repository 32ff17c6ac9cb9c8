"""Signs workouts and compares them, in a process of its own: blobs in, plain values out."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from moim.contexts.workouts.adapters.trace_codec import pack_trace, unpack_trace
from moim.contexts.workouts.adapters.track_codec import decode_track
from moim.contexts.workouts.application.companion_ports import Signature, Together
from moim.contexts.workouts.application.companion_queries import Candidates, ToSign
from moim.contexts.workouts.domain.cells import (
    MinutePositions,
    cells_around,
    cells_of,
    minute_positions,
)
from moim.contexts.workouts.domain.distance import Fixes, fixes_of
from moim.contexts.workouts.domain.privacy_zones import Circle, hidden_by
from moim.contexts.workouts.domain.recording import Recording
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.togetherness import compare, near_m
from moim.contexts.workouts.domain.traces import Trace, trace_of

log = logging.getLogger(__name__)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def sign_all(waiting: Sequence[ToSign]) -> Mapping[UUID, Signature | None]:
    """The signature of each workout; None for one that may not be grouped or has no position."""
    return {one.workout_id: _signed(one) for one in waiting}


def compare_all(batch: Sequence[Candidates]) -> Sequence[Together]:
    """The pairs that were done together, each once."""
    traces: dict[int, Trace] = {}
    found: list[Together] = []
    for one in batch:
        try:
            found.extend(_compared(one, traces))
        except Exception:
            log.exception("a workout could not be compared with %d others", len(one.others))
    return found


def _compared(one: Candidates, traces: dict[int, Trace]) -> Iterator[Together]:
    """``traces`` holds those unpacked so far by their numbers."""
    for each in (one.own, *one.others):
        if each.signed.number not in traces:
            traces[each.signed.number] = unpack_trace(each.trace)
    own = traces[one.own.signed.number]
    others = [traces[other.signed.number] for other in one.others]
    near = [
        near_m(one.own.sport, own.elapsed_s, other.sport, trace.elapsed_s)
        for other, trace in zip(one.others, others, strict=True)
    ]
    for other, shared in zip(one.others, compare(own, others, near), strict=True):
        if shared.together:
            yield Together(
                one=one.own.signed,
                other=other.signed,
                share=shared.share,
                other_share=shared.other_share,
                near_s=shared.near_s,
                longest_s=shared.longest_s,
            )


def _signed(one: ToSign) -> Signature | None:
    """None for a track that nobody can read, too: one must not hold up all the others."""
    if one.samples is None:
        return None
    try:
        fixes = _fixes(one.samples)
        return None if fixes is None else _signature(one, fixes)
    except Exception:
        log.exception("a track could not be read to look for company")
        return None


def _signature(one: ToSign, fixes: Fixes) -> Signature | None:
    """Of the minutes and steps outside the owner's privacy zones; None if there is none."""
    minutes, trace = minute_positions(fixes), trace_of(fixes, one.elapsed_s)
    if one.circles:
        hidden = hidden_by(one.circles, minutes.lat, minutes.lon)
        minutes = MinutePositions(
            bucket=minutes.bucket[~hidden], lat=minutes.lat[~hidden], lon=minutes.lon[~hidden]
        )
        trace = _without(one.circles, trace)
        if not minutes.bucket.size:
            return None
    cells = cells_of(minutes.lat, minutes.lon)
    around = cells_around(minutes.lat, minutes.lon).reshape(-1, 3, 3)
    rows = zip(minutes.bucket.tolist(), around.tolist(), strict=True)
    return Signature(
        workout_id=one.workout_id,
        minutes=list(zip(minutes.bucket.tolist(), cells.tolist(), strict=True)),
        around=[(bucket, run[0], run[2]) for bucket, runs in rows for run in runs],
        trace=pack_trace(trace),
    )


def _without(circles: Sequence[Circle], trace: Trace) -> Trace:
    hidden = hidden_by(circles, trace.lat, trace.lon)
    lat, lon = np.where(hidden, np.nan, trace.lat), np.where(hidden, np.nan, trace.lon)
    return replace(trace, lat=lat, lon=lon)


def _fixes(samples: bytes) -> Fixes | None:
    track = decode_track(samples, ("lat", "lon"))
    return fixes_of(Recording(sport=Sport.OTHER, started_at=_LONG_AGO, track=track))
