"""Records through the API and in rows: they move with every write, and back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.adapters.queries import LocalRecordDays
from moim.contexts.workouts.application.records import rewrite_books
from moim.contexts.workouts.application.workouts import (
    Edit,
    OneWorkout,
    TypeIn,
    delete,
    edit,
    type_in,
)
from moim.contexts.workouts.context import context_on
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from moim.platform.vault import Vault
from tests.contexts.workouts import samples


def by_kind(told):
    return {
        (one["kind"], one["discipline"], one["over_distance_m"]): one for one in told["records"]
    }


async def test_a_better_run_takes_the_record_and_deleting_it_gives_it_back(either_runner) -> None:
    old = await either_runner.typed(started_at="2026-04-01T06:00:00Z", distance_m=10_000)
    new = await either_runner.typed(started_at="2026-04-20T06:00:00Z", distance_m=12_000)

    longest = by_kind(await either_runner.got("/records"))["longest", "run", None]
    assert longest == {
        "kind": "longest", "discipline": "run", "over_distance_m": None, "over_duration_s": None,
        "unit": "m", "value": 12_000, "day": "2026-04-20", "workout_id": new["id"],
        "beat": {"value": 10_000, "day": "2026-04-01", "workout_id": old["id"]},
    }  # fmt: skip

    await either_runner.send("DELETE", f"/workouts/{new['id']}")
    given_back = by_kind(await either_runner.got("/records"))["longest", "run", None]
    assert (given_back["workout_id"], given_back["beat"]) == (old["id"], None)


async def test_a_record_is_on_its_day_until_a_later_run_takes_it(
    either_world, either_runner
) -> None:
    days = LocalRecordDays(either_world.context)
    april = (either_runner.id, date(2026, 4, 1), date(2026, 4, 30))
    await either_runner.typed(started_at="2026-04-01T06:00:00Z", distance_m=10_000)
    only = days.record_days(*april)

    await either_runner.typed(started_at="2026-04-20T06:00:00Z", distance_m=12_000)

    assert only.keys() == {date(2026, 4, 1)}
    assert date(2026, 4, 20) in days.record_days(*april)
    assert days.record_days(*april)[date(2026, 4, 1)] < only[date(2026, 4, 1)]
    assert days.record_days(new_id(), *april[1:]) == {}
    assert days.record_days(either_runner.id, date(2026, 5, 1), date(2026, 5, 31)) == {}


async def test_a_recording_sets_times_over_distances_and_undoing_its_import_unsets_them(
    either_runner,
) -> None:
    done = await either_runner.upload(("run.fit", samples.fit(700)))
    ((workout_id),) = done["files"][0]["workout_ids"]

    told = by_kind(await either_runner.got("/records"))
    fastest = told["fastest", "run", 1000.0]
    assert (fastest["workout_id"], fastest["unit"]) == (workout_id, "s")
    assert fastest["value"] == pytest.approx(1000 / 3, rel=0.02)
    assert ("fastest", "run", 400.0) in told

    await either_runner.send("DELETE", f"/workouts/imports/{done['id']}")
    assert (await either_runner.got("/records"))["records"] == []


async def test_a_year_and_a_month_have_records_of_their_own(runner) -> None:
    await runner.typed(started_at="2025-04-01T06:00:00Z", distance_m=30_000)
    spring = await runner.typed(started_at="2026-04-01T06:00:00Z", distance_m=10_000)

    year = await runner.got("/records?year=2026")
    month = await runner.got("/records?year=2026&month=4")
    other = await runner.got("/records?year=2026&month=3")

    assert by_kind(year)["longest", "run", None]["workout_id"] == spring["id"]
    assert by_kind(month)["longest", "run", None]["value"] == 10_000
    assert (year["period"], month["period"]) == ("2026", "2026-04")
    assert other["records"] == []


async def test_a_month_without_its_year_is_refused(runner) -> None:
    answer = await runner.get("/records?month=4")
    assert (answer.status_code, answer.json()["code"]) == (422, "year-needed")
    for period in ("year=1", "year=2026&month=13", "year=-2026", "year=x"):
        answer = await runner.get(f"/records?{period}")
        assert (answer.status_code, answer.json()["code"]) == (422, "bad-period"), period


async def test_a_workout_that_becomes_a_ride_takes_its_records_along(either_runner) -> None:
    made = await either_runner.typed(distance_m=40_000)
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"sport": "ride"})

    told = by_kind(await either_runner.got("/records"))

    assert ("longest", "ride", None) in told
    assert ("longest", "run", None) not in told


async def test_a_streak_goes_on_while_today_can_still_count(world, runner) -> None:
    for day in (2, 3):  # the world's clock stands at the 4th
        await runner.typed(started_at=f"2026-05-0{day}T03:00:00Z")
    assert (await runner.got("/records"))["streak"] == {
        "days": 2, "first_day": "2026-05-02", "last_day": "2026-05-03",
    }  # fmt: skip
    world.clock.move(days=1)
    tomorrow = world.person(runner.id)  # with a token of that day
    assert (await tomorrow.got("/records"))["streak"] is None


async def test_a_milestone_names_the_workout_that_passed_it(runner) -> None:
    await runner.typed(started_at="2026-04-01T06:00:00Z", distance_m=80_000)
    passed = await runner.typed(started_at="2026-04-02T06:00:00Z", distance_m=30_000)
    (milestone,) = (await runner.got("/records"))["milestones"]
    assert milestone == {
        "discipline": "run", "total_m": 100_000, "workout_id": passed["id"], "day": "2026-04-02",
    }  # fmt: skip


async def test_records_are_the_owners_alone_and_go_with_the_account(world, runner) -> None:
    await runner.typed()
    assert (await world.person().got("/records"))["records"] == []


async def test_what_was_told_before_holds_until_something_changes(runner) -> None:
    await runner.typed()
    first = await runner.get("/records")
    again = await runner.get("/records", headers={"if-none-match": first.headers["etag"]})
    await runner.typed(started_at="2026-04-01T06:00:00Z")
    later = await runner.get("/records", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, later.status_code) == (304, 200)


steps = st.lists(
    st.tuples(
        st.sampled_from(["enter", "enter", "edit", "delete"]),
        st.integers(0, 45),
        st.sampled_from([0.0, 900.0, 1200.5, 5000.0, 5000.0, 7300.25]),
        st.sampled_from([Sport.RUN, Sport.RUN, Sport.HIKE, Sport.RIDE, Sport.YOGA]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(steps)
def test_books_that_move_with_every_write_are_the_books_written_anew(
    database, tmp_path, history
) -> None:
    context = context_on(database, Vault(tmp_path / "keys"))
    user_id = new_id()
    ids = []
    first = datetime(2025, 12, 10, 20, tzinfo=UTC)  # across a new year, and midnight in Seoul

    def play(connection) -> None:
        work = context.work_on(connection)
        for what, number, metres, sport in history:
            at = first + timedelta(hours=13 * number)
            if what == "enter" or not ids:
                command = TypeIn(
                    user_id=user_id, sport=sport, title=None, note=None, started_at=at,
                    elapsed_s=1000.0 + number, distance_m=metres, moving_s=None,
                    elevation_gain_m=metres / 10,
                )  # fmt: skip
                ids.append(type_in(command, work).id)
                continue
            one = ids[number % len(ids)]
            if what == "delete":
                ids.remove(one)
                delete(OneWorkout(workout_id=one, user_id=user_id), work)
            else:
                changes = {"sport": sport, "distance_m": metres, "started_at": at}
                edit(Edit(workout_id=one, user_id=user_id, changes=changes), work)
        scopes = work.books.scopes(user_id)
        moved = work.books.read(user_id, scopes)
        rewrite_books(user_id, work)
        assert work.books.read(user_id, work.books.scopes(user_id)) == moved

    try:
        database.write(play).result()
    except Refusal as refusal:
        raise AssertionError(refusal) from refusal
