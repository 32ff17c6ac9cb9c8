"""Every sport's mark: a colour and a shape, so that it is told apart without colour too."""

import math
from dataclasses import dataclass

from moim.contexts.insights.adapters.drawing.measures import pick
from moim.contexts.insights.adapters.drawing.svg import Canvas
from moim.contexts.insights.adapters.drawing.theme import Language


@dataclass(frozen=True)
class Mark:
    """A family of sports as it is drawn."""

    token: str
    shape: str
    ko: str
    en: str

    def name(self, language: Language) -> str:
        """What the legend calls it."""
        return pick(language, self.ko, self.en)


RUN = Mark("sport-run", "circle", "달리기", "Run")
RIDE = Mark("sport-ride", "square", "자전거", "Ride")
WALK = Mark("sport-walk", "up", "걷기", "Walk")
HIKE = Mark("sport-hike", "peaks", "등산", "Hike")
SWIM = Mark("sport-swim", "diamond", "수영", "Swim")
STRENGTH = Mark("sport-strength", "hexagon", "근력·실내", "Gym")
OTHER = Mark("sport-other", "down", "기타", "Other")

_MARKS = {
    "run": RUN,
    "trail_run": RUN,
    "track_run": RUN,
    "treadmill_run": RUN,
    "ride": RIDE,
    "mountain_ride": RIDE,
    "gravel_ride": RIDE,
    "indoor_ride": RIDE,
    "walk": WALK,
    "hike": HIKE,
    "swim": SWIM,
    "open_water_swim": SWIM,
    "strength": STRENGTH,
    "cardio": STRENGTH,
    "hiit": STRENGTH,
    "yoga": STRENGTH,
    "pilates": STRENGTH,
}


def mark_of(sport: str) -> Mark:
    """The mark of a sport; one we do not know is drawn as other."""
    return _MARKS.get(sport, OTHER)


def marks_of(sports: tuple[str, ...]) -> tuple[Mark, ...]:
    """The different marks of some sports, in their order."""
    return tuple(dict.fromkeys(mark_of(sport) for sport in sports))


def draw_mark(canvas: Canvas, mark: Mark, x: float, y: float, radius: float) -> None:
    """The mark around (x, y), about as large as a disc of the radius."""
    if mark.shape == "circle":
        canvas.circle(x, y, radius, fill=mark.token)
    elif mark.shape == "square":
        half = radius * 0.9
        canvas.rect(x - half, y - half, half * 2, half * 2, radius=radius * 0.3, fill=mark.token)
    else:
        outline = _OUTLINES[mark.shape]
        points = " ".join(f"{x + radius * dx:.1f},{y + radius * dy:.1f}" for dx, dy in outline)
        canvas.add(
            "polygon",
            fill=mark.token,
            stroke=mark.token,
            stroke_width=radius * 0.22,
            stroke_linejoin="round",
            points=points,
        )


def _polygon(corners: int, turn_deg: float, size: float) -> tuple[tuple[float, float], ...]:
    return tuple(
        (
            size * math.cos(math.radians(turn_deg + 360 * corner / corners)),
            size * math.sin(math.radians(turn_deg + 360 * corner / corners)),
        )
        for corner in range(corners)
    )


_OUTLINES = {
    "up": tuple((x, y + 0.15) for x, y in _polygon(3, -90, 1.0)),
    "down": tuple((x, y - 0.15) for x, y in _polygon(3, 90, 1.0)),
    "diamond": _polygon(4, 0, 0.98),
    "hexagon": _polygon(6, 0, 0.92),
    "peaks": ((-1.0, 0.72), (-0.3, -0.78), (0.08, -0.1), (0.35, -0.5), (1.0, 0.72)),
}
