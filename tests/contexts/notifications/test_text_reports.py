"""What SOLAPI tells of text messages that it took: they arrived, or not, and who is not there."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from moim.contexts.notifications.adapters.channels.carriers import Outside
from moim.contexts.notifications.adapters.channels.vapid import Vapid
from moim.contracts.community import PostLiked
from moim.contracts.users import NotificationSettingsChanged
from moim.kernel.ids import new_id
from tests.contexts.notifications.test_channels import solapi_accepts
from tests.contexts.notifications.test_phones import CODE, NUMBER, PHONE, Solapi
from tests.contexts.notifications.world import NOON, ON_BOTH_DATABASES, World

SECRET = "a-secret-of-this-instance"


@pytest.fixture
async def solapi() -> AsyncIterator[Solapi]:
    async with Solapi(solapi_accepts) as stub:
        yield stub


@pytest.fixture
async def world(database, tmp_path, solapi) -> AsyncIterator[World]:
    outside = Outside(
        vapid=Vapid(tmp_path / "vapid", "mailto:x@moim.test", lambda: NOON),
        fcm_account=None,
        solapi=("key", "secret", "0212345678"),
        clock=lambda: NOON,
        solapi_base=solapi.url,
    )
    given = {"carriers": outside.carriers(), "texting": outside.texting()}
    world = World(database, tmp_path, reports_secret=SECRET, **given)
    yield world
    await world.close()


async def texted(world: World, solapi: Solapi) -> tuple[UUID, Any]:
    """Somebody who was sent a text, and the message as SOLAPI was given it."""
    who = await world.person("민지")
    await world.done("PUT", PHONE, NUMBER, user=who)
    await world.done("POST", CODE, {"code": solapi.code()}, user=who)
    wishes = {"community": {"sms": True}}
    await world.happens(NotificationSettingsChanged(user_id=who, settings=wishes))
    await liked(world, who)
    return who, json.loads(solapi.received[-1].body)["messages"][0]


async def liked(world: World, who: UUID) -> None:
    await world.happens(PostLiked(post_id=await world.post(who), user_id=new_id()))


async def told(world: World, *reports: Any, secret: str = SECRET) -> httpx.Response:
    body = [{"eventDataId": str(new_id()), "data": data, "retryCount": 0} for data in reports]
    path = f"/v1/notifications/text-reports/{secret}"
    return await world.client.post(path, json=body)


def report(message: Any, status: str, **changes: Any) -> dict[str, Any]:
    said = {"messageId": "M4V", "groupId": "G4V", "type": "SMS", "from": message["from"]}
    said |= {"to": message["to"], "statusCode": status, "customFields": message["customFields"]}
    return said | changes


async def now(world: World, who: UUID) -> tuple[str, str]:
    (notice,) = await world.inbox(who)
    why = await world.why(notice, "sms", who)
    return why["now"], why["now_reason"]


@ON_BOTH_DATABASES
async def test_a_text_that_arrived_is_known_to_have_arrived_once(world: World, solapi: Solapi):
    who, message = await texted(world, solapi)
    assert await now(world, who) == ("sent", "accepted")

    first = await told(world, report(message, "4000"))
    again = await told(world, report(message, "4000"), report(message, "3058"))

    assert (first.status_code, first.json(), again.json()) == (200, {"count": 1}, {"count": 0})
    assert await now(world, who) == ("sent", "delivered")


@ON_BOTH_DATABASES
async def test_where_nobody_has_the_number_no_text_goes_any_more(world: World, solapi: Solapi):
    who, message = await texted(world, solapi)
    sent = len(solapi.received)

    assert (await told(world, report(message, "3014"))).json() == {"count": 1}
    assert (await told(world, report(message, "3014"))).json() == {"count": 0}

    assert await now(world, who) == ("failed", "reported:3014")
    assert (await world.seen(PHONE, who))["number"] is None
    await liked(world, who)
    assert len(solapi.received) == sent


async def test_a_full_inbox_or_a_number_that_changed_takes_no_address_away(
    world: World, solapi: Solapi
):
    who, message = await texted(world, solapi)

    await told(world, report(message, "3040"))
    assert await now(world, who) == ("failed", "reported:3040")
    await told(world, report(message, "3014", to="01099999999"))

    assert (await world.seen(PHONE, who))["number"] == "010-****-5678"


async def test_a_text_that_another_way_brought_after_all_did_arrive(world: World, solapi: Solapi):
    who, message = await texted(world, solapi)

    await told(world, report(message, "3104"), report(message, "3000"), report(message, "4000"))

    assert await now(world, who) == ("sent", "delivered")


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], f"{SECRET}x", "비밀"])
async def test_a_stranger_tells_nothing(world: World, solapi: Solapi, secret: str):
    who, message = await texted(world, solapi)

    refused = await told(world, report(message, "3014"), secret=secret)

    assert refused.status_code in (404, 405)
    assert await now(world, who) == ("sent", "accepted")


async def test_reports_of_others_and_of_groups_are_nothing_to_us(world: World, solapi: Solapi):
    who, message = await texted(world, solapi)

    taken = await told(
        world,
        report(message, "3014", customFields={"sending_id": str(new_id())}),
        report(message, "3014", customFields={"sending_id": "x; drop"}),
        report(message, "3014", customFields=None),
        {"groupId": "G4V", "status": "COMPLETE", "count": {"total": 1}},
    )

    assert (taken.status_code, taken.json()) == (200, {"count": 0})
    assert await now(world, who) == ("sent", "accepted")


@pytest.mark.parametrize("body", [b"", b"{}", b'[{"data":1}]', b"\xff", b'[{"data":{"to":1}}]'])
async def test_what_is_no_report_is_refused(world: World, body: bytes):
    path = f"/v1/notifications/text-reports/{SECRET}"
    refused = await world.client.post(path, content=body)

    assert (refused.status_code, refused.json()["code"]) == (422, "not-text-reports")


async def test_without_a_secret_nobody_is_let_in(database, tmp_path):
    world = World(database, tmp_path)
    assert (await told(world, secret="")).status_code in (404, 405)
    assert (await told(world, secret="x")).status_code == 404
    await world.close()
