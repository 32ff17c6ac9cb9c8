"""The stories of challenges played with the domain alone: no database, no loop, a clock by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from moim.contexts.challenges.domain.challenge import (
    Challenge,
    Claims,
    State,
    Terms,
    WrongState,
)
from moim.contexts.challenges.domain.entry import (
    Entry,
    EntryNotFound,
    EntryState,
    RemovedFromChallenge,
    Result,
    ResultState,
)
from moim.contexts.challenges.domain.fairness import SIGN_IN_FAILURES
from moim.contexts.challenges.domain.goal_links import linked
from moim.contexts.challenges.domain.live import begun, lasted_s, paused, resumed
from moim.contexts.challenges.domain.measure import Kind, Measure, Metric, Performed, Worth
from moim.contexts.challenges.domain.person import (
    AccountClosed,
    AccountIsLocked,
    Eligibility,
    Person,
)
from moim.contexts.challenges.domain.review import (
    BY_THE_RULES,
    AlreadyDecided,
    Decision,
    NoAppeal,
    Review,
)
from moim.kernel.ids import new_id

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, tzinfo=UTC)
END = START + 30 * DAY
TERMS = Terms(title="11월", sport="run", starts_at=START, ends_at=END, target=10_000.0)


def told(thing: Challenge | Entry | Review) -> list[str]:
    return [type(event).__name__ for event in thing.collect()]


def challenge(now: datetime = START - DAY, **changes) -> Challenge:
    made = Challenge(
        id=new_id(),
        organiser_id=new_id(),
        terms=replace(TERMS, **changes),
        invitation="code",
        created_at=now,
    )
    made.begin(now)
    return made


def entry(of: Challenge, user: UUID | None = None) -> Entry:
    made = Entry(challenge_id=of.id, user_id=user or new_id(), joined_at=START)
    made.join(Claims(), None)
    return made


def run(metres: float, at: datetime, sport: str = "run") -> Performed:
    return Performed(
        workout_id=new_id(),
        user_id=new_id(),
        sport=sport,
        started_at=at,
        source="file",
        metrics={"distance_m": metres, "moving_s": metres / 3, "elapsed_s": metres / 3},
    )


def counted(of: Entry, performed: Performed, by: Measure) -> Result:
    worth = by.worth(performed)
    assert worth is not None
    result = Result(
        id=new_id(),
        workout_id=performed.workout_id,
        value=worth.value,
        at=worth.at,
        gathering=worth.gathering,
        submitted_at=performed.ended_at,
    )
    of.submit(result, performed.ended_at, None)
    of.reckon(by)
    return result


def test_from_draft_to_the_final_ranking():
    made = challenge(grace_s=3_600)
    assert told(made) == ["ChallengeCreated"]
    made.announce(START - DAY)
    assert not made.start(START - timedelta(seconds=1))
    assert made.start(START)
    assert made.takes(START)
    assert not made.takes(END)
    made.extend(END + DAY, START)
    made.aim(20_000.0, START)
    assert not made.end(END)
    assert made.end(END + DAY)
    assert made.takes(END)
    assert not made.close(END + DAY, 2)
    assert made.close(made.closes_at, 2)
    assert not made.takes(END)
    assert made.finish(made.closes_at)
    assert not made.finish(made.closes_at)
    assert made.state is State.FINAL
    assert told(made) == ["PeriodExtended", "ChallengeGoalChanged", "ChallengeEnded"]
    with pytest.raises(WrongState):
        made.extend(END + 9 * DAY, END)


def test_the_end_waits_a_while_for_recordings_that_are_looked_at():
    made = challenge(kind=Kind.FASTEST, metric=Metric.TIME, distance_m=5_000.0, target=None)
    made.announce(START)
    assert made.start(START)
    assert made.end(END)
    last = replace(run(5_000, END - timedelta(hours=1)), heard_at=END)
    late = replace(last, heard_at=END + timedelta(seconds=1))
    assert made.covers(late), "until it is closed late syncs count"
    assert not made.close(END, 0, awaited=True)
    assert made.state.shown == "ended"
    assert not made.takes(END - DAY)
    assert made.covers(last)
    assert not made.covers(late)
    assert not made.close(END + timedelta(minutes=9), 0, awaited=True)
    assert made.close(END + timedelta(minutes=9), 1)
    assert [type(event).__name__ for event in made.collect()][-1] == "ChallengeEnded"

    held_up = challenge()
    held_up.announce(START)
    assert held_up.start(START)
    assert held_up.end(END)
    assert not held_up.close(END + 3 * DAY, 0, awaited=True), "a stopped program waits, too"
    assert held_up.close(END + 3 * DAY + timedelta(minutes=10), 0, awaited=True)


def test_two_run_and_the_one_who_was_first_stands_ahead():
    made = challenge()
    measure = made.terms.measure
    first, second = entry(made), entry(made)
    counted(first, run(5_000, START + DAY), measure)
    counted(second, run(5_000, START + 2 * DAY), measure)
    places = [one.place(measure) for one in (second, first)]
    assert None not in places
    assert sorted(places, key=bytes) == [first.place(measure), second.place(measure)]
    counted(second, run(100, START + 3 * DAY), measure)
    ahead, behind = second.place(measure), first.place(measure)
    assert ahead is not None
    assert behind is not None
    assert ahead < behind
    assert told(second) == [
        "ChallengeJoined",
        "ParticipantAdded",
        "ResultSubmitted",
        "ResultSubmitted",
    ]


def test_leaving_keeps_the_results_for_a_return_and_a_removal_does_not_end_by_itself():
    made = challenge()
    mine = entry(made)
    counted(mine, run(5_000, START + DAY), made.terms.measure)
    mine.leave()
    assert mine.place(made.terms.measure) is None
    with pytest.raises(EntryNotFound):
        mine.leave()
    mine.come_back()
    assert mine.place(made.terms.measure) is not None
    mine.remove(made.organiser_id, "duplicate")
    with pytest.raises(RemovedFromChallenge):
        mine.come_back()
    mine.add(made.organiser_id, None)
    assert mine.state is EntryState.IN


def test_a_result_is_corrected_held_and_withdrawn_and_every_change_is_a_line():
    made = challenge()
    mine = entry(made)
    result = counted(mine, run(5_000, START + DAY), made.terms.measure)
    mine.collect()
    later = START + 2 * DAY
    mine.correct(result, now=later, reason="x", worth=Worth(value=4_000.0, at=result.at))
    mine.correct(result, now=later, reason="y", state=ResultState.EXCLUDED)
    mine.correct(result, now=later, reason="z", state=ResultState.OK)
    assert not mine.correct(result, now=later, reason="z", state=ResultState.OK)
    mine.withdraw(result, now=later, reason="gone", by=None)
    assert [(line.before, line.after) for line in mine.lines] == [
        (0.0, 5_000.0),
        (5_000.0, 4_000.0),
        (4_000.0, 0.0),
        (0.0, 4_000.0),
        (4_000.0, 0.0),
    ]
    assert told(mine) == ["ResultCorrected"] * 4
    held = Result(
        id=new_id(),
        workout_id=None,
        value=1.0,
        at=later,
        state=ResultState.REVIEW,
        reasons=(SIGN_IN_FAILURES,),
        submitted_at=later,
    )
    mine.submit(held, later, mine.user_id)
    assert told(mine) == []
    mine.reckon(made.terms.measure)
    assert (mine.total, mine.in_doubt) == (None, False)
    mine.correct(held, now=later, reason="review", state=ResultState.OK, reasons=())
    assert told(mine) == ["ResultSubmitted"]


@pytest.mark.parametrize("workout_id", [None, new_id()])
def test_what_is_only_doubted_counts_until_it_is_decided(workout_id: UUID | None):
    made = challenge()
    mine = entry(made)
    result = Result(
        id=new_id(), workout_id=workout_id, value=5_000.0, at=START + DAY, submitted_at=START + DAY
    )
    mine.submit(result, START + DAY, mine.user_id)
    mine.reckon(made.terms.measure)
    before = mine.place(made.terms.measure)
    mine.collect()

    mine.correct(
        result, now=START + DAY, reason="x", state=ResultState.REVIEW, reasons=("too-fast",)
    )
    mine.reckon(made.terms.measure)

    assert (mine.place(made.terms.measure), mine.in_doubt) == (before, True)
    assert told(mine) == []
    by = new_id()
    kept = {"now": START + DAY, "by": by, "worth": None, "state": ResultState.OK, "reasons": ()}
    for again in ("that the doubt is over", "that an appeal changed nothing"):
        mine.decide(result, **kept)
        assert told(mine) == ["ResultCorrected"], again
    mine.correct(result, now=START + DAY, reason="y", state=ResultState.EXCLUDED)
    mine.reckon(made.terms.measure)
    assert (mine.place(made.terms.measure), mine.in_doubt) == (None, False)


def a_review(**given: Any) -> Review:
    ids = {"id": new_id(), "challenge_id": new_id(), "result_id": new_id(), "user_id": new_id()}
    return Review(**ids, **{"asked_by": None, "reason": "too-fast", "asked_at": START, **given})


def test_the_rules_take_back_what_they_alone_said():
    open_one, left_out, decided = a_review(), a_review(), a_review()
    left_out.decide(Decision.EXCLUDE, BY_THE_RULES, "", START)
    decided.decide(Decision.EXCLUDE, new_id(), "", START)
    objected = a_review()
    objected.decide(Decision.EXCLUDE, BY_THE_RULES, "", START)
    objected.object("아니에요", START)
    doubted = a_review(asked_by=new_id())

    said = [one.clear(START) for one in (open_one, left_out, decided, objected, doubted)]

    assert said == [True, True, False, False, False]
    assert (open_one.decision, open_one.is_open) == (Decision.KEEP, False)


def test_a_decision_is_appealed_once_and_the_second_is_the_last():
    review = Review(
        id=new_id(),
        challenge_id=new_id(),
        result_id=new_id(),
        user_id=new_id(),
        asked_by=None,
        reason="vehicle-pattern",
        asked_at=START,
    )
    review.ask()
    with pytest.raises(NoAppeal):
        review.object("먼저", START)
    review.decide(Decision.EXCLUDE, new_id(), "", START)
    review.object("아니에요", START)
    assert review.is_open
    review.decide(Decision.EXCLUDE, new_id(), "", START)
    with pytest.raises(AlreadyDecided):
        review.decide(Decision.KEEP, new_id(), "", START)
    with pytest.raises(NoAppeal):
        review.object("다시", START)
    assert told(review) == ["ResultReviewRequested"] * 2


@pytest.mark.parametrize(
    ("decision", "by", "value", "believed"),
    [
        (Decision.KEEP, new_id(), 7_000, True),
        (Decision.KEEP, new_id(), 7_500, False),
        (Decision.KEEP, BY_THE_RULES, 7_000, False),
        (Decision.EXCLUDE, new_id(), 7_000, False),
        (None, None, 7_000, False),
    ],
)
def test_what_a_person_let_stand_is_believed_as_long_as_it_is_the_same(
    decision: Decision | None, by: UUID | None, value: float, believed: bool
):
    review = a_review(asked_by=new_id(), evidence={"value": 7_000})
    if decision is not None and by is not None:
        review.decide(decision, by, "", START)
    assert review.believed(value) is believed


def test_what_an_account_may_do():
    somebody = Person(user_id=new_id())
    assert somebody.opened().eligibility is Eligibility.OPEN
    assert replace(somebody, eligibility=Eligibility.FULL).opened().eligibility is Eligibility.FULL
    with pytest.raises(AccountIsLocked):
        replace(somebody, locked=True).must_take_part(START)
    left = replace(somebody, eligibility=Eligibility.GONE).opened()
    with pytest.raises(AccountClosed):
        left.must_take_part(START)
    assert somebody.wants_notices("end", {})
    off = replace(somebody, wants={"app": False})
    assert not off.wants_notices("end", {})
    assert off.wants_notices("end", {"end": True})
    assert somebody.may_be_invited(START)
    invited = replace(somebody, invited_at=START)
    assert not invited.may_be_invited(START + 6 * DAY)
    assert invited.may_be_invited(START + 7 * DAY)


@pytest.mark.parametrize(
    ("kind", "metric", "value", "day"),
    [
        (Kind.MOST, Metric.DISTANCE, 9_000.0, 5),
        (Kind.MOST, Metric.ACTIVE_DAYS, 4.0, 5),
        (Kind.LONGEST, Metric.DISTANCE, 3_000.0, 1),
        (Kind.FASTEST, Metric.TIME, 1_000.0, 3),
        (Kind.STREAK, Metric.ACTIVE_DAYS, 3.0, 3),
    ],
)
def test_what_results_come_to_and_when_it_was_reached(kind, metric, value, day):
    measure = Measure(kind=kind, metric=metric, sport="run", timezone="Asia/Seoul")
    values = {1: 3_000.0, 2: 2_000.0, 3: 1_000.0, 5: 3_000.0}
    results = [Worth(value=each, at=START + number * DAY) for number, each in values.items()]

    total = measure.total(results)

    assert total == measure.total(results[::-1]) == Worth(value=value, at=START + day * DAY)


def test_a_day_is_one_of_the_challenge_s_own_zone():
    late = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)
    seoul = Measure(kind=Kind.STREAK, metric=Metric.ACTIVE_DAYS, sport=None, timezone="Asia/Seoul")
    results = [Worth(value=1.0, at=at) for at in (late - timedelta(hours=1), late)]

    assert seoul.total(results) == Worth(value=2.0, at=late)
    utc = replace(seoul, timezone="UTC").total(results)
    assert utc is not None
    assert utc.value == 1.0


def test_a_run_challenge_takes_trail_runs_and_no_rides():
    measure = TERMS.measure
    assert measure.worth(run(5_000, START, "trail_run")) is not None
    assert measure.worth(run(5_000, START, "ride")) is None
    assert measure.worth(run(0, START)) is None


def test_a_goal_is_linked_by_sport_metric_and_period():
    class Goal:
        goal_id = new_id()
        metric, target, period, achieved_at = "distance/run", 5.0, "month", None

    seoul_month = challenge(
        starts_at=datetime(2026, 10, 31, 15, tzinfo=UTC),
        ends_at=datetime(2026, 11, 30, 15, tzinfo=UTC),
        now=START - 5 * DAY,
    )
    assert linked(seoul_month, [Goal()]) is not None
    assert linked(challenge(ends_at=END + DAY), [Goal()]) is None


def test_at_it_right_now_pauses_left_out():
    live = begun(new_id(), START)
    assert lasted_s(live, START + timedelta(seconds=60)) == 60
    live = paused(live, START + timedelta(seconds=60))
    assert lasted_s(live, START + timedelta(seconds=90)) == 60
    live = resumed(live, START + timedelta(seconds=90))
    assert lasted_s(live, START + timedelta(seconds=100)) == 70


def test_who_was_out_with_the_others_attended_once_an_outing():
    made = challenge(kind=Kind.ATTENDANCE, metric=Metric.COUNT, target=None)
    measure = made.terms.measure
    outing, evening = new_id(), START + DAY + timedelta(hours=10)
    assert measure.worth(run(5_000, evening)) is None, "alone proves nothing"
    assert measure.worth(replace(run(5_000, evening, "ride"), gathering=outing)) is None
    mine = entry(made)
    for minutes in (0, 20):  # the watch was stopped in between
        at = evening + timedelta(minutes=minutes)
        counted(mine, replace(run(3_000, at), gathering=outing), measure)
    assert mine.total is not None
    assert (mine.total.value, mine.total.at) == (1, evening + timedelta(seconds=1_000))

    note(mine, evening, measure)
    assert mine.total.value == 1, "the organiser noted what the watch proved"
    note(mine, evening + timedelta(hours=1), measure)
    assert mine.total.value == 2, "and a visit that no watch knows"
    note(mine, evening + 3 * DAY, measure)
    again = counted(mine, replace(run(3_000, evening + 7 * DAY), gathering=new_id()), measure)
    assert mine.total.value == 4
    mine.withdraw(again, now=END, reason="company-changed", by=None)
    mine.reckon(measure)
    assert mine.total.value == 3


def note(of: Entry, at: datetime, by: Measure) -> None:
    noted = Result(id=new_id(), workout_id=None, value=1.0, at=at, submitted_at=at)
    of.submit(noted, at, new_id())
    of.reckon(by)
