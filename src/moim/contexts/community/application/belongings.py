"""What the use cases need beside posts, comments and people: follows, replicas, cases, sales."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.community.domain.indexing import Word
from moim.contexts.community.domain.market import Sale
from moim.contexts.community.domain.moderation import Case
from moim.contexts.community.domain.prompts import Prompt

Row = Mapping[str, Any]


class FollowsAndBlocks(Protocol):
    """Who follows what and who blocks whom."""

    def follow(self, user_id: UUID, kind: str, target: str, at: datetime) -> None:
        """From now on."""
        ...

    def unfollow(self, user_id: UUID, kind: str, target: str) -> None:
        """No longer."""
        ...

    def of(
        self, user_id: UUID, kind: str | None, after: tuple[str, str] | None, limit: int
    ) -> Sequence[tuple[str, str]]:
        """What a person follows: kind and target, in their order."""
        ...

    def count_of(self, user_id: UUID) -> int:
        """How many."""
        ...

    def followers_of(self, kind: str, target: str, after: UUID | None, most: int) -> list[UUID]:
        """In the order of their ids."""
        ...

    def followers_count(self, kind: str, target: str) -> int:
        """How many."""
        ...

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        """Those of the targets that the person follows."""
        ...

    def block(self, user_id: UUID, blocked_id: UUID, at: datetime) -> None:
        """Neither sees the other from now on, and neither follows the other."""
        ...

    def unblock(self, user_id: UUID, blocked_id: UUID) -> None:
        """Undo it."""
        ...

    def blocks_of(self, user_id: UUID) -> Sequence[UUID]:
        """Whom the person blocks."""
        ...

    def has_blocks(self, user_id: UUID) -> bool:
        """Whether there is anybody at all between whom and the person there is a block."""
        ...

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        """Those who blocked the person or whom the person blocked."""
        ...


class Replicas(Protocol):
    """Workouts, goals and live sessions as events told them."""

    def put_workout(self, **told: Any) -> None:
        """As it is now."""
        ...

    def workout(self, workout_id: UUID) -> Row | None:
        """One, if it is known."""
        ...

    def workouts(self, user_id: UUID, ids: Sequence[UUID]) -> Sequence[Row]:
        """Those of them that are the person's."""
        ...

    def drop_workout(self, workout_id: UUID) -> None:
        """It was deleted."""
        ...

    def put_goal(self, **told: Any) -> None:
        """As it is now."""
        ...

    def goal(self, goal_id: UUID) -> Row | None:
        """One, if it is known."""
        ...

    def put_session(self, **told: Any) -> None:
        """It began."""
        ...

    def end_session(self, session_id: UUID, workout_id: UUID | None, at: datetime) -> None:
        """It ended."""
        ...

    def session(self, session_id: UUID) -> Row | None:
        """One, if it is known."""
        ...

    def sessions_for(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Row]:
        """Of people whom the person follows and who share them, newest first."""
        ...


class Kept(Protocol):
    """What an export names by what it was: ids are made anew where it comes back."""

    def workout_at(self, user_id: UUID, sport: str, started_at: datetime) -> UUID | None:
        """The person's workout that began then."""
        ...

    def goal_like(self, user_id: UUID, metric: str, target: float, period: str) -> UUID | None:
        """The person's goal of this aim."""
        ...


class Prompts(Protocol):
    """Cards with ready drafts."""

    def find(self, id: UUID, user_id: UUID) -> Prompt | None:
        """One of the person's."""
        ...

    def knows(self, user_id: UUID, kind: str, subject_id: UUID) -> bool:
        """Whether it was shown once."""
        ...

    def made_since(self, user_id: UUID, since: datetime, uncapped: Collection[str]) -> int:
        """How many suggestions were made since then, the uncapped kinds left out."""
        ...

    def save(self, prompt: Prompt) -> None:
        """Under its version."""
        ...

    def has(self, id: UUID) -> bool:
        """Whether there is one of anybody's."""
        ...

    def about(self, user_id: UUID, kind: str, subject_id: UUID) -> Prompt | None:
        """The one about it."""
        ...

    def all_of(self, user_id: UUID) -> Sequence[Prompt]:
        """A person's, in the order of their ids."""
        ...

    def open_of(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Prompt]:
        """Unanswered ones, newest first."""
        ...

    def drop(self, user_id: UUID, *, workout_id: UUID) -> None:
        """Open ones about a workout that is no more."""
        ...


class Views(Protocol):
    """Who saw what, without who they are."""

    def seen(self, sightings: Collection[tuple[UUID, date, bytes, bool]]) -> Mapping[UUID, int]:
        """Post, day, viewer, member: count each once a day; how many were new for each post."""
        ...

    def told(self, post_id: UUID, views: int) -> int:
        """Note how many a post has; how many more that is than was noted before."""
        ...

    def of_board(self, board: str, first: date, last: date) -> Sequence[Row]:
        """Its days: posts, comments, views."""
        ...

    def lively(self, first: date) -> Mapping[str, int]:
        """Posts and comments of each board since then."""
        ...

    def count_day(self, board: str, day: date, **deltas: int) -> None:
        """Move a day's figures."""
        ...

    def forget_viewers(self, before: date) -> None:
        """Their keyed hashes are of no use after two days."""
        ...


class Pictures(Protocol):
    """Uploaded pictures that may not stand in a post yet."""

    def note(self, user_id: UUID, key: str, at: datetime) -> None:
        """This person uploaded it."""
        ...

    def of(self, user_id: UUID) -> Sequence[str]:
        """Keys of what a person uploaded lately."""
        ...

    def older_than(self, at: datetime, limit: int) -> Sequence[tuple[UUID, str]]:
        """Whose and which, the oldest first."""
        ...

    def drop(self, user_id: UUID, key: str) -> None:
        """Note it no longer."""
        ...


class Search(Protocol):
    """The index of words."""

    def put(self, post_id: UUID, terms: Sequence[str]) -> None:
        """Find the post by these from now on."""
        ...

    def remove(self, post_id: UUID) -> None:
        """Find it no longer."""
        ...

    def after(self, seq: int, limit: int) -> Sequence[tuple[int, UUID]]:
        """What can be found, the oldest first: position and post."""
        ...

    def tidy(self, *, first: bool) -> bool:
        """Have what was taken out leave the files too, a step at a time; whether more is to do."""
        ...

    def page(self, words: Sequence[Word], after: int | None, limit: int) -> Sequence[Row]:
        """Visible posts that hold all words, the newest first, with their position, ``seq``."""
        ...


@dataclass(frozen=True, kw_only=True)
class HeldLine:
    """What waits for a moderator on what is shown: a post's edit, a comment, a comment's edit.

    ``id`` is the post's or the comment's; ``before`` is None for a new comment.
    """

    kind: str
    id: UUID
    post_id: UUID
    board: str
    author_id: UUID
    nickname: str | None
    photo_key: str | None
    at: datetime
    title: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    why: Sequence[str]


class HeldLines(Protocol):
    """What waits for a moderator on posts that are shown."""

    def page(self, after: tuple[datetime, UUID] | None, limit: int) -> Sequence[HeldLine]:
        """Who waits longest first."""
        ...


class Cases(Protocol):
    """Reports and what became of them."""

    def find(self, id: UUID) -> Case | None:
        """One by key."""
        ...

    def get(self, id: UUID) -> Case:
        """One by key. Raises CaseNotFound."""
        ...

    def open_on(self, target: UUID) -> Case | None:
        """The one open case about a post or comment."""
        ...

    def save(self, case: Case) -> None:
        """Under its version: reports at one moment are taken one after the other."""
        ...

    def by_state(self, state: str, after: tuple[float, UUID] | None, limit: int) -> Sequence[Case]:
        """The heaviest first."""
        ...

    def about(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Case]:
        """About what a person wrote, or reported by them, newest first."""
        ...

    def reports_since(self, user_id: UUID, since: datetime) -> int:
        """How many the person sent since then."""
        ...

    def log(self, **line: Any) -> None:
        """A line of the public log."""
        ...

    def log_page(self, after: UUID | None, limit: int) -> Sequence[Row]:
        """The newest first."""
        ...


class LookingAfter(Protocol):
    """Whom staff named to look after a board."""

    def name(self, board: str, user_id: UUID, at: datetime) -> None:
        """From now on."""
        ...

    def release(self, board: str, user_id: UUID) -> None:
        """No longer."""
        ...

    def of(self, board: str) -> Sequence[UUID]:
        """In the order of their ids."""
        ...


class Sales(Protocol):
    """The market's dealings."""

    def find(self, post_id: UUID) -> Sale | None:
        """One by its post."""
        ...

    def save(self, sale: Sale) -> None:
        """Under its version."""
        ...

    def standing_of(self, user_id: UUID) -> Row:
        """Stars, their number, manners, and how often the person did not come."""
        ...
