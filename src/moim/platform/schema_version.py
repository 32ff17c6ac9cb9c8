"""Whether a database has the tables the code expects, asked without loading Alembic.

Alembic with what it draws in takes a quarter of a second to load, and most starts find nothing
to do. Revisions are named after their number (``0002_wishes.py`` is revision ``0002``), so the
newest is the last name in the folder.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect

from moim.platform.db import Database

VERSION = "alembic_version"


def newest(revisions: Path) -> str | None:
    """The number of the newest revision in the folder; None if there is none."""
    names = sorted(path.stem for path in revisions.glob("[0-9]*.py"))
    return names[-1].partition("_")[0] if names else None


def is_newest(database: Database, revisions: Path) -> bool:
    """Whether every revision in the folder has been run."""
    return database.read(_version) == newest(revisions)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION):
        return None
    version: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION}").scalar()  # noqa: S608 - our own name
    return version
