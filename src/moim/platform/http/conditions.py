"""Requests that hold only under a condition: not changed since, this version, once."""

import hashlib
import re
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from moim.kernel.errors import Invalid
from moim.platform.context import Once

KEY_LENGTH_MAX = 200  # as wide as the column it is kept in
ETAG_BYTES = 12
_VERSION = re.compile(r'"v(\d{1,18})"')


class BadIfMatch(Invalid):
    """If-Match does not hold a version that we gave out."""

    code = "bad-if-match"
    ko = 'If-Match 헤더는 "v3"과 같은 버전이어야 합니다.'
    en = 'If-Match must hold a version such as "v3".'


class BadIdempotencyKey(Invalid):
    """Idempotency-Key is empty, too long or not plain ASCII."""

    code = "bad-idempotency-key"
    ko = "Idempotency-Key 헤더는 1~{length_max}자의 ASCII 문자여야 합니다."
    en = "Idempotency-Key must be 1 to {length_max} visible ASCII characters."


def version_etag(version: int) -> str:
    """The ETag of a thing that counts its versions: ``"v3"``."""
    return f'"v{version}"'


def content_etag(*parts: object) -> str:
    """A weak ETag over anything that tells one answer from another: ids, versions, the query."""
    told = msgspec.json.encode(parts, enc_hook=str)
    return f'W/"{hashlib.blake2b(told, digest_size=ETAG_BYTES).hexdigest()}"'


def not_modified(request: Request, etag: str) -> Response | None:
    """A 304 to answer with if the asker has this very state; None if it must be told."""
    wanted = request.headers.get("if-none-match")
    if wanted is None:
        return None
    opaque = etag.removeprefix("W/")
    held = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    if opaque in held or "*" in held:
        return Response(status_code=304, headers={"etag": etag})
    return None


def version_wanted(request: Request) -> int | None:
    """The version in If-Match, or None if the asker does not mind. Raises BadIfMatch.

    Hand it to the use case, which raises Changed (412) if the thing has another version.
    """
    header = request.headers.get("if-match")
    if header is None or header.strip() == "*":
        return None
    match = _VERSION.fullmatch(header.strip())
    if match is None:
        raise BadIfMatch
    return int(match[1])


def key_of(request: Request) -> str | None:
    """The Idempotency-Key, if one was sent. Raises BadIdempotencyKey."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not (0 < len(key) <= KEY_LENGTH_MAX and key.isascii() and key.isprintable()):
        raise BadIdempotencyKey(length_max=KEY_LENGTH_MAX)
    return key


def once_of(request: Request, user_id: UUID, content: bytes) -> Once | None:
    """What ``Context.run_once`` needs, or None without an Idempotency-Key.

    The hash covers method, path and ``content``, so a key used elsewhere is refused.
    """
    key = key_of(request)
    if key is None:
        return None
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    digest.update(content)
    return Once(user_id=user_id, key=key, body_hash=digest.digest())
