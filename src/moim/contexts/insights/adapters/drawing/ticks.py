"""Round numbers for axes, scale bars and kilometre marks."""

# ruff: noqa: PLR2004 - a drawing is made of measures

import math


def nice_step(span: float, most: int) -> float:
    """The smallest 1, 2 or 5 × a power of ten, or 25, 250, …, with at most ``most`` in a span."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    return next(power * factor for factor in factors if power * factor >= rough * 0.999999)


def ticks(low: float, high: float, most: int, least_step: float = 0.0) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``."""
    step = max(nice_step(high - low, most), least_step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def nice_floor(value: float) -> float:
    """The greatest of 1, 2, 5 × a power of ten that is not above ``value``, which is positive."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(power * factor for factor in (1, 2, 5) if factor * power <= value * 1.000001)


def marks_every_km(length_m: float, most: int) -> int:
    """Kilometres from one mark of a course to the next: 1, 2, 5, 10, 20 and so on."""
    step = 1
    factors = (2, 2.5, 2)
    turn = 0
    while length_m / 1000 / step > most:
        step = round(step * factors[turn % 3])
        turn += 1
    return step
