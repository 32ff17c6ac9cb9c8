"""Settings and consents: what is kept, who is told, and what the ledger refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.users.domain.consent import Consents, NightNeedsMarketing, Purpose, Source
from moim.contexts.users.domain.preferences import (
    Audience,
    Channel,
    PartWiderThanWorkout,
    Privacy,
)
from moim.contracts.notifications import RefusalRequested
from moim.kernel.ids import new_id
from tests.contexts.users.people import NOON
from tests.contexts.users.world import World, bearer

SETTINGS = "/v1/users/me/settings"
CONSENTS = "/v1/users/me/consents"
QUIET = {"notifications": {"challenges": {"push": False, "app": True}}}


async def a_session(world: World, email: str = "minji@example.com", name: str = "민지"):
    await world.sign_up(email, name)
    return bearer((await world.sign_in(email))["access_token"])


async def test_who_set_nothing_has_the_defaults(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)

    found = (await sqlite_world.client.get(SETTINGS, headers=me)).json()

    assert found == {
        "notifications": {},
        "privacy": {"workouts": "private", "map": "private", "heart_rate": "private"},
        "version": 0,
    }


@pytest.mark.event(13)
async def test_settings_are_kept_and_told_only_when_they_change(world: World) -> None:
    me = await a_session(world)

    first = await world.client.put(SETTINGS, json=QUIET, headers=me)
    await world.client.put(SETTINGS, json=QUIET, headers=me)
    privacy = {"workouts": "followers", "map": "private", "heart_rate": "followers"}
    await world.client.put(SETTINGS, json={"privacy": privacy}, headers=me)

    (told,) = world.published("NotificationSettingsChanged")
    assert told["settings"] == QUIET["notifications"]
    assert first.headers["etag"] == '"v1"'
    kept = (await world.client.get(SETTINGS, headers=me)).json()
    assert kept == QUIET | {"privacy": privacy, "version": 2}


@pytest.mark.event(20)
async def test_whom_new_workouts_are_shown_to_is_told_with_the_profile(world: World) -> None:
    me = await a_session(world)
    privacy = {"workouts": "followers", "map": "private", "heart_rate": "followers"}

    for _ in range(2):
        await world.client.put(SETTINGS, json={"privacy": privacy}, headers=me)

    (told,) = world.published("ProfileUpdated")
    assert (told["privacy"], told["nickname"]) == (privacy, "민지")


async def test_settings_read_before_a_change_elsewhere_are_refused(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)
    await sqlite_world.client.put(SETTINGS, json=QUIET, headers=me)

    stale = await sqlite_world.client.put(
        SETTINGS, json={"notifications": {}}, headers=me | {"if-match": '"v0"'}
    )

    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("form", "code", "ko"),
    [
        ({"notifications": {"gossip": {}}}, "unknown-notification-setting", "알림 주제"),
        ({"notifications": {"goals": {"fax": True}}}, "unknown-notification-setting", "채널"),
        (
            {"privacy": {"workouts": "private", "map": "public", "heart_rate": "private"}},
            "part-wider-than-workout",
            "넓게 공개",
        ),
    ],
)
async def test_settings_that_cannot_be_are_refused(sqlite_world: World, form, code, ko) -> None:
    me = await a_session(sqlite_world)

    answer = await sqlite_world.client.put(
        SETTINGS, json=form, headers=me | {"accept-language": "ko"}
    )

    assert answer.status_code == 422
    assert code in answer.text
    assert ko in answer.text


async def test_settings_are_their_owners_alone(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)
    await sqlite_world.client.put(SETTINGS, json=QUIET, headers=me)
    other = await a_session(sqlite_world, "second@example.com", "둘째")

    assert (await sqlite_world.client.get(SETTINGS, headers=other)).json()["version"] == 0
    assert (await sqlite_world.client.get(SETTINGS)).status_code == 401


@given(*[st.sampled_from(Audience)] * 3)
def test_no_part_of_a_workout_is_seen_by_more_than_the_workout(workouts, map, heart_rate) -> None:
    order = list(Audience)
    wider = max(order.index(map), order.index(heart_rate)) > order.index(workouts)

    if wider:
        with pytest.raises(PartWiderThanWorkout):
            Privacy(workouts=workouts, map=map, heart_rate=heart_rate)
    else:
        assert Privacy(workouts=workouts, map=map, heart_rate=heart_rate)


def consent(purpose: str, granted: bool, channel: str = "email", wording: str = "2026-05"):
    line = {"channel": channel, "purpose": purpose, "granted": granted}
    return {"consents": [line], "wording": wording}


@pytest.mark.event(18)
async def test_each_change_of_a_consent_is_told_and_kept_with_its_wording(world: World) -> None:
    id = await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])

    for granted in (True, True, False):
        await world.client.put(CONSENTS, json=consent("marketing", granted), headers=me)

    told = {"user_id": str(id), "channel": "email", "purpose": "marketing"}
    assert world.published("NotificationConsentChanged") == [
        told | {"granted": True},
        told | {"granted": False},
    ]
    assert [(row.granted, row.wording) for row in world.rows("consents")] == [
        (True, "2026-05"),
        (False, "2026-05"),
    ]
    (line,) = (await world.client.get(CONSENTS, headers=me)).json()["items"]
    assert line == {
        "channel": "email",
        "purpose": "marketing",
        "granted": False,
        "wording": "2026-05",
        "source": "settings",
        "changed_at": "2026-05-01T03:00:00Z",
    }


async def test_agreeing_to_a_new_wording_is_kept_and_changes_nothing(sqlite_world: World) -> None:
    me = await a_session(sqlite_world)
    await sqlite_world.client.put(CONSENTS, json=consent("service", True), headers=me)

    await sqlite_world.client.put(
        CONSENTS, json=consent("service", True, wording="2026-06"), headers=me
    )

    assert len(sqlite_world.rows("consents")) == 2
    assert len(sqlite_world.published("NotificationConsentChanged")) == 1


async def test_night_goes_with_marketing_and_never_without(world: World) -> None:
    me = await a_session(world)

    alone = await world.client.put(
        CONSENTS, json=consent("night", True), headers=me | {"accept-language": "ko"}
    )
    for purpose in ("marketing", "night"):
        await world.client.put(CONSENTS, json=consent(purpose, True), headers=me)
    await world.client.put(CONSENTS, json=consent("marketing", False), headers=me)

    assert (alone.status_code, alone.json()["code"]) == (409, "night-needs-marketing")
    assert "야간 광고" in alone.json()["detail"]
    left = (await world.client.get(CONSENTS, headers=me)).json()["items"]
    assert [line["granted"] for line in left] == [False, False]


@given(
    st.lists(
        st.dictionaries(
            st.tuples(st.sampled_from(Channel), st.sampled_from(Purpose)), st.booleans()
        )
    )
)
def test_whatever_is_said_night_is_never_granted_without_marketing(said) -> None:
    ledger = Consents(user_id=new_id())
    for wishes in said:
        try:
            ledger.say(dict(wishes), wording="1", source=Source.SETTINGS, at=NOON)
        except NightNeedsMarketing:
            break
        for channel in Channel:
            if ledger.grants((channel, Purpose.NIGHT)):
                assert ledger.grants((channel, Purpose.MARKETING))


@pytest.mark.row(205)
@pytest.mark.parametrize("source", [None, "optout-call"])
async def test_a_refusal_by_link_or_call_is_a_line_of_the_consents(
    world: World, source: str | None
) -> None:
    id = await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    given = {"channel": "email", "purpose": "marketing", "granted": True}
    said = await world.client.put(
        "/v1/consents", json={"consents": [given], "wording": "2026-05"}, headers=me
    )
    assert said.status_code == 200, said.text

    for _ in range(2):
        await world.hear(
            RefusalRequested(user_id=id, channel="email", purpose="marketing", source=source)
        )
    await world.hear(RefusalRequested(user_id=id, channel="webhook", purpose="service"))

    (line,) = (await world.client.get("/v1/consents", headers=me)).json()["items"]
    assert (line["granted"], line["source"], line["wording"]) == (
        False,
        source or "unsubscribe-link",
        "2026-05",
    )
    told = world.heard("NotificationConsentChanged")
    assert [one["granted"] for one in told] == [True, False]


async def test_what_is_wanted_reads_the_same_under_both_addresses(world: World) -> None:
    await world.sign_up()
    me = bearer((await world.sign_in())["access_token"])
    topics = {"all": {"push": False}, "community": {"push": True}}

    put = await world.client.put("/v1/notification-settings", json={"topics": topics}, headers=me)

    assert (put.status_code, put.json()["topics"]) == (200, topics)
    account = (await world.client.get("/v1/users/me/settings", headers=me)).json()
    assert account["notifications"] == topics
    assert account["version"] == put.json()["version"]
    stale = await world.client.put(
        "/v1/notification-settings",
        json={"topics": {}},
        headers=me | {"if-match": '"v0"'},
    )
    assert stale.status_code == 412
