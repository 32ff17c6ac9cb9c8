"""Why a file has the verdict it has, in words."""

from moim.contexts.workouts.adapters.files import refusals
from moim.contexts.workouts.domain.limits import FigureOutOfRange, StartsInFuture, StartsTooEarly
from moim.kernel.errors import Conflict, Refusal
from moim.platform.processes import ProcessingFailed, ProcessingTooSlow

_OTHERS = (FigureOutOfRange, StartsInFuture, StartsTooEarly, ProcessingFailed, ProcessingTooSlow)
_REFUSALS = {
    kind.code: kind
    for kind in (*vars(refusals).values(), *_OTHERS)
    if isinstance(kind, type) and issubclass(kind, Refusal)
}


class OriginalUnreadable(Conflict):
    """The original cannot be read any more, or was never read whole."""

    code = "original-unreadable"
    ko = "원본 파일을 다시 읽을 수 없습니다."
    en = "The original file cannot be read again."


_SENTENCES = {
    "same-bytes": (
        "이미 가져온 파일입니다.",
        "This very file was imported before.",
    ),
    "same-outing": (
        "같은 운동이 이미 있어 대체 원본으로 보관했습니다.",
        "This workout is there already; the file is kept as an alternate.",
    ),
    "richer-recording": (
        "같은 운동의 더 자세한 기록이라 기존 운동에 합쳤습니다.",
        "It is a more detailed recording of a workout you have, which now shows it.",
    ),
    "truncated": (
        "파일이 중간에 끊겨 있어 읽을 수 있는 부분까지 가져왔습니다.",
        "The file breaks off; what comes before the break was imported.",
    ),
    "corrupt": (
        "파일 일부가 손상되어 읽을 수 있는 부분만 가져왔습니다.",
        "Part of the file is damaged; what can be read was imported.",
    ),
    "bad-crc": (
        "파일의 검사값이 맞지 않습니다. 기록은 모두 읽었지만 확인이 필요합니다.",
        "The file's checksum is wrong. Everything was read, but please check it.",
    ),
    "replaced-by-owner": (
        "기존 운동의 경로를 이 파일로 바꾸었습니다.",
        "This file replaced the track of a workout you have.",
    ),
    "joined-by-owner": (
        "두 운동을 하나로 합쳤습니다.",
        "Two workouts were joined into one.",
    ),
    "reader-stumbled": (
        "이 파일을 읽는 도중 문제가 생겼습니다. 파일은 보관되어 있습니다.",
        "Something went wrong on our side while reading this file. The file is kept.",
    ),
    "not-stored": (
        "읽은 기록을 저장하지 못했습니다. 파일은 보관되어 있으니 나중에 다시 올려 주세요.",
        "What was read could not be stored. The file is kept; please send it again later.",
    ),
    "original-lost": (
        "보관된 파일을 찾을 수 없습니다. 다시 올려 주세요.",
        "The kept file cannot be found. Please send it again.",
    ),
}


def sentence(reason: str | None, details: dict[str, str], language: str) -> str | None:
    """What to tell the owner; None if the verdict says it all."""
    if reason is None:
        return None
    refusal = _REFUSALS.get(reason)
    if refusal is not None:
        return (refusal.ko if language == "ko" else refusal.en).format(**details)
    korean, english = _SENTENCES.get(reason, ("", ""))
    return (korean if language == "ko" else english) or None


def refusal_for(reason: str | None, details: dict[str, str]) -> Refusal:
    """The refusal behind a reason code, to answer a request with."""
    kind = _REFUSALS.get(reason or "")
    if kind is None:
        return OriginalUnreadable()
    refusal = kind.__new__(kind)
    Refusal.__init__(refusal, **details)
    return refusal
