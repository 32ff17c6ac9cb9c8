"""What looks back: imports and their undoing, who came along, the year."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.own_courses import gpx
from tests.browser.visiting import Visit, Visitor

pytestmark = pytest.mark.browser
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).replace(
    hour=1, minute=0, second=0, microsecond=0
)
LOCAL_DAY = (YESTERDAY + timedelta(hours=9)).date()

COUNTED = """async ([day, workouts]) => {
  const year = await (await fetch(`/v1/insights/heatmap?year=${day.slice(0, 4)}`)).json();
  return year.days.some((one) => one.date === day && one.workouts === workouts);
}"""

TYPE_IN = """async (started_at) => {
  const api = await import("/assets/api.js");
  await api.create("/v1/workouts", {
    sport: "run", started_at, elapsed_s: 600, distance_m: 2000,
  });
}"""


def bring(visitor: Visitor, **files: bytes) -> None:
    """Upload files and wait for their verdicts."""
    visitor.go("/import")
    gpx_files = [
        {"name": f"{name}.gpx", "mimeType": "application/gpx+xml", "buffer": content}
        for name, content in files.items()
    ]
    visitor.page.set_input_files("#import-files", gpx_files)
    expect(visitor.page.locator(".file .verdict:not(:has(.spinner))")).to_have_count(len(files))


def test_what_was_imported_is_listed_with_its_verdicts_and_undone_later(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("historian")
    bring(visitor, morning=gpx(YESTERDAY), broken=b"<gpx")
    page.reload()
    page.click("a[href='/import/history']")
    visitor.settle()
    card = page.locator(".card", has_text="파일 2개")
    expect(card).to_contain_text("1개 가져옴 · 1개 실패")
    card.locator("summary").click()
    expect(card.locator(".file", has_text="broken.gpx").locator(".file-reason")).not_to_be_empty()
    assert visitor.fits()
    card.get_by_role("button", name="가져오기 취소").click()
    page.click("dialog .button-danger")
    expect(card).to_contain_text("되돌렸습니다")
    visitor.go("/workouts")
    visitor.settle()
    assert page.locator(".month-groups .row").count() == 0


def test_who_ran_along_is_named_to_those_who_allow_it_kept_and_left(visit: Visit):
    ours = [visit(), visit(width=360)]
    for visitor, name in zip(ours, ("hana", "duri"), strict=True):
        visitor.sign_up(name)
        visitor.go("/settings/privacy")
        visitor.settle()
        visitor.page.check("[value=named]", force=True)
        expect(visitor.page.locator(".toast")).to_be_visible()
        for part in ("운동", "지도"):
            group = visitor.page.get_by_role("group", name=part, exact=True)
            with visitor.page.expect_response("**/v1/users/me/settings"):
                group.get_by_label("모두").check(force=True)
        bring(visitor, together=gpx(YESTERDAY, metres=4000))
    duri = ours[1]  # the last to come: company is being looked for, if not found yet
    page = duri.page
    page.click(".file-end a")
    row = page.locator(".card", has_text="함께한 사람").locator(".row")
    expect(row).to_contain_text("hana", timeout=15_000)
    expect(row).to_contain_text("전 구간 함께")
    expect(page.locator(".course-names")).to_have_text("나hana")
    page.click("text=모임 보기")
    page.wait_for_url("**/companions/*")
    page.click(".workout-title .icon-button")
    page.fill("dialog [name=title]", "목요일 강변")
    page.click("dialog button[type=submit]")
    expect(page.locator("h1")).to_have_text("목요일 강변")
    page.click("text=간직하기")
    expect(page.locator("[aria-pressed=true]")).to_have_text("간직함")
    assert duri.fits()
    duri.go("/companions?kept=true")
    expect(page.locator(".rows .row")).to_contain_text("목요일 강변")
    page.click(".rows .row")
    page.click("text=빠지기")
    page.click("dialog .button-danger")
    page.wait_for_url("**/companions")
    ours[0].go("/companions")
    ours[0].settle()
    assert ours[0].page.locator(".rows .row").count() == 0


def test_a_year_is_seen_at_a_glance_and_leads_to_its_days(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("yearly")
    bring(visitor, morning=gpx(YESTERDAY), evening=gpx(YESTERDAY + timedelta(hours=9), east=0.05))
    page.wait_for_function(COUNTED, arg=[LOCAL_DAY.isoformat(), 2])
    with page.expect_response("**/v1/live/insights"):
        visitor.go(f"/year/{LOCAL_DAY.year}")
    visitor.settle()
    expect(page.locator(".figures")).to_contain_text("최장 연속")
    square = page.locator(f"[data-day='{LOCAL_DAY}']")
    assert "shade-4" in square.get_attribute("class")
    assert "2회" in square.text_content()
    assert page.locator(".year-day").count() in {365, 366}
    assert page.locator(".shade-0.year-day").count() == page.locator(".year-day").count() - 1
    ways = page.locator(".chart-picture")
    ways.scroll_into_view_if_needed()
    expect(ways).not_to_have_js_property("naturalWidth", 0)
    assert visitor.fits()
    page.evaluate(TYPE_IN, YESTERDAY.isoformat())
    expect(square).to_contain_text("3회")  # by itself
    with page.expect_response("**/v1/live/insights"):
        square.click()
    page.wait_for_url(f"**/calendar/{LOCAL_DAY:%Y-%m}?day={LOCAL_DAY}")
    expect(page.locator(".day-panel .row")).to_have_count(3)
    page.evaluate(TYPE_IN, (YESTERDAY - timedelta(hours=1)).isoformat())
    expect(page.locator(".day-panel .row")).to_have_count(4)


def test_records_name_what_they_beat_and_lead_to_the_workout(visit: Visit):
    visitor = visit(width=360, expects=(404,))
    page = visitor.page
    visitor.sign_up("recorder")
    slow = gpx(YESTERDAY - timedelta(days=1), metres=1500, speed_mps=2.5)
    bring(visitor, slow=slow, quick=gpx(YESTERDAY, metres=1500, speed_mps=3.125))
    visitor.go("/records")
    visitor.settle()
    line = page.locator(".record", has=page.get_by_text("1 km", exact=True))
    expect(line).to_contain_text("5:2")  # 1,000 m at 3.125 m/s are 5:20
    expect(line).to_contain_text("전 기록 6:")
    assert visitor.fits()
    page.locator("input[value=month]").check(force=True)
    expect(page.locator(".stepper")).to_contain_text("월")
    expect(page.locator(".stepper a")).to_have_count(1)  # nothing comes after the present month
    visitor.go("/records?year=2020&month=1")
    page.get_by_role("link", name="이전 달").click()
    expect(page.locator(".stepper")).to_contain_text("2019년 12월")
    expect(page.locator(".empty")).to_contain_text("이 기간에는 기록이 없습니다")
    visitor.go("/records")
    beaten = line.locator(".record-beat a").get_attribute("href")
    assert beaten != line.locator(".record-day a").get_attribute("href")
    line.locator(".record-day a").click()
    page.wait_for_selector(".workout-title")
    same = page.locator("section", has=page.get_by_role("heading", name="같은 코스 기록"))
    expect(same.locator("tbody tr")).to_have_count(2)
    expect(same.locator("tbody tr").first).to_contain_text("1위")  # the newest was the quicker
    same.locator("a").click()
    expect(same.locator("tbody tr b")).to_have_count(1)
    assert visitor.fits()
    nobodys = "00000000-0000-7000-8000-000000000000"
    visitor.go(f"/workouts/{nobodys}/certificate")
    expect(page.locator(".empty a")).to_have_text("운동")
    for path, way_on in (("/workouts", "운동"), ("/live", "운동"), ("/companions", "함께한 모임")):
        visitor.go(f"{path}/{nobodys}")  # waits for its heading
        expect(page.locator(".empty a")).to_have_text(way_on)
