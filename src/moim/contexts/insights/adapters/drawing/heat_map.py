"""The map of all one's ways: the more often a place was passed, the stronger its colour."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.furniture import (
    Entry,
    beside_portrait,
    draw_heading,
    draw_legend,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import distance, owned, pick
from moim.contexts.insights.adapters.drawing.ramps import STEPS
from moim.contexts.insights.adapters.drawing.svg import Canvas
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.adapters.drawing.ticks import nice_floor


@dataclass(frozen=True, kw_only=True)
class HeatMapView:
    """Cells with x, y and how many workouts passed; ``shown`` of ``workouts`` are in the region."""

    title: str
    columns: int
    lines: int
    cell_m: float
    cells: Sequence[tuple[int, int, int]]
    workouts: int
    shown: int
    owner: str = ""


def draw_heat_map(view: HeatMapView, *, theme: Theme, language: Language, width: int = 720) -> str:
    """The map as SVG, north up, ``width`` px wide (320–2400)."""
    title = owned(view.owner, view.title)
    left = margin(width)
    room = width - 2 * left
    cell = min(room / max(view.columns, 1), room / max(view.lines, 1))
    height = min(max(150 + cell * view.lines, 300), 2400)
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    if not view.cells:
        sentence = pick(
            language, "지도에 그릴 위치 기록이 없습니다", "No positions to draw on a map"
        )
        advice = pick(
            language,
            "야외에서 위치를 켜고 기록하면 다닌 길이 쌓입니다.",
            "Record outdoors with location on and your ways add up here.",
        )
        draw_nothing(canvas, "course", sentence, advice)
        return canvas.finish(title=title, description=f"{sentence}. {advice}")
    most = max(count for _, _, count in view.cells)
    note = _note(view, language)
    top = draw_heading(canvas, title, note, free=beside_portrait(view.owner)) + 6
    across, down = cell * view.columns, cell * view.lines
    x, y = left + (room - across) / 2, top
    canvas.rect(left, top, room, down + 2, fill="land", radius=8)
    with canvas.group(shape_rendering="crispEdges"):
        for step, path in sorted(_paths(view, x, y, cell, most).items()):
            canvas.add("path", fill=f"heart-{step}", d=path)
    _draw_scale(canvas, view, left + 12, top + down - 10, cell)
    _draw_legend(canvas, most, left, top + down + 12, room)
    busiest = pick(
        language, f"가장 자주 지난 곳은 {most}번", f"the place passed most often {most} times"
    )
    return canvas.finish(title=title, description=f"{note}. {busiest}.")


def step_of(count: int, most: int) -> int:
    """The step of the ramp for a count: logarithmic, for daily ways stand out by far."""
    if most <= 1:
        return STEPS // 2
    return round(math.log(count) / math.log(most) * (STEPS - 1))


def _paths(view: HeatMapView, left: float, top: float, cell: float, most: int) -> dict[int, str]:
    """A path a step; cells of one step side by side are one box."""
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for x, y, count in view.cells:
        rows[y].append((x, step_of(count, most)))
    paths: dict[int, list[str]] = defaultdict(list)
    for y, places in sorted(rows.items()):
        places.sort()
        begins = [0] + [
            at
            for at, (one, other) in enumerate(pairwise(places), start=1)
            if other != (one[0] + 1, one[1])
        ]
        for begin, end in pairwise([*begins, len(places)]):
            x, step = places[begin]
            wide = (end - begin) * cell
            paths[step].append(
                f"M{left + x * cell:.1f} {top + y * cell:.1f}h{wide:.1f}v{cell:.1f}h-{wide:.1f}z"
            )
    return {step: "".join(parts) for step, parts in paths.items()}


def _note(view: HeatMapView, language: Language) -> str:
    if view.shown == view.workouts:
        return pick(language, f"운동 {view.workouts:,}회", f"{view.workouts:,} workouts")
    return pick(
        language,
        f"운동 {view.workouts:,}회 중 이 지역의 {view.shown:,}회",
        f"{view.shown:,} of {view.workouts:,} workouts, in this region",
    )


def _draw_scale(canvas: Canvas, view: HeatMapView, x: float, y: float, cell: float) -> None:
    length_m = nice_floor(max(view.cell_m * view.columns / 4, 1.0))
    long = length_m / view.cell_m * cell
    canvas.line(x, y, x + long, y, stroke="ink", stroke_width=2)
    canvas.text(x + long + 6, y + 4, distance(length_m), t.SMALL_STRONG, halo=True)


def _draw_legend(canvas: Canvas, most: int, x: float, y: float, room: float) -> None:
    counts = sorted({1, *(round(most**share) for share in (0.33, 0.66)), most})

    def sign(count: int) -> Entry:
        token = f"heart-{step_of(count, most)}"
        words = pick(canvas.language, f"{count:,}번", f"{count:,}×")
        return Entry(words, lambda x, y: canvas.rect(x - 6, y - 6, 12, 12, fill=token, radius=2))

    draw_legend(canvas, [sign(count) for count in counts], x, y, room)
