"""How the notices of an export are made to lie in an inbox again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from moim.contexts.notifications.application.ports import Work
from moim.contexts.notifications.domain.history import NotSuchANotice, believed, id_again
from moim.contexts.notifications.domain.notice import Notice
from moim.contexts.notifications.domain.texts_announcements import TEMPLATES

NAMES = frozenset(TEMPLATES)


@dataclass(frozen=True, kw_only=True)
class RestoreNotices:
    """All of one person's, whoever the export says that they were of."""

    user_id: UUID
    notices: Sequence[Notice]


def restore_notices(command: RestoreNotices, work: Work) -> int:
    """Keep those that are not there yet; how many were not believed. Nobody is told anything.

    They count in no announcement's figures: those are of who was told here.
    """
    taken: dict[str, Notice] = {}
    refused = 0
    ids = work.notices.some([notice.id for notice in command.notices])
    for notice in command.notices:
        if notice.key in taken or work.notices.by_key(command.user_id, notice.key) is not None:
            continue
        again = notice.id in ids or any(notice.id == one.id for one in taken.values())
        id = id_again(command.user_id, notice.key) if again else notice.id
        own = replace(notice, id=id, user_id=command.user_id, announcement_id=None)
        try:
            taken[own.key] = believed(own, NAMES, work.now)
        except NotSuchANotice:
            refused += 1
    work.notices.add(list(taken.values()))
    return refused
