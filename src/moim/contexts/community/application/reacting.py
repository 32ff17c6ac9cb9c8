"""Use cases about likes, recommendations, bookmarks and shares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from moim.contexts.community.application.comments import Blocked
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import A_DAY, Actor
from moim.contexts.community.domain.comment import CommentGone
from moim.contexts.community.domain.events import ReminderDue
from moim.contexts.community.domain.post import Post, PostNotPublished
from moim.contexts.community.domain.reacting import (
    RECOMMENDS_A_DAY,
    NotYourOwn,
    Reaction,
    RecommendedToday,
    checked_reminder,
)
from moim.contexts.community.domain.trust import VOTE_WEIGHTS, Act, check_pace
from moim.contracts.community import (
    CommentRecommended,
    PostBookmarked,
    PostLiked,
    PostRecommended,
    PostShared,
)

COUNTER = {
    Reaction.LIKE: "likes",
    Reaction.RECOMMEND: "recommends",
    Reaction.BOOKMARK: "bookmarks",
}
EVENT = {
    Reaction.LIKE: PostLiked,
    Reaction.RECOMMEND: PostRecommended,
    Reaction.BOOKMARK: PostBookmarked,
}


@dataclass(frozen=True, kw_only=True)
class React:
    """``remind_at`` is for bookmarks."""

    post_id: UUID
    actor: Actor
    kind: Reaction
    remind_at: datetime | None = None


def react(command: React, work: Work) -> None:
    """Once a person; again changes nothing but a bookmark's reminder."""
    work.members.alone(command.actor.user_id)
    post, by, kind = (
        _shown(command.post_id, command.actor, work),
        command.actor.user_id,
        command.kind,
    )
    if kind is not Reaction.BOOKMARK:
        if by == post.author_id:
            raise NotYourOwn
        if work.follows.blocked_between(by, [post.author_id]):
            raise Blocked
    if kind.value in work.reactions.of(post.id, by) and kind is not Reaction.BOOKMARK:
        return
    at = checked_reminder(command.remind_at, work.now) if kind is Reaction.BOOKMARK else None
    member = work.members.get(by)
    _check(kind, post, by, work)
    weight = VOTE_WEIGHTS[member.standing.level]
    if work.reactions.add(kind.value, post, by, weight, work.now, at):
        work.posts.count(post.id, **{COUNTER[kind]: 1})
        if kind is Reaction.LIKE:
            _count_like(by, post.author_id, 1, work)
        work.members.active(by, work.now.date())
        work.publish(EVENT[kind](post_id=post.id, user_id=by))
    if at is not None:
        work.remind(at, ReminderDue(post_id=post.id, user_id=by, at=at))


def unreact(command: React, work: Work) -> None:
    """Take it back; what was not there is not missed."""
    if not work.reactions.remove(command.kind.value, command.post_id, command.actor.user_id):
        return
    work.posts.count(command.post_id, **{COUNTER[command.kind]: -1})
    post = work.posts.find(command.post_id)
    if command.kind is Reaction.LIKE and post is not None:
        _count_like(command.actor.user_id, post.author_id, -1, work)


@dataclass(frozen=True, kw_only=True)
class RecommendComment:
    """A comment and who recommends it."""

    id: UUID
    actor: Actor


def recommend_comment(command: RecommendComment, work: Work) -> None:
    """Once a person."""
    comment, by = work.comments.get(command.id), command.actor.user_id
    _shown(comment.post_id, command.actor, work)
    comment.must_be_seen_by(by, moderator=command.actor.moderator)
    comment.must_be_shown()
    if comment.hidden:
        raise CommentGone
    if by == comment.author_id:
        raise NotYourOwn
    if work.follows.blocked_between(by, [comment.author_id]):
        raise Blocked
    if work.comments.recommend(comment.id, by, work.now):
        work.publish(CommentRecommended(comment_id=comment.id, post_id=comment.post_id, user_id=by))


def unrecommend_comment(command: RecommendComment, work: Work) -> None:
    """Take it back."""
    work.comments.unrecommend(command.id, command.actor.user_id)


@dataclass(frozen=True, kw_only=True)
class SharePost:
    """``token`` is the link's secret part; ``target`` as event 70 says it."""

    id: UUID
    token: str
    post_id: UUID
    actor: Actor
    target: str


def share_post(command: SharePost, work: Work) -> str:
    """Make a link to pass on; its token."""
    post = _shown(command.post_id, command.actor, work)
    by = command.actor.user_id
    work.reactions.share(command.id, command.token, post.id, by, command.target, work.now)
    work.posts.count(post.id, shares=1)
    work.publish(PostShared(post_id=post.id, user_id=by, target=command.target))
    return command.token


def remind_of_bookmark(event: ReminderDue, work: Work) -> None:
    """It stands among the bookmarks as due, unless it was taken away or put off."""
    work.reactions.reminded(event.user_id, event.post_id, event.at)


def unlock_post(command: React, work: Work) -> None:
    """Show the asker what is behind the spoiler gate from now on."""
    post = _shown(command.post_id, command.actor, work)
    work.reactions.unlock(post.id, command.actor.user_id, work.now)


def in_one_order(users: Iterable[UUID]) -> Sequence[UUID]:
    """The order in which every unit of work takes rows of people, after those of posts.

    Two who like each other's post at one moment then wait for each other's commit, not for ever.
    """
    return sorted(users)


def _count_like(by: UUID, author_id: UUID, delta: int, work: Work) -> None:
    counters = {by: "likes_given", author_id: "likes_received"}
    for user_id in in_one_order(counters):
        work.members.count(user_id, **{counters[user_id]: delta})


def _shown(post_id: UUID, actor: Actor, work: Work) -> Post:
    post = work.posts.get(post_id)
    post.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    if not post.visible:
        raise PostNotPublished
    return post


def _check(kind: Reaction, post: Post, by: UUID, work: Work) -> None:
    day = work.now - A_DAY
    done = work.reactions.done_since(by, kind.value, day)
    if kind is Reaction.RECOMMEND:
        if done >= RECOMMENDS_A_DAY or work.reactions.recommended_author(by, post.author_id, day):
            raise RecommendedToday(most=RECOMMENDS_A_DAY, retry_after_s=3_600)
        return
    act = Act.LIKE if kind is Reaction.LIKE else Act.BOOKMARK
    check_pace(act, work.members.get(by).deeds, done, None, work.now)
