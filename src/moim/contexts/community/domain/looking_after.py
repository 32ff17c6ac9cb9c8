"""Who looks after a board."""

from collections.abc import Collection
from uuid import UUID

from moim.kernel.errors import Conflict

NAMED_MAX = 50


class TooManyNamed(Conflict):
    """A board has so many moderators of its own at most."""

    code = "too-many-board-moderators"
    ko = "게시판마다 운영자를 {most}명까지 정할 수 있습니다."
    en = "A board has {most} moderators of its own at most."


def looking_after(named: Collection[UUID], house: Collection[UUID]) -> list[UUID]:
    """Those named who may still decide; the whole house's moderators where nobody is left.

    Being named gives no right: who lost the role is told no longer.
    """
    may_decide = set(house)
    return sorted(may_decide.intersection(named) or may_decide)
