"""The unit of work: rows, recorded events, reminders and deliveries commit as one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

import msgspec
from sqlalchemy import Connection, insert

from moim.kernel.aggregates import Aggregate
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.codec import encode_event
from moim.platform.mailbox import HOPS_MAX, LATER, WAITING, Cause, Envelope, Mailbox

T = TypeVar("T")

A_SCHEDULE = timedelta(minutes=1)
TIMER = "timer:"  # begins the key of a reminder: each has its own, so none waits for another


class TooManyHops(RuntimeError):
    """A chain of reactions grew past the limit: somewhere two policies answer each other."""


def repository(make: Callable[[Any], T]) -> T:
    """A repository of a unit of work, made when it is first asked for: most units need a few.

    Making the twenty of a context was a seventh of what a list from memory costs.
    """
    return cast("T", cached_property(make))


class UnitOfWork:
    """One transaction in one context. A context's own work adds its repositories.

    ``now`` is one instant for the whole unit. Each of ``afterwards`` is called once it is committed
    and never if it is not: for hints to whoever watches, so it must neither fail nor wait.
    """

    def __init__(
        self,
        connection: Connection,
        mailbox: Mailbox,
        now: datetime,
        cause: Cause,
        listeners: dict[str, tuple[str, ...]],
    ) -> None:
        """``listeners`` maps an event's type to the policies of this context that await it."""
        self.connection = connection
        self.now = now
        self._mailbox = mailbox
        self._cause = cause
        self._listeners = listeners
        self._events: list[Event] = []
        self.afterwards: list[Callable[[], None]] = []

    def collect(self, aggregate: Aggregate) -> None:
        """Publish, at commit, what the aggregate recorded. Repositories call it on save."""
        self._events.extend(aggregate.collect())

    def publish(self, event: Event) -> None:
        """Publish, at commit, a fact that no aggregate recorded."""
        self._events.append(event)

    def remind(self, at: datetime, event: Event) -> UUID:
        """Send ``event``, private to this context, back to its own policies at ``at``.

        Returns the timer's id, with which ``forget`` takes it back. A wait of a minute or more
        starts the count of hops anew: a loop that slow is a schedule.
        """
        hops = 0 if at - self.now >= A_SCHEDULE else self._cause.hops + 1
        if hops > HOPS_MAX:
            raise TooManyHops(event.type_name())
        timer = new_id()
        lines = [
            {
                "event_id": timer,
                "policy": policy,
                "type": event.type_name(),
                "key": f"{TIMER}{timer}",
                "at": self.now,
                "correlation": self._cause.correlation,
                "causation": self._cause.causation,
                "hops": hops,
                "data": encode_event(event),
                "state": "later" if at > self.now else "waiting",
                "due": at,
                "attempts": 0,
            }
            for policy in self._listeners.get(event.type_name(), ())
        ]
        if not lines:
            raise LookupError(f"no policy awaits {event.type_name()}")
        self.connection.execute(insert(self._mailbox.inbox), lines)
        return timer

    def forget(self, timer: UUID) -> None:
        """Take a reminder back, if it has not come."""
        inbox = self._mailbox.inbox
        self.connection.execute(
            inbox.delete().where(inbox.c.event_id == timer, inbox.c.state.in_((LATER, WAITING)))
        )

    def deliver(self, channel: str, template: str, user_id: UUID, **data: Any) -> UUID:
        """Have something sent outside after the commit; its own worker retries it.

        ``data`` must hold ids and plain facts only: no addresses, no secrets.
        """
        id = new_id()
        self.connection.execute(
            insert(self._mailbox.deliveries),
            {
                "id": id,
                "channel": channel,
                "template": template,
                "user_id": user_id,
                "data": msgspec.json.encode(data),
                "state": "waiting",
                "due": self.now,
                "attempts": 0,
            },
        )
        return id

    def flush(self) -> list[Event]:
        """Write what was recorded to the outbox: last, so that numbers follow commit order."""
        events, self._events = self._events, []
        if events:
            if self._cause.hops >= HOPS_MAX:
                raise TooManyHops(events[0].type_name())
            envelopes = [Envelope.around(event, self._cause, self.now) for event in events]
            self._mailbox.posting.run_many(self.connection, [vars(one) for one in envelopes])
        return events
