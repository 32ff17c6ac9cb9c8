"""Looking at the recording of a workout that counts: its best stretches, and what is odd."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from moim.contexts.challenges.application.closing import close_if_due
from moim.contexts.challenges.application.entries import assess, entries_that_count
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain import fairness
from moim.contexts.challenges.domain.measure import Performed

HISTORY = timedelta(days=730)
HISTORY_MIN = 5
BETTER_MAX = 1.15
LATE = timedelta(days=30)
AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """What the track showed; empty for a workout without one."""

    workout_id: UUID
    efforts: Mapping[int, float]
    findings: Mapping[str, float]
    trace: str | None


def stretches_wanted(workout_id: UUID, work: Work) -> set[float]:
    """The lengths that challenges counting now ask of this workout's owner."""
    performed = work.workouts.find(workout_id)
    if performed is None:
        return set()
    lengths: set[float] = set()
    for challenge_id in work.challenges.counting_for(performed.user_id):
        terms = work.challenges.get(challenge_id).terms
        if terms.distance_m is not None:
            lengths.add(terms.distance_m)
    return lengths


def take_inspection(command: Inspected, work: Work) -> None:
    """Keep what was seen, and let the results follow it."""
    performed = work.workouts.find(command.workout_id)
    if performed is None:
        work.workouts.remove(command.workout_id)
        return
    entries = entries_that_count(performed.user_id, work)
    performed = replace(performed, efforts=dict(command.efforts))
    findings = {**command.findings, **_circumstances(performed, command.trace, work)}
    performed = replace(performed, findings=findings)
    work.workouts.looked_at(performed, command.trace)
    for entry, challenge in entries:
        reason = next(iter(sorted(findings)), "track-inspected")
        if assess(entry, challenge, performed, reason, work):
            settle(entry, challenge, work)
        if challenge.settling_at is not None and close_if_due(challenge, work):
            work.challenges.save(challenge)


def _circumstances(performed: Performed, trace: str | None, work: Work) -> dict[str, float]:
    """What is odd beside the track itself."""
    found: dict[str, float] = {}
    if performed.started_at > work.now + AHEAD:
        found[fairness.IN_THE_FUTURE] = 1.0
    if work.now - performed.ended_at > LATE:
        found[fairness.LATE_UPLOAD] = float((work.now - performed.ended_at).days)
    if trace is not None and work.workouts.same_trace(trace, performed.user_id):
        found[fairness.REUSED] = 1.0
    others = work.workouts.between(
        performed.user_id, performed.started_at - HISTORY, performed.ended_at
    )
    overlapping_s = max((_overlap_s(performed, other) for other in others), default=0.0)
    lasted_s = (performed.ended_at - performed.started_at).total_seconds()
    if overlapping_s > lasted_s / 2 > 0:
        found[fairness.OVERLAP] = round(overlapping_s)
    better = max(
        (
            _better(length, time_s, others, performed)
            for length, time_s in performed.efforts.items()
        ),
        default=0.0,
    )
    if better > BETTER_MAX:
        found[fairness.BEYOND_HISTORY] = round(better, 3)
    return found


def _overlap_s(one: Performed, other: Performed) -> float:
    if one.workout_id == other.workout_id or other.workout_id > one.workout_id:
        return 0.0
    both = min(one.ended_at, other.ended_at) - max(one.started_at, other.started_at)
    return both.total_seconds()


def _better(length: int, time_s: float, others: Sequence[Performed], performed: Performed) -> float:
    before = [
        other.efforts[length]
        for other in others
        if other.workout_id != performed.workout_id
        and other.sport == performed.sport
        and length in other.efforts
        and other.started_at < performed.started_at
    ]
    return min(before) / time_s if len(before) >= HISTORY_MIN and time_s > 0 else 0.0
