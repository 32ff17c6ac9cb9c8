"""The main stories of insights, with the domain alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from moim.contexts.insights.domain.analysis import Analysed, Timed, records, training_load
from moim.contexts.insights.domain.calendar import month_view
from moim.contexts.insights.domain.cards import Card, CardState
from moim.contexts.insights.domain.chart import (
    Chart,
    ChartNotReady,
    ChartNotUnderWay,
    ChartUnderWay,
    SpanOfAnotherKind,
)
from moim.contexts.insights.domain.chart_kinds import ChartKind
from moim.contexts.insights.domain.counting import CountedWorkout, Day, day_of, days_of
from moim.contexts.insights.domain.goals import ShownGoal, progress
from moim.contexts.insights.domain.sharing import (
    ChartsProtected,
    FreshLoginNeeded,
    Protection,
    Share,
    ShareEnded,
    ShareNotFound,
    SharingNeedsEmail,
)
from moim.contexts.insights.domain.streaks import day_streak, week_streak
from moim.contexts.insights.domain.template import (
    Design,
    Template,
    TemplateShare,
    TemplateShareAnswered,
)
from moim.contexts.insights.domain.totals import SpanTooLong
from moim.contracts import insights as told
from moim.contracts.insights import ChartRequested
from moim.kernel.ids import new_id

MINJI, JUNHO = new_id(), new_id()
NOON = datetime(2026, 11, 2, 3, tzinfo=UTC)


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


def names(aggregate) -> list[str]:
    return [type(event).__name__ for event in aggregate.collect()]


def test_a_chart_fails_is_repaired_and_then_comes_in_the_format_that_was_wanted():
    asked = chart(format="svg")
    asked.ask()
    asked.comes_along(0.5)
    asked.change_format("csv")
    asked.fail("chart-no-recording")
    assert names(asked) == ["ChartRequested", "FormatChangeRequested", "ChartFailed"]

    asked.ask_for_repair()
    with pytest.raises(ChartUnderWay):
        asked.filter({"sport": "run"})
    asked.stands({"rows": [{"distance_m": 1.0}, {"distance_m": 2.0}]}, NOON)
    assert names(asked) == [
        "RepairRequested",
        "RepairCompleted",
        "FormatChangeCompleted",
        "ChartFormatChanged",
    ]
    assert (asked.state, asked.format, asked.error) == ("ready", "csv", None)

    asked.sort("-distance_m")
    assert [row["distance_m"] for row in asked.shown()["rows"]] == [2.0, 1.0]
    asked.filter({"sport": "run"})
    assert names(asked) == ["ChartSorted", "ChartFiltered"]
    asked.cancel()
    asked.stands({"rows": []}, NOON)
    assert (asked.state, names(asked)) == ("cancelled", ["ChartCancelled"])
    with pytest.raises(ChartNotUnderWay):
        asked.comes_along(0.9)


def test_a_chart_is_shared_protected_and_taken_back():
    ready, open_to_all = chart(), Protection(user_id=MINJI)
    ready.stands({"rows": []}, NOON)

    def share(protection: Protection, audience: str = "link") -> Share:
        about = {"id": new_id(), "audience": audience, "token_hash": b"", "at": NOON}
        return Share.of(ready, protection, **about)

    with pytest.raises(SharingNeedsEmail):
        share(open_to_all)
    verified = replace(open_to_all, verified=True)
    link, for_junho = share(verified), share(verified, f"user:{JUNHO}")
    assert names(link) == ["ChartShareRequested"]
    link.must_open_for(None, verified, NOON)
    for_junho.must_open_for(JUNHO, verified, NOON)
    with pytest.raises(ShareNotFound):
        for_junho.must_open_for(None, verified, NOON)

    paused = replace(verified, paused_until=NOON + timedelta(hours=1))
    for closed in (replace(verified, locked=True), paused):
        with pytest.raises(ChartsProtected):
            link.must_open_for(None, closed, NOON)
        link.must_open_for(MINJI, closed, NOON)
    link.must_open_for(None, paused, NOON + timedelta(hours=1))
    link.end(NOON)
    with pytest.raises(ShareEnded):
        link.must_open_for(None, verified, NOON)


def test_after_three_failed_sign_ins_files_go_to_those_who_sign_in_again():
    calm = Protection(user_id=MINJI)
    before, after = NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)

    assert calm.after_failure(2, NOON) == calm
    careful = calm.after_failure(3, NOON)

    for signed_in_at in (before, None):
        with pytest.raises(FreshLoginNeeded):
            careful.must_let_download(signed_in_at, after)
    careful.must_let_download(after, after)
    careful.must_let_download(before, NOON + timedelta(hours=1))


def test_a_template_is_offered_and_taken_as_it_was_when_it_was_offered():
    mine = Template.save(new_id(), MINJI, " 주간 ", Design(kind=ChartKind.WEEKS), NOON)
    offer = TemplateShare.offer(new_id(), mine, JUNHO, NOON)
    mine.change("연간", Design(kind=ChartKind.YEARS), NOON, None)

    theirs = offer.approve(new_id(), NOON)

    assert (theirs.user_id, theirs.name, theirs.design.kind) == (JUNHO, "주간", ChartKind.WEEKS)
    assert names(offer) == ["TemplateShareRequested", "TemplateShareApproved"]
    with pytest.raises(TemplateShareAnswered):
        offer.reject()
    assert isinstance(theirs.collect()[0], told.TemplateSaved)


def test_load_builds_fitness_slowly_and_fatigue_quickly():
    first, last = date(2026, 10, 1), date(2026, 11, 11)
    days = training_load({first + timedelta(days=n): 70.0 for n in range(42)}, first, last)

    assert days[0][2:] == pytest.approx((70 * 0.02353, 70 * 0.13312, 0.0), rel=1e-3)
    assert days[-1].fitness == pytest.approx(70 * 0.63212, rel=1e-3)
    assert days[-1].fatigue == pytest.approx(70 * 0.99752, rel=1e-3)
    assert all(day.form <= 0 for day in days)


def test_an_analysis_is_read_as_far_as_it_tells():
    zones = [{"zone": 2.0, "held_s": 600.0}, {"zone": 4.0, "held_s": 300.0}]

    whole = Analysed.told(new_id(), MINJI, {"heart_rate_zones": zones, "load": [{"trimp": 55.0}]})
    unknown = Analysed.told(new_id(), MINJI, {"best_efforts": [{"elapsed_s": 5.0}]})

    assert (whole.load, whole.zones_s) == (55.0, (0.0, 600.0, 0.0, 300.0))
    assert (unknown.load, unknown.zones_s, unknown.efforts) == (None, (), ())


def test_a_record_is_what_was_quicker_than_all_before():
    times = [1500.0, 1520.0, 1480.0, 1480.0, 1400.0]
    efforts = [Timed(date(2026, 1, n), took, new_id()) for n, took in enumerate(times, 1)]

    assert [one.elapsed_s for one in records(efforts)] == [1500.0, 1480.0, 1400.0]


def test_a_streak_holds_until_the_day_after_is_over():
    today = date(2026, 11, 4)
    days = [date(2026, 10, n) for n in (5, 6, 7, 8, 20, 27)] + [date(2026, 11, n) for n in (2, 3)]

    by_day, by_week = day_streak(days, today), week_streak(days, today)

    assert (by_day.current, by_day.longest, by_day.longest_ends_on) == (2, 4, date(2026, 10, 8))
    assert (by_week.current, by_week.longest) == (3, 3)
    assert day_streak(days, date(2026, 11, 5)).current == 0
    assert day_streak([], today).longest_ends_on is None
