"""``/docs``: the API to read, drawn from its own description, without a script from elsewhere."""

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from typing import Any

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

METHODS = ("get", "post", "put", "patch", "delete")
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem }
summary { cursor: pointer; padding: .4rem 0 } code { font-size: .95em }
summary b { display: inline-block; min-width: 4.5rem; font-family: monospace }
pre { overflow: auto; padding: .75rem; background: #8881; border-radius: .4rem }
table { border-collapse: collapse } td, th { padding: .2rem .75rem .2rem 0; text-align: left }
:root { color-scheme: light dark }
"""
PAGE = """<!doctype html>
<html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} API</title><link rel="stylesheet" href="/docs/style.css">
<h1>{title} API {version}</h1><p>{summary}</p>
<p><a href="/openapi.json">openapi.json</a> · <a href="/asyncapi.json">asyncapi.json</a></p>
{groups}</html>
"""


def reading_routes() -> APIRouter:
    """The page and its style."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        return HTMLResponse(page_of(request.app.openapi()))

    @router.get("/docs/style.css")
    async def style() -> Response:
        return Response(STYLE, media_type="text/css")

    return router


def page_of(document: dict[str, Any]) -> str:
    """An OpenAPI document as HTML."""
    groups: dict[str, list[str]] = defaultdict(list)
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                group = (operation.get("tags") or ["other"])[0]
                groups[group].append("".join(_told(method, path, operation)))
    info = document["info"]
    return PAGE.format(
        title=escape(info["title"]),
        version=escape(info["version"]),
        summary=escape(info.get("summary", "")),
        groups="".join(
            f"<h2>{escape(name)}</h2>{''.join(told)}" for name, told in sorted(groups.items())
        ),
    )


def _told(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    summary = escape(operation.get("summary", ""))
    yield f"<details><summary><b>{method.upper()}</b> <code>{escape(path)}</code> {summary}"
    yield f"</summary><p>{escape(operation.get('description', ''))}</p>"
    if operation.get("parameters"):
        yield "<table><tr><th>Parameter</th><th>In</th><th>Type</th><th>Meaning</th></tr>"
        for parameter in operation["parameters"]:
            cells = (
                parameter["name"] + (" *" if parameter.get("required") else ""),
                parameter["in"],
                str(parameter.get("schema", {}).get("type", "")),
                parameter.get("description", ""),
            )
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        yield "</table>"
    if "requestBody" in operation:
        yield f"<h4>Body</h4>{_block(operation['requestBody'].get('content'))}"
    for status, response in operation["responses"].items():
        yield f"<h4>{escape(status)} {escape(response.get('description', ''))}</h4>"
        codes = response.get("content", {}).get("application/problem+json", {}).get("examples")
        if codes:
            links = (f'<a href="/problems/{escape(code)}">{escape(code)}</a>' for code in codes)
            yield f"<p>{', '.join(links)}</p>"
        elif status.startswith("2") and response.get("content"):
            yield _block(response["content"])
    yield "</details>"


def _block(value: Any) -> str:
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return f"<pre>{escape(text)}</pre>"
