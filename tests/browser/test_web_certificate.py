"""The certificate maker in a real browser: choices, live preview, what is saved, keyboard."""

import base64
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.own_courses import gpx
from tests.browser.test_web_access import AUDIT
from tests.browser.test_web_journey import drop
from tests.browser.visiting import Visit, Visitor

pytestmark = pytest.mark.browser
MORNING = (datetime.now(UTC) - timedelta(days=2)).replace(hour=1, minute=0, second=0, microsecond=0)
SIZE = """() => {
  const image = document.querySelector(".certificate-image");
  return [image.naturalWidth, image.naturalHeight];
}"""
DROP = """(content) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "강변.jpg", {type: "image/jpeg"}));
  const about = {dataTransfer: transfer, bubbles: true, cancelable: true};
  document.querySelector(".drop-photo").dispatchEvent(new DragEvent("drop", about));
}"""

PHOTO = """async () => {
  const canvas = new OffscreenCanvas(64, 64);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#1463d6";
  pen.fillRect(0, 0, 64, 64);
  const form = new FormData();
  form.append("file", await canvas.convertToBlob(), "me.png");
  const csrf = document.cookie.match(/moim_csrf=([^;]+)/)[1];
  const headers = {"X-CSRF-Token": decodeURIComponent(csrf)};
  return (await fetch("/v1/users/me/photo", {method: "PUT", body: form, headers})).status;
}"""
CORNER = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.drawImage(document.querySelector(".certificate-image"), 0, 0);
  return [...pen.getImageData(65, 65, 1, 1).data];
}"""  # the middle of where a portrait stands in the preview


def photo(size: tuple[int, int] = (1200, 1600)) -> bytes:
    """Evening over water, with a note of where it was taken."""
    image = Image.linear_gradient("L").resize(size)
    image = Image.merge(
        "RGB", (image.point(lambda v: 255 - v // 2), image, image.point(lambda v: v // 2 + 90))
    )
    ImageDraw.Draw(image).ellipse((700, 500, 900, 700), fill=(255, 230, 170))
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 12.0)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def drawn(visitor: Visitor) -> tuple[int, int]:
    """Wait for the picture; its size."""
    visitor.settle()
    expect(visitor.page.locator(".certificate-image")).to_be_visible()
    return tuple(visitor.page.evaluate(SIZE))


def source(visitor: Visitor) -> str:
    return visitor.page.get_attribute(".certificate-image", "src") or ""


def choose(visitor: Visitor, value: str) -> tuple[int, int]:
    """Choose one of the radio buttons; the size of the picture that comes of it."""
    before = source(visitor)
    visitor.page.locator(f".certificate-choices input[value='{value}']").check(force=True)
    visitor.page.wait_for_function(
        "(before) => document.querySelector('.certificate-image').src !== before", arg=before
    )
    return drawn(visitor)


def open_maker(visitor: Visitor, name: str) -> None:
    """Sign up, import a run and go to its certificate as a hand would."""
    visitor.sign_up(name)
    drop(visitor, {"morning.gpx": gpx(MORNING)})
    visitor.go("/workouts")
    visitor.page.click(".row")
    visitor.page.wait_for_selector(".workout-title")
    visitor.page.click("a[href$='/certificate']")
    visitor.page.wait_for_selector(".certificate-frame")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("ko", 1280, "dark"), ("en", 360, "light")],
)
def test_a_certificate_is_made_from_a_photo_and_saved(
    visit: Visit, language: str, width: int, scheme: str
):
    visitor = visit(language=language, width=width, scheme=scheme)
    page = visitor.page
    open_maker(visitor, f"poser{language}{width}")
    assert drawn(visitor) == (540, 675)
    assert page.evaluate(AUDIT) == []
    assert visitor.fits()

    before = source(visitor)
    page.set_input_files(
        ".drop-photo input", {"name": "강변.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.locator(".drop-photo")).to_contain_text("강변.jpg")
    page.wait_for_function(
        "(b) => document.querySelector('.certificate-image').src !== b", arg=before
    )
    for template in ("big_number", "magazine", "film", "record", "minimal"):
        choose(visitor, template)
    assert choose(visitor, "9:16") == (540, 960)
    assert choose(visitor, "16:9") == (960, 540)
    assert visitor.fits()
    assert "16:9" in (page.get_attribute(".certificate-image", "alt") or "")

    page.locator("input[value=png]").check(force=True)
    with page.expect_download() as saving:
        page.click(".certificate-choices .button-main")
    saved = saving.value
    assert saved.suggested_filename == "moim-minimal.png"
    picture = Image.open(saved.path())
    assert (picture.format, picture.size) == ("PNG", (1920, 1080))
    assert not picture.getexif()


def test_choices_work_from_the_keyboard_and_what_they_hide_is_gone(visit: Visit):
    visitor = visit()
    page = visitor.page
    open_maker(visitor, "keys")
    drawn(visitor)

    slider = page.locator("[name=glow]")
    before = source(visitor)
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("[data-field=glow] output")).to_have_text("100")
    page.wait_for_function(
        "(b) => document.querySelector('.certificate-image').src !== b", arg=before
    )

    page.locator("input[value=minimal]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[value=big_number]")).to_be_checked()
    drawn(visitor)
    expect(page.locator("[name=portrait]")).to_have_count(0)
    assert page.evaluate(PHOTO) == 200
    page.reload()
    drawn(visitor)
    assert page.evaluate(CORNER)[:3] == pytest.approx((20, 99, 214), abs=24)
    page.locator("[name=portrait]").focus()
    before = source(visitor)
    page.keyboard.press("Space")
    page.wait_for_function(
        "(b) => document.querySelector('.certificate-image').src !== b", arg=before
    )
    drawn(visitor)
    assert page.evaluate(CORNER)[2] < 190
    choose(visitor, "big_number")

    page.locator("input[name=place]").and_(page.locator("[type=checkbox]")).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-field=place]")).to_be_hidden()
    choose(visitor, "map_card")
    expect(page.locator(".drop-photo")).to_be_hidden()


def test_a_dropped_photo_counts_and_a_bad_one_is_refused_in_words(visit: Visit):
    visitor = visit(expects=(415,))
    page = visitor.page
    open_maker(visitor, "dropper")
    drawn(visitor)
    before = source(visitor)
    page.evaluate(DROP, base64.b64encode(photo()).decode())
    page.wait_for_function(
        "(b) => document.querySelector('.certificate-image').src !== b", arg=before
    )
    drawn(visitor)

    bad = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"}
    page.set_input_files(".drop-photo input", bad)
    expect(page.locator(".certificate-preview [role=alert]")).to_contain_text(
        re.compile("사진을 읽을 수 없습니다")
    )
    page.get_by_role("button", name="사진 빼기").click()
    drawn(visitor)
    expect(page.locator(".certificate-preview [role=alert]")).to_be_hidden()


def test_a_workout_without_a_track_offers_no_map(visit: Visit):
    visitor = visit()
    page = visitor.page
    visitor.sign_up("indoor")
    visitor.go("/workouts/new")
    page.fill("[name=minutes]", "40")
    page.click("form button[type=submit]")
    page.wait_for_selector(".workout-title")
    page.click("a[href$='/certificate']")
    assert drawn(visitor) == (540, 675)
    expect(page.locator("input[value=map_card]")).to_be_disabled()
    expect(page.locator("[name=course], [name=distance]")).to_have_count(0)
    assert page.evaluate(AUDIT) == []
