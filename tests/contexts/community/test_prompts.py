"""What other contexts tell is seen in community: prompts, figures of posts, the feed, names."""

import pytest

from moim.contexts.community.persistence.erasure import DELETED, KEPT
from moim.contexts.community.persistence.tables import metadata
from moim.contracts.community import PostCreated
from moim.contracts.users import ProfilePhotoUpdated, ProfileUpdated, UserWithdrew
from moim.contracts.workouts import (
    GoalAchieved,
    GoalChanged,
    GoalSet,
    SessionEnded,
    SessionStarted,
    ShareRequested,
    SportChanged,
    WorkoutAnalysed,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutsSynced,
    WorkoutUpdated,
)
from moim.kernel.ids import new_id
from tests.contexts.community.world import (
    MONDAY_NOON,
    ON_BOTH_DATABASES,
    World,
    recorded,
    registered,
)


async def prompts(world: World, user, kind: str | None = None):
    page = await world.done("GET", "prompts", user)
    return [one for one in page["items"] if kind in (None, one["kind"])]


@pytest.mark.row(126)
@pytest.mark.row(153)
@pytest.mark.row(194)
@ON_BOTH_DATABASES
async def test_a_workout_gives_a_ready_draft_that_only_its_owner_posts(world: World):
    owner, stranger = await world.member(), await world.member("지훈")
    workout = recorded(owner)
    await world.happens(workout, workout)

    (card,) = await prompts(world, owner)
    assert card["kind"] == "share-workout"
    assert card["title"] == "오늘의 달리기 10.0 km 50:00"
    assert world.published(PostCreated) == []
    path = f"prompts/{card['id']}/accept"
    assert await world.refused("POST", path, stranger) == (404, "prompt-not-found")

    made = await world.done("POST", path, owner, json={"as": "published"})

    seen = await world.done("GET", f"posts/{made['made_post_id']}")
    assert seen["attached"]["workout"]["distance_m"] == 10_000.0
    assert "heart_rate_avg_bpm" not in seen["attached"]["workout"]
    assert await prompts(world, owner) == []
    assert await world.refused("POST", path, owner) == (409, "prompt-answered")


async def test_prompts_are_few_a_day_and_can_be_dismissed(world: World):
    owner = await world.member()
    await world.happens(*(recorded(owner) for _ in range(8)))

    cards = await prompts(world, owner)
    await world.done("POST", f"prompts/{cards[0]['id']}/dismiss", owner)

    assert len(cards) == 5
    assert len(await prompts(world, owner)) == 4


@pytest.mark.row(123)
@pytest.mark.row(150)
async def test_asking_for_analysis_suggests_asking_the_club(world: World):
    owner = await world.member()
    workout = recorded(owner)
    asked = WorkoutAnalysisRequested(
        workout_id=workout.workout_id, user_id=owner, request_id=new_id()
    )
    await world.happens(workout, asked)

    (card,) = await prompts(world, owner, "ask-feedback")
    assert "피드백" in card["title"]


@pytest.mark.row(124)
@pytest.mark.row(151)
async def test_an_analysis_suggests_sharing_it(world: World):
    owner = await world.member(locale="en")
    workout = recorded(owner)
    analysed = WorkoutAnalysed(
        workout_id=workout.workout_id, user_id=owner, request_id=new_id(), analysis={}
    )
    await world.happens(workout, analysed)

    (card,) = await prompts(world, owner, "share-analysis")
    assert card["title"] == "How my run went"

    old = recorded(owner)
    about = {"workout_id": old.workout_id, "user_id": owner, "request_id": new_id()}
    await world.happens(old, WorkoutAnalysed(**about, analysis={}, unasked=True))
    assert len(await prompts(world, owner, "share-analysis")) == 1, "nobody asked for that one"


@pytest.mark.row(128)
@pytest.mark.row(129)
@pytest.mark.row(156)
@pytest.mark.row(157)
async def test_a_goal_suggests_company_and_then_pride(world: World):
    owner, goal = await world.member(), new_id()
    told = {"goal_id": goal, "user_id": owner, "metric": "distance/run", "target": 100_000.0}
    await world.happens(
        GoalSet(**told, period="month"), GoalAchieved(**told, reached_at=MONDAY_NOON)
    )

    cards = {one["kind"]: one["title"] for one in await prompts(world, owner)}

    assert cards == {"share-goal": "새 목표 100 km", "share-achievement": "목표 달성! 100 km"}


@pytest.mark.row(130)
@pytest.mark.row(158)
async def test_a_changed_goal_shows_in_posts_and_asks_for_an_edit(world: World):
    owner, goal = await world.member(), new_id()
    told = {"goal_id": goal, "user_id": owner, "metric": "distance", "period": "month"}
    await world.happens(GoalSet(**told, target=100_000.0))
    post = await world.post(owner, goal_id=str(goal))
    before = await world.done("GET", f"posts/{post['id']}")

    await world.happens(GoalChanged(**told, target=150_000.0))

    after = await world.done("GET", f"posts/{post['id']}")
    assert [one["attached"]["goal"]["target"] for one in (before, after)] == [100_000.0, 150_000.0]
    (card,) = await prompts(world, owner, "edit-post")
    assert card["post_id"] == post["id"]


@pytest.mark.row(133)
@pytest.mark.row(162)
@pytest.mark.row(163)
async def test_another_sport_suggests_telling_of_it_and_where(world: World):
    owner = await world.member()
    workout = recorded(owner)
    changed = SportChanged(workout_id=workout.workout_id, user_id=owner, before="run", after="ride")
    await world.happens(workout, changed)

    cards = {one["kind"]: one for one in await prompts(world, owner)}

    assert "달리기 대신 라이딩" in cards["share-sport"]["body"]
    assert cards["write-on-sport"]["category"] == "ride"


@pytest.mark.row(155)
async def test_somebody_s_asking_to_see_can_be_answered_by_a_post(world: World):
    owner, asker = await world.member(), await world.member("지훈")
    workout = recorded(owner)
    asked = ShareRequested(
        share_id=new_id(),
        workout_id=workout.workout_id,
        user_id=owner,
        audience=f"user:{asker}",
    )
    await world.happens(workout, asked)

    (card,) = await prompts(world, owner, "answer-share")
    assert card["workout_id"] == str(workout.workout_id)


@pytest.mark.row(125)
@pytest.mark.row(152)
async def test_after_a_sync_posts_show_what_their_workouts_are_now(world: World):
    owner = await world.member()
    workout = recorded(owner)
    await world.happens(workout)
    post = await world.post(owner, workout_id=str(workout.workout_id))
    synced = WorkoutsSynced(user_id=owner, provider="garmin", imported=1, duplicates=0, failed=0)

    again = recorded(owner, workout_id=workout.workout_id, metrics={"distance_m": 12_000.0})
    await world.happens(again, synced)

    seen = await world.done("GET", f"posts/{post['id']}")
    assert seen["attached"]["workout"]["distance_m"] == 12_000.0


@pytest.mark.row(195)
async def test_a_changed_workout_changes_the_post(world: World):
    owner = await world.member()
    workout = recorded(owner)
    await world.happens(workout)
    post = await world.post(owner, workout_id=str(workout.workout_id))
    changed = WorkoutUpdated(
        workout_id=workout.workout_id,
        user_id=owner,
        sport="trail_run",
        started_at=MONDAY_NOON,
        metrics={"distance_m": 9_000.0},
        changed=("sport", "distance_m"),
    )

    await world.happens(changed)

    seen = (await world.done("GET", f"posts/{post['id']}"))["attached"]["workout"]
    assert (seen["sport"], seen["distance_m"]) == ("trail_run", 9_000.0)


@pytest.mark.row(127)
@pytest.mark.row(154)
async def test_a_deleted_workout_is_missed_in_posts_and_their_author_is_asked(world: World):
    owner = await world.member()
    workout = recorded(owner)
    await world.happens(workout)
    post = await world.post(owner, workout_id=str(workout.workout_id))

    await world.happens(WorkoutDeleted(workout_id=workout.workout_id, user_id=owner))

    seen = await world.done("GET", f"posts/{post['id']}")
    assert seen["attached"]["workout"] == {"removed": True}
    (card,) = await prompts(world, owner)
    assert (card["kind"], card["post_id"]) == ("edit-post", post["id"])
    await world.done("POST", f"prompts/{card['id']}/accept", owner)
    assert len(world.rows("posts")) == 1


async def test_nobody_attaches_another_s_workout(world: World):
    owner, other = await world.member(), await world.member("지훈")
    workout = recorded(owner)
    await world.happens(workout)
    form = {"title": "남의 것", "body": "기록", "workout_id": str(workout.workout_id)}

    answer = await world.refused("POST", "boards/free/posts", other, json=form)

    assert answer == (422, "not-your-attachment")


async def test_a_review_shows_the_distance_proven_by_workouts(world: World):
    owner = await world.member()
    workouts = [recorded(owner), recorded(owner)]
    await world.happens(*workouts)
    fields = {"product": "신발", "ratings": {"쿠션": 5}}
    fields["worn_in"] = [str(one.workout_id) for one in workouts]

    made = await world.post(owner, "reviews", fields=fields)

    seen = await world.done("GET", f"posts/{made['id']}")
    assert seen["attached"]["worn"] == {"distance_m": 20_000.0, "workouts": 2}


@pytest.mark.row(131)
@pytest.mark.row(132)
@pytest.mark.row(159)
@pytest.mark.row(160)
@pytest.mark.row(161)
async def test_sessions_stand_in_the_feeds_of_those_whom_their_owner_shows_them(world: World):
    owner, fan = await world.member(), await world.member("지훈")
    await world.done("PUT", f"follows/person/{owner}", fan)
    workout = recorded(owner)
    shown = {"user_id": owner, "sport": "run", "started_at": world.now}
    session = SessionStarted(session_id=new_id(), visibility="followers", **shown)
    own = SessionStarted(session_id=new_id(), visibility="private", **shown)
    await world.happens(session, own)
    live = await world.done("GET", "feed", fan)

    ended = SessionEnded(
        session_id=session.session_id, user_id=owner, workout_id=workout.workout_id
    )
    await world.happens(workout, ended)
    after = await world.done("GET", "feed", fan)

    (line,) = live["items"]
    assert (line["kind"], line["session"]["state"]) == ("session", "live")
    assert line["session"]["person"]["nickname"] == "민지"
    assert [one["session"]["state"] for one in after["items"]] == ["ended"]
    assert [one["kind"] for one in await prompts(world, owner, "ask-feedback")] == ["ask-feedback"]
    assert (await world.done("GET", "feed", owner))["nudges"][0]["kind"] == "ask-feedback"


@pytest.mark.row(190)
@pytest.mark.row(191)
@pytest.mark.row(193)
async def test_posts_stand_under_the_name_and_picture_of_today(world: World):
    author = await world.member("민지")
    await world.post(author)
    changed = ProfileUpdated(
        user_id=author, nickname="달리는 민지", region=None, locale="ko", timezone="Asia/Seoul"
    )
    first = (await world.done("GET", "boards/free/posts"))["items"][0]["author"]["nickname"]

    await world.happens(changed, ProfilePhotoUpdated(user_id=author, photo_key="ab" * 32))

    shown = (await world.done("GET", "boards/free/posts"))["items"][0]["author"]
    assert (first, shown["nickname"]) == ("민지", "달리는 민지")
    assert shown["photo"].startswith(f"/v1/users/{author}/photo")


@pytest.mark.row(192)
@ON_BOTH_DATABASES
async def test_who_leaves_leaves_tombstones_and_is_counted_no_longer(world: World):
    gone, stays = await world.member("떠난이"), await world.member("지훈")
    own = await world.post(gone, body="비밀스러운 일기")
    other = await world.post(stays)
    comment = await world.comment(gone, other, "떠나기 전의 말")
    await world.comment(stays, other, "답", parent_id=comment["id"])
    await world.done("PUT", f"posts/{other['id']}/like", gone)
    await world.done("PUT", f"follows/person/{stays}", gone)
    await world.happens(recorded(gone))

    await world.happens(UserWithdrew(user_id=gone))
    await world.happens(recorded(gone), registered(gone, "떠난이"))

    assert await world.refused("GET", f"posts/{own['id']}") == (404, "post-not-found")
    page = await world.done("GET", f"posts/{other['id']}/comments")
    assert [(one["state"], one["author"] is None) for one in page["items"]] == [
        ("removed", True),
        ("published", False),
    ]
    counts = (await world.done("GET", f"posts/{other['id']}"))["counts"]
    assert (counts["likes"], counts["comments"]) == (0, 1)
    said = ("비밀스러운 일기", "떠나기 전의 말", "떠난이")
    for name in metadata.tables:
        if name not in {"inbox", "outbox"}:
            text = str(world.rows(name))
            assert not [word for word in said if word in text], name
    for name in DELETED:
        assert all(row.user_id != gone for row in world.rows(name)), name


def test_every_table_that_names_people_is_named_in_the_erasure():
    naming = {name for name, table in metadata.tables.items() if "user_id" in table.c}

    assert naming == set(DELETED) | set(KEPT)


async def test_follows_and_blocks_answer_other_contexts(world: World):
    one, other = await world.member(), await world.member("지훈")
    await world.done("PUT", f"follows/person/{other}", one)
    await world.done("PUT", "follows/tag/야간", one)

    assert world.follows.followers_of("person", str(other)) == [one]
    assert world.follows.followed_by(one, "tag", ["야간", "새벽"]) == {"야간"}

    await world.done("PUT", f"blocks/{other}", one)

    assert world.follows.followers_of("person", str(other)) == []
    assert world.follows.blocked_between(other, [one]) == {one}
    assert await world.refused("PUT", f"follows/person/{one}", other) == (403, "blocked")


async def test_those_who_block_each_other_do_not_meet(world: World):
    one, other = await world.member(), await world.member("지훈")
    post = await world.post(one)
    assert await world.titles("search/posts", other, q="한강") == ["한강 야간 러닝"]
    await world.done("PUT", f"blocks/{other}", one)

    assert await world.titles("boards/free/posts", other) == []
    assert await world.refused("GET", f"posts/{post['id']}", other) == (404, "post-not-found")
    assert await world.titles("search/posts", other, q="한강") == []
    comment = await world.ask("POST", f"posts/{post['id']}/comments", other, json={"text": "왜"})
    assert comment.json()["code"] == "blocked"
    assert await world.titles("boards/free/posts", await world.member("셋째")) == ["한강 야간 러닝"]
    await world.done("DELETE", f"blocks/{other}", one)
    assert await world.titles("search/posts", other, q="한강") == ["한강 야간 러닝"]


async def test_the_feed_has_what_one_follows_and_nothing_else(world: World):
    one, other, reader = [await world.member(name) for name in ("민지", "지훈", "서연")]
    await world.post(one, title="사람")
    await world.post(other, title="태그", tags=["새벽"])
    await world.post(other, title="지역", region="부산광역시")
    await world.post(other, "challenges", title="게시판")
    await world.post(other, title="아무도")
    await world.done("PUT", f"follows/person/{one}", reader)
    await world.done("PUT", "follows/tag/새벽", reader)
    await world.done("PUT", "follows/region/부산광역시", reader)
    await world.done("PUT", "follows/board/challenges", reader)

    feed = await world.done("GET", "feed", reader, params={"limit": 3})
    rest = await world.done("GET", "feed", reader, params={"limit": 3, "cursor": feed["next"]})

    titles = [one["post"]["title"] for one in (*feed["items"], *rest["items"])]
    assert titles == ["게시판", "지역", "태그", "사람"]
    followed = await world.done("GET", "follows", reader, params={"kind": "tag"})
    assert followed["items"] == [{"kind": "tag", "id": "새벽"}]
    for target, known in (("#새벽", 1), ("저녁", 0)):
        asked = {"kind": "tag", "id": target, "limit": 1}
        assert len((await world.done("GET", "follows", reader, params=asked))["items"]) == known


async def test_an_export_holds_what_a_person_wrote_and_did_and_nothing_of_others(world: World):
    owner, other = await world.member(), await world.member("지훈")
    await world.post(owner, body="내 글")
    post = await world.post(other, body="남의 글")
    await world.post(owner, body="내 초안", **{"as": "draft"})
    await world.comment(owner, post, "내 댓글")
    await world.done("PUT", f"posts/{post['id']}/like", owner)
    await world.done("PUT", "follows/tag/새벽", owner)

    pieces = {piece.path: piece.content.decode() for piece in await world.portion.give(owner)}

    assert set(pieces) == {"posts.jsonl", "comments.jsonl", "reactions.jsonl", "follows.jsonl"}
    assert "내 글" in pieces["posts.jsonl"]
    assert "내 초안" in pieces["posts.jsonl"]
    assert "내 댓글" in pieces["comments.jsonl"]
    assert "남의 글" not in "".join(pieces.values())


async def test_nobody_is_asked_to_share_what_they_alone_may_see(world: World):
    owner = await world.member()
    workout = recorded(owner, source="strava", personal_only=True)
    await world.happens(workout)

    assert await prompts(world, owner) == []
