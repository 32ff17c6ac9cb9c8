"""Failed sign-ins as rows, kept no longer than they matter."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from moim.contexts.users.domain.lockout import Attempts
from moim.contexts.users.persistence.tables import attempts
from moim.contexts.users.persistence.users import Publishes
from moim.kernel.errors import Stale


class SqlAttempts:
    """A row an address that failed lately."""

    def __init__(self, connection: Connection, now: datetime, work: Publishes) -> None:
        """``now`` decides what no longer matters."""
        self._connection = connection
        self._now = now
        self._work = work

    def of(self, email_hash: str) -> Attempts:
        """What is known of this address."""
        row = self._connection.execute(
            select(attempts).where(attempts.c.email_index == bytes.fromhex(email_hash))
        ).first()
        if row is None:
            return Attempts(email_hash=email_hash)
        return Attempts(
            email_hash=email_hash,
            version=row.version,
            failures=msgspec.json.decode(row.failures, type=list[datetime]),
            locked_until=row.locked_until,
        )

    def save(self, known: Attempts) -> None:
        """Write it, or remove it when there is nothing left to know."""
        index = bytes.fromhex(known.email_hash)
        held = (attempts.c.email_index == index, attempts.c.version == known.version)
        values = {
            "email_index": index,
            "version": known.version + 1,
            "failures": msgspec.json.encode(known.failures),
            "locked_until": known.locked_until,
            "forgettable_at": known.forgettable_at,
        }
        if known.forgettable_at is None:
            if known.version:
                self._connection.execute(delete(attempts).where(*held))
            self._work.collect(known)
            return
        if known.version == 0:
            try:
                self._connection.execute(insert(attempts).values(values))
            except IntegrityError:
                raise Stale(known.email_hash) from None
        elif self._connection.execute(update(attempts).where(*held).values(values)).rowcount < 1:
            raise Stale(known.email_hash)
        known.version += 1
        self._connection.execute(delete(attempts).where(attempts.c.forgettable_at < self._now))
        self._work.collect(known)
