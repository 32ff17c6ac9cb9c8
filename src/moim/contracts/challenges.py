"""What challenges tells everyone: entries, results, rankings and notices.

Ordered by ``challenge_id``: a ranking means something only after the entries before it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where an entrant stands: ``rank`` from 1, ``before`` the rank last told, None at first.

    Who has more ``points`` stands before; of equals who had them first, at ``reached_at``, and then
    the smaller id. That tells the rank of whoever was overtaken.
    """

    user_id: UUID
    rank: int
    before: int | None
    value: float
    points: int | None = None
    reached_at: datetime | None = None


class ChallengeCreated(Event, key="challenge_id"):
    """A challenge is made, still a draft.

    ``sport`` is None when every sport counts. ``metric`` is ``distance``, ``time``, ``count``,
    ``climb``, ``active_days`` or what else the kind of challenge measures; ``target`` is in metres,
    seconds or a count. It runs from ``starts_at`` until just before ``ends_at``.
    """

    challenge_id: UUID
    organiser_id: UUID
    title: str
    sport: str | None
    metric: str
    target: float | None = None
    starts_at: datetime
    ends_at: datetime


class ChallengeJoined(Event, key="challenge_id"):
    """A user joined by own choice."""

    challenge_id: UUID
    user_id: UUID


class ResultSubmitted(Event, key="challenge_id"):
    """A result counts, automatically from a workout or, without ``workout_id``, by hand.

    ``value`` is in the unit of the challenge's metric; ``at`` is the moment the result belongs to.
    """

    challenge_id: UUID
    user_id: UUID
    workout_id: UUID | None = None
    value: float
    result_id: UUID | None = None
    at: datetime | None = None


class ChallengeEnded(Event, key="challenge_id"):
    """The end passed and the ranking is frozen, with so many entrants in it."""

    challenge_id: UUID
    final_ranking_size: int


class RankingUpdated(Event, key="challenge_id"):
    """Positions changed: coalesced, at most once a second a challenge.

    ``changed`` tells those whose own result moved and those who entered or left the first ten,
    best rank first. Whoever was merely overtaken is not listed. ``gone`` are those who stand in the
    ranking no more. Both together are at most 500; what is over is told a second later.
    """

    challenge_id: UUID
    changed: tuple[Position, ...]
    gone: tuple[UUID, ...] = ()


class ChallengeNotificationSent(Event, key="challenge_id"):
    """A notice went out to so many entrants.

    ``kind`` is ``start``, ``halfway``, ``overtaken``, ``last-day``, ``goal``, ``end``,
    ``feedback``, ``review``, ``decided`` or ``invitation``.
    ``recipient_ids`` are at most a thousand of them; ``title`` is the challenge's.
    """

    challenge_id: UUID
    kind: str
    recipients: int
    recipient_ids: tuple[UUID, ...] = ()
    title: str = ""


class ParticipantAdded(Event, key="challenge_id"):
    """An organiser, or a join, added an entrant; ``by`` is the entrant when they joined."""

    challenge_id: UUID
    user_id: UUID
    by: UUID


class ParticipantRemoved(Event, key="challenge_id"):
    """An organiser removed an entrant; ``by`` is None when a rule did."""

    challenge_id: UUID
    user_id: UUID
    by: UUID | None
    reason: str


class PeriodExtended(Event, key="challenge_id"):
    """The end was moved to a later ``ends_at``."""

    challenge_id: UUID
    ends_at: datetime


class ChallengeGoalChanged(Event, key="challenge_id"):
    """The target was changed, in the unit of the challenge's metric."""

    challenge_id: UUID
    target: float


class ParticipationCancelled(Event, key="challenge_id"):
    """The entrant left."""

    challenge_id: UUID
    user_id: UUID


class ResultCorrected(Event, key="challenge_id"):
    """What a result is worth was changed; ``after`` is 0 when it no longer counts.

    Also told where a doubt is over and it stays as it was: then ``before`` equals ``after``.

    ``reason`` is a permanent code such as ``workout-updated``, ``workout-deleted`` or ``review``.
    """

    challenge_id: UUID
    user_id: UUID
    before: float
    after: float
    reason: str
    result_id: UUID | None = None


class ChallengeNotificationSettingChanged(Event, key="challenge_id"):
    """An entrant set which notices of this challenge to get.

    ``settings`` says of each kind of notice whether it is wanted; a kind that is not named
    follows the account's settings.
    """

    challenge_id: UUID
    user_id: UUID
    settings: dict[str, bool]


class ChallengeFeedbackRequested(Event, key="challenge_id"):
    """The entrants are asked what they think of the challenge."""

    challenge_id: UUID
    request_id: UUID


class ChallengeFeedbackAnswered(Event, key="challenge_id"):
    """An entrant answered with a rating from 1 to 5."""

    challenge_id: UUID
    request_id: UUID
    user_id: UUID
    rating: int


class ParticipantStatsRequested(Event, key="challenge_id"):
    """``user_id`` asked for the statistics of the participants."""

    challenge_id: UUID
    request_id: UUID
    user_id: UUID


class ParticipantStatsProvided(Event, key="challenge_id"):
    """The statistics are ready.

    ``stats`` holds figures by section: ``totals``, ``active_by_day`` (by ISO day),
    ``distribution`` (by the lower bound of the value), ...
    """

    challenge_id: UUID
    request_id: UUID
    stats: dict[str, dict[str, float]]


class ChallengeEndNotified(Event, key="challenge_id"):
    """The entrants, so many of them, were told that it ended."""

    challenge_id: UUID
    recipients: int


class ChallengeRejoined(Event, key="challenge_id"):
    """An entrant who left came back; earlier results count again."""

    challenge_id: UUID
    user_id: UUID


class ResultReviewRequested(Event, key="challenge_id"):
    """A result of ``user_id`` looks wrong.

    ``by`` is who said so, None for the fairness rules; ``reason`` a permanent code.
    """

    challenge_id: UUID
    user_id: UUID
    result_id: UUID
    by: UUID | None
    reason: str
