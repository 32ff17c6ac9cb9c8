"""Personal tokens: made once, bounded by scopes, gone at once; and sessions that are over."""

import pytest

from moim.contexts.users.adapters.bearers import Bearers
from moim.contexts.users.adapters.sweep import Sweep
from moim.contexts.users.domain.personal_token import SCOPES
from moim.platform.auth import NEVER_BY_PERSONAL_TOKEN
from moim.platform.tokens import hash_token
from tests.contexts.users.world import World, bearer

PATH = "/v1/users/me/tokens"
FORM = {"name": "거실 라즈베리파이", "scopes": ["users:read"]}


async def a_session(world: World) -> dict[str, str]:
    await world.sign_up()
    return bearer((await world.sign_in())["access_token"])


async def test_a_token_reads_what_its_scope_allows_and_is_kept_as_a_hash(world: World) -> None:
    me = await a_session(world)

    made = await world.client.post(PATH, json=FORM, headers=me)
    token = made.json()["token"]
    read = await world.get_me(token)

    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    assert read.json()["nickname"] == "민지"
    assert token not in world.raw()
    (row,) = world.rows("personal_tokens")
    assert row.token_hash == hash_token(token)


async def test_a_repeated_request_tells_the_same_token_which_the_database_never_shows(
    world: World,
) -> None:
    headers = await a_session(world) | {"idempotency-key": "living-room"}

    made, again = [await world.client.post(PATH, json=FORM, headers=headers) for _ in range(2)]

    assert (made.status_code, made.json()) == (again.status_code, again.json())
    assert again.headers["cache-control"] == "no-store"
    assert len(world.rows("personal_tokens")) == 1
    assert made.json()["token"] not in world.raw()


async def test_a_token_changes_no_account_and_makes_no_token(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)
    token = (await sqlite_world.client.post(PATH, json=FORM, headers=me)).json()["token"]

    edit = await sqlite_world.client.patch("/v1/users/me", json={"bio": "x"}, headers=bearer(token))
    more = await sqlite_world.client.post(PATH, json=FORM, headers=bearer(token))
    sessions = await sqlite_world.client.get("/v1/sessions", headers=bearer(token))

    assert {one.json()["code"] for one in (edit, more, sessions)} == {"scope-missing"}


async def test_a_revoked_token_counts_no_more_at_once(world: World) -> None:
    me = await a_session(world)
    made = (await world.client.post(PATH, json=FORM, headers=me)).json()
    await world.get_me(made["token"])

    revoked = await world.client.delete(f"{PATH}/{made['id']}", headers=me)
    after = await world.get_me(made["token"])
    again = await world.client.delete(f"{PATH}/{made['id']}", headers=me)

    assert (revoked.status_code, after.status_code, again.status_code) == (204, 401, 404)


async def test_a_token_revoked_in_another_process_counts_two_seconds_at_most(world: World) -> None:
    me = await a_session(world)
    made = (await world.client.post(PATH, json=FORM, headers=me)).json()
    other = world.beside()
    assert (await other.get_me(made["token"])).status_code == 200
    await world.client.delete(f"{PATH}/{made['id']}", headers=me)

    world.clock.pass_by(seconds=2)

    assert (await other.get_me(made["token"])).status_code == 401


async def test_a_token_ends_on_its_day(world: World) -> None:
    me = await a_session(world)
    made = await world.client.post(PATH, json={**FORM, "expires_in_days": 1}, headers=me)
    token = made.json()["token"]
    assert (await world.get_me(token)).status_code == 200

    world.clock.pass_by(days=1)

    assert (await world.get_me(token)).status_code == 401


async def test_the_list_tells_names_scopes_and_last_use_and_no_token(world: World) -> None:
    me = await a_session(world)
    made = (await world.client.post(PATH, json=FORM, headers=me)).json()
    bearers = Bearers(world.context)
    assert bearers(hash_token(made["token"])).via == "pat"
    await bearers.note_uses()

    (line,) = (await world.client.get(PATH, headers=me)).json()["items"]

    assert line == {
        "id": made["id"],
        "name": FORM["name"],
        "scopes": FORM["scopes"],
        "made_at": "2026-05-01T03:00:00Z",
        "expires_at": None,
        "used_at": "2026-05-01T03:00:00Z",
    }


async def test_a_stranger_revokes_nobodys_token(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)
    made = (await sqlite_world.client.post(PATH, json=FORM, headers=me)).json()
    await sqlite_world.sign_up("second@example.com", "둘째")
    other = bearer((await sqlite_world.sign_in("second@example.com"))["access_token"])

    refused = await sqlite_world.client.delete(f"{PATH}/{made['id']}", headers=other)

    assert refused.status_code == 404
    assert not (await sqlite_world.client.get(PATH, headers=other)).json()["items"]


@pytest.mark.parametrize(
    ("change", "code", "ko"),
    [
        ({"name": " "}, "token-name-not-allowed", "토큰 이름"),
        ({"scopes": ["users:write"]}, "unknown-scope", "개인 토큰에 줄 수 없는"),
        ({"scopes": ["admin:read"]}, "unknown-scope", "개인 토큰에 줄 수 없는"),
    ],
)
async def test_what_will_not_do_is_refused(sqlite_world: World, change, code, ko) -> None:
    me = await a_session(sqlite_world)

    answer = await sqlite_world.client.post(
        PATH, json=FORM | change, headers=me | {"accept-language": "ko"}
    )

    assert answer.status_code == 422
    assert code in answer.text
    assert ko in answer.text


async def test_the_fifty_first_token_is_refused(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)
    for _ in range(50):
        await sqlite_world.client.post(PATH, json=FORM, headers=me)

    answer = await sqlite_world.client.post(PATH, json=FORM, headers=me)

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-tokens")


def test_no_scope_is_offered_that_the_edge_never_honours() -> None:
    assert not SCOPES & NEVER_BY_PERSONAL_TOKEN


async def test_sessions_that_have_been_over_for_a_day_are_dropped(world: World) -> None:
    await world.sign_up()
    left = await world.sign_in()
    await world.client.delete("/v1/sessions/current", headers=bearer(left["access_token"]))
    unused = await world.sign_in()
    world.clock.pass_by(days=31, hours=1)
    await world.sign_in()

    await Sweep(world.context).once()

    assert len(world.rows("sessions")) == 1
    gone = {"refresh_token": unused["refresh_token"]}
    again = await world.client.post("/v1/sessions/refresh", json=gone)
    assert again.json()["code"] == "session-over"


async def test_sessions_that_can_be_used_are_never_dropped(world: World) -> None:
    await world.sign_up()
    session = await world.sign_in()
    world.clock.pass_by(days=29)

    await Sweep(world.context).once()

    form = {"refresh_token": session["refresh_token"]}
    assert (await world.client.post("/v1/sessions/refresh", json=form)).status_code == 200
