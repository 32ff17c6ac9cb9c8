"""Staff name who looks after a board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.community.application.looking import MemberNotFound
from moim.contexts.community.application.ports import Work
from moim.contexts.community.domain.boards import board_named
from moim.contexts.community.domain.looking_after import NAMED_MAX, TooManyNamed
from moim.contexts.community.domain.member import Member


@dataclass(frozen=True, kw_only=True)
class OneModerator:
    """A board and somebody."""

    board: str
    user_id: UUID


def name_moderator(command: OneModerator, work: Work) -> None:
    """From now on; again changes nothing. Raises NoSuchBoard, MemberNotFound, TooManyNamed."""
    board = board_named(command.board).name
    if work.members.get(command.user_id).nickname is None:
        raise MemberNotFound
    named = work.looking_after.of(board)
    if command.user_id not in named and len(named) >= NAMED_MAX:
        raise TooManyNamed(most=NAMED_MAX)
    work.looking_after.name(board, command.user_id, work.now)


def release_moderator(command: OneModerator, work: Work) -> None:
    """No longer; who was not named is not missed. Raises NoSuchBoard."""
    work.looking_after.release(board_named(command.board).name, command.user_id)


def named_for(board: str, work: Work) -> Sequence[Member]:
    """Whom staff named, in the order of their ids. Raises NoSuchBoard."""
    named = work.looking_after.of(board_named(board).name)
    known: Mapping[UUID, Member] = work.members.some(named)
    return [known[user_id] for user_id in named if user_id in known]
