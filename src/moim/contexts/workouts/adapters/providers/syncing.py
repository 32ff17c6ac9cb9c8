"""Accounts at makers at work: the way there and back, what they tell, and fetching it.

What is told is a row before it is answered; the rows are the queue. One visit at a maker is one
import, so that a sync is told once.
"""

import asyncio
import hashlib
import logging
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from moim.contexts.workouts.adapters.importing import Importer
from moim.contexts.workouts.adapters.providers.port import Heard, Provider, Tokens
from moim.contexts.workouts.application import connections as use
from moim.contexts.workouts.application.imports import StartImport, undo_import
from moim.contexts.workouts.domain.connections import (
    PAST,
    RENEW_BEFORE,
    AccessLost,
    Connection,
    NotConnected,
    Notice,
    ProviderNotOffered,
    ProviderUnavailable,
    State,
)
from moim.contexts.workouts.domain.imports import ImportFile
from moim.kernel.ids import new_id
from moim.platform.rounds import every
from moim.platform.tokens import hash_token
from moim.platform.vault import Vault

log = logging.getLogger(__name__)

PURPOSE = "connections.tokens"
SECRET_BYTES = 32
POLL_S = 30.0
FORGET_EVERY_S = 3_600.0


@dataclass(frozen=True, kw_only=True)
class Begun:
    """``browser`` is kept by the browser alone, which is sent to ``url``."""

    url: str
    browser: str = field(repr=False)


@dataclass(kw_only=True)
class Syncer:
    """Every maker that the host has set up, by its name."""

    providers: Mapping[str, Provider]
    importer: Importer
    vault: Vault
    own_url: str
    _asked: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _parted: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _locks: defaultdict[tuple[UUID, str], asyncio.Lock] = field(
        init=False, default_factory=lambda: defaultdict(asyncio.Lock)
    )

    def provider(self, name: str) -> Provider:
        """By name; raises ProviderNotOffered."""
        if name not in self.providers:
            raise ProviderNotOffered
        return self.providers[name]

    def secret(self, name: str) -> str:
        """The part of the address that a maker posts to that nobody can guess."""
        return secret_of(self.vault, name)

    async def begin(self, name: str, user_id: UUID) -> Begun:
        """Send somebody to a maker."""
        provider = self.provider(name)
        state, browser, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
        command = use.AskConnection(
            user_id=user_id,
            provider=name,
            state_hash=hash_token(state),
            browser_hash=hash_token(browser),
            verifier=verifier,
        )
        await self.importer.context.run(use.ask_connection, command)
        return Begun(url=provider.question(state, verifier, self._back(name)), browser=browser)

    async def arrive(self, name: str, answer: Mapping[str, str], browser: str) -> None:
        """The maker sent the browser back with this query: connect, and ask for the past."""
        provider, context = self.provider(name), self.importer.context
        taken = use.TakeTry(
            provider=name,
            state_hash=hash_token(answer.get("state", "")),
            browser_hash=hash_token(browser),
        )
        asked = use.must_be_asked(await context.run(use.take_try, taken))
        tokens = await provider.connect(answer, asked.verifier, self._back(name))
        sealed = await self._sealed(asked.user_id, tokens)
        command = use.Connect(
            user_id=asked.user_id,
            provider=name,
            their_hash=self._hash(name, tokens.their_id),
            sealed=sealed,
        )
        await context.run(use.connect, command)
        try:
            await self.sync(name, asked.user_id)
        except (AccessLost, ProviderUnavailable):
            log.info("the past could not be asked for at %s; what is new will come", name)

    async def sync(self, name: str, user_id: UUID) -> None:
        """Ask a maker for the last month."""
        provider, context = self.provider(name), self.importer.context
        about = use.OneConnection(user_id=user_id, provider=name)
        connection = await context.ask(use.connection_of, about)
        if connection.state is not State.ACTIVE:
            raise AccessLost
        tokens = await self._tokens(provider, connection)
        now = context.clock()
        await self._note(name, await provider.since(tokens, now - PAST, now))

    async def heard(self, name: str, headers: Mapping[str, str], body: bytes) -> None:
        """Note what a maker posted; raises NotFromProvider."""
        await self._note(name, self.provider(name).heard(headers, body))

    async def part(self, name: str, user_id: UUID) -> None:
        """Let go of the account there and here; a maker that does not answer stops nobody."""
        about = use.OneConnection(user_id=user_id, provider=name)
        connection = await self.importer.context.ask(use.connection_of, about)
        try:
            provider = self.provider(name)
            await provider.part(await self._tokens(provider, connection))
        except (ProviderNotOffered, AccessLost, ProviderUnavailable):
            log.info("%s could not be told that somebody parted", name)
        await self.importer.context.run(use.part, about)
        self._parted.set()

    async def run(self) -> None:
        """Fetch what was told and forget what must be, until cancelled."""
        await asyncio.gather(
            every(POLL_S, self.once, what="fetching from makers", nudged=self._asked),
            every(
                FORGET_EVERY_S,
                self.forget_parted,
                what="forgetting what makers let nobody keep",
                nudged=self._parted,
            ),
        )

    async def forget_parted(self) -> bool:
        """Take back some of what came from makers that want it gone; whether there was any."""
        found = await self.importer.context.ask(use.to_be_forgotten, None)
        for command in found:
            await self.importer.context.run(undo_import, command)
        return bool(found)

    async def once(self) -> bool:
        """One visit a person and maker for what is due; whether there was anything."""
        by_connection: dict[tuple[UUID, str], list[Notice]] = {}
        for notice in await self.importer.context.ask(use.due_notices, None):
            by_connection.setdefault((notice.user_id, notice.provider), []).append(notice)
        for (user_id, name), notices in by_connection.items():
            about = use.OneConnection(user_id=user_id, provider=name)
            await self._visit(about, notices)
        return bool(by_connection)

    async def _visit(self, about: use.OneConnection, notices: Sequence[Notice]) -> None:
        """Fetch them and begin one import of what there was."""
        files: list[ImportFile] = []
        failed: list[Notice] = []
        importer = self.importer
        async with importer.arrivals.arriving():
            for notice in notices:
                try:
                    file = await self._fetched(about, notice)
                except (AccessLost, ProviderUnavailable, NotConnected, ProviderNotOffered):
                    failed.append(notice)
                else:
                    files += [file] if file is not None else []
            delivery = StartImport(
                import_id=new_id(), user_id=about.user_id, provider=about.provider, files=files
            )
            command = use.FinishSync(
                about=about,
                delivery=delivery if files else None,
                settled=[one.id for one in notices if one not in failed],
                failed=failed,
            )
            await importer.context.run(use.finish_sync, command)
        if files:
            await importer.begin(
                delivery.import_id, about.user_id, [(file, None) for file in files]
            )

    async def _fetched(self, about: use.OneConnection, notice: Notice) -> ImportFile | None:
        provider = self.provider(about.provider)
        connection = await self.importer.context.ask(use.connection_of, about)
        what = msgspec.json.decode(notice.what, type=dict[str, str])
        try:
            fetched = await provider.fetch(await self._tokens(provider, connection), what)
        except AccessLost:
            renewed = await self._tokens(provider, connection, anew=True)
            fetched = await provider.fetch(renewed, what)
        if fetched is None:
            return None
        await asyncio.to_thread(self.importer.blobs.put, fetched.content, compress=True)
        return ImportFile(
            id=new_id(),
            name=fetched.name,
            sha256=hashlib.sha256(fetched.content).hexdigest(),
            size_bytes=len(fetched.content),
        )

    async def _tokens(
        self, provider: Provider, connection: Connection, *, anew: bool = False
    ) -> Tokens:
        """Those that work now. Of two that need newer ones at once the second finds them made."""
        context = self.importer.context
        about = use.OneConnection(user_id=connection.user_id, provider=provider.name)
        async with self._locks[connection.user_id, provider.name]:
            before, connection = connection, await context.ask(use.connection_of, about)
            tokens = await self._opened(connection)
            fresh = tokens.expires_at - context.clock().timestamp() > RENEW_BEFORE.total_seconds()
            if fresh and not (anew and connection.sealed == before.sealed):
                return tokens
            try:
                tokens = await provider.renew(tokens)
            except AccessLost:
                await self._keep(about, None)
                raise
            sealed = await self._sealed(about.user_id, tokens)
            await self._keep(about, sealed)
            return tokens

    async def _keep(self, about: use.OneConnection, sealed: bytes | None) -> None:
        command = use.KeepTokens(user_id=about.user_id, provider=about.provider, sealed=sealed)
        await self.importer.context.run(use.keep_tokens, command)

    async def _opened(self, connection: Connection) -> Tokens:
        wrapped = await self.importer.context.ask(use.wrapped_key, connection.user_id)
        if wrapped is None:
            raise NotConnected
        key = self.vault.open_user_key(connection.user_id, wrapped)
        return msgspec.json.decode(key.decrypt(connection.sealed, PURPOSE), type=Tokens)

    async def _sealed(self, user_id: UUID, tokens: Tokens) -> bytes:
        """The tokens under the person's key, which is kept before anything lies under it."""
        offered = use.NewKey(user_id=user_id, wrapped=self.vault.new_user_key(user_id))
        wrapped = await self.importer.context.run(use.key_to_seal_with, offered)
        key = self.vault.open_user_key(user_id, wrapped)
        return key.encrypt(msgspec.json.encode(tokens).decode(), PURPOSE)

    async def _note(self, name: str, heard: Sequence[Heard]) -> None:
        told = [
            use.Told(
                provider=name,
                their_hash=self._hash(name, one.their_id),
                external_id=one.external_id,
                what=None if one.what is None else _text(one.what),
            )
            for one in heard
        ]
        if told:
            await self.importer.context.run(use.take_notices, told)
            self._asked.set()

    def _hash(self, name: str, their_id: str) -> bytes:
        return self.vault.blind_index(f"workouts.{name}", their_id)

    def _back(self, name: str) -> str:
        return f"{self.own_url}/v1/connections/{name}/callback"


def secret_of(vault: Vault, name: str) -> str:
    """The part of the address that a maker posts to that nobody can guess."""
    return vault.blind_index("workouts.providers", name).hex()[:40]


def _text(what: Mapping[str, Any]) -> str:
    return msgspec.json.encode(what).decode()
