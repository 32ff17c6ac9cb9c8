"""Everybody can use it: keyboard, names for all controls, contrast, languages, narrow screens."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import PASSWORD, Visit, address_of

pytestmark = pytest.mark.browser
OPEN = ["/signin", "/signup", "/forgot", "/reset/abc", "/nowhere", "/boards", "/refused"]
OWN = [
    "/",
    "/calendar",
    "/workouts",
    "/workouts/new",
    "/import",
    "/goals",
    "/settings",
    "/settings/security",
    "/settings/notifications",
    "/settings/privacy",
    "/settings/training",
    "/settings/activity",
    "/notifications/figures",
    "/settings/accesses",
    "/import/history",
    "/records",
    "/year",
    "/companions",
    "/challenges",
    "/challenges/new",
    "/workouts/of-no-id",
]

AUDIT = """() => {
  const wrong = [];
  const shown = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden";
  const text = (e) => (e.textContent || "").trim();
  const nameOf = (e) => {
    const by = e.getAttribute("aria-labelledby");
    if (by) return text(document.getElementById(by) ?? document.createElement("i"));
    return e.getAttribute("aria-label") || text(e) || e.getAttribute("title") || "";
  };
  for (const e of document.querySelectorAll("button, a[href], [role=button], [role=slider]"))
    if (shown(e) && !nameOf(e).trim()) wrong.push("no name: " + e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll("input, select, textarea"))
    if (!(e.labels && e.labels.length && text(e.labels[0])) && !e.getAttribute("aria-label"))
      wrong.push("no label: " + e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll("img:not([alt])")) wrong.push("no alt: " + e.src);
  for (const e of document.querySelectorAll("svg, canvas"))
    if (!e.closest("[aria-hidden=true]") && !e.getAttribute("aria-label"))
      wrong.push("picture without words: " + e.outerHTML.slice(0, 80));
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id twice");
  for (const e of document.querySelectorAll("[aria-describedby]"))
    for (const id of e.getAttribute("aria-describedby").split(" "))
      if (!document.getElementById(id)) wrong.push("describes nothing: " + id);
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (!document.querySelector("main")) wrong.push("no main");
  for (const e of document.querySelectorAll("h1:not(.sr-only)"))
    if (e.getBoundingClientRect().left < 8) wrong.push("stands at the very edge");
  const shownWords = document.body.innerText;
  const raw = shownWords.match(/\\b[a-z]+\\.[a-z]+_[a-z_]+\\b|undefined|NaN|\\[object|\\{\\w+\\}/);
  if (raw) wrong.push("raw text: " + raw[0]);
  const targets = "button, select, input:not([type=radio]):not(.sr-only), .place";
  for (const e of document.querySelectorAll(targets))
    if (shown(e)) {
      const box = e.getBoundingClientRect();
      if (box.width < 24 || box.height < 24) wrong.push("too small: " + e.outerHTML.slice(0, 120));
    }
  return wrong;
}"""

PAIRS = [
    ("--ink", "--paper"),
    ("--ink", "--surface"),
    ("--ink", "--surface-2"),
    ("--ink-2", "--paper"),
    ("--ink-2", "--surface"),
    ("--ink-2", "--surface-2"),
    ("--ink-3", "--surface"),
    ("--link", "--paper"),
    ("--link", "--surface"),
    ("--on-action", "--action"),
    ("--on-action", "--action-hover"),
    ("--on-soft", "--soft"),
    ("--on-volt", "--volt"),
    ("--on-band", "--band"),
    ("--on-band", "--band-2"),
    ("--on-band-2", "--band-2"),
    ("--volt", "--band-2"),
    ("--good", "--surface"),
    ("--good", "--good-soft"),
    ("--warn", "--surface"),
    ("--warn", "--warn-soft"),
    ("--bad", "--surface"),
    ("--bad", "--paper"),
    ("--bad", "--bad-soft"),
    ("--on-bad", "--bad"),
    ("--ink", "--heat-1"),
    ("--ink", "--heat-2"),
    ("--on-heat-3", "--heat-3"),
    ("--on-heat-strong", "--heat-4"),
    ("--paper", "--ink"),
    ("--tint-ride", "--surface"),
    *(
        (f"--chart-{kind}", "--surface")
        for kind in ("pace", "heart", "elevation", "cadence", "power")
    ),
]
EDGES = [
    ("--line-strong", "--surface"),
    ("--focus", "--paper"),
    ("--focus", "--surface"),
    ("--action", "--surface-2"),
]


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_can_be_read_on_its_ground(visit: Visit, scheme: str):
    visitor = visit(scheme=scheme)
    visitor.go("/signin")
    names = sorted({name for pair in PAIRS + EDGES for name in pair})
    colours = visitor.page.evaluate(
        "(names) => Object.fromEntries(names.map((n) => "
        "[n, getComputedStyle(document.documentElement).getPropertyValue(n).trim()]))",
        names,
    )
    pale = {
        (ink, ground): round(_contrast(colours[ink], colours[ground]), 2)
        for pairs, least in ((PAIRS, 4.5), (EDGES, 3.0))
        for ink, ground in pairs
        if _contrast(colours[ink], colours[ground]) < least
    }
    assert pale == {}


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ko", 1280)])
def test_every_page_fits_and_names_its_parts(visit: Visit, language: str, width: int):
    visitor = visit(language=language, width=width)
    wrong: dict[str, list[str]] = {}

    def look(path: str) -> None:
        visitor.go(path)
        visitor.settle()
        found = visitor.page.evaluate(AUDIT)
        if not visitor.fits():
            found.append("scrolls sideways")
        if found:
            wrong[path] = found

    for path in OPEN:
        look(path)
    visitor.sign_up(f"audit{language}{width}")
    for path in OWN:
        look(path)
    assert wrong == {}


def test_the_main_path_works_with_the_keyboard_alone(visit: Visit):
    visitor = visit()
    page = visitor.page
    visitor.go("/signup")
    for text in ("tabulator", address_of("tabulator"), PASSWORD):
        _tab_to(page, "input")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector(".home")

    page.reload()
    page.wait_for_selector("h1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    visitor.go("/calendar/2026-05?day=2026-05-30")
    visitor.settle()
    page.locator("[data-day='2026-05-30']").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.day") == "2026-05-29"
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**/calendar/2026-06?**")
    page.wait_for_function("() => document.activeElement.dataset.day === '2026-06-05'")
    page.keyboard.press("Enter")
    expect(page.locator(".day-panel h2")).to_contain_text("6월 5일")


def _tab_to(page: Page, tag: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == tag:
            return
    pytest.fail(f"no {tag} can be reached with Tab")


def test_the_language_is_switched_at_once_and_kept(visit: Visit):
    visitor = visit()
    page = visitor.page
    visitor.go("/signin")
    expect(page.locator("h1")).to_have_text("다시 만나 반갑습니다")
    page.click("[lang=en]")
    expect(page.locator("h1")).to_have_text("Welcome back")
    page.reload()
    expect(page.locator("h1")).to_have_text("Welcome back")
    assert page.get_attribute("html", "lang") == "en"


def test_the_chosen_theme_is_kept(visit: Visit):
    visitor = visit(scheme="light")
    page = visitor.page
    visitor.sign_up("nightowl")
    visitor.go("/settings")
    page.check("input[value=dark]", force=True)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    page.wait_for_selector("h1")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert re.findall(r"\d+", dark)[0] != "244"


def test_views_open_without_a_network_and_nothing_is_fetched_twice(visit: Visit):
    visitor = visit(ahead=True)
    page = visitor.page
    visitor.go("/signin")
    page.wait_for_function("() => localStorage.getItem('moim.views')?.includes('/assets/v-')")
    page.context.set_offline(True)
    page.click("main a[href='/forgot']")
    expect(page.locator("main [name=email]")).to_be_visible()
    expect(page.locator("main [name=password]")).to_have_count(0)
    page.context.set_offline(False)
    asked: list[str] = []
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.on("Network.responseReceivedExtraInfo", lambda event: asked.append(event["requestId"]))
    visitor.go("/signup")
    assert len(asked) <= 3, "the page and what it asks the API"


def test_being_offline_is_said(visit: Visit):
    visitor = visit()
    visitor.sign_up("tunnel")
    visitor.settle()
    visitor.page.context.set_offline(True)
    expect(visitor.page.locator(".offline")).to_be_visible()
    visitor.page.context.set_offline(False)
    expect(visitor.page.locator(".offline")).to_be_hidden()


def test_the_month_of_today_is_shown_first(visit: Visit):
    visitor = visit(language="en")
    visitor.sign_up("today")
    visitor.go("/calendar")
    visitor.settle()
    marked = visitor.page.get_attribute("[aria-current=date]", "data-day")
    assert marked is not None
    assert abs((date.fromisoformat(marked) - datetime.now(UTC).date()).days) <= 1
