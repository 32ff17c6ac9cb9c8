"""What insights shows of challenges, as its routes tell it."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.insights.domain.boards import step_begins, step_of
from moim.contracts.challenges import (
    ChallengeCreated,
    ChallengeEnded,
    ChallengeEndNotified,
    ChallengeFeedbackAnswered,
    ChallengeFeedbackRequested,
    ChallengeGoalChanged,
    ChallengeJoined,
    ChallengeNotificationSent,
    ChallengeRejoined,
    ParticipantAdded,
    ParticipantRemoved,
    ParticipantStatsProvided,
    ParticipantStatsRequested,
    ParticipationCancelled,
    PeriodExtended,
    Position,
    RankingUpdated,
    ResultCorrected,
    ResultReviewRequested,
    ResultSubmitted,
)
from moim.contracts.users import UserWithdrew
from moim.kernel.ids import new_id
from moim.platform.mailbox import Envelope
from tests.contexts.insights.world import MONDAY_NOON, ON_BOTH_DATABASES, World


class Challenge:
    """A challenge of November in which somebody takes part."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.id = new_id()
        self.organiser = new_id()

    async def begin(self) -> "Challenge":
        created = ChallengeCreated(
            challenge_id=self.id,
            organiser_id=self.organiser,
            title="11월 한강 100 km",
            sport="run",
            metric="distance",
            target=100_000.0,
            starts_at=MONDAY_NOON,
            ends_at=MONDAY_NOON + timedelta(days=28),
        )
        joined = ChallengeJoined(challenge_id=self.id, user_id=self.world.somebody)
        await self.world.happens(created, joined)
        return self

    async def happens(self, event, /, **given) -> None:
        await self.world.happens(event(challenge_id=self.id, **given))

    async def seen(self, user=None):
        return await self.world.seen(f"challenges/{self.id}", user)

    async def result(self, value: float = 8_000.0):
        given = {"user_id": self.world.somebody, "result_id": new_id(), "workout_id": new_id()}
        await self.happens(ResultSubmitted, value=value, **given)
        return given["result_id"]

    async def ranked(self, *places: tuple) -> None:
        changed = tuple(
            Position(
                user_id=user,
                rank=rank,
                before=before,
                value=value,
                points=round(value * 1_000),
                reached_at=self.world.now,
            )
            for user, rank, before, value in places
        )
        await self.happens(RankingUpdated, changed=changed)


def overheard(world: World) -> list[Envelope]:
    """What insights tells everyone from now on."""
    told: list[Envelope] = []

    class Overhearing:
        async def publish(self, envelopes: Sequence[Envelope]) -> None:
            told.extend(envelopes)

    world._pumps._relays["insights"]._bus = Overhearing()
    return told


@pytest.fixture
async def challenge(world: World) -> Challenge:
    return await Challenge(world).begin()


async def test_a_stranger_sees_no_chart_of_a_challenge(world: World, challenge: Challenge):
    answer = await world.get(f"challenges/{challenge.id}", new_id())
    absent = await world.get(f"challenges/{new_id()}")

    assert (answer.status_code, answer.json()["code"]) == (404, "challenge-board-not-found")
    assert absent.json()["code"] == answer.json()["code"]


@pytest.mark.row(240)
@pytest.mark.row(241)
@ON_BOTH_DATABASES
async def test_its_charts_have_its_title_and_period(world: World):
    challenge = await Challenge(world).begin()
    await challenge.happens(PeriodExtended, ends_at=MONDAY_NOON + timedelta(days=40))

    seen = await challenge.seen()

    assert (seen["title"], seen["metric"], seen["target"]) == ("11월 한강 100 km", "distance", 1e5)
    assert seen["ends_at"] == "2026-12-12T03:00:00Z"
    assert seen["state"] == "open"


@pytest.mark.row(87)
@ON_BOTH_DATABASES
async def test_a_result_is_a_point_on_its_entrants_curve(world: World):
    challenge = await Challenge(world).begin()
    first = await challenge.result(8_000.0)
    world.now += timedelta(hours=1)
    second = await challenge.result(5_000.0)

    points = (await challenge.seen())["points"]

    assert [(point["result_id"], point["value"], point["state"]) for point in points] == [
        (str(first), 8_000.0, "ok"),
        (str(second), 5_000.0, "ok"),
    ]
    assert (await challenge.seen(challenge.organiser))["points"] == [], "nobody sees another's"


async def test_a_result_of_last_week_stands_where_it_belongs(challenge: Challenge):
    day = challenge.world.now - timedelta(days=7)
    given = {"user_id": challenge.world.somebody, "result_id": new_id()}
    await challenge.happens(ResultSubmitted, value=8_000.0, at=day, **given)

    (point,) = (await challenge.seen())["points"]

    assert point["at"] == day.isoformat().replace("+00:00", "Z")


@pytest.mark.row(93)
@pytest.mark.row(242)
async def test_a_result_that_is_questioned_is_drawn_as_under_review(challenge: Challenge):
    fine, odd = await challenge.result(), await challenge.result(99_000.0)
    await challenge.happens(
        ResultReviewRequested,
        user_id=challenge.world.somebody,
        result_id=odd,
        by=None,
        reason="speed",
    )

    states = {point["result_id"]: point["state"] for point in (await challenge.seen())["points"]}

    assert states == {str(fine): "ok", str(odd): "review"}

    who = {"user_id": challenge.world.somebody, "before": 99_000.0, "reason": "review"}
    await challenge.happens(ResultCorrected, after=9_900.0, result_id=odd, **who)
    assert (await challenge.seen())["points"][-1]["value"] == 9_900.0
    doubt = {"user_id": challenge.world.somebody, "by": None, "reason": "speed"}
    await challenge.happens(ResultReviewRequested, result_id=odd, **doubt)
    assert (await challenge.seen())["points"][-1]["state"] == "review"
    who["before"] = 9_900.0
    await challenge.happens(ResultCorrected, after=9_900.0, result_id=odd, **who)
    assert (await challenge.seen())["points"][-1]["state"] == "ok", "a doubt that is over is gone"


@pytest.mark.row(88)
async def test_progress_is_drawn_against_the_new_target(challenge: Challenge):
    await challenge.happens(ChallengeGoalChanged, target=120_000.0)

    assert (await challenge.seen())["target"] == 120_000.0


@pytest.mark.row(94)
@ON_BOTH_DATABASES
async def test_the_rank_chart_follows_the_ranking_and_says_so_when_a_place_changed(world: World):
    told = overheard(world)
    challenge = await Challenge(world).begin()
    await world.happens(world.registered())
    rival = new_id()
    world.now += timedelta(minutes=1)
    await challenge.ranked((rival, 1, None, 9_000.0), (world.somebody, 2, None, 8_000.0))
    world.now += timedelta(minutes=1)
    await challenge.ranked((world.somebody, 1, 2, 13_000.0), (rival, 2, 1, 9_000.0))

    seen = await challenge.seen()

    assert [(one["rank"], one["value"]) for one in seen["ranks"]] == [(2, 8_000.0), (1, 13_000.0)]
    assert (seen["rank"], seen["value"]) == (1, 13_000.0)
    assert [(one["rank"], one["nickname"]) for one in seen["podium"]] == [(1, "민지"), (2, None)]
    assert [event.key for event in told] == [
        *(str(rival), str(world.somebody)),
        *(str(world.somebody), str(rival)),
    ]
    assert {event.type for event in told} == {"insights.ChartDataUpdated"}

    await challenge.ranked((world.somebody, 1, 1, 14_000.0))
    assert len(told) == 4, "no place changed"


async def test_who_was_overtaken_stands_where_they_are(challenge: Challenge):
    me, rival = challenge.world.somebody, new_id()
    await challenge.ranked((me, 1, None, 8_000.0))
    challenge.world.now += timedelta(minutes=1)
    await challenge.ranked((rival, 1, None, 9_000.0))

    seen = await challenge.seen()

    assert [(one["rank"], one["user_id"]) for one in seen["podium"]] == [
        (1, str(rival)),
        (2, str(me)),
    ]
    assert seen["rank"] == 2
    assert [one["rank"] for one in seen["ranks"]] == [1, 2]


async def test_who_stands_in_the_ranking_no_more_is_in_nobodys_way(challenge: Challenge):
    me, rival = challenge.world.somebody, new_id()
    await challenge.ranked((rival, 1, None, 9_000.0), (me, 2, None, 8_000.0))
    await challenge.happens(RankingUpdated, changed=(), gone=(rival, new_id()))

    seen = await challenge.seen()

    assert [(one["rank"], one["user_id"]) for one in seen["podium"]] == [(1, str(me))]
    assert seen["rank"] == 1


@pytest.mark.parametrize("seed", range(3))
@ON_BOTH_DATABASES
async def test_places_told_move_by_move_equal_places_sorted_at_the_end(world: World, seed: int):
    challenge, random = await Challenge(world).begin(), Random(seed)
    people = [world.somebody, *(new_id() for _ in range(6))]
    standing: dict = {}
    for minute in range(30):
        who, at = random.choice(people), world.now + timedelta(minutes=minute % 4)
        if random.random() < 0.2:
            standing.pop(who, None)
            await challenge.happens(RankingUpdated, changed=(), gone=(who,))
            continue
        points = random.choice((random.randrange(-3, 3), random.randrange(10**7)))
        standing[who] = (-points, at, who.bytes)
        one = Position(user_id=who, rank=1, before=None, value=1.0, points=points, reached_at=at)
        await challenge.happens(RankingUpdated, changed=(one,))
    if world.somebody not in standing:
        await challenge.ranked((world.somebody, 1, None, 0.0))
        standing[world.somebody] = (0, world.now, world.somebody.bytes)
    left = people[-1]
    standing.pop(left, None)
    await world.happens(world.registered(user_id=left), UserWithdrew(user_id=left))
    best = sorted(standing, key=standing.__getitem__)

    seen = await challenge.seen()

    assert [one["user_id"] for one in seen["podium"]] == [str(who) for who in best[:3]]
    assert seen["rank"] == seen["ranks"][-1]["rank"] == best.index(world.somebody) + 1


@given(some=st.integers(-(2**62), 2**62), more=st.integers(0, 2**40))
def test_who_stands_behind_stands_on_no_earlier_step(some: int, more: int):
    begins = step_begins(some)

    assert step_of(some + more) >= step_of(some) == step_of(begins)
    assert step_of(begins - 1) < step_of(begins)
    assert begins <= some


@pytest.mark.row(86)
async def test_the_end_makes_podium_and_curve_the_result(challenge: Challenge):
    await challenge.ranked((challenge.world.somebody, 1, None, 8_000.0))
    await challenge.happens(ChallengeEnded, final_ranking_size=1)

    seen = await challenge.seen()

    assert seen["state"] == "ended"
    assert [one["rank"] for one in seen["podium"]] == [1]


@pytest.mark.row(95)
@pytest.mark.row(99)
@pytest.mark.row(100)
async def test_the_result_is_marked_announced_once_the_entrants_were_told(challenge: Challenge):
    await challenge.happens(ChallengeEnded, final_ranking_size=1)
    assert (await challenge.seen())["state"] == "ended"

    await challenge.happens(ChallengeEndNotified, recipients=1)

    assert (await challenge.seen())["state"] == "announced"


@pytest.mark.row(89)
async def test_notices_that_went_out_are_counted(challenge: Challenge):
    for recipients in (3, 4):
        await challenge.happens(ChallengeNotificationSent, kind="start", recipients=recipients)

    assert (await challenge.seen(challenge.organiser))["notices_sent"] == 7


@pytest.mark.row(90)
@pytest.mark.row(91)
@pytest.mark.row(96)
@pytest.mark.row(243)
@pytest.mark.row(244)
@ON_BOTH_DATABASES
async def test_the_participation_curve_goes_up_down_and_up_again(world: World):
    challenge = await Challenge(world).begin()
    other, organiser = new_id(), challenge.organiser
    await challenge.happens(ParticipantAdded, user_id=other, by=organiser)
    world.now += timedelta(days=1)
    await challenge.happens(ParticipantRemoved, user_id=other, by=organiser, reason="asked")
    await challenge.happens(ParticipationCancelled, user_id=world.somebody)
    world.now += timedelta(days=1)
    await challenge.happens(ChallengeRejoined, user_id=world.somebody)

    seen = await challenge.seen()

    assert [(one["date"], one["entrants"]) for one in seen["participation"]] == [
        ("2026-11-02", 2),
        ("2026-11-03", 0),
        ("2026-11-04", 1),
    ]
    assert seen["entrants"] == 1


@ON_BOTH_DATABASES
async def test_who_closed_their_account_takes_part_no_longer_whatever_arrives_later(world: World):
    challenge = await Challenge(world).begin()
    gone = new_id()
    await challenge.happens(ChallengeJoined, user_id=gone)
    world.now += timedelta(days=1)
    await world.happens(UserWithdrew(user_id=gone))
    await challenge.happens(ParticipationCancelled, user_id=gone)
    await challenge.happens(ChallengeJoined, user_id=new_id())

    seen = await challenge.seen()

    assert [(one["date"], one["entrants"]) for one in seen["participation"]] == [
        ("2026-11-02", 1),
        ("2026-11-03", 2),
    ]


@pytest.mark.row(96)
async def test_who_comes_back_finds_their_points_again(challenge: Challenge):
    await challenge.result(8_000.0)
    await challenge.happens(ParticipationCancelled, user_id=challenge.world.somebody)
    await challenge.happens(ChallengeRejoined, user_id=challenge.world.somebody)

    assert [point["value"] for point in (await challenge.seen())["points"]] == [8_000.0]


@pytest.mark.row(92)
@pytest.mark.row(101)
@ON_BOTH_DATABASES
async def test_a_feedback_chart_begins_at_nothing_and_counts_ratings(world: World):
    challenge = await Challenge(world).begin()
    asked = new_id()
    await challenge.happens(ChallengeFeedbackRequested, request_id=asked)
    (chart,) = (await challenge.seen(challenge.organiser))["feedback"]
    assert (chart["answers"], chart["mean"]) == (0, None)

    for rating in (5, 4, 5):
        await challenge.happens(
            ChallengeFeedbackAnswered, request_id=asked, user_id=new_id(), rating=rating
        )

    (chart,) = (await challenge.seen(challenge.organiser))["feedback"]
    assert (chart["answers"], chart["mean"]) == (3, 4.67)
    assert chart["counts"] == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 2}
    assert (await challenge.seen())["feedback"] == [], "for the organiser alone"


@pytest.mark.row(97)
@pytest.mark.row(98)
@ON_BOTH_DATABASES
async def test_statistics_asked_for_are_pending_until_they_are_provided(world: World):
    challenge = await Challenge(world).begin()
    asked, organiser = new_id(), challenge.organiser
    await challenge.happens(ParticipantStatsRequested, request_id=asked, user_id=organiser)
    (chart,) = (await challenge.seen(organiser))["statistics"]
    assert (chart["status"], chart["figures"]) == ("pending", None)

    stats = {"totals": {"entrants": 12.0}}
    await challenge.happens(ParticipantStatsProvided, request_id=asked, stats=stats)

    (chart,) = (await challenge.seen(organiser))["statistics"]
    assert (chart["status"], chart["figures"]) == ("ready", stats)
    assert (await challenge.seen())["statistics"] == [], "only who asked sees them"


@pytest.mark.parametrize("seed", range(5))
async def test_the_participation_curve_equals_a_count_over_what_happened(world: World, seed: int):
    challenge, random = await Challenge(world).begin(), Random(seed)
    people, inside, counts = [new_id() for _ in range(4)], {world.somebody}, {}
    counts["2026-11-02"] = 1
    for _ in range(25):
        person = random.choice(people)
        if random.random() < 0.3:
            world.now += timedelta(hours=random.randrange(1, 30))
        kind = random.choice((ChallengeJoined, ParticipationCancelled, ChallengeRejoined))
        before = set(inside)
        (inside.discard if kind is ParticipationCancelled else inside.add)(person)
        await challenge.happens(kind, user_id=person)
        if before != inside:
            counts[(world.now + timedelta(hours=9)).date().isoformat()] = len(inside)

    seen = await challenge.seen()

    assert {one["date"]: one["entrants"] for one in seen["participation"]} == counts


async def test_nothing_of_somebody_who_left_stays_on_a_board(world: World, challenge: Challenge):
    await challenge.result()
    await challenge.ranked((world.somebody, 1, None, 8_000.0))
    await world.happens(UserWithdrew(user_id=world.somebody))
    await challenge.ranked((world.somebody, 1, 1, 9_000.0))
    await challenge.result()

    seen = await challenge.seen(challenge.organiser)

    assert seen["podium"] == []
    assert (await world.get(f"challenges/{challenge.id}")).status_code in (401, 404)
