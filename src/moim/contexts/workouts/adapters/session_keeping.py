"""Looks after live sessions: those that fell silent, and those whose workout is to be made.

The rows are the queue: a session that was ending when the process died is taken up again.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from moim.contexts.workouts.adapters.importing import READ_TIMEOUT_S, Importer
from moim.contexts.workouts.adapters.live_distances import LocalLiveDistances
from moim.contexts.workouts.adapters.reading import FileRead
from moim.contexts.workouts.adapters.session_reading import (
    SessionRead,
    gpx_of_session,
    read_session,
)
from moim.contexts.workouts.application.live_sessions import (
    OneSession,
    SettleSession,
    recorded_of,
    sessions_to_tend,
    settle_session,
    tend_session,
)
from moim.contexts.workouts.application.queries import list_zones
from moim.contexts.workouts.domain.imports import ImportFile
from moim.contexts.workouts.domain.live_points import track_of_batches
from moim.contexts.workouts.domain.live_session import LiveSession, State
from moim.kernel.errors import NotFound, Refusal
from moim.kernel.ids import new_id
from moim.platform.context import Context
from moim.platform.live import Hub
from moim.platform.rounds import every

log = logging.getLogger(__name__)

LOOK_EVERY_S = 10.0
TOPIC = "workout-session"


@dataclass(kw_only=True)
class SessionKeeper:
    """Tends sessions, makes their workouts, and tells who watches."""

    context: Context[Any]
    importer: Importer
    hub: Hub
    distances: LocalLiveDistances
    _making: dict[UUID, asyncio.Task[None]] = field(init=False, default_factory=dict)

    def tell(self, session: LiveSession) -> None:
        """Say to whoever watches that there is something new."""
        self.distances.note(session)
        self.hub.tell(f"{TOPIC}:{session.id}", session.version)

    async def run(self) -> None:
        """Look after them until cancelled."""
        await every(LOOK_EVERY_S, self.look, what="looking after live sessions")

    async def look(self) -> None:
        """Tend all that are due and see to their workouts."""
        for due in await self.context.ask(sessions_to_tend, self.context.clock()):
            try:
                session = await self.context.run(tend_session, due)
            except NotFound:
                continue
            self.tell(session)
            if session.state is State.ENDING:
                await asyncio.wait([self.make(due)])

    def make(self, about: OneSession) -> asyncio.Task[None]:
        """Make the workout of a session that is ending, unless that is being done."""
        making = self._making.get(about.session_id)
        if making is None:
            making = asyncio.create_task(self._make(about))
            self._making[about.session_id] = making
            making.add_done_callback(lambda done: self._made(about.session_id, done))
        return making

    def _made(self, session_id: UUID, task: asyncio.Task[None]) -> None:
        self._making.pop(session_id, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("making a session's workout stumbled; it is tried again", exc_info=error)

    async def _make(self, about: OneSession) -> None:
        try:
            session, kept = await self.context.ask(recorded_of, about)
            if session.state is not State.ENDING:
                return
            made = await self._read(session, kept)
            async with self.importer.arrivals.arriving():
                file = await self._keep(session, made.original) if made.original else None
                settled = await self.context.run(
                    settle_session,
                    SettleSession(
                        session_id=session.id,
                        user_id=session.user_id,
                        file=file,
                        readings=made.read.readings,
                        reason=made.read.reason,
                        details=made.read.details,
                    ),
                )
        except NotFound:
            log.info("a live session was gone before its workout could be made")
        else:
            self.tell(settled)

    async def _read(self, session: LiveSession, kept: bytes) -> SessionRead:
        if not kept:
            return SessionRead(original=b"", read=FileRead())
        zones = tuple(await self.context.ask(list_zones, session.user_id))
        try:
            read: SessionRead = await self.importer.workers.run(
                read_session,
                kept,
                session.pauses_ms,
                session.sport,
                name_of(session),
                zones,
                timeout_s=READ_TIMEOUT_S,
            )
        except Refusal as refusal:  # the workers gave up: what was sent stays, with the reason
            track = track_of_batches(kept, session.pauses_ms)
            original = await asyncio.to_thread(gpx_of_session, track, session.sport)
            return SessionRead(original=original, read=FileRead(reason=refusal.code))
        return read

    async def _keep(self, session: LiveSession, original: bytes) -> ImportFile:
        sha256 = await asyncio.to_thread(self.importer.blobs.put, original, compress=True)
        return ImportFile(
            id=new_id(), name=name_of(session), sha256=sha256, size_bytes=len(original)
        )


def name_of(session: LiveSession) -> str:
    """What the session's original is called."""
    return f"{session.started_at:%Y-%m-%dT%H%M%SZ}-{session.sport.value}.gpx"
