"""Making challenges and changing them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.challenges.application.life import remind_of_end, start_if_due
from moim.contexts.challenges.application.ports import Board, Work
from moim.contexts.challenges.application.standing import have_read_again
from moim.contexts.challenges.domain.challenge import Challenge, State, Terms
from moim.contexts.challenges.domain.events import StartDue
from moim.kernel.errors import Changed
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Create:
    """A new challenge. ``invitation`` is the code it lets people in with."""

    organiser_id: UUID
    terms: Terms
    invitation: str
    announced: bool


def create(command: Create, work: Work) -> Challenge:
    """Make it as a draft, and announce it at once if that is wanted."""
    work.people.get(command.organiser_id).must_take_part(work.now)
    challenge = Challenge(
        id=new_id(),
        organiser_id=command.organiser_id,
        terms=command.terms,
        invitation=command.invitation,
        created_at=work.now,
    )
    challenge.begin(work.now)
    work.boards.save(Board(challenge_id=challenge.id))
    if command.announced:
        _announce(challenge, work)
    work.challenges.save(challenge)
    return challenge


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the organiser wants of it now; None stays."""

    challenge_id: UUID
    by: UUID
    version: int | None = None
    title: str | None = None
    description: str | None = None
    ends_at: datetime | None = None
    target: float | None = None
    announced: bool = False


def change(command: Change, work: Work) -> Challenge:
    """Rename, extend, aim elsewhere or announce."""
    work.rankings.hold(command.challenge_id)
    challenge = work.challenges.get(command.challenge_id)
    challenge.organised_by(command.by)
    if command.version not in (None, challenge.version):
        raise Changed
    terms = challenge.terms
    if command.title is not None or command.description is not None:
        description = terms.description if command.description is None else command.description
        challenge.describe(command.title or terms.title, description)
    if command.ends_at is not None and command.ends_at != terms.ends_at:
        challenge.extend(command.ends_at, work.now)
        if challenge.state is not State.DRAFT:
            remind_of_end(challenge, work)
    if command.target is not None:
        challenge.aim(command.target, work.now)
    if command.announced and challenge.state is State.DRAFT:
        _announce(challenge, work)
    work.challenges.save(challenge)
    board = work.boards.get(challenge.id)
    have_read_again(board, work)
    work.boards.save(board)
    return challenge


def _announce(challenge: Challenge, work: Work) -> None:
    challenge.announce(work.now)
    remind_of_end(challenge, work)
    if not start_if_due(challenge, work):
        starts_at = challenge.terms.starts_at
        work.remind(starts_at, StartDue(challenge_id=challenge.id, at=starts_at))
