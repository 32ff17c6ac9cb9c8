"""Named amounts as bars one below another, so that labels stay readable on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import (
    beside_portrait,
    draw_heading,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import owned, pick, sensible
from moim.contexts.insights.adapters.drawing.svg import HEIGHTS, Canvas, fit, text_width
from moim.contexts.insights.adapters.drawing.theme import Language, Theme

ROWS_MAX = 60
"""Of more, the first are drawn."""

_PITCH = 28
_HEAD = 32


@dataclass(frozen=True, kw_only=True)
class Amount:
    """One bar: its name, how long it is, and the value in words."""

    name: str
    value: float
    words: str
    token: str = "accent"  # noqa: S105 - of a colour


@dataclass(frozen=True, kw_only=True)
class Group:
    """Bars that compare with each other, under a heading."""

    name: str
    amounts: Sequence[Amount]


@dataclass(frozen=True, kw_only=True)
class RowsView:
    """Groups of bars, each with a scale of its own from nothing to its longest."""

    title: str
    groups: Sequence[Group]
    note: str = ""
    owner: str = ""
    nothing: str = ""


def draw_rows(view: RowsView, *, theme: Theme, language: Language, width: int = 720) -> str:
    """The bars as SVG, ``width`` px wide (320–2400); as high as they need."""
    groups = _limited(view.groups)
    title = owned(view.owner, view.title)
    lines = sum(len(group.amounts) for group in groups)
    heads = sum(bool(group.name) for group in groups)
    height = 84 + (24 if view.note else 0) + _PITCH * lines + _HEAD * heads + 12
    canvas = Canvas(width=width, height=max(height, HEIGHTS[0]), theme=theme, language=language)
    if not lines:
        sentence = pick(language, "그릴 기록이 없습니다", "Nothing to draw yet")
        draw_nothing(canvas, "bars", sentence, view.nothing)
        return canvas.finish(title=title, description=f"{sentence}. {view.nothing}".strip())
    y = draw_heading(canvas, title, view.note, free=beside_portrait(view.owner)) + 10
    for group in groups:
        if group.name:
            canvas.text(margin(width), y + 18, group.name, t.STRONG)
            y += _HEAD
        y = _draw_group(canvas, group, y)
    told = [
        f"{group.name}: " * bool(group.name)
        + ", ".join(f"{amount.name} {amount.words}" for amount in group.amounts)
        for group in groups
    ]
    return canvas.finish(title=title, description=". ".join(told))


def _limited(groups: Sequence[Group]) -> list[Group]:
    left, kept = ROWS_MAX, []
    for group in groups:
        amounts = group.amounts[:left]
        left -= len(amounts)
        if amounts:
            kept.append(Group(name=group.name, amounts=amounts))
    return kept


def _draw_group(canvas: Canvas, group: Group, top: float) -> float:
    left, room = margin(canvas.width), canvas.width - 2 * margin(canvas.width)
    names = max(text_width(amount.name, t.LABEL) for amount in group.amounts)
    words = max(text_width(amount.words, t.LABEL_STRONG) for amount in group.amounts)
    name_room = min(names + 10, room * 0.4)
    start = left + name_room
    longest = max(room - name_room - words - 10, 24.0)
    most = max(sensible(amount.value) for amount in group.amounts) or 1.0
    for amount in group.amounts:
        middle = top + _PITCH / 2
        bar = longest * sensible(amount.value) / most
        hint = f"{amount.name} {amount.words}"
        canvas.text(left, middle + 4, fit(amount.name, t.LABEL, name_room - 6), t.LABEL)
        canvas.rect(start, middle - 8, longest, 16, fill="track", radius=4)
        if bar > 0:
            wide = max(bar, 3.0)
            canvas.rect(start, middle - 8, wide, 16, fill=amount.token, radius=4, hint=hint)
        canvas.text(canvas.width - left, middle + 4, amount.words, t.LABEL_STRONG, anchor="end")
        top += _PITCH
    return top + 6
