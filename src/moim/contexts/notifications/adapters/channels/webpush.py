"""Web Push: a message to a browser, readable by that browser alone (RFC 8030, 8291, 8292)."""

import base64
import os
import struct
from uuid import UUID

import httpx
import msgspec
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from moim.contexts.notifications.adapters.carrying import NotSent
from moim.contexts.notifications.adapters.channels.answers import failure_of
from moim.contexts.notifications.adapters.channels.vapid import Vapid, point_of, text_of
from moim.contexts.notifications.domain.channels import USEFUL_FOR, Lane
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Address, Parcel

RECORD_BYTES = 4096  # the whole message is one record, and no service takes more
HEAD = struct.Struct("!16sIB")
BODY_CHARACTERS_MAX = 800
POINT_BYTES = 65
GONE = frozenset({404, 410})
URGENCY = {Lane.CRITICAL: "high", Lane.HIGH: "high", Lane.NORMAL: "normal", Lane.BULK: "low"}


class _Subscription(msgspec.Struct):
    endpoint: str
    p256dh: str
    auth: str


class WebPush:
    """Sends to browsers."""

    def __init__(self, vapid: Vapid, client: httpx.AsyncClient) -> None:
        """``client`` follows no redirects: an endpoint is a secret address."""
        self._vapid = vapid
        self._client = client

    async def send(self, parcel: Parcel, address: Address) -> None:
        """To one browser. Raises NotSent."""
        subscription = msgspec.json.decode(address.text, type=_Subscription)
        told = {
            "id": str(parcel.sending.notice_id),
            "title": parcel.title,
            "body": parcel.body_within(BODY_CHARACTERS_MAX),
            "link": parcel.link,
        }
        try:
            body = encrypted(msgspec.json.encode(told), subscription.p256dh, subscription.auth)
        except (ValueError, InvalidKey):
            raise NotSent(
                Failure.DEAD_ADDRESS, "keys-unusable", dead=(address.subscription_id,)
            ) from None
        headers = {
            "ttl": str(int(USEFUL_FOR[parcel.sending.kind].total_seconds())),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "urgency": URGENCY[parcel.sending.lane],
            "topic": text_of(parcel.sending.notice_id.bytes),
            "authorization": self._vapid.authorization(subscription.endpoint),
        }
        try:
            answer = await self._client.post(subscription.endpoint, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotSent(Failure.TRANSIENT, f"not-reached:{type(error).__name__}") from None
        if answer.status_code in GONE:
            dead: tuple[UUID, ...] = (address.subscription_id,)
            raise NotSent(Failure.DEAD_ADDRESS, str(answer.status_code), dead=dead)
        if not answer.is_success:
            raise failure_of(answer)


def encrypted(text: bytes, p256dh: str, auth: str) -> bytes:
    """One record of ``aes128gcm`` for the browser whose keys these are (RFC 8291, section 3.4).

    Raises ValueError for keys that are none.
    """
    theirs = _bytes(p256dh)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
    own = ec.generate_private_key(ec.SECP256R1())
    ours = point_of(own.public_key())
    shared = own.exchange(ec.ECDH(), browser)
    ikm = _derived(shared, _bytes(auth), b"WebPush: info\0" + theirs + ours, 32)
    salt = os.urandom(16)
    key = _derived(ikm, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(ikm, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, text + b"\2", None)
    return HEAD.pack(salt, RECORD_BYTES, POINT_BYTES) + ours + sealed


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
