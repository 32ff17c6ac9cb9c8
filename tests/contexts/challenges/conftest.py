from collections.abc import AsyncIterator

import pytest

from moim.contexts.challenges.context import REVISIONS
from moim.contexts.challenges.persistence.tables import metadata
from moim.platform.db import Database
from tests.contexts.challenges.world import World
from tests.contexts.conftest import Schema


@pytest.fixture
def schema() -> Schema:
    return Schema("challenges", REVISIONS, metadata)


@pytest.fixture
async def world(database: Database, tmp_path) -> AsyncIterator[World]:
    world = World(database, tmp_path)
    yield world
    await world.close()
