"""Feedback and statistics."""

import pytest

from moim.kernel.ids import new_id
from tests.contexts.challenges.world import World


@pytest.mark.event(54)
@pytest.mark.event(55)
async def test_the_organiser_asks_and_entrants_answer_once(world: World):
    organiser, runner, stranger = await world.people(3)
    challenge = await organiser.makes()
    await runner.joins(challenge)

    assert (await runner.send("POST", f"/{challenge}/feedback-requests")).status_code == 403
    asked = await organiser.send("POST", f"/{challenge}/feedback-requests")
    lately = await organiser.send("POST", f"/{challenge}/feedback-requests")

    assert (asked.status_code, lately.json()["code"]) == (201, "feedback-asked-lately")
    request = asked.json()["id"]
    assert world.published("ChallengeFeedbackRequested") == [
        {"challenge_id": challenge, "request_id": request}
    ]
    path = f"/{challenge}/feedback-requests/{request}/answers/me"
    for rating in (4, 5):
        assert (await runner.send("PUT", path, json={"rating": rating})).status_code == 204
    assert (await stranger.send("PUT", path, json={"rating": 1})).status_code == 404
    assert (await runner.send("PUT", path, json={"rating": 6})).status_code == 422
    other = f"/{challenge}/feedback-requests/{new_id()}/answers/me"
    assert (await runner.send("PUT", other, json={"rating": 1})).status_code == 404
    for person, has in ((runner, True), (organiser, False), (stranger, False)):
        (shown,) = (await person.seen(f"/{challenge}/feedback-requests"))["items"]
        assert (shown["id"], shown["answered"]) == (request, has)
    (answered,) = world.published("ChallengeFeedbackAnswered")
    assert (answered["rating"], answered["user_id"]) == (4, str(runner.id))
    await world.passes(days=7)
    assert (await organiser.send("POST", f"/{challenge}/feedback-requests")).status_code == 201


@pytest.mark.event(56)
@pytest.mark.event(57)
async def test_statistics_of_participants_are_asked_for_and_provided(world: World):
    organiser, one, two, gone, stranger = await world.people(5)
    challenge = await organiser.makes(target=3_000)
    for runner in (one, two, gone):
        await runner.joins(challenge)
    await one.runs(1_000)
    await two.runs(3_000)
    await gone.send("DELETE", f"/{challenge}/entries/me")

    assert (await stranger.send("POST", f"/{challenge}/statistics")).status_code == 404
    asked = await one.send("POST", f"/{challenge}/statistics")
    path = f"/{challenge}/statistics/{asked.json()['request_id']}"
    assert (asked.status_code, (await one.send("GET", path)).status_code) == (202, 202)
    await world.settle()

    stats = (await one.seen(path))["stats"]
    assert stats["totals"] == {
        "entrants": 2,
        "left": 1,
        "with_results": 2,
        "finished": 1,
        "mean": 2_000,
    }
    assert stats["active_by_day"] == {"2026-11-09": 2}
    assert stats["distribution"] == {"1000.000": 1, "2800.000": 1}
    (request,) = world.published("ParticipantStatsRequested")
    (provided,) = world.published("ParticipantStatsProvided")
    assert request["user_id"] == str(one.id)
    assert (provided["request_id"], provided["stats"]) == (request["request_id"], stats)
    assert (await organiser.send("GET", path)).status_code == 404
