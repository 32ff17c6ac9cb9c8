"""Lists in pages: an opaque cursor over a stable order, never an offset."""

import base64
import binascii
import math
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from fastapi import Query
from starlette.requests import Request

from moim.kernel.errors import Invalid

LIMIT_DEFAULT = 20
LIMIT_MAX = 100
CURSOR_LENGTH_MAX = 512
INTEGER_MAX = 2**63 - 1

Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX, description="How many items at most.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=CURSOR_LENGTH_MAX, description="`next` of the page before; empty for the first."
    ),
]


class BadCursor(Invalid):
    """It is not a cursor that this list gave out."""

    code = "bad-cursor"
    ko = "목록 위치 정보가 올바르지 않습니다. 처음부터 다시 불러와 주세요."
    en = "This cursor is not valid. Load the list from its beginning."


class BadLimit(Invalid):
    """A page of none, or of more than is given at once."""

    code = "bad-limit"
    ko = "limit은 1부터 {most}까지의 정수여야 합니다."
    en = "limit must be a whole number from 1 to {most}."


def encode_cursor(position: tuple[Any, ...]) -> str:
    """Where a page ends: the values of the order's columns in its last row."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(position)).rstrip(b"=").decode()


def decode_cursor(cursor: str, kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """The values back, each of its kind: ``decode_cursor(text, (datetime, UUID))``.

    Raises BadCursor for anything but such a tuple, and for values no column can hold.
    """
    if len(cursor) > CURSOR_LENGTH_MAX or not cursor.isascii():
        raise BadCursor
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        position = _decoder(kinds).decode(raw)
    except (binascii.Error, ValueError, msgspec.MsgspecError, RecursionError):
        raise BadCursor from None
    if not all(_storable(value) for value in position):
        raise BadCursor
    return position


def limit_of(request: Request, default: int = LIMIT_DEFAULT) -> int:
    """``?limit=`` of a raw request, 1 to 100. Raises BadLimit."""
    text = request.query_params.get("limit")
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 3 or not 1 <= int(text) <= LIMIT_MAX:  # noqa: PLR2004 - digits of 100
        raise BadLimit(most=LIMIT_MAX)
    return int(text)


def page(items: Sequence[Any], next_cursor: str | None) -> dict[str, Any]:
    """The body of every list."""
    return {"items": items, "next": next_cursor}


def _storable(value: object) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None
    if isinstance(value, int):
        return -INTEGER_MAX <= value <= INTEGER_MAX
    if isinstance(value, float):
        return math.isfinite(value)
    return not (isinstance(value, str) and "\0" in value)


@lru_cache(maxsize=256)
def _decoder(kinds: tuple[type, ...]) -> msgspec.msgpack.Decoder[tuple[Any, ...]]:
    return msgspec.msgpack.Decoder(tuple[kinds])  # type: ignore[valid-type] # made at run time
