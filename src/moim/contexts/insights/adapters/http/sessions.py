"""Cards of live sessions over HTTP."""

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from moim.contexts.insights.adapters.http.screens import Screens
from moim.contexts.insights.adapters.http.shapes import CardsBody, card_body
from moim.contexts.insights.application.queries import cards_of
from moim.kernel.errors import Unauthenticated
from moim.platform.http.openapi import refusals

_encode = msgspec.json.Encoder().encode


def routes(screens: Screens) -> APIRouter:
    """The route of ``/v1/insights/sessions``."""
    router = APIRouter(prefix="/v1/insights", tags=["insights"])

    @router.get(
        "/sessions",
        summary="Your newest live sessions, running or with their result",
        response_model=CardsBody,
        responses=refusals(Unauthenticated),
    )
    async def get_sessions(request: Request) -> Response:
        reader = await screens.reader(request)

        async def make() -> bytes:
            cards = await screens.context.ask(cards_of, reader.user_id)
            return _encode(CardsBody([card_body(card) for card in cards]))

        return await screens.told(request, reader, ("sessions",), make)

    return router
