"""What can be asked about company."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from moim.contexts.workouts.application.companion_ports import (
    Membership,
    Signature,
    Signed,
)
from moim.contexts.workouts.application.ports import Work
from moim.contexts.workouts.domain.companions import (
    CompanionGroupNotFound,
    Consent,
    may_be_named,
)
from moim.contexts.workouts.domain.privacy_zones import Circle
from moim.contexts.workouts.domain.sports import Sport


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """A workout that waits to be looked at. ``samples`` is None for one that may not be.

    ``circles`` are the owner's privacy zones: nobody is found by what lies in them.
    """

    workout_id: UUID
    request_id: UUID
    elapsed_s: float
    samples: bytes | None
    circles: Sequence[Circle] = ()


@dataclass(frozen=True, kw_only=True)
class Comparable:
    """All that is compared of a workout."""

    signed: Signed
    sport: Sport
    trace: bytes


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """A workout and those that may have been with it."""

    own: Comparable
    others: Sequence[Comparable]


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody who was there: what of one's own workout, and of theirs, was together."""

    user_id: UUID
    workout_id: UUID
    nickname: str | None
    consent: Consent
    share: float
    other_share: float
    near_s: float


@dataclass(frozen=True, kw_only=True)
class CompanyOf:
    """A workout's company as its owner may see it: ``named`` are few, ``people`` are all."""

    left: bool
    looking: bool
    people: int
    named: Sequence[Companion]
    group: Membership | None


@dataclass(frozen=True, kw_only=True)
class OwnGroup:
    """A group as one of its members sees it, with the span of their own workouts in it."""

    membership: Membership
    workout_ids: Sequence[UUID]
    started_at: datetime
    ended_at: datetime
    people: int
    named: Sequence[Companion]


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """A page of somebody's groups, newest first; ``after`` is where the one before ended.

    With ``kept`` only those they keep.
    """

    user_id: UUID
    limit: int
    after: tuple[datetime, UUID] | None = None
    kept: bool = False


class CompanyViews(Protocol):
    """The read side of company."""

    def waiting(self, limit: int) -> Sequence[tuple[UUID, UUID]]:
        """(workout, request), the longest waiting first."""
        ...

    def samples(self, workout_ids: Collection[UUID]) -> Mapping[UUID, bytes]:
        """The tracks of these as they are kept."""
        ...

    def candidates(self, signed: Signed, signature: Signature) -> Candidates | None:
        """Those signed before that were near for long enough; None if it was withdrawn."""
        ...

    def companions(self, workout_ids: Collection[UUID]) -> Sequence[Companion]:
        """Everybody else directly paired with one of these: once each, with their longest time."""
        ...

    def membership(self, workout_id: UUID) -> Membership | None:
        """The workout's place in a group."""
        ...

    def group_page(self, about: GroupPage) -> Sequence[tuple[datetime, UUID]]:
        """Groups with the start of the member's last workout in each."""
        ...

    def places(self, group_id: UUID, user_id: UUID) -> Sequence[tuple[UUID, datetime, datetime]]:
        """A member's workouts in a group with their start and end."""
        ...


class Asking(Work, Protocol):
    """A unit of work that also answers about company."""

    company_views: CompanyViews


def what_to_sign(limit: int, work: Asking) -> Sequence[ToSign]:
    """Workouts that wait to be looked at, with their tracks."""
    waiting = work.company_views.waiting(limit)
    prospects = work.signatures.prospects([workout_id for workout_id, _ in waiting])
    may = [id for id, prospect in prospects.items() if prospect.groupable]
    samples = work.company_views.samples(may)
    owners = {prospects[id].user_id for id in may}
    circles = {user_id: work.privacy_zones.hidden(user_id) for user_id in owners}
    return [
        ToSign(
            workout_id=workout_id,
            request_id=request_id,
            elapsed_s=prospects[workout_id].elapsed_s if workout_id in prospects else 0.0,
            samples=samples.get(workout_id),
            circles=circles[prospects[workout_id].user_id] if workout_id in may else (),
        )
        for workout_id, request_id in waiting
    ]


def candidates_of(about: Sequence[tuple[Signed, Signature]], work: Asking) -> Sequence[Candidates]:
    """For each of these that still stands, those that may have been with it."""
    found = (work.company_views.candidates(*one) for one in about)
    return [one for one in found if one is not None]


def company_of(about: tuple[UUID, UUID], work: Asking) -> CompanyOf:
    """The company of a workout (id, owner); a stranger's workout does not exist."""
    workout = work.workouts.get(*about)
    found = work.company_views.companions([workout.id])
    return CompanyOf(
        left=work.consents.left(workout.id),
        looking=workout.id in work.signatures.asked([workout.id]),
        people=len(found),
        named=_named(found, work.consents.of(workout.user_id)),
        group=work.company_views.membership(workout.id),
    )


def consent_of(user_id: UUID, work: Asking) -> Consent:
    """Who may group with somebody."""
    return work.consents.of(user_id)


def own_group(about: tuple[UUID, UUID], work: Asking) -> OwnGroup:
    """A group (id, asker) as this member sees it; raises CompanionGroupNotFound for others."""
    group_id, user_id = about
    places = work.company.memberships(group_id, user_id)
    if not places:
        raise CompanionGroupNotFound
    return _group(places[0], work)


def own_groups(about: GroupPage, work: Asking) -> Sequence[tuple[datetime, OwnGroup]]:
    """A page of somebody's groups, each with the instant that it is listed by."""
    return [
        (at, own_group((group_id, about.user_id), work))
        for at, group_id in work.company_views.group_page(about)
    ]


def _group(place: Membership, work: Asking) -> OwnGroup:
    spans = work.company_views.places(place.group_id, place.user_id)
    workout_ids = [id for id, _, _ in spans]
    found = work.company_views.companions(workout_ids)
    return OwnGroup(
        membership=place,
        workout_ids=workout_ids,
        started_at=min(start for _, start, _ in spans),
        ended_at=max(end for _, _, end in spans),
        people=len(found),
        named=_named(found, work.consents.of(place.user_id)),
    )


def _named(found: Sequence[Companion], own: Consent) -> Sequence[Companion]:
    return [one for one in found if may_be_named(own, one.consent)]
