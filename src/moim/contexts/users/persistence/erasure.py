"""What becomes of each row that names a user who leaves."""

from uuid import UUID

from sqlalchemy import Connection, delete

from moim.contexts.users.persistence.tables import mailbox, metadata
from moim.platform.forgetting import forget_person

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


def erase(connection: Connection, user_id: UUID, email_hash: str | None) -> None:
    """Remove what is the user's. With the key goes the meaning of every copy, backups too.

    The answer to a sign-up is kept under the hash of its address: there was no user yet.
    """
    for name in DELETED:
        table = metadata.tables[name]
        connection.execute(delete(table).where(table.c.user_id == user_id))
    if email_hash is not None:
        asked_by = UUID(bytes=bytes.fromhex(email_hash)[:16])
        answers = mailbox.answers
        connection.execute(delete(answers).where(answers.c.user_id == asked_by))
    forget_person(connection, mailbox, user_id)
