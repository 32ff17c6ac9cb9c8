"""The goal curve: what was done day by day against an even pace, and where it is heading."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.axes import (
    Field,
    axis_number,
    axis_ticks,
    draw_value_lines,
)
from moim.contexts.insights.adapters.drawing.furniture import (
    draw_check,
    draw_heading,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.goal import GoalView, described, needed, standing
from moim.contexts.insights.adapters.drawing.measures import pick, sensible
from moim.contexts.insights.adapters.drawing.svg import (
    HEIGHTS,
    Canvas,
    clean,
    text_width,
    within,
)
from moim.contexts.insights.adapters.drawing.theme import Language, Theme


@dataclass(frozen=True, kw_only=True)
class GoalCurveView:
    """A goal and its course. ``days`` are (day, total since the start), in order, gaps allowed."""

    goal: GoalView
    days: Sequence[tuple[date, float]]


def draw_curve(
    view: GoalCurveView,
    *,
    theme: Theme,
    language: Language,
    width: int = 720,
    height: int = 360,
) -> str:
    """The curve as SVG, ``width`` × ``height`` px (320–2400, 240–2400)."""
    within("height", height, HEIGHTS)
    goal = view.goal
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    name = clean(goal.title).strip() or pick(language, "나의 목표", "My goal")
    title = pick(language, f"목표 진행: {name}", f"Goal progress: {name}")
    points = _points(view)
    if not goal.days_gone or not points:
        sentence = pick(language, "아직 진행한 기록이 없습니다", "Nothing recorded yet")
        draw_nothing(canvas, "goal", sentence, needed(goal, language) or standing(goal, language))
        return canvas.finish(title=title, description=described(goal, language))
    note = " · ".join(filter(None, (standing(goal, language), needed(goal, language))))
    top = draw_heading(canvas, name, note) + 22
    projected = goal.projected if goal.days_left and not goal.reached else 0.0
    highest = max(goal.aim, projected, *(done for _, done in points))
    values = axis_ticks(highest, goal.metric, 4)
    left = margin(width) + 40
    field = Field(
        left,
        top,
        width - left - margin(width),
        height - top - 62,
        0.0,
        values[-1],
        float(goal.days),
    )
    draw_value_lines(canvas, field, values, lambda value: axis_number(value, goal.metric, language))
    _draw_plan(canvas, field, goal)
    _draw_done(canvas, field, goal, points, projected)
    _draw_days(canvas, field, goal)
    _draw_key(canvas, goal, projected)
    return canvas.finish(title=title, description=described(goal, language))


def _points(view: GoalCurveView) -> list[tuple[float, float]]:
    """(days since the start, total), from nothing on the eve of the start to today."""
    goal = view.goal
    points = [(0.0, 0.0)]
    for day, done in view.days:
        place = float((day - goal.starts_on).days + 1)
        if points[-1][0] < place <= goal.days_gone and math.isfinite(done):
            points.append((place, sensible(done)))
    if len(points) > 1 and points[-1][0] < goal.days_gone:
        points.append((float(goal.days_gone), points[-1][1]))
    return points if len(points) > 1 else []


def _draw_plan(canvas: Canvas, field: Field, goal: GoalView) -> None:
    right = field.left + field.width
    canvas.line(
        field.left, field.bottom, right, field.y(goal.aim),
        stroke="faint", stroke_width=1.6, stroke_dasharray="2 5", stroke_linecap="round",
    )  # fmt: skip
    y = field.y(goal.aim)
    canvas.line(field.left, y, right, y, stroke="gold", stroke_width=2)
    words = pick(
        canvas.language,
        f"목표 {goal.aim_in_words('ko')}",
        f"Target {goal.aim_in_words('en')}",
    )
    canvas.text(field.left + 4, y - 6, words, t.LABEL_STRONG)


def _draw_done(
    canvas: Canvas,
    field: Field,
    goal: GoalView,
    points: Sequence[tuple[float, float]],
    projected: float,
) -> None:
    x = np.array([field.x(place) for place, _ in points])
    y = np.array([field.y(done) for _, done in points])
    line = g.path_of(x, y)
    area = f"{line}V{field.bottom:.1f}H{field.left:.1f}z"
    canvas.add("path", fill="accent", fill_opacity=0.14, d=area)
    end_x, end_y = float(x[-1]), float(y[-1])
    if projected:
        canvas.line(
            end_x, end_y, field.left + field.width, field.y(projected),
            stroke="accent", stroke_width=2, stroke_dasharray="6 5",
        )  # fmt: skip
    canvas.add(
        "path",
        stroke="accent",
        stroke_width=2.8,
        stroke_linejoin="round",
        stroke_linecap="round",
        d=line,
    )
    if goal.reached_on is not None:
        place = float((goal.reached_on - goal.starts_on).days + 1)
        if 0 < place <= goal.days:
            draw_check(canvas, field.x(place), field.y(goal.aim), 9)
    canvas.circle(end_x, end_y, 5, fill="accent", stroke="paper", stroke_width=2)
    words = goal.amount(points[-1][1], canvas.language)
    room = field.left + field.width - end_x
    near = text_width(words, t.STRONG) + 8 > room
    shift = -9 if near else 9
    canvas.text(
        end_x + shift,
        end_y + (-10 if near else 18),
        words,
        t.STRONG,
        fill="accent",
        anchor="end" if near else "start",
    )


def _draw_days(canvas: Canvas, field: Field, goal: GoalView) -> None:
    parts = 2 if field.width < 380 else 4
    for index in range(parts + 1):
        offset = round((goal.days - 1) * index / parts)
        day = goal.starts_on + timedelta(days=offset)
        anchor = ("start", "middle", "end")[(index > 0) + (index == parts)]
        x = field.x(offset + (1 if index == parts else 0.5 if index else 0))
        words = dates.short_day(day, canvas.language)
        canvas.text(x, field.bottom + 18, words, t.SMALL, fill="muted", anchor=anchor)


def _draw_key(canvas: Canvas, goal: GoalView, projected: float) -> None:
    """What the dashed lines mean; the projected end with its number."""
    x, y = float(margin(canvas.width)), canvas.height - 16.0
    plan = pick(canvas.language, "고른 페이스", "Even pace")
    canvas.line(x, y - 4, x + 22, y - 4, stroke="faint", stroke_width=1.6, stroke_dasharray="2 5")
    canvas.text(x + 29, y, plan, t.LABEL, fill="muted")
    if not projected:
        return
    x += 29 + text_width(plan, t.LABEL) + 18
    canvas.line(x, y - 4, x + 22, y - 4, stroke="accent", stroke_width=2, stroke_dasharray="6 5")
    end = goal.amount(projected, canvas.language)
    words = pick(canvas.language, f"지금처럼 하면 {end}", f"At this rate {end}")
    canvas.text(x + 29, y, words, t.LABEL_STRONG, fill="accent")
