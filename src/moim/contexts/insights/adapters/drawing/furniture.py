"""The pieces several drawings share: figures in a row, legends that wrap, the empty state."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.svg import Canvas, clean, fit, text_width

NARROW = 620
"""Below this width, in px, a drawing takes its phone layout."""


_FIGURE_STYLES = tuple(t.TextStyle(size, 700) for size in (22, 17, 15, 13))


PORTRAIT_PX = 32
"""How large the photo of whose drawing it is stands at its top right."""


def beside_portrait(owner: str) -> int:
    """What a heading leaves free at the right, in px, for the photo of its owner."""
    return PORTRAIT_PX + 10 if owner else 0


def margin(width: int) -> int:
    """The free space at a drawing's edges."""
    return 16 if width < NARROW else 28


@dataclass(frozen=True)
class Figure:
    """One number that a reader should take away, its name and how it changed."""

    name: str
    value: str
    change: str = ""
    fill: str = "muted"


def draw_figures(
    canvas: Canvas, figures: Sequence[Figure], x: float, y: float, width: float
) -> float:
    """The figures side by side below ``y``; answers where they end."""
    column = width / len(figures)
    style = next(
        (
            style
            for style in _FIGURE_STYLES[column < 150 :]
            if all(text_width(figure.value, style) <= column - 6 for figure in figures)
        ),
        _FIGURE_STYLES[-1],
    )
    for index, figure in enumerate(figures):
        left = x + index * column
        room = column - 6
        canvas.text(left, y + 12, fit(figure.name, t.LABEL, room), t.LABEL, fill=figure.fill)
        canvas.text(left, y + 16 + style.size, fit(figure.value, style, room), style)
        if figure.change:
            written = fit(figure.change, t.LABEL_STRONG, room)
            fill = "accent" if figure.change.startswith("+") else "muted"
            canvas.text(left, y + 35 + style.size, written, t.LABEL_STRONG, fill=fill)
    changed = any(figure.change for figure in figures)
    return y + style.size + (42 if changed else 24)


@dataclass(frozen=True)
class Entry:
    """One entry of a legend: its words, and what draws its sign around a point."""

    words: str
    sign: Callable[[float, float], None] | None = None
    fill: str = "muted"


def draw_legend(
    canvas: Canvas, entries: Sequence[Entry], x: float, y: float, width: float
) -> float:
    """The entries in lines as they fit below ``y``; answers where they end."""
    left, baseline = x, y + 13
    for entry in entries:
        words = fit(entry.words, t.LABEL, width - 20)
        size = text_width(words, t.LABEL) + (18 if entry.sign else 0)
        if left > x and left + size > x + width:
            left, baseline = x, baseline + 20
        if entry.sign:
            entry.sign(left + 6, baseline - 4)
        canvas.text(left + (18 if entry.sign else 0), baseline, words, t.LABEL, fill=entry.fill)
        left += size + 14
    return baseline + 6 if entries else y


def draw_check(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """The sign of a goal reached: a gold disc with a tick."""
    canvas.circle(x, y, radius, fill="gold", stroke="paper", stroke_width=1.5)
    canvas.add(
        "path",
        stroke="on-gold",
        stroke_width=max(1.4, radius * 0.26),
        stroke_linecap="round",
        stroke_linejoin="round",
        d=f"M{x - radius * 0.42:.1f} {y + radius * 0.04:.1f}l{radius * 0.3:.1f} "
        f"{radius * 0.32:.1f}l{radius * 0.52:.1f} {-radius * 0.62:.1f}",
    )


def draw_star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """The sign of a record: a gold star."""
    tips = [
        (math.sin(turn * math.pi / 5) * reach, -math.cos(turn * math.pi / 5) * reach)
        for turn in range(10)
        for reach in [radius if turn % 2 == 0 else radius * 0.45]
    ]
    d = "L".join(f"{x + right:.1f} {y + down:.1f}" for right, down in tips)
    canvas.add("path", fill="gold", stroke="on-gold", stroke_width=0.8, d=f"M{d}z")


def draw_heading(canvas: Canvas, title: str, note: str, *, free: int = 0) -> float:
    """Title and at most two quieter lines below it at the top left; answers where they end.

    ``free`` px at the right stay so.
    """
    left, room = margin(canvas.width), canvas.width - 2 * margin(canvas.width) - free
    baseline = left + t.TITLE.size * 0.84
    canvas.text(left, baseline, fit(title, t.TITLE, room), t.TITLE)
    for index, line in enumerate(wrap(note, t.BODY, room, 2) if note else ()):
        baseline += 20 if index else 22
        canvas.text(left, baseline, line, t.BODY, fill="muted")
    return baseline + 8


def draw_nothing(canvas: Canvas, sign: str, sentence: str, advice: str) -> None:
    """The empty state in the middle of the picture: a sign, what is missing, what to do."""
    middle, high = canvas.width / 2, canvas.height / 2 - 14
    canvas.circle(middle, high - 28, 26, fill="accent-soft")
    canvas.add(
        "path",
        stroke="accent",
        stroke_width=2.4,
        stroke_linecap="round",
        stroke_linejoin="round",
        d=_SIGNS[sign],
        transform=f"translate({middle - 12:.1f} {high - 40:.1f})",
    )
    room = canvas.width - 2 * margin(canvas.width)
    canvas.text(middle, high + 26, fit(sentence, t.STRONG, room), t.STRONG, anchor="middle")
    for line, words in enumerate(wrap(advice, t.LABEL, room, 2)):
        canvas.text(middle, high + 48 + 18 * line, words, t.LABEL, fill="muted", anchor="middle")


_SIGNS = {
    "course": "M4 20c0-5 16-3 16-9s-9-6-9-6M8 5l3-3M8 5l3 3M2.5 20h3",
    "profile": "M2 20L8 8l4 6 4-9 6 15",
    "bars": "M4 20v-6M10 20V8M16 20v-9M22 20V4M2 20h22",
    "goal": "M12 2a10 10 0 1 0 10 10M12 7a5 5 0 1 0 5 5M12 12l8-8M20 4V1M20 4h3",
}


def wrap(text: str, style: t.TextStyle, width: float, lines: int) -> list[str]:
    """The text broken at spaces into at most ``lines`` lines, the last one shortened."""
    words = clean(text).split(" ")
    done: list[str] = []
    line = ""
    for index, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if text_width(longer, style) <= width or not line:
            line = longer
            continue
        if len(done) == lines - 1:
            line = " ".join([line, *words[index:]])
            break
        done.append(line)
        line = word
    return [*done, fit(line, style, width)]
