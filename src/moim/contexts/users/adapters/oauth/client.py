"""Talks to a provider: a code against an ID token, and whether the token holds.

OpenID Connect Core 1.0, sections 3.1.3.5 and 3.1.3.7; PKCE is RFC 7636. The provider's access
token is used for nothing and kept nowhere: who the person is stands in the ID token.
"""

import base64
import hashlib
import hmac
import logging
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from moim.contexts.users.adapters.oauth.providers import Provider
from moim.contexts.users.domain.identity import (
    ProviderMisconfigured,
    ProviderRefusedCode,
    ProviderUnavailable,
    Try,
)
from moim.kernel.clock import Clock

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
KEYS_KEPT_FOR = timedelta(hours=1)
SKEW_S = 60
ALGORITHMS = ["RS256"]
SUBJECT_LENGTH_MAX = 255
TOO_MANY = 429
SERVER_ERROR = 500
SETUP_ERRORS = frozenset(
    {"invalid_client", "unauthorized_client", "redirect_uri_mismatch", "invalid_scope"}
)
SETUP_CODES = frozenset({"KOE010", "KOE101", "KOE205", "KOE006"})


@dataclass(frozen=True, kw_only=True)
class Person:
    """What a provider says of who signed in. ``nickname`` is a suggestion."""

    subject: str
    nickname: str | None


class Client:
    """The providers' side of signing in. Holds their public keys for an hour."""

    def __init__(self, clock: Clock) -> None:
        """Nothing is fetched until somebody signs in."""
        self._clock = clock
        self._keys: dict[str, tuple[KeySet, datetime]] = {}

    def question(self, provider: Provider, asked: Try, state: str, redirect_uri: str) -> str:
        """Where the browser is sent."""
        digest = hashlib.sha256(asked.verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": redirect_uri,
            "scope": provider.scope,
            "state": state,
            "nonce": asked.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{provider.authorize_url}?{urlencode(query)}"

    async def person(
        self, provider: Provider, asked: Try, code: str, state: str, redirect_uri: str
    ) -> Person:
        """Who it is. Raises ProviderRefusedCode, ProviderMisconfigured, ProviderUnavailable."""
        form = {
            "grant_type": "authorization_code",
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "redirect_uri": redirect_uri,
            "code": code,
            "state": state,  # Naver wants it here too
            "code_verifier": asked.verifier,
        }
        said = await self._fetched("POST", provider.token_url, form)
        _refuse_if_refused(provider, said)
        token = said.get("id_token")
        if not isinstance(token, str):
            log.error("%s gave no ID token: is OpenID Connect on?", provider.name)
            raise ProviderMisconfigured
        claims = await self._claims(provider, token)
        return self._checked(provider, claims, asked.nonce)

    async def _claims(self, provider: Provider, token: str) -> dict[str, Any]:
        try:
            keys = await self._keys_of(provider, anew=False)
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            except (JoseError, ValueError):  # they may have a new key
                keys = await self._keys_of(provider, anew=True)
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderRefusedCode from None

    async def _keys_of(self, provider: Provider, *, anew: bool) -> KeySet:
        known, until = self._keys.get(provider.jwks_url, (None, self._clock()))
        if known is not None and self._clock() < until and not anew:
            return known
        keys = KeySet.import_key_set(await self._fetched("GET", provider.jwks_url))  # type: ignore[arg-type]
        self._keys[provider.jwks_url] = (keys, self._clock() + KEYS_KEPT_FOR)
        return keys

    def _checked(self, provider: Provider, claims: dict[str, Any], nonce: str) -> Person:
        now = self._clock().timestamp()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        subject, ends, began = (claims.get(name) for name in ("sub", "exp", "iat"))
        sound = (
            claims.get("iss") in provider.issuers
            and provider.client_id in audiences
            and claims.get("azp", provider.client_id) == provider.client_id
            and isinstance(ends, int | float)
            and now < ends + SKEW_S
            and isinstance(began, int | float)
            and began - SKEW_S <= now
            and hmac.compare_digest(str(claims.get("nonce")), nonce)
            and isinstance(subject, str | int)
            and 0 < len(str(subject)) <= SUBJECT_LENGTH_MAX
        )
        if not sound:
            log.warning("an ID token of %s does not hold", provider.name)
            raise ProviderRefusedCode
        nickname = claims.get("nickname") or claims.get("name")
        return Person(
            subject=str(subject), nickname=nickname if isinstance(nickname, str) else None
        )

    async def _fetched(
        self, method: str, url: str, form: dict[str, str] | None = None
    ) -> dict[str, Any]:
        import httpx  # noqa: PLC0415 - a fifth of a second to load, and few sign in this way

        try:
            async with httpx.AsyncClient(timeout=PATIENCE_S, verify=_trusted()) as client:
                answer = await client.request(
                    method, url, data=form, headers={"accept": "application/json"}
                )
            if answer.status_code == TOO_MANY or answer.status_code >= SERVER_ERROR:
                raise ProviderUnavailable
            said = answer.json()
        except (httpx.HTTPError, ValueError):
            raise ProviderUnavailable from None
        if not isinstance(said, dict):
            raise ProviderUnavailable
        return said


def _refuse_if_refused(provider: Provider, said: dict[str, Any]) -> None:
    """Naver answers a refusal with 200, so the body decides."""
    error = said.get("error")
    if error is None:
        return
    if error in SETUP_ERRORS or said.get("error_code") in SETUP_CODES:
        log.error("%s refuses this instance: %s", provider.name, str(error)[:40])
        raise ProviderMisconfigured
    raise ProviderRefusedCode


@cache
def _trusted() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than a request."""
    return ssl.create_default_context()
