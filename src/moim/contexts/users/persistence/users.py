"""Accounts as rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, exists, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from moim.contexts.users.application.ports import PublicProfile
from moim.contexts.users.domain.links import Link
from moim.contexts.users.domain.lock import Lock, LockReason
from moim.contexts.users.domain.nickname import Nickname
from moim.contexts.users.domain.profile import Device, Profile
from moim.contexts.users.domain.roles import Role, Roles
from moim.contexts.users.domain.user import User
from moim.contexts.users.persistence.sealing import email_in, opened, personal_in, sealed
from moim.contexts.users.persistence.tables import founding, user_keys, users
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import NotFound, Stale
from moim.platform.vault import UserKey, Vault

PUBLIC = ("locale", "timezone", "region", "region_public", "bio")
_FOUND = select(users, user_keys.c.wrapped).join_from(
    users, user_keys, users.c.id == user_keys.c.user_id, isouter=True
)
_BY_ID = _FOUND.where(users.c.id == bindparam("value"))
_BY_EMAIL = _FOUND.where(users.c.email_index == bindparam("value"))
_BY_VERIFICATION = _FOUND.where(users.c.verification_link == bindparam("value"))
_BY_RESET = _FOUND.where(users.c.reset_link == bindparam("value"))


class Publishes(Protocol):
    """What takes over the events of a saved aggregate."""

    def collect(self, aggregate: Aggregate) -> None:
        """Publish them at commit."""
        ...


_PUBLIC = select(
    *(users.c[name] for name in ("id", "nickname", "region", "region_public", "bio", "photo_key"))
).where(users.c.id.in_(bindparam("ids", expanding=True)), users.c.nickname.is_not(None))


class SqlUsers:
    """One query an account, its key with it."""

    def __init__(self, connection: Connection, vault: Vault, work: Publishes) -> None:
        """Opened keys live as long as the unit of work."""
        self._connection = connection
        self._vault = vault
        self._work = work
        self._keys: dict[UUID, UserKey] = {}

    def get(self, id: UUID) -> User:
        """The open account."""
        user = self.find(id)
        if user is None or user.closed_at is not None:
            raise NotFound
        return user

    def find(self, id: UUID) -> User | None:
        """The account, open or closed."""
        return self._one(_BY_ID, id)

    def with_email_hash(self, email_hash: str) -> User | None:
        """By the blind index of the address."""
        return self._one(_BY_EMAIL, bytes.fromhex(email_hash))

    def with_verification(self, link: UUID) -> User | None:
        """By the newest verification link."""
        return self._one(_BY_VERIFICATION, link)

    def with_reset(self, link: UUID) -> User | None:
        """By the newest reset link."""
        return self._one(_BY_RESET, link)

    def public(self, ids: Sequence[UUID]) -> Mapping[UUID, PublicProfile]:
        """One query, and nothing to decrypt."""
        rows = self._connection.execute(_PUBLIC, {"ids": list(ids)})
        return {
            row.id: PublicProfile(
                id=row.id,
                nickname=row.nickname,
                region=row.region if row.region_public else None,
                bio=row.bio,
                photo_key=row.photo_key,
            )
            for row in rows
        }

    def with_roles(self, roles: Roles) -> list[UUID]:
        """Open accounts that have any of them, by id. A walk over all: it is seldom asked."""
        named = [users.c.roles.contains(role.value, autoescape=True) for role in sorted(roles)]
        wanted = select(users.c.id).where(users.c.closed_at.is_(None), or_(*named))
        return list(self._connection.execute(wanted.order_by(users.c.id)).scalars())

    def named(self, beginning: str, after: str | None, limit: int) -> list[UUID]:
        """In the order of the index over the keys. A walk if few match: it is seldom asked."""
        key = users.c.nickname_key
        wanted = select(users.c.id).where(
            key.startswith(beginning, autoescape=True), users.c.closed_at.is_(None)
        )
        if after is not None:
            wanted = wanted.where(key > after)
        return list(self._connection.execute(wanted.order_by(key).limit(limit)).scalars())

    def photo_is_shown(self, key: str) -> bool:
        """By any account."""
        shown = select(exists().where(users.c.photo_key == key))
        return bool(self._connection.execute(shown).scalar())

    def nickname_is_taken(self, key: str, but: UUID | None = None) -> bool:
        """By somebody else."""
        clauses: list[ColumnElement[bool]] = [users.c.nickname_key == key]
        if but is not None:
            clauses.append(users.c.id != but)
        return bool(self._connection.execute(select(exists().where(*clauses))).scalar())

    def claim_founding(self, user_id: UUID) -> bool:
        """The primary key decides between two that come at once."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        claim = dialect.insert(founding).values(id=1, user_id=user_id).on_conflict_do_nothing()
        return self._connection.execute(claim.returning(founding.c.id)).first() is not None

    def save(self, user: User) -> None:
        """Write the account under a version check."""
        values = _columns(user) | sealed(user, self._key_of(user))
        values["version"] = user.version + 1
        try:
            if user.version == 0:
                self._connection.execute(insert(users).values(values))
            else:
                held = (users.c.id == user.id, users.c.version == user.version)
                if self._connection.execute(update(users).where(*held).values(values)).rowcount < 1:
                    raise Stale(user.id)
        except IntegrityError:  # somebody took the address or the nickname a moment ago
            raise Stale(user.id) from None
        user.version += 1
        self._work.collect(user)

    def _one(self, question: Any, value: Any) -> User | None:
        row = self._connection.execute(question, {"value": value}).mappings().first()
        if row is None:
            return None
        if row["wrapped"] is None:
            return _user(row, {})
        key = self._keys[row["id"]] = self._vault.open_user_key(row["id"], row["wrapped"])
        return _user(row, opened(row, key))

    def _key_of(self, user: User) -> UserKey:
        if user.id not in self._keys:
            wrapped = self._vault.new_user_key(user.id)
            self._connection.execute(insert(user_keys).values(user_id=user.id, wrapped=wrapped))
            self._keys[user.id] = self._vault.open_user_key(user.id, wrapped)
        return self._keys[user.id]


def _columns(user: User) -> dict[str, Any]:
    profile, lock = user.profile, user.lock
    return {
        "id": user.id,
        "email_index": None if user.email_hash is None else bytes.fromhex(user.email_hash),
        "password_hash": user.password_hash,
        "nickname": profile and profile.nickname.text,
        "nickname_key": profile and profile.nickname.key,
        "preferred_device": profile and profile.preferred_device,
        **{name: profile and getattr(profile, name) for name in PUBLIC},
        "photo_key": user.photo_key,
        "roles": ",".join(sorted(user.roles)),
        "joined_at": user.joined_at,
        "email_verified_at": user.email_verified_at,
        "health_consent_at": user.health_consent_at,
        "lock_reason": lock and lock.reason.value,
        "lock_until": lock and lock.until,
        "verification_link": user.verification and user.verification.id,
        "verification_expires_at": user.verification and user.verification.expires_at,
        "reset_link": user.reset and user.reset.id,
        "reset_expires_at": user.reset and user.reset.expires_at,
        "leaves_at": user.leaves_at,
        "closed_at": user.closed_at,
    }


def _user(row: Mapping[Any, Any], personal: Mapping[str, str]) -> User:
    index = row["email_index"]
    return User(
        id=row["id"],
        version=row["version"],
        email=email_in(personal),
        email_hash=None if index is None else index.hex(),
        password_hash=row["password_hash"],
        profile=None if row["nickname"] is None else _profile(row, personal),
        roles=frozenset(Role(name) for name in row["roles"].split(",")),
        joined_at=row["joined_at"],
        email_verified_at=row["email_verified_at"],
        health_consent_at=row["health_consent_at"],
        photo_key=row["photo_key"],
        lock=_lock(row["lock_reason"], row["lock_until"]),
        verification=_link(row["verification_link"], row["verification_expires_at"]),
        reset=_link(row["reset_link"], row["reset_expires_at"]),
        leaves_at=row["leaves_at"],
        closed_at=row["closed_at"],
    )


def _profile(row: Mapping[Any, Any], personal: Mapping[str, str]) -> Profile:
    return Profile(
        nickname=Nickname(row["nickname"]),
        preferred_device=row["preferred_device"] and Device(row["preferred_device"]),
        **{name: row[name] for name in PUBLIC},
        **personal_in(personal),
    )


def _lock(reason: str | None, until: datetime | None) -> Lock | None:
    return None if reason is None else Lock(reason=LockReason(reason), until=until)


def _link(id: UUID | None, expires_at: datetime | None) -> Link | None:
    return None if id is None or expires_at is None else Link(id, expires_at)
