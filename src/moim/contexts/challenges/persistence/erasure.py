"""What becomes of each row that names a user who leaves."""

from uuid import UUID

from sqlalchemy import Connection, delete, update

from moim.contexts.challenges.domain.review import NOBODY
from moim.contexts.challenges.persistence.tables import mailbox, metadata
from moim.kernel.ids import new_id
from moim.platform.forgetting import forget_person

DELETED = (
    "workouts",
    "inspections",
    "entries",
    "moved",
    "results",
    "result_lines",
    "snapshot_secrets",
    "reviews",
    "notices",
    "shares",
    "goals",
    "feedback_answers",
    "statistics",
    "sections",
    "activities",
    "active_days",
    "prompts",
    "feed",
    "improvements",
    "deliveries",
    "answers",
)
"""Every table with a ``user_id``. Entries and results of what is over were renamed before."""
KEPT = {"people": "the id alone, so that nothing of theirs that comes later is counted"}
_NOT_GIVEN = {"reviews", "snapshot_secrets"}
GIVEN = ("people", *(name for name in DELETED if name not in _NOT_GIVEN))
"""What an export holds row by row. Reviews are given by their sides: see the portion.

A secret says nothing of anybody, and would let whoever holds a file find its owner's lines.
"""
UNNAMED = (
    ("result_lines", "by", {"by": None}),
    ("reviews", "asked_by", {"asked_by": NOBODY, "note": ""}),
    ("reviews", "decided_by", {"decided_by": None}),
    ("feed", "asked_by", {"asked_by": None}),
)
"""Where the person acted on somebody else's row: the row stays, and names nobody.

That a person doubted a result, and not a rule, is kept, without their words: it decides what
becomes of the undecided. A decision keeps its reasons, which are for whom it is about.
"""


def erase(connection: Connection, user_id: UUID) -> None:
    """Remove or unname every row of the user's; ``SqlPeople.erase`` empties the one kept."""
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
    for name, column, instead in UNNAMED:
        table = metadata.tables[name]
        here = table.c[column] == user_id
        connection.execute(update(table).where(here).values(instead))
    organised = metadata.tables["challenges"]
    connection.execute(
        update(organised).where(organised.c.organiser_id == user_id).values(organiser_id=new_id())
    )
    forget_person(connection, mailbox, user_id)
