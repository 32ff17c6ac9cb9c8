"""The rows: migrations make the tables, and every row of a person is named for erasure."""

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


def test_every_table_with_a_user_is_named_for_erasure():
    with_user = {
        name for name, table in tables.metadata.tables.items() if "user_id" in table.columns
    }

    assert with_user == set(erasure.DELETED) | set(erasure.KEPT)
