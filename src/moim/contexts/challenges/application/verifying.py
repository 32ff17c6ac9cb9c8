"""Whether a ranking says what the workouts say: it is reckoned anew, beside the stored one.

One that is final was frozen: it is what its results said then, and a workout that was deleted or
changed since makes it no other. How many entrants have such workouts is told beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.domain.challenge import Challenge, State
from moim.contexts.challenges.domain.entry import Entry, ResultState
from moim.contexts.challenges.domain.fairness import judge
from moim.contexts.challenges.domain.measure import Worth

AT_ONCE = 500


class Titled(NamedTuple):
    """A challenge to prove."""

    id: UUID
    title: str


class Order(NamedTuple):
    """What the order of a ranking rests on, as it is.

    ``strays`` are places of entrants that the order has not, or those in it that no entrant has;
    ``miscounted`` how many stand there under another rank than their own.
    """

    strays: int
    miscounted: int


class Proofs(Protocol):
    """What only who proves a ranking asks."""

    def announced_after(self, after: UUID | None, most: int) -> Sequence[Titled]:
        """The next challenges that are no drafts, in the order of their ids."""
        ...

    def how_many(self) -> int:
        """Of them."""
        ...

    def order_of(self, challenge_id: UUID) -> Order:
        """How the order is, by itself."""
        ...


class Proves(Work, Protocol):
    """Work with what proves."""

    proofs: Proofs


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Entrants to look at: the next after one."""

    challenge_id: UUID
    after: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found of a piece: how many were looked at, places as they ought to be, whose differ.

    ``moved_on`` are how many of a final ranking have workouts that say something else by now.
    """

    looked_at: int
    places: Sequence[bytes]
    wrong: Sequence[UUID]
    moved_on: int
    last: UUID | None


def verify_piece(piece: Piece, work: Work) -> Verified:
    """Reckon the places of some entrants from their workouts and typed results."""
    challenge = work.challenges.get(piece.challenge_id)
    measure = challenge.terms.measure
    users = work.entries.after(challenge.id, piece.after, AT_ONCE)
    places: list[bytes] = []
    wrong: list[UUID] = []
    moved_on = 0
    for user_id in users:
        entry = work.entries.get(challenge.id, user_id)
        stored = entry.stood
        total = measure.total(_worths(entry, challenge, work))
        if challenge.state is State.FINAL:
            entry.reckon(measure)
            moved_on += total != entry.total
        else:
            entry.total = total
        place = entry.place(measure)
        if place is not None:
            places.append(place)
        if place != stored:
            wrong.append(user_id)
    last = users[-1] if len(users) == AT_ONCE else None
    return Verified(looked_at=len(users), places=places, wrong=wrong, moved_on=moved_on, last=last)


def order_of(challenge_id: UUID, work: Proves) -> Order:
    """Whether each place stands in the order, under its rank."""
    return work.proofs.order_of(challenge_id)


def titled(challenge_id: UUID, work: Work) -> Titled:
    """One to prove; raises ChallengeNotFound."""
    return Titled(challenge_id, work.challenges.get(challenge_id).terms.title)


def announced_after(asked: tuple[UUID | None, int], work: Proves) -> Sequence[Titled]:
    """The next of all that are no drafts."""
    return work.proofs.announced_after(*asked)


def how_many(_: None, work: Proves) -> int:
    """All that are no drafts."""
    return work.proofs.how_many()


def _worths(entry: Entry, challenge: Challenge, work: Work) -> list[Worth]:
    terms = challenge.terms
    decided = {r.workout_id: r for r in entry.results.values() if r.decided and r.workout_id}
    worths = [
        result.worth
        for result in entry.results.values()
        if result.counts and (result.workout_id is None or result.is_corrected)
    ]
    for performed in work.workouts.between(entry.user_id, terms.starts_at, terms.ends_at):
        if not challenge.covers(performed):
            continue
        ruled = decided.get(performed.workout_id)
        if ruled is not None and (not ruled.counts or ruled.is_corrected):
            continue
        excluded = ruled is None and judge(performed.findings) == ResultState.EXCLUDED
        worth = terms.measure.worth(performed)
        if worth is not None and not excluded:
            worths.append(worth)
    return worths
