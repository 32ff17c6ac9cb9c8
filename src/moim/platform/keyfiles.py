"""The instance's secrets on disk: readable by the owner alone, made once, replaced whole."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)

READABLE_BY_OTHERS = 0o007


class ExposedKeys(Exception):
    """A key file can be read by every account of the machine."""


class KeyFile(Generic[T]):
    """One JSON document of secrets under ``folder``, of the given type."""

    def __init__(self, folder: Path, name: str, kind: type[T], make: Callable[[], T]) -> None:
        """``make`` gives the first content if there is no file yet; the first process wins."""
        self._folder = folder
        self._path = folder / name
        self._kind = kind
        self._make = make

    def load(self) -> T:
        """The present content. Raises ExposedKeys if every account of the machine can read it."""
        try:
            return self._read()
        except FileNotFoundError:
            pass
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._write_beside(self._make())
        try:
            os.link(fresh, self._path)  # fails if another process was first; its keys count
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        self._sync_folder()
        return self._read()

    @contextmanager
    def changing(self) -> Iterator[T]:
        """The content to change in place; written when the block ends, one process at a time."""
        content = self.load()
        with (self._folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            content = self._read()
            yield content
            self._write_beside(content).replace(self._path)
            self._sync_folder()

    def _read(self) -> T:
        if self._path.stat().st_mode & READABLE_BY_OTHERS:
            raise ExposedKeys(f"{self._path} can be read by others; run: chmod 600 {self._path}")
        return msgspec.json.decode(self._path.read_bytes(), type=self._kind)

    def _write_beside(self, content: T) -> Path:
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".new-")  # 0600
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(content))
            file.flush()
            os.fsync(file.fileno())
        return Path(name)

    def _sync_folder(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
