"""Readers that die at work, to be called in a worker process."""

import os
import signal
from pathlib import Path
from typing import Any

from moim.contexts.workouts.adapters.reading import FileRead, read_file


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(grave: str, *args: Any) -> FileRead:
    """The first to come here dies; whoever comes after it reads."""
    try:
        Path(grave).touch(exist_ok=False)
    except FileExistsError:
        return read_file(*args)
    die()
    raise AssertionError
