"""Rankings as they are stored at night: under keys of their entrants, which leave with them.

A stored file is never written again. A line names its entrant by a hash under a secret that is
theirs alone; the secret is a row, and is erased with all their rows. What is left says that
somebody stood there, and nobody can tell who.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple, Protocol
from uuid import UUID

from moim.contexts.challenges.application.ports import Work
from moim.contexts.challenges.domain.ranking import FIRST_OF_ALL, standing_at

LINES_AT_ONCE = 2_000
SECRET_BYTES = 32
KEY_BYTES = 16
WRITTEN_WITHIN = timedelta(minutes=1)
"""A snapshot of many is read for a while: what changed just before it was kept may be in it."""


class Snapshot(NamedTuple):
    """A ranking as it was stored: under which name, of how many, and when."""

    challenge_id: UUID
    day: date
    sha256: str
    ranked: int
    taken_at: datetime


class Snapshots(Protocol):
    """Rankings that were stored at night, and the secrets their lines are keyed by."""

    def last_of(self, challenge_id: UUID) -> Snapshot | None:
        """The newest of a challenge."""
        ...

    def naming(self, most: int) -> Sequence[Snapshot]:
        """Some that name entrants by their ids, as an earlier version stored them."""
        ...

    def forget(self, snapshot: Snapshot) -> None:
        """Have it no longer."""
        ...

    def secrets_of(self, users: Sequence[UUID]) -> Mapping[UUID, bytes]:
        """Those of them that have one."""
        ...

    def give_secrets(self, given: Mapping[UUID, bytes]) -> None:
        """Keep the secrets of those who had none."""
        ...

    def changed_since(self, challenge_id: UUID, at: datetime, users: Sequence[UUID]) -> set[UUID]:
        """Who of them has a line about a result from ``at`` on."""
        ...


class Keeps(Work, Protocol):
    """Work with the snapshots."""

    snapshots: Snapshots


class Line(NamedTuple):
    """What is stored of one place."""

    key: str
    points: int
    at: datetime


class Lines(NamedTuple):
    """Stored lines in the order of the ranking; the next are after ``last``, None at its end."""

    lines: Sequence[Line]
    last: bytes | None


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The places of a ranking after one."""

    challenge_id: UUID
    after: bytes = FIRST_OF_ALL


def key_of(secret: bytes, challenge_id: UUID) -> bytes:
    """What names an entrant in the stored rankings of a challenge."""
    return blake2b(challenge_id.bytes, key=secret, digest_size=KEY_BYTES).digest()


def next_lines(asked: Stretch, work: Keeps) -> Lines | None:
    """The next places as they are stored; None if somebody there has no secret: give them first."""
    places = work.rankings.after(asked.challenge_id, asked.after, LINES_AT_ONCE)
    standings = [standing_at(place) for place in places]
    known = work.snapshots.secrets_of([one.user_id for one in standings])
    if any(one.user_id not in known for one in standings):
        return None
    lines = [
        Line(key_of(known[one.user_id], asked.challenge_id).hex(), one.points, one.at)
        for one in standings
    ]
    return Lines(lines, places[-1] if len(places) == LINES_AT_ONCE else None)


def give_secrets(asked: Stretch, work: Keeps) -> None:
    """Give a secret to each of the next who has none.

    The challenge is held, as by who erases: nobody who left is given one after that.
    """
    work.rankings.hold(asked.challenge_id)
    places = work.rankings.after(asked.challenge_id, asked.after, LINES_AT_ONCE)
    users = [standing_at(place).user_id for place in places]
    known = work.snapshots.secrets_of(users)
    work.snapshots.give_secrets(
        {user: secrets.token_bytes(SECRET_BYTES) for user in users if user not in known}
    )


def without_snapshot(_: None, work: Work) -> Sequence[tuple[UUID, date]]:
    """Running challenges whose day is not stored yet."""
    found = []
    for challenge_id in work.challenges.awaited():
        board = work.boards.get(challenge_id)
        if board.day is not None and board.snapshot_day != board.day:
            found.append((challenge_id, board.day))
    return found


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Entrants whose stored line is to be compared: who had no change since it was stored."""

    snapshot: Snapshot
    users: Sequence[UUID]


def keys_unchanged(asked: Compared, work: Keeps) -> Mapping[UUID, bytes]:
    """The key of each who has one, and whose results did not change since."""
    challenge_id, taken_at = asked.snapshot.challenge_id, asked.snapshot.taken_at
    since = taken_at - WRITTEN_WITHIN
    changed = work.snapshots.changed_since(challenge_id, since, asked.users)
    known = work.snapshots.secrets_of(asked.users)
    return {
        user: key_of(secret, challenge_id) for user, secret in known.items() if user not in changed
    }


def last_snapshot(challenge_id: UUID, work: Keeps) -> Snapshot | None:
    """The newest; None before the first night."""
    return work.snapshots.last_of(challenge_id)


def naming_snapshots(most: int, work: Keeps) -> Sequence[Snapshot]:
    """Some that name entrants by their ids."""
    return work.snapshots.naming(most)


def forget_snapshot(snapshot: Snapshot, work: Keeps) -> None:
    """Have it no longer; its file is gone already."""
    work.snapshots.forget(snapshot)
