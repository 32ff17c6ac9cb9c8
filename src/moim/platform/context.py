"""A context at work: it runs use cases, answers questions, and receives what others publish."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Connection, MetaData, insert, select
from sqlalchemy.exc import IntegrityError

from moim.kernel.clock import Clock, system_clock
from moim.kernel.errors import Conflict, Invalid, Stale
from moim.kernel.ids import new_id
from moim.kernel.policies import Policy
from moim.platform.db import Database
from moim.platform.inbox import Inbox
from moim.platform.mailbox import Cause, Envelope, Mailbox
from moim.platform.vault import KEY_LENGTH, Seal, Unreadable
from moim.platform.work import UnitOfWork

C = TypeVar("C")
T = TypeVar("T")
W = TypeVar("W")
U = TypeVar("U", bound=UnitOfWork)
Hearers = list[Callable[[], None]]
Made_co = TypeVar("Made_co", bound=UnitOfWork, covariant=True)

PAUSES_AT_STALE_S = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Upper bounds of the random wait before each further attempt at a unit that was overtaken."""

correlation: ContextVar[UUID | None] = ContextVar("correlation", default=None)
"""The request that everything done now belongs to; set at the edge, carried by every event."""


class MakeWork(Protocol[Made_co]):
    """How a context's unit of work is made: its class, as a rule."""

    def __call__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
    ) -> Made_co:
        """A unit over this connection."""
        ...


class KeyUsedForAnother(Invalid):
    """An Idempotency-Key came back with another body."""

    code = "idempotency-key-reused"
    ko = "같은 Idempotency-Key로 다른 내용을 보낼 수 없습니다. 새 키를 사용하세요."
    en = "This Idempotency-Key was used for another request. Use a new key."


class StillRunning(Conflict):
    """The first request with this Idempotency-Key has not finished."""

    code = "idempotency-key-running"
    ko = "같은 요청을 처리하고 있습니다. 잠시 후 다시 시도해 주세요."
    en = "The same request is still running. Try again in a moment."


@dataclass(frozen=True, kw_only=True)
class Once:
    """A request that must be done once however often it is sent, scoped to its sender."""

    user_id: UUID
    key: str
    body_hash: bytes

    def named(self) -> bytes:
        """What its kept answer is bound to."""
        return self.user_id.bytes + self.key.encode()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request is answered with, and will be again if it is repeated."""

    status: int
    body: bytes


class Context(Generic[U]):
    """One bounded context in this process, over its own database."""

    def __init__(
        self,
        *,
        name: str,
        database: Database,
        metadata: MetaData,
        mailbox: Mailbox,
        work: MakeWork[U],
        policies: Sequence[Policy[U]] = (),
        clock: Clock = system_clock,
    ) -> None:
        """``policies`` is the context's table; ``work`` makes its unit of work."""
        self.name = name
        self.database = database
        self.metadata = metadata
        self.mailbox = mailbox
        self.inbox = Inbox(mailbox.inbox, database.dialect)
        self.clock = clock
        self.policies: Mapping[tuple[str, str], Policy[U]] = {
            (policy.event.type_name(), policy.name): policy for policy in policies
        }
        if len(self.policies) != len(policies):
            raise ValueError(f"{name}: a policy is listed twice for one event")
        self.listeners: dict[str, tuple[str, ...]] = {}
        for type_name, policy_name in self.policies:
            self.listeners[type_name] = (*self.listeners.get(type_name, ()), policy_name)
        self._make_work = work
        self.answers_seal = Seal(os.urandom(KEY_LENGTH))
        """Closes kept answers; until the instance's own is given, one for this process alone."""
        self.on_published: list[Callable[[], None]] = []
        self.on_received: list[Callable[[], None]] = []

    def work_on(self, connection: Connection, cause: Cause | None = None) -> U:
        """A unit of work on an open transaction."""
        because = cause or Cause(correlation=correlation.get() or new_id())
        return self._make_work(connection, self.mailbox, self.clock(), because, self.listeners)

    async def run(self, handler: Callable[[C, U], T], command: C) -> T:
        """Carry out a use case in one transaction; its answer comes after the commit."""
        cause = Cause(correlation=correlation.get() or new_id())

        def unit(connection: Connection) -> tuple[T, bool, Hearers]:
            work = self.work_on(connection, cause)
            result = handler(command, work)
            return result, bool(work.flush()), work.afterwards

        result, published, afterwards = await self._write(unit)
        self.tell(afterwards)
        if published:
            self.tell(self.on_published)
        return result

    async def run_once(
        self, handler: Callable[[C, U], T], command: C, once: Once, answer: Callable[[T], Answer]
    ) -> Answer:
        """``run``, with the answer kept in the same transaction for a repeated request.

        It is kept sealed: it may hold a token that is told this once. Raises KeyUsedForAnother
        if the key came with another body, StillRunning if the first request is not committed yet.
        """
        cause = Cause(correlation=correlation.get() or new_id())

        def unit(connection: Connection) -> tuple[Answer, bool, Hearers]:
            kept = self._kept_answer(connection, once)
            if kept is not None:
                return kept, False, []
            work = self.work_on(connection, cause)
            given = answer(handler(command, work))
            row = {"user_id": once.user_id, "key": once.key, "body_hash": once.body_hash}
            sealed = self.answers_seal.close(given.body, once.named())
            row |= {"status": given.status, "body": sealed, "at": work.now}
            try:
                connection.execute(insert(self.mailbox.answers), row)
            except IntegrityError:
                raise StillRunning from None
            return given, bool(work.flush()), work.afterwards

        given, published, afterwards = await self._write(unit)
        self.tell(afterwards)
        if published:
            self.tell(self.on_published)
        return given

    async def ask(self, question: Callable[[C, U], T], about: C) -> T:
        """Answer a question on one snapshot. What it would write is refused by the database."""
        return await self.database.ask(lambda connection: question(about, self.work_on(connection)))

    async def ask_aside(self, question: Callable[[C, U], T], about: C) -> T:
        """``ask`` what takes milliseconds: on another thread, while others are answered."""
        return await asyncio.to_thread(
            self.database.read, lambda connection: question(about, self.work_on(connection))
        )

    async def receive(self, envelopes: Sequence[Envelope]) -> None:
        """Store what arrived, a line for each policy that awaits it; duplicates change nothing."""
        rows = self.lines_of(envelopes)
        if rows:
            await self.database.commit(lambda c: self.inbox.store.run_many(c, rows))
            self.tell(self.on_received)

    def lines_of(self, envelopes: Sequence[Envelope]) -> list[dict[str, Any]]:
        """The rows of the inbox for what arrived: one for each policy that awaits it."""
        return [
            envelope.line(policy)
            for envelope in envelopes
            for policy in self.listeners.get(envelope.type, ())
        ]

    async def _write(self, unit: Callable[[Connection], T]) -> T:
        for pause_s in PAUSES_AT_STALE_S:
            try:
                return await self.database.commit(unit)
            except Stale:
                await asyncio.sleep(pause_s * random())  # noqa: S311 - only to part the rivals
        return await self.database.commit(unit)

    def _kept_answer(self, connection: Connection, once: Once) -> Answer | None:
        answers = self.mailbox.answers
        row = connection.execute(
            select(answers.c.body_hash, answers.c.status, answers.c.body).where(
                answers.c.user_id == once.user_id, answers.c.key == once.key
            )
        ).first()
        if row is None:
            return None
        if row.body_hash != once.body_hash:
            raise KeyUsedForAnother
        try:
            body = self.answers_seal.open(row.body, once.named())
        except Unreadable:  # kept under keys that are gone: never done again for that
            raise KeyUsedForAnother from None
        return Answer(status=row.status, body=body)

    def tell(self, hearers: Hearers) -> None:
        """Call each, after the commit of what it is about."""
        for hearer in hearers:
            hearer()
