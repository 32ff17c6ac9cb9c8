"""The goal ring: how full it is, and where an even pace would be."""

import math

from moim.contexts.insights.adapters.drawing import dates
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import draw_check, margin
from moim.contexts.insights.adapters.drawing.goal import GoalView, described, needed, standing
from moim.contexts.insights.adapters.drawing.measures import pick
from moim.contexts.insights.adapters.drawing.svg import Canvas, clean, fit, text_width
from moim.contexts.insights.adapters.drawing.theme import Language, Theme

_BESIDE = 520
"""From this width on, the words stand beside the ring."""


def draw_ring(goal: GoalView, *, theme: Theme, language: Language, width: int = 360) -> str:
    """The goal as SVG, ``width`` px wide (320–2400); as high as its words need."""
    beside = width >= _BESIDE
    left = margin(width)
    radius = 84.0 if beside else min(92.0, (width - 2 * left) * 0.36)
    outer = radius + 11
    height = (
        2 * outer + 2 * left
        if beside
        else 2 * outer + left + 112 + 20 * len(_lines(goal, language))
    )
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    middle = left + outer if beside else width / 2
    high = canvas.height / 2 if beside else left + 40 + outer
    _draw_ring(canvas, goal, middle, high, radius)
    if beside:
        _draw_words_beside(canvas, goal, left + 2 * outer + 36, high)
    else:
        _draw_words_around(canvas, goal, high + outer)
    name = _name(goal, language)
    title = pick(language, f"목표: {name}", f"Goal: {name}")
    return canvas.finish(title=title, description=described(goal, language))


def _name(goal: GoalView, language: Language) -> str:
    return clean(goal.title).strip() or pick(language, "나의 목표", "My goal")


def _draw_ring(canvas: Canvas, goal: GoalView, x: float, y: float, radius: float) -> None:
    thick = 20.0
    canvas.circle(x, y, radius, stroke="track", stroke_width=thick)
    if goal.reached:
        canvas.circle(x, y, radius, stroke="accent", stroke_width=thick)
        _draw_arc(canvas, x, y, radius, min(max(goal.share - 1, 0.0), 0.9999), thick, "gold")
    else:
        _draw_arc(canvas, x, y, radius, goal.share, thick, "accent")
    if not goal.reached and goal.days_gone and goal.days_left and goal.aim:
        turn = 2 * math.pi * min(goal.expected / goal.aim, 1.0)
        inner, outer = radius - thick / 2 - 3, radius + thick / 2 + 3
        canvas.line(
            x + inner * math.sin(turn),
            y - inner * math.cos(turn),
            x + outer * math.sin(turn),
            y - outer * math.cos(turn),
            stroke="ink",
            stroke_width=2.5,
            stroke_linecap="round",
        )
    canvas.text(x, y + 8, f"{goal.share:.0%}", t.NUMBER_XL, anchor="middle")
    done = fit(goal.amount(goal.done, canvas.language), t.BODY, 2 * radius - 30)
    canvas.text(x, y + 32, done, t.BODY, fill="muted", anchor="middle")
    if goal.reached:
        draw_check(canvas, x, y - 36, 11)


def _draw_arc(
    canvas: Canvas, x: float, y: float, radius: float, share: float, thick: float, token: str
) -> None:
    """The part of the ring from twelve o'clock on; what has begun is at least a dot."""
    if share <= 0:
        return
    turn = 2 * math.pi * min(max(share, 0.001), 0.9999)
    end_x, end_y = x + radius * math.sin(turn), y - radius * math.cos(turn)
    canvas.add(
        "path",
        stroke=token,
        stroke_width=thick,
        stroke_linecap="round",
        d=f"M{x:.1f} {y - radius:.1f}A{radius:.1f} {radius:.1f} 0 {int(turn > math.pi)} 1 "
        f"{end_x:.2f} {end_y:.2f}",
    )


def _lines(goal: GoalView, language: Language) -> list[str]:
    period = (
        f"{dates.short_day(goal.starts_on, language)} – {dates.short_day(goal.ends_on, language)}"
    )
    aim = goal.aim_in_words(language)
    lines = [pick(language, f"목표 {aim} · {period}", f"Target {aim} · {period}")]
    if not goal.reached and goal.days_left and goal.days_gone:
        left = goal.amount(goal.remaining, language)
        days = goal.days_left
        lines.append(
            pick(
                language,
                f"{left} 남음 · {days:,}일 남음",
                f"{left} to go · {days:,} day{'' if days == 1 else 's'} left",
            )
        )
    if how := needed(goal, language):
        lines.append(how)
    return lines


def _tone(goal: GoalView) -> str:
    """The colour of the standing: good, neutral or behind."""
    if goal.reached or goal.done >= goal.expected:
        return "accent"
    return "behind"


def _draw_pill(canvas: Canvas, goal: GoalView, x: float, y: float, anchor: str) -> None:
    room = canvas.width - 2 * margin(canvas.width) - 28
    words = fit(standing(goal, canvas.language), t.STRONG, room)
    size = text_width(words, t.STRONG) + 28
    left = x - size / 2 if anchor == "middle" else x
    token = _tone(goal)
    canvas.rect(left, y, size, 32, radius=16, fill=token, fill_opacity=0.14)
    canvas.text(left + size / 2, y + 21, words, t.STRONG, fill=token, anchor="middle")


def _draw_words_beside(canvas: Canvas, goal: GoalView, x: float, middle: float) -> None:
    lines = _lines(goal, canvas.language)
    room = canvas.width - x - margin(canvas.width)
    y = middle - (22 + 22 * len(lines) + 44) / 2 + 18
    style = t.TextStyle(20, 700)
    canvas.text(x, y, fit(_name(goal, canvas.language), style, room), style)
    for line in lines:
        y += 23
        canvas.text(x, y, fit(line, t.BODY, room), t.BODY, fill="muted")
    _draw_pill(canvas, goal, x, y + 16, "start")


def _draw_words_around(canvas: Canvas, goal: GoalView, y: float) -> None:
    left = margin(canvas.width)
    middle, room = canvas.width / 2, canvas.width - 2 * left
    name = fit(_name(goal, canvas.language), t.TITLE, room)
    canvas.text(middle, left + 16, name, t.TITLE, anchor="middle")
    _draw_pill(canvas, goal, middle, y + 16, "middle")
    for index, line in enumerate(_lines(goal, canvas.language)):
        style = t.BODY if index else t.LABEL
        written = fit(line, style, room)
        canvas.text(middle, y + 72 + 20 * index, written, style, fill="muted", anchor="middle")
