"""One person at one browser window."""

import secrets
from collections.abc import Callable
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


def address_of(name: str) -> str:
    """An address for ``name`` that is given once: the tests of one process share one program."""
    return f"{name.lower()}.{secrets.token_hex(4)}@example.com"


Visit = Callable[..., Visitor]
