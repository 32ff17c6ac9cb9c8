"""What stands beside entries and rankings: reviews, shares, feedback, statistics and prompts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.challenges.domain.review import Review


class Reviews(Protocol):
    """Looks at results that may be wrong."""

    def get(self, id: UUID) -> Review:
        """One; raises ReviewNotFound."""
        ...

    def last_of(self, result_id: UUID) -> Review | None:
        """The newest of a result, decided or not, if there is one."""
        ...

    def open_of(self, result_id: UUID) -> Review | None:
        """The one of a result that is not decided, if there is."""
        ...

    def open_in(self, challenge_id: UUID, most: int) -> Sequence[Review]:
        """Those of a challenge that wait for a decision, oldest first."""
        ...

    def any_in(self, challenge_id: UUID) -> bool:
        """Whether a result of the challenge was ever doubted."""
        ...

    def doubted(self, challenge_id: UUID, decided_after: datetime, *, rules_too: bool) -> bool:
        """Whether one of somebody who takes part is open, or may still be objected to.

        That may be whose decision, made after ``decided_after``, took something away. Unless
        ``rules_too``, what the rules doubt of a measured result, which counts, is passed over.
        """
        ...

    def save(self, review: Review) -> None:
        """Keep it and publish what it recorded."""
        ...


@dataclass(frozen=True, kw_only=True)
class Share:
    """A link by which anybody sees somebody's results in one challenge."""

    id: UUID
    token_hash: bytes
    challenge_id: UUID
    user_id: UUID
    made_at: datetime
    ended_at: datetime | None = None


class Shares(Protocol):
    """Links."""

    def find(self, token_hash: bytes) -> Share | None:
        """The link of a token."""
        ...

    def add(self, share: Share) -> None:
        """Keep a new one."""
        ...

    def count(self, user_id: UUID, challenge_id: UUID) -> int:
        """How many the person has there."""
        ...

    def end(self, id: UUID, user_id: UUID, at: datetime) -> bool:
        """Have it work no longer; whether it was theirs."""
        ...


@dataclass(frozen=True, kw_only=True)
class SeenGoal:
    """A goal as workouts told it."""

    goal_id: UUID
    user_id: UUID
    metric: str
    target: float
    period: str
    achieved_at: datetime | None = None


class Goals(Protocol):
    """The replica of goals."""

    def find(self, goal_id: UUID) -> SeenGoal | None:
        """One, if it is known."""
        ...

    def of(self, user_id: UUID) -> Sequence[SeenGoal]:
        """The person's."""
        ...

    def save(self, goal: SeenGoal) -> None:
        """Keep it."""
        ...


class Improvements(Protocol):
    """What feedback asks to be made better."""

    def open(
        self, feedback_id: UUID, challenge_id: UUID | None, user_id: UUID, at: datetime
    ) -> None:
        """Have one; nothing if it is there."""
        ...

    def close(self, feedback_id: UUID, resolution: str, at: datetime) -> None:
        """Close it with what became of it."""
        ...


class Feedback(Protocol):
    """What entrants are asked, and say."""

    def ask(self, id: UUID, challenge_id: UUID, at: datetime) -> None:
        """Have a request."""
        ...

    def asked(self, id: UUID, challenge_id: UUID) -> bool:
        """Whether there is such a request."""
        ...

    def answer(self, request_id: UUID, user_id: UUID, rating: int, text: str, at: datetime) -> bool:
        """Keep an answer; whether it is the person's first."""
        ...


class StatisticsRequests(Protocol):
    """Statistics that were asked for."""

    def ask(self, id: UUID, challenge_id: UUID, user_id: UUID, at: datetime) -> None:
        """Have a request."""
        ...

    def reckon(self, challenge_id: UUID) -> dict[str, dict[str, float]]:
        """Count over all entrants."""
        ...

    def provide(self, id: UUID, stats: Mapping[str, Mapping[str, float]]) -> None:
        """Keep the answer."""
        ...


class Sections(Protocol):
    """What was reckoned because another context asked."""

    def keep(
        self,
        request_id: UUID,
        user_id: UUID,
        kind: str,
        subject_id: UUID | None,
        figures: Any,
        at: datetime,
    ) -> None:
        """Keep it under the request."""
        ...


class Activities(Protocol):
    """What entrants did."""

    def add(
        self, challenge_ids: Sequence[UUID], user_id: UUID, activity: str, at: datetime
    ) -> None:
        """A line in each."""
        ...

    def count(self, challenge_id: UUID, day: date, user_id: UUID) -> None:
        """Count the person on the day, once."""
        ...


class Prompts(Protocol):
    """Suggestions to share."""

    def add(
        self,
        user_id: UUID,
        challenge_id: UUID,
        workout_id: UUID,
        kind: str,
        at: datetime,
        share_id: UUID | None = None,
    ) -> None:
        """Suggest, unless the same already stands."""
        ...

    def dismiss(self, id: UUID, user_id: UUID) -> None:
        """Suggest it no longer."""
        ...

    def answered(self, share_id: UUID) -> None:
        """The owner answered: the suggestion is done."""
        ...


class Feed(Protocol):
    """Workouts shown in a challenge."""

    def put(
        self,
        *,
        share_id: UUID,
        challenge_id: UUID,
        workout_id: UUID,
        user_id: UUID,
        asked_by: UUID | None,
        state: str,
        at: datetime,
    ) -> None:
        """Keep what became of a request to show it."""
        ...

    def forget(self, workout_id: UUID) -> None:
        """Show a removed workout no longer."""
        ...

    def challenges_with(self, workout_id: UUID) -> Sequence[UUID]:
        """The challenges that the workout counts in."""
        ...
