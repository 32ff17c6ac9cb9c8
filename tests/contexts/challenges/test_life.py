"""From draft to final ranking, by time, exactly once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from moim.contexts.challenges.adapters.proving import SnapshotProof, verify
from moim.contexts.challenges.application import life
from moim.contexts.challenges.application.snapshots import key_of
from moim.contexts.challenges.persistence.tables import snapshots, workouts
from moim.contracts.users import UserWithdrew
from moim.contracts.workouts import WorkoutDeleted
from tests.contexts.challenges.world import ENDS, NOON, ON_BOTH_DATABASES, World

SOON = NOON + timedelta(days=1)


async def test_an_announced_challenge_starts_at_its_time(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(starts_at=SOON.isoformat())
    await runner.joins(challenge)
    await runner.runs(1_000)
    assert (await runner.seen(f"/{challenge}"))["state"] == "announced"

    await world.becomes(SOON)

    assert (await runner.seen(f"/{challenge}"))["state"] == "running"
    (notice,) = await runner.told("start")
    assert "시작됐어요" in notice["title"]
    await runner.runs(2_000, at=SOON)
    assert (await runner.entry(challenge))["value"] == 2_000


@pytest.mark.event(46)
async def test_entrants_are_told_halfway_and_on_the_last_day(world: World):
    organiser, runner, quiet = await world.people(3)
    challenge = await organiser.makes()
    for one in (runner, quiet):
        await one.joins(challenge)
    settings = {"settings": {"halfway": False}}
    await quiet.send("PUT", f"/{challenge}/entries/me/notices", json=settings)

    await world.becomes(datetime(2026, 11, 16, tzinfo=UTC))
    await world.becomes(ENDS - timedelta(days=1))

    assert [len(await runner.told(kind)) for kind in ("halfway", "last-day")] == [1, 1]
    assert [len(await quiet.told(kind)) for kind in ("halfway", "last-day")] == [0, 1]
    sent = [one for one in world.published("ChallengeNotificationSent") if one["kind"] == "halfway"]
    assert [(one["recipients"], one["recipient_ids"]) for one in sent] == [(1, [str(runner.id)])]


@pytest.mark.row(34)
@pytest.mark.event(44)
@pytest.mark.event(58)
@ON_BOTH_DATABASES
async def test_the_end_sums_once_more_freezes_and_tells_everybody_their_rank(world: World):
    organiser, one, other = await world.people(3)
    challenge = await organiser.makes()
    for runner, metres in ((one, 5_000), (other, 4_000)):
        await runner.joins(challenge)
        await runner.runs(metres)
    missed = update(workouts).where(workouts.c.user_id == other.id)
    metrics = {"distance_m": 6_000.0, "elapsed_s": 1_800.0}
    world.database.write(lambda c: c.execute(missed.values(metrics=metrics)) and None).result()

    await world.becomes(ENDS)

    seen = await one.seen(f"/{challenge}")
    assert (seen["state"], seen["final_at"]) == ("final", "2026-12-01T00:00:00Z")
    (ended,) = world.published("ChallengeEnded")
    assert ended["final_ranking_size"] == 2
    assert world.published("ChallengeEndNotified") == [{"challenge_id": challenge, "recipients": 2}]
    notices = [(await runner.told("end"))[0]["data"]["rank"] for runner in (one, other)]
    assert notices == [2, 1]
    await one.runs(50_000, at=ENDS - timedelta(hours=3))
    assert (await one.entry(challenge))["value"] == 5_000
    assert (await one.send("DELETE", f"/{challenge}/entries/me")).json()["code"] == (
        "challenge-state"
    )
    assert await world.parked() == []


@ON_BOTH_DATABASES
async def test_a_final_ranking_stays_proved_when_workouts_go(world: World):
    organiser, one, other, leaver = await world.people(4)
    challenge = await organiser.makes()
    runs = []
    for runner, metres in ((one, 5_000), (other, 4_000), (leaver, 3_000)):
        await runner.joins(challenge)
        runs.append(await runner.runs(metres))
    await world.becomes(ENDS)
    before = (await other.seen(f"/{challenge}/ranking"))["items"]
    known = (await other.send("GET", f"/{challenge}/ranking")).headers["etag"]

    await world.happens(WorkoutDeleted(workout_id=runs[0], user_id=one.id))
    await world.happens(UserWithdrew(user_id=leaver.id))

    after = (await other.seen(f"/{challenge}/ranking"))["items"]
    assert [line["value"] for line in after] == [line["value"] for line in before]
    proof = await verify(world.context, world.blobs, UUID(challenge))
    assert (proof.ranked, proof.holds, proof.moved_on) == (3, True, 2)
    again = await other.send("GET", f"/{challenge}/ranking", headers={"if-none-match": known})
    assert (again.status_code, str(leaver.id) in again.text) == (200, False)
    (board,) = world.rows("boards")
    assert str(leaver.id) not in board.top


async def test_late_syncs_count_until_the_grace_is_over(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(grace_s=86_400)
    await runner.joins(challenge)
    await world.becomes(ENDS + timedelta(hours=2))
    assert (await runner.seen(f"/{challenge}"))["state"] == "ended"

    await runner.runs(3_000, at=ENDS - timedelta(hours=3))
    await runner.runs(9_000, at=ENDS + timedelta(hours=1))
    assert (await runner.entry(challenge))["value"] == 3_000
    assert world.published("ChallengeEnded") == []
    await world.passes(days=1)

    assert (await runner.seen(f"/{challenge}"))["state"] == "final"
    await runner.runs(1_000, at=ENDS - timedelta(hours=5))
    assert (await runner.entry(challenge))["value"] == 3_000


@pytest.mark.event(49)
async def test_an_extended_challenge_ends_at_its_new_end_only(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    later = ENDS + timedelta(days=7)
    await world.keeper.tell()
    hints: list[str] = []
    world.hub.tell = lambda topic, revision: hints.append(topic)  # type: ignore[method-assign]

    await world.passes(seconds=1)
    answer = await organiser.send("PATCH", f"/{challenge}", json={"ends_at": later.isoformat()})

    assert answer.status_code == 200, answer.text
    await world.keeper.tell()
    assert hints == [f"challenge:{challenge}"], "who watches reads the new end"
    assert world.published("PeriodExtended")[0]["ends_at"] == "2026-12-08T00:00:00Z"
    shorter = await organiser.send("PATCH", f"/{challenge}", json={"ends_at": ENDS.isoformat()})
    assert shorter.json()["code"] == "challenge-ends-earlier"
    await world.becomes(ENDS)
    assert (await runner.seen(f"/{challenge}"))["state"] == "running"
    await world.becomes(later)
    assert (await runner.seen(f"/{challenge}"))["state"] == "final"
    assert len(world.published("ChallengeEnded")) == 1


@pytest.mark.event(50)
async def test_a_new_target_is_told(world: World):
    organiser = await world.person()
    challenge = await organiser.makes(target=100_000)

    await organiser.send("PATCH", f"/{challenge}", json={"target": 80_000})

    assert world.published("ChallengeGoalChanged") == [
        {"challenge_id": challenge, "target": 80_000}
    ]
    assert (await organiser.seen(f"/{challenge}"))["target"] == 80_000


@ON_BOTH_DATABASES
async def test_a_stopped_program_catches_up_and_ends_it_once(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes(starts_at=SOON.isoformat())
    await runner.joins(challenge)

    again = world.restarted()
    again.now = ENDS + timedelta(days=3)
    await again.settle()
    while await again.keeper.look():
        await again.settle()
    await again.settle()

    assert again.published("ChallengeEnded") != []
    assert [one["kind"] for one in await runner.told()].count("end") == 1
    assert (await runner.seen(f"/{challenge}"))["state"] == "final"
    third = world.restarted()
    third.now = ENDS + timedelta(days=4)
    await third.settle()
    assert third.published("ChallengeEnded") == []
    for one in (again, third):
        await one.close()


async def test_many_entrants_are_told_piece_by_piece(world: World, monkeypatch):
    monkeypatch.setattr(life, "TOLD_AT_ONCE", 2)
    monkeypatch.setattr(life, "RECKONED_AT_ONCE", 2)
    organiser, *runners = await world.people(6)
    challenge = await organiser.makes()
    for runner in runners:
        await runner.joins(challenge)
        await runner.runs(1_000)

    await world.becomes(ENDS)

    assert world.published("ChallengeEndNotified")[0]["recipients"] == 5
    assert [len(await runner.told("end")) for runner in runners] == [1] * 5
    ends = [one for one in world.published("ChallengeNotificationSent") if one["kind"] == "end"]
    assert [one["recipients"] for one in ends] == [2, 2, 1]


@pytest.mark.row(2)
@ON_BOTH_DATABASES
async def test_who_leaves_for_good_is_gone_but_ended_rankings_keep_the_value(world: World):
    organiser, runner, other = await world.people(3)
    over = await organiser.makes(ends_at=SOON.isoformat())
    running = await organiser.makes()
    for challenge in (over, running):
        for one in (runner, other):
            await one.joins(challenge)
    await runner.runs(5_000)
    await other.runs(3_000)
    await world.becomes(SOON)

    await world.happens(UserWithdrew(user_id=runner.id))

    lines = (await other.seen(f"/{over}/ranking"))["items"]
    assert [(line["rank"], line["value"], line["nickname"]) for line in lines] == [
        (1, 5_000, None),
        (2, 3_000, "러너2"),
    ]
    assert lines[0]["user_id"] != str(runner.id)
    assert [line["rank"] for line in (await other.seen(f"/{running}/ranking"))["items"]] == [1]
    assert (await other.seen(f"/{running}"))["entrants"] == 1
    for table in ("entries", "results", "result_lines", "workouts", "notices"):
        assert [row for row in world.rows(table) if row.user_id == runner.id] == [], table
    (kept,) = [row for row in world.rows("people") if row.user_id == runner.id]
    assert (kept.eligibility, kept.nickname, kept.region) == ("gone", None, None)


@pytest.mark.row(2)
async def test_a_token_that_outlives_its_account_brings_nothing_of_it_back(world: World):
    organiser, runner = await world.people(2)
    challenge, later = await organiser.makes(), await organiser.makes()
    await runner.joins(challenge)
    await world.becomes(SOON)
    await world.happens(UserWithdrew(user_id=runner.id))
    names = ("entries", "results", "people", "workouts", "goals", "challenges", "feedback_answers")

    before = {name: world.rows(name) for name in names}
    tried = [
        await runner.send("PUT", f"/{challenge}/entries/me", json={}),
        await runner.send("PUT", f"/{later}/entries/me", json={}),
        await organiser.send("PUT", f"/{later}/entries/{runner.id}", json={}),
        await runner.try_make(),
    ]
    for answer in tried:
        assert (answer.status_code, answer.json()["code"]) == (410, "account-closed")
    assert (await runner.seen("/eligibility"))["eligibility"] == "gone"
    await runner.runs(5_000)  # recorded before they left, and heard of after it

    assert {name: world.rows(name) for name in names} == before


async def test_the_ranking_is_stored_every_night(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(5_000)

    await world.passes(minutes=2)
    await world.passes(minutes=2)

    (snapshot,) = world.rows("snapshots")
    assert (str(snapshot.challenge_id), snapshot.ranked) == (challenge, 1)
    content = world.blobs.get(snapshot.sha256)
    assert not names(content, runner.id)

    async def read_back() -> SnapshotProof:
        proof = await verify(world.context, world.blobs, UUID(challenge))
        assert proof.snapshot is not None
        assert proof.holds == proof.snapshot.holds
        return proof.snapshot

    assert ((await read_back()).holds, (await read_back()).compared) == (True, 1)
    more = world.blobs.put(content.replace(b'"points":5', b'"points":6'))
    _store_instead(world, more)  # as somebody may who has both the rows and the files at hand
    assert ((await read_back()).whole, (await read_back()).wrong.first) == (True, (runner.id,))
    world.blobs.delete(more)
    assert not (await read_back()).whole
    for damaged in (
        content[:-9],
        content * 2,
        b"",
        b"\n",
        content.replace(b'"key":"', b'"key":"zz'),
    ):
        _store_instead(world, world.blobs.put(damaged))
        assert not (await read_back()).whole
    _store_instead(world, snapshot.sha256)
    await runner.runs(1_000)
    assert ((await read_back()).holds, (await read_back()).compared) == (True, 0)


@ON_BOTH_DATABASES
@pytest.mark.row(2)
async def test_of_who_is_erased_no_stored_ranking_tells(world: World):
    organiser, leaver, stays = await world.people(3)
    challenges = [await organiser.makes(), await organiser.makes(metric="count")]
    for challenge in challenges:
        for one in (leaver, stays):
            await one.joins(challenge)
    for one in (leaver, stays):
        await one.runs(5_000)
    await world.passes(minutes=2)
    await stays.runs(1_000)
    await world.passes(days=1)
    assert len(world.rows("snapshots")) == 4
    keys = _keys(world, leaver.id)
    stored = b"".join(map(world.blobs.get, world.blobs.iterate()))
    assert all(stored.count(key) == 2 for key in keys), "the same every night"
    assert len(keys) == 2, "another in each challenge"

    await world.happens(UserWithdrew(user_id=leaver.id))
    await world.passes(days=1)

    files = [file for file in (world.folder / "blobs").rglob("*") if file.is_file()]
    everything = [(file, file.read_bytes()) for file in files]
    read = [(key, world.blobs.get(key)) for key in world.blobs.iterate()]
    assert len(read) >= 4
    assert [name for name, held in [*everything, *read] if names(held, leaver.id)] == []
    assert [row.user_id for row in world.rows("snapshot_secrets")] == [stays.id]
    assert _keys(world, leaver.id) == []
    for challenge in challenges:
        proof = await verify(world.context, world.blobs, UUID(challenge))
        assert proof.snapshot is not None
        assert (proof.holds, proof.snapshot.compared) == (True, 1)


async def test_a_stored_ranking_that_names_ids_is_replaced(world: World):
    organiser, runner = await world.people(2)
    challenge = await organiser.makes()
    await runner.joins(challenge)
    await runner.runs(5_000)
    bare = world.blobs.put(f'{{"rank":1,"user_id":"{runner.id}"}}\n'.encode())
    row = {"challenge_id": UUID(challenge), "day": NOON.date() - timedelta(days=1)}
    row |= {"sha256": bare, "ranked": 1, "taken_at": NOON, "is_keyed": False}
    world.database.write(lambda c: c.execute(snapshots.insert(), row) and None).result()

    await world.passes(minutes=2)

    assert not world.blobs.exists(bare)
    assert [row.is_keyed for row in world.rows("snapshots")] == [True]


def names(content: bytes, user_id: UUID) -> bool:
    """Whether an id stands there, in any of the ways that ids are written."""
    written = (str(user_id).encode(), user_id.hex.encode(), user_id.bytes)
    return any(one in content for one in written)


def _keys(world: World, user_id: UUID) -> list[bytes]:
    """What the person's lines are named by."""
    return [
        key_of(bytes(row.secret), challenge.id).hex().encode()
        for row in world.rows("snapshot_secrets")
        for challenge in world.rows("challenges")
        if row.user_id == user_id
    ]


def _store_instead(world: World, sha256: str) -> None:
    changed = update(snapshots).values(sha256=sha256)
    world.database.write(lambda c: c.execute(changed) and None).result()
