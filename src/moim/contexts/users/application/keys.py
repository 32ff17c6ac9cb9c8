"""Wrapping every user's key anew, after the instance's own key was replaced."""

from dataclasses import dataclass
from uuid import UUID

from moim.contexts.users.application.ports import Work

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class RewrapKeys:
    """``after`` is where the last piece ended."""

    after: UUID | None = None
    at_most: int = AT_ONCE


@dataclass(frozen=True, kw_only=True)
class Rewrapped:
    """``last`` is None when there are no more."""

    count: int
    last: UUID | None


def rewrap_keys(command: RewrapKeys, work: Work) -> Rewrapped:
    """One piece. What the keys encrypted stays as it is; doing it twice does no harm."""
    ids = work.rewrap(command.after, command.at_most)
    return Rewrapped(count=len(ids), last=ids[-1] if len(ids) == command.at_most else None)
