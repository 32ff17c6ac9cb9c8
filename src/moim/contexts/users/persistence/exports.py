"""Exports as rows; what opens the file is under its owner's own key."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select

from moim.contexts.users.domain.export import Export, SealedFile, State
from moim.contexts.users.persistence.tables import exports, user_keys
from moim.platform.saving import save_row
from moim.platform.vault import UserKey, Vault

PURPOSE = "exports.secret"
TAKEN_UP_AT_ONCE = 20


class SqlExports:
    """A row an account that asked for one."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """Over an open transaction."""
        self._connection = connection
        self._vault = vault

    def of(self, user_id: UUID) -> Export | None:
        """The newest."""
        row = self._connection.execute(select(exports).where(exports.c.user_id == user_id)).first()
        return None if row is None else self._export(row)

    def under_way(self) -> Sequence[Export]:
        """The first that are not ready yet, the longest waiting first."""
        rows = self._connection.execute(
            select(exports)
            .where(exports.c.state.in_((State.WAITING.value, State.MAKING.value)))
            .order_by(exports.c.state.desc(), exports.c.asked_at)
            .limit(TAKEN_UP_AT_ONCE)
        ).all()
        return [self._export(row) for row in rows]

    def save(self, export: Export) -> None:
        """Under a version check."""
        file = export.file
        secret = None
        if file is not None:
            secret = self._key(export.user_id).encrypt(file.secret.hex(), PURPOSE)
        values = {
            "user_id": export.user_id,
            "id": export.id,
            "asked_at": export.asked_at,
            "touched_at": export.touched_at,
            "state": export.state.value,
            "done": export.done,
            "total": export.total,
            "blob_key": file and file.blob_key,
            "size_bytes": file and file.size_bytes,
            "secret": secret,
            "expires_at": export.expires_at,
        }
        save_row(self._connection, exports, export, values)

    def remove(self, user_id: UUID) -> None:
        """Drop it."""
        self._connection.execute(delete(exports).where(exports.c.user_id == user_id))

    def _export(self, row: Any) -> Export:
        file = None
        if row.blob_key is not None:
            secret = bytes.fromhex(self._key(row.user_id).decrypt(row.secret, PURPOSE))
            file = SealedFile(blob_key=row.blob_key, secret=secret, size_bytes=row.size_bytes)
        return Export(
            user_id=row.user_id,
            version=row.version,
            id=row.id,
            asked_at=row.asked_at,
            touched_at=row.touched_at,
            state=State(row.state),
            done=row.done,
            total=row.total,
            file=file,
            expires_at=row.expires_at,
        )

    def _key(self, user_id: UUID) -> UserKey:
        wrapped = self._connection.execute(
            select(user_keys.c.wrapped).where(user_keys.c.user_id == user_id)
        ).scalar_one()
        return self._vault.open_user_key(user_id, wrapped)
