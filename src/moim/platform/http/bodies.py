"""JSON in and out on hot routes: typed by msgspec, at a fraction of the usual cost."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from moim.kernel.errors import Unsupported
from moim.platform.http.limits import DEPTH_MAX, TooDeep, allow_body, is_json
from moim.platform.http.mistakes import of_msgspec
from moim.platform.http.problems import InvalidInput, Unreadable

T = TypeVar("T")

JSON = "application/json"
encoded = msgspec.json.Encoder().encode
_DECODERS: dict[Any, msgspec.json.Decoder[Any]] = {}  # a kind a route: it does not grow


class NotJson(Unsupported):
    """The body is said to be of another type."""

    code = "not-json"
    ko = "본문은 application/json이어야 합니다."
    en = "The body must be application/json."


async def body(request: Request, kind: type[T], max_bytes: int | None = None) -> T:
    """The request's JSON as ``kind``: a msgspec Struct, dataclass or any type msgspec knows.

    ``max_bytes`` is this route's own limit, if the usual mebibyte is too little. Raises TooLarge,
    NotJson, Unreadable (400), TooDeep, or InvalidInput with the pointer. Integers have no bound
    but the one ``kind`` gives them: ``Annotated[int, Meta(ge=…, le=…)]``.
    """
    content_type = request.headers.get("content-type", "")
    if not is_json(content_type):
        raise NotJson
    if max_bytes is not None:
        allow_body(request, max_bytes)
    return decoded(await request.body(), kind)


def decoded(content: bytes, kind: type[T]) -> T:
    """JSON as ``kind``; raises as ``body`` does."""
    try:
        value: T = _decoder(kind).decode(content)
    except msgspec.ValidationError as error:
        raise InvalidInput([of_msgspec(str(error))]) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Unreadable from None
    except RecursionError:
        raise TooDeep(depth_max=DEPTH_MAX) from None
    return value


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response: Structs, dataclasses, instants (``Z``), ids, bytes as base64."""
    return Response(encoded(value), status, headers, media_type=JSON)


def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    decoder = _DECODERS.get(kind)
    if decoder is None:
        decoder = _DECODERS[kind] = msgspec.json.Decoder(kind)
    return decoder
