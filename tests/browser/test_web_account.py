"""One's account on the pages: the second factor, tokens, leaving, consents, photo, own data."""

import base64
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from moim.contexts.users.domain.second_factor import code_at, step_at
from tests.browser.visiting import PASSWORD, Visit, Visitor

pytestmark = pytest.mark.browser


def _code_of(page: Page) -> str:
    """What an authenticator app shows for the key on the page."""
    page.click("dialog summary")
    secret = page.locator("dialog .secret-text").inner_text().replace(" ", "")
    return code_at(base64.b32decode(secret), step_at(datetime.now(UTC)))


def _sign_in(visitor: Visitor) -> None:
    page = visitor.page
    page.wait_for_url("**/signin")
    page.fill("[name=email]", visitor.email)
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]")


def test_the_second_factor_is_turned_on_by_a_picture_and_asked_for_at_the_door(visit: Visit):
    visitor = visit(width=360, expects=(401,))
    page = visitor.page
    visitor.sign_up("twofold")
    visitor.go("/settings/security")
    visitor.settle()
    page.click("text=2단계 인증 켜기")
    page.fill("dialog [name=password]", PASSWORD)
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".qr")
    assert page.evaluate("document.querySelector('.qr').naturalWidth > 0")
    assert visitor.fits()
    page.fill("dialog [name=code]", _code_of(page))
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".secret-lines")
    recovery = page.locator(".secret-lines code").all_inner_texts()
    assert len(set(recovery)) == 10
    page.click("dialog .button-main")
    visitor.settle()
    expect(page.locator("main")).to_contain_text("남은 복구 코드 10개")

    page.click("text=모든 기기에서 로그아웃")
    page.click("dialog .button-danger")
    _sign_in(visitor)
    page.wait_for_selector("[name=otp]")
    page.fill("[name=otp]", "000000")
    page.click("form button[type=submit]")
    expect(page.locator("[data-field=otp] .field-error")).not_to_be_empty()
    page.fill("[name=otp]", recovery[0])
    page.click("form button[type=submit]")
    page.wait_for_selector(".home")


def test_a_token_is_shown_once_and_opens_what_it_says_until_it_is_revoked(visit: Visit):
    visitor = visit(expects=(401, 403))
    page = visitor.page
    visitor.sign_up("scripter")
    visitor.go("/settings/security")
    visitor.settle()
    page.click("text=새 토큰")
    page.fill("dialog [name=name]", "거실 라즈베리파이")
    page.check("dialog [value='workouts:read']")
    page.click("dialog button[type=submit]")
    token = page.locator("dialog .secret-text").inner_text()
    asked = """([path, token]) => fetch(path, {credentials: "omit",
        headers: {Authorization: `Bearer ${token}`}}).then((answer) => answer.status)"""
    assert page.evaluate(asked, ["/v1/workouts", token]) == 200
    assert page.evaluate(asked, ["/v1/goals", token]) == 403
    page.click("dialog .button-main")
    row = page.locator(".row", has_text="거실 라즈베리파이")
    expect(row).to_contain_text("운동 기록: 읽기")
    assert token not in page.content()
    row.locator("button").click()
    page.click("dialog .button-danger")
    expect(page.locator("main")).to_contain_text("만든 토큰이 없습니다")
    assert page.evaluate(asked, ["/v1/workouts", token]) == 401
