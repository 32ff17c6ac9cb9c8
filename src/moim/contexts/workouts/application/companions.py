"""Use cases about company: have it looked for, keep what was found, leave, consent, name a group.

The work is done in three commits, none of them long: a workout is signed (so that others find
it), its candidates are compared outside any transaction, and what was found is settled.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.workouts.application.companion_ports import (
    Membership,
    Signature,
    Signed,
    Together,
)
from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.companion_groups import Pair, merged, regrouped
from moim.contexts.workouts.domain.companions import (
    CompanionGroupNotFound,
    Consent,
)
from moim.contexts.workouts.domain.workout import Workout
from moim.contracts.workouts import CompanyChanged


def look_for_companions(workout: Workout, work: Work) -> None:
    """After anything that moves a track: a new one, another one, a part of it, another sport."""
    if workout.has_track:
        work.signatures.ask(workout)
    else:
        forget_companions([workout.id], work)


def forget_companions(workout_ids: Collection[UUID], work: Work) -> None:
    """These are in nobody's company any more; it is told of those that are still there."""
    work.signatures.hold()
    if places := work.company.places(workout_ids):
        there = work.signatures.prospects([place.workout_id for place in places])
        for place in places:
            if place.workout_id in there:
                _tell(place, None, work)
    erase_company(workout_ids, work)


def erase_company(workout_ids: Collection[UUID], work: Work) -> None:
    """These go with their owner; whoever they were with is told if that moves them."""
    work.signatures.hold()
    lost = work.company.partners(workout_ids)
    touched = set(work.company.groups(workout_ids).values())
    work.signatures.remove(workout_ids)
    work.signatures.done(workout_ids)
    work.company.forget(workout_ids)
    if lost:
        _regroup(touched, work)


@dataclass(frozen=True, kw_only=True)
class SignWorkouts:
    """Signatures of workouts that wait to be looked at; None for one without a position.

    ``requests`` are those that had them looked at: what was asked for since is done since.
    """

    requests: Mapping[UUID, UUID]
    signatures: Mapping[UUID, Signature | None]


def sign_workouts(command: SignWorkouts, work: Work) -> Sequence[Signed]:
    """Keep the signatures of those that may be grouped; forget the others' company."""
    work.signatures.hold()
    ids = command.signatures.keys()
    prospects, asked = work.signatures.prospects(ids), work.signatures.asked(ids)
    new, forgotten = [], []
    for workout_id, signature in command.signatures.items():
        prospect = prospects.get(workout_id)
        if asked.get(workout_id) != command.requests[workout_id]:
            continue
        if signature is None or prospect is None or not prospect.groupable:
            forgotten.append(workout_id)
        else:
            new.append((prospect, signature))
    if forgotten:
        forget_companions(forgotten, work)
    return work.signatures.put(new)


@dataclass(frozen=True, kw_only=True)
class SettleCompanions:
    """All the pairs of the workouts looked at, each pair once, compared as they were signed."""

    looked: Sequence[Signed]
    found: Sequence[Together]


def settle_companions(command: SettleCompanions, work: Work) -> None:
    """Let these be the pairs of the workouts looked at, and the groups follow.

    What was signed anew or withdrawn meanwhile is left out: whoever did it is looked at again.
    Of pairs that were not found again only those go about which these workouts decide.
    """
    work.signatures.hold()
    sides = [side for pair in command.found for side in (pair.one, pair.other)]
    ids = {side.workout_id for side in (*command.looked, *sides)}
    numbers = work.signatures.numbers(ids)
    current = {
        one.workout_id: one.number
        for one in command.looked
        if numbers.get(one.workout_id) == one.number
    }
    found = [pair for pair in command.found if _stands(pair, numbers)]
    now = {_ordered(pair.one.workout_id, pair.other.workout_id) for pair in found}
    before = _decided(current, work)
    work.company.part(before - now)
    work.company.pair(found)
    if now - before:
        _merge(now - before, work)
    if before - now:
        parted = {workout_id for pair in before - now for workout_id in pair}
        _regroup(set(work.company.groups(parted).values()), work)
    work.signatures.done(current.keys())


def _decided(current: Mapping[UUID, int], work: Work) -> set[Pair]:
    """The pairs of these about which they decide."""
    held = work.company.partners(current.keys())
    numbers = work.signatures.numbers({other for _, other in held})
    return {_ordered(one, other) for one, other in held if numbers[other] < current[one]}


def _stands(pair: Together, numbers: Mapping[UUID, int]) -> bool:
    return all(numbers.get(side.workout_id) == side.number for side in (pair.one, pair.other))


def _ordered(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)


def _merge(pairs: Collection[Pair], work: Work) -> None:
    group_of = work.company.groups({workout_id for pair in pairs for workout_id in pair})
    weights = work.company.sizes(set(group_of.values()))
    change = merged(pairs, group_of, weights)
    for place in work.company.members(change.renamed.keys()):
        _tell(place, change.renamed[place.group_id], work)
    work.company.rename(change.renamed)
    work.company.place(change.joined)
    for place in work.company.places(change.joined.keys()):
        _tell(place, place.group_id, work)


def _regroup(group_ids: Collection[UUID], work: Work) -> None:
    """Groups that lost a pair may fall apart."""
    members = work.company.members(group_ids)
    held = {one.workout_id: one.group_id for one in members}
    if not held:
        return
    pairs = [pair for pair in work.company.partners(held.keys()) if pair[0] < pair[1]]
    now = regrouped(held, pairs)
    moved = {id: group for id, group in now.items() if group and held.get(id) != group}
    work.company.place(moved)
    alone = {id for id, group in now.items() if group is None}
    work.company.leave_alone(alone)
    for place in members:
        if place.workout_id in moved:
            _tell(place, moved[place.workout_id], work)
        elif place.workout_id in alone and not place.kept:
            _tell(place, None, work)


def _tell(place: Membership, group_id: UUID | None, work: Work) -> None:
    work.publish(
        CompanyChanged(workout_id=place.workout_id, user_id=place.user_id, group_id=group_id)
    )


@dataclass(frozen=True, kw_only=True)
class OwnCompany:
    """A workout's company, and who asks."""

    workout_id: UUID
    user_id: UUID


def leave_company(command: OwnCompany, work: Work) -> None:
    """Out of everybody's company, until its owner comes back."""
    workout = work.workouts.get(command.workout_id, command.user_id)
    work.consents.leave(workout)
    forget_companions([workout.id], work)


def come_back(command: OwnCompany, work: Work) -> None:
    """Be looked for again."""
    workout = work.workouts.get(command.workout_id, command.user_id)
    if work.consents.left(workout.id):
        work.consents.come_back(workout)
        look_for_companions(workout, work)


@dataclass(frozen=True, kw_only=True)
class SetConsent:
    """Who may group with somebody from now on, the past with it."""

    user_id: UUID
    consent: Consent


def set_consent(command: SetConsent, work: Work) -> None:
    """Nobody: out of all company at once. Anybody again: all workouts are looked at anew."""
    before = work.consents.of(command.user_id)
    work.consents.choose(command.user_id, command.consent)
    if command.consent is Consent.NOBODY:
        forget_companions(work.signatures.of_user(command.user_id), work)
    elif before is Consent.NOBODY:
        work.signatures.ask_for_all(command.user_id)


@dataclass(frozen=True, kw_only=True)
class ChangeGroup:
    """What a member says of a group; None leaves it as it is. ``title`` "" takes it away."""

    group_id: UUID
    user_id: UUID
    title: str | None = None
    kept: bool | None = None


def change_group(command: ChangeGroup, work: Work) -> Membership:
    """For this member alone: what one calls it is no business of the others'."""
    places = work.company.memberships(command.group_id, command.user_id)
    if not places:
        raise CompanionGroupNotFound
    title = places[0].title if command.title is None else command.title or None
    kept = places[0].kept if command.kept is None else command.kept
    work.company.say(command.group_id, command.user_id, title, kept=kept)
    return work.company.memberships(command.group_id, command.user_id)[0]
