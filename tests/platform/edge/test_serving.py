import asyncio
import io
import json
import logging
import socket

import httpx
import psycopg
import pytest
import uvicorn

from moim.platform.http.listening import listen
from moim.platform.telemetry import configure_logging


def test_connections_accepted_from_a_shared_socket_answer_without_delay():
    with listen("127.0.0.1", 0) as listener:
        shared = socket.socket(fileno=socket.dup(listener.fileno()))  # as a worker process has it
        with socket.create_connection(listener.getsockname()), shared:
            accepted, _ = shared.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_that_is_taken_is_not_shared():
    with listen("127.0.0.1", 0) as listener, pytest.raises(OSError, match="in use"):
        listen(*listener.getsockname())


@pytest.fixture
async def served(app):
    """The application on a real server and a free port."""
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(app, http="httptools", loop="asyncio", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - it offers nothing to wait for
        await asyncio.sleep(0.005)
    yield "http://{}:{}".format(*listener.getsockname())
    server.should_exit = True
    await serving


async def test_over_a_real_connection_a_body_too_large_is_refused_and_the_next_one_works(served):
    async with httpx.AsyncClient(base_url=served) as client:
        refused = await client.post("/v1/nothing", content=b"x" * 100)
        well = await client.get("/healthz")

    assert refused.status_code == 404
    assert well.status_code == 200


async def test_the_figures_are_told_to_this_machine(served):
    async with httpx.AsyncClient(base_url=served) as client:
        await client.get("/healthz")
        figures = await client.get("/metrics")

    assert 'route="/healthz"' in figures.text


def test_every_logger_speaks_json():
    root = logging.getLogger()
    before = (root.handlers, root.level)
    stream = io.StringIO()
    try:
        configure_logging("info", stream)
        logging.getLogger("uvicorn.error").info("started on %s", "here")
    finally:
        root.handlers, level = before
        root.setLevel(level)

    line = json.loads(stream.getvalue())
    assert (line["logger"], line["level"], line["message"]) == (
        "uvicorn.error",
        "info",
        "started on here",
    )
    assert line["at"].endswith("Z")


@pytest.mark.postgres
def test_each_test_may_have_empty_databases_of_its_own(new_postgres):
    users, workouts = new_postgres("users"), new_postgres("workouts")

    with psycopg.connect(users) as one, psycopg.connect(workouts) as other:
        one.execute("create table accounts (id int)")
        assert one.execute("select count(*) from accounts").fetchone() == (0,)
        assert other.execute("select to_regclass('accounts')").fetchone() == (None,)
