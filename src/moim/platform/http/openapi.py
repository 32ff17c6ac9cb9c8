"""The API's own description: every operation with its refusals, as they are really answered."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from moim.kernel.errors import Refusal
from moim.platform.auth import signed_in
from moim.platform.http.bodies import JSON, NotJson
from moim.platform.http.headers_read import IF_NONE_MATCH, Read, headers_read
from moim.platform.http.problems import MEDIA_TYPE, TITLES, status_of

PROBLEM = {"$ref": "#/components/schemas/Problem"}
SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": []}]
SIGN_IN_NEEDED = "401"
METHODS = ("get", "put", "post", "delete", "patch")

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Why the request was refused (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "instance"],
    "properties": {
        "type": {"type": "string", "description": "Permanent address of this kind of refusal."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to tell the person, by Accept-Language."},
        "code": {"type": "string", "description": "Permanent; for programs."},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "details": {"type": "object", "description": "The figures in the sentence."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer, as a fragment."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "in": {"type": "string", "enum": ["query", "path", "header", "cookie"]},
                },
            },
        },
    },
}
SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "Access token, or a personal token (`moim_pat_…`) for scripts.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "moim_access",
        "description": "For web pages; what changes something also sends `X-CSRF-Token`.",
    },
}


def refusals(*kinds: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses=``: each refusal as an example under its status."""
    documented: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        status = status_of(kind)
        known = documented.setdefault(status, _response(status))
        examples = known["content"][MEDIA_TYPE]["examples"]
        examples[kind.code] = {"summary": kind.en, "value": _example(kind, status)}
    return documented


def document_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document; made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, summary=app.summary, routes=app.routes
        )
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for theirs in ("HTTPValidationError", "ValidationError"):
            schemas.pop(theirs, None)
        schemas["Problem"] = PROBLEM_SCHEMA
        components["securitySchemes"] = SECURITY_SCHEMES
        needs = _needs(app)
        for path, operations in document["paths"].items():
            for method in METHODS:
                if method in operations:
                    dependant = needs[path, method]
                    read = headers_read(dependant.call, method)
                    _complete(operations[method], read, signed=_needs_sign_in(dependant))
        app.openapi_schema = document
    return app.openapi_schema


def _tell_refusals(operation: dict[str, Any], *kinds: type[Refusal]) -> None:
    for status, told in refusals(*kinds).items():
        known = operation["responses"].setdefault(str(status), told)
        content = known.setdefault("content", {}).setdefault(MEDIA_TYPE, {"schema": PROBLEM})
        content.setdefault("examples", {}).update(told["content"][MEDIA_TYPE]["examples"])


def _complete(operation: dict[str, Any], read: Iterable[Read], *, signed: bool) -> None:
    responses = operation["responses"]
    invalid = responses.get("422", {}).get("content", {})
    if JSON in invalid:
        responses["422"] = _response(422)
    if JSON in operation.get("requestBody", {}).get("content", {}):
        _tell_refusals(operation, NotJson)
    for header, _, raised in read:
        if header not in operation.setdefault("parameters", []):
            operation["parameters"].append(header)
        _tell_refusals(operation, *raised)
        if header is IF_NONE_MATCH:
            responses.setdefault("304", {"description": "It is what you have."})
    if signed:
        responses.setdefault(SIGN_IN_NEEDED, _response(401))
    if SIGN_IN_NEEDED in responses:
        operation.setdefault("security", SECURITY)
    for status, sentence in (("4XX", "Refused"), ("5XX", "Failed on our side")):
        content = {MEDIA_TYPE: {"schema": PROBLEM}}
        responses.setdefault(status, {"description": sentence, "content": content})


def _needs(app: FastAPI) -> dict[tuple[str, str], Dependant]:
    """What each operation is called with, by path and method."""
    needs: dict[tuple[str, str], Dependant] = {}
    for context in iter_route_contexts(app.routes):
        effective: Any = context._route_context or context.route  # noqa: SLF001 - as its router
        dependant = getattr(effective, "dependant", None)
        if dependant is not None:
            for method in context.methods or ():
                needs[effective.path_format, method.lower()] = dependant
    return needs


def _needs_sign_in(dependant: Dependant) -> bool:
    return dependant.call is signed_in or any(map(_needs_sign_in, dependant.dependencies))


def _response(status: int) -> dict[str, Any]:
    title = TITLES.get(status, ("", "Refused"))[1]
    return {"description": title, "content": {MEDIA_TYPE: {"schema": PROBLEM, "examples": {}}}}


def _example(kind: type[Refusal], status: int) -> dict[str, Any]:
    return {
        "type": f"/problems/{kind.code}",
        "title": TITLES.get(status, ("", "Refused"))[0],
        "status": status,
        "detail": kind.ko,
        "code": kind.code,
        "instance": "/v1/…",
    }
