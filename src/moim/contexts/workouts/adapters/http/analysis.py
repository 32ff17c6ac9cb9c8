"""What was derived of a workout, and what it means by its owner's thresholds, in JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from moim.contexts.workouts.application.progress_queries import Measured
from moim.contexts.workouts.application.seeing import Seen
from moim.contexts.workouts.domain.outcomes import Discipline, discipline_of
from moim.contexts.workouts.domain.power import power_load
from moim.contexts.workouts.domain.race_prediction import predictions
from moim.contexts.workouts.domain.training_load import basis_of
from moim.contexts.workouts.domain.workout import Workout


def analysis_body(
    seen: Seen, derived: Mapping[str, Any], measured: Measured | None
) -> dict[str, Any]:
    """The analysis as far as it is seen: load and predictions are the owner's alone.

    ``measured`` is None for anybody else. Where climb is hidden, graded pace is, too: it tells it.
    """
    workout = seen.workout
    efforts = derived.get("best_efforts", [])
    return {
        "version": workout.derivation_version,
        "best_efforts": efforts,
        "best_powers": derived.get("best_powers", []),
        "power_curve": derived.get("power_curve", []),
        "normalised_power_w": derived.get("normalised_power_w"),
        "graded_pace_s_per_km": derived.get("graded_pace_s_per_km") if seen.sight.map else None,
        "zones": derived.get("zones") if seen.sight.heart_rate else None,
        "load": None if measured is None else _load(workout, derived, measured),
        "race_predictions": _predicted(workout, efforts) if measured else [],
    }


def _load(workout: Workout, derived: Mapping[str, Any], measured: Measured) -> dict[str, Any]:
    """TRIMP and what it rests on; intensity and stress where threshold power is known."""
    thresholds = measured.thresholds
    normalised_w = derived.get("normalised_power_w")
    power = None
    if normalised_w and thresholds and thresholds.ftp_w:
        ridden_s = workout.figures.timer_s or workout.figures.elapsed_s
        power = asdict(power_load(normalised_w, ridden_s, thresholds.ftp_w))
    return {
        "trimp": measured.load,
        "basis": asdict(basis_of(thresholds)) if measured.load is not None else None,
        "ftp_w": thresholds.ftp_w if thresholds else None,
        "power": power,
    }


def _predicted(workout: Workout, efforts: list[dict[str, float]]) -> list[dict[str, Any]]:
    if discipline_of(workout.sport) is not Discipline.RUN:
        return []
    best = {one["distance_m"]: one["elapsed_s"] for one in efforts}
    return [asdict(one) for one in predictions(best)]
