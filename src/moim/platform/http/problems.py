"""Refusals as ``application/problem+json`` (RFC 9457): one shape for all that is not done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import Scope

from moim.kernel import errors
from moim.kernel.errors import Refusal
from moim.platform.http.languages import KOREAN, language_of

MEDIA_TYPE = "application/problem+json"
UNPROCESSABLE = 422
SERVER_ERROR = 500

STATUSES: dict[type[Refusal], int] = {
    errors.Invalid: UNPROCESSABLE,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.Changed: 412,
    errors.TooLarge: 413,
    errors.Unsupported: 415,
    errors.Locked: 423,
    errors.TooMany: 429,
}

TITLES: dict[int, tuple[str, str]] = {
    400: ("읽을 수 없는 요청", "Unreadable request"),
    401: ("로그인 필요", "Sign-in needed"),
    403: ("권한 없음", "Not allowed"),
    404: ("찾을 수 없음", "Not found"),
    405: ("지원하지 않는 메서드", "Method not allowed"),
    409: ("현재 상태와 충돌", "Conflict"),
    410: ("사용 기한 종료", "Gone"),
    412: ("그사이 변경됨", "Changed meanwhile"),
    413: ("너무 큼", "Too large"),
    415: ("지원하지 않는 형식", "Unsupported format"),
    422: ("잘못된 입력", "Invalid input"),
    423: ("잠겨 있음", "Locked"),
    429: ("너무 잦은 요청", "Too many requests"),
    500: ("서버 오류", "Server error"),
    503: ("일시적으로 사용할 수 없음", "Unavailable for a moment"),
}


class Unreadable(errors.Invalid):
    """The request is not JSON, or not HTTP as it should be. Answered with 400."""

    code = "broken-json"
    ko = "JSON 형식이 올바르지 않습니다."
    en = "The body is not valid JSON."


class NoSuchAddress(errors.NotFound):
    """No route has this path."""

    code = "no-such-address"
    ko = "없는 주소입니다."
    en = "There is nothing at this address."


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One thing wrong with the input: where (a JSON pointer as fragment), what, and a sentence.

    ``part`` is ``body``, ``query``, ``path``, ``header`` or ``cookie``.
    """

    pointer: str
    code: str
    ko: str
    en: str
    part: str = "body"

    def told(self, language: str) -> dict[str, str]:
        """As a member of ``errors``."""
        detail = self.ko if language == KOREAN else self.en
        told = {"pointer": self.pointer, "code": self.code, "detail": detail}
        return told if self.part == "body" else told | {"in": self.part}


class InvalidInput(errors.Invalid):
    """The input does not have the shape the route documents; ``mistakes`` says where."""

    code = "invalid-input"
    ko = "입력한 값 중 맞지 않는 것이 있습니다. errors에서 위치와 이유를 확인하세요."
    en = "Some of the values do not fit. See errors for which and why."

    def __init__(self, mistakes: Sequence[Mistake], **details: object) -> None:
        """At least one mistake."""
        super().__init__(**details)
        self.mistakes = mistakes


def status_of(refusal: type[Refusal]) -> int:
    """The HTTP status of a refusal's kind."""
    if issubclass(refusal, Unreadable):
        return 400
    return next((STATUSES[kind] for kind in refusal.__mro__ if kind in STATUSES), SERVER_ERROR)


def problem_of(refusal: Refusal, scope: Scope, base_url: str = "") -> Response:
    """The answer to a request that was refused."""
    language = language_of(scope)
    status = status_of(type(refusal))
    headers = {}
    if status == 401:  # noqa: PLR2004 - RFC 9110, section 15.5.2
        headers["www-authenticate"] = "Bearer"
    retry_after_s = refusal.details.get("retry_after_s")
    if isinstance(retry_after_s, int | float):
        headers["retry-after"] = str(max(1, -int(-retry_after_s // 1)))
    if status == 413:  # noqa: PLR2004 - the rest of the body is not read: no next request
        headers["connection"] = "close"
    return problem(
        scope,
        status=status,
        code=refusal.code,
        detail=refusal.sentence(language),
        errors_told=_errors_told(refusal, language),
        details=refusal.details,
        headers=headers,
        base_url=base_url,
    )


def problem(
    scope: Scope,
    *,
    status: int,
    code: str,
    detail: str,
    errors_told: Sequence[dict[str, str]] = (),
    details: dict[str, object] | None = None,
    headers: dict[str, str] | None = None,
    base_url: str = "",
) -> Response:
    """A problem document. ``details`` are the figures in the sentence, for programs to read."""
    titles = TITLES.get(status, TITLES[SERVER_ERROR])
    document: dict[str, Any] = {
        "type": f"{base_url}/problems/{code}",
        "title": titles[0] if language_of(scope) == KOREAN else titles[1],
        "status": status,
        "detail": detail,
        "code": code,
        "instance": scope["path"],
    }
    if errors_told:
        document["errors"] = list(errors_told)
    if details:
        document["details"] = details
    content = msgspec.json.encode(document, enc_hook=str)
    told = {**(headers or {}), "vary": "accept-language", "cache-control": "no-store"}
    return Response(content, status, told, media_type=MEDIA_TYPE)


def _errors_told(refusal: Refusal, language: str) -> list[dict[str, str]]:
    if isinstance(refusal, InvalidInput):
        return [mistake.told(language) for mistake in refusal.mistakes]
    field = refusal.details.get("field")
    if isinstance(refusal, errors.Invalid) and isinstance(field, str):
        pointer = "#/" + field.replace(".", "/")
        return [
            {"pointer": pointer, "code": refusal.code, "detail": refusal.sentence(language)},
        ]
    return []
