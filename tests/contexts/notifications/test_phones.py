"""A telephone number over HTTP: proved by the code that a stub of SOLAPI is handed."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from moim.contexts.notifications.adapters.channels.carriers import Outside
from moim.contexts.notifications.adapters.channels.vapid import Vapid
from moim.contexts.notifications.persistence.tables import phone_claims, subscriptions
from moim.contracts.community import PostLiked
from moim.contracts.users import NotificationSettingsChanged, UserWithdrew
from moim.kernel.ids import new_id
from tests.contexts.notifications.receiver import Received, Receiver
from tests.contexts.notifications.test_channels import solapi_accepts
from tests.contexts.notifications.world import NOON, ON_BOTH_DATABASES, World

PHONE = "notification-settings/phone"
CODE = f"{PHONE}/verification"
NUMBER = {"number": "010-1234-5678"}


class Solapi(Receiver):
    """The stub, and what was texted to whom."""

    def texted(self) -> list[tuple[str, str]]:
        sent = [json.loads(request.body)["messages"][0] for request in self.received]
        return [(message["to"], message["text"]) for message in sent]

    def code(self) -> str:
        """The last one that was sent."""
        (_, words) = self.texted()[-1]
        found = re.search(r"\d{6}", words)
        assert found is not None
        return found[0]

    def wrong(self) -> str:
        return "000000" if self.code() != "000000" else "111111"


@pytest.fixture
async def solapi() -> AsyncIterator[Solapi]:
    async with Solapi(solapi_accepts) as stub:
        yield stub


@pytest.fixture
async def world(request, database, tmp_path, solapi) -> AsyncIterator[World]:
    outside = Outside(
        vapid=Vapid(tmp_path / "vapid", "mailto:x@moim.test", lambda: NOON),
        fcm_account=None,
        solapi=("key", "secret", "0212345678"),
        clock=lambda: NOON,
        solapi_base=solapi.url,
    )
    world = World(
        database,
        tmp_path,
        carriers=outside.carriers(),
        texting=outside.texting(),
        optout_phone=getattr(request, "param", ""),
    )
    yield world
    await world.close()


async def proved(world: World, solapi: Solapi, nickname: str = "민지") -> UUID:
    who = await world.person(nickname)
    await world.done("PUT", PHONE, NUMBER, user=who)
    await world.done("POST", CODE, {"code": solapi.code()}, user=who)
    return who


async def refused(world: World, method: str, path: str, body: object, user: UUID) -> str:
    answer = await world.send(method, path, body, user=user)
    assert answer.is_client_error, answer.text
    return str(answer.json()["code"])


@ON_BOTH_DATABASES
async def test_text_messages_reach_whoever_proved_a_number(world: World, solapi: Solapi):
    minji = await proved(world, solapi)
    wishes = {"community": {"sms": True}}
    await world.happens(NotificationSettingsChanged(user_id=minji, settings=wishes))

    post = await world.post(minji)
    await world.happens(PostLiked(post_id=post, user_id=new_id()))

    (_, (to, words)) = solapi.texted()
    assert to == "01012345678"
    assert words.splitlines()[:2] == ["[모임]", "1명이 회원님의 글을 좋아합니다"]
    shown = await world.seen(PHONE, minji)
    assert (shown["number"], shown["waiting"]) == ("010-****-5678", None)


@pytest.mark.parametrize("world", ["080-123-4567", ""], ids=["toll-free", "none"], indirect=True)
async def test_an_advertisement_goes_as_text_only_with_a_toll_free_way_out(
    world: World, solapi: Solapi, request: pytest.FixtureRequest
):
    minji = await proved(world, solapi)
    for channel in ("sms", "app"):
        await world.consents(minji, channel)
    solapi.received.clear()
    sale = {"kind": "sale", "title": "신발 세일", "body": "오늘", "segment": "everyone"}
    sale["starts_at"] = (world.now + timedelta(days=1)).isoformat()

    await world.done("POST", "announcements", sale, user=None, roles=("user", "organiser"))

    notice = next(one for one in await world.inbox(minji) if "세일" in one["title"])
    assert notice["body"].endswith("무료수신거부 http://moim.test/o")
    why = await world.why(notice, "sms", minji)
    if "none" in request.node.callspec.id:
        assert solapi.texted() == []
        assert (why["verdict"], why["reason"]) == ("withhold", "no-free-way-out")
        return
    ((_, words),) = solapi.texted()
    assert words.splitlines() == [
        "(광고)모임 0212345678",
        "신발 세일",
        "오늘 (2026년 11월 3일 12:00, 서울 시간)",
        "무료수신거부 080-123-4567",
    ]
    assert why["now"] == "sent"


async def test_a_number_that_waits_gets_nothing_but_its_code(world: World, solapi: Solapi):
    minji = await world.person("민지")
    await world.happens(
        NotificationSettingsChanged(user_id=minji, settings={"community": {"sms": True}})
    )

    asked = await world.done("PUT", PHONE, {"number": "+82 10 1234 5678"}, user=minji)

    post = await world.post(minji)
    await world.happens(PostLiked(post_id=post, user_id=new_id()))
    assert asked["number"] is None
    assert asked["waiting"] == {
        "number": "010-****-5678",
        "expires_at": "2026-11-02T03:10:00Z",
        "tries_left": 5,
    }
    assert len(solapi.texted()) == 1
    assert (await world.seen(PHONE, new_id()))["waiting"] is None, "a stranger sees their own"


async def test_five_wrong_codes_are_the_end_of_it(world: World, solapi: Solapi):
    minji = await world.person("민지")
    await world.done("PUT", PHONE, NUMBER, user=minji)
    wrong, right = {"code": solapi.wrong()}, {"code": solapi.code()}

    said = [await refused(world, "POST", CODE, wrong, minji) for _ in range(5)]

    assert said == ["wrong-code"] * 5
    assert await refused(world, "POST", CODE, right, minji) == "code-expired"
    assert (await world.seen(PHONE, minji))["number"] is None


async def test_a_code_holds_for_ten_minutes_and_for_its_owner(world: World, solapi: Solapi):
    minji = await world.person("민지")
    await world.done("PUT", PHONE, NUMBER, user=minji)
    code = {"code": solapi.code()}

    assert await refused(world, "POST", CODE, code, new_id()) == "no-code-asked"
    world.pass_by(minutes=10)

    assert await refused(world, "POST", CODE, code, minji) == "code-expired"
    assert (await world.seen(PHONE, minji))["waiting"] is None


async def test_codes_are_measured_by_person_and_by_number(world: World, solapi: Solapi):
    minji = await world.person("민지")
    for digit in range(5):
        await world.done("PUT", PHONE, {"number": f"010-1234-567{digit}"}, user=minji)
    assert (
        await refused(world, "PUT", PHONE, {"number": "010-1234-5679"}, minji) == "too-many-codes"
    )

    for _ in range(3):
        await world.done("PUT", PHONE, {"number": "011-222-3333"}, user=new_id())
    one_more = await refused(world, "PUT", PHONE, {"number": "0112223333"}, new_id())

    assert one_more == "too-often"
    assert len(solapi.texted()) == 8


@pytest.mark.parametrize(
    "number", ["02-1234-5678", "010-12-3456", "+1 202 555 0100", "제휴대전화번호입니다"]
)
async def test_only_korean_mobile_numbers_are_taken(world: World, number: str):
    assert await refused(world, "PUT", PHONE, {"number": number}, new_id()) == "not-a-mobile-number"


async def test_a_number_is_replaced_once_the_other_is_proved(world: World, solapi: Solapi):
    minji = await proved(world, solapi)

    await world.done("PUT", PHONE, {"number": "010-9999-0000"}, user=minji)
    before = (await world.seen(PHONE, minji))["number"]
    await world.done("POST", CODE, {"code": solapi.code()}, user=minji)

    assert (before, (await world.seen(PHONE, minji))["number"]) == (
        "010-****-5678",
        "010-****-0000",
    )


async def test_claiming_a_number_takes_it_from_nobody(world: World, solapi: Solapi):
    minji = await proved(world, solapi)

    await world.done("PUT", PHONE, NUMBER, user=new_id())

    assert (await world.seen(PHONE, minji))["number"] == "010-****-5678"


async def test_a_number_is_taken_away_for_good(world: World, solapi: Solapi):
    minji = await proved(world, solapi)

    await world.done("DELETE", PHONE, user=minji)

    assert (await world.seen(PHONE, minji))["number"] is None
    assert (await world.send("DELETE", PHONE, user=minji)).status_code == 404


@ON_BOTH_DATABASES
async def test_neither_number_nor_code_lies_open_and_both_go_with_their_owner(
    world: World, solapi: Solapi
):
    minji = await proved(world, solapi)
    await world.done("PUT", PHONE, {"number": "010-9999-0000"}, user=minji)

    kept = await rows(world)
    assert len(kept) == 2
    for secret in (solapi.code(), "01012345678", "01099990000"):
        assert secret not in str(kept)
    await world.happens(UserWithdrew(user_id=minji))
    assert await rows(world) == []


async def rows(world: World) -> list[object]:
    return await world.context.database.ask(
        lambda c: [
            row for table in (phone_claims, subscriptions) for row in c.execute(select(table))
        ]
    )


async def test_a_number_that_cannot_be_texted_is_said_so(world: World, solapi: Solapi):
    solapi.answers = [(200, {}, b'{"failedMessageList":[{"statusCode":"1062"}]}')]

    assert await refused(world, "PUT", PHONE, NUMBER, new_id()) == "code-not-sent"


async def test_where_no_text_messages_are_set_up_no_number_is_taken(database, tmp_path):
    world = World(database, tmp_path)

    assert await refused(world, "PUT", PHONE, NUMBER, new_id()) == "channel-not-offered"
    assert (await world.seen(PHONE))["offered"] is False
    await world.close()


def test_the_stub_refuses_a_wrong_signature():
    head = {"authorization": "HMAC-SHA256 ApiKey=k, Date=d, salt=s, signature=0"}
    assert solapi_accepts(Received("POST", "/", head, b""))[0] == 401
