"""Signing in with Kakao, Naver and Google, against a provider on this machine."""

import base64
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from moim.contexts.users.adapters.oauth.providers import offered
from moim.contexts.users.domain.identity import ProviderName
from moim.contexts.users.domain.second_factor import code_at, step_at
from moim.platform.cookies import CSRF_COOKIE
from tests.contexts.users.stub_provider import Stub, serving
from tests.contexts.users.world import EMAIL, OTHER_PASSWORD, PASSWORD, Hands, World, bearer


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first"})


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture(params=ProviderName, ids=str)
def stub(request, key: RSAKey, clock: Hands) -> Iterator[Stub]:
    with serving(Stub(request.param, key, clock)) as served:
        yield served


@pytest.fixture
def kakao(key: RSAKey, clock: Hands) -> Iterator[Stub]:
    with serving(Stub(ProviderName.KAKAO, key, clock)) as served:
        yield served


def world_with(stub: Stub, database, tmp_path, **options) -> World:
    providers = {stub.name: stub.provider()}
    return World(database, tmp_path, clock=stub.clock, providers=providers, **options)


class Browser:
    """One browser: it keeps cookies and follows where it is sent."""

    def __init__(self, world: World, stub: Stub) -> None:
        self.world, self.stub, self.client = world, stub, world.a_client()
        self.client.headers["accept-language"] = "ko"

    async def to_provider(self) -> str:
        """Where the provider sends the browser back to."""
        started = await self.client.get(f"/v1/oauth/{self.stub.name}/start")
        assert started.status_code == 303, started.text
        return await self.agree(started.headers["location"])

    async def agree(self, url: str) -> str:
        async with httpx.AsyncClient(verify=False) as outside:
            return (await outside.get(url)).headers["location"]

    async def sign_in(self) -> httpx.Response:
        return await self.client.get(await self.to_provider())

    async def sign_up(
        self, email: str = EMAIL, nickname: str = "민지", *, web: bool = False
    ) -> httpx.Response:
        ticket = ticket_in(await self.sign_in())
        form = {"ticket": ticket, "email": email, "nickname": nickname}
        headers = {"x-moim-web": "1"} if web else {}
        return await self.client.post("/v1/oauth/sign-ups", json=form, headers=headers)


def ticket_in(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    url = urlsplit(answer.headers["location"])
    assert url.path == "/sign-up"
    return parse_qs(url.fragment)["ticket"][0]


@pytest.mark.event(2)
async def test_a_stranger_signs_up_and_comes_back_with_the_same_identity(
    stub: Stub, either_database, tmp_path
) -> None:
    world = world_with(stub, either_database, tmp_path)
    browser = Browser(world, stub)

    signed_up = await browser.sign_up()
    again = Browser(world, stub)
    back = await again.sign_in()
    me = await again.client.get("/v1/users/me")

    assert signed_up.status_code == 201, signed_up.text
    assert (back.status_code, back.headers["location"]) == (303, "http://moim.test/")
    assert me.json()["id"] == signed_up.json()["user"]["id"]
    told = world.published("UserLoggedIn")
    assert [one["method"] for one in told] == [stub.name.value] * 2
    assert len(world.published("UserRegistered")) == 1
    assert stub.subject not in world.raw()


async def test_the_same_address_at_a_provider_opens_nobodys_account(
    kakao: Stub, sqlite, tmp_path
) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    await world.sign_up()  # with the very address that the provider tells

    browser = Browser(world, kakao)
    answer = await browser.sign_up()

    assert (answer.status_code, answer.json()["code"]) == (409, "email-taken")
    assert (await browser.client.get("/v1/users/me")).status_code == 401


async def test_whose_account_it_is_may_link_a_provider_and_unlink_it(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    id = await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    browser = Browser(world, kakao)

    asked = await browser.client.post("/v1/users/me/identities/kakao", headers=me)
    linked = await browser.client.get(await browser.agree(asked.json()["url"]))
    entered = Browser(world, kakao)
    await entered.sign_in()
    found = await entered.client.get("/v1/users/me")
    listed = (await world.client.get("/v1/users/me/identities", headers=me)).json()["items"]
    gone = await world.client.delete("/v1/users/me/identities/kakao", headers=me)
    after = await Browser(world, kakao).sign_in()

    assert linked.status_code == 303, linked.text
    assert found.json()["id"] == str(id)
    assert [one["provider"] for one in listed] == ["kakao"]
    assert gone.status_code == 204
    assert ticket_in(after)
    again = await world.client.delete("/v1/users/me/identities/kakao", headers=me)
    assert again.status_code == 404


async def test_an_identity_of_somebody_else_cannot_be_linked(kakao: Stub, sqlite, tmp_path) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    await Browser(world, kakao).sign_up("first@example.com", "첫째")
    await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    browser = Browser(world, kakao)
    asked = await browser.client.post("/v1/users/me/identities/kakao", headers=me)

    answer = await browser.client.get(await browser.agree(asked.json()["url"]))

    assert (answer.status_code, answer.json()["code"]) == (409, "identity-taken")


async def test_an_answer_counts_once_and_in_the_browser_that_asked(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    browser = Browser(world, kakao)
    stolen = await browser.to_provider()
    elsewhere = await Browser(world, kakao).client.get(stolen)
    used_up = await browser.client.get(stolen)
    url = await browser.to_provider()
    first = await browser.client.get(url)
    second = await browser.client.get(url)

    for answer in (elsewhere, used_up, second):
        assert (answer.status_code, answer.json()["code"]) == (403, "oauth-state-unknown")
    assert "처음부터 다시" in second.json()["detail"]
    assert ticket_in(first)


async def test_a_browser_is_shown_a_page_when_its_sign_in_is_refused(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    stolen = await Browser(world, kakao).to_provider()
    window = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

    shown = await Browser(world, kakao).client.get(stolen, headers=window)

    assert shown.status_code == 303
    assert shown.headers["location"].endswith("/refused#oauth-state-unknown")


async def test_a_question_is_forgotten_after_ten_minutes(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    browser = Browser(world, kakao)
    url = await browser.to_provider()

    world.clock.pass_by(minutes=10)

    assert (await browser.client.get(url)).json()["code"] == "oauth-state-unknown"
    await browser.to_provider()
    assert len(world.rows("oauth_tries")) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"aud": ["our-client", "other"], "azp": "other"},
        {"iss": "https://evil.example"},
        {"nonce": "another"},
        {"exp": 0},
        {"iat": 9_999_999_999},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": None},
    ],
    ids=str,
)
async def test_a_token_that_does_not_hold_is_refused(kakao: Stub, sqlite, tmp_path, claims) -> None:
    kakao.claims = claims

    answer = await Browser(world_with(kakao, sqlite, tmp_path), kakao).sign_in()

    assert (answer.status_code, answer.json()["code"]) == (401, "oauth-not-proven")


async def test_a_token_signed_by_somebody_else_is_refused(kakao: Stub, sqlite, tmp_path) -> None:
    honest = kakao.jwks()
    kakao.keys = [RSAKey.generate_key(2048, {"kid": "first"})]
    kakao.jwks = lambda: honest

    answer = await Browser(world_with(kakao, sqlite, tmp_path), kakao).sign_in()

    assert answer.json()["code"] == "oauth-not-proven"


async def test_a_provider_may_change_its_keys_and_they_are_kept_meanwhile(
    kakao: Stub, sqlite, tmp_path
) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    for _ in range(2):
        ticket_in(await Browser(world, kakao).sign_in())
    assert kakao.key_requests == 1

    kakao.keys.append(RSAKey.generate_key(2048, {"kid": "second"}))

    ticket_in(await Browser(world, kakao).sign_in())
    assert kakao.key_requests == 2


async def test_who_does_not_agree_is_told_so(stub: Stub, sqlite, tmp_path) -> None:
    stub.consents = False

    answer = await Browser(world_with(stub, sqlite, tmp_path), stub).sign_in()

    assert (answer.status_code, answer.json()["code"]) == (403, "oauth-denied")
    assert "취소했습니다" in answer.json()["detail"]


async def test_each_refusal_of_a_provider_has_its_meaning(stub: Stub, sqlite, tmp_path) -> None:
    world = world_with(stub, sqlite, tmp_path)
    codes = []
    for refusal in ({"error": "invalid_grant"}, {"error": "invalid_client"}):
        stub.refusal = refusal
        codes.append((await Browser(world, stub).sign_in()).json()["code"])
    stub.broken = True
    codes.append((await Browser(world, stub).sign_in()).json()["code"])

    assert codes == ["oauth-not-proven", "oauth-misconfigured", "oauth-unavailable"]


async def test_a_ticket_works_once_and_for_a_quarter_of_an_hour(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    browser = Browser(world, kakao)
    form = {"ticket": ticket_in(await browser.sign_in()), "email": EMAIL, "nickname": "민지"}
    other = {"ticket": ticket_in(await browser.sign_in()), "email": "a@b.kr", "nickname": "또"}

    first = await browser.client.post("/v1/oauth/sign-ups", json=form)
    used = await browser.client.post("/v1/oauth/sign-ups", json=form | {"email": "x@y.kr"})
    same_person = {**other, "nickname": "다른 사람"}
    taken = await browser.client.post("/v1/oauth/sign-ups", json=same_person)
    world.clock.pass_by(minutes=15)
    late = await browser.client.post("/v1/oauth/sign-ups", json=same_person)

    assert first.status_code == 201, first.text
    assert used.json()["code"] == "oauth-ticket-no-longer-works"
    assert taken.json()["code"] == "identity-taken"
    assert late.json()["code"] == "oauth-ticket-no-longer-works"


async def test_where_sign_up_is_closed_a_provider_opens_no_account(
    kakao: Stub, sqlite, tmp_path
) -> None:
    world = world_with(kakao, sqlite, tmp_path, sign_up_open=False)
    await world.sign_up("owner@example.com", "주인")

    answer = await Browser(world, kakao).sign_up()

    assert (answer.status_code, answer.json()["code"]) == (403, "sign-up-closed")


async def test_a_moderators_lock_closes_this_way_in_too(kakao: Stub, sqlite, tmp_path) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    moderator = bearer((await world.a_moderator())["access_token"])
    id = (await Browser(world, kakao).sign_up()).json()["user"]["id"]
    await world.client.post(f"/v1/users/{id}/lock", headers=moderator)

    answer = await Browser(world, kakao).sign_in()

    assert (answer.status_code, answer.json()["code"]) == (403, "account-locked")


async def test_a_provider_that_is_not_set_up_is_not_offered(kakao: Stub, sqlite, tmp_path) -> None:
    world = world_with(kakao, sqlite, tmp_path)

    answer = await world.client.get("/v1/oauth/google/start")

    assert (answer.status_code, answer.json()["code"]) == (404, "oauth-not-offered")
    assert (await world.client.get("/v1/oauth")).json() == {"providers": ["kakao"]}
    assert set(offered({"kakao": ("id", "secret"), "naver": ("id", "")})) == {"kakao"}


async def test_linking_with_cookies_alone_needs_the_pages_own_proof(
    kakao: Stub, sqlite, tmp_path
) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    browser = Browser(world, kakao)
    ticket = ticket_in(await browser.sign_in())
    form = {"ticket": ticket, "email": EMAIL, "nickname": "민지"}
    await browser.client.post("/v1/oauth/sign-ups", json=form, headers={"x-moim-web": "1"})

    bare = await browser.client.post("/v1/users/me/identities/kakao")
    proof = {"x-csrf-token": browser.client.cookies[CSRF_COOKIE]}
    proven = await browser.client.post("/v1/users/me/identities/kakao", headers=proof)

    assert (bare.status_code, bare.json()["code"]) == (403, "csrf-mismatch")
    assert proven.status_code == 200


async def with_second_factor(world: World, browser: Browser, email: str = EMAIL) -> bytes:
    """Give the account that the browser signed up with a password and then a second factor."""
    own = {"x-moim-web": "1", "x-csrf-token": browser.client.cookies[CSRF_COOKIE]}
    await browser.client.post("/v1/users/me/password", json={"new_password": PASSWORD}, headers=own)
    me = bearer((await world.sign_in(email))["access_token"])
    path = "/v1/users/me/second-factor"
    begun = await world.client.post(path, json={"password": PASSWORD}, headers=me)
    secret = base64.b32decode(begun.json()["secret"])
    code = {"code": code_at(secret, step_at(world.clock()))}
    confirmed = await world.client.post(f"{path}/confirm", json=code, headers=me)
    assert confirmed.status_code == 200, confirmed.text
    world.clock.pass_by(seconds=30)
    return secret


async def test_a_providers_word_is_the_first_factor_only(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    browser = Browser(world, kakao)
    await browser.sign_up(web=True)
    secret = await with_second_factor(world, browser)

    back = Browser(world, kakao)
    answer = await back.sign_in()
    url = urlsplit(answer.headers["location"])
    ticket = parse_qs(url.fragment)["code_ticket"][0]
    before = await back.client.get("/v1/users/me")
    wrong = await back.client.post(
        "/v1/oauth/second-factor", json={"ticket": ticket, "otp": "000000"}
    )
    form = {"ticket": ticket, "otp": code_at(secret, step_at(world.clock()))}
    right = await back.client.post("/v1/oauth/second-factor", json=form)
    again = await back.client.post("/v1/oauth/second-factor", json=form)

    assert url.path == "/sign-in"
    assert before.status_code == 401
    assert (wrong.status_code, wrong.json()["code"]) == (401, "second-factor-wrong")
    assert right.status_code == 200, right.text
    assert (await world.get_me(right.json()["access_token"])).status_code == 200
    assert again.json()["code"] == "oauth-ticket-no-longer-works"
    assert [one["reason"] for one in world.published("LoginFailed")] == ["wrong-code"]


async def test_wrong_codes_after_a_provider_lock_as_well(kakao: Stub, sqlite, tmp_path) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    browser = Browser(world, kakao)
    await browser.sign_up(web=True)
    await with_second_factor(world, browser)
    back = Browser(world, kakao)
    url = urlsplit((await back.sign_in()).headers["location"])
    form = {"ticket": parse_qs(url.fragment)["code_ticket"][0], "otp": "000000"}

    codes = [
        (await back.client.post("/v1/oauth/second-factor", json=form)).json()["code"]
        for _ in range(6)
    ]

    assert codes == ["second-factor-wrong"] * 5 + ["too-many-failures"]


async def test_a_ticket_to_sign_up_is_none_for_a_code(kakao: Stub, sqlite, tmp_path) -> None:
    world = world_with(kakao, sqlite, tmp_path)
    ticket = ticket_in(await Browser(world, kakao).sign_in())

    answer = await world.client.post(
        "/v1/oauth/second-factor", json={"ticket": ticket, "otp": "123456"}
    )

    assert answer.json()["code"] == "oauth-ticket-no-longer-works"


@pytest.mark.event(4)
async def test_who_came_by_a_provider_sets_a_first_password_and_then_needs_it(
    kakao: Stub, either_database, tmp_path
) -> None:
    world = world_with(kakao, either_database, tmp_path)
    signed_up = (await Browser(world, kakao).sign_up()).json()
    me = bearer(signed_up["access_token"])
    change = "/v1/users/me/password"

    early = await world.try_sign_in()
    none = (await world.client.get("/v1/users/me", headers=me)).json()["has_password"]
    weak = await world.client.post(change, json={"new_password": "short"}, headers=me)
    first = await world.client.post(change, json={"new_password": PASSWORD}, headers=me)
    second = await world.client.post(change, json={"new_password": OTHER_PASSWORD}, headers=me)

    assert early.json()["code"] == "wrong-credentials"
    assert none is False
    assert weak.status_code == 422
    assert first.status_code == 204, first.text
    assert (second.status_code, second.json()["code"]) == (403, "wrong-password")
    assert (await world.sign_in())["user"]["id"] == signed_up["user"]["id"]
    assert len(world.published("PasswordChanged")) == 1
