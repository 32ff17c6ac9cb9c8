"""FastAPI compiles the types of every route anew in every application: here once for all of them.

Tests make hundreds of applications of the same routes; half of their time went into that.
"""

from collections.abc import Hashable
from typing import Any, get_args

from fastapi._compat import v2
from pydantic import TypeAdapter

_made: dict[Hashable, TypeAdapter[Any]] = {}


def adapter_of(annotated: Any, *, config: Any = None) -> TypeAdapter[Any]:
    """The adapter of a type with its metadata, made at the first asking."""
    kind, *metadata = get_args(annotated)
    key = (kind, repr(metadata), repr(config))
    try:
        made = _made.get(key)
    except TypeError:  # a kind that cannot be a key
        return TypeAdapter(annotated, config=config)
    if made is None:
        made = _made[key] = TypeAdapter(annotated, config=config)
    return made


def compile_routes_once() -> None:
    """For this process of tests."""
    vars(v2)["TypeAdapter"] = adapter_of
