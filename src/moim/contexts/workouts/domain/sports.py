"""The sports Moim knows and the family each belongs to."""

from enum import StrEnum


class Family(StrEnum):
    """Sports whose speeds, gaits and records can be compared with each other."""

    FOOT = "foot"
    RIDE = "ride"
    SWIM = "swim"
    OTHER = "other"


class Sport(StrEnum):
    """What a workout was. The value is what the API and the events say."""

    RUN = "run"
    TRAIL_RUN = "trail_run"
    TRACK_RUN = "track_run"
    TREADMILL_RUN = "treadmill_run"
    WALK = "walk"
    HIKE = "hike"
    RIDE = "ride"
    MOUNTAIN_RIDE = "mountain_ride"
    GRAVEL_RIDE = "gravel_ride"
    INDOOR_RIDE = "indoor_ride"
    SWIM = "swim"
    OPEN_WATER_SWIM = "open_water_swim"
    ROW = "row"
    INDOOR_ROW = "indoor_row"
    STRENGTH = "strength"
    CARDIO = "cardio"
    HIIT = "hiit"
    YOGA = "yoga"
    PILATES = "pilates"
    DIVE = "dive"
    SKI = "ski"
    SKATE = "skate"
    TRANSITION = "transition"
    OTHER = "other"

    @property
    def family(self) -> Family:
        """The family whose rules (pace or speed, distances, ceilings) apply."""
        return _FAMILIES.get(self, Family.OTHER)


_FAMILIES = {
    Sport.RUN: Family.FOOT,
    Sport.TRAIL_RUN: Family.FOOT,
    Sport.TRACK_RUN: Family.FOOT,
    Sport.TREADMILL_RUN: Family.FOOT,
    Sport.WALK: Family.FOOT,
    Sport.HIKE: Family.FOOT,
    Sport.RIDE: Family.RIDE,
    Sport.MOUNTAIN_RIDE: Family.RIDE,
    Sport.GRAVEL_RIDE: Family.RIDE,
    Sport.INDOOR_RIDE: Family.RIDE,
    Sport.SWIM: Family.SWIM,
    Sport.OPEN_WATER_SWIM: Family.SWIM,
}
