"""Which conditional headers an operation reads: seen in its code, so that none is told in vain."""

import types
from collections.abc import Callable, Iterator
from typing import Any

from moim.kernel.errors import Changed, Refusal
from moim.platform.context import KeyUsedForAnother, StillRunning
from moim.platform.http import conditions
from moim.platform.http.conditions import BadIdempotencyKey, BadIfMatch

KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same body it answers as the first time, and does nothing.",
    "schema": {"type": "string", "minLength": 1, "maxLength": conditions.KEY_LENGTH_MAX},
    "example": "0b6f3c1e8d2a4f5796a1c3e5d7f90b2d",
}
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you changed: if it was changed meanwhile, this is refused.",
    "schema": {"type": "string"},
    "example": '"v3"',
}
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what you have: 304 without a body if it is still that.",
    "schema": {"type": "string"},
    "example": '"v3"',
}
Read = tuple[dict[str, Any], frozenset[str], tuple[type[Refusal], ...]]
READ_BY: dict[Callable[..., Any], Read] = {
    conditions.key_of: (KEY, frozenset({"post"}), (BadIdempotencyKey,)),
    conditions.once_of: (KEY, frozenset({"post"}), (KeyUsedForAnother, StillRunning)),
    conditions.version_wanted: (
        IF_MATCH,
        frozenset({"post", "put", "patch", "delete"}),
        (BadIfMatch, Changed),
    ),
    conditions.not_modified: (IF_NONE_MATCH, frozenset({"get"}), ()),
}
"""By the function that reads it: the header, the methods it means something for, its refusals."""


def headers_read(endpoint: Any, method: str) -> list[Read]:
    """Those that ``endpoint``, or what it calls of our edge, reads in a request of ``method``."""
    reached = set(_reached(endpoint, set()))
    return [read for by, read in READ_BY.items() if by in reached and method in read[1]]


def _reached(called: Any, seen: set[Any]) -> Iterator[Any]:
    """``called`` and every function of the web edge that it names, and that those name."""
    if called in seen:
        return
    seen.add(called)
    yield called
    if isinstance(called, type):
        functions = [one for one in vars(called).values() if isinstance(one, types.FunctionType)]
    else:
        functions = [called]
    for function in functions:
        enclosed = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
        for name in _names(function.__code__):
            cell = enclosed.get(name)
            named = function.__globals__.get(name) if cell is None else cell.cell_contents
            if isinstance(named, types.FunctionType | type) and ".http." in named.__module__:
                yield from _reached(named, seen)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    yield from code.co_freevars
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _names(inner)
