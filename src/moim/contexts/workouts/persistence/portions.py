"""Keys in portions that a statement may name: databases take only so many at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

AT_ONCE_MAX = 500
K = TypeVar("K")


def portions(keys: Iterable[K]) -> Iterator[Sequence[K]]:
    """All of ``keys``, at most 500 at a time."""
    left = iter(keys)
    while some := list(islice(left, AT_ONCE_MAX)):
        yield some
