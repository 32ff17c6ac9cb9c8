import asyncio
import selectors
import socket
import sys

import pytest

from moim.platform.http.turns import AT_ONCE, fair_loop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="epoll is Linux's")


@pytest.fixture
def pairs():
    made = [socket.socketpair() for _ in range(3 * AT_ONCE)]
    yield made
    for pair in made:
        for end in pair:
            end.close()


def test_however_many_are_ready_each_has_its_turn_before_one_has_two(pairs):
    from moim.platform.http.turns import FewAtOnce

    with FewAtOnce() as selector:
        for number, (ours, theirs) in enumerate(pairs):
            selector.register(ours, selectors.EVENT_READ, number)
            theirs.send(b"x")
        turns = [[key.data for key, _ in selector.select(1)] for _ in range(3)]

        assert [len(turn) for turn in turns] == [AT_ONCE] * 3
        assert sorted(number for turn in turns for number in turn) == list(range(3 * AT_ONCE))


def test_who_is_not_watched_any_more_is_not_named(pairs):
    from moim.platform.http.turns import FewAtOnce

    ours, theirs = pairs[0]
    with FewAtOnce() as selector:
        selector.register(ours, selectors.EVENT_READ | selectors.EVENT_WRITE)
        ((key, events),) = selector.select(1)
        assert (key.fileobj, events) == (ours, selectors.EVENT_WRITE)
        theirs.send(b"x")
        ((_, events),) = selector.select(1)
        assert events == selectors.EVENT_READ | selectors.EVENT_WRITE
        selector.unregister(ours)
        assert selector.select(0) == []


def test_a_loop_of_turns_answers_everybody():
    async def talk() -> list[bytes]:
        async def echo(reader, writer):
            writer.write(await reader.readline())
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1")
        address = server.sockets[0].getsockname()[:2]

        async def ask(number: int) -> bytes:
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"%d\n" % number)
            answer = await reader.readline()
            writer.close()
            return answer

        async with server:
            return await asyncio.gather(*(ask(number) for number in range(100)))

    with asyncio.Runner(loop_factory=fair_loop) as runner:
        assert runner.run(talk()) == [b"%d\n" % number for number in range(100)]
