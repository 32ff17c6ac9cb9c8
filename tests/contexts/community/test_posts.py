"""Posts over HTTP: written, listed, edited, taken down; what others are told of it."""

import unicodedata
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

import pytest

from moim.contexts.community.domain.boards import BOARDS, FIELDS_KO, FieldNotAllowed
from moim.contexts.community.domain.places import region_named
from moim.contracts.community import (
    PostCategoryChanged,
    PostCreated,
    PostDeleted,
    PostEdited,
    PostTagAdded,
    PostTagRemoved,
)
from moim.kernel.errors import Invalid
from moim.kernel.ids import new_id
from tests.contexts.community.world import ON_BOTH_DATABASES, World


@pytest.mark.event(61)
@ON_BOTH_DATABASES
async def test_a_post_is_written_listed_and_told(world: World):
    author = await world.member()

    made = await world.post(author, region="서울특별시 마포구", tags=["야간", "#러닝"])

    assert made["state"] == "published"
    assert "<strong>달려요</strong>" in made["html"]
    (told,) = world.published(PostCreated)
    assert (str(told.post_id), told.board, told.title) == (made["id"], "free", "한강 야간 러닝")
    assert told.region == "서울특별시 마포구"
    page = await world.done("GET", "boards/free/posts")
    assert [(one["id"], one["author"]["nickname"]) for one in page["items"]] == [
        (made["id"], "민지")
    ]
    assert await world.titles("boards/all/posts", tag="러닝") == ["한강 야간 러닝"]
    assert await world.titles("boards/free/posts", region="부산광역시") == []


@ON_BOTH_DATABASES
async def test_a_region_has_its_districts_posts_and_those_alone(world: World):
    author, reader = await world.member(), await world.member("서연")
    for region in (
        "서울특별시",
        "서울특별시 마포구",
        "서울특별시민",
        "경기도 수원시 영통구",
        "서울 마포",
    ):
        await world.post(author, title=region, region=region)
    await world.post(author, title="어디도 아님")

    within = {
        region: await world.titles("boards/free/posts", region=region)
        for region in ("서울특별시", "서울특별시 마포구", "경기도 수원시", "경기도", "서_", "서%")
    }

    assert within == {
        "서울특별시": ["서울특별시 마포구", "서울특별시"],
        "서울특별시 마포구": ["서울특별시 마포구"],
        "경기도 수원시": ["경기도 수원시 영통구"],
        "경기도": ["경기도 수원시 영통구"],
        "서_": [],
        "서%": [],
    }
    for region, follows in (("서울특별시", 2), ("경기도 수원시", 3), ("서울특별시 마포구", 3)):
        await world.done("PUT", f"follows/region/{region}", reader)
        feed = await world.done("GET", "feed", reader)
        titles = [one["post"]["title"] for one in feed["items"]]
        expected = ["경기도 수원시 영통구", "서울특별시 마포구", "서울특별시"]
        assert titles == expected[-follows:]


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("\u3164\u3164", "wording-not-allowed"),
        ("서울\u202e특별시", "wording-not-allowed"),
        ("   ", "wording-not-allowed"),
        ("서울 🏃", "region-not-allowed"),
        ("<b>서울</b>", "region-not-allowed"),
        ("12-3", "region-not-allowed"),
    ],
)
def test_a_region_is_the_name_of_a_place(region: str, code: str):
    with pytest.raises(Invalid) as refused:
        region_named(region, "region")
    assert refused.value.code == code


async def test_a_region_is_kept_in_one_spelling_or_refused(world: World):
    author = await world.member()
    apart = unicodedata.normalize("NFD", " 서울특별시   마포구 ")

    made = await world.post(author, title="한 이름", region=apart)
    await world.done("PUT", f"follows/region/{quote(apart)}", author)

    assert (await world.done("GET", f"posts/{made['id']}", author))["region"] == "서울특별시 마포구"
    follows = (await world.done("GET", "follows", author))["items"]
    assert follows == [{"kind": "region", "id": "서울특별시 마포구"}]
    form = {"title": "글", "body": "내용", "region": "서울 🏃"}
    refused = (await world.ask("POST", "boards/free/posts", author, json=form)).json()
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("region-not-allowed", "#/region")
    run = quote(form["region"])
    assert await world.refused("PUT", f"follows/region/{run}", author) == (422, refused["code"])


async def test_what_could_run_on_a_page_is_taken_out(world: World):
    author = await world.member()
    body = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://e.kr/p.png) **굵게**"

    made = await world.post(author, body=body)

    assert "<script" not in made["html"]
    assert "javascript:" not in made["html"].replace("[x](javascript:alert(1))", "")
    assert "<img" not in made["html"]
    assert "<strong>굵게</strong>" in made["html"]


@pytest.mark.event(63)
async def test_an_edit_needs_the_version_read_and_leaves_a_history(world: World):
    author = await world.member()
    made = await world.post(author)
    path = f"posts/{made['id']}"

    change = {"body": "내일로 미룹니다"}
    stale = await world.refused("PATCH", path, author, json=change, headers={"if-match": '"v9"'})
    edited = await world.done(
        "PATCH", path, author, json=change, headers={"if-match": f'"v{made["version"]}"'}
    )

    assert stale == (412, "post-changed")
    assert edited["html"] == "<p>내일로 미룹니다</p>"
    assert [str(one.post_id) for one in world.published(PostEdited)] == [made["id"]]
    history = await world.done("GET", f"{path}/edits")
    assert [one["body"] for one in history["items"]] == [made["body"]]


@pytest.mark.event(64)
async def test_a_deleted_post_leaves_nothing_to_read(world: World):
    author, stranger = await world.member(), await world.member("지훈")
    made = await world.post(author)
    path = f"posts/{made['id']}"

    assert await world.refused("DELETE", path, stranger) == (403, "not-your-post")
    await world.done("DELETE", path, author)

    assert await world.refused("GET", path) == (404, "post-not-found")
    assert await world.titles("boards/free/posts") == []
    (told,) = world.published(PostDeleted)
    assert (told.author_id, told.by) == (author, author)
    (row,) = world.rows("posts")
    assert (row.title, row.body, row.html, row.state) == ("", "", "", "removed")


async def test_drafts_and_scheduled_posts_are_seen_by_their_author_alone(world: World):
    author, other = await world.member(), await world.member("지훈")
    draft = await world.post(author, **{"as": "draft"})
    later = {"as": "scheduled", "publish_at": "2026-11-03T00:00:00Z"}
    scheduled = await world.post(author, title="내일 공지", **later)

    assert await world.titles("boards/free/posts", author) == []
    assert await world.refused("GET", f"posts/{draft['id']}", other) == (404, "post-not-found")
    assert await world.titles("drafts", author) == ["내일 공지", "한강 야간 러닝"]

    world.pass_by(days=1)
    await world.settle()

    assert await world.titles("boards/free/posts", other) == ["내일 공지"]
    assert [str(one.post_id) for one in world.published(PostCreated)] == [scheduled["id"]]
    put_up = await world.done("PATCH", f"posts/{draft['id']}", author, json={"as": "published"})
    assert put_up["state"] == "published"


async def test_a_post_that_comes_later_is_looked_at_like_one_that_comes_now(world: World):
    author, new = await world.member(), await world.member("새봄", days=0)
    later = {"as": "scheduled", "publish_at": "2026-11-02T03:30:00Z"}
    filtered = await world.post(author, body="카지노 바로 가기", **later)
    first = await world.post(new, title="첫 글", **later)

    world.pass_by(minutes=35)
    await world.settle()

    states = [(await world.done("GET", f"posts/{filtered['id']}", author))["state"]]
    states.append((await world.done("GET", f"posts/{first['id']}", new))["state"])
    assert states == ["waiting", "waiting"]
    changes = {"json": {"body": "토토 사이트 바로 가기"}}
    await world.done("PATCH", f"posts/{first['id']}", new, **changes)
    world.pass_by(minutes=15)
    await world.settle()
    assert await world.titles("boards/free/posts") == []
    waiting = (await world.done("GET", "moderation/waiting", author, "moderator"))["items"]
    assert sorted(one["title"] for one in waiting) == ["첫 글", "한강 야간 러닝"]


@pytest.mark.event(76)
async def test_a_moderator_moves_a_post_to_its_category(world: World):
    author, moderator = await world.member(), await world.member("운영자")
    made = await world.post(author)
    path = f"posts/{made['id']}"

    assert await world.refused("PATCH", path, moderator, json={"category": "run"}) == (
        403,
        "not-your-post",
    )
    moved = await world.done("PATCH", path, moderator, "moderator", json={"category": "run"})

    assert moved["category"] == "run"
    (told,) = world.published(PostCategoryChanged)
    assert (told.before, told.after, told.by) == ("free/talk", "free/run", moderator)
    assert await world.titles("boards/free/posts", category="run") == ["한강 야간 러닝"]


@pytest.mark.event(77)
@pytest.mark.event(78)
async def test_tags_are_put_on_and_taken_off(world: World):
    author, other = await world.member(), await world.member("지훈")
    made = await world.post(author)
    path = f"posts/{made['id']}/tags"

    assert await world.refused("PUT", f"{path}/한강", other) == (403, "not-your-post")
    assert await world.refused("PUT", f"{path}/두 낱말", author) == (422, "tag-not-allowed")
    await world.done("PUT", f"{path}/한강", author)
    await world.done("PUT", f"{path}/한강", author)
    await world.done("DELETE", f"{path}/한강", author)

    assert [one.tag for one in world.published(PostTagAdded)] == ["한강"]
    assert [one.tag for one in world.published(PostTagRemoved)] == ["한강"]


@ON_BOTH_DATABASES
async def test_pages_follow_each_other_without_gaps_in_every_order(world: World):
    author, fan = await world.member(), await world.member("지훈")
    made = [await world.post(author, title=f"글 {number}") for number in range(5)]
    await world.done("PUT", f"posts/{made[1]['id']}/like", fan)
    await world.clockwork.heat()

    for sort, first in (("new", "글 4"), ("top", "글 1")):
        seen, cursor = [], None
        while True:
            query = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
            page = await world.done("GET", "boards/free/posts", params=query)
            seen += [item["title"] for item in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert seen[0] == first
        assert sorted(seen) == [f"글 {number}" for number in range(5)]
    assert await world.titles("boards/free/posts", sort="hot") == ["글 1"]
    why = (await world.done("GET", f"posts/{made[1]['id']}"))["why_hot"]
    assert why["likes"] == 0.3
    assert why["hot"] > 0


@ON_BOTH_DATABASES
async def test_pages_of_the_hot_list_neither_repeat_nor_lose_a_post_while_votes_move_it(
    world: World,
):
    author, fans = await world.member(), [await world.member(f"팬 {n}") for n in range(3)]
    made = [await world.post(author, title=f"글 {number}") for number in range(4)]

    async def like(number: int, *who: UUID) -> None:
        for one in who:
            await world.done("PUT", f"posts/{made[number]['id']}/like", one)

    async def page(cursor: str | None = None, board: str = "free") -> tuple[list[str], str | None]:
        query = {"sort": "hot", "limit": 2} | ({"cursor": cursor} if cursor else {})
        found = await world.done("GET", f"boards/{board}/posts", params=query)
        return [item["title"] for item in found["items"]], found["next"]

    for number in range(4):
        await like(number, fans[0])
    await like(0, fans[1])
    await like(1, fans[1])
    await world.clockwork.heat()
    first, cursor = await page()
    everywhere, cursor_of_all = await page(board="all")
    assert set(first) == set(everywhere) == {"글 0", "글 1"}

    await like(2, *fans)
    await like(3, *fans)
    await world.clockwork.heat()  # those of the second page stand first now
    assert set((await page(cursor))[0]) == {"글 2", "글 3"}
    assert set((await page(cursor_of_all, "all"))[0]) == {"글 2", "글 3"}
    assert set((await page())[0]) == {"글 2", "글 3"}

    for _ in range(4):
        await world.clockwork.heat()
    kept = {row.snapshot for row in world.rows("hot_places")}
    assert (len(kept), max(kept)) == (4, 6)
    assert set((await page(cursor))[0]) <= {f"글 {number}" for number in range(4)}


@ON_BOTH_DATABASES
async def test_a_busy_board_does_not_have_the_page_of_all_boards_to_itself(world: World):
    author, fan = await world.member(), await world.member("지훈")
    others = [await world.member(f"말많은 {number}") for number in range(4)]
    busy = await world.post(author, title="붐비는 판")
    quiet = await world.post(author, board="challenges", title="조용한 판")
    talk = await world.post(author, title="수다")
    for one in others:
        for number in range(5):
            await world.comment(one, talk, text=f"{one} 댓글 {number}")
            world.now += timedelta(minutes=1)
    for post in (busy, quiet):
        await world.done("PUT", f"posts/{post['id']}/bookmark", fan)
    await world.done("PUT", f"posts/{busy['id']}/like", fan)
    await world.clockwork.heat()

    places = {str(row.post_id): row for row in world.rows("hot_places")}
    assert places[busy["id"]].hot > places[quiet["id"]].hot
    listed = await world.titles("boards/all/posts", sort="hot")
    assert listed == ["조용한 판", "붐비는 판"]
    why = (await world.done("GET", f"posts/{busy['id']}"))["why_hot"]
    assert why["everywhere"] == pytest.approx(places[busy["id"]].everywhere, abs=1e-5)
    assert why["liveliness"] > 1


async def test_a_removed_post_leaves_every_page_of_the_hot_list_at_once(world: World):
    author, fan = await world.member(), await world.member("지훈")
    made = [await world.post(author, title=f"글 {number}") for number in range(2)]
    for post in made:
        await world.done("PUT", f"posts/{post['id']}/like", fan)
    await world.clockwork.heat()
    assert len(await world.titles("boards/free/posts", sort="hot")) == 2

    await world.done("DELETE", f"posts/{made[0]['id']}", author)

    assert await world.titles("boards/free/posts", sort="hot") == ["글 1"]
    world.now += timedelta(days=15)
    for _ in range(2):
        await world.clockwork.heat()
    assert await world.titles("boards/free/posts", sort="hot") == []
    assert world.rows("hot_places") == []


async def test_a_page_is_not_sent_twice_and_is_new_when_something_changed(world: World):
    author = await world.member()
    await world.post(author)
    first = await world.ask("GET", "boards/free/posts")

    again = await world.ask(
        "GET", "boards/free/posts", headers={"if-none-match": first.headers["etag"]}
    )
    await world.post(author, title="또 하나")
    after = await world.ask(
        "GET", "boards/free/posts", headers={"if-none-match": first.headers["etag"]}
    )

    assert again.status_code == 304
    assert after.status_code == 200


@pytest.mark.parametrize(
    ("board", "fields", "code"),
    [
        ("market", {"price_krw": 10_000}, "post-region-needed"),
        ("sales", {"shop": "러너스"}, "board-field-not-allowed"),
        ("races", {"race": "서울마라톤", "held_on": "언젠가"}, "board-field-not-allowed"),
        ("reviews", {"product": "신발", "ratings": {"쿠션": 9}}, "board-field-not-allowed"),
        ("free", {"price_krw": 1}, "board-field-not-allowed"),
        ("nowhere", {}, "no-such-board"),
    ],
)
async def test_each_board_checks_its_own_fields(world: World, board, fields, code):
    author = await world.member()
    form = {"title": "글", "body": "내용", "fields": fields}

    answer = await world.ask("POST", f"boards/{board}/posts", author, json=form)

    assert answer.json()["code"] == code


def test_a_refused_field_is_told_in_words():
    assert {field.name for board in BOARDS.values() for field in board.fields} <= FIELDS_KO.keys()
    refusal = FieldNotAllowed(name="ends_at")

    assert refusal.sentence("ko") == "이 게시판의 '끝' 항목을 확인해 주세요."
    assert refusal.sentence("en") == "Please check the field 'ends at' of this board."


@pytest.mark.parametrize(
    ("board", "more"),
    [
        ("clubs", {"region": "서울특별시 마포구", "fields": {"meets": "수요일 20시"}}),
        ("challenges", {"challenge_id": str(new_id())}),
        (
            "market",
            {
                "region": "서울특별시",
                "fields": {"price_krw": 0, "condition": "good"},
            },
        ),
        ("promotion", {"fields": {"shop": "러너스", "link": "https://runners.example.kr"}}),
        (
            "sales",
            {
                "fields": {
                    "shop": "러너스",
                    "starts_at": "2026-11-02T00:00:00+09:00",
                    "ends_at": "2026-11-09T00:00:00+09:00",
                    "discount_percent": 30,
                }
            },
        ),
        ("reviews", {"fields": {"product": "신발 3", "ratings": {"쿠션": 5, "무게": 3}}}),
        ("products", {"fields": {"product": "신발 4", "released_on": "2026-12-01"}}),
        (
            "races",
            {
                "fields": {
                    "race": "서울마라톤",
                    "held_on": "2027-03-21",
                    "place": "광화문",
                    "state": "open",
                    "registration_opens_on": "2026-11-01",
                    "registration_closes_on": "2026-11-30",
                }
            },
        ),
        ("problems", {"category": "HINT", "fields": {"problem": "abc300_d"}}),
    ],
)
async def test_each_board_takes_what_it_is_for(world: World, board, more):
    author = await world.member()

    made = await world.post(author, board, **more)

    assert (made["board"], made["state"]) == (board, "published")
    assert await world.titles(f"boards/{board}/posts") == ["한강 야간 러닝"]


async def test_only_staff_announces(world: World):
    author = await world.member()
    form = {"title": "점검", "body": "오늘 밤"}

    assert await world.refused("POST", "boards/announcements/posts", author, json=form) == (
        403,
        "may-not-post-here",
    )
    made = await world.done("POST", "boards/announcements/posts", author, "staff", json=form)
    assert made["board"] == "announcements"


async def test_a_post_sent_twice_with_one_key_is_written_once(world: World):
    author = await world.member()
    form, key = {"title": "한 번", "body": "만"}, {"idempotency-key": "k1"}

    first = await world.done("POST", "boards/free/posts", author, json=form, headers=key)
    second = await world.done("POST", "boards/free/posts", author, json=form, headers=key)

    assert first == second
    assert len(world.rows("posts")) == 1


async def test_a_solution_is_behind_a_gate(world: World):
    author, other = await world.member(), await world.member("지훈")
    made = await world.post(
        author, "problems", category="SOLUTION", body="세그먼트 트리", fields={"problem": "p1"}
    )
    path = f"posts/{made['id']}"

    gated = await world.done("GET", path, other)
    found = await world.titles("search/posts", other, q="세그먼트")
    await world.done("PUT", f"{path}/unlock", other)
    opened = await world.done("GET", path, other)

    assert (gated["gated"], gated["body"], gated["html"]) == (True, None, None)
    assert found == []
    assert opened["body"] == "세그먼트 트리"
