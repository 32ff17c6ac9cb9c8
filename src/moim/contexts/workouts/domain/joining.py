"""Two recordings of one outing as one: a watch that was stopped at lunch and started again."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import numpy as np

from moim.contexts.workouts.domain.recording import DeviceTotals, Recording, Track
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.errors import Conflict

APART_MAX = timedelta(hours=24)


class NotJoinable(Conflict):
    """Two workouts that cannot have been one outing."""

    code = "not-joinable"
    ko = "같은 종류이고 겹치지 않으며 24시간 안에 이어진 두 운동만 합칠 수 있습니다."
    en = "These cannot be joined: both must be of one kind of sport, apart, and within 24 hours."


def check_joinable(one: Workout, other: Workout) -> None:
    """Raises NotJoinable for the same workout, other sports, shared time or a day between."""
    first, second = sorted((one, other), key=lambda workout: workout.started_at)
    pause = second.started_at - first.ended_at
    alike = one.sport is other.sport or one.sport.family is other.sport.family
    if one.id == other.id or not alike or not timedelta(0) <= pause <= APART_MAX:
        raise NotJoinable


def joined(one: Recording, other: Recording) -> Recording:
    """Both in the order of time, the timer standing in between.

    The device's distance goes on where it ended; of its totals those are kept that both have, as
    their sum, but for means, which are worked out anew.
    """
    first, second = sorted((one, other), key=lambda part: part.started_at)
    ended_ms, began_ms = int(first.track.time_ms[-1]), int(second.track.time_ms[0])
    stood = ((ended_ms, began_ms),) if began_ms > ended_ms else ()
    same_altimeter = first.barometric is second.barometric
    return Recording(
        sport=first.sport,
        started_at=first.started_at,
        track=_one_track(first.track, second.track),
        totals=_sums(first.totals, second.totals),
        laps=(*first.laps, *second.laps),
        pauses_ms=(*first.pauses_ms, *stood, *second.pauses_ms),
        title=first.title or second.title,
        device=first.device or second.device,
        device_serial=first.device_serial,
        created_ms=first.created_ms,
        utc_offset_s=first.utc_offset_s,
        barometric=first.barometric if same_altimeter else None,
        rr_intervals_s=None,
        partial=first.partial or second.partial,
    )


def _one_track(first: Track, second: Track) -> Track:
    columns: dict[str, Any] = {"time_ms": np.concatenate((first.time_ms, second.time_ms))}
    for field in fields(Track):
        if field.name == "time_ms":
            continue
        parts = [getattr(track, field.name) for track in (first, second)]
        if parts[0] is None and parts[1] is None:
            continue
        if field.name == "distance_m":
            if parts[0] is None or parts[1] is None:
                continue  # half a distance would be taken for the whole
            parts[1] = parts[1] + np.fmax.reduce(parts[0], initial=0.0)
        missing = [np.full(len(track), np.nan) for track in (first, second)]
        known = [own if own is not None else none for own, none in zip(parts, missing, strict=True)]
        columns[field.name] = np.concatenate(known)
    return Track(**columns)


_SUMMED = ("timer_s", "distance_m", "elevation_gain_m", "elevation_loss_m", "calories_kcal")


def _sums(first: DeviceTotals, second: DeviceTotals) -> DeviceTotals:
    sums = {}
    for name in _SUMMED:
        one, other = getattr(first, name), getattr(second, name)
        sums[name] = None if one is None or other is None else one + other
    return DeviceTotals(**sums)
