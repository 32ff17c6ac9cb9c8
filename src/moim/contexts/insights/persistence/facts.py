"""Facts and what they add up to, as rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from moim.contexts.insights.domain.facts import Fact, Place, Tally
from moim.contexts.insights.persistence.tables import facts, tallies
from moim.platform.upsert import upsert

PLACE = ("subject", "series", "day", "name")

_SUM = select(func.count(), func.coalesce(func.sum(facts.c.value), 0.0)).where(
    *(facts.c[name] == bindparam(name) for name in PLACE)
)
_BETWEEN = (
    select(*(tallies.c[name] for name in Tally._fields))
    .where(
        tallies.c.subject == bindparam("subject"),
        tallies.c.series == bindparam("series"),
        tallies.c.day >= bindparam("first"),
        tallies.c.day <= bindparam("last"),
    )
    .order_by(tallies.c.day, tallies.c.name)
)
_MOVE = update(facts).where(facts.c.id == bindparam("fact")).values(day=bindparam("to"))


class SqlFacts:
    """The ``Facts`` port."""

    def __init__(self, connection: Connection, moved: Callable[[UUID], None]) -> None:
        """``moved`` is told whose facts changed."""
        self._connection = connection
        self._moved = moved

    def add(self, fact: Fact) -> None:
        """One row, and the sum of its place written whole."""
        row = {name: getattr(fact, name) for name in Fact.__dataclass_fields__}
        self._connection.execute(insert(facts), row)
        self.recount((fact.subject, fact.series, fact.day, fact.name), fact.user_id)

    def recount(self, place: Place, user_id: UUID | None) -> None:
        """Sum by index, then one write."""
        if user_id is not None:
            self._moved(user_id)
        key = dict(zip(PLACE, place, strict=True))
        count, total = self._connection.execute(_SUM, key).one()
        row = key | {"times": count, "total": total, "user_id": user_id}
        upsert(self._connection, tallies, row)

    def of_person(self, user_id: UUID) -> Sequence[Fact]:
        """By the person's index."""
        rows = self._connection.execute(
            select(facts).where(facts.c.user_id == user_id).order_by(facts.c.id)
        )
        return [Fact(**row._mapping) for row in rows]  # noqa: SLF001

    def told(self, subject: str, series: str) -> Sequence[Fact]:
        """By the index over what is counted, in the order of time."""
        rows = self._connection.execute(
            select(facts)
            .where(facts.c.subject == subject, facts.c.series == series)
            .order_by(facts.c.at, facts.c.id)
        )
        return [Fact(**row._mapping) for row in rows]  # noqa: SLF001

    def move(self, days: Mapping[UUID, date]) -> None:
        """One statement, run for each."""
        told = [{"fact": fact_id, "to": day} for fact_id, day in days.items()]
        self._connection.execute(_MOVE, told)

    def recount_all(self, user_id: UUID) -> None:
        """One delete and one insert from a grouped select."""
        self._moved(user_id)
        self._connection.execute(delete(tallies).where(tallies.c.user_id == user_id))
        keys = (*PLACE, "user_id")
        grouped = (
            select(*(facts.c[name] for name in keys), func.count(), func.sum(facts.c.value))
            .where(facts.c.user_id == user_id)
            .group_by(*(facts.c[name] for name in keys))
        )
        self._connection.execute(insert(tallies).from_select([*keys, "times", "total"], grouped))

    def between(self, subject: str, series: str, first: date, last: date) -> Sequence[Tally]:
        """By the primary key."""
        about: dict[str, Any] = {"subject": subject, "series": series}
        rows = self._connection.execute(_BETWEEN, about | {"first": first, "last": last})
        return [Tally._make(row) for row in rows]
