from typing import Annotated

import pytest
from fastapi import APIRouter, BackgroundTasks, Depends, Query
from fastapi.dependencies.utils import get_dependant
from starlette.requests import Request
from starlette.responses import Response

from moim.platform.auth import PerhapsSignedIn, SignedIn, require
from moim.platform.http.bodies import answer
from moim.platform.http.direct import direct
from moim.platform.http.dispatch import ROUTE
from moim.platform.http.problems import NoSuchAddress


def goes_direct(endpoint) -> bool:
    return direct(get_dependant(path="/", call=endpoint)) is not None


def test_an_endpoint_of_the_bare_request_or_its_caller_is_called_directly():
    async def of_request(request: Request) -> Response: ...
    async def of_caller(request: Request, caller: SignedIn) -> Response: ...
    async def of_nothing() -> Response: ...

    assert goes_direct(of_request)
    assert goes_direct(of_caller)
    assert goes_direct(of_nothing)


def test_whatever_fastapi_must_solve_is_left_to_it():
    async def queried(limit: Annotated[int, Query()] = 20) -> Response: ...
    async def nested(caller: Annotated[object, Depends(require("staff"))]) -> Response: ...
    async def later(tasks: BackgroundTasks) -> Response: ...
    async def serialised(caller: SignedIn) -> dict[str, str]: ...
    def in_a_thread(request: Request) -> Response: ...

    async def opened(request: Request):
        yield 1

    async def closing(one: Annotated[int, Depends(opened)]) -> Response: ...

    for endpoint in (queried, nested, later, serialised, in_a_thread, closing):
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
