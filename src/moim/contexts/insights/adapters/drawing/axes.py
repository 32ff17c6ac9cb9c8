"""Axes of charts: a plotting field, value lines with round numbers, kilometres below."""

# ruff: noqa: PLR2004 - a drawing is made of measures
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.measures import GoalMetric, pick
from moim.contexts.insights.adapters.drawing.svg import Canvas
from moim.contexts.insights.adapters.drawing.theme import Language
from moim.contexts.insights.adapters.drawing.ticks import nice_step, ticks


@dataclass(frozen=True)
class Field:
    """Where values fall: ``low`` to ``high`` over the height, 0 to ``span`` over the width."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float
    span: float = 1.0

    @property
    def bottom(self) -> float:
        """The base line."""
        return self.top + self.height

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * self.height

    def x(self, place: float) -> float:
        """The place of a value of the lower axis."""
        return self.left + place / self.span * self.width


def draw_value_lines(
    canvas: Canvas, field: Field, values: Sequence[float], write: Callable[[float], str]
) -> None:
    """A quiet line for each value, its number left of it."""
    for value in values:
        y = field.y(value)
        base = value == values[0]
        canvas.line(field.left, y, field.left + field.width, y, stroke="faint" if base else "line")
        canvas.text(field.left - 8, y + 4, write(value), t.SMALL, fill="muted", anchor="end")


def draw_kilometres(canvas: Canvas, field: Field) -> None:
    """Round kilometres below a field whose span is metres."""
    step = max(nice_step(field.span, max(3, int(field.width / 70))), 100.0)
    count = int(field.span / step + 1e-9)
    for index in range(count + 1):
        x = field.x(index * step)
        last = index == count and field.left + field.width - x < 14
        words = f"{index * step / 1000:g}" + (" km" if index == count else "")
        canvas.line(x, field.bottom, x, field.bottom + 4, stroke="faint")
        anchor = "end" if last and index else "middle"
        canvas.text(
            x + (8 if anchor == "end" else 0),
            field.bottom + 18,
            words,
            t.SMALL,
            fill="muted",
            anchor=anchor,
        )


def axis_ticks(highest: float, metric: GoalMetric, most: int) -> list[float]:
    """Round values from 0 to at or above ``highest``, round in the unit that the axis writes."""
    unit = _UNITS[metric]
    top = highest / unit if highest > 0 else 1.0
    least = 1.0 if metric in ("workouts", "active_days") else 0.0
    return [value * unit for value in ticks(0.0, top, most, least)]


def axis_number(value: float, metric: GoalMetric, language: Language) -> str:
    """A value as an axis writes it: kilometres, hours, metres or a count; zero without unit."""
    count = value / _UNITS[metric]
    written = f"{count:,.0f}" if 10 <= count < 1e6 else f"{count:.2g}"
    units = {
        "distance_m": " km",
        "moving_s": pick(language, "시간", "h"),
        "elevation_gain_m": " m",
        "workouts": pick(language, "회", ""),
        "active_days": pick(language, "일", " d"),
    }
    return written + (units[metric] if value else "")


_UNITS: dict[GoalMetric, float] = {
    "distance_m": 1000.0,
    "moving_s": 3600.0,
    "elevation_gain_m": 1.0,
    "workouts": 1.0,
    "active_days": 1.0,
}
