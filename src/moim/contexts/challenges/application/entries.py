"""Entering and leaving, and what an entrant's workouts are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.challenges.application.closing import let_go
from moim.contexts.challenges.application.meeting import meet
from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.application.reviews import have_cleared, have_reviewed
from moim.contexts.challenges.application.standing import settle
from moim.contexts.challenges.domain.challenge import Challenge, Claims, State, WrongState
from moim.contexts.challenges.domain.entry import (
    Entry,
    EntryNotFound,
    EntryState,
    Result,
    ResultState,
)
from moim.contexts.challenges.domain.fairness import judge
from moim.contexts.challenges.domain.goal_links import linked
from moim.contexts.challenges.domain.measure import Performed
from moim.contexts.challenges.domain.person import Person
from moim.kernel.ids import new_id

NO_CLAIMS = Claims()


@dataclass(frozen=True, kw_only=True)
class Join:
    """Somebody enters by own choice."""

    challenge_id: UUID
    user_id: UUID
    claims: Claims = NO_CLAIMS


@dataclass(frozen=True, kw_only=True)
class Joined:
    """What came of it."""

    entry: Entry
    challenge: Challenge
    is_new: bool


def join(command: Join, work: Work) -> Joined:
    """Enter, or come back; what was done in the period counts from its start."""
    work.people.hold(command.user_id)
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    entry = work.entries.find(challenge.id, command.user_id)
    if entry is not None and entry.state is EntryState.IN:
        return Joined(entry=entry, challenge=challenge, is_new=False)
    person = _met(command.user_id, work)
    person.must_take_part(work.now)
    board = work.boards.get(challenge.id)
    challenge.admit(person, command.claims, entrants=board.entrants, by_organiser=entry is not None)
    if entry is None:
        entry = Entry(challenge_id=challenge.id, user_id=command.user_id, joined_at=work.now)
        entry.join(command.claims, person.shown_region)
    else:
        entry.come_back()
        entry.show_region(person.shown_region)
    board.entrants += 1
    work.boards.save(board)
    _take_up(entry, challenge, work)
    return Joined(entry=entry, challenge=challenge, is_new=True)


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Somebody takes part no longer."""

    challenge_id: UUID
    user_id: UUID


def leave(command: Leave, work: Work) -> None:
    """Leave a challenge that is not over; the results wait for a return."""
    entry, challenge = _held(command.challenge_id, command.user_id, work)
    _must_not_be_over(challenge)
    entry.leave()
    _count_out(entry, challenge, work)


@dataclass(frozen=True, kw_only=True)
class AddEntrant:
    """The organiser enters somebody."""

    challenge_id: UUID
    user_id: UUID
    by: UUID


def add_entrant(command: AddEntrant, work: Work) -> Entry:
    """Enter somebody who is known and may take part."""
    work.people.hold(command.user_id)
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    challenge.organised_by(command.by)
    entry = work.entries.find(challenge.id, command.user_id)
    if entry is not None and entry.state is EntryState.IN:
        return entry
    if work.follows.blocked_between(command.user_id, [command.by]):
        raise EntryNotFound
    person = meet(command.user_id, work)
    person.must_take_part(work.now)
    board = work.boards.get(challenge.id)
    challenge.admit(person, Claims(), entrants=board.entrants, by_organiser=True)
    entry = entry or Entry(challenge_id=challenge.id, user_id=command.user_id, joined_at=work.now)
    entry.add(command.by, person.shown_region)
    board.entrants += 1
    work.boards.save(board)
    _take_up(entry, challenge, work)
    return entry


@dataclass(frozen=True, kw_only=True)
class RemoveEntrant:
    """The organiser takes somebody out."""

    challenge_id: UUID
    user_id: UUID
    by: UUID
    reason: str


def remove_entrant(command: RemoveEntrant, work: Work) -> None:
    """Take somebody out of a challenge that is not over."""
    entry, challenge = _held(command.challenge_id, command.user_id, work)
    challenge.organised_by(command.by)
    _must_not_be_over(challenge)
    entry.remove(command.by, command.reason)
    _count_out(entry, challenge, work)


@dataclass(frozen=True, kw_only=True)
class SetNotices:
    """Which notices of a challenge an entrant wants."""

    challenge_id: UUID
    user_id: UUID
    settings: Mapping[str, bool]


def set_notices(command: SetNotices, work: Work) -> Entry:
    """Keep the setting; it is stronger than the account's."""
    entry = work.entries.get(command.challenge_id, command.user_id)
    entry.set_notices(command.settings)
    work.entries.save(entry)
    return entry


def assess(
    entry: Entry, challenge: Challenge, performed: Performed, reason: str, work: Work
) -> bool:
    """See what a workout is worth here now; whether anything changed. Settle the entry after."""
    result = entry.of_workout(performed.workout_id)
    worth = challenge.terms.measure.worth(performed)
    if worth is None or not challenge.covers(performed):
        if result is None:
            return False
        entry.withdraw(result, now=work.now, reason=reason, by=None)
        let_go(result, work)
        return True
    state = ResultState(judge(performed.findings))
    reasons = tuple(sorted(performed.findings))
    if result is not None and state is ResultState.OK and result.state is ResultState.REVIEW:
        asked = work.reviews.open_of(result.id)
        if asked is not None and asked.asked_by is not None:  # the rules do not answer a person
            state, reasons = result.state, result.reasons
    doubted = result is not None and result.state is not ResultState.OK
    if result is None:
        result = Result(
            id=new_id(),
            workout_id=performed.workout_id,
            value=worth.value,
            at=worth.at,
            gathering=worth.gathering,
            state=state,
            reasons=reasons,
            submitted_at=work.now,
        )
        entry.submit(result, work.now, None)
        changed = True
    elif result.decided:
        kept = result.state is ResultState.EXCLUDED or result.is_corrected
        return not kept and entry.correct(result, now=work.now, reason=reason, worth=worth)
    else:
        changed = entry.correct(
            result, now=work.now, reason=reason, worth=worth, state=state, reasons=reasons
        )
    if changed and doubted and state is ResultState.OK:
        have_cleared(result, challenge, work)
    elif changed and state is not ResultState.OK:
        have_reviewed(result, entry, challenge, performed.findings, work)
    return changed


def reconcile(entry: Entry, challenge: Challenge, reason: str, work: Work) -> bool:
    """Have the results be what the workouts in the period say; whether anything changed."""
    terms = challenge.terms
    workouts = [
        performed
        for performed in work.workouts.between(entry.user_id, terms.starts_at, terms.ends_at)
        if challenge.covers(performed)
    ]
    there = {performed.workout_id for performed in workouts}
    changed = False
    for result in list(entry.results.values()):
        if result.workout_id is not None and result.workout_id not in there:
            entry.withdraw(result, now=work.now, reason=reason, by=None)
            let_go(result, work)
            changed = True
    for performed in workouts:
        changed = assess(entry, challenge, performed, reason, work) or changed
    return changed


def entries_that_count(user_id: UUID, work: Work) -> Sequence[tuple[Entry, Challenge]]:
    """The person's entries in challenges that count now, each held; also of who left."""
    found: list[tuple[Entry, Challenge]] = []
    for challenge_id in work.challenges.counting_for(user_id):
        work.rankings.hold(challenge_id)
        entry = work.entries.find(challenge_id, user_id)
        if entry is not None:
            found.append((entry, work.challenges.get(challenge_id)))
    return found


def _met(user_id: UUID, work: Work) -> Person:
    """Who enters is signed in, so has an account, also if nobody can be asked about it."""
    met = meet(user_id, work)
    person = met.opened()
    if person is not met:
        work.people.save(person)
    return person


def _take_up(entry: Entry, challenge: Challenge, work: Work) -> None:
    """Count what was done before they came, and show a goal of theirs."""
    entry.goal = linked(challenge, work.goals.of(entry.user_id))
    if challenge.state is State.RUNNING:
        reconcile(entry, challenge, "workout-recorded", work)
        for performed in work.workouts.between(
            entry.user_id, challenge.terms.starts_at, challenge.terms.ends_at
        ):
            work.workouts.have_inspected(performed)
    settle(entry, challenge, work)


def _held(challenge_id: UUID, user_id: UUID, work: Work) -> tuple[Entry, Challenge]:
    work.rankings.hold(challenge_id)
    challenge = work.challenges.get(challenge_id)
    return work.entries.get(challenge_id, user_id), challenge


def _count_out(entry: Entry, challenge: Challenge, work: Work) -> None:
    board = work.boards.get(challenge.id)
    board.entrants -= 1
    work.boards.save(board)
    settle(entry, challenge, work)


def _must_not_be_over(challenge: Challenge) -> None:
    if challenge.state not in {State.DRAFT, State.ANNOUNCED, State.RUNNING}:
        raise WrongState(state=challenge.state.shown)
