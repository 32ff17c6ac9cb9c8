"""Who of several processes does a thing that only one may do at a time."""

import fcntl
import os
import weakref
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from moim.kernel.clock import Clock
from moim.platform.db import Database
from moim.platform.mailbox import Mailbox

LEASE_LENGTH = timedelta(seconds=15)


class _SignOfLife:
    """A file a holder, beside the database and locked: the kernel unlocks it when the holder dies.

    A holder without such a file may live on another machine: nobody says that it is dead.
    """

    def __init__(self, database: Path, name: str, holder: UUID) -> None:
        self._database = database
        self._name = name
        self._holder = holder
        self._let_go: weakref.finalize[..., _SignOfLife] | None = None

    def show(self) -> None:
        """Be seen to live, before anything is held."""
        if self._let_go is None:
            lock = os.open(self._path(self._holder), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._let_go = weakref.finalize(self, os.close, lock)

    def is_dead(self, holder: UUID) -> bool:
        """Whether a holder on this machine died."""
        try:
            lock = os.open(self._path(holder), os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(lock)
        return True

    def clear(self, holder: UUID) -> None:
        """Remove what a holder that held it before left."""
        self._path(holder).unlink(missing_ok=True)

    def withdraw(self) -> None:
        """Hold nothing any more."""
        if self._let_go is not None:
            self.clear(self._holder)
            self._let_go()
            self._let_go = None

    def _path(self, holder: UUID) -> Path:
        return self._database.with_name(f"{self._database.name}-{self._name}-{holder}.lock")


class Lease:
    """A named right, held for 15 seconds at a time and renewed after half of that.

    On SQLite the right of a process that died is another's at once.
    """

    def __init__(
        self, database: Database, mailbox: Mailbox, name: str, holder: UUID, clock: Clock
    ) -> None:
        """``holder`` is this process; the same holder may take its own lease again."""
        self._database = database
        self._leases = mailbox.leases
        self._name = name
        self._holder = holder
        self._clock = clock
        self._until = clock() - LEASE_LENGTH
        path = database.path
        self._life = None if path is None else _SignOfLife(path, name, holder)

    async def held(self) -> bool:
        """Whether we hold it now, taking or renewing it if need be."""
        if self._until - self._clock() > LEASE_LENGTH / 2:
            return True
        until = await self._database.commit(self._take)
        if until is None:
            if self._life:
                self._life.withdraw()
            return False
        self._until = until
        return True

    async def release(self) -> None:
        """Let another have it at once, if we held it."""
        if self._until > self._clock():
            self._until = self._clock() - LEASE_LENGTH
            ours = delete(self._leases).where(
                self._leases.c.name == self._name, self._leases.c.holder == self._holder
            )
            await self._database.commit(lambda connection: connection.execute(ours))
        if self._life:
            self._life.withdraw()

    def _take(self, connection: Connection) -> datetime | None:
        """Until when it is ours, or None if it is another's."""
        now = self._clock()
        until = now + LEASE_LENGTH
        dialect = postgresql if self._database.dialect == "postgresql" else sqlite
        free = (self._leases.c.until < now) | (self._leases.c.holder == self._holder)
        before = self._before(connection)
        if self._life and before is not None and self._life.is_dead(before):
            free |= self._leases.c.holder == before
        wanted = dialect.insert(self._leases).values(
            name=self._name, holder=self._holder, until=until
        )
        taken = wanted.on_conflict_do_update(
            index_elements=[self._leases.c.name],
            set_={"holder": wanted.excluded.holder, "until": wanted.excluded.until},
            where=free,
        ).returning(self._leases.c.name)
        if connection.execute(taken).first() is None:
            return None
        if self._life and before is not None:
            self._life.clear(before)
        return until

    def _before(self, connection: Connection) -> UUID | None:
        """Another that held it last; we are seen to live before we take it."""
        if self._life is None:
            return None
        self._life.show()
        asked = select(self._leases.c.holder).where(self._leases.c.name == self._name)
        before: UUID | None = connection.execute(asked).scalar()
        return None if before == self._holder else before
