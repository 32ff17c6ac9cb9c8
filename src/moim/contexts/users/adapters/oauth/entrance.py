"""The way in by a provider's word: out to the provider, back, and in, or on to signing up."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from moim.contexts.users.adapters.door import Door, NewAccount, Opened, token_of
from moim.contexts.users.adapters.oauth.client import Client
from moim.contexts.users.adapters.oauth.providers import Provider
from moim.contexts.users.application import identities
from moim.contexts.users.domain.identity import (
    ProviderDenied,
    ProviderMisconfigured,
    ProviderName,
    ProviderNotOffered,
    ProviderUnavailable,
    Try,
    TryUnknown,
)
from moim.kernel.errors import Refusal
from moim.kernel.ids import new_id
from moim.platform.tokens import hash_token

DENIALS = frozenset({"access_denied", "consent_required", "login_required"})
PASSING = frozenset({"server_error", "temporarily_unavailable"})
SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Begun:
    """``browser`` is kept by the browser alone, which is sent to ``url``."""

    url: str
    browser: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """Let in, or linked, or, with a ``ticket``, known to nobody here yet.

    With a ``code_ticket`` known, and the second factor is to be shown.
    """

    opened: Opened | None = None
    ticket: str | None = field(default=None, repr=False)
    code_ticket: str | None = field(default=None, repr=False)
    nickname: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """Over the door: the same limits, sessions and accounts."""

    door: Door
    client: Client
    providers: Mapping[ProviderName, Provider]
    own_url: str

    async def begin(self, name: str, user_id: UUID | None, host: str) -> Begun:
        """Ask a provider; ``user_id`` is who wants to link."""
        provider = self._provider(name)
        self.door.limits.oauth(host)
        state, browser = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(2))
        command = identities.BeginTry(
            provider=provider.name,
            state_hash=hash_token(state),
            browser_hash=hash_token(browser),
            verifier=secrets.token_urlsafe(SECRET_BYTES),
            nonce=secrets.token_urlsafe(SECRET_BYTES),
            user_id=user_id,
        )
        asked = await self.door.use.run(identities.begin_try, command)
        url = self.client.question(provider, asked, state, self._redirect_uri(provider))
        return Begun(url=url, browser=browser)

    async def arrive(self, name: str, answer: Mapping[str, str], browser: str) -> Arrived:
        """The provider sent the browser back with this query."""
        provider = self._provider(name)
        state = answer.get("state", "")
        asked = await self._asked(provider, state, browser)
        if "error" in answer or "code" not in answer:
            raise _meant(answer.get("error", ""))
        redirect_uri = self._redirect_uri(provider)
        person = await self.client.person(provider, asked, answer["code"], state, redirect_uri)
        subject_hash = self.door.vault.blind_index(f"users.{provider.name}", person.subject)
        if asked.user_id is not None:
            link = identities.LinkIdentity(
                user_id=asked.user_id, provider=provider.name, subject_hash=subject_hash
            )
            await self.door.use.run(identities.link_identity, link)
            return Arrived()
        return await self._enter(provider, subject_hash, person.nickname)

    async def sign_up(
        self, ticket: str, email: str, values: Mapping[str, Any], host: str
    ) -> Opened:
        """Open an account for who holds a ticket; it has no password until its owner sets one."""
        password = secrets.token_urlsafe(SECRET_BYTES)
        wish = NewAccount(email=email, password=password, values=values)
        account = await self.door.sign_up_command(wish, host, with_password=False)
        session, refresh_token = _new_session()
        command = identities.SignUpByTicket(
            ticket_hash=hash_token(ticket), account=account, session=session
        )
        signed_in = await self.door.use.run(identities.sign_up_by_ticket, command)
        return self.door.let_in(signed_in, refresh_token)

    async def show_code(self, ticket: str, code: str, host: str) -> Opened:
        """Let in who holds a ticket and shows the second factor."""
        self.door.limits.oauth(host)
        session, refresh_token = _new_session()
        command = identities.ShowCode(ticket_hash=hash_token(ticket), code=code, session=session)
        return self.door.let_in(
            await self.door.use.run(identities.show_code, command), refresh_token
        )

    async def _asked(self, provider: Provider, state: str, browser: str) -> Try:
        command = identities.TakeTry(
            provider=provider.name, state_hash=hash_token(state), browser_hash=hash_token(browser)
        )
        asked = await self.door.use.run(identities.take_try, command)
        if isinstance(asked, Refusal):
            raise asked
        return asked

    async def _enter(
        self, provider: Provider, subject_hash: bytes, nickname: str | None
    ) -> Arrived:
        session, refresh_token = _new_session()
        ticket = secrets.token_urlsafe(SECRET_BYTES)
        command = identities.Arrive(
            provider=provider.name,
            subject_hash=subject_hash,
            session=session,
            ticket_hash=hash_token(ticket),
        )
        signed_in = await self.door.use.run(identities.arrive, command)
        if signed_in is identities.Awaited.ACCOUNT:
            return Arrived(ticket=ticket, nickname=nickname)
        if signed_in is identities.Awaited.CODE:
            return Arrived(code_ticket=ticket)
        return Arrived(opened=self.door.let_in(signed_in, refresh_token))

    def _provider(self, name: str) -> Provider:
        for provider in self.providers.values():
            if provider.name == name:
                return provider
        raise ProviderNotOffered

    def _redirect_uri(self, provider: Provider) -> str:
        return f"{self.own_url}/v1/oauth/{provider.name}/callback"


def _new_session() -> tuple[identities.NewSession, str]:
    id = new_id()
    token, token_hash = token_of(id)
    return identities.NewSession(id=id, token_hash=token_hash), token


def _meant(error: str) -> Refusal:
    if error in DENIALS:
        return ProviderDenied()
    if error in PASSING:
        return ProviderUnavailable()
    return ProviderMisconfigured() if error else TryUnknown()
