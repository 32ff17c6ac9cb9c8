"""Challenges on the pages: made, found, entered, moving by themselves, reviewed, and over."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.test_web_access import AUDIT
from tests.browser.visiting import Running, Visit, Visitor

pytestmark = pytest.mark.browser

CREATE = """async (body) => {
  const api = await import("/assets/api.js");
  return api.create("/v1/challenges", body);
}"""


TAKE_PART = """async ([id, value]) => {
  const api = await import("/assets/api.js");
  await api.put(`/v1/challenges/${id}/entries/me`, {});
  const result = { value, at: new Date().toISOString() };
  await api.put(`/v1/challenges/${id}/results/${api.randomKey()}`, result);
}"""


WORDS = """async ([now, challenge]) => {
  const words = await import("/assets/challenge-words.js");
  return {
    left: words.timeLeft(challenge, Date.parse(now)),
    changes: [2, -1, 0].map((change) => words.changeMark(change).textContent),
    value: words.valueOf(challenge, 1324),
    period: words.periodOf(challenge),
  };
}"""


def made(organiser: Visitor, **terms: Any) -> dict[str, Any]:
    """A challenge of typed counts that runs since an hour ago, unless ``terms`` say otherwise."""
    now = datetime.now(UTC)
    body = {
        "title": "팔굽혀펴기",
        "metric": "count",
        "by_hand": True,
        "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=3)).isoformat(),
        "state": "announced",
    }
    challenge: dict[str, Any] = organiser.page.evaluate(CREATE, body | terms)
    return challenge


def enter(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    visitor.settle()
    visitor.page.click("text=참가하기")
    expect(visitor.page.get_by_role("button", name="나가기")).to_be_visible()


def type_in(visitor: Visitor, value: int) -> None:
    visitor.page.click("text=기록 입력")
    visitor.page.fill("dialog [name=value]", str(value))
    visitor.page.click("dialog button[type=submit]")
    expect(visitor.page.locator("dialog")).to_have_count(0)


def row_of(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(".ranking tr", has_text=name)


def test_a_challenge_is_made_found_and_entered_and_its_ranking_moves_by_itself(visit: Visit):
    ana, ben = visit(), visit(width=360)
    ana.sign_up("Ana")
    ben.sign_up("Ben")
    page = ana.page
    ana.go("/challenges")
    page.click("text=챌린지 만들기")
    page.fill("[name=title]", "백 번 스쿼트")
    page.select_option("[name=metric]", "count")
    expect(page.locator(".unit")).to_have_text("회")
    page.fill("[name=target]", "100")
    page.click("summary")
    page.check("[name=by_hand]")
    page.click("form button[type=submit]")
    page.wait_for_url(re.compile("/challenges/[0-9a-f-]{36}$"))
    page.click("text=참가하기")
    expect(page.get_by_role("button", name="나가기")).to_be_visible()

    ben.go("/challenges")
    ben.page.locator(".challenge-card", has_text="백 번 스쿼트").get_by_role("link").click()
    ben.page.click("text=참가하기")
    type_in(ben, 60)
    expect(row_of(ben, "Ben")).to_contain_text("60회")
    expect(ben.page.locator(".challenge-head .figures")).to_contain_text("40회 남음")
    assert ben.fits()

    expect(row_of(ana, "Ben")).to_contain_text("60회")  # nobody touched her page
    type_in(ana, 60)
    expect(page.locator(".rank-tie")).to_have_text("동률")
    expect(page.locator(".rank-own")).to_contain_text("나")
    expect(page.get_by_role("table").get_by_role("rowheader")).to_have_count(2)
    page.locator(".segment", has_text="우리 지역").click()
    expect(page.locator(".ranking-box .empty a")).to_have_attribute("href", "/settings")
    page.locator(".segment", has_text="내 주변").click()
    expect(row_of(ana, "Ana")).to_contain_text("60회")
    ana.settle()
    assert page.evaluate(AUDIT) == []

    ben.page.reload()
    ben.go("/challenges?tab=mine")
    card = ben.page.locator(".challenge-card")
    expect(card).to_contain_text(re.compile("[12]위.*60회"))
    assert ben.fits()


def test_time_left_and_changes_since_yesterday_are_said_in_words(visit: Visit):
    visitor = visit()
    visitor.go("/signin")
    challenge = {
        "state": "running",
        "metric": "time",
        "timezone": "Asia/Seoul",
        "starts_at": "2026-10-31T15:00:00Z",
        "ends_at": "2026-11-30T15:00:00Z",
    }
    said = visitor.page.evaluate(WORDS, ["2026-11-30T12:30:00Z", challenge])
    assert said["left"] == "2시간 남음"
    assert said["changes"] == ["▲2어제보다 2계단 올라감", "▼1어제보다 1계단 내려감", "–어제와 같음"]
    assert said["value"] == "22:04"
    assert said["period"] == "11월 1일 (일) – 11월 30일 (월)"


def test_who_may_not_enter_is_told_why_and_a_link_lets_in(visit: Visit):
    organiser, guest = visit(), visit(width=360, language="en", expects=(403, 404))
    organiser.sign_up("Host")
    guest.sign_up("Guest")
    local = made(organiser, title="Jeju only", region="제주특별자치도")
    hidden = made(organiser, title="Secret squats", visibility="invitation")
    page = guest.page

    guest.go(f"/challenges/{local['id']}")
    guest.settle()
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("alert")).to_contain_text("outside the group")
    assert guest.fits()

    page.goto(f"{guest.origin}/challenges/{hidden['id']}")
    expect(page.locator(".empty")).to_contain_text("only those invited")
    organiser.go(f"/challenges/{hidden['id']}")
    link = organiser.page.locator(".secret-text").text_content() or ""
    page.goto(link)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("button", name="Leave")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Secret squats")

    page.click("text=Write about it")
    page.fill("[name=title]", "Thirty a day")
    page.fill("[name=body]", "Who joins in?")
    page.click("form.card button[type=submit]")
    expect(page.locator(".attached .row")).to_have_attribute("href", f"/challenges/{hidden['id']}")
    assert guest.fits()


def reads_what_happened_and_shows_it(runner: Visitor, stranger: Visitor) -> None:
    """The list of changes, and a link that needs no account."""
    page = runner.page
    page.reload()
    page.get_by_role("button", name="기록이 바뀐 내력").click()
    expect(page.locator("dialog .review").first).to_contain_text("검토 결정")
    page.keyboard.press("Escape")
    page.click("text=결과 공유")
    page.click("text=링크 만들기")
    stranger.page.goto(page.locator(".secret-text").text_content() or "")
    expect(stranger.page.locator(".figures")).to_contain_text("900회")
    expect(stranger.page.locator(".challenge-head")).to_contain_text("Runner")
    assert stranger.fits()


def both_see_the_doubt(judge: Visitor, runner: Visitor):
    for one in (judge, runner):
        expect(row_of(one, "Runner")).to_contain_text("검토 중")
    counts = "결정될 때까지 순위에 들어갑니다"
    expect(runner.page.locator(".results .result")).to_contain_text(counts)


def is_removed(judge: Visitor, runner: Visitor):
    page = judge.page
    page.click(".organiser details summary")
    page.locator(".entrant", has_text="Runner").get_by_role("button").last.click()
    page.locator("dialog .button-danger").click()
    expect(runner.page.locator(".challenge-doors")).to_contain_text("주최자가 참여를 취소했습니다")
    expect(runner.page.locator(".challenge-doors button")).to_have_count(0)


def test_a_doubted_result_is_left_out_and_objected_to(visit: Visit, running: Running):
    judge, runner, moderator = (
        visit(),
        visit(width=360),
        visit(width=360, language="en", expects=(404,)),
    )
    judge.sign_up("Judge")
    runner.sign_up("Runner")
    challenge = made(judge, title="의심스러운 팔굽혀펴기")
    path = f"/challenges/{challenge['id']}"
    enter(judge, path)
    enter(runner, path)
    type_in(runner, 900)

    page = judge.page
    row_of(judge, "Runner").get_by_role("button").click()
    page.click("dialog >> text=이상해요")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator(".toast")).to_contain_text("검토를 요청했습니다")
    expect(page.locator("dialog .result")).to_contain_text("검토 중")
    page.keyboard.press("Escape")
    both_see_the_doubt(judge, runner)
    page.click("text=결정하기")
    page.select_option("dialog [name=decision]", "exclude")
    page.fill("dialog [name=answer]", "영상을 보내 주세요.")
    page.click("dialog button[type=submit]")
    expect(page.locator(".review")).to_contain_text("제외했습니다")
    expect(row_of(judge, "Runner")).to_have_count(0)

    own = runner.page.locator(".results .result")
    expect(own).to_contain_text("제외됨")
    expect(own.locator("time")).to_have_text(re.compile(r"\d일 \([월화수목금토일]\) 오[전후]"))
    expect(own).to_contain_text("영상을 보내 주세요.")
    own.get_by_role("button", name="이의 제기").click()
    runner.page.fill("dialog [name=text]", "영상을 보냈습니다.")
    runner.page.click("dialog button[type=submit]")
    expect(own).to_contain_text("이의를 살펴보고 있습니다.")

    moderator.sign_up("Referee")
    moderator.becomes("moderator", running)
    page.reload()
    expect(page.locator(".review")).to_contain_text("다른 운영자가 맡아야 합니다")
    moderator.go("/moderation?show=doubts")
    review = moderator.page.locator(".case", has_text=challenge["title"])
    expect(review).to_contain_text("900 times")
    assert moderator.fits()
    review.get_by_role("button").click()
    moderator.page.click("dialog button[type=submit]")
    expect(review).to_contain_text("It stands.")
    moderator.go("/moderation?show=doubts-decided")
    expect(review).to_contain_text("It stands.")
    moderator.go(path)
    expect(row_of(moderator, "Runner")).to_have_count(1)

    reads_what_happened_and_shows_it(runner, visit(width=360))

    runner.go(path)
    is_removed(judge, runner)

    moderator.go("/challenges/00000000-0000-0000-0000-000000000000")
    expect(moderator.page.locator(".empty a")).to_have_attribute("href", "/challenges")


def test_one_that_ends_while_it_is_looked_at_shows_its_podium_and_asks_how_it_was(visit: Visit):
    visitor = visit(scheme="dark")
    visitor.sign_up("Winner")
    page = visitor.page
    ends_at = datetime.now(UTC) + timedelta(seconds=6)
    challenge = made(visitor, title="번개 대결", ends_at=ends_at.isoformat())
    page.evaluate(TAKE_PART, [challenge["id"], 7])  # by hand, a slow machine could come too late
    visitor.go(f"/challenges/{challenge['id']}")
    expect(page.locator(".podium .stand-1")).to_contain_text("Winner", timeout=20_000)
    expect(page.locator("h1")).to_have_text("번개 대결")
    expect(page.locator(".challenge-when")).to_contain_text("종료")
    expect(page.get_by_role("button", name="나가기")).to_have_count(0)

    page.click("text=의견 묻기")
    page.locator(".segment", has_text="5점").click()
    page.click("text=의견 보내기")
    expect(page.locator(".notice-good")).to_contain_text("고맙습니다")
    page.reload()
    page.click("text=이 챌린지, 어땠나요?")  # who answered is not asked again
    expect(page.locator(".notice-good")).to_contain_text("고맙습니다")
    expect(page.get_by_role("button", name="의견 보내기")).to_have_count(0)
    page.click("text=통계")
    expect(page.locator("dialog .figures")).to_contain_text("7회")
