"""What every test may use: the servers that the suite starts itself, and what it does without."""

import gc
import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest

from tests.routes_once import compile_routes_once
from tests.servers import Postgres, find_chromium, find_postgres

REQUIRED = "MOIM_TEST_REQUIRE"
NEEDS = {
    "postgres": ("postgres", find_postgres, "PostgreSQL (initdb and postgres)"),
    "browser": ("chromium", find_chromium, "Chromium"),
}
hypothesis.settings.register_profile(
    "moim",
    deadline=None,  # how long it takes is the machine's
    max_examples=30,  # they are others each time; all of them together have ten minutes
)
hypothesis.settings.load_profile("moim")
compile_routes_once()
GARBAGE_AFTER = 20_000  # as the program itself has it
SKIPPED = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs a server that this machine has not, unless it is required to have it."""
    required = {name.strip() for name in os.environ.get(REQUIRED, "").split(",")}
    for marker, (name, find, called) in NEEDS.items():
        concerned = [item for item in items if _needs(item, marker)]
        if not concerned or find() is not None:
            continue
        if name in required:
            raise pytest.UsageError(f"{REQUIRED} names {name}, but {called} cannot be found")
        config.stash[SKIPPED][called] = len(concerned)
        for item in concerned:
            item.add_marker(pytest.mark.skip(reason=f"{called} cannot be found"))


def pytest_collection_finish() -> None:
    """Some thousand tests stay until the end: the collector need not walk them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)


def _needs(item: pytest.Item, marker: str) -> bool:
    if item.get_closest_marker(marker) is not None:
        return True
    return marker == "postgres" and bool(
        {"postgres_url", "new_postgres"} & set(getattr(item, "fixturenames", ()))
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for called, count in terminalreporter.config.stash[SKIPPED].items():
        terminalreporter.write_line(f"{count} tests skipped: {called} cannot be found here.")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL server of this test process, on a free port, gone at the end."""
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Postgres) -> str:
    """The server's own database, to connect to; make others with ``new_postgres``."""
    return postgres_server.url("postgres")


@pytest.fixture
def new_postgres(postgres_server: Postgres) -> Iterator[Callable[[str], str]]:
    """Call with a context's name: the URL of an empty database, dropped after the test."""
    made: list[str] = []

    def make(context: str) -> str:
        made.append(postgres_server.create(context))
        return postgres_server.url(made[-1])

    yield make
    for name in made:
        postgres_server.drop(name)
