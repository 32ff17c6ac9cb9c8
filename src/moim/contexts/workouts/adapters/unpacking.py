"""Takes a delivery apart and keeps each part, in a process of its own: exports have gigabytes."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from moim.contexts.workouts.adapters.files.apart import parts_of
from moim.contexts.workouts.adapters.files.refusals import NoPoints
from moim.contexts.workouts.domain.imports import ImportFile, Outcome, Verdict
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from moim.platform.blobs import Blobs, NoSuchBlob

UNPACKER_STUMBLED = "reader-stumbled"
ORIGINAL_LOST = "original-lost"
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """The files that take a delivery's place, or the code and details of why there are none."""

    members: tuple[ImportFile, ...] = ()
    reason: str | None = None
    details: dict[str, str] = field(default_factory=dict)


def unpack(blobs: Blobs, sha256: str) -> Unpacked:
    """Keep every part of a delivery among the blobs; ``blobs`` must be fit to be pickled.

    Nothing that a stranger's bytes do escapes: a defect ends in a reason too, and in the log.
    """
    try:
        members = tuple(_kept(blobs, sha256))
    except Refusal as refusal:
        return Unpacked(reason=refusal.code, details=_texts(refusal))
    except NoSuchBlob:
        log.exception("a delivery is not among the blobs")
        return Unpacked(reason=ORIGINAL_LOST)
    except Exception:
        log.exception("taking a delivery apart stumbled")
        return Unpacked(reason=UNPACKER_STUMBLED)
    return Unpacked(members=members, reason=None if members else NoPoints.code)


def _kept(blobs: Blobs, sha256: str) -> Iterator[ImportFile]:
    with blobs.open(sha256) as stream:
        for member in parts_of(stream):
            refusal = member.refusal
            yield ImportFile(
                id=new_id(),
                name=member.name,
                sha256=blobs.put(member.data, compress=True) if not refusal else "",
                size_bytes=len(member.data),
                outcome=_failed(refusal) if refusal else None,
            )


def _failed(refusal: Refusal) -> Outcome:
    return Outcome(verdict=Verdict.FAILED, reason=refusal.code, details=_texts(refusal))


def _texts(refusal: Refusal) -> dict[str, str]:
    return {name: str(value) for name, value in refusal.details.items()}
