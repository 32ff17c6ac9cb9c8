"""The real program and a real Chromium, started for these tests alone."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect, sync_playwright

from tests.browser.visiting import Running, Visit, Visitor
from tests.servers import find_chromium, free_port

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 60.0
WAITS_MS = 20_000  # a busy machine is slow, not wrong
expect.set_options(timeout=WAITS_MS)
SAVES_DATA = "Object.defineProperty(navigator.connection, 'saveData', { get: () => true })"


MAIN = "from moim.apps.cli import main; main()"  # as its console script does


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


@contextmanager
def started(data: Path, main: str = MAIN, **settings: str) -> Iterator[Running]:
    """The whole program on a free port with an empty data folder."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("MOIM_")}
    env |= {"MOIM_DATA": str(data), "MOIM_PORT": str(port), "MOIM_HOST": "127.0.0.1"}
    env |= settings
    with (data / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", main, "serve"], env=env, stdout=output, stderr=output
        )
    origin = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + START_S
        while not _answers(f"{origin}/readyz"):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail("did not start:\n" + (data / "output.txt").read_text("utf-8")[-4000:])
            time.sleep(0.1)
        yield Running(origin, data)
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all modules that need nothing of their own of it."""
    with started(tmp_path_factory.mktemp("web-data")) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. One a module: its event loop must be gone before asyncio's tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, running: Running) -> Iterator[Visit]:
    """Open windows: ``visit(language="en", width=360)``. What the console says fails the test.

    ``expects`` are HTTP statuses that the test provokes. ``ahead`` lets the page fetch the views
    that are not shown, which takes a second of each new window.
    """
    opened: list[tuple[Visitor, tuple[int, ...]]] = []

    def open_window(
        *,
        language: str = "ko",
        width: int = 1280,
        scheme: str = "light",
        expects: tuple = (),
        ahead: bool = False,
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale="ko-KR" if language == "ko" else "en-GB",
            timezone_id="Asia/Seoul",
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        context.set_default_timeout(WAITS_MS)
        if not ahead:
            context.add_init_script(SAVES_DATA)
        if language == "en":
            context.add_init_script("localStorage.setItem('moim.language', 'en')")
        visitor = Visitor(context.new_page(), running.origin, language)

        def listen(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                visitor.complaints.append(message.text)

        visitor.page.on("console", listen)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        opened.append((visitor, expects))
        return visitor

    yield open_window
    for visitor, expects in opened:
        visitor.page.context.close()
        unexpected = [
            text
            for text in visitor.complaints
            if not any(f"status of {status}" in text for status in expects)
        ]
        assert unexpected == []
