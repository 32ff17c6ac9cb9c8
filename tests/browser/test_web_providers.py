"""Signing in with Kakao by clicking, there and back, against a provider on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import expect

from moim.contexts.users.domain.identity import ProviderName
from tests.browser.conftest import MAIN, started
from tests.browser.visiting import Running, Visit, Visitor, address_of
from tests.contexts.users.stub_provider import CLIENT_ID, CLIENT_SECRET, Stub, serving

pytestmark = pytest.mark.browser

ELSEWHERE = """
from dataclasses import replace
from moim.contexts.users.adapters.oauth import providers
here = {here!r}
providers.MAKERS = {{
    name: lambda id, secret, make=make: replace(make(id, secret), **here)
    for name, make in providers.MAKERS.items()
}}
"""
"""The program with the addresses of a provider on this machine; all else of it is as it is."""


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    key = RSAKey.generate_key(2048, {"kid": "first"})
    with serving(Stub(ProviderName.KAKAO, key, lambda: datetime.now(UTC))) as served:
        served.asks = True
        yield served


@pytest.fixture(scope="module")
def running(stub: Stub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    provider = stub.provider()
    here = {name: getattr(provider, name) for name in ("authorize_url", "token_url", "jwks_url")}
    data = tmp_path_factory.mktemp("web-providers")
    settings = {"MOIM_OAUTH_KAKAO_ID": CLIENT_ID, "MOIM_OAUTH_KAKAO_SECRET": CLIENT_SECRET}
    with started(data, ELSEWHERE.format(here=here) + MAIN, **settings) as one:
        yield one


def to_kakao(visitor: Visitor, stub: Stub) -> None:
    visitor.go("/signin")
    visitor.page.get_by_role("link", name="카카오").click()
    visitor.page.wait_for_url(f"{stub.url}/**")


def agree(visitor: Visitor) -> None:
    visitor.page.click("text=동의하고 계속하기")


def test_an_account_is_made_with_kakao_and_its_owner_comes_back_with_one_press(
    visit: Visit, stub: Stub
) -> None:
    visitor = visit(width=360)
    page = visitor.page
    stub.subject = "778899"
    to_kakao(visitor, stub)
    agree(visitor)
    page.wait_for_selector("[name=nickname]")
    expect(page.locator("[name=nickname]")).to_have_value("홍길동")
    assert "ticket" not in page.url, "what proves the sign-in does not stay in the address"
    assert visitor.fits()
    page.fill("[name=nickname]", "카카오러너")
    page.fill("[name=email]", address_of("kakao"))
    page.click("form button[type=submit]")
    page.wait_for_selector(".home")

    visitor.go("/settings")
    page.get_by_role("button", name="로그아웃").click()
    page.wait_for_url("**/signin*")
    to_kakao(visitor, stub)
    agree(visitor)
    page.wait_for_selector(".home")
    me = page.evaluate("fetch('/v1/users/me').then((answer) => answer.json())")
    assert me["nickname"] == "카카오러너"


def test_who_does_not_agree_is_told_so_and_may_try_again(visit: Visit, stub: Stub) -> None:
    visitor = visit(expects=(401,))
    page = visitor.page
    stub.subject = "112233"
    to_kakao(visitor, stub)
    page.click("text=취소")
    page.wait_for_selector("h1")
    expect(page.locator("main")).to_contain_text("동의하지 않아 로그인하지 못했습니다.")
    assert page.evaluate("fetch('/v1/users/me').then((answer) => answer.status)") == 401

    to_kakao(visitor, stub)
    agree(visitor)
    page.wait_for_selector("[name=nickname]")
