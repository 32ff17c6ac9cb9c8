"""The rows: migrations make the tables, and every row of a person is named for erasure."""

from uuid import UUID

from sqlalchemy import Connection, select, text

from moim.contexts.challenges.context import REVISIONS
from moim.contexts.challenges.persistence import erasure, tables
from moim.platform.db import SqliteDatabase
from moim.platform.migrations import differences, downgrade, upgrade
from tests.contexts.challenges.world import ON_BOTH_DATABASES, World


@ON_BOTH_DATABASES
async def test_the_migrations_make_the_tables_that_the_code_expects(world: World):
    assert differences(world.database, tables.metadata) == []


def test_the_migrations_go_back(tmp_path):
    database = SqliteDatabase(tmp_path / "back.sqlite")
    upgrade(database, REVISIONS)
    downgrade(database, REVISIONS)
    names = database.read(
        lambda c: c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all()
    )
    database.close()

    assert {name for (name,) in names} <= {"alembic_version", "sqlite_sequence"}


REVIEW_BEFORE = """
INSERT INTO reviews (id, version, challenge_id, result_id, user_id, reason, note, evidence,
    asked_at, decision, answer, appeal, settled)
VALUES (:id, 1, :challenge, :id, :id, 'vehicle', '', '{}', '2026-11-01', :decision, '', :appeal, 0)
"""
CHALLENGE_BEFORE = """
INSERT INTO challenges (id, version, organiser_id, state, title, description, kind, metric,
    starts_at, ends_at, timezone, visibility, prize, by_team, by_hand, grace_s, invitation,
    created_at)
VALUES (:id, 1, :id, :state, 'T', '', 'most', 'distance', '2026-11-01', '2026-12-01', 'Asia/Seoul',
    'open', 0, 0, 0, 0, '', '2026-11-01')
"""


def test_reviews_from_before_are_open_where_they_can_still_be_decided(tmp_path):
    database = SqliteDatabase(tmp_path / "before.sqlite")
    upgrade(database, REVISIONS, "0003")
    one, other = UUID(int=1).hex, UUID(int=2).hex

    def fill(connection: Connection) -> None:
        for id, state in ((one, "running"), (other, "final")):
            connection.execute(text(CHALLENGE_BEFORE), {"id": id, "state": state})
        for number, (challenge, decision, appeal) in enumerate(
            [(one, None, None), (one, "exclude", "no"), (one, "exclude", None), (other, None, None)]
        ):
            row = {"id": UUID(int=number + 10).hex, "challenge": challenge}
            connection.execute(text(REVIEW_BEFORE), row | {"decision": decision, "appeal": appeal})

    database.write(fill).result()
    upgrade(database, REVISIONS)
    query = select(tables.reviews.c.is_open, tables.reviews.c.lapsed).order_by(tables.reviews.c.id)
    found = [tuple(row) for row in database.read(lambda c: c.execute(query).all())]
    database.close()

    assert found == [(True, False), (True, False), (False, False), (False, True)]


def test_every_table_with_a_user_is_named_for_erasure():
    with_user = {
        name for name, table in tables.metadata.tables.items() if "user_id" in table.columns
    }

    assert with_user == set(erasure.DELETED) | set(erasure.KEPT)
