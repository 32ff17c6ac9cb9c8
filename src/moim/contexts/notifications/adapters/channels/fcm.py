"""Firebase Cloud Messaging, HTTP v1: one POST a device, signed in as a service account."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import msgspec
from joserfc import jwt
from joserfc.jwk import RSAKey

from moim.contexts.notifications.adapters.carrying import NotSent
from moim.contexts.notifications.adapters.channels.answers import failure_of, retry_after_s
from moim.contexts.notifications.domain.channels import USEFUL_FOR, Lane
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Address, Parcel

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
BASE = "https://fcm.googleapis.com"
TOKEN_LENGTH = timedelta(hours=1)
RENEWED_BEFORE = timedelta(minutes=5)
QUOTA_WAIT_S = 60.0
UNAUTHENTICATED = 401
BODY_CHARACTERS_MAX = 800
DEAD = frozenset({"UNREGISTERED", "SENDER_ID_MISMATCH"})
BUSY = frozenset({"QUOTA_EXCEEDED", "UNAVAILABLE", "INTERNAL"})


class ServiceAccount(msgspec.Struct):
    """The JSON key file of a service account, as far as it is needed."""

    project_id: str
    client_email: str
    private_key: str
    token_uri: str = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address


def account_in(content: bytes) -> ServiceAccount:
    """A key file's account. Raises msgspec.DecodeError."""
    return msgspec.json.decode(content, type=ServiceAccount)


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float = 3_600.0


class _Detail(msgspec.Struct):
    errorCode: str = ""  # noqa: N815 - as it is called there


class _Said(msgspec.Struct):
    details: list[_Detail] = []
    status: str = ""


class _Error(msgspec.Struct):
    error: _Said


class Fcm:
    """Sends to apps."""

    def __init__(
        self,
        account: ServiceAccount,
        client: httpx.AsyncClient,
        clock: Callable[[], datetime],
        base: str = BASE,
    ) -> None:
        """``base`` is where the API is."""
        self._account = account
        self._client = client
        self._clock = clock
        self._url = f"{base}/v1/projects/{account.project_id}/messages:send"
        self._token = ""
        self._token_until: datetime | None = None
        self._renewing = asyncio.Lock()

    async def send(self, parcel: Parcel, address: Address) -> None:
        """To one device. Raises NotSent."""
        try:
            token = await self._access()
            answer = await self._client.post(
                self._url,
                json=_message(parcel, address.text, self._clock()),
                headers={"authorization": f"Bearer {token}"},
            )
        except httpx.HTTPError as error:
            raise NotSent(Failure.TRANSIENT, f"not-reached:{type(error).__name__}") from None
        if answer.status_code == UNAUTHENTICATED:
            self._token_until = None  # taken back before its time: the next one signs in anew
        if not answer.is_success:
            raise _failure(answer, address)

    async def _access(self) -> str:
        async with self._renewing:
            now = self._clock()
            if self._token_until is None or now >= self._token_until:
                claims = {
                    "iss": self._account.client_email,
                    "scope": SCOPE,
                    "aud": self._account.token_uri,
                    "iat": int(now.timestamp()),
                    "exp": int((now + TOKEN_LENGTH).timestamp()),
                }
                key = RSAKey.import_key(self._account.private_key)
                assertion = jwt.encode({"alg": "RS256", "typ": "JWT"}, claims, key)
                answer = await self._client.post(
                    self._account.token_uri, data={"grant_type": GRANT, "assertion": assertion}
                )
                if not answer.is_success:
                    raise failure_of(answer, "sign-in-refused")
                given = msgspec.json.decode(answer.content, type=_Token)
                self._token = given.access_token
                self._token_until = now + timedelta(seconds=given.expires_in) - RENEWED_BEFORE
            return self._token


def _message(parcel: Parcel, token: str, now: datetime) -> dict[str, object]:
    """Both stores keep it for a device that is away no longer than it is worth reading."""
    useful = USEFUL_FOR[parcel.sending.kind]
    urgent = parcel.sending.lane in (Lane.CRITICAL, Lane.HIGH)
    same = str(parcel.sending.notice_id)
    body = parcel.body_within(BODY_CHARACTERS_MAX)
    return {
        "message": {
            "token": token,
            "notification": {"title": parcel.title, "body": body},
            "data": {"notification_id": same, "link": parcel.link},
            "android": {
                "priority": "HIGH" if urgent else "NORMAL",
                "ttl": f"{int(useful.total_seconds())}s",
                "collapse_key": same,
                "notification": {"tag": same},
            },
            "apns": {
                "headers": {
                    "apns-priority": "10" if urgent else "5",
                    "apns-expiration": str(int((now + useful).timestamp())),
                    "apns-collapse-id": same,
                }
            },
        }
    }


def _failure(answer: httpx.Response, address: Address) -> NotSent:
    try:
        said = msgspec.json.decode(answer.content, type=_Error).error
    except msgspec.DecodeError:
        return failure_of(answer)
    code = next((one.errorCode for one in said.details if one.errorCode), said.status)
    if code in DEAD:
        return NotSent(Failure.DEAD_ADDRESS, code, dead=(address.subscription_id,))
    if code in BUSY:
        wait_s = retry_after_s(answer)
        if code == "QUOTA_EXCEEDED":
            wait_s = max(wait_s or 0.0, QUOTA_WAIT_S)
        return NotSent(Failure.TRANSIENT, code, retry_after_s=wait_s)
    return failure_of(answer, code)
