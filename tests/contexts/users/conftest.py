import pytest

from moim.contexts.users.context import REVISIONS
from moim.contexts.users.persistence.tables import metadata
from tests.contexts.conftest import Schema
from tests.contexts.users.world import World


@pytest.fixture
def schema() -> Schema:
    return Schema("users", REVISIONS, metadata)


@pytest.fixture
def world(either_database, tmp_path) -> World:
    """On either database: for what depends on what a transaction does."""
    return World(either_database, tmp_path)


@pytest.fixture
def sqlite_world(sqlite, tmp_path) -> World:
    """On SQLite alone: for what the edge and the domain decide."""
    return World(sqlite, tmp_path)
