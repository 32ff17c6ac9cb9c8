"""``moim demo``: a crew of twelve with three months behind them, through the front doors.

They sign up, say what they are after, and hand in the files of their devices as anybody would.
Nothing is added twice: an address is an account, and a file that was delivered once is not again.
"""

import asyncio
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from moim.apps.demo_asking import ask_for_more
from moim.apps.demo_boards import talk
from moim.apps.demo_challenges import compete
from moim.apps.demo_crew import CREW, PASSWORD, Member
from moim.apps.demo_days import SEOUL, Outing, Session, outings_on, sessions_on
from moim.apps.demo_files import file_of
from moim.apps.demo_joining import context_named, joined, settle_in, strangers
from moim.apps.house import House, build
from moim.apps.people import account_of
from moim.contexts.workouts.application.companion_queries import what_to_sign
from moim.contexts.workouts.application.imports import StartImport, start_import
from moim.contexts.workouts.application.queries import (
    WorkoutList,
    list_imports,
    list_workouts,
)
from moim.contexts.workouts.application.workouts import TypeIn, type_in
from moim.contexts.workouts.domain.imports import ImportFile
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from moim.platform.settings import Settings
from moim.platform.uploads import UploadedFile

DAYS = 91
IMPORTS_AT_ONCE = 100
COMPANY_POLL_S = 0.2
DONE, REFUSED = 0, 2

People = Sequence[tuple[Member, UUID]]


@dataclass(frozen=True, kw_only=True)
class Made:
    """What one run added."""

    accounts: int
    files: int
    typed_in: int
    threads: int
    challenges: int


async def demo(
    settings: Settings, *, yes: bool, crew: Sequence[Member] = CREW, days: int = DAYS
) -> int:
    """Fill the instance, or add the days since the last time; the exit code.

    ``yes`` also where there are accounts of others.
    """
    house = build(settings)
    house.migrate()
    try:
        async with house.moving():
            await house.pumps.settle()
            found = [await account_of(house, member.address) for member in crew]
            known = {user_id for user_id in found if user_id is not None}
            others = await strangers(house, known)
            if others and not yes:
                print(_other_accounts(others), file=sys.stderr)
                return REFUSED
            made = await _fill(house, crew, days, len(known))
    except Refusal as refusal:
        print(f"moim: the demo cannot be made here: {refusal.en}", file=sys.stderr)
        return REFUSED
    finally:
        house.close()
    _tell(made, crew, owns=not known and not others, address=settings.own_url)
    return DONE


async def _fill(house: House, crew: Sequence[Member], days: int, known: int) -> Made:
    today = house.contexts[0].clock().astimezone(SEOUL).date()
    since = today - timedelta(days=days - 1)
    people = [(member, await joined(house, member)) for member in crew]
    await house.pumps.settle()  # days begin in their zone from here on
    await settle_in(house, people, since)
    dates = [since + timedelta(days=n) for n in range(days)]
    files = await _hand_in(house, people, dates)
    typed_in = await _type_in(house, people, dates)
    await house.pumps.settle()
    # Not ours alone to wait for: a program running beside us may be the one that looks.
    while await house.importer.context.ask(what_to_sign, 1):  # noqa: ASYNC110
        await asyncio.sleep(COMPANY_POLL_S)
    await house.pumps.settle()
    challenges = await compete(context_named(house, "challenges"), people, today)
    await house.pumps.settle()
    threads = await talk(house, {member.name: user_id for member, user_id in people})
    await ask_for_more(house, people, today)
    await house.pumps.settle()
    return Made(
        accounts=len(crew) - known,
        files=files,
        typed_in=typed_in,
        threads=threads,
        challenges=challenges,
    )


async def _hand_in(house: House, people: People, days: Sequence[date]) -> int:
    """Every member's new files as one import each; how many files."""
    crew = [member for member, _ in people]
    now = house.importer.context.clock()
    outings = [one for day in days for one in outings_on(day, crew) if one.ended_at < now]
    settling: list[asyncio.Task[None]] = []
    count = 0
    for member, user_id in people:
        own = [outing for outing in outings if outing.member == member]
        delivered = await _delivered(house, user_id)
        files = [file for file in await _files(own) if file.sha256 not in delivered]
        if not files:
            continue
        import_id = new_id()
        start = partial(_start, house, import_id, user_id)
        if task := await house.importer.receive(import_id, user_id, files, start):
            settling.append(task)
        count += len(files)
        print(f"{member.nickname}: {len(files)} workouts", file=sys.stderr)
    await asyncio.gather(*settling)
    return count


async def _files(outings: Sequence[Outing]) -> list[UploadedFile]:
    return await asyncio.to_thread(lambda: [_uploaded(*file_of(outing)) for outing in outings])


def _uploaded(name: str, data: bytes) -> UploadedFile:
    return UploadedFile(
        field="file",
        name=name,
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        path=None,
    )


async def _start(house: House, import_id: UUID, user_id: UUID, files: Sequence[ImportFile]) -> UUID:
    command = StartImport(import_id=import_id, user_id=user_id, provider="files", files=files)
    return await house.importer.context.run(start_import, command)


async def _delivered(house: House, user_id: UUID) -> set[str]:
    """The contents of all that was ever handed in, taken back since or not."""
    context = house.importer.context
    contents: set[str] = set()
    after: UUID | None = None
    while page := await context.ask(list_imports, (user_id, IMPORTS_AT_ONCE, after)):
        contents.update(file.sha256 for _, files in page for file in files)
        after = page[-1][0].id
    return contents


async def _type_in(house: House, people: People, days: Sequence[date]) -> int:
    """The workouts without a device that are not there yet; how many."""
    context = context_named(house, "workouts")
    user_ids = {member.number: user_id for member, user_id in people}
    sessions = [one for day in days for one in sessions_on(day, [member for member, _ in people])]
    count = 0
    for session in sessions:
        user_id = user_ids[session.member.number]
        if session.started_at + timedelta(seconds=session.elapsed_s) > context.clock():
            continue
        there = WorkoutList(
            user_id=user_id,
            limit=1,
            sport=session.sport.value,
            start=session.started_at,
            end=session.started_at + timedelta(seconds=1),
        )
        if not await context.ask(list_workouts, there):
            await context.run(type_in, _typed(session, user_id))
            count += 1
    return count


def _typed(session: Session, user_id: UUID) -> TypeIn:
    return TypeIn(
        user_id=user_id,
        sport=session.sport,
        title=session.title,
        note=session.note,
        started_at=session.started_at,
        elapsed_s=session.elapsed_s,
        distance_m=None,
        moving_s=None,
        elevation_gain_m=None,
    )


def _other_accounts(others: int) -> str:
    return (
        f"moim: this instance has {others} account(s) of other people. The demo adds accounts "
        "whose password everybody knows.\n"
        "      Give it a data folder of its own (MOIM_DATA=demo moim demo), or say --yes."
    )


def _tell(made: Made, crew: Sequence[Member], *, owns: bool, address: str) -> None:
    print(
        f"Added {made.accounts} people, {made.files} recorded and {made.typed_in} typed-in "
        f"workouts, {made.challenges} challenges, {made.threads} posts. Run it again on another "
        "day and the days since are added."
    )
    print(f"\nSign in at {address} (moim serve) with any of these and the password: {PASSWORD}\n")
    for member in crew:
        print(f"  {member.address:28} {member.nickname}")
    if owns:
        print(f"\n{crew[0].address} is this instance's first account and owns it.")
    print("\nEverybody can read this password here: never do this on a public instance.")
