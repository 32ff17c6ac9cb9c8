"""Refusals by the 080 number: a list of numbers closes what was agreed to, once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from moim.contexts.notifications.domain.law import Agreed
from moim.contexts.notifications.domain.refusal import NotRefusals, closes, refusals_in
from moim.contexts.notifications.persistence.tables import consent_ledger, text_refusals
from moim.contracts.notifications import RefusalRequested
from moim.contracts.users import NotificationConsentChanged, UserWithdrew
from tests.contexts.notifications.test_channels import solapi_accepts
from tests.contexts.notifications.test_phones import CODE, NUMBER, PHONE, Solapi, proved, world
from tests.contexts.notifications.world import NOON, ON_BOTH_DATABASES, World

STAFF = {"roles": ("user", "staff")}
PATH = "notifications/text-refusals"
TOLL_FREE = pytest.mark.parametrize("world", ["080-123-4567"], indirect=True)
__all__ = ["world"]


@pytest.fixture
async def solapi() -> AsyncIterator[Solapi]:
    async with Solapi(solapi_accepts) as stub:
        yield stub


async def refused(world: World, *lines: str) -> Any:
    return await world.done("POST", PATH, {"list": "\n".join(lines)}, **STAFF)


async def sale(world: World) -> None:
    given = {"kind": "sale", "title": "신발 세일", "body": "오늘", "segment": "everyone"}
    given["starts_at"] = (world.now + timedelta(days=1)).isoformat()
    await world.done("POST", "announcements", given, roles=("user", "organiser"))


async def why(world: World, user: UUID) -> Any:
    (notice, *_) = [one for one in await world.inbox(user) if "세일" in one["title"]]
    return (await world.why(notice, "sms", user))["reason"]


async def ledger(world: World, user: UUID) -> list[tuple[bool, str]]:
    wanted = select(consent_ledger).where(consent_ledger.c.user_id == user)
    rows = await world.context.database.ask(
        lambda c: c.execute(wanted.order_by(consent_ledger.c.id)).all()
    )
    return [(row.granted, row.source) for row in rows if row.channel == "sms"]


@TOLL_FREE
@ON_BOTH_DATABASES
async def test_who_called_the_number_is_sent_no_more_advertising_as_text(
    world: World, solapi: Solapi
):
    minji = await proved(world, solapi)
    for channel in ("sms", "app"):
        await world.consents(minji, channel)
    solapi.received.clear()

    first = await refused(world, "번호,일시", "010-1234-5678,2026-11-02 11:59", "", "01099990000")
    again = await refused(world, "1012345678")

    assert first == {"taken": 2, "closed": 0, "unread": [1]}, "agreed a minute after they refused"
    assert again == {"taken": 1, "closed": 1, "unread": []}
    assert (await refused(world, "1012345678"))["closed"] == 0
    (asked,) = world.published(RefusalRequested)
    assert (asked.user_id, asked.channel, asked.purpose, asked.source) == (
        minji,
        "sms",
        "marketing",
        "optout-call",
    )
    assert await ledger(world, minji) == [(True, "account"), (False, "optout-call")]
    await sale(world)
    assert (solapi.texted(), await why(world, minji)) == ([], "consent-refused")


@TOLL_FREE
async def test_the_refusal_is_confirmed_by_letter_as_any_other(world: World, solapi: Solapi):
    minji = await proved(world, solapi)
    await world.consents(minji, "sms")
    await refused(world, "01012345678")
    world.letters.sent.clear()

    # users writes it into its ledger and says so
    await world.happens(
        NotificationConsentChanged(user_id=minji, channel="sms", purpose="marketing", granted=False)
    )

    (letter,) = world.letters.to(minji)
    assert "2026-11-02에 문자 광고성 정보 수신" in letter.text


@TOLL_FREE
@ON_BOTH_DATABASES
async def test_a_number_that_is_nobody_s_yet_has_refused_all_the_same(world: World, solapi: Solapi):
    minji = await world.person("민지")
    for channel in ("sms", "app"):
        await world.consents(minji, channel)

    assert (await refused(world, "010-1234-5678"))["closed"] == 0
    await world.done("PUT", PHONE, NUMBER, user=minji)
    await world.done("POST", CODE, {"code": solapi.code()}, user=minji)

    solapi.received.clear()
    await sale(world)
    assert (solapi.texted(), await why(world, minji)) == ([], "consent-refused")
    kept = await world.context.database.ask(lambda c: c.execute(select(text_refusals)).all())
    assert "01012345678" not in str(kept)
    await world.happens(UserWithdrew(user_id=minji))
    assert len(kept) == 1, "it outlives whoever had the number"


async def test_only_staff_hands_in_refusals_and_only_so_many(world: World):
    body = {"list": "01012345678"}
    assert (await world.send("POST", PATH, body)).status_code == 403
    assert (await world.client.post(f"/v1/{PATH}", json=body)).status_code == 401
    for bad in ("\n".join(["01012345678"] * 1_001), "  \n "):
        refusal = await world.send("POST", PATH, {"list": bad}, **STAFF)
        assert (refusal.status_code, refusal.json()["code"]) == (422, "not-text-refusals")


def test_a_list_is_read_as_providers_and_spreadsheets_write_it():
    lines = ['"010-1234-5678";"2026-11-01 23:30:00"', "+821099990000\t2026-11-01T14:30:00Z\r"]
    lines += ["1012345678,김민지", "02-123-4567", "01012345678,2027-01-01 00:00"]

    found, unread = refusals_in(lines, NOON)

    night = NOON - timedelta(hours=12, minutes=30)
    assert [(one.number, one.at) for one in found] == [
        ("01012345678", night),
        ("01099990000", night),
        ("01012345678", NOON),
        ("01012345678", NOON),
    ]
    assert unread == [4]
    with pytest.raises(NotRefusals):
        refusals_in([], NOON)


def test_silence_when_asked_again_is_no_consent_after_a_refusal():
    said, yes, later = Agreed(True, NOON), NOON - timedelta(days=700), NOON + timedelta(days=1)

    assert closes(NOON - timedelta(days=1), said, yes)
    assert not closes(NOON, said, later)
    assert not closes(later, Agreed(False, NOON), NOON)
    assert closes(NOON, None, None)


def test_the_number_is_not_told_by_what_is_logged():
    (refusal,), _ = refusals_in(["01012345678"], NOON)
    assert "01012345678" not in repr(refusal)
