"""An import: one delivery of files, a verdict for each, and undo as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contracts.workouts import WorkoutsSynced
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, NotFound

FILES_MAX = 5_000
JOIN = "join"
"""The provider of a file that Moim made of two recordings of the owner's."""


class ImportNotFound(NotFound):
    """No such import of this person."""

    code = "import-not-found"
    ko = "가져오기 기록을 찾을 수 없습니다."
    en = "There is no such import of yours."


class StillImporting(Conflict):
    """Asked to undo what is not finished."""

    code = "still-importing"
    ko = "아직 파일을 읽고 있습니다. 끝난 뒤에 되돌리세요."
    en = "Files are still being read. Undo it when they are done."


class AlreadyUndone(Conflict):
    """Asked to undo twice."""

    code = "already-undone"
    ko = "이미 되돌린 가져오기입니다."
    en = "This import was undone already."


class JoinNotUndone(Conflict):
    """Asked to undo a join."""

    code = "join-not-undone"
    ko = "합친 운동은 되돌릴 수 없습니다. 원본에 두 기록이 모두 있으니 구간을 자르세요."
    en = "A join is not undone. Its original holds both recordings; crop it if you want a part."


class Verdict(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    MERGED = "merged"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A file's verdict, the workouts it is in, and why it is not simply ``imported``.

    ``reason`` is a permanent code; ``details`` fill the sentence that explains it.
    """

    verdict: Verdict
    workout_ids: tuple[UUID, ...] = ()
    reason: str | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportFile:
    """One file of an import. ``sha256`` names its original among the blobs.

    ``kind`` is ``file``, or ``archive`` for a ZIP whose members take its place once it is open.
    ``outcome`` is None while it waits.
    """

    id: UUID
    name: str
    sha256: str
    size_bytes: int
    kind: str = "file"
    outcome: Outcome | None = None


@dataclass(kw_only=True, eq=False)
class Import(Aggregate):
    """A delivery of files by one person, from ``provider`` (``files`` for an upload).

    ``waiting`` counts the files without a verdict. The files themselves are kept apart: a
    delivery has up to thousands of them and settles them one at a time.
    """

    id: UUID
    user_id: UUID
    provider: str
    started_at: datetime
    waiting: int
    undone_at: datetime | None = None

    @property
    def status(self) -> str:
        """``reading`` while a file waits for its verdict, then ``done``; ``undone`` for good."""
        if self.undone_at is not None:
            return "undone"
        return "reading" if self.waiting else "done"

    def opened(self, members: int) -> None:
        """An archive was opened: that many files now wait in its place."""
        self.waiting += members - 1

    def settled(self) -> None:
        """One more file has its verdict."""
        self.waiting -= 1

    def finish(self, verdicts: Mapping[Verdict, int]) -> None:
        """Tell that the delivery is done, with how many files came to which verdict."""
        made = (Verdict.IMPORTED, Verdict.PARTIAL, Verdict.MERGED)
        self.record(
            WorkoutsSynced(
                user_id=self.user_id,
                provider=self.provider,
                imported=sum(verdicts.get(verdict, 0) for verdict in made),
                duplicates=verdicts.get(Verdict.DUPLICATE, 0),
                failed=verdicts.get(Verdict.FAILED, 0),
            )
        )

    def undo(self, now: datetime) -> None:
        """Take the whole delivery back."""
        if self.undone_at is not None:
            raise AlreadyUndone
        if self.waiting:
            raise StillImporting
        if self.provider == JOIN:
            raise JoinNotUndone
        self.undone_at = now
