"""How the challenges of an export are made to stand here again, as their organiser's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.challenges.application.ports import Board, Work
from moim.contexts.challenges.domain.challenge import (
    BadPeriod,
    Challenge,
    ChallengeNotFound,
    Terms,
)
from moim.kernel.ids import TIME_ORDERED, id_again


def organised_by(user_id: UUID, work: Work) -> Sequence[Challenge]:
    """All that the person made."""
    return work.challenges.organised_by(user_id)


def entered_by(user_id: UUID, work: Work) -> Sequence[UUID]:
    """All that the person entered at some time."""
    return work.challenges.of(user_id)


@dataclass(frozen=True, kw_only=True)
class Restore:
    """``invitation`` is a new code: the old one was given away elsewhere."""

    id: UUID
    user_id: UUID
    terms: Terms
    invitation: str
    created_at: datetime


def restore(command: Restore, work: Work) -> bool:
    """Make it a draft again, unless it is here: who enters is for its organiser to ask anew.

    Raises BadPeriod for what is over, and for what was made in the future; False if it was here.
    """
    work.people.get(command.user_id).must_take_part(work.now)
    if command.created_at > work.now:
        raise BadPeriod(field="created_at")
    id = _free_id(command.id, command.user_id, work)
    if id is None:
        return False
    challenge = Challenge(
        id=id,
        organiser_id=command.user_id,
        terms=command.terms,
        invitation=command.invitation,
        created_at=command.created_at,
    )
    challenge.begin(work.now)
    work.boards.save(Board(challenge_id=challenge.id))
    work.challenges.save(challenge)
    return True


def _free_id(id: UUID, user_id: UUID, work: Work) -> UUID | None:
    """The id it is to have; None if the person's is here."""
    for wanted in (id, id_again(user_id, id)):
        if wanted.version != TIME_ORDERED:
            continue
        try:
            held = work.challenges.get(wanted)
        except ChallengeNotFound:
            return wanted
        if held.organiser_id == user_id:
            return None
    raise ChallengeNotFound
