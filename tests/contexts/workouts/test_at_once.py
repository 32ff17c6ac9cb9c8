"""What happens when two things of one person happen at the same moment."""

import asyncio
import threading

import pytest

from moim.contexts.workouts.persistence.imports import SqlSources
from moim.contexts.workouts.persistence.people import SqlAthletes
from moim.contexts.workouts.persistence.workouts import SqlWorkouts
from tests.contexts.workouts import samples


class Meeting:
    """Two threads that reach the same line wait there for each other, but not for ever."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)
        self.met = False

    def here(self) -> None:
        try:
            self._barrier.wait(0.3)
            self.met = True
        except threading.BrokenBarrierError:
            pass


def meet_after(monkeypatch, kind: type, name: str) -> Meeting:
    """Have two units of work that called ``kind.name`` wait for each other afterwards."""
    meeting, original = Meeting(), getattr(kind, name)

    def asked(self, *args, **how):
        result = original(self, *args, **how)
        meeting.here()
        return result

    monkeypatch.setattr(kind, name, asked)
    return meeting


def without_the_lock(monkeypatch) -> None:
    monkeypatch.setattr(SqlAthletes, "hold", lambda self, user_id: None)


async def upload_twice(person) -> list[str]:
    answers = await asyncio.gather(
        *(person.try_upload((f"{n}.fit", samples.fit())) for n in range(2))
    )
    return sorted(str(answer.json()["files"][0]["verdict"]) for answer in answers)


async def test_the_same_bytes_twice_at_once_are_one_workout(either_world, either_runner) -> None:
    assert await upload_twice(either_runner) == ["duplicate", "imported"]

    assert len(either_world.rows("workouts")) == 1
    assert len(either_world.rows("sources")) == 1


async def test_even_if_both_would_look_before_either_has_written(
    either_world, either_runner, monkeypatch
) -> None:
    meeting = meet_after(monkeypatch, SqlSources, "by_content")

    assert await upload_twice(either_runner) == ["duplicate", "imported"]

    assert not meeting.met, "one looked only after the other had committed"


@pytest.mark.postgres
async def test_without_the_lock_both_look_and_the_index_refuses_the_second(
    postgres, tmp_path, monkeypatch, caplog
) -> None:
    """The control: the meeting does happen, and what then saves the day is the unique index."""
    from tests.contexts.workouts.world import World

    world = World(postgres, tmp_path)
    runner = world.person()
    without_the_lock(monkeypatch)
    meeting = meet_after(monkeypatch, SqlSources, "by_content")

    found = await upload_twice(runner)

    assert meeting.met
    assert found == ["failed", "imported"]
    assert "could not be stored" in caplog.text
    assert len(world.rows("workouts")) == 1


@pytest.mark.parametrize("name", ["outings"])
async def test_two_devices_of_one_outing_at_once_are_one_workout(
    either_world, either_runner, monkeypatch, name
) -> None:
    meet_after(monkeypatch, SqlWorkouts, name)

    await asyncio.gather(
        either_runner.upload(("watch.fit", samples.fit())),
        either_runner.upload(("phone.gpx", samples.gpx())),
    )

    assert len(either_world.rows("workouts")) == 1
    assert len(either_world.rows("sources")) == 2


@pytest.mark.postgres
async def test_without_the_lock_two_devices_would_be_two_workouts(
    postgres, tmp_path, monkeypatch
) -> None:
    from tests.contexts.workouts.world import World

    world = World(postgres, tmp_path)
    runner = world.person()
    without_the_lock(monkeypatch)
    meeting = meet_after(monkeypatch, SqlWorkouts, "outings")

    await asyncio.gather(
        runner.upload(("watch.fit", samples.fit())), runner.upload(("phone.gpx", samples.gpx()))
    )

    assert meeting.met
    assert len(world.rows("workouts")) == 2


async def test_two_workouts_at_once_that_only_together_reach_a_goal_reach_it_once(
    either_world, either_runner, monkeypatch
) -> None:
    goal = {"metric": "distance", "period": "month", "target": 20_000}
    set_ = (await either_runner.post("/goals", goal)).json()
    meet_after(monkeypatch, SqlWorkouts, "total")

    await asyncio.gather(
        *(either_runner.typed(started_at=f"2026-05-0{day}T06:00:00Z") for day in (1, 2))
    )

    assert (await either_runner.got(f"/goals/{set_['id']}"))["reached"] == ["2026-05-01"]
    assert len(either_world.published("GoalAchieved")) == 1


@pytest.mark.postgres
async def test_without_the_lock_neither_would_see_the_other(
    postgres, tmp_path, monkeypatch
) -> None:
    from tests.contexts.workouts.world import World

    world = World(postgres, tmp_path)
    runner = world.person()
    goal = {"metric": "distance", "period": "month", "target": 20_000}
    await runner.post("/goals", goal)
    without_the_lock(monkeypatch)
    meeting = meet_after(monkeypatch, SqlWorkouts, "total")

    await asyncio.gather(*(runner.typed(started_at=f"2026-05-0{day}T06:00:00Z") for day in (1, 2)))

    assert meeting.met
    assert world.published("GoalAchieved") == []


async def test_a_dozen_workouts_at_once_reach_a_goal_once(either_world, either_runner) -> None:
    goal = {"metric": "count", "period": "month", "target": 5}
    await either_runner.post("/goals", goal)

    await asyncio.gather(
        *(either_runner.typed(started_at=f"2026-05-01T{hour:02}:00:00Z") for hour in range(12))
    )

    assert len(either_world.published("GoalAchieved")) == 1
    assert len(either_world.rows("workouts")) == 12


async def test_of_two_edits_of_one_version_at_once_one_is_refused(either_runner) -> None:
    made = await either_runner.typed()
    tag = {"if-match": '"v1"'}

    answers = await asyncio.gather(
        *(
            either_runner.send("PATCH", f"/workouts/{made['id']}", json={"title": t}, headers=tag)
            for t in "ab"
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_of_two_undos_at_once_one_is_refused(either_world, either_runner) -> None:
    answer = await either_runner.upload(("run.fit", samples.fit()))

    answers = await asyncio.gather(
        *(either_runner.send("DELETE", f"/workouts/imports/{answer['id']}") for _ in range(2))
    )

    assert sorted(one.status_code for one in answers) == [200, 409]
    assert len(either_world.published("WorkoutDeleted")) == 1
