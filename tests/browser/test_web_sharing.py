"""What others see: a place that is hidden, a link that is given, used and taken back."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.own_courses import START_LAT, START_LON, gpx
from tests.browser.visiting import Visit, Visitor

pytestmark = pytest.mark.browser
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).replace(
    hour=1, minute=0, second=0, microsecond=0
)
COURSE = {"name": "one.gpx", "mimeType": "application/gpx+xml", "buffer": gpx(YESTERDAY)}
NEAREST = """([path, lat, lon]) => fetch(path).then((answer) => answer.json()).then((track) =>
    Math.min(...track.lat.map((north, at) => north === null ? Infinity
        : Math.hypot(north - lat, (track.lon[at] - lon) * Math.cos(lat * Math.PI / 180)))))"""
METRES_A_DEGREE = 111_195
ASK_FOR_CHALLENGE = """async (workout) => {
  const api = await import("/assets/api.js");
  const now = Date.now(), at = (ms) => new Date(now + ms).toISOString();
  const { id } = await api.create("/v1/challenges", { title: "달빛 리그", metric: "distance",
    starts_at: at(3600000), ends_at: at(90000000), state: "announced" });
  await api.create(`/v1/workouts/${workout}/share-requests`, { place: `challenge:${id}` });
}"""


def test_a_link_shows_a_workout_without_the_hidden_place_until_it_is_taken_back(visit: Visit):
    owner = visit(width=360)
    page = owner.page
    owner.sign_up("sharer")
    owner.go("/import")
    page.set_input_files("#import-files", COURSE)
    page.wait_for_selector(".file-end a")
    where = page.get_attribute(".file-end a", "href")

    owner.go("/settings/privacy")
    page.click("text=숨길 곳 더하기")  # the map begins where the courses begin
    page.fill("dialog [name=name]", "집")
    assert owner.fits()
    page.click("dialog button[type=submit]")
    expect(page.locator(".row", has_text="집")).to_contain_text("반경 400 m")

    owner.go(str(where))
    page.click("text=공유")
    page.click("dialog button[type=submit]")
    link = page.locator("dialog .secret-text").inner_text()

    stranger = visit(expects=(404, 410))
    stranger.page.goto(link)
    expect(stranger.page.locator(".figures-main")).to_contain_text("km")
    expect(stranger.page.locator(".map-canvas")).to_be_visible()
    path = "/v1" + link.removeprefix(owner.origin) + "/track"
    degrees = stranger.page.evaluate(NEAREST, [path, START_LAT, START_LON])
    assert 400 < degrees * METRES_A_DEGREE < math.inf

    page.click("dialog .row button")
    expect(page.locator("dialog .row")).to_have_count(0)
    stranger.page.reload()
    expect(stranger.page.locator("main")).to_contain_text("더는 볼 수 없는 링크입니다")

    stranger.sign_up("asker")
    stranger.go(str(where))
    stranger.page.click("text=보여 달라고 요청하기")
    expect(stranger.page.locator(".ask-to-see")).to_contain_text("요청을 보냈습니다")
    owner.go("/workouts")
    expect(page.locator(".asked")).to_contain_text("한 명이 내 운동을 보고 싶어 합니다")
    page.click(".asked a")
    asked = page.locator(".row", has_text="asker")
    asked.get_by_role("button", name="허락").click()
    seeing = page.locator("section", has_text="요청을 허락받아")
    expect(seeing.locator(".row")).to_contain_text("asker")
    assert owner.fits()
    stranger.go(str(where))
    expect(stranger.page.locator(".map-canvas")).to_be_visible()
    expect(stranger.page.locator(".workout-recording")).to_have_count(0)
    seeing.get_by_role("button", name="거두기").click()
    expect(seeing).to_be_hidden()
    _asks_for_a_challenge(stranger, str(where))
    owner.go("/settings/privacy")
    expect(asked).to_contain_text("챌린지에서 보이기 · 달빛 리그")
    assert owner.fits()


def _asks_for_a_challenge(stranger: Visitor, where: str) -> None:
    stranger.page.evaluate(ASK_FOR_CHALLENGE, where.rsplit("/", 1)[-1])
    stranger.go("/settings/privacy")
    expect(stranger.page.locator("main")).to_contain_text("거절됨")
    expect(stranger.page.locator("main")).to_contain_text("챌린지에서 보이기 · 달빛 리그")


def test_the_map_is_moved_by_keys_and_the_zone_with_it(visit: Visit):
    visitor = visit()
    page = visitor.page
    visitor.sign_up("mover")
    visitor.go("/settings/privacy")
    page.click("text=숨길 곳 더하기")
    page.wait_for_selector(".zone-canvas")
    page.fill("dialog [name=name]", "회사")
    north = float(page.input_value("[name=lat]"))
    page.focus(".zone-canvas")
    page.keyboard.press("ArrowUp")
    page.wait_for_function(f"document.querySelector('[name=lat]').value != {north:.5f}")
    moved = float(page.input_value("[name=lat]"))
    assert 50 < (moved - north) * METRES_A_DEGREE < 2000
    page.fill("[name=radius_m]", "900")
    page.click("dialog button[type=submit]")
    row = page.locator(".row", has_text="회사")
    expect(row).to_contain_text("반경 900 m")
    row.get_by_role("button", name="회사 지우기").click()
    page.click("dialog .button-danger")
    expect(page.locator("main")).to_contain_text("숨긴 곳이 없습니다")
