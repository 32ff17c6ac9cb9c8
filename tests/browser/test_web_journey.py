"""The main story in a real browser: sign up, drop files, see what they say, set a goal."""

import base64
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.own_courses import gpx
from tests.browser.test_web_access import AUDIT
from tests.browser.visiting import PASSWORD, Running, Visit, Visitor, address_of

pytestmark = pytest.mark.browser

DEVICES = Path(__file__).parents[3] / "shared/data/devices"
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).replace(
    hour=1, minute=0, second=0, microsecond=0
)
WORDS = {
    "ko": {"imported": "가져옴", "duplicate": "중복", "failed": "실패", "undo": "가져오기 취소"},
    "en": {
        "imported": "Imported",
        "duplicate": "Duplicate",
        "failed": "Failed",
        "undo": "Undo import",
    },
}
DROP = """(files) => {
  const transfer = new DataTransfer();
  for (const {name, content} of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  const zone = document.querySelector(".drop");
  for (const type of ["dragenter", "dragover", "drop"]) {
    const about = {dataTransfer: transfer, bubbles: true, cancelable: true};
    zone.dispatchEvent(new DragEvent(type, about));
  }
}"""


def drop(visitor: Visitor, files: dict[str, bytes]) -> None:
    """Drop files on the import page as a hand would, and wait for every verdict."""
    visitor.go("/import")
    coded = [{"name": n, "content": base64.b64encode(c).decode()} for n, c in files.items()]
    visitor.page.evaluate(DROP, coded)
    visitor.page.wait_for_function(
        """(names) => names.every((name) => [...document.querySelectorAll(".file")].some((row) =>
            row.querySelector("b").textContent === name && !row.querySelector("progress, .spinner")
            && row.querySelector(".verdict")))""",
        arg=list(files),
    )


def verdict(visitor: Visitor, name: str) -> str:
    return visitor.page.locator(".file", has_text=name).locator(".verdict").inner_text()


def two_runs() -> dict[str, bytes]:
    return {
        "아침-러닝.gpx": gpx(YESTERDAY),
        "evening.gpx": gpx(YESTERDAY + timedelta(hours=9), metres=5200, east=0.05),
    }


@pytest.mark.parametrize(("language", "width"), [("ko", 360), ("en", 1280)])
def test_a_runner_drops_files_and_finds_them_everywhere(visit: Visit, language: str, width: int):
    visitor = visit(language=language, width=width)
    page, word = visitor.page, WORDS[language]
    visitor.sign_up(f"runner{language}{width}")
    assert page.get_attribute("html", "lang") == language

    runs = two_runs()
    files = {**runs, "notes.txt": b"milk, bread"}
    for real in sorted(DEVICES.rglob("*.fit"))[:1]:  # what a device wrote, where it is at hand
        files[real.name] = real.read_bytes()
    drop(visitor, files)
    assert verdict(visitor, "아침-러닝.gpx") == word["imported"]
    assert verdict(visitor, "evening.gpx") == word["imported"]
    assert verdict(visitor, "notes.txt") == word["failed"]
    assert page.locator(".file", has_text="notes.txt").locator(".file-reason").inner_text()
    assert visitor.fits()
    drop(visitor, {"again.gpx": runs["evening.gpx"]})
    assert verdict(visitor, "again.gpx") == word["duplicate"]

    local = YESTERDAY + timedelta(hours=9)
    visitor.go(f"/calendar/{local:%Y-%m}")
    blob = page.locator(f"[data-day='{local:%Y-%m-%d}'] .day-blob")
    expect(blob).to_have_text(re.compile("8\\.[12]"))
    page.click(f"[data-day='{local:%Y-%m-%d}']")
    expect(page.locator(".day-panel .row")).to_have_count(2)
    assert visitor.fits()

    page.locator(".day-panel .row", has_text=re.compile("5\\.[12]\\d")).click()
    page.wait_for_selector(".chart-svg")
    visitor.settle()
    expect(page.locator(".figures-main")).to_contain_text(re.compile("5\\.[12]"))
    assert page.locator(".table tbody tr").count() >= 6
    assert visitor.fits()

    page.locator(".charts").focus()
    page.keyboard.press("End")
    assert re.search(r"5\.[12]\d km", page.get_attribute(".charts", "aria-valuetext") or "")

    visitor.go("/goals")
    page.click(".presets .chip >> nth=0")
    page.click("dialog button[type=submit]")
    expect(page.locator(".goal")).to_have_count(1)
    expect(page.locator(".goal .ring-text")).to_contain_text("%")
    assert visitor.fits()
    page.click(".goal .icon-button")
    page.fill("dialog [name=target]", "5")
    page.click("dialog button[type=submit]")
    page.click(".goal-history summary")
    expect(page.locator(".goal-history .tag")).to_have_count(1)
    expect(page.locator(".goal-history")).to_contain_text("100 km")
    page.click(".goal .icon-button")
    page.click("dialog .button-bad")
    expect(page.locator(".ended-goals")).to_contain_text("5 km")


def test_an_import_is_undone_as_a_whole(visit: Visit):
    visitor = visit()
    visitor.sign_up("undoer")
    drop(visitor, two_runs())
    visitor.page.click(".head-actions button >> nth=0")
    visitor.page.click("dialog .button-danger")
    expect(visitor.page.locator(".import-results")).to_be_hidden()
    visitor.go("/workouts")
    visitor.settle()
    assert visitor.page.locator(".row").count() == 0


def test_results_of_an_import_are_still_there_after_a_reload(visit: Visit):
    visitor = visit()
    visitor.sign_up("reloader")
    drop(visitor, two_runs())
    visitor.page.reload()
    expect(visitor.page.locator(".file")).to_have_count(2)
    assert verdict(visitor, "evening.gpx") == WORDS["ko"]["imported"]


def counted_by_new_zones(page: Page) -> None:
    """Zones that hold since the day before count the workout there is once they are asked to."""
    zones = page.locator("section", has=page.get_by_role("heading", name="심박 구간"))
    zones.locator("summary").click()
    zones.locator("[name=valid_from]").fill(f"{YESTERDAY - timedelta(days=1):%Y-%m-%d}")
    zones.locator("[name=guess_rest]").fill("52")
    zones.locator("[name=guess_top]").fill("188")
    zones.locator("button[type=submit]").click()
    recount = zones.locator(".recount")
    expect(recount).to_contain_text("운동 1개가 아직 예전 구간으로")
    recount.get_by_role("button", name="이 구간으로 다시 나누기").click()
    expect(recount).to_have_text("지난 운동 1개도 이 구간으로 나눴습니다.")


def test_a_workout_gets_a_title_and_is_deleted(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("editor")
    drop(visitor, {"one.gpx": gpx(YESTERDAY)})
    page.click(".file a")
    page.wait_for_selector(".workout-title .icon-button")
    page.click("text=원본에서 다시 계산")
    expect(page.locator(".toast").last).to_contain_text("바뀐 숫자는 없습니다")
    meaning = page.locator("section", has=page.get_by_role("heading", name="분석", exact=True))
    expect(meaning).to_contain_text("훈련 부하")
    expect(meaning).to_contain_text("경사 보정 페이스")
    meaning.get_by_role("link", name="훈련 기준 적기").click()
    basis = page.locator("section", has=page.get_by_role("heading", name="심박과 파워의 기준"))
    basis.locator("summary").click()
    basis.locator("[name=valid_from]").fill(f"{YESTERDAY - timedelta(days=9):%Y-%m-%d}")
    basis.locator("[name=resting_bpm]").fill("52")
    basis.locator("[name=greatest_bpm]").fill("188")
    basis.locator("[name=sex]").select_option("male")
    basis.locator("button[type=submit]").click()
    expect(basis).to_contain_text("쉬는 심박 52 bpm · 최고 심박 188 bpm · 남성")
    counted_by_new_zones(page)
    page.go_back()
    expect(meaning).to_contain_text("훈련 부하")
    expect(meaning).not_to_contain_text("흔한 값")
    page.click(".workout-title .icon-button")
    page.fill("dialog [name=title]", "강 따라 <b>천천히</b>")
    page.click("dialog button[type=submit]")
    expect(page.locator("h1")).to_have_text("강 따라 <b>천천히</b>")
    page.reload()
    expect(page.locator("h1")).to_have_text("강 따라 <b>천천히</b>")
    page.click(".workout-foot .button-bad")
    page.click("dialog .button-danger")
    page.wait_for_url("**/workouts")
    expect(page.locator(".row")).to_have_count(0)
    expect(page.locator(".empty")).to_be_visible()


def test_a_part_is_kept_and_given_back_and_a_neighbour_joined(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("tidier")
    later = gpx(YESTERDAY + timedelta(hours=1), metres=2000)
    drop(visitor, {"one.gpx": gpx(YESTERDAY), "two.gpx": later})
    page.click(".file a >> nth=0")
    figures, history = page.locator(".figures-main"), page.locator(".workout-history")
    expect(history).to_contain_text("아직 바뀐 적이 없습니다")

    page.click("text=구간 자르기")
    page.fill("dialog [name=start_s]", "1분")
    page.click("dialog button[type=submit]")
    expect(page.locator("dialog .field-error").first).to_contain_text("1:02:03이나")
    page.fill("dialog [name=start_s]", "0:40")
    page.locator("dialog .crop-handle").last.focus()
    page.keyboard.press("PageDown")
    end = page.input_value("dialog [name=end_s]")
    assert end != "16:40"
    expect(page.locator("dialog .crop-figures")).to_contain_text("전체 3.00 km")
    page.fill("dialog [name=end_s]", "10:40")
    page.press("dialog [name=end_s]", "Tab")
    expect(page.locator("dialog .crop-figures")).to_contain_text("1.80 km")
    assert visitor.fits()
    assert page.evaluate(AUDIT) == []
    page.click("dialog button[type=submit]")
    expect(figures).to_contain_text("10:00")
    expect(figures).to_contain_text("1.80")
    expect(history).to_contain_text("구간을 자르거나 되돌림")
    page.click("text=자르기 되돌리기")
    expect(figures).to_contain_text("16:40")

    page.click("text=다른 운동과 합치기")
    expect(page.locator("dialog")).to_contain_text("합치면 4.99 km")
    page.click("dialog button[type=submit]")
    expect(figures).to_contain_text("4.99")
    expect(history).to_contain_text("다른 운동과 합침")
    page.click(".originals summary")
    with page.expect_download() as download:
        page.get_by_role("link", name="one.gpx 내려받기").click()
    assert Path(download.value.path()).read_bytes() == gpx(YESTERDAY)
    visitor.go("/workouts")
    expect(page.locator(".row")).to_have_count(1)


def test_the_original_file_comes_back_as_it_went_in(visit: Visit):
    visitor = visit()
    visitor.sign_up("keeper")
    course = gpx(YESTERDAY)
    drop(visitor, {"kept.gpx": course})
    visitor.page.click(".file a")
    visitor.page.wait_for_selector(".workout-foot a")
    with visitor.page.expect_download() as download:
        visitor.page.click(".workout-foot a >> nth=0")
    assert Path(download.value.path()).read_bytes() == course


def test_a_workout_is_typed_in_by_hand(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("typist")
    visitor.go("/workouts/new")
    page.click("form button[type=submit]")
    expect(page.locator(".notice-bad")).to_be_visible()
    page.fill("[name=minutes]", "50")
    page.fill("[name=distance_m]", "10")
    page.fill("[name=day]", f"{YESTERDAY:%Y-%m-%d}")
    page.click("form button[type=submit]")
    page.wait_for_selector(".figures-main")
    expect(page.locator(".figures-main")).to_contain_text("10.00")
    expect(page.locator(".figures-main")).to_contain_text("5′00″")
    page.click(".workout-title .icon-button")
    assert page.input_value("dialog [name=minutes]") == "50"
    page.fill("dialog [name=minutes]", "55")
    page.fill("dialog [name=distance_m]", "11")
    page.click("dialog button[type=submit]")
    expect(page.locator(".figures-main")).to_contain_text("11.00")
    expect(page.locator(".figures-main")).to_contain_text("55:00")
    expect(page.locator(".workout-history")).to_contain_text("직접 고침")


def test_a_list_is_filtered_and_the_address_keeps_the_filter(visit: Visit):
    visitor = visit()
    page = visitor.page
    visitor.sign_up("sifter")
    drop(visitor, two_runs())
    visitor.go("/workouts")
    visitor.settle()
    page.select_option("[name=sport]", "swim")
    page.wait_for_url("**/workouts?sport=swim")
    expect(page.locator(".row")).to_have_count(0)
    post_id = "01980000-0000-7000-8000-00000000000a"
    asked = {"id": post_id, "kind": "record", "post_id": post_id, "workout_id": None}
    page.route("**/v1/workout-prompts?*", lambda route: route.fulfill(json={"items": [asked]}))
    page.route("**/v1/workout-prompts/*", lambda route: route.fulfill(status=204))
    visitor.go("/workouts?sport=run")
    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator(".asked")).to_contain_text("기록으로도 남길까요?")
    page.click("text=괜찮습니다")
    expect(page.locator(".asked")).to_be_hidden()


def test_refusals_stand_at_their_fields(visit: Visit):
    visitor = visit(expects=(409, 422))
    page = visitor.page
    visitor.go("/signup")
    page.click("form button[type=submit]")
    expect(page.locator("[data-field=email] .field-error")).not_to_be_empty()
    page.fill("[name=nickname]", "refused")
    page.fill("[name=email]", address_of("refused"))
    page.fill("[name=password]", "짧다")
    page.click("form button[type=submit]")
    expect(page.locator("[data-field=password] .field-error")).to_contain_text("10")
    page.fill("[name=password]", "1234567890")
    page.click("form button[type=submit]")
    expect(page.locator("[data-field=password] .field-error")).not_to_be_empty()
    assert page.evaluate("document.activeElement.name") == "password"


def test_a_stranger_is_asked_to_sign_in_and_then_taken_where_they_wanted(visit: Visit):
    first = visit()
    first.sign_up("returner")
    page = first.page
    first.go("/settings")
    page.click(".button-wide")
    page.wait_for_url("**/signin")
    first.go("/goals")
    page.wait_for_url("**/signin?next=%2Fgoals")
    page.fill("[name=email]", first.email)
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_url("**/goals")


def test_an_address_changes_together_with_its_page(visit: Visit):
    visitor = visit()
    page = visitor.page
    waiting: list[Route] = []
    page.route("**/views/forgot.js", lambda route: waiting.append(route))  # noqa: PLW0108 — must be a function of Python
    visitor.go("/signin")
    with page.expect_request("**/views/forgot.js"):
        page.click("a[href='/forgot']")
    page.fill("[name=email]", "still.here@example.com")
    assert page.url.endswith("/signin"), "the page still shown is the one named"
    assert page.locator("main[aria-busy=true]").count() == 1
    waiting.pop().continue_()
    page.wait_for_url("**/forgot")
    assert page.input_value("[name=email]") == ""
    assert page.locator("[name=password]").count() == 0
    page.go_back()
    page.wait_for_selector("[name=password]")
    assert page.url.endswith("/signin")


def test_a_link_cannot_send_a_signed_in_reader_elsewhere(visit: Visit):
    visitor = visit()
    visitor.sign_up("wary")
    page = visitor.page
    visitor.go("/settings")
    page.click(".button-wide")
    page.wait_for_url("**/signin")
    visitor.go("/signin?next=//example.com/")
    page.fill("[name=email]", visitor.email)
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_selector(".home")
    assert page.url == f"{visitor.origin}/"


def test_a_session_lives_on_when_its_access_cookie_is_gone(visit: Visit):
    visitor = visit(expects=(401,))
    visitor.sign_up("lasting")
    visitor.page.context.clear_cookies(name="moim_access")
    visitor.go("/goals")
    visitor.settle()
    assert visitor.page.locator(".failed").count() == 0
    assert "/goals" in visitor.page.url


def test_a_renewal_whose_answer_is_lost_on_the_way_signs_nobody_out(visit: Visit):
    visitor = visit(expects=(401,))
    visitor.sign_up("underpass")
    visitor.settle()
    page, context = visitor.page, visitor.page.context
    lost: list[str] = []

    def lose(route: Route) -> None:
        before = context.cookies(visitor.origin + "/v1/sessions/refresh")
        lost.append(route.fetch().text())
        context.add_cookies(before)  # as if the browser had never heard
        route.abort()

    page.goto(visitor.origin + "/healthz")  # nothing of the page before asks any more
    context.clear_cookies(name="moim_access")
    page.route("**/v1/sessions/refresh", lose, times=1)
    page.goto(visitor.origin + "/goals")
    page.click(".failed button")
    expect(page.locator("main h1")).to_have_text("목표")
    assert page.url.endswith("/goals")
    assert len(lost) == 1
    visitor.complaints = [one for one in visitor.complaints if "ERR_FAILED" not in one]


def test_a_forgotten_password_is_reset_by_the_link_in_the_mail(visit: Visit, running: Running):
    visitor = visit()
    page = visitor.page
    visitor.sign_up("forgetful")
    visitor.go("/settings")
    page.click(".button-wide")
    page.wait_for_url("**/signin")
    page.click("a[href='/forgot']")
    page.wait_for_url("**/forgot")
    page.fill("[name=email]", visitor.email)
    page.click("form button[type=submit]")
    page.wait_for_selector(".notice-good")
    link = _link_in_mail(page, running, "/reset/")
    visitor.go(link)
    page.fill("[name=password]", "새벽-안개-속의-다리-7")
    page.click("form button[type=submit]")
    page.wait_for_url("**/signin")
    page.fill("[name=email]", visitor.email)
    page.fill("[name=password]", "새벽-안개-속의-다리-7")
    page.click("form button[type=submit]")
    page.wait_for_selector(".home")


def _link_in_mail(page, running: Running, path: str) -> str:
    """The newest address of ``path`` in the mails the program wrote."""
    pattern = re.compile(re.escape(path) + r"[A-Za-z0-9_\-.~]+")
    for _ in range(100):
        mails = sorted((running.data / "mail").glob("**/*"), key=lambda one: one.stat().st_mtime)
        for mail in reversed([one for one in mails if one.is_file()]):
            found = pattern.search(_text_of(mail))
            if found:
                return found.group()
        page.wait_for_timeout(100)
    pytest.fail(f"no mail with {path}")


def _text_of(mail: Path) -> str:
    import email
    import email.policy

    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    return "\n".join(
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    )
