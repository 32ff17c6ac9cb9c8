"""The squares of the month calendar: a day with its mark, a week with its total."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from dataclasses import dataclass
from datetime import date

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import NARROW, draw_check, draw_star
from moim.contexts.insights.adapters.drawing.measures import (
    Metric,
    Totals,
    amount,
    distance,
    duration,
    kilometres,
    pick,
    times,
)
from moim.contexts.insights.adapters.drawing.month_view import CalendarDay, MonthView
from moim.contexts.insights.adapters.drawing.sports import draw_mark, mark_of, marks_of
from moim.contexts.insights.adapters.drawing.svg import Canvas, fit
from moim.contexts.insights.adapters.drawing.theme import Language

FIGURES: tuple[Metric, ...] = ("distance_m", "moving_s", "elevation_gain_m", "workouts")


@dataclass(frozen=True)
class Grid:
    """Where everything lies."""

    left: float
    top: float
    cell: float
    high: float
    gap: float
    week: float

    @property
    def roomy(self) -> bool:
        """Mark and figures fit side by side."""
        return self.cell >= 116

    @property
    def tight(self) -> bool:
        """Only a number without its unit fits."""
        return self.cell < 64

    def x(self, column: int) -> float:
        return self.left + column * (self.cell + self.gap)

    def y(self, row: int) -> float:
        return self.top + row * (self.high + self.gap)


def grid_of(width: int) -> Grid:
    """The places for a picture of ``width`` px."""
    narrow = width < NARROW
    left, gap = (12, 3) if narrow else (28, 6)
    week = (44 if width < 344 else 52) if narrow else (84 if width < 900 else 124)
    cell = (width - 2 * left - 7 * gap - week - (4 if narrow else 8)) / 7
    high = min(104.0, max(62.0 if cell < 64 else 80.0, cell * 0.82))
    return Grid(left, 142 if narrow else 182, cell, high, gap, week)


def weekday_fill(day: int) -> str:
    """The colour token of a weekday's name, Monday 0 … Sunday 6."""
    return {dates.SUNDAY: "sunday", dates.SATURDAY: "saturday"}.get(day, "muted")


def draw_day(
    canvas: Canvas, grid: Grid, x: float, y: float, day: CalendarDay, today: date, largest: float
) -> None:
    """A day's square; ``largest`` is the greatest distance of the month, in metres."""
    with canvas.group(hint=told(day, canvas.language)):
        future, now = day.date > today, day.date == today
        frame = "accent" if now else ("line" if future else None)
        inset = 0.75 if now else 0.5
        if frame:
            canvas.rect(
                x + inset,
                y + inset,
                grid.cell - 2 * inset,
                grid.high - 2 * inset,
                fill="paper" if future else "cell",
                stroke=frame,
                stroke_width=2 * inset,
                radius=8,
            )
        else:
            canvas.rect(x, y, grid.cell, grid.high, fill="cell", radius=8)
        _draw_number(canvas, grid, x, y, day, now=now, later=future)
        if day.totals.workouts:
            _draw_deed(canvas, grid, x, y, day, largest)
        if day.goal_reached:
            radius = min(8.0, grid.cell * 0.16) if grid.tight else 8.0
            draw_check(canvas, x + grid.cell - radius - 3, y + radius + 3, radius)
        if day.records:
            radius = min(6.0, grid.cell * 0.13)
            draw_star(canvas, x + radius + 4, y + grid.high / 2, radius)


def _draw_number(
    canvas: Canvas, grid: Grid, x: float, y: float, day: CalendarDay, *, now: bool, later: bool
) -> None:
    free = day.holiday or day.date.weekday() == dates.SUNDAY
    plain = "muted" if later else "ink"
    fill = "sunday" if free else ("saturday" if day.date.weekday() == dates.SATURDAY else plain)
    style = t.LABEL_STRONG if grid.tight else t.TextStyle(13, 600)
    middle, baseline = (x + 12, y + 16) if grid.tight else (x + 16, y + 20)
    if now:
        canvas.circle(middle, baseline - style.size * 0.36, style.size * 0.78, fill="accent")
        fill = "on-accent"
    canvas.text(middle, baseline, str(day.date.day), style, fill=fill, anchor="middle")
    if day.holiday and not grid.tight:
        room = grid.cell - 34 - (20 if day.goal_reached else 0)
        canvas.text(x + 29, baseline, fit(day.holiday, t.SMALL, room), t.SMALL, fill="sunday")


def _draw_deed(
    canvas: Canvas, grid: Grid, x: float, y: float, day: CalendarDay, largest: float
) -> None:
    """The mark, its area in proportion to the distance, and the figures."""
    most = 11.0 if grid.tight else min(22.0, grid.high * 0.2)
    least = most * 0.42
    done = day.totals.of("distance_m")
    share = math.sqrt(done / largest) if largest else 0.0
    radius = least + (most - least) * share
    marks = marks_of(day.sports) or (mark_of(""),)
    right = x + 14 + 2 * most + 10
    if grid.roomy:
        centre, middle = x + 14 + most, y + grid.high * 0.64
        main = distance(done) if done else duration(day.totals.of("moving_s"), canvas.language)
        canvas.text(right, middle - 1, main, t.TextStyle(15, 600))
        if done:
            rest = duration(day.totals.of("moving_s"), canvas.language)
            canvas.text(right, middle + 16, rest, t.LABEL, fill="muted")
    else:
        shift = 4 if len(marks) > 1 and grid.tight else 0
        centre, middle = x + grid.cell / 2 - shift, y + (33 if grid.tight else grid.high * 0.55)
        baseline = y + grid.high - (6 if grid.tight else 8)
        style = t.SMALL_STRONG if grid.tight else t.LABEL_STRONG
        canvas.text(x + grid.cell / 2, baseline, _short(day, grid, canvas), style, anchor="middle")
    draw_mark(canvas, marks[0], centre, middle, radius)
    for index, mark in enumerate(marks[1:3]):
        if grid.roomy:
            draw_mark(canvas, mark, right + 5 + 15 * index, middle - most * 1.15, 5)
        else:
            draw_mark(canvas, mark, x + grid.cell - 7, middle + 4 - 10 * index, 3.4)


def _short(day: CalendarDay, grid: Grid, canvas: Canvas) -> str:
    done = day.totals.of("distance_m")
    if not done:
        minutes = round(day.totals.of("moving_s") / 60)
        return pick(canvas.language, f"{minutes}분", f"{minutes}m")
    return kilometres(done) if grid.tight else distance(done)


def draw_week(canvas: Canvas, grid: Grid, view: MonthView, start: date, y: float) -> None:
    """The total of the week that begins on ``start``, right of its days."""
    weeks = {week.starts_on: week.totals for week in view.weeks}
    totals = weeks.get(start, Totals())
    right = canvas.width - grid.left
    done, most = (
        totals.of("distance_m"),
        max(t_.of("distance_m") for t_ in (*weeks.values(), Totals())),
    )
    style = t.TextStyle(13 if grid.tight else 16, 600)
    if not totals.workouts:
        canvas.text(right, y + grid.high / 2 + 4, "–", style, fill="faint", anchor="end")
        return
    middle = y + grid.high / 2
    canvas.text(
        right,
        middle - 4,
        kilometres(done) if grid.tight else distance(done),
        style,
        anchor="end",
    )
    room = grid.week - 6
    canvas.rect(right - room, middle + 3, room, 4, radius=2, fill="track")
    if done:
        share = max(4.0, room * done / most)
        canvas.rect(right - share, middle + 3, share, 4, radius=2, fill="accent")
    note = times(totals.workouts, canvas.language)
    if not grid.tight:
        note = duration(totals.of("moving_s"), canvas.language)
    elif canvas.language == "en":
        note = f"{totals.workouts}×"
    canvas.text(right, middle + 22, note, t.SMALL, fill="muted", anchor="end")


def told(day: CalendarDay, language: Language) -> str:
    """A day in words, for the pointer and for those who do not see the picture."""
    parts = [dates.full_day(day.date, language)]
    if day.holiday:
        parts.append(day.holiday)
    if day.totals.workouts:
        parts.extend(mark.name(language) for mark in marks_of(day.sports))
        parts.extend(
            amount(day.totals.of(metric), metric, language)
            for metric in FIGURES
            if day.totals.of(metric)
        )
    if day.goal_reached:
        parts.append(pick(language, "목표 달성", "goal reached"))
    if day.records:
        parts.append(pick(language, f"신기록 {day.records}개", f"records: {day.records}"))
    return " · ".join(parts)
