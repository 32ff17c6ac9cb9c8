"""A person's values as columns: encrypted under their own key on the way in, opened on the way out.

Each value is bound to its column, so that one cannot be passed off as another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select, update

from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.profile import Body, Gender
from moim.contexts.users.domain.user import User
from moim.contexts.users.persistence.tables import user_keys
from moim.platform.vault import UserKey, Vault

SEALED = ("email", "name", "birth_year", "gender", "body")


def sealed(user: User, key: UserKey) -> dict[str, bytes | None]:
    """The encrypted columns of an account; all null once it is closed."""
    if user.profile is None or user.email is None:
        return dict.fromkeys(SEALED)
    profile = user.profile
    body = {name: value for name, value in asdict(profile.body).items() if value is not None}
    texts = {
        "email": user.email.text,
        "name": profile.name,
        "birth_year": None if profile.birth_year is None else str(profile.birth_year),
        "gender": profile.gender,
        "body": msgspec.json.encode(body).decode() if body else None,
    }
    return {
        name: None if text is None else key.encrypt(text, f"users.{name}")
        for name, text in texts.items()
    }


def opened(row: Mapping[Any, Any], key: UserKey) -> dict[str, str]:
    """The values behind a row's encrypted columns, without those that are empty."""
    return {
        name: key.decrypt(row[name], f"users.{name}") for name in SEALED if row[name] is not None
    }


def email_in(values: Mapping[str, str]) -> Email | None:
    """The address; it was judged when it was first taken."""
    return Email(values["email"]) if "email" in values else None


def personal_in(values: Mapping[str, str]) -> dict[str, Any]:
    """The encrypted part of a profile, as ``Profile`` takes it."""
    year, gender, body = (values.get(name) for name in ("birth_year", "gender", "body"))
    return {
        "name": values.get("name"),
        "birth_year": None if year is None else int(year),
        "gender": None if gender is None else Gender(gender),
        "body": Body() if body is None else Body(**msgspec.json.decode(body)),
    }


def rewrap(
    connection: Connection, vault: Vault, after: UUID | None, at_most: int
) -> Sequence[UUID]:
    """Wrap these users' keys under the present master key; whose, in order of their ids."""
    wanted = select(user_keys).order_by(user_keys.c.user_id).limit(at_most)
    if after is not None:
        wanted = wanted.where(user_keys.c.user_id > after)
    rows = connection.execute(wanted).all()
    for row in rows:
        one = update(user_keys).where(user_keys.c.user_id == row.user_id)
        connection.execute(one.values(wrapped=vault.rewrap(row.user_id, row.wrapped)))
    return [row.user_id for row in rows]
