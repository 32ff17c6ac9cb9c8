"""The audiences of a workout and its parts as columns."""

from typing import Any

from sqlalchemy import Row

from moim.contexts.workouts.domain.sight import Audience, Shown
from moim.contexts.workouts.persistence.tables import SHOWN


def shown_row(shown: Shown) -> dict[str, str]:
    """As the columns of SHOWN."""
    told = (shown.workout, shown.map, shown.heart_rate)
    return {name: audience.value for name, audience in zip(SHOWN, told, strict=True)}


def shown_of(row: Row[Any]) -> Shown:
    """From the columns of SHOWN."""
    workout, map, heart_rate = (Audience(getattr(row, name)) for name in SHOWN)
    return Shown(workout=workout, map=map, heart_rate=heart_rate)
