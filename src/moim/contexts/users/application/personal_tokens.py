"""Use cases about personal access tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.belongings import Bearer
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.personal_token import TOKENS_MAX, PersonalToken, TooManyTokens
from moim.kernel.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class MakeToken:
    """``days`` None makes one without an end."""

    id: UUID
    user_id: UUID
    token_hash: bytes = field(repr=False)
    name: str
    scopes: tuple[str, ...]
    days: int | None


def make_token(command: MakeToken, work: Work) -> PersonalToken:
    """Keep the hash; the token itself is shown once and known to its maker alone."""
    work.users.get(command.user_id)
    token = PersonalToken.make(
        command.id,
        command.user_id,
        command.token_hash,
        name=command.name,
        scopes=command.scopes,
        days=command.days,
        at=work.now,
    )
    if len(work.personal_tokens.of(command.user_id)) >= TOKENS_MAX:
        raise TooManyTokens(tokens_max=TOKENS_MAX)
    work.personal_tokens.add(token)
    note(work, command.user_id, Doing.TOKEN_MADE, token.id)
    return token


def tokens_of(whom: WhoIs, work: Work) -> Sequence[PersonalToken]:
    """The user's tokens, the newest first."""
    return work.personal_tokens.of(whom.user_id)


@dataclass(frozen=True, kw_only=True)
class RevokeToken:
    user_id: UUID
    id: UUID


def revoke_token(command: RevokeToken, work: Work) -> None:
    """It counts no more."""
    if not work.personal_tokens.remove(command.user_id, command.id):
        raise NotFound
    note(work, command.user_id, Doing.TOKEN_REVOKED, command.id)


def bearer_of(token_hash: bytes, work: Work) -> Bearer | None:
    """Who bears the token with this hash; None if it does not count."""
    return work.personal_tokens.bearer(token_hash, work.now)


def note_uses(uses: Mapping[UUID, datetime], work: Work) -> None:
    """Write down when each token was last used, many at once."""
    work.personal_tokens.note_uses(uses)
