"""What community tells everyone: posts, comments, reactions, tags and reports.

Ordered by ``post_id``, comments too: who wrote a post must be known before who liked it. ``by``
is the person who did it, None when a rule of the platform did.
"""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from moim.kernel.events import Event


class PostCreated(Event, key="post_id"):
    """A post is published.

    ``board`` is the board's permanent name; ``region`` an official name of a 시·도 or 시·군·구;
    ``workout_id`` the workout attached to it. ``restored`` came back from an export: no news.
    """

    post_id: UUID
    author_id: UUID
    board: str
    title: str
    region: str | None = None
    workout_id: UUID | None = None
    restored: bool = False


class CommentCreated(Event, key="post_id"):
    """A comment is published; ``parent_id`` is the comment it answers.

    ``mentioned_ids`` are the people it names with @, twenty at most.
    """

    comment_id: UUID
    post_id: UUID
    parent_id: UUID | None = None
    author_id: UUID
    mentioned_ids: tuple[UUID, ...] = ()


class PostEdited(Event, key="post_id"):
    """The post reads differently now."""

    post_id: UUID
    author_id: UUID


class PostDeleted(Event, key="post_id"):
    """The post was taken down for good."""

    post_id: UUID
    author_id: UUID
    by: UUID | None


class CommentEdited(Event, key="post_id"):
    """The comment reads differently now; ``by`` is who changed it, None if that is not said."""

    comment_id: UUID
    post_id: UUID
    author_id: UUID
    by: UUID | None = None


class CommentDeleted(Event, key="post_id"):
    """The comment was taken down for good.

    ``reason`` is the code of the written rule that a decision rested on, such as ``no-spam``.
    """

    comment_id: UUID
    post_id: UUID
    author_id: UUID
    by: UUID | None
    reason: str = ""


class PostLiked(Event, key="post_id"):
    """``user_id`` likes the post."""

    post_id: UUID
    user_id: UUID


class PostReported(Event, key="post_id"):
    """``user_id`` reported the post, or that comment under it.

    ``reason`` is a permanent code such as ``spam``, ``abuse``, ``fraud`` or ``privacy``.
    """

    post_id: UUID
    report_id: UUID
    user_id: UUID
    reason: str
    comment_id: UUID | None = None


class PostBookmarked(Event, key="post_id"):
    """``user_id`` keeps the post."""

    post_id: UUID
    user_id: UUID


class PostShared(Event, key="post_id"):
    """``user_id`` passed the post on; ``target`` is ``link``, ``kakao``, ``club:<id>``, ..."""

    post_id: UUID
    user_id: UUID
    target: str


class PostCommentCountChanged(Event, key="post_id"):
    """The post has so many comments now: coalesced."""

    post_id: UUID
    count: int


class PostViewCountChanged(Event, key="post_id"):
    """The post was seen by so many now: coalesced."""

    post_id: UUID
    count: int


class PostReportResolved(Event, key="post_id"):
    """The report was decided; ``outcome`` is ``kept``, ``hidden`` or ``removed``.

    All reports of a case are told of at each of its decisions; ``final`` is that about an appeal.
    """

    post_id: UUID
    report_id: UUID
    outcome: str
    by: UUID | None
    comment_id: UUID | None = None
    case_id: UUID | None = None
    final: bool = False


class PostRecommended(Event, key="post_id"):
    """``user_id`` recommends the post to everyone, which lifts it on the hot list."""

    post_id: UUID
    user_id: UUID


class CommentRecommended(Event, key="post_id"):
    """``user_id`` recommends the comment to everyone."""

    comment_id: UUID
    post_id: UUID
    user_id: UUID


class PostCategoryChanged(Event, key="post_id"):
    """The post was moved to another category of its board, or to another board."""

    post_id: UUID
    before: str
    after: str
    by: UUID | None


class PostTagAdded(Event, key="post_id"):
    """A tag was put on the post."""

    post_id: UUID
    tag: str
    by: UUID | None


class PostTagRemoved(Event, key="post_id"):
    """A tag was taken off the post."""

    post_id: UUID
    tag: str
    by: UUID | None


class CommentTagAdded(Event, key="post_id"):
    """A tag was put on the comment."""

    comment_id: UUID
    post_id: UUID
    tag: str
    by: UUID | None


class CommentTagRemoved(Event, key="post_id"):
    """A tag was taken off the comment."""

    comment_id: UUID
    post_id: UUID
    tag: str
    by: UUID | None


class PublishingDecided(Event, key="post_id"):
    """Whether what waited is shown now: a post, that comment under it, or an edit of either.

    ``by`` is the moderator, None where it had only to wait.
    """

    post_id: UUID
    author_id: UUID
    shown: bool
    by: UUID | None
    comment_id: UUID | None = None
    edit: bool = False


class Follows(Protocol):
    """Asked by whoever tells or shows something to those who follow; no event carries a follow.

    ``kind`` is person, board, tag, region or club; a target is the text of its id or name.
    """

    def followers_of(
        self, kind: str, target: str, after: UUID | None = None, most: int = 1_000
    ) -> list[UUID]:
        """The next ``most`` followers in the order of their ids, after ``after``."""
        ...

    def followed_by(self, user_id: UUID, kind: str, targets: Sequence[str]) -> set[str]:
        """Those of ``targets`` that the person follows."""
        ...

    def blocked_between(self, user_id: UUID, others: Sequence[UUID]) -> set[UUID]:
        """Those of ``others`` who have blocked the person or whom the person has blocked."""
        ...


class Moderators(Protocol):
    """Asked by whoever has something for those who look after a board."""

    def moderators_of(self, board: str) -> list[UUID]:
        """Everybody who may decide about its posts."""
        ...
