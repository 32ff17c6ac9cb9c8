from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import pytest
from fastapi import APIRouter, BackgroundTasks, Depends, Header, Query
from fastapi.dependencies.utils import get_dependant
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from moim.platform.auth import PerhapsSignedIn, SignedIn, require
from moim.platform.http import direct as direct_module
from moim.platform.http import dispatch
from moim.platform.http.bodies import answer
from moim.platform.http.direct import direct
from moim.platform.http.dispatch import ROUTE
from moim.platform.http.problems import NoSuchAddress


class Look(BaseModel):
    model_config = ConfigDict(extra="forbid")

    near: str = Field("river", max_length=10)
    wide: bool = False


Size = Annotated[Literal["small", "large"], Query()]


def goes_direct(endpoint) -> bool:
    return direct(get_dependant(path="/{park_id}", call=endpoint), endpoint) is not None


def test_an_endpoint_of_the_bare_request_or_its_caller_is_called_directly():
    async def of_request(request: Request) -> Response: ...
    async def of_caller(request: Request, caller: SignedIn) -> Response: ...
    async def of_nothing() -> Response: ...
    async def of_values(park_id: UUID, day: date | None = None) -> Response: ...
    async def of_model(look: Annotated[Look, Query()]) -> Response: ...

    for endpoint in (of_request, of_caller, of_nothing, of_values, of_model):
        assert goes_direct(endpoint), endpoint


def test_values_from_elsewhere_or_of_many_are_left_to_fastapi():
    async def listed(limits: Annotated[list[int], Query()]) -> Response: ...
    async def headed(agent: Annotated[str, Header()]) -> Response: ...
    async def bodied(look: Look) -> Response: ...

    for endpoint in (listed, headed, bodied):
        assert not goes_direct(endpoint), endpoint


def test_whatever_fastapi_must_solve_is_left_to_it():
    async def nested(caller: Annotated[object, Depends(require("staff"))]) -> Response: ...
    async def later(tasks: BackgroundTasks) -> Response: ...
    async def serialised(caller: SignedIn) -> dict[str, str]: ...
    def in_a_thread(request: Request) -> Response: ...

    async def opened(request: Request):
        yield 1

    async def closing(one: Annotated[int, Depends(opened)]) -> Response: ...

    for endpoint in (nested, later, serialised, in_a_thread, closing):
        assert not goes_direct(endpoint), endpoint


@pytest.fixture(autouse=True)
def routes(app):
    router = APIRouter(prefix="/v1/parks")

    @router.get("/mine")
    async def mine(request: Request, caller: SignedIn) -> Response:
        said = {"caller": caller.user_id, "query": request.query_params.get("near")}
        return answer(said | {"route": request.scope[ROUTE]})

    @router.get("/open")
    async def whoever(caller: PerhapsSignedIn) -> Response:
        return answer({"signed_in": caller is not None})

    @router.get("/gone")
    async def gone() -> Response:
        raise NoSuchAddress

    @router.get("/{park_id}")
    async def park(
        park_id: UUID,
        caller: PerhapsSignedIn,
        size: Size,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        day: date | None = None,
        until: Annotated[date | None, Query(alias="to")] = None,
    ) -> Response:
        return answer({"of": [park_id, size, limit, day, until]})

    @router.get("/{park_id}/trees")
    async def trees(park_id: UUID, look: Annotated[Look, Query()]) -> Response:
        return answer({"of": [park_id, look.model_dump()]})

    app.include_router(router)


async def test_it_is_given_the_request_and_the_caller(client, signed):
    told = (await client.get("/v1/parks/mine?near=han", headers=signed())).json()

    assert told["query"] == "han"
    assert told["route"] == "/v1/parks/mine"
    assert told["caller"]


async def test_refusals_of_the_caller_and_of_the_endpoint_are_problem_documents(client):
    for path, status in (("/v1/parks/mine", 401), ("/v1/parks/gone", 404)):
        answered = await client.get(path)

        assert answered.status_code == status
        assert answered.headers["content-type"] == "application/problem+json"
        assert answered.json()["status"] == status


async def test_where_strangers_may_look_nobody_need_be_signed_in(client, signed):
    assert (await client.get("/v1/parks/open")).json() == {"signed_in": False}
    assert (await client.get("/v1/parks/open", headers=signed())).json() == {"signed_in": True}


PARK = "01a1fedd-d833-7b6c-96c4-042afc8eea6a"
ASKED = (
    f"{PARK}?size=small",
    f"{PARK}?size=large&limit=7&day=2026-05-04&to=2026-06-01&unknown=1",
    f"{PARK}?size=small&size=large",
    f"{PARK}?size=",
    f"{PARK}",
    f"{PARK}?size=huge&limit=0&day=tomorrow",
    f"{PARK}?size=small&limit=",
    "no-id?size=small",
    f"{PARK}/trees",
    f"{PARK}/trees?near=%EA%B0%95&wide=true",
    f"{PARK}/trees?near=somewhere-else&wide=perhaps",
    f"{PARK}/trees?far=1",
    f"{PARK}/trees?near=a&near=b",
)


@pytest.mark.parametrize("asked", ASKED)
async def test_the_short_way_and_the_long_way_answer_alike(app, client, monkeypatch, asked):
    first = await client.get(f"/v1/parks/{asked}")
    short = await client.get(f"/v1/parks/{asked}")  # its query may be known by now
    monkeypatch.setattr(dispatch, "direct", lambda *_: None)
    app.router.middleware_stack = dispatch.Dispatch(app.router)
    long = await client.get(f"/v1/parks/{asked}")

    assert first.status_code == short.status_code == long.status_code
    for name in ("type", "title", "errors", "of"):
        assert first.json().get(name) == short.json().get(name) == long.json().get(name)


async def test_no_more_queries_are_remembered_than_there_is_room_for(client, monkeypatch):
    monkeypatch.setattr(direct_module, "QUERIES_MAX", 2)
    for limit in (1, 2, 3, 1, 2, 3):
        answered = await client.get(f"/v1/parks/{PARK}?size=small&limit={limit}")
        assert answered.json()["of"][2] == limit
