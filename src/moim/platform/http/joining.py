"""Routers put together."""

from fastapi import APIRouter, FastAPI


def take_in(whole: APIRouter | FastAPI, *parts: APIRouter) -> None:
    """Let ``whole`` have the routes of ``parts`` as they are.

    ``include_router`` makes every route anew at each level, its types compiled again, for the
    sake of prefixes and tags that ours carry themselves: half a second of each start.
    """
    routes = whole.router.routes if isinstance(whole, FastAPI) else whole.routes
    for part in parts:
        routes.extend(part.routes)
