"""Bytes that belong to rows but not in them: files, photos, renders. Named by their content."""

import contextlib
import hashlib
import io
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Protocol, cast

import zstandard

from moim.kernel.ids import new_id

PIECE_BYTES = 256 * 1024
COMPRESSION_LEVEL = 1  # device files shrink as far as by 3, in two thirds of the time
COMPRESSED = ".zst"
KEY = re.compile(r"[0-9a-f]{64}")
TEMPORARY = "incoming"


class NoSuchBlob(LookupError):
    """Nothing is kept under this key."""


class Blobs(Protocol):
    """A store of immutable contents; the key is the SHA-256 of the content, in hexadecimal."""

    def put(self, content: bytes | Path, *, compress: bool = False) -> str:
        """Keep the content, durably when this returns; answer its key.

        ``compress`` for what is not compressed already. The key is that of the original.
        """
        ...

    def get(self, key: str) -> bytes:
        """The content. Raises NoSuchBlob."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The content as a stream, for what is large. Raises NoSuchBlob."""
        ...

    def exists(self, key: str) -> bool:
        """Whether the content is kept."""
        ...

    def delete(self, key: str) -> bool:
        """Let go of it; whether it was there."""
        ...

    def iterate(self) -> Iterator[str]:
        """Every key, in no order."""
        ...


class FolderBlobs:
    """Blobs as files: written under another name, synced, then renamed.

    A crash at any moment leaves either the whole content under its key or a file in ``incoming``
    that ``sweep`` removes. They lie in 256 folders: with more, nearly every new file would wait
    for the disk to note a new folder too.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder if need be."""
        self._folder = folder
        self._incoming = folder / TEMPORARY
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes | Path, *, compress: bool = False) -> str:
        """See Blobs. A content that is there already costs only its hashing."""
        key = _hash_of(content)
        if self._find(key) is not None:
            return key
        target = self._path(key, compressed=compress)
        temporary = self._incoming / str(new_id())
        try:
            with temporary.open("xb") as file:
                _write(content, file, compress=compress)
                file.flush()
                os.fsync(file.fileno())
            self._make_folder(target.parent)
            temporary.replace(target)
            _sync(target.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return key

    def get(self, key: str) -> bytes:
        """See Blobs."""
        with self.open(key) as stream:
            return stream.read()

    def open(self, key: str) -> BinaryIO:
        """See Blobs."""
        path = self._find(key)
        if path is None:
            raise NoSuchBlob(key)
        raw = path.open("rb")
        if path.suffix != COMPRESSED:
            return raw
        reader = zstandard.ZstdDecompressor().stream_reader(raw, closefd=True)
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", reader), PIECE_BYTES))

    def exists(self, key: str) -> bool:
        """See Blobs."""
        return self._find(key) is not None

    def delete(self, key: str) -> bool:
        """See Blobs."""
        path = self._find(key)
        if path is None:
            return False
        path.unlink(missing_ok=True)
        _sync(path.parent)
        return True

    def iterate(self) -> Iterator[str]:
        """See Blobs."""
        for path in self._folder.glob("??/*"):
            key = path.name.removesuffix(COMPRESSED)
            if KEY.fullmatch(key):
                yield key

    def sweep(self, older_than_s: float = 3600.0) -> int:
        """Remove what crashed writers left in ``incoming``; how many. Run it at the start."""
        oldest = time.time() - older_than_s
        removed = 0
        for path in self._incoming.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime <= oldest:
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, key: str, *, compressed: bool) -> Path:
        if not KEY.fullmatch(key):
            raise NoSuchBlob(key)
        return self._folder / key[:2] / (key + (COMPRESSED if compressed else ""))

    def _find(self, key: str) -> Path | None:
        for compressed in (False, True):
            path = self._path(key, compressed=compressed)
            if path.exists():
                return path
        return None

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(exist_ok=True)
        _sync(self._folder)


def sweep_all(folder: Path) -> int:
    """``FolderBlobs.sweep`` of each store in ``folder``, a folder each; how many it removed."""
    return sum(FolderBlobs(incoming.parent).sweep() for incoming in folder.glob(f"*/{TEMPORARY}"))


def _hash_of(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(content: bytes | Path, file: IO[bytes], *, compress: bool) -> None:
    source: IO[bytes] = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    with source:
        if not compress:
            shutil.copyfileobj(source, file, PIECE_BYTES)
            return
        compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL)
        compressor.copy_stream(source, file)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
