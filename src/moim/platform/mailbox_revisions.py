"""The mailbox tables as revisions: each context's first migration calls the one it was born with.

A change to the mailbox is a new function here and a new revision in every context.
"""

import sqlalchemy as sa
from alembic import op

from moim.platform.columns import Instant, Sequence


def create_first() -> None:
    """Outbox, inbox, deliveries, leases and kept answers, as first released."""
    op.create_table(
        "outbox",
        sa.Column("seq", Sequence, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Uuid, nullable=False),
        *_envelope(),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inbox",
        sa.Column("seq", Sequence, primary_key=True, autoincrement=True),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("policy", sa.String(100), nullable=False),
        *_envelope(),
        sa.Column("data", sa.LargeBinary),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due", Instant, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(500)),
        sa.Column("done_at", Instant),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_once", "inbox", ["event_id", "policy"], unique=True)
    for name, columns, where in (
        ("inbox_waiting", ["seq"], "state = 'waiting'"),
        ("inbox_waiting_key", ["key", "seq"], "state = 'waiting'"),
        ("inbox_later", ["due"], "state = 'later'"),
        ("inbox_later_key", ["key", "seq"], "state = 'later'"),
        ("inbox_parked", ["seq"], "state = 'parked'"),
        ("inbox_kept", ["done_at"], "done_at IS NOT NULL AND data IS NOT NULL"),
    ):
        op.create_index(
            name, "inbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("template", sa.String(100), nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due", Instant, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(500)),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "due"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(50), primary_key=True),
        sa.Column("holder", sa.Uuid, nullable=False),
        sa.Column("until", Instant, nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("user_id", sa.Uuid, primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("body_hash", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("answers_at", "answers", ["at"])


def drop_first() -> None:
    """Undo ``create_first``."""
    for table in ("answers", "leases", "deliveries", "inbox", "outbox"):
        op.drop_table(table)


def _envelope() -> list[sa.Column[object]]:
    return [
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("correlation", sa.Uuid, nullable=False),
        sa.Column("causation", sa.Uuid),
        sa.Column("hops", sa.Integer, nullable=False),
    ]
