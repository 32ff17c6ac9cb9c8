"""What no workout can be, and the figures of one that was typed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from moim.contexts.workouts.domain.figures import Figures
from moim.kernel.errors import Invalid

ELAPSED_S_MAX = 14 * 24 * 3600
DISTANCE_M_MAX = 5_000_000
ELEVATION_GAIN_M_MAX = 50_000
TYPED_MPS_MAX = 50
"""Skiers on a course for speed alone are faster; a digit too many in what was typed is, too."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(hours=14)


class FigureOutOfRange(Invalid):
    """A typed-in figure that no workout can have."""

    code = "figure-out-of-range"
    ko = "값이 가능한 범위를 벗어났습니다: {field} (최소 {minimum}, 최대 {maximum})"
    en = "{field} is out of range: at least {minimum}, at most {maximum}."


class StartsInFuture(Invalid):
    """A workout that has not happened yet."""

    code = "starts-in-future"
    ko = "시작 시각이 미래입니다. 날짜와 시간대를 확인하세요."
    en = "It starts in the future. Check the date and the time zone."


class StartsTooEarly(Invalid):
    """A start before any device kept time."""

    code = "starts-too-early"
    ko = "시작 시각이 1970년보다 앞섭니다. 날짜를 확인하세요."
    en = "It starts before 1970. Check the date."


def check_start(started_at: datetime, now: datetime) -> None:
    """Refuse a start before 1970 or later than now by more than a wrong zone explains."""
    if started_at < EARLIEST:
        raise StartsTooEarly(field="started_at")
    if started_at > now + CLOCK_SKEW:
        raise StartsInFuture(field="started_at")


def check_figures(figures: Figures) -> None:
    """Refuse figures that no workout can have."""
    limits = (
        ("elapsed_s", figures.elapsed_s, 0, ELAPSED_S_MAX),
        ("moving_s", figures.moving_s, 0, ELAPSED_S_MAX),
        ("distance_m", figures.distance_m, 0, DISTANCE_M_MAX),
        ("elevation_gain_m", figures.elevation_gain_m, 0, ELEVATION_GAIN_M_MAX),
    )
    for name, value, minimum, maximum in limits:
        if value is not None and not minimum <= value <= maximum:
            raise FigureOutOfRange(field=name, minimum=minimum, maximum=maximum)


def typed_figures(
    *,
    elapsed_s: float,
    distance_m: float | None,
    moving_s: float | None,
    elevation_gain_m: float | None,
) -> Figures:
    """The figures of a workout entered by hand.

    Nobody moves for longer than it took, nor at 50 m/s for all of it. Raises FigureOutOfRange.
    """
    if moving_s is not None and moving_s > elapsed_s:
        raise FigureOutOfRange(field="moving_s", minimum=0, maximum=elapsed_s)
    furthest_m = elapsed_s * TYPED_MPS_MAX
    if distance_m is not None and distance_m > furthest_m:
        raise FigureOutOfRange(field="distance_m", minimum=0, maximum=furthest_m)
    figures = Figures(
        elapsed_s=elapsed_s,
        distance_m=distance_m,
        moving_s=moving_s,
        elevation_gain_m=elevation_gain_m,
    )
    if elevation_gain_m is not None:
        figures = replace(figures, elevation_source="manual")
    return figures
