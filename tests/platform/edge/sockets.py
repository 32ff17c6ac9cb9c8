"""Clients of the live hub, spoken to through ASGI itself, and time that tests move."""

import asyncio
import json
from typing import Any, Self

from fastapi import FastAPI

TURNS = 30


class HandTime:
    """What the hub waits with: nothing passes until it is moved."""

    def __init__(self) -> None:
        self._now = 0.0
        self._waiting: list[tuple[float, asyncio.Future[None]]] = []

    async def pause(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((self._now + seconds, done))
        await done

    async def move(self, seconds: float) -> None:
        """Let time pass, and everybody do what they do then."""
        self._now += seconds
        for due, done in self._waiting:
            if due <= self._now and not done.done():
                done.set_result(None)
        self._waiting = [(due, done) for due, done in self._waiting if not done.done()]
        await turns()


async def turns() -> None:
    """Let the loop go round until what was begun has come to wait for something."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


class Client:
    """One connection. While ``reading`` is not set it takes nothing: its buffers are full."""

    def __init__(self, app: FastAPI, kind: str, path: str, headers: dict[str, str]) -> None:
        self.reading = asyncio.Event()
        self.reading.set()
        self.got: list[dict[str, Any]] = []
        self._something = asyncio.Event()
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {"type": kind, "path": path, "raw_path": path.encode(), "query_string": b""}
        scope |= {"headers": [(k.encode(), v.encode()) for k, v in headers.items()]}
        scope |= {"method": "GET", "scheme": "http", "http_version": "1.1", "root_path": ""}
        scope |= {"server": ("moim.test", 80), "client": ("203.0.113.5", 4000), "app": app}
        scope |= {"asgi": {"version": "3.0"}, "state": {}, "subprotocols": []}
        if kind == "websocket":
            del scope["method"]
        self._task = asyncio.create_task(app(scope, self._to_app.get, self._take))

    async def __aenter__(self) -> Self:
        await turns()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    @property
    def served(self) -> bool:
        """Whether the server is done with it."""
        return self._task.done()

    async def _take(self, message: dict[str, Any]) -> None:
        await self.reading.wait()
        self.got.append(message)
        self._something.set()

    async def until_something(self) -> None:
        """Wait until anything more has come."""
        self._something.clear()
        await self._something.wait()

    async def _give(self, message: dict[str, Any]) -> None:
        self._to_app.put_nowait(message)
        await turns()


class Socket(Client):
    """A WebSocket."""

    def __init__(self, app: FastAPI, **headers: str) -> None:
        super().__init__(app, "websocket", "/v1/live", {"host": "moim.test"} | headers)
        self._to_app.put_nowait({"type": "websocket.connect"})

    async def say(self, **message: Any) -> None:
        await self._give({"type": "websocket.receive", "text": json.dumps(message)})

    async def say_text(self, text: str) -> None:
        await self._give({"type": "websocket.receive", "text": text})

    async def leave(self) -> None:
        await self._give({"type": "websocket.disconnect", "code": 1000})

    @property
    def heard(self) -> list[dict[str, Any]]:
        """The messages that came since the last look."""
        messages = [json.loads(one["text"]) for one in self.got if one["type"] == "websocket.send"]
        self.got = [one for one in self.got if one["type"] != "websocket.send"]
        return messages

    @property
    def closed_with(self) -> int | None:
        codes = [one["code"] for one in self.got if one["type"] == "websocket.close"]
        return codes[0] if codes else None


class Stream(Client):
    """Server-sent events of a topic."""

    def __init__(self, app: FastAPI, topic: str, **headers: str) -> None:
        super().__init__(app, "http", f"/v1/live/{topic}", {"host": "moim.test"} | headers)
        self._to_app.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def leave(self) -> None:
        await self._give({"type": "http.disconnect"})

    @property
    def status(self) -> int:
        return int(self.got[0]["status"])

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.got).decode()
