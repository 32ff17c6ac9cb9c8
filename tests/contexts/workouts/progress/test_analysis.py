"""Analysis, training load and what changed, through the API."""

import pytest

from tests.contexts.workouts import samples

DAY = samples.morning()[:10]


async def load_on(person, day=DAY):
    days = (await person.got(f"/training-load?from={day}&to={day}"))["items"]
    return days[0]


async def test_an_analysis_names_the_zones_it_counted_in(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    zones = (await either_runner.got(f"/workouts/{made['id']}/analysis"))["zones"]
    assert zones["bounds_bpm"] == [95, 114, 133, 152, 171]
    assert (zones["source"], zones["valid_from"]) == ("default", DAY)
    assert zones["zones_s"][2] == pytest.approx(599)


async def test_new_zones_count_from_their_day_on_once_a_workout_is_derived_anew(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    new = {"valid_from": "2020-01-01", "bounds_bpm": [100, 110, 120, 130, 140]}
    await either_runner.send("PUT", "/heart-rate-zones", json=new)
    await either_runner.post(f"/workouts/{made['id']}/analysis")
    await either_world.caught_up()

    zones = (await either_runner.got(f"/workouts/{made['id']}/analysis"))["zones"]

    assert (zones["bounds_bpm"], zones["valid_from"]) == (new["bounds_bpm"], "2020-01-01")
    assert zones["zones_s"][4] == pytest.approx(599)


async def test_load_says_what_it_rests_on_and_follows_thresholds_from_their_day_on(
    either_runner,
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    before = (await either_runner.got(f"/workouts/{made['id']}/analysis"))["load"]
    assert before["basis"]["estimated"] == ["resting_bpm", "greatest_bpm", "sex"]

    later = {"valid_from": "2099-01-01", "resting_bpm": 40}
    own = {"valid_from": DAY, "resting_bpm": 50, "greatest_bpm": 190, "sex": "female"}
    for thresholds in (later, own):
        answer = await either_runner.send("PUT", "/thresholds", json=thresholds)
        assert answer.status_code == 204, answer.text

    load = (await either_runner.got(f"/workouts/{made['id']}/analysis"))["load"]
    assert load["basis"] == {
        "resting_bpm": 50, "greatest_bpm": 190, "sex": "female", "estimated": [],
    }  # fmt: skip
    assert load["trimp"] == pytest.approx(121.5 / 6, rel=0.01)
    assert (await load_on(either_runner))["load"] == pytest.approx(load["trimp"], abs=0.06)
    kept = (await either_runner.got("/thresholds"))["items"]
    assert [one["valid_from"] for one in kept] == [DAY, "2099-01-01"]


async def test_a_day_tells_how_many_workouts_had_no_heart_rate(either_runner) -> None:
    await either_runner.typed(started_at=samples.morning())
    day = await load_on(either_runner)
    assert (day["workouts"], day["without_heart_rate"], day["load"]) == (1, 1, 0)


async def test_fitness_and_fatigue_of_a_hard_day_fade(runner) -> None:
    await runner.imported("run.fit", samples.fit(3600, bpm=160))
    days = (await runner.got(f"/training-load?from={DAY}&to={DAY[:4]}-12-31"))["items"]
    hard = next(one for one in days if one["load"])
    after = days[days.index(hard) + 7]
    assert hard["fatigue"] > hard["fitness"] > after["fitness"] > 0
    assert (hard["form"], days[days.index(hard) + 1]["form"] < 0) == (0, True)


@pytest.mark.parametrize(
    "query", ["from=2026-02-01&to=2026-01-01", "from=2010-01-01", "to=1950-01-01"]
)
async def test_days_that_make_no_span_are_refused(runner, query) -> None:
    answer = await runner.get(f"/training-load?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "days-out-of-range")


async def test_thresholds_of_nobodys_heart_are_refused(runner) -> None:
    given = {"valid_from": DAY, "resting_bpm": 150}
    answer = await runner.send("PUT", "/thresholds", json=given)
    assert (answer.status_code, answer.json()["code"]) == (422, "thresholds-out-of-range")


async def test_a_run_foretells_races_as_a_range(runner) -> None:
    made = await runner.imported("run.fit", samples.fit(2000))
    first, *_ = (await runner.got(f"/workouts/{made['id']}/analysis"))["race_predictions"]
    assert first["from_distance_m"] >= 1500
    assert first["quickest_s"] < first["slowest_s"]


@pytest.mark.event(36)
async def test_an_analysis_is_told_with_its_zones_and_load(either_world, either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600, bpm=150))
    either_world.forget_published()

    asked = (await either_runner.post(f"/workouts/{made['id']}/analysis")).json()
    await either_world.caught_up()

    assert either_world.published() == ["WorkoutAnalysisRequested", "WorkoutAnalysed"]
    (told,) = either_world.published("WorkoutAnalysed")
    assert told["request_id"] == asked["request_id"]
    assert told["analysis"]["heart_rate_zones"][2]["from_bpm"] == 133
    assert told["analysis"]["load"][0]["trimp"] > 0
    assert told["analysis"]["best_efforts"]


# ── Why did my number change ─────────────────────────────────────────────────────────────────


async def test_a_crop_and_its_undoing_are_told_with_before_and_after(either_runner) -> None:
    made = await either_runner.imported("run.fit", samples.fit(600))
    path = f"/workouts/{made['id']}"
    await either_runner.post(f"{path}/crop", {"start_s": 60, "end_s": 359})
    await either_runner.send("DELETE", f"{path}/crop")

    back, cut = (await either_runner.got(f"{path}/changes"))["items"]

    assert (cut["cause"], cut["version_before"], cut["version_after"]) == ("cropped", 2, 2)
    (elapsed,) = [one for one in cut["figures"] if one["name"] == "elapsed_s"]
    assert (elapsed["before"], elapsed["after"]) == (made["elapsed_s"], 299)
    (again,) = [one for one in back["figures"] if one["name"] == "elapsed_s"]
    assert (again["before"], again["after"]) == (299, made["elapsed_s"])


async def test_what_was_typed_over_is_told_and_deriving_the_same_is_not(
    either_world, either_runner
) -> None:
    typed = await either_runner.typed()
    await either_runner.send("PATCH", f"/workouts/{typed['id']}", json={"distance_m": 9000})
    (edit,) = (await either_runner.got(f"/workouts/{typed['id']}/changes"))["items"]
    assert (edit["cause"], edit["figures"]) == (
        "edited",
        [{"name": "distance_m", "before": 10_000, "after": 9000}],
    )
    made = await either_runner.imported("run.fit", samples.fit())
    await either_runner.post(f"/workouts/{made['id']}/analysis")
    await either_world.caught_up()
    assert (await either_runner.got(f"/workouts/{made['id']}/changes"))["items"] == []


async def test_changes_come_in_pages(runner) -> None:
    typed = await runner.typed()
    for metres in (9000, 8000, 7000):
        await runner.send("PATCH", f"/workouts/{typed['id']}", json={"distance_m": metres})
    first = await runner.got(f"/workouts/{typed['id']}/changes?limit=2")
    rest = await runner.got(f"/workouts/{typed['id']}/changes?limit=2&cursor={first['next']}")
    told = [one["figures"][0]["after"] for one in first["items"] + rest["items"]]
    assert (told, rest["next"]) == ([7000, 8000, 9000], None)


async def test_nobody_else_learns_what_changed(world, runner) -> None:
    typed = await runner.typed()
    answer = await world.person().get(f"/workouts/{typed['id']}/changes")
    assert (answer.status_code, answer.json()["code"]) == (404, "workout-not-found")


async def test_another_sport_has_the_recording_measured_by_its_rules(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(700, sport=11))
    assert made["sport"] == "walk"
    await either_runner.send("PATCH", f"/workouts/{made['id']}", json={"sport": "ride"})
    await either_world.caught_up()

    analysis = await either_runner.got(f"/workouts/{made['id']}/analysis")

    assert {one["distance_m"] for one in analysis["best_efforts"]}.isdisjoint({400, 1000})
    assert (await either_runner.got(f"/workouts/{made['id']}"))["sport"] == "ride"
