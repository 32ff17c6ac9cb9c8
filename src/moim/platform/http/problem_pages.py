"""``/problems/{code}``: the address that a problem's ``type`` points at says what it means."""

from collections.abc import Iterator
from html import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from moim.kernel.errors import Refusal
from moim.platform.http.bodies import answer
from moim.platform.http.problems import NoSuchAddress, status_of

PAGE = """<!doctype html>
<html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{code} · Moim</title>
<main><h1>{code}</h1><p>{ko}</p><p lang="en">{en}</p>
<p>HTTP {status}</p>{meaning}</main></html>
"""


def problem_routes() -> APIRouter:
    """One page for each refusal of the program; JSON for who prefers that."""
    router = APIRouter(include_in_schema=False)

    @router.get("/problems/{code}")
    async def explain(code: str, request: Request) -> Response:
        kind = every_refusal().get(code)
        if kind is None:
            raise NoSuchAddress
        told = {"code": code, "status": status_of(kind), "ko": kind.ko, "en": kind.en}
        if "text/html" not in request.headers.get("accept", ""):
            return answer(told)
        meaning = f'<p lang="en">{escape(kind.__doc__)}</p>' if kind.__doc__ else ""
        texts = {name: escape(str(value)) for name, value in told.items()}
        return HTMLResponse(PAGE.format(**texts, meaning=meaning))

    return router


def every_refusal() -> dict[str, type[Refusal]]:
    """Each refusal that the running program can give, by its code."""
    return {kind.code: kind for kind in _below(Refusal)}


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
