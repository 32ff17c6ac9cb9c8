from collections.abc import AsyncIterator

import pytest

from moim.contexts.community.context import REVISIONS
from moim.contexts.community.persistence.tables import metadata
from moim.platform.db import Database
from tests.contexts.community.world import World
from tests.contexts.conftest import Schema


@pytest.fixture
def schema() -> Schema:
    return Schema("community", REVISIONS, metadata)


@pytest.fixture
async def world(database: Database, tmp_path) -> AsyncIterator[World]:
    world = World(database, tmp_path)
    yield world
    await world.close()
