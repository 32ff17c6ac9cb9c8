"""Answers other contexts, and our own mails, where somebody can be written to."""

from typing import Any
from uuid import UUID

from moim.contexts.users.adapters.edge import RESET
from moim.contexts.users.application.photos import photo_of
from moim.contexts.users.application.queries import (
    WhoIs,
    account_of,
    contact_of,
    moderators,
    reset_link_of,
)
from moim.contexts.users.domain.photo import NoPhoto
from moim.contracts.users import Account, Contact
from moim.platform.blobs import Blobs, NoSuchBlob
from moim.platform.context import Context
from moim.platform.vault import Vault


class LocalPhotos:
    """The port ``Photos``, where the accounts are in this very process."""

    def __init__(self, context: Context[Any], blobs: Blobs) -> None:
        """Reads in the caller's thread."""
        self._context = context
        self._blobs = blobs

    def photo_of(self, user_id: UUID, key: str) -> bytes | None:
        """A square WebP, if that is the photo which the account shows now; else None."""
        whom = WhoIs(user_id=user_id)
        try:
            shown = self._context.database.read(
                lambda connection: photo_of(whom, self._context.work_on(connection))
            )
            return self._blobs.get(key) if shown == key else None
        except (NoPhoto, NoSuchBlob):
            return None


class LocalContacts:
    """Several ports of the contracts, where the accounts are in this very process."""

    def __init__(self, context: Context[Any], vault: Vault, own_url: str) -> None:
        """Reads in the caller's thread: for couriers, which are on one of their own."""
        self._context = context
        self._vault = vault
        self._own_url = own_url

    def contact_of(self, user_id: UUID) -> Contact | None:
        """The person's contact; None if there is no such account any more."""
        whom = WhoIs(user_id=user_id)
        return self._context.database.read(
            lambda connection: contact_of(whom, self._context.work_on(connection))
        )

    def account_of(self, user_id: UUID) -> Account | None:
        """The account as it is now; None if there is no such account any more."""
        whom = WhoIs(user_id=user_id)
        return self._context.database.read(
            lambda connection: account_of(whom, self._context.work_on(connection))
        )

    def reset_link_of(self, user_id: UUID) -> str | None:
        """The token is minted here, as the letter is sent, and kept nowhere."""
        whom = WhoIs(user_id=user_id)
        link = self._context.database.read(
            lambda connection: reset_link_of(whom, self._context.work_on(connection))
        )
        return None if link is None else f"{self._own_url}/reset/{self._vault.mint(RESET, link)}"

    def moderators_of(self, _board: str) -> list[UUID]:
        """Who moderates the whole house: for boards that name nobody of their own."""
        return self._context.database.read(
            lambda connection: moderators(None, self._context.work_on(connection))
        )
