"""Notifications as it runs: the application, its database, and what other contexts tell it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from moim.contexts.notifications.adapters.signals import Signals
from moim.contexts.notifications.application.instance import Instance
from moim.contexts.notifications.context import Others, Providers, compose, context_on
from moim.contexts.notifications.domain.channels import Lane
from moim.contracts.community import PostCreated
from moim.contracts.users import Contact, NotificationConsentChanged, UserRegistered
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.bus import EmbeddedBus
from moim.platform.codec import decode_event
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
from moim.platform.live import Hub
from moim.platform.mail import AddressRefused, Letter
from moim.platform.mailbox import Cause, Envelope
from moim.platform.pumps import Pumps
from moim.platform.revocations import Revocations
from moim.platform.tokens import Tokens
from moim.platform.vault import Vault

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
"""12:00 in Seoul on Monday, 2 November 2026."""

ON_BOTH_DATABASES = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


class FollowsByHand:
    """Who follows, blocks and looks after what, as a test says."""

    def __init__(self) -> None:
        self.followers: dict[tuple[str, str], set[UUID]] = {}
        self.blocked: set[frozenset[UUID]] = set()
        self.moderators: dict[str, list[UUID]] = {}

    def followers_of(
        self, kind: str, target: str, after: UUID | None = None, most: int = 1_000
    ) -> list[UUID]:
        all_of_them = sorted(self.followers.get((kind, target), ()))
        return [id for id in all_of_them if after is None or id > after][:most]

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        return {name for name in targets if user_id in self.followers.get((kind, name), ())}

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        return {id for id in others if frozenset({user_id, id}) in self.blocked}

    def moderators_of(self, board: str) -> list[UUID]:
        return self.moderators.get(board, [])


class People:
    """Accounts as users would answer for them."""

    def __init__(self) -> None:
        self.gone: set[UUID] = set()
        self.links: dict[UUID, str | None] = {}

    def contact_of(self, user_id: UUID) -> Contact | None:
        if user_id in self.gone:
            return None
        return Contact(email=f"{user_id}@example.com", locale="ko", nickname="민지")

    def reset_link_of(self, user_id: UUID) -> str | None:
        return self.links.get(user_id)


class Letters:
    """A mailer that keeps what it is given, or refuses as a test says."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.fails: Exception | None = None

    def send(self, letter: Letter) -> None:
        if self.fails is not None:
            raise self.fails
        self.sent.append(letter)

    def to(self, user_id: UUID) -> list[Letter]:
        return [letter for letter in self.sent if letter.to.startswith(str(user_id))]


REFUSED = AddressRefused("550 no such mailbox")


class World:
    """One instance of notifications, over a database that has its tables."""

    def __init__(self, database: Database, folder: Path, **carriers: Any) -> None:
        self.now = NOON
        self.hub = Hub()
        self.follows = FollowsByHand()
        self.people = People()
        self.letters = Letters()
        self.vault = Vault(folder / "keys")
        signals = Signals(self.hub)
        instance = Instance(
            sender="모임",
            contact="moim@moim.test",
            optout="http://moim.test/o",
            optout_phone=carriers.get("optout_phone", ""),
            phone="0212345678",
            address="02-123-4567, 서울 마포구 1",
        )
        self.context = context_on(database, self.vault, signals, instance, lambda: self.now)
        self.module, self.carrying, self.spreader = compose(
            self.context,
            signals=signals,
            vault=self.vault,
            others=Others(
                contacts=self.people,
                links=self.people,
                follows=self.follows,
                moderators=self.follows,
            ),
            mailer=self.letters,
            sender="모임 <moim@moim.test>",
            own_url="http://moim.test",
            carriers=carriers.get("carriers", {}),
            providers=Providers(
                offered=carriers.get("offered", {"webpush": lambda _: None}),
                public_key="key",
                push_hosts_any=True,
                texting=carriers.get("texting"),
                reports_secret=carriers.get("reports_secret", ""),
            ),
        )
        self._tokens = Tokens(folder / "keys", "http://moim.test")
        cookies = SessionCookies(self.vault, secure=False)
        door = Authenticator(self._tokens, cookies, Revocations(), lambda: self.now)
        self.app = make_app(version="1", base_url="", authenticator=door, ready={})
        take_in(self.app, self.module.router)
        bus = EmbeddedBus()
        bus.join(self.context)
        self.heard: list[Event] = []
        self.bus = _Listening(bus, self.heard)
        self._pumps = Pumps([self.context], self.bus)
        transport = httpx.ASGITransport(self.app, client=("203.0.113.5", 4000))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://moim.test")
        self.somebody = new_id()

    async def close(self) -> None:
        await self.client.aclose()
        await self._pumps.stop()

    def start(self) -> None:
        """Move events in the background, as the program does."""
        self._pumps.start()

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)

    def signed(
        self, user: UUID | None = None, roles: Iterable[str] = ("user",), **headers: str
    ) -> dict[str, str]:
        who = user or self.somebody
        token = self._tokens.issue_access(who, new_id(), tuple(roles), self.now)
        return {"authorization": f"Bearer {token}", **headers}

    async def happens(self, *events: Event) -> None:
        """Other contexts publish; notifications has reacted, spread and sent."""
        for event in events:
            cause = Cause(correlation=new_id())
            await self.context.receive([Envelope.around(event, cause, self.now)])
        await self.settle()

    async def settle(self) -> None:
        moved = True
        while moved:
            await self._pumps.settle()
            moved = await self.spreader.once()
            for lane in Lane:
                moved = bool(await self.carrying.once(lane)) or moved

    def published(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def get(
        self, path: str, user: UUID | None = None, *, roles: Iterable[str] = ("user",), **more: Any
    ) -> httpx.Response:
        headers = self.signed(user, roles) | more.pop("headers", {})
        return await self.client.get(f"/v1/{path}", headers=headers, params=more)

    async def seen(self, path: str, user: UUID | None = None, **query: Any) -> Any:
        answer = await self.get(path, user, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(
        self,
        method: str,
        path: str,
        json: Any = None,
        user: UUID | None = None,
        *,
        roles: Iterable[str] = ("user",),
        **headers: str,
    ) -> httpx.Response:
        signed = self.signed(user, roles, **headers)
        return await self.client.request(method, f"/v1/{path}", json=json, headers=signed)

    async def done(self, method: str, path: str, json: Any = None, **how: Any) -> Any:
        answer = await self.send(method, path, json, **how)
        assert answer.is_success, answer.text
        await self.settle()
        return answer.json() if answer.content else None

    async def inbox(self, user: UUID | None = None, **query: Any) -> list[Any]:
        return list((await self.seen("notifications", user, **query))["items"])

    async def told(self, user: UUID | None = None, **query: Any) -> list[str]:
        """The kinds of notices in somebody's inbox, the newest first."""
        return [item["template"] for item in await self.inbox(user, **query)]

    async def why(self, notice: Any, channel: str, user: UUID | None = None) -> Any:
        found = await self.seen(f"notifications/{notice['id']}/why", user)
        return next(one for one in found["channels"] if one["channel"] == channel)

    async def parked(self) -> list[str]:
        inbox = self.context.mailbox.inbox
        lines = await self.context.database.ask(
            lambda c: c.execute(select(inbox).where(inbox.c.state == "parked")).all()
        )
        return [line.reason for line in lines]

    def registered(self, user: UUID | None = None, **changes: Any) -> UserRegistered:
        who = user or self.somebody
        given = {"user_id": who, "email_hash": who.hex, "nickname": "민지"}
        given |= {"locale": "ko", "timezone": "Asia/Seoul", "preferred_device": None}
        return UserRegistered(**(given | changes))

    async def person(self, nickname: str, **changes: Any) -> UUID:
        id = new_id()
        await self.happens(self.registered(id, nickname=nickname, **changes))
        return id

    async def post(self, author: UUID, title: str = "한강 10km", **changes: Any) -> UUID:
        given = {"post_id": new_id(), "author_id": author, "board": "running", "title": title}
        event = PostCreated(**(given | changes))
        await self.happens(event)
        return event.post_id

    async def consents(
        self, user: UUID, channel: str, purpose: str = "marketing", *, granted: bool = True
    ) -> None:
        await self.happens(
            NotificationConsentChanged(
                user_id=user, channel=channel, purpose=purpose, granted=granted
            )
        )


class _Listening:
    """The bus, with somebody who writes down what passes."""

    def __init__(self, bus: EmbeddedBus, heard: list[Event]) -> None:
        self._bus = bus
        self._heard = heard

    async def publish(self, envelopes: Sequence[Envelope]) -> None:
        self._heard += [decode_event(envelope.type, envelope.data) for envelope in envelopes]
        await self._bus.publish(envelopes)
