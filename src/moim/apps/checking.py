"""``moim check``: what works, what does not, and what to do about it."""

import shutil
import smtplib
import socket
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from moim.apps.house import House, build
from moim.kernel.clock import system_clock
from moim.platform import migrations
from moim.platform.settings import Settings

FREE_BYTES_MIN = 1_000_000_000
FSYNC_SLOW_S = 0.05
CLOCK_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # a machine that believes less lost its clock
TIMEOUT_S = 5.0
SQLITE_MIN = (3, 37, 0)


class Trouble(Exception):
    """Something does not work; the text says what to do."""


def check_all(settings: Settings) -> int:
    """Run every check; 0 if all is well."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("python", _python),
        ("sqlite", _sqlite),
        ("data folder", lambda: _folder(settings.data)),
        ("disk", lambda: _disk(settings.data)),
        ("clock", _clock),
        ("mail", lambda: _mail(settings)),
        ("bus", lambda: "in this process"),
    ]
    troubles = sum(not _told(name, check) for name, check in checks)
    house: House | None = None
    try:
        house = build(settings)
    except Exception as error:  # noqa: BLE001 - whatever it is, the host must read it
        troubles += 1
        print(f"  ✗ start        {type(error).__name__}: {error}")
    if house is not None:
        for module in house.modules:
            name = f"{module.context.name} db"
            troubles += not _told(name, lambda module=module: _database(module))  # type: ignore[misc]
        house.close()
    print("All is well." if not troubles else f"{troubles} to look at.")
    return 1 if troubles else 0


def _told(name: str, check: Callable[[], str]) -> bool:
    try:
        print(f"  ✓ {name:12} {check()}")
    except Trouble as trouble:
        print(f"  ✗ {name:12} {trouble}")
        return False
    return True


def _python() -> str:
    return sys.version.partition(" ")[0]


def _sqlite() -> str:
    if sqlite3.sqlite_version_info < SQLITE_MIN:
        raise Trouble(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed.")
    return sqlite3.sqlite_version


def _folder(folder: Path) -> str:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".check"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Trouble(f"cannot write to {folder}: {error.strerror}. Set MOIM_DATA.") from None
    return str(folder)


def _disk(folder: Path) -> str:
    free = shutil.disk_usage(folder if folder.exists() else Path()).free
    if free < FREE_BYTES_MIN:
        raise Trouble(f"{free / 1e9:.1f} GB free; make room before imports fail.")
    return f"{free / 1e9:.0f} GB free"


def _clock() -> str:
    now = system_clock()
    if now < CLOCK_EARLIEST:
        raise Trouble("the clock is in the past; sign-in will fail. Set it, or start NTP.")
    return f"{now:%Y-%m-%dT%H:%M:%SZ}"


def _mail(settings: Settings) -> str:
    if not settings.mail:
        return f"written to {settings.mail_folder}, shown on /dev/mail"
    parts = urlsplit(settings.mail)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(parts.hostname or "", parts.port or 0, timeout=TIMEOUT_S) as server:
            server.noop()
    except (OSError, smtplib.SMTPException, socket.gaierror) as error:
        raise Trouble(f"{parts.hostname} does not answer: {error}. See MOIM_MAIL.") from None
    return f"{parts.hostname} answers"


def _database(module) -> str:  # type: ignore[no-untyped-def] # noqa: ANN001
    context = module.context
    try:
        behind = migrations.behind(context.database, module.revisions)
        wrong = migrations.differences(context.database, context.metadata)
    except Exception as error:  # noqa: BLE001 - any driver's error must be readable here
        raise Trouble(f"{type(error).__name__}: {error}") from None
    if behind:
        raise Trouble("migrations wait: run `moim migrate` (serve does it by itself).")
    if wrong:
        raise Trouble(f"{len(wrong)} differences to the expected tables; restore a backup.")
    return f"{context.database.dialect}, up to date"
