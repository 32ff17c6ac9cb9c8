"""Workouts at work for a test: real database, blobs and tokens, the web edge, a clock to move."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import delete, select

from moim.contexts.workouts.context import compose, context_on
from moim.contexts.workouts.persistence import tables
from moim.contracts import users
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.blobs import FolderBlobs
from moim.platform.bus import EmbeddedBus
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
from moim.platform.http.live import live_routes
from moim.platform.live import Hub
from moim.platform.mailbox import Cause, Envelope
from moim.platform.pumps import Pumps
from moim.platform.revocations import Revocations
from moim.platform.tokens import Tokens
from moim.platform.uploads import UploadLimits
from moim.platform.vault import Vault

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LIMITS = UploadLimits(file_max_bytes=60_000_000, total_max_bytes=60_000_000, files_max=50)


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class HereWorkers:
    """Runs what workers would, in this process; ``hold`` keeps them from beginning."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.expected = asyncio.Event()
        self._calls_left = -1

    def hold(self) -> None:
        self.open.clear()

    def expect(self, calls: int) -> None:
        """Set ``expected`` at the last of that many calls."""
        self._calls_left = calls

    async def run(self, function: Any, *args: Any, timeout_s: float) -> Any:
        await self.open.wait()
        self._calls_left -= 1
        if not self._calls_left:
            self.expected.set()
        return function(*args)


class Person:
    """Somebody signed in, speaking to the API."""

    def __init__(self, world: "World", id: UUID | None = None) -> None:
        self.id = id or new_id()
        self.world = world
        token = world.tokens.issue_access(self.id, new_id(), ["user"], world.clock())
        self.headers = {"authorization": f"Bearer {token}"}
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=world.app),
            base_url="http://moim.test",
            headers=self.headers,
        )

    async def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        answer = await self.client.request(method, f"/v1{path}", **how)
        assert answer.status_code < 500, answer.text
        return answer

    async def get(self, path: str, **how: Any) -> httpx.Response:
        return await self.send("GET", path, **how)

    async def post(self, path: str, json: Any = None, **how: Any) -> httpx.Response:
        return await self.send("POST", path, json=json, **how)

    async def got(self, path: str, **how: Any) -> Any:
        answer = await self.get(path, **how)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def upload(self, *files: tuple[str, bytes], wait: bool = True, **how: Any) -> Any:
        """Import files; what the API says of it."""
        answer = await self.try_upload(*files, wait=wait, **how)
        assert answer.status_code == (201 if wait else 202), answer.text
        return answer.json()

    async def try_upload(
        self, *files: tuple[str, bytes], wait: bool = True, **how: Any
    ) -> httpx.Response:
        parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
        query = {"wait": "true"} if wait else {}
        return await self.send("POST", "/workouts/imports", files=parts, params=query, **how)

    async def imported(self, name: str, data: bytes) -> Any:
        """Import one file that makes one workout; the workout."""
        (file,) = (await self.upload((name, data)))["files"]
        assert file["verdict"] in {"imported", "partial"}, file
        return await self.got(f"/workouts/{file['workout_ids'][0]}")

    async def typed(self, **given: Any) -> Any:
        """Enter a workout by hand."""
        plain = {"sport": "run", "started_at": "2026-05-01T06:00:00Z", "elapsed_s": 3000}
        distance_m = min(10_000, 5 * given.get("elapsed_s", 3000))
        answer = await self.post("/workouts", plain | {"distance_m": distance_m} | given)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def all_workouts(self) -> list[Any]:
        return (await self.got("/workouts?limit=100"))["items"]


class Friends:
    """``Follows`` in memory: pairs of who follows whom, and of who blocked whom."""

    def __init__(self) -> None:
        self.follows: set[tuple[UUID, UUID]] = set()
        self.blocks: set[tuple[UUID, UUID]] = set()

    def followers_of(
        self, kind: str, target: str, after: UUID | None = None, most: int = 1_000
    ) -> list[UUID]:
        return sorted(one for one, other in self.follows if str(other) == target)

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        assert kind == "person"
        return {str(other) for one, other in self.follows if one == user_id} & set(targets)

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        return {other for other in others if {(user_id, other), (other, user_id)} & self.blocks}


class Faces(dict[UUID, bytes]):
    """``Portraits`` in memory: the photo of each who shows one."""

    def portrait_of(self, user_id: UUID) -> bytes | None:
        return self.get(user_id)


class World:
    """One process over a migrated database; ``beside`` gives another one over the same."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        workers: Any = None,
        clock: HandClock | None = None,
        limits: UploadLimits = LIMITS,
        friends: Friends | None = None,
        vault: Vault | None = None,
        providers: Any = None,
    ) -> None:
        self.friends = friends or Friends()
        self.database = database
        self.folder = folder
        self.clock = clock or HandClock()
        self.workers = workers or HereWorkers()
        self.blobs = FolderBlobs(folder / "blobs")
        self.tokens = Tokens(folder / "keys", "http://moim.test")
        self.vault = vault or Vault(folder / "keys")
        cookies = SessionCookies(self.vault, secure=False)
        self.revocations = Revocations()
        authenticator = Authenticator(self.tokens, cookies, self.revocations, self.clock)
        self.context = context_on(database, self.vault, self.clock)
        self.hub = Hub()
        self.faces = Faces()
        self.module, self.tracks, self.distances, self.importer = compose(
            self.context,
            blobs=self.blobs,
            workers=self.workers,
            at_once=3,
            limits=limits,
            follows=self.friends,
            hub=self.hub,
            vault=vault,
            providers=providers,
            own_url="http://moim.test",
            portraits=self.faces,
        )
        self.app = make_app(version="0", base_url="", authenticator=authenticator, ready={})
        take_in(self.app, self.module.router)
        take_in(self.app, live_routes(self.hub))
        bus = EmbeddedBus()
        bus.join(self.context)
        self._pumps = Pumps([self.context], bus, [])

    def beside(self, **options: Any) -> "World":
        """Another process, or this one after a restart."""
        options = {"clock": self.clock, "friends": self.friends} | options
        return World(self.database, self.folder, **options)

    def person(self, id: UUID | None = None) -> Person:
        return Person(self, id)

    def restarted_for(self, person: Person) -> tuple["World", Person]:
        world = self.beside()
        return world, world.person(person.id)

    async def tell(self, *events: Event) -> None:
        """Let another context's events arrive and be reacted to."""
        cause = Cause(correlation=new_id())
        await self.context.receive(
            [Envelope.around(event, cause, self.clock()) for event in events]
        )
        await self._pumps.settle()

    async def registered(self, timezone: str = "Asia/Seoul") -> Person:
        person = self.person()
        await self.tell(
            users.UserRegistered(
                user_id=person.id,
                email_hash="",
                nickname="민지",
                locale="ko",
                timezone=timezone,
                preferred_device=None,
            )
        )
        return person

    async def caught_up(self) -> None:
        """Until nothing waits to be read, derived or removed."""
        for _ in range(20):
            await self.importer.catch_up()
            if not self.rows("tasks") and not self.waiting_files():
                return
        raise AssertionError("the importer does not come to rest")

    def waiting_files(self) -> Sequence[Any]:
        return [row for row in self.rows("import_files") if row.verdict is None]

    def published(self, name: str | None = None) -> list[Any]:
        """Payloads of events of this name, or each event's name, in order."""
        outbox = tables.mailbox.outbox
        rows = self.database.read(lambda c: c.execute(select(outbox).order_by(outbox.c.seq)).all())
        if name is None:
            return [row.type.removeprefix("workouts.") for row in rows]
        return [msgspec.json.decode(row.data) for row in rows if row.type == f"workouts.{name}"]

    def forget_published(self) -> None:
        outbox = tables.mailbox.outbox
        self.database.write(lambda c: c.execute(delete(outbox)) and None).result()

    def rows(self, table: str) -> Sequence[Any]:
        return self.database.read(lambda c: c.execute(select(tables.metadata.tables[table])).all())

    def blob_keys(self) -> set[str]:
        return set(self.blobs.iterate())
