"""New zones reach the workouts of their days when their owner says so."""

from datetime import date, timedelta

import pytest

from moim.contexts.workouts.domain.zones import ZoneDefinition, days_in_force
from tests.contexts.workouts import samples

DAY = samples.morning()[:10]
TOMORROW = str(date.fromisoformat(DAY) + timedelta(days=1))
LOW = [40, 50, 60, 70, 80]
HIGH = [200, 210, 220, 230, 240]


def zones(valid_from: str, bounds: list[int]) -> dict:
    return {"valid_from": valid_from, "bounds_bpm": bounds}


async def two_runs(person) -> list[str]:
    """Both of one morning, at 150 bpm, and one without a heart rate."""
    made = [
        await person.imported(f"{n}.fit", samples.fit(120, later_s=n * 3600, bpm=150))
        for n in range(2)
    ]
    await person.typed(started_at=samples.morning(after_s=9000))
    return [one["id"] for one in made]


async def told(person) -> list[tuple]:
    items = (await person.got("/heart-rate-zones"))["items"]
    return [(one["valid_from"], one["behind"], one["recount"]) for one in items]


async def counted_by(person, workout_id: str) -> list[int]:
    return (await person.got(f"/workouts/{workout_id}/analysis"))["zones"]["bounds_bpm"]


def test_a_definition_is_in_force_until_the_day_before_the_next() -> None:
    one, two = (
        ZoneDefinition(valid_from=day, bounds_bpm=(90, 110, 130, 150, 170), source="measured")
        for day in (date(2026, 1, 1), date(2026, 3, 1))
    )
    assert days_in_force([two, one], one.valid_from) == (date(2026, 1, 1), date(2026, 2, 28))
    assert days_in_force([two, one], two.valid_from) == (date(2026, 3, 1), date.max)


async def test_past_workouts_take_new_zones_when_asked_and_tell_how_far_that_is(
    either_world, either_runner
) -> None:
    runs = await two_runs(either_runner)
    await either_runner.send("PUT", "/heart-rate-zones", json=zones(DAY, LOW))
    assert await told(either_runner) == [(DAY, 2, None)]
    assert await counted_by(either_runner, runs[0]) != LOW

    path = f"/heart-rate-zones/{DAY}/recount"
    asked = [await either_runner.post(path) for _ in range(2)]

    assert [answer.status_code for answer in asked] == [202, 202]
    assert asked[1].json()["recount"] == {"total": 2, "left": 2}
    assert len(either_world.rows("tasks")) == 2, "asked again while it runs, it is the same"
    await either_world.caught_up()
    assert await told(either_runner) == [(DAY, 0, {"total": 2, "left": 0})]
    for run in runs:
        assert await counted_by(either_runner, run) == LOW


async def test_zones_reach_their_own_days_and_leave_those_of_others(
    either_world, either_runner
) -> None:
    runs = await two_runs(either_runner)
    await either_runner.send("PUT", "/heart-rate-zones", json=zones("2020-01-01", LOW))
    await either_runner.send("PUT", "/heart-rate-zones", json=zones(TOMORROW, HIGH))
    assert await told(either_runner) == [("2020-01-01", 2, None), (TOMORROW, 0, None)]

    await either_runner.post(f"/heart-rate-zones/{TOMORROW}/recount")
    await either_world.caught_up()
    assert await counted_by(either_runner, runs[0]) not in (LOW, HIGH)

    await either_runner.send("PUT", "/heart-rate-zones", json=zones(DAY, HIGH))
    assert [behind for _, behind, _ in await told(either_runner)] == [0, 2, 0]


async def test_the_same_zones_again_ask_for_nothing(either_world, either_runner) -> None:
    await two_runs(either_runner)
    for _ in range(2):
        await either_runner.send("PUT", "/heart-rate-zones", json=zones(DAY, LOW))
        await either_runner.post(f"/heart-rate-zones/{DAY}/recount")
        await either_world.caught_up()
        assert await told(either_runner) == [(DAY, 0, {"total": 2, "left": 0})]

    await either_runner.send("PUT", "/heart-rate-zones", json=zones(DAY, HIGH))
    assert await told(either_runner) == [(DAY, 2, None)]


async def test_nobody_recounts_by_zones_of_another(world, runner) -> None:
    await two_runs(runner)
    await runner.send("PUT", "/heart-rate-zones", json=zones(DAY, LOW))

    answer = await world.person().post(f"/heart-rate-zones/{DAY}/recount")

    assert (answer.status_code, answer.json()["code"]) == (404, "zones-not-found")
    assert world.rows("tasks") == []


async def test_more_than_are_taken_up_at_once_are_all_recounted(
    world, runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moim.contexts.workouts.adapters.importing.TAKEN_UP_AT_ONCE", 1)
    await two_runs(runner)
    await runner.send("PUT", "/heart-rate-zones", json=zones(DAY, LOW))
    await runner.post(f"/heart-rate-zones/{DAY}/recount")
    world.importer._asked.clear()

    await world.importer.catch_up()

    assert len(world.rows("tasks")) == 1
    assert world.importer._asked.is_set(), "the next portion is not left to the slow poll"
