"""The main stories of workouts, told with the domain alone: no database, no clock but a date."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from moim.contexts.workouts.domain.athlete import Athlete
from moim.contexts.workouts.domain.cropping import Crop, CropOutOfRange, crop_between, cropped
from moim.contexts.workouts.domain.duplicates import (
    OVERLAP_SHARE_MIN,
    Outing,
    overlap_share,
    same_outing,
    twin_of,
)
from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.goal import (
    FIRST_DAY,
    LAST_DAY,
    PAST_AIMS_MAX,
    TARGET_MAX,
    Aim,
    DaysNeeded,
    Goal,
    Metric,
    TargetOutOfRange,
)
from moim.contexts.workouts.domain.imports import (
    AlreadyUndone,
    Import,
    StillImporting,
    Verdict,
)
from moim.contexts.workouts.domain.limits import (
    CLOCK_SKEW,
    FigureOutOfRange,
    StartsInFuture,
    StartsTooEarly,
    typed_figures,
)
from moim.contexts.workouts.domain.route import Route
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import (
    FromRecording,
    NoRecording,
    NoTrack,
    Workout,
)
from moim.contracts.workouts import (
    GoalAchieved,
    GoalChanged,
    GoalSet,
    RouteDeleted,
    RouteRecorded,
    RouteUpdated,
    SportChanged,
    WorkoutAnalysed,
    WorkoutAnalysisRequested,
    WorkoutDeleted,
    WorkoutRecorded,
    WorkoutsSynced,
    WorkoutUpdated,
)
from moim.kernel.ids import new_id
from moim.kernel.periods import Period
from tests.contexts.workouts.derivation.building import steady

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MORNING = datetime(2026, 5, 4, 6, tzinfo=UTC)
MINJI = new_id()
TEN_K = Figures(elapsed_s=3000.0, distance_m=10_000.0, moving_s=2950.0)
HAN_RIVER = Route(points=3000, bbox=(126.901, 37.512, 126.987, 37.534), cells=(7, 8))


def entered(**given) -> Workout:
    """A run typed in this morning, already told of."""
    workout = Workout(
        **{
            "id": new_id(),
            "user_id": MINJI,
            "sport": Sport.RUN,
            "title": None,
            "started_at": MORNING,
            "timezone": "Asia/Seoul",
            "figures": TEN_K,
            "source": "manual",
            **given,
        }
    )
    workout.begin(NOW)
    return workout


def told(aggregate) -> list[type]:
    return [type(event) for event in aggregate.collect()]


def edited(workout: Workout, **changes) -> None:
    fields = ("title", "note", "sport", "started_at", "figures")
    said = {name: getattr(workout, name) for name in fields}
    workout.edit(now=NOW, **(said | changes))


def take(workout: Workout, **given) -> None:
    workout.take_recording(
        **{
            "started_at": MORNING,
            "figures": replace(TEN_K, distance_m=10_050.0, heart_rate_avg_bpm=151.0),
            "route": HAN_RIVER,
            "device": "Forerunner 255",
            "partial": None,
            "derivation_version": 1,
            **given,
        }
    )


def from_device(**given) -> Workout:
    workout = entered(source="file", route=HAN_RIVER, derivation_version=1, **given)
    workout.collect()
    return workout


# ── A workout is recorded, changed, deleted ──────────────────────────────────────────────────


def test_a_run_typed_in_is_told_with_what_is_known_of_it_and_nothing_more() -> None:
    (event,) = entered().collect()

    assert isinstance(event, WorkoutRecorded)
    assert event.metrics == {"elapsed_s": 3000.0, "distance_m": 10_000.0, "moving_s": 2950.0}
    assert (event.sport, event.source) == ("run", "manual")


def test_a_recording_is_told_with_its_route_and_nobody_hears_where_its_door_is() -> None:
    recorded_event, route = entered(source="file", route=HAN_RIVER).collect()

    assert isinstance(recorded_event, WorkoutRecorded)
    assert isinstance(route, RouteRecorded)
    assert route.bbox == (126.90, 37.51, 126.99, 37.54), "whole hundredths of a degree"


def test_an_edit_tells_what_changed_and_one_that_changes_nothing_tells_nothing() -> None:
    workout = entered()
    workout.collect()

    edited(workout, title="남산 아침")
    (event,) = workout.collect()
    assert isinstance(event, WorkoutUpdated)
    assert event.changed == ("title",)

    edited(workout, title="남산 아침")
    assert workout.collect() == []


def test_an_edit_names_the_very_figures_that_moved() -> None:
    workout = entered()
    workout.collect()

    edited(workout, figures=replace(TEN_K, distance_m=9_000.0), started_at=NOW)

    (event,) = workout.collect()
    assert event.changed == ("distance_m", "started_at")
    assert event.metrics["distance_m"] == 9_000.0


def test_another_sport_is_told_twice_once_as_a_change_and_once_as_a_move() -> None:
    workout = entered()
    workout.collect()

    edited(workout, sport=Sport.RIDE)

    updated, moved = workout.collect()
    assert updated.changed == ("sport",)
    assert isinstance(moved, SportChanged)
    assert (moved.before, moved.after) == ("run", "ride")


def test_what_a_device_measured_cannot_be_typed_over() -> None:
    workout = from_device()

    with pytest.raises(FromRecording):
        edited(workout, figures=replace(TEN_K, distance_m=42_195.0))
    with pytest.raises(FromRecording):
        edited(workout, started_at=MORNING - timedelta(hours=1))

    edited(workout, title="하프 연습", sport=Sport.TRAIL_RUN)
    assert told(workout) == [WorkoutUpdated, SportChanged]
    assert workout.figures == TEN_K


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"started_at": NOW + CLOCK_SKEW + timedelta(seconds=1)}, StartsInFuture),
        ({"started_at": datetime(1969, 12, 31, tzinfo=UTC)}, StartsTooEarly),
        ({"figures": Figures(elapsed_s=-1.0)}, FigureOutOfRange),
        ({"figures": Figures(elapsed_s=60.0, distance_m=1e9)}, FigureOutOfRange),
        ({"figures": Figures(elapsed_s=60.0, distance_m=float("nan"))}, FigureOutOfRange),
        ({"figures": Figures(elapsed_s=float("inf"))}, FigureOutOfRange),
    ],
)
def test_what_no_workout_can_be_is_refused(given, refusal) -> None:
    with pytest.raises(refusal):
        entered(**given)


def test_a_climb_that_was_typed_in_says_so() -> None:
    typed = typed_figures(elapsed_s=60.0, distance_m=None, moving_s=None, elevation_gain_m=300.0)

    assert typed.elevation_source == "manual"


def test_a_deleted_workout_is_told_and_names_nothing_but_itself() -> None:
    workout = from_device()

    workout.delete()

    (event,) = workout.collect()
    assert isinstance(event, WorkoutDeleted)
    assert event.workout_id == workout.id


# ── Its track goes, comes, is cut ────────────────────────────────────────────────────────────


def test_a_removed_track_leaves_the_figures_and_stays_removed_whatever_is_read_later() -> None:
    workout = from_device()

    workout.drop_route()
    assert told(workout) == [RouteDeleted]
    take(workout)

    assert not workout.has_track
    assert workout.figures.distance_m == 10_050.0
    assert told(workout) == [WorkoutUpdated]


def test_a_workout_without_a_track_has_none_to_remove_or_to_cut() -> None:
    with pytest.raises(NoTrack):
        entered().drop_route()
    with pytest.raises(NoTrack):
        entered().part_to_keep(0, 60)


def test_a_richer_recording_takes_over_the_figures_and_leaves_what_the_owner_said() -> None:
    workout = from_device(title="한강", device="Old phone")

    take(workout, route=replace(HAN_RIVER, points=3600))

    assert told(workout) == [WorkoutUpdated, RouteUpdated]
    assert (workout.title, workout.sport) == ("한강", Sport.RUN)
    assert workout.device == "Forerunner 255"


def test_a_recording_of_what_was_typed_in_can_be_taken_back() -> None:
    workout = entered(title="비 오는 날")
    workout.collect()

    take(workout, started_at=MORNING + timedelta(seconds=40))
    assert told(workout) == [WorkoutUpdated, RouteRecorded]
    assert workout.recorded

    assert workout.give_recording_back()
    assert (workout.started_at, workout.figures) == (MORNING, TEN_K)
    assert not workout.recorded
    assert told(workout) == [WorkoutUpdated, RouteDeleted]
    assert not workout.give_recording_back(), "there is nothing more to give back"


def test_deriving_the_same_figures_again_tells_nothing() -> None:
    workout = from_device()

    take(workout, figures=TEN_K)

    assert workout.collect() == []


def test_analysis_is_asked_for_and_told_and_what_was_typed_in_has_none() -> None:
    workout, request = from_device(), new_id()

    workout.ask_for_analysis(request)
    workout.analysed(request, {"splits": [{"distance_m": 1000.0, "moving_s": 300.0}]})

    asked, answered = workout.collect()
    assert isinstance(asked, WorkoutAnalysisRequested)
    assert isinstance(answered, WorkoutAnalysed)
    assert asked.request_id == answered.request_id == request
    with pytest.raises(NoRecording):
        entered().ask_for_analysis(request)


def test_a_cut_is_chosen_on_the_clock_so_that_it_means_the_same_in_another_recording() -> None:
    crop = from_device().part_to_keep(600, 1200)

    assert crop == Crop(
        starts_at=MORNING + timedelta(minutes=10), ends_at=MORNING + timedelta(minutes=20)
    )
    assert from_device().part_to_keep(600, None).ends_at == MORNING + timedelta(seconds=3000)


@pytest.mark.parametrize(
    ("start_s", "end_s"), [(-1, 60), (60, 60), (60, 30), (0, 3001), (3000, None)]
)
def test_a_cut_that_leaves_nothing_or_asks_for_more_is_refused(start_s, end_s) -> None:
    with pytest.raises(CropOutOfRange):
        from_device().part_to_keep(start_s, end_s)


@given(
    count=st.integers(2, 200),
    start_s=st.floats(0, 199, allow_nan=False),
    span_s=st.floats(1, 200, allow_nan=False),
)
def test_a_cut_recording_holds_the_samples_inside_and_no_others(count, start_s, span_s) -> None:
    whole = steady(count, 3.0)
    elapsed_s = (whole.track.time_ms[-1] - whole.track.time_ms[0]) / 1000
    assume(start_s + span_s <= elapsed_s and start_s + span_s - start_s >= 1)
    crop = crop_between(whole.started_at, elapsed_s, start_s, start_s + span_s)

    cut = cropped(whole, crop)

    if cut is whole:
        assert span_s < 2, "of two seconds there are at least two samples"
        assert not crop.holds(whole.started_at, elapsed_s) or len(whole.track) == 2
        return
    assert crop.holds(cut.started_at, (cut.track.time_ms[-1] - cut.track.time_ms[0]) / 1000)
    first_ms, last_ms = (round(m.timestamp() * 1000) for m in (crop.starts_at, crop.ends_at))
    inside = (whole.track.time_ms >= first_ms - 1) & (whole.track.time_ms <= last_ms)
    assert abs(len(cut.track) - int(inside.sum())) <= 1, "a boundary may fall within a millisecond"
    assert cut.track.time_ms[0] >= first_ms - 1
    assert cut.track.time_ms[-1] <= last_ms
    assert cut.started_at.timestamp() * 1000 == cut.track.time_ms[0]
    assert cropped(cut, crop).track.time_ms.tolist() == cut.track.time_ms.tolist()


# ── The same outing twice ────────────────────────────────────────────────────────────────────


def outing(**given) -> Outing:
    return Outing(
        **{
            "sport": Sport.RUN,
            "started_at": MORNING,
            "ended_at": MORNING + timedelta(hours=1),
            "where": (37.51, 126.99, 37.52, 126.90),
            "richness": 1000,
            **given,
        }
    )


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({}, True),
        ({"started_at": MORNING + timedelta(minutes=5)}, True),
        ({"started_at": MORNING + timedelta(minutes=30)}, False),
        ({"sport": Sport.TRAIL_RUN}, True),
        ({"sport": Sport.RIDE}, False),
        ({"sport": Sport.OTHER}, True),
        ({"where": None}, True),
        ({"where": (37.60, 126.99, 37.52, 126.90)}, False),
        ({"ended_at": MORNING + timedelta(minutes=20)}, False),
        ({"sport": Sport.YOGA}, False),
    ],
)
def test_two_devices_on_one_body_are_one_outing(given, same) -> None:
    assert same_outing(outing(), outing(**given)) is same


def test_a_leg_of_a_triathlon_is_not_the_triathlon() -> None:
    whole = outing(sport=Sport.OTHER, ended_at=MORNING + timedelta(hours=3))

    assert not same_outing(whole, outing(sport=Sport.OTHER))


def test_of_several_candidates_the_twin_is_the_one_that_shares_most_time() -> None:
    near = outing(started_at=MORNING + timedelta(minutes=6))
    nearer = outing(started_at=MORNING + timedelta(minutes=1))

    assert twin_of(outing(), [("a", near), ("b", nearer)]) == ("b", nearer)
    assert twin_of(outing(), []) is None


places = st.tuples(
    st.floats(-89, 89), st.floats(-180, 180), st.floats(-89, 89), st.floats(-180, 180)
)
outings = st.builds(
    lambda sport, start_s, lasted_s, where, richness: outing(
        sport=sport,
        started_at=MORNING + timedelta(seconds=start_s),
        ended_at=MORNING + timedelta(seconds=start_s + lasted_s),
        where=where,
        richness=richness,
    ),
    st.sampled_from(Sport),
    st.integers(-7200, 7200),
    st.integers(0, 20_000),
    st.none() | places,
    st.integers(0, 10**6),
)


@given(outings, outings)
def test_being_the_same_outing_is_mutual(one, other) -> None:
    assert same_outing(one, other) == same_outing(other, one)
    assert 0.0 <= overlap_share(one, other) <= 1.0


@given(outings)
def test_every_outing_is_the_same_as_itself(one) -> None:
    assert same_outing(one, one)


@given(outings, outings)
def test_what_shares_too_little_time_is_never_the_same(one, other) -> None:
    assume(overlap_share(one, other) < OVERLAP_SHARE_MIN)
    assert not same_outing(one, other)


# ── Goals ────────────────────────────────────────────────────────────────────────────────────


def goal(**aim) -> Goal:
    given = {"metric": Metric.DISTANCE, "period": Period.MONTH, "target": 100_000.0, **aim}
    set_goal = Goal(id=new_id(), user_id=MINJI, aim=Aim(**given), set_at=NOW)
    set_goal.begin()
    return set_goal


@pytest.mark.parametrize(
    ("aim", "day", "window"),
    [
        ({"period": Period.DAY}, date(2026, 5, 4), (date(2026, 5, 4), date(2026, 5, 4))),
        ({"period": Period.WEEK}, date(2026, 5, 10), (date(2026, 5, 4), date(2026, 5, 10))),
        ({"period": Period.MONTH}, date(2028, 2, 29), (date(2028, 2, 1), date(2028, 2, 29))),
        ({"period": Period.YEAR}, date(2026, 5, 4), (date(2026, 1, 1), date(2026, 12, 31))),
        (
            {
                "period": Period.CUSTOM,
                "starts_on": date(2026, 5, 1),
                "ends_on": date(2026, 5, 20),
            },
            date(2026, 5, 20),
            (date(2026, 5, 1), date(2026, 5, 20)),
        ),
        (
            {
                "period": Period.CUSTOM,
                "starts_on": date(2026, 5, 1),
                "ends_on": date(2026, 5, 20),
            },
            date(2026, 5, 21),
            None,
        ),
    ],
)
def test_a_goal_counts_in_the_period_that_the_day_is_in(aim, day, window) -> None:
    assert goal(**aim).aim.window(day) == window


def test_a_goal_is_reached_once_in_each_period() -> None:
    monthly = goal()
    assert told(monthly) == [GoalSet]

    monthly.progress(date(2026, 5, 1), 99_999.0, NOW)
    assert monthly.collect() == []
    monthly.progress(date(2026, 5, 1), 100_000.0, NOW)
    monthly.progress(date(2026, 5, 1), 120_000.0, NOW)
    assert told(monthly) == [GoalAchieved]

    monthly.progress(date(2026, 6, 1), 100_000.0, NOW + timedelta(days=30))
    assert told(monthly) == [GoalAchieved]
    assert sorted(monthly.reached) == [date(2026, 5, 1), date(2026, 6, 1)]


def test_a_changed_goal_keeps_its_history_and_what_was_reached() -> None:
    monthly = goal()
    monthly.progress(date(2026, 5, 1), 100_000.0, NOW)
    monthly.collect()
    before = monthly.aim

    monthly.change(replace(before, target=150_000.0), NOW)
    monthly.change(replace(before, target=150_000.0), NOW)

    assert told(monthly) == [GoalChanged]
    assert monthly.past_aims == [(before, NOW)]
    assert date(2026, 5, 1) in monthly.reached

    for kilometres in range(1, PAST_AIMS_MAX + 2):
        monthly.change(replace(before, target=kilometres * 1000.0), NOW)
    assert len(monthly.past_aims) == PAST_AIMS_MAX
    assert monthly.past_aims[-1][0].target == PAST_AIMS_MAX * 1000.0


def test_a_goal_that_ended_counts_no_more_and_one_set_after_a_period_does_not_count_it() -> None:
    monthly = goal()
    may, april = (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 4, 1), date(2026, 4, 30))

    assert monthly.counts(may, set_on=date(2026, 5, 4))
    assert not monthly.counts(april, set_on=date(2026, 5, 4))
    monthly.end(NOW)
    assert not monthly.counts(may, set_on=date(2026, 5, 4))


def test_events_name_one_sport_and_the_days_of_a_custom_period() -> None:
    days = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 20)}
    (event,) = goal(sport=Sport.RUN, period=Period.CUSTOM, **days).collect()

    assert (event.metric, event.period) == ("distance/run", "2026-05-01/2026-05-20")


def test_a_day_of_the_clock_change_has_23_or_25_hours_and_still_is_one_day() -> None:
    berlin = Athlete(user_id=MINJI, timezone="Europe/Berlin")
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)

    for day, hours in ((spring, 23), (autumn, 25), (date(2026, 5, 4), 24)):
        start, end = berlin.instants_of(day, day)
        assert (end - start) == timedelta(hours=hours)
        assert berlin.day_of(start) == day
        assert berlin.day_of(end - timedelta(microseconds=1)) == day
        assert berlin.day_of(end) == day + timedelta(days=1)


def test_a_run_at_eleven_at_night_in_seoul_is_of_that_day_though_london_is_at_work() -> None:
    assert Athlete(user_id=MINJI).day_of(datetime(2026, 5, 4, 14, tzinfo=UTC)) == date(2026, 5, 4)
    assert Athlete(user_id=MINJI).day_of(datetime(2026, 5, 4, 15, tzinfo=UTC)) == date(2026, 5, 5)


days = st.dates(date(1971, 1, 1), date(2198, 12, 31))
custom = st.builds(
    lambda first, length: Aim(
        metric=Metric.COUNT,
        period=Period.CUSTOM,
        target=3,
        starts_on=first,
        ends_on=first + timedelta(days=length),
    ),
    days,
    st.integers(0, 365),
)
aims = custom | st.builds(
    Aim,
    metric=st.sampled_from(Metric),
    period=st.sampled_from([one for one in Period if one is not Period.CUSTOM]),
    target=st.floats(1, 100),
)


@given(aims, days)
def test_a_window_holds_its_day_and_is_the_window_of_each_of_its_days(aim, day) -> None:
    window = aim.window(day)
    if window is None:
        assert aim.period is Period.CUSTOM
        return
    first, last = window
    assert first <= day <= last
    assert aim.window(first) == aim.window(last) == window


@given(aims, days)
def test_windows_follow_each_other_without_a_gap(aim, day) -> None:
    window = aim.window(day)
    assume(aim.period is not Period.CUSTOM and window is not None)
    following = aim.window(window[1] + timedelta(days=1))
    assert following is not None
    assert following[0] == window[1] + timedelta(days=1)


@given(
    metric=st.sampled_from(Metric),
    period=st.sampled_from(Period),
    target=st.floats(allow_nan=True, allow_infinity=True),
    starts_on=st.none() | st.dates(),
    ends_on=st.none() | st.dates(),
)
@example(Metric.COUNT, Period.CUSTOM, 1.0, date(9999, 1, 1), date(9999, 12, 31))
@example(Metric.COUNT, Period.CUSTOM, 1.0, date(1, 1, 1), date(1, 1, 2))
def test_an_aim_that_passes_can_be_counted_and_any_other_is_refused(
    metric, period, target, starts_on, ends_on
) -> None:
    aim = Aim(metric=metric, period=period, target=target, starts_on=starts_on, ends_on=ends_on)
    try:
        aim.check()
    except TargetOutOfRange:
        assert not 0 < target <= TARGET_MAX[metric]
        return
    except DaysNeeded:
        assert period is Period.CUSTOM
        return
    assert 0 < target <= TARGET_MAX[metric]
    if period is Period.CUSTOM:
        assert FIRST_DAY <= starts_on <= ends_on <= LAST_DAY
        first, last = Athlete(user_id=MINJI).instants_of(starts_on, ends_on)
        assert first < last


# ── A delivery of files ──────────────────────────────────────────────────────────────────────


def delivery(waiting: int = 2) -> Import:
    return Import(id=new_id(), user_id=MINJI, provider="files", started_at=NOW, waiting=waiting)


def test_an_import_reads_until_each_file_has_its_verdict_and_then_says_what_it_was() -> None:
    files = delivery()
    files.settled()
    assert files.status == "reading"
    files.settled()
    assert files.status == "done"

    files.finish({Verdict.IMPORTED: 1, Verdict.PARTIAL: 1, Verdict.DUPLICATE: 2, Verdict.FAILED: 3})

    (event,) = files.collect()
    assert isinstance(event, WorkoutsSynced)
    assert (event.imported, event.duplicates, event.failed) == (2, 2, 3)


def test_an_opened_archive_waits_for_its_members_instead() -> None:
    files = delivery(waiting=1)

    files.opened(3)

    assert (files.waiting, files.status) == (3, "reading")


def test_an_import_is_undone_once_and_only_when_it_is_done() -> None:
    files = delivery(waiting=1)
    with pytest.raises(StillImporting):
        files.undo(NOW)

    files.settled()
    files.undo(NOW)

    assert files.status == "undone"
    with pytest.raises(AlreadyUndone):
        files.undo(NOW)
