"""The map of a course: our own picture of where it went, without any tile server."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from moim.contexts.insights.adapters.drawing import geometry as g
from moim.contexts.insights.adapters.drawing import theme as t
from moim.contexts.insights.adapters.drawing.course import (
    Colouring,
    Columns,
    CourseView,
    Shading,
    columns_of,
    missing,
    runs_of,
    shade,
)
from moim.contexts.insights.adapters.drawing.furniture import (
    NARROW,
    draw_heading,
    draw_nothing,
    margin,
)
from moim.contexts.insights.adapters.drawing.measures import (
    Totals,
    distance,
    duration,
    metres,
    pick,
)
from moim.contexts.insights.adapters.drawing.ramps import STEPS
from moim.contexts.insights.adapters.drawing.svg import (
    HEIGHTS,
    Canvas,
    clean,
    text_width,
    within,
)
from moim.contexts.insights.adapters.drawing.theme import Language, Theme
from moim.contexts.insights.adapters.drawing.ticks import marks_every_km, nice_floor

_VERTICES_MAX = 2200
_BESIDE_VERTICES_MAX = 500
_FOOTER = 58


@dataclass(frozen=True)
class _Panel:
    """The sheet the course lies on, and where a metre of Web Mercator falls on it."""

    left: float
    top: float
    width: float
    height: float
    scale: float
    middle_x_m: float
    middle_y_m: float

    def place(self, x_m: g.Floats, y_m: g.Floats) -> tuple[g.Floats, g.Floats]:
        return (
            self.left + self.width / 2 + (x_m - self.middle_x_m) * self.scale,
            self.top + self.height / 2 + (y_m - self.middle_y_m) * self.scale,
        )

    @property
    def metres_per_px(self) -> float:
        """Ground metres, which Web Mercator stretches by 1 / cos(latitude)."""
        return 1 / self.scale / math.cosh(self.middle_y_m / g.EARTH_M)


def draw_map(
    view: CourseView,
    *,
    color: Colouring = "pace",
    beside: Sequence[CourseView] = (),
    theme: Theme,
    language: Language,
    width: int = 720,
    height: int = 640,
) -> str:
    """The course as SVG, north up, fitted into ``width`` × ``height`` px (320–2400, 240–2400).

    A colour without data falls back to plain and says so; no course gives the empty state. The
    courses ``beside`` lie faint below it, as far as they are on its sheet.
    """
    within("height", height, HEIGHTS)
    canvas = Canvas(width=width, height=height, theme=theme, language=language)
    name = clean(view.title).strip() or pick(language, "코스", "Course")
    title = pick(language, f"{name} 지도", f"Map of {name}")
    columns = columns_of(view)
    known = np.isfinite(columns.x_m) & np.isfinite(columns.y_m)
    if not g.pieces(known):
        sentence = pick(
            language, "지도에 그릴 위치 기록이 없습니다", "No positions to draw on a map"
        )
        advice = pick(
            language,
            "실내 운동이거나 GPS가 꺼져 있었습니다. 야외에서 위치를 켜고 기록해 보세요.",
            "It was indoors or GPS was off. Record outdoors with location on to see a map.",
        )
        draw_nothing(canvas, "course", sentence, advice)
        return canvas.finish(title=title, description=sentence)
    top = draw_heading(canvas, name, summary(view.totals, columns, language))
    shading = shade(view, columns, color, language)
    panel = _fitted(canvas, columns, known, top + 8)
    _draw_sheet(canvas, panel)
    for other in beside:
        _draw_beside(canvas, panel, columns_of(other))
    _draw_line(canvas, panel, columns, shading)
    _draw_marks(canvas, panel, columns, known)
    _draw_scale_bar(canvas, panel)
    _draw_north(canvas, panel)
    _draw_footer(canvas, shading, missing(color, language), company=bool(beside))
    told = _description(view, columns, shading, language)
    if beside:
        told += pick(
            language,
            f" 함께한 {len(beside)}명이 간 길이 옅게 보입니다.",
            f" The ways of {len(beside)} companions are faint.",
        )
    return canvas.finish(title=title, description=told)


def summary(totals: Totals, columns: Columns, language: Language) -> str:
    """The line of figures under a course's title."""
    parts = [distance(totals.of("distance_m") or columns.length_m)]
    if totals.of("moving_s"):
        parts.append(duration(totals.of("moving_s"), language))
    if totals.of("elevation_gain_m"):
        climb = metres(totals.of("elevation_gain_m"))
        parts.append(pick(language, f"상승 {climb}", f"{climb} gain"))
    return " · ".join(parts)


def _fitted(canvas: Canvas, columns: Columns, known: g.Mask, top: float) -> _Panel:
    left = 0.0 if canvas.width < NARROW else float(margin(canvas.width))
    width, height = canvas.width - 2 * left, canvas.height - top - _FOOTER - 14
    x_m, y_m = columns.x_m[known], columns.y_m[known]
    low_x, high_x = float(x_m.min()), float(x_m.max())
    low_y, high_y = float(y_m.min()), float(y_m.max())
    edge = 34 if canvas.width < NARROW else 48
    scale = min(
        max(width - 2 * edge, 40) / max(high_x - low_x, 60.0),
        max(height - 2 * edge, 40) / max(high_y - low_y, 60.0),
    )
    return _Panel(left, top, width, height, scale, (low_x + high_x) / 2, (low_y + high_y) / 2)


def _draw_sheet(canvas: Canvas, panel: _Panel) -> None:
    radius = 14 if panel.left else 0
    canvas.rect(panel.left, panel.top, panel.width, panel.height, fill="land", radius=radius)
    step = _bar_m(panel) / panel.metres_per_px
    lines = [
        *(
            f"M{x:.1f} {panel.top:.1f}v{panel.height:.1f}"
            for x in _steps(panel.left, panel.width, step)
        ),
        *(
            f"M{panel.left:.1f} {y:.1f}h{panel.width:.1f}"
            for y in _steps(panel.top, panel.height, step)
        ),
    ]
    canvas.add("path", stroke="grid", stroke_width=1, d="".join(lines))


def _steps(start: float, length: float, step: float) -> Iterator[float]:
    """Places a step apart, the same distance free on both sides."""
    count = int(length / step)
    first = start + (length - count * step) / 2
    for index in range(count + 1):
        place = first + index * step
        if start + 2 < place < start + length - 2:
            yield place


def _bar_m(panel: _Panel) -> float:
    return nice_floor(panel.metres_per_px * 110)


def _draw_beside(canvas: Canvas, panel: _Panel, columns: Columns) -> None:
    x, y = panel.place(columns.x_m, columns.y_m)
    kept = g.thin(x, y, 0.8, _BESIDE_VERTICES_MAX)
    on_sheet = (
        (x >= panel.left)
        & (x <= panel.left + panel.width)
        & (y >= panel.top)
        & (y <= panel.top + panel.height)
    )
    d = "".join(
        g.path_of(x[start:stop][kept[start:stop]], y[start:stop][kept[start:stop]])
        for start, stop in g.pieces(on_sheet)
    )
    if d:
        canvas.add("path", stroke="muted", stroke_width=2.2, stroke_opacity=0.6, d=d)


def _draw_company_sign(canvas: Canvas, x: float, y: float) -> None:
    d = f"M{x - 8:.1f} {y:.1f}h16"
    canvas.add("path", stroke="muted", stroke_width=2.2, stroke_opacity=0.6, d=d)


def _draw_line(canvas: Canvas, panel: _Panel, columns: Columns, shading: Shading | None) -> None:
    """White casing below, then one path a colour, at most as many as the ramp has steps."""
    x, y = panel.place(columns.x_m, columns.y_m)
    kept = g.thin(x, y, 0.5, _VERTICES_MAX)
    known = np.isfinite(x) & np.isfinite(y)
    wide = 4.0 if canvas.width < NARROW else 5.2
    whole = "".join(
        g.path_of(x[start:stop][kept[start:stop]], y[start:stop][kept[start:stop]])
        for start, stop in g.pieces(known)
    )
    paths: dict[int, str] = defaultdict(str)
    for step, indices in runs_of(shading, kept, known):
        paths[step] += g.path_of(x[indices], y[indices])
    with canvas.group(stroke_linecap="round", stroke_linejoin="round"):
        canvas.add("path", stroke="casing", stroke_width=wide + 4, stroke_opacity=0.9, d=whole)
        for step, d in sorted(paths.items()):
            plain = "accent" if shading is None else "faint"
            token = f"{shading.ramp}-{step}" if shading and step >= 0 else plain
            canvas.add("path", stroke=token, stroke_width=wide, d=d)


def _draw_marks(canvas: Canvas, panel: _Panel, columns: Columns, known: g.Mask) -> None:
    """Start, end and kilometres; none in a gap, none upon another."""
    x, y = panel.place(columns.x_m[known], columns.y_m[known])
    way = columns.distance_m[known]
    start, end = (float(x[0]), float(y[0])), (float(x[-1]), float(y[-1]))
    taken = [start, end]
    most = max(3, min(14, round((panel.width + panel.height) / 80)))
    step = marks_every_km(columns.length_m, most)
    order = np.flatnonzero(known)
    for km in range(step, int(columns.length_m / 1000) + 1, step):
        after = min(int(np.searchsorted(way, km * 1000)), len(way) - 1)
        if after and order[after] - order[after - 1] > 1:
            continue
        place = float(np.interp(km * 1000, way, x)), float(np.interp(km * 1000, way, y))
        if all(math.dist(place, other) >= 22 for other in taken):
            taken.append(place)
            _draw_kilometre(canvas, *place, km)
    if math.dist(start, end) < 16:
        canvas.circle(*start, 11, fill="casing")
        _draw_start(canvas, *start)
        canvas.circle(*start, 10.5, stroke="ink", stroke_width=2.5, stroke_dasharray="3.3 3.3")
    else:
        _draw_end(canvas, *end)
        _draw_start(canvas, *start)


def _draw_kilometre(canvas: Canvas, x: float, y: float, km: int) -> None:
    size = text_width(str(km), t.SMALL_STRONG) + 9
    canvas.rect(
        x - max(size, 17) / 2, y - 8.5, max(size, 17), 17, radius=8.5, fill="paper", stroke="line"
    )
    canvas.text(x, y + 4, str(km), t.SMALL_STRONG, anchor="middle")


def _draw_start(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 7, fill="accent", stroke="casing", stroke_width=2.4)
    canvas.add("path", fill="on-accent", d=f"M{x - 1.9:.1f} {y - 3.1:.1f}v6.2l5-3.1z")


def _draw_end(canvas: Canvas, x: float, y: float) -> None:
    canvas.circle(x, y, 7, fill="ink", stroke="casing", stroke_width=2.4)
    canvas.rect(x - 2.6, y - 2.6, 5.2, 5.2, fill="paper")


def _draw_scale_bar(canvas: Canvas, panel: _Panel) -> None:
    bar_m = _bar_m(panel)
    size = bar_m / panel.metres_per_px
    words = f"{bar_m / 1000:g} km" if bar_m >= 1000 else f"{bar_m:g} m"
    x, y = panel.left + 16, panel.top + panel.height - 16
    mark = f"M{x:.1f} {y - 5:.1f}v5h{size:.1f}v-5"
    canvas.add("path", stroke="land", stroke_width=5, stroke_linecap="round", d=mark)
    canvas.add("path", stroke="muted", stroke_width=1.6, stroke_linecap="round", d=mark)
    canvas.text(x + size / 2, y - 6, words, t.SMALL_STRONG, fill="muted", anchor="middle")


def _draw_north(canvas: Canvas, panel: _Panel) -> None:
    x, y = panel.left + panel.width - 24, panel.top + 24
    canvas.circle(x, y, 13, fill="paper", fill_opacity=0.85)
    canvas.add("path", fill="sunday", d=f"M{x:.1f} {y - 10:.1f}l3.6 8h-7.2z")
    canvas.text(x, y + 8.5, "N", t.TextStyle(10, 700), fill="muted", anchor="middle")


def _draw_footer(canvas: Canvas, shading: Shading | None, lacking: str, *, company: bool) -> None:
    left, y = margin(canvas.width), canvas.height - _FOOTER
    right = float(canvas.width - left)
    signs = [
        (pick(canvas.language, "도착", "Finish"), partial(_draw_end, canvas)),
        (pick(canvas.language, "출발", "Start"), partial(_draw_start, canvas)),
    ]
    if company and canvas.width >= NARROW:
        words = pick(canvas.language, "함께한 사람", "Companions")
        signs.append((words, partial(_draw_company_sign, canvas)))
    for words, sign in signs:
        canvas.text(right, y + 13, words, t.LABEL, fill="muted", anchor="end")
        right -= text_width(words, t.LABEL) + 11
        sign(right, y + 9)
        right -= 20
    if shading is None:
        canvas.text(left, y + 13, lacking, t.LABEL, fill="muted")
        return
    draw_ramp(canvas, shading, left, y, min(360.0, right - left if canvas.width >= NARROW else 240))


def draw_ramp(canvas: Canvas, shading: Shading, x: float, y: float, width: float) -> None:
    """A ramp with its name above and what its ends and middle mean below; 44 px high."""
    canvas.text(x, y + 13, shading.name, t.LABEL_STRONG)
    step = width / STEPS
    with canvas.group(shape_rendering="crispEdges"):
        for index in range(STEPS):
            token = f"{shading.ramp}-{index}"
            canvas.rect(x + index * step, y + 21, step + 0.4, 8, fill=token)
    for place, anchor, label in zip(
        (x, x + width / 2, x + width), ("start", "middle", "end"), shading.labels, strict=True
    ):
        canvas.text(place, y + 43, label, t.SMALL, fill="muted", anchor=anchor)


def _description(
    view: CourseView, columns: Columns, shading: Shading | None, language: Language
) -> str:
    parts = [f"{summary(view.totals, columns, language)}."]
    if shading:
        low, _, high = shading.labels
        parts.append(
            pick(
                language,
                f"선의 색은 {shading.name}: {low}부터 {high}까지.",
                f"The line's colour is {shading.name}: {low} to {high}.",
            )
        )
    return " ".join(parts)
