"""Use cases about the profile photo. Its bytes were made and stored before the transaction."""

from dataclasses import dataclass
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.photo import NoPhoto

BLOBS = "blobs"
FORGET = "forget"


@dataclass(frozen=True, kw_only=True)
class SetPhoto:
    """``key`` names the stored picture; None takes the photo away."""

    user_id: UUID
    key: str | None


def set_photo(command: SetPhoto, work: Work) -> None:
    """Show it from now on. The one before is removed once nobody shows it."""
    user = work.users.get(command.user_id)
    before = user.photo_key
    if not user.show_photo(command.key):
        return
    work.users.save(user)
    note(work, user.id, Doing.PHOTO_CHANGED)
    forget_blob(work, user.id, before)


def forget_blob(work: Work, user_id: UUID, key: str | None) -> None:
    """Have the bytes removed after the commit."""
    if key is not None:
        work.deliver(BLOBS, FORGET, user_id, key=key)


def photo_of(whom: WhoIs, work: Work) -> str:
    """The key of the photo that an open account shows."""
    shown = work.users.public([whom.user_id]).get(whom.user_id)
    if shown is None or shown.photo_key is None:
        raise NoPhoto
    return shown.photo_key


def photo_is_shown(key: str, work: Work) -> bool:
    """Whether any account shows it: the same picture of two people is stored once."""
    return work.users.photo_is_shown(key)
