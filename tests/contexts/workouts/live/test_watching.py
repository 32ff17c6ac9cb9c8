"""Watching a live session, and sending its points, over the hub."""

from typing import Any

from moim.contexts.workouts.adapters.session_keeping import SessionKeeper
from moim.kernel.ids import new_id
from tests.contexts.workouts.live.test_sessions import end, job_of, send, set_out
from tests.contexts.workouts.live.walks import sent
from tests.contexts.workouts.world import Person, World
from tests.platform.edge.sockets import Socket, turns


async def socket_of(world: World, person: Person) -> Socket:
    socket = Socket(world.app)
    await turns()
    token = person.headers["authorization"].removeprefix("Bearer ")
    await socket.say(type="auth", token=token)
    assert [one["type"] for one in socket.heard] == ["ready"]
    return socket


async def watching(world: World, person: Person, id: str) -> Socket:
    socket = await socket_of(world, person)
    await socket.say(type="subscribe", topic=f"workout-session:{id}")
    return socket


def revisions(socket: Socket) -> list[int]:
    return [one["revision"] for one in socket.heard if one["type"] == "hint"]


async def test_the_owner_s_other_screen_hears_of_all_that_happens(world, runner) -> None:
    id = await set_out(runner)
    async with await watching(world, runner, id) as screen:
        await send(runner, id, 1, range(60))
        await runner.post(f"/workout-sessions/{id}/pause")
        await runner.post(f"/workout-sessions/{id}/resume")
        ended = await end(runner, id)
        await turns()

        told = revisions(screen)
        assert told == sorted(told)
        assert told[-1] == ended["revision"]
        assert len(told) >= 5


async def test_falling_silent_is_told_too(world, runner) -> None:
    id = await set_out(runner)
    async with await watching(world, runner, id) as screen:
        _ = screen.heard
        world.clock.move(minutes=6)
        await job_of(world, SessionKeeper).look()
        await turns()

        assert revisions(screen) == [2]


async def test_nobody_else_may_watch(world, runner) -> None:
    id = await set_out(runner)
    for topic in (id, str(new_id()), "x", ""):
        async with await watching(world, world.person(), topic) as screen:
            (refused,) = screen.heard
            assert (refused["type"], refused["code"]) == ("refused", "live-session-not-found")
            await send(runner, id, 1, range(60))
            await turns()
            assert screen.heard == []


async def test_points_may_come_over_the_same_connection(world, runner) -> None:
    id = await set_out(runner)
    batches: list[dict[str, Any]] = [sent(seq, range(60 * seq - 60, 60 * seq)) for seq in (1, 3, 2)]
    async with await socket_of(world, runner) as phone:
        answers = []
        for batch in batches:
            await phone.say(type="points", session=id, **batch)
            answers += await taken(phone)

        assert [(one["seq"], one["missing"]) for one in answers] == [(1, []), (3, [2]), (2, [])]
        assert answers[-1]["points"] == 180

        for wrong in ({"session": id, "seq": 1}, {"session": "x", **batches[0]}, {}):
            await phone.say(type="points", **wrong)
            (refused,) = await taken(phone)
            assert (refused["type"], refused["code"]) == ("refused", "invalid-input")
        await phone.say(type="points", session=str(new_id()), **batches[0])
        (refused,) = await taken(phone)
        assert refused["code"] == "live-session-not-found"


async def taken(phone: Socket) -> list[dict[str, Any]]:
    """What it hears next; the commit is another thread's."""
    if not (heard := phone.heard):
        await phone.until_something()
        heard = phone.heard
    return heard
