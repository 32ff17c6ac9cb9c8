from typing import Annotated, Literal
from uuid import UUID

import msgspec
import pytest
from fastapi import Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from moim.kernel import errors
from moim.platform.db import Overloaded
from moim.platform.http.bodies import answer, body
from moim.platform.http.limits import allow_body


class ThisOfOurs(errors.Conflict):
    """Made up for these tests."""

    code = "test-already-joined"
    ko = "이미 {count}번 참가했습니다."
    en = "You joined {count} times already."


class Weight(BaseModel):
    kg: float = Field(gt=20, le=400)


class Profile(BaseModel):
    nickname: str = Field(min_length=2, max_length=5)
    age: int
    weight: Weight | None = None
    sport: Literal["run", "ride"] = "run"


class Goal(msgspec.Struct):
    title: Annotated[str, msgspec.Meta(max_length=5)]
    target: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1
    days: list[int] = []


KINDS = {
    kind.__name__: kind
    for kind in (
        errors.Invalid,
        errors.Unauthenticated,
        errors.Forbidden,
        errors.NotFound,
        errors.Conflict,
        errors.Gone,
        errors.Changed,
        errors.TooLarge,
        errors.Unsupported,
        errors.TooMany,
    )
}


@pytest.fixture(autouse=True)
def routes(app):  # noqa: C901 - a list of them
    @app.get("/v1/refuse/{kind}")
    async def refuse(kind: str) -> None:
        raise KINDS[kind](retry_after_s=2.4) if kind == "TooMany" else KINDS[kind]()

    @app.get("/v1/joined")
    async def joined() -> None:
        raise ThisOfOurs(count=3)

    @app.get("/v1/pointed")
    async def pointed() -> None:
        raise errors.Invalid(field="profile.nickname")

    @app.get("/v1/defect")
    async def defect() -> None:
        raise ValueError("kim@example.com")

    @app.get("/v1/contended")
    async def contended() -> None:
        raise errors.Stale

    @app.get("/v1/overloaded")
    async def overloaded() -> None:
        raise Overloaded

    @app.post("/v1/profiles")
    async def put(profile: Profile) -> None: ...

    @app.post("/v1/goals")
    async def goal(request: Request) -> Response:
        return answer(await body(request, Goal), 201)

    @app.post("/v1/large")
    async def large(request: Request) -> Response:
        allow_body(request, 3 * 1024 * 1024)
        return answer(len(await request.body()))

    @app.get("/v1/things/{id}")
    async def thing(id: UUID, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> None: ...


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("Invalid", 422),
        ("Unauthenticated", 401),
        ("Forbidden", 403),
        ("NotFound", 404),
        ("Conflict", 409),
        ("Gone", 410),
        ("Changed", 412),
        ("TooLarge", 413),
        ("Unsupported", 415),
        ("TooMany", 429),
    ],
)
async def test_each_kind_of_refusal_has_its_status(client, kind, status):
    answered = await client.get(f"/v1/refuse/{kind}")

    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"
    document = answered.json()
    assert document["status"] == status
    assert document["type"] == f"/problems/{document['code']}"
    assert document["instance"] == f"/v1/refuse/{kind}"
    assert document["title"]
    assert document["detail"]


async def test_too_many_says_when_to_come_back(client):
    answered = await client.get("/v1/refuse/TooMany")

    assert answered.headers["retry-after"] == "3"


@pytest.mark.parametrize(
    ("languages", "detail"),
    [
        (None, "이미 3번 참가했습니다."),
        ("ko-KR,ko;q=0.9,en;q=0.8", "이미 3번 참가했습니다."),
        ("en-US,en;q=0.9,ko;q=0.1", "You joined 3 times already."),
        ("fr, de;q=0.5", "이미 3번 참가했습니다."),
        ("ko;q=0.2, en;q=nonsense, en;q=0.3", "You joined 3 times already."),
    ],
)
async def test_the_sentence_follows_the_reader_and_the_code_stays(client, languages, detail):
    headers = {"accept-language": languages} if languages else {}

    document = (await client.get("/v1/joined", headers=headers)).json()

    assert document["detail"] == detail
    assert document["code"] == "test-already-joined"
    assert document["details"] == {"count": 3}


async def test_an_invalid_field_is_pointed_at(client):
    (told,) = (await client.get("/v1/pointed")).json()["errors"]

    assert told["pointer"] == "#/profile/nickname"


async def test_a_defect_is_a_problem_too_and_tells_nothing_but_a_number_to_ask_with(client):
    answered = await client.get("/v1/defect")

    assert answered.status_code == 500
    assert answered.json()["code"] == "server-error"
    assert answered.headers["x-request-id"] in answered.json()["detail"]
    assert "kim" not in answered.text
    assert "Traceback" not in answered.text


@pytest.mark.parametrize(("path", "status"), [("contended", 409), ("overloaded", 503)])
async def test_what_may_work_in_a_moment_says_so(client, path, status):
    answered = await client.get(f"/v1/{path}")

    assert answered.status_code == status
    assert answered.headers["retry-after"] == "1"


async def test_an_address_without_anything_and_a_wrong_method_are_problems(client):
    nowhere = await client.get("/v1/nowhere")
    wrong = await client.delete("/v1/goals")

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "no-such-address")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method-not-allowed")
    assert wrong.headers["allow"] == "POST"


async def test_every_mistake_of_a_form_is_told_in_place_and_no_value_is_repeated(client):
    answered = await client.post(
        "/v1/profiles",
        json={"nickname": "아주긴별명입니다", "weight": {"kg": 900}, "sport": "fly"},
        headers={"accept-language": "en"},
    )

    assert answered.status_code == 422
    told = {item["pointer"]: (item["code"], item["detail"]) for item in answered.json()["errors"]}
    assert told == {
        "#/nickname": ("too-long", "At most 5 characters."),
        "#/age": ("missing", "This is required."),
        "#/weight/kg": ("too-large", "This must be at most 400.0."),
        "#/sport": ("not-a-choice", "This is not one of the possible values."),
    }
    assert "아주긴" not in answered.text


async def test_mistakes_in_the_address_say_where_they_are(client):
    answered = await client.get("/v1/things/not-an-id?limit=1000")

    told = {item["in"]: item["code"] for item in answered.json()["errors"]}
    assert told == {"path": "not-an-id", "query": "too-large"}


@pytest.mark.parametrize("path", ["/v1/profiles", "/v1/goals"])
@pytest.mark.parametrize("content", [b"{", b'{"a":', b"\xff\xfe", b'{"title": "\xff"}'])
async def test_broken_json_is_unreadable_on_either_kind_of_route(client, path, content):
    answered = await client.post(
        path, content=content, headers={"content-type": "application/json"}
    )

    assert answered.status_code == 400
    assert answered.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("sent", "pointer", "code"),
    [
        ({}, "#/title", "missing"),
        ({"title": "열심히달리기"}, "#/title", "too-long"),
        ({"title": 5}, "#/title", "wrong-type"),
        ({"title": "run", "target": 0}, "#/target", "too-small"),
        ({"title": "run", "target": 1.5}, "#/target", "wrong-type"),
        ({"title": "run", "days": [1, "x"]}, "#/days/1", "wrong-type"),
        ([], "#", "wrong-type"),
    ],
)
async def test_hot_routes_point_at_the_mistake_as_well(client, sent, pointer, code):
    answered = await client.post("/v1/goals", json=sent)

    assert answered.status_code == 422
    (told,) = answered.json()["errors"]
    assert (told["pointer"], told["code"]) == (pointer, code)


async def test_a_hot_route_takes_json_only(client):
    answered = await client.post("/v1/goals", content=b"{}", headers={"content-type": "text/plain"})

    assert (answered.status_code, answered.json()["code"]) == (415, "not-json")


async def test_a_body_over_the_limit_is_refused_whether_announced_or_not(client):
    async def drip():
        for _ in range(20):
            yield b" " * 100_000

    announced = await client.post("/v1/profiles", content=b" " * 2_000_000)
    streamed = await client.post("/v1/goals", content=drip(), headers=JSON)

    assert [announced.status_code, streamed.status_code] == [413, 413]
    assert announced.json()["code"] == "body-too-large"
    assert announced.headers["connection"] == "close"


JSON = {"content-type": "application/json"}


async def test_a_route_may_take_more_than_usual(client):
    assert (await client.post("/v1/large", content=b" " * 2_000_000)).json() == 2_000_000
    assert (await client.post("/v1/large", content=b" " * 4_000_000)).status_code == 413


@pytest.mark.parametrize("path", ["/v1/profiles", "/v1/goals"])
@pytest.mark.parametrize("depth", [33, 200_000])
async def test_json_nested_beyond_sense_is_refused(client, path, depth):
    nested = b'{"title": "a", "x": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"

    answered = await client.post(path, content=nested, headers=JSON)

    assert (answered.status_code, answered.json()["code"]) == (422, "json-too-deep")


async def test_many_brackets_side_by_side_or_in_text_are_fine(client):
    wide = b'{"title": "a", "days": [1], "x": [' + b"[[],{}]," * 1000 + b'"[[\\"[["]}'
    text = b'{"title": "a", "x": "' + b"[" * 1000 + b'"}'

    for content in (wide, text):
        assert (await client.post("/v1/goals", content=content, headers=JSON)).status_code == 201


async def test_a_problem_s_address_explains_it_to_people_and_programs(client):
    page = await client.get("/problems/test-already-joined", headers={"accept": "text/html"})
    told = (await client.get("/problems/test-already-joined")).json()

    assert "이미 {count}번 참가했습니다." in page.text
    assert told["status"] == 409
    assert (await client.get("/problems/unheard-of")).status_code == 404
