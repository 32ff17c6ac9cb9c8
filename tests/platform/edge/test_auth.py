from typing import Annotated

import pytest
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from moim.kernel.ids import new_id
from moim.platform.auth import (
    Caller,
    PerhapsSignedIn,
    SignedIn,
    caller_of,
    require,
)
from moim.platform.http.bodies import answer
from moim.platform.revocations import Revocations, Revoked
from moim.platform.tokens import hash_token, new_personal_token


@pytest.fixture(autouse=True)
def routes(app):
    @app.get("/v1/workouts")
    async def mine(caller: SignedIn) -> dict[str, str]:
        return {"user": str(caller.user_id), "via": caller.via}

    @app.post("/v1/workouts")
    async def add(request: Request) -> Response:
        return answer({"user": caller_of(request).user_id})

    @app.get("/v1/admin/parked")
    async def parked(caller: Annotated[Caller, Depends(require("staff"))]) -> dict[str, str]:
        return {}

    @app.get("/v1/posts")
    async def posts(caller: PerhapsSignedIn) -> dict[str, bool]:
        return {"stranger": caller is None}

    @app.post("/v1/sessions")
    async def sign_in() -> Response:
        response = answer({})
        session = new_id()
        access = app.state.authenticator.tokens.issue_access(
            new_id(), session, ["user"], app.state.authenticator._clock()
        )
        app.state.authenticator.cookies.set(
            response, session_id=session, access=access, refresh="r", access_s=900
        )
        return response

    @app.delete("/v1/sessions/current")
    async def sign_out() -> Response:
        response = answer({})
        app.state.authenticator.cookies.clear(response)
        return response


async def test_a_bearer_token_says_who_is_asking(client, signed):
    user = new_id()

    answered = await client.get("/v1/workouts", headers=signed("user", user=user))

    assert answered.json() == {"user": str(user), "via": "bearer"}


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Basic a2ltOng="}, {"authorization": "Bearer x.y.z"}]
)
async def test_without_a_good_token_the_answer_says_how_to_ask(client, headers):
    answered = await client.get("/v1/workouts", headers=headers)

    assert answered.status_code == 401
    assert answered.headers["www-authenticate"] == "Bearer"
    assert answered.json()["code"] in {"not-signed-in", "token-invalid"}


async def test_a_revoked_session_is_refused_at_once(client, signed, authenticator, clock):
    session = new_id()
    headers = signed("user", session=session)
    assert (await client.get("/v1/workouts", headers=headers)).status_code == 200

    authenticator.revocations.revoke(session, clock().replace(hour=7))

    answered = await client.get("/v1/workouts", headers=headers)
    assert answered.status_code == 401
    assert answered.json()["code"] == "session-ended"


async def test_a_locked_user_is_refused_until_the_lock_ends(client, signed, authenticator, clock):
    user = new_id()
    headers = signed("user", user=user)
    authenticator.revocations.revoke(user, clock().replace(minute=40))
    assert (await client.get("/v1/workouts", headers=headers)).status_code == 401

    clock.pass_by(minutes=10)

    assert (await client.get("/v1/workouts", headers=headers)).status_code == 200


def test_revocations_are_loaded_restored_and_forgotten(clock):
    revocations, user, session = Revocations(), new_id(), new_id()
    until = clock().replace(hour=8)
    revocations.load(lambda: [Revoked(id=user, until=until), Revoked(id=session, until=until)])

    revocations.restore(user)

    assert not revocations.covers(user, clock())
    assert revocations.covers(session, clock())
    revocations.forget_expired(until)
    assert not revocations.covers(session, clock())


@pytest.mark.parametrize(
    ("role", "status"),
    [("user", 403), ("moderator", 403), ("organiser", 403), ("staff", 200), ("owner", 200)],
)
async def test_a_role_includes_those_below_it(client, signed, role, status):
    answered = await client.get("/v1/admin/parked", headers=signed(role))

    assert answered.status_code == status


async def test_strangers_may_read_what_is_public_but_a_bad_token_is_refused(client, signed):
    assert (await client.get("/v1/posts")).json() == {"stranger": True}
    assert (await client.get("/v1/posts", headers=signed("user"))).json() == {"stranger": False}
    bad = await client.get("/v1/posts", headers={"authorization": "Bearer broken"})
    assert bad.status_code == 401


async def test_a_browser_signs_in_with_cookies_that_scripts_cannot_read(client):
    answered = await client.post("/v1/sessions")

    cookies = answered.headers.get_list("set-cookie")
    assert len(cookies) == 3
    hidden = {cookie.split("=")[0] for cookie in cookies if "httponly" in cookie.lower()}
    assert hidden == {"moim_access", "moim_refresh"}
    assert all("samesite=lax" in cookie.lower() for cookie in cookies)
    (refresh,) = (cookie for cookie in cookies if cookie.startswith("moim_refresh"))
    assert "Path=/v1/sessions" in refresh


async def test_reading_with_cookies_needs_nothing_more(client):
    await client.post("/v1/sessions")

    assert (await client.get("/v1/workouts")).json()["via"] == "cookie"


async def test_changing_with_cookies_needs_the_token_that_other_sites_cannot_read(client):
    await client.post("/v1/sessions")

    without = await client.post("/v1/workouts")
    wrong = await client.post("/v1/workouts", headers={"x-csrf-token": "guessed"})
    right = await client.post("/v1/workouts", headers={"x-csrf-token": client.cookies["moim_csrf"]})

    assert [without.status_code, wrong.status_code, right.status_code] == [403, 403, 200]
    assert without.json()["code"] == "csrf-mismatch"


async def test_a_csrf_token_of_another_session_does_not_help(client, vault):
    await client.post("/v1/sessions")
    planted = vault.mint("csrf", new_id())
    client.cookies.set("moim_csrf", planted, domain="moim.test")

    answered = await client.post("/v1/workouts", headers={"x-csrf-token": planted})

    assert answered.status_code == 403


async def test_signing_out_clears_every_cookie(client):
    await client.post("/v1/sessions")

    answered = await client.delete("/v1/sessions/current")

    assert all("Max-Age=0" in cookie for cookie in answered.headers.get_list("set-cookie"))
    assert not client.cookies


@pytest.fixture
def personal(authenticator) -> dict[str, str]:
    """Headers of a script whose token may read workouts and, by mistake, everything of users."""
    token, kept = new_personal_token()
    scopes = frozenset({"workouts:read", "admin:read", "users:write"})
    caller = Caller(
        user_id=new_id(), session_id=new_id(), roles=frozenset({"owner"}), scopes=scopes, via="pat"
    )
    authenticator.find_personal = {kept: caller}.get
    assert hash_token(token) == kept
    return {"authorization": f"Bearer {token}"}


async def test_a_personal_token_does_what_it_was_made_for_and_no_more(client, personal):
    read = await client.get("/v1/workouts", headers=personal)
    write = await client.post("/v1/workouts", headers=personal)

    assert read.json()["via"] == "pat"
    assert write.status_code == 403
    assert write.json()["details"] == {"scope": "workouts:write"}


async def test_no_personal_token_reaches_administration(client, personal):
    answered = await client.get("/v1/admin/parked", headers=personal)

    assert answered.json()["code"] == "scope-missing"
