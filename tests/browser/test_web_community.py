"""Boards in a browser: writing, talking, dealing, reporting, and what happens if it is refused."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests import heic
from tests.browser.test_web_access import AUDIT
from tests.browser.visiting import Running, Visit, Visitor

pytestmark = pytest.mark.browser
PLACES = [
    "/boards",
    "/boards/all",
    "/boards/reviews/new",
    "/feed",
    "/me/drafts",
    "/me/prompts",
    "/moderation",
    "/boards/none",
]


CASE = """async (told) => {
  const { caseCard } = await import("/assets/cases.js");
  told.evidence.frozen_at = new Date().toISOString();
  document.querySelector("main").append(caseCard({ score: 1, hides_at: 8, ...told }));
}"""


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return made.getvalue()


def write(visitor: Visitor, board: str, title: str, body: str) -> None:
    visitor.go(f"/boards/{board}/new")
    visitor.page.fill("[name=title]", title)
    visitor.page.fill("[name=body]", body)


def path_of(page: Page) -> str:
    page.wait_for_url("**/posts/*")
    page.wait_for_selector("article h1")
    return page.evaluate("location.pathname")


def wrote_first(author: Visitor) -> str:
    """A first post, which waits; its path."""
    write(author, "free", "강변 모임", "**같이** 달려요\n\n- 편하게\n\n[길](https://example.com)")
    author.page.click("text=미리 보기")
    expect(author.page.locator(".preview strong")).to_have_text("같이")
    expect(author.page.locator(".preview a")).to_have_attribute(
        "rel", "nofollow ugc noopener noreferrer"
    )
    author.page.click("text=계속 쓰기")
    author.page.fill("[name=tags]", "#한강 정모")
    author.page.click("form.card button[type=submit]")
    post = path_of(author.page)
    expect(author.page.locator("article")).to_contain_text("확인을 기다리는 글입니다")
    assert author.fits()
    return post


def let_through(moderator: Visitor) -> None:
    """Shown to everybody, liked, and its author looked at."""
    moderator.go("/moderation?show=waiting")
    moderator.page.click("text=강변 모임")
    moderator.page.click("text=공개하기")
    like = moderator.page.get_by_role("button", name="좋아요")
    like.click()
    expect(like).to_have_text("좋아요1")
    expect(like).to_have_attribute("aria-pressed", "true")
    moderator.page.locator("article .author-open").click()
    expect(moderator.page.locator(".member-standing")).to_contain_text("잠겨 있지 않습니다")
    moderator.page.click("text=계정 잠그기")
    moderator.page.click("dialog >> nth=1 >> button[type=submit]")
    unsaid = moderator.page.locator("dialog").nth(1).locator("[data-field=why] .field-error")
    expect(unsaid).not_to_be_empty()
    moderator.page.keyboard.press("Escape")
    moderator.page.keyboard.press("Escape")


def held_and_sent_back(author: Visitor, moderator: Visitor, post: str) -> None:
    """An edit that a moderator turns down."""
    author.go(f"{post}/edit")
    author.page.fill("[name=body]", "**같이** 달려요 바카라")
    author.page.click("form.card button[type=submit]")
    expect(author.page.locator(".held-edit")).to_contain_text("운영자가 확인하고 있습니다")
    expect(author.page.locator(".post-body")).not_to_contain_text("바카라")
    moderator.go("/moderation?show=held")
    held = moderator.page.locator(".case", has_text="강변 모임")
    held.locator("[name=reason]").fill("도박 광고는 안 됩니다")
    held.get_by_role("button", name="돌려보내기").click()
    expect(held).to_have_count(1)
    expect(held.get_by_role("button")).to_have_count(0)
    author.go(post)
    expect(author.page.locator("article")).to_contain_text("게시되지 않았어요. 이유: 도박 광고")
    assert author.fits()


def test_a_first_post_is_let_through_talked_about_reported_and_decided(
    visit: Visit, running: Running
):
    author, moderator, reader = visit(width=360), visit(), visit()
    moderator.sign_up("moder")  # first: the first account of all has nothing looked at
    moderator.becomes("staff", running)
    author.sign_up("bora")
    post = wrote_first(author)
    let_through(moderator)
    held_and_sent_back(author, moderator, post)

    reader.sign_up("reada")
    reader.go("/boards/free?tag=한강")
    reader.page.click("text=강변 모임")
    author.go("/notifications")
    author.settle()
    reader.page.fill("section.talk textarea", "@bora 저도 갑니다")
    reader.page.click("text=댓글 남기기")
    expect(reader.page.locator(".comment .mention")).to_have_text("@bora")
    reader.page.locator(".comment").get_by_role("button", name="태그").click()
    reader.page.fill("dialog [name=tags]", "#참가")
    reader.page.click("dialog button[type=submit]")
    expect(reader.page.locator(".comment .hash")).to_have_text("#참가")

    told = author.page.locator(".notice-row", has_text="댓글에서 회원님을 언급")
    expect(told).to_have_count(1)  # without asking anew
    author.go(post)
    author.page.locator(".comment").get_by_role("button", name="답글").click()
    author.page.keyboard.type("환영해요")
    author.page.keyboard.press("Control+Enter")
    expect(author.page.locator(".comment[data-depth='2']")).to_contain_text("환영해요")

    reader.go(post)
    reader.page.locator(".comment[data-depth='1']").get_by_role("button", name="삭제").click()
    reader.page.click("dialog .button-danger")
    expect(reader.page.locator(".comment").first).to_have_text("삭제된 댓글입니다.")
    expect(reader.page.locator(".comment")).to_have_count(2)
    reader.page.locator(".post-acts").get_by_role("button", name="신고").click()
    reader.page.select_option("dialog [name=reason]", "spam")
    reader.page.click("dialog button[type=submit]")
    expect(reader.page.locator(".toast")).to_contain_text("신고를 받았습니다")

    moderator.go("/moderation")
    case = moderator.page.locator(".case", has_text="강변 모임").first
    expect(case.locator(".evidence")).to_contain_text("**같이** 달려요")
    case.locator("[name=note]").fill("광고가 아닙니다.")
    case.locator("button[type=submit]").click()
    expect(case.locator(".verdict-card")).to_contain_text("어긋남 없음")
    reader.go("/moderation?show=mine")
    expect(reader.page.locator(".case")).to_contain_text("그대로 둠")
    expect(reader.page.get_by_role("link", name="계정 찾기")).to_have_count(0)
    moderator.page.get_by_role("link", name="계정 찾기").click()
    moderator.page.fill("[name=wanted]", author.email)
    moderator.page.click("form button[type=submit]")
    moderator.page.locator(".row .author-open", has_text="bora").click()
    expect(moderator.page.locator(".member-standing summary")).to_have_text("권한")


def test_a_thing_is_offered_for_reserved_sold_and_reviewed(visit: Visit, running: Running):
    seller, buyer = visit(), visit(width=360, scheme="dark")
    seller.sign_up("sella")
    seller.becomes("moderator", running)  # whose first post does not wait
    write(seller, "market", "러닝 조끼", "거의 새것입니다.")
    seller.page.fill("[name=price_krw]", "30000")
    seller.page.fill("[name=region]", "서울특별시 마포구")
    photo = {"name": "vest.png", "mimeType": "image/png", "buffer": picture()}
    taken = {"name": "IMG_2.HEIC", "mimeType": "image/heic", "buffer": heic.PHOTO}
    seller.page.set_input_files("form.card input[type=file]", [photo, taken])
    expect(seller.page.locator(".post-photos img")).to_have_count(1)
    expect(seller.page.locator(".photo-named")).to_have_text("IMG_2.HEIC")  # Chromium shows none
    seller.page.click("form.card button[type=submit]")
    post = path_of(seller.page)

    buyer.sign_up("buyer")
    buyer.go("/boards/market")
    card = buyer.page.locator(".sale-card", has_text="러닝 조끼")
    expect(card.locator("img")).to_have_js_property("complete", value=True)
    card.locator("a").click()
    pictures = buyer.page.locator(".post-photos img")
    expect(pictures.first).to_have_js_property("naturalWidth", 40)
    expect(pictures.last).to_have_js_property("naturalWidth", heic.UPRIGHT[0])
    buyer.page.get_by_role("button", name="가격 제안").click()
    buyer.page.fill("dialog [name=price_krw]", "25000")
    buyer.page.click("dialog button[type=submit]")
    expect(buyer.page.locator(".sale-of-post")).to_contain_text("내가 제안한 가격: 25,000원")
    assert buyer.fits()

    seller.go(post)
    offer = seller.page.locator(".offer", has_text="buyer")
    expect(offer).to_contain_text("25,000원")
    offer.get_by_role("button", name="예약하기").click()
    expect(seller.page.locator(".sale-now")).to_contain_text("예약중")
    seller.page.get_by_role("button", name="거래 완료").click()
    expect(seller.page.locator(".sale-now")).to_contain_text("거래완료")

    buyer.go(post)
    buyer.page.get_by_role("button", name="거래 후기").click()
    buyer.page.check("dialog [value=punctual]")
    buyer.page.click("dialog button[type=submit]")
    expect(buyer.page.locator(".offers")).to_contain_text("시간을 지켜요")


def test_a_refused_like_is_taken_back_and_a_draft_goes_on(visit: Visit, running: Running):
    visitor = visit(expects=(429,))
    page = visitor.page
    visitor.sign_up("likes")
    visitor.becomes("moderator", running)
    write(visitor, "free", "쓰다 만 글", "나중에")
    page.click("text=임시 글로 저장")
    page.wait_for_url("**/me/drafts")
    page.click("text=쓰다 만 글")
    page.fill("[name=title]", "다 쓴 글")
    page.click("form.card button[type=submit]")
    expect(page.locator("article h1")).to_have_text("다 쓴 글")

    def refuse(route: Route) -> None:
        problem = '{"code": "slow-down", "detail": "너무 빠릅니다."}'
        route.fulfill(status=429, content_type="application/problem+json", body=problem)

    page.route("**/bookmark", refuse)
    keep = page.get_by_role("button", name="보관")
    keep.click()
    expect(page.locator(".toast-bad")).to_have_text("너무 빠릅니다.")
    expect(keep).to_have_attribute("aria-pressed", "false")
    expect(keep).to_have_text("보관0")


def test_boards_can_be_used_by_everybody_on_a_narrow_screen(visit: Visit):
    visitor = visit(language="en", width=360, scheme="dark", expects=(404,))
    visitor.sign_up("narrow")
    for path in PLACES:
        visitor.go(path)
        visitor.settle()
        assert visitor.page.evaluate(AUDIT) == [], path
        assert visitor.fits(), path


def test_what_the_server_sends_is_built_anew_from_what_may_stand(visit: Visit):
    guest = visit()
    guest.go("/boards/market")
    expect(guest.page.locator(".page-acts a")).to_have_attribute(
        "href", "/signin?next=%2Fboards%2Fmarket"
    )
    guest.go("/boards")  # who has no account may read
    guest.page.get_by_role("link", name="공개 기록").click()
    expect(guest.page.locator(".segment")).to_have_text("공개 기록")
    sent = (
        '<h1>큰 제목</h1><p id="app">글<img src="/x"></p><script>x()</script>'
        '<a href="javascript:x()">길</a><iframe src="/"></iframe>'
    )
    built = guest.page.evaluate(
        "(sent) => import('/assets/sanitised.js').then((m) => m.written(sent).outerHTML)", sent
    )
    assert built == '<div class="written "><h3>큰 제목</h3><p>글</p>x()길</div>'

    frozen = {"title": "조끼", "body": "나눔", "fields": {"price_krw": 0, "condition": "good"}}
    case = {"state": "closed", "board": "market", "evidence": frozen, "reports": []}
    guest.page.evaluate(CASE, case)
    expect(guest.page.locator(".evidence .facts")).to_have_text("가격나눔상태상태 좋음")
