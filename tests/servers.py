"""Servers that the tests start: found on this machine, run without root, gone with the tests."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from functools import lru_cache
from pathlib import Path

import psycopg

START_TIMEOUT_S = 30
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUICK_AND_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "120",
    "autovacuum": "off",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


@lru_cache
def find_postgres() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, or None."""
    candidates = [Path(found).parent for name in ("initdb",) if (found := shutil.which(name))]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@lru_cache
def find_chromium() -> Path | None:
    """The browser's program, or None."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """One server in a temporary folder: nothing of it is durable, so it is quick."""

    def __init__(self) -> None:
        self.port = free_port()
        self._made = 0
        self._folder = Path(tempfile.mkdtemp(prefix="moim-pg-"))
        self._user = _unprivileged_user()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://moim@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        programs = find_postgres()
        assert programs is not None, "PostgreSQL cannot be found"
        data = self._folder / "data"
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "moim", "-A", "trust"]
        initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **self._as_user())
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(self.port)]
        command += ["-k", str(self._folder), "-h", "127.0.0.1"]
        for name, value in QUICK_AND_FORGETFUL.items():
            command += ["-c", f"{name}={value}"]
        leash = shutil.which("setpriv")  # it stops the server even if the tests are killed
        if leash:
            command = [leash, "--pdeathsig", "QUIT", *command]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **self._as_user())
        self._wait()

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)  # at once: nothing is to be kept
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def create(self, context: str) -> str:
        """An empty database; its name."""
        self._made += 1
        name = f"t{self._made}_{context}"
        self._run(f'CREATE DATABASE "{name}"')
        return name

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _wait(self) -> None:
        until = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                assert self._process is not None
                assert self._process.poll() is None, "PostgreSQL ended as it started"
                assert time.monotonic() < until, "PostgreSQL does not answer"
                time.sleep(0.02)
            else:
                return

    def _as_user(self) -> dict[str, object]:
        if self._user is None:
            return {"cwd": self._folder}
        user, group = self._user.pw_uid, self._user.pw_gid
        return {"cwd": self._folder, "user": user, "group": group, "extra_groups": []}


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run as if we are root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("PostgreSQL does not run as root, and there is nobody else")
