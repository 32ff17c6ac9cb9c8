"""Colour ramps that keep their order for every kind of colour vision, in light and in dark.

A ramp is walked in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020)
with lightness rising in even steps, so that a grey copy still reads from low to high. The
diverging one runs blue – grey – orange, the pair that the common deficiencies keep apart.
"""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from collections.abc import Sequence

STEPS = 16
"""Colours in a ramp; a drawing never needs more for one line."""

Stop = tuple[float, float, float]
"""Lightness 0–1, chroma, hue in degrees."""

_SEQUENTIAL = {
    "pace": ((0.125, 278.0), (0.115, 200.0), (0.165, 92.0)),
    "heart": ((0.150, 305.0), (0.205, 375.0), (0.165, 440.0)),
    "height": ((0.110, 262.0), (0.115, 165.0), (0.130, 75.0)),
}
_LIGHTNESS = {"light": (0.40, 0.80), "dark": (0.54, 0.92)}
_DIVERGING: dict[str, tuple[tuple[Stop, Stop], tuple[Stop, Stop]]] = {
    "light": (
        ((0.44, 0.170, 258.0), (0.76, 0.020, 258.0)),
        ((0.76, 0.020, 48.0), (0.57, 0.190, 40.0)),
    ),
    "dark": (
        ((0.70, 0.160, 255.0), (0.56, 0.012, 255.0)),
        ((0.56, 0.012, 48.0), (0.76, 0.170, 52.0)),
    ),
}
"""Two arms that meet in grey, each of one hue, so that no third colour lies between."""

_HEAT: dict[str, tuple[Stop, Stop, Stop]] = {
    "light": ((0.90, 0.055, 178.0), (0.66, 0.115, 178.0), (0.38, 0.075, 182.0)),
    "dark": ((0.34, 0.050, 182.0), (0.60, 0.100, 180.0), (0.88, 0.135, 175.0)),
}


def hex_of(lightness: float, chroma: float, hue_deg: float) -> str:
    """The nearest sRGB colour, chroma reduced until the gamut holds it."""
    channels = _linear(lightness, chroma, hue_deg)
    for shrink in range(1, 21):
        if all(-1e-4 <= channel <= 1.0001 for channel in channels):
            break
        channels = _linear(lightness, chroma * (1 - shrink / 20), hue_deg)
    return "#" + "".join(f"{round(_gamma(channel) * 255):02x}" for channel in channels)


def _linear(lightness: float, chroma: float, hue_deg: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue_deg))
    b = chroma * math.sin(math.radians(hue_deg))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(channel: float) -> float:
    channel = min(1.0, max(0.0, channel))
    if channel <= 0.0031308:
        return 12.92 * channel
    return 1.055 * float(channel ** (1 / 2.4)) - 0.055


def _between(stops: Sequence[Stop], steps: int) -> tuple[str, ...]:
    """``steps`` colours along the stops, straight between neighbours."""
    colours = []
    for step in range(steps):
        place = step / (steps - 1) * (len(stops) - 1)
        index = min(int(place), len(stops) - 2)
        share = place - index
        low, high = stops[index], stops[index + 1]
        lightness, chroma, hue = (a + (b - a) * share for a, b in zip(low, high, strict=True))
        colours.append(hex_of(lightness, chroma, hue))
    return tuple(colours)


def _sequential(name: str, side: str) -> tuple[str, ...]:
    low, high = _LIGHTNESS[side]
    stops = [
        (low + (high - low) * index / 2, chroma, hue)
        for index, (chroma, hue) in enumerate(_SEQUENTIAL[name])
    ]
    return _between(stops, STEPS)


def _diverging(side: str) -> tuple[str, ...]:
    falling, climbing = _DIVERGING[side]
    return _between(falling, STEPS // 2) + _between(climbing, STEPS // 2)


def ramp_tokens() -> dict[str, tuple[str, str]]:
    """Every ramp step as a colour token: ``pace-0`` … ``pace-15`` → (light, dark)."""
    ramps = {name: (_sequential(name, "light"), _sequential(name, "dark")) for name in _SEQUENTIAL}
    ramps["slope"] = (_diverging("light"), _diverging("dark"))
    ramps["heat"] = (_between(_HEAT["light"], 4), _between(_HEAT["dark"], 4))
    return {
        f"{name}-{step}": pair
        for name, (light, dark) in ramps.items()
        for step, pair in enumerate(zip(light, dark, strict=True))
    }
