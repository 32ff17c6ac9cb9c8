"""What becomes of each row that names a person who leaves."""

from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update

from moim.contexts.insights.domain.boards import Place
from moim.contexts.insights.persistence.board_tables import boards, participation, places
from moim.contexts.insights.persistence.boards import count_on_step
from moim.contexts.insights.persistence.tables import mailbox, metadata, template_shares
from moim.platform.forgetting import forget_person

DELETED = (
    "counted_workouts",
    "gone_workouts",
    "days",
    "shown_goals",
    "goal_days",
    "cards",
    "charts",
    "chart_shares",
    "protections",
    "facts",
    "tallies",
    "analysed_workouts",
    "efforts",
    "trails",
    "templates",
    "template_shares",
    "preferences",
    "improvements",
    "questions",
    "places",
    "points",
    "ranks",
    "asked_figures",
    "volumes",
    "announcement_viewers",
    "deliveries",
    "answers",
)
KEPT = {
    "viewers": "the id alone, so that what others said before and arrives later is not counted",
}


def erase(connection: Connection, user_id: UUID) -> None:
    """Delete the rows; ``SqlViewers.erase`` empties the one that is kept."""
    for row in connection.execute(select(places).where(places.c.user_id == user_id)).all():
        count_on_step(connection, Place(**row._mapping), -1)  # noqa: SLF001
        if row.inside:
            _one_fewer(connection, row.challenge_id)
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
    connection.execute(delete(template_shares).where(template_shares.c.to_user_id == user_id))
    forget_person(connection, mailbox, user_id)
    organised = boards.c.organiser_id == user_id
    connection.execute(update(boards).where(organised).values(organiser_id=None))


def _one_fewer(connection: Connection, challenge_id: UUID) -> None:
    """Among those who took part last."""
    of_it = participation.c.challenge_id == challenge_id
    last = select(func.max(participation.c.day)).where(of_it).scalar_subquery()
    fewer = update(participation).where(of_it, participation.c.day == last)
    connection.execute(fewer.values(entrants=participation.c.entrants - 1))
