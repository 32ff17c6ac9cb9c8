"""What one hears of: announcements, quiet hours, devices, what is muted."""

import base64
import os
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.visiting import Running, Visit, Visitor

pytestmark = pytest.mark.browser
ENDPOINT = "fcm.googleapis.com/fcm/send/one-of-ours"
PUSH_SERVICE = """
  Notification.requestPermission = () => Promise.resolve("granted");
  Object.defineProperty(Notification, "permission", { get: () => "granted" });
  PushManager.prototype.subscribe = function (options) {
    if (options.applicationServerKey.length !== 65) throw new Error("not a point of P-256");
    return Promise.resolve({ toJSON: () => ({
      endpoint: "https:" + "//ENDPOINT", expirationTime: null,
      keys: { p256dh: "POINT", auth: "AUTH" },
    }) });
  };
"""


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def tick(page: Page, name: str) -> None:
    with page.expect_response("**/follow"):
        page.check(f"[name={name}]")


def test_a_race_is_announced_followed_seen_in_the_calendar_and_called_off(
    visit: Visit, running: Running
):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("announcer")
    visitor.becomes("staff", running)  # who organises, decides and words
    visitor.go("/announcements")
    page.click("text=행사 등록")
    page.fill("dialog [name=title]", "달빛 하프")
    page.fill("dialog [name=starts_on]", "2029-05-06")
    page.select_option("dialog [name=segment]", "followers")
    page.click("dialog button[type=submit]")
    expect(page.locator("h1")).to_have_text("달빛 하프")
    expect(page.locator(".news-when")).to_contain_text("2029년 5월 6일")
    page.click("main >> text=팔로우")
    tick(page, "calendar")
    assert page.is_checked("[name=reminders]")
    expect(page.locator(".news-organising")).to_contain_text("팔로워")
    page.click("text=이 소식 알림 끄기")
    expect(page.locator(".toast")).to_contain_text("알리지 않습니다")
    assert visitor.fits()
    there = page.evaluate("location.pathname")

    visitor.go("/calendar/2029-05?day=2029-05-06")
    expect(page.locator(".day-panel")).to_contain_text("달빛 하프")
    expect(page.locator("[data-day='2029-05-06'] .day-event")).to_have_count(1)
    page.click(".day-panel .row")
    page.wait_for_url(f"**{there}")
    page.click("text=전달 현황")
    expect(page.locator(".news-reach")).to_contain_text(re.compile("전달됨|아직 아무에게도"))
    page.click("text=행사 취소")
    page.fill("dialog [name=reason]", "강풍")
    page.click("dialog button[type=submit]")
    expect(page.locator(".notice-bad")).to_contain_text("강풍")
    expect(page.locator("text=팔로우 중")).to_have_count(0)
    visitor.go("/announcements")
    page.click(".chips >> text=예정")
    page.wait_for_url("**?state=upcoming")
    visitor.settle()
    expect(page.locator(".news-row", has_text="달빛 하프")).to_have_count(0)
    page.click(".chips >> text=취소됨")
    page.wait_for_url("**?state=cancelled")
    page.select_option("[name=kind]", "race")
    page.wait_for_url("**?state=cancelled&kind=race")
    expect(page.locator(".news-row", has_text="달빛 하프")).to_have_count(1)
    assert visitor.fits()
    visitor.go("/settings/notifications")
    _hear_of_it_again(page)
    _ask_for_priority_and_reword(page)
    assert visitor.fits()
    _read_what_staff_reads(visitor)


def _hear_of_it_again(page: Page) -> None:
    muted = page.locator(".card", has_text="알림을 끈 것")
    expect(muted).to_contain_text("달빛 하프")
    muted.locator("button").click()
    expect(muted).to_contain_text("끈 것이 없습니다")


def _read_what_staff_reads(visitor: Visitor) -> None:
    page = visitor.page
    page.wait_for_function(
        "async () => (await (await fetch('/v1/insights/topics')).json()).items.length > 0"
    )
    visitor.go("/notifications/figures?of=all")
    expect(page.locator(".card", has_text="우선순위 요청")).to_contain_text("목표")
    assert visitor.fits()
    visitor.go("/settings/feedback")
    told = page.locator(".card", has_text="챌린지 개선 의견")
    expect(told).to_contain_text(re.compile("챌린지에 대한 의견이 없습니다|보냄"))
    assert visitor.fits()


def _ask_for_priority_and_reword(page: Page) -> None:
    urgent = page.locator(".card", has_text="알림 우선순위")
    urgent.locator("[name=topic]").select_option("goals")
    urgent.get_by_role("button", name="바꿔 달라고 하기").click()
    wish = urgent.locator("li", has_text="목표 → 높음")
    wish.get_by_role("button", name="승인").click()
    expect(wish.locator(".tag")).to_have_text("승인")
    refused = page.locator(".card", has=page.get_by_role("heading", name="080 수신거부"))
    refused.locator("[name=list]").fill("번호\n010-1234-5678")
    refused.get_by_role("button", name="반영하기").click()
    expect(refused.locator("[role=status]")).to_contain_text("번호 1개를 받았고")
    expect(refused.locator("[role=status]")).to_contain_text("읽지 못한 줄: 1")
    page.click("text=알림 문구")
    page.locator(".row-button", has_text="댓글에서 회원님을 언급").click()
    page.fill("dialog [name=title_en]", "{people} called you")
    page.get_by_role("button", name="미리 보기").click()
    expect(page.locator("dialog .verdict-card").last).to_contain_text("3 others called you")
    page.keyboard.press("Escape")
    page.locator(".row-button", has_text="무료수신거부").first.click()
    page.get_by_role("button", name="미리 보기").click()
    expect(page.locator("dialog .verdict-card").first).to_contain_text("(광고)모임 02-123-4567")


def test_quiet_hours_and_this_browser_are_kept_and_taken_back(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    point = text_of(b"\4" + os.urandom(64))
    told = PUSH_SERVICE.replace("ENDPOINT", ENDPOINT).replace("POINT", point)
    page.add_init_script(told.replace("AUTH", text_of(os.urandom(16))))
    visitor.sign_up("sleeper")
    visitor.go("/settings/notifications")
    quiet = page.locator(".card", has=page.get_by_role("heading", name="방해 금지 시간"))
    for start in ("23:00", "12:30"):
        quiet.get_by_role("button", name="시간 추가").click()
        quiet.locator("[name=start]").last.fill(start)
    quiet.get_by_label("일요일").last.uncheck(force=True)
    quiet.locator("[name=summary_at]").fill("09:30")
    quiet.get_by_role("button", name="저장").click()
    expect(page.locator(".toast")).to_contain_text("저장")
    page.click("text=이 브라우저에서 받기")
    device = page.locator(".card", has=page.get_by_role("heading", name="알림 받는 기기"))
    expect(device.locator(".row")).to_contain_text("이 브라우저")
    page.reload()
    expect(quiet.locator(".quiet-window")).to_have_count(2)
    expect(quiet.locator("[name=summary_at]")).to_have_value("09:30")
    expect(quiet.get_by_label("일요일").first).not_to_be_checked()  # 12:30 comes first
    assert visitor.fits()
    device.locator(".row button").click()
    page.click("dialog .button-danger")
    expect(device.locator(".row")).to_have_count(0)
    expect(page.locator("text=이 브라우저에서 받기")).to_be_visible()


def test_a_letter_s_way_out_asks_first_and_needs_no_account(visit: Visit):
    guest = visit(width=360, expects=(404,))
    about = {"channel": "email", "purpose": "marketing", "topic": "announcements"}

    def answered(route: Route) -> None:
        route.fulfill(json=about | {"done": route.request.method == "POST"})

    guest.page.route("**/v1/unsubscribe/ours", answered)
    guest.go("/unsubscribe/ours")
    guest.page.get_by_role("button", name="수신 거부하기").click()
    expect(guest.page.locator(".notice-good")).to_contain_text("이메일 광고성 정보 수신을 거부")
    assert guest.fits()
    guest.go("/unsubscribe/nobody-s")
    expect(guest.page.get_by_role("button", name="수신 거부하기")).to_have_count(0)
    expect(guest.page.get_by_role("alert")).to_contain_text("더 쓸 수 없습니다")
