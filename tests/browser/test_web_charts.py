"""Charts on request in a browser, home that moves by itself, and refusals that are pages."""

import email
import email.policy
import re

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Running, Visit, Visitor

pytestmark = pytest.mark.browser
RUN = """async () => {
  const [, csrf] = document.cookie.match(/moim_csrf=([^;]+)/);
  const body = { sport: "run", started_at: new Date(Date.now() - 7_200_000).toISOString(),
                 elapsed_s: 3000, distance_m: 10_000 };
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": decodeURIComponent(csrf),
                    "Idempotency-Key": String(Math.random()) };
  const sent = { method: "POST", headers, body: JSON.stringify(body) };
  return (await fetch("/v1/workouts", sent)).status;
}"""


def run(visitor: Visitor) -> None:
    assert visitor.page.evaluate(RUN) == 201


def verify(visitor: Visitor, running: Running) -> None:
    """Follow the link of the letter that came on signing up."""
    letters = (
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (running.data / "mail").glob("*.eml")
    )
    (link,) = (
        re.search(r"/verify/\S+", letter.get_body(("plain",)).get_content())[0]
        for letter in letters
        if letter["to"] == visitor.email
    )
    visitor.go(link)
    visitor.settle()


def says_and_is_asked(visitor: Visitor) -> None:
    """Feedback on the chart that is open; the question about it is answered."""
    page = visitor.page
    page.click("text=이 차트에 대해 의견 보내기")
    expect(page.locator("[name=topic]")).to_have_value("visualisation")
    page.fill("[name=text]", "막대 위에 숫자가 있으면 좋겠어요")
    page.click("form button[type=submit]")
    expect(page.locator(".feedback")).to_contain_text("막대 위에 숫자")
    page.wait_for_function(
        "async () => (await (await fetch('/v1/insights/questions')).json()).items.length > 0"
    )
    visitor.go("/charts")
    page.click("text=도움이 됐어요")
    expect(page.locator(".chart-question")).to_contain_text("고맙습니다")
    page.click(".chips >> text=개선 의견")
    expect(page.locator(".rows .row", has_text="차트 하나에 대한 의견")).to_be_visible()
    expect(page.locator(".rows .tag")).to_have_text("답변 대기")
    assert visitor.fits()


def test_home_moves_and_a_chart_is_drawn_downloaded_shown_by_link_and_taken_back(
    visit: Visit, running: Running
):
    visitor, stranger = visit(width=360, expects=(404,)), visit(width=360, expects=(410,))
    page = visitor.page
    visitor.sign_up("charter")
    visitor.settle()
    run(visitor)
    expect(page.locator(".band-figures")).to_contain_text("10.00", timeout=15_000)
    verify(visitor, running)

    visitor.go("/charts")
    page.click(".page-head .button")
    page.select_option("dialog [name=kind]", "weeks")
    page.select_option("dialog [name=sport]", "run")
    page.click("dialog button[type=submit]")
    expect(page.locator("h1")).to_have_text("주마다")
    page.wait_for_selector(".chart-picture")
    drawn = "() => document.querySelector('.chart-picture').naturalWidth > 0"
    page.wait_for_function(drawn)
    assert visitor.fits()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
    assert "10000" in download.value.path().read_text("utf-8")
    page.click("text=템플릿으로 저장")
    page.fill("dialog [name=name]", "주간 러닝")
    page.click("dialog button[type=submit]")
    expect(page.locator(".toast")).to_contain_text("템플릿")
    page.locator(".card .button", has_text="링크로 공유").click()
    link = page.locator("dialog .secret-text").inner_text()
    page.click("dialog .button-main")
    stranger.page.goto(link)
    expect(stranger.page.locator("h1")).to_have_text("주마다")
    stranger.page.wait_for_function(drawn)
    page.get_by_role("button", name="공유 끊기").click()
    page.click("dialog .button-danger")
    expect(page.locator(".chart-card ~ .stack")).to_contain_text("끊음")
    stranger.page.reload()
    expect(stranger.page.locator("main")).to_contain_text("더 이상 공유되지 않는")

    visitor.go("/charts?show=templates")
    expect(page.locator(".chart-row")).to_contain_text("주간 러닝")
    page.get_by_role("button", name="주간 러닝: 쓰기").click()
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".chart-picture")
    assert page.locator(".chart-terms").inner_text().count("러닝") == 1

    says_and_is_asked(visitor)

    visitor.go("/charts/01980000-0000-7000-8000-000000000000")
    expect(page.locator(".empty")).to_contain_text("지워졌거나 다른 사람의 차트")
    page.click(".empty a")
    page.wait_for_url("**/charts")


def test_a_refused_sign_in_ends_on_a_page_that_says_why(visit: Visit):
    visitor = visit(width=360)
    visitor.go("/v1/oauth/kakao/callback?state=of-nobody")
    expect(visitor.page.locator("main")).to_contain_text("이 서버에서는 쓸 수 없는 로그인입니다")
    visitor.sign_up("unconnected")
    visitor.go("/settings/connections#refused=device-connection-denied")
    expect(visitor.page.locator("[role=alert]")).to_contain_text("동의하지 않아")
    assert visitor.page.evaluate("location.hash") == ""
    assert visitor.fits()
