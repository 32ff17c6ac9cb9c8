"""What an export holds of workouts beside the files comes back with it."""

import io
import zipfile

from moim.platform.portability import Parcel, add
from tests.contexts.workouts.world import Person, World


async def moved(world: World, one: Person, other: Person) -> list[str]:
    """Give what is one's to another account; what was not taken."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for piece in await world.module.portion.give(one.id):
            add(archive, type(piece)(path=f"workouts/{piece.path}", content=piece.content))
    with zipfile.ZipFile(kept) as archive:
        return list(await world.module.portion.take(other.id, Parcel(archive, "workouts")))


async def test_thresholds_come_back_each_from_its_day(either_world, either_runner) -> None:
    other = await either_world.registered()
    for said in (
        {"valid_from": "2026-01-01", "resting_bpm": 52, "greatest_bpm": 188, "sex": "female"},
        {"valid_from": "2026-04-01", "ftp_w": 240},
    ):
        answer = await either_runner.send("PUT", "/thresholds", json=said)
        assert answer.status_code == 204, answer.text

    assert await moved(either_world, either_runner, other) == []
    assert await moved(either_world, either_runner, other) == []

    told = await other.got("/thresholds")
    assert told == await either_runner.got("/thresholds")
    assert len(told["items"]) == 2


async def test_thresholds_that_nobody_has_are_named_and_left(world, runner) -> None:
    line = b'{"valid_from":"2026-01-01","resting_bpm":5}'
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("workouts/thresholds.jsonl", line)
    with zipfile.ZipFile(kept) as archive:
        left = await world.module.portion.take(runner.id, Parcel(archive, "workouts"))

    assert left == ["thresholds of 2026-01-01 (resting_bpm is out of range.)"]
    assert (await runner.got("/thresholds"))["items"] == []
