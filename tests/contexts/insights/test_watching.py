"""Whoever watches hears at once that there is something new, and only of their own."""

import pytest

from moim.contexts.insights.domain.chart import ChartNotFound
from moim.contracts.workouts import SessionStarted
from moim.kernel.ids import new_id
from tests.contexts.insights.world import World
from tests.platform.edge.sockets import Socket, turns


async def watching(world: World, socket: Socket, *topics: str, user=None) -> None:
    token = world.signed(user)["authorization"].removeprefix("Bearer ")
    await socket.say(type="auth", token=token)
    for topic in topics:
        await socket.say(type="subscribe", topic=topic)
    await turns()
    socket.heard.clear()


async def test_a_screen_hears_of_a_workout_with_the_revision_that_shows_it(world: World):
    await world.happens(world.registered())
    async with Socket(world.app) as socket:
        await watching(world, socket, "insights")

        await world.happens(world.recorded(), world.recorded(user_id=new_id()))
        await turns()

        (hint,) = socket.heard
        assert (hint["type"], hint["topic"]) == ("hint", "insights")
        assert (await world.seen("calendar"))["total"]["workouts"] == 1


async def test_a_screen_hears_of_a_live_session(world: World):
    session = {"session_id": new_id(), "user_id": world.somebody, "sport": "run"}
    async with Socket(world.app) as socket:
        await watching(world, socket, "insights")

        await world.happens(SessionStarted(**session, started_at=world.now))
        await turns()

        assert [hint["topic"] for hint in socket.heard] == ["insights"]
        assert (await world.seen("sessions"))["items"][0]["state"] == "live"


async def test_a_live_chart_that_is_watched_moves(world: World):
    await world.happens(world.registered())
    chart = await world.chart(live=True)
    topic = f"chart:{chart['id']}"
    async with Socket(world.app) as socket:
        await watching(world, socket, topic)

        await world.happens(world.recorded(source="manual"))
        await turns()

        shown = await world.seen(f"charts/{chart['id']}")
        assert socket.heard == [{"type": "hint", "topic": topic, "revision": shown["version"]}]
        assert sum(row["workouts"] for row in shown["rows"]) == 1


async def test_nobody_watches_a_chart_of_somebody_else(world: World):
    chart = await world.chart()
    async with Socket(world.app) as socket:
        await watching(world, socket, user=new_id())

        await socket.say(type="subscribe", topic=f"chart:{chart['id']}")
        await socket.say(type="subscribe", topic=f"insights:{world.somebody}")
        await turns()

        codes = [said["code"] for said in socket.heard]
        assert codes == ["chart-not-found", "no-such-topic"]


async def test_nothing_is_told_of_what_was_not_committed(world: World):
    await world.happens(world.registered())

    def fails(user_id, work):
        work.viewers.save(work.viewers.get(user_id))
        work.flush()
        raise ChartNotFound

    async with Socket(world.app) as socket:
        await watching(world, socket, "insights")

        with pytest.raises(ChartNotFound):
            await world.context.run(fails, world.somebody)
        await turns()

        assert socket.heard == []
