"""Who of several processes does a thing that only one may do at a time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from moim.kernel.clock import Clock
from moim.platform.db import Database
from moim.platform.mailbox import Mailbox

LEASE_LENGTH = timedelta(seconds=15)


class Lease:
    """A named right, held for 15 seconds at a time and renewed after half of that."""

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

    async def held(self) -> bool:
        """Whether we hold it now, taking or renewing it if need be."""
        if self._until - self._clock() > LEASE_LENGTH / 2:
            return True
        until = await self._database.commit(self._take)
        if until is None:
            return False
        self._until = until
        return True

    async def release(self) -> None:
        """Let another have it at once, if we held it."""
        if self._until <= self._clock():
            return
        ours = delete(self._leases).where(
            self._leases.c.name == self._name, self._leases.c.holder == self._holder
        )
        self._until = self._clock() - LEASE_LENGTH
        await self._database.commit(lambda connection: connection.execute(ours))

    def _take(self, connection: Connection) -> datetime | None:
        """Until when it is ours, or None if it is another's."""
        now = self._clock()
        until = now + LEASE_LENGTH
        dialect = postgresql if self._database.dialect == "postgresql" else sqlite
        wanted = dialect.insert(self._leases).values(
            name=self._name, holder=self._holder, until=until
        )
        taken = wanted.on_conflict_do_update(
            index_elements=[self._leases.c.name],
            set_={"holder": wanted.excluded.holder, "until": wanted.excluded.until},
            where=(self._leases.c.until < now) | (self._leases.c.holder == self._holder),
        ).returning(self._leases.c.name)
        return until if connection.execute(taken).first() else None
