"""What the workers of the tests are given to do."""

import os
import signal
import time
from pathlib import Path

from moim.kernel.errors import Conflict


class NotToday(Conflict):
    code = "test-not-today"
    ko = "오늘은 {reason} 때문에 안 됩니다."
    en = "Not today: {reason}."


class Unpicklable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} {two}")


def double(content: bytes) -> bytes:
    return content + content


def whoami() -> int:
    return os.getpid()


def open_descriptors() -> set[str]:
    links = list(Path("/proc/self/fd").iterdir())
    return {str(link.readlink()) for link in links if link.is_symlink()}


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crash_once(marker: str) -> str:
    path = Path(marker)
    if not path.exists():
        path.touch()
        crash()
    return "second time"


def never_ends() -> None:
    while True:
        time.sleep(60)


def refuse() -> None:
    raise NotToday(reason="rain")


def fail() -> None:
    raise ValueError("no such second")


def fail_strangely() -> None:
    raise Unpicklable(1, 2)


def serve_until_orphaned(report: str) -> None:
    """A parent with a worker, which then is killed without a chance to tidy up."""
    import asyncio

    from moim.platform.processes import WorkerPool

    with asyncio.Runner() as runner:
        pool = WorkerPool(1)
        Path(report).write_text(str(runner.run(pool.run(whoami))))
        crash()
