"""The market: states, offers, bumps, both sides' reviews, no-shows; shops' sales by the clock."""

import pytest

from tests.contexts.community.world import ON_BOTH_DATABASES, World

THING = {"region": "서울특별시 마포구", "fields": {"price_krw": 50_000, "condition": "good"}}


@pytest.fixture
async def dealing(world: World):
    seller, buyer = await world.member("판매자"), await world.member("구매자")
    post = await world.post(seller, "market", title="러닝화", **THING)
    return seller, buyer, f"posts/{post['id']}/sale"


@ON_BOTH_DATABASES
async def test_a_thing_is_offered_for_reserved_sold_and_reviewed_by_both(world: World, dealing):
    seller, buyer, sale = dealing
    await world.done("PUT", f"{sale}/offer", buyer, json={"price_krw": 45_000})
    await world.done("POST", f"{sale}/reserve", seller, json={"buyer_id": str(buyer)})
    listed = (await world.done("GET", "boards/market/posts"))["items"][0]["sale_state"]
    await world.done("POST", f"{sale}/complete", seller)

    await world.done("POST", f"{sale}/review", seller, json={"stars": 5, "manners": ["punctual"]})
    alone = await world.done("GET", sale, buyer)
    both = await world.done("POST", f"{sale}/review", buyer, json={"stars": 4})

    assert listed == "reserved"
    assert (both["state"], len(alone["reviews"]), len(both["reviews"])) == ("sold", 0, 2)
    market = (await world.done("GET", f"members/{buyer}", seller))["market"]
    assert (market["stars_avg"], market["manners"]) == (5.0, {"punctual": 1})
    again = await world.refused("POST", f"{sale}/review", buyer, json={"stars": 1})
    assert again == (409, "review-not-allowed")


async def test_offers_are_seen_by_the_seller_and_their_maker_alone(world: World, dealing):
    seller, buyer, sale = dealing
    await world.done("PUT", f"{sale}/offer", buyer, json={"price_krw": 40_000})
    other = await world.member("셋째")

    seen = {who: (await world.done("GET", sale, who))["offers"] for who in (seller, buyer, other)}

    assert [len(offers) for offers in seen.values()] == [1, 1, 0]
    named = (await world.done("GET", f"members/{buyer}", seller))["author"]["nickname"]
    assert {one["nickname"] for offers in seen.values() for one in offers} == {named}
    assert await world.refused("PUT", f"{sale}/offer", buyer, json={"price_krw": 60_000}) == (
        422,
        "bad-offer",
    )
    assert await world.refused("POST", f"{sale}/complete", buyer) == (403, "not-a-side")
    assert await world.refused(
        "POST", f"{sale}/reserve", seller, json={"buyer_id": str(other)}
    ) == (404, "offer-not-found")
    chosen = {"buyer_id": str(buyer), "price_krw": seen[buyer][0]["price_krw"]}
    await world.done("PUT", f"{sale}/offer", buyer, json={"price_krw": 1_000})
    assert await world.refused("POST", f"{sale}/reserve", seller, json=chosen) == (
        409,
        "offer-changed",
    )
    chosen["price_krw"] = 1_000
    assert (await world.done("POST", f"{sale}/reserve", seller, json=chosen))["state"] == "reserved"
    said = await world.ask("PUT", f"{sale}/offer", other, json={"price_krw": 2_000})
    assert said.json()["detail"] == "지금 예약중 상태라서 할 수 없습니다: 가격 제안"


async def test_who_did_not_come_is_noted_and_the_thing_is_on_sale_again(world: World, dealing):
    seller, buyer, sale = dealing
    await world.done("PUT", f"{sale}/offer", buyer, json={"price_krw": 40_000})
    await world.done("POST", f"{sale}/reserve", seller, json={"buyer_id": str(buyer)})

    after = await world.done("POST", f"{sale}/no-show", seller)

    assert after["state"] == "on_sale"
    assert (await world.done("GET", f"members/{buyer}", seller))["market"]["no_shows"] == 1


async def test_a_bump_brings_it_to_the_top_once_a_day(world: World, dealing):
    seller, _, sale = dealing
    await world.post(await world.member("셋째"), "market", title="나중에", **THING)

    await world.done("POST", f"{sale}/bump", seller)

    assert await world.titles("boards/market/posts") == ["러닝화", "나중에"]
    assert await world.refused("POST", f"{sale}/bump", seller) == (429, "bumped-lately")


async def test_a_phone_number_in_public_is_warned_of(world: World):
    seller = await world.member()
    made = await world.post(seller, "market", body="연락 010-1234-5678", **THING)

    assert made["warnings"] == ["phone-number"]


async def test_a_shop_s_sale_ends_by_the_clock(world: World):
    shop = await world.member("러너스")
    fields = {"shop": "러너스", "starts_at": "2026-11-01T00:00:00+00:00"}
    fields["ends_at"] = "2026-11-05T00:00:00+00:00"
    post = await world.post(shop, "sales", fields=fields)

    world.pass_by(days=3)
    await world.settle()

    seen = await world.done("GET", f"posts/{post['id']}")
    assert seen["fields"]["ended"] is True
    edited = await world.done("PATCH", f"posts/{post['id']}", shop, json={"body": "끝났어요"})
    await world.settle()
    again = await world.done("GET", f"posts/{post['id']}")
    assert (edited["body"], again["fields"]["ended"]) == ("끝났어요", True)
    longer = fields | {"ends_at": "2026-12-05T00:00:00+00:00"}
    renewed = await world.done("PATCH", f"posts/{post['id']}", shop, json={"fields": longer})
    await world.settle()
    assert "ended" not in renewed["fields"]


async def test_old_posts_of_the_market_are_taken_down(world: World):
    seller = await world.member()
    await world.post(seller, "market", **THING)
    kept = await world.post(seller, title="남는 글")
    world.pass_by(days=3 * 365 + 1)

    await world.clockwork.tidy()

    assert await world.titles("boards/market/posts") == []
    assert (await world.done("GET", f"posts/{kept['id']}"))["state"] == "published"
