from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from moim.kernel.ids import new_id
from moim.platform.auth import Authenticator
from moim.platform.cookies import SessionCookies
from moim.platform.http.app import make_app
from moim.platform.revocations import Revocations
from moim.platform.tokens import Tokens
from moim.platform.vault import Vault


class Hands:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "keys")


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "keys", "http://moim.test")


@pytest.fixture
def authenticator(tokens: Tokens, vault: Vault, clock: Hands) -> Authenticator:
    return Authenticator(tokens, SessionCookies(vault, secure=False), Revocations(), clock)


@pytest.fixture
def app(authenticator: Authenticator) -> FastAPI:
    return make_app(version="1", base_url="", authenticator=authenticator, ready={})


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, client=("203.0.113.5", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://moim.test") as client:
        yield client


@pytest.fixture
def signed(tokens: Tokens, clock: Hands) -> Callable[..., dict[str, str]]:
    """Headers of somebody signed in."""

    def make(*roles: str, user: UUID | None = None, session: UUID | None = None) -> dict[str, str]:
        token = tokens.issue_access(user or new_id(), session or new_id(), roles, clock())
        return {"authorization": f"Bearer {token}"}

    return make
