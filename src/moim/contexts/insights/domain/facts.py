"""Facts that are counted by day: what happened about whom, under which name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that was told.

    ``subject`` is about whom or what (``user:<id>``, ``challenge:<id>``), ``series`` what is
    counted (``activity``, ``consent``), ``name`` the kind within it. ``user_id`` is the person
    whose fact it is, who takes it along when they leave; None when it is nobody's.
    """

    id: UUID
    subject: str
    series: str
    name: str
    at: datetime
    day: date
    value: float = 1.0
    user_id: UUID | None = None


class Tally(NamedTuple):
    """How many facts of a name a day has, and what their values add up to."""

    day: date
    name: str
    times: int
    total: float


Place = tuple[str, str, date, str]
"""Subject, series, day and name: what is counted together."""


def place_of(fact: Fact) -> Place:
    """Where a fact is counted."""
    return (fact.subject, fact.series, fact.day, fact.name)


def about_user(user_id: UUID) -> str:
    """A person as a subject."""
    return f"user:{user_id}"


def tallies_of(facts: Iterable[Fact]) -> dict[Place, Tally]:
    """Count from scratch: what the read model must equal at any time."""
    tallies: dict[Place, Tally] = {}
    for fact in facts:
        place = place_of(fact)
        known = tallies.get(place, Tally(fact.day, fact.name, 0, 0.0))
        tallies[place] = Tally(fact.day, fact.name, known.times + 1, known.total + fact.value)
    return tallies
