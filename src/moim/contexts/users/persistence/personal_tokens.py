"""Personal tokens as rows, and the one read by which the edge knows who bears one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from moim.contexts.users.application.belongings import Bearer
from moim.contexts.users.domain.personal_token import PersonalToken
from moim.contexts.users.persistence.tables import personal_tokens, users

_BEARER = (
    select(personal_tokens.c.id, personal_tokens.c.user_id, personal_tokens.c.scopes, users.c.roles)
    .join_from(personal_tokens, users, personal_tokens.c.user_id == users.c.id)
    .where(
        personal_tokens.c.token_hash == bindparam("token_hash"),
        or_(
            personal_tokens.c.expires_at.is_(None),
            personal_tokens.c.expires_at > bindparam("now", type_=personal_tokens.c.made_at.type),
        ),
    )
)


class SqlPersonalTokens:
    """A row a token."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def add(self, token: PersonalToken) -> None:
        """Keep a new one."""
        self._connection.execute(
            insert(personal_tokens).values(
                id=token.id,
                user_id=token.user_id,
                name=token.name,
                token_hash=token.token_hash,
                scopes=" ".join(sorted(token.scopes)),
                made_at=token.made_at,
                expires_at=token.expires_at,
                used_at=token.used_at,
            )
        )

    def of(self, user_id: UUID) -> Sequence[PersonalToken]:
        """The newest first."""
        rows = self._connection.execute(
            select(personal_tokens)
            .where(personal_tokens.c.user_id == user_id)
            .order_by(personal_tokens.c.id.desc())
        )
        return [_token(row) for row in rows]

    def remove(self, user_id: UUID, id: UUID) -> bool:
        """Drop one of the user's; whether there was one."""
        mine = (personal_tokens.c.user_id == user_id, personal_tokens.c.id == id)
        return self._connection.execute(delete(personal_tokens).where(*mine)).rowcount > 0

    def remove_all(self, user_id: UUID) -> tuple[UUID, ...]:
        """Drop all of the user's; which ones those were."""
        mine = delete(personal_tokens).where(personal_tokens.c.user_id == user_id)
        return tuple(self._connection.execute(mine.returning(personal_tokens.c.id)).scalars())

    def bearer(self, token_hash: bytes, at: datetime) -> Bearer | None:
        """Who bears it, in one indexed read; None if it does not count."""
        row = self._connection.execute(_BEARER, {"token_hash": token_hash, "now": at}).first()
        if row is None:
            return None
        return Bearer(
            token_id=row.id,
            user_id=row.user_id,
            roles=frozenset(row.roles.split(",")),
            scopes=frozenset(row.scopes.split()),
        )

    def note_uses(self, uses: Mapping[UUID, datetime]) -> None:
        """When each was last used."""
        for id, at in uses.items():
            one = update(personal_tokens).where(personal_tokens.c.id == id)
            self._connection.execute(one.values(used_at=at))


def _token(row: Any) -> PersonalToken:
    return PersonalToken(
        id=row.id,
        user_id=row.user_id,
        name=row.name,
        token_hash=row.token_hash,
        scopes=frozenset(row.scopes.split()),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
