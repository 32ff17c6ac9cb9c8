"""Charts shown to others, and what protects them."""

from datetime import timedelta
from uuid import UUID

import pytest

from moim.contexts.insights.domain.sharing import SHARES_MAX
from moim.contracts import users
from moim.contracts.insights import ChartShareRequested
from moim.kernel.ids import new_id
from tests.contexts.insights.world import ON_BOTH_DATABASES, World


async def shared(world: World, **asked) -> str:
    """The token of a chart shared by somebody whose address is verified."""
    await world.happens(world.registered(), users.EmailVerified(user_id=world.somebody))
    chart = await world.chart(**asked)
    answer = await world.post(f"charts/{chart['id']}/shares")
    assert answer.status_code == 201, answer.text
    return answer.json()["token"]


async def opened(world: World, token: str, ending: str = "") -> int:
    """How a stranger with the link is answered."""
    return (await world.client.get(f"/v1/insights/shared/{token}{ending}")).status_code


@pytest.mark.event(106)
@ON_BOTH_DATABASES
async def test_who_has_the_link_sees_the_chart_and_nobody_else(world: World):
    token = await shared(world)

    assert [await opened(world, token, end) for end in ("", ".svg", ".csv")] == [200, 200, 200]
    assert await opened(world, token + "x") == 404
    (event,) = await world.published(ChartShareRequested)
    assert (event.user_id, event.audience) == (world.somebody, "link")
    kept = await world.context.database.ask(
        lambda c: c.exec_driver_sql("SELECT * FROM chart_shares").all()
    )
    assert token not in repr(kept)


async def test_a_share_to_one_person_opens_for_that_person_alone(world: World):
    friend = new_id()
    await world.happens(world.registered(), users.EmailVerified(user_id=world.somebody))
    chart = await world.chart()
    answer = await world.post(f"charts/{chart['id']}/shares", audience=f"user:{friend}")
    path = f"shared/{answer.json()['token']}"

    assert (await world.get(path, friend)).status_code == 200
    assert (await world.get(path, new_id())).status_code == 404
    assert await opened(world, answer.json()["token"]) == 404


async def test_a_share_is_taken_back(world: World):
    token = await shared(world)
    chart = (await world.seen("charts"))["items"][0]["id"]
    (share,) = (await world.seen(f"charts/{chart}/shares"))["items"]

    stranger = world.signed(new_id())
    path = f"/v1/insights/chart-shares/{share['id']}"
    assert (await world.client.delete(path, headers=stranger)).status_code == 404
    assert (await world.client.delete(path, headers=world.signed())).status_code == 204

    assert await opened(world, token) == 410
    (ended,) = (await world.seen(f"charts/{chart}/shares"))["items"]
    assert (ended["ended_at"] is not None, ended["token"]) == (True, None)


@pytest.mark.row(134)
@pytest.mark.row(135)
@ON_BOTH_DATABASES
async def test_charts_of_a_locked_account_answer_only_its_owner_until_it_is_unlocked(world: World):
    token = await shared(world)

    await world.happens(users.AccountLocked(user_id=world.somebody, reason="moderator"))
    assert [await opened(world, token, end) for end in ("", ".svg")] == [423, 423]
    assert (await world.get(f"shared/{token}")).status_code == 200

    await world.happens(users.AccountUnlocked(user_id=world.somebody, reason="moderator"))
    assert await opened(world, token) == 200


@pytest.mark.row(138)
@pytest.mark.row(212)
@ON_BOTH_DATABASES
async def test_shared_charts_are_paused_until_a_reset_completes_or_expires(world: World):
    token = await shared(world)
    asked = users.PasswordResetRequested(
        user_id=world.somebody, expires_at=world.now + timedelta(hours=1)
    )

    await world.happens(asked)
    assert await opened(world, token) == 423
    await world.happens(users.PasswordResetCompleted(user_id=world.somebody))
    assert await opened(world, token) == 200
    await world.happens(asked)
    assert await opened(world, token) == 423
    world.now += timedelta(hours=1)
    assert await opened(world, token) == 200


@pytest.mark.row(137)
@ON_BOTH_DATABASES
async def test_links_made_before_the_password_changed_are_gone_and_new_ones_work(world: World):
    token = await shared(world)
    chart = (await world.seen("charts"))["items"][0]["id"]

    await world.happens(users.PasswordChanged(user_id=world.somebody))

    assert [await opened(world, token, end) for end in ("", ".png")] == [410, 410]
    new = (await world.post(f"charts/{chart}/shares")).json()["token"]
    assert await opened(world, new) == 200


@pytest.mark.row(142)
@ON_BOTH_DATABASES
async def test_charts_are_shared_once_the_address_is_verified(world: World):
    await world.happens(world.registered())
    chart = await world.chart()
    before = await world.post(f"charts/{chart['id']}/shares")

    await world.happens(users.EmailVerified(user_id=world.somebody))

    assert (before.status_code, before.json()["code"]) == (403, "sharing-needs-verified-email")
    assert (await world.post(f"charts/{chart['id']}/shares")).status_code == 201


def session_of(moment) -> UUID:
    """The id of a session that began then."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62)


@pytest.mark.row(136)
@ON_BOTH_DATABASES
async def test_from_the_third_failure_downloads_need_a_fresh_login_for_an_hour(world: World):
    chart = await world.chart()
    failed = {"email_hash": "00", "reason": "wrong-password", "user_id": world.somebody}
    old = world.signed(session=session_of(world.now - timedelta(minutes=5)))

    async def answered(headers) -> list[int]:
        path = f"/v1/insights/charts/{chart['id']}"
        taken = await world.client.post(
            f"{path}/downloads", json={"format": "svg"}, headers=headers
        )
        read = [await world.client.get(f"{path}.{end}", headers=headers) for end in ("csv", "json")]
        return [taken.status_code, *(answer.status_code for answer in read)]

    for count in (1, 2):
        await world.happens(users.LoginFailed(**failed, failures_in_window=count))
    assert await answered(old) == [200, 200, 200]
    await world.happens(users.LoginFailed(**failed, failures_in_window=3))
    assert await answered(old) == [403, 403, 403]
    assert (await world.get(f"charts/{chart['id']}.svg", headers=old)).status_code == 200

    world.now += timedelta(minutes=1)
    fresh = world.signed(session=session_of(world.now))
    assert await answered(fresh) == [200, 200, 200]
    world.now += timedelta(hours=1)
    old = world.signed(session=session_of(world.now - timedelta(hours=2)))
    assert await answered(old) == [200, 200, 200]


@pytest.mark.parametrize("kind", ["map", "elevation"])
async def test_what_would_show_where_its_owner_lives_is_not_shared(world: World, kind):
    workout = world.recorded()
    world.shows_track(workout.workout_id)
    await world.happens(world.registered(), workout, users.EmailVerified(user_id=world.somebody))
    subject = None if kind == "map" else f"workout:{workout.workout_id}"
    chart = await world.chart(kind=kind, subject=subject)

    refused = await world.post(f"charts/{chart['id']}/shares")

    assert (refused.status_code, refused.json()["code"]) == (403, "chart-shows-places")


async def test_a_chart_has_so_many_shares_and_no_more(world: World):
    await shared(world)
    chart = (await world.seen("charts"))["items"][0]["id"]
    for _ in range(SHARES_MAX - 1):
        assert (await world.post(f"charts/{chart}/shares")).status_code == 201

    refused = await world.post(f"charts/{chart}/shares")

    assert refused.json()["code"] == "too-many-chart-shares"


async def test_a_link_of_who_left_opens_nothing(world: World):
    token = await shared(world)

    await world.happens(users.UserWithdrew(user_id=world.somebody))

    assert await opened(world, token) == 404
