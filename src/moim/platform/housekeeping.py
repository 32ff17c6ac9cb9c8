"""What the durable tables need not keep, so that they hold no more about people than they must.

An inbox line stays, for it is what makes a second arrival harmless; what it carried goes.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from moim.platform.context import Context
from moim.platform.mailbox import Mailbox

DATA_KEPT_FOR = timedelta(days=14)
SENT_KEPT_FOR = timedelta(days=14)
ANSWERS_KEPT_FOR = timedelta(days=2)
ROWS_MAX = 1_000
HOUSEKEEPING_EVERY_S = 3_600.0


async def tidy(context: Context[Any]) -> int:
    """Clear away what is old, at most 1,000 rows a table; how many that was."""
    now = context.clock()

    def unit(connection: Connection) -> int:
        steps = (_empty_lines, _drop_answers, _drop_deliveries)
        return sum(step(connection, context.mailbox, now) for step in steps)

    return await context.database.commit(unit)


def _empty_lines(connection: Connection, mailbox: Mailbox, now: datetime) -> int:
    lines = mailbox.inbox
    old = select(lines.c.seq).where(
        lines.c.done_at < now - DATA_KEPT_FOR, lines.c.data.is_not(None)
    )
    seqs = connection.execute(old.limit(ROWS_MAX)).scalars().all()
    connection.execute(update(lines).where(lines.c.seq.in_(seqs)).values(data=None))
    return len(seqs)


def _drop_answers(connection: Connection, mailbox: Mailbox, now: datetime) -> int:
    answers = mailbox.answers
    old = select(answers.c.user_id, answers.c.key).where(answers.c.at < now - ANSWERS_KEPT_FOR)
    rows = connection.execute(old.limit(ROWS_MAX)).all()
    for user_id, key in rows:
        one = and_(answers.c.user_id == user_id, answers.c.key == key)
        connection.execute(delete(answers).where(one))
    return len(rows)


def _drop_deliveries(connection: Connection, mailbox: Mailbox, now: datetime) -> int:
    sent = mailbox.deliveries
    old = select(sent.c.id).where(sent.c.state == "sent", sent.c.due < now - SENT_KEPT_FOR)
    ids = connection.execute(old.limit(ROWS_MAX)).scalars().all()
    connection.execute(delete(sent).where(sent.c.id.in_(ids)))
    return len(ids)
