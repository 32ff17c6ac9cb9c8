"""Rows and aggregates are the same thing twice; tables and migrations too."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from moim.contexts.users.context import REVISIONS
from moim.contexts.users.domain.email import Email
from moim.contexts.users.domain.links import Link
from moim.contexts.users.domain.lock import Lock, LockReason
from moim.contexts.users.domain.nickname import Nickname
from moim.contexts.users.domain.profile import Body, Device, Gender, Profile
from moim.contexts.users.domain.roles import EVERYBODY, Role
from moim.contexts.users.domain.user import User
from moim.contexts.users.persistence import tables
from moim.kernel.ids import new_id
from moim.platform.db import SqliteDatabase
from moim.platform.migrations import differences, downgrade, upgrade
from tests.contexts.users.people import NOON
from tests.contexts.users.world import World

INSTANTS = st.integers(0, 10**15).map(lambda n: NOON + timedelta(microseconds=n))
PROSE = st.none() | st.text(st.characters(codec="utf-8", categories=("L", "N", "S")), min_size=1)


def profiles() -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        nickname=st.uuids().map(lambda id: Nickname(id.hex[:20])),
        locale=st.sampled_from(["ko", "en-US"]),
        timezone=st.sampled_from(["Asia/Seoul", "UTC"]),
        preferred_device=st.none() | st.sampled_from(Device),
        region=st.none() | st.just("서울특별시 마포구"),
        region_public=st.booleans(),
        bio=PROSE,
        name=PROSE,
        birth_year=st.none() | st.integers(1900, 2012),
        gender=st.none() | st.sampled_from(Gender),
        body=st.builds(
            Body,
            height_cm=st.none() | st.floats(50, 272),
            weight_kg=st.none() | st.floats(20, 400),
            resting_heart_rate_bpm=st.none() | st.integers(25, 99),
            max_heart_rate_bpm=st.none() | st.integers(100, 240),
        ),
    )


def accounts() -> st.SearchStrategy[User]:
    links = st.none() | st.builds(Link, st.uuids(), INSTANTS)
    return st.builds(
        User,
        id=st.builds(new_id),
        email=st.uuids().map(lambda id: Email(f"{id.hex}@example.com")),
        email_hash=st.binary(min_size=32, max_size=32).map(bytes.hex),
        password_hash=st.text("abc$", min_size=1, max_size=200),
        profile=profiles(),
        roles=st.frozensets(st.sampled_from(Role)).map(lambda roles: roles | EVERYBODY),
        joined_at=INSTANTS,
        email_verified_at=st.none() | INSTANTS,
        health_consent_at=st.none() | INSTANTS,
        lock=st.none() | st.builds(Lock, reason=st.sampled_from(LockReason), until=INSTANTS),
        verification=links,
        reset=links,
        version=st.just(0),
        _recorded=st.just([]),
        closed_at=st.none(),
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(account=accounts())
def test_an_account_comes_back_as_it_was_saved(sqlite_world: World, account: User) -> None:
    context = sqlite_world.context

    def save_and_find(connection):
        context.work_on(connection).users.save(account)
        found = context.work_on(connection).users.get(account.id)
        connection.execute(delete(tables.users))
        return found

    found = sqlite_world.database.write(save_and_find).result()

    assert vars(found) == vars(account)


def test_the_migrations_make_the_tables_that_the_code_expects(either_database) -> None:
    assert not differences(either_database, tables.metadata)


def test_the_migrations_can_be_undone_and_done_again(tmp_path) -> None:
    database = SqliteDatabase(tmp_path / "again.sqlite")
    upgrade(database, REVISIONS)
    downgrade(database, REVISIONS)
    upgrade(database, REVISIONS)

    assert not differences(database, tables.metadata)
    database.close()
