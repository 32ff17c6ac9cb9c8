"""Use cases about the export of everything kept of somebody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.users.application.activity import note
from moim.contexts.users.application.photos import forget_blob
from moim.contexts.users.application.ports import Work
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.domain.activity import Doing
from moim.contexts.users.domain.events import ExportRanOut
from moim.contexts.users.domain.export import Export, NoExport, SealedFile
from moim.kernel.ids import new_id


def ask_export(whom: WhoIs, work: Work) -> Export:
    """Have one prepared; who asks again while it is, gets the one under way."""
    user = work.users.get(whom.user_id)
    export = work.exports.of(user.id)
    if export is not None and export.under_way:
        return export
    if export is None:
        export = Export(user_id=user.id, id=new_id(), asked_at=work.now, touched_at=work.now)
    else:
        before = export.ask_anew(new_id(), work.now)
        forget_blob(work, user.id, before.blob_key if before else None)
    work.exports.save(export)
    note(work, user.id, Doing.DATA_EXPORTED)
    return export


def export_of(whom: WhoIs, work: Work) -> Export:
    """The newest; raises NoExport."""
    export = work.exports.of(whom.user_id)
    if export is None:
        raise NoExport
    return export


def begin_next_export(_nothing: None, work: Work) -> Export | None:
    """Take the next one that nobody prepares; None if there is none."""
    for export in work.exports.under_way():
        if export.may_be_begun(work.now):
            export.begin(work.now)
            work.exports.save(export)
            return export
    return None


@dataclass(frozen=True, kw_only=True)
class MoveExport:
    user_id: UUID
    id: UUID
    done: int
    total: int


def move_export(command: MoveExport, work: Work) -> bool:
    """Say how far it is; False if nobody wants it any more."""
    export = _still(command.user_id, command.id, work)
    if export is None:
        return False
    export.move(command.done, command.total, work.now)
    work.exports.save(export)
    return True


@dataclass(frozen=True, kw_only=True)
class FinishExport:
    """``file`` None says that it could not be prepared."""

    user_id: UUID
    id: UUID
    file: SealedFile | None


def finish_export(command: FinishExport, work: Work) -> bool:
    """It lies there for its owner; False if nobody wants it any more."""
    export = _still(command.user_id, command.id, work)
    if export is None:
        return False
    if command.file is None:
        export.fail(work.now)
    else:
        until: datetime = export.finish(command.file, work.now)
        work.remind(until, ExportRanOut(user_id=export.user_id, export_id=export.id))
    work.exports.save(export)
    return True


def drop_export(user_id: UUID, id: UUID, work: Work) -> None:
    """Let go of it with its file, unless another was asked for since."""
    export = work.exports.of(user_id)
    if export is not None and export.id == id:
        forget_blob(work, user_id, export.file.blob_key if export.file else None)
        work.exports.remove(user_id)


def _still(user_id: UUID, id: UUID, work: Work) -> Export | None:
    export = work.exports.of(user_id)
    return export if export is not None and export.id == id and export.under_way else None
