"""The rules of records, played with domain objects alone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.workouts.domain.milestones import milestones
from moim.contexts.workouts.domain.outcomes import Discipline, Marks, Outcome, discipline_of
from moim.contexts.workouts.domain.records import (
    STREAK,
    Category,
    Kind,
    Lacking,
    Mark,
    books_of,
    record_of,
    runs_of_days,
    with_mark,
)
from moim.contexts.workouts.domain.sports import Sport
from moim.kernel.ids import new_id

MONDAY = date(2026, 5, 4)
FIVE = Category(Kind.FASTEST, Discipline.RUN, 5000.0)
LONGEST = Category(Kind.LONGEST, Discipline.RUN)


def outcome(day=MONDAY, *, discipline=Discipline.RUN, distance_m=10_000.0, efforts=None, **more):
    given_ = {"comparable": True, "active_s": 3000.0, "climb_m": None} | more
    return Outcome(
        workout_id=new_id(),
        user_id=new_id(),
        day=day,
        at=datetime.combine(day, time(6), UTC),
        discipline=discipline,
        distance_m=distance_m,
        marks=Marks(efforts_s=efforts or {}),
        **given_,
    )


def test_the_faster_run_takes_the_record_and_tells_what_it_beat() -> None:
    slow = outcome(efforts={5000.0: 1500.0})
    fast = outcome(MONDAY + timedelta(days=1), efforts={5000.0: 1400.0})

    record = books_of([fast, slow])["all"][FIVE]

    assert (record.held.workout_id, record.held.value) == (fast.workout_id, 1400.0)
    assert record.beat is not None
    assert (record.beat.workout_id, record.beat.value) == (slow.workout_id, 1500.0)


def test_of_equal_results_the_first_holds_and_beat_nothing() -> None:
    first = outcome(efforts={5000.0: 1500.0})
    second = outcome(MONDAY + timedelta(days=1), efforts={5000.0: 1500.0})

    record = books_of([second, first])["all"][FIVE]

    assert record.held.workout_id == first.workout_id
    assert record.beat is None


def test_each_year_and_month_has_its_own_best() -> None:
    may, june = outcome(distance_m=21_000.0), outcome(date(2026, 6, 1), distance_m=10_000.0)
    older = outcome(date(2025, 6, 1), distance_m=30_000.0)

    books = books_of([may, june, older])

    held = {scope: books[scope][LONGEST].held.value for scope in books}
    assert held == {
        "all": 30_000, "2025": 30_000, "2025-06": 30_000,
        "2026": 21_000, "2026-05": 21_000, "2026-06": 10_000,
    }  # fmt: skip


def test_a_hike_is_no_run_and_a_treadmill_sets_no_time() -> None:
    assert discipline_of(Sport.HIKE) is Discipline.WALK
    assert discipline_of(Sport.TRAIL_RUN) is Discipline.RUN
    treadmill = outcome(efforts={5000.0: 1000.0}, comparable=False)
    book = books_of([treadmill])["all"]
    assert FIVE not in book
    assert LONGEST in book


def test_a_week_counts_from_monday_to_sunday_and_stands_in_its_mondays_year() -> None:
    eve = outcome(date(2025, 12, 30), distance_m=5_000.0)
    new_year = outcome(date(2026, 1, 4), distance_m=6_000.0)
    after = outcome(date(2026, 1, 5), distance_m=7_000.0)
    week = Category(Kind.BIGGEST_WEEK, Discipline.RUN)

    books = books_of([eve, new_year, after])

    assert (books["all"][week].held.value, books["all"][week].held.day) == (
        11_000.0,
        date(2025, 12, 29),
    )
    assert books["2025"][week].held.value == 11_000.0
    assert books["2026"][week].held.value == 7_000.0
    assert week not in books["2026-01"]


def test_every_sport_counts_towards_a_streak() -> None:
    days = [MONDAY + timedelta(days=n) for n in (0, 1, 2, 5, 6)]
    sports = [Discipline.RUN, Discipline.OTHER, Discipline.SWIM, Discipline.RUN, Discipline.RIDE]
    done = [outcome(day, discipline=sport) for day, sport in zip(days, sports, strict=True)]

    record = books_of(done)["all"][STREAK]

    assert (record.held.value, record.held.day, record.beat) == (3, MONDAY, None)


def test_the_workout_that_passes_a_round_number_is_the_milestone() -> None:
    ids = [new_id() for _ in range(4)]
    metres = [60_000.0, 39_999.0, 1.0, 400_000.0]
    rows = [(Discipline.RUN, id, MONDAY, far) for id, far in zip(ids, metres, strict=True)]

    found = milestones(rows)

    assert [(one.total_m, one.workout_id) for one in found] == [
        (100_000.0, ids[2]),
        (250_000.0, ids[3]),
        (500_000.0, ids[3]),
    ]


def test_milestones_go_on_every_5000_km() -> None:
    found = milestones([(Discipline.RIDE, new_id(), MONDAY, 15_500_000.0)])
    assert [one.total_m / 1000 for one in found] == [
        100, 250, 500, 1000, 2500, 5000, 10_000, 15_000,
    ]  # fmt: skip


values = st.integers(1, 6).map(float)
places = st.integers(0, 12)


@settings(deadline=None)
@given(
    st.sampled_from([FIVE, LONGEST]),
    st.lists(st.tuples(places, st.none() | values), min_size=1, max_size=25),
)
def test_a_record_that_moves_with_each_mark_is_the_one_of_all_marks(category, history) -> None:
    """Marks come, change and go in any order; wherever it can be told at once it is right."""
    marks: dict[int, Mark] = {}
    record = None
    for place, value in history:
        before = marks.get(place)
        after = None
        if value is not None:
            day = MONDAY + timedelta(days=place)
            after = Mark(value=value, day=day, at=datetime.combine(day, time(), UTC))
            marks[place] = after
        else:
            marks.pop(place, None)
        lacking, told = with_mark(category, record, before, after)
        record = record_of(category, list(marks.values()))
        if lacking is Lacking.NONE:
            assert told == record
        elif lacking is Lacking.EARLIER:
            assert told is not None
            known = [mark for mark in marks.values() if mark.place <= told.held.place]
            assert record_of(category, known) == record


@settings(deadline=None)
@given(st.sets(st.integers(0, 40)))
def test_runs_of_days_hold_every_day_once_and_do_not_touch(numbers) -> None:
    days = {MONDAY + timedelta(days=n) for n in numbers}
    runs = list(runs_of_days(days))
    held = [
        first + timedelta(days=n) for first, last in runs for n in range((last - first).days + 1)
    ]
    assert sorted(days) == held
    assert all((b[0] - a[1]).days > 1 for a, b in pairwise(runs))


@pytest.mark.parametrize("better_value", [4.0, 9.0])
def test_a_mark_in_the_middle_of_time_can_be_told_without_looking_at_all(better_value) -> None:
    def mark(n: int, value: float) -> Mark:
        day = MONDAY + timedelta(days=n)
        return Mark(value=value, day=day, at=datetime.combine(day, time(), UTC))

    record = record_of(LONGEST, [mark(0, 3.0), mark(9, 10.0)])
    lacking, told = with_mark(LONGEST, record, None, mark(5, better_value))
    assert lacking is Lacking.NONE
    assert told is not None
    assert told.beat == mark(5, better_value)
