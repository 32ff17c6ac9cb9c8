"""Race predictions as a range: three formulas disagree, and so they should (formulas.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

RACES_M = (5000.0, 10_000.0, 21_097.5, 42_195.0)
_SHORTEST_M = 1500.0
_TIMES_AS_FAR_MAX = 9.0
_RIEGEL = 1.06
_HALVINGS = 60


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What a race may take: the quickest and the slowest of the formulas, and what they rest on."""

    distance_m: float
    quickest_s: float
    slowest_s: float
    from_distance_m: float
    from_elapsed_s: float


def predictions(efforts_s: Mapping[float, float]) -> Sequence[Prediction]:
    """For the usual races, from the best of the efforts of 1,500 m and more.

    ``efforts_s``: seconds by metres. Nothing is said of a race nine times as far as the effort,
    nor of one as long as it or shorter: that was run.
    """
    known = {far: took for far, took in efforts_s.items() if far >= _SHORTEST_M and took > 0}
    if not known:
        return ()
    far, took = max(known.items(), key=lambda one: vdot(*one))
    return [
        _prediction(far, took, race) for race in RACES_M if far < race <= far * _TIMES_AS_FAR_MAX
    ]


def riegel_s(far_m: float, took_s: float, race_m: float) -> float:
    """Riegel 1981: T2 = T1 (D2/D1)^1.06."""
    return float(took_s * (race_m / far_m) ** _RIEGEL)


def cameron_s(far_m: float, took_s: float, race_m: float) -> float:
    """Cameron 1998."""
    return took_s * (race_m / far_m) * _cameron(far_m) / _cameron(race_m)


def vdot(far_m: float, took_s: float) -> float:
    """Daniels and Gilbert 1979: oxygen cost of the speed by the share that the time allows."""
    minutes = took_s / 60
    speed = far_m / minutes
    cost = -4.60 + 0.182258 * speed + 0.000104 * speed**2
    share = 0.8 + 0.1894393 * exp(-0.012778 * minutes) + 0.2989558 * exp(-0.1932605 * minutes)
    return cost / share


def daniels_s(far_m: float, took_s: float, race_m: float) -> float:
    """The time over ``race_m`` with the same VDOT, by bisection."""
    wanted = vdot(far_m, took_s)
    quick, slow = race_m / 12.0, race_m / 0.5
    for _ in range(_HALVINGS):
        middle = (quick + slow) / 2
        if vdot(race_m, middle) > wanted:
            quick = middle
        else:
            slow = middle
    return (quick + slow) / 2


def _cameron(metres: float) -> float:
    return float(13.49681 - 0.000030363 * metres + 835.7114 / metres**0.7905)


def _prediction(far_m: float, took_s: float, race_m: float) -> Prediction:
    times = [formula(far_m, took_s, race_m) for formula in (riegel_s, cameron_s, daniels_s)]
    return Prediction(
        distance_m=race_m,
        quickest_s=round(min(times), 1),
        slowest_s=round(max(times), 1),
        from_distance_m=far_m,
        from_elapsed_s=round(took_s, 2),
    )
