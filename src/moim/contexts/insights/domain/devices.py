"""Which charts a device has data for."""

from moim.contexts.insights.domain.chart_kinds import ChartKind

ALWAYS = (
    ChartKind.CALENDAR,
    ChartKind.WEEKS,
    ChartKind.MONTHS,
    ChartKind.HEATMAP,
    ChartKind.PACE,
    ChartKind.MAP,
)
"""What a phone's GPS and clock are enough for."""

_HEART = (ChartKind.HEART_RATE, ChartKind.ZONES, ChartKind.TRAINING_LOAD)
_SENSED: dict[str, tuple[ChartKind, ...]] = {
    "apple_watch": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION, ChartKind.POWER),
    "garmin": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION, ChartKind.POWER),
    "galaxy_watch": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION),
    "coros": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION, ChartKind.POWER),
    "suunto": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION, ChartKind.POWER),
    "polar": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION, ChartKind.POWER),
    "wahoo": (*_HEART, ChartKind.CADENCE, ChartKind.ELEVATION, ChartKind.POWER),
    "phone": (ChartKind.ELEVATION, ChartKind.CADENCE),
}


def charts_for(device: str | None) -> tuple[ChartKind, ...]:
    """What a dashboard offers to who records with this; of an unknown device what all have."""
    return (*ALWAYS, *_SENSED.get(device or "", ()))
