"""Milestones (이정표): the workouts that brought a person's total past a round number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from moim.contexts.workouts.domain.outcomes import Discipline

_FIRST_KM = (100, 250, 500, 1_000, 2_500, 5_000)
_EVERY_KM = 5_000


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """``total_m`` is the round number that this workout reached or passed."""

    discipline: Discipline
    total_m: float
    workout_id: UUID
    day: date


def milestones(
    covered: Iterable[tuple[Discipline, UUID, date, float]],
) -> Sequence[Milestone]:
    """All that were passed, in the order in which that happened.

    ``covered``: discipline, workout, day and metres of every workout, the oldest first.
    """
    totals: dict[Discipline, float] = {}
    ahead: dict[Discipline, int] = {}
    reached = []
    for discipline, workout_id, day, distance_m in covered:
        if discipline is Discipline.OTHER:
            continue
        total = totals[discipline] = round(totals.get(discipline, 0.0) + distance_m, 2)
        while total >= (mark_m := _milestone_m(ahead.get(discipline, 0))):
            ahead[discipline] = ahead.get(discipline, 0) + 1
            reached.append(
                Milestone(discipline=discipline, total_m=mark_m, workout_id=workout_id, day=day)
            )
    return reached


def _milestone_m(number: int) -> float:
    """100, 250, 500, 1,000, 2,500 and 5,000 km, then every 5,000 km."""
    if number < len(_FIRST_KM):
        return _FIRST_KM[number] * 1000.0
    return (number - len(_FIRST_KM) + 2) * _EVERY_KM * 1000.0
