"""Prepares exports: asks every context, and seals what they give into one file.

The rows are the queue: what a stop left half done is begun again. The file lies encrypted under a
key of its own that only its owner's key opens; the clear content never touches the disk.
"""

import asyncio
import logging
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from moim.contexts.users.application import exports
from moim.contexts.users.domain.export import Export, SealedFile
from moim.kernel.clock import Clock
from moim.platform.blobs import Blobs
from moim.platform.context import Context
from moim.platform.portability import Piece, Portion, add, collected
from moim.platform.rounds import every
from moim.platform.sealed_files import KEY_BYTES, SealedWriter, unsealed

log = logging.getLogger(__name__)

PIECES_AT_ONCE = 50
POLL_S = 60.0


@dataclass(kw_only=True)
class Exporter:
    """``portions`` is what each context gives, by its name; the house fills it."""

    use: Context[Any]
    blobs: Blobs
    portions: Mapping[str, Portion]
    clock: Clock
    _asked: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def nudge(self) -> None:
        """Look for what was asked for now."""
        self._asked.set()

    async def run(self) -> None:
        """Until cancelled."""
        await every(POLL_S, self.once, what="preparing exports", nudged=self._asked)

    async def once(self) -> bool:
        """Prepare the next one; whether there was one."""
        export = await self.use.run(exports.begin_next_export, None)
        if export is None:
            return False
        try:
            file = await self._made(export)
        except Exception:
            log.exception("an export could not be prepared")
            file = None
        command = exports.FinishExport(user_id=export.user_id, id=export.id, file=file)
        if not await self.use.run(exports.finish_export, command) and file is not None:
            await asyncio.to_thread(self.blobs.delete, file.blob_key)
        return True

    def stream(self, file: SealedFile) -> Iterator[bytes]:
        """The ZIP in clear, block by block. Raises NoSuchBlob."""
        return unsealed(self.blobs.open(file.blob_key), file.secret)

    async def _made(self, export: Export) -> SealedFile | None:
        """The file, sealed and kept; None if nobody wants it any more."""
        pieces = await collected(self.portions, export.user_id, self.clock())
        secret = os.urandom(KEY_BYTES)
        with tempfile.TemporaryDirectory(prefix="moim-export-") as folder:
            path = Path(folder) / "sealed"
            with path.open("wb") as target:
                writer = SealedWriter(target, secret)
                if not await self._filled(export, pieces, writer):
                    return None
            key = await asyncio.to_thread(self.blobs.put, path)
        return SealedFile(blob_key=key, secret=secret, size_bytes=writer.size_bytes)

    async def _filled(self, export: Export, pieces: Sequence[Piece], writer: SealedWriter) -> bool:
        with zipfile.ZipFile(cast("BinaryIO", writer), "w", zipfile.ZIP_DEFLATED) as archive:
            done = 0
            for some in _portions(pieces):
                command = exports.MoveExport(
                    user_id=export.user_id, id=export.id, done=done, total=len(pieces)
                )
                if not await self.use.run(exports.move_export, command):
                    return False
                await asyncio.to_thread(_put, archive, some)
                done += len(some)
        writer.close()
        return True


def _portions(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    for start in range(0, len(pieces), PIECES_AT_ONCE):
        yield pieces[start : start + PIECES_AT_ONCE]


def _put(archive: zipfile.ZipFile, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        add(archive, piece)
