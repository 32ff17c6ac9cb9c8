"""Pictures and workouts to make certificates of: a town by the river, at noon and at dusk."""

import io
from datetime import UTC, datetime

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from moim.contexts.workouts.domain.figures import Figures
from moim.contexts.workouts.domain.sports import Sport
from moim.contexts.workouts.domain.workout import Workout
from moim.kernel.ids import new_id

PHONE = (3024, 4032)
NOON = {
    "sky": ((120, 180, 240), (210, 225, 245), (255, 236, 205)),
    "sun": (255, 220, 160),
    "town": (140, 165, 190),
    "water": (70, 95, 100),
    "light": (255, 250, 230),
    "bank": (120, 116, 110),
    "way": (170, 90, 70),
    "shirt": (220, 60, 60),
    "skin": (224, 180, 150),
    "legs": (30, 42, 60),
}
DUSK = {
    "sky": ((12, 18, 48), (60, 40, 90), (230, 120, 80)),
    "sun": (255, 220, 160),
    "town": (40, 44, 70),
    "water": (18, 20, 34),
    "light": (255, 200, 140),
    "bank": (30, 30, 36),
    "way": (60, 56, 60),
    "shirt": (150, 40, 60),
    "skin": (80, 50, 45),
    "legs": (15, 15, 22),
}


def scene(size: tuple[int, int] = PHONE, *, dark: bool = False) -> Image.Image:
    """Sky, sun, a skyline, water with its lights, somebody who runs along it; a little noise."""
    colours = DUSK if dark else NOON
    width, height = size[0] // 4, size[1] // 4
    image = _sky(width, height, colours)
    chance = np.random.default_rng(3)
    pen = ImageDraw.Draw(image)
    _town(pen, width, height, colours, chance, lit=dark)
    _runner(pen, width * 0.42, height * 0.70, colours)
    image = image.filter(ImageFilter.GaussianBlur(0.7)).resize(size, Image.Resampling.BICUBIC)
    grain = chance.normal(0, 5, (size[1], size[0], 1)).astype(np.int16)
    noisy = np.asarray(image).astype(np.int16) + grain
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _sky(width, height, colours) -> Image.Image:
    y, x = np.mgrid[0:height, 0:width]
    down = (y / height)[..., None]
    high, middle, low = (np.array(colour, dtype=float) for colour in colours["sky"])
    sky = np.where(
        down < 0.35,
        high + (middle - high) * (down / 0.35),
        middle + (low - middle) * np.clip((down - 0.35) / 0.3, 0, 1),
    )
    for reach, light in ((0.07, colours["sun"]), (0.4, (60, 40, 10))):
        away = ((x - width * 0.68) ** 2 + (y - height * 0.5) ** 2) / (width * reach) ** 2
        sky += np.exp(-away)[..., None] * np.array(light)
    return Image.fromarray(np.clip(sky, 0, 255).astype(np.uint8))


def _town(pen, width, height, colours, chance, *, lit) -> None:
    x = 0
    while x < width:
        across, up = int(chance.integers(15, 45)), int(chance.integers(30, 130))
        pen.rectangle((x, height * 0.6 - up, x + across, height * 0.62), fill=colours["town"])
        for _ in range(10 if lit else 0):
            at = (x + int(chance.integers(2, across)), height * 0.6 - int(chance.integers(4, up)))
            pen.rectangle((*at, at[0] + 2, at[1] + 3), fill=(255, 220, 140))
        x += across + int(chance.integers(0, 6))
    pen.rectangle((0, height * 0.615, width, height), fill=colours["water"])
    for n in range(60):
        y = height * 0.62 + (n / 60) ** 1.5 * height * 0.2
        middle = width * 0.68 + chance.normal(0, 20 + n * 1.2)
        half = int(chance.integers(5, 30))
        pen.line((middle - half, y, middle + half, y), fill=colours["light"], width=2)
    edge = [(width, height * 0.83), (width * 0.55, height * 0.80), (0, height * 0.86)]
    pen.polygon([(0, height), (width, height), *edge], fill=colours["bank"])
    way = [(0.2, 1), (0.5, 0.81), (0.54, 0.81), (0.6, 1)]
    pen.polygon([(width * a, height * b) for a, b in way], fill=colours["way"])


def _runner(pen, x, y, colours) -> None:
    pen.ellipse((x - 14, y - 90, x + 14, y - 60), fill=colours["skin"])
    pen.line([(x, y - 60), (x - 6, y)], fill=colours["shirt"], width=34)
    for limb in ([(-6, 0), (22, 40), (6, 86)], [(-6, 0), (-30, 44), (-62, 54)]):
        pen.line([(x + a, y + b) for a, b in limb], fill=colours["legs"], width=16)
    for limb in ([(0, -48), (30, -20), (44, -44)], [(0, -48), (-30, -26), (-24, 2)]):
        pen.line([(x + a, y + b) for a, b in limb], fill=colours["skin"], width=11)


def encoded(image: Image.Image, form: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo(size: tuple[int, int] = (600, 800), *, dark: bool = False) -> bytes:
    return encoded(scene(size, dark=dark), quality=90)


def course(points: int = 3000):
    """A lap round an island, as the pieces of a track."""
    t = np.linspace(0, 1, points)
    lat = 37.5285 + 0.012 * np.sin(2 * np.pi * t) + 0.003 * np.sin(9 * t) + 6e-4 * np.sin(60 * t)
    lon = 126.934 + 0.022 * np.cos(2 * np.pi * t * 0.97) + 0.004 * np.sin(14 * t)
    return ((lat, lon),)


def workout(title: str | None = "한강 야간 러닝", sport: Sport = Sport.RUN, **figures) -> Workout:
    known = {
        "elapsed_s": 3300.0,
        "moving_s": 3127.0,
        "distance_m": 10_021.0,
        "heart_rate_avg_bpm": 152.4,
        "elevation_gain_m": 48.2,
    }
    return Workout(
        id=new_id(),
        user_id=new_id(),
        sport=sport,
        title=title,
        started_at=datetime(2026, 11, 20, 21, 30, tzinfo=UTC),
        timezone="Asia/Seoul",
        figures=Figures(**(known | figures)),
        source="file",
    )
