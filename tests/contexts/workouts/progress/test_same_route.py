"""The same way on other days, through the API."""

from tests.contexts.workouts import samples

DAY_S = samples.DAY_S


async def same_as(person, workout_id, query=""):
    return await person.got(f"/workouts/{workout_id}/same-route{query}")


async def test_the_same_way_on_three_days_is_one_list_with_the_quickest_first_in_rank(
    either_runner,
) -> None:
    days = [
        await either_runner.imported(f"{n}.fit", samples.fit(300, later_s=n * DAY_S))
        for n in range(3)
    ]
    told = await same_as(either_runner, days[1]["id"])
    assert told["count"] == 3
    assert [one["workout_id"] for one in told["items"]] == [day["id"] for day in reversed(days)]
    assert sorted(one["rank"] for one in told["items"]) == [1, 2, 3]

    first = await same_as(either_runner, days[1]["id"], "?limit=2")
    rest = await same_as(either_runner, days[1]["id"], f"?limit=2&cursor={first['next']}")
    assert [one["workout_id"] for one in first["items"] + rest["items"]] == [
        one["workout_id"] for one in told["items"]
    ]
    assert rest["next"] is None


async def test_a_longer_way_is_another_and_a_removed_track_is_on_no_route(either_runner) -> None:
    one = await either_runner.imported("1.fit", samples.fit(300))
    await either_runner.imported("2.fit", samples.fit(600, later_s=DAY_S))
    again = await either_runner.imported("3.fit", samples.fit(300, later_s=2 * DAY_S))
    assert (await same_as(either_runner, one["id"]))["count"] == 2

    await either_runner.send("DELETE", f"/workouts/{again['id']}/track")

    assert (await same_as(either_runner, one["id"]))["count"] == 1
    gone = await either_runner.get(f"/workouts/{again['id']}/same-route")
    assert (gone.status_code, gone.json()["code"]) == (409, "no-track")


async def test_what_was_typed_in_is_on_no_route_and_a_strangers_is_not_there(world, runner) -> None:
    typed = await runner.typed()
    answer = await runner.get(f"/workouts/{typed['id']}/same-route")
    assert (answer.status_code, answer.json()["code"]) == (409, "no-track")
    stranger = await world.person().get(f"/workouts/{typed['id']}/same-route")
    assert stranger.status_code == 404


async def test_a_track_that_was_removed_leaves_no_shape_of_it_even_when_derived_anew(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("1.fit", samples.fit(300))
    await either_runner.send("DELETE", f"/workouts/{made['id']}/track")
    await either_runner.post(f"/workouts/{made['id']}/analysis")
    await either_world.caught_up()
    (row,) = either_world.rows("outcomes")
    assert row.shape is None
