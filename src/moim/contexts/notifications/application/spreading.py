"""Broadcasts told in portions: where to go on is in the same transaction as who was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.notifications.application.announcements import finish_reminder
from moim.contexts.notifications.application.spreading_ports import SpreadingWork as Work
from moim.contexts.notifications.application.telling import Message, tell
from moim.contexts.notifications.domain.broadcast import (
    ELSEWHERE,
    PORTION,
    Audience,
    Broadcast,
)
from moim.contexts.notifications.domain.texts_announcements import REMINDERS


@dataclass(frozen=True, kw_only=True)
class Portion:
    """The next of an audience; ``ids`` is None for one that stands in this database.

    ``untold`` are among them and are not told: they have blocked who did it, or are blocked.
    """

    broadcast: Broadcast
    ids: Sequence[UUID] | None = None
    untold: frozenset[UUID] = frozenset()


def next_broadcast(_: None, work: Work) -> Broadcast | None:
    """What has somebody left to tell."""
    return work.broadcasts.due()


def spread(portion: Portion, work: Work) -> int:
    """Tell a portion; how many were in it. Nothing if another worker was here first."""
    broadcast = portion.broadcast
    ids = _audience(broadcast, work) if portion.ids is None else portion.ids
    done = len(ids) < PORTION
    if not work.broadcasts.advance(broadcast, ids[-1] if ids else broadcast.after, done=done):
        return 0
    message = Message(
        template=broadcast.template,
        key=broadcast.key,
        values=broadcast.values,
        actor=broadcast.actor,
        subject_kind=broadcast.subject_kind,
        subject_id=broadcast.subject_id,
        announcement_id=broadcast.announcement_id,
    )
    told = tell(message, [id for id in ids if id not in portion.untold], work)
    all_told = broadcast.told + told
    broadcast.considered = len(ids)
    work.broadcasts.count_told(broadcast, told)
    if done:
        finish_reminder(broadcast, all_told, work)
    return len(ids)


def _audience(broadcast: Broadcast, work: Work) -> Sequence[UUID]:
    after = broadcast.after
    match broadcast.audience:
        case Audience.EVERYONE:
            return work.recipients.after(after, PORTION)
        case Audience.PEOPLE_OF_REGION:
            return work.recipients.after(after, PORTION, broadcast.target)
        case Audience.ANNOUNCEMENT:
            id = UUID(broadcast.target)
            reminded = broadcast.template in REMINDERS
            return work.announcements.followers(id, after, PORTION, reminded=reminded)
        case Audience.TOLD:
            return work.notices.told_of(UUID(broadcast.target), after, PORTION)
        case _:
            raise ValueError(f"{broadcast.audience} is known elsewhere: {sorted(ELSEWHERE)}")
