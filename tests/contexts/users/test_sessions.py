"""Sign-in, refresh and sign-out, seen from outside and by strangers."""

import asyncio

import pytest
from argon2 import PasswordHasher

from moim.contexts.users.adapters.hashing import Cost
from moim.platform.tokens import hash_token
from tests.contexts.users.world import EMAIL, OTHER_PASSWORD, PASSWORD, World, bearer


async def refresh(world: World, token: str, attempt: str | None = None):
    named = {"idempotency-key": attempt} if attempt else None
    form = {"refresh_token": token}
    return await world.client.post("/v1/sessions/refresh", json=form, headers=named)


@pytest.mark.event(2)
async def test_the_right_password_opens_a_session(world: World) -> None:
    id = await world.sign_up()

    session = await world.sign_in()

    assert session["expires_in"] == 900
    assert session["user"]["id"] == str(id)
    assert (await world.get_me(session["access_token"])).json()["email"] == EMAIL
    assert world.published("UserLoggedIn") == [
        {"user_id": str(id), "method": "password", "device_label": "워치"}
    ]


async def test_the_address_may_be_typed_in_any_case(sqlite_world: World) -> None:
    await sqlite_world.sign_up()

    assert await sqlite_world.sign_in("  MinJi@EXAMPLE.com")


@pytest.mark.event(3)
async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(world: World) -> None:
    id = await world.sign_up()

    wrong = await world.try_sign_in(password=OTHER_PASSWORD)
    unknown = await world.try_sign_in("nobody@example.com")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    for answer in (wrong, unknown):
        del answer.headers["x-request-id"]
    assert wrong.headers == unknown.headers
    (email_hash,) = [row.email_index.hex() for row in world.rows("users")]
    first, second = world.published("LoginFailed")
    assert first == {
        "user_id": str(id),
        "email_hash": email_hash,
        "reason": "wrong-password",
        "failures_in_window": 1,
    }
    assert second["user_id"] is None
    assert (second["reason"], second["failures_in_window"]) == ("unknown-address", 1)
    assert not world.rows("sessions")


async def test_the_same_hashing_is_done_for_an_address_without_an_account(
    sqlite_world: World, monkeypatch
) -> None:
    await sqlite_world.sign_up()
    compared: list[int] = []
    verify = PasswordHasher.verify

    def counted(self, against, password):
        compared.append(len(against))
        return verify(self, against, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    await sqlite_world.try_sign_in(password=OTHER_PASSWORD)
    await sqlite_world.try_sign_in("nobody@example.com")

    known, unknown = compared
    assert known == unknown


async def test_a_refresh_exchanges_the_token_for_the_next(world: World) -> None:
    await world.sign_up()
    first = await world.sign_in()
    world.clock.pass_by(minutes=16)

    expired = await world.get_me(first["access_token"])
    answer = await refresh(world, first["refresh_token"])

    assert (expired.status_code, expired.json()["code"]) == (401, "token-expired")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["refresh_token"] != first["refresh_token"]
    assert (await world.get_me(answer.json()["access_token"])).status_code == 200
    assert [said["method"] for said in world.published("UserLoggedIn")] == ["password", "refresh"]


async def test_a_used_refresh_token_ends_the_whole_session_at_once(world: World) -> None:
    await world.sign_up()
    first = await world.sign_in()
    other = await world.sign_in()
    second = (await refresh(world, first["refresh_token"])).json()

    reused = await refresh(world, first["refresh_token"])
    newest = await refresh(world, second["refresh_token"])

    assert (reused.status_code, reused.json()["code"]) == (401, "refresh-token-reused")
    assert (newest.status_code, newest.json()["code"]) == (401, "session-over")
    ended = await world.get_me(second["access_token"])
    assert (ended.status_code, ended.json()["code"]) == (401, "session-ended")
    assert (await world.get_me(other["access_token"])).status_code == 200  # another family


async def test_who_lost_the_answer_repeats_the_exchange_under_its_name(world: World) -> None:
    await world.sign_up()
    first = (await world.sign_in())["refresh_token"]

    lost, again = [(await refresh(world, first, "walk-1")).json() for _ in range(2)]
    second = again["refresh_token"]

    assert second == lost["refresh_token"] != first
    assert [said["method"] for said in world.published("UserLoggedIn")] == ["password", "refresh"]
    assert (await refresh(world, second, "walk-2")).status_code == 200


@pytest.mark.parametrize("attempt", [None, "walk-2"])
async def test_an_exchange_under_another_name_or_none_is_a_reuse(
    sqlite_world: World, attempt: str | None
) -> None:
    await sqlite_world.sign_up()
    first = (await sqlite_world.sign_in())["refresh_token"]
    second = (await refresh(sqlite_world, first, "walk-1")).json()["refresh_token"]

    assert (await refresh(sqlite_world, first, attempt)).json()["code"] == "refresh-token-reused"
    assert (await refresh(sqlite_world, second)).json()["code"] == "session-over"


async def test_nothing_is_repeated_once_the_next_token_was_used(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    first = (await sqlite_world.sign_in())["refresh_token"]
    second = (await refresh(sqlite_world, first, "walk-1")).json()["refresh_token"]
    await refresh(sqlite_world, second, "walk-2")

    reused = await refresh(sqlite_world, first, "walk-1")

    assert reused.json()["code"] == "refresh-token-reused"


@pytest.mark.parametrize("name", ["", "x" * 201])
async def test_an_exchange_is_named_by_a_key_as_all_are(sqlite_world: World, name: str) -> None:
    await sqlite_world.sign_up()
    form = {"refresh_token": (await sqlite_world.sign_in())["refresh_token"]}

    answer = await sqlite_world.client.post(
        "/v1/sessions/refresh", json=form, headers={"idempotency-key": name}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "bad-idempotency-key")


async def test_of_two_refreshes_at_once_exactly_one_wins(world: World) -> None:
    await world.sign_up()
    for _ in range(5):
        session = await world.sign_in()
        answers = await asyncio.gather(
            *(refresh(world, session["refresh_token"]) for _ in range(2))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 401]


async def test_two_refreshes_at_once_of_two_sessions_both_win(world: World) -> None:
    """The control: it is the shared token that lets only one win."""
    await world.sign_up()
    sessions = [await world.sign_in() for _ in range(2)]

    answers = await asyncio.gather(
        *(refresh(world, session["refresh_token"]) for session in sessions)
    )

    assert [answer.status_code for answer in answers] == [200, 200]


async def test_a_session_unused_for_thirty_days_is_over(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()
    sqlite_world.clock.pass_by(days=30)

    answer = await refresh(sqlite_world, session["refresh_token"])

    assert answer.json()["code"] == "session-over"


@pytest.mark.parametrize("token", ["", "x", "." * 90, "0" * 32 + ".x", "한글", "y" * 200])
async def test_a_made_up_refresh_token_is_refused(sqlite_world: World, token: str) -> None:
    answer = await refresh(sqlite_world, token)

    assert answer.status_code == 401


async def test_signing_out_ends_this_session_at_once_and_no_other(world: World) -> None:
    await world.sign_up()
    here, there = await world.sign_in(), await world.sign_in()

    answer = await world.client.delete("/v1/sessions/current", headers=bearer(here["access_token"]))

    assert answer.status_code == 204
    assert (await world.get_me(here["access_token"])).json()["code"] == "session-ended"
    assert (await refresh(world, here["refresh_token"])).json()["code"] == "session-over"
    assert (await world.get_me(there["access_token"])).status_code == 200


async def test_signing_out_everywhere_ends_all_of_ones_own(world: World) -> None:
    await world.sign_up()
    await world.sign_up("other@example.com", "다른이")
    mine = [await world.sign_in() for _ in range(3)]
    theirs = await world.sign_in("other@example.com")

    answer = await world.client.delete("/v1/sessions", headers=bearer(mine[0]["access_token"]))

    assert answer.status_code == 204
    for session in mine:
        assert (await world.get_me(session["access_token"])).status_code == 401
        assert (await refresh(world, session["refresh_token"])).status_code == 401
    assert (await world.get_me(theirs["access_token"])).status_code == 200


async def test_the_list_shows_where_one_is_signed_in(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    first = await sqlite_world.sign_in()
    sqlite_world.clock.pass_by(minutes=1)
    second = await sqlite_world.sign_in()

    async def listed():
        headers = bearer(second["access_token"])
        return (await sqlite_world.client.get("/v1/sessions", headers=headers)).json()["items"]

    newer, older = await listed()
    assert (newer["current"], older["current"]) == (True, False)
    assert (newer["device_label"], newer["method"]) == ("워치", "password")
    gone = await sqlite_world.client.delete(
        f"/v1/sessions/{older['id']}", headers=bearer(second["access_token"])
    )
    assert gone.status_code == 204
    assert [item["id"] for item in await listed()] == [newer["id"]]
    assert (await sqlite_world.get_me(first["access_token"])).json()["code"] == "session-ended"


async def test_nobody_ends_a_strangers_session(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    await sqlite_world.sign_up("thief@example.com", "도둑")
    await sqlite_world.sign_in()
    (session,) = sqlite_world.rows("sessions")
    thief = await sqlite_world.sign_in("thief@example.com")

    answer = await sqlite_world.client.delete(
        f"/v1/sessions/{session.id}", headers=bearer(thief["access_token"])
    )

    assert answer.status_code == 404


async def test_a_browser_keeps_its_tokens_in_cookies(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    browser = sqlite_world.client
    signed_in = await sqlite_world.try_sign_in(**{"x-moim-web": "1"})
    csrf = {"x-csrf-token": browser.cookies["moim_csrf"]}

    assert signed_in.json()["refresh_token"] is None
    for cookie in signed_in.headers.get_list("set-cookie"):
        assert "samesite=lax" in cookie.lower()
        assert ("httponly" in cookie.lower()) == (not cookie.startswith("moim_csrf"))
    assert (await browser.get("/v1/users/me")).status_code == 200
    assert (await browser.patch("/v1/users/me", json={"bio": "x"})).json()["code"] == (
        "csrf-mismatch"
    )
    assert (await browser.post("/v1/sessions/refresh")).json()["code"] == "csrf-mismatch"
    refreshed = await browser.post("/v1/sessions/refresh", headers=csrf)
    assert refreshed.status_code == 200
    assert refreshed.json()["refresh_token"] is None
    out = await browser.delete("/v1/sessions/current", headers=csrf)
    assert out.status_code == 204
    assert not browser.cookies
    assert (await browser.get("/v1/users/me")).status_code == 401


async def test_a_refresh_without_any_token_says_to_sign_in(sqlite_world: World) -> None:
    for body in ({"json": {}}, {}):
        answer = await sqlite_world.client.post("/v1/sessions/refresh", **body)
        assert (answer.status_code, answer.json()["code"]) == (401, "session-over")


async def test_a_strangers_side(sqlite_world: World) -> None:
    id = await sqlite_world.sign_up()
    for method, path in (
        ("GET", "/v1/users/me"),
        ("PATCH", "/v1/users/me"),
        ("DELETE", "/v1/users/me"),
        ("GET", f"/v1/users/{id}"),
        ("GET", "/v1/sessions"),
        ("DELETE", "/v1/sessions"),
        ("DELETE", "/v1/sessions/current"),
        ("DELETE", f"/v1/sessions/{id}"),
        ("POST", "/v1/users/me/password"),
        ("POST", "/v1/email-verifications"),
        ("POST", f"/v1/users/{id}/lock"),
        ("POST", f"/v1/users/{id}/unlock"),
    ):
        for headers in ({}, bearer("made.up.token"), {"authorization": "Basic eDp5"}):
            answer = await sqlite_world.client.request(method, path, headers=headers)
            assert answer.status_code == 401, (method, path, answer.text)


async def test_anybody_may_read_the_keys_that_tokens_are_verified_with(
    sqlite_world: World,
) -> None:
    answer = await sqlite_world.client.get("/.well-known/jwks.json")

    (key,) = answer.json()["keys"]
    assert (key["kty"], key["crv"]) == ("OKP", "Ed25519")
    assert "d" not in key


async def test_only_the_hash_of_the_newest_refresh_token_is_kept(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    first = await sqlite_world.sign_in()

    second = (await refresh(sqlite_world, first["refresh_token"])).json()

    (row,) = sqlite_world.rows("sessions")
    assert row.token_hash == hash_token(second["refresh_token"])


async def test_what_ended_is_refused_by_another_process_too(world: World) -> None:
    await world.sign_up()
    out, locked = await world.sign_in(), await world.sign_in()
    moderator = await world.a_moderator()
    await world.sign_up("third@example.com", "셋째")
    third = await world.sign_in("third@example.com")
    other = world.beside()
    assert (await other.get_me(out["access_token"])).status_code == 200

    await world.client.delete("/v1/sessions/current", headers=bearer(out["access_token"]))
    path = f"/v1/users/{third['user']['id']}"
    await world.client.post(f"{path}/lock", headers=bearer(moderator["access_token"]))
    await other.module.ready[0]()

    assert (await other.get_me(out["access_token"])).json()["code"] == "session-ended"
    assert (await other.get_me(third["access_token"])).json()["code"] == "session-ended"
    assert (await other.get_me(locked["access_token"])).status_code == 200

    await world.client.post(f"{path}/unlock", headers=bearer(moderator["access_token"]))
    await other.module.ready[0]()
    again = await other.sign_in("third@example.com")
    assert (await other.get_me(again["access_token"])).status_code == 200


async def test_guessing_is_slowed_before_anything_is_hashed(sqlite_world: World) -> None:
    codes = [
        (await sqlite_world.try_sign_in("nobody@example.com")).json()["code"] for _ in range(12)
    ]

    assert codes[:5] == ["wrong-credentials"] * 5
    assert set(codes[5:10]) == {"too-many-failures"}
    assert codes[10:] == ["too-often"] * 2


async def test_an_outdated_hash_is_renewed_at_sign_in(world: World) -> None:
    await world.sign_up()
    (before,) = [row.password_hash for row in world.rows("users")]
    stronger = world.beside(cost=Cost(passes=2, memory_kib=16, lanes=1))

    await stronger.sign_in()
    await stronger.sign_in()

    (after,) = [row.password_hash for row in world.rows("users")]
    assert "m=8,t=1" in before
    assert "m=16,t=2" in after


async def test_two_sign_ins_at_once_both_renew_and_both_come_in(world: World) -> None:
    await world.sign_up()
    stronger = world.beside(cost=Cost(passes=2, memory_kib=16, lanes=1))

    answers = await asyncio.gather(*(stronger.try_sign_in() for _ in range(3)))

    assert [answer.status_code for answer in answers] == [200, 200, 200]


async def test_passwords_are_kept_as_argon2id_of_the_cost_we_promise(
    either_database, tmp_path
) -> None:
    world = World(either_database, tmp_path, cost=Cost())
    await world.sign_up()

    (kept,) = [row.password_hash for row in world.rows("users")]
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await world.sign_in(password=PASSWORD)
    assert (await world.try_sign_in(password=OTHER_PASSWORD)).status_code == 401
