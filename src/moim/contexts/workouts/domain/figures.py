"""The numbers of a workout, as one value."""

from dataclasses import dataclass

from moim.contracts.workouts import METRICS


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a workout amounts to. None where nothing is known; never an invented zero.

    ``elapsed_s`` is from first to last instant, ``timer_s`` what the device's timer ran,
    ``moving_s`` derived from the speed. ``elevation_source`` says where gain and loss come from:
    ``device``, ``barometric``, ``gps`` or ``manual``.
    """

    elapsed_s: float
    distance_m: float | None = None
    timer_s: float | None = None
    moving_s: float | None = None
    elevation_gain_m: float | None = None
    elevation_loss_m: float | None = None
    elevation_source: str | None = None
    heart_rate_avg_bpm: float | None = None
    heart_rate_max_bpm: float | None = None
    cadence_avg_spm: float | None = None
    power_avg_w: float | None = None
    speed_max_mps: float | None = None
    calories_kcal: float | None = None

    def metrics(self) -> dict[str, float]:
        """What is known of METRICS, as events carry it."""
        values = vars(self).copy()
        return {name: float(values[name]) for name in METRICS if values[name] is not None}
