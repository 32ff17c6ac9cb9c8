"""Who may be found as whose company, and who may be named."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from moim.contexts.workouts.domain.sight import SHOWN_TO_OWNER_ALONE
from moim.kernel.errors import NotFound

SHARED_MINUTES_MIN = 5
SHARED_PART_MIN = 0.2
CROWD_MAX = 200
CANDIDATES_MAX = 200
GROUP_TITLE_LENGTH_MAX = 60


class Consent(StrEnum):
    """Who may group with somebody.

    ``nobody``: never looked for. ``counted``: found and counted, but not named. ``named``: named
    to those who let themselves be named too.
    """

    NOBODY = "nobody"
    COUNTED = "counted"
    NAMED = "named"


DEFAULT_CONSENT = Consent.COUNTED


class CompanionGroupNotFound(NotFound):
    """No such group, or the asker is not in it."""

    code = "companion-group-not-found"
    ko = "모임을 찾을 수 없습니다. 해체되었거나 함께하지 않은 모임입니다."
    en = "There is no such group, or you are not in it."


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """What decides whether a workout is looked at for company at all."""

    workout_id: UUID
    user_id: UUID
    elapsed_s: float
    source: str
    has_track: bool
    consent: Consent
    left: bool

    @property
    def groupable(self) -> bool:
        """Not what its source lets only its owner see, and not what the owner left once."""
        return (
            self.has_track
            and not self.left
            and self.consent is not Consent.NOBODY
            and self.source not in SHOWN_TO_OWNER_ALONE
        )


def may_be_named(one: Consent, other: Consent) -> bool:
    """Both must want it: whoever sees a name shows one."""
    return one is other is Consent.NAMED


def is_candidate(shared_minutes: int, own_minutes: int, other_minutes: int) -> bool:
    """Whether enough minutes were spent in the same neighbourhood to look closer."""
    least = max(SHARED_MINUTES_MIN, SHARED_PART_MIN * min(own_minutes, other_minutes))
    return shared_minutes >= least
