"""What held from when to when: a lane for each thing, filled while it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import (
    beside_portrait,
    draw_heading,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import owned, pick
from moim.contexts.insights.adapters.drawing.svg import HEIGHTS, Canvas, fit
from moim.contexts.insights.adapters.drawing.theme import Language, Theme

_PITCH = 34


@dataclass(frozen=True, kw_only=True)
class Lane:
    """``spans`` are first and last day of each time it held; ``holds`` whether it does now."""

    name: str
    spans: Sequence[tuple[date, date]]
    holds: bool


@dataclass(frozen=True, kw_only=True)
class LanesView:
    """Lanes over the days from ``first`` to ``last``; ``words`` for it holds and it does not."""

    title: str
    first: date
    last: date
    lanes: Sequence[Lane]
    words: tuple[str, str]
    owner: str = ""
    nothing: str = ""


def draw_lanes(view: LanesView, *, theme: Theme, language: Language, width: int = 720) -> str:
    """The lanes as SVG, ``width`` px wide (320–2400); as high as they need."""
    height = 104 + _PITCH * len(view.lanes)
    canvas = Canvas(width=width, height=max(height, HEIGHTS[0]), theme=theme, language=language)
    title = owned(view.owner, view.title)
    if not view.lanes:
        sentence = pick(language, "그릴 기록이 없습니다", "Nothing to draw yet")
        draw_nothing(canvas, "bars", sentence, view.nothing)
        return canvas.finish(title=title, description=f"{sentence}. {view.nothing}".strip())
    left, room = margin(width), width - 2 * margin(width)
    top = draw_heading(canvas, title, "", free=beside_portrait(view.owner)) + 10
    start, wide = left + room * 0.34, room * 0.48
    days = max((view.last - view.first).days + 1, 1)
    for lane in view.lanes:
        middle = top + _PITCH / 2
        canvas.text(left, middle + 4, fit(lane.name, t.LABEL, room * 0.32), t.LABEL)
        canvas.rect(start, middle - 7, wide, 14, fill="track", radius=3)
        for first, last in lane.spans:
            began = max((first - view.first).days, 0) / days
            ended = min((last - view.first).days + 1, days) / days
            if ended > began:
                canvas.rect(
                    start + wide * began,
                    middle - 7,
                    max(wide * (ended - began), 3.0),
                    14,
                    fill="accent",
                    radius=3,
                )
        words, fill = view.words[not lane.holds], "accent" if lane.holds else "muted"
        canvas.text(left + room, middle + 4, words, t.LABEL_STRONG, fill=fill, anchor="end")
        top += _PITCH
    for day, x, anchor in ((view.first, start, "start"), (view.last, start + wide, "end")):
        words = dates.short_day(day, language)
        canvas.text(x, top + 16, words, t.SMALL, fill="muted", anchor=anchor)
    told = ", ".join(f"{lane.name} {view.words[not lane.holds]}" for lane in view.lanes)
    return canvas.finish(title=title, description=told)


def spans_of(
    changes: Sequence[tuple[date, bool]], last: date
) -> tuple[Sequence[tuple[date, date]], bool]:
    """From days on which it began or ceased, in order: when it held, and whether it does."""
    spans: list[tuple[date, date]] = []
    since: date | None = None
    for day, holds in changes:
        if holds and since is None:
            since = day
        elif not holds and since is not None:
            spans.append((since, max(since, day - timedelta(days=1))))
            since = None
    if since is not None:
        spans.append((since, last))
    return spans, since is not None
