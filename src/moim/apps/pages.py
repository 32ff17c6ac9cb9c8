"""The web app's files, and the mail that has nowhere to go, on pages."""

from html import escape
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.middleware.gzip import GZipMiddleware

from moim.apps.assets import ADDRESS, ASK_AGAIN, Assets
from moim.platform.http.problems import NoSuchAddress
from moim.platform.mail import FileMailer

WEB = Path(str(files("moim.apps") / "web"))
SERVER_ONLY = ("v1/", "assets/", ".well-known/", "dev/", "problems/")
GZIP_LEVEL = 6
GZIP_FROM_BYTES = 1000


def page_routes() -> APIRouter:
    """The app's files, and its one page at every address that is nobody else's."""
    router = APIRouter(include_in_schema=False)
    assets = Assets(WEB)
    router.mount(ADDRESS, GZipMiddleware(assets, GZIP_FROM_BYTES, GZIP_LEVEL))

    @router.get("/favicon.ico")
    async def favicon() -> Response:
        return FileResponse(WEB / "assets" / "icons" / "favicon.svg", media_type="image/svg+xml")

    @router.get("/{path:path}")
    def page(path: str) -> Response:
        if f"{path}/".startswith(SERVER_ONLY):
            raise NoSuchAddress
        return HTMLResponse(assets.page(), headers={"cache-control": ASK_AGAIN})

    return router


def dev_mail_routes(mailer: FileMailer) -> APIRouter:
    """Letters in the mail folder, for whoever tries Moim without a mail server.

    Shown to this machine alone: links in letters open accounts.
    """
    router = APIRouter(prefix="/dev/mail", include_in_schema=False)

    @router.get("")
    async def letters(request: Request) -> Response:
        _only_here(request)
        rows = "".join(
            f'<li><a href="/dev/mail/{id}">{escape(letter["subject"])}</a> '
            f"<small>{escape(letter['to'])} · {escape(letter['date'])}</small></li>"
            for id, letter in mailer.newest()
        )
        return _page("Mail", f"<ul>{rows}</ul>" if rows else "<p>No letters yet.</p>")

    @router.get("/{id}")
    async def letter(request: Request, id: UUID) -> Response:
        _only_here(request)
        message = mailer.find(id)
        if message is None:
            raise NoSuchAddress
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        lines = [_linked(line) for line in text.splitlines()]
        return _page(str(message["subject"]), "<br>".join(lines))

    return router


def _linked(line: str) -> str:
    word = line.strip()
    if word.startswith(("http://", "https://")):
        return f'<a href="{escape(word)}">{escape(word)}</a>'
    return escape(line)


def _only_here(request: Request) -> None:
    here = request.client is not None and request.client.host in ("127.0.0.1", "::1", "testclient")
    if not here or "x-forwarded-for" in request.headers:
        raise NoSuchAddress


def _page(title: str, body: str) -> HTMLResponse:
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/docs/style.css">'
    )
    return HTMLResponse(f"<!doctype html><html lang=ko>{head}<h1>{escape(title)}</h1>{body}")
