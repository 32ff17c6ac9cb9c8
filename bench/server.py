"""``moim serve`` as a child process over a data folder, watched from outside through /proc."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

COMMAND = (sys.executable, "-m", "moim.apps.cli", "serve")
START_WITHIN_S = 60.0
STOP_WITHIN_S = 30.0
LOOK_EVERY_S = 0.002
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
MEBIBYTE = 1024 * 1024
READY = b"GET /readyz HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n"


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The program, started and stopped; ``started_in_s`` is until its first answer."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.started_in_s = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Return once it has answered that it is ready."""
        environment = {key: value for key, value in os.environ.items() if "MOIM_" not in key}
        environment |= {"MOIM_DATA": str(self.data), "MOIM_PORT": str(self.port)}
        self.data.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        with (self.data / "stderr.log").open("ab") as log:
            self._process = subprocess.Popen(
                COMMAND, env=environment, stderr=log, stdout=subprocess.DEVNULL
            )
        while not self._is_ready():
            if self._process.poll() is not None or time.perf_counter() - began > START_WITHIN_S:
                raise RuntimeError((self.data / "stderr.log").read_text(errors="replace")[-4000:])
            time.sleep(LOOK_EVERY_S)
        self.started_in_s = time.perf_counter() - began

    def stop(self) -> None:
        """Ask it to end, as Ctrl+C does."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """Power off: no handler runs."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def processes(self) -> list[int]:
        """The server's process first, then its workers."""
        assert self._process is not None
        main = self._process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def cpu_s(self) -> tuple[float, float]:
        """Processor time used so far: by the server's process, and by all workers together."""
        main, *workers = (_cpu_s(process) for process in self.processes())
        return main, sum(workers)

    def resident_mib(self) -> float:
        """Resident pages of all processes, those they share counted in each."""
        pages = sum(_resident_pages(process) for process in self.processes())
        return pages * PAGE_BYTES / MEBIBYTE

    def proportional_mib(self) -> float:
        """Memory of all processes together, each page counted once."""
        return sum(_proportional_kib(process) for process in self.processes()) / 1024

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(READY)
                return connection.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False


class PeakMemory:
    """The greatest resident memory of all processes while inside, looked at every 5 ms."""

    EVERY_S = 0.005

    def __init__(self, server: Server) -> None:
        self._server = server
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self.peak_mib = 0.0

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(self.EVERY_S):
            self.peak_mib = max(self.peak_mib, self._server.resident_mib())


def _cpu_s(process: int) -> float:
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) * TICK_S


def _resident_pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0  # it ended between two looks


def _proportional_kib(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
