"""Locks: by failures and by moderators, and how each ends."""

import asyncio

import pytest

from moim.kernel.ids import new_id
from tests.contexts.users.world import EMAIL, OTHER_PASSWORD, PASSWORD, World, bearer


async def fail(world: World, times: int, email: str = EMAIL) -> list[str]:
    return [(await world.try_sign_in(email, OTHER_PASSWORD)).json()["code"] for _ in range(times)]


@pytest.mark.event(14)
async def test_five_failures_lock_and_even_the_right_password_waits(world: World) -> None:
    id = await world.sign_up()

    assert await fail(world, 5) == ["wrong-credentials"] * 5
    right = await world.try_sign_in()

    assert (right.status_code, right.json()["code"]) == (429, "too-many-failures")
    assert right.headers["retry-after"] == "900"
    assert world.published("AccountLocked") == [
        {"user_id": str(id), "reason": "too-many-failures", "until": "2026-05-01T03:15:00Z"}
    ]
    assert [one["failures_in_window"] for one in world.published("LoginFailed")] == [1, 2, 3, 4, 5]


async def test_an_unknown_address_is_locked_alike(sqlite_world: World) -> None:
    await sqlite_world.sign_up()

    known = await fail(sqlite_world, 6)
    unknown = await fail(sqlite_world, 6, "nobody@example.com")

    assert known == unknown
    assert len(sqlite_world.published("AccountLocked")) == 1


async def test_failures_lock_the_door_and_leave_open_sessions_alone(sqlite_world: World) -> None:
    """Else anybody who knows an address could throw its owner out of a running workout."""
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    await fail(sqlite_world, 5)

    assert (await sqlite_world.get_me(session["access_token"])).status_code == 200


@pytest.mark.event(15)
async def test_a_lock_by_failures_ends_when_its_time_has_passed(world: World) -> None:
    id = await world.sign_up()
    await fail(world, 5)
    await world.settle()

    world.clock.pass_by(minutes=15)
    await world.settle()

    (row,) = world.rows("users")
    assert row.lock_reason is None
    (unlocked,) = world.heard("AccountUnlocked")
    assert unlocked == {"user_id": str(id), "reason": "time-passed"}
    assert await world.sign_in()


async def test_signing_in_may_come_before_the_timer(world: World) -> None:
    await world.sign_up()
    await fail(world, 5)
    world.clock.pass_by(minutes=15)

    assert await world.sign_in()
    await world.settle()

    assert len(world.heard("AccountUnlocked")) == 1


async def test_a_reset_unlocks_at_once(world: World) -> None:
    await world.sign_up()
    await fail(world, 5)
    await world.client.post("/v1/password-resets", json={"email": EMAIL})
    path = f"/v1/password-resets/{await world.link('reset')}"

    await world.client.post(path, json={"password": "바다를 따라 달린다"})

    assert await world.sign_in(password="바다를 따라 달린다")
    assert [one["reason"] for one in world.published("AccountUnlocked")] == ["password-reset"]


async def test_the_right_password_forgets_earlier_failures(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    await fail(sqlite_world, 4)
    await sqlite_world.sign_in()

    assert await fail(sqlite_world, 4) == ["wrong-credentials"] * 4
    assert await sqlite_world.sign_in()
    assert not sqlite_world.rows("attempts")


async def test_failures_at_once_are_all_counted(world: World) -> None:
    await world.sign_up()

    answers = await asyncio.gather(*(world.try_sign_in(password=OTHER_PASSWORD) for _ in range(5)))

    assert {answer.json()["code"] for answer in answers} == {"wrong-credentials"}
    assert (await world.try_sign_in()).json()["code"] == "too-many-failures"


async def test_what_is_known_of_strangers_failures_is_dropped_in_time(world: World) -> None:
    await fail(world, 1, "one@example.com")
    await fail(world, 5, "two@example.com")
    world.clock.pass_by(minutes=16)

    await fail(world, 1, "three@example.com")

    assert len(world.rows("attempts")) == 1


async def test_a_moderator_locks_at_once_and_unlocks(world: World) -> None:
    id = await world.sign_up()
    session = await world.sign_in()
    moderator = bearer((await world.a_moderator())["access_token"])

    locked = await world.client.post(f"/v1/users/{id}/lock", headers=moderator)
    while_locked = await world.try_sign_in()
    guessed = await world.try_sign_in(password=OTHER_PASSWORD)
    unlocked = await world.client.post(f"/v1/users/{id}/unlock", headers=moderator)

    assert (locked.status_code, unlocked.status_code) == (403, 403)  # the first one is owner
    assert while_locked.status_code == 200
    assert guessed.status_code == 401
    assert (await world.get_me(session["access_token"])).status_code == 200


async def test_a_moderators_lock_works_at_once_and_until_it_is_lifted(world: World) -> None:
    moderator = bearer((await world.a_moderator())["access_token"])
    id = await world.sign_up()
    session = await world.sign_in()

    locked = await world.client.post(f"/v1/users/{id}/lock", headers=moderator)
    me = await world.get_me(session["access_token"])
    with_password = await world.try_sign_in()
    with_guess = await world.try_sign_in(password=OTHER_PASSWORD)

    assert locked.status_code == 204
    assert (me.status_code, me.json()["code"]) == (401, "session-ended")
    assert (with_password.status_code, with_password.json()["code"]) == (403, "account-locked")
    assert with_guess.json()["code"] == "wrong-credentials"
    assert world.published("AccountLocked") == [
        {"user_id": str(id), "reason": "moderator", "until": None}
    ]
    assert [one["reason"] for one in world.published("LoginFailed")] == ["locked", "wrong-password"]

    assert (await world.client.post(f"/v1/users/{id}/unlock", headers=moderator)).status_code == 204
    assert world.published("AccountUnlocked")[0]["reason"] == "moderator"
    again = await world.sign_in()
    assert (await world.get_me(again["access_token"])).status_code == 200
    assert (await world.get_me(session["access_token"])).status_code == 401


async def test_a_moderators_lock_may_have_an_end(world: World) -> None:
    moderator = bearer((await world.a_moderator())["access_token"])
    id = await world.sign_up()
    path = f"/v1/users/{id}/lock"

    past = await world.client.post(path, json={"until": "2026-05-01T02:00:00Z"}, headers=moderator)
    soon = await world.client.post(
        path, json={"until": "2026-05-01T13:00:00+09:00"}, headers=moderator
    )
    world.clock.pass_by(hours=1)
    await world.settle()

    assert past.json()["code"] == "lock-ends-in-the-past"
    assert soon.status_code == 204
    assert await world.sign_in()


async def test_moderators_see_how_an_account_stands_and_others_do_not(world: World) -> None:
    moderator = bearer((await world.a_moderator())["access_token"])
    id = await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    path, until = f"/v1/users/{id}", "2026-05-01T03:10:00Z"

    before = (await world.client.get(f"{path}/standing", headers=moderator)).json()
    await world.client.post(f"{path}/lock", json={"until": until}, headers=moderator)
    locked = (await world.client.get(f"{path}/standing", headers=moderator)).json()
    own = await world.client.get(f"{path}/standing", headers=me)
    nobody = await world.client.get(f"/v1/users/{new_id()}/standing", headers=moderator)

    stands = {"id": str(id), "roles": ["user"], "lock": None, "may_lock": True, "grantable": []}
    assert before == stands
    assert locked["lock"] == {"reason": "moderator", "until": until}
    assert (own.status_code, nobody.status_code) == (401, 404)  # locked out by then
    world.clock.pass_by(minutes=10)
    assert (await world.client.get(f"{path}/standing", headers=moderator)).json() == stands
    me = bearer((await world.sign_in())["access_token"])
    assert (await world.client.get(f"{path}/standing", headers=me)).status_code == 403


async def test_who_looks_how_an_account_stands_is_noted_once_an_hour(world: World) -> None:
    await world.a_moderator()
    id = await world.sign_up()

    async def looked() -> list[str]:
        moderator = bearer((await world.sign_in("mod@example.com"))["access_token"])
        me = bearer((await world.sign_in())["access_token"])
        seen = await world.client.get(f"/v1/users/{id}/standing", headers=moderator)
        assert seen.status_code == 200
        log = await world.client.get("/v1/users/me/accesses", headers=me)
        return [line["deed"] for line in log.json()["items"]]

    assert await looked() == ["standing-read"]
    world.clock.pass_by(minutes=59)
    assert await looked() == ["standing-read"]
    world.clock.pass_by(minutes=1)
    assert await looked() == ["standing-read", "standing-read"]


async def test_a_lock_that_was_changed_meanwhile_does_not_end_by_the_old_timer(
    world: World,
) -> None:
    moderator = bearer((await world.a_moderator())["access_token"])
    id = await world.sign_up()
    path = f"/v1/users/{id}/lock"
    await world.client.post(path, json={"until": "2026-05-01T04:00:00Z"}, headers=moderator)
    await world.client.post(path, headers=moderator)

    world.clock.pass_by(days=1)
    await world.settle()

    assert (await world.try_sign_in()).json()["code"] == "account-locked"


async def test_users_lock_nobody(sqlite_world: World) -> None:
    owner = await sqlite_world.sign_up()
    await sqlite_world.sign_up("second@example.com", "둘째")
    second = await sqlite_world.sign_in("second@example.com")

    for path in (f"/v1/users/{owner}/lock", f"/v1/users/{owner}/unlock"):
        answer = await sqlite_world.client.post(path, headers=bearer(second["access_token"]))
        assert (answer.status_code, answer.json()["code"]) == (403, "role-missing")


async def test_the_owner_may_unlock_and_an_unlocked_account_has_nothing_to_unlock(
    sqlite_world: World,
) -> None:
    await sqlite_world.sign_up()
    owner = bearer((await sqlite_world.sign_in())["access_token"])
    id = await sqlite_world.sign_up("second@example.com", "둘째")
    await fail(sqlite_world, 5, "second@example.com")

    first = await sqlite_world.client.post(f"/v1/users/{id}/unlock", headers=owner)
    second = await sqlite_world.client.post(f"/v1/users/{id}/unlock", headers=owner)

    assert first.status_code == 204
    assert (second.status_code, second.json()["code"]) == (409, "account-not-locked")
    assert await sqlite_world.sign_in("second@example.com", PASSWORD)
