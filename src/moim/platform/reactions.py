"""The inbox at work: each waiting line runs its policy once, in the order of its key.

A line that fails holds back later lines of its key while it is retried (2, 4, 8, 16 s), then is
parked: visible, replayable, and out of the way. A refusal or an undecodable line parks at once.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, update
from sqlalchemy.exc import DBAPIError

from moim.kernel.errors import Refusal, Stale
from moim.kernel.policies import Policy
from moim.platform.context import Context
from moim.platform.inbox import LINES_MAX, Line
from moim.platform.mailbox import LATER, PARKED, Cause, Envelope
from moim.platform.transactions import TransactionLost, in_savepoint, was_overtaken
from moim.platform.work import TIMER, TooManyHops, UnitOfWork

ATTEMPTS_MAX = 5
ATTEMPTS_AT_STALE = 3
REASON_LENGTH_MAX = 500
LOOKS_EVERY = timedelta(seconds=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reacted:
    """What one pass over the inbox did.

    A ``full`` pass may have left more behind. After any other the next line falls due at
    ``again_at``, if there is one.
    """

    lines: int
    again_at: datetime | None
    full: bool = False


async def react(context: Context[Any], arrived: Sequence[Envelope] = ()) -> Reacted:
    """Run the policies of up to 64 due lines in one transaction, a savepoint a line.

    What ``arrived`` is stored by the same transaction, before; duplicates change nothing.
    """
    lines = context.lines_of(arrived)

    def unit(connection: Connection) -> tuple[Reacted, _Pass]:
        if lines:
            context.inbox.store.run_many(connection, lines)
        carried = _Pass(context, connection)
        return carried.run(), carried

    reacted, carried = await context.database.commit(unit)
    context.tell(carried.afterwards)
    if carried.published:
        context.tell(context.on_published)
    if arrived and (reacted.full or _is_near(reacted.again_at, context)):
        context.tell(context.on_received)
    return reacted


def _is_near(moment: datetime | None, context: Context[Any]) -> bool:
    """Whether it comes before who sleeps would look by himself."""
    return moment is not None and moment - context.clock() < LOOKS_EVERY


class _Pass:
    def __init__(self, context: Context[Any], connection: Connection) -> None:
        self.context = context
        self.connection = connection
        self.inbox = context.inbox
        self.now = context.clock()
        self.published = False
        self.afterwards: list[Callable[[], None]] = []

    def run(self) -> Reacted:
        self.inbox.wake.run(self.connection, now=self.now)
        lines = self.inbox.claim(self.connection)
        done: list[int] = []
        held: set[str] = set()
        count = 0
        for line in self._in_order(lines):
            if line.key in held or self._was_forgotten(line):
                continue
            count += 1
            if self._carry_out(line):
                done.append(line.seq)
            else:
                held.add(line.key)
        if done:
            marks = [{"numbered": seq, "now": self.now} for seq in done]
            self.inbox.finish.run_many(self.connection, marks)
        full = len(lines) == LINES_MAX
        ((next_due,),) = self.inbox.next_due.rows(self.connection)
        again_at = None if full else next_due
        return Reacted(count, again_at, full)

    def _in_order(self, lines: Sequence[Line]) -> Iterable[Line]:
        """The lines before which no other of their key is in another worker's hands."""
        if not lines or not self.inbox.shared:
            return lines
        unfinished = self.connection.execute(
            self.inbox.unfinished,
            {"keys": list({line.key for line in lines}), "up_to": lines[-1].seq},
        ).all()
        mine = {line.seq for line in lines}
        held = set()
        free = set()
        for seq, key in unfinished:
            if seq not in mine:
                held.add(key)
            elif key not in held:
                free.add(seq)
        return (line for line in lines if line.seq in free)

    def _was_forgotten(self, line: Line) -> bool:
        """Whether an earlier line of this very pass took the reminder back."""
        if not line.key.startswith(TIMER):
            return False
        return not self.inbox.still_there.rows(self.connection, numbered=line.seq)

    def _carry_out(self, line: Line) -> bool:
        """Run one line; whether its key may go on."""
        policy = self.context.policies.get((line.type, line.policy))
        if policy is None:
            self._park(line, "no such policy")
            return True
        try:
            event = msgspec.json.decode(line.data, type=policy.event)
        except msgspec.DecodeError as error:
            self._park(line, f"cannot be read: {error}")
            return True
        try:
            self._apply(policy, event, line)
        except TransactionLost:
            raise  # there is nothing left to note it in; the lines still wait
        except (Refusal, TooManyHops) as error:
            self._park(line, f"{type(error).__name__}: {error}")
        except Exception as error:
            log.exception("policy %s.%s failed", self.context.name, line.policy)
            return self._failed(line, f"{type(error).__name__}: {error}")
        return True

    def _apply(self, policy: Policy[UnitOfWork], event: Any, line: Line) -> None:
        cause = Cause(correlation=line.correlation, causation=line.event_id, hops=line.hops)

        def step() -> UnitOfWork:
            work: UnitOfWork = self.context.work_on(self.connection, cause)
            policy.then(event, work)
            self.published = bool(work.flush()) or self.published
            return work

        for attempt in range(1, ATTEMPTS_AT_STALE + 1):
            try:
                self.afterwards += in_savepoint(self.connection, step).afterwards
            except (Stale, DBAPIError) as error:
                if attempt == ATTEMPTS_AT_STALE or not was_overtaken(error):
                    raise
            else:
                return

    def _failed(self, line: Line, reason: str) -> bool:
        attempts = line.attempts + 1
        if attempts >= ATTEMPTS_MAX:
            self._park(line, reason)
            return True
        due = self.now + timedelta(seconds=2**attempts)
        self._change(line, reason, state=LATER, due=due)
        return False

    def _park(self, line: Line, reason: str) -> None:
        log.error("parked %s %s: %s", line.type, line.policy, reason)
        self._change(line, reason, state=PARKED)

    def _change(self, line: Line, reason: str, **values: Any) -> None:
        table = self.inbox.table
        self.connection.execute(
            update(table)
            .where(table.c.seq == line.seq)
            .values(attempts=line.attempts + 1, reason=_storable(reason), **values)
        )


def _storable(reason: str) -> str:
    """The first line only, for the next ones tell values; and no NUL, which PostgreSQL refuses."""
    first = reason.partition("\n")[0].replace("\0", "")
    return first.encode(errors="replace").decode()[:REASON_LENGTH_MAX]
