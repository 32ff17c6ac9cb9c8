"""Staff look for an account: by its whole address or how its name begins, never unnoticed."""

import pytest

from moim.contexts.users.domain.nickname import NicknameNotAllowed, beginning_of
from tests.contexts.users.test_roles import give, signed_in
from tests.contexts.users.world import World

PATH = "/v1/admin/accounts/search"


async def found(world: World, by, **wanted):
    answer = await world.client.post(PATH, json=wanted, headers=by)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_beginning_is_folded_as_names_are() -> None:
    assert beginning_of(" MinJi") == "minji"
    assert beginning_of("\u1112\u1161\u11ab") == "한"
    for nothing in ("", "  ", "a\nb", "x" * 41):
        with pytest.raises(NicknameNotAllowed):
            beginning_of(nothing)


async def test_an_account_is_found_by_its_whole_address_however_it_is_written(
    world: World,
) -> None:
    _, owner = await signed_in(world, "owner")
    id, me = await signed_in(world, "minji")

    (one,) = (await found(world, owner, email="MinJi@Example.COM"))["items"]
    nobody = await found(world, owner, email="minj@example.com")

    assert (one["id"], one["nickname"], one["roles"]) == (str(id), "minji", ["user"])
    assert (one["locked"], one["email_verified"], one["leaves_at"]) == (False, False, None)
    assert "email" not in one
    assert nobody == {"items": [], "next": None}
    own = (await world.client.get("/v1/users/me/accesses", headers=me)).json()["items"]
    assert [(line["deed"], line["why"]) for line in own] == [("account-found", "email")]


async def test_names_that_begin_so_come_in_pages_in_their_order(world: World) -> None:
    _, owner = await signed_in(world, "owner")
    for name in ("run3", "Run1", "walker", "run2", "r_n"):
        await signed_in(world, name)

    first = await found(world, owner, nickname="RUN", limit=2)
    second = await found(world, owner, nickname="RUN", limit=2, cursor=first["next"])

    assert [one["nickname"] for one in first["items"]] == ["Run1", "run2"]
    assert ([one["nickname"] for one in second["items"]], second["next"]) == (["run3"], None)
    assert [one["nickname"] for one in (await found(world, owner, nickname="r_"))["items"]] == [
        "r_n"
    ], "what a pattern would mean is meant as it is written"


async def test_a_locked_account_is_said_to_be(world: World) -> None:
    _, owner = await signed_in(world, "owner")
    id, _ = await signed_in(world, "minji")
    await world.client.post(f"/v1/users/{id}/lock", json={"why": "도배"}, headers=owner)

    assert [one["locked"] for one in (await found(world, owner, nickname="min"))["items"]] == [True]


async def test_only_staff_look_and_not_without_end(sqlite_world: World) -> None:
    world = sqlite_world
    _, owner = await signed_in(world, "owner")
    id, me = await signed_in(world, "minji")

    async def looked(by, **wanted):
        return await world.client.post(PATH, json=wanted, headers=by)

    assert (await looked({}, nickname="o")).status_code == 401
    assert (await looked(me, nickname="o")).json()["code"] == "role-missing"
    await give(world, owner, id, "moderator")
    _, other = await signed_in(world, "other")
    assert (await looked(other, email="owner@example.com")).json()["code"] == "role-missing"
    for wanted in ({}, {"email": "a@example.com", "nickname": "a"}, {"nickname": " "}):
        assert (await looked(owner, **wanted)).status_code == 422, wanted
    assert (await looked(owner, nickname="o", limit=101)).status_code == 422
    answers = [(await looked(owner, email="a@example.com")).status_code for _ in range(31)]
    assert answers[-1] == 429
    accesses = await world.client.get("/v1/audit", headers=owner)
    assert "account-found" not in accesses.text
