"""What an older version derived is derived anew, and what changed is told."""

from sqlalchemy import delete, update

from moim.contexts.workouts.adapters.files.read import PARSER_VERSION
from moim.contexts.workouts.application.rederiving import (
    Outdated,
    derive_anew,
    moved_since,
    outdated,
)
from moim.contexts.workouts.persistence.progress_tables import outcomes, record_books
from moim.contexts.workouts.persistence.tables import sources, workouts
from tests.contexts.workouts import samples


async def derived_by_an_older_version(world, **figures) -> None:
    """As if version 1 had derived everything, before anybody counted records."""

    def unit(connection) -> None:
        recorded = workouts.c.derivation_version.is_not(None)
        connection.execute(update(workouts).where(recorded).values(derivation_version=1, **figures))
        connection.execute(delete(outcomes))
        connection.execute(delete(record_books))

    await world.database.commit(unit)


async def rederived(world, user_id=None) -> int:
    found = await world.context.ask(
        outdated, Outdated(user_id=user_id, after=None, parser_version=PARSER_VERSION)
    )
    await world.context.run(derive_anew, found)
    await world.caught_up()
    return len(found)


async def test_older_figures_are_derived_anew_and_their_owner_is_told_what_changed(
    either_world, either_runner
) -> None:
    made = await either_runner.imported("run.fit", samples.fit(700))
    typed = await either_runner.typed(distance_m=30_000)
    await derived_by_an_older_version(either_world, moving_s=1.0)
    began = either_world.clock()

    assert await rederived(either_world) == 2

    (change,) = (await either_runner.got(f"/workouts/{made['id']}/changes"))["items"]
    moving = next(one for one in change["figures"] if one["name"] == "moving_s")
    assert (change["cause"], change["version_before"]) == ("derived-anew", 1)
    assert (moving["before"], moving["after"]) == (1.0, made["moving_s"])
    assert await either_world.context.ask(moved_since, began) == 1
    told = (await either_runner.got("/records"))["records"]
    assert {made["id"], typed["id"]} == {one["workout_id"] for one in told if one["workout_id"]}


async def test_what_is_up_to_date_is_left_alone(world, runner) -> None:
    await runner.imported("run.fit", samples.fit())
    await runner.typed()
    assert await rederived(world) == 0


async def test_what_older_readers_read_is_read_again_once(either_world, either_runner) -> None:
    await either_runner.imported("run.fit", samples.fit())
    await either_world.database.commit(
        lambda c: c.execute(update(sources).values(parser_version=PARSER_VERSION - 1))
    )

    assert await rederived(either_world) == 1

    assert await rederived(either_world) == 0
    assert [row.parser_version for row in either_world.rows("sources")] == [PARSER_VERSION]


async def test_one_persons_can_be_derived_alone(world, runner) -> None:
    other = world.person()
    for person in (runner, other):
        await person.imported("run.fit", samples.fit())
    await derived_by_an_older_version(world)
    assert await rederived(world, runner.id) == 1
    assert await rederived(world) == 1
