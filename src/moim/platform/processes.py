"""Work that would hold up the event loop, in processes of their own.

A small pool over socket pairs rather than ``ProcessPoolExecutor``: one dead worker there breaks
the pool for everybody, a call cannot be timed out, and each call passes three threads
(docs/adr/0008-worker-processes.md has the figures). Workers are fresh interpreters, not forks: they
inherit no socket, thread or lock, and end with their parent however it ends.
"""

import asyncio
import contextlib
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, TypeVarTuple

from moim.kernel.errors import Invalid
from moim.platform.worker import LENGTH

Arguments = TypeVarTuple("Arguments")
T = TypeVar("T")

ATTEMPTS_AT_CRASH = 2
BUFFER_BYTES = 512 * 1024
ONE_THREAD_EACH = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


class ProcessingFailed(Invalid):
    """The worker died over it, twice: it used up the memory, or hit a defect in a library."""

    code = "processing-failed"
    ko = "이 파일을 처리하는 중에 문제가 생겼습니다. 파일이 손상되었거나 너무 큽니다."
    en = "This file could not be processed. It is damaged or too large."


class ProcessingTooSlow(Invalid):
    """It took longer than it may. It is not tried again: it would take as long again."""

    code = "processing-too-slow"
    ko = "이 파일은 {timeout_s}초 안에 처리할 수 없습니다. 나누어서 다시 시도해 주세요."
    en = "This file could not be processed within {timeout_s} seconds. Split it and try again."


@dataclass(slots=True)
class _Call:
    content: bytes
    timeout_s: float
    future: "asyncio.Future[Any]"
    attempts: int = 0


class _Died(Exception):
    """The worker closed its end."""


@dataclass(slots=True)
class _Process:
    process: "subprocess.Popen[bytes]"
    connection: socket.socket
    lifeline: int

    async def end(self) -> None:
        """Kill it and clear up."""
        self.process.kill()
        self.connection.close()
        os.close(self.lifeline)
        await asyncio.to_thread(self.process.wait)


@dataclass(eq=False)
class WorkerPool:
    """``size`` workers, each started at the first call that needs it.

    ``imports`` are modules a worker loads as it starts, so that no call has to wait for them.
    Use it from one event loop; ``await close()`` at the end.
    """

    size: int
    imports: Sequence[str] = ()
    _calls: "asyncio.Queue[_Call]" = field(init=False, repr=False)
    _tasks: list["asyncio.Task[None]"] = field(init=False, default_factory=list, repr=False)
    _idle: int = field(init=False, default=0)
    _closed: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Nothing is started yet. Callers wait their turn once twice ``size`` calls are queued."""
        self._calls = asyncio.Queue(2 * self.size)

    async def run(
        self, function: Callable[[*Arguments], T], *args: *Arguments, timeout_s: float = 60.0
    ) -> T:
        """Call ``function(*args)`` in a worker; a module's function, arguments that pickle.

        Raises what it raises; ProcessingFailed if the worker died over it twice,
        ProcessingTooSlow after ``timeout_s`` seconds of running (waiting its turn not counted).
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        content = pickle.dumps((function, args), protocol=5)
        call = _Call(content, timeout_s, asyncio.get_running_loop().create_future())
        if not self._idle and len(self._tasks) < self.size:
            self._tasks.append(asyncio.create_task(self._serve()))
        await self._calls.put(call)
        if self._closed:
            raise RuntimeError("the pool is closed")
        answer: T = await call.future
        return answer

    async def warm(self) -> None:
        """Start every worker now and wait until each has loaded its imports."""
        while len(self._tasks) < self.size:
            self._tasks.append(asyncio.create_task(self._serve()))
        await asyncio.gather(*(self.run(os.getpid) for _ in range(self.size)))

    async def close(self) -> None:
        """End all workers; calls that were not answered are cancelled."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._calls.empty():
            self._calls.get_nowait().future.cancel()

    async def _serve(self) -> None:
        """One worker's life: it outlives the processes that do its work."""
        process: _Process | None = None
        try:
            while True:
                self._idle += 1
                try:
                    call = await self._calls.get()
                finally:
                    self._idle -= 1
                if call.future.done():
                    continue  # its caller has gone
                try:
                    process = await self._carry_out(call, process)
                except Exception as error:  # noqa: BLE001 - no process could be started, say
                    process = None
                    _refuse(call, error)
        finally:
            if process is not None:
                await process.end()

    async def _carry_out(self, call: _Call, process: _Process | None) -> _Process | None:
        """Answer the call; the process to go on with, or None if it is no more."""
        while True:
            process = process or self._start()
            call.attempts += 1
            try:
                async with asyncio.timeout(call.timeout_s):
                    content = await _exchanged(process.connection, call.content)
            except TimeoutError:
                await process.end()
                _refuse(call, ProcessingTooSlow(timeout_s=round(call.timeout_s)))
                return None
            except (_Died, OSError):
                await process.end()
                process = None
                if call.attempts >= ATTEMPTS_AT_CRASH:
                    _refuse(call, ProcessingFailed())
                    return None
            except asyncio.CancelledError:
                call.future.cancel()
                await process.end()
                raise
            else:
                _answer(call, content)
                return process

    def _start(self) -> _Process:
        ours, theirs = socket.socketpair()
        for end in (ours, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
        ours.setblocking(False)
        reading, lifeline = os.pipe()
        command = [sys.executable, "-m", "moim.platform.worker"]
        command += [str(theirs.fileno()), str(reading), *self.imports]
        try:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), reading),
                env=os.environ | ONE_THREAD_EACH,
            )
        except BaseException:
            ours.close()
            os.close(lifeline)
            raise
        finally:
            theirs.close()
            os.close(reading)
        return _Process(process, ours, lifeline)


async def _exchanged(connection: socket.socket, content: bytes) -> bytearray:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, LENGTH.pack(len(content)))
    await loop.sock_sendall(connection, content)
    head = await _exactly(connection, LENGTH.size)
    return await _exactly(connection, LENGTH.unpack(head)[0])


async def _exactly(connection: socket.socket, size: int) -> bytearray:
    loop = asyncio.get_running_loop()
    content = bytearray(size)
    view = memoryview(content)
    done = 0
    while done < size:
        count = await loop.sock_recv_into(connection, view[done:])
        if count == 0:
            raise _Died
        done += count
    return content


def _answer(call: _Call, content: bytearray) -> None:
    kind, said = pickle.loads(content)  # noqa: S301 - from our own worker
    if call.future.done():
        return
    if kind == "done":
        call.future.set_result(said)
    elif kind == "refused":
        kind_of_refusal, state = said
        refusal = kind_of_refusal.__new__(kind_of_refusal)
        refusal.__dict__.update(state)
        call.future.set_exception(refusal)
    else:
        error, stack = said
        error.add_note("In the worker:\n" + stack)
        call.future.set_exception(error)


def _refuse(call: _Call, error: Exception) -> None:
    with contextlib.suppress(asyncio.InvalidStateError):
        call.future.set_exception(error)
