"""Use cases about the used-goods market."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moim.contexts.community.application.comments import Blocked
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import ENDED, Actor
from moim.contexts.community.domain.events import SaleRanOut
from moim.contexts.community.domain.market import NotForSale, Sale
from moim.contexts.community.domain.post import State

Deed = Callable[[Sale, UUID, datetime], object]


@dataclass(frozen=True, kw_only=True)
class Deal:
    """``deed`` is what one side does with the sale."""

    post_id: UUID
    actor: Actor
    deed: Deed


@dataclass(frozen=True, kw_only=True)
class SeenSale:
    """A sale, and the nicknames of those who made an offer."""

    sale: Sale
    names: Mapping[UUID, str | None]


def deal(command: Deal, work: Work) -> SeenSale:
    """One step of the dealing, by the rules of the sale."""
    by = command.actor.user_id
    sale = _sale(command.post_id, by, work)
    if work.follows.blocked_between(by, [sale.seller_id]):
        raise Blocked
    bumped = sale.bumped_at
    command.deed(sale, by, work.now)
    work.sales.save(sale)
    if sale.bumped_at != bumped:
        work.posts.list_at(sale.post_id, work.now)
    work.touched("market")
    return _seen(sale, work)


@dataclass(frozen=True, kw_only=True)
class SaleWanted:
    """A sale and who asks."""

    post_id: UUID
    actor: Actor


def sale_of(wanted: SaleWanted, work: Work) -> SeenSale:
    """Whoever sees the post sees the sale; offers are for the adapter to cut."""
    return _seen(_sale(wanted.post_id, wanted.actor.user_id, work), work)


def market_standing(user_id: UUID, work: Work) -> Mapping[str, Any]:
    """What others said of the person's dealings."""
    return work.sales.standing_of(user_id)


def end_sale(event: SaleRanOut, work: Work) -> None:
    """A shop's sale is over by the clock; the post says so."""
    post = work.posts.find(event.post_id)
    if post is None or post.state is not State.PUBLISHED:
        return
    if post.content.fields.get("ends_at") == event.ends_at:
        post.set_fields(**{ENDED: True})
        work.posts.save(post)


def _sale(post_id: UUID, by: UUID, work: Work) -> Sale:
    post = work.posts.get(post_id)
    post.must_be_seen_by(by)
    sale = work.sales.find(post_id)
    if sale is None:
        raise NotForSale
    return sale


def _seen(sale: Sale, work: Work) -> SeenSale:
    known = work.members.some([one.user_id for one in sale.offers])
    return SeenSale(sale=sale, names={id: member.nickname for id, member in known.items()})
