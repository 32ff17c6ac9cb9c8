"""Why a number changed: what the figures of a workout were, what they are, and what did it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from moim.contexts.workouts.domain.figures import Figures

Value = float | str | None


class Cause(StrEnum):
    """What made the figures other than they were."""

    DERIVED_ANEW = "derived-anew"
    RICHER_RECORDING = "richer-recording"
    CROPPED = "cropped"
    REPLACED = "replaced"
    JOINED = "joined"
    RECORDING_UNDONE = "recording-undone"
    EDITED = "edited"


@dataclass(frozen=True, kw_only=True)
class FigureChange:
    """One change. ``figures`` holds (before, after) of each that moved, None for not known.

    A best effort stands under ``best_effort_s/`` and its metres. Versions are of the derivation,
    None where the figures were typed in.
    """

    at: datetime
    cause: Cause
    version_before: int | None
    version_after: int | None
    figures: Mapping[str, tuple[Value, Value]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a workout says of itself at one moment."""

    figures: Figures
    version: int | None
    efforts_s: Mapping[float, float]

    def values(self) -> dict[str, Value]:
        """Every figure by name."""
        efforts = {f"best_effort_s/{length:.7g}": took for length, took in self.efforts_s.items()}
        return {**asdict(self.figures), **efforts}


def change_between(before: Told, after: Told, cause: Cause, at: datetime) -> FigureChange | None:
    """What moved from one to the other; None if nothing did."""
    old, new = before.values(), after.values()
    moved = {
        name: (old.get(name), new.get(name))
        for name in {**old, **new}
        if _rounded(old.get(name)) != _rounded(new.get(name))
    }
    if not moved:
        return None
    return FigureChange(
        at=at,
        cause=cause,
        version_before=before.version,
        version_after=after.version,
        figures=moved,
    )


def _rounded(value: Value) -> Value:
    """To a hundredth, as figures are kept."""
    return round(value, 2) if isinstance(value, float | int) else value
