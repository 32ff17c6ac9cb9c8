"""Who publishes what and who listens: the catalogue, the policy tables and the pages made of them.

The contexts' tables are handed in, since the platform knows no context.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path
from typing import Any

from moim.kernel.errors import Refusal
from moim.kernel.events import Event
from moim.kernel.policies import Policy
from moim.platform.codec import EVENTS, UnknownEvent


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """A row of docs/catalogue/events.csv. ``payload`` marks an optional field with ``?``."""

    number: int
    context: str
    event: str
    korean: str
    payload: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReactionRow:
    """A row of docs/catalogue/reactions.csv."""

    number: int
    trigger: str
    context: str
    policy: str
    what_shows_it: str


@dataclass(frozen=True)
class Line:
    """One line of a context's policy table."""

    context: str
    policy: Policy[Any]

    @property
    def name(self) -> str:
        """``context.policy``: two contexts may each have a policy of the same name."""
        return f"{self.context}.{self.policy.name}"

    @property
    def file(self) -> str:
        """Where the function is written, from the top of the repository."""
        return file_of(self.policy.then.__module__)

    @property
    def place(self) -> str:
        """``file:line``."""
        return f"{self.file}:{self.policy.then.__code__.co_firstlineno}"

    @property
    def purpose(self) -> str:
        """The first sentence of the function's docstring, or nothing."""
        return headline(self.policy.then)


def file_of(module: str) -> str:
    """The file of a module of this project, from the top of the repository."""
    return f"src/{module.replace('.', '/')}.py"


def headline(documented: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(cleandoc(documented.__doc__ or "").partition("\n\n")[0].split())


def read_events(file: Path) -> tuple[EventRow, ...]:
    """The catalogue's events."""
    return tuple(
        EventRow(
            number=int(row["no"]),
            context=row["context"],
            event=row["event"],
            korean=row["korean"],
            payload=tuple(row["payload"].split(",")),
        )
        for row in _rows(file)
    )


def read_reactions(file: Path) -> tuple[ReactionRow, ...]:
    """The catalogue's reactions."""
    return tuple(
        ReactionRow(
            number=int(row["no"]),
            trigger=row["trigger"],
            context=row["reacting_context"],
            policy=row["policy"],
            what_shows_it=row["what_shows_it"],
        )
        for row in _rows(file)
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def lines_of(tables: Mapping[str, Sequence[Policy[Any]]]) -> tuple[Line, ...]:
    """All lines of all tables, by context."""
    return tuple(Line(context, policy) for context in sorted(tables) for policy in tables[context])


def who(name: str, lines: Iterable[Line]) -> list[Line]:
    """The lines that listen to an event, named with or without its context.

    Raises UnknownEvent if no contract declares it.
    """
    events = [event for event in EVENTS.values() if name in {event.__name__, event.type_name()}]
    if not events:
        raise UnknownEvent(name)
    return [line for line in lines if line.policy.event in events]


def events_page(rows: Iterable[EventRow], lines: Sequence[Line]) -> str:
    """docs/events.md: every event, its moment, its ordering key and who listens."""
    page = [
        "# Events",
        "",
        "Made by `python -m moim.apps.documents` from the contracts and the policy tables; do not",
        "edit. An event is a fact that its owner publishes to everyone. Events with the same value",
        "in the field named under *order* reach each listener in the order they were published. A",
        "number after a listener is its row in [reactions.csv](catalogue/reactions.csv).",
    ]
    context = None
    for row in rows:
        if row.context != context:
            context = row.context
            page += ["", f"## {context}", "", "| no | event | published | order | heard by |"]
            page += ["|---|---|---|---|---|"]
        event = EVENTS[f"{row.context}.{row.event}"]
        heard = "<br>".join(map(_listener, who(event.type_name(), lines))) or "–"
        page.append(
            f"| {row.number} | **{row.event}**<br>{row.korean}<br>{_payload(event, row)} "
            f"| {_cell(headline(event))} | `{event.key}` | {heard} |"
        )
    return "\n".join(page) + "\n"


def _payload(event: type[Event], row: EventRow) -> str:
    """The field that orders comes out in bold, as the one to look for."""
    return ", ".join(
        f"**{name}**" if name.rstrip("?") == event.key else name for name in row.payload
    )


def _listener(line: Line) -> str:
    numbers = ", ".join(map(str, line.policy.rows))
    return f"[`{line.name}`](../{line.file}) {numbers}"


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


def refusals() -> list[type[Refusal]]:
    """Every refusal of the modules imported so far, the kinds left out, by code."""
    found = [refusal for kind in kinds() for refusal in _descendants(kind)]
    return sorted(set(found), key=lambda refusal: (refusal.code, refusal.__module__))


def kinds() -> list[type[Refusal]]:
    """What refusals are kinds of; each is one HTTP status at the edge."""
    return [kind for kind in Refusal.__subclasses__() if kind.__module__ == Refusal.__module__]


def kind_of(refusal: type[Refusal]) -> type[Refusal]:
    """The kind that a refusal is of."""
    return next(kind for kind in kinds() if issubclass(refusal, kind))


def _descendants(refusal: type[Refusal]) -> Iterable[type[Refusal]]:
    for descendant in refusal.__subclasses__():
        if descendant.__module__.startswith("moim."):
            yield descendant
            yield from _descendants(descendant)


def refusals_page(listed: Iterable[type[Refusal]]) -> str:
    """docs/refusals.md: every code that an answer may carry and what it says."""
    page = [
        "# Refusals",
        "",
        "Made by `python -m moim.apps.documents` from the code; do not edit. A refused request is",
        "answered with `application/problem+json`. Its `code` is permanent, its `detail` one of",
        "these sentences, chosen by `Accept-Language`.",
    ]
    listed = list(listed)
    for kind in kinds():
        page += ["", f"## {kind.__name__}", "", headline(kind), ""]
        page += ["| code | 한국어 | English | raised in |", "|---|---|---|---|"]
        page.append(f"| `{kind.code}` | {_cell(kind.ko)} | {_cell(kind.en)} | – |")
        for refusal in listed:
            if kind_of(refusal) is kind:
                file = file_of(refusal.__module__)
                page.append(
                    f"| `{refusal.code}` | {_cell(refusal.ko)} | {_cell(refusal.en)} "
                    f"| [{refusal.__module__}](../{file}) |"
                )
    return "\n".join(page) + "\n"
