"""An export: everything kept of somebody, prepared for them as one file, for some days."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, NotFound

KEPT = timedelta(days=3)
SILENCE_MAX = timedelta(minutes=5)
"""Whoever prepares an export and says nothing for so long is not there any more."""


class NoExport(NotFound):
    """None was asked for, or it ran out."""

    code = "no-export"
    ko = "내려받을 데이터가 없습니다. 내보내기를 다시 요청하세요."
    en = "There is no export of your data. Ask for one."


class ExportNotReady(Conflict):
    """It is still being prepared, or could not be."""

    code = "export-not-ready"
    ko = "아직 데이터를 준비하고 있습니다. 잠시 후 다시 시도하세요."
    en = "Your data is still being prepared. Try again in a moment."


class ExportBySessionOnly(Forbidden):
    """A script's token does not reach everything, so it cannot fetch everything."""

    code = "export-by-session-only"
    ko = "개인 토큰으로는 전체 데이터를 내보낼 수 없습니다. 로그인해서 내보내세요."
    en = "A personal token cannot export everything. Sign in to export your data."


class State(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """Where the prepared file lies and what opens it."""

    blob_key: str
    secret: bytes = field(repr=False)
    size_bytes: int


@dataclass(kw_only=True, eq=False)
class Export(Aggregate):
    """The newest export of one account: there is one at a time.

    ``done`` of ``total`` pieces are in it; ``total`` is 0 until it is known. ``touched_at`` is
    when anything was last heard of it.
    """

    user_id: UUID
    id: UUID
    asked_at: datetime
    touched_at: datetime
    state: State = State.WAITING
    done: int = 0
    total: int = 0
    file: SealedFile | None = None
    expires_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether it will be ready by itself."""
        return self.state in (State.WAITING, State.MAKING)

    def ask_anew(self, id: UUID, at: datetime) -> SealedFile | None:
        """Begin another one; the file of the one before, which nobody needs now."""
        before, self.file = self.file, None
        self.id, self.asked_at, self.touched_at = id, at, at
        self.state, self.done, self.total, self.expires_at = State.WAITING, 0, 0, None
        return before

    def may_be_begun(self, at: datetime) -> bool:
        """Whether nobody prepares it."""
        forgotten = self.state is State.MAKING and at - self.touched_at > SILENCE_MAX
        return self.state is State.WAITING or forgotten

    def begin(self, at: datetime) -> None:
        """Somebody prepares it from now on."""
        self.state, self.touched_at, self.done = State.MAKING, at, 0

    def move(self, done: int, total: int, at: datetime) -> None:
        """So much of it is done."""
        self.done, self.total, self.touched_at = done, total, at

    def finish(self, file: SealedFile, at: datetime) -> datetime:
        """It can be fetched; until when."""
        self.state, self.file, self.done, self.touched_at = State.READY, file, self.total, at
        self.expires_at = at + KEPT
        return self.expires_at

    def fail(self, at: datetime) -> None:
        """It could not be prepared; it may be asked for again."""
        self.state, self.touched_at = State.FAILED, at
