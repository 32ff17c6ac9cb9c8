"""The real program as a child process: started, asked, killed, started again."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.servers import free_port

START_WITHIN_S = 60.0
STOP_WITHIN_S = 30.0
PASSWORD = "a long walk by the river"


class Program:
    """``moim serve`` over a data folder, on a free port. Its standard error goes to a file."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
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
        """Return once it answers."""
        environment = {name: value for name, value in os.environ.items() if "MOIM_" not in name}
        environment |= {"MOIM_DATA": str(self.data), "MOIM_PORT": str(self.port)}
        environment |= {f"MOIM_{name.upper()}": value for name, value in self.settings.items()}
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "stderr.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "moim.apps.cli", "serve"],
                env=environment,
                stderr=log,
                stdout=subprocess.DEVNULL,
            )
        transport = httpx.HTTPTransport(retries=0)
        with httpx.Client(transport=transport, timeout=START_WITHIN_S) as client:
            self._wait_until_ready(client)

    def stop(self) -> None:
        """Ask it to end, as Ctrl+C does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(STOP_WITHIN_S)
            self._process = None

    def kill(self) -> None:
        """Power off: no handler runs."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP_WITHIN_S)
        self._process = None

    def _wait_until_ready(self, client: httpx.Client) -> None:
        """Ask until it listens; the kernel refuses at once while nobody does."""
        assert self._process is not None
        while self._process.poll() is None:
            try:
                if client.get(f"{self.url}/readyz").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                _let_others_run()
        raise AssertionError((self.data / "stderr.log").read_text(errors="replace")[-4000:])


class Runner:
    """Somebody signed up and signed in, with an HTTP client of their own."""

    def __init__(self, url: str, nickname: str) -> None:
        self.email = f"{nickname}@example.com"
        self.client = httpx.Client(base_url=url, timeout=60.0, headers={"accept-language": "ko"})
        registered = self.client.post(
            "/v1/users",
            json={"email": self.email, "password": PASSWORD, "nickname": nickname},
        )
        assert registered.status_code == httpx.codes.CREATED, registered.text
        self.id: str = registered.json()["id"]
        self.sign_in()

    def sign_in(self) -> None:
        answer = self.client.post("/v1/sessions", json={"email": self.email, "password": PASSWORD})
        assert answer.status_code == httpx.codes.OK, answer.text
        self.client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def upload(self, *files: tuple[str, bytes], wait: bool = True) -> httpx.Response:
        return self.client.post(
            "/v1/workouts/imports",
            params={"wait": "true"} if wait else {},
            files=[("file", file) for file in files],
        )

    def until(self, path: str, told: Callable[[httpx.Response], bool]) -> httpx.Response:
        """Ask until ``told(answer)``: what follows an event is there a moment later."""
        for _ in range(2_000):
            answer = self.get(path)
            if told(answer):
                return answer
            _let_others_run()
        raise AssertionError(answer.text)


@contextmanager
def runner(url: str, nickname: str) -> Iterator[Runner]:
    somebody = Runner(url, nickname)
    try:
        yield somebody
    finally:
        somebody.client.close()


def _let_others_run() -> None:
    """Give the processor away between two questions."""
    threading.Event().wait(0.01)
