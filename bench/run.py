"""``make bench``: every figure the product promises, on this machine, beside its limit."""

import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from bench import (
    boards,
    certificates,
    companions,
    decode,
    live,
    notices,
    rankings,
    reacting,
    serving,
    tracks,
)
from bench.load import Client
from bench.samples import Files
from bench.server import Server
from bench.serving import Bench
from bench.table import Row, head, machine
from moim.contexts.workouts.domain.certificate import Format, Template

LARGE = decode.LARGE
LARGE_RECORDS = 99_998


def main(_arguments: list[str]) -> int:
    """Print the table; a missed limit is told in it, and is no failure of the command."""
    print(machine(), flush=True)
    print("\n" + head(), flush=True)
    missed = 0
    for row in _rows():
        print(row.line(), flush=True)
        missed += row.ratio is not None and row.ratio < 1
    print(f"\n{missed} missed." if missed else "\nEvery limit was kept.")
    return 0


def _rows() -> Iterator[Row]:
    yield from _reading()
    with tempfile.TemporaryDirectory(prefix="moim-bench-") as folder:
        server = Server(Path(folder) / "data")
        try:
            server.start()
            yield _start(server, "the first start, an empty folder")
            yield from _serving(server)
            server.stop()
            server.start()
            yield _start(server, "a later start, 5,000 workouts")
            yield from live.rows(server)
        finally:
            server.stop()
    _say(f"A ranking of {rankings.ENTRANTS:,} is being filled; that takes minutes.")
    yield from rankings.rows()
    yield from reacting.rows()
    yield from companions.rows()
    yield from boards.rows()
    yield from notices.rows()


def _reading() -> Iterator[Row]:
    """Files and tracks, without a server."""
    if LARGE.exists():
        yield _least("FIT of 99,998 records, CRC included", decode.large_fit_records_per_s(), 5e5)
    else:
        _say(f"Without {LARGE.name} beside the project: its row is left out.")
    yield _least("GPX", decode.gpx_points_per_s(), 1e5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two of the device files are broken, and are meant to be
        sizes = tracks.bytes_a_point()
    if sizes:
        stored = sizes["corpus_bytes_a_point"]
        yield Row(what="a stored track, bytes a point", value=stored, unit="B", most=3.0)
    else:
        _say("Without device files beside the project: the row of bytes a point is left out.")
    yield Row(what="10,000 points decoded", value=tracks.decode_ms(), unit="ms", most=1.0)
    yield from certificates.rows((Template.MINIMAL, Template.BIG_NUMBER), (Format.PORTRAIT,))


def _serving(server: Server) -> Iterator[Row]:
    client = Client(server.port)
    bench = Bench(server, client, Files())
    try:
        yield from serving.at_rest(bench)
        yield from serving.hello(bench)
        yield from serving.one_by_one(bench)
        yield from serving.many_at_once(bench)
        big = LARGE.read_bytes() if LARGE.exists() else Files(LARGE_RECORDS).fit()
        yield from serving.big_import(bench, big, "import of 99,998 records")
        token = bench.person()
        yield from serving.filled(bench, token)
        yield from serving.pages(bench, token)
        yield from serving.charts(bench, token)
        yield from serving.reactions(bench, token)
    finally:
        client.close()


def _start(server: Server, what: str) -> Row:
    cpu = f"{server.cpu_s()[0]:.2f} s"
    return Row(
        what=f"{what}, to the first answer", value=server.started_in_s, unit="s", most=3.0, cpu=cpu
    )


def _least(what: str, per_s: float | None, least: float) -> Row:
    assert per_s is not None
    return Row(what=f"{what}, points/s", value=per_s, unit="/s", least=least)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
