"""The used-goods market over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from moim.contexts.community.adapters.http.asking import actor_of
from moim.contexts.community.adapters.http.forms import OfferForm, ReserveForm, ReviewForm
from moim.contexts.community.application.comments import Blocked
from moim.contexts.community.application.market import (
    Deal,
    Deed,
    SaleWanted,
    SeenSale,
    deal,
    sale_of,
)
from moim.contexts.community.domain.market import (
    BadOffer,
    BumpedLately,
    NotASide,
    NotForSale,
    OfferChanged,
    OfferNotFound,
    ReviewNotAllowed,
    Sale,
    SaleStep,
    TooManyOffers,
)
from moim.contexts.community.domain.post import PostNotFound
from moim.platform.auth import Caller, SignedIn
from moim.platform.context import Context
from moim.platform.http.bodies import answer
from moim.platform.http.openapi import refusals

ANY = (PostNotFound, NotForSale, NotASide, SaleStep, Blocked)


def routes(use: Context[Any]) -> APIRouter:
    """Under ``/v1/posts/{id}/sale``."""
    router = APIRouter(prefix="/v1/posts/{post_id}/sale", tags=["market"])
    _steps(router, use)
    _between_sides(router, use)

    @router.get("", summary="How a sale stands", responses=refusals(PostNotFound, NotForSale))
    async def get_sale(post_id: UUID, caller: SignedIn) -> Response:
        wanted = SaleWanted(post_id=post_id, actor=actor_of(caller))
        return answer(_sale(await use.ask(sale_of, wanted), caller.user_id))

    return router


def _steps(router: APIRouter, use: Context[Any]) -> None:
    @router.post(
        "/reserve",
        summary="Reserve for a buyer, at the price you saw if you name it",
        responses=refusals(*ANY, OfferNotFound, OfferChanged),
    )
    async def post_reserve(post_id: UUID, form: ReserveForm, caller: SignedIn) -> Response:
        buyer_id, seen = form.buyer_id, form.price_krw
        return await _done(
            use,
            post_id,
            caller,
            lambda sale, by, now: sale.reserve(by, buyer_id, now, price_krw=seen),
        )

    @router.post("/release", summary="Back on sale", responses=refusals(*ANY))
    async def post_release(post_id: UUID, caller: SignedIn) -> Response:
        return await _done(use, post_id, caller, lambda sale, by, _now: sale.release(by))

    @router.post("/complete", summary="The deal is done", responses=refusals(*ANY))
    async def post_complete(post_id: UUID, caller: SignedIn) -> Response:
        return await _done(use, post_id, caller, Sale.complete)

    @router.post(
        "/bump",
        summary="To the top again: once a day",
        responses=refusals(*ANY, BumpedLately),
    )
    async def post_bump(post_id: UUID, caller: SignedIn) -> Response:
        return await _done(use, post_id, caller, Sale.bump)


def _between_sides(router: APIRouter, use: Context[Any]) -> None:
    @router.put(
        "/offer",
        summary="Offer a price; a new offer takes the place of the old",
        responses=refusals(*ANY, BadOffer, TooManyOffers),
    )
    async def put_offer(post_id: UUID, form: OfferForm, caller: SignedIn) -> Response:
        return await _done(
            use, post_id, caller, lambda sale, by, now: sale.offer(by, form.price_krw, now)
        )

    @router.post("/no-show", summary="The other side did not come", responses=refusals(*ANY))
    async def post_no_show(post_id: UUID, caller: SignedIn) -> Response:
        return await _done(use, post_id, caller, Sale.no_show)

    @router.post(
        "/review",
        summary="Say how the other side dealt",
        responses=refusals(*ANY, ReviewNotAllowed),
    )
    async def post_review(post_id: UUID, form: ReviewForm, caller: SignedIn) -> Response:
        return await _done(
            use,
            post_id,
            caller,
            lambda sale, by, now: sale.review(by, form.stars, tuple(form.manners), form.text, now),
        )


async def _done(use: Context[Any], post_id: UUID, caller: Caller, deed: Deed) -> Response:
    command = Deal(post_id=post_id, actor=actor_of(caller), deed=deed)
    return answer(_sale(await use.run(deal, command), caller.user_id))


def _sale(seen: SeenSale, viewer_id: UUID) -> dict[str, Any]:
    """The seller sees all offers, anybody else their own; reviews show when both have written."""
    sale = seen.sale
    seller = viewer_id == sale.seller_id
    side = seller or viewer_id == sale.buyer_id
    both = len(sale.reviews) > 1
    return {
        "post_id": sale.post_id,
        "state": sale.state.value,
        "price_krw": sale.price_krw,
        "given_away": sale.given_away,
        "buyer_id": sale.buyer_id if side else None,
        "bumps": sale.bumps,
        "offers": [
            {
                "user_id": one.user_id,
                "nickname": seen.names.get(one.user_id),
                "price_krw": one.price_krw,
                "at": one.at,
                "accepted": one.accepted,
            }
            for one in sale.offers
            if seller or one.user_id == viewer_id
        ],
        "offers_count": len(sale.offers),
        "reviews": [
            {
                "by_seller": one.by == sale.seller_id,
                "stars": one.stars,
                "manners": one.manners,
                "text": one.text,
            }
            for one in sale.reviews
            if both or one.by == viewer_id
        ],
    }
