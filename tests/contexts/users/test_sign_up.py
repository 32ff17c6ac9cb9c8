"""Sign-up and the proof of the address, from the request to the rows, the events and the mail."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from tests.contexts.users.world import EMAIL, PASSWORD, World, bearer


@pytest.mark.event(1)
async def test_signing_up_opens_an_account_and_publishes_it(world: World) -> None:
    form = {
        "email": EMAIL,
        "password": PASSWORD,
        "nickname": "달리는 민지",
        "name": "김민지",
        "region": "서울특별시 마포구",
        "preferred_device": "garmin",
        "birth_year": 1994,
    }
    answer = await world.client.post("/v1/users", json=form)

    assert answer.status_code == 201
    assert answer.json()["nickname"] == "달리는 민지"
    (said,) = world.published("UserRegistered")
    (email_hash,) = [row.email_index.hex() for row in world.rows("users")]
    assert said == {
        "user_id": answer.json()["id"],
        "email_hash": email_hash,
        "nickname": "달리는 민지",
        "locale": "ko",
        "timezone": "Asia/Seoul",
        "preferred_device": "garmin",
    }
    assert world.published("ProfileUpdated")[0]["region"] == "서울특별시 마포구"


async def test_nothing_personal_stands_readable_in_any_row_or_event(world: World) -> None:
    id = await world.sign_up(name="김민지", birth_year=1994)
    session = await world.sign_in()
    await world.try_sign_in(password="not the password")
    await world.client.post("/v1/password-resets", json={"email": EMAIL})
    await world.client.patch(
        "/v1/users/me",
        json={"health_consent": True, "height_cm": 168.5, "gender": "female"},
        headers=bearer(session["access_token"]),
    )

    stored = world.raw()

    assert str(id) in stored
    for secret in (EMAIL, "minji@", "김민지", "1994", "168.5", "female", PASSWORD):
        assert secret not in stored
    for token in (session["refresh_token"], session["access_token"]):
        assert token not in stored
    me = (await world.get_me(session["access_token"])).json()
    assert (me["email"], me["name"], me["height_cm"]) == (EMAIL, "김민지", 168.5)


async def test_the_first_account_owns_the_instance(world: World) -> None:
    await world.sign_up()
    await world.sign_up("second@example.com", "둘째")

    assert (await world.sign_in())["user"]["roles"] == ["owner", "user"]
    assert (await world.sign_in("second@example.com"))["user"]["roles"] == ["user"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"email": "MINJI@example.com"}, 409, "email-taken"),
        ({"nickname": "민지"}, 409, "nickname-taken"),
        ({"nickname": "m"}, 422, "nickname-not-allowed"),
        ({"email": "no address"}, 422, "email-not-allowed"),
        ({"password": "짧다"}, 422, "password-too-short"),
        ({"password": "1q2w3e4r5t6y"}, 422, "password-too-common"),
        ({"password": "dkssudgktpdy1!"}, 422, "password-too-common"),
        ({"password": "other.one@example.com"}, 422, "password-is-name"),
        ({"birth_year": 2020}, 422, "under-14"),
        ({"region": "서울 마포"}, 422, "unknown-region"),
        ({"timezone": "Mars/Olympus"}, 422, "unknown-timezone"),
        ({"preferred_device": "sundial"}, 422, "invalid-input"),
        ({"admin": True}, 422, "invalid-input"),
        ({"birth_year": "1994"}, 422, "invalid-input"),
        ({"name": None}, 201, None),
    ],
)
async def test_what_sign_up_refuses(sqlite_world: World, change, status, code) -> None:
    await sqlite_world.sign_up()
    form = {"email": "other.one@example.com", "password": PASSWORD, "nickname": "다른이"} | change

    answer = await sqlite_world.client.post("/v1/users", json=form)

    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert len(sqlite_world.rows("users")) == (2 if status == 201 else 1)


async def test_a_repeated_sign_up_answers_as_the_first_time(world: World) -> None:
    form = {"email": EMAIL, "password": PASSWORD, "nickname": "민지"}
    key = {"idempotency-key": "7b1e"}

    first = await world.client.post("/v1/users", json=form, headers=key)
    again = await world.client.post("/v1/users", json=form, headers=key)
    other = await world.client.post("/v1/users", json=form | {"nickname": "딴"}, headers=key)
    changed = await world.client.post("/v1/users", json=form | {"nickname": "딴이"}, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert other.json()["code"] == "nickname-not-allowed"
    assert changed.json()["code"] == "idempotency-key-reused"
    assert len(world.rows("users")) == 1


async def test_where_sign_up_is_closed_only_the_first_comes_in(either_database, tmp_path) -> None:
    world = World(either_database, tmp_path, sign_up_open=False)
    await world.sign_up()

    answer = await world.client.post(
        "/v1/users", json={"email": "b@example.com", "password": PASSWORD, "nickname": "둘째"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "sign-up-closed")


@pytest.mark.event(7)
async def test_the_link_in_the_mail_verifies_the_address_once(world: World) -> None:
    id = await world.sign_up()
    token = await world.link("verify")

    first = await world.client.post(f"/v1/email-verifications/{token}", json={})
    said = world.published("EmailVerified")
    second = await world.client.post(f"/v1/email-verifications/{token}")

    assert first.status_code == 204
    assert said == [{"user_id": str(id)}]
    assert (second.status_code, second.json()["code"]) == (410, "link-no-longer-works")
    assert (await world.sign_in())["user"]["email_verified"] is True


async def test_a_verification_link_runs_out_after_a_day(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    token = await sqlite_world.link("verify")
    sqlite_world.clock.pass_by(hours=24)

    answer = await sqlite_world.client.post(f"/v1/email-verifications/{token}")

    assert answer.json()["code"] == "link-no-longer-works"


async def test_another_verification_link_kills_the_one_before(world: World) -> None:
    await world.sign_up()
    session = await world.sign_in()
    older = await world.link("verify")

    asked = await world.client.post(
        "/v1/email-verifications", headers=bearer(session["access_token"])
    )
    newer = await world.link("verify")

    assert asked.status_code == 202
    assert newer != older
    assert (await world.client.post(f"/v1/email-verifications/{older}")).status_code == 410
    assert (await world.client.post(f"/v1/email-verifications/{newer}")).status_code == 204
    again = await world.client.post(
        "/v1/email-verifications", headers=bearer(session["access_token"])
    )
    assert again.json()["code"] == "email-already-verified"


@pytest.mark.parametrize("token", ["x", "x" * 64, "한글", "a" * 5_000])
async def test_a_made_up_link_is_like_one_that_ran_out(sqlite_world: World, token: str) -> None:
    for page in ("email-verifications", "password-resets"):
        answer = await sqlite_world.client.post(f"/v1/{page}/{token}", json={"password": PASSWORD})
        assert (answer.status_code, answer.json()["code"]) == (410, "link-no-longer-works")


async def test_a_reset_link_is_no_verification_link(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    await sqlite_world.client.post("/v1/password-resets", json={"email": EMAIL})
    token = await sqlite_world.link("reset")

    assert (await sqlite_world.client.post(f"/v1/email-verifications/{token}")).status_code == 410


async def test_mails_come_in_the_readers_language(sqlite_world: World) -> None:
    await sqlite_world.sign_up(nickname="<b>민지</b>")
    await sqlite_world.sign_up("john@example.com", "John", locale="en-US")
    await sqlite_world.settle()

    english, korean = sorted(sqlite_world.mails(), key=lambda mail: mail["To"])

    assert (korean["To"], english["To"]) == (EMAIL, "john@example.com")
    assert "인증" in korean["Subject"]
    assert "confirm" in english["Subject"]
    assert "<b>민지</b>님, 안녕하세요." in korean.get_body(("plain",)).get_content()
    assert "&lt;b&gt;민지&lt;/b&gt;님" in korean.get_body(("html",)).get_content()


async def test_no_token_of_a_link_is_stored(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    await sqlite_world.client.post("/v1/password-resets", json={"email": EMAIL})

    tokens = [await sqlite_world.link(page) for page in ("verify", "reset")]

    assert not [token for token in tokens if token in sqlite_world.raw()]


async def test_others_learn_where_to_write_to_somebody(world: World) -> None:
    id = await world.sign_up(locale="en")

    contact = world.contacts.contact_of(id)

    assert contact is not None
    assert (contact.email, contact.locale, contact.nickname) == (EMAIL, "en", "민지")
    assert world.contacts.contact_of(UUID(int=1)) is None


async def test_who_listened_late_learns_what_an_account_told_before(world: World) -> None:
    id = await world.sign_up(locale="en")

    new = world.contacts.account_of(id)
    token = await world.link("verify")
    await world.client.post(f"/v1/email-verifications/{token}", json={})
    verified = world.contacts.account_of(id)

    assert new is not None
    assert (new.nickname, new.locale, new.timezone) == ("민지", "en", "Asia/Seoul")
    assert not new.verified
    assert not new.locked
    assert verified == replace(new, verified=True)
    assert world.contacts.account_of(UUID(int=1)) is None


@pytest.mark.parametrize(
    "field", ["email", "password", "nickname", "name", "locale", "timezone", "region"]
)
@pytest.mark.parametrize("text", ['"\\ud800 half a character"', '"\\u0000 nothing"'])
async def test_text_that_is_no_text_is_refused_and_never_a_failure_of_ours(
    sqlite_world: World, field: str, text: str
) -> None:
    form = {"email": EMAIL, "password": PASSWORD, "nickname": "민지", field: "HERE"}
    body = json.dumps(form).replace('"HERE"', text)

    answer = await sqlite_world.client.post(
        "/v1/users", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code in {400, 422} or (field == "password" and "u0000" in text)
