"""``moim export``: everything about somebody in one ZIP, for people and machines to read."""

import sys
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from moim.apps.house import House, build
from moim.apps.people import account_of
from moim.contexts.users.application.own_data import own_data
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.workouts.adapters.http.shapes import goal_body, workout_body
from moim.contexts.workouts.application.queries import (
    OneOf,
    WorkoutList,
    list_goals,
    list_workouts,
    list_zones,
    one_workout,
    source_of,
)
from moim.kernel.errors import NotFound
from moim.platform.blobs import NoSuchBlob
from moim.platform.settings import Settings

PAGE = 100
README = """Your data from Moim.

profile.json      what you said of yourself
settings.json, consents.json, identities.json, personal_tokens.json
                  what you chose, agreed to, linked and made
activities.json   what you did, the newest first
feedback.json     what you told us, and what we answered
accesses.json     what staff did with your account, and why
workouts.jsonl    one workout a line; units are in the names, times in UTC
goals.json        goals and when they were reached
zones.json        heart-rate zones over time
originals/        the files as you uploaded them, a folder a workout; `moim import` takes them
"""


async def export_for(settings: Settings, address: str, target: Path) -> int:
    """Write the ZIP for the account with this address; the exit code."""
    house = build(settings)
    house.migrate()
    try:
        user_id = await account_of(house, address)
        if user_id is None:
            print("moim: no account has this address.", file=sys.stderr)
            return 2
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            count = await _fill(archive, house, user_id)
    finally:
        house.close()
    print(f"{target}: {count} workouts.")
    return 0


async def _fill(archive: zipfile.ZipFile, house: House, user_id: UUID) -> int:
    users, workouts = house.contexts[0], house.contexts[1]
    archive.writestr("README.txt", README)
    for subject, part in (await users.ask(own_data, WhoIs(user_id=user_id))).items():
        archive.writestr(f"{subject}.json", _json(part))
    goals = await workouts.ask(list_goals, user_id)
    archive.writestr("goals.json", _json([asdict(goal_body(goal)) for goal in goals]))
    archive.writestr("zones.json", _json(await workouts.ask(list_zones, user_id)))
    lines = []
    for workout_id in await _ids(house, user_id):
        about = OneOf(id=workout_id, user_id=user_id)
        body = workout_body(await workouts.ask(one_workout, about))
        lines.append(msgspec.json.encode(body))
        try:
            source = await workouts.ask(source_of, about)
            content = house.blobs.get(source.sha256)
        except (NotFound, NoSuchBlob):
            continue  # typed in by hand: there is no file
        archive.writestr(f"originals/{workout_id}/{source.name}", content)
    archive.writestr("workouts.jsonl", b"\n".join(lines))
    return len(lines)


async def _ids(house: House, user_id: UUID) -> Sequence[UUID]:
    ids: list[Any] = []
    after: tuple[Any, Any] | None = None
    while True:
        about = WorkoutList(user_id=user_id, limit=PAGE, after=after)
        rows: Sequence[Any] = await house.contexts[1].ask(list_workouts, about)
        ids.extend(row[0] for row in rows)
        if len(rows) < PAGE:
            return ids
        after = (rows[-1][3], rows[-1][0])  # started_at, id


def _json(value: Any) -> bytes:
    encoded = msgspec.json.encode(value, enc_hook=str)
    return msgspec.json.format(encoded, indent=2)
