"""Use cases about pictures. Their bytes were made and stored before the transaction."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from moim.contexts.community.application.ports import Work

BLOBS, FORGET = "blobs", "forget"
UNUSED_FOR = timedelta(days=1)
BATCH = 200


@dataclass(frozen=True, kw_only=True)
class NotePicture:
    """Whose and which."""

    user_id: UUID
    key: str


def note_picture(command: NotePicture, work: Work) -> None:
    """It may stand in a post of this person; if it does not within a day, it is removed."""
    work.pictures.note(command.user_id, command.key, work.now)


def note_nothing(_: None, work: Work) -> None:
    """A picture is on its way: nothing stands before it is made."""


def forget_picture(work: Work, user_id: UUID, key: str) -> None:
    """Have the bytes removed after the commit, if no post shows them then."""
    work.deliver(BLOBS, FORGET, user_id, key=key)


def forget_unused(_: object, work: Work) -> int:
    """A batch of those uploaded more than a day ago; how many."""
    old = work.pictures.older_than(work.now - UNUSED_FOR, BATCH)
    for user_id, key in old:
        work.pictures.drop(user_id, key)
        forget_picture(work, user_id, key)
    return len(old)


def picture_is_shown(key: str, work: Work) -> bool:
    """Whether any post shows it: the same picture of two people is stored once."""
    return work.posts.shows_picture(key)
