"""``moim import``: files of somebody's, from this machine, without the web."""

import asyncio
import hashlib
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from moim.apps.house import House, build
from moim.apps.people import account_of
from moim.contexts.workouts.adapters.http.reasons import sentence
from moim.contexts.workouts.adapters.importing import FILE_BYTES_MAX, kind_of
from moim.contexts.workouts.application.imports import StartImport, start_import
from moim.contexts.workouts.application.portability import still_derived
from moim.contexts.workouts.application.queries import OneOf, one_import
from moim.contexts.workouts.domain.imports import ImportFile, Verdict
from moim.kernel.ids import new_id
from moim.platform.portability import MANIFEST, NotAnExport, taken_back
from moim.platform.settings import Settings

HEAD_BYTES = 4_096
ALL_WELL, SOME_FAILED, NOT_STARTED = 0, 1, 2
BAR_LENGTH = 30
LOOKS_MAX, LOOK_EVERY_S = 600, 0.1


async def import_for(settings: Settings, address: str, paths: Sequence[Path]) -> int:
    """Import ``paths`` for the account with this address; the exit code."""
    missing = [path for path in paths if not path.is_file()]
    if missing:
        print(f"moim: there is no file {missing[0]}", file=sys.stderr)
        return NOT_STARTED
    house = build(settings)
    house.migrate()
    try:
        user_id = await account_of(house, address)
        if user_id is None:
            print("moim: no account has this address.", file=sys.stderr)
            return NOT_STARTED
        exports = [path for path in paths if _is_export(path)]
        paths = [path for path in paths if path not in exports]
        async with house.moving():
            code = ALL_WELL
            for path in exports:
                code = max(code, await _take_back(house, user_id, path))
            if not paths:
                return code
            import_id = new_id()
            files = [await asyncio.to_thread(_kept, house, path) for path in paths]
            context = house.importer.context
            command = StartImport(
                import_id=import_id, user_id=user_id, provider="files", files=files
            )
            await context.run(start_import, command)
            settling = house.importer.begin(import_id, user_id, [(file, None) for file in files])
            about = OneOf(id=import_id, user_id=user_id)
            while not settling.done():
                await asyncio.wait({settling}, timeout=0.2)
                _progress(*await context.ask(one_import, about))
            await settling
            await house.pumps.settle()
            _, settled = await context.ask(one_import, about)
        return max(code, _report(settled))
    finally:
        house.close()


def _is_export(path: Path) -> bool:
    """Whether it is a ZIP that ``moim export`` wrote."""
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.NameToInfo
    except (zipfile.BadZipFile, OSError):
        return False


async def _take_back(house: House, user_id: UUID, path: Path) -> int:
    """Take an export back whole; an exit code."""

    async def settle() -> None:
        for _ in range(LOOKS_MAX):  # a server that runs beside may have taken some of it up
            await house.importer.catch_up()
            if not await house.importer.context.ask(still_derived, user_id):
                break
            await asyncio.sleep(LOOK_EVERY_S)
        await house.pumps.overtake()

    try:
        with zipfile.ZipFile(path) as archive:
            left = await taken_back(archive, house.portions, user_id, settle)
    except NotAnExport as refusal:
        print(f"failed     {path.name}  ({refusal.sentence('en')})")
        return SOME_FAILED
    print(f"taken back {path.name}")
    for line in left:
        print(f"  left out: {line}")
    return SOME_FAILED if left else ALL_WELL


def _kept(house: House, path: Path) -> ImportFile:
    with path.open("rb") as stream:
        kind = kind_of(stream.read(HEAD_BYTES))
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    size_bytes = path.stat().st_size
    if kind == "archive" or size_bytes <= FILE_BYTES_MAX:
        house.blobs.put(path, compress=kind == "file")
    return ImportFile(id=new_id(), name=path.name, sha256=sha256, size_bytes=size_bytes, kind=kind)


def _progress(_delivery: object, files: Sequence[ImportFile]) -> None:
    if sys.stderr.isatty() and files:
        done = sum(file.outcome is not None for file in files)
        filled = BAR_LENGTH * done // len(files)
        bar = "█" * filled + "·" * (BAR_LENGTH - filled)
        print(f"\r{bar} {done}/{len(files)}", end="", file=sys.stderr, flush=True)


def _report(files: Sequence[ImportFile]) -> int:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    failed = 0
    for file in files:
        outcome = file.outcome
        if outcome is None:
            continue
        why = sentence(outcome.reason, outcome.details, "en")
        print(f"{outcome.verdict.value:10} {file.name}" + (f"  ({why})" if why else ""))
        failed += outcome.verdict is Verdict.FAILED
    return SOME_FAILED if failed else ALL_WELL
