"""Notices of an export that is taken back: who made it may have lied."""

import hashlib
from datetime import datetime
from uuid import UUID

from moim.contexts.notifications.domain.notice import ACTORS_KEPT, Notice, State
from moim.kernel.errors import Invalid

VALUES_MAX, VALUE_LENGTH_MAX = 30, 1_000
COUNT_MAX = 1_000_000


class NotSuchANotice(Invalid):
    """A notice that this program cannot have made."""

    code = "notice-not-believable"
    ko = "이 프로그램이 만든 알림이 아닙니다."
    en = "This is not a notice that this program made."


def believed(notice: Notice, templates: frozenset[str], now: datetime) -> Notice:
    """The notice, or NotSuchANotice: its words must be known, and it must be of the past."""
    times = (notice.first_at, notice.at, *([notice.read_at] if notice.read_at else []))
    wrong = (
        notice.template not in templates
        or not notice.first_at <= notice.at
        or max(times) > now
        or not 1 <= notice.count <= COUNT_MAX
        or len(notice.actors) > ACTORS_KEPT
        or len(notice.values) > VALUES_MAX
        or any(len(text) > VALUE_LENGTH_MAX for pair in notice.values.items() for text in pair)
        or (notice.state is State.UNREAD and notice.read_at is not None)
    )
    if wrong:
        raise NotSuchANotice(field="notices")
    return notice


def id_again(user_id: UUID, key: str) -> UUID:
    """The id of a notice whose own is taken here: always the same for the person and the key."""
    digest = hashlib.sha256(user_id.bytes + key.encode()).digest()[:16]
    return UUID(bytes=digest, version=4)
