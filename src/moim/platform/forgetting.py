"""What erasing somebody means below the tables that name them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, func, literal, or_, update

from moim.platform.mailbox import DONE, DROPPED, PARKED, Mailbox
from moim.platform.transactions import SCRUB


def forget_person(connection: Connection, mailbox: Mailbox, user_id: UUID) -> None:
    """What arrived about them and lies here read goes, and nothing of it stays in the file.

    Every context calls it as it erases somebody. Lines that still wait go their way first; parked
    ones are dropped, for whom they were about is no more.
    """
    lines = mailbox.inbox
    about = or_(lines.c.key == str(user_id), _names(connection, lines, user_id))
    read = update(lines).where(about, lines.c.done_at.is_not(None), lines.c.data.is_not(None))
    connection.execute(read.where(lines.c.state.in_((DONE, DROPPED))).values(data=None))
    given_up = update(lines).where(about, lines.c.state == PARKED)
    connection.execute(given_up.values(state=DROPPED, data=None))
    connection.info[SCRUB] = True


def _names(connection: Connection, lines: Table, user_id: UUID) -> ColumnElement[bool]:
    """What is about something of theirs, a post's title say, stands under the key of that.

    No index leads there: the lines of 14 days are read, once a person who leaves.
    """
    wanted = literal(str(user_id).encode())
    if connection.dialect.name == "sqlite":
        return func.instr(lines.c.data, wanted) > 0
    return func.position(wanted.op("IN")(lines.c.data)) > 0
