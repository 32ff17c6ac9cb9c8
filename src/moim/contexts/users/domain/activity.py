"""The activity log: one line for each thing worth remembering that a user did."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from moim.contracts.users import ActivityLogged, ActivityStatsProvided, ActivityStatsRequested
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Invalid

DAYS_MAX = 1_100


class Doing(StrEnum):
    """What was done. The names are public and permanent."""

    SIGNED_IN = "signed-in"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a deed, not a secret
    EMAIL_VERIFIED = "email-verified"
    PROFILE_EDITED = "profile-edited"
    PHOTO_CHANGED = "photo-changed"
    SETTINGS_CHANGED = "settings-changed"
    CONSENT_CHANGED = "consent-changed"
    TOKEN_MADE = "token-made"  # noqa: S105 - a deed, not a secret
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - a deed, not a secret
    SECOND_FACTOR_ON = "second-factor-on"
    SECOND_FACTOR_OFF = "second-factor-off"
    IDENTITY_LINKED = "identity-linked"
    IDENTITY_UNLINKED = "identity-unlinked"
    DATA_EXPORTED = "data-exported"
    FEEDBACK_SENT = "feedback-sent"
    LEAVING = "leaving"
    STAYED = "stayed"
    WORKOUTS_IMPORTED = "workouts-imported"
    SESSION_ENDED = "session-ended"
    GOAL_SET = "goal-set"
    GOAL_ACHIEVED = "goal-achieved"
    CHALLENGE_JOINED = "challenge-joined"
    POST_WRITTEN = "post-written"


QUARTER_MINUTES = 15
SECTIONS = {Doing.CHALLENGE_JOINED: "challenges"}


class PeriodNotAllowed(Invalid):
    """Days the wrong way round, or more than three years of them."""

    code = "statistics-period-not-allowed"
    ko = "시작일은 종료일보다 늦을 수 없으며, 기간은 {days_max}일까지입니다."
    en = "The first day may not come after the last, and a period has {days_max} days at most."


def quarter_of(at: datetime) -> datetime:
    """When the quarter of an hour began. A day begins with one in every zone of today."""
    minute = at.minute - at.minute % QUARTER_MINUTES
    return at.replace(minute=minute, second=0, microsecond=0)


@dataclass(kw_only=True, eq=False)
class Activity(Aggregate):
    """A line. ``amount`` is how many of the thing it was; ``subject_id`` which one."""

    id: UUID
    user_id: UUID
    doing: Doing
    at: datetime
    subject_id: UUID | None = None
    amount: int = 1

    @classmethod
    def done(
        cls,
        id: UUID,
        user_id: UUID,
        doing: Doing,
        at: datetime,
        subject_id: UUID | None = None,
        amount: int = 1,
    ) -> "Activity":
        """A new line, of which everybody is told."""
        line = cls(id=id, user_id=user_id, doing=doing, at=at, subject_id=subject_id, amount=amount)
        line.record(ActivityLogged(user_id=user_id, activity=doing.value, occurred_at=at))
        return line


@dataclass(kw_only=True, eq=False)
class Statistics(Aggregate):
    """What somebody did from ``first`` to ``last``, both included, once it has been counted."""

    id: UUID
    user_id: UUID
    first: date
    last: date
    asked_at: datetime
    figures: dict[str, dict[str, float]] | None = None

    @classmethod
    def ask(cls, id: UUID, user_id: UUID, first: date, last: date, at: datetime) -> "Statistics":
        """A request; others may prepare what they show of it."""
        if not 0 <= (last - first).days < DAYS_MAX:
            raise PeriodNotAllowed(days_max=DAYS_MAX, field="first")
        asked = cls(id=id, user_id=user_id, first=first, last=last, asked_at=at)
        period = f"{first.isoformat()}/{last.isoformat()}"
        asked.record(ActivityStatsRequested(user_id=user_id, request_id=id, period=period))
        return asked

    def provide(self, counts: dict[Doing, int]) -> None:
        """The answer, by section; what was not done is absent."""
        figures: dict[str, dict[str, float]] = {}
        for doing, count in counts.items():
            section = figures.setdefault(SECTIONS.get(doing, "activity"), {})
            section[doing.value] = float(count)
        self.figures = figures
        self.record(ActivityStatsProvided(user_id=self.user_id, request_id=self.id, stats=figures))
