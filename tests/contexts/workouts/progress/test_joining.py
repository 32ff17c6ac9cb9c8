"""Two workouts become one, and nothing of either is lost."""

import numpy as np
import pytest

from moim.contexts.workouts.adapters.files.joined import Part, join_file
from moim.contexts.workouts.adapters.files.read import read_recordings
from moim.contexts.workouts.adapters.files.refusals import UnknownFormat, Unreadable
from moim.contexts.workouts.domain.joining import joined
from tests.contexts.workouts import samples
from tests.contexts.workouts.derivation.building import steady

LUNCH_S = 1800


async def two_halves(person):
    morning = await person.imported("am.fit", samples.fit(300, bpm=140))
    later = await person.imported("pm.fit", samples.fit(200, later_s=LUNCH_S, bpm=150))
    return morning, later


async def join(person, workout_id, other_id, **how):
    return await person.post(f"/workouts/{workout_id}/join", {"other_id": other_id}, **how)


@pytest.mark.event(25)
@pytest.mark.event(23)
@pytest.mark.parametrize("keep", [0, 1])
async def test_two_halves_become_one_whichever_stays(either_world, either_runner, keep) -> None:
    halves = await two_halves(either_runner)
    kept, gone = halves[keep], halves[1 - keep]
    either_world.forget_published()

    answer = await join(either_runner, kept["id"], gone["id"])

    assert answer.status_code == 200, answer.text
    whole = answer.json()
    assert (whole["id"], whole["started_at"]) == (kept["id"], halves[0]["started_at"])
    assert whole["points"] == 500
    assert whole["distance_m"] == pytest.approx(halves[0]["distance_m"] + halves[1]["distance_m"])
    assert whole["elapsed_s"] == pytest.approx(LUNCH_S + 199)
    assert whole["timer_s"] == pytest.approx(halves[0]["timer_s"] + halves[1]["timer_s"], abs=2)
    assert [one["id"] for one in await either_runner.all_workouts()] == [kept["id"]]
    assert either_world.published() == ["WorkoutDeleted", "WorkoutUpdated", "RouteUpdated"]
    (change,) = (await either_runner.got(f"/workouts/{kept['id']}/changes"))["items"]
    assert change["cause"] == "joined"


async def test_a_joined_workout_is_derived_anew_cropped_and_joined_again(
    either_world, either_runner
) -> None:
    morning, later = await two_halves(either_runner)
    evening = await either_runner.imported("ev.fit", samples.fit(100, later_s=3 * LUNCH_S))
    path = f"/workouts/{morning['id']}"
    await either_runner.post(f"/workouts/{later['id']}/crop", {"start_s": 0, "end_s": 99})
    await join(either_runner, morning["id"], later["id"])
    await either_runner.post(f"{path}/analysis")
    await either_world.caught_up()
    assert (await either_runner.got(path))["points"] == 400

    whole = (await join(either_runner, morning["id"], evening["id"])).json()

    assert whole["points"] == 500
    cut = (await either_runner.post(f"{path}/crop", {"start_s": 0, "end_s": 299})).json()
    assert cut["points"] == 300


async def test_the_original_of_a_join_holds_both_files_whole(world, runner) -> None:
    morning, later = await two_halves(runner)
    await join(runner, morning["id"], later["id"])

    original = (await runner.get(f"/workouts/{morning['id']}/original")).content

    assert samples.fit(300, bpm=140) in original
    assert samples.fit(200, later_s=LUNCH_S, bpm=150) in original
    again = await world.person().imported("joined.moim", original)
    assert again["points"] == 500


async def test_a_join_is_not_undone_as_an_import(runner) -> None:
    morning, later = await two_halves(runner)
    await join(runner, morning["id"], later["id"])
    delivery = (await runner.got("/workouts/imports"))["items"][0]
    assert delivery["provider"] == "join"
    answer = await runner.send("DELETE", f"/workouts/imports/{delivery['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "join-not-undone")


async def test_what_cannot_have_been_one_outing_is_not_joined(runner) -> None:
    run = await runner.imported("run.fit", samples.fit(300))
    overlapping = await runner.imported("b.fit", samples.fit(300, later_s=200))
    next_week = await runner.imported("c.fit", samples.fit(60, later_s=7 * samples.DAY_S))
    ride = await runner.imported("d.fit", samples.fit(60, later_s=LUNCH_S, sport=2))
    for other in (run, overlapping, next_week, ride):
        answer = await join(runner, run["id"], other["id"])
        assert (answer.status_code, answer.json()["code"]) == (409, "not-joinable"), other
    assert len(await runner.all_workouts()) == 4


async def test_a_typed_workout_has_nothing_to_be_joined(runner) -> None:
    run = await runner.imported("run.fit", samples.fit(300))
    typed = await runner.typed(started_at=samples.morning(after_s=LUNCH_S))
    answer = await join(runner, run["id"], typed["id"])
    assert (answer.status_code, answer.json()["code"]) == (404, "no-recording")


async def test_an_older_version_and_a_strangers_workout_are_refused(world, runner) -> None:
    morning, later = await two_halves(runner)
    stale = await join(runner, morning["id"], later["id"], headers={"if-match": '"v99"'})
    assert stale.status_code == 412
    stranger = world.person()
    own = await stranger.imported("x.fit", samples.fit(60, later_s=-600))
    assert (await join(stranger, own["id"], later["id"])).status_code == 404
    assert len(await runner.all_workouts()) == 2


def test_columns_that_one_half_lacks_are_unknown_there() -> None:
    first = steady(10, 3.0, heart_rate_bpm=np.full(11, 120.0))
    second = steady(10, 3.0)
    both = joined(first, second).track
    assert np.isnan(both.heart_rate_bpm[11:]).all()
    assert both.distance_m is None


@pytest.mark.parametrize(
    "data",
    [
        b"MOIMJOIN\x01",
        b"MOIMJOIN\x01\x02\x00\x00\x00{}",
        b"MOIMJOIN\x01\x04\x00\x00\x00[7]x",
        b"MOIMJOIN\x02\x02\x00\x00\x00[]",
        join_file([Part(data=samples.fit(10), position=0)] * 2)[:-20],
    ],
)
def test_a_broken_join_is_refused(data) -> None:
    with pytest.raises(Unreadable):
        read_recordings(data, "x")


def test_a_join_of_one_or_of_what_is_not_there_is_refused() -> None:
    part = Part(data=samples.fit(10), position=0)
    other = Part(data=samples.fit(10), position=7)
    for parts in ([part], [part, other]):
        with pytest.raises(Unreadable):
            read_recordings(join_file(parts), "x")


def test_a_join_within_too_many_joins_is_refused() -> None:
    data = samples.fit(10)
    for _ in range(12):
        part = Part(data=data, position=0)
        data = join_file([part, Part(data=samples.fit(10, later_s=60), position=0)])
    with pytest.raises(UnknownFormat):
        read_recordings(data, "x")
