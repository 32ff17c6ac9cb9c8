"""Each way out of the house, against a server on this machine that behaves like the real one."""

import base64
import hashlib
import hmac
import json
import socket
import struct
from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from moim.contexts.notifications.adapters.carrying import Accepted, NotSent
from moim.contexts.notifications.adapters.channels.addresses import (
    AddressNotAllowed,
    judged_endpoint,
    judged_webhook,
)
from moim.contexts.notifications.adapters.channels.carriers import Outside
from moim.contexts.notifications.adapters.channels.fcm import Fcm, ServiceAccount
from moim.contexts.notifications.adapters.channels.push import PushCarrier
from moim.contexts.notifications.adapters.channels.solapi import Account, SmsCarrier, texted
from moim.contexts.notifications.adapters.channels.vapid import Vapid
from moim.contexts.notifications.adapters.channels.webpush import WebPush
from moim.contexts.notifications.domain.channels import Channel, Kind, Lane, Topic
from moim.contexts.notifications.domain.retry import Failure
from moim.contexts.notifications.domain.sending import Address, Parcel, Sending
from moim.contexts.notifications.domain.text_message import text_message
from moim.kernel.ids import new_id
from tests.contexts.notifications.receiver import Received, Receiver
from tests.contexts.notifications.world import NOON


def parcel(*addresses: Address, lane: Lane = Lane.HIGH, body: str = "뚝섬에서") -> Parcel:
    sending = Sending(
        id=new_id(),
        notice_id=new_id(),
        user_id=new_id(),
        channel=Channel.PUSH,
        lane=lane,
        kind=Kind.SERVICE,
        topic=Topic.ANNOUNCEMENTS,
        due=NOON,
        deadline=NOON + timedelta(hours=24),
    )
    return Parcel(
        sending=sending,
        template="announcement",
        locale="ko",
        title="한강 하프",
        body=body,
        link="/announcements/1",
        addresses=addresses,
    )


def address(provider: str, text: str) -> Address:
    return Address(subscription_id=new_id(), provider=provider, text=text, address_hash="")


def plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class Browser:
    """What a browser does with a push: it alone can read it."""

    def __init__(self, url: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.public = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.auth = b"sixteen bytes !!"
        told = {"endpoint": f"{url}/wpush/1", "p256dh": b64(self.public), "auth": b64(self.auth)}
        self.address = address("webpush", json.dumps(told))

    def read(self, request: Received) -> dict[str, str]:
        salt, record, length = struct.unpack("!16sIB", request.body[:21])
        sender, sealed = request.body[21 : 21 + length], request.body[21 + length :]
        assert record >= len(request.body)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        secret = self.key.exchange(ec.ECDH(), theirs)

        def derived(source: bytes, salted: bytes, info: bytes, size: int) -> bytes:
            return HKDF(hashes.SHA256(), size, salted, info).derive(source)

        ikm = derived(secret, self.auth, b"WebPush: info\0" + self.public + sender, 32)
        key = derived(ikm, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(ikm, salt, b"Content-Encoding: nonce\0", 12)
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\2")
        return json.loads(text[:-1])


def signed_by(request: Received, public: str) -> dict[str, object]:
    """The claims of a VAPID header whose signature holds."""
    token, _, key = request.headers["authorization"].removeprefix("vapid t=").partition(", k=")
    assert key == public
    head, claims, proof = token.split(".")
    r, s = (int.from_bytes(plain(proof)[at : at + 32], "big") for at in (0, 32))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(key))
    point.verify(
        utils.encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
    )
    return json.loads(plain(claims))


@pytest.fixture
async def client():
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


@pytest.fixture
def vapid(tmp_path):
    return Vapid(tmp_path, "mailto:moim@moim.test", lambda: NOON)


async def test_a_browser_reads_what_was_sent_to_it_and_knows_by_whom(client, vapid):
    async with Receiver((201, {}, b"")) as service:
        browser = Browser(service.url)
        sent = parcel(browser.address, lane=Lane.CRITICAL)

        assert await PushCarrier({"webpush": WebPush(vapid, client)}).send(sent) == Accepted()

        (request,) = service.received
        told = browser.read(request)
    assert (told["title"], told["body"], told["link"]) == (
        "한강 하프",
        "뚝섬에서",
        "/announcements/1",
    )
    assert (request.headers["urgency"], request.headers["content-encoding"]) == (
        "high",
        "aes128gcm",
    )
    assert request.headers["ttl"] == str(24 * 3_600), "no longer than it is worth reading"
    assert len(request.headers["topic"]) <= 32
    assert int(request.headers["ttl"]) > 0
    claims = signed_by(request, vapid.public)
    assert claims["aud"] == service.url
    assert claims["sub"] == "mailto:moim@moim.test"
    assert 0 < claims["exp"] - NOON.timestamp() <= 86_400


async def test_a_long_message_is_cut_to_what_a_push_may_hold(client, vapid):
    async with Receiver((201, {}, b"")) as service:
        browser = Browser(service.url)
        await WebPush(vapid, client).send(parcel(body="가" * 5_000), browser.address)

        assert len(service.received[0].body) <= 4096
        browser.read(service.received[0])


@pytest.mark.parametrize(
    ("status", "headers", "failure", "wait_s"),
    [
        (410, {}, Failure.DEAD_ADDRESS, None),
        (404, {}, Failure.DEAD_ADDRESS, None),
        (429, {"retry-after": "90"}, Failure.TRANSIENT, 90.0),
        (503, {}, Failure.TRANSIENT, None),
        (403, {}, Failure.OUR_FAULT, None),
    ],
)
async def test_what_a_push_service_says_is_understood(
    client, vapid, status, headers, failure, wait_s
):
    async with Receiver((status, headers, b"")) as service:
        browser = Browser(service.url)
        with pytest.raises(NotSent) as said:
            await PushCarrier({"webpush": WebPush(vapid, client)}).send(parcel(browser.address))

    assert (said.value.failure, said.value.retry_after_s) == (failure, wait_s)
    dead = (browser.address.subscription_id,) if failure is Failure.DEAD_ADDRESS else ()
    assert said.value.dead == dead


async def test_one_living_device_is_enough_and_the_dead_one_is_named(client, vapid):
    def by_path(request: Received):
        return (410 if request.path == "/gone" else 201), {}, b""

    async with Receiver(by_path) as service:
        living = Browser(service.url)
        told = json.loads(living.address.text) | {"endpoint": f"{service.url}/gone"}
        gone = address("webpush", json.dumps(told))

        dead = await PushCarrier({"webpush": WebPush(vapid, client)}).send(
            parcel(gone, living.address)
        )

    assert dead == Accepted(dead=(gone.subscription_id,))


def test_the_instance_keeps_its_push_key(tmp_path):
    first = Vapid(tmp_path, "mailto:a@b.kr", lambda: NOON)

    assert Vapid(tmp_path, "mailto:a@b.kr", lambda: NOON).public == first.public
    assert (tmp_path / "vapid.json").stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def account():
    key = rsa.generate_private_key(65_537, 2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key.decode()


def fcm(account: str, client: httpx.AsyncClient, url: str) -> Fcm:
    known = ServiceAccount(
        project_id="moim",
        client_email="moim@moim.iam",
        private_key=account,
        token_uri=f"{url}/token",
    )
    return Fcm(known, client, lambda: NOON, url)


TOKEN = (200, {}, b'{"access_token":"ya29.x","expires_in":3599}')


async def test_an_app_is_told_by_fcm_with_one_sign_in(client, account):
    sent = (200, {}, b'{"name":"projects/moim/messages/1"}')
    async with Receiver(TOKEN, sent) as google:
        provider, device = fcm(account, client, google.url), address("fcm", "device-token")
        for _ in range(2):
            await provider.send(parcel(device), device)

        signing, first, _second = google.received
    assert b"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer" in signing.body
    assert first.path == "/v1/projects/moim/messages:send"
    assert first.headers["authorization"] == "Bearer ya29.x"
    message = json.loads(first.body)["message"]
    assert message["token"] == "device-token"
    assert message["notification"]["title"] == "한강 하프"
    assert all(isinstance(value, str) for value in message["data"].values())
    assert message["android"]["priority"] == "HIGH"
    assert message["android"]["ttl"] == "86400s", "not the four weeks that are usual there"
    until = int(message["apns"]["headers"]["apns-expiration"])
    assert until == NOON.timestamp() + 86_400


async def test_fcm_is_signed_in_to_anew_when_it_takes_the_token_back(client, account):
    gone = (401, {}, b'{"error":{"status":"UNAUTHENTICATED"}}')
    async with Receiver(TOKEN, gone, TOKEN, (200, {}, b"{}")) as google:
        provider, device = fcm(account, client, google.url), address("fcm", "device-token")
        with pytest.raises(NotSent) as said:
            await provider.send(parcel(device), device)
        await provider.send(parcel(device), device)

    assert said.value.failure is Failure.OUR_FAULT
    assert [request.path for request in google.received].count("/token") == 2


@pytest.mark.parametrize(
    ("status", "code", "headers", "failure", "wait_s"),
    [
        (404, "UNREGISTERED", {}, Failure.DEAD_ADDRESS, None),
        (403, "SENDER_ID_MISMATCH", {}, Failure.DEAD_ADDRESS, None),
        (429, "QUOTA_EXCEEDED", {"retry-after": "5"}, Failure.TRANSIENT, 60.0),
        (503, "UNAVAILABLE", {"retry-after": "7"}, Failure.TRANSIENT, 7.0),
        (400, "INVALID_ARGUMENT", {}, Failure.OUR_FAULT, None),
        (401, "THIRD_PARTY_AUTH_ERROR", {}, Failure.OUR_FAULT, None),
    ],
)
async def test_what_fcm_says_is_understood(client, account, status, code, headers, failure, wait_s):
    kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
    error = {"code": status, "status": "X", "details": [{"@type": kind, "errorCode": code}]}
    async with Receiver(TOKEN, (status, headers, json.dumps({"error": error}).encode())) as google:
        device = address("fcm", "device-token")
        with pytest.raises(NotSent) as said:
            await fcm(account, client, google.url).send(parcel(device), device)

    assert (said.value.failure, said.value.error, said.value.retry_after_s) == (
        failure,
        code,
        wait_s,
    )


def solapi_accepts(request: Received):
    """The real one answers 401 to a wrong signature."""
    told = dict(
        part.split("=", 1)
        for part in request.headers["authorization"].removeprefix("HMAC-SHA256 ").split(", ")
    )
    proof = hmac.new(b"secret", f"{told['Date']}{told['salt']}".encode(), hashlib.sha256)
    if told["signature"] != proof.hexdigest():
        return 401, {}, b"{}"
    return 200, {}, b'{"groupInfo":{"count":{"registeredSuccess":1}},"failedMessageList":[]}'


def sms(client: httpx.AsyncClient, url: str) -> SmsCarrier:
    account = Account(key="key", secret="secret", sender="0212345678")
    return SmsCarrier(account, client, lambda: NOON, url)


async def test_a_text_message_is_signed_and_typed_by_its_length(client):
    async with Receiver(solapi_accepts) as solapi:
        await sms(client, solapi.url).send(parcel(address("phone", "01012345678")))

        (message,) = json.loads(solapi.received[0].body)["messages"]
    assert (message["to"], message["from"], message["type"]) == (
        "01012345678",
        "0212345678",
        "SMS",
    )
    assert texted(text_message("제목", "긴 글 " * 40))["type"] == "LMS"


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ((200, {}, b'{"failedMessageList":[{"statusCode":"1062"}]}'), Failure.REFUSED),
        ((200, {}, b'{"failedMessageList":[{"statusCode":"3022"}]}'), Failure.DEAD_ADDRESS),
        ((500, {}, b"{}"), Failure.TRANSIENT),
        ((401, {}, b"{}"), Failure.OUR_FAULT),
    ],
)
async def test_what_solapi_says_is_understood(client, answer, failure):
    async with Receiver(answer) as solapi:
        with pytest.raises(NotSent) as said:
            await sms(client, solapi.url).send(parcel(address("phone", "01012345678")))

    assert said.value.failure is failure


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (httpx.ConnectTimeout("x"), Failure.TRANSIENT),
        (httpx.PoolTimeout("x"), Failure.TRANSIENT),
        (httpx.ReadTimeout("x"), Failure.UNKNOWN),
    ],
)
async def test_a_text_that_never_left_is_tried_again_and_one_that_may_have_arrived_is_not(
    error, failure
):
    def fails(_request: httpx.Request) -> httpx.Response:
        raise error

    async with httpx.AsyncClient(transport=httpx.MockTransport(fails)) as client:
        with pytest.raises(NotSent) as said:
            await sms(client, "http://solapi.test").send(parcel(address("phone", "01012345678")))

    assert said.value.failure is failure


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
async def test_a_webhook_of_one_s_own_is_called(tmp_path, vapid):
    outside = Outside(
        vapid=vapid,
        fcm_account=None,
        solapi=("", "", ""),
        clock=lambda: NOON,
        any_host=True,
        own_url="https://moim.test",
    )
    async with Receiver((200, {}, b"{}")) as service:
        target = service.url.replace("http://", "json://")
        carrier = outside.carriers()[Channel.WEBHOOK]

        await carrier.send(parcel(address("webhook", target)))

        told = json.loads(service.received[0].body)
    link = "https://moim.test/announcements/1"
    assert (told["title"], told["message"]) == ("한강 하프", f"뚝섬에서\n{link}")
    assert Channel.SMS not in outside.carriers()


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("address_now", "failure", "error"),
    [
        ("127.0.0.1", Failure.REFUSED, "address-not-allowed"),
        ("10.1.2.3", Failure.REFUSED, "address-not-allowed"),
        ("169.254.169.254", Failure.REFUSED, "address-not-allowed"),
        ("::ffff:10.0.0.1", Failure.REFUSED, "address-not-allowed"),
        ("64:ff9b::a00:1", Failure.REFUSED, "address-not-allowed"),
        (None, Failure.TRANSIENT, "name-not-found"),
    ],
)
async def test_a_name_that_has_come_to_stand_for_this_network_is_not_called(
    monkeypatch, vapid, address_now: str | None, failure: Failure, error: str
):
    url = "ntfys://push.example.com/topic"
    judged_webhook(url)  # as it was when it was written down

    def looked_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        if address_now is None:
            raise socket.gaierror
        return [(0, 0, 0, "", ("93.184.215.14", 0)), (0, 0, 0, "", (address_now, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    outside = Outside(vapid=vapid, fcm_account=None, solapi=("", "", ""), clock=lambda: NOON)

    with pytest.raises(NotSent) as said:
        await outside.carriers()[Channel.WEBHOOK].send(parcel(address("webhook", url)))

    assert (said.value.failure, said.value.error) == (failure, error)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://evil.com/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://user@fcm.googleapis.com/x",
    ],
)
def test_pushes_go_to_known_services_alone(endpoint: str):
    with pytest.raises(AddressNotAllowed):
        judged_endpoint(endpoint)


@pytest.mark.parametrize(
    "url",
    [
        "json://10.0.0.1/",
        "file:///etc/passwd",
        "ntfys://localhost/x",
        "ntfys://10.0.0.1?mode=private&to=x",
        "ntfys://a:b@10.0.0.1",
        "mmosts://10.0.0.1/t",
        "mmosts://[::ffff:10.0.0.1]/t",
    ],
)
def test_webhooks_do_not_reach_into_the_house(url: str):
    with pytest.raises(AddressNotAllowed):
        judged_webhook(url)


@pytest.mark.parametrize("url", ["ntfys://mytopic", "tgram://bot:token/chat", "slack://a/b/c"])
def test_webhooks_of_known_services_are_taken(url: str):
    judged_webhook(url)
