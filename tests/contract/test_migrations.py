"""Every context's revisions go up and down on both databases and end at its tables."""

import importlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect

import moim.contexts
from moim.platform.mailbox import Mailbox
from moim.platform.migrations import behind, differences, downgrade, upgrade
from moim.platform.schema_version import is_newest, newest
from tests.contract.toy import mailbox as toy_mailbox

CONTEXTS = Path(moim.contexts.__path__[0])
NAMES = sorted(
    folder.parent.parent.name
    for folder in CONTEXTS.glob("*/persistence/migrations")
    if any(folder.glob("*.py"))
)

TOY = """
from alembic import op
import sqlalchemy as sa
from moim.platform.mailbox_revisions import create_first, drop_first

revision = "{revision}"
down_revision = {down!r}


def upgrade():
    {up}


def downgrade():
    {down_step}
"""


@pytest.fixture
def toy_revisions(tmp_path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    steps = [
        ("0001", None, "create_first()", "drop_first()"),
        (
            "0002",
            "0001",
            'op.create_table("pets", sa.Column("id", sa.Integer, primary_key=True))',
            'op.drop_table("pets")',
        ),
    ]
    for revision, down, up, down_step in steps:
        text = TOY.format(revision=revision, down=down, up=up, down_step=down_step)
        (folder / f"{revision}.py").write_text(text)
    return folder


def _tables(database) -> set[str]:
    return set(database.read(lambda c: inspect(c).get_table_names())) - {"alembic_version"}


def test_the_mailbox_revision_makes_the_mailbox_tables(database, toy_revisions):
    assert behind(database, toy_revisions)
    assert not is_newest(database, toy_revisions)
    upgrade(database, toy_revisions, "0001")
    declared = MetaData()
    Mailbox(declared)
    assert differences(database, declared) == []
    assert behind(database, toy_revisions)
    assert not is_newest(database, toy_revisions)
    upgrade(database, toy_revisions)
    assert not behind(database, toy_revisions)
    assert is_newest(database, toy_revisions)
    assert "pets" in _tables(database)
    upgrade(database, toy_revisions)
    downgrade(database, toy_revisions)
    assert _tables(database) == set()


def test_the_partial_indexes_of_the_revision_are_those_the_code_declares(database, toy_revisions):
    upgrade(database, toy_revisions, "0001")
    revised = _indexes(database)
    downgrade(database, toy_revisions)
    database.write(toy_mailbox.inbox.create).result()
    assert _indexes(database) == revised


def _indexes(database) -> dict[str, str]:
    """Their definitions, conditions included, which the comparison of metadata passes over."""
    question = (
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'inbox' AND type = 'index'"
        if database.dialect == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'inbox'"
    )
    return {
        name: definition and definition.lower()
        for name, definition in database.read(lambda c: c.exec_driver_sql(question).all())
    }


def test_several_that_start_at_once_migrate_once(database_named, toy_revisions):
    databases = [database_named("one") for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda database: upgrade(database, toy_revisions), databases))
    assert not behind(databases[0], toy_revisions)


def test_a_revision_that_fails_leaves_the_database_as_it_was(database, toy_revisions):
    (toy_revisions / "0003.py").write_text(
        TOY.format(revision="0003", down="0002", up='op.drop_table("pets"); 1 / 0', down_step="...")
    )
    upgrade(database, toy_revisions, "0002")
    with pytest.raises(ZeroDivisionError):
        upgrade(database, toy_revisions)
    assert "pets" in _tables(database)
    assert behind(database, toy_revisions)


@pytest.mark.parametrize("name", NAMES)
def test_a_context_goes_up_and_down_each_stair(name, database):
    revisions = CONTEXTS / name / "persistence" / "migrations"
    script = ScriptDirectory(str(revisions.parent), version_locations=[str(revisions)])
    stairs = [step.revision for step in reversed(list(script.walk_revisions()))]
    assert script.get_heads() == [newest(revisions)]
    for below, stair in zip(["base", *stairs], stairs, strict=False):
        upgrade(database, revisions, stair)
        downgrade(database, revisions, below)
        upgrade(database, revisions, stair)
    assert differences(database, _metadata(name)) == []
    downgrade(database, revisions)
    assert _tables(database) == set()


def _metadata(name: str) -> MetaData:
    importlib.import_module(f"moim.contexts.{name}.context")  # which brings every table along
    metadata = importlib.import_module(f"moim.contexts.{name}.persistence.tables").metadata
    assert isinstance(metadata, MetaData)
    return metadata
