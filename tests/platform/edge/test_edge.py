import io
import json
import logging
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from moim.kernel.ids import new_id
from moim.platform.auth import SignedIn
from moim.platform.context import correlation
from moim.platform.http.app import make_app
from moim.platform.http.bodies import answer
from moim.platform.http.conditions import not_modified, version_wanted
from moim.platform.http.creating import created
from moim.platform.http.dispatch import ROUTE
from moim.platform.http.openapi import refusals
from moim.platform.http.problems import NoSuchAddress
from moim.platform.telemetry import JsonLines, access_log


class Name(BaseModel):
    name: str


@pytest.fixture(autouse=True)
def routes(app):
    inner = APIRouter(prefix="/{club_id}/rides")
    outer = APIRouter(prefix="/v1/clubs", tags=["clubs"])

    @inner.get("/{ride_id}")
    async def ride(request: Request, club_id: UUID, ride_id: int) -> Response:
        """A ride of a club."""
        said = {"club": club_id, "ride": ride_id, "route": request.scope[ROUTE]}
        return answer(said | {"correlation": correlation.get()})

    @outer.get("/mine")
    async def mine(caller: SignedIn) -> dict[str, str]:
        return {}

    @outer.get("/{club_id}", responses=refusals(NoSuchAddress))
    async def club(club_id: str) -> dict[str, str]:
        return {"club": club_id}

    @outer.get("/{club_id}/files/{path:path}")
    async def file(club_id: str, path: str) -> dict[str, str]:
        return {"path": path}

    @outer.get("/breaks/off")
    async def breaks_off() -> Response:
        async def halves():
            yield b"first"
            raise ValueError

        return StreamingResponse(halves())

    outer.include_router(inner)
    app.include_router(outer)


@pytest.fixture
def lines(caplog):
    """What is logged, as JSON lines."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    level = access_log.level
    access_log.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    access_log.setLevel(level)


async def test_every_answer_carries_the_id_that_its_events_and_log_lines_carry(client, lines):
    club = new_id()

    answered = await client.get(f"/v1/clubs/{club}/rides/7")

    (line,) = [line for line in lines() if line["logger"] == "moim.access"]
    ids = {answered.headers["x-request-id"], answered.json()["correlation"], line["request"]}
    assert len(ids) == 1


async def test_an_id_given_by_a_gateway_is_kept_if_it_is_one(client):
    given = str(new_id())

    kept = await client.get("/healthz", headers={"x-request-id": given})
    replaced = await client.get("/healthz", headers={"x-request-id": "<script>"})

    assert kept.headers["x-request-id"] == given
    assert UUID(replaced.headers["x-request-id"])


async def test_a_request_leaves_no_correlation_behind(client):
    await client.get("/healthz")

    assert correlation.get() is None


async def test_log_lines_name_the_route_and_nobody(client, lines):
    club = new_id()

    await client.get(f"/v1/clubs/{club}/rides/7?who=kim@example.com")

    (line,) = [line for line in lines() if line["logger"] == "moim.access"]
    assert line["route"] == "/v1/clubs/{club_id}/rides/{ride_id}"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert not {str(club), "kim", "203.0.113.5"} & set(str(line).split())
    assert "kim" not in str(line)


async def test_an_exception_is_logged_with_its_stack_and_without_its_words(app, client, lines):
    @app.get("/v1/clubs/broken/now")
    async def broken() -> None:
        raise KeyError("kim@example.com")

    await client.get("/v1/clubs/broken/now")

    (line,) = [line for line in lines() if "exception" in line]
    assert line["exception"]["type"] == "builtins.KeyError"
    assert any("broken" in frame for frame in line["exception"]["stack"])
    assert "kim" not in str(line)


async def test_an_answer_that_breaks_off_is_not_ended_as_if_it_were_whole(client):
    with pytest.raises(ValueError):  # noqa: PT011 - what the route raised
        await client.get("/v1/clubs/breaks/off")


@pytest.mark.parametrize("path", ["/healthz", "/v1/nowhere", "/v1/clubs/x"])
async def test_every_answer_forbids_what_a_page_of_ours_never_does(client, path):
    headers = (await client.get(path)).headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in headers


async def test_with_a_tls_address_browsers_are_told_to_stay_with_it(authenticator):
    app = make_app(version="1", base_url="https://moim.test", authenticator=authenticator, ready={})
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://moim.test") as client:
        answered = await client.get("/nowhere")

    assert answered.headers["strict-transport-security"]
    assert answered.json()["type"] == "https://moim.test/problems/no-such-address"


async def test_answers_of_the_api_are_not_kept_by_proxies(client):
    assert (await client.get("/v1/clubs/x")).headers["cache-control"] == "private, no-cache"


async def test_the_direct_way_finds_what_the_router_would(client):
    club = new_id()

    assert (await client.get(f"/v1/clubs/{club}/rides/7")).json()["ride"] == 7
    assert (await client.get("/v1/clubs/x")).json() == {"club": "x"}
    assert (await client.get("/v1/clubs/x/files/a/b")).json() == {"path": "a/b"}
    assert (await client.get("/v1/clubs/mine")).status_code == 401  # declared before {club_id}
    assert (await client.get("/v1/clubs/x/rides/seven")).status_code == 422
    assert (await client.post("/v1/clubs/x")).status_code == 405
    assert (await client.get("/v1/clubs/x/unknown")).status_code == 404


async def test_health_is_told_to_everyone_and_figures_to_the_host_alone(app, client, signed):
    await client.get("/v1/clubs/x")

    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/metrics")).status_code == 401
    assert (await client.get("/metrics", headers=signed("user"))).status_code == 403
    assert (await client.get("/metrics", headers=signed("staff"))).status_code == 200
    here = httpx.ASGITransport(app, client=("127.0.0.1", 4000))
    async with httpx.AsyncClient(transport=here, base_url="http://moim.test") as local:
        figures = await local.get("/metrics")
        forwarded = await local.get("/metrics", headers={"x-forwarded-for": "203.0.113.5"})
    assert 'route="/v1/clubs/{club_id}",status="200"' in figures.text
    assert forwarded.status_code == 401


async def test_not_ready_names_what_does_not_work(authenticator):
    async def works() -> None: ...

    async def fails() -> None:
        raise OSError("disk")

    ready = {"users": works}
    app = make_app(version="1", base_url="", authenticator=authenticator, ready=ready)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://moim.test"
    ) as client:
        before = await client.get("/readyz")
        ready["disk"] = fails
        after = await client.get("/readyz")

    assert (before.status_code, before.json()["status"]) == (200, "ready")
    assert (after.status_code, after.json()["checks"]) == (503, {"users": "ok", "disk": "failed"})


async def test_the_description_tells_how_each_operation_refuses(client):
    document = (await client.get("/openapi.json")).json()

    assert document["openapi"].startswith("3.1")
    mine = document["paths"]["/v1/clubs/mine"]["get"]
    assert mine["security"] == [{"bearer": []}, {"cookie": []}]
    assert "401" in mine["responses"]
    club = document["paths"]["/v1/clubs/{club_id}"]["get"]
    problem = club["responses"]["404"]["content"]["application/problem+json"]
    assert "no-such-address" in problem["examples"]
    ride = document["paths"]["/v1/clubs/{club_id}/rides/{ride_id}"]["get"]
    assert "application/problem+json" in ride["responses"]["422"]["content"]
    assert all("4XX" in operation["responses"] for operation in (mine, club, ride))
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_the_description_names_the_headers_that_an_operation_reads(app, client):
    context: Any = None

    async def make(request: Request, caller: SignedIn) -> Response:
        async def made() -> Response:
            return await created(context, request, caller, answer, None, answer)

        return await made()

    async def edit(request: Request, name: Name) -> Response:
        return answer(version_wanted(request))

    async def look(request: Request) -> Response:
        return not_modified(request, "x") or answer(None)

    app.post("/v1/made")(make)
    app.patch("/v1/made")(edit)
    app.get("/v1/made")(look)
    app.delete("/v1/made")(look)
    operations = (await client.get("/openapi.json")).json()["paths"]["/v1/made"]

    def headers(method: str) -> list[str]:
        told = operations[method].get("parameters", [])
        return [one["name"] for one in told if one["in"] == "header"]

    def codes(method: str, status: str) -> set[str]:
        content = operations[method]["responses"][status]["content"]
        return set(content["application/problem+json"]["examples"])

    named = {method: headers(method) for method in operations}
    assert named == {
        "post": ["Idempotency-Key"],
        "patch": ["If-Match"],
        "get": ["If-None-Match"],
        "delete": [],
    }
    assert codes("post", "422") == {"bad-idempotency-key", "idempotency-key-reused"}
    assert codes("post", "409") == {"idempotency-key-running"}
    assert (codes("patch", "412"), codes("patch", "415")) == ({"changed-meanwhile"}, {"not-json"})
    assert codes("patch", "422") == {"bad-if-match"}
    assert "304" in operations["get"]["responses"]


async def test_what_is_not_said_to_be_json_is_refused_as_such(app, client):
    async def edit(name: Name) -> Response:
        return answer(name.name)

    app.patch("/v1/named")(edit)

    async def sent(kind: str | None, content: str) -> tuple[int, str | None]:
        headers = {} if kind is None else {"content-type": kind}
        told = await client.patch("/v1/named", content=content, headers=headers)
        return told.status_code, told.json().get("code") if told.is_error else told.json()

    assert await sent("application/json", '{"name": "a"}') == (200, "a")
    assert await sent("application/problem+json", '{"name": "a"}') == (200, "a")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "text/json;x", None):
        assert await sent(kind, '{"name": "a"}') == (415, "not-json"), kind
    assert await sent("application/json", "[]") == (422, "invalid-input")
    assert await sent("text/plain", "") == (422, "invalid-input")


async def test_the_api_can_be_read_without_scripts(client):
    page = await client.get("/docs")

    assert "/v1/clubs/{club_id}" in page.text
    assert "<script" not in page.text
    assert (await client.get("/docs/style.css")).headers["content-type"].startswith("text/css")
