"""What challenges does about accounts: locks, links, settings, feedback and activity."""

from datetime import timedelta

import pytest

from moim.contracts.users import (
    AccountLocked,
    AccountUnlocked,
    ActivityLogged,
    ActivityStatsRequested,
    FeedbackAnswered,
    FeedbackSubmitted,
    LoginFailed,
    NotificationSettingsChanged,
    PasswordChanged,
    PasswordResetCompleted,
    PasswordResetRequested,
    UserLoggedIn,
)
from moim.kernel.ids import new_id
from tests.contexts.challenges.world import ENDS, NOON, Person, World


async def shared(runner: Person, challenge: str) -> str:
    answer = await runner.send("POST", f"/{challenge}/entries/me/shares")
    assert answer.status_code == 201, answer.text
    return f"/shared/{answer.json()['token']}"


async def entered(world: World) -> tuple[Person, Person, str]:
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(by_hand=True)
    await runner.joins(challenge)
    await runner.runs(5_000)
    return organiser, runner, challenge


@pytest.mark.row(3)
async def test_links_made_before_a_new_password_stop_working(world: World):
    organiser, runner, challenge = await entered(world)
    before = await shared(runner, challenge)
    seen = await organiser.seen(before)
    assert (seen["rank"], seen["value"], seen["nickname"]) == (1, 5_000, "러너1")
    assert seen["results"] == [{"value": 5_000, "day": "2026-11-09"}], "no hour, no workout"

    await world.happens(PasswordChanged(user_id=runner.id))

    gone = await organiser.send("GET", before)
    assert (gone.status_code, gone.json()["code"]) == (410, "share-gone")
    await world.passes(seconds=1)
    assert (await organiser.seen(await shared(runner, challenge)))["rank"] == 1


async def test_a_link_is_ended_by_its_owner_alone(world: World):
    organiser, runner, challenge = await entered(world)
    made = (await runner.send("POST", f"/{challenge}/entries/me/shares")).json()
    (listed,) = (await runner.seen(f"/{challenge}/entries/me/shares"))["items"]
    assert listed == {"id": made["id"], "made_at": made["made_at"], "works": True}
    assert (await organiser.seen(f"/{challenge}/entries/me/shares"))["items"] == []

    assert (await organiser.send("DELETE", f"/shares/{made['id']}")).status_code == 404
    assert (await runner.send("DELETE", f"/shares/{made['id']}")).status_code == 204
    assert (await organiser.send("GET", f"/shared/{made['token']}")).status_code == 410
    assert (await organiser.send("GET", "/shared/nobody-has-this")).status_code == 404


@pytest.mark.row(4)
async def test_a_reset_under_way_protects_results_and_pauses_links(world: World):
    organiser, runner, challenge = await entered(world)
    link = await shared(runner, challenge)
    typed = {"value": 10, "at": (NOON - timedelta(hours=1)).isoformat()}

    until = world.now + timedelta(hours=1)
    await world.happens(PasswordResetRequested(user_id=runner.id, expires_at=until))

    refused = await runner.send("PUT", f"/{challenge}/results/{new_id()}", json=typed)
    assert (refused.status_code, refused.json()["code"]) == (409, "results-protected")
    assert (await organiser.send("GET", link)).json()["code"] == "share-paused"
    await world.passes(hours=1)
    taken = await runner.send("PUT", f"/{challenge}/results/{new_id()}", json=typed)
    assert taken.status_code == 200
    assert (await organiser.seen(link))["rank"] == 1


@pytest.mark.row(5)
async def test_a_completed_reset_lifts_the_protection_and_ends_old_links(world: World):
    organiser, runner, challenge = await entered(world)
    link = await shared(runner, challenge)
    until = world.now + timedelta(hours=1)
    await world.happens(PasswordResetRequested(user_id=runner.id, expires_at=until))

    await world.happens(PasswordResetCompleted(user_id=runner.id))

    typed = {"value": 10, "at": (NOON - timedelta(hours=1)).isoformat()}
    taken = await runner.send("PUT", f"/{challenge}/results/{new_id()}", json=typed)
    assert taken.status_code == 200
    assert (await organiser.send("GET", link)).status_code == 410


@pytest.mark.row(6)
@pytest.mark.event(53)
async def test_a_setting_made_on_a_challenge_is_stronger_than_the_account_s(world: World):
    organiser, loud, quiet = await world.people(3)
    challenge = await organiser.makes()
    for runner in (loud, quiet):
        await runner.joins(challenge)
        off = {"challenges": {"app": False, "push": False}}
        await world.happens(NotificationSettingsChanged(user_id=runner.id, settings=off))
    settings = {"settings": {"end": True}}
    for _ in range(2):
        answer = await loud.send("PUT", f"/{challenge}/entries/me/notices", json=settings)
        assert answer.status_code == 200

    await world.becomes(ENDS)

    assert [one["kind"] for one in await loud.told()] == ["end"]
    assert await quiet.told() == []
    (changed,) = world.published("ChallengeNotificationSettingChanged")
    assert changed["settings"] == {"end": True}
    assert (await loud.entry(challenge))["notices"] == {"end": True}


@pytest.mark.row(7)
async def test_a_locked_account_neither_enters_nor_submits_nor_is_seen(world: World):
    organiser, runner, challenge = await entered(world)
    other = await organiser.makes()

    await world.happens(AccountLocked(user_id=runner.id, reason="moderator"))

    assert (await organiser.seen(f"/{challenge}/ranking"))["items"] == []
    joining = await runner.send("PUT", f"/{other}/entries/me")
    assert (joining.status_code, joining.json()["code"]) == (403, "account-locked")
    typed = {"value": 10, "at": (NOON - timedelta(hours=1)).isoformat()}
    submitting = await runner.send("PUT", f"/{challenge}/results/{new_id()}", json=typed)
    assert submitting.json()["code"] == "account-locked"


@pytest.mark.row(8)
async def test_an_unlocked_account_is_back_with_every_earlier_result(world: World):
    organiser, runner, challenge = await entered(world)
    await world.happens(AccountLocked(user_id=runner.id, reason="moderator"))
    await runner.runs(2_000)

    await world.happens(AccountUnlocked(user_id=runner.id, reason="moderator"))

    (line,) = (await organiser.seen(f"/{challenge}/ranking"))["items"]
    assert line["value"] == 7_000
    await runner.joins(await organiser.makes())


@pytest.mark.row(10)
async def test_feedback_opens_an_improvement_on_the_challenge(world: World):
    organiser, runner, challenge = await entered(world)
    staff = Person(world, roles=("user", "staff"))
    for subject in (challenge, None):
        await world.happens(
            FeedbackSubmitted(
                user_id=runner.id, feedback_id=new_id(), topic="challenge", subject_id=subject
            )
        )

    (item,) = (await organiser.seen(f"/{challenge}/improvements"))["items"]
    assert item["closed_at"] is None
    assert "user_id" not in item
    assert (await runner.send("GET", f"/{challenge}/improvements")).status_code == 403
    assert len((await staff.seen("/improvements"))["items"]) == 2
    assert (await runner.send("GET", "/improvements")).status_code == 403


@pytest.mark.row(9)
async def test_an_answer_closes_the_improvement(world: World):
    organiser, runner, challenge = await entered(world)
    about = {"user_id": runner.id, "feedback_id": new_id(), "topic": "challenge"}
    await world.happens(FeedbackSubmitted(**about, subject_id=challenge))

    await world.happens(FeedbackAnswered(**about, subject_id=challenge, resolution="planned"))

    (item,) = (await organiser.seen(f"/{challenge}/improvements"))["items"]
    assert (item["resolution"], item["closed_at"] is not None) == ("planned", True)


@pytest.mark.row(11)
@pytest.mark.event(54)
async def test_feedback_has_the_entrants_asked_once_in_seven_days(world: World):
    _organiser, runner, challenge = await entered(world)
    for _ in range(2):
        await world.happens(
            FeedbackSubmitted(
                user_id=runner.id, feedback_id=new_id(), topic="challenge", subject_id=challenge
            )
        )

    assert len(world.published("ChallengeFeedbackRequested")) == 1
    assert len((await runner.seen(f"/{challenge}/feedback-requests"))["items"]) == 1
    assert len(await runner.told("feedback")) == 1


@pytest.mark.row(12)
@pytest.mark.row(13)
async def test_what_entrants_do_is_listed_and_counted_once_a_day(world: World):
    organiser, runner, challenge = await entered(world)
    at = NOON - timedelta(days=2)
    for activity in ("signed-in", "goal-set"):
        await world.happens(ActivityLogged(user_id=runner.id, activity=activity, occurred_at=at))

    lines = (await runner.seen(f"/{challenge}/entries/me/activities"))["items"]
    assert [line["activity"] for line in lines] == ["goal-set", "signed-in"]
    asked = await organiser.send("POST", f"/{challenge}/statistics")
    await world.settle()
    path = f"/{challenge}/statistics/{asked.json()['request_id']}"
    assert (await organiser.seen(path))["stats"]["active_by_day"] == {
        "2026-11-07": 1,
        "2026-11-09": 1,
    }


@pytest.mark.row(14)
async def test_activity_statistics_have_a_section_of_challenges(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(target=5_000)
    await runner.joins(challenge)
    await runner.runs(5_000)
    request = new_id()

    await world.happens(
        ActivityStatsRequested(
            user_id=runner.id, request_id=request, period="2026-11-01/2026-11-30"
        )
    )

    section = await runner.seen(f"/activity-statistics/{request}")
    assert section["challenges"] == {"joined": 1, "finished": 1, "best_rank": 1}
    assert (await organiser.send("GET", f"/activity-statistics/{request}")).status_code == 404


@pytest.mark.row(15)
async def test_who_is_in_no_challenge_is_invited_once_in_seven_days(world: World):
    organiser, runner, idle = await world.people(3)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    for _ in range(2):
        for one in (runner, idle):
            await world.happens(UserLoggedIn(user_id=one.id, method="password", device_label=None))

    (notice,) = await idle.told("invitation")
    assert notice["challenge_id"] == challenge
    assert await runner.told("invitation") == []
    await world.passes(days=7)
    await world.happens(UserLoggedIn(user_id=idle.id, method="password", device_label=None))
    assert len(await idle.told("invitation")) == 2
    ids = [one["id"] for one in await idle.told()]
    assert (await idle.send("PUT", "/notices/seen", json={"ids": ids})).status_code == 204
    assert all(one["seen_at"] for one in await idle.told())


@pytest.mark.row(16)
@pytest.mark.event(60)
async def test_after_failed_sign_ins_typed_results_wait_for_a_review(world: World):
    organiser, runner, challenge = await entered(world)
    for failures in (1, 2, 3):
        await world.happens(
            LoginFailed(
                user_id=runner.id,
                email_hash="h",
                reason="wrong-password",
                failures_in_window=failures,
            )
        )
    typed = {"value": 1_000, "at": (NOON - timedelta(hours=1)).isoformat()}

    held = await runner.send("PUT", f"/{challenge}/results/{new_id()}", json=typed)

    assert (held.json()["state"], held.json()["reasons"]) == ("review", ["sign-in-failures"])
    assert (await runner.entry(challenge))["value"] == 5_000
    (asked,) = world.published("ResultReviewRequested")
    assert (asked["by"], asked["reason"]) == (None, "sign-in-failures")
    (review,) = (await organiser.seen(f"/{challenge}/reviews"))["items"]
    decided = await organiser.send(
        "PATCH", f"/{challenge}/reviews/{review['id']}", json={"decision": "keep"}
    )
    assert decided.status_code == 200, decided.text
    assert (await runner.entry(challenge))["value"] == 6_000
    await world.passes(minutes=16)
    taken = await runner.send("PUT", f"/{challenge}/results/{new_id()}", json=typed)
    assert taken.json()["state"] == "ok"


async def test_the_same_request_for_a_link_makes_one(world: World):
    _organiser, runner, challenge = await entered(world)
    headers = {"idempotency-key": "link-1"}

    path = f"/{challenge}/entries/me/shares"
    first, second = [await runner.send("POST", path, headers=headers) for _ in range(2)]

    assert first.json() == second.json()
    assert len(world.rows("shares")) == 1
    (kept,) = world.rows("answers")
    assert first.json()["token"].encode() not in kept.body


async def test_others_see_of_a_result_what_it_is_worth_and_no_more(world: World):
    organiser, runner, challenge = await entered(world)

    (seen,) = (await organiser.seen(f"/{challenge}/results", user_id=str(runner.id)))["items"]

    assert set(seen) == {"id", "user_id", "value", "at", "state"}
