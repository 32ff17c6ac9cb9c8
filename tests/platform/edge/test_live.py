import threading
from collections.abc import Callable
from uuid import UUID

import pytest

from moim.kernel.errors import NotFound
from moim.kernel.ids import new_id
from moim.platform.auth import Caller
from moim.platform.cookies import ACCESS_COOKIE
from moim.platform.http.live import live_routes
from moim.platform.live import LISTENERS_MAX, QUEUE_MAX, TOPICS_MAX, Hub
from tests.platform.edge.sockets import HandTime, Socket, Stream, turns

SECRET = "room:secret"


class RoomNotFound(NotFound):
    code = "test-room-not-found"
    ko = "방이 없습니다."
    en = "There is no such room."


@pytest.fixture
def time() -> HandTime:
    return HandTime()


@pytest.fixture
def hub(time, app) -> Hub:
    hub = Hub(time.pause)

    async def rooms(_caller: Caller, id: str) -> str:
        if id == "secret":
            raise RoomNotFound
        return f"room:{id}"

    hub.register("room", rooms)
    app.include_router(live_routes(hub))
    return hub


@pytest.fixture
def token(tokens, clock) -> Callable[..., str]:
    def make(user: UUID | None = None, session: UUID | None = None) -> str:
        return str(tokens.issue_access(user or new_id(), session or new_id(), ["user"], clock()))

    return make


async def signed_in(socket: Socket, token: str) -> None:
    await socket.say(type="auth", token=token)
    assert [one["type"] for one in socket.heard] == ["ready"]


async def test_a_subscriber_hears_of_its_topic_and_of_no_other(app, hub, token):
    async with Socket(app) as socket:
        await signed_in(socket, token())
        await socket.say(type="subscribe", topic="room:1")
        hub.tell("room:1", 7)
        hub.tell("room:2", 8)
        await turns()
        assert socket.heard == [
            {"type": "subscribed", "topic": "room:1"},
            {"type": "hint", "topic": "room:1", "revision": 7},
        ]

        await socket.say(type="unsubscribe", topic="room:1")
        hub.tell("room:1", 9)
        await turns()
        assert socket.heard == [{"type": "unsubscribed", "topic": "room:1"}]


async def test_whoever_does_not_say_who_they_are_in_five_seconds_is_let_go(app, hub, time):
    async with Socket(app) as socket:
        await time.move(4.9)
        assert socket.closed_with is None
        await time.move(0.2)

        assert socket.closed_with == 4401
        assert socket.served


@pytest.mark.parametrize(
    "first",
    ['{"type":"auth","token":"forged"}', '{"type":"subscribe","topic":"user"}', "hello", "[]"],
)
async def test_a_first_message_that_is_no_sign_in_closes(app, hub, first):
    async with Socket(app) as socket:
        await socket.say_text(first)

        assert socket.closed_with == 4401


async def test_a_web_page_is_known_by_its_cookie_and_another_site_is_not(app, hub, token):
    cookie = f"{ACCESS_COOKIE}={token()}"
    async with (
        Socket(app, cookie=cookie, origin="https://moim.test") as ours,
        Socket(app, cookie=cookie, origin="https://evil.test") as theirs,
    ):
        assert [one["type"] for one in ours.heard] == ["ready"]
        assert theirs.heard == []


async def test_a_topic_that_is_not_theirs_is_refused_and_stays_silent(app, hub, token):
    async with Socket(app, **{"accept-language": "en"}) as socket:
        await signed_in(socket, token())
        for topic in (SECRET, "nonsense:1", f"user:{new_id()}", "room:" + "x" * 200):
            await socket.say(type="subscribe", topic=topic)
        hub.tell(SECRET, 1)
        await turns()

        refused = socket.heard
        assert [one["code"] for one in refused] == [
            "test-room-not-found",
            "no-such-topic",
            "no-such-topic",
            "no-such-topic",
        ]
        assert refused[0]["detail"] == "There is no such room."
        assert refused[0]["topic"] == SECRET


async def test_the_topic_user_is_of_whoever_asks(app, hub, token):
    user = new_id()
    async with Socket(app) as socket, Socket(app) as other:
        await signed_in(socket, token(user))
        await signed_in(other, token())
        for one in (socket, other):
            await one.say(type="subscribe", topic="user")
            _ = one.heard
        hub.tell(f"user:{user}", 3)
        await turns()

        assert socket.heard == [{"type": "hint", "topic": "user", "revision": 3}]
        assert other.heard == []


async def test_two_missed_heartbeats_close(app, hub, time, token):
    async with Socket(app) as socket:
        await signed_in(socket, token())
        for _ in range(2):
            await time.move(30)
            assert socket.heard == [{"type": "heartbeat"}]
        await time.move(30)

        assert socket.closed_with == 4408


async def test_an_answered_heartbeat_keeps_the_connection(app, hub, time, token):
    async with Socket(app) as socket:
        await signed_in(socket, token())
        for _ in range(10):
            await time.move(30)
            assert socket.heard == [{"type": "heartbeat"}]
            await socket.say(type="heartbeat")

        assert socket.closed_with is None


async def test_a_slow_reader_is_dropped_and_nobody_waits_for_it(app, hub, token):
    async with Socket(app) as slow, Socket(app) as quick:
        for socket in (slow, quick):
            await signed_in(socket, token())
            await socket.say(type="subscribe", topic="room:1")
        _ = quick.heard
        slow.reading.clear()
        for revision in range(QUEUE_MAX + 10):
            hub.tell("room:1", revision)
            if revision % 50 == 0:
                await turns()
        await turns()

        assert len(quick.heard) == QUEUE_MAX + 10
        slow.reading.set()
        await turns()
        assert slow.closed_with == 4430
        assert slow.served


async def test_whoever_is_signed_out_elsewhere_is_let_go_at_the_next_beat(
    app, hub, time, token, authenticator, clock
):
    session = new_id()
    async with Socket(app) as socket:
        await signed_in(socket, token(session=session))
        authenticator.revocations.revoke(session, clock().replace(year=2027))
        await time.move(30)

        assert socket.closed_with == 4401


async def test_telling_from_another_thread_arrives(app, hub, token):
    async with Socket(app) as socket:
        await signed_in(socket, token())
        await socket.say(type="subscribe", topic="room:1")
        _ = socket.heard
        teller = threading.Thread(target=hub.tell, args=("room:1", 5))
        teller.start()
        teller.join()
        await turns()

        assert socket.heard == [{"type": "hint", "topic": "room:1", "revision": 5}]


async def test_telling_nobody_costs_nothing_and_harms_nothing(hub):
    hub.tell("room:1", 1)
    Hub().tell("room:1", 1)


async def test_whoever_left_is_forgotten(app, hub, token):
    async with Socket(app) as socket:
        await signed_in(socket, token())
        await socket.say(type="subscribe", topic="room:1")
        await socket.leave()

        assert socket.served
        assert hub._listeners == {}
        assert hub._of_user == {}


async def test_topics_and_connections_have_a_limit(app, hub, token):
    user = new_id()
    async with Socket(app) as socket:
        await signed_in(socket, token(user))
        for room in range(TOPICS_MAX):
            await socket.say(type="subscribe", topic=f"room:{room}")
        _ = socket.heard
        await socket.say(type="subscribe", topic="room:more")
        assert [one["code"] for one in socket.heard] == ["too-many-topics"]

        others = [Socket(app) for _ in range(LISTENERS_MAX)]
        await turns()
        for other in others:
            await other.say(type="auth", token=token(user))
        assert [other.closed_with for other in others] == [None] * (LISTENERS_MAX - 1) + [4429]
        for other in others:
            await other.leave()


async def test_a_message_has_its_receiver(app, hub, token):
    async def upper(caller: Caller, content: bytes) -> dict[str, str]:
        assert "user" in caller.roles
        return {"said": content.decode().upper()}

    hub.receive("shout", upper)
    async with Socket(app) as socket:
        await signed_in(socket, token())
        await socket.say(type="shout", what="hey")
        await socket.say(type="whisper")
        shouted, unknown = socket.heard
        assert (shouted["type"], "HEY" in shouted["said"]) == ("shout", True)
        assert unknown == {"type": "refused", "of": "whisper", "code": "unknown-type"}

        await socket.say_text("{")
        assert socket.closed_with == 4400


async def test_a_stop_lets_everybody_go(app, hub, token):
    bearer = {"authorization": f"Bearer {token()}"}
    async with Socket(app) as socket, Stream(app, "room:1", **bearer) as stream:
        await signed_in(socket, token())
        hub.close()
        await turns()

        assert socket.closed_with == 1001
        assert stream.served


async def test_a_stream_tells_the_same(app, hub, time, token):
    async with Stream(app, "room:1", authorization=f"Bearer {token()}") as stream:
        hub.tell("room:1", 7)
        await time.move(30)
        assert stream.status == 200
        assert 'data: {"type":"hint","topic":"room:1","revision":7}\n\n' in stream.text
        assert stream.text.endswith(": heartbeat\n\n")

        await stream.leave()
        assert stream.served
        assert hub._listeners == {}


@pytest.mark.parametrize(("topic", "status"), [(SECRET, 404), ("nonsense", 404)])
async def test_a_stream_of_what_is_not_theirs_is_refused(app, hub, token, topic, status):
    async with Stream(app, topic, authorization=f"Bearer {token()}") as stream:
        assert stream.status == status
    async with Stream(app, "room:1") as stranger:
        assert stranger.status == 401


async def test_a_stream_that_is_not_read_is_dropped(app, hub, token):
    async with Stream(app, "room:1", authorization=f"Bearer {token()}") as stream:
        stream.reading.clear()
        for revision in range(QUEUE_MAX + 10):
            hub.tell("room:1", revision)
        await turns()
        stream.reading.set()
        await turns()

        assert stream.served
        assert hub._listeners == {}
