"""Pages that many ask for at once: told from memory until something on their board changes.

The key names all that a page depends on. What another process changes is seen two to four seconds
later: a page that was held for two is told again while it is made anew, so that nobody waits for
what everybody asks.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

PAGES_MAX = 2_000
HOLDS_S = 2.0
EVERY_BOARD = ""


@dataclass(slots=True)
class _Page:
    content: bytes
    etag: str
    revision: int
    made_s: float


class Pages:
    """The cache of this process, and what has changed since a page was made."""

    def __init__(self) -> None:
        """Nothing kept yet."""
        self._pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._revisions: dict[str, int] = {}
        self._making: dict[Hashable, asyncio.Future[_Page]] = {}

    def changed(self, board: str) -> None:
        """Pages of the board, and those of all boards, hold no longer. From any thread."""
        for name in (board, EVERY_BOARD):
            self._revisions[name] = self._revisions.get(name, 0) + 1

    async def get(
        self,
        board: str,
        key: Hashable,
        make: Callable[[], Awaitable[bytes]],
        tag: Callable[[bytes], str],
        holds_s: float = HOLDS_S,
    ) -> tuple[bytes, str]:
        """The page and its ETag, from memory or made now, once for all who wait for it.

        One that was held for ``holds_s`` is told once more while it is made anew, up to twice that.
        """
        revision, now_s = self._revisions.get(board, 0), time.monotonic()
        page = self._pages.get(key)
        told_s = 2 * holds_s
        age_s = now_s - page.made_s if page and page.revision == revision else told_s
        if page is None or age_s >= holds_s:
            making = self._begun(key, revision, make, tag)
            if page is None or age_s >= told_s:
                page = await asyncio.shield(making)  # who goes away does not take it from others
        else:
            self._pages.move_to_end(key)
        return page.content, page.etag

    def _begun(
        self,
        key: Hashable,
        revision: int,
        make: Callable[[], Awaitable[bytes]],
        tag: Callable[[bytes], str],
    ) -> asyncio.Future[_Page]:
        since = (key, revision)
        making = self._making.get(since)
        if making is None:
            making = asyncio.ensure_future(self._made(key, revision, make, tag))
            self._making[since] = making
            making.add_done_callback(lambda _: self._making.pop(since))
        return making

    async def _made(
        self,
        key: Hashable,
        revision: int,
        make: Callable[[], Awaitable[bytes]],
        tag: Callable[[bytes], str],
    ) -> _Page:
        began_s = time.monotonic()
        content = await make()
        page = self._pages[key] = _Page(content, tag(content), revision, began_s)
        self._pages.move_to_end(key)
        if len(self._pages) > PAGES_MAX:
            self._pages.popitem(last=False)
        return page
