"""Five hundred live sessions at one point a second, and a kill in the middle of it.

``python -m bench.live`` runs it alone. Each session has a connection of its own and sends on its
own beat whether or not the server keeps up; a point is late from when it was due, not from when
it could be sent. Then the server is killed while points are under way and started again: every
point that was answered must be there.
"""

import asyncio
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import Client, request
from bench.server import Server
from bench.table import Row, head, machine
from moim.kernel.clock import system_clock
from moim.kernel.ids import new_id
from moim.platform.tokens import Tokens

SESSIONS = 500
MEASURED_S = 20.0
BEFORE_KILL_S = 3.0
P99_MS_MAX = 100.0
EVERY_S = 1.0
STEP_DEG = 2.7e-5
OK = b"HTTP/1.1 200"


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A session and whose token it takes."""

    id: str
    token: str


def rows(server: Server) -> Iterator[Row]:
    """Measure on a running server; it is killed and started again on the way."""
    runners = _set_out(server)
    before, began = server.cpu_s(), time.perf_counter()
    told = _load(server.port, runners, MEASURED_S, first_seqs=[1] * SESSIONS)
    took_s = time.perf_counter() - began
    spent = server.cpu_s()[0] - before[0]
    late = sorted(told["late_ms"])
    cpu = f"{100 * spent / took_s:.0f} % of a core"
    what = f"live points, {len(runners)} sessions at 1 Hz"
    yield Row(what=f"{what}, p50", value=late[len(late) // 2], unit="ms", cpu=cpu)
    p99 = late[int(len(late) * 0.99)]
    yield Row(what=f"{what}, p99", value=p99, unit="ms", most=P99_MS_MAX, cpu=cpu)
    yield Row(what=f"{what}, answered a second", value=len(late) / MEASURED_S, unit="/s")
    lost, answered = _killed(server, runners, told["answered"])
    what = f"of {answered:,} points answered before kill -9, lost"
    yield Row(what=what, value=lost, unit="", most=0)


def _set_out(server: Server) -> list[Runner]:
    """A session each for people whom the server knows by their tokens alone."""
    tokens = Tokens(server.data / "keys", f"http://127.0.0.1:{server.port}")
    client = Client(server.port)
    runners = []
    body = json.dumps({"sport": "run"}).encode()
    for _ in range(SESSIONS):
        token = str(tokens.issue_access(new_id(), new_id(), ["user"], system_clock()))
        told = client.json(request("POST", "/v1/workout-sessions", token, body))
        runners.append(Runner(id=told["id"], token=token))
    client.close()
    return runners


def _killed(server: Server, runners: Sequence[Runner], answered: Sequence[int]) -> tuple[int, int]:
    """How many answered points are not there after a kill, and how many were answered."""
    loading = _start_load(server.port, runners, None, [last + 1 for last in answered])
    time.sleep(BEFORE_KILL_S)
    server.kill()
    told = _told(loading)["answered"]
    server.start()
    client = Client(server.port)
    lost = 0
    for runner, last in zip(runners, told, strict=True):
        path = f"/v1/workout-sessions/{runner.id}"
        kept = client.json(request("GET", path, runner.token))
        lost += max(0, last + 1 - kept["next_seq"]) + len(kept["missing"])
    client.close()
    return lost, sum(told)


def _load(
    port: int, runners: Sequence[Runner], seconds: float | None, first_seqs: Sequence[int]
) -> dict[str, Any]:
    return _told(_start_load(port, runners, seconds, first_seqs))


def _start_load(
    port: int, runners: Sequence[Runner], seconds: float | None, first_seqs: Sequence[int]
) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        (sys.executable, "-m", "bench.live", "load"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(pickle.dumps((port, list(runners), seconds, first_seqs)))
    process.stdin.close()
    return process


def _told(process: "subprocess.Popen[bytes]") -> dict[str, Any]:
    assert process.stdout is not None
    told: dict[str, Any] = json.loads(process.stdout.read())
    process.wait()
    return told


class _Lane(asyncio.Protocol):
    """One phone: a point a second, each under the next number once the last was answered."""

    def __init__(self, runner: Runner, seq: int, due: float, late_ms: list[float]) -> None:
        self._runner, self._seq, self._due, self._late_ms = runner, seq, due, late_ms
        self._loop = asyncio.get_running_loop()
        self._received = b""
        self._transport: asyncio.Transport | None = None
        self.answered = seq - 1
        self.ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._loop.call_at(self._due, self._send)

    def connection_lost(self, _error: Exception | None) -> None:
        self.ended.set()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(rest) < length:
            return
        if not head.startswith(OK):
            raise RuntimeError(self._received[:500])
        self._received = b""
        self._late_ms.append((self._loop.time() - self._due) * 1000)
        self.answered = self._seq
        self._seq += 1
        self._due += EVERY_S
        self._loop.call_at(self._due, self._send)

    def stop(self) -> None:
        assert self._transport is not None
        self._transport.close()

    def _send(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        seq = self._seq
        point = {"t": time.time(), "lat": 37.5 + seq * STEP_DEG, "lon": 127.0}
        body = {"seq": seq, "points": [point | {"ele": 21.5, "hr": 148, "cad": 172}]}
        path = f"/v1/workout-sessions/{self._runner.id}/points"
        self._transport.write(request("POST", path, self._runner.token, json.dumps(body).encode()))


async def _run(
    port: int, runners: Sequence[Runner], seconds: float | None, first_seqs: Sequence[int]
) -> dict[str, Any]:
    """Send for ``seconds``, or until the server is gone if None."""
    loop = asyncio.get_running_loop()
    late_ms: list[float] = []
    begin = loop.time() + 1.0
    lanes = []
    for place, (runner, first_seq) in enumerate(zip(runners, first_seqs, strict=True)):
        due = begin + EVERY_S * place / len(runners)
        lane = _Lane(runner, first_seq, due, late_ms)
        await loop.create_connection(lambda lane=lane: lane, "127.0.0.1", port)
        lanes.append(lane)
    if seconds is None:
        await asyncio.gather(*(lane.ended.wait() for lane in lanes))
    else:
        await asyncio.sleep(begin - loop.time() + seconds)
    for lane in lanes:
        lane.stop()
    return {"late_ms": late_ms, "answered": [lane.answered for lane in lanes]}


def main(arguments: Sequence[str]) -> int:
    """The figures as a table; 1 if one misses its limit."""
    if arguments == ["load"]:
        json.dump(asyncio.run(_run(*pickle.load(sys.stdin.buffer))), sys.stdout)
        return 0
    print(machine())
    print(head())
    missed = False
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "data") as server:
        for row in rows(server):
            print(row.line(), flush=True)
            missed |= row.ratio is not None and row.ratio < 1
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
