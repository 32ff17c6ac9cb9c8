"""Finds an account by its address, for commands the host gives."""

from uuid import UUID

from moim.apps.house import House
from moim.contexts.users.adapters.door import EMAIL
from moim.contexts.users.domain.email import Email


async def account_of(house: House, address: str) -> UUID | None:
    """The id of the open account with this address, or None."""
    context = house.contexts[0]
    email_hash = house.vault.blind_index(EMAIL, Email.of(address).key).hex()

    def find(hash: str, work: object) -> UUID | None:
        user = work.users.with_email_hash(hash)  # type: ignore[attr-defined]
        return user.id if user else None

    return await context.ask(find, email_hash)
