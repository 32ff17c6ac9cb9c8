"""The main stories of insights, with the domain alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from moim.contexts.insights.domain.calendar import month_view
from moim.contexts.insights.domain.cards import Card, CardState
from moim.contexts.insights.domain.chart import (
    Chart,
    ChartNotReady,
    SpanOfAnotherKind,
)
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.counting import CountedWorkout, Day, day_of, days_of
from moim.contexts.insights.domain.goals import ShownGoal, progress
from moim.contexts.insights.domain.totals import SpanTooLong
from moim.contracts.insights import ChartRequested
from moim.kernel.ids import new_id

MINJI = new_id()


def ran(at: str, distance_m: float, *, zone: str = "Asia/Seoul", sport: str = "run", **metrics):
    return CountedWorkout.told(
        workout_id=new_id(),
        user_id=MINJI,
        sport=sport,
        started_at=datetime.fromisoformat(at),
        metrics={"distance_m": distance_m, "moving_s": distance_m / 3} | metrics,
        timezone=zone,
    )


def rollup(*workouts: CountedWorkout) -> list[Day]:
    summed = days_of(workouts).items()
    return sorted(Day(day, sport, *sums) for (_, day, sport), sums in summed)


def test_a_runner_s_november_stands_on_the_calendar():
    workouts = (
        ran("2026-11-02T21:30:00Z", 10_000),
        ran("2026-11-03T10:00:00Z", 5_000),
        ran("2026-11-03T12:00:00Z", 30_000, sport="ride"),
        ran("2026-10-20T10:00:00Z", 8_000),
    )

    month = month_view(
        date(2026, 11, 1),
        0,
        rollup(*workouts),
        {date(2026, 11, 3)},
        {date(2026, 11, 3): "학생의 날"},
    )

    third = month.days[2]
    assert (third.sums.workouts, third.sums.distance_m) == (3, 45_000)
    assert third.sports == ("ride", "run")
    assert (third.goal_reached, third.holiday) == (True, "학생의 날")
    assert (month.total.distance_m, month.previous.distance_m) == (45_000, 8_000)
    assert [week.sums.workouts for week in month.weeks] == [0, 3, 0, 0, 0, 0]


def test_who_moves_to_another_zone_has_run_on_other_days():
    morning_in_seoul = ran("2026-11-02T21:30:00Z", 10_000)

    in_new_york = day_of(morning_in_seoul.started_at, "America/New_York")

    assert (morning_in_seoul.day, in_new_york) == (date(2026, 11, 3), date(2026, 11, 2))


def test_a_goal_is_set_raised_and_reached():
    set_to = {"goal_id": new_id(), "user_id": MINJI, "metric": "distance/run", "period": "month"}
    goal = ShownGoal.told(**set_to, target=30_000.0)
    days = rollup(
        ran("2026-11-02T03:00:00Z", 20_000),
        ran("2026-11-10T03:00:00Z", 15_000),
        ran("2026-11-10T08:00:00Z", 90_000, sport="ride"),
    )
    today = date(2026, 11, 15)

    on_the_way = progress(goal, days[:1], date(2026, 11, 3))
    assert (on_the_way.value, on_the_way.reached_on) == (20_000, None)
    assert on_the_way.needed_per_day == pytest.approx(10_000 / 28)

    reached = progress(replace(goal, reached_on=(date(2026, 11, 10),)), days, today)
    assert (reached.value, reached.reached_on) == (35_000, date(2026, 11, 10))
    assert reached.projected == pytest.approx(70_000)

    raised = ShownGoal.told(**set_to, target=40_000.0)
    raised_after = progress(replace(raised, reached_on=(date(2026, 11, 10),)), days, today)
    assert (raised_after.fraction, raised_after.reached_on) == (0.875, None)


def test_a_live_session_runs_pauses_and_becomes_its_result():
    workout = new_id()
    card = Card(
        session_id=new_id(),
        user_id=MINJI,
        sport="run",
        started_at=datetime(2026, 11, 2, 3, tzinfo=UTC),
    )

    assert card.paused().state is CardState.PAUSED
    assert card.paused().resumed().state is CardState.LIVE
    ended = card.paused().ended(workout)
    assert (ended.state, ended.workout_id) == (CardState.RESULT, workout)
    assert ended.resumed() == ended.paused() == ended


def chart(**changes) -> Chart:
    asked = {"kind": ChartKind.WEEKS, "format": "png", "first": date(2026, 9, 1)}
    asked |= {"last": date(2026, 11, 30), "id": new_id(), "user_id": MINJI}
    return Chart(**(asked | changes))


def test_a_chart_is_asked_for_and_stands_once_its_figures_are_there():
    asked = chart()

    asked.ask()

    (said,) = asked.collect()
    assert isinstance(said, ChartRequested)
    assert (said.kind, said.format, said.period) == ("weeks", "png", "2026-09-01/2026-11-30")
    assert asked.state == "pending"
    with pytest.raises(ChartNotReady):
        asked.shown()

    asked.stands({"rows": []}, datetime(2026, 11, 2, tzinfo=UTC))

    assert (asked.state, asked.shown()) == ("ready", {"rows": []})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"last": date(2026, 8, 31)}, SpanTooLong),
        ({"first": date(2016, 1, 1), "last": date(2026, 11, 30)}, SpanTooLong),
        ({"kind": ChartKind.CALENDAR}, SpanOfAnotherKind),
        ({"kind": ChartKind.HEATMAP, "first": date(2025, 12, 31)}, SpanOfAnotherKind),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(changes, refusal):
    with pytest.raises(refusal):
        chart(**changes).ask()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ChartKind.CALENDAR, "first": date(2026, 11, 1)},
        {"kind": ChartKind.HEATMAP, "first": date(2026, 1, 1), "last": date(2026, 12, 31)},
        {"kind": ChartKind.YEARS, "first": date(2017, 1, 1)},
    ],
)
def test_a_chart_of_a_fitting_span_is_taken(changes):
    asked = chart(**changes)

    asked.ask()

    assert len(asked.collect()) == 1
