"""What becomes of each row that names a user who leaves."""

from uuid import UUID

from sqlalchemy import Connection, delete

from moim.contexts.workouts.persistence.tables import mailbox, metadata
from moim.platform.forgetting import forget_person

DELETED = (
    "athletes",
    "revisions",
    "zone_definitions",
    "workouts",
    "tracks",
    "sources",
    "imports",
    "import_files",
    "goals",
    "tasks",
    "signatures",
    "company_tasks",
    "group_members",
    "company_consents",
    "left_company",
    "privacy_zones",
    "recuts",
    "share_requests",
    "share_links",
    "workout_posts",
    "workout_feedback",
    "workout_prompts",
    "workout_reviews",
    "outcomes",
    "record_books",
    "streaks",
    "thresholds",
    "figure_changes",
    "live_sessions",
    "live_batches",
    "user_keys",
    "connections",
    "connection_tries",
    "provider_notices",
    "deliveries",
    "answers",
)
"""Every table with a ``user_id``: nothing of a person's is of use to anybody else."""


def erase(connection: Connection, user_id: UUID) -> None:
    """Remove every row of the user's."""
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
    asked = metadata.tables["share_requests"]
    connection.execute(delete(asked).where(asked.c.asker_id == user_id))
    forget_person(connection, mailbox, user_id)
