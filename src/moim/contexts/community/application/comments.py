"""Use cases about comments."""

from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import A_DAY, Actor, tell_count_soon
from moim.contexts.community.domain.comment import (
    DEPTH_MAX,
    SEGMENT,
    Comment,
    CommentGone,
    CommentNotFound,
    NotYourComment,
    State,
    mentions,
)
from moim.contexts.community.domain.guarding import fingerprint
from moim.contexts.community.domain.post import Post, PostNotPublished
from moim.contexts.community.domain.trust import SAME_AGAIN_AFTER, Act, SameAgain, check_pace
from moim.kernel.errors import Forbidden


class Blocked(Forbidden):
    """One of the two blocks the other."""

    code = "blocked"
    ko = "서로 차단한 사이에서는 할 수 없습니다."
    en = "One of you has blocked the other."


@dataclass(frozen=True, kw_only=True)
class AddComment:
    """``parent_id`` is the comment that it answers; ``html`` the text rendered and sanitised."""

    id: UUID
    post_id: UUID
    actor: Actor
    parent_id: UUID | None
    text: str = field(repr=False)
    html: str = field(repr=False)


def add_comment(command: AddComment, work: Work) -> UUID:
    """Put it where it belongs in the tree. Its id."""
    post, by = work.posts.get(command.post_id), command.actor.user_id
    post.must_be_seen_by(by, moderator=command.actor.moderator)
    if not post.visible:
        raise PostNotPublished
    answered = _answered(command, post, work)
    _must_be_on_terms(by, post, answered, work)
    if not command.actor.moderator:
        _check_pace(command, work)
    parent = _parent(answered, work)
    number = (
        work.posts.next_answer(post.id) if parent is None else work.comments.next_answer(parent.id)
    )
    comment = Comment.write(
        command.id,
        post.id,
        by,
        parent=parent,
        answers=answered,
        number=number,
        text=command.text,
        html=command.html,
        now=work.now,
        mentioned=tuple(_called(command.text, by, work)),
    )
    work.comments.save(comment)
    _keep_called(comment, work)
    _counted(post.id, 1, work)  # rows of posts, then of people, then of boards: always so
    work.members.count(by, comments=1)
    work.members.active(by, work.now.date())
    work.views.count_day(post.board, work.now.date(), comments=1)
    return comment.id


@dataclass(frozen=True, kw_only=True)
class EditComment:
    """A new text under the version that was read."""

    id: UUID
    actor: Actor
    text: str = field(repr=False)
    html: str = field(repr=False)
    version: int | None


def edit_comment(command: EditComment, work: Work) -> UUID:
    """By its author, or by a moderator, of which its author is told."""
    comment = _seen(command.id, command.actor, work)
    by, moderates = command.actor.user_id, command.actor.moderator
    comment.edit(command.text, command.html, by, command.version, work.now, moderates=moderates)
    work.comments.save(comment)
    _keep_called(comment, work)
    return comment.id


@dataclass(frozen=True, kw_only=True)
class OneComment:
    """A comment and who asks."""

    id: UUID
    actor: Actor


def delete_comment(command: OneComment, work: Work) -> None:
    """By its author or a moderator; what answers it stays."""
    comment = _seen(command.id, command.actor, work)
    if command.actor.user_id != comment.author_id and not command.actor.moderator:
        raise NotYourComment
    take_comment_down(comment, command.actor.user_id, work)


def take_comment_down(comment: Comment, by: UUID | None, work: Work, *, reason: str = "") -> None:
    """Leave the tombstone, and count it no longer; ``reason`` is the rule it was taken down by."""
    if comment.remove(by, reason):
        work.comments.save(comment)
        _counted(comment.post_id, -1, work)


@dataclass(frozen=True, kw_only=True)
class TagComment:
    """A tag to be put on a comment or taken off it."""

    id: UUID
    actor: Actor
    tag: str


def tag_comment(command: TagComment, work: Work) -> None:
    """By its author or a moderator."""
    comment = _to_tag(command, work)
    if comment.tag(command.tag, command.actor.user_id):
        work.comments.save(comment)


def untag_comment(command: TagComment, work: Work) -> None:
    """By its author or a moderator."""
    comment = _to_tag(command, work)
    if comment.untag(command.tag, command.actor.user_id):
        work.comments.save(comment)


def _answered(command: AddComment, post: Post, work: Work) -> Comment | None:
    if command.parent_id is None:
        return None
    answered = work.comments.get(command.parent_id)
    if answered.post_id != post.id:
        raise CommentNotFound
    if answered.state is State.REMOVED:
        raise CommentGone
    return answered


def _parent(answered: Comment | None, work: Work) -> Comment | None:
    if answered is None or answered.depth < DEPTH_MAX:
        return answered
    above = answered.path[: (DEPTH_MAX - 1) * SEGMENT]
    return work.comments.at(answered.post_id, above)


def _must_be_on_terms(by: UUID, post: Post, answered: Comment | None, work: Work) -> None:
    others = [post.author_id, *([answered.author_id] if answered else [])]
    if work.follows.blocked_between(by, [other for other in others if other != by]):
        raise Blocked


def _check_pace(command: AddComment, work: Work) -> None:
    by = command.actor.user_id
    count, last = work.comments.last_of(by, work.now - A_DAY)
    at = last["created_at"] if last else None
    lately = at is not None and work.now - at < SAME_AGAIN_AFTER
    if lately and last and fingerprint(last["text"]) == fingerprint(command.text):
        raise SameAgain(retry_after_s=int(SAME_AGAIN_AFTER.total_seconds()))
    check_pace(Act.COMMENT, work.members.get(by).deeds, count, at, work.now)


def _called(text: str, by: UUID, work: Work) -> list[UUID]:
    """Who is named with @ and not blocked."""
    names = mentions(text)
    if not names:
        return []
    called = [id for id in work.members.named(names) if id != by]
    blocked = work.follows.blocked_between(by, called)
    return [id for id in called if id not in blocked]


def _keep_called(comment: Comment, work: Work) -> None:
    if mentions(comment.text):
        work.comments.mention(comment.id, _called(comment.text, comment.author_id, work))


def _counted(post_id: UUID, delta: int, work: Work) -> None:
    work.posts.count(post_id, comments=delta)
    tell_count_soon(post_id, "comments", work)


def _seen(id: UUID, actor: Actor, work: Work) -> Comment:
    comment = work.comments.get(id)
    post = work.posts.get(comment.post_id)
    post.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    return comment


def _to_tag(command: TagComment, work: Work) -> Comment:
    comment = _seen(command.id, command.actor, work)
    if command.actor.user_id != comment.author_id and not command.actor.moderator:
        raise NotYourComment
    return comment
