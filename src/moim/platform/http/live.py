"""The hub over a WebSocket, and one topic of it as server-sent events."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from moim.kernel.errors import Refusal, Unauthenticated
from moim.platform.auth import Authenticator, Caller, SignedIn
from moim.platform.db import Overloaded
from moim.platform.http.languages import language_of
from moim.platform.http.openapi import refusals
from moim.platform.live import (
    AUTH_WITHIN_S,
    HEARTBEAT_S,
    MISSED_MAX,
    STOPPING,
    TOPIC_LENGTH_MAX,
    Hub,
    Listener,
    NoSuchTopic,
    TooManyListeners,
)

GOING_AWAY = 1001
UNREADABLE = 4400
NOT_SIGNED_IN = 4401
SILENT = 4408
TOO_MANY = 4429
TOO_SLOW = 4430
CLOSE_WITHIN_S = 1.0
Topic = Annotated[
    str,
    Path(max_length=TOPIC_LENGTH_MAX, description="`user`, or say `workout-session:{id}`."),
]
BEAT: Mapping[str, Any] = {"type": "heartbeat"}
_encode = msgspec.json.Encoder().encode


class _Message(msgspec.Struct):
    """What every message of a client may have; the rest is its receiver's business."""

    type: str
    token: str | None = None
    topic: str = ""


_decode = msgspec.json.Decoder(_Message).decode


def live_routes(hub: Hub) -> APIRouter:
    """``/v1/live`` and ``/v1/live/{topic}``."""
    router = APIRouter(tags=["live"])

    @router.websocket("/v1/live")
    async def live(socket: WebSocket) -> None:
        await _Connection(hub, socket).serve()

    @router.get(
        "/v1/live/{topic}",
        summary="Hints about one topic as server-sent events; the same as on the WebSocket",
        response_class=Response,
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **refusals(NoSuchTopic, TooManyListeners),
        },
    )
    async def stream(request: Request, topic: Topic, caller: SignedIn) -> Response:
        await hub.key_of(caller, topic)
        authenticator: Authenticator = request.app.state.authenticator
        return _HintStream(hub, caller, topic, authenticator)

    return router


class _Connection:
    """One WebSocket from its first message to its close."""

    def __init__(self, hub: Hub, socket: WebSocket) -> None:
        self._hub = hub
        self._socket = socket
        self._authenticator: Authenticator = socket.app.state.authenticator
        self._unanswered = 0

    async def serve(self) -> None:
        """Accept, learn who it is, then send and receive until one side has enough."""
        await self._socket.accept()
        try:
            caller = await self._authenticated()
            with self._hub.listening(caller) as listener:
                listener.offer({"type": "ready", "heartbeat_s": HEARTBEAT_S})
                code = await _first_of(
                    self._receive(listener),
                    self._send(listener),
                    self._beat(listener),
                    _until_dropped(listener),
                )
        except Unauthenticated:
            code = NOT_SIGNED_IN
        except TooManyListeners:
            code = TOO_MANY
        except WebSocketDisconnect:
            return
        try:
            await asyncio.wait_for(self._socket.close(code), CLOSE_WITHIN_S)
        except (TimeoutError, RuntimeError, WebSocketDisconnect):
            return  # it does not read, or it left: the server lets go of it

    async def _authenticated(self) -> Caller:
        """Who it is: by the cookie of a web page, else by the first message."""
        caller = self._authenticator.caller_of_socket(self._socket)
        if caller is not None:
            return caller

        async def late() -> None:
            await self._hub.pause(AUTH_WITHIN_S)

        text = await _first_of(self._socket.receive_text(), late())
        if text is None:
            raise Unauthenticated
        try:
            message = _decode(text)
        except msgspec.DecodeError:
            raise Unauthenticated from None
        if message.type != "auth" or not message.token:
            raise Unauthenticated
        return self._authenticator.caller_of_message(message.token)

    async def _receive(self, listener: Listener) -> int:
        while True:
            try:
                text = await self._socket.receive_text()
                message = _decode(text)
            except (msgspec.DecodeError, KeyError):  # KeyError: it sent bytes
                return UNREADABLE
            self._unanswered = 0
            try:
                answer = await self._answer(listener, message, text.encode())
            except Refusal as refusal:
                answer = self._refused(message, refusal)
            except Overloaded:
                answer = {"type": "refused", "of": message.type, "code": "overloaded"}
            if answer is not None:
                listener.offer(answer)

    async def _answer(
        self, listener: Listener, message: _Message, content: bytes
    ) -> Mapping[str, Any] | None:
        if message.type == "heartbeat":
            return None
        if message.type == "subscribe":
            await self._hub.subscribe(listener, message.topic)
            return {"type": "subscribed", "topic": message.topic}
        if message.type == "unsubscribe":
            self._hub.unsubscribe(listener, message.topic)
            return {"type": "unsubscribed", "topic": message.topic}
        receiver = self._hub.receiver(message.type)
        if receiver is None:
            return {"type": "refused", "of": message.type[:40], "code": "unknown-type"}
        return {"type": message.type, **await receiver(listener.caller, content)}

    def _refused(self, message: _Message, refusal: Refusal) -> Mapping[str, Any]:
        told = {"type": "refused", "of": message.type, "code": refusal.code}
        if message.topic:
            told["topic"] = message.topic
        return told | {"detail": refusal.sentence(language_of(self._socket.scope))}

    async def _send(self, listener: Listener) -> int:
        while True:
            message = await listener.waiting.get()
            await self._socket.send_text(_encode(message).decode())

    async def _beat(self, listener: Listener) -> int:
        while True:
            await self._hub.pause(HEARTBEAT_S)
            if self._unanswered >= MISSED_MAX:
                return SILENT
            self._authenticator.must_still_be_in_force(listener.caller)
            self._unanswered += 1
            listener.offer(BEAT)


class _HintStream(Response):
    """Server-sent events of one topic until the reader leaves, or is too slow."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, caller: Caller, topic: str, authenticator: Authenticator) -> None:
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._hub = hub
        self._caller = caller
        self._topic = topic
        self._authenticator = authenticator

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Serve it."""
        with self._hub.listening(self._caller) as listener:
            await self._hub.subscribe(listener, self._topic)
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await _first_of(
                self._pump(listener, send),
                self._beat(listener),
                _until_gone(receive),
                _until_dropped(listener),
            )
        try:
            end = {"type": "http.response.body", "body": b"", "more_body": False}
            await asyncio.wait_for(send(end), CLOSE_WITHIN_S)
        except (TimeoutError, OSError):
            return  # it does not read: the server lets go of it

    async def _pump(self, listener: Listener, send: Send) -> int:
        body = b": welcome\n\n"
        while True:
            await send({"type": "http.response.body", "body": body, "more_body": True})
            message = await listener.waiting.get()
            if message is BEAT:
                body = b": heartbeat\n\n"
            else:
                body = b"event: hint\ndata: " + _encode(message) + b"\n\n"

    async def _beat(self, listener: Listener) -> int:
        while True:
            await self._hub.pause(HEARTBEAT_S)
            try:
                self._authenticator.must_still_be_in_force(self._caller)
            except Unauthenticated:
                return NOT_SIGNED_IN
            listener.offer(BEAT)


async def _until_dropped(listener: Listener) -> int:
    await listener.dropped.wait()
    return GOING_AWAY if listener.why == STOPPING else TOO_SLOW


async def _until_gone(receive: Receive) -> int:
    while (await receive())["type"] != "http.disconnect":
        pass
    return SILENT


async def _first_of(*works: Coroutine[Any, Any, Any]) -> Any:
    """The result of the first to end; the others are cancelled."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return next(task for task in tasks if task in done).result()
