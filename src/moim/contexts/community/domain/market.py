"""The used-goods market: 판매중 → 예약중 → 거래완료, offers, bumps, reviews of both sides."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from moim.contexts.community.domain.boards import PRICE_MAX_KRW
from moim.contexts.community.domain.wording import written
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany

BUMP_EVERY = timedelta(hours=24)
BUMPS_MAX = 10
OFFERS_MAX = 100
NO_SHOW_WITHIN = timedelta(days=7)
REVIEW_WITHIN = timedelta(days=30)
MANNERS = ("punctual", "kind", "as-described", "quick-answers", "late", "rude", "not-as-described")


class NotForSale(NotFound):
    """The post sells nothing."""

    code = "not-for-sale"
    ko = "중고 장터의 글이 아닙니다."
    en = "This post is not of the used-goods market."


class SaleStep(Conflict):
    """The sale does not go from where it is to where it was to go."""

    code = "sale-step"
    ko = "지금 {before} 상태라서 할 수 없습니다: {after}"
    en = "It is {before} now, so this cannot be done: {after}"

    def sentence(self, language: str) -> str:
        """With state and step in words, as the page has them."""
        korean = language == "ko"
        words = WORDS_KO if korean else WORDS_EN
        said = {name: words[str(code)] for name, code in self.details.items()}
        return (self.ko if korean else self.en).format(**said)


WORDS_KO = {
    "on_sale": "판매중",
    "reserved": "예약중",
    "sold": "거래완료",
    "offer": "가격 제안",
    "bump": "끌어올리기",
    "no-show": "약속에 안 나옴",
}
WORDS_EN = {
    "on_sale": "on sale",
    "reserved": "reserved",
    "sold": "sold",
    "offer": "an offer",
    "bump": "a bump",
    "no-show": "noting a no-show",
}
"""States and steps of a sale in the sentences that refuse one."""


class NotASide(Forbidden):
    """Neither the seller nor the buyer."""

    code = "not-a-side"
    ko = "판매자와 구매자만 할 수 있습니다."
    en = "Only the seller and the buyer may do this."


class BadOffer(Invalid):
    """An offer is a price below the one asked for; what is given away takes 0."""

    code = "bad-offer"
    ko = "제안 가격은 0원부터 판매 가격 사이여야 합니다. 자신의 물건에는 제안할 수 없습니다."
    en = "Offer from 0 to the asked price, and not for your own thing."


class OfferNotFound(NotFound):
    """There is no such offer on this sale."""

    code = "offer-not-found"
    ko = "그런 가격 제안이 없습니다."
    en = "There is no such offer."


class OfferChanged(Conflict):
    """Another price than the one that was to be accepted: the buyer offered anew meanwhile."""

    code = "offer-changed"
    ko = "그사이 제안 가격이 바뀌었습니다. 새 가격을 확인하고 다시 예약해 주세요."
    en = "The offer changed meanwhile. Please look at the new price and reserve again."


class TooManyOffers(Conflict):
    """So many and no more."""

    code = "too-many-offers"
    ko = "이 물건에는 더 제안할 수 없습니다."
    en = "This sale takes no more offers."


class BumpedLately(TooMany):
    """Once a day, ten times in all."""

    code = "bumped-lately"
    ko = "끌어올리기는 하루에 한 번, 모두 {most}번까지 할 수 있습니다."
    en = "A sale can be bumped once a day and {most} times in all."


class ReviewNotAllowed(Conflict):
    """One review a side, within a month of the deal."""

    code = "review-not-allowed"
    ko = "거래완료 뒤 30일 안에 한 번만 후기를 남길 수 있습니다."
    en = "Each side reviews once, within 30 days of the deal."


class SaleState(StrEnum):
    """Where the sale stands."""

    ON_SALE = "on_sale"
    RESERVED = "reserved"
    SOLD = "sold"


STEPS = {
    SaleState.ON_SALE: {SaleState.RESERVED, SaleState.SOLD},
    SaleState.RESERVED: {SaleState.ON_SALE, SaleState.SOLD},
    SaleState.SOLD: set[SaleState](),
}


@dataclass(kw_only=True)
class Offer:
    """One a person: a new one takes the place of the old."""

    user_id: UUID
    price_krw: int
    at: datetime
    accepted: bool = False


@dataclass(kw_only=True)
class Review:
    """What one side says of the other."""

    by: UUID
    about: UUID
    stars: int
    manners: tuple[str, ...]
    text: str
    at: datetime


@dataclass(kw_only=True, eq=False)
class Sale(Aggregate):
    """The dealing around a post of the market."""

    post_id: UUID
    seller_id: UUID
    price_krw: int
    state: SaleState = SaleState.ON_SALE
    buyer_id: UUID | None = None
    reserved_at: datetime | None = None
    sold_at: datetime | None = None
    bumped_at: datetime | None = None
    bumps: int = 0
    offers: list[Offer] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    no_shows: list[tuple[UUID, UUID, datetime]] = field(default_factory=list)

    @property
    def given_away(self) -> bool:
        """나눔."""
        return self.price_krw == 0

    def offer(self, by: UUID, price_krw: int, now: datetime) -> None:
        """Raises BadOffer, SaleStep, TooManyOffers."""
        if by == self.seller_id or not 0 <= price_krw <= min(self.price_krw, PRICE_MAX_KRW):
            raise BadOffer(field="price_krw")
        if self.state is not SaleState.ON_SALE:
            raise SaleStep(before=self.state.value, after="offer")
        self.offers = [one for one in self.offers if one.user_id != by]
        if len(self.offers) >= OFFERS_MAX:
            raise TooManyOffers
        self.offers.append(Offer(user_id=by, price_krw=price_krw, at=now))

    def reserve(
        self, by: UUID, buyer_id: UUID, now: datetime, *, price_krw: int | None = None
    ) -> None:
        """For one of those who made an offer, at the ``price_krw`` that the seller saw.

        Raises OfferNotFound, and OfferChanged if it is another by now.
        """
        self._must_be_seller(by)
        self._step(SaleState.RESERVED)
        chosen = next((one for one in self.offers if one.user_id == buyer_id), None)
        if chosen is None:
            raise OfferNotFound
        if price_krw not in {None, chosen.price_krw}:
            raise OfferChanged
        chosen.accepted = True
        self.buyer_id, self.reserved_at = buyer_id, now

    def release(self, by: UUID) -> None:
        """Back on sale; the offer is no longer accepted."""
        self._must_be_seller(by)
        self._step(SaleState.ON_SALE)
        for one in self.offers:
            one.accepted = False
        self.buyer_id = self.reserved_at = None

    def complete(self, by: UUID, now: datetime) -> None:
        """Done; without a buyer it was sold elsewhere."""
        self._must_be_seller(by)
        self._step(SaleState.SOLD)
        self.sold_at = now

    def bump(self, by: UUID, now: datetime) -> None:
        """To the top of the list again. Raises BumpedLately."""
        self._must_be_seller(by)
        if self.state is SaleState.SOLD:
            raise SaleStep(before=self.state.value, after="bump")
        lately = self.bumped_at is not None and now - self.bumped_at < BUMP_EVERY
        if lately or self.bumps >= BUMPS_MAX:
            raise BumpedLately(most=BUMPS_MAX, retry_after_s=3_600)
        self.bumped_at, self.bumps = now, self.bumps + 1

    def no_show(self, by: UUID, now: datetime) -> UUID:
        """The other side of a reservation did not come: noted, and it is on sale again."""
        other = self._other(by)
        reserved = self.reserved_at
        if self.state is not SaleState.RESERVED or reserved is None:
            raise SaleStep(before=self.state.value, after="no-show")
        if now - reserved > NO_SHOW_WITHIN:
            raise SaleStep(before=self.state.value, after="no-show")
        self.no_shows.append((by, other, now))
        self.release(self.seller_id)
        return other

    def review(
        self, by: UUID, stars: int, manners: tuple[str, ...], text: str, now: datetime
    ) -> None:
        """Each side once. Raises ReviewNotAllowed."""
        about = self._other(by)
        late = self.sold_at is None or now - self.sold_at > REVIEW_WITHIN
        if late or any(one.by == by for one in self.reviews):
            raise ReviewNotAllowed
        said = written(text, 500, "text", least=0, lines=True)
        kept = tuple(dict.fromkeys(one for one in manners if one in MANNERS))
        self.reviews.append(
            Review(by=by, about=about, stars=stars, manners=kept, text=said, at=now)
        )

    def _other(self, by: UUID) -> UUID:
        if self.buyer_id is None or by not in {self.seller_id, self.buyer_id}:
            raise NotASide
        return self.buyer_id if by == self.seller_id else self.seller_id

    def _must_be_seller(self, by: UUID) -> None:
        if by != self.seller_id:
            raise NotASide

    def _step(self, after: SaleState) -> None:
        if after not in STEPS[self.state]:
            raise SaleStep(before=self.state.value, after=after.value)
        self.state = after
