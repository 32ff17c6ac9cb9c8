"""Use cases about comments."""

from dataclasses import dataclass, field
from uuid import UUID

from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import A_DAY, Actor, check_edits, tell_count_soon
from moim.contexts.community.domain.comment import (
    DEPTH_MAX,
    SEGMENT,
    Comment,
    CommentNotFound,
    NotYourComment,
    State,
    mentions,
)
from moim.contexts.community.domain.guarding import fingerprint, newly_suspicious
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
    waits = not command.actor.moderator and bool(_suspicions("", command.text, post))
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
        waits=waits,
    )
    work.comments.save(comment)
    if not waits:
        _shown(comment, post, work)
    return comment.id


def put_comment_up(comment: Comment, post: Post, by: UUID, work: Work) -> None:
    """Show one that waited to everybody, with all that hangs on that; ``by`` let it through."""
    comment.let_through(tuple(_called(comment.text, comment.author_id, work)), by)
    work.comments.save(comment)
    _shown(comment, post, work)


def _shown(comment: Comment, post: Post, work: Work) -> None:
    """Count it; rows of posts, then of people, then of boards: always so."""
    _keep_called(comment, work)
    _counted(post.id, 1, work)
    work.members.count(comment.author_id, comments=1)
    work.members.active(comment.author_id, work.now.date())
    work.views.count_day(post.board, work.now.date(), comments=1)


@dataclass(frozen=True, kw_only=True)
class EditComment:
    """A new text under the version that was read."""

    id: UUID
    actor: Actor
    text: str = field(repr=False)
    html: str = field(repr=False)
    version: int | None


def edit_comment(command: EditComment, work: Work) -> UUID:
    """By its author, or by a moderator, of which its author is told.

    What an author's edit brings that a moderator should look at first is held until then.
    """
    comment, post = _seen(command.id, command.actor, work)
    by, moderates = command.actor.user_id, command.actor.moderator
    shown = comment.state is State.PUBLISHED and by == comment.author_id and not moderates
    if shown:
        check_edits(command.actor, work)
    why = _suspicions(comment.text, command.text, post) if shown else ()
    if why:
        comment.hold(command.text, command.html, why, command.version, work.now)
    else:
        comment.edit(command.text, command.html, by, command.version, work.now, moderates=moderates)
    work.comments.save(comment)
    if not why and comment.state is State.PUBLISHED:
        _keep_called(comment, work)
    return comment.id


@dataclass(frozen=True, kw_only=True)
class OneComment:
    """A comment and who asks."""

    id: UUID
    actor: Actor


def delete_comment(command: OneComment, work: Work) -> None:
    """By its author or a moderator; what answers it stays."""
    comment, _ = _seen(command.id, command.actor, work)
    if command.actor.user_id != comment.author_id and not command.actor.moderator:
        raise NotYourComment
    take_comment_down(comment, command.actor.user_id, work)


def take_comment_down(comment: Comment, by: UUID | None, work: Work, *, reason: str = "") -> None:
    """Leave the tombstone, and count it no longer; ``reason`` is the rule it was taken down by."""
    counted = comment.state is State.PUBLISHED
    if comment.remove(by, reason):
        work.comments.save(comment)
        if counted:
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
    answered.must_be_seen_by(command.actor.user_id, moderator=command.actor.moderator)
    answered.must_be_shown()
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


def _suspicions(before: str, after: str, post: Post) -> tuple[str, ...]:
    market = post.board == "market"
    return newly_suspicious(before, after, market_before=market, market=market)


def _seen(id: UUID, actor: Actor, work: Work) -> tuple[Comment, Post]:
    comment = work.comments.get(id)
    post = work.posts.get(comment.post_id)
    post.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    comment.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    return comment, post


def _to_tag(command: TagComment, work: Work) -> Comment:
    comment, _ = _seen(command.id, command.actor, work)
    if command.actor.user_id != comment.author_id and not command.actor.moderator:
        raise NotYourComment
    return comment
