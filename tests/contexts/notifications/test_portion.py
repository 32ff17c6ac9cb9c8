"""What an export holds of notifications comes back: settings, mutes, follows and the inbox."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from moim.contracts.users import PasswordChanged
from moim.kernel.ids import new_id
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World
from tests.parcels import given, taken

BACK = ("settings.json", "mutes.jsonl", "announcement_follows.jsonl", "notices.jsonl")
OWN = ("id", "user_id", "announcement_id")


def lines(files: dict[str, bytes], path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files.get(path, b"").splitlines()]


def without_ids(files: dict[str, bytes]) -> dict[str, Any]:
    """What the files say, but for whose it is and the times at which it was said here."""
    told = {"settings.json": json.loads(files["settings.json"])}
    for path in BACK[1:]:
        rows = [
            {name: value for name, value in row.items() if name not in OWN}
            for row in lines(files, path)
        ]
        for row in rows:
            if path == "mutes.jsonl":
                del row["at"]
        told[path] = sorted(rows, key=str)
    return told


async def lived(world: World) -> UUID:
    """Somebody with quiet hours, a mute, a followed announcement and three notices."""
    who = await world.person("민지")
    quiet = {"windows": [{"start": "22:00", "end": "07:00", "days": [0, 1]}], "summary_at": "09:30"}
    await world.done("PUT", "notification-settings/quiet-hours", quiet, user=who)
    mute = {"kind": "post", "subject_id": str(new_id())}
    await world.done("PUT", "notification-settings/mutes", mute, user=who)
    form = {"kind": "update", "title": "점검", "segment": None}
    form |= {"starts_at": (world.now + timedelta(days=9)).isoformat()}
    made = await world.done("POST", "announcements", form, roles=("organiser",))
    await world.done("PUT", f"announcements/{made['id']}/follow", {"reminders": True}, user=who)
    for _ in range(3):
        world.pass_by(hours=3)
        await world.happens(PasswordChanged(user_id=who))
    first = (await world.inbox(who))[-1]
    await world.done("POST", f"notifications/{first['id']}/read", user=who)
    return who


@ON_BOTH_DATABASES
async def test_settings_mutes_follows_and_the_inbox_come_back_once(world: World):
    one, other = await lived(world), await world.person("서준")
    files = await given(world.module.portion, one)
    sent = len(world.letters.sent)

    assert await taken(world.module.portion, other, files) == []
    once = await given(world.module.portion, other)
    assert without_ids(once) == without_ids(files)
    assert await taken(world.module.portion, other, files) == []

    assert await given(world.module.portion, other) == once
    inbox = await world.seen("notifications", other)
    own = await world.seen("notifications", one)
    assert (inbox["unread"], inbox["unseen"]) == (own["unread"], own["unseen"])
    assert [item["title"] for item in inbox["items"]] == [item["title"] for item in own["items"]]
    why = await world.why(inbox["items"][0], "app", other)
    assert (why["verdict"], why["reason"]) == ("send", "sent")
    await world.settle()
    assert len(world.letters.sent) == sent
    assert len(await world.inbox(one)) == 3


async def test_what_is_taken_back_stays_the_takers_own(world: World):
    one, other = await lived(world), await world.person("서준")
    before = await given(world.module.portion, one)
    forged = {
        path: content.replace(str(other).encode(), str(one).encode())
        for path, content in before.items()
    }

    await taken(world.module.portion, other, forged)

    assert await given(world.module.portion, one) == before


async def test_forged_rows_are_refused_one_by_one(world: World):
    one, other = await lived(world), await world.person("서준")
    (row, *_) = lines(await given(world.module.portion, one), "notices.jsonl")
    late = (world.now + timedelta(days=1)).isoformat()
    forged = [
        row,
        row | {"key": "a", "template": "of-my-own"},
        row | {"key": "b", "actors": "[1]"},
        row | {"key": "c", "at": late},
        row | {"key": "d", "facts": "[1]"},
        row | {"key": "e", "decisions": '{"app":{"verdict":"own"}}'},
        row | {"key": "f" * 200},
        row | {"key": "g", "state": "eternal"},
        row | {"key": "h", "facts": json.dumps({"title": "x" * 300_000})},
        {"hello": 1},
        row | {"key": "i", "at": "2026-11-01T00:00:00"},
        row | {"key": "j\0"},
    ]
    files = {
        "notices.jsonl": b"\n".join(json.dumps(one).encode() for one in forged),
        "mutes.jsonl": b'{"kind":"everything","subject_id":"x"}\nnot json',
        "announcement_follows.jsonl": json.dumps(
            {"announcement_id": str(new_id()), "followed": True, "reminders": True}
            | {"calendar": False}
        ).encode(),
    }

    left = await taken(world.module.portion, other, files)

    assert [line.partition(" (")[0].rpartition(" ")[0] for line in left] == [
        "line 1 of",
        "line 2 of",
        "announcement",
        "line 7 of",
        "line 8 of",
        "line 9 of",
        "line 10 of",
        "line 11 of",
        "line 12 of",
        "5",
    ]
    assert len(await world.inbox(other)) == 1
    assert (await world.seen("notification-settings/mutes", other))["items"] == []


async def test_settings_that_nobody_can_have_are_named_and_left(world: World):
    who = await world.person("민지")
    bad = {"quiet": [{"start": "22:00:00", "end": "22:00:00", "days": [9]}]}
    files = {"settings.json": json.dumps(bad | {"summary_at": "08:00:00"}).encode()}

    (line,) = await taken(world.module.portion, who, files)

    assert line.startswith("settings (")
    quiet = await world.seen("notification-settings/quiet-hours", who)
    assert (quiet["windows"], quiet["summary_at"]) == ([], "08:00")
