"""One's own profile, and what others see of it."""

import asyncio

import pytest
from sqlalchemy import event

from tests.contexts.users.world import World, bearer


async def patch(world: World, session, values, **headers: str):
    return await world.client.patch(
        "/v1/users/me", json=values, headers=bearer(session["access_token"]) | headers
    )


@pytest.mark.event(20)
async def test_a_changed_public_profile_is_published_as_it_reads_now(world: World) -> None:
    id = await world.sign_up()
    session = await world.sign_in()

    answer = await patch(
        world, session, {"nickname": "새 민지", "region": "제주특별자치도 제주시", "locale": "en"}
    )

    assert answer.status_code == 200
    assert answer.json()["region"] == "제주특별자치도 제주시"
    assert world.published("ProfileUpdated") == [
        {
            "user_id": str(id),
            "nickname": "새 민지",
            "region": "제주특별자치도 제주시",
            "locale": "en",
            "timezone": "Asia/Seoul",
            "privacy": None,
            "region_public": False,
        }
    ]


@pytest.mark.event(9)
async def test_another_preferred_device_is_published_and_the_same_is_not(world: World) -> None:
    id = await world.sign_up(preferred_device="phone")
    session = await world.sign_in()

    for device in ("phone", "coros", "coros"):
        assert (await patch(world, session, {"preferred_device": device})).status_code == 200

    assert world.published("PreferredDeviceChanged") == [{"user_id": str(id), "device": "coros"}]


async def test_private_values_are_published_to_nobody(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()
    before = sqlite_world.published()

    answer = await patch(
        sqlite_world,
        session,
        {
            "name": "김민지",
            "birth_year": 1994,
            "gender": "female",
            "health_consent": True,
            "height_cm": 168.5,
            "weight_kg": 57,
            "resting_heart_rate_bpm": 52,
            "max_heart_rate_bpm": 188,
        },
    )

    assert answer.status_code == 200
    assert (answer.json()["weight_kg"], answer.json()["max_heart_rate_bpm"]) == (57, 188)
    assert sqlite_world.published() == [*before, "ActivityLogged"]


async def test_health_data_is_refused_without_consent_and_goes_when_it_is_taken_back(
    sqlite_world: World,
) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    refused = await patch(sqlite_world, session, {"height_cm": 168.5})
    await patch(sqlite_world, session, {"height_cm": 168.5, "health_consent": True})
    taken_back = await patch(sqlite_world, session, {"health_consent": False})

    assert (refused.status_code, refused.json()["code"]) == (403, "health-consent-needed")
    assert taken_back.json()["height_cm"] is None
    assert sqlite_world.rows("users")[0].body is None


async def test_an_edit_of_what_was_changed_meanwhile_is_refused(world: World) -> None:
    await world.sign_up()
    session = await world.sign_in()
    etag = (await world.get_me(session["access_token"])).headers["etag"]

    first = await patch(world, session, {"bio": "처음"}, **{"if-match": etag})
    stale = await patch(world, session, {"bio": "나중"}, **{"if-match": etag})
    newest = await patch(world, session, {"bio": "나중"}, **{"if-match": first.headers["etag"]})

    assert first.status_code == newest.status_code == 200
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")


async def test_an_unchanged_profile_is_not_sent_again(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    headers = bearer((await sqlite_world.sign_in())["access_token"])
    etag = (await sqlite_world.client.get("/v1/users/me", headers=headers)).headers["etag"]

    answer = await sqlite_world.client.get(
        "/v1/users/me", headers=headers | {"if-none-match": etag}
    )

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"nickname": "a\u202eb"}, "nickname-not-allowed"),
        ({"nickname": None}, "invalid-input"),
        ({"birth_year": 2015}, "under-14"),
        ({"health_consent": True, "weight_kg": 1000}, "profile-value-not-allowed"),
        ({"weight_kg": "57"}, "invalid-input"),
        ({"region": "평양직할시"}, "unknown-region"),
        ({"roles": ["owner"]}, "invalid-input"),
        ({"email": "new@example.com"}, "invalid-input"),
        ({"bio": "x" * 501}, "profile-value-not-allowed"),
    ],
)
async def test_what_an_edit_refuses(sqlite_world: World, values, code) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()

    answer = await patch(sqlite_world, session, values)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"].startswith("#/")


async def test_a_nickname_belongs_to_one_at_a_time(world: World) -> None:
    await world.sign_up()
    await world.sign_up("second@example.com", "둘째")
    session = await world.sign_in("second@example.com")

    taken = await patch(world, session, {"nickname": "민지"})
    own = await patch(world, session, {"nickname": "둘째"})

    assert (taken.status_code, taken.json()["code"]) == (409, "nickname-taken")
    assert own.status_code == 200


async def test_of_two_who_want_one_nickname_at_once_one_gets_it(world: World) -> None:
    for n in range(2):
        await world.sign_up(f"user{n}@example.com", f"사람{n}")
    sessions = [await world.sign_in(f"user{n}@example.com") for n in range(2)]

    answers = await asyncio.gather(
        *(patch(world, session, {"nickname": "하나뿐"}) for session in sessions)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_others_see_the_public_part_and_the_region_only_when_it_is_shown(
    world: World,
) -> None:
    id = await world.sign_up(region="서울특별시 마포구", name="김민지", birth_year=1994)
    await world.sign_up("second@example.com", "둘째")
    session = await world.sign_in()
    other = bearer((await world.sign_in("second@example.com"))["access_token"])

    hidden = await world.client.get(f"/v1/users/{id}", headers=other)
    await patch(world, session, {"region_public": True})
    assert [told["region_public"] for told in world.published("ProfileUpdated")] == [False, True]
    await patch(world, session, {"bio": "달립니다"})
    shown = await world.client.get(f"/v1/users/{id}", headers=other)
    nobody = await world.client.get(f"/v1/users/{'0' * 32}", headers=other)

    public = {"id": str(id), "nickname": "민지", "photo": None, "region": None, "bio": None}
    assert hidden.json() == public
    assert shown.json() == public | {"region": "서울특별시 마포구", "bio": "달립니다"}
    assert nobody.status_code == 404


async def test_a_read_of_ones_own_profile_is_one_query(sqlite_world: World) -> None:
    await sqlite_world.sign_up()
    session = await sqlite_world.sign_in()
    await sqlite_world.get_me(session["access_token"])
    asked: list[str] = []
    engine = sqlite_world.database._reading

    def count(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    await sqlite_world.get_me(session["access_token"])

    assert len(asked) == 1
