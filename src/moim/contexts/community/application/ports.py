"""What the use cases of community need of the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.community.domain.comment import Comment
from moim.contexts.community.domain.hot import Signals, Why
from moim.contexts.community.domain.indexing import Word
from moim.contexts.community.domain.market import Sale
from moim.contexts.community.domain.member import Member
from moim.contexts.community.domain.moderation import Case
from moim.contexts.community.domain.post import Edit, Post
from moim.contexts.community.domain.prompts import Prompt
from moim.kernel.events import Event

Row = Mapping[str, Any]


class Members(Protocol):
    """The replica of people, with what they did here."""

    def get(self, user_id: UUID) -> Member:
        """What is known; the defaults for somebody not heard of yet."""
        ...

    def some(self, ids: Collection[UUID]) -> Mapping[UUID, Member]:
        """Those of them that are known."""
        ...

    def named(self, nicknames: Sequence[str]) -> Sequence[UUID]:
        """Who is called so."""
        ...

    def know(self, user_id: UUID, **told: Any) -> None:
        """Keep what was told."""
        ...

    def count(self, user_id: UUID, **deltas: int) -> None:
        """Move counters of deeds, in the transaction of the deed."""
        ...

    def active(self, user_id: UUID, day: date) -> None:
        """Did something on this day."""
        ...

    def erase(self, user_id: UUID) -> None:
        """Delete what there is of the person; only that they left is remembered."""
        ...


class Posts(Protocol):
    """Posts, and their counters beside them."""

    def find(self, id: UUID) -> Post | None:
        """One by key."""
        ...

    def get(self, id: UUID) -> Post:
        """One by key. Raises PostNotFound."""
        ...

    def save(self, post: Post) -> None:
        """Under its version; the counters are not touched."""
        ...

    def row(self, id: UUID) -> Row | None:
        """All columns of one."""
        ...

    def counts(self, id: UUID) -> Mapping[str, int]:
        """The counters."""
        ...

    def count(self, id: UUID, **deltas: int) -> None:
        """Move counters, in the transaction of the fact."""
        ...

    def next_answer(self, id: UUID) -> int:
        """The number of the next comment on the post itself; none is given twice."""
        ...

    def list_at(self, id: UUID, at: datetime) -> None:
        """Bring it to the top of the newest."""
        ...

    def attach(self, id: UUID, figures: Mapping[str, Any] | None) -> None:
        """What the attached workout or goal shows now."""
        ...

    def with_workout(self, workout_id: UUID) -> Sequence[UUID]:
        """Posts that it is attached to."""
        ...

    def with_workouts_of(self, user_id: UUID) -> Sequence[tuple[UUID, UUID]]:
        """A person's posts with workouts: post, workout."""
        ...

    def with_goal(self, goal_id: UUID) -> Sequence[UUID]:
        """Posts that it is attached to."""
        ...

    def newest_of(self, author_id: UUID, limit: int) -> Sequence[Row]:
        """A person's last ones: state, title, body, created_at."""
        ...

    def warm(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        """What is on the hot list or was touched since, in the order of ids."""
        ...

    def signals(self, ids: Sequence[UUID]) -> Mapping[UUID, Signals]:
        """The weighted votes and commenters of posts."""
        ...

    def heat(self, id: UUID, why: Why) -> None:
        """Its place on the hot list from now on."""
        ...

    def shows_picture(self, key: str) -> bool:
        """Whether any post still shows it: the same picture of two people is stored once."""
        ...

    def edits(self, id: UUID) -> Sequence[Edit]:
        """How it read before, the oldest first."""
        ...

    def due_to_erase(self, now: datetime, limit: int) -> Sequence[UUID]:
        """What has been kept for as long as its board keeps posts."""
        ...

    def counts_due(self, id: UUID, what: str, *, due: bool) -> bool:
        """Note whether a count is to be told; False if that stood so already."""
        ...

    def all_of(self, author_id: UUID) -> Sequence[UUID]:
        """A person's that are not removed."""
        ...

    def recount_some(self, ids: Sequence[UUID]) -> int:
        """Mend the counters of these; how many were wrong."""
        ...

    def recount(self, after: UUID | None, limit: int) -> tuple[int, UUID | None]:
        """Compare counters with facts and mend them: how many were wrong, and where to go on."""
        ...


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A page of posts. ``after`` are the values of the order's columns in the last row."""

    viewer_id: UUID | None
    sort: str
    limit: int
    after: tuple[Any, ...] | None = None
    board: str | None = None
    category: str | None = None
    tag: str | None = None
    region: str | None = None
    author_id: UUID | None = None


class Lists(Protocol):
    """Pages of posts, lean."""

    def page(self, wanted: Wanted) -> Sequence[Row]:
        """In the order asked for, by one index."""
        ...

    def some(self, ids: Sequence[UUID]) -> Sequence[Row]:
        """Visible ones in the order of ``ids``."""
        ...

    def drafts(self, author_id: UUID, after: UUID | None, limit: int) -> Sequence[Row]:
        """A person's own that are not shown, newest first."""
        ...

    def bookmarked(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Row]:
        """What a person keeps, the last kept first, with ``kept_at`` and ``remind_at``."""
        ...

    def followed(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Row]:
        """Posts of what a person follows, newest first."""
        ...


class Comments(Protocol):
    """Comments in the order of their tree."""

    def find(self, id: UUID) -> Comment | None:
        """One by key."""
        ...

    def get(self, id: UUID) -> Comment:
        """One by key. Raises CommentNotFound."""
        ...

    def at(self, post_id: UUID, path: str) -> Comment | None:
        """The one that stands there."""
        ...

    def save(self, comment: Comment) -> None:
        """Under its version."""
        ...

    def next_answer(self, id: UUID) -> int:
        """The number of the next answer to it; none is given twice."""
        ...

    def hide(self, id: UUID, *, hidden: bool) -> None:
        """Show it or not."""
        ...

    def page(self, post_id: UUID, after: str | None, limit: int) -> Sequence[Row]:
        """In the order of the tree, tombstones of which nothing hangs left out."""
        ...

    def last_of(self, author_id: UUID, since: datetime) -> tuple[int, Row | None]:
        """How many since then, and the last one: text and created_at."""
        ...

    def all_of(self, author_id: UUID) -> Sequence[UUID]:
        """A person's that are not removed."""
        ...

    def mention(self, comment_id: UUID, users: Sequence[UUID]) -> None:
        """Who is called in it."""
        ...

    def mentioning(self, user_id: UUID, after: UUID | None, limit: int) -> Sequence[Row]:
        """Where a person is called, newest first."""
        ...

    def recommend(self, comment_id: UUID, user_id: UUID, at: datetime) -> bool:
        """Count it once a person."""
        ...

    def unrecommend(self, comment_id: UUID, user_id: UUID) -> bool:
        """Count it no longer."""
        ...


class Reactions(Protocol):
    """Likes, recommendations and bookmarks: the facts behind the counters."""

    def add(
        self,
        kind: str,
        post: Post,
        user_id: UUID,
        weight: float,
        at: datetime,
        remind_at: datetime | None = None,
    ) -> bool:
        """Once a person; False if it was there."""
        ...

    def remove(self, kind: str, post_id: UUID, user_id: UUID) -> bool:
        """False if it was not there."""
        ...

    def of(self, post_id: UUID, user_id: UUID) -> set[str]:
        """What the person did with the post."""
        ...

    def done_since(self, user_id: UUID, kind: str, since: datetime) -> int:
        """How many the person gave since then."""
        ...

    def recommended_author(self, user_id: UUID, author_id: UUID, since: datetime) -> bool:
        """Whether the person recommended a post of the author since then."""
        ...

    def posts_of(self, user_id: UUID) -> Sequence[UUID]:
        """Posts that the person reacted to or shared."""
        ...

    def reminded(self, user_id: UUID, post_id: UUID, at: datetime) -> bool:
        """Note that the bookmark was brought to mind; False if that is not wanted any more."""
        ...

    def share(
        self, id: UUID, token: str, post_id: UUID, user_id: UUID, target: str, at: datetime
    ) -> None:
        """A link that somebody passes on."""
        ...

    def shared_post(self, token: str) -> UUID | None:
        """What the link leads to."""
        ...

    def unlock(self, post_id: UUID, user_id: UUID, at: datetime) -> None:
        """The person wants to see what others solved."""
        ...

    def unlocked(self, post_id: UUID, user_id: UUID) -> bool:
        """Whether they did."""
        ...


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

    def count_day(self, board: str, day: date, **deltas: int) -> None:
        """Move a day's figures."""
        ...

    def forget_viewers(self, before: date) -> None:
        """Their keyed hashes are of no use after two days."""
        ...


class Search(Protocol):
    """The index of words."""

    def put(self, post_id: UUID, terms: Sequence[str]) -> None:
        """Find the post by these from now on."""
        ...

    def remove(self, post_id: UUID) -> None:
        """Find it no longer."""
        ...

    def find(
        self, words: Sequence[Word], after: int | None, limit: int
    ) -> Sequence[tuple[int, UUID]]:
        """What holds all words, the newest first: position and post."""
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


class Work(Protocol):
    """One transaction."""

    now: datetime
    members: Members
    posts: Posts
    lists: Lists
    comments: Comments
    reactions: Reactions
    follows: FollowsAndBlocks
    replicas: Replicas
    prompts: Prompts
    views: Views
    search: Search
    cases: Cases
    sales: Sales

    def publish(self, event: Event) -> None:
        """Publish, at commit, a fact that no aggregate recorded."""
        ...

    def remind(self, at: datetime, event: Event) -> UUID:
        """Send a private event back at an instant."""
        ...

    def deliver(self, channel: str, template: str, user_id: UUID, **data: Any) -> UUID:
        """Have something done outside after the commit."""
        ...

    def touched(self, board: str) -> None:
        """A page of the board reads differently after the commit."""
        ...
