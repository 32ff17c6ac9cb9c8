"""The number for text messages on the page of notifications."""

import json

import pytest
from playwright.sync_api import Route, expect

from tests.browser.visiting import Visit, Visitor

pytestmark = pytest.mark.browser
PHONE = "**/v1/notification-settings/phone"
MASKED = "010-****-5678"
CODE = "482913"


class Texting:
    """The address of one's number as an instance with SOLAPI answers: none is reached by tests."""

    def __init__(self, visitor: Visitor) -> None:
        self.number: str | None = None
        self.waiting = False
        self.asked: list[str] = []
        visitor.page.route(PHONE, self._phone)
        visitor.page.route(f"{PHONE}/verification", self._code)

    def _phone(self, route: Route) -> None:
        if route.request.method == "PUT":
            self.asked.append(json.loads(route.request.post_data or "{}")["number"])
            self.waiting = True
        elif route.request.method == "DELETE":
            self.number = None
            route.fulfill(status=204)
            return
        self._answer(route)

    def _code(self, route: Route) -> None:
        if json.loads(route.request.post_data or "{}")["code"] != CODE:
            problem = {"code": "wrong-code", "status": 422, "title": "", "errors": []}
            problem |= {"detail": "인증번호가 다릅니다. 4번 더 시도할 수 있습니다."}
            route.fulfill(status=422, content_type="application/problem+json", json=problem)
            return
        self.number, self.waiting = MASKED, False
        self._answer(route)

    def _answer(self, route: Route) -> None:
        waiting = {"number": MASKED, "expires_at": "2029-11-02T03:10:00Z", "tries_left": 5}
        since = "2026-11-02T03:00:00Z" if self.number else None
        told = {"number": self.number, "since": since, "offered": True}
        route.fulfill(json=told | {"waiting": waiting if self.waiting else None})


def test_a_number_is_proved_by_its_code_and_taken_away(visit: Visit):
    visitor = visit(width=360, expects=(422,))
    page = visitor.page
    visitor.sign_up("texted")
    texting = Texting(visitor)
    visitor.go("/settings/notifications")
    card = page.locator(".card", has=page.get_by_role("heading", name="휴대전화 번호"))

    card.get_by_role("button", name="인증번호 받기").click()
    expect(card.locator(".field-error")).to_be_visible()
    card.get_by_label("휴대전화 번호").fill("010-1234-5678")
    page.keyboard.press("Enter")
    expect(card).to_contain_text(MASKED)
    expect(card.get_by_label("인증번호")).to_be_focused()
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(card.locator(".field-error")).to_contain_text("4번 더")
    assert visitor.fits()
    card.get_by_label("인증번호").fill(CODE)
    page.keyboard.press("Enter")
    expect(card.locator(".row")).to_contain_text(MASKED)
    assert texting.asked == ["010-1234-5678"]
    assert visitor.fits()

    card.get_by_role("button", name="지우기").click()
    page.click("dialog .button-danger")
    expect(card.locator(".row")).to_have_count(0)
    expect(card.get_by_label("휴대전화 번호")).to_be_visible()


def test_where_no_text_is_sent_the_page_says_so(visit: Visit):
    visitor = visit(language="en")
    visitor.sign_up("untexted")
    visitor.go("/settings/notifications")
    page = visitor.page
    card = page.locator(".card", has=page.get_by_role("heading", name="Mobile number"))
    expect(card).to_contain_text("This server sends no text messages")
    expect(card.locator("input")).to_have_count(0)
