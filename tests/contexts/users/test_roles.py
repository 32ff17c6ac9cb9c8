"""Roles and the audit log: who may give what, what is noted, and that the chain shows tampering."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from moim.contexts.users.adapters.rewrapping import rewrap_all
from moim.contexts.users.application.keys import RewrapKeys, rewrap_keys
from moim.contexts.users.domain.audit import Deed, Entry, first_break
from moim.contexts.users.domain.roles import EVERYBODY, Role, may_grant
from moim.contexts.users.persistence import tables
from moim.kernel.ids import new_id
from tests.contexts.users.people import NOON
from tests.contexts.users.world import World, bearer

WHY = "토요일 모임을 진행합니다"


async def signed_in(world: World, name: str) -> tuple[UUID, dict[str, str]]:
    id = await world.sign_up(f"{name}@example.com", name)
    return id, bearer((await world.sign_in(f"{name}@example.com"))["access_token"])


async def give(world: World, by, to: UUID, *roles: str, why: str = WHY):
    form = {"roles": list(roles), "why": why}
    return await world.client.put(f"/v1/users/{to}/roles", json=form, headers=by)


async def test_the_owner_gives_and_takes_roles_and_a_taken_one_is_gone_at_once(
    world: World,
) -> None:
    _, owner = await signed_in(world, "owner")
    id, _ = await signed_in(world, "minji")

    before = (await world.client.get(f"/v1/users/{id}/standing", headers=owner)).json()
    given = await give(world, owner, id, "moderator")
    moderator = bearer((await world.sign_in("minji@example.com"))["access_token"])
    other, _ = await signed_in(world, "other")
    locks = await world.client.post(f"/v1/users/{other}/lock", headers=moderator)
    taken = await give(world, owner, id)
    after = await world.client.post(f"/v1/users/{other}/unlock", headers=moderator)

    assert before["grantable"] == ["organiser", "moderator", "staff"]
    assert (given.status_code, given.json()["roles"]) == (200, ["moderator", "user"])
    assert locks.status_code == 204
    assert taken.json()["roles"] == ["user"]
    assert (after.status_code, after.json()["code"]) == (401, "session-ended")
    assert (await world.sign_in("minji@example.com"))["user"]["roles"] == ["user"]


async def test_nobody_gives_what_is_not_below_them(sqlite_world: World) -> None:
    world = sqlite_world
    owner_id, owner = await signed_in(world, "owner")
    id, me = await signed_in(world, "minji")
    await give(world, owner, id, "staff")
    me = bearer((await world.sign_in("minji@example.com"))["access_token"])
    other, stranger = await signed_in(world, "other")

    refused = [
        await give(world, me, other, "staff"),
        await give(world, me, owner_id),
        await give(world, me, id, "owner"),
        await give(world, owner, other, "owner"),
        await give(world, owner, owner_id),
    ]
    by_stranger = await give(world, stranger, other, "organiser")

    assert {answer.json()["code"] for answer in refused} == {"may-not-grant"}
    assert (by_stranger.status_code, by_stranger.json()["code"]) == (403, "role-missing")
    assert (await give(world, me, other, "organiser")).status_code == 200


async def test_a_role_is_given_with_a_reason(sqlite_world: World) -> None:
    _, owner = await signed_in(sqlite_world, "owner")
    id, _ = await signed_in(sqlite_world, "minji")

    answer = await give(sqlite_world, owner | {"accept-language": "ko"}, id, "organiser", why=" ")

    assert answer.status_code == 422
    assert "reason-not-allowed" in answer.text
    assert "이유를" in answer.text


@given(*[st.frozensets(st.sampled_from(Role))] * 3)
def test_no_rule_makes_an_owner_or_lifts_anybody_to_the_giver(these, before, after) -> None:
    order = list(Role)
    if may_grant(these, before, after):
        highest = max(map(order.index, these))
        assert highest >= order.index(Role.STAFF)
        assert all(order.index(role) < highest for role in before | after | EVERYBODY)
        assert Role.OWNER not in before | after


async def test_what_staff_does_is_noted_and_told_to_whom_it_concerns(world: World) -> None:
    owner_id, owner = await signed_in(world, "owner")
    id, me = await signed_in(world, "minji")
    await world.client.post("/v1/feedback", json={"topic": "app", "text": "좋아요"}, headers=me)
    await world.client.get("/v1/feedback/all", headers=owner)
    await give(world, owner, id, "organiser")
    await world.client.post(f"/v1/users/{id}/lock", json={"why": "도배"}, headers=owner)

    log = (await world.client.get("/v1/audit", headers=owner)).json()["items"]
    whole = (await world.client.get("/v1/audit/verification", headers=owner)).json()
    own = (await world.client.get("/v1/users/me/accesses", headers=owner)).json()["items"]

    assert [(line["deed"], line["why"]) for line in log] == [
        ("account-locked", "도배"),
        ("roles-set", f"organiser user: {WHY}"),
        ("feedback-read", ""),
    ]
    assert {(line["actor_id"], line["subject_id"]) for line in log} == {(str(owner_id), str(id))}
    assert whole == {"intact": True, "breaks_at": None}
    assert own == []


async def test_the_log_is_the_owners_and_ones_own_part_is_ones_own(sqlite_world: World) -> None:
    _, owner = await signed_in(sqlite_world, "owner")
    id, me = await signed_in(sqlite_world, "minji")
    await give(sqlite_world, owner, id, "organiser")
    _, other = await signed_in(sqlite_world, "other")

    mine = (await sqlite_world.client.get("/v1/users/me/accesses", headers=me)).json()["items"]
    others = (await sqlite_world.client.get("/v1/users/me/accesses", headers=other)).json()["items"]

    assert ([line["deed"] for line in mine], others) == (["roles-set"], [])
    assert (await sqlite_world.client.get("/v1/audit", headers=me)).status_code == 403


async def test_a_changed_row_breaks_the_chain_where_it_stands(sqlite_world: World) -> None:
    world = sqlite_world
    _, owner = await signed_in(world, "owner")
    id, _ = await signed_in(world, "minji")
    for roles in (["organiser"], [], ["organiser"]):
        await give(world, owner, id, *roles)
    second = update(tables.audit).where(tables.audit.c.number == 2).values(why="nothing")
    world.database.write(lambda c: c.execute(second) and None).result()

    answer = await world.client.get("/v1/audit/verification", headers=owner)

    assert answer.json() == {"intact": False, "breaks_at": 2}


@given(st.integers(1, 8), st.data())
def test_an_entry_taken_out_changed_or_moved_is_found(length: int, data: st.DataObject) -> None:
    chain: list[Entry] = []
    for number in range(length):
        last = chain[-1] if chain else None
        who = {"actor_id": new_id(), "subject_id": new_id()}
        chain.append(Entry.after(last, at=NOON, deed=Deed.ROLES_SET, why=str(number), **who))
    assert first_break(chain) is None
    spot = data.draw(st.integers(0, length - 1))

    without = chain[:spot] + chain[spot + 1 :]
    assert first_break(without) == (spot + 1 if spot < length - 1 else None)
    changed = [*chain]
    values = vars(chain[spot]) | {"why": "another"}
    changed[spot] = Entry(**values)
    assert first_break(changed) == spot + 1


async def test_keys_wrapped_anew_open_what_was_encrypted_before(world: World) -> None:
    for number in range(3):
        await world.sign_up(f"{number}@example.com", f"사람{number}")
    before = {row.user_id: row.wrapped for row in world.rows("user_keys")}
    world.vault.rotate()

    count = await rewrap_all(world.context)
    world.vault.retire()

    assert count == 3
    assert all(row.wrapped != before[row.user_id] for row in world.rows("user_keys"))
    assert (await world.sign_in("1@example.com"))["user"]["email"] == "1@example.com"


@pytest.mark.parametrize(("at_once", "pieces"), [(1, 4), (2, 2), (3, 2), (4, 1)])
async def test_keys_are_wrapped_anew_in_pieces(sqlite_world: World, at_once, pieces) -> None:
    ids = {await sqlite_world.sign_up(f"{n}@example.com", f"사람{n}") for n in range(3)}
    done, last = [], None
    while not done or last is not None:
        command = RewrapKeys(after=last, at_most=at_once)
        done.append(await sqlite_world.context.run(rewrap_keys, command))
        last = done[-1].last

    assert sum(one.count for one in done) == len(ids)
    assert len(done) == pieces
