"""Company with the courses that its people show: each as far as its owner lets the asker see it."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application import companion_queries as company
from moim.contexts.workouts.application import seeing
from moim.contexts.workouts.domain.workout import WorkoutNotFound

COURSES_MAX = 24
"""Of so many, those with the longest time together, it is asked whether their map is shown."""


class Asking(company.Asking, seeing.Asking, Protocol):
    """A unit of work that answers about company, and about who sees what."""


class CompanySight:
    """What a person sees of their company, its courses among it."""

    def __init__(self, watchers: seeing.Watchers) -> None:
        """``watchers`` says who sees what."""
        self._watchers = watchers

    def of_workout(
        self, about: tuple[UUID, UUID], work: Asking
    ) -> tuple[company.CompanyOf, frozenset[UUID]]:
        """The company of a workout (id, owner), and the workouts of it whose map is shown."""
        found = company.company_of(about, work)
        return found, self._shown(found.named, about[1], work)

    def of_group(
        self, about: tuple[UUID, UUID], work: Asking
    ) -> tuple[company.OwnGroup, frozenset[UUID]]:
        """A group (id, asker), and the workouts of its named people whose map is shown."""
        found = company.own_group(about, work)
        return found, self._shown(found.named, about[1], work)

    def _shown(
        self, named: Sequence[company.Companion], viewer_id: UUID, work: Asking
    ) -> frozenset[UUID]:
        ids = (one.workout_id for one in named[:COURSES_MAX])
        return frozenset(id for id in ids if self._shows_map(id, viewer_id, work))

    def _shows_map(self, workout_id: UUID, viewer_id: UUID, work: Asking) -> bool:
        look = seeing.Look(workout_id=workout_id, viewer_id=viewer_id)
        try:
            return self._watchers.see(look, work).sight.map
        except WorkoutNotFound:
            return False
