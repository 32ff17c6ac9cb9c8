"""One person at one browser window."""

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

PASSWORD = "강변-북단에서-만나요-9"


@dataclass(frozen=True)
class Running:
    """Where the program listens and where it keeps its files."""

    origin: str
    data: Path


@dataclass
class Visitor:
    """One person at one browser window, and what its console complained about."""

    page: Page
    origin: str
    language: str
    complaints: list[str] = field(default_factory=list)
    email: str = ""

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)
        self.page.wait_for_selector("h1")

    def settle(self) -> None:
        """Wait until nothing is loading any more."""
        self.page.wait_for_function("() => !document.querySelector('[aria-busy], .skeleton')")

    def fits(self) -> bool:
        """Whether the page needs no scrolling sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def sign_up(self, name: str) -> None:
        """A new account; ``email`` tells its address, which no other test can have taken."""
        self.email = address_of(name)
        self.go("/signup")
        self.page.fill("[name=nickname]", name)
        self.page.fill("[name=email]", self.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form button[type=submit]")
        self.page.wait_for_selector(".home")

    def becomes(self, role: str, running: Running) -> None:
        """As the owner of an instance gives it, and signed in anew: roles stand in the session."""
        asked = "fetch('/v1/users/me').then((answer) => answer.json()).then((user) => user.id)"
        user_id = self.page.evaluate(asked).replace("-", "")
        with closing(sqlite3.connect(running.data / "db" / "users.sqlite", timeout=30)) as users:
            given = "UPDATE users SET roles = ? WHERE id = ?"
            assert users.execute(given, (f"{role},user", user_id)).rowcount == 1
            users.commit()
        self.page.goto(self.origin + "/healthz")  # a page still open would ask once more, in vain
        self.page.context.clear_cookies()
        self.go("/signin")
        self.page.fill("[name=email]", self.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form button[type=submit]")
        self.page.wait_for_selector(".home")


def address_of(name: str) -> str:
    """An address for ``name`` that is given once: the tests of one process share one program."""
    return f"{name.lower()}.{secrets.token_hex(4)}@example.com"


Visit = Callable[..., Visitor]
