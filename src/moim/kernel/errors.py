"""Refusals: what the domain says when it will not do a thing.

A refusal carries a permanent public ``code`` and a sentence in Korean and English with what to
do about it. The web edge turns each kind into one HTTP status; the domain knows no HTTP.
"""

from typing import ClassVar


class Refusal(Exception):
    """A rule said no. Subclass a kind below, never this.

    ``ko`` and ``en`` are format strings over the keyword arguments given when raised. Keep
    personal data out of the arguments: they reach the answer and the log.
    """

    code: ClassVar[str] = "refused"
    ko: ClassVar[str] = "요청을 처리할 수 없습니다."
    en: ClassVar[str] = "The request was refused."

    def __init__(self, **details: object) -> None:
        """Keep the details for the sentence and for the answer."""
        super().__init__(self.code)
        self.details = details

    def sentence(self, language: str) -> str:
        """What to tell a person who reads ``language`` (``ko`` or anything else for English)."""
        return (self.ko if language == "ko" else self.en).format(**self.details)


class Invalid(Refusal):
    """The input itself is wrong, whoever sends it. ``field`` in the details points at it."""

    code = "invalid"
    ko = "입력한 값을 확인해 주세요."
    en = "Please check the values you sent."


class Unauthenticated(Refusal):
    """Who is asking is not known or no longer vouched for."""

    code = "not-signed-in"
    ko = "로그인이 필요합니다."
    en = "Please sign in."


class Forbidden(Refusal):
    """Who is asking may not do this."""

    code = "forbidden"
    ko = "이 작업을 할 권한이 없습니다."
    en = "You are not allowed to do this."


class NotFound(Refusal):
    """There is no such thing, or the asker may not know that there is."""

    code = "not-found"
    ko = "찾을 수 없습니다. 삭제되었거나 볼 수 없는 항목입니다."
    en = "Not found. It was removed, or it is not yours to see."


class Conflict(Refusal):
    """The thing is in a state that does not allow this now."""

    code = "conflict"
    ko = "지금 상태에서는 할 수 없습니다."
    en = "Its present state does not allow this."


class Gone(Refusal):
    """It was here, was used up or ran out, and will not come back."""

    code = "gone"
    ko = "더 이상 사용할 수 없습니다."
    en = "It can no longer be used."


class Locked(Refusal):
    """It is closed for now, by somebody who may, and will open again."""

    code = "locked"
    ko = "지금은 잠겨 있습니다. 나중에 다시 시도해 주세요."
    en = "It is locked for now. Please try again later."


class Changed(Refusal):
    """Somebody changed it since the asker last read it."""

    code = "changed-meanwhile"
    ko = "그사이 다른 곳에서 변경되었습니다. 다시 불러온 뒤 시도해 주세요."
    en = "It was changed meanwhile. Load it again and retry."


class TooLarge(Refusal):
    """More than the limit allows."""

    code = "too-large"
    ko = "허용된 크기를 넘었습니다."
    en = "It is larger than allowed."


class Unsupported(Refusal):
    """A format or media type that is not taken."""

    code = "unsupported"
    ko = "지원하지 않는 형식입니다."
    en = "This format is not supported."


class TooMany(Refusal):
    """Too often. ``retry_after_s`` in the details says when to come back."""

    code = "too-many-requests"
    ko = "요청이 너무 많습니다. 잠시 후 다시 시도해 주세요."
    en = "Too many requests. Please try again in a moment."


class Stale(Exception):
    """The row moved between load and save. The unit of work runs the whole use case again."""
