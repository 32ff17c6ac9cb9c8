"""Everything kept of one user, handed to that user: whole, and nobody else's."""

import msgspec

from moim.contexts.users.application.own_data import own_data
from moim.contexts.users.application.queries import WhoIs
from tests.contexts.users.world import World, bearer


async def test_what_was_said_and_done_is_all_there_and_no_secret(world: World) -> None:
    id = await world.sign_up(name="김민지", birth_year=1994)
    me = bearer((await world.sign_in())["access_token"])
    for granted in (True, False):
        line = {"channel": "push", "purpose": "marketing", "granted": granted}
        form = {"consents": [line], "wording": "1"}
        await world.client.put("/v1/users/me/consents", json=form, headers=me)
    settings = {"notifications": {"goals": {"push": False}}}
    await world.client.put("/v1/users/me/settings", json=settings, headers=me)
    said = {"topic": "app", "text": "지도가 느립니다."}
    await world.client.post("/v1/feedback", json=said, headers=me)
    script = {"name": "백업", "scopes": ["workouts:read"]}
    made = (await world.client.post("/v1/users/me/tokens", json=script, headers=me)).json()
    await world.sign_up("second@example.com", "둘째")
    other = bearer((await world.sign_in("second@example.com"))["access_token"])
    await world.client.post("/v1/feedback", json={**said, "text": "남의 말"}, headers=other)

    found = await world.context.ask(own_data, WhoIs(user_id=id))
    text = msgspec.json.encode(found).decode()

    assert (found["profile"]["name"], found["profile"]["birth_year"]) == ("김민지", 1994)
    assert [line["granted"] for line in found["consents"]] == [True, False]
    assert found["settings"]["notifications"] == settings["notifications"]
    assert [one["text"] for one in found["feedback"]] == [said["text"]]
    assert [line["activity"] for line in found["activities"]][-1] == "signed-in"
    assert len(found["activities"]) == 6
    assert [one["name"] for one in found["personal_tokens"]] == ["백업"]
    for secret in (made["token"], world.rows("users")[0].password_hash, "남의 말", "둘째"):
        assert secret not in text


async def test_more_lines_than_one_piece_are_all_there(sqlite_world: World, monkeypatch) -> None:
    monkeypatch.setattr("moim.contexts.users.application.own_data.PIECE", 2)
    id = await sqlite_world.sign_up()
    for _ in range(5):
        await sqlite_world.sign_in()

    found = await sqlite_world.context.ask(own_data, WhoIs(user_id=id))

    assert len(found["activities"]) == 5
