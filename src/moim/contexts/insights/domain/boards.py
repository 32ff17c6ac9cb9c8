"""What is shown of a challenge: who takes part, where they stand, how it was run and liked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from moim.kernel.errors import NotFound

RATINGS = (1, 2, 3, 4, 5)
PODIUM = 3
STEP_BITS = 6
_FINE = 1 << STEP_BITS


class BoardNotShown(NotFound):
    """No such challenge, or the asker has no part in it."""

    code = "challenge-board-not-found"
    ko = "볼 수 있는 챌린지 차트가 없습니다."
    en = "There is no chart of this challenge for you."


@dataclass(frozen=True, kw_only=True)
class Board:
    """A challenge as it was told; ``announced`` once its end was told to the entrants.

    ``target`` is in the unit of the metric. What has not been told yet is None.
    """

    challenge_id: UUID
    organiser_id: UUID | None = None
    title: str | None = None
    sport: str | None = None
    metric: str | None = None
    target: float | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    ended: bool = False
    announced: bool = False
    notices_sent: int = 0


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entrant: ``inside`` while they take part, with the value last told.

    Who has less ``behind`` (the points, negated) stands before; of equals the earlier
    ``reached_at``, then the smaller id. It is None for who has no place in the ranking.
    """

    challenge_id: UUID
    user_id: UUID
    inside: bool
    value: float | None = None
    behind: int | None = None
    reached_at: datetime | None = None


def step_of(behind: int) -> int:
    """The coarse step of the ranking that ``behind`` is on: less behind is never a later step.

    A step is a sixty-fourth of its power of two wide, so that the entrants of a challenge spread
    over some hundreds of steps whatever its points are.
    """
    size = abs(behind)
    halvings = max(0, size.bit_length() - STEP_BITS - 1)
    step = halvings * _FINE + (size >> halvings)
    return -step if behind < 0 else step


def step_begins(behind: int) -> int:
    """The least number that is on the step of ``behind``."""
    size = abs(behind)
    halvings = max(0, size.bit_length() - STEP_BITS - 1)
    least = size >> halvings << halvings
    return -(least + (1 << halvings) - 1) if behind < 0 else least


@dataclass(frozen=True, kw_only=True)
class Point:
    """A result on an entrant's curve; ``state`` is ``ok`` or ``review``."""

    challenge_id: UUID
    user_id: UUID
    result_id: UUID
    at: datetime
    value: float
    state: str = "ok"


@dataclass(frozen=True, kw_only=True)
class RankAt:
    """A place that an entrant had from ``at`` on."""

    at: datetime
    rank: int
    value: float


@dataclass(frozen=True, kw_only=True)
class Opinions:
    """What entrants answered to one request for feedback: how often each rating was given."""

    request_id: UUID
    challenge_id: UUID
    counts: tuple[int, ...] = (0,) * len(RATINGS)

    @property
    def answers(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """The mean rating, None before the first answer."""
        if not self.answers:
            return None
        stars = sum(rating * count for rating, count in zip(RATINGS, self.counts, strict=True))
        return round(stars / self.answers, 2)

    def with_rating(self, rating: int) -> "Opinions":
        """One answer more; a rating that does not exist is not counted."""
        counts = tuple(
            count + (of == rating) for of, count in zip(RATINGS, self.counts, strict=True)
        )
        return Opinions(request_id=self.request_id, challenge_id=self.challenge_id, counts=counts)


@dataclass(frozen=True, kw_only=True)
class AskedFigures:
    """Statistics that somebody asked for, of a challenge or an announcement.

    ``figures`` are by section and name, None until they are provided.
    """

    request_id: UUID
    subject_id: UUID
    user_id: UUID
    figures: Mapping[str, Mapping[str, float]] | None = None


@dataclass(frozen=True, kw_only=True)
class ShownBoard:
    """All that one person may see of a challenge's charts."""

    board: Board
    participation: Sequence[tuple[date, int]]
    podium: Sequence[Place]
    me: Place | None
    rank: int | None = None
    points: Sequence[Point] = ()
    ranks: Sequence[RankAt] = ()
    opinions: Sequence[Opinions] = ()
    asked: Sequence[AskedFigures] = field(default=())


def curve(
    told: Sequence[RankAt], rank: int | None, place: Place | None, now: datetime
) -> Sequence[RankAt]:
    """The places of an entrant at each of their results, and the present one if others moved it."""
    if place is None or rank is None or (told and told[-1].rank == rank):
        return told
    return [*told, RankAt(at=now, rank=rank, value=place.value or 0.0)]


def may_see(board: Board, place: Place | None, user_id: UUID) -> bool:
    """Entrants, also those who left, and the organiser."""
    return place is not None or board.organiser_id == user_id
