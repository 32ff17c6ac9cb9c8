"""A closed loop of HTTP/1.1 requests, cheap enough not to be what is measured.

``closed_loop`` runs in a process of its own: each lane is one keep-alive connection that sends
its next request when the last one is answered. ``Client`` is the same for one request at a time.
"""

import asyncio
import json
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length: "
BOUNDARY = "bench-7f1c2a90"
RECEIVE_BYTES = 256 * 1024
FAIL_FROM = b"3"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a loop saw. ``failed`` are answers other than 2xx; they count among the requests."""

    requests: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    client_cpu_s: float

    @property
    def per_s(self) -> float:
        """Requests answered a second."""
        return self.requests / self.seconds


def request(
    method: str,
    path: str,
    token: str = "",
    body: bytes = b"",
    content_type: str = "application/json",
) -> bytes:
    """A request as bytes."""
    head = [f"{method} {path} HTTP/1.1", "host: bench"]
    if token:
        head.append(f"authorization: Bearer {token}")
    if body:
        head += [f"content-type: {content_type}", f"content-length: {len(body)}"]
    return "\r\n".join((*head, "", "")).encode() + body


def upload(token: str, name: str, content: bytes) -> bytes:
    """One device file as a form, to be answered when it is settled."""
    head = (
        f"--{BOUNDARY}\r\ncontent-disposition: form-data; "
        f'name="file"; filename="{name}"\r\ncontent-type: application/octet-stream\r\n\r\n'
    )
    body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return request("POST", "/v1/workouts/imports?wait=true", token, body, kind)


class Client:
    """One keep-alive connection, one request at a time."""

    def __init__(self, port: int) -> None:
        self._connection = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, content: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self._connection.sendall(content)
        received = bytearray()
        while (size := _size_of_answer(received)) is None or len(received) < size:
            chunk = self._connection.recv(RECEIVE_BYTES)
            if not chunk:
                raise ConnectionError("the server closed the connection")
            received += chunk
        return int(received[9:12]), bytes(received).partition(END_OF_HEAD)[2]

    def json(self, content: bytes) -> Any:
        """The body of an answer that must be 2xx."""
        status, body = self.send(content)
        if status >= 300:
            raise RuntimeError(f"{status}: {body[:500]!r}")
        return json.loads(body)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def closed_loop(
    port: int, lanes: Sequence[Sequence[bytes]], seconds: float | None = None
) -> Measured:
    """Each lane's requests in turn: over and over for ``seconds``, or once if None."""
    content = pickle.dumps((port, [list(lane) for lane in lanes], seconds))
    done = subprocess.run(
        (sys.executable, "-m", "bench.load"), input=content, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return Measured(**json.loads(done.stdout))


def _size_of_answer(received: bytearray) -> int | None:
    """How many bytes the answer at the beginning has, or None while its head is not all there."""
    end = received.find(END_OF_HEAD)
    if end < 0:
        return None
    at = received.find(LENGTH, 0, end)
    if at < 0:
        raise RuntimeError(f"an answer without a length: {bytes(received[:end])!r}")
    stop = received.find(b"\r", at + len(LENGTH), end + 2)
    return end + len(END_OF_HEAD) + int(received[at + len(LENGTH) : stop])


class _Lane(asyncio.Protocol):
    def __init__(self, requests: Sequence[bytes], *, until: float | None) -> None:
        self._requests = requests
        self._until = until
        self._next = 0
        self._received = bytearray()
        self._size: int | None = None
        self._sent_at = 0.0
        self._transport: Any = None
        self.took: list[float] = []
        self.failed = 0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def start(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._requests[self._next])

    def data_received(self, data: bytes) -> None:
        self._received += data
        if self._size is None:
            self._size = _size_of_answer(self._received)
        if self._size is None or len(self._received) < self._size:
            return
        now = time.perf_counter()
        self.took.append(now - self._sent_at)
        self.failed += self._received[9:10] >= FAIL_FROM
        self._received.clear()
        self._size = None
        self._next += 1
        if self._next == len(self._requests) and self._until is not None:
            self._next = 0
        if self._next == len(self._requests) or (self._until is not None and now >= self._until):
            self._transport.close()
            return
        self._sent_at = now
        self._transport.write(self._requests[self._next])

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(error)


async def _run(port: int, lanes: list[list[bytes]], seconds: float | None) -> Measured:
    loop = asyncio.get_running_loop()
    until = None if seconds is None else time.perf_counter() + seconds
    made = [_Lane(requests, until=until) for requests in lanes]
    for lane in made:
        await loop.create_connection(lambda lane=lane: lane, "127.0.0.1", port)
    cpu, began = time.process_time(), time.perf_counter()
    for lane in made:
        lane.start()
    errors = [error for error in await asyncio.gather(*(lane.done for lane in made)) if error]
    took = sorted(value * 1000 for lane in made for value in lane.took)
    return Measured(
        requests=len(took),
        failed=sum(lane.failed for lane in made) + len(errors),
        seconds=time.perf_counter() - began,
        p50_ms=took[len(took) // 2],
        p99_ms=took[min(len(took) - 1, len(took) * 99 // 100)],
        client_cpu_s=time.process_time() - cpu,
    )


def main() -> None:
    """What ``closed_loop`` starts: the work on standard input, the figures on standard output."""
    port, lanes, seconds = pickle.load(sys.stdin.buffer)
    print(json.dumps(asdict(asyncio.run(_run(port, lanes, seconds)))))


if __name__ == "__main__":
    main()
