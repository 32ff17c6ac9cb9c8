"""A run told live to the program, watched on its page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit, Visitor

pytestmark = pytest.mark.browser

TELL = """async ([path, body]) => {
  const api = await import("/assets/api.js");
  return api.post(path, body);
}"""


def tell(visitor: Visitor, path: str, body: dict[str, object]) -> dict[str, str]:
    answer: dict[str, str] = visitor.page.evaluate(TELL, [f"/v1/workout-sessions{path}", body])
    return answer


def points(visitor: Visitor, session: str, seq: int, each: int = 60) -> None:
    now_ms = visitor.page.evaluate("Date.now()")
    first = each * (seq - 1)
    sent = [
        {"t": now_ms + 1000 * second, "lat": 37.5 + second * 2.7e-5, "lon": 127.0, "hr": 151}
        for second in range(first, first + each)
    ]
    tell(visitor, f"/{session}/points", {"seq": seq, "points": sent})


def test_a_run_is_watched_while_it_happens_and_becomes_a_workout(visit: Visit) -> None:
    visitor = visit(width=360)
    visitor.sign_up("LiveRunner")
    session = tell(visitor, "", {"sport": "run"})["id"]
    visitor.go("/")
    visitor.page.click("text=실시간으로 보기")
    page = visitor.page
    expect(page.locator("h1")).to_have_text("실시간 러닝")
    expect(page.get_by_text("아직 도착한 위치가 없습니다.")).to_be_visible()

    points(visitor, session, 1)
    expect(page.locator(".figures-main")).to_contain_text("0.18")
    expect(page.locator(".figures-main")).to_contain_text("151")
    expect(page.locator("canvas.map-canvas")).to_be_visible()
    points(visitor, session, 2)
    expect(page.locator(".figures-main")).to_contain_text("0.36")

    page.click("text=일시정지")
    expect(page.get_by_text("일시정지했습니다.")).to_be_visible()
    assert visitor.fits()
    page.click("text=다시 시작")
    page.click("text=운동 종료")
    page.locator("dialog").get_by_text("운동 종료").click()
    expect(page).to_have_url(re.compile("/workouts/"))
    visitor.settle()
    expect(page.locator(".figures-main")).to_contain_text("0.36")
