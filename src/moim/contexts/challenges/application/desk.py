"""The desk: doubted results of all challenges that somebody may decide about, in one list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from moim.contexts.challenges.application.queries import Look, Reads, look
from moim.contexts.challenges.application.reviews import is_for_another
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.review import Review


@dataclass(frozen=True, kw_only=True)
class ReviewsWanted:
    """A page of reviews: those that wait, oldest first; the decided or all, newest first.

    The ids narrow them to one challenge, to one entrant, or to challenges of one organiser.
    """

    waiting: bool | None = None
    challenge_id: UUID | None = None
    user_id: UUID | None = None
    organiser_id: UUID | None = None
    after: UUID | None = None
    limit: int = 20


class OnDesk(NamedTuple):
    """A review with its challenge and the nickname of the entrant, if it is known."""

    review: Review
    challenge: Challenge
    nickname: str | None


class Desk(Protocol):
    """Reviews across challenges."""

    def reviews(self, wanted: ReviewsWanted) -> Sequence[OnDesk]:
        """A page of them."""
        ...

    def with_part_of(self, user_id: UUID) -> Sequence[Review]:
        """All that are about the person, that they asked for, or that they decided, by id."""
        ...


class DeskReads(Reads, Protocol):
    """A snapshot with the desk."""

    desk: Desk


@dataclass(frozen=True, kw_only=True)
class AskDesk:
    """Somebody looks at the desk: moderators at all, others at what they organise.

    In one challenge, who does neither sees what is about them.
    """

    viewer_id: UUID
    is_moderator: bool
    is_owner: bool
    challenge_id: UUID | None = None
    waiting: bool | None = None
    after: UUID | None = None
    limit: int = 20


def on_desk(asked: AskDesk, work: DeskReads) -> Sequence[tuple[OnDesk, bool]]:
    """Reviews, each with whether the viewer may decide it now; raises ChallengeNotFound."""
    here, own, organised = asked.challenge_id, None, None
    if here is not None:
        by, moderates = asked.viewer_id, asked.is_moderator
        seen = look(Look(challenge_id=here, viewer_id=by, is_moderator=moderates), work)
        decides = asked.is_moderator or seen.challenge.organiser_id == asked.viewer_id
        own = None if decides else asked.viewer_id
    elif not asked.is_moderator:
        organised = asked.viewer_id
    wanted = ReviewsWanted(
        waiting=asked.waiting,
        challenge_id=here,
        user_id=own,
        organiser_id=organised,
        after=asked.after,
        limit=asked.limit,
    )
    return [(one, _may_decide(one, asked, work)) for one in work.desk.reviews(wanted)]


class PartsTaken(NamedTuple):
    """Reviews about somebody's results, of others' that they doubted, and that they decided."""

    about: Sequence[Review]
    asked: Sequence[Review]
    decided: Sequence[Review]


def parts_taken(user_id: UUID, work: DeskReads) -> PartsTaken:
    """For an export."""
    found = work.desk.with_part_of(user_id)
    return PartsTaken(
        about=[one for one in found if one.user_id == user_id],
        asked=[one for one in found if one.asked_by == user_id],
        decided=[one for one in found if one.decided_by == user_id],
    )


def _may_decide(one: OnDesk, asked: AskDesk, work: DeskReads) -> bool:
    review, challenge, by = one.review, one.challenge, asked.viewer_id
    if not review.is_open or review.user_id == by or not challenge.may_be_decided(work.now):
        return False
    if not (asked.is_moderator or by == challenge.organiser_id):
        return False
    return not is_for_another(review, challenge, by, work, owner=asked.is_owner)
