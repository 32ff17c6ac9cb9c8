"""The event loop's turns: a few connections each, so that the first need not wait for the last."""

import asyncio
import math
import os
import select
import selectors
import sys

AT_ONCE = 8


def fair_loop() -> asyncio.AbstractEventLoop:
    """A loop that takes up a few of the ready connections, answers them, and looks again.

    The standard one takes up all, then answers all: of 64 that ask without a pause, one that
    comes just too late for a turn waits for two whole turns.
    """
    if sys.platform != "linux":
        return asyncio.new_event_loop()
    return asyncio.SelectorEventLoop(FewAtOnce())


if sys.platform == "linux":

    class FewAtOnce(selectors.EpollSelector):
        """The kernel names those that are ready in turn, each again only after all the others."""

        def __init__(self) -> None:
            """A second handle on the same set, so as to ask it for a few."""
            super().__init__()
            self._asked = select.epoll.fromfd(os.dup(self.fileno()))

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            """As every selector's, but for AT_ONCE at most; the rest are not forgotten."""
            wait_s = -1.0 if timeout is None else max(math.ceil(timeout * 1e3) * 1e-3, 0.0)
            keys, found = self.get_map(), []
            for number, events in self._asked.poll(wait_s, AT_ONCE):
                key = keys.get(number)
                if key is not None:
                    told = selectors.EVENT_READ if events & ~select.EPOLLOUT else 0
                    told |= selectors.EVENT_WRITE if events & ~select.EPOLLIN else 0
                    found.append((key, told & key.events))
            return found

        def close(self) -> None:
            """Both handles."""
            self._asked.close()
            super().close()
