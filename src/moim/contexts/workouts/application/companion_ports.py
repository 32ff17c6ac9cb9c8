"""What finding companions needs of the world."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.domain.companion_groups import Pair
from moim.contexts.workouts.domain.companions import Consent, Prospect
from moim.contexts.workouts.domain.workout import Workout

Span = tuple[int, int, int]
"""A minute, and the first and last of neighbouring cells."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What a workout is found and compared by, made of what nobody's privacy forbids.

    ``minutes`` has the cell of each minute, (minute since 1970 UTC, cell); ``around`` the cells
    beside it in runs. ``trace`` is a blob that only the adapter that made it reads.
    """

    workout_id: UUID
    minutes: Sequence[tuple[int, int]]
    around: Sequence[Span]
    trace: bytes


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature that is kept.

    Numbers rise in the order of commits and never come back. Of two workouts the one with the
    greater number looked for company when the other was there already: it decides about the pair.
    """

    workout_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class Together:
    """Two workouts that were done together: what of each, 0 to 1, and for how long."""

    one: Signed
    other: Signed
    share: float
    other_share: float
    near_s: float
    longest_s: float


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A workout's place in a group: its title and whether it is kept are the member's own."""

    workout_id: UUID
    user_id: UUID
    group_id: UUID
    title: str | None = None
    kept: bool = False


class Consents(Protocol):
    """Who may group with whom, and who left which workout's company."""

    def of(self, user_id: UUID) -> Consent:
        """What the person chose, or the default."""
        ...

    def choose(self, user_id: UUID, consent: Consent) -> None:
        """Let this hold from now on."""
        ...

    def left(self, workout_id: UUID) -> bool:
        """Whether its owner left the company of this workout."""
        ...

    def leave(self, workout: Workout) -> None:
        """Keep it out for good."""
        ...

    def come_back(self, workout: Workout) -> None:
        """Let it be found again."""
        ...


class Signatures(Protocol):
    """What workouts are found and compared by, and which wait to be looked at."""

    def hold(self) -> None:
        """Have this unit of work be the only one that changes company until it commits."""
        ...

    def ask(self, workout: Workout) -> None:
        """Have the workout's company looked for, after the commit."""
        ...

    def ask_for_all(self, user_id: UUID) -> None:
        """Have the company of all of a person's workouts looked for."""
        ...

    def asked(self, workout_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """The request that waits for each of these, if one does."""
        ...

    def prospects(self, workout_ids: Collection[UUID]) -> Mapping[UUID, Prospect]:
        """What decides about each of these that is there."""
        ...

    def done(self, workout_ids: Iterable[UUID]) -> None:
        """Nothing waits for these any more."""
        ...

    def put(self, new: Sequence[tuple[Prospect, Signature]]) -> Sequence[Signed]:
        """Keep these in place of earlier ones; note cells that became crowded."""
        ...

    def remove(self, workout_ids: Collection[UUID]) -> None:
        """Let go of signatures with their minutes and pairs."""
        ...

    def numbers(self, workout_ids: Collection[UUID]) -> Mapping[UUID, int]:
        """The number of each of these that has a signature."""
        ...

    def of_user(self, user_id: UUID) -> Sequence[UUID]:
        """The person's workouts that have one."""
        ...


class Company(Protocol):
    """Pairs of workouts and the groups they make."""

    def partners(self, workout_ids: Collection[UUID]) -> Sequence[Pair]:
        """(one of these, its partner) for every pair that has one of these."""
        ...

    def pair(self, found: Sequence[Together]) -> None:
        """Keep pairs in place of earlier ones of the same two."""
        ...

    def part(self, pairs: Collection[Pair]) -> None:
        """Let go of pairs, whichever way round."""
        ...

    def groups(self, workout_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """The group of each of these that is in one."""
        ...

    def sizes(self, group_ids: Collection[UUID]) -> Mapping[UUID, int]:
        """How many workouts are in each."""
        ...

    def members(self, group_ids: Collection[UUID]) -> Sequence[Membership]:
        """Everything that is in these groups."""
        ...

    def places(self, workout_ids: Collection[UUID]) -> Sequence[Membership]:
        """The place of each of these that is in a group."""
        ...

    def rename(self, names: Mapping[UUID, UUID]) -> None:
        """Let each of these groups be part of another."""
        ...

    def place(self, groups: Mapping[UUID, UUID]) -> None:
        """Put each of these workouts into its group; what its owner said of it stays."""
        ...

    def leave_alone(self, workout_ids: Collection[UUID]) -> None:
        """Take these out of their groups; a kept membership stays."""
        ...

    def forget(self, workout_ids: Collection[UUID]) -> None:
        """Take these out of their groups, kept or not."""
        ...

    def memberships(self, group_id: UUID, user_id: UUID) -> Sequence[Membership]:
        """A person's own places in a group."""
        ...

    def say(self, group_id: UUID, user_id: UUID, title: str | None, *, kept: bool) -> None:
        """What a member calls the group and whether they keep it."""
        ...
