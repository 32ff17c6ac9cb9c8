"""Where somebody stands: places that sort, and what to say of them.

A place is 32 bytes that compare as the ranking does: more points first, then who got there first,
then the id, so that no two are alike. Every store that sorts bytes can rank.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

_MIDDLE = 1 << 62
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
PLACE_BYTES = 32
FIRST_OF_ALL = b""
"""Before every place."""
TOP = 10
TOLD_MAX = 500


class Standing(NamedTuple):
    """What a place says."""

    points: int
    at: datetime
    user_id: UUID


class Ranked(NamedTuple):
    """Somebody in the ranking, with the rank of yesterday's end if there was one.

    ``live_distance_m`` is how far they are in what they do right now; on one's own line alone.
    ``in_doubt`` says that a result of theirs is looked at, so that the place is not sure yet.
    """

    rank: int
    user_id: UUID
    nickname: str | None
    value: float
    achieved_at: datetime
    before: int | None = None
    live: str | None = None
    live_distance_m: float | None = None
    in_doubt: bool = False

    @property
    def change(self) -> int | None:
        """Places won since yesterday, negative when lost."""
        return None if self.before is None else self.before - self.rank


def place_of(standing: Standing) -> bytes:
    """The bytes that sort as the ranking does, best first."""
    reached_us = (standing.at - _EPOCH) // _MICROSECOND
    return (
        (_MIDDLE - standing.points).to_bytes(8, "big")
        + max(reached_us, 0).to_bytes(8, "big")
        + standing.user_id.bytes
    )


def standing_at(place: bytes) -> Standing:
    """What the bytes say."""
    return Standing(
        points=_MIDDLE - int.from_bytes(place[:8], "big"),
        at=_EPOCH + int.from_bytes(place[8:16], "big") * _MICROSECOND,
        user_id=UUID(bytes=place[16:]),
    )
