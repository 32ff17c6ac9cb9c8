"""Staff find an account, to see how it stands: by its whole address, or by how its name begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from moim.contexts.users.application.audit import record
from moim.contexts.users.application.ports import Work
from moim.contexts.users.domain.audit import Deed
from moim.contexts.users.domain.nickname import beginning_of
from moim.contexts.users.domain.user import User


@dataclass(frozen=True, kw_only=True)
class AccountWithEmail:
    """``email_hash`` is the address's blind index; only who is staff asks."""

    by: UUID
    email_hash: str


def account_with_email(wanted: AccountWithEmail, work: Work) -> Sequence[User]:
    """The one that signs in with it, if there is one. Whoever it is can read that it was done."""
    user = work.users.with_email_hash(wanted.email_hash)
    if user is None:
        return []
    record(work, wanted.by, user.id, Deed.ACCOUNT_FOUND, "email")
    return [user]


@dataclass(frozen=True, kw_only=True)
class AccountsNamed:
    """``beginning`` as it was typed, ``after`` the nickname's key of the last of the page before.

    Only who is staff asks.
    """

    by: UUID
    beginning: str
    after: str | None
    limit: int


def accounts_named(wanted: AccountsNamed, work: Work) -> Sequence[User]:
    """Those whose nickname begins so, in its order. Each can read that it was done."""
    beginning = beginning_of(wanted.beginning)
    found = [work.users.get(id) for id in work.users.named(beginning, wanted.after, wanted.limit)]
    for user in found:
        record(work, wanted.by, user.id, Deed.ACCOUNT_FOUND, "nickname")
    return found
