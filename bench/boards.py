"""Boards with 200,000 posts: a page at 64 connections, and words found one after another."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, insert, text

from bench.load import Client, closed_loop, request
from bench.samples import Files
from bench.server import Server
from bench.serving import Bench
from bench.table import Row, cpu_of
from moim.contexts.community.application.keeping import HOT_KEPT, HOT_LENGTH_MAX
from moim.contexts.community.domain.boards import BOARDS
from moim.contexts.community.domain.indexing import terms_of
from moim.contexts.community.persistence.lists import SqlLists
from moim.contexts.community.persistence.saving import nothing_of
from moim.contexts.community.persistence.tables import posts, search_docs
from moim.kernel.ids import new_id
from moim.platform.db_sqlite import SqliteDatabase

POSTS = 200_000
BATCH = 5_000
CONNECTIONS = 64
SEARCHES = 50  # a member's burst is 60
LOAD_S = 6.0
SAID = """
러닝 마라톤 한강 야간 크루 신발 후기 대회 하프 기록 훈련 새벽 공원 코스 자전거 라이딩 등산 수영 모집
나눔 장터 페이스 심박 부상 회복 스트레칭 인터벌 언덕 남산 여의도 잠실 반포 초보 입문
"""
WORDS = tuple(SAID.split())
QUERIES = (
    "러닝",
    "마라톤",
    "런",
    "한강 야간",
    "새벽 남산",
    "크루 모집 초보",
    "10km",
    "없는말",
    "트라이애슬론",
)
ENDINGS = ("크루", "에서", "화", "합니다", "후기", "")


def rows() -> Iterator[Row]:
    """On a server of its own: the posts are written into its database before it starts."""
    with TemporaryDirectory(prefix="moim-boards-") as folder:
        server = Server(Path(folder) / "data")
        server.start()
        server.stop()
        _fill(Path(folder) / "data")
        server.start()
        try:
            yield from _pages(server)
            yield from _found(server)
        finally:
            server.stop()


def _pages(server: Server) -> Iterator[Row]:
    for name, query in (("newest", ""), ("hottest", "?sort=hot")):
        ask = [request("GET", f"/v1/boards/{board}/posts{query}") for board in BOARDS]
        lanes = [ask[number % len(ask) :] + ask for number in range(CONNECTIONS)]
        closed_loop(server.port, lanes, 2.0)
        before = server.cpu_s()
        seen = closed_loop(server.port, lanes, LOAD_S)
        after = server.cpu_s()
        if seen.failed:
            raise RuntimeError(f"{seen.failed} pages failed")
        cpu = cpu_of((after[0] - before[0], after[1] - before[1]), seen.requests)
        what = f"the {name} of a board of {POSTS:,} posts, {CONNECTIONS} connections"
        yield Row(what=f"{what}, requests/s", value=seen.per_s, unit="/s", cpu=cpu)
        yield Row(what="  p99", value=seen.p99_ms, unit="ms", most=20.0)


def _found(server: Server) -> Iterator[Row]:
    """One after another, then by as many members at once as there are connections."""
    client, took = Client(server.port), []
    bench = Bench(server, client, Files())
    try:
        for number in range(27):  # a guest's burst is 30
            ask = request("GET", f"/v1/search/posts?q={quote(QUERIES[number % len(QUERIES)])}")
            began = time.perf_counter()
            client.json(ask)
            took.append((time.perf_counter() - began) * 1000)
        tokens = [bench.person() for _ in range(CONNECTIONS)]
    finally:
        client.close()
    yield Row(what=f"words found in {POSTS:,} posts, p50", value=statistics.median(took), unit="ms")
    yield Row(what="  slowest of 27", value=max(took), unit="ms", most=20.0)
    asks = [
        [request("GET", f"/v1/search/posts?q={quote(query)}", token) for query in QUERIES]
        for token in tokens
    ]
    lanes = [(ask[number % len(ask) :] + ask * 6)[:SEARCHES] for number, ask in enumerate(asks)]
    closed_loop(server.port, [lane[-1:] for lane in lanes])
    before = server.cpu_s()
    seen = closed_loop(server.port, lanes)
    after = server.cpu_s()
    if seen.failed:
        raise RuntimeError(f"{seen.failed} searches failed")
    cpu = cpu_of((after[0] - before[0], after[1] - before[1]), seen.requests)
    what = f"the same by {CONNECTIONS} members at once, requests/s"
    yield Row(what=what, value=seen.per_s, unit="/s", cpu=cpu)
    yield Row(what="  p99", value=seen.p99_ms, unit="ms", most=20.0)


def _fill(data: Path) -> None:
    (file,) = data.glob("**/community.sqlite")
    database = SqliteDatabase(file)
    chance = random.Random(1)
    try:
        for first in range(0, POSTS, BATCH):
            batch = [_post(chance, number) for number in range(first, first + BATCH)]
            database.write(partial(_write, batch)).result()
        database.write(
            lambda c: SqlLists(c).keep_hot(HOT_LENGTH_MAX, HOT_KEPT, dict.fromkeys(BOARDS, 1.0))
        ).result()
    finally:
        database.close()


def _write(batch: list[dict[str, Any]], connection: Connection) -> None:
    connection.execute(insert(posts), batch)
    connection.execute(insert(search_docs), [{"post_id": row["id"]} for row in batch])
    last = connection.execute(text("SELECT max(seq) FROM search_docs")).scalar_one()
    grams = [
        {"seq": last - len(batch) + 1 + at, "grams": " ".join(terms_of(row["title"] + row["body"]))}
        for at, row in enumerate(batch)
    ]
    connection.execute(text("INSERT INTO fts_posts (rowid, grams) VALUES (:seq, :grams)"), grams)


def _post(chance: random.Random, number: int) -> dict[str, Any]:
    said = [chance.choice(WORDS) + chance.choice(ENDINGS) for _ in range(24)]
    at = datetime.now(UTC) - timedelta(minutes=3 * (POSTS - number))
    row = {
        "id": new_id(),
        "author_id": new_id(),
        "board": [*BOARDS][number % len(BOARDS)],
        "state": "published",
        "visible": True,
        "title": " ".join(said[:5]),
        "body": " ".join(said[5:]),
        "html": f"<p>{' '.join(said[5:])}</p>",
        "fields": {},
        "photos": [],
        "tags": [],
        "created_at": at,
        "published_at": at,
        "listed_at": at,
        "likes": chance.randrange(50),
        "score": chance.randrange(200),
        "hot": chance.random() if number > POSTS - 6_000 else 0.0,
    }
    return nothing_of(posts, row) | row
