"""Totals and their words: numbers with units as a Korean or an English reader writes them."""

# ruff: noqa: PLR2004 - a drawing is made of measures
import math
from dataclasses import dataclass
from typing import Literal

from moim.contexts.insights.adapters.drawing.theme import Language

Metric = Literal["distance_m", "moving_s", "elevation_gain_m", "workouts"]
GoalMetric = Literal["distance_m", "moving_s", "elevation_gain_m", "workouts", "active_days"]

QUANTITY_MAX = 1e10
"""Nobody runs further; keeps a nonsensical number from filling the picture."""

MINUS = "−"
NOTHING = "–"
"""Stands where there is no number."""

_METRIC_NAMES: dict[Metric, tuple[str, str]] = {
    "distance_m": ("거리", "Distance"),
    "moving_s": ("시간", "Time"),
    "elevation_gain_m": ("상승 고도", "Elevation gain"),
    "workouts": ("운동 횟수", "Workouts"),
}


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What some workouts add up to."""

    workouts: int = 0
    distance_m: float = 0.0
    moving_s: float = 0.0
    elevation_gain_m: float = 0.0

    def of(self, metric: Metric) -> float:
        """The total of one metric, in its unit; never negative, never other than finite."""
        value = {
            "distance_m": self.distance_m,
            "moving_s": self.moving_s,
            "elevation_gain_m": self.elevation_gain_m,
            "workouts": self.workouts,
        }[metric]
        return sensible(value)


def sensible(value: float) -> float:
    """A quantity to be drawn: from 0 to QUANTITY_MAX, 0 for what is not finite."""
    return min(max(0.0, float(value)), QUANTITY_MAX) if math.isfinite(value) else 0.0


def pick(language: Language, ko: str, en: str) -> str:
    """The wording for the reader."""
    return ko if language == "ko" else en


def metric_name(metric: Metric, language: Language) -> str:
    """What a metric is called."""
    return pick(language, *_METRIC_NAMES[metric])


def distance(value_m: float) -> str:
    """``850 m``, ``12.3 km``, ``1,234 km``."""
    if not math.isfinite(value_m):
        return NOTHING
    if abs(value_m) < 999.5:
        return f"{value_m:,.0f} m"
    return f"{kilometres(value_m)} km"


def kilometres(value_m: float) -> str:
    """Kilometres without the unit: one decimal, none from 1,000 km."""
    value_km = value_m / 1000
    return f"{value_km:,.0f}" if abs(value_km) >= 999.95 else f"{value_km:,.1f}"


def duration(value_s: float, language: Language) -> str:
    """``1시간 23분``, ``45분``, ``50초``; in English ``1h 23m``, ``45m``, ``50s``."""
    if not math.isfinite(value_s):
        return NOTHING
    if value_s < 60:
        return pick(language, f"{value_s:.0f}초", f"{value_s:.0f}s")
    hours, minutes = divmod(int(value_s) // 60, 60)
    parts = []
    if hours:
        parts.append(pick(language, f"{hours:,}시간", f"{hours:,}h"))
    if minutes and hours < 1000:
        parts.append(pick(language, f"{minutes}분", f"{minutes}m"))
    return " ".join(parts)


def pace(value_s_per_km: float) -> str:
    """``5'30"``: minutes and seconds a kilometre, without the unit."""
    if not math.isfinite(value_s_per_km) or value_s_per_km <= 0:
        return NOTHING
    minutes, seconds = divmod(round(value_s_per_km), 60)
    return f"{minutes:,}'{seconds:02d}\""


def metres(value_m: float) -> str:
    """``1,234 m``, whole metres with a true minus sign."""
    if not math.isfinite(value_m):
        return NOTHING
    whole = round(value_m)
    return f"{MINUS if whole < 0 else ''}{abs(whole):,} m"


def amount(value: float, metric: GoalMetric, language: Language) -> str:
    """A value of a metric with its unit."""
    if metric == "distance_m":
        return distance(value)
    if metric == "moving_s":
        return duration(value, language)
    if metric == "elevation_gain_m":
        return metres(value)
    if metric == "active_days":
        return day_count(round(value), language)
    return times(round(value), language)


def day_count(count: int, language: Language) -> str:
    """``12일``, ``1 day``, ``12 days``."""
    return pick(language, f"{count:,}일", f"{count:,} day{'' if count == 1 else 's'}")


def times(count: int, language: Language) -> str:
    """``3회``, ``1 workout``, ``3 workouts``."""
    return pick(language, f"{count:,}회", f"{count:,} workout{'' if count == 1 else 's'}")


def owned(owner: str, title: str) -> str:
    """A title with whose picture it is, if that is to be told."""
    return f"{owner} · {title}" if owner else title


def difference(now: float, before: float, metric: Metric, language: Language) -> str:
    """``+3.2 km``, ``−1시간 5분``; ``±0`` when the reader would see no difference."""
    gap = now - before
    written = amount(abs(gap), metric, language)
    if written == amount(0, metric, language):
        return "±0"
    return f"{'+' if gap > 0 else MINUS}{written}"
