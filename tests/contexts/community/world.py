"""Community as it runs: the application, its database, and what other contexts tell it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from moim.contexts.community.adapters.pages import Pages
from moim.contexts.community.context import compose, context_on
from moim.contexts.community.domain.indexing import Stems, no_stems
from moim.contexts.community.persistence import tables
from moim.contracts.users import Account, UserRegistered
from moim.contracts.workouts import WorkoutRecorded
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.blobs import FolderBlobs
from moim.platform.bus import EmbeddedBus
from moim.platform.codec import decode_event
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
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


class AccountsByHand:
    """``contracts.users.Accounts`` as far as it is asked."""

    def __init__(self) -> None:
        self.moderating: list[UUID] = []

    def account_of(self, user_id: UUID) -> Account | None:
        raise NotImplementedError

    def moderators(self) -> list[UUID]:
        return self.moderating


class World:
    """One instance of community, over a database that has its tables."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.now = MONDAY_NOON
        self.database = database
        self.workers = WorkerPool(1)
        self.blobs = FolderBlobs(folder / "blobs")
        self.accounts = AccountsByHand()
        pages = Pages()
        self.stems: Stems = no_stems
        self.context = context_on(database, pages, lambda: self.now, self._stems_of)
        module, self.follows, self.clockwork = compose(
            self.context,
            pages=pages,
            blobs=self.blobs,
            workers=self.workers,
            accounts=self.accounts,
        )
        self.portion = module.portion
        self._tokens = Tokens(folder / "keys", "http://moim.test")
        cookies = SessionCookies(Vault(folder / "keys"), secure=False)
        door = Authenticator(self._tokens, cookies, Revocations(), lambda: self.now)
        self.app = make_app(version="1", base_url="", authenticator=door, ready={})
        take_in(self.app, module.router)
        self._bus = EmbeddedBus()
        self._bus.join(self.context)
        self._pumps = Pumps([self.context], self._bus, [module.courier])
        self.told: list[Event] = []
        publish = self._bus.publish

        async def overheard(envelopes: Any) -> None:
            self.told += [decode_event(one.type, one.data) for one in envelopes]
            await publish(envelopes)

        self._bus.publish = overheard
        transport = httpx.ASGITransport(self.app, client=("203.0.113.5", 4000))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://moim.test")

    def _stems_of(self, text: str) -> Sequence[str]:
        return self.stems(text)

    async def close(self) -> None:
        await self.client.aclose()
        await self.workers.close()
        await self._pumps.stop()

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)

    def signed(self, user: UUID, *roles: str, **headers: str) -> dict[str, str]:
        token = self._tokens.issue_access(user, new_id(), ("user", *roles), self.now)
        return {"authorization": f"Bearer {token}", "accept-language": "ko", **headers}

    async def happens(self, *events: Event) -> None:
        """Other contexts publish, and community has reacted."""
        cause = Cause(correlation=new_id())
        await self.context.receive([Envelope.around(event, cause, self.now) for event in events])
        await self.settle()

    async def settle(self) -> None:
        await self._pumps.settle()

    async def member(self, nickname: str = "민지", *, days: int = 3, locale: str = "ko") -> UUID:
        """Somebody who has been here for some days, and no longer is new."""
        user_id, now = new_id(), self.now
        self.now -= timedelta(days=days)
        await self.happens(registered(user_id, nickname, locale))
        self.now = now
        return user_id

    async def ask(
        self,
        method: str,
        path: str,
        user: UUID | None = None,
        *roles: str,
        headers: dict[str, str] | None = None,
        **how: Any,
    ) -> httpx.Response:
        """A request below ``/v1``, as somebody or as a guest."""
        told = (self.signed(user, *roles) if user else {}) | (headers or {})
        return await self.client.request(method, f"/v1/{path}", headers=told, **how)

    async def done(self, method: str, path: str, user: UUID | None = None, *roles: str, **how: Any):
        """What comes of it, which must be well."""
        answer = await self.ask(method, path, user, *roles, **how)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def refused(self, method: str, path: str, user: UUID | None = None, *roles: str, **how):
        """The status and code of a refusal."""
        answer = await self.ask(method, path, user, *roles, **how)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()["code"]

    async def post(self, author: UUID, board: str = "free", **changes: Any) -> dict[str, Any]:
        """A post that stands; a minute passes, so that another may follow."""
        form = {"title": "한강 야간 러닝", "body": "같이 **달려요** " + str(new_id())} | changes
        made = await self.done("POST", f"boards/{board}/posts", author, json=form)
        self.pass_by(minutes=1)
        return made

    async def comment(
        self, author: UUID, post: dict[str, Any], text: str = "좋아요", **changes: Any
    ) -> dict[str, Any]:
        self.pass_by(seconds=10)
        form = {"text": text} | changes
        return await self.done("POST", f"posts/{post['id']}/comments", author, json=form)

    async def titles(self, path: str, user: UUID | None = None, **query: Any) -> list[str]:
        page = await self.done("GET", path, user, params=query)
        return [item["title"] for item in page["items"]]

    def published(self, kind: type[Event]) -> list[Any]:
        """What waits in the outbox or was carried already."""
        outbox = tables.mailbox.outbox
        rows = self.database.read(lambda c: c.execute(select(outbox).order_by(outbox.c.seq)).all())
        waiting = [decode_event(row.type, row.data) for row in rows]
        return [one for one in (*self.told, *waiting) if isinstance(one, kind)]

    def rows(self, name: str) -> list[Any]:
        table = tables.metadata.tables[name]
        return self.database.read(lambda c: c.execute(select(table)).all())

    def parked(self) -> list[str]:
        """Why lines of the inbox were given up."""
        return [row.reason for row in self.rows("inbox") if row.state == "parked"]


def registered(user_id: UUID, nickname: str = "민지", locale: str = "ko") -> UserRegistered:
    return UserRegistered(
        user_id=user_id,
        email_hash="00",
        nickname=nickname,
        locale=locale,
        timezone="Asia/Seoul",
        preferred_device=None,
    )


def recorded(user_id: UUID, **changes: Any) -> WorkoutRecorded:
    """Ten kilometres in fifty minutes."""
    given: dict[str, Any] = {"workout_id": new_id(), "user_id": user_id, "sport": "run"}
    given |= {"started_at": MONDAY_NOON, "source": "file"}
    given["metrics"] = {"distance_m": 10_000.0, "moving_s": 3_000.0, "heart_rate_avg_bpm": 150.0}
    return WorkoutRecorded(**(given | changes))
