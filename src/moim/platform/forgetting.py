"""What erasing somebody means below the tables that name them."""

from uuid import UUID

from sqlalchemy import Connection, update

from moim.platform.mailbox import DONE, DROPPED, PARKED, Mailbox
from moim.platform.transactions import SCRUB


def forget_person(connection: Connection, mailbox: Mailbox, user_id: UUID) -> None:
    """What arrived about them and lies here read goes, and nothing of it stays in the file.

    Every context calls it as it erases somebody. Lines that still wait go their way first; parked
    ones are dropped, for whom they were about is no more.
    """
    lines = mailbox.inbox
    about = lines.c.key == str(user_id)
    read = update(lines).where(about, lines.c.done_at.is_not(None), lines.c.data.is_not(None))
    connection.execute(read.where(lines.c.state.in_((DONE, DROPPED))).values(data=None))
    given_up = update(lines).where(about, lines.c.state == PARKED)
    connection.execute(given_up.values(state=DROPPED, data=None))
    connection.info[SCRUB] = True
