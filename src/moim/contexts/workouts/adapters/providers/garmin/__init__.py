"""Garmin Connect: its Activity API tells of files, which are the device's own."""

import base64
import contextlib
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode, urlsplit

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
from moim.contexts.workouts.domain.connections import AccessLost, ConnectionDenied
from moim.kernel.clock import Clock, system_clock

AUTHORIZE = "https://connect.garmin.com/oauth2Confirm"
TOKEN = "https://diauth.garmin.com/di-oauth2-service/oauth/token"  # noqa: S105 - an address
API = "https://apis.garmin.com"
ENDINGS = {"FIT": "fit", "TCX": "tcx", "GPX": "gpx"}
ID_LENGTH_MAX = 80
URL_LENGTH_MAX = 1_800


CAPABILITIES = Capabilities(files=True, tells=True, personal_only=False)


class _Token(msgspec.Struct):
    access_token: str
    refresh_token: str
    expires_in: float


class _User(msgspec.Struct):
    userId: str  # noqa: N815 - their name


class _File(msgspec.Struct):
    userId: str = ""  # noqa: N815
    summaryId: str = ""  # noqa: N815
    callbackURL: str = ""  # noqa: N815
    fileType: str = "FIT"  # noqa: N815


class _Posted(msgspec.Struct):
    activityFiles: list[_File] = []  # noqa: N815
    deregistrations: list[_User] = []


@dataclass(frozen=True, kw_only=True)
class Garmin:
    """OAuth 2.0 with PKCE; pings name files, each of which may be fetched once within a day.

    Summaries and samples that are pushed beside are left alone: the file holds all of it.
    """

    client_id: str
    client_secret: str = field(repr=False)
    client: NewClient = new_client
    clock: Clock = system_clock
    api: str = API
    token_url: str = TOKEN
    name: str = "garmin"
    capabilities: Capabilities = CAPABILITIES

    def question(self, state: str, verifier: str, redirect_uri: str) -> str:
        """There are no scopes: the person chooses on Garmin's page."""
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "redirect_uri": redirect_uri,
            "state": state,
        }
        return f"{AUTHORIZE}?{urlencode(query)}"

    async def connect(self, answer: Mapping[str, str], verifier: str, redirect_uri: str) -> Tokens:
        """See Provider. The id is stable: tokens come and go."""
        if "code" not in answer:
            raise ConnectionDenied
        token = await self._token(
            grant_type="authorization_code",
            code=answer["code"],
            code_verifier=verifier,
            redirect_uri=redirect_uri,
        )
        headers = {"authorization": f"Bearer {token.access_token}"}
        url = f"{self.api}/wellness-api/rest/user/id"
        user = json_of(await asked(self.client, "GET", url, headers=headers), _User)
        return self._tokens(token, user.userId)

    async def renew(self, tokens: Tokens) -> Tokens:
        """See Provider. The refresh token is another one each time."""
        token = await self._token(grant_type="refresh_token", refresh_token=tokens.refresh)
        return self._tokens(token, tokens.their_id)

    def challenge(self, _query: Mapping[str, str]) -> dict[str, str] | None:
        """Garmin asks nothing: the address is typed into its console."""
        return None

    def heard(self, headers: Mapping[str, str], body: bytes) -> Sequence[Heard]:
        """Unsigned: the header, the address and the host of each file say whose word it is."""
        if not hmac.compare_digest(headers.get("garmin-client-id", ""), self.client_id):
            raise NotFromProvider
        try:
            posted = msgspec.json.decode(body, type=_Posted)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise NotFromProvider from None
        files = [
            Heard(
                their_id=file.userId,
                external_id=file.summaryId[:ID_LENGTH_MAX],
                what={"url": file.callbackURL, "type": file.fileType},
            )
            for file in posted.activityFiles
            if self._is_theirs(file.callbackURL)
        ]
        left = [
            Heard(their_id=one.userId, external_id="", what=None) for one in posted.deregistrations
        ]
        return files + left

    async def since(self, tokens: Tokens, start: datetime, end: datetime) -> Sequence[Heard]:
        """Backfill: Garmin tells the past as it tells what is new. Asked twice it says 409."""
        query = {
            "summaryStartTimeInSeconds": int(start.timestamp()),
            "summaryEndTimeInSeconds": int(end.timestamp()),
        }
        url = f"{self.api}/wellness-api/rest/backfill/activities?{urlencode(query)}"
        with contextlib.suppress(AccessLost):  # no consent to the past, which is theirs to say
            await asked(self.client, "GET", url, headers=bearer(tokens))
        return ()

    async def fetch(self, tokens: Tokens, heard: Mapping[str, str]) -> Fetched | None:
        """The file as the device made it. 410: it was fetched before."""
        url = heard.get("url", "")
        if not self._is_theirs(url):
            return None
        answer = await asked(self.client, "GET", url, headers=bearer(tokens))
        if not answer.is_success:
            return None
        ending = ENDINGS.get(heard.get("type", ""), "fit")
        return Fetched(name=f"garmin.{ending}", content=answer.content)

    async def part(self, tokens: Tokens) -> None:
        """Garmin wants to know when an account is deleted."""
        url = f"{self.api}/wellness-api/rest/user/registration"
        await asked(self.client, "DELETE", url, headers=bearer(tokens))

    def _is_theirs(self, url: str) -> bool:
        """Nobody but Garmin's own server is ever asked, whatever is posted to us."""
        given, ours = urlsplit(url), urlsplit(self.api)
        same = (given.scheme, given.netloc) == (ours.scheme, ours.netloc)
        return same and len(url) <= URL_LENGTH_MAX

    async def _token(self, **form: str) -> _Token:
        form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        token: _Token = json_of(await asked(self.client, "POST", self.token_url, data=form), _Token)
        return token

    def _tokens(self, token: _Token, their_id: str) -> Tokens:
        return Tokens(
            access=token.access_token,
            refresh=token.refresh_token,
            expires_at=self.clock().timestamp() + token.expires_in,
            their_id=their_id,
        )
