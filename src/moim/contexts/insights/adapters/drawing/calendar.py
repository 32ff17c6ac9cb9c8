"""The month calendar (달력): what was done on which day, seen before it is read."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from datetime import date, timedelta
from functools import partial

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import (
    NARROW,
    Entry,
    Figure,
    beside_portrait,
    draw_check,
    draw_figures,
    draw_legend,
    draw_star,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import (
    amount,
    difference,
    metric_name,
    owned,
    pick,
)
from moim.contexts.insights.adapters.drawing.month_grid import (
    FIGURES,
    Grid,
    draw_day,
    draw_week,
    grid_of,
    told,
    weekday_fill,
)
from moim.contexts.insights.adapters.drawing.month_view import CalendarDay, MonthView
from moim.contexts.insights.adapters.drawing.sports import Mark, draw_mark, marks_of
from moim.contexts.insights.adapters.drawing.svg import Canvas, fit, text_width
from moim.contexts.insights.adapters.drawing.theme import Language, Theme


def draw_month(view: MonthView, *, theme: Theme, language: Language, width: int = 720) -> str:
    """The calendar of a month as SVG, ``width`` px wide (320–2400) and as high as it needs."""
    first = view.month.replace(day=1)
    start = first - timedelta(days=(first.weekday() - view.first_weekday) % 7)
    after = (first + timedelta(days=31)).replace(day=1)
    rows = math.ceil((after - start).days / 7)
    grid = grid_of(width)
    days = {day.date: day for day in view.days if first <= day.date < after}
    entries = partial(_entries, days, grid, language)
    sketch = Canvas(width=width, height=1, theme=theme, language=language)
    bottom = grid.y(rows) + 8
    height = draw_legend(sketch, entries(sketch), grid.left, bottom, width - 2 * grid.left)
    canvas = Canvas(width=width, height=height + grid.left - 6, theme=theme, language=language)
    _draw_head(canvas, view, grid)
    largest = max((day.totals.of("distance_m") for day in days.values()), default=0.0)
    for row in range(rows):
        monday = start + timedelta(days=7 * row)
        for column in range(7):
            day = monday + timedelta(days=column)
            if first <= day < after:
                shown = days.get(day, CalendarDay(date=day))
                draw_day(canvas, grid, grid.x(column), grid.y(row), shown, view.today, largest)
        draw_week(canvas, grid, view, monday, grid.y(row))
    draw_legend(canvas, entries(canvas), grid.left, bottom, width - 2 * grid.left)
    title = pick(
        language, f"{dates.month(first, 'ko')} 운동 달력", f"Workouts in {dates.month(first, 'en')}"
    )
    title = owned(view.owner, title)
    return canvas.finish(title=title, description=_description(view, days, language))


def _draw_head(canvas: Canvas, view: MonthView, grid: Grid) -> None:
    language, narrow = canvas.language, canvas.width < NARROW
    left = margin(canvas.width)
    style = t.TextStyle(22 if narrow else 28, 700)
    top = left + style.size * 0.84
    month = dates.month(view.month, language)
    canvas.text(left, top, month, style)
    compared = pick(language, "지난달과 비교", "vs last month") if view.previous else ""
    note = " · ".join(filter(None, (view.owner, compared)))
    if note:
        free = beside_portrait(view.owner) if view.portrait else 0
        room = canvas.width - 2 * left - text_width(month, style) - 12 - free
        note = fit(note, t.LABEL, room)
        canvas.text(canvas.width - left - free, top, note, t.LABEL, fill="muted", anchor="end")
    figures = [
        Figure(
            metric_name(metric, language),
            amount(view.total.of(metric), metric, language),
            difference(view.total.of(metric), view.previous.of(metric), metric, language)
            if view.previous
            else "",
        )
        for metric in FIGURES[: 3 if narrow else 4]
    ]
    draw_figures(canvas, figures, left, top + (12 if narrow else 18), canvas.width - 2 * left)
    baseline = grid.top - (8 if narrow else 12)
    for column in range(7):
        day = (view.first_weekday + column) % 7
        name = dates.weekday(day, language)
        canvas.text(
            grid.x(column) + grid.cell / 2,
            baseline,
            fit(name, t.LABEL_STRONG, grid.cell),
            t.LABEL_STRONG,
            fill=weekday_fill(day),
            anchor="middle",
        )
    canvas.text(
        canvas.width - grid.left,
        baseline,
        pick(language, "주간", "Week"),
        t.LABEL_STRONG,
        fill="muted",
        anchor="end",
    )


def _entries(
    days: dict[date, CalendarDay], grid: Grid, language: Language, canvas: Canvas
) -> list[Entry]:
    """Sports and signs of this month, then the holidays where their names had no room."""
    if not any(day.totals.workouts for day in days.values()):
        quiet = pick(
            language,
            "이달에는 아직 운동 기록이 없습니다. 운동을 기록하면 날짜마다 표시됩니다.",
            "No workouts this month yet. Each one you record appears on its day.",
        )
        return [Entry(quiet, fill="muted"), *_holidays(days, grid, language)]
    sports = tuple(sport for _, day in sorted(days.items()) for sport in day.sports)
    listed = [
        Entry(mark.name(language), partial(_draw_sign, canvas, mark)) for mark in marks_of(sports)
    ]
    if any(day.goal_reached for day in days.values()):
        reached = pick(language, "목표 달성", "Goal reached")
        listed.append(Entry(reached, partial(draw_check, canvas, radius=6.5)))
    if any(day.records for day in days.values()):
        listed.append(
            Entry(pick(language, "신기록", "Record"), partial(draw_star, canvas, radius=6.5))
        )
    if grid.tight:
        listed.append(Entry(pick(language, "숫자는 거리(km)", "Numbers are km")))
    return [*listed, *_holidays(days, grid, language)]


def _draw_sign(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    draw_mark(canvas, mark, x, y, 5)


def _holidays(days: dict[date, CalendarDay], grid: Grid, language: Language) -> list[Entry]:
    if grid.cell >= 96:
        return []
    return [
        Entry(
            pick(language, f"{day.day}일 {shown.holiday}", f"{day.day} {shown.holiday}"),
            fill="sunday",
        )
        for day, shown in sorted(days.items())
        if shown.holiday
    ]


def _description(view: MonthView, days: dict[date, CalendarDay], language: Language) -> str:
    total = ", ".join(
        f"{metric_name(metric, language)} {amount(view.total.of(metric), metric, language)}"
        for metric in FIGURES
    )
    sentences = [f"{total}."]
    if view.previous:
        gap = difference(
            view.total.of("distance_m"), view.previous.of("distance_m"), "distance_m", language
        )
        sentences.append(
            pick(
                language,
                f"지난달과 비교한 거리 {gap}.",
                f"Distance compared with last month {gap}.",
            )
        )
    sentences.extend(
        f"{told(day, language)}."
        for _, day in sorted(days.items())
        if day.totals.workouts or day.goal_reached or day.records
    )
    return " ".join(sentences)
