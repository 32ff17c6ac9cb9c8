"""Who sees a workout, its map and its heart rate, and how much of them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

SHOWN_TO_OWNER_ALONE = frozenset({"strava"})
"""Sources whose terms let nobody but the owner see what came from them."""


class Audience(StrEnum):
    """Who a thing is shown to.

    ``club`` is everybody of the owner's clubs. Until groups tell who that is, it is the owner
    alone: nothing is shown on a guess.
    """

    PRIVATE = "private"
    FOLLOWERS = "followers"
    CLUB = "club"
    PUBLIC = "public"

    def takes_in(self, onlooker: "Onlooker") -> bool:
        """Whether somebody other than the owner is of this audience."""
        return self is Audience.PUBLIC or (self is Audience.FOLLOWERS and onlooker.follows)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The audiences of a workout and of its parts.

    A part is seen by nobody who does not see the whole, whatever its own audience says.
    """

    workout: Audience = Audience.PRIVATE
    map: Audience = Audience.PRIVATE
    heart_rate: Audience = Audience.PRIVATE

    def asks_who_follows(self) -> bool:
        """Whether it matters here if somebody follows the owner."""
        return Audience.FOLLOWERS in (self.workout, self.map, self.heart_rate)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What the owner let one person see, or whoever holds a link: the figures, and these parts."""

    map: bool
    heart_rate: bool


@dataclass(frozen=True, kw_only=True)
class Onlooker:
    """Somebody other than the owner, as far as it matters here."""

    follows: bool = False
    blocked: bool = False
    grant: Grant | None = None


STRANGER = Onlooker()


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What somebody sees of a workout besides its figures. Only its owner sees inside zones."""

    owner: bool = False
    map: bool = False
    heart_rate: bool = False

    @classmethod
    def whole(cls) -> Self:
        """The owner's own."""
        return cls(owner=True, map=True, heart_rate=True)


def sight_of(shown: Shown, source: str, onlooker: Onlooker) -> Sight | None:
    """What this onlooker sees; None for nothing at all, not even that it is there."""
    if onlooker.blocked or source in SHOWN_TO_OWNER_ALONE:
        return None
    grant = onlooker.grant
    open_to_them = shown.workout.takes_in(onlooker)
    if not open_to_them and grant is None:
        return None
    return Sight(
        map=(open_to_them and shown.map.takes_in(onlooker)) or (grant is not None and grant.map),
        heart_rate=(open_to_them and shown.heart_rate.takes_in(onlooker))
        or (grant is not None and grant.heart_rate),
    )
