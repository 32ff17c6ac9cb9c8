"""Deriving anew what an older version derived: by command, a portion at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.application.progress_queries import AskingProgress, Versions
from moim.contexts.workouts.application.records import change_outcome
from moim.contexts.workouts.domain.derivation import DERIVATION_VERSION
from moim.contexts.workouts.domain.workout import WorkoutNotFound
from moim.kernel.ids import new_id

PORTION = 200


@dataclass(frozen=True, kw_only=True)
class Outdated:
    """The next workouts behind ``after`` that an older version read or derived, or never counted.

    ``user_id`` None for everybody's; ``parser_version`` is that of the readers now, 0 not to ask
    who read them.
    """

    user_id: UUID | None
    after: UUID | None
    parser_version: int = 0
    limit: int = PORTION


Owned = tuple[UUID, UUID]
"""A workout and its owner."""


def outdated(about: Outdated, work: AskingProgress) -> Sequence[Owned]:
    """Their ids and owners, in the order of ids."""
    versions = Versions(derivation=DERIVATION_VERSION, parser=about.parser_version)
    return work.progress_views.outdated(versions, about.user_id, about.after, about.limit)


def derive_anew(owned: Sequence[Owned], work: Work) -> int:
    """Have the recorded ones derived from their originals, and count the others; how many wait."""
    waiting = 0
    for user_id in sorted({user_id for _, user_id in owned}):
        work.athletes.hold(user_id)
    for workout_id, user_id in owned:
        workout = work.workouts.get(workout_id, user_id)
        if workout.recorded:
            work.tasks.rederive(workout, new_id())
            waiting += 1
        else:
            change_outcome(workout, work)
    return waiting


def analyse(workout_ids: Sequence[UUID], user_id: UUID, work: Work) -> None:
    """Have these derived and told of, as far as they are still there."""
    for workout_id in workout_ids:
        try:
            workout = work.workouts.get(workout_id, user_id)
        except WorkoutNotFound:
            continue
        work.tasks.rederive(workout, new_id())


def moved_since(at: datetime, work: AskingProgress) -> int:
    """How many workouts have other figures than before ``at``."""
    return work.progress_views.changed_since(at)
