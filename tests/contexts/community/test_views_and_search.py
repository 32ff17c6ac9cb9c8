"""Views without addresses, boards' statistics, and words found alike on both databases."""

import pytest
from sqlalchemy import event

from moim.contexts.community.application.ports import Wanted
from moim.contexts.community.domain.indexing import no_stems, words_of
from moim.contexts.community.persistence.lists import SqlLists
from moim.contexts.community.persistence.search import SqlSearch
from moim.contracts.community import PostViewCountChanged
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from tests import heic
from tests.contexts.community.world import ON_BOTH_DATABASES, World


async def look(world: World, post, user=None, **headers: str):
    given = {"user-agent": "Mozilla/5.0"} | headers
    await world.done("GET", f"posts/{post['id']}", user, headers=given)


async def counted(world: World, post) -> int:
    await world.clockwork._sightings.flush()
    (row,) = [one for one in world.rows("posts") if str(one.id) == post["id"]]
    return row.views


@ON_BOTH_DATABASES
async def test_a_viewer_counts_once_a_day_and_authors_and_bots_not_at_all(world: World):
    author, reader = await world.member(), await world.member("지훈")
    post = await world.post(author)

    for _ in range(2):
        await look(world, post, reader)
        await look(world, post)
    await look(world, post, author)
    await look(world, post, **{"user-agent": "Googlebot/2.1"})
    await look(world, post, **{"sec-purpose": "prefetch"})

    assert await counted(world, post) == 2
    world.pass_by(days=1)
    await look(world, post, reader)
    assert await counted(world, post) == 3


async def test_no_address_and_no_reader_is_kept(world: World):
    post = await world.post(await world.member())
    reader = await world.member("지훈")
    await look(world, post, reader)
    await look(world, post)
    await counted(world, post)

    kept = world.rows("post_viewers")

    assert len(kept) == 2
    assert all(b"203.0.113.5" not in row.viewer and row.viewer != reader.bytes for row in kept)
    world.pass_by(days=3)
    await world.clockwork.tidy()
    assert world.rows("post_viewers") == []


async def test_what_is_written_again_after_a_crash_is_not_counted_twice(world: World):
    post = await world.post(await world.member())
    await look(world, post, await world.member("지훈"))
    sightings = world.clockwork._sightings
    batch = set(sightings._waiting)
    await counted(world, post)

    sightings._waiting |= batch

    assert await counted(world, post) == 1


@pytest.mark.event(72)
@pytest.mark.row(41)
async def test_views_are_told_once_and_stand_in_the_statistics(world: World):
    post = await world.post(await world.member())
    for name in ("하나", "둘", "셋"):
        await look(world, post, await world.member(name))
        await counted(world, post)
    world.pass_by(seconds=10)
    await world.settle()
    await world.settle()

    told = world.published(PostViewCountChanged)
    assert [one.count for one in told] == [3]
    await world.happens(told[0])
    days = (await world.done("GET", "boards/free/statistics"))["days"]
    assert days == [{"day": "2026-11-02", "posts": 1, "comments": 0, "views": 3}]
    assert await world.titles("boards/free/posts", sort="hot") == ["한강 야간 러닝"]
    why = (await world.done("GET", f"posts/{post['id']}"))["why_hot"]
    assert why["views"] == round(0.3 * 3**0.5, 2)


DOCUMENTS = {
    "러닝크루 모집": "매주 수요일 한강에서 달려요",
    "하프마라톤 후기": "첫 하프를 뛰었습니다. 기록은 1시간 58분",
    "중고등학교 운동장": "야간에 개방하나요?",
    "중고 러닝화 팝니다": "나이키 페가수스 260, 300km 신었어요",
    "5km 대회 안내": "Seoul RUN 5K https://run.example.kr/러닝",
    "런닝 말고 라이딩": "자전거 코스 추천",
}
QUERIES = {
    "러닝": {"러닝크루 모집", "중고 러닝화 팝니다"},
    "마라톤": {"하프마라톤 후기"},
    "하프": {"하프마라톤 후기"},
    "중고": {"중고등학교 운동장", "중고 러닝화 팝니다"},
    "중고 러닝": {"중고 러닝화 팝니다"},
    "런": {"런닝 말고 라이딩"},
    "크루": {"러닝크루 모집"},
    "km": {"중고 러닝화 팝니다", "5km 대회 안내"},
    "5KM": {"5km 대회 안내"},
    "run": {"5km 대회 안내"},
    "요": {"중고등학교 운동장", "러닝크루 모집", "중고 러닝화 팝니다"},
    "없는말": set(),
    "한강 수요일": {"러닝크루 모집"},
    "라이딩": {"런닝 말고 라이딩"},
    '"러닝" OR * NEAR(': set(),
}


@ON_BOTH_DATABASES
async def test_words_are_found_alike_on_both_databases(world: World):
    author, reader = await world.member(), await world.member("지훈")
    for title, body in DOCUMENTS.items():
        await world.post(author, title=title, body=body)

    found = {}
    for query in QUERIES:
        page = await world.done("GET", "search/posts", reader, params={"q": query})
        found[query] = {one["title"] for one in page["items"]}

    assert found == QUERIES


@ON_BOTH_DATABASES
async def test_found_posts_come_newest_first_in_pages_and_follow_edits(world: World):
    author = await world.member()
    made = [await world.post(author, title=f"새벽 {number}") for number in range(3)]
    await world.done("PATCH", f"posts/{made[0]['id']}", author, json={"title": "아침"})
    await world.done("DELETE", f"posts/{made[1]['id']}", author)
    other = await world.post(author, title="새벽 넷")

    first = await world.done("GET", "search/posts", params={"q": "새벽", "limit": 1})
    rest = await world.done(
        "GET", "search/posts", params={"q": "새벽", "limit": 5, "cursor": first["next"]}
    )

    assert [one["id"] for one in first["items"]] == [other["id"]]
    assert [one["title"] for one in rest["items"]] == ["새벽 2"]
    assert await world.titles("search/posts", q="아침") == ["아침"]
    assert await world.refused("GET", "search/posts", params={"q": "!?"}) == (
        422,
        "nothing-to-search",
    )
    assert await world.titles("boards/challenges/posts", q="새벽") == []


async def test_after_the_night_deleted_words_are_in_no_file(world: World, tmp_path):
    author = await world.member()
    post = await world.post(author, title="뷁뷁", body="웱뮁 xyzzyplugh")
    for number in range(3):
        await world.post(author, title=f"남는 글 {number}")
    await world.done("DELETE", f"posts/{post['id']}", author)

    await world.clockwork.tidy()

    index = world.database.read(
        lambda c: c.exec_driver_sql("SELECT block FROM fts_posts_data").scalars().all()
    )
    assert not any("뷁뷁".encode() in block or b"xyzzyplugh" in block for block in index)
    assert len(await world.titles("search/posts", q="남는")) == 3


async def test_the_words_of_who_left_are_in_no_byte_of_the_index(world: World):
    author, gone = await world.member(), await world.member("지훈")
    for number in range(3):
        await world.post(author, title=f"남는 글 {number}")
        await world.post(gone, title=f"뷁뷁 {number}", body="웱뮁 xyzzyplugh")

    await world.happens(UserWithdrew(user_id=gone))

    index = world.database.read(
        lambda c: c.exec_driver_sql("SELECT block FROM fts_posts_data").scalars().all()
    )
    assert not any("뷁뷁".encode() in block or b"xyzzyplugh" in block for block in index)
    assert len(await world.titles("search/posts", q="남는")) == 3


@pytest.mark.parametrize("page", ["found", "bookmarked"])
async def test_posts_found_elsewhere_are_read_by_their_key(world: World, page: str):
    """By the index over what is seen, a page would cost reading every post there is."""

    def look(connection):
        said: list[str] = []
        raw = connection.connection.dbapi_connection
        raw.set_trace_callback(said.append)
        if page == "found":
            SqlSearch(connection).page(words_of("달리기", no_stems), 7, 20)
        else:
            SqlLists(connection).bookmarked(new_id(), None, 20)
        raw.set_trace_callback(None)
        (statement,) = [one for one in said if one.startswith("SELECT posts.")]
        return connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()

    plan = [row.detail for row in world.database.read(look)]

    assert [line for line in plan if "SEARCH posts USING INDEX sqlite_autoindex_posts_1" in line]
    assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line]


@pytest.mark.parametrize("board", ["free", None])
async def test_a_page_of_a_region_is_read_in_its_order_and_not_sorted(
    world: World, board: str | None
):
    """A province has most posts of a board: sorting all of them would cost more than they do."""
    wanted = Wanted(viewer_id=None, board=board, sort="new", region="서울특별시", limit=20)

    def look(connection):
        said = []
        note = lambda _c, _cursor, statement, given, *_: said.append((statement, given))  # noqa: E731
        event.listen(connection, "before_cursor_execute", note)
        SqlLists(connection).page(wanted)
        event.remove(connection, "before_cursor_execute", note)
        ((statement, given),) = said
        return connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()

    plan = [row.detail for row in world.database.read(look)]

    assert [line for line in plan if "SEARCH posts USING INDEX" in line and "_newest" in line]
    assert not [line for line in plan if "TEMP B-TREE FOR ORDER BY" in line]


def a_picture(colour: str) -> bytes:
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (64, 32), colour).save(file, "PNG")
    return file.getvalue()


async def test_pictures_that_no_post_shows_are_removed_and_none_is_taken_from_another(
    world: World,
):
    author, other = await world.member(), await world.member("지훈")

    async def upload(colour: str) -> str:
        files = {"file": ("a.png", a_picture(colour))}
        return (await world.done("POST", "post-photos", author, files=files))["key"]

    shown, left = await upload("teal"), await upload("red")
    form = {"title": "남의 사진", "body": "사진", "photos": [shown]}
    taken = await world.refused("POST", "boards/free/posts", other, json=form)
    post = await world.post(author, photos=[shown])
    world.pass_by(days=1, minutes=1)
    await world.clockwork.tidy()
    await world.settle()

    assert taken == (422, "not-your-attachment")
    assert list(world.blobs.iterate()) == [shown]
    assert left != shown
    await world.done("PATCH", f"posts/{post['id']}", author, json={"title": "사진은 그대로"})
    await world.happens(UserWithdrew(user_id=author))
    assert list(world.blobs.iterate()) == []


def a_telling_picture() -> bytes:
    import io

    from PIL import Image

    image = Image.new("RGB", (2400, 1200), "teal")
    exif = image.getexif()
    exif[0x0112], exif[0x010E] = 6, heic.SECRET.encode()
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()


@pytest.mark.parametrize(
    ("taken", "size"),
    [(a_telling_picture(), (800, 1600)), (heic.PHOTO, heic.UPRIGHT)],
    ids=["jpeg", "heic"],
)
async def test_a_picture_is_shown_upright_and_without_what_it_told(world: World, taken, size):
    import io

    from PIL import Image

    assert heic.SECRET.encode() in taken
    author = await world.member()

    sent = {"files": {"file": ("a.jpg", taken)}, "headers": {"idempotency-key": "lost-answer"}}
    key = (await world.done("POST", "post-photos", author, **sent))["key"]
    post = await world.post(author, photos=[key])
    answer = await world.ask("GET", f"posts/{post['id']}/photos/{key}")

    shown = Image.open(io.BytesIO(answer.content))
    assert (shown.format, shown.size) == ("WEBP", size)
    again = await world.done("POST", "post-photos", author, **sent)
    assert again["key"] == key
    other = sent | {"files": {"file": ("a.jpg", b"another")}}
    assert await world.refused("POST", "post-photos", author, **other) == (
        422,
        "idempotency-key-reused",
    )
    assert heic.SECRET.encode() not in answer.content
    await world.done("DELETE", f"posts/{post['id']}", author)
    await world.settle()
    assert list(world.blobs.iterate()) == []
    broken = await world.refused(
        "POST", "post-photos", author, files={"file": ("a.jpg", b"no picture")}
    )
    assert broken == (415, "not-a-picture")
