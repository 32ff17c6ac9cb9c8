"""Answers other contexts, and our own mails, where somebody can be written to."""

from typing import Any
from uuid import UUID

from moim.contexts.users.application.queries import WhoIs, contact_of
from moim.contracts.users import Contact
from moim.platform.context import Context


class LocalContacts:
    """``contracts.users.Contacts`` where the accounts are in this very process."""

    def __init__(self, context: Context[Any]) -> None:
        """Reads in the caller's thread: for couriers, which are on one of their own."""
        self._context = context

    def contact_of(self, user_id: UUID) -> Contact | None:
        """The person's contact; None if there is no such account any more."""
        whom = WhoIs(user_id=user_id)
        return self._context.database.read(
            lambda connection: contact_of(whom, self._context.work_on(connection))
        )
