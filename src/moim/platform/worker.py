"""A worker process: reads a call, makes it, writes what came of it, until its socket closes.

Started by ``processes.py`` as ``python -m moim.platform.worker``. It holds the standard library
and what it is told to import, no more: its memory is multiplied by the number of workers.
"""

import contextlib
import ctypes
import importlib
import os
import pickle
import signal
import socket
import struct
import sys
import threading
import traceback
from typing import Any

from moim.kernel.errors import Refusal

LENGTH = struct.Struct("!Q")
KILLED_FIRST_OF_ALL = "800"  # of 1000: rather a worker than the server when memory runs out
M_MMAP_THRESHOLD = -3
RETURN_FROM_BYTES = 256 * 1024


def main() -> None:
    """Serve the socket and the lifeline whose numbers are the first two arguments."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123
        score.write(KILLED_FIRST_OF_ALL)
    connection = socket.socket(fileno=int(sys.argv[1]))
    lifeline = int(sys.argv[2])
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    for name in sys.argv[3:]:
        importlib.import_module(name)
    _give_memory_back()
    while (call := _receive(connection)) is not None:
        connection.sendall(_made(call))
        del call


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # nobody writes: it returns when the parent is gone, however it went
    os._exit(0)


def _give_memory_back() -> None:
    """Have large buffers returned to the system when freed, instead of kept for next time."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, RETURN_FROM_BYTES)


def _made(call: bytearray) -> bytes:
    try:
        function, arguments = pickle.loads(call)  # noqa: S301 - from our own parent
        answer: tuple[str, Any] = ("done", function(*arguments))
        return _framed(answer)
    except Refusal as refusal:
        return _framed(("refused", (type(refusal), refusal.__dict__)))
    except Exception as error:  # noqa: BLE001 - it is raised again where the call came from
        stack = "".join(traceback.format_tb(error.__traceback__)[1:])
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - will it survive the journey?
            return _framed(("raised", (error, stack)))
        except Exception:  # noqa: BLE001 - an exception that cannot travel
            told = RuntimeError(f"{type(error).__qualname__} in a worker")
            return _framed(("raised", (told, stack)))


def _framed(answer: tuple[str, Any]) -> bytes:
    content = pickle.dumps(answer, protocol=5)
    return LENGTH.pack(len(content)) + content


def _receive(connection: socket.socket) -> bytearray | None:
    head = _exactly(connection, LENGTH.size)
    return None if head is None else _exactly(connection, LENGTH.unpack(head)[0])


def _exactly(connection: socket.socket, size: int) -> bytearray | None:
    content = bytearray(size)
    view = memoryview(content)
    done = 0
    while done < size:
        count = connection.recv_into(view[done:])
        if count == 0:
            return None
        done += count
    return content


if __name__ == "__main__":
    main()
