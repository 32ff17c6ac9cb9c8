"""The elevation profile: how the way rose and fell, and what the heart made of it."""

# ruff: noqa: PLR2004 - a drawing is made of measures
from collections import defaultdict
from typing import Literal

import numpy as np

from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.axes import Field, draw_kilometres, draw_value_lines
from moim.contexts.insights.adapters.drawing.course import (
    Columns,
    CourseView,
    Shading,
    columns_of,
    runs_of,
    shade,
)
from moim.contexts.insights.adapters.drawing.course_map import draw_ramp
from moim.contexts.insights.adapters.drawing.furniture import (
    Figure,
    draw_figures,
    draw_heading,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import metres, pick
from moim.contexts.insights.adapters.drawing.svg import HEIGHTS, Canvas, clean, within
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.adapters.drawing.ticks import ticks

_SPAN_MIN_M = 40.0
"""A flat way must not look like mountains."""

_VERTICES_MAX = 1200


def draw_profile(
    view: CourseView,
    *,
    color: Literal["gradient", "plain"] = "gradient",
    theme: Theme,
    language: Language,
    width: int = 720,
    height: int = 320,
) -> str:
    """Elevation over distance as SVG, ``width`` × ``height`` px (320–2400, 240–2400).

    Coloured by gradient or plain. The heart rate is drawn over it when the view has one.
    """
    within("height", height, HEIGHTS)
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    name = clean(view.title).strip() or pick(language, "코스", "Course")
    title = pick(language, f"{name} 고도 그래프", f"Elevation of {name}")
    columns = columns_of(view)
    known = np.isfinite(columns.elevation_m)
    if columns.length_m <= 0 or not g.pieces(known):
        sentence = pick(language, "고도 기록이 없습니다", "No elevation was recorded")
        advice = pick(
            language,
            "고도계나 GPS가 있는 기기로 기록하면 오르내림을 볼 수 있습니다.",
            "Record with a device that has GPS or a barometer to see the climbs.",
        )
        draw_nothing(canvas, "profile", sentence, advice)
        return canvas.finish(title=title, description=sentence)
    figures = _figures(view, columns, language)
    left = margin(width)
    top = draw_heading(canvas, pick(language, "고도", "Elevation"), "") + 2
    top = draw_figures(canvas, figures, left, top, width - 2 * left)
    shading = shade(view, columns, color, language)
    field, values = _field(canvas, columns, top + 14, legend=shading is not None)
    draw_value_lines(canvas, field, values, lambda value: f"{value:,.0f}".replace("-", "−"))
    _draw_hills(canvas, field, columns, shading)
    _draw_pulse(canvas, field, columns)
    draw_kilometres(canvas, field)
    if shading:
        draw_ramp(canvas, shading, left, height - 56, min(260.0, width - 2 * left))
    described = ", ".join(f"{figure.name} {figure.value}" for figure in figures)
    return canvas.finish(title=title, description=f"{described}.")


def _figures(view: CourseView, columns: Columns, language: Language) -> list[Figure]:
    up, down = g.climb_and_fall(columns.elevation_m)
    gain = view.totals.of("elevation_gain_m") or up
    loss = down if view.elevation_loss_m is None else view.elevation_loss_m
    heights = columns.elevation_m[np.isfinite(columns.elevation_m)]
    figures = [
        Figure(pick(language, "상승", "Gain"), metres(gain)),
        Figure(pick(language, "하강", "Loss"), metres(loss)),
        Figure(pick(language, "최고", "Highest"), metres(float(heights.max()))),
    ]
    beats = columns.heart_rate_bpm
    if np.count_nonzero(np.isfinite(beats)) > 1:
        mean = float(np.nanmean(beats))
        figures.append(
            Figure(pick(language, "평균 심박", "Avg HR"), f"{mean:.0f} bpm", fill="pulse")
        )
    return figures


def _field(
    canvas: Canvas, columns: Columns, top: float, *, legend: bool
) -> tuple[Field, list[float]]:
    heights = columns.elevation_m[np.isfinite(columns.elevation_m)]
    low, high = float(heights.min()), float(heights.max())
    spare = max(0.0, _SPAN_MIN_M - (high - low))
    below = min(spare / 2, max(low, 0.0))
    bottom = canvas.height - (84 if legend else 34)
    values = ticks(low - below, high + spare - below, 4 if bottom - top > 120 else 2)
    left = margin(canvas.width) + 34
    beating = np.count_nonzero(columns.heart_rate_bpm > 0) > 1
    right = canvas.width - margin(canvas.width) - (28 if beating else 0)
    field = Field(
        left, top, right - left, max(bottom - top, 40), values[0], values[-1], columns.length_m
    )
    return field, values


def _draw_hills(canvas: Canvas, field: Field, columns: Columns, shading: Shading | None) -> None:
    """The filled ground, cut where its colour changes, and the ridge above it."""
    x = field.left + columns.distance_m / field.span * field.width
    y = field.bottom - (columns.elevation_m - field.low) / (field.high - field.low) * field.height
    known = np.isfinite(y)
    kept = g.thin(x, y, 0.5, _VERTICES_MAX)
    fills: dict[int, str] = defaultdict(str)
    for step, indices in runs_of(shading, kept, known):
        ridge = g.path_of(x[indices], y[indices])
        fills[step] += f"{ridge}V{field.bottom:.1f}H{x[indices[0]]:.1f}z"
    with canvas.group(shape_rendering="crispEdges"):
        for step, d in sorted(fills.items()):
            plain = "accent" if shading is None else "faint"
            token = f"{shading.ramp}-{step}" if shading and step >= 0 else plain
            canvas.add("path", fill=token, fill_opacity=0.28 if shading is None else 0.85, d=d)
    ridge = "".join(
        g.path_of(x[start:stop][kept[start:stop]], y[start:stop][kept[start:stop]])
        for start, stop in g.pieces(known)
    )
    canvas.add(
        "path",
        stroke="ink" if shading else "accent",
        stroke_width=1.8,
        stroke_linejoin="round",
        d=ridge,
    )


def _draw_pulse(canvas: Canvas, field: Field, columns: Columns) -> None:
    """The heart rate as a line on its own scale, numbers at the right."""
    beats = g.smooth(columns.heart_rate_bpm, columns.distance_m, field.span / 150)
    known = np.isfinite(beats)
    if np.count_nonzero(known) < 2:
        return
    low, high = float(np.nanmin(beats)), float(np.nanmax(beats))
    values = ticks(low, max(high, low + 20), 3)
    own = Field(field.left, field.top, field.width, field.height, values[0], values[-1], field.span)
    x = field.left + columns.distance_m / field.span * field.width
    y = own.bottom - (beats - own.low) / (own.high - own.low) * own.height
    kept = g.thin(x, y, 0.5, _VERTICES_MAX)
    d = "".join(
        g.path_of(x[start:stop][kept[start:stop]], y[start:stop][kept[start:stop]])
        for start, stop in g.pieces(known)
    )
    canvas.add("path", stroke="casing", stroke_width=4, stroke_opacity=0.75, d=d)
    canvas.add("path", stroke="pulse", stroke_width=2, stroke_linejoin="round", d=d)
    right = field.left + field.width + 6
    for value in values:
        canvas.text(right, own.y(value) + 4, f"{value:.0f}", t.SMALL, fill="pulse")
