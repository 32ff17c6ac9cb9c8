"""A ranking of a million entrants: one moves and asks for the rank, others look at a page.

Rows are put there in bulk; what is measured is what a request does. On SQLite, and on PostgreSQL
where a server can be started.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from tests.servers import Postgres, find_postgres

from bench.table import Row
from moim.contexts.challenges.application.queries import AskRanking, Look, ranking
from moim.contexts.challenges.context import REVISIONS, context_on
from moim.contexts.challenges.domain.ranking import Standing, place_of
from moim.contexts.challenges.persistence import tables as t
from moim.contexts.challenges.persistence.rankings import BLOCK
from moim.kernel.ids import new_id
from moim.platform.context import Context
from moim.platform.db import Database, PostgresDatabase, SqliteDatabase
from moim.platform.migrations import upgrade

ENTRANTS = 1_000_000
AT_ONCE = 20_000
TIMES = 1_000
NOW = datetime(2026, 11, 15, tzinfo=UTC)
CHALLENGE = UUID(int=7 << 64 | 1)


class _Nobody:
    """Follows nobody, and is on no way."""

    def followers_of(self, *_: Any) -> list[UUID]:
        return []

    def followed_by(self, *_: Any) -> set[str]:
        return set()

    def blocked_between(self, *_: Any) -> set[UUID]:
        return set()

    def distance_of(self, session_id: UUID) -> float | None:  # noqa: ARG002 - nobody's
        return None


def rows(entrants: int = ENTRANTS) -> Iterator[Row]:
    """The rows of the table, SQLite first."""
    with tempfile.TemporaryDirectory(prefix="moim-bench-") as folder:
        yield from _measured("SQLite", SqliteDatabase(Path(folder) / "c.sqlite"), entrants)
    if find_postgres() is not None:
        server = Postgres()
        try:
            server.start()
            url = server.url(server.create("challenges"))
            yield from _measured("PostgreSQL", PostgresDatabase(url), entrants)
        finally:
            server.stop()


def _measured(name: str, database: Database, entrants: int) -> Iterator[Row]:
    upgrade(database, REVISIONS)
    places = _fill(database, entrants)
    context = context_on(database, _Nobody(), _Nobody(), _Nobody(), lambda: NOW)
    try:
        for what, limit_ms, times in asyncio.run(_times(context, places)):
            yield Row(
                what=f"ranking of {entrants:,}, {name}: {what}, p99",
                value=sorted(times)[int(len(times) * 0.99)] * 1_000,
                unit="ms",
                most=limit_ms,
            )
    finally:
        database.close()


async def _times(
    context: Context[Any], places: dict[UUID, bytes]
) -> list[tuple[str, float, list[float]]]:
    random = Random(1)
    users = random.sample(sorted(places), TIMES)

    def move(user: UUID) -> Callable[[Any, Any], int]:
        def unit(_: None, work: Any) -> int:
            work.rankings.hold(CHALLENGE)
            after = _place(user, random.randrange(400_000_000))
            work.rankings.move(CHALLENGE, places[user], after)
            places[user] = after
            return int(work.rankings.rank(CHALLENGE, after))

        return unit

    async def timed(act: Callable[[UUID], Any]) -> list[float]:
        spent = []
        for user in users:
            begun = time.perf_counter()
            await act(user)
            spent.append(time.perf_counter() - begun)
        return spent

    def page(around: str, user: UUID) -> Any:
        look = Look(challenge_id=CHALLENGE, viewer_id=user)
        return context.ask(ranking, AskRanking(look=look, around=around, limit=100))

    return [
        ("one moves and asks its rank", 5.0, await timed(lambda u: context.run(move(u), None))),
        ("the top 100", 10.0, await timed(lambda u: page("top", u))),
        ("100 around me", 10.0, await timed(lambda u: page("me", u))),
    ]


def _place(user: UUID, points: int) -> bytes:
    at = NOW - timedelta(seconds=points % 86_400)
    return place_of(Standing(points=points, at=at, user_id=user))


def _fill(database: Database, entrants: int) -> dict[UUID, bytes]:
    """Everybody with a place; a third of them with the same points."""
    random = Random(2)
    users = [new_id() for _ in range(entrants)]
    places = {
        user: _place(user, 5_000_000 if random.random() < 0.33 else random.randrange(400_000_000))
        for user in users
    }
    ordered = sorted(places.values())
    lows = [b"" if at == 0 else ordered[at] for at in range(0, entrants, BLOCK)]
    held = [min(BLOCK, entrants - at) for at in range(0, entrants, BLOCK)]
    board = {"board_id": CHALLENGE}
    _put(database, t.standings, [board | {"place": place} for place in ordered])
    _put(
        database,
        t.blocks,
        [board | {"low": low, "held": n} for low, n in zip(lows, held, strict=True)],
    )
    _put(database, t.challenges, [_challenge()])
    _put(database, t.boards, [_board(entrants)])
    for first in range(0, entrants, AT_ONCE):
        part = users[first : first + AT_ONCE]
        _put(database, t.entries, [_entry(user, places[user]) for user in part])
        _put(database, t.people, [_person(user) for user in part])
    return places


def _put(database: Database, table: Any, content: list[dict[str, Any]]) -> None:
    for first in range(0, len(content), AT_ONCE):
        part = content[first : first + AT_ONCE]
        database.write(lambda c, part=part: c.execute(insert(table), part) and None).result()


def _challenge() -> dict[str, Any]:
    plain: dict[str, Any] = {column.name: None for column in t.challenges.columns}
    return plain | {
        "id": CHALLENGE,
        "version": 1,
        "organiser_id": UUID(int=1),
        "state": "running",
        "title": "백만 명",
        "description": "",
        "kind": "most",
        "metric": "distance",
        "starts_at": NOW - timedelta(days=14),
        "ends_at": NOW + timedelta(days=14),
        "timezone": "Asia/Seoul",
        "visibility": "open",
        "prize": False,
        "by_team": False,
        "by_hand": False,
        "grace_s": 0,
        "invitation": "x",
        "created_at": NOW,
    }


def _board(entrants: int) -> dict[str, Any]:
    return {
        "challenge_id": CHALLENGE,
        "revision": 1,
        "entrants": entrants,
        "ranked": entrants,
        "points": 0,
        "telling": False,
        "top": [],
    }


def _entry(user: UUID, place: bytes) -> dict[str, Any]:
    return {
        "challenge_id": CHALLENGE,
        "user_id": user,
        "version": 1,
        "state": "in",
        "hidden": False,
        "joined_at": NOW,
        "value": 1.0,
        "reached_at": NOW,
        "place": place,
        "notices": {},
    }


def _person(user: UUID) -> dict[str, Any]:
    return {
        "user_id": user,
        "nickname": "러너",
        "timezone": "Asia/Seoul",
        "locale": "ko",
        "eligibility": "open",
        "locked": False,
        "wants": {},
    }
