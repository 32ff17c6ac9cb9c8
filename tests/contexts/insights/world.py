"""Insights as it runs: the application, its database, and what other contexts tell it."""

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from math import cos, sin, tau
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from moim.contexts.insights.adapters.studio import Studio
from moim.contexts.insights.context import compose, context_on
from moim.contracts.users import UserRegistered
from moim.contracts.workouts import TrackView, WorkoutRecorded
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.bus import EmbeddedBus
from moim.platform.codec import decode_event
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
from moim.platform.http.live import live_routes
from moim.platform.live import Hub
from moim.platform.mailbox import Cause, Envelope
from moim.platform.processes import WorkerPool
from moim.platform.pumps import Pumps
from moim.platform.revocations import Revocations
from moim.platform.tokens import Tokens
from moim.platform.vault import Vault

MONDAY_NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
"""12:00 in Seoul on Monday, 2 November 2026."""


ON_BOTH_DATABASES = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


class TracksByHand:
    """The tracks of workouts that a test puts in."""

    def __init__(self) -> None:
        self.shown: dict[tuple[UUID, UUID], TrackView] = {}
        self.beside: dict[UUID, list[UUID]] = {}

    def track_for(self, workout_id: UUID, viewer_id: UUID | None) -> TrackView | None:
        return self.shown.get((workout_id, viewer_id)) if viewer_id else None

    def tracks_beside(self, workout_id: UUID, viewer_id: UUID) -> list[TrackView]:
        return [
            self.shown[other, viewer_id]
            for other in self.beside.get(workout_id, ())
            if (other, viewer_id) in self.shown
        ]


class PhotosByHand:
    """Photos that accounts show, by whose and which."""

    def __init__(self) -> None:
        self.shown: dict[tuple[UUID, str], bytes] = {}

    def photo_of(self, user_id: UUID, key: str) -> bytes | None:
        return self.shown.get((user_id, key))


class RecordsByHand:
    """Days on which somebody set records, as a test says."""

    def __init__(self) -> None:
        self.set: dict[tuple[UUID, date], int] = {}

    def record_days(self, user_id: UUID, first: date, last: date) -> dict[date, int]:
        return {
            day: count
            for (who, day), count in self.set.items()
            if who == user_id and first <= day <= last
        }


class Blocks:
    """Nobody follows; who blocked whom is said by a test."""

    def __init__(self) -> None:
        self.pairs: set[frozenset[UUID]] = set()

    def followers_of(
        self, kind: str, target: str, after: UUID | None = None, most: int = 1_000
    ) -> list[UUID]:
        return []

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        return set()

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        return {other for other in others if frozenset({user_id, other}) in self.pairs}


class Carried(EmbeddedBus):
    """Remembers what was published."""

    def __init__(self) -> None:
        super().__init__()
        self.carried: list[Envelope] = []

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        self.carried += envelopes
        await super().publish(envelopes)


class World:
    """One instance of insights, over a database that has its tables."""

    def __init__(self, database: Database, folder: Path, tracks: Any = None) -> None:
        self.now = MONDAY_NOON
        self.tracks = tracks or TracksByHand()
        self.records = RecordsByHand()
        self.workers = WorkerPool(1)
        self.hub = Hub()
        self.follows = Blocks()
        self.context = context_on(database, self.follows, lambda: self.now, self.hub)
        self.photos = PhotosByHand()
        module = compose(
            self.context,
            tracks=self.tracks,
            companies=self.tracks,
            records=self.records,
            photos=self.photos,
            workers=self.workers,
            hub=self.hub,
        )
        self.portion = module.portion
        self.studio = Studio(self.context, self.tracks)
        self._tokens = Tokens(folder / "keys", "http://moim.test")
        cookies = SessionCookies(Vault(folder / "keys"), secure=False)
        door = Authenticator(self._tokens, cookies, Revocations(), lambda: self.now)
        self.app = make_app(version="1", base_url="", authenticator=door, ready={})
        take_in(self.app, module.router)
        take_in(self.app, live_routes(self.hub))
        self.bus = Carried()
        self.bus.join(self.context)
        self._pumps = Pumps([self.context], self.bus)
        transport = httpx.ASGITransport(self.app, client=("203.0.113.5", 4000))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://moim.test")
        self.somebody = new_id()

    async def close(self) -> None:
        await self.client.aclose()
        await self.workers.close()
        await self._pumps.stop()

    def signed(
        self,
        user: UUID | None = None,
        *,
        session: UUID | None = None,
        role: str = "user",
        **headers: str,
    ) -> dict[str, str]:
        who = user or self.somebody
        token = self._tokens.issue_access(who, session or new_id(), (role,), self.now)
        return {"authorization": f"Bearer {token}", **headers}

    def signed_as(self, role: str, user: UUID | None = None) -> dict[str, str]:
        token = self._tokens.issue_access(user or new_id(), new_id(), ("user", role), self.now)
        return {"authorization": f"Bearer {token}", "accept-language": "ko"}

    async def happens(self, *events: Event) -> None:
        """Other contexts publish, and insights has reacted."""
        cause = Cause(correlation=new_id())
        await self.context.receive([Envelope.around(event, cause, self.now) for event in events])
        await self.settle()

    async def settle(self) -> None:
        await self._pumps.settle()
        await self.studio.draw_all()
        await self._pumps.settle()

    async def published(self, kind: type[Event]) -> list[Any]:
        """What insights told everyone, of one kind, oldest first."""
        await self.settle()
        told = [decode_event(one.type, one.data) for one in self.bus.carried]
        return [event for event in told if isinstance(event, kind)]

    async def post(
        self,
        path: str,
        user: UUID | None = None,
        *,
        headers: dict[str, str] | None = None,
        **body: Any,
    ) -> httpx.Response:
        """Somebody does something, at a path below ``/v1/insights``."""
        told = self.signed(user) | (headers or {})
        return await self.client.post(f"/v1/insights/{path}", json=body, headers=told)

    async def put(
        self,
        path: str,
        user: UUID | None = None,
        *,
        headers: dict[str, str] | None = None,
        **body: Any,
    ) -> httpx.Response:
        told = self.signed(user) | (headers or {})
        return await self.client.put(f"/v1/insights/{path}", json=body, headers=told)

    async def patch(
        self,
        path: str,
        user: UUID | None = None,
        *,
        headers: dict[str, str] | None = None,
        **body: Any,
    ) -> httpx.Response:
        told = self.signed(user) | (headers or {})
        return await self.client.patch(f"/v1/insights/{path}", json=body, headers=told)

    async def chart(self, user: UUID | None = None, **asked: Any) -> Any:
        """A chart somebody asked for, once it stands or failed."""
        answer = await self.ask_chart(user, **asked)
        assert answer.status_code == 202, answer.text
        await self.settle()
        return await self.seen(f"charts/{answer.json()['id']}", user)

    async def get(
        self,
        path: str,
        user: UUID | None = None,
        *,
        language: str | None = "ko",
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> httpx.Response:
        """Somebody looks, at a path below ``/v1/insights``."""
        told = self.signed(user) | (headers or {})
        if language is not None:
            told["accept-language"] = language
        return await self.client.get(f"/v1/insights/{path}", params=query, headers=told)

    async def seen(self, path: str, user: UUID | None = None, **query: Any) -> Any:
        """What they see, as JSON."""
        answer = await self.get(path, user, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def day(self, date: str, user: UUID | None = None) -> Any:
        """A day as their calendar shows it."""
        month = await self.seen("calendar", user, month=date[:7])
        return next(day for day in month["days"] if day["date"] == date)

    async def ask_chart(self, user: UUID | None = None, **asked: Any) -> httpx.Response:
        wanted = {"kind": "weeks", "period": "2026-11-01/2026-11-30"} | asked
        path = "/v1/insights/charts"
        return await self.client.post(path, json=wanted, headers=self.signed(user))

    async def parked(self) -> list[str]:
        """Why lines of the inbox were given up."""
        inbox = self.context.mailbox.inbox
        lines = await self.context.database.ask(
            lambda c: c.execute(inbox.select().where(inbox.c.state == "parked")).all()
        )
        return [line.reason for line in lines]

    def registered(self, timezone: str = "Asia/Seoul", **changes: Any) -> UserRegistered:
        given = {"user_id": self.somebody, "email_hash": "00", "nickname": "민지"}
        given |= {"locale": "ko", "timezone": timezone, "preferred_device": None}
        return UserRegistered(**(given | changes))

    def recorded(self, at: datetime | None = None, **changes: Any) -> WorkoutRecorded:
        """Ten kilometres in fifty minutes with 120 m of climb."""
        given = {"workout_id": new_id(), "user_id": self.somebody, "sport": "run"}
        given |= {"started_at": at or self.now, "source": "file"}
        given |= {
            "metrics": {"distance_m": 10_000.0, "moving_s": 3_000.0, "elevation_gain_m": 120.0}
        }
        return WorkoutRecorded(**(given | changes))

    def shows_track(self, workout_id: UUID, user: UUID | None = None, **changes: Any) -> TrackView:
        track = track_of(workout_id, user or self.somebody, **changes)
        self.tracks.shown[workout_id, track.owner_id] = track
        return track


def track_of(workout_id: UUID, owner: UUID, points: int = 600, **changes: Any) -> TrackView:
    """A loop of about 12.6 km by the river at 3 m/s, with two hills."""
    turns = [tau * index / (points - 1) for index in range(points)]

    def column(value: Callable[[float], float]) -> "array[float]":
        return array("d", [value(turn) for turn in turns])

    given = {
        "workout_id": workout_id,
        "owner_id": owner,
        "sport": "run",
        "title": "한강 한 바퀴",
        "started_at": MONDAY_NOON,
        "timezone": "Asia/Seoul",
        "distance_m": 12_600.0,
        "elapsed_s": 4_200.0,
        "columns": {
            "time_s": column(lambda turn: 4200 * turn / tau),
            "lat": column(lambda turn: 37.52 + 0.018 * sin(turn)),
            "lon": column(lambda turn: 126.98 + 0.0227 * cos(turn)),
            "elevation_m": column(lambda turn: 30 + 25 * sin(2 * turn)),
            "heart_rate_bpm": column(lambda turn: 150 + 20 * sin(turn)),
            "speed_mps": column(lambda turn: 3 + 0.5 * sin(3 * turn)),
            "distance_m": column(lambda turn: 12_600 * turn / tau),
        },
    }
    return TrackView(**(given | changes))


def day(date: str) -> datetime:
    """Noon in Seoul on a day."""
    return datetime.fromisoformat(date).replace(tzinfo=UTC) + timedelta(hours=3)
