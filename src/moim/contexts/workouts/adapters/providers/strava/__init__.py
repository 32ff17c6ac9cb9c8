"""Strava: a personal import alone. Its terms let nobody but the athlete see what comes from it."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from moim.contexts.workouts.adapters.providers.port import (
    Capabilities,
    Fetched,
    Heard,
    NewClient,
    NotFromProvider,
    Tokens,
    asked,
    bearer,
    json_of,
    new_client,
)
from moim.contexts.workouts.adapters.providers.strava.streams import gpx_of
from moim.contexts.workouts.domain.connections import ConnectionDenied

SITE = "https://www.strava.com"
API = f"{SITE}/api/v3"
SCOPE = "read,activity:read_all"
NEEDED = frozenset({"activity:read", "activity:read_all"})
PAGE = 200
PAGES_MAX = 5
KEYS = "time,distance,latlng,altitude,heartrate,cadence,watts,temp"


class _Athlete(msgspec.Struct):
    id: int


CAPABILITIES = Capabilities(files=False, tells=True, personal_only=True)


class _Token(msgspec.Struct):
    access_token: str
    refresh_token: str
    expires_at: float
    athlete: _Athlete | None = None


class _Listed(msgspec.Struct):
    id: int
    manual: bool = False


class _Event(msgspec.Struct):
    object_type: str
    object_id: int
    aspect_type: str
    owner_id: int
    event_time: int = 0
    updates: dict[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class Strava:
    """Tokens of six hours; events are bare, so that each activity is read anew.

    ``verify_token`` is what the subscription was made with.
    """

    client_id: str
    client_secret: str = field(repr=False)
    verify_token: str = field(default="", repr=False)
    client: NewClient = new_client
    api: str = API
    name: str = "strava"
    capabilities: Capabilities = CAPABILITIES

    def question(self, state: str, _verifier: str, redirect_uri: str) -> str:
        """Strava knows no PKCE."""
        query = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "approval_prompt": "auto",
            "scope": SCOPE,
            "state": state,
        }
        return f"{SITE}/oauth/authorize?{urlencode(query)}"

    async def connect(
        self, answer: Mapping[str, str], _verifier: str, _redirect_uri: str
    ) -> Tokens:
        """See Provider. The athlete may have unticked what is needed."""
        granted = set(answer.get("scope", "").split(","))
        if "code" not in answer or not granted & NEEDED:
            raise ConnectionDenied
        token = await self._token(grant_type="authorization_code", code=answer["code"])
        if token.athlete is None:
            raise ConnectionDenied
        return _tokens(token, str(token.athlete.id))

    async def renew(self, tokens: Tokens) -> Tokens:
        """See Provider."""
        token = await self._token(grant_type="refresh_token", refresh_token=tokens.refresh)
        return _tokens(token, tokens.their_id)

    def challenge(self, query: Mapping[str, str]) -> dict[str, str] | None:
        """Strava asks once, as the subscription is made, and waits two seconds."""
        token = query.get("hub.verify_token", "")
        if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(
            token.encode(), self.verify_token.encode()
        ):
            return None
        return {"hub.challenge": query.get("hub.challenge", "")[:200]}

    def heard(self, headers: Mapping[str, str], body: bytes) -> Sequence[Heard]:
        """Deletions are left to their owner here; a signature is checked where there is one."""
        signature = headers.get("x-strava-signature")
        if signature is not None and not self._signed(signature, body):
            raise NotFromProvider
        try:
            event = msgspec.json.decode(body, type=_Event)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise NotFromProvider from None
        owner = str(event.owner_id)
        if event.object_type == "athlete":
            parted = event.updates.get("authorized") == "false"
            return [Heard(their_id=owner, external_id="", what=None)] if parted else []
        if event.object_type != "activity" or event.aspect_type != "create":
            return []
        return [_activity(owner, event.object_id)]

    async def since(self, tokens: Tokens, start: datetime, end: datetime) -> Sequence[Heard]:
        """The newest thousand of the span; what was typed in at Strava has no recording."""
        found: list[Heard] = []
        for page in range(1, PAGES_MAX + 1):
            query = {
                "after": int(start.timestamp()),
                "before": int(end.timestamp()),
                "page": page,
                "per_page": PAGE,
            }
            url = f"{self.api}/athlete/activities?{urlencode(query)}"
            answer = await asked(self.client, "GET", url, headers=bearer(tokens))
            listed = json_of(answer, list[_Listed])
            found += [_activity(tokens.their_id, one.id) for one in listed if not one.manual]
            if not listed:
                break
        return found

    async def fetch(self, tokens: Tokens, heard: Mapping[str, str]) -> Fetched | None:
        """A GPX of the activity's streams; None for one without places, or that went."""
        base = f"{self.api}/activities/{int(heard['id'])}"
        headers = bearer(tokens)
        activity = await asked(
            self.client, "GET", f"{base}?include_all_efforts=false", headers=headers
        )
        if not activity.is_success:
            return None
        query = urlencode({"keys": KEYS, "key_by_type": "true"})
        streams = await asked(self.client, "GET", f"{base}/streams?{query}", headers=headers)
        if not streams.is_success:
            return None
        content = gpx_of(json_of(activity, dict[str, Any]), json_of(streams, dict[str, Any]))
        if content is None:
            return None
        return Fetched(name=f"strava-{heard['id']}.gpx", content=content)

    async def part(self, tokens: Tokens) -> None:
        """Deauthorise."""
        url = f"{self.api.removesuffix('/api/v3')}/oauth/deauthorize"
        await asked(self.client, "POST", url, data={"access_token": tokens.access})

    def _signed(self, signature: str, body: bytes) -> bool:
        parts = dict(part.partition("=")[::2] for part in signature.split(","))
        message = parts.get("t", "").encode() + b"." + body
        right = hmac.new(self.client_secret.encode(), message, hashlib.sha256).hexdigest()
        return hmac.compare_digest(right, parts.get("v1", ""))

    async def _token(self, **form: str) -> _Token:
        form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        url = f"{self.api}/oauth/token"
        token: _Token = json_of(await asked(self.client, "POST", url, data=form), _Token)
        return token


def _activity(owner: str, id: int) -> Heard:
    return Heard(their_id=owner, external_id=str(id), what={"id": str(id)})


def _tokens(token: _Token, their_id: str) -> Tokens:
    return Tokens(
        access=token.access_token,
        refresh=token.refresh_token,
        expires_at=token.expires_at,
        their_id=their_id,
    )
