"""Carries files from upload to verdict, and workouts from request to analysis.

The rows are the queue: a file without a verdict and a task without an end are taken up again
after a crash. Reading happens in worker processes; here only bytes are passed and rows written.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.workouts.adapters.arrivals import Arrivals
from moim.contexts.workouts.adapters.files.apart import TAKEN_APART
from moim.contexts.workouts.adapters.files.detect import format_of
from moim.contexts.workouts.adapters.files.refusals import FileTooLarge
from moim.contexts.workouts.adapters.reading import FileRead, read_file
from moim.contexts.workouts.adapters.unpacking import ORIGINAL_LOST, Unpacked, unpack
from moim.contexts.workouts.application.imports import (
    OpenArchive,
    SettleFile,
    open_archive,
    settle_file,
)
from moim.contexts.workouts.application.ports import Source
from moim.contexts.workouts.application.queries import (
    OneOf,
    Waiting,
    list_zones,
    recording_of,
    what_waits,
)
from moim.contexts.workouts.application.recordings import TakeReading, take_new_reading
from moim.contexts.workouts.domain.cropping import Crop
from moim.contexts.workouts.domain.imports import ImportFile
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import NoRecording
from moim.contexts.workouts.domain.zones import ZoneDefinition
from moim.kernel.errors import NotFound, Refusal, Stale
from moim.kernel.ids import new_id
from moim.platform.blobs import Blobs, NoSuchBlob
from moim.platform.context import Context
from moim.platform.db import Overloaded, TransactionLost
from moim.platform.rounds import every
from moim.platform.uploads import UploadedFile

log = logging.getLogger(__name__)

FILE_BYTES_MAX = 25_000_000
HEAD_BYTES = 4_096
READ_TIMEOUT_S = 120.0
UNPACK_TIMEOUT_S = 600.0
TAKEN_UP_AT_ONCE = 500
POLL_S = 5.0  # what a chart lacks is asked for by an event, which nudges nobody
NOT_STORED = "not-stored"
PASSING = (Stale, Overloaded, TransactionLost)
"""What may well succeed when it is tried again later."""

Zones = tuple[ZoneDefinition, ...]
Held = bytes | asyncio.Task[FileRead] | None
"""What is at hand of a file: its bytes, its reading under way, or nothing but the blob."""


class Workers(Protocol):
    """Processes that run a function on bytes."""

    async def run(self, function: Any, *args: Any, timeout_s: float) -> Any:
        """The function's result; raises a Refusal if the process died or took too long."""
        ...


@dataclass(kw_only=True)
class Importer:
    """Settles files and tasks. ``at_once`` bounds how many are between blob and row."""

    context: Context[Any]
    blobs: Blobs
    workers: Workers
    at_once: int
    arrivals: Arrivals = field(default_factory=Arrivals)
    _slots: asyncio.Semaphore = field(init=False)
    _aside: asyncio.Semaphore = field(init=False)
    _more_tasks: bool = field(init=False, default=False)
    _running: dict[UUID, asyncio.Task[None]] = field(init=False, default_factory=dict)
    _starting: set[UUID] = field(init=False, default_factory=set)
    _asked: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Nothing runs yet."""
        self._slots = asyncio.Semaphore(self.at_once)
        self._aside = asyncio.Semaphore(max(1, self.at_once - 1))  # a new file need not wait

    async def receive(
        self,
        import_id: UUID,
        user_id: UUID,
        files: Sequence[UploadedFile],
        start: Callable[[Sequence[ImportFile]], Any],
    ) -> asyncio.Task[None] | None:
        """Make uploaded files durable, have ``start`` note them, and begin to settle them.

        ``start`` is awaited with the files once they are safe; what it answers says whether they
        are new: if not, nothing more happens and None comes back. A single small file is being
        read while the disk is busy with it.
        """
        self._starting.add(import_id)
        early: asyncio.Task[FileRead] | None = None
        try:
            async with self.arrivals.arriving():
                noted = [described(file) for file in files]
                held: list[Held] = [file.data for file in files]
                if len(files) == 1 and files[0].data is not None and noted[0].kind == "file":
                    held[0] = early = asyncio.create_task(
                        self.read(noted[0], user_id, files[0].data)
                    )
                await asyncio.gather(*map(self.keep, files, noted))
                if not await start(noted):
                    return None
            settling, early = (
                self.begin(import_id, user_id, list(zip(noted, held, strict=True))),
                None,
            )
        finally:
            self._starting.discard(import_id)
            if early is not None:
                early.cancel()
        return settling

    async def keep(self, file: UploadedFile, noted: ImportFile) -> None:
        """Make the content durable; what is too large to be read is not kept."""
        if noted.sha256:
            content = file.data if file.data is not None else file.path
            assert content is not None  # noqa: S101 - an uploaded file is in memory or on disk
            await asyncio.to_thread(self.blobs.put, content, compress=noted.kind == "file")

    def begin(
        self, import_id: UUID, user_id: UUID, files: Sequence[tuple[ImportFile, Held]]
    ) -> asyncio.Task[None]:
        """Settle an import's files, of which more than the blob may be at hand."""
        return self._spawn(import_id, self._settle_all(import_id, user_id, files))

    def settling(self, import_id: UUID) -> asyncio.Task[None] | None:
        """What settles an import in this process just now."""
        return self._running.get(import_id)

    def nudge(self) -> None:
        """Look for tasks now."""
        self._asked.set()

    async def run(self) -> None:
        """Take up what a stop left, then whatever is asked for, until cancelled."""

        async def take_up() -> bool:
            more = await self._take_up()
            if more:
                await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            return more

        await every(POLL_S, take_up, what="looking for what waits", nudged=self._asked)

    async def catch_up(self) -> None:
        """Take up what waits and see it through."""
        await self._take_up()
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def read(
        self,
        file: ImportFile,
        user_id: UUID,
        data: bytes | None,
        crop: Crop | None = None,
        sport: Sport | None = None,
    ) -> FileRead:
        """What a file holds, with its owner's zones; ``data`` if it is at hand.

        ``sport`` is what its owner says it was, if they said.
        """
        async with self._slots:
            zones = tuple(await self.context.ask(list_zones, user_id))
            return await self._read(file, data, zones, crop, sport)

    async def _take_up(self) -> bool:
        """Begin what waits and nobody works on; whether there may be more of it."""
        waiting = await self.context.ask(what_waits, TAKEN_UP_AT_ONCE)
        by_import: dict[tuple[UUID, UUID], list[tuple[ImportFile, Held]]] = {}
        for one in waiting:
            if one.file is not None and one.import_id is not None:
                by_import.setdefault((one.import_id, one.user_id), []).append((one.file, None))
            elif one.id not in self._running:
                _ = self._spawn(one.id, self._rederive(one))
        self._more_tasks = sum(one.file is None for one in waiting) >= TAKEN_UP_AT_ONCE
        begun = False
        for (import_id, user_id), files in by_import.items():
            if import_id not in self._running and import_id not in self._starting:
                _ = self.begin(import_id, user_id, files)
                begun = True
        return begun and len(waiting) >= TAKEN_UP_AT_ONCE

    def _spawn(self, id: UUID, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._running[id] = task

        def done(finished: asyncio.Task[None]) -> None:
            if self._running.get(id) is finished:
                del self._running[id]
            if not finished.cancelled() and (error := finished.exception()):
                log.error("an import stumbled; it is taken up again", exc_info=error)

        task.add_done_callback(done)
        return task

    async def _settle_all(
        self, import_id: UUID, user_id: UUID, files: Sequence[tuple[ImportFile, Held]]
    ) -> None:
        async def one(file: ImportFile, held: Held) -> None:
            if isinstance(held, asyncio.Task):  # it has a slot of its own
                await self._settle(import_id, user_id, file.id, await held)
            elif file.kind == "archive":
                async with self._slots:
                    members = await self._open(import_id, user_id, file)
                await _all(one(member, None) for member in members)
            else:
                read = await self.read(file, user_id, held)
                await self._settle(import_id, user_id, file.id, read)

        await _all(one(file, held) for file, held in files)

    async def _settle(self, import_id: UUID, user_id: UUID, file_id: UUID, read: FileRead) -> None:
        """Write what was read and its verdict; what cannot be written fails instead of waiting."""
        command = SettleFile(
            import_id=import_id,
            user_id=user_id,
            file_id=file_id,
            readings=read.readings,
            reason=read.reason,
            details=read.details,
        )
        try:
            await self.context.run(settle_file, command)
        except NotFound:
            log.info("an import was gone before its file could be settled")
        except PASSING:
            raise
        except Exception:
            if not read.readings:
                raise
            log.exception("a file that could be read could not be stored")
            failed = FileRead(reason=NOT_STORED)
            await self._settle(import_id, user_id, file_id, failed)

    async def _read(
        self,
        file: ImportFile,
        data: bytes | None,
        zones: Zones,
        crop: Crop | None,
        sport: Sport | None,
    ) -> FileRead:
        if file.size_bytes > FILE_BYTES_MAX:
            return _refused(FileTooLarge())
        try:
            if data is None:
                data = await asyncio.to_thread(self.blobs.get, file.sha256)
            read: FileRead = await self.workers.run(
                read_file, data, file.name, zones, crop, sport, timeout_s=READ_TIMEOUT_S
            )
        except NoSuchBlob:
            log.exception("an original is not among the blobs")
            return FileRead(reason=ORIGINAL_LOST)
        except Refusal as refusal:
            return _refused(refusal)
        return read

    async def _open(
        self, import_id: UUID, user_id: UUID, archive: ImportFile
    ) -> Sequence[ImportFile]:
        """Keep each member among the blobs and put them in the archive's place."""
        try:
            async with self.arrivals.arriving():
                unpacked: Unpacked = await self.workers.run(
                    unpack, self.blobs, archive.sha256, timeout_s=UNPACK_TIMEOUT_S
                )
                if unpacked.members:
                    command = OpenArchive(
                        import_id=import_id,
                        user_id=user_id,
                        file_id=archive.id,
                        members=unpacked.members,
                    )
                    await self.context.run(open_archive, command)
        except NotFound:
            log.info("an import was gone before its archive could be opened")
            return ()
        except PASSING:
            raise
        except Refusal as refusal:
            unpacked = Unpacked(reason=refusal.code, details=_texts(refusal))
        if not unpacked.members:
            why = FileRead(reason=unpacked.reason, details=unpacked.details)
            await self._settle(import_id, user_id, archive.id, why)
        return [member for member in unpacked.members if member.outcome is None]

    async def _rederive(self, task: Waiting) -> None:
        """Derive a workout anew from its chosen source; one that has none is left as it is."""
        if task.workout_id is None or task.request_id is None:
            return
        try:
            async with self._aside:
                while not await self._rederived(task, task.workout_id, task.request_id):
                    log.info("a workout changed while it was derived anew; once more")
        except NotFound:
            log.info("a workout was gone before it could be derived anew")
        if self._more_tasks and len(self._running) == 1:  # the last of those taken up
            self.nudge()

    async def _rederived(self, task: Waiting, workout_id: UUID, request_id: UUID) -> bool:
        source = crop = reading = None
        try:
            about = OneOf(id=workout_id, user_id=task.user_id)
            workout, source = await self.context.ask(recording_of, about)
        except NoRecording:
            log.info("a workout has no recording to be derived anew")
        else:
            crop = workout.crop
            read = await self.read(original_of(source), task.user_id, None, crop, workout.sport)
            reading = next((one for one in read.readings if one.position == source.position), None)
        return await self.context.run(
            take_new_reading,
            TakeReading(
                workout_id=workout_id,
                user_id=task.user_id,
                task_id=task.id,
                request_id=request_id,
                asked=task.asked,
                source=source,
                crop=crop,
                reading=reading,
            ),
        )


def original_of(source: Source) -> ImportFile:
    """A workout's original as a file to read: it was small enough when it came."""
    return ImportFile(
        id=source.import_file_id, name=source.name, sha256=source.sha256, size_bytes=0
    )


def described(file: UploadedFile) -> ImportFile:
    """An uploaded file as an import notes it; without SHA-256 if it is too large to be kept."""
    kind = kind_of(file.data[:HEAD_BYTES] if file.data is not None else _head(file))
    kept = kind == "archive" or file.size_bytes <= FILE_BYTES_MAX
    return ImportFile(
        id=new_id(),
        name=file.name,
        sha256=file.sha256 if kept else "",
        size_bytes=file.size_bytes,
        kind=kind,
    )


def kind_of(head: bytes) -> str:
    """``archive`` for what is taken apart into several files, else ``file``, by the first bytes."""
    return "archive" if format_of(head) in TAKEN_APART else "file"


async def _all(steps: Any) -> None:
    """Every step to its end; then the first of their errors, if any."""
    for result in await asyncio.gather(*steps, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


def _head(file: UploadedFile) -> bytes:
    if file.path is None:
        return b""
    with file.path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _refused(refusal: Refusal) -> FileRead:
    return FileRead(reason=refusal.code, details=_texts(refusal))


def _texts(refusal: Refusal) -> dict[str, str]:
    return {name: str(value) for name, value in refusal.details.items()}
