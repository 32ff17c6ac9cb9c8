"""The year at a glance (잔디밭): one square a day, darker the more was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import (
    NARROW,
    Figure,
    beside_portrait,
    draw_figures,
    draw_heading,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import (
    Metric,
    Totals,
    amount,
    metric_name,
    owned,
    pick,
)
from moim.contexts.insights.adapters.drawing.svg import Canvas, text_width
from moim.contexts.insights.adapters.drawing.theme import Language, Theme

LEVELS = 4


@dataclass(frozen=True, kw_only=True)
class YearDay:
    """A day on which something was done."""

    date: date
    totals: Totals


@dataclass(frozen=True, kw_only=True)
class YearView:
    """A year; ``days`` may leave out those without workouts. Weekdays from Monday 0 to Sunday 6."""

    year: int
    first_weekday: int
    today: date
    metric: Metric
    days: Sequence[YearDay]
    owner: str = ""


@dataclass(frozen=True)
class _Sheet:
    """One block of weeks: which days it holds and where."""

    first: date
    last: date
    top: float


def draw_year(view: YearView, *, theme: Theme, language: Language, width: int = 960) -> str:
    """The year as SVG, ``width`` px wide (320–2400); below 620 px the half-years are stacked."""
    left = margin(width)
    names = 22.0
    halves = width < NARROW
    columns = 28 if halves else 54
    step = (width - 2 * left - names) / columns
    top = left + 90.0
    block = 7 * step + 26
    year = view.year
    sheets = [_Sheet(date(year, 1, 1), date(year, 12, 31), top)]
    if halves:
        sheets = [
            _Sheet(date(year, 1, 1), date(year, 6, 30), top),
            _Sheet(date(year, 7, 1), date(year, 12, 31), top + block + 10),
        ]
    bottom = sheets[-1].top + block
    canvas = Canvas(width=width, height=bottom + 20 + left, theme=theme, language=language)
    done = {d.date: d.totals for d in view.days if d.date.year == year and d.totals.workouts > 0}
    figures = _figures(view, done, language)
    title = owned(view.owner, pick(language, f"{year}년 운동 기록", f"Workouts in {year}"))
    under = draw_heading(canvas, title, "", free=beside_portrait(view.owner)) + 2
    draw_figures(canvas, figures, left, under, width - 2 * left)
    bounds = level_bounds([totals.of(view.metric) for totals in done.values()])
    for sheet in sheets:
        _draw_sheet(canvas, view, sheet, done, bounds, step)
    _draw_key(canvas, view, bottom + 6)
    told = ", ".join(f"{figure.name} {figure.value}" for figure in figures)
    return canvas.finish(title=title, description=f"{told}.")


def level_bounds(values: Sequence[float]) -> tuple[float, ...]:
    """Where the second, third and fourth level begin: the quartiles of the days with something."""
    ordered = sorted(value for value in values if value > 0)
    if not ordered:
        return (0.0,) * (LEVELS - 1)
    return tuple(ordered[len(ordered) * part // LEVELS] for part in range(1, LEVELS))


def longest_streak(days: Sequence[date]) -> int:
    """The most days in a row among the given ones."""
    longest = run = 0
    before: date | None = None
    for day in sorted(set(days)):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest, before = max(longest, run), day
    return longest


def _figures(view: YearView, done: dict[date, Totals], language: Language) -> list[Figure]:
    total = sum(totals.of(view.metric) for totals in done.values())
    streak = longest_streak(list(done))
    days = len(done)
    return [
        Figure(
            pick(language, "운동한 날", "Active days"),
            pick(language, f"{days}일", f"{days} day{'' if days == 1 else 's'}"),
        ),
        Figure(metric_name(view.metric, language), amount(total, view.metric, language)),
        Figure(
            pick(language, "가장 긴 연속", "Longest streak"),
            pick(language, f"{streak}일", f"{streak} day{'' if streak == 1 else 's'}"),
        ),
    ]


def _draw_sheet(
    canvas: Canvas,
    view: YearView,
    sheet: _Sheet,
    done: dict[date, Totals],
    bounds: tuple[float, ...],
    step: float,
) -> None:
    left, top = margin(canvas.width) + 22.0, sheet.top + 18
    start = sheet.first - timedelta(days=(sheet.first.weekday() - view.first_weekday) % 7)
    size = round(step - max(1.4, step * 0.16), 1)
    for row in (1, 3, 5):
        name = dates.weekday((view.first_weekday + row) % 7, canvas.language)
        style = t.TextStyle(min(11.0, max(8.0, step)))
        y = top + row * step + size / 2 + style.size * 0.36
        canvas.text(left - 6, y, name[:1], style, fill="muted", anchor="end")
    free: dict[bool, list[str]] = {False: [], True: []}
    for offset in range((sheet.last - sheet.first).days + 1):
        day = sheet.first + timedelta(days=offset)
        column, row = divmod((day - start).days, 7)
        x, y = round(left + column * step, 1), round(top + row * step, 1)
        if day.day == 1:
            words = dates.short_month(day.month, canvas.language)
            canvas.text(x, sheet.top + 10, words, t.SMALL, fill="muted")
        if day in done:
            value = done[day].of(view.metric)
            token = f"heat-{sum(value >= bound > 0 for bound in bounds)}"
            written = amount(value, view.metric, canvas.language)
            hint = f"{dates.full_day(day, canvas.language)} · {written}"
            canvas.rect(x, y, size, size, fill=token, radius=size * 0.22, hint=hint)
        else:
            inner = size - 2
            free[day > view.today].append(
                f"M{x + 1:.1f} {y + 1:.1f}h{inner:.1f}v{inner:.1f}h-{inner:.1f}z"
            )
        if day == view.today:
            canvas.rect(
                x - 1, y - 1, size + 2, size + 2, stroke="ink", stroke_width=1.5, radius=size * 0.3
            )
    for later, squares in free.items():
        canvas.add(
            "path",
            fill="track",
            stroke="track",
            stroke_width=2,
            stroke_linejoin="round",
            opacity=0.45 if later else 1,
            d="".join(squares),
        )


def _draw_key(canvas: Canvas, view: YearView, y: float) -> None:
    right = float(canvas.width - margin(canvas.width))
    more = pick(canvas.language, "많음", "More")
    canvas.text(right, y + 11, more, t.LABEL, fill="muted", anchor="end")
    right -= text_width(more, t.LABEL) + 8
    for token in [*(f"heat-{level}" for level in reversed(range(LEVELS))), "track"]:
        right -= 13
        canvas.rect(right, y + 1, 11, 11, fill=token, radius=2.5)
        right -= 2
    less = pick(canvas.language, "적음", "Less")
    canvas.text(right - 6, y + 11, less, t.LABEL, fill="muted", anchor="end")
    name = metric_name(view.metric, canvas.language)
    words = pick(canvas.language, f"{name} 기준", f"By {name.lower()}")
    canvas.text(margin(canvas.width), y + 11, words, t.LABEL, fill="muted")
