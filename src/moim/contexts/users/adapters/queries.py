"""Answers other contexts, and our own mails, where somebody can be written to."""

from typing import Any
from uuid import UUID

from moim.contexts.users.adapters.edge import RESET
from moim.contexts.users.application.queries import (
    WhoIs,
    account_of,
    contact_of,
    moderators,
    reset_link_of,
)
from moim.contracts.users import Account, Contact
from moim.platform.context import Context
from moim.platform.vault import Vault


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
