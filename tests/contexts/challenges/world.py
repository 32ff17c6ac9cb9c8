"""Challenges as they run: the application, its database, a clock to move, and what others tell."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest
from sqlalchemy import select

from moim.contexts.challenges.context import compose, context_on
from moim.contexts.challenges.persistence import tables
from moim.contracts.users import Account, EmailVerified, UserRegistered
from moim.contracts.workouts import TrackView, WorkoutRecorded
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.blobs import FolderBlobs
from moim.platform.bus import EmbeddedBus
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
from moim.platform.live import Hub
from moim.platform.mailbox import Cause, Envelope
from moim.platform.pumps import Pumps
from moim.platform.revocations import Revocations
from moim.platform.tokens import Tokens
from moim.platform.vault import Vault

NOON = datetime(2026, 11, 9, 3, 0, tzinfo=UTC)
"""12:00 in Seoul on Monday, 9 November 2026."""
STARTS, ENDS = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)

ON_BOTH_DATABASES = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


class FollowsByHand:
    """Who follows whom, as a test says."""

    def __init__(self) -> None:
        self.pairs: set[tuple[UUID, str]] = set()
        self.blocked: set[frozenset[UUID]] = set()

    def follow(self, follower: UUID, followed: UUID) -> None:
        self.pairs.add((follower, str(followed)))

    def followers_of(
        self, kind: str, target: str, after: UUID | None = None, most: int = 1_000
    ) -> list[UUID]:
        found = sorted(user for user, followed in self.pairs if followed == target)
        return [user for user in found if after is None or user > after][:most]

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        return {target for target in targets if (user_id, target) in self.pairs}

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        return {other for other in others if frozenset({user_id, other}) in self.blocked}


class DistancesByHand:
    """How far those are who are on their way, in metres by the session."""

    def __init__(self) -> None:
        self.so_far_m: dict[UUID, float] = {}

    def distance_of(self, session_id: UUID) -> float | None:
        return self.so_far_m.get(session_id)


class AccountsByHand:
    """Accounts of which nothing was told here."""

    def __init__(self) -> None:
        self.of: dict[UUID, Account] = {}
        self.moderating: list[UUID] = []

    def account_of(self, user_id: UUID) -> Account | None:
        return self.of.get(user_id)

    def moderators(self) -> list[UUID]:
        return self.moderating


class RecordingBus(EmbeddedBus):
    """Keeps what it carried."""

    def __init__(self) -> None:
        super().__init__()
        self.carried: list[Envelope] = []

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        self.carried.extend(envelopes)
        await super().publish(envelopes)


class TracksByHand:
    """The tracks of workouts that a test puts in."""

    def __init__(self) -> None:
        self.shown: dict[UUID, TrackView] = {}

    def track_for(self, workout_id: UUID, viewer_id: UUID | None) -> TrackView | None:
        view = self.shown.get(workout_id)
        return view if view is not None and view.owner_id == viewer_id else None


class Person:
    """Somebody signed in, speaking to the API."""

    def __init__(self, world: "World", roles: tuple[str, ...] = ("user",)) -> None:
        self.id = new_id()
        self.world = world
        self.roles = roles

    async def send(self, method: str, path: str, **how: Any) -> httpx.Response:
        token = self.world.tokens.issue_access(self.id, new_id(), self.roles, self.world.now)
        headers = {"authorization": f"Bearer {token}", **how.pop("headers", {})}
        path = f"/v1/challenges{path}"
        answer = await self.world.client.request(method, path, headers=headers, **how)
        assert answer.status_code < 500, answer.text
        return answer

    async def seen(self, path: str, **query: Any) -> Any:
        answer = await self.send("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def makes(self, **terms: Any) -> str:
        """A challenge of the most metres run in November, announced; its id."""
        answer = await self.try_make(**terms)
        assert answer.status_code == 201, answer.text
        await self.world.settle()
        made: str = answer.json()["id"]
        return made

    async def try_make(self, **terms: Any) -> httpx.Response:
        plain = {
            "title": "11월 달리기",
            "sport": "run",
            "starts_at": STARTS.isoformat(),
            "ends_at": ENDS.isoformat(),
            "state": "announced",
        }
        given = {name: value for name, value in (plain | terms).items() if value is not None}
        return await self.send("POST", "", json=given)

    async def joins(self, challenge: str, **claims: Any) -> Any:
        answer = await self.send("PUT", f"/{challenge}/entries/me", json=claims)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def runs(self, distance_m: float, at: datetime | None = None, **changes: Any) -> UUID:
        """A run is recorded and everybody has heard of it; its id."""
        event = self.recorded(distance_m, at, **changes)
        await self.world.happens(event)
        return event.workout_id

    def recorded(
        self, distance_m: float, at: datetime | None = None, **changes: Any
    ) -> WorkoutRecorded:
        given: dict[str, Any] = {"workout_id": new_id(), "user_id": self.id, "sport": "run"}
        given |= {"started_at": at or self.world.now - timedelta(hours=2), "source": "file"}
        lasted_s = distance_m * 0.3
        given["metrics"] = {
            "distance_m": float(distance_m),
            "moving_s": lasted_s,
            "elapsed_s": lasted_s,
            "elevation_gain_m": distance_m / 100,
        }
        return WorkoutRecorded(**(given | changes))

    async def entry(self, challenge: str) -> Any:
        return await self.seen(f"/{challenge}/entries/me")

    async def told(self, kind: str | None = None) -> list[Any]:
        """Notices that stand for them."""
        notices = (await self.seen("/notices"))["items"]
        return [notice for notice in notices if kind in (None, notice["kind"])]


class World:
    """One instance of challenges, over a database that has its tables."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.now = NOON
        self.database = database
        self.folder = folder
        self.follows = FollowsByHand()
        self.tracks = TracksByHand()
        self.hub = Hub()
        self.blobs = FolderBlobs(folder / "blobs")
        self.distances = DistancesByHand()
        self.accounts = AccountsByHand()
        self.context = context_on(
            database, self.follows, self.distances, self.accounts, lambda: self.now
        )
        self.module, self.keeper = compose(
            self.context, tracks=self.tracks, blobs=self.blobs, hub=self.hub
        )
        self.tokens = Tokens(folder / "keys", "http://moim.test")
        cookies = SessionCookies(Vault(folder / "keys"), secure=False)
        door = Authenticator(self.tokens, cookies, Revocations(), lambda: self.now)
        self.app = make_app(version="1", base_url="", authenticator=door, ready={})
        take_in(self.app, self.module.router)
        self.bus = RecordingBus()
        self.bus.join(self.context)
        self._pumps = Pumps([self.context], self.bus)
        transport = httpx.ASGITransport(self.app, client=("203.0.113.5", 4000))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://moim.test")

    async def close(self) -> None:
        await self.client.aclose()
        await self._pumps.stop()

    def restarted(self) -> "World":
        """The program after a stop: nothing but the rows is left."""
        world = World(self.database, self.folder)
        world.now = self.now
        return world

    async def person(self, nickname: str = "민지", *, verified: bool = False) -> Person:
        """Somebody who signed up."""
        person = Person(self)
        await self.happens(registered(person.id, nickname))
        if verified:
            await self.happens(EmailVerified(user_id=person.id))
        return person

    async def people(self, count: int) -> list[Person]:
        return [await self.person(f"러너{number}") for number in range(count)]

    async def happens(self, *events: Event) -> None:
        """Other contexts publish, and challenges has reacted."""
        cause = Cause(correlation=new_id())
        await self.context.receive([Envelope.around(event, cause, self.now) for event in events])
        await self.settle()

    async def settle(self) -> None:
        await self._pumps.settle()

    async def passes(self, **by: float) -> None:
        """Time passes, what is due comes, and the keeper has looked after everything."""
        self.now += timedelta(**by)
        await self.settle()
        while await self.keeper.look():
            await self.settle()
        await self.settle()

    async def becomes(self, moment: datetime) -> None:
        await self.passes(seconds=(moment - self.now).total_seconds())

    def published(self, name: str | None = None) -> list[Any]:
        """Payloads of events of this name, or each event's name, in order."""
        outbox = tables.mailbox.outbox
        rows = self.database.read(lambda c: c.execute(select(outbox).order_by(outbox.c.seq)).all())
        lines: list[Any] = [*self.bus.carried, *rows]
        if name is None:
            return [line.type.removeprefix("challenges.") for line in lines]
        return [msgspec.json.decode(one.data) for one in lines if one.type == f"challenges.{name}"]

    def rows(self, table: str) -> Sequence[Any]:
        return self.database.read(lambda c: c.execute(select(tables.metadata.tables[table])).all())

    async def parked(self) -> list[str]:
        """Why lines of the inbox were given up."""
        inbox = tables.mailbox.inbox
        return self.database.read(
            lambda c: [row.reason for row in c.execute(inbox.select()) if row.reason]
        )


def registered(user_id: UUID, nickname: str = "민지") -> UserRegistered:
    return UserRegistered(
        user_id=user_id,
        email_hash="00",
        nickname=nickname,
        locale="ko",
        timezone="Asia/Seoul",
        preferred_device=None,
    )
