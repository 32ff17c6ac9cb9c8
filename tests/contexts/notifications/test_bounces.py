"""Mails that came back, as mail servers write them (RFC 3464)."""

from uuid import UUID

import pytest

from moim.contracts.users import PasswordChanged
from tests.contexts.notifications.world import ON_BOTH_DATABASES, World

MAIL = """From: MAILER-DAEMON@mx.example.com
To: moim@moim.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--b
Content-Type: {original}

From: moim@moim.test
Message-ID: {message_id}
Subject: x

body
--b--
"""


async def with_letter(world: World) -> tuple[UUID, str]:
    """Somebody who was sent a letter, and its Message-ID."""
    who = await world.person("민지")
    await world.happens(PasswordChanged(user_id=who))
    (letter,) = world.letters.to(who)
    assert letter.message_id is not None
    return who, letter.message_id


async def came_back(world: World, who: UUID, message_id: str, roles=("staff",), **how: str):
    said = {"status": "5.1.1", "action": "failed", "original": "message/rfc822"}
    said |= {"address": f"{who}@example.com", "message_id": message_id}
    head = world.signed(roles=roles) | {"content-type": "message/rfc822"}
    mail = MAIL.format(**(said | how)).encode()
    return await world.client.post("/v1/notifications/bounces", content=mail, headers=head)


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
@ON_BOTH_DATABASES
async def test_where_nobody_is_no_letter_goes_any_more(world: World, original: str):
    who, message_id = await with_letter(world)

    taken = await came_back(world, who, message_id, original=original)

    assert (taken.status_code, taken.json()) == (200, {"suppressed": True})
    (notice,) = await world.inbox(who)
    assert (await world.why(notice, "email", who))["now_reason"] == "bounced:5.1.1"
    await world.happens(PasswordChanged(user_id=who))
    assert len(world.letters.to(who)) == 1


@pytest.mark.parametrize(
    "how",
    [
        {"status": "5.2.2"},
        {"status": "5.7.1"},
        {"status": "4.4.1", "action": "delayed"},
        {"address": "somebody.else@example.com"},
        {"message_id": "<01a1fe74-e8be-764b-81b6-a6748aa668a9@moim.test>"},
        {"message_id": "<hello@example.com>"},
    ],
)
async def test_a_full_mailbox_a_refused_text_and_the_mail_of_others_suppress_nobody(
    world: World, how: dict[str, str]
):
    who, message_id = await with_letter(world)

    taken = await came_back(world, who, **({"message_id": message_id} | how))

    assert taken.json() == {"suppressed": False}
    await world.happens(PasswordChanged(user_id=who))
    assert len(world.letters.to(who)) == 2


async def test_only_staff_hand_in_what_came_back(world: World):
    who, message_id = await with_letter(world)

    assert (await came_back(world, who, message_id, roles=("user",))).status_code == 403
    head = world.signed(roles=("staff",))
    other = await world.client.post("/v1/notifications/bounces", content=b"\xff", headers=head)
    assert other.json() == {"suppressed": False}
