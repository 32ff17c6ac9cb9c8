"""What who proves a ranking asks of the rows. Each answer is one statement: of one moment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, func, literal, select

from moim.contexts.challenges.application.verifying import Order, Titled
from moim.contexts.challenges.domain.challenge import State
from moim.contexts.challenges.domain.ranking import PLACE_BYTES
from moim.contexts.challenges.persistence.tables import blocks, challenges, entries, standings
from moim.platform.work import UnitOfWork

_BEHIND_ALL = b"\xff" * (PLACE_BYTES + 1)


class SqlProofs:
    """The ``Proofs`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the unit's own transaction."""
        self._connection = work.connection

    def announced_after(self, after: UUID | None, most: int) -> Sequence[Titled]:
        """By key."""
        c = challenges.c
        some = select(c.id, c.title).where(c.state != State.DRAFT.value).order_by(c.id).limit(most)
        if after is not None:
            some = some.where(c.id > after)
        return [Titled(*row) for row in self._connection.execute(some)]

    def how_many(self) -> int:
        """A walk over all."""
        c = challenges.c
        statement = select(func.count()).where(c.state != State.DRAFT.value)
        return int(self._connection.execute(statement).scalar_one())

    def order_of(self, challenge_id: UUID) -> Order:
        """Two walks over the places of a challenge."""
        return Order(self._strays(challenge_id), self._miscounted(challenge_id))

    def _strays(self, challenge_id: UUID) -> int:
        """A place is of one entrant: who is on one side alone is told by counting."""
        e, s = entries.c, standings.c
        placed = and_(e.challenge_id == challenge_id, e.place.is_not(None))
        there = select(s.place).where(s.board_id == challenge_id, s.place == e.place)
        statement = select(
            select(func.count()).where(placed, ~there.exists()).scalar_subquery(),
            select(func.count()).where(placed).scalar_subquery(),
            select(func.count()).where(s.board_id == challenge_id).scalar_subquery(),
        )
        missing, entrants, stand = self._connection.execute(statement).one()
        return int(max(missing, stand - (entrants - missing)))

    def _miscounted(self, challenge_id: UUID) -> int:
        """A rank is the sum of the blocks before: from where it is wrong on, all differ."""
        b, s = blocks.c, standings.c
        next_low = func.lead(b.low).over(order_by=b.low)
        upto = func.coalesce(next_low, literal(_BEHIND_ALL, b.low.type)).label("upto")
        spans = select(b.low, b.held, upto).where(b.board_id == challenge_id).subquery()
        stand = (
            select(func.count())
            .where(s.board_id == challenge_id, s.place >= spans.c.low, s.place < spans.c.upto)
            .scalar_subquery()
        )
        statement = select(spans.c.held, stand).order_by(spans.c.low)
        told = true = miscounted = 0
        for held, standing in self._connection.execute(statement):
            miscounted += standing if told != true else 0
            told, true = told + held, true + standing
        return miscounted + abs(told - true)
