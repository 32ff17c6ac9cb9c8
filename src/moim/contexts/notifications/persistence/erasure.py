"""What becomes of each row that names a person who leaves."""

from uuid import UUID

from sqlalchemy import Connection, delete, select, update

from moim.contexts.notifications.persistence.tables import (
    announcements,
    comments,
    mailbox,
    metadata,
    notices,
    posts,
    sendings,
    template_versions,
)
from moim.platform.forgetting import forget_person

DELETED = (
    "consent_ledger",
    "mutes",
    "notices",
    "sendings",
    "bookmarks",
    "reports",
    "activity_days",
    "tellings",
    "buckets",
    "user_keys",
    "subscriptions",
    "phone_claims",
    "announcement_follows",
    "stats_requests",
    "own_priorities",
    "priority_requests",
    "deliveries",
    "answers",
)
KEPT = {
    "recipients": "the id alone, so that nothing is sent for what others said before",
}


def erase(connection: Connection, user_id: UUID) -> None:
    """Delete the rows, and the name on those that others need.

    Posts go with their author, and what others were told of them, which holds their titles.
    """
    written = select(posts.c.post_id).where(posts.c.author_id == user_id)
    about = select(notices.c.id).where(notices.c.subject_id.in_(written))
    connection.execute(delete(sendings).where(sendings.c.notice_id.in_(about)))
    connection.execute(delete(notices).where(notices.c.subject_id.in_(written)))
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
    connection.execute(delete(comments).where(comments.c.author_id == user_id))
    connection.execute(delete(posts).where(posts.c.author_id == user_id))
    for table in (announcements, template_versions):
        connection.execute(update(table).where(table.c.author_id == user_id).values(author_id=None))
    forget_person(connection, mailbox, user_id)
