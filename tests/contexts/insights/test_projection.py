"""Days counted event by event equal days counted from scratch, whatever happens in what number."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.insights.application.rebuilding import people_after, rebuild_viewer
from moim.contexts.insights.domain.counting import CountedWorkout, days_of
from moim.contexts.insights.persistence.tables import counted_workouts, days
from moim.contracts.users import ProfileUpdated
from moim.contracts.workouts import (
    SportChanged,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutsSynced,
    WorkoutUpdated,
)
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.mailbox import Cause, Envelope
from tests.contexts.insights.world import ON_BOTH_DATABASES, World

BEGINNING = datetime(2026, 10, 30, tzinfo=UTC)
ZONES = ("Asia/Seoul", "America/New_York", "Pacific/Apia", "Europe/Berlin")
SPORTS = ("run", "ride", "swim")
NUMBERS = st.integers(0, 2)
HISTORIES = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), NUMBERS, st.integers(0, 120), st.integers(0, 9_000)),
        st.tuples(st.just("change_sport"), NUMBERS, st.integers(0, 2)),
        st.tuples(st.just("delete"), NUMBERS),
        st.tuples(st.just("move"), st.integers(0, 3)),
        st.tuples(st.just("sync")),
        st.tuples(st.just("repeat"), st.integers(0, 50)),
        st.tuples(st.just("react")),
    ),
    min_size=5,
    max_size=25,
)


@dataclass
class Somebody:
    """What truly is, beside what is told of it."""

    id: UUID = field(default_factory=new_id)
    timezone: str = ZONES[0]
    workouts: dict[int, dict[str, Any]] = field(default_factory=dict)
    ids: dict[int, UUID] = field(default_factory=dict)

    def tell(self, number: int, hours: int, metres: int) -> Event:
        known = self.workouts.get(number)
        if known is None:
            self.ids[number] = new_id()
        self.workouts[number] = {
            "workout_id": self.ids[number],
            "user_id": self.id,
            "sport": known["sport"] if known else SPORTS[number % 3],
            "started_at": BEGINNING + timedelta(hours=hours),
            "metrics": {"distance_m": float(metres), "moving_s": metres / 4},
        }
        if known is None:
            return WorkoutRecorded(**self.workouts[number], source="file")
        return WorkoutUpdated(**self.workouts[number], changed=("distance_m",))

    def change_sport(self, number: int, sport: int) -> Event | None:
        if number not in self.workouts:
            return None
        before = self.workouts[number]["sport"]
        self.workouts[number]["sport"] = SPORTS[sport]
        told = {"workout_id": self.ids[number], "user_id": self.id}
        return SportChanged(**told, before=before, after=SPORTS[sport])

    def delete(self, number: int) -> Event | None:
        if self.workouts.pop(number, None) is None:
            return None
        return WorkoutDeleted(workout_id=self.ids[number], user_id=self.id)

    def move(self, zone: int) -> Event:
        self.timezone = ZONES[zone]
        told = {"user_id": self.id, "nickname": "민지", "region": None, "locale": "ko"}
        return ProfileUpdated(**told, timezone=self.timezone)

    def sync(self) -> Event:
        told = {"user_id": self.id, "provider": "garmin"}
        return WorkoutsSynced(**told, imported=1, duplicates=0, failed=0)

    def truth(self) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        return days_of(
            CountedWorkout.told(**workout, timezone=self.timezone)
            for workout in self.workouts.values()
        )


async def counted_days(world: World, user: UUID) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = await world.context.database.ask(
        lambda c: c.execute(days.select().where(days.c.user_id == user)).all()
    )
    return {tuple(row[:3]): tuple(row[3:]) for row in rows}


async def recomputed(world: World, user: UUID) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = await world.context.database.ask(
        lambda c: c.execute(
            counted_workouts.select().where(counted_workouts.c.user_id == user)
        ).all()
    )
    names = CountedWorkout.__dataclass_fields__
    return days_of(CountedWorkout(**{name: getattr(row, name) for name in names}) for row in rows)


async def play(world: World, somebody: Somebody, history: list[tuple[Any, ...]]) -> None:
    sent: list[Envelope] = []
    for what, *how in history:
        if what == "react":
            await world.settle()
            continue
        if what == "repeat":
            again = sent[how[0] % len(sent)] if sent else None
            envelopes = [again] if again else []
        else:
            event = getattr(somebody, what)(*how)
            world.now += timedelta(seconds=1)
            cause = Cause(correlation=new_id())
            envelopes = [Envelope.around(event, cause, world.now)] if event else []
            sent += envelopes
        await world.context.receive(envelopes)
    await world.settle()


@given(history=HISTORIES)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_counting_by_events_equals_counting_anew(world: World, history):
    somebody = Somebody()

    await play(world, somebody, history)

    assert await world.parked() == []
    shown = await counted_days(world, somebody.id)
    assert shown == somebody.truth()
    assert shown == await recomputed(world, somebody.id)


LONG = [("tell", number, 7 * number, 1_000 * number) for number in range(6)] + [
    ("react",),
    ("move", 1),
    ("sync",),
    ("change_sport", 1, 2),
    ("repeat", 0),
    ("tell", 2, 90, 4_000),
    ("delete", 3),
    ("repeat", 3),
    ("react",),
    ("repeat", 8),
]


@ON_BOTH_DATABASES
async def test_a_long_history_is_counted_right_on_both_databases(world: World):
    somebody = Somebody()

    await play(world, somebody, LONG)

    assert len(somebody.truth()) == 5
    assert await counted_days(world, somebody.id) == somebody.truth()


@ON_BOTH_DATABASES
async def test_rebuilding_puts_right_what_is_wrong(world: World):
    first, second = Somebody(), Somebody()
    for somebody in (first, second):
        await play(world, somebody, LONG)
    await world.context.database.commit(
        lambda c: c.execute(days.update().values(distance_m=1.0, workouts=7))
    )
    await world.context.database.commit(
        lambda c: c.execute(counted_workouts.update().values(day=BEGINNING.date()))
    )

    people = await world.context.ask(people_after, None)
    for person in people:
        await world.context.run(rebuild_viewer, person)

    assert list(people) == sorted([first.id, second.id])
    assert await world.context.ask(people_after, people[0]) == people[1:]
    for somebody in (first, second):
        assert await counted_days(world, somebody.id) == somebody.truth()


@pytest.mark.parametrize("workouts", [59, 70])
async def test_a_sync_of_any_size_puts_the_days_it_touched_right(world: World, workouts: int):
    somebody = Somebody()
    told = [somebody.tell(number, 24 * number, 1_000) for number in range(workouts)]
    await world.happens(*told)
    await world.context.database.commit(lambda c: c.execute(days.delete()))

    await world.happens(somebody.sync())

    assert await counted_days(world, somebody.id) == somebody.truth()


async def test_a_second_sync_puts_right_what_came_since_the_first(world: World):
    somebody = Somebody()
    await world.happens(somebody.tell(0, 0, 1_000), somebody.sync())
    world.now += timedelta(hours=1)
    await world.happens(somebody.tell(1, 48, 2_000))
    newest = max(day for _, day, _ in somebody.truth())
    await world.context.database.commit(
        lambda c: c.execute(days.delete().where(days.c.day == newest))
    )

    await world.happens(somebody.sync())

    assert await counted_days(world, somebody.id) == somebody.truth()
