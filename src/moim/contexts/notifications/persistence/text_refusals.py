"""Numbers that refused advertising, as rows: a keyed hash and when."""

from datetime import datetime

from sqlalchemy import Connection, select

from moim.contexts.notifications.persistence.tables import text_refusals
from moim.platform.upsert import upsert
from moim.platform.vault import Vault

NUMBER = "address.phone"


class SqlTextRefusals:
    """The ``TextRefusals`` port."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        """``vault`` hashes the numbers."""
        self._connection = connection
        self._vault = vault

    def note(self, number: str, at: datetime) -> None:
        """One row, the later one."""
        before = self.at(number)
        if before is None or before < at:
            row = {"number_hash": self._vault.blind_index(NUMBER, number), "at": at}
            upsert(self._connection, text_refusals, row)

    def at(self, number: str) -> datetime | None:
        """By key."""
        hashed = self._vault.blind_index(NUMBER, number)
        wanted = select(text_refusals.c.at).where(text_refusals.c.number_hash == hashed)
        found: datetime | None = self._connection.execute(wanted).scalar_one_or_none()
        return found
