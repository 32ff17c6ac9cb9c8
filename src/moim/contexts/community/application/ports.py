"""What the use cases of community need of the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from moim.contexts.community.application.belongings import (
    Cases,
    FollowsAndBlocks,
    HeldLines,
    Kept,
    LookingAfter,
    Pictures,
    Prompts,
    Replicas,
    Row,
    Sales,
    Search,
    Views,
)
from moim.contexts.community.domain.comment import Comment
from moim.contexts.community.domain.hot import Signals, Why
from moim.contexts.community.domain.indexing import Stems
from moim.contexts.community.domain.member import Member
from moim.contexts.community.domain.post import Edit, Post
from moim.kernel.events import Event


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

    def alone(self, user_id: UUID) -> None:
        """What else this person does at the moment waits: limits a day are counted first."""
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
        """The counters. Raises PostNotFound."""
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

    def edits_since(self, user_id: UUID, since: datetime) -> int:
        """How often the person edited posts since then."""
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

    def take_in_order(self, ids: Collection[UUID]) -> None:
        """What else is done with these waits from now on; who wants several never waits round."""
        ...

    def recount_some(self, ids: Sequence[UUID]) -> int:
        """Mend the counters of these; how many were wrong."""
        ...

    def recount(self, after: UUID | None, limit: int) -> tuple[int, UUID | None]:
        """Compare counters with facts and mend them: how many were wrong, and where to go on."""
        ...


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A page of posts. ``after`` are the values of the order's columns in the last row.

    The hot list is paged over one ``snapshot`` of it; None is the newest.
    """

    viewer_id: UUID | None
    sort: str
    limit: int
    after: tuple[Any, ...] | None = None
    board: str | None = None
    category: str | None = None
    tag: str | None = None
    region: str | None = None
    author_id: UUID | None = None
    snapshot: int | None = None


class Lists(Protocol):
    """Pages of posts, lean."""

    def page(self, wanted: Wanted) -> Sequence[Row]:
        """In the order asked for, by one index; of the hot list with the ``snapshot`` it is of.

        A snapshot that is not kept any more is followed by the oldest that is.
        """
        ...

    def keep_hot(self, most: int, kept: int, liveliness: Mapping[str, float]) -> None:
        """Take a snapshot of the ``most`` hottest posts; the last ``kept`` snapshots stay.

        ``liveliness`` by board divides the hot of its posts on the page of all boards.
        """
        ...

    def drafts(self, author_id: UUID, after: UUID | None, limit: int) -> Sequence[Row]:
        """A person's own that are not shown, newest first."""
        ...

    def waiting(self, after: UUID | None, limit: int) -> Sequence[Row]:
        """Everybody's that wait to be looked at, the oldest first."""
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

    def row(self, id: UUID) -> Row | None:
        """One as it stands in its tree, with its author's name."""
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

    def page(
        self, post_id: UUID, after: str | None, limit: int, waiting_of: UUID | None
    ) -> Sequence[Row]:
        """In the order of the tree, tombstones of which nothing hangs left out.

        Of those that wait ``waiting_of``'s own alone; everybody's for None.
        """
        ...

    def last_of(self, author_id: UUID, since: datetime) -> tuple[int, Row | None]:
        """How many since then, and the last one: text and created_at."""
        ...

    def edited_since(self, author_id: UUID, since: datetime) -> int:
        """How many of the person's were edited since then."""
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

    def recommended(self, ids: Sequence[UUID], user_id: UUID) -> set[UUID]:
        """Which of them the person recommends."""
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

    def all_of(self, user_id: UUID) -> Sequence[Row]:
        """What the person did: post, kind, at."""
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
    kept: Kept
    prompts: Prompts
    views: Views
    search: Search
    pictures: Pictures
    cases: Cases
    held: HeldLines
    looking_after: LookingAfter
    sales: Sales
    stems: Stems

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
