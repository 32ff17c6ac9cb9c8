"""Users at work for a test: real database, real mail folder, the web edge, a clock to move."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import select

from moim.contexts.users.adapters.hashing import Cost
from moim.contexts.users.context import compose, context_on
from moim.contexts.users.domain.roles import Role
from moim.contexts.users.persistence import tables
from moim.kernel.events import Event
from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.blobs import FolderBlobs
from moim.platform.bus import EmbeddedBus
from moim.platform.cookies import SessionCookies
from moim.platform.db import Database
from moim.platform.http.app import make_app
from moim.platform.http.joining import take_in
from moim.platform.mail import FileMailer
from moim.platform.mailbox import Cause, Envelope
from moim.platform.processes import WorkerPool
from moim.platform.pumps import Pumps
from moim.platform.revocations import Revocations
from moim.platform.tokens import Tokens
from moim.platform.vault import Vault
from tests.contexts.users.people import NOON

QUICK = Cost(passes=1, memory_kib=8, lanes=1)
EMAIL = "minji@example.com"
PASSWORD = "한강을 따라 달린다"
OTHER_PASSWORD = "남산을 넘어 달린다"


class Hands:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


class World:
    """One process over one database; ``beside`` gives another one over the same."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        cost: Cost = QUICK,
        sign_up_open: bool = True,
        clock: Hands | None = None,
        providers: Any = None,
    ) -> None:
        self.database = database
        self.folder = folder
        self.clock = clock or Hands()
        self.vault = Vault(folder / "keys")
        self.tokens = Tokens(folder / "keys", "http://moim.test")
        self.revocations = Revocations()
        cookies = SessionCookies(self.vault, secure=False)
        authenticator = Authenticator(self.tokens, cookies, self.revocations, self.clock)
        self.mailer = FileMailer(folder / "mail", "Moim <moim@moim.test>", self.clock)
        self.blobs = FolderBlobs(folder / "blobs")
        self.workers = WorkerPool(1)
        self.context = context_on(database, self.vault, self.clock)
        self.module, self.contacts = compose(
            self.context,
            vault=self.vault,
            authenticator=authenticator,
            mailer=self.mailer,
            blobs=self.blobs,
            workers=self.workers,
            own_url="http://moim.test",
            sign_up_open=sign_up_open,
            providers=providers or {},
            cost=cost,
        )
        app = make_app(version="0", base_url="", authenticator=authenticator, ready={})
        take_in(app, self.module.router)
        self.app = app
        self.client = self.a_client()
        bus = EmbeddedBus()
        bus.join(self.context)
        self._pumps = Pumps([self.context], bus, [self.module.courier])
        self._heard: list[tuple[str, dict[str, Any]]] = []
        publish = bus.publish

        async def overheard(envelopes: Sequence[Envelope]) -> None:
            self._heard += [(one.type, msgspec.json.decode(one.data)) for one in envelopes]
            await publish(envelopes)

        bus.publish = overheard

    def a_client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app), base_url="http://moim.test"
        )

    def beside(self, **options: Any) -> "World":
        return World(self.database, self.folder, clock=self.clock, **options)

    async def hear(self, *events: Event) -> None:
        """Other contexts publish these."""
        cause = Cause(correlation=new_id())
        await self.context.receive([Envelope.around(one, cause, self.clock()) for one in events])
        await self.settle()

    async def settle(self) -> None:
        """Carry events, run what is due, send mails."""
        await self._pumps.settle()

    def published(self, name: str | None = None) -> list[dict[str, Any]]:
        """What waits in the outbox: the payloads of events of this name, or each one's name."""
        outbox = tables.mailbox.outbox
        rows = self.database.read(lambda c: c.execute(select(outbox).order_by(outbox.c.seq)).all())
        if name is None:
            return [row.type.removeprefix("users.") for row in rows]
        return [msgspec.json.decode(row.data) for row in rows if row.type == f"users.{name}"]

    def heard(self, name: str) -> list[dict[str, Any]]:
        """What the bus carried of this event since the beginning."""
        return [data for type_name, data in self._heard if type_name == f"users.{name}"]

    def rows(self, table: str) -> Sequence[Any]:
        return self.database.read(lambda c: c.execute(select(tables.metadata.tables[table])).all())

    def raw(self) -> str:
        """Everything in every table, as one text to search."""
        found = []
        for name in tables.metadata.tables:
            for row in self.rows(name):
                found += [
                    value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    for value in row
                ]
        return "\n".join(found)

    def mails(self) -> list[EmailMessage]:
        """The newest first."""
        return [letter for _, letter in self.mailer.newest()]

    async def link(self, page: str) -> str:
        """The token in the newest mail that links to this page."""
        await self.settle()
        if page == "reset":
            return self.reset_token()
        for letter in self.mails():
            text = letter.get_body(("plain",)).get_content()
            start = f"http://moim.test/{page}/"
            if start in text:
                return text.partition(start)[2].split()[0]
        raise AssertionError(f"no mail links to {page}")

    def reset_token(self) -> str:
        """As notifications asks for it when it writes the letter."""
        (user,) = [row.id for row in self.rows("users") if row.reset_link is not None]
        link = self.contacts.reset_link_of(user)
        assert link is not None
        return link.rpartition("/")[2]

    async def sign_up(self, email: str = EMAIL, nickname: str = "민지", **more: Any) -> UUID:
        form = {"email": email, "password": PASSWORD, "nickname": nickname, **more}
        answer = await self.client.post("/v1/users", json=form)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    async def try_sign_in(
        self, email: str = EMAIL, password: str = PASSWORD, **headers: str
    ) -> httpx.Response:
        form = {"email": email, "password": password, "device_label": "워치"}
        return await self.client.post("/v1/sessions", json=form, headers=headers)

    async def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> dict[str, Any]:
        answer = await self.try_sign_in(email, password)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get_me(self, access_token: str) -> httpx.Response:
        return await self.client.get("/v1/users/me", headers=bearer(access_token))

    async def a_moderator(self) -> dict[str, Any]:
        """Signed in as one."""
        id = await self.sign_up("mod@example.com", "운영자")
        users = tables.users
        roles = f"{Role.MODERATOR.value},{Role.USER.value}"
        self.database.write(
            lambda c: c.execute(users.update().where(users.c.id == id).values(roles=roles)) and None
        ).result()
        return await self.sign_in("mod@example.com")


def bearer(access_token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {access_token}"}
