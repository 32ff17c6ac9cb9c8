"""What every maker's adapter does, and how all of them speak HTTP."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import msgspec

from moim.contexts.workouts.domain.connections import AccessLost, ProviderUnavailable

PATIENCE_S = 20.0
FETCHED_BYTES_MAX = 25_000_000
REFUSED = frozenset({400, 401, 403})
GONE = frozenset({404, 409, 410, 412})

NewClient = Callable[[], Any]
"""Opens an ``httpx.AsyncClient``."""


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """``files`` are the device's own; else they are made of what the maker tells.

    ``tells`` by itself of new workouts; ``personal_only`` forbids to show them to others.
    """

    files: bool
    tells: bool
    personal_only: bool


class Tokens(msgspec.Struct, kw_only=True):
    """What lets us in for one person; ``expires_at`` in seconds since 1970."""

    access: str
    refresh: str
    expires_at: float
    their_id: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something new of ``their_id``; ``what`` None says that they parted at the maker."""

    their_id: str
    external_id: str
    what: Mapping[str, str] | None = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A file to import."""

    name: str
    content: bytes


class NotFromProvider(Exception):
    """It does not come from the maker, or nobody can read it."""


class Provider(Protocol):
    """One maker. All but ``question`` and ``heard`` raise AccessLost or ProviderUnavailable."""

    @property
    def name(self) -> str:
        """What it is called here."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can and what it forbids."""
        ...

    def question(self, state: str, verifier: str, redirect_uri: str) -> str:
        """Where the browser is sent to agree (authorise)."""
        ...

    async def connect(self, answer: Mapping[str, str], verifier: str, redirect_uri: str) -> Tokens:
        """Tokens for what the browser brought back. Raises ConnectionDenied too."""
        ...

    async def renew(self, tokens: Tokens) -> Tokens:
        """Newer ones; the old ones may not work any more."""
        ...

    def challenge(self, query: Mapping[str, str]) -> dict[str, str] | None:
        """What to answer when the maker asks whether the address is ours (subscribe)."""
        ...

    def heard(self, headers: Mapping[str, str], body: bytes) -> Sequence[Heard]:
        """What the maker posted. Raises NotFromProvider."""
        ...

    async def since(self, tokens: Tokens, start: datetime, end: datetime) -> Sequence[Heard]:
        """What there was in the span; none if the maker will tell it by and by (fetch_since)."""
        ...

    async def fetch(self, tokens: Tokens, heard: Mapping[str, str]) -> Fetched | None:
        """The file (fetch, parse); None if there is nothing to import, or not any more."""
        ...

    async def part(self, tokens: Tokens) -> None:
        """Tell the maker that we go."""
        ...


async def asked(client: NewClient, method: str, url: str, **how: Any) -> Any:
    """The maker's answer; AccessLost for 400, 401 and 403, ProviderUnavailable for 429 and worse.

    404, 409, 410 and 412 come back: they are about one thing. Redirects are not followed.
    """
    import httpx  # noqa: PLC0415 - a fifth of a second to load, and only the connected need it

    try:
        async with client() as opened:
            answer = await opened.request(method, url, **how)
    except httpx.HTTPError:
        raise ProviderUnavailable from None
    if answer.status_code in REFUSED:
        raise AccessLost
    if answer.status_code not in GONE and not answer.is_success:
        raise ProviderUnavailable
    if len(answer.content) > FETCHED_BYTES_MAX:
        raise ProviderUnavailable
    return answer


def json_of(answer: Any, kind: type[Any]) -> Any:
    """An answer's JSON as ``kind``; raises ProviderUnavailable."""
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ProviderUnavailable from None


def bearer(tokens: Tokens) -> dict[str, str]:
    """The header that lets us in."""
    return {"authorization": f"Bearer {tokens.access}"}


def new_client() -> Any:
    """A client as the real makers need it."""
    import httpx  # noqa: PLC0415

    return httpx.AsyncClient(timeout=PATIENCE_S, follow_redirects=False)
