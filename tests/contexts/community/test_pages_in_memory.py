"""Pages told from memory: made once for all who ask at once, and anew when their board changes."""

import asyncio

import pytest

from moim.contexts.community.adapters.pages import HOLDS_S, Pages


class Maker:
    """Makes a page when it is let; ``made`` counts how often it began."""

    def __init__(self) -> None:
        self.made = 0
        self.began = asyncio.Condition()
        self.let = asyncio.Event()
        self.fails = False

    async def __call__(self) -> bytes:
        async with self.began:
            self.made += 1
            number = self.made
            self.began.notify_all()
        await self.let.wait()
        if self.fails:
            raise LookupError
        return b"page %d" % number


@pytest.fixture
async def maker() -> Maker:
    return Maker()


def ask(pages: Pages, maker: Maker, board: str = "free") -> asyncio.Task[tuple[bytes, str]]:
    return asyncio.ensure_future(
        pages.get(board, "newest", maker, lambda content: content.decode())
    )


async def until_asked(maker: Maker, times: int) -> None:
    async with maker.began:
        await maker.began.wait_for(lambda: maker.made == times)


async def test_what_many_ask_for_at_once_is_made_once(maker: Maker):
    pages = Pages()
    asking = [ask(pages, maker) for _ in range(64)]
    await until_asked(maker, 1)
    maker.let.set()
    assert set(await asyncio.gather(*asking)) == {(b"page 1", "page 1")}
    assert await ask(pages, maker) == (b"page 1", "page 1")
    assert maker.made == 1


async def test_who_asks_after_a_change_does_not_get_what_was_begun_before_it(maker: Maker):
    pages = Pages()
    before = ask(pages, maker)
    await until_asked(maker, 1)
    pages.changed("free")
    after = ask(pages, maker)
    await until_asked(maker, 2)
    maker.let.set()
    assert (await before)[0] == b"page 1"
    assert (await after)[0] == b"page 2"
    assert (await ask(pages, maker))[0] != b"page 1"


async def test_what_was_held_long_enough_is_told_while_it_is_made_anew(
    maker: Maker, monkeypatch: pytest.MonkeyPatch
):
    now_s = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now_s)
    pages = Pages()
    maker.let.set()
    await ask(pages, maker)
    maker.let.clear()
    now_s += HOLDS_S
    assert (await ask(pages, maker))[0] == b"page 1"
    await until_asked(maker, 2)
    now_s += 2 * HOLDS_S
    late = ask(pages, maker)
    maker.let.set()
    assert (await late)[0] == b"page 2"


async def test_who_goes_away_does_not_take_it_from_the_others(maker: Maker):
    pages = Pages()
    gone, waiting = ask(pages, maker), ask(pages, maker)
    await until_asked(maker, 1)
    gone.cancel()
    maker.let.set()
    assert (await waiting)[0] == b"page 1"


async def test_a_failure_is_told_to_all_who_waited_and_not_kept(maker: Maker):
    pages = Pages()
    maker.fails = True
    asking = [ask(pages, maker) for _ in range(3)]
    maker.let.set()
    assert [type(told) for told in await asyncio.gather(*asking, return_exceptions=True)] == [
        LookupError
    ] * 3
    maker.fails = False
    assert (await ask(pages, maker))[0] == b"page 2"
