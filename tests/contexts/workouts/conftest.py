import pytest

from moim.contexts.workouts.context import REVISIONS
from moim.contexts.workouts.persistence.tables import metadata
from tests.contexts.conftest import Schema
from tests.contexts.workouts.world import Person, World


@pytest.fixture
def schema() -> Schema:
    return Schema("workouts", REVISIONS, metadata)


@pytest.fixture
async def world(database, tmp_path) -> World:
    return World(database, tmp_path)


@pytest.fixture
async def either_world(either_database, tmp_path) -> World:
    return World(either_database, tmp_path)


@pytest.fixture
async def runner(world) -> Person:
    return world.person()


@pytest.fixture
async def either_runner(either_world) -> Person:
    return either_world.person()
