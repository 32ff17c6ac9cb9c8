"""What posts leave beside workouts: notes and questions, never a changed workout."""

from typing import Any
from uuid import UUID

import pytest

from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    PostCreated,
    PostDeleted,
    PostEdited,
    PostReported,
    PostReportResolved,
    PostViewCountChanged,
)
from moim.contracts.insights import ChartDataUpdated
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from tests.contexts.workouts import samples
from tests.contexts.workouts.progress.test_rederiving import derived_by_an_older_version
from tests.contexts.workouts.world import Person, World


async def posted(
    world: World, person: Person, workout_id: str | None = None, board: str = "free"
) -> UUID:
    post_id = new_id()
    await world.tell(
        PostCreated(
            post_id=post_id,
            author_id=person.id,
            board=board,
            title="오늘의 러닝",
            workout_id=None if workout_id is None else UUID(workout_id),
        )
    )
    return post_id


async def commented(world: World, person: Person, post_id: UUID) -> UUID:
    comment_id = new_id()
    await world.tell(CommentCreated(comment_id=comment_id, post_id=post_id, author_id=person.id))
    return comment_id


async def prompts(person: Person) -> list[Any]:
    return (await person.got("/workout-prompts"))["items"]


async def feedback(person: Person, workout_id: str) -> list[str]:
    items = (await person.got(f"/workouts/{workout_id}/feedback"))["items"]
    return [one["comment_id"] for one in items]


def moderator(world: World) -> Person:
    person = world.person()
    token = world.tokens.issue_access(person.id, new_id(), ["moderator"], world.clock())
    person.client.headers["authorization"] = f"Bearer {token}"
    return person


@pytest.mark.row(115)
@pytest.mark.row(221)
async def test_a_comment_under_a_post_with_a_workout_is_feedback_until_it_is_deleted(
    either_world,
) -> None:
    runner, reader = await either_world.registered(), await either_world.registered()
    made = await runner.typed()
    post_id = await posted(either_world, runner, made["id"])
    comments = [await commented(either_world, reader, post_id) for _ in range(2)]
    await commented(either_world, runner, post_id)

    (newest,) = (await runner.got(f"/workouts/{made['id']}/feedback?limit=1"))["items"]
    assert (newest["comment_id"], newest["nickname"]) == (str(comments[1]), "민지")
    assert await feedback(runner, made["id"]) == [str(comments[1]), str(comments[0])]
    await either_world.tell(
        CommentDeleted(comment_id=comments[0], post_id=post_id, author_id=reader.id, by=reader.id)
    )
    assert await feedback(runner, made["id"]) == [str(comments[1])]
    assert (await reader.get(f"/workouts/{made['id']}/feedback")).status_code == 404


@pytest.mark.row(116)
async def test_who_writes_of_running_without_a_workout_is_asked_for_one_once_a_day(
    either_world,
) -> None:
    runner = await either_world.registered()
    first = await posted(either_world, runner)
    await posted(either_world, runner)
    await posted(either_world, runner, board="market")

    (prompt,) = await prompts(runner)
    assert (prompt["kind"], prompt["post_id"], prompt["workout_id"]) == (
        "record",
        str(first),
        None,
    )
    either_world.clock.move(days=1)
    runner = either_world.person(runner.id)
    await posted(either_world, runner)
    assert len(await prompts(runner)) == 2


@pytest.mark.row(117)
async def test_the_author_of_a_deleted_post_is_asked_and_nothing_is_deleted(either_world) -> None:
    runner = await either_world.registered()
    made = await runner.typed()
    post_id = await posted(either_world, runner, made["id"])
    await commented(either_world, await either_world.registered(), post_id)
    either_world.forget_published()

    await either_world.tell(PostDeleted(post_id=post_id, author_id=runner.id, by=runner.id))

    (prompt,) = await prompts(runner)
    assert (prompt["kind"], prompt["workout_id"]) == ("delete", made["id"])
    assert await feedback(runner, made["id"]) == []
    assert await runner.got(f"/workouts/{made['id']}") == made
    assert either_world.published() == []
    await runner.send("DELETE", f"/workouts/{made['id']}")
    assert await prompts(runner) == []


@pytest.mark.row(118)
async def test_the_author_of_an_edited_post_is_asked_once_and_may_dismiss_it(
    either_world,
) -> None:
    runner = await either_world.registered()
    made = await runner.typed()
    post_id = await posted(either_world, runner, made["id"])
    either_world.forget_published()

    for _ in range(2):
        await either_world.tell(PostEdited(post_id=post_id, author_id=runner.id))

    (prompt,) = await prompts(runner)
    assert (prompt["kind"], prompt["workout_id"]) == ("update", made["id"])
    assert either_world.published() == []
    path = f"/workout-prompts/{prompt['id']}"
    other = either_world.person()
    assert (await other.send("DELETE", path)).json()["code"] == "workout-prompt-not-found"
    assert (await runner.send("DELETE", path)).status_code == 204
    assert await prompts(runner) == []


@pytest.mark.row(119)
@pytest.mark.row(222)
async def test_the_workout_of_a_reported_post_waits_for_a_moderator_until_it_is_decided(
    either_world,
) -> None:
    runner = await either_world.registered()
    made = await runner.typed()
    post_id, report_id = await posted(either_world, runner, made["id"]), new_id()
    plain = await posted(either_world, runner)
    for post, report, comment in (
        (post_id, report_id, None),
        (post_id, new_id(), new_id()),  # of a comment: it says nothing of the workout
        (plain, new_id(), None),
    ):
        await either_world.tell(
            PostReported(
                post_id=post,
                report_id=report,
                user_id=new_id(),
                reason="fraud",
                comment_id=comment,
            )
        )
    staff = moderator(either_world)

    (waiting,) = (await staff.got("/moderation/workouts"))["items"]
    assert (waiting["workout_id"], waiting["reason"]) == (made["id"], "fraud")
    refused = await runner.get("/moderation/workouts")
    assert (refused.status_code, refused.json()["code"]) == (403, "role-missing")
    await either_world.tell(
        PostReportResolved(post_id=post_id, report_id=report_id, outcome="kept", by=staff.id)
    )
    assert (await staff.got("/moderation/workouts"))["items"] == []


@pytest.mark.row(120)
@pytest.mark.row(220)
async def test_a_workout_shows_how_often_its_posts_were_seen(either_world) -> None:
    runner = await either_world.registered()
    made = await runner.typed()
    posts = [await posted(either_world, runner, made["id"]) for _ in range(2)]
    either_world.forget_published()

    for post_id, count in [(posts[0], 7), (posts[0], 12), (posts[0], 10), (posts[1], 3)]:
        await either_world.tell(PostViewCountChanged(post_id=post_id, count=count))

    assert await runner.got(f"/workouts/{made['id']}/exposure") == {"posts": 2, "seen": 15}
    assert either_world.published() == []


async def test_a_post_with_somebody_else_s_workout_leaves_nothing_on_it(world) -> None:
    runner, thief = await world.registered(), await world.registered()
    made = await runner.typed()

    post_id = await posted(world, thief, made["id"])
    await commented(world, await world.registered(), post_id)
    await world.tell(PostEdited(post_id=post_id, author_id=thief.id))

    assert await feedback(runner, made["id"]) == []
    assert await runner.got(f"/workouts/{made['id']}/exposure") == {"posts": 0, "seen": 0}
    assert await prompts(runner) == await prompts(thief) == []


@pytest.mark.row(71)
async def test_what_a_chart_lacks_is_computed_and_nothing_else_is_told(either_world) -> None:
    runner = await either_world.registered()
    made = await runner.imported("run.fit", samples.fit(700))
    await derived_by_an_older_version(either_world, moving_s=1.0)

    await either_world.tell(
        ChartDataUpdated(user_id=runner.id, dataset="totals", reason="workouts.WorkoutRecorded")
    )
    assert not either_world.rows("tasks")
    for _ in range(2):
        await either_world.tell(
            ChartDataUpdated(user_id=runner.id, dataset="totals", reason="metrics-missing")
        )
    assert len(either_world.rows("tasks")) == 1
    await either_world.caught_up()
    now = await runner.got(f"/workouts/{made['id']}")
    assert now["moving_s"] == made["moving_s"]

    either_world.forget_published()
    await either_world.tell(
        ChartDataUpdated(user_id=runner.id, dataset="totals", reason="metrics-missing")
    )
    assert not either_world.rows("tasks")
    assert either_world.published() == []


@pytest.mark.row(71)
@pytest.mark.event(36)
async def test_what_a_chart_names_is_analysed_and_told_once(either_world) -> None:
    runner, other = await either_world.registered(), await either_world.registered()
    made = await runner.imported("run.fit", samples.fit(700, bpm=150))
    typed = await runner.typed()
    strange = await other.imported("theirs.fit", samples.fit(300))
    either_world.forget_published()

    named = (*(UUID(one["id"]) for one in (made, typed, strange)), new_id())
    for _ in range(2):
        await either_world.tell(
            ChartDataUpdated(
                user_id=runner.id, dataset="analysis", reason="metrics-missing", workout_ids=named
            )
        )
    await either_world.caught_up()

    told = {one["workout_id"]: one for one in either_world.published("WorkoutAnalysed")}
    assert set(told) == {made["id"], typed["id"]}
    assert len(either_world.published("WorkoutAnalysed")) == 2
    assert {"heart_rate_zones", "load"} <= set(told[made["id"]]["analysis"])
    assert told[typed["id"]]["analysis"] == {}, "there is nothing to wait for"
    assert {one["unasked"] for one in told.values()} == {True}
    assert (await runner.got(f"/workouts/{typed['id']}"))["version"] == typed["version"]


async def test_notes_go_with_whoever_they_are_of(world) -> None:
    runner, reader = await world.registered(), await world.registered()
    made = await runner.typed()
    post_id = await posted(world, runner, made["id"])
    await commented(world, reader, post_id)
    await world.tell(PostEdited(post_id=post_id, author_id=runner.id))
    await world.tell(
        PostReported(post_id=post_id, report_id=new_id(), user_id=reader.id, reason="spam")
    )

    await world.tell(UserWithdrew(user_id=reader.id))
    assert await feedback(runner, made["id"]) == []
    await world.tell(UserWithdrew(user_id=runner.id))
    for table in ("workout_posts", "workout_prompts", "workout_reviews", "workout_feedback"):
        assert world.rows(table) == [], table
