"""One's account on the pages: the second factor, tokens, leaving, consents, photo, own data."""

import base64
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from moim.contexts.users.domain.second_factor import code_at, step_at
from tests import heic
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


def test_a_photo_is_cropped_before_it_is_sent_and_stands_beside_the_name(visit: Visit, tmp_path):
    picture = tmp_path / "wide.png"
    wide = Image.new("RGB", (900, 300), "#1463d6")
    wide.paste("#c9f04d", (0, 0, 300, 300))
    wide.save(picture)
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("pictured")
    visitor.go("/settings")
    page.set_input_files(".photo-field input", picture)
    page.focus(".crop")
    for _ in range(30):
        page.keyboard.press("ArrowRight")  # the picture goes left: to its blue end
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".photo-field img")
    expect(page.locator(".topbar .face img")).to_have_count(1)
    corner = """() => {
      const [image] = document.querySelectorAll(".photo-field img");
      return image.decode().then(() => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.drawImage(image, 0, 0);
        return [...pen.getImageData(2, 2, 1, 1).data];
      });
    }"""
    red, green, blue, _ = page.evaluate(corner)
    assert (red < 60, green < 140, blue > 180) == (True, True, True)

    taken = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": heic.PHOTO}
    page.set_input_files(".photo-field input", taken)  # no Chromium can show it
    expect(page.locator(".toast").last).to_contain_text("가운데를 정사각형으로")
    red, green, blue, _ = page.evaluate(corner)
    assert (red < 60, green < 60, blue > 180) == (True, True, True)
    page.click("text=사진 지우기")
    expect(page.locator(".topbar .face img")).to_have_count(0)


def test_consent_to_ads_at_night_is_asked_only_of_who_has_ads_and_wishes_stay(visit: Visit):
    visitor = visit()
    page = visitor.page
    visitor.sign_up("consenting")
    visitor.go("/settings/notifications")
    visitor.settle()
    expect(page.locator("[name='push.night']")).to_have_count(0)
    page.check("[name='push.marketing']")
    page.check("[name='push.night']")
    expect(page.locator(".toast")).to_contain_text("푸시 야간 광고 수신에 동의했습니다.")
    page.check("[name='goals.email']")
    expect(page.locator(".toast")).to_contain_text("알림 설정을 저장했습니다.")
    page.reload()
    visitor.settle()
    assert page.is_checked("[name='push.night']")
    assert page.is_checked("[name='goals.email']")
    assert page.evaluate("document.querySelector('[name=\"goals.push\"]').indeterminate")
    page.uncheck("[name='push.marketing']")
    expect(page.locator("[name='push.night']")).to_have_count(0)


def test_who_leaves_takes_their_data_along_and_may_change_their_mind(visit: Visit):
    visitor = visit(width=360, expects=(404,))  # no export yet
    page = visitor.page
    visitor.sign_up("leaver")
    visitor.go("/settings/data")
    visitor.settle()
    page.click("text=파일 준비하기")
    with page.expect_download() as download:
        page.click("a[download]")
    with ZipFile(download.value.path()) as file:
        assert file.testzip() is None
    assert visitor.fits()
    page.click("text=탈퇴하기…")
    page.fill("dialog [name=password]", PASSWORD)
    page.click("dialog button[type=submit]")
    _sign_in(visitor)
    notice = page.locator(".leaving .notice")
    expect(notice).to_contain_text("지워집니다")
    notice.locator("button").click()
    expect(notice).to_have_count(0)
    visitor.go("/settings/activity")
    expect(page.locator(".rows")).to_contain_text("탈퇴 취소")
    page.click("text=통계 보기")
    expect(page.locator(".activity-figures dl")).to_contain_text("탈퇴 취소")
    page.reload()
    expect(page.locator(".activity-figures dl")).to_contain_text("탈퇴 취소")
    assert visitor.fits()


def test_what_one_tells_of_oneself_is_kept_and_the_body_only_with_consent(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("telling")
    visitor.go("/settings")
    about = page.locator("form.about-me")
    expect(about.locator("[name=weight_kg]")).to_be_hidden()
    about.locator("[name=region]").fill("어딘가")
    about.locator("button[type=submit]").click()
    expect(about.locator("[data-field=region] .field-error")).to_contain_text("목록에서")
    about.locator("[name=region]").fill("서귀")
    expect(about.locator(".suggestion").first).to_have_text("제주특별자치도 서귀포시")
    about.locator("[name=region]").press("ArrowDown")
    about.locator("[name=region]").press("Enter")
    expect(about.locator(".suggestions")).to_be_hidden()
    about.locator("[name=preferred_device]").select_option("coros")
    about.locator("[name=health_consent]").check()
    about.locator("[name=weight_kg]").fill("62.5")
    about.locator("button[type=submit]").click()
    expect(page.locator(".toast").last).to_contain_text("저장했습니다")
    page.reload()
    expect(about.locator("[name=region]")).to_have_value("제주특별자치도 서귀포시")
    expect(about.locator("[name=preferred_device]")).to_have_value("coros")
    expect(about.locator("[name=weight_kg]")).to_have_value("62.5")
    page.evaluate(
        "() => import('/assets/api.js')"
        ".then((api) => api.patch('/v1/users/me', { resting_heart_rate_bpm: 52 }))"
    )
    page.reload()
    about.locator("a[href='/settings/training']").click()
    page.locator("summary", has_text="새로 정하기").first.click()
    expect(page.locator("[name=resting_bpm]")).to_have_value("52")
    visitor.go("/settings")
    about.locator("[name=health_consent]").uncheck()
    about.locator("button[type=submit]").click()
    expect(page.locator(".toast").last).to_contain_text("저장했습니다")
    page.reload()
    about.locator("[name=health_consent]").check()
    expect(about.locator("[name=weight_kg]")).to_have_value("")
    assert visitor.fits()
    visitor.go("/settings/training")
    page.locator("summary", has_text="새로 정하기").first.click()
    expect(page.locator("[name=resting_bpm]")).to_have_value("")
    assert visitor.fits()


def test_feedback_is_sent_and_stands_there_until_it_is_answered(visit: Visit):
    visitor = visit(width=360)
    page = visitor.page
    visitor.sign_up("wishing")
    visitor.go("/settings")
    page.click("a[href='/settings/feedback']")
    page.select_option("[name=topic]", "workout")
    page.fill("[name=text]", "잠수 기록도\n넣고 싶어요")
    page.click("form button[type=submit]")
    sent = page.locator(".feedback")
    expect(sent).to_contain_text("넣고 싶어요")
    expect(sent).to_contain_text("운동 기록")
    expect(sent).to_contain_text("답변을 기다리고 있습니다")
    expect(page.locator("[name=text]")).to_have_value("")
    assert visitor.fits()
