"""Sales, offers and what the sides say of each other, as rows."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from moim.contexts.community.domain.market import Offer, Review, Sale, SaleState
from moim.contexts.community.persistence.saving import save_row
from moim.contexts.community.persistence.tables import no_shows, offers, sale_reviews, sales
from moim.kernel.aggregates import Aggregate
from moim.platform.upsert import add_once

PLAIN = (
    "post_id",
    "seller_id",
    "price_krw",
    "buyer_id",
    "reserved_at",
    "sold_at",
    "bumped_at",
    "bumps",
)


class SqlSales:
    """The ``Sales`` port."""

    def __init__(self, connection: Connection, publish: Callable[[Aggregate], None]) -> None:
        """``publish`` takes what a saved sale recorded."""
        self._connection = connection
        self._publish = publish

    def find(self, post_id: UUID) -> Sale | None:
        """With its offers, reviews and no-shows."""
        row = self._connection.execute(select(sales).where(sales.c.post_id == post_id)).first()
        if row is None:
            return None
        return Sale(
            **{name: getattr(row, name) for name in PLAIN},
            version=row.version,
            state=SaleState(row.state),
            offers=self._offers(post_id),
            reviews=self._reviews(post_id),
            no_shows=self._no_shows(post_id),
        )

    def save(self, sale: Sale) -> None:
        """The version guards all four tables."""
        values = {name: getattr(sale, name) for name in PLAIN} | {"state": sale.state.value}
        save_row(self._connection, sales, sale, values)
        self._connection.execute(delete(offers).where(offers.c.post_id == sale.post_id))
        for offer in sale.offers:
            row = {name: getattr(offer, name) for name in Offer.__dataclass_fields__}
            self._connection.execute(insert(offers).values(row | {"post_id": sale.post_id}))
        for review in sale.reviews:
            row = {name: getattr(review, name) for name in Review.__dataclass_fields__}
            row |= {"post_id": sale.post_id, "manners": list(review.manners)}
            add_once(self._connection, sale_reviews, row)
        for by, about, at in sale.no_shows:
            row = {"post_id": sale.post_id, "by": by, "about": about, "at": at}
            add_once(self._connection, no_shows, row)
        self._publish(sale)

    def standing_of(self, user_id: UUID) -> Mapping[str, Any]:
        """By the indexes over whom a review is about; a bad manner shows when two say so."""
        rows = self._connection.execute(
            select(sale_reviews.c.stars, sale_reviews.c.manners).where(
                sale_reviews.c.about == user_id
            )
        ).all()
        manners = Counter(one for row in rows for one in row.manners)
        missed = self._connection.execute(
            select(func.count()).where(no_shows.c.about == user_id)
        ).scalar_one()
        return {
            "reviews": len(rows),
            "stars_avg": round(sum(row.stars for row in rows) / len(rows), 2) if rows else None,
            "manners": {
                name: count
                for name, count in sorted(manners.items())
                if count > 1 or name not in {"late", "rude", "not-as-described"}
            },
            "no_shows": missed,
        }

    def _offers(self, post_id: UUID) -> list[Offer]:
        rows = self._connection.execute(
            select(offers).where(offers.c.post_id == post_id).order_by(offers.c.at)
        )
        return [
            Offer(user_id=row.user_id, price_krw=row.price_krw, at=row.at, accepted=row.accepted)
            for row in rows
        ]

    def _reviews(self, post_id: UUID) -> list[Review]:
        rows = self._connection.execute(
            select(sale_reviews).where(sale_reviews.c.post_id == post_id)
        )
        return [
            Review(
                by=row.by,
                about=row.about,
                stars=row.stars,
                manners=tuple(row.manners),
                text=row.text,
                at=row.at,
            )
            for row in rows
        ]

    def _no_shows(self, post_id: UUID) -> list[tuple[UUID, UUID, Any]]:
        rows = self._connection.execute(select(no_shows).where(no_shows.c.post_id == post_id))
        return [(row.by, row.about, row.at) for row in rows]
