"""Goal ring and curve: how far, how far off the plan, and where it ends."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moim.contexts.insights.adapters.drawing.curve import GoalCurveView, draw_curve
from moim.contexts.insights.adapters.drawing.goal import GoalView, needed, standing
from moim.contexts.insights.adapters.drawing.rings import draw_ring

from .samples import HOSTILE, described, goal, painted, read, words


@pytest.mark.parametrize(
    ("changes", "ko", "en"),
    [
        ({"progress": 70_000}, "계획보다 5.5 km 앞서 있습니다", "5.5 km ahead of plan"),
        ({"progress": 60_000}, "계획보다 4.5 km 뒤처져 있습니다", "4.5 km behind plan"),
        ({"progress": 2_000_000 / 31}, "계획대로 가고 있습니다", "Right on plan"),
        ({"progress": 100_000}, "목표를 달성했습니다", "Goal reached"),
        (
            {"progress": 120_000, "reached_on": date(2026, 10, 18)},
            "10월 18일에 달성했습니다",
            "Reached on 18 Oct",
        ),
        ({"today": date(2026, 9, 1)}, "10월 1일에 시작합니다", "Starts on 1 Oct"),
        ({"today": date(2026, 11, 1)}, "38.0 km 남기고 끝났습니다", "Ended 38.0 km short"),
    ],
)
def test_the_ring_says_how_the_goal_stands(changes, ko, en):
    view = goal(**changes)
    assert (standing(view, "ko"), standing(view, "en")) == (ko, en)
    assert ko in words(draw_ring(view, theme="light", language="ko", width=360))
    assert en in words(draw_ring(view, theme="dark", language="en", width=720))


def test_the_ring_tells_share_target_rest_and_what_a_day_must_bring():
    svg = draw_ring(goal(), theme="light", language="ko", width=720)
    seen = words(svg)
    assert "62%" in seen
    assert "목표 100 km · 10월 1일 – 10월 31일" in seen
    assert "38.0 km 남음 · 12일 남음" in seen
    assert "하루 3.2 km씩이면 달성" in seen
    assert "목표 100 km 가운데 62.0 km, 62%." in described(svg)[1]


def test_a_count_is_asked_for_by_the_week():
    view = goal(metric="workouts", target=12, progress=4)
    assert needed(view, "ko") == "한 주에 5회씩이면 달성"


def test_more_than_the_target_starts_a_golden_second_lap():
    assert painted(draw_ring(goal(progress=131_000), theme="light", language="ko"), "gold")
    assert not painted(draw_ring(goal(), theme="light", language="ko"), "gold")


def curve(progress: list[float], **changes) -> GoalCurveView:
    first = date(2026, 10, 1)
    days = [(first + timedelta(days=index), done) for index, done in enumerate(progress)]
    return GoalCurveView(goal=goal(progress=progress[-1], **changes), days=days)


def test_the_curve_projects_the_end_at_the_rate_so_far():
    view = curve([3000.0 * (index + 1) for index in range(20)])
    seen = words(draw_curve(view, theme="light", language="ko"))
    assert "지금처럼 하면 93.0 km" in seen
    assert "목표 100 km" in seen
    assert "60.0 km" in seen


def test_a_goal_reached_or_over_is_not_projected():
    over = curve([50_000.0, 60_000.0], today=date(2026, 11, 3))
    assert not any(
        "지금처럼" in word for word in words(draw_curve(over, theme="light", language="ko"))
    )
    reached = curve([90_000.0, 110_000.0], reached_on=date(2026, 10, 2))
    svg = draw_curve(reached, theme="light", language="ko")
    assert not any("지금처럼" in word for word in words(svg))
    assert "10월 2일에 달성했습니다" in words(svg)


def test_a_goal_without_progress_has_an_empty_state_that_says_what_to_do():
    svg = draw_curve(GoalCurveView(goal=goal(progress=0), days=[]), theme="light", language="ko")
    assert "아직 진행한 기록이 없습니다" in words(svg)
    assert "하루 8.3 km씩이면 달성" in words(svg)


def test_a_hostile_goal_is_only_text():
    view = goal(title=HOSTILE)
    for svg in (
        draw_ring(view, theme="auto", language="ko"),
        draw_curve(GoalCurveView(goal=view, days=[]), theme="auto", language="ko"),
    ):
        assert "<script" not in svg
        read(svg)


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@settings(max_examples=120, deadline=None)
@given(
    view=st.builds(
        GoalView,
        title=st.just("목표"),
        metric=st.sampled_from(["distance_m", "moving_s", "elevation_gain_m", "workouts"]),
        target=st.floats(),
        progress=st.floats(),
        starts_on=days,
        ends_on=days,
        today=days,
        reached_on=st.none() | days,
    ),
    done=st.lists(st.tuples(days, st.floats()), max_size=12),
    width=st.sampled_from([320, 360, 520, 1200]),
    language=st.sampled_from(["ko", "en"]),
)
def test_any_goal_is_drawn_without_a_nan(view, done, width, language):
    read(draw_ring(view, theme="light", language=language, width=width))
    course = GoalCurveView(goal=view, days=sorted(done, key=lambda pair: pair[0]))
    read(draw_curve(course, theme="light", language=language, width=width))
    assert math.isfinite(view.share)
