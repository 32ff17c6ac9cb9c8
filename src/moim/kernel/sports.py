"""The sports that contexts speak of to each other."""

SPORTS = (
    "run",
    "trail_run",
    "track_run",
    "treadmill_run",
    "walk",
    "hike",
    "ride",
    "mountain_ride",
    "gravel_ride",
    "indoor_ride",
    "swim",
    "open_water_swim",
    "row",
    "indoor_row",
    "strength",
    "cardio",
    "hiit",
    "yoga",
    "pilates",
    "dive",
    "ski",
    "skate",
    "transition",
    "other",
)
"""What ``sport`` of an event may say.

``transition`` is the way from one leg of a multisport to the next.
"""
