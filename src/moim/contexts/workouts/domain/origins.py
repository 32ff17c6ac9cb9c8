"""Where recordings come from, and what that allows.

What came through Strava's API may be shown to the athlete alone (its API agreement of November
2024): such a recording is its owner's own for ever, and never takes the place of one that the
owner has from the device itself.
"""

from moim.contexts.workouts.domain.sight import SHOWN_TO_OWNER_ALONE

DEVICE_PROVIDERS = frozenset({"garmin", "strava"})
"""Imports of these are told by their names; all others are files."""


def source_of_import(provider: str) -> str:
    """What a workout's ``source`` is if an import by this provider brought it."""
    return provider if provider in DEVICE_PROVIDERS else "file"


def is_personal_only(source: str) -> bool:
    """Whether nobody but the owner may ever see it, and nothing of it may be counted for others."""
    return source in SHOWN_TO_OWNER_ALONE


def takes_over(new: str, shown: str, *, richer: bool) -> bool:
    """Whether a recording of ``new`` origin replaces the one shown, of the same outing.

    >>> takes_over("strava", "file", richer=True)
    False
    >>> takes_over("file", "strava", richer=False)
    True
    """
    if is_personal_only(new) != is_personal_only(shown):
        return is_personal_only(shown)
    return richer
