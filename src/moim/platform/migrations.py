"""Brings a context's database to the tables its code expects: one Alembic line a context."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

from moim.platform.db import Database
from moim.platform.vault import Vault

FULL_TEXT = "fts_"
VAULT = "vault"
MIGRATING = 0x6D6F696D  # a number of our own among a database's advisory locks


def upgrade(
    database: Database, revisions: Path, target: str = "head", vault: Vault | None = None
) -> None:
    """Run the revisions in the folder ``revisions`` that are missing up to ``target``.

    One that finds rows to seal takes ``vault`` from ``vault_of``.
    """
    script = _script(revisions)
    _run(database, script, lambda now, _: script._upgrade_revs(target, now), vault)  # noqa: SLF001


def downgrade(
    database: Database, revisions: Path, target: str = "base", vault: Vault | None = None
) -> None:
    """Undo revisions back to ``target``. What their columns held is lost."""
    script = _script(revisions)
    _run(database, script, lambda now, _: script._downgrade_revs(target, now), vault)  # noqa: SLF001


def vault_of(context: MigrationContext) -> Vault:
    """For a revision that seals what lay open; raises RuntimeError if none was handed in."""
    environment = context.environment_context
    config = environment and environment.config
    vault: Vault | None = config.attributes[VAULT] if config else None
    if vault is None:
        raise RuntimeError("these rows cannot be moved without the instance's keys")
    return vault


def differences(database: Database, metadata: MetaData) -> Sequence[Any]:
    """What must change for the database's tables to be ``metadata``; empty when they agree."""

    def compare(connection: Connection) -> Sequence[Any]:
        found: Sequence[Any] = compare_metadata(
            MigrationContext.configure(
                connection, opts={"compare_type": False, "include_object": _is_declared}
            ),
            metadata,
        )
        return found

    return database.read(compare)


def _is_declared(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    """All but full-text tables of SQLite (``fts_…``), which metadata cannot declare."""
    return not (kind == "table" and (name or "").startswith(FULL_TEXT))


def behind(database: Database, revisions: Path) -> bool:
    """Whether revisions are waiting to be run."""
    head = _script(revisions).get_current_head()
    return database.read(lambda c: MigrationContext.configure(c).get_current_revision() != head)


def _script(revisions: Path) -> ScriptDirectory:
    return ScriptDirectory(str(revisions.parent), version_locations=[str(revisions)])


def _run(database: Database, script: ScriptDirectory, steps: Any, vault: Vault | None) -> None:
    config = Config(attributes={VAULT: vault})

    def unit(connection: Connection) -> None:
        if database.dialect == "postgresql":  # of several that start at once, one at a time
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        with EnvironmentContext(config, script, fn=steps) as environment:
            environment.configure(connection=connection, transactional_ddl=True)
            environment.run_migrations()

    database.write(unit).result()
