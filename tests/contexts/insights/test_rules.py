"""Laws of counting, calendars, totals and goals, whatever the history."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moim.contexts.insights.domain.calendar import month_view, span_of
from moim.contexts.insights.domain.counting import CountedWorkout, Day, Sums, day_of, days_of, total
from moim.contexts.insights.domain.goals import ShownGoal, progress
from moim.contexts.insights.domain.totals import (
    PERIODS_SHOWN,
    SpanTooLong,
    by_period,
    check_span,
    latest,
    whole_periods,
)
from moim.kernel.ids import new_id
from moim.kernel.periods import Period, month_of, week_of, window_of

FIRST, LAST = date(2026, 9, 15), date(2026, 12, 31)
SPORTS = st.sampled_from(["run", "ride", "swim"])
TOTALLED = st.sampled_from([Period.WEEK, Period.MONTH, Period.YEAR])


def _in_order(history: dict[tuple[date, str], tuple[int, ...]]) -> list[Day]:
    return sorted(
        Day(*key, workouts, float(distance_m), float(moving_s), float(gain_m))
        for key, (workouts, distance_m, moving_s, gain_m) in history.items()
    )


FIGURES = st.tuples(
    st.integers(1, 3), st.integers(0, 50_000), st.integers(0, 20_000), st.integers(0, 900)
)
HISTORIES = st.dictionaries(st.tuples(st.dates(FIRST, LAST), SPORTS), FIGURES, max_size=15).map(
    _in_order
)


def between(days: list[Day], first: date, last: date) -> Sums:
    return total(day for day in days if first <= day.day <= last)


@given(HISTORIES, st.dates(date(2026, 11, 1), date(2026, 11, 30)), st.integers(0, 6))
def test_every_sum_of_a_calendar_is_that_of_its_days(days, month, first_weekday):
    shown = month_view(month, first_weekday, days, (), {})

    first, last = month_of(month)
    assert [day.date for day in shown.days] == [first + timedelta(n) for n in range(last.day)]
    assert all(day.sums == between(days, day.date, day.date) for day in shown.days)
    assert shown.total == between(days, first, last)
    assert shown.previous == between(days, *month_of(first - timedelta(1)))
    for week in shown.weeks:
        assert week.starts_on.weekday() == first_weekday
        assert week.sums == between(days, week.starts_on, week.ends_on)
        assert week.previous == between(
            days, week.starts_on - timedelta(7), week.ends_on - timedelta(7)
        )


@given(st.dates(date(1970, 1, 1), date(2200, 12, 31)), st.integers(0, 6))
def test_the_weeks_of_a_month_cover_it_without_gaps(month, first_weekday):
    shown = month_view(month, first_weekday, [], (), {})

    starts = [week.starts_on for week in shown.weeks]
    assert starts[0] <= shown.first < starts[0] + timedelta(7)
    assert all(b - a == timedelta(7) for a, b in pairwise(starts))
    assert starts[-1] <= shown.days[-1].date <= shown.weeks[-1].ends_on
    first, last = span_of(month, first_weekday)
    assert first <= min(month_of(shown.first - timedelta(1))[0], starts[0] - timedelta(7))
    assert last == shown.weeks[-1].ends_on


@given(HISTORIES)
def test_the_sport_that_took_longest_comes_first(days):
    for day in month_view(date(2026, 11, 1), 0, days, (), {}).days:
        times = {one.sport: one.moving_s for one in days if one.day == day.date}
        assert sorted(day.sports) == sorted(times)
        assert [times[sport] for sport in day.sports] == sorted(times.values(), reverse=True)


@given(HISTORIES, TOTALLED, st.dates(FIRST, LAST), st.dates(FIRST, LAST))
def test_totals_part_the_days_and_leave_no_period_out(days, by, one, other):
    first, last = sorted((one, other))
    whole = whole_periods(by, first, last)

    sums = by_period(days, by, first, last)

    spans = list(sums)
    assert (spans[0][0], spans[-1][1]) == whole
    assert all(a[1] + timedelta(1) == b[0] for a, b in pairwise(spans))
    assert all(got == between(days, *span) for span, got in sums.items())


@given(TOTALLED, st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_the_latest_periods_are_twelve(by, today):
    assert len(by_period([], by, latest(by, today), today)) == PERIODS_SHOWN


def test_a_span_is_of_ten_years_at_most_and_runs_forwards():
    check_span(date(2017, 1, 1), date(2026, 12, 31))
    check_span(date(2026, 1, 1), date(2026, 1, 1))
    for last in (date(2025, 12, 31), date(2036, 2, 1)):
        with pytest.raises(SpanTooLong):
            check_span(date(2026, 1, 1), last)


@given(st.lists(st.tuples(st.integers(0, 200), SPORTS, st.integers(0, 9_000)), max_size=30))
def test_days_do_not_depend_on_the_order_of_telling(told):
    somebody = new_id()
    workouts = [
        CountedWorkout.told(
            workout_id=new_id(),
            user_id=somebody,
            sport=sport,
            started_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours),
            metrics={"distance_m": float(metres)},
            timezone="Asia/Seoul",
        )
        for hours, sport, metres in told
    ]

    days = days_of(workouts)

    assert days == days_of(reversed(workouts))
    assert total(days.values()) == total(workout.sums() for workout in workouts)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-11-02T14:59:59Z", "Asia/Seoul", date(2026, 11, 2)),
        ("2026-11-02T15:00:00Z", "Asia/Seoul", date(2026, 11, 3)),
        ("2026-11-01T04:30:00Z", "America/New_York", date(2026, 11, 1)),  # still summer time
        ("2026-11-02T04:30:00Z", "America/New_York", date(2026, 11, 1)),  # an hour less since
        ("2026-03-29T22:30:00Z", "Europe/Berlin", date(2026, 3, 30)),
        ("2026-03-28T22:30:00Z", "Europe/Berlin", date(2026, 3, 28)),
        ("2011-12-30T09:59:00Z", "Pacific/Apia", date(2011, 12, 29)),  # the day that Samoa
        ("2011-12-30T10:00:00Z", "Pacific/Apia", date(2011, 12, 31)),  # left out
    ],
)
def test_the_day_is_that_of_the_wall_clock(moment, zone, day):
    assert day_of(datetime.fromisoformat(moment), zone) == day


@pytest.mark.parametrize(
    ("metrics", "moving_s"),
    [
        ({"moving_s": 1.0, "timer_s": 2.0, "elapsed_s": 3.0}, 1.0),
        ({"timer_s": 2.0, "elapsed_s": 3.0}, 2.0),
        ({"elapsed_s": 3.0}, 3.0),
        ({}, 0.0),
    ],
)
def test_the_best_known_time_counts(metrics, moving_s):
    told = CountedWorkout.told(
        workout_id=new_id(),
        user_id=new_id(),
        sport="yoga",
        started_at=datetime(2026, 11, 2, tzinfo=UTC),
        metrics=metrics,
        timezone="UTC",
    )

    assert told.sums() == Sums(1, 0.0, moving_s, 0.0)


METRICS = st.sampled_from(["distance", "time", "count", "climb", "active_days"])
PERIODS = st.one_of(
    st.sampled_from(["day", "week", "month", "year"]),
    st.tuples(st.dates(FIRST, LAST), st.dates(FIRST, LAST)).map(
        lambda pair: "/".join(day.isoformat() for day in sorted(pair))
    ),
)


@given(
    HISTORIES, METRICS, st.none() | SPORTS, PERIODS, st.integers(1, 90_000), st.dates(FIRST, LAST)
)
def test_a_goal_s_figures_agree_with_each_other(days, metric, sport, period, target, today):
    goal = ShownGoal.told(
        goal_id=new_id(),
        user_id=new_id(),
        metric=f"{metric}/{sport}" if sport else metric,
        target=float(target),
        period=period,
    )

    stands = progress(goal, days, today)

    first, last = stands.starts_on, stands.ends_on
    counted = [
        day for day in days if first <= day.day <= min(today, last) and sport in (None, day.sport)
    ]
    measures = {
        "distance": sum(day.distance_m for day in counted),
        "time": sum(day.moving_s for day in counted),
        "count": sum(day.workouts for day in counted),
        "climb": sum(day.elevation_gain_m for day in counted),
        "active_days": len({day.day for day in counted}),
    }
    passed = len(stands.curve)
    assert stands.value == measures[metric]
    assert passed == max(0, (min(today, last) - first).days + 1)
    assert list(stands.curve) == sorted(stands.curve)
    assert stands.value == (stands.curve[-1] if passed else 0)
    assert stands.fraction == pytest.approx(stands.value / target)
    assert 0 <= stands.even <= target
    assert stands.projected >= stands.value or not passed
    if first <= today <= last:
        left = (last - today).days + 1
        assert stands.needed_per_day * left == pytest.approx(max(0, target - stands.value))
    if today > last:
        assert (stands.needed_per_day, stands.projected) == (0, pytest.approx(stands.value))


@given(HISTORIES, st.dates(FIRST, LAST), st.integers(1, 90_000))
def test_a_goal_is_marked_reached_on_the_day_its_present_target_was_met(days, told_on, target):
    goal = ShownGoal.told(
        goal_id=new_id(), user_id=new_id(), metric="distance", target=float(target), period="month"
    )

    unheard = progress(goal, days, LAST)
    heard = progress(replace(goal, reached_on=(told_on,)), days, LAST)

    assert unheard.reached_on is None
    if heard.reached_on is None:
        assert heard.value < target or not heard.starts_on <= told_on <= heard.ends_on
    else:
        at = (heard.reached_on - heard.starts_on).days
        assert heard.curve[at] >= target
        assert at == 0 or heard.curve[at - 1] < target


def test_a_custom_goal_is_shown_before_during_and_after_its_days():
    goal = ShownGoal.told(
        goal_id=new_id(),
        user_id=new_id(),
        metric="count",
        target=10.0,
        period="2026-11-10/2026-11-19",
    )
    days = [Day(date(2026, 11, 10), "run", 2, 0.0, 0.0, 0.0)]

    before, during, after = (progress(goal, days, date(2026, 11, day)) for day in (9, 14, 20))

    assert (before.value, before.even, before.curve) == (0, 0, ())
    assert before.needed_per_day == 1
    assert (during.value, during.even, during.projected) == (2, 5, 4)
    assert during.needed_per_day == pytest.approx(8 / 6)
    assert (after.value, after.even, after.needed_per_day) == (2, 10, 0)


@given(st.dates(FIRST, LAST), st.sampled_from(["day", "week", "month", "year"]))
def test_a_repeating_goal_shows_the_period_of_today(today, period):
    goal = ShownGoal.told(
        goal_id=new_id(), user_id=new_id(), metric="count", target=1.0, period=period
    )

    assert goal.window(today) == window_of(Period(period), today)
    assert week_of(today)[0].weekday() == 0
