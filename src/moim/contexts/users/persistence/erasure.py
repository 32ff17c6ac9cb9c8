"""What becomes of each row that names a user who leaves."""

from uuid import UUID

from sqlalchemy import Connection, delete

from moim.contexts.users.persistence.tables import metadata

DELETED = (
    "user_keys",
    "sessions",
    "personal_tokens",
    "second_factors",
    "identities",
    "oauth_tries",
    "preferences",
    "consents",
    "activities",
    "statistics",
    "feedback",
    "exports",
    "deliveries",
    "answers",
)
KEPT = {
    "users": "the id alone: closing the account empties every personal column",
    "audit": "ids and what staff did and why: the chain would not hold with a part taken out",
    "founding": "the id alone: an instance is founded once, also when its founder has left",
}


def erase(connection: Connection, user_id: UUID) -> None:
    """Remove what is the user's. With the key goes the meaning of every copy, backups too."""
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
