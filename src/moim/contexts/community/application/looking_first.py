"""What a moderator looks at before others see it: posts, comments and edits that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moim.contexts.community.application.belongings import HeldLine
from moim.contexts.community.application.comments import put_comment_up
from moim.contexts.community.application.moderation import pseudonym
from moim.contexts.community.application.pictures import forget_picture
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import put_up, shown
from moim.contexts.community.domain.comment import CommentNotFound
from moim.contexts.community.domain.comment import State as CommentState
from moim.contexts.community.domain.post import Post, PostNotFound, State
from moim.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class WaitingWanted:
    """A page of posts that wait; ``after`` is the last one's id."""

    after: UUID | None
    limit: int


def waiting_posts(wanted: WaitingWanted, work: Work) -> Sequence[Mapping[str, Any]]:
    """The oldest first: who waits longest is looked at first."""
    return work.lists.waiting(wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class HeldWanted:
    """A page of edits and comments that wait; ``after`` is the last one's moment and id."""

    after: tuple[datetime, UUID] | None
    limit: int


def held_lines(wanted: HeldWanted, work: Work) -> Sequence[HeldLine]:
    """The oldest first."""
    return work.held.page(wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class LetThrough:
    """A waiting post or comment, or one whose edit waits, and the moderator who looked at it.

    ``reason`` is what its author is told of what is not shown.
    """

    id: UUID
    by: UUID
    shown: bool
    reason: str = ""


def let_through(command: LetThrough, work: Work) -> None:
    """Show a waiting post or hand it back as a draft; let its edit through or read as before."""
    post = work.posts.find(command.id)
    if post is None or post.state not in {State.WAITING, State.PUBLISHED}:
        raise PostNotFound
    waited = post.state is State.WAITING
    if not waited:
        _decide_edit(post, command, work)
    elif command.shown:
        put_up(post, work, command.by)
    else:
        post.turn_down(command.reason, command.by, work.now)
        work.posts.save(post)
    _log(command, post.board, "post", edit=not waited, work=work)


def let_comment_through(command: LetThrough, work: Work) -> None:
    """The same for a comment."""
    comment = work.comments.get(command.id)
    post = work.posts.find(comment.post_id)
    if comment.state is CommentState.REMOVED or post is None or post.state is State.REMOVED:
        raise CommentNotFound
    waited = comment.state is CommentState.WAITING
    if waited and command.shown:
        put_comment_up(comment, post, command.by, work)
    else:
        if command.shown:
            comment.let_edit_through(command.by, work.now)
        elif waited:
            comment.turn_down(command.reason, command.by, work.now)
        else:
            comment.turn_edit_down(command.reason, command.by, work.now)
        work.comments.save(comment)
    _log(command, post.board, "comment", edit=not waited, work=work)


def _decide_edit(post: Post, command: LetThrough, work: Work) -> None:
    pictures = post.pictures
    if command.shown:
        post.let_edit_through(command.by, work.now)
    else:
        post.turn_edit_down(command.reason, command.by, work.now)
    work.posts.save(post)
    shown(post, work)
    for key in sorted(pictures - post.pictures):
        forget_picture(work, post.author_id, key)


def _log(command: LetThrough, board: str, target: str, *, edit: bool, work: Work) -> None:
    action = "let-through" if command.shown else "not-let-through"
    work.cases.log(
        id=new_id(),
        at=work.now,
        case_id=None,
        action=f"edit-{action}" if edit else action,
        board=board,
        rule=None,
        moderator=pseudonym(command.by),
        target=target,
    )
