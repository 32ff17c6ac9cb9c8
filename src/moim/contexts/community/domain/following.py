"""Following what one wants to read, and blocking whom one does not."""

from enum import StrEnum
from uuid import UUID

from moim.contexts.community.domain.boards import board_named
from moim.contexts.community.domain.places import region_named
from moim.contexts.community.domain.post import checked_tag
from moim.kernel.errors import Conflict, Invalid

FOLLOWS_MAX = 2_000
BLOCKS_MAX = 1_000


class BadFollow(Invalid):
    """Not a person, board, tag, region or club that could be followed."""

    code = "bad-follow"
    ko = "팔로우할 수 없는 대상입니다."
    en = "This cannot be followed."


class TooManyFollows(Conflict):
    """So many and no more."""

    code = "too-many-follows"
    ko = "팔로우와 차단은 각각 {most}개까지 할 수 있습니다."
    en = "You can follow or block {most} at most."


class Kind(StrEnum):
    """What can be followed."""

    PERSON = "person"
    BOARD = "board"
    TAG = "tag"
    REGION = "region"
    CLUB = "club"


def checked_target(kind: Kind, target: str, user_id: UUID) -> str:
    """The target's text as it is kept. Raises BadFollow or what the board or tag raises."""
    match kind:
        case Kind.PERSON | Kind.CLUB:
            try:
                id = UUID(target)
            except ValueError:
                raise BadFollow(field="id") from None
            if kind is Kind.PERSON and id == user_id:
                raise BadFollow(field="id")
            return str(id)
        case Kind.BOARD:
            return board_named(target).name
        case Kind.TAG:
            return checked_tag(target)
        case Kind.REGION:
            return region_named(target, "id")
