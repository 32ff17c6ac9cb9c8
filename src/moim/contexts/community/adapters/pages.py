"""Pages that many ask for at once: told from memory until something on their board changes.

The key names all that a page depends on. What another process changes is seen two seconds later.
"""

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
    ) -> tuple[bytes, str]:
        """The page and its ETag, from memory or made now."""
        revision, now_s = self._revisions.get(board, 0), time.monotonic()
        page = self._pages.get(key)
        if page is not None and page.revision == revision and now_s - page.made_s < HOLDS_S:
            self._pages.move_to_end(key)
            return page.content, page.etag
        content = await make()
        made = _Page(content, tag(content), revision, now_s)
        self._pages[key] = made
        self._pages.move_to_end(key)
        if len(self._pages) > PAGES_MAX:
            self._pages.popitem(last=False)
        return made.content, made.etag
