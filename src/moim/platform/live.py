"""The hub: who watches which topic, and telling them that there is something new to ask for.

A message is a hint with a revision; the truth is always a GET. Nobody who tells ever waits: a
reader that is too slow loses its connection, not the process its pace.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from moim.kernel.errors import NotFound, TooMany
from moim.platform.auth import Caller

HEARTBEAT_S = 30.0
MISSED_MAX = 2
AUTH_WITHIN_S = 5.0
QUEUE_MAX = 256
TOPICS_MAX = 100
LISTENERS_MAX = 20
TOPIC_LENGTH_MAX = 100
SLOW = "slow"
STOPPING = "stopping"

Authorise = Callable[[Caller, str], Awaitable[str]]
"""Given who asks and what follows the colon in the topic: the key under which it is told, or a
refusal."""
Receive = Callable[[Caller, bytes], Awaitable[Mapping[str, Any]]]
"""Given who sends and the whole message as JSON: the answer, or a refusal."""
Pause = Callable[[float], Awaitable[None]]


class NoSuchTopic(NotFound):
    """There is no such topic, or it is not theirs to see."""

    code = "no-such-topic"
    ko = "구독할 수 없는 주제입니다: {topic}"
    en = "This topic does not exist, or it is not yours to see: {topic}"


class TooManyTopics(TooMany):
    """One connection watches as many topics as it may."""

    code = "too-many-topics"
    ko = "한 연결에서 구독할 수 있는 주제는 {topics_max}개까지입니다."
    en = "One connection can watch {topics_max} topics."


class TooManyListeners(TooMany):
    """One person has as many live connections as they may."""

    code = "too-many-listeners"
    ko = "실시간 연결은 한 사람이 {listeners_max}개까지 열 수 있습니다. 쓰지 않는 창을 닫으세요."
    en = "One person can have {listeners_max} live connections. Close a page you do not use."


class Listener:
    """One connection: what it watches, and what it has not been sent yet."""

    def __init__(self, caller: Caller) -> None:
        """It watches nothing yet."""
        self.caller = caller
        self.topics: dict[str, str] = {}  # by key
        self.waiting: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue(QUEUE_MAX)
        self.dropped = asyncio.Event()
        self.why = ""

    def offer(self, message: Mapping[str, Any]) -> None:
        """Send it in its turn; who has let too many wait is dropped."""
        try:
            self.waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.drop(SLOW)

    def drop(self, why: str) -> None:
        """Have its connection closed."""
        self.why = self.why or why
        self.dropped.set()


class Hub:
    """All topics and listeners of this process. Used on its event loop, told from anywhere."""

    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        """``pause`` is how heartbeats and time limits pass their time."""
        self.pause = pause
        self._kinds: dict[str, Authorise] = {"user": _oneself}
        self._receivers: dict[str, Receive] = {}
        self._listeners: dict[str, set[Listener]] = {}  # by key
        self._of_user: dict[UUID, set[Listener]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def register(self, kind: str, authorise: Authorise) -> None:
        """Have topics ``kind`` or ``kind:{id}``, for those whom ``authorise`` lets."""
        self._kinds[kind] = authorise

    def receive(self, kind: str, receiver: Receive) -> None:
        """Take messages of this ``type`` from WebSockets."""
        self._receivers[kind] = receiver

    def receiver(self, kind: str) -> Receive | None:
        """Who takes messages of this type."""
        return self._receivers.get(kind)

    def tell(self, key: str, revision: int) -> None:
        """Hint to whoever watches ``key`` that it is at ``revision`` now. From any thread.

        Keys are ``user:{id}`` for the topic ``user``, and as their authorisers say for others.
        """
        if key not in self._listeners or self._loop is None:
            return
        if _running_loop() is self._loop:
            self._spread(key, revision)
        else:
            self._loop.call_soon_threadsafe(self._spread, key, revision)

    @contextmanager
    def listening(self, caller: Caller) -> Iterator[Listener]:
        """A connection of the caller's while inside; raises TooManyListeners."""
        self._loop = asyncio.get_running_loop()
        own = self._of_user.setdefault(caller.user_id, set())
        if len(own) >= LISTENERS_MAX:
            raise TooManyListeners(listeners_max=LISTENERS_MAX, retry_after_s=30)
        listener = Listener(caller)
        own.add(listener)
        try:
            yield listener
        finally:
            own.discard(listener)
            if not own:
                self._of_user.pop(caller.user_id, None)
            for key in list(listener.topics):
                self._leave(listener, key)

    async def subscribe(self, listener: Listener, topic: str) -> None:
        """Watch a topic. Raises NoSuchTopic, TooManyTopics, or what its authoriser says."""
        if len(listener.topics) >= TOPICS_MAX:
            raise TooManyTopics(topics_max=TOPICS_MAX, retry_after_s=30)
        key = await self.key_of(listener.caller, topic)
        listener.topics[key] = topic
        self._listeners.setdefault(key, set()).add(listener)

    def unsubscribe(self, listener: Listener, topic: str) -> None:
        """Watch it no longer."""
        for key, named in list(listener.topics.items()):
            if named == topic:
                self._leave(listener, key)

    async def key_of(self, caller: Caller, topic: str) -> str:
        """The key of a topic that the caller may see. Raises as ``subscribe`` does."""
        kind, _, id = topic.partition(":")
        authorise = self._kinds.get(kind)
        if authorise is None or len(topic) > TOPIC_LENGTH_MAX:
            raise NoSuchTopic(topic=kind[:TOPIC_LENGTH_MAX])
        return await authorise(caller, id)

    def close(self) -> None:
        """Let every connection go: the program stops."""
        for listeners in self._of_user.values():
            for listener in listeners:
                listener.drop(STOPPING)

    def _spread(self, key: str, revision: int) -> None:
        for listener in self._listeners.get(key, ()):
            topic = listener.topics[key]
            listener.offer({"type": "hint", "topic": topic, "revision": revision})

    def _leave(self, listener: Listener, key: str) -> None:
        listener.topics.pop(key, None)
        listeners = self._listeners.get(key, set())
        listeners.discard(listener)
        if not listeners:
            self._listeners.pop(key, None)


async def _oneself(caller: Caller, id: str) -> str:
    if id not in {"", str(caller.user_id)}:
        raise NoSuchTopic(topic="user")
    return f"user:{caller.user_id}"


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
