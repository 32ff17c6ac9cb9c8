"""Two tabs of one browser: the session is renewed once for both."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit

pytestmark = pytest.mark.browser
NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})"


@pytest.mark.parametrize("locks", [True, False], ids=["with web locks", "on plain http"])
def test_tabs_that_wake_together_do_not_sign_each_other_out(visit: Visit, locks: bool):
    visitor = visit(expects=(401,))
    context = visitor.page.context
    if not locks:
        context.add_init_script(NO_LOCKS)
    visitor.sign_up("tabbed" if locks else "plain")
    pages = [visitor.page, *(context.new_page() for _ in range(2))]
    for page in pages:
        page.goto(f"{visitor.origin}/workouts")
        page.wait_for_selector("h1")
    renewals = []
    context.on("request", lambda sent: renewals.append(sent.url) if "refresh" in sent.url else None)
    for _ in range(2):
        context.clear_cookies(name="moim_access")
        for page in pages:
            page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")  # all ask at once
        for page in pages:
            expect(page.locator("main h1")).to_be_visible()
            page.wait_for_function("() => !document.querySelector('[aria-busy], .skeleton')")
        assert [page.url for page in pages] == [f"{visitor.origin}/workouts"] * 3
    assert len(renewals) < 2 * len(pages), "each tab renewed it for itself"
