"""Comments: a tree whose whole order stands in one column that both databases sort alike."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from moim.contexts.community.domain.post import NothingHeld, TagNotAllowed, checked_tag
from moim.contexts.community.domain.turned_down import TurnedDown, turned_down
from moim.contexts.community.domain.wording import written
from moim.contracts.community import (
    CommentCreated,
    CommentDeleted,
    CommentEdited,
    CommentTagAdded,
    CommentTagRemoved,
    PublishingDecided,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Changed, Conflict, Forbidden, NotFound

TEXT_MAX = 4_000
DEPTH_MAX = 18
SEGMENT = 4
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SIBLINGS_MAX = len(DIGITS) ** SEGMENT
TAGS_MAX = 5
MENTIONS_MAX = 10
_MENTION = re.compile(r"(?<![\w@])@([\w가-힣][\w가-힣·-]{0,29})")


class CommentNotFound(NotFound):
    """There is no such comment for who asks."""

    code = "comment-not-found"
    ko = "댓글을 찾을 수 없습니다."
    en = "This comment cannot be found."


class NotYourComment(Forbidden):
    """Only its author changes a comment."""

    code = "not-your-comment"
    ko = "댓글을 쓴 사람만 할 수 있습니다."
    en = "Only the author of the comment may do this."


class CommentChanged(Changed):
    """The comment was edited since it was read."""

    code = "comment-changed"
    ko = "그사이 댓글이 바뀌었습니다. 다시 불러와 주세요."
    en = "The comment was changed meanwhile. Load it again."


class CommentGone(Conflict):
    """Nothing more can be done with a deleted comment."""

    code = "comment-deleted"
    ko = "삭제된 댓글입니다."
    en = "This comment was deleted."


class CommentWaits(Conflict):
    """Nothing hangs on a comment that a moderator looks at first."""

    code = "comment-waits"
    ko = "운영자가 확인하고 있는 댓글입니다."
    en = "A moderator looks at this comment first."


class State(StrEnum):
    """A removed comment stays as a tombstone, so that replies keep their place.

    A waiting one is seen by its author and by moderators alone.
    """

    WAITING = "waiting"
    PUBLISHED = "published"
    REMOVED = "removed"


def segment(number: int) -> str:
    """A sibling's number at a fixed width: text order is number order."""
    text = ""
    for _ in range(SEGMENT):
        number, rest = divmod(number, len(DIGITS))
        text = DIGITS[rest] + text
    return text


def mentions(text: str) -> tuple[str, ...]:
    """The nicknames called by ``@``, each once, ten at most."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))[:MENTIONS_MAX]


@dataclass(frozen=True, kw_only=True)
class Held:
    """An edit that a moderator looks at first, and ``why``."""

    text: str = field(repr=False)
    html: str = field(repr=False)
    why: tuple[str, ...]
    at: datetime


@dataclass(kw_only=True, eq=False)
class Comment(Aggregate):
    """``parent_id`` is where it hangs, ``reply_to_id`` what it answers: below depth 18 they differ.

    ``path`` holds one segment a level, from the top.
    """

    id: UUID
    post_id: UUID
    author_id: UUID
    parent_id: UUID | None
    reply_to_id: UUID | None
    path: str
    text: str
    html: str
    created_at: datetime
    state: State = State.PUBLISHED
    edited_at: datetime | None = None
    hidden: bool = False
    tags: tuple[str, ...] = ()
    held: Held | None = None
    turned_down: TurnedDown | None = None

    @property
    def depth(self) -> int:
        """1 for an answer to the post itself."""
        return len(self.path) // SEGMENT

    @classmethod
    def write(
        cls,
        id: UUID,
        post_id: UUID,
        author_id: UUID,
        *,
        parent: "Comment | None",
        answers: "Comment | None",
        number: int,
        text: str,
        html: str,
        now: datetime,
        mentioned: tuple[UUID, ...] = (),
        waits: bool = False,
    ) -> "Comment":
        """``number`` is what the place it hangs at has counted so far; ``mentioned`` are named.

        One that ``waits`` is told to nobody before ``publish``.
        """
        comment = cls(
            id=id,
            post_id=post_id,
            author_id=author_id,
            parent_id=parent.id if parent else None,
            reply_to_id=answers.id if answers else None,
            path=(parent.path if parent else "") + segment(number),
            text=written(text, TEXT_MAX, "text", lines=True),
            html=html,
            created_at=now,
            state=State.WAITING,
        )
        if not waits:
            comment.publish(mentioned)
        return comment

    def publish(self, mentioned: tuple[UUID, ...] = ()) -> None:
        """Show it to everybody; ``mentioned`` are named in it."""
        self.state = State.PUBLISHED
        self.record(
            CommentCreated(
                comment_id=self.id,
                post_id=self.post_id,
                parent_id=self.reply_to_id,
                author_id=self.author_id,
                mentioned_ids=mentioned,
            )
        )

    def edit(
        self,
        text: str,
        html: str,
        by: UUID,
        version: int | None,
        now: datetime,
        *,
        moderates: bool = False,
    ) -> None:
        """Say something else; an edit that was held is no more.

        Raises NotYourComment, CommentChanged, CommentGone.
        """
        self._may_be_edited(by, version, moderates=moderates)
        self.text, self.html = written(text, TEXT_MAX, "text", lines=True), html
        self.edited_at, self.held, self.turned_down = now, None, None
        if self.state is State.PUBLISHED:
            self.record(
                CommentEdited(
                    comment_id=self.id, post_id=self.post_id, author_id=self.author_id, by=by
                )
            )

    def hold(
        self, text: str, html: str, why: tuple[str, ...], version: int | None, now: datetime
    ) -> None:
        """Keep reading as it does until a moderator let its author's edit through.

        Raises CommentChanged, CommentGone.
        """
        self._may_be_edited(self.author_id, version)
        said = written(text, TEXT_MAX, "text", lines=True)
        self.held, self.turned_down = Held(text=said, html=html, why=why, at=now), None

    def let_through(self, mentioned: tuple[UUID, ...], by: UUID) -> None:
        """Show what waited; ``mentioned`` are named in it."""
        self.publish(mentioned)
        self._decided(by, shown=True)

    def let_edit_through(self, by: UUID, now: datetime) -> None:
        """Read as its author wanted. Raises NothingHeld."""
        if self.held is None:
            raise NothingHeld
        self.edit(self.held.text, self.held.html, self.author_id, None, now)
        self._decided(by, shown=True, edit=True)

    def turn_down(self, reason: str, by: UUID, now: datetime) -> None:
        """Leave of what waits a tombstone that tells its author why."""
        told = turned_down(reason, now)
        self.remove(None)
        self.turned_down = told
        self._decided(by, shown=False)

    def turn_edit_down(self, reason: str, by: UUID, now: datetime) -> None:
        """Go on reading as it did. Raises NothingHeld."""
        if self.held is None:
            raise NothingHeld
        self.held, self.turned_down = None, turned_down(reason, now, edit=True)
        self._decided(by, shown=False, edit=True)

    def _decided(self, by: UUID, *, shown: bool, edit: bool = False) -> None:
        self.record(
            PublishingDecided(
                post_id=self.post_id,
                author_id=self.author_id,
                shown=shown,
                by=by,
                comment_id=self.id,
                edit=edit,
            )
        )

    def remove(self, by: UUID | None, reason: str = "") -> bool:
        """Take its text and its author's name away; False if that was done.

        Nobody is told of one that was never shown.
        """
        if self.state is State.REMOVED:
            turned, self.turned_down = self.turned_down, None
            return turned is not None
        told = self.state is State.PUBLISHED
        self.state, self.text, self.html, self.tags = State.REMOVED, "", "", ()
        self.held = self.turned_down = None
        if not told:
            return True
        self.record(
            CommentDeleted(
                comment_id=self.id,
                post_id=self.post_id,
                author_id=self.author_id,
                by=by,
                reason=reason,
            )
        )
        return True

    def tag(self, text: str, by: UUID) -> bool:
        """Put a tag on it; False if it was there."""
        self.must_be_shown()
        tag = checked_tag(text)
        if tag in self.tags:
            return False
        if len(self.tags) >= TAGS_MAX:
            raise TagNotAllowed(field="tags", length_max=30, most=TAGS_MAX)
        self.tags = (*self.tags, tag)
        self.record(CommentTagAdded(comment_id=self.id, post_id=self.post_id, tag=tag, by=by))
        return True

    def untag(self, text: str, by: UUID) -> bool:
        """Take a tag off it; False if it was not there."""
        self._must_be_here()
        tag = checked_tag(text)
        if tag not in self.tags:
            return False
        self.tags = tuple(one for one in self.tags if one != tag)
        self.record(CommentTagRemoved(comment_id=self.id, post_id=self.post_id, tag=tag, by=by))
        return True

    def must_be_seen_by(self, viewer_id: UUID, *, moderator: bool = False) -> None:
        """Raise CommentNotFound for one that waits, unless it is theirs to see."""
        if self.state is State.WAITING and not moderator and viewer_id != self.author_id:
            raise CommentNotFound

    def must_be_shown(self) -> None:
        """Raise CommentGone or CommentWaits unless something may hang on it."""
        self._must_be_here()
        if self.state is State.WAITING:
            raise CommentWaits

    def _may_be_edited(self, by: UUID, version: int | None, *, moderates: bool = False) -> None:
        self._must_be_here()
        if by != self.author_id and not moderates:
            raise NotYourComment
        if version is not None and version != self.version:
            raise CommentChanged

    def _must_be_here(self) -> None:
        if self.state is State.REMOVED:
            raise CommentGone


def hangs_at(answered: Comment | None) -> int:
    """How many levels of the answered comment's path the new one keeps: at depth 18, one less."""
    return 0 if answered is None else min(answered.depth, DEPTH_MAX - 1)
