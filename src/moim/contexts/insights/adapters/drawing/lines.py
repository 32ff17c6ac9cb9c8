"""Series of points as lines: along a workout, or over days. What is drawn says its unit itself."""

# ruff: noqa: PLR2004 - a drawing is made of measures
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.axes import Field, draw_kilometres, draw_value_lines
from moim.contexts.insights.adapters.drawing.furniture import (
    Entry,
    beside_portrait,
    draw_heading,
    draw_legend,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import owned, pick
from moim.contexts.insights.adapters.drawing.svg import HEIGHTS, Canvas, within
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.adapters.drawing.ticks import nice_step, ticks

Axis = Literal["distance", "time", "day"]
Write = Callable[[float], str]

_LABEL_ROOM = 46
_DASHES = ("", "7 4", "2 4", "9 3 2 3")


@dataclass(frozen=True, kw_only=True)
class Line:
    """Points from left to right: metres, seconds or days since the first, and the value there.

    ``stepped`` holds a value until the next one; ``dots`` marks each.
    """

    name: str
    points: Sequence[tuple[float, float]]
    token: str = "accent"  # noqa: S105 - of a colour
    filled: bool = False
    stepped: bool = False
    dots: bool = False


@dataclass(frozen=True, kw_only=True)
class LinesView:
    """Lines over one axis. ``less_is_more`` puts small values on top, as runners read a pace.

    ``write`` gives a value with its unit, ``write_short`` one for the axis. ``first`` is the day
    at 0 of an axis of days; ``unit`` what the axis is round in, 60 for minutes of seconds.
    """

    title: str
    axis: Axis
    lines: Sequence[Line]
    write: Write
    write_short: Write
    note: str = ""
    owner: str = ""
    less_is_more: bool = False
    from_zero: bool = False
    least_span: float = 1.0
    unit: float = 1.0
    first: date | None = None
    nothing: str = ""


def draw_lines(
    view: LinesView, *, theme: Theme, language: Language, width: int = 720, height: int = 360
) -> str:
    """The lines as SVG, ``width`` × ``height`` px (320–2400, 240–2400)."""
    within("height", height, HEIGHTS)
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    title = owned(view.owner, view.title)
    lines = [line for line in view.lines if line.points]
    if not lines:
        sentence = pick(language, "그릴 기록이 없습니다", "Nothing to draw yet")
        draw_nothing(canvas, "profile", sentence, view.nothing)
        return canvas.finish(title=title, description=f"{sentence}. {view.nothing}".strip())
    left, room = margin(width), width - 2 * margin(width)
    top = draw_heading(canvas, title, view.note, free=beside_portrait(view.owner))
    if len(lines) > 1:
        top = draw_legend(canvas, _legend(canvas, lines), left, top, room)
    field, values = _field(view, lines, canvas, top + 12)
    draw_value_lines(canvas, field, values, view.write_short)
    for number, line in enumerate(lines):
        _draw_line(canvas, field, line, _DASHES[number % len(_DASHES)])
    _draw_axis(canvas, field, view)
    return canvas.finish(title=title, description=_told(view, lines, language))


def _field(
    view: LinesView, lines: Sequence[Line], canvas: Canvas, top: float
) -> tuple[Field, list[float]]:
    every = [value for line in lines for _, value in line.points]
    low, high = min(every), max(every)
    low = min(low, 0.0) if view.from_zero else low
    short = max(view.least_span - (high - low), 0.0)
    high += short / 2 if not view.from_zero else short
    low -= 0.0 if view.from_zero else short / 2
    bottom = canvas.height - 34
    most, unit = 4 if bottom - top > 120 else 2, view.unit
    values = [value * unit for value in ticks(low / unit, high / unit, most)]
    if view.less_is_more:
        values.reverse()
    left = margin(canvas.width) + _LABEL_ROOM
    span = max(max(place for place, _ in line.points) for line in lines)
    wide, high_px = canvas.width - left - margin(canvas.width), max(bottom - top, 40.0)
    field = Field(left, top, wide, high_px, values[0], values[-1], max(span, 1e-9))
    return field, values


def _draw_line(canvas: Canvas, field: Field, line: Line, dash: str) -> None:
    x = np.array([field.x(place) for place, _ in line.points])
    y = np.array([field.y(value) for _, value in line.points])
    if line.stepped:
        x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        end = field.left + field.width
        x, y = np.append(x, end), np.append(y, y[-1])
    keep = g.simplify(x, y, 0.3)
    path = g.path_of(x[keep], y[keep])
    if line.filled:
        low, high = sorted((field.low, field.high))
        base = field.y(0.0) if low < 0 < high else field.bottom
        area = f"{path}V{base:.1f}H{x[0]:.1f}z"
        canvas.add("path", fill=line.token, fill_opacity=0.14, d=area)
    more = {"stroke_dasharray": dash} if dash else {}
    canvas.add(
        "path",
        stroke=line.token,
        stroke_width=2.2,
        stroke_linejoin="round",
        stroke_linecap="round",
        d=path,
        **more,
    )
    if line.dots or len(line.points) == 1:
        for place, value in line.points:
            canvas.circle(
                field.x(place), field.y(value), 4, fill=line.token, stroke="paper", stroke_width=1.5
            )


def _draw_axis(canvas: Canvas, field: Field, view: LinesView) -> None:
    if view.axis == "distance":
        draw_kilometres(canvas, field)
    elif view.axis == "time":
        _draw_minutes(canvas, field)
    else:
        _draw_days(canvas, field, view.first or date(1970, 1, 1))


def _draw_minutes(canvas: Canvas, field: Field) -> None:
    most = max(3, int(field.width / 70))
    step = max(nice_step(field.span / 60, most), 1.0) * 60
    for index in range(int(field.span / step + 1e-9) + 1):
        x = field.x(index * step)
        hours, minutes = divmod(round(index * step / 60), 60)
        words = f"{hours}:{minutes:02d}"
        canvas.line(x, field.bottom, x, field.bottom + 4, stroke="faint")
        last = field.left + field.width - x < 14
        anchor = "end" if last and index else "middle"
        canvas.text(x, field.bottom + 18, words, t.SMALL, fill="muted", anchor=anchor)


def _draw_days(canvas: Canvas, field: Field, first: date) -> None:
    parts = max(1, min(2 if field.width < 380 else 4, int(field.span)))
    for index in range(parts + 1):
        offset = round(field.span * index / parts)
        x = field.x(min(offset, field.span))
        anchor = ("start", "middle", "end")[(index > 0) + (index == parts)]
        words = dates.short_day(first + timedelta(days=offset), canvas.language)
        canvas.text(x, field.bottom + 18, words, t.SMALL, fill="muted", anchor=anchor)


def _legend(canvas: Canvas, lines: Sequence[Line]) -> list[Entry]:
    def sign(token: str, dash: str) -> Callable[[float, float], None]:
        more = {"stroke_dasharray": dash} if dash else {}

        def draw(x: float, y: float) -> None:
            canvas.line(x - 7, y, x + 7, y, stroke=token, stroke_width=2.4, **more)

        return draw

    return [
        Entry(f" {line.name}", sign(line.token, _DASHES[number % len(_DASHES)]))
        for number, line in enumerate(lines)
    ]


def _told(view: LinesView, lines: Sequence[Line], language: Language) -> str:
    """What a reader who does not see the lines should know of each."""
    parts = [view.note] if view.note else []
    for line in lines:
        values = [value for _, value in line.points]
        least, most, mean = min(values), max(values), sum(values) / len(values)
        parts.append(
            pick(
                language,
                f"{line.name}: 최소 {view.write(least)}, 최대 {view.write(most)}, "
                f"평균 {view.write(mean)}",
                f"{line.name}: least {view.write(least)}, most {view.write(most)}, "
                f"mean {view.write(mean)}",
            )
        )
    return ". ".join(parts)
