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
    """The ports ``Photos`` and ``Portraits``, where the accounts are in this very process."""

    def __init__(self, context: Context[Any], blobs: Blobs) -> None:
        """Reads in the caller's thread."""
        self._context = context
        self._blobs = blobs

    def photo_of(self, user_id: UUID, key: str) -> bytes | None:
        """A square WebP, if that is the photo which the account shows now; else None."""
        return self._kept(key) if self._shown(user_id) == key else None

    def portrait_of(self, user_id: UUID) -> bytes | None:
        """The photo that the account shows now, a square WebP; None if it shows none."""
        shown = self._shown(user_id)
        return None if shown is None else self._kept(shown)

    def _shown(self, user_id: UUID) -> str | None:
        whom = WhoIs(user_id=user_id)
        try:
            return self._context.database.read(
                lambda connection: photo_of(whom, self._context.work_on(connection))
            )
        except NoPhoto:
            return None

    def _kept(self, key: str) -> bytes | None:
        try:
            return self._blobs.get(key)
        except NoSuchBlob:
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
        return self.moderators()

    def moderators(self) -> list[UUID]:
        """Every open account that may decide about what others did, by id."""
        return self._context.database.read(
            lambda connection: moderators(None, self._context.work_on(connection))
        )
