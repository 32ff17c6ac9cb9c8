"""알림톡 against a stub of SOLAPI: what goes so, and what becomes text instead, never silently."""

import json
from dataclasses import replace

import httpx
import pytest

from moim.contexts.notifications.adapters.carrying import NotSent
from moim.contexts.notifications.adapters.channels.alimtalk import read
from moim.contexts.notifications.adapters.channels.carriers import Outside
from moim.contexts.notifications.adapters.channels.solapi import Account, SmsCarrier
from moim.contexts.notifications.adapters.channels.vapid import Vapid
from moim.contexts.notifications.domain.channels import Kind
from moim.contexts.notifications.domain.retry import Failure
from tests.contexts.notifications.receiver import Receiver
from tests.contexts.notifications.test_channels import address, parcel, solapi_accepts
from tests.contexts.notifications.world import NOON


@pytest.fixture
async def client():
    async with httpx.AsyncClient() as client:
        yield client


@pytest.fixture
def vapid(tmp_path):
    return Vapid(tmp_path, "mailto:moim@moim.test", lambda: NOON)


KAKAO = {
    "channel": "KA01PF1",
    "templates": {
        "announcement": {"ko": {"id": "KA01TP1", "variables": ["message_title", "link"]}}
    },
}


def by_kakao(client: httpx.AsyncClient, url: str, **changes: object) -> SmsCarrier:
    account = Account(key="key", secret="secret", sender="0212345678")
    told = read(json.dumps(KAKAO | changes).encode())
    return SmsCarrier(account, client, lambda: NOON, url, alimtalk=told, own_url="http://moim.test")


def messages(solapi: Receiver) -> list[dict[str, object]]:
    return [json.loads(request.body)["messages"][0] for request in solapi.received]


async def test_what_kakao_approved_goes_by_alimtalk_and_becomes_text_for_who_has_no_kakao(client):
    async with Receiver(solapi_accepts) as solapi:
        accepted = await by_kakao(client, solapi.url).send(parcel(address("phone", "01012345678")))

    (message,) = messages(solapi)
    assert accepted.by == "alimtalk"
    assert (message["type"], message["to"]) == ("ATA", "01012345678")
    assert message["kakaoOptions"] == {
        "pfId": "KA01PF1",
        "templateId": "KA01TP1",
        "variables": {
            "#{message_title}": "한강 하프",
            "#{link}": "http://moim.test/announcements/1",
        },
        "disableSms": False,
    }


REFUSES_KAKAO = (200, {}, b'{"failedMessageList":[{"statusCode":"3041"}]}')


async def test_what_kakao_refuses_is_sent_as_text_and_said_so(client, caplog):
    async with Receiver(REFUSES_KAKAO, solapi_accepts) as solapi:
        accepted = await by_kakao(client, solapi.url).send(parcel(address("phone", "01012345678")))

    assert [message["type"] for message in messages(solapi)] == ["ATA", "SMS"]
    assert accepted.by == "sms-instead-of-alimtalk:3041"
    assert "announcement (3041)" in caplog.text


async def test_without_a_fallback_what_kakao_refuses_has_failed(client):
    async with Receiver(REFUSES_KAKAO) as solapi:
        carrier = by_kakao(client, solapi.url, fallback="none")
        with pytest.raises(NotSent) as said:
            await carrier.send(parcel(address("phone", "01012345678")))

    (message,) = messages(solapi)
    assert message["kakaoOptions"]["disableSms"] is True
    assert (said.value.failure, said.value.error) == (Failure.REFUSED, "3041")


async def test_a_provider_that_is_away_is_asked_again_before_anything_becomes_text(client):
    async with Receiver((503, {}, b"{}")) as solapi:
        with pytest.raises(NotSent) as said:
            await by_kakao(client, solapi.url).send(parcel(address("phone", "01012345678")))

    assert (said.value.failure, len(solapi.received)) == (Failure.TRANSIENT, 1)


async def test_advertising_and_what_was_not_approved_go_as_text(client):
    ad, other = (parcel(address("phone", "01012345678")) for _ in range(2))
    ad.sending.kind = Kind.MARKETING
    async with Receiver(solapi_accepts) as solapi:
        carrier = by_kakao(client, solapi.url)
        ways = [(await carrier.send(ad)).by]
        ways.append((await carrier.send(replace(other, template="post-liked"))).by)
        ways.append((await carrier.send(replace(other, locale="en"))).by)

    assert [message["type"] for message in messages(solapi)] == ["SMS", "SMS", "SMS"]
    assert ways == ["", "", ""]


async def test_an_approved_variable_without_a_value_is_not_sent_empty(client):
    words = {"announcement": {"ko": {"id": "KA01TP1", "variables": ["place"]}}}
    async with Receiver(solapi_accepts) as solapi:
        carrier = by_kakao(client, solapi.url, templates=words)
        accepted = await carrier.send(parcel(address("phone", "01012345678")))

    assert accepted.by == "sms-instead-of-alimtalk:no-value-place"
    assert [message["type"] for message in messages(solapi)] == ["SMS"]


@pytest.mark.parametrize(
    "file", [b"{}", b'{"channel":"x","templates":{"nothing":{}}}', json.dumps(KAKAO).encode()]
)
def test_settings_of_alimtalk_that_cannot_work_stop_the_start(tmp_path, vapid, file: bytes):
    path = tmp_path / "alimtalk.json"
    path.write_bytes(file)
    outside = Outside(
        vapid=vapid,
        fcm_account=None,
        solapi=("", "", ""),
        clock=lambda: NOON,
        alimtalk=path,
    )

    with pytest.raises(ValueError, match=r"channel|nothing|SOLAPI"):
        outside.carriers()
