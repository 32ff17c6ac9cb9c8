"""The activity log, what other contexts add to it, and the statistics counted from it."""

from datetime import UTC, date, datetime

import pytest

from moim.contexts.insights.adapters.chart_words import named as named_in_charts
from moim.contexts.notifications.domain.activity import named as named_in_notices
from moim.contexts.users.domain.activity import Doing, PeriodNotAllowed, Statistics
from moim.contracts.challenges import ChallengeJoined
from moim.contracts.community import PostCreated
from moim.contracts.workouts import GoalAchieved, GoalSet, SessionEnded, WorkoutsSynced
from moim.kernel.ids import new_id
from tests.contexts.users.people import NOON
from tests.contexts.users.world import OTHER_PASSWORD, PASSWORD, World, bearer

LOG = "/v1/users/me/activities"
STATISTICS = "/v1/users/me/statistics"


async def signed_in(world: World, email: str = "minji@example.com", name: str = "민지"):
    id = await world.sign_up(email, name)
    return id, bearer((await world.sign_in(email))["access_token"])


async def log(world: World, me, **query) -> list[tuple[str, int]]:
    found = (await world.client.get(LOG, headers=me, params=query)).json()
    return [(line["activity"], line["amount"]) for line in found["items"]]


def synced(user_id, imported: int = 3) -> WorkoutsSynced:
    return WorkoutsSynced(
        user_id=user_id, provider="upload", imported=imported, duplicates=1, failed=0
    )


@pytest.mark.event(10)
async def test_what_one_does_is_a_line_and_everybody_is_told(world: World) -> None:
    id, me = await signed_in(world)

    await world.client.patch("/v1/users/me", json={"bio": "한강"}, headers=me)
    await world.client.patch("/v1/users/me", json={"bio": "한강"}, headers=me)
    form = {"current_password": PASSWORD, "new_password": OTHER_PASSWORD}
    await world.client.post("/v1/users/me/password", json=form, headers=me)

    done = ["signed-in", "profile-edited", "password-changed"]
    assert await log(world, me) == [(name, 1) for name in reversed(done)]
    told = {"user_id": str(id), "occurred_at": "2026-05-01T03:00:00Z"}
    assert world.published("ActivityLogged") == [told | {"activity": name} for name in done]


async def test_a_refreshed_session_is_no_line(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    form = {"refresh_token": session["refresh_token"]}
    fresh = (await sqlite_world.client.post("/v1/sessions/refresh", json=form)).json()

    assert await log(sqlite_world, bearer(fresh["access_token"])) == [("signed-in", 1)]


@pytest.mark.row(172)
async def test_an_import_is_one_line_with_its_number_and_told_once(world: World) -> None:
    id, me = await signed_in(world)
    event = synced(id)

    await world.hear(event, synced(id, imported=0))

    assert (await log(world, me))[0] == ("workouts-imported", 3)
    assert len(await log(world, me)) == 2
    assert [told["activity"] for told in world.heard("ActivityLogged")] == [
        "signed-in",
        "workouts-imported",
    ]


async def test_imports_of_a_quarter_of_an_hour_are_one_line_and_told_once(world: World) -> None:
    world.clock.pass_by(minutes=5)
    id, me = await signed_in(world)
    other, _ = await signed_in(world, "jihun@example.com", "지훈")

    await world.hear(synced(id), synced(other, imported=7))
    world.clock.pass_by(minutes=9)
    await world.hear(synced(id, imported=4))
    assert (await log(world, me))[0] == ("workouts-imported", 7)
    world.clock.pass_by(minutes=1)
    await world.hear(synced(id, imported=5))

    assert (await log(world, me))[:2] == [("workouts-imported", 5), ("workouts-imported", 7)]
    told = [one for one in world.heard("ActivityLogged") if one["activity"] == "workouts-imported"]
    assert [one["user_id"] for one in told] == [str(id), str(other), str(id)]


GOAL = new_id()


@pytest.mark.parametrize(
    ("make", "name"),
    [
        pytest.param(
            lambda id: SessionEnded(session_id=new_id(), user_id=id),
            "session-ended",
            marks=pytest.mark.row(173),
        ),
        pytest.param(
            lambda id: GoalSet(
                goal_id=GOAL, user_id=id, metric="distance", target=5.0, period="week"
            ),
            "goal-set",
            marks=pytest.mark.row(174),
        ),
        pytest.param(
            lambda id: GoalAchieved(
                goal_id=GOAL, user_id=id, metric="distance", target=5.0, reached_at=NOON
            ),
            "goal-achieved",
            marks=pytest.mark.row(175),
        ),
        pytest.param(
            lambda id: ChallengeJoined(challenge_id=new_id(), user_id=id),
            "challenge-joined",
            marks=pytest.mark.row(176),
        ),
        pytest.param(
            lambda id: PostCreated(post_id=new_id(), author_id=id, board="free", title="제목"),
            "post-written",
            marks=pytest.mark.row(177),
        ),
    ],
)
@pytest.mark.event(10)
async def test_a_deed_in_another_context_is_a_line_and_told(
    sqlite_world: World, make, name
) -> None:
    id, me = await signed_in(sqlite_world)

    await sqlite_world.hear(make(id))

    assert await log(sqlite_world, me) == [(name, 1), ("signed-in", 1)]
    assert sqlite_world.heard("ActivityLogged")[-1] == {
        "user_id": str(id),
        "activity": name,
        "occurred_at": "2026-05-01T03:00:00Z",
    }


@pytest.mark.parametrize("doing", Doing)
def test_what_is_told_of_a_deed_is_said_in_words(doing: Doing) -> None:
    assert named_in_notices(doing, "ko") != doing
    assert named_in_charts(doing, "ko").isascii() is False


async def test_who_is_not_here_any_more_leaves_no_line(sqlite_world: World) -> None:
    await sqlite_world.hear(synced(new_id()))

    assert not sqlite_world.rows("activities")


async def test_the_log_comes_in_pages_and_is_its_owners_alone(sqlite_world: World) -> None:
    id, me = await signed_in(sqlite_world)
    for number in range(1, 5):
        await sqlite_world.hear(synced(id, number))
        sqlite_world.clock.pass_by(minutes=15)  # else they are one line
    sqlite_world.clock.now = NOON
    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await sqlite_world.client.get(LOG, headers=me, params=query)).json()
        seen += [line["amount"] for line in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    _, other = await signed_in(sqlite_world, "second@example.com", "둘째")

    assert seen == [4, 3, 2, 1, 1]
    assert await log(sqlite_world, other) == [("signed-in", 1)]
    assert (await sqlite_world.client.get(LOG)).status_code == 401


@pytest.mark.event(11)
@pytest.mark.event(12)
async def test_statistics_are_counted_over_the_days_of_ones_own_zone(world: World) -> None:
    id, me = await signed_in(world)
    world.clock.now = datetime(2026, 5, 31, 14, 59, tzinfo=UTC)  # 23:59 in Seoul
    await world.hear(synced(id, 40), ChallengeJoined(challenge_id=new_id(), user_id=id))
    world.clock.pass_by(minutes=1)
    await world.hear(synced(id, 7))
    me = bearer((await world.sign_in())["access_token"])
    form = {"first": "2026-05-01", "last": "2026-05-31"}

    asked = await world.client.post(STATISTICS, json=form, headers=me)
    before = asked.json()
    await world.settle()
    after = (await world.client.get(f"{STATISTICS}/{before['id']}", headers=me)).json()

    assert (asked.status_code, before["stats"]) == (202, None)
    figures = {
        "activity": {"signed-in": 1.0, "workouts-imported": 40.0},
        "challenges": {"challenge-joined": 1.0},
    }
    assert after["stats"] == figures
    (requested,) = world.heard("ActivityStatsRequested")
    assert requested["period"] == "2026-05-01/2026-05-31"
    (provided,) = world.heard("ActivityStatsProvided")
    assert provided == {"user_id": str(id), "request_id": before["id"], "stats": figures}


async def test_asking_twice_with_one_key_asks_once(sqlite_world: World) -> None:
    _, me = await signed_in(sqlite_world)
    form = {"first": "2026-05-01", "last": "2026-05-01"}

    answers = [
        await sqlite_world.client.post(
            STATISTICS, json=form, headers=me | {"idempotency-key": "once"}
        )
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert len(sqlite_world.rows("statistics")) == 1


async def test_statistics_are_their_askers_alone(sqlite_world: World) -> None:
    _, me = await signed_in(sqlite_world)
    form = {"first": "2026-05-01", "last": "2026-05-01"}
    asked = (await sqlite_world.client.post(STATISTICS, json=form, headers=me)).json()
    _, other = await signed_in(sqlite_world, "second@example.com", "둘째")

    answer = await sqlite_world.client.get(f"{STATISTICS}/{asked['id']}", headers=other)

    assert answer.status_code == 404


async def test_a_period_the_wrong_way_round_is_refused(sqlite_world: World) -> None:
    _, me = await signed_in(sqlite_world)
    form = {"first": "2026-05-02", "last": "2026-05-01"}

    answer = await sqlite_world.client.post(
        STATISTICS, json=form, headers=me | {"accept-language": "ko"}
    )

    assert answer.status_code == 422
    assert "statistics-period-not-allowed" in answer.text
    assert "1100일까지" in answer.text


def test_a_period_of_more_than_three_years_is_refused() -> None:
    with pytest.raises(PeriodNotAllowed):
        Statistics.ask(new_id(), new_id(), date(2020, 1, 1), date(2026, 1, 1), NOON)
