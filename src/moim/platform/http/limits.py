"""How much a request may hold: counted while it is read, so that no limit costs memory."""

import re

from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from moim.kernel.errors import Invalid, TooLarge

MEBIBYTE = 1024 * 1024
BODY_MAX_BYTES = MEBIBYTE
DEPTH_MAX = 32
ALLOWED = "moim.body_max_bytes"

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class BodyTooLarge(TooLarge):
    """The body has more bytes than this route takes."""

    code = "body-too-large"
    ko = "요청 본문은 {max_bytes}바이트를 넘을 수 없습니다."
    en = "The body may not exceed {max_bytes} bytes."


class TooDeep(Invalid):
    """Lists in lists in lists: nothing that we read is built so."""

    code = "json-too-deep"
    ko = "JSON이 {depth_max}단계보다 깊습니다."
    en = "The JSON is nested deeper than {depth_max} levels."


def allow_body(request: Request, max_bytes: int) -> None:
    """Let this request's body have up to ``max_bytes``; call it before reading."""
    request.scope[ALLOWED] = max_bytes


def is_json(content_type: str) -> bool:
    """Whether the media type is JSON, parameters aside."""
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


class LimitedBody:
    """The request's ``receive``, which raises BodyTooLarge or TooDeep instead of going on."""

    __slots__ = ("_chunks", "_openings", "_receive", "_scope", "_size")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        """Nothing read yet."""
        self._scope = scope
        self._receive = receive
        self._size = -1
        self._openings = 0
        self._chunks: list[bytes] | None = None

    async def __call__(self) -> Message:
        """The next message."""
        message = await self._receive()
        if message["type"] == "http.request":
            chunk = message.get("body", b"")
            if chunk:
                self._take(chunk)
            if self._openings > DEPTH_MAX and not message.get("more_body", False):
                self._check_depth()
        return message

    def _take(self, chunk: bytes) -> None:
        max_bytes = self._scope.get(ALLOWED, BODY_MAX_BYTES)
        if self._size < 0:
            self._begin(max_bytes)
        self._size += len(chunk)
        if self._size > max_bytes:
            raise BodyTooLarge(max_bytes=max_bytes)
        if self._chunks is not None:
            self._chunks.append(chunk)
            self._openings += chunk.count(b"[") + chunk.count(b"{")

    def _check_depth(self) -> None:
        whole = b"".join(self._chunks or ())
        self._chunks, self._openings = None, 0
        if deeper_than(whole, DEPTH_MAX):
            raise TooDeep(depth_max=DEPTH_MAX)

    def _begin(self, max_bytes: int) -> None:
        self._size = 0
        for name, value in self._scope["headers"]:
            if name == b"content-length" and int(value) > max_bytes:
                raise BodyTooLarge(max_bytes=max_bytes)
            if name == b"content-type" and is_json(value.decode("latin-1")):
                self._chunks = []


def deeper_than(json: bytes, levels: int) -> bool:
    """Whether brackets nest deeper, outside strings. Each pass takes the innermost pairs away."""
    brackets = _STRING.sub(b"", json).translate(_BRACKETS, _NO_BRACKETS)
    for _ in range(levels):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return b"[]" in brackets or brackets.startswith(b"[" * (levels + 1))
