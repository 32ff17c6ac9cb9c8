from collections.abc import AsyncIterator

import pytest

from moim.contexts.insights.context import REVISIONS
from moim.contexts.insights.persistence.tables import metadata
from moim.platform.db import Database
from tests.contexts.conftest import Schema
from tests.contexts.insights.world import World


@pytest.fixture
def schema() -> Schema:
    return Schema("insights", REVISIONS, metadata)


@pytest.fixture
async def world(database: Database, tmp_path) -> AsyncIterator[World]:
    world = World(database, tmp_path)
    yield world
    await world.close()
