"""The second factor: the figures of RFC 6238, and signing in with it."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.users.domain.second_factor import (
    SecondFactor,
    code_at,
    recovery_code,
    recovery_hash,
    step_at,
)
from moim.kernel.ids import new_id
from tests.contexts.users.people import NOON
from tests.contexts.users.world import EMAIL, PASSWORD, World, bearer

PATH = "/v1/users/me/second-factor"


@pytest.mark.parametrize(
    ("at_s", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_rfc_6238_appendix_b(at_s: int, code: str) -> None:
    assert code_at(b"12345678901234567890", at_s // 30) == code


@given(st.binary(min_size=20, max_size=20), st.integers(-5, 5))
def test_a_code_is_good_for_its_step_and_one_to_either_side(secret: bytes, off: int) -> None:
    factor = SecondFactor(user_id=new_id(), secret=secret, confirmed_at=NOON)
    near = [code_at(secret, step_at(NOON) + step) for step in (-1, 0, 1)]
    code = code_at(secret, step_at(NOON) + off)

    assert factor.admits(code, NOON) == (code in near)
    assert not factor.admits(code, NOON) or near.count(code) > 1


@given(st.binary(min_size=10, max_size=10))
def test_a_recovery_code_is_good_once_however_it_is_typed(random: bytes) -> None:
    code = recovery_code(random)
    kept = frozenset({recovery_hash(code)})
    factor = SecondFactor(user_id=new_id(), secret=b"x", confirmed_at=NOON, recovery=kept)

    assert factor.admits(code.upper().replace("-", " "), NOON)
    assert not factor.admits(code, NOON)


class Phone:
    """An authenticator app of one account."""

    def __init__(self, world: World, me, secret: str) -> None:
        self.world, self.me, self.secret = world, me, base64.b32decode(secret)

    def code(self, off: int = 0) -> str:
        return code_at(self.secret, step_at(self.world.clock()) + off)

    async def sign_in(self, otp: str | None = None):
        form = {"email": EMAIL, "password": PASSWORD} | ({"otp": otp} if otp else {})
        return await self.world.client.post("/v1/sessions", json=form)


async def enrolled(world: World) -> tuple[Phone, list[str]]:
    await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    begun = await world.client.post(PATH, json={"password": PASSWORD}, headers=me)
    phone = Phone(world, me, begun.json()["secret"])
    form = {"code": phone.code()}
    confirmed = await world.client.post(f"{PATH}/confirm", json=form, headers=me)
    assert confirmed.status_code == 200, confirmed.text
    world.clock.pass_by(seconds=30)
    return phone, confirmed.json()["recovery_codes"]


async def test_the_password_alone_is_not_enough_once_it_is_on(world: World) -> None:
    phone, _ = await enrolled(world)

    without = await phone.sign_in()
    code = phone.code()
    with_code = await phone.sign_in(code)
    again = await phone.sign_in(code)

    assert (without.status_code, without.json()["code"]) == (401, "second-factor-needed")
    assert with_code.status_code == 200
    assert (again.status_code, again.json()["code"]) == (401, "second-factor-wrong")
    assert [one["reason"] for one in world.published("LoginFailed")] == ["wrong-code"]
    assert phone.secret not in world.raw().encode()
    assert base64.b32encode(phone.secret).decode() not in world.raw()


async def test_an_answer_lost_on_the_way_can_be_asked_for_again(world: World) -> None:
    await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    first, second = me | {"idempotency-key": "begin"}, me | {"idempotency-key": "confirm"}
    password = {"password": PASSWORD}

    begun = [await world.client.post(PATH, json=password, headers=first) for _ in range(2)]
    other = {"password": "not the password"}
    reused = await world.client.post(PATH, json=other, headers=first)
    phone = Phone(world, me, begun[0].json()["secret"])
    code = {"code": phone.code()}
    told = [await world.client.post(f"{PATH}/confirm", json=code, headers=second) for _ in "12"]
    anew = await world.client.post(f"{PATH}/confirm", json=code, headers=me)

    assert [one.status_code for one in begun + told] == [201, 201, 200, 200]
    assert begun[0].content == begun[1].content
    assert told[0].content == told[1].content
    assert {one.headers["cache-control"] for one in begun + told} == {"no-store"}
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency-key-reused")
    assert anew.json()["code"] == "second-factor-already-on"
    codes = told[0].json()["recovery_codes"]
    assert not any(secret in world.raw() for secret in [begun[0].json()["secret"], *codes])
    world.clock.pass_by(seconds=30)
    assert (await phone.sign_in(codes[0])).status_code == 200


async def test_the_wrong_password_tells_nothing_of_a_second_factor(sqlite_world: World) -> None:
    await enrolled(sqlite_world)

    answer = await sqlite_world.try_sign_in(password="not the password")

    assert answer.json()["code"] == "wrong-credentials"


async def test_wrong_codes_lock_like_wrong_passwords(world: World) -> None:
    phone, _ = await enrolled(world)

    codes = [(await phone.sign_in("000000")).json()["code"] for _ in range(5)]

    assert codes == ["second-factor-wrong"] * 5
    assert (await phone.sign_in(phone.code())).json()["code"] == "too-many-failures"


async def test_a_recovery_code_lets_in_once(world: World) -> None:
    phone, codes = await enrolled(world)

    first = await phone.sign_in(codes[0])
    second = await phone.sign_in(codes[0])
    state = await world.client.get(PATH, headers=bearer(first.json()["access_token"]))

    assert (first.status_code, second.status_code) == (200, 401)
    assert state.json() == {"on": True, "recovery_codes_left": 9}
    assert not any(code in world.raw() for code in codes)


async def test_one_that_was_never_confirmed_is_not_asked_for(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    me = bearer((await sqlite_world.sign_in())["access_token"])
    begun = await sqlite_world.client.post(PATH, json={"password": PASSWORD}, headers=me)

    wrong = await sqlite_world.client.post(
        f"{PATH}/confirm", json={"code": "000000"}, headers=me | {"accept-language": "ko"}
    )

    assert begun.json()["uri"].startswith("otpauth://totp/Moim%3A")
    drawn = begun.json()["qr_svg"]
    assert drawn.startswith("<svg ")
    assert drawn.count("M4 4.5h7m") == 1  # the first line of the finder pattern, 4 modules in
    assert (wrong.status_code, wrong.json()["code"]) == (403, "second-factor-not-confirmed")
    assert "휴대전화의 시각" in wrong.json()["detail"]
    assert (await sqlite_world.try_sign_in()).status_code == 200


async def test_beginning_and_ending_it_need_the_password(world: World) -> None:
    phone, _ = await enrolled(world)
    wrong, right = {"password": "not the password"}, {"password": PASSWORD}
    client, me = world.client, phone.me

    refused = await client.request("DELETE", PATH, json=wrong, headers=me)
    twice = await client.post(PATH, json=right, headers=me)
    ended = await client.request("DELETE", PATH, json=right, headers=me)
    again = await client.request("DELETE", PATH, json=right, headers=me)

    assert refused.json()["code"] == "wrong-password"
    assert twice.json()["code"] == "second-factor-already-on"
    assert (ended.status_code, again.json()["code"]) == (204, "second-factor-not-on")
    assert (await phone.sign_in()).status_code == 200
    await world.settle()
    assert sum("2단계 인증" in mail["Subject"] for mail in world.mails()) == 2


async def test_guesses_at_the_first_code_are_counted(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    me = bearer((await sqlite_world.sign_in())["access_token"])
    await sqlite_world.client.post(PATH, json={"password": PASSWORD}, headers=me)

    answers = [
        await sqlite_world.client.post(f"{PATH}/confirm", json={"code": "000000"}, headers=me)
        for _ in range(6)
    ]

    assert answers[-1].status_code == 429
