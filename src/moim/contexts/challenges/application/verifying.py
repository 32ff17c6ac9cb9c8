"""Whether a ranking says what the workouts say: it is reckoned anew, beside the stored one.

One that is final was frozen: it is what its results said then, and a workout that was deleted or
changed since makes it no other. How many entrants have such workouts is told beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.domain.challenge import Challenge, State
from moim.contexts.challenges.domain.entry import Entry, ResultState
from moim.contexts.challenges.domain.fairness import judge
from moim.contexts.challenges.domain.measure import Worth

AT_ONCE = 500
WRITTEN_WITHIN = timedelta(minutes=1)
"""A snapshot of many is read for a while: what changed just before it was kept may be in it."""


class Snapshot(NamedTuple):
    """A ranking as it was stored: under which key, of how many, and when."""

    day: date
    sha256: str
    ranked: int
    taken_at: datetime


class Snapshots(Protocol):
    """Rankings that were stored at night."""

    def last_of(self, challenge_id: UUID) -> Snapshot | None:
        """The newest of a challenge."""
        ...

    def changed_since(self, challenge_id: UUID, at: datetime) -> set[UUID]:
        """Who has a line about a result from ``at`` on."""
        ...


class Proves(Work, Protocol):
    """Work with the snapshots."""

    snapshots: Snapshots


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Entrants to look at: the next after one."""

    challenge_id: UUID
    after: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found of a piece: places as they ought to be, and whose differ.

    ``moved_on`` are how many of a final ranking have workouts that say something else by now.
    """

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
    return Verified(places=places, wrong=wrong, moved_on=moved_on, last=last)


def wrong_ranks(asked: tuple[UUID, Sequence[bytes]], work: Work) -> int:
    """How many of these places, best first from the top, have another rank in the store."""
    challenge_id, places = asked
    return sum(
        1
        for rank, place in enumerate(sorted(places), start=1)
        if work.rankings.rank(challenge_id, place) != rank
    ) + abs(work.rankings.size(challenge_id) - len(places))


def last_snapshot(challenge_id: UUID, work: Proves) -> tuple[Snapshot, set[UUID]] | None:
    """The newest snapshot, and who may stand elsewhere since; None before the first night."""
    snapshot = work.snapshots.last_of(challenge_id)
    if snapshot is None:
        return None
    since = snapshot.taken_at - WRITTEN_WITHIN
    return snapshot, work.snapshots.changed_since(challenge_id, since)


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
