"""What becomes of each row that names a person who leaves.

Posts and comments are removed by the use case, which tells others; here goes what is left.
"""

from uuid import UUID

from sqlalchemy import Connection, delete, or_, update

from moim.contexts.community.persistence.tables import mailbox, metadata
from moim.platform.forgetting import forget_person

DELETED = (
    "mentions",
    "reactions",
    "comment_recommends",
    "unlocked",
    "shares",
    "follows",
    "blocks",
    "workouts",
    "goals",
    "sessions",
    "prompts",
    "pictures",
    "board_moderators",
    "offers",
    "deliveries",
    "answers",
)
KEPT = {
    "members": "the id alone, so that what others said before and arrives later is not kept",
    "reports": "the id and the reason without the words: a case would lose its weight",
}


def erase(connection: Connection, user_id: UUID) -> None:
    """Delete the rows; ``SqlMembers.erase`` empties the one that is kept."""
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
    tables = metadata.tables
    blocks, follows, reviews = tables["blocks"], tables["follows"], tables["sale_reviews"]
    connection.execute(delete(blocks).where(blocks.c.blocked_id == user_id))
    followed = (follows.c.kind == "person", follows.c.target == str(user_id))
    connection.execute(delete(follows).where(*followed))
    connection.execute(
        delete(reviews).where(or_(reviews.c.by == user_id, reviews.c.about == user_id))
    )
    missed = tables["no_shows"]
    connection.execute(delete(missed).where(or_(missed.c.by == user_id, missed.c.about == user_id)))
    for name, column in (("reports", "user_id"),):
        table = tables[name]
        connection.execute(update(table).where(table.c[column] == user_id).values(text=""))
    cases = tables["cases"]
    own = update(cases).where(cases.c.author_id == user_id)
    connection.execute(own.values(evidence={}, appeal_text=""))
    appealed = update(cases).where(cases.c.appealed_by == user_id)
    connection.execute(appealed.values(appeal_text=""))
    forget_person(connection, mailbox, user_id)
