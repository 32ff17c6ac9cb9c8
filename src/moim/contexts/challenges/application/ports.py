"""What the use cases need of the world, said in their own words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.challenges.application.side_ports import (
    Activities,
    Feed,
    Feedback,
    Goals,
    Improvements,
    Prompts,
    Reviews,
    Sections,
    Shares,
    StatisticsRequests,
)
from moim.contexts.challenges.domain.challenge import Challenge
from moim.contexts.challenges.domain.entry import Entry
from moim.contexts.challenges.domain.measure import Performed
from moim.contexts.challenges.domain.person import Person
from moim.contracts.community import Follows
from moim.contracts.users import Accounts
from moim.contracts.workouts import LiveDistances
from moim.kernel.events import Event


class Challenges(Protocol):
    """All challenges."""

    def get(self, id: UUID) -> Challenge:
        """One; raises ChallengeNotFound."""
        ...

    def organised_by(self, user_id: UUID) -> Sequence[Challenge]:
        """All that the person made, in the order of ids."""
        ...

    def counting_for(self, user_id: UUID) -> Sequence[UUID]:
        """Those that count now and that the person entered at some time, in the order of ids."""
        ...

    def running_for(self, user_id: UUID) -> Sequence[UUID]:
        """Those announced or not over that the person takes part in, in the order of ids."""
        ...

    def of(self, user_id: UUID) -> Sequence[UUID]:
        """All that the person entered at some time, in the order of ids."""
        ...

    def to_suggest(self, person: Person) -> UUID | None:
        """The newest open one that is announced or running and lets the person in."""
        ...

    def awaited(self) -> Sequence[UUID]:
        """Those that run, whose days turn."""
        ...

    def settling(self) -> Sequence[UUID]:
        """Those that ended and take nothing new, but are not closed yet."""
        ...

    def save(self, challenge: Challenge) -> None:
        """Keep it and publish what it recorded."""
        ...


class Entries(Protocol):
    """Who takes part in what."""

    def find(self, challenge_id: UUID, user_id: UUID) -> Entry | None:
        """The entry with its results, also of somebody who left; None if there never was one."""
        ...

    def standing_of(self, challenge_id: UUID, user_id: UUID) -> Entry | None:
        """As ``find``, without the results: to be shown, not to be changed."""
        ...

    def get(self, challenge_id: UUID, user_id: UUID) -> Entry:
        """Somebody who takes part; raises EntryNotFound."""
        ...

    def after(self, challenge_id: UUID, after: UUID | None, most: int) -> Sequence[UUID]:
        """The next of those who take part, in the order of their ids."""
        ...

    def owner_of(self, challenge_id: UUID, result_id: UUID) -> UUID:
        """Whose result it is; raises ResultNotFound."""
        ...

    def is_result(self, result_id: UUID) -> bool:
        """Whether anybody's result anywhere has the id."""
        ...

    def save(self, entry: Entry) -> None:
        """Keep it with its results, add its lines, and publish what it recorded."""
        ...

    def ranks_told(self, challenge_id: UUID, users: Sequence[UUID]) -> Mapping[UUID, int | None]:
        """The ranks others were last told."""
        ...

    def tell_ranks(self, challenge_id: UUID, ranks: Mapping[UUID, int]) -> None:
        """Keep what others are told now."""
        ...

    def turn_day(self, challenge_id: UUID, ranks: Mapping[UUID, int]) -> None:
        """Keep the ranks of the day that ended."""
        ...

    def overtaken(self, challenge_id: UUID, users: Sequence[UUID], at: datetime) -> None:
        """Keep when they were last told that somebody passed them."""
        ...

    def rename(self, old: UUID, new: UUID, challenge_id: UUID) -> None:
        """Have rows of an ended challenge be of nobody known any more."""
        ...


class People(Protocol):
    """The replica of people."""

    def hold(self, user_id: UUID) -> None:
        """Be the only one that enters or moves them until the commit; before any challenge."""
        ...

    def get(self, user_id: UUID) -> Person:
        """What is known; the defaults for somebody not heard of."""
        ...

    def known(self, user_ids: Sequence[UUID]) -> Mapping[UUID, Person]:
        """Those of them that are known."""
        ...

    def save(self, person: Person) -> None:
        """Keep what is known now."""
        ...

    def erase(self, user_id: UUID) -> None:
        """Delete every row of the person."""
        ...


class Workouts(Protocol):
    """The replica of workouts."""

    def find(self, workout_id: UUID) -> Performed | None:
        """One, if it is known."""
        ...

    def between(self, user_id: UUID, start: datetime, end: datetime) -> Sequence[Performed]:
        """The person's that began in the span."""
        ...

    def save(self, performed: Performed) -> None:
        """Keep it; what was found by looking at the track is kept by ``looked_at``."""
        ...

    def looked_at(self, performed: Performed, trace: str | None) -> None:
        """Keep what the track showed and forget the wish to look."""
        ...

    def same_trace(self, trace: str, user_id: UUID) -> bool:
        """Whether somebody else brought the same recording."""
        ...

    def remove(self, workout_id: UUID) -> None:
        """Let go of it."""
        ...

    def have_inspected(self, performed: Performed) -> None:
        """Have somebody look at its track."""
        ...

    def awaited(self, challenge: Challenge) -> bool:
        """Whether one that may count there and was heard of in time waits for a look."""
        ...

    def to_inspect(self, most: int) -> Sequence[tuple[UUID, UUID]]:
        """Workouts and owners waiting for a look, oldest first."""
        ...


class Rankings(Protocol):
    """Boards in order. Hold a challenge before anything of it is read to be changed."""

    def hold(self, challenge_id: UUID) -> None:
        """Be the only unit of work of the challenge until it commits."""
        ...

    def move(self, board_id: UUID, before: bytes | None, after: bytes | None) -> None:
        """Take a place away, put one there, or both."""
        ...

    def rank(self, board_id: UUID, place: bytes) -> int:
        """How many stand before, plus one."""
        ...

    def size(self, board_id: UUID) -> int:
        """How many stand on it."""
        ...

    def after(self, board_id: UUID, place: bytes, most: int) -> Sequence[bytes]:
        """The next places behind ``place``, best first."""
        ...

    def before(self, board_id: UUID, place: bytes, most: int) -> Sequence[bytes]:
        """The nearest places ahead of ``place``, best first."""
        ...


@dataclass(kw_only=True)
class Board:
    """What is counted of a challenge as a whole.

    ``points`` is the sum over all who are ranked; ``top`` are those last told to be the first;
    ``day`` is the day whose turn was begun last.
    """

    challenge_id: UUID
    revision: int = 0
    entrants: int = 0
    ranked: int = 0
    points: int = 0
    telling: bool = False
    told_at: datetime | None = None
    top: Sequence[str] = ()
    goal_at: datetime | None = None
    day: date | None = None
    snapshot_day: date | None = None
    asked_feedback_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Somebody who stood at ``was`` when others were last told, and stands at ``place`` now."""

    user_id: UUID
    was: bytes | None
    place: bytes | None


class Boards(Protocol):
    """The counts, and who moved since they were told."""

    def get(self, challenge_id: UUID) -> Board:
        """The counts of a challenge."""
        ...

    def save(self, board: Board) -> None:
        """Keep them."""
        ...

    def note_moved(self, challenge_id: UUID, user_id: UUID, was: bytes | None) -> None:
        """Have the person be told of at the next telling, who stood at ``was`` before it."""
        ...

    def take_moved(self, challenge_id: UUID, most: int) -> Sequence[Moved]:
        """Who moved, best first and those without a place last; forgotten by this."""
        ...

    def team_moves(self, challenge_id: UUID, team: str, points: int, members: int) -> None:
        """Add to a team's points and members."""
        ...

    def teams(self, challenge_id: UUID, most: int) -> Sequence[tuple[str, int, int]]:
        """Teams with points and members, best first."""
        ...


@dataclass(frozen=True, kw_only=True)
class Task:
    """Work over all entrants, done piece by piece: ``after`` is where the last piece ended."""

    id: UUID
    challenge_id: UUID
    kind: str
    about: Mapping[str, Any] = field(default_factory=dict)
    after: bytes = b""
    count: int = 0
    asked_at: datetime


class Tasks(Protocol):
    """Work that waits."""

    def find(self, id: UUID) -> Task | None:
        """One, if it is not done."""
        ...

    def waiting(self, most: int) -> Sequence[Task]:
        """The oldest."""
        ...

    def save(self, task: Task) -> None:
        """Keep it as far as it came."""
        ...

    def done(self, id: UUID) -> None:
        """Forget it."""
        ...

    def keep_snapshot(
        self, challenge_id: UUID, day: date, sha256: str, ranked: int, at: datetime
    ) -> None:
        """Name a snapshot that was stored."""
        ...


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What somebody is told."""

    id: UUID
    user_id: UUID
    challenge_id: UUID
    kind: str
    title: str
    data: Mapping[str, Any]
    at: datetime
    count: int = 1


class Notices(Protocol):
    """What people were told."""

    def wishes(
        self, challenge_id: UUID, users: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, bool]]:
        """What entrants set for this challenge."""
        ...

    def add(self, notices: Sequence[Notice]) -> None:
        """Tell them."""
        ...

    def add_to_last(self, challenge_id: UUID, users: Sequence[UUID], kind: str) -> None:
        """Count one more on the last unseen of the kind."""
        ...

    def seen(self, user_id: UUID, ids: Iterable[UUID], at: datetime) -> None:
        """Mark as seen."""
        ...


class Work(Protocol):
    """One transaction. What is saved in it, and what was recorded, commits as one."""

    now: datetime
    challenges: Challenges
    entries: Entries
    people: People
    workouts: Workouts
    rankings: Rankings
    boards: Boards
    tasks: Tasks
    notices: Notices
    reviews: Reviews
    shares: Shares
    goals: Goals
    improvements: Improvements
    feedback: Feedback
    statistics: StatisticsRequests
    sections: Sections
    activities: Activities
    prompts: Prompts
    feed: Feed
    follows: Follows
    live_distances: LiveDistances
    accounts: Accounts

    def publish(self, event: Event) -> None:
        """Publish a fact that no aggregate recorded."""
        ...

    def remind(self, at: datetime, event: Event) -> UUID:
        """Send an event of our own back to us at ``at``."""
        ...
