"""Leaving: a week to change one's mind, what goes then, and that every table has its answer."""

import pytest

from moim.contexts.users.application.leaving import erase_account
from moim.contexts.users.application.photos import SetPhoto, set_photo
from moim.contexts.users.application.queries import WhoIs
from moim.contexts.users.persistence import erasure, tables
from tests.contexts.users.world import EMAIL, OTHER_PASSWORD, PASSWORD, World, bearer


async def leave(world: World, session, password: str = PASSWORD):
    return await world.client.request(
        "DELETE",
        "/v1/users/me",
        json={"password": password},
        headers=bearer(session["access_token"]),
    )


async def be_gone(world: World) -> None:
    """Leave, and let the week pass."""
    assert (await leave(world, await world.sign_in())).status_code == 202
    world.clock.pass_by(days=7)
    await world.settle()


async def test_who_asks_to_leave_is_signed_out_and_told_until_when(world: World) -> None:
    await world.sign_up()
    session, other = await world.sign_in(), await world.sign_in()
    me = bearer(session["access_token"])
    form = {"name": "스크립트", "scopes": ["users:read"]}
    token = (await world.client.post("/v1/users/me/tokens", json=form, headers=me)).json()["token"]

    answer = await leave(world, session)

    assert (answer.status_code, answer.json()) == (202, {"leaves_at": "2026-05-08T03:00:00Z"})
    for one in (session["access_token"], other["access_token"], token):
        assert (await world.get_me(one)).status_code == 401
    assert not world.published("UserWithdrew")
    await world.settle()
    (mail,) = [mail for mail in world.mails() if "탈퇴" in mail["Subject"]]
    assert "7일 안에" in mail.get_body(("plain",)).get_content()


async def test_signing_in_within_the_week_says_so_and_one_may_stay(world: World) -> None:
    await world.sign_up()
    await leave(world, await world.sign_in())
    world.clock.pass_by(days=6)

    session = await world.sign_in()
    me = bearer(session["access_token"])
    again = await leave(world, session)
    stayed = await world.client.post("/v1/users/me/stay", headers=me)
    twice = await world.client.post("/v1/users/me/stay", headers=me)
    world.clock.pass_by(days=30)
    await world.settle()

    assert session["user"]["leaves_at"] == "2026-05-08T03:00:00Z"
    assert (again.status_code, again.json()["code"]) == (409, "already-leaving")
    assert (stayed.status_code, stayed.json()["leaves_at"]) == (200, None)
    assert (twice.status_code, twice.json()["code"]) == (409, "not-leaving")
    assert (await world.sign_in())["user"]["nickname"] == "민지"


async def test_who_stays_and_leaves_again_has_a_whole_week_again(world: World) -> None:
    await world.sign_up()
    await leave(world, await world.sign_in())
    world.clock.pass_by(days=5)
    session = await world.sign_in()
    await world.client.post("/v1/users/me/stay", headers=bearer(session["access_token"]))
    await leave(world, session)

    world.clock.pass_by(days=3)
    await world.settle()
    assert not world.heard("UserWithdrew")

    world.clock.pass_by(days=4)
    await world.settle()
    assert world.heard("UserWithdrew")


@pytest.mark.event(19)
async def test_after_a_week_everything_goes_and_everybody_is_told(world: World) -> None:
    id = await world.sign_up(name="김민지", region="서울특별시 마포구", birth_year=1994)
    await world.try_sign_in(password=OTHER_PASSWORD)
    me = bearer((await world.sign_in())["access_token"])
    await world.client.post("/v1/feedback", json={"topic": "app", "text": "좋아요"}, headers=me)
    await world.client.put("/v1/users/me/settings", json={"notifications": {}}, headers=me)
    consent = {"channel": "email", "purpose": "service", "granted": True}
    form = {"consents": [consent], "wording": "1"}
    await world.client.put("/v1/users/me/consents", json=form, headers=me)
    begin = {"password": PASSWORD}
    await world.client.post("/v1/users/me/second-factor", json=begin, headers=me)
    await leave(world, {"access_token": me["authorization"].split()[1]})
    world.clock.pass_by(days=6, hours=23)
    late = await world.sign_in()

    world.clock.pass_by(hours=1)
    await world.settle()

    assert world.heard("UserWithdrew") == [{"user_id": str(id)}]
    await world.module.ready[0]()
    late_answer = await world.get_me(late["access_token"])
    assert late_answer.status_code == 401
    (row,) = world.rows("users")
    kept = {name for name, value in row._mapping.items() if value is not None}
    assert kept == {"id", "version", "roles", "joined_at", "closed_at"}
    for table in {*erasure.DELETED, "attempts"} - {"deliveries"}:
        assert not world.rows(table), table
    assert [(row.template, row.state) for row in world.rows("deliveries")] == [("forget", "sent")]
    assert not world.mails()
    assert (await world.try_sign_in()).json()["code"] == "wrong-credentials"
    assert world.contacts.contact_of(id) is None


async def test_no_value_of_who_left_is_in_any_table_or_blob(world: World) -> None:
    values = {
        "name": "김민지우",
        "region": "서울특별시 마포구",
        "nickname": "망원동달리기",
        "email": "minji.kim@example.com",
    }
    id = await world.sign_up(**values, birth_year=1994)
    me = bearer((await world.sign_in(values["email"]))["access_token"])
    bio = "아침마다 성산대교까지"
    await world.client.patch("/v1/users/me", json={"bio": bio}, headers=me)
    said = "사진이 옆으로 눕습니다"
    await world.client.post("/v1/feedback", json={"topic": "app", "text": said}, headers=me)
    form = {"name": "내 서재의 컴퓨터", "scopes": ["workouts:read"]}
    await world.client.post("/v1/users/me/tokens", json=form, headers=me)
    key = world.blobs.put(b"a picture of the person")
    await world.context.run(set_photo, SetPhoto(user_id=id, key=key))
    await world.settle()
    personal = [*values.values(), bio, said, form["name"], key]
    assert world.rows("users")[0].nickname == values["nickname"]

    await world.context.run(erase_account, WhoIs(user_id=id))
    await world.settle()

    left = world.raw()
    deliveries = [row for row in world.rows("deliveries") if row.state != "sent"]
    assert [value for value in personal if value in left and value != key] == []
    assert not deliveries
    assert not list(world.blobs.iterate())


async def test_a_host_may_erase_at_once(world: World) -> None:
    id = await world.sign_up()
    session = await world.sign_in()

    ended = await world.context.run(erase_account, WhoIs(user_id=id))

    assert len(ended) == 1
    assert world.published("UserWithdrew") == [{"user_id": str(id)}]
    form = {"refresh_token": session["refresh_token"]}
    answer = await world.client.post("/v1/sessions/refresh", json=form)
    assert answer.json()["code"] == "session-over"


async def test_leaving_needs_the_password(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    wrong = await leave(sqlite_world, session, "not the password")

    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong-password")
    assert (await sqlite_world.get_me(session["access_token"])).status_code == 200


async def test_address_and_nickname_are_free_again(world: World) -> None:
    first = await world.sign_up()
    await be_gone(world)

    second = await world.sign_up()

    assert second != first
    assert (await world.sign_in())["user"]["roles"] == ["user"]  # the founder is not reborn


async def test_others_find_nobody_where_somebody_left(sqlite_world: World) -> None:
    id = await sqlite_world.sign_up()
    await be_gone(sqlite_world)
    await sqlite_world.sign_up("second@example.com", "둘째")
    other = bearer((await sqlite_world.sign_in("second@example.com"))["access_token"])

    assert (await sqlite_world.client.get(f"/v1/users/{id}", headers=other)).status_code == 404


async def test_a_mail_that_waits_is_not_sent_to_who_left(world: World) -> None:
    id = await world.sign_up()
    await world.context.run(erase_account, WhoIs(user_id=id))

    await world.settle()

    assert not world.mails()


async def test_links_of_who_left_do_nothing(world: World) -> None:
    id = await world.sign_up()
    await world.client.post("/v1/password-resets", json={"email": EMAIL})
    token = await world.link("reset")
    await world.context.run(erase_account, WhoIs(user_id=id))

    answer = await world.client.post(
        f"/v1/password-resets/{token}", json={"password": OTHER_PASSWORD}
    )

    assert answer.status_code == 410


def test_every_table_that_names_a_user_says_what_becomes_of_it() -> None:
    naming = {name for name, table in tables.metadata.tables.items() if "user_id" in table.columns}

    assert naming | {"users"} == set(erasure.DELETED) | set(erasure.KEPT)
