"""Totals as bars: weeks, months or years side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.axes import (
    Field,
    axis_number,
    axis_ticks,
    draw_value_lines,
)
from moim.contexts.insights.adapters.drawing.furniture import (
    Figure,
    beside_portrait,
    draw_figures,
    draw_heading,
    draw_nothing,
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
from moim.contexts.insights.adapters.drawing.svg import HEIGHTS, Canvas, text_width, within
from moim.contexts.insights.adapters.drawing.theme import Language, Theme

By = Literal["week", "month", "year"]

BUCKETS_MAX = 120
"""Of more, the latest are drawn."""

_NAMES: dict[By, tuple[str, str, str, str]] = {
    "week": ("주별", "Weekly", "주", "week"),
    "month": ("월별", "Monthly", "월", "month"),
    "year": ("연도별", "Yearly", "연", "year"),
}


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """One week, month or year by its first day."""

    starts_on: date
    totals: Totals


@dataclass(frozen=True, kw_only=True)
class TotalsView:
    """Totals in order of time, one bucket after the other, empty ones included."""

    by: By
    metric: Metric
    buckets: Sequence[Bucket]
    owner: str = ""


def draw_bars(
    view: TotalsView,
    *,
    theme: Theme,
    language: Language,
    width: int = 720,
    height: int = 360,
) -> str:
    """The bars as SVG, ``width`` × ``height`` px (320–2400, 240–2400); the last one stands out."""
    within("height", height, HEIGHTS)
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    buckets = list(view.buckets)[-BUCKETS_MAX:]
    values = [bucket.totals.of(view.metric) for bucket in buckets]
    name = f"{pick(language, *_NAMES[view.by][:2])} {metric_name(view.metric, language).lower()}"
    title = owned(view.owner, name)
    if not any(values):
        sentence = pick(language, "이 기간에는 기록이 없습니다", "Nothing recorded in this period")
        advice = pick(
            language, "기간이나 종목을 바꾸어 보세요.", "Try another period or another sport."
        )
        draw_nothing(canvas, "bars", sentence, advice)
        return canvas.finish(title=title, description=sentence)
    figures = _figures(view, values, language)
    top = draw_heading(canvas, title, "", free=beside_portrait(view.owner)) + 2
    top = draw_figures(canvas, figures, margin(width), top, width - 2 * margin(width)) + 16
    lines = axis_ticks(max(values), view.metric, 4)
    left = margin(width) + 46
    field = Field(
        left, top, width - left - margin(width), height - top - 38, 0.0, lines[-1], len(values)
    )
    draw_value_lines(canvas, field, lines, lambda value: axis_number(value, view.metric, language))
    _draw_bars(canvas, field, view, buckets, values)
    _draw_mean(canvas, field, sum(values) / len(values))
    _draw_words(canvas, field, view, buckets, values)
    listed = [
        f"{_full(bucket, view.by, language)} {amount(value, view.metric, language)}"
        for bucket, value in zip(buckets, values, strict=True)
    ]
    told = ", ".join(f"{figure.name} {figure.value}" for figure in figures)
    return canvas.finish(title=title, description=f"{told}. {', '.join(listed)}.")


def _figures(view: TotalsView, values: Sequence[float], language: Language) -> list[Figure]:
    unit = pick(language, *_NAMES[view.by][2:])
    return [
        Figure(pick(language, "합계", "Total"), amount(sum(values), view.metric, language)),
        Figure(
            pick(language, f"{unit}평균 (점선)", f"Avg {unit} (dashed)"),
            amount(sum(values) / len(values), view.metric, language),
        ),
        Figure(pick(language, "최고", "Best"), amount(max(values), view.metric, language)),
    ]


def _draw_bars(
    canvas: Canvas,
    field: Field,
    view: TotalsView,
    buckets: Sequence[Bucket],
    values: Sequence[float],
) -> None:
    step = field.width / len(values)
    wide = min(step * 0.68, 56.0)
    for index, (bucket, value) in enumerate(zip(buckets, values, strict=True)):
        if not value:
            continue
        left = field.left + (index + 0.5) * step - wide / 2
        high = max(field.bottom - field.y(value), 2.0)
        corner = min(5.0, wide / 2, high)
        written = amount(value, view.metric, canvas.language)
        canvas.add(
            "path",
            fill="accent",
            fill_opacity=1 if index == len(values) - 1 else 0.55,
            hint=f"{_full(bucket, view.by, canvas.language)} · {written}",
            d=f"M{left:.1f} {field.bottom:.1f}v{corner - high:.1f}"
            f"q0 {-corner:.1f} {corner:.1f} {-corner:.1f}h{wide - 2 * corner:.1f}"
            f"q{corner:.1f} 0 {corner:.1f} {corner:.1f}v{high - corner:.1f}z",
        )


def _draw_words(
    canvas: Canvas,
    field: Field,
    view: TotalsView,
    buckets: Sequence[Bucket],
    values: Sequence[float],
) -> None:
    """Values above the bars where they fit, names of the buckets below; always the last one's."""
    step = field.width / len(values)
    every = _label_every(view, buckets, step, canvas.language)
    for index, (bucket, value) in enumerate(zip(buckets, values, strict=True)):
        middle = field.left + (index + 0.5) * step
        last = index == len(values) - 1
        written = amount(value, view.metric, canvas.language)
        room = step - 4
        if value and (text_width(written, t.SMALL_STRONG) < room or last):
            tight = text_width(written, t.SMALL_STRONG) >= room
            x, anchor = (field.left + field.width, "end") if tight else (middle, "middle")
            canvas.text(x, field.y(value) - 7, written, t.SMALL_STRONG, anchor=anchor, halo=True)
        if (len(values) - 1 - index) % every == 0:
            label = _label(bucket, view.by, canvas.language)
            style, fill = (t.SMALL_STRONG, "ink") if last else (t.SMALL, "muted")
            canvas.text(middle, field.bottom + 18, label, style, fill=fill, anchor="middle")


def _label_every(
    view: TotalsView, buckets: Sequence[Bucket], step: float, language: Language
) -> int:
    widest = max(text_width(_label(bucket, view.by, language), t.SMALL) for bucket in buckets)
    return max(1, int((widest + 8) / step) + 1) if widest + 6 > step else 1


def _label(bucket: Bucket, by: By, language: Language) -> str:
    day = bucket.starts_on
    if by == "year":
        return str(day.year)
    if by == "month":
        return dates.short_month(day.month, language)
    return f"{day.month}/{day.day}" if language == "ko" else dates.short_day(day, "en")


def _full(bucket: Bucket, by: By, language: Language) -> str:
    day = bucket.starts_on
    if by == "year":
        return pick(language, f"{day.year}년", str(day.year))
    if by == "month":
        return dates.month(day, language)
    first = dates.short_day(day, language)
    return pick(language, f"{first}부터 한 주", f"week of {first}")


def _draw_mean(canvas: Canvas, field: Field, mean: float) -> None:
    y = field.y(mean)
    right = field.left + field.width
    canvas.line(field.left, y, right, y, stroke="ink", stroke_width=1.2, stroke_dasharray="4 4")
