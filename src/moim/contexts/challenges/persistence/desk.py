"""Reviews of all challenges as rows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from moim.contexts.challenges.application.desk import OnDesk, ReviewsWanted
from moim.contexts.challenges.domain.review import Review
from moim.contexts.challenges.persistence.challenges import challenge_of
from moim.contexts.challenges.persistence.keeping import review_of
from moim.contexts.challenges.persistence.tables import challenges, people, reviews
from moim.platform.work import UnitOfWork


class SqlDesk:
    """The ``Desk`` port."""

    def __init__(self, work: UnitOfWork) -> None:
        """Rows of the snapshot."""
        self._connection = work.connection

    def with_part_of(self, user_id: UUID) -> Sequence[Review]:
        """A walk over all: it is seldom asked."""
        r = reviews.c
        part = or_(r.user_id == user_id, r.asked_by == user_id, r.decided_by == user_id)
        rows = self._connection.execute(select(reviews).where(part).order_by(r.id))
        return [review_of(row) for row in rows]

    def reviews(self, wanted: ReviewsWanted) -> Sequence[OnDesk]:
        """Keyset over the id; challenges in a second query, names in a third."""
        r = reviews.c
        statement = select(reviews)
        if wanted.waiting is not None:
            statement = statement.where(r.is_open.is_(wanted.waiting))
        if wanted.challenge_id is not None:
            statement = statement.where(r.challenge_id == wanted.challenge_id)
        if wanted.user_id is not None:
            statement = statement.where(r.user_id == wanted.user_id)
        if wanted.organiser_id is not None:
            own = select(challenges.c.id).where(challenges.c.organiser_id == wanted.organiser_id)
            statement = statement.where(r.challenge_id.in_(own))
        if wanted.after is not None:
            further = r.id > wanted.after if wanted.waiting else r.id < wanted.after
            statement = statement.where(further)
        order = r.id if wanted.waiting else r.id.desc()
        rows = self._connection.execute(statement.order_by(order).limit(wanted.limit)).all()
        about = {row.challenge_id for row in rows}
        there = select(challenges).where(challenges.c.id.in_(about))
        known = {row.id: challenge_of(row) for row in self._connection.execute(there)}
        entrants = select(people.c.user_id, people.c.nickname).where(
            people.c.user_id.in_({row.user_id for row in rows})
        )
        names = {row.user_id: row.nickname for row in self._connection.execute(entrants)}
        return [
            OnDesk(review_of(row), known[row.challenge_id], names.get(row.user_id)) for row in rows
        ]
