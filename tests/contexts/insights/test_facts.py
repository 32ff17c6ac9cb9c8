"""Facts counted one by one equal facts counted from scratch, whatever happens in what order."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moim.contexts.insights.application.rebuilding import rebuild_viewer
from moim.contexts.insights.domain.facts import Fact, tallies_of
from moim.contexts.insights.persistence.tables import facts, tallies
from moim.contracts.users import (
    ActivityLogged,
    NotificationConsentChanged,
    ProfileUpdated,
    UserRegistered,
)
from moim.kernel.ids import new_id
from moim.platform.mailbox import Cause, Envelope
from tests.contexts.insights.world import ON_BOTH_DATABASES, World

BEGINNING = datetime(2026, 10, 30, tzinfo=UTC)
ZONES = ("Asia/Seoul", "America/New_York", "Pacific/Apia")
HISTORIES = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.integers(0, 2), st.integers(0, 90)),
        st.tuples(st.just("consent"), st.booleans()),
        st.tuples(st.just("move"), st.integers(0, 2)),
        st.tuples(st.just("repeat"), st.integers(0, 20)),
        st.tuples(st.just("react"), st.just(0)),
    ),
    min_size=4,
    max_size=20,
)


def event_of(what: str, user, *how):
    if what == "do":
        at = BEGINNING + timedelta(hours=how[1])
        name = ("signed-in", "goal-set", "post-written")[how[0]]
        return ActivityLogged(user_id=user, activity=name, occurred_at=at)
    if what == "consent":
        about = {"user_id": user, "channel": "push", "purpose": "night"}
        return NotificationConsentChanged(**about, granted=how[0])
    profile = {"user_id": user, "nickname": "민지", "region": None, "locale": "ko"}
    return ProfileUpdated(**profile, timezone=ZONES[how[0]])


async def play(world: World, user, history) -> int:
    """Tell it; how many facts there are to be."""
    sent: list[Envelope] = []
    kept = 0
    for what, *how in history:
        if what == "react":
            await world.settle()
            continue
        if what == "repeat":
            envelopes = [sent[how[0] % len(sent)]] if sent else []
        else:
            world.now += timedelta(seconds=1)
            event = event_of(what, user, *how)
            envelopes = [Envelope.around(event, Cause(correlation=new_id()), world.now)]
            sent += envelopes
            kept += what in ("do", "consent")
        await world.context.receive(envelopes)
    await world.settle()
    return kept


async def shown(world: World, user) -> tuple[dict, dict]:
    """What the read model says, and what counting from scratch says."""

    def look(connection):
        told = connection.execute(facts.select().where(facts.c.user_id == user))
        summed = connection.execute(tallies.select().where(tallies.c.user_id == user)).all()
        return [Fact(**row._mapping) for row in told], summed

    told, summed = await world.context.database.ask(look)
    read = {
        (row.subject, row.series, row.day, row.name): (row.day, row.name, row.times, row.total)
        for row in summed
    }
    return read, {place: tuple(tally) for place, tally in tallies_of(told).items()}


@given(history=HISTORIES)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_counting_facts_one_by_one_equals_counting_anew(world: World, history):
    user = new_id()

    kept = await play(world, user, history)

    assert await world.parked() == []
    read, anew = await shown(world, user)
    assert read == anew
    assert sum(times for _, _, times, _ in read.values()) == kept


@ON_BOTH_DATABASES
async def test_rebuilding_puts_tallies_right(world: World):
    user = new_id()
    registered: UserRegistered = world.registered(user_id=user)
    await world.happens(registered)
    await play(world, user, [("do", 0, 20), ("do", 0, 20), ("do", 1, 50), ("move", 1)])
    await world.context.database.commit(lambda c: c.execute(tallies.update().values(times=9)))
    await world.context.database.commit(
        lambda c: c.execute(facts.update().values(day=BEGINNING.date()))
    )

    await world.context.run(rebuild_viewer, user)

    read, anew = await shown(world, user)
    assert read == anew
    assert sorted(times for _, _, times, _ in read.values()) == [1, 2]
