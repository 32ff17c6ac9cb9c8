"""Changing a password one knows, resetting one that is forgotten."""

import asyncio

import pytest

from tests.contexts.users.world import EMAIL, OTHER_PASSWORD, PASSWORD, World, bearer


async def change(world: World, session, current: str = PASSWORD, new: str = OTHER_PASSWORD):
    return await world.client.post(
        "/v1/users/me/password",
        json={"current_password": current, "new_password": new},
        headers=bearer(session["access_token"]),
    )


@pytest.mark.event(4)
async def test_a_changed_password_ends_the_other_sessions_and_not_this_one(world: World) -> None:
    id = await world.sign_up()
    here, there = await world.sign_in(), await world.sign_in()

    answer = await change(world, here)

    assert answer.status_code == 204
    assert world.published("PasswordChanged") == [{"user_id": str(id)}]
    assert (await world.get_me(here["access_token"])).status_code == 200
    assert (await world.get_me(there["access_token"])).json()["code"] == "session-ended"
    assert (await world.try_sign_in()).status_code == 401
    assert await world.sign_in(password=OTHER_PASSWORD)


async def test_changing_it_needs_the_old_one_and_a_good_new_one(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    wrong = await change(sqlite_world, session, current="not the password")
    weak = await change(sqlite_world, session, new="qwertyuiop123")

    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong-password")
    assert weak.json()["code"] == "password-too-common"
    assert weak.json()["errors"][0]["pointer"] == "#/new_password"
    assert await sqlite_world.sign_in()


async def test_who_holds_a_session_cannot_guess_the_password_for_long(
    sqlite_world: World,
) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    codes = [
        (await change(sqlite_world, session, current=f"guess number {n}")).json()["code"]
        for n in range(6)
    ]

    assert codes == ["wrong-password"] * 5 + ["too-often"]


async def test_of_two_changes_at_once_one_password_remains(world: World) -> None:
    await world.sign_up()
    sessions = [await world.sign_in() for _ in range(2)]
    new = [f"새로운 비밀번호 {n}번" for n in range(2)]

    answers = await asyncio.gather(
        *(change(world, session, new=text) for session, text in zip(sessions, new, strict=True))
    )

    assert sorted(answer.status_code for answer in answers) == [204, 403]
    winner = [answer.status_code for answer in answers].index(204)
    assert await world.sign_in(password=new[winner])


@pytest.mark.event(5)
@pytest.mark.event(6)
async def test_a_forgotten_password_is_reset_by_the_link_in_the_mail(world: World) -> None:
    id = await world.sign_up()
    session = await world.sign_in()

    asked = await world.client.post("/v1/password-resets", json={"email": EMAIL})
    (requested,) = world.published("PasswordResetRequested")
    token = await world.link("reset")
    done = await world.client.post(
        f"/v1/password-resets/{token}", json={"password": OTHER_PASSWORD}
    )

    assert (asked.status_code, asked.content) == (202, b"")
    assert requested == {"user_id": str(id), "expires_at": "2026-05-01T04:00:00Z"}
    assert done.status_code == 204
    assert world.published("PasswordResetCompleted") == [{"user_id": str(id)}]
    assert (await world.get_me(session["access_token"])).json()["code"] == "session-ended"
    assert (await world.try_sign_in()).status_code == 401
    assert await world.sign_in(password=OTHER_PASSWORD)
    again = await world.client.post(f"/v1/password-resets/{token}", json={"password": PASSWORD})
    assert (again.status_code, again.json()["code"]) == (410, "link-no-longer-works")


async def test_asking_for_a_reset_tells_nobody_whether_the_address_is_known(world: World) -> None:
    await world.sign_up()

    answers = [
        await world.client.post("/v1/password-resets", json={"email": email})
        for email in (EMAIL, "nobody@example.com")
    ]

    assert [(answer.status_code, answer.content) for answer in answers] == [(202, b"")] * 2
    assert len(world.published("PasswordResetRequested")) == 1


async def test_a_newer_reset_link_kills_the_older_and_an_hour_kills_both(world: World) -> None:
    await world.sign_up()
    tokens = []
    for _ in range(2):
        await world.client.post("/v1/password-resets", json={"email": EMAIL})
        tokens.append(await world.link("reset"))
        world.clock.pass_by(minutes=1)

    older = await world.client.post(
        f"/v1/password-resets/{tokens[0]}", json={"password": OTHER_PASSWORD}
    )
    world.clock.pass_by(hours=1)
    newer = await world.client.post(
        f"/v1/password-resets/{tokens[1]}", json={"password": OTHER_PASSWORD}
    )

    assert (older.status_code, newer.status_code) == (410, 410)


async def test_a_weak_password_does_not_use_the_link_up(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    await sqlite_world.client.post("/v1/password-resets", json={"email": EMAIL})
    path = f"/v1/password-resets/{await sqlite_world.link('reset')}"

    weak = await sqlite_world.client.post(path, json={"password": "qwertyuiop123"})
    good = await sqlite_world.client.post(path, json={"password": OTHER_PASSWORD})

    assert weak.json()["code"] == "password-too-common"
    assert good.status_code == 204


async def test_one_link_used_twice_at_once_works_once(world: World) -> None:
    await world.sign_up()
    await world.client.post("/v1/password-resets", json={"email": EMAIL})
    path = f"/v1/password-resets/{await world.link('reset')}"

    answers = await asyncio.gather(
        *(world.client.post(path, json={"password": OTHER_PASSWORD}) for _ in range(3))
    )

    assert sorted(answer.status_code for answer in answers) == [204, 410, 410]


async def test_an_address_is_not_flooded_with_letters(sqlite_world: World) -> None:
    await sqlite_world.sign_up()

    statuses = [
        (await sqlite_world.client.post("/v1/password-resets", json={"email": EMAIL})).status_code
        for _ in range(7)
    ]

    assert statuses == [202] * 5 + [429] * 2
