"""When this event, then that function: one line of a context's policy table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from moim.kernel.events import Event

E = TypeVar("E", bound=Event)
W_contra = TypeVar("W_contra", contravariant=True)


@dataclass(frozen=True)
class Policy(Generic[W_contra]):
    """A reaction: ``then(event, work)`` runs once for each ``event`` that arrives.

    ``rows`` are its numbers in docs/catalogue/reactions.csv; ``emits`` the events it may raise.
    Its ``name`` is permanent: with the event's id it is the inbox key.
    """

    event: type[Event]
    then: Callable[[Any, W_contra], None]
    rows: tuple[int, ...]
    emits: frozenset[type[Event]]

    @property
    def name(self) -> str:
        """The function's name, which is the policy's name in the catalogue."""
        return self.then.__name__


def on(
    event: type[E],
    then: Callable[[E, W_contra], None],
    *rows: int,
    emits: tuple[type[Event], ...] = (),
) -> Policy[W_contra]:
    """One line of the table. The type checker proves that ``then`` takes this very event."""
    return Policy(event, then, rows, frozenset(emits))
