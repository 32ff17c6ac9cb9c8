"""What an export holds of insights: templates and preferences come back, figures are reckoned."""

import json
from typing import Any

from moim.kernel.ids import new_id
from tests.contexts.insights.test_templates import WEEKLY
from tests.contexts.insights.world import ON_BOTH_DATABASES, World
from tests.parcels import given, taken


def templates(files: dict[str, bytes]) -> list[tuple[str, Any]]:
    rows = [json.loads(line) for line in files.get("templates.jsonl", b"").splitlines()]
    return [(row["name"], row["design"]) for row in rows]


@ON_BOTH_DATABASES
async def test_templates_and_preferences_come_back_once(world: World):
    for name in ("주간", "월간"):
        await world.post("templates", name=name, design=WEEKLY)
    assert (await world.put("preferences", preferences={"theme": "dark"})).status_code < 300
    files, other = await given(world.portion, world.somebody), new_id()

    assert await taken(world.portion, other, files) == []
    once = await given(world.portion, other)
    assert await taken(world.portion, other, files) == []

    assert await given(world.portion, other) == once
    assert templates(once) == templates(files) != []
    chosen = [json.loads(one["preferences.jsonl"])["chosen"] for one in (once, files)]
    assert chosen == [{"theme": "dark"}] * 2
    assert await given(world.portion, world.somebody) == files


async def test_forged_templates_are_refused_one_by_one(world: World):
    rows = [
        {"name": "그대로", "design": WEEKLY},
        {"name": " ", "design": WEEKLY},
        {"name": "a\0", "design": WEEKLY},
        {"name": "b", "design": WEEKLY | {"filters": {"password": "x"}}},
        {"name": "c", "design": WEEKLY | {"kind": "everything"}},
        {"name": "d", "design": WEEKLY | {"format": "exe"}},
        {"name": "e", "design": WEEKLY, "more": "x" * 300_000},
    ]
    files = {
        "templates.jsonl": b"\n".join(json.dumps(row).encode() for row in rows),
        "preferences.jsonl": b'{"chosen":{"theme":"pink"}}\n{"chosen":{"theme":"dark"}}',
    }

    left = await taken(world.portion, world.somebody, files)

    assert len(left) == 8
    assert templates(await given(world.portion, world.somebody)) == [("그대로", WEEKLY)]
