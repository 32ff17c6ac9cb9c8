"""How the posts and comments of an export are made to stand here again, as their author's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from moim.contexts.community.application.following import Block, block
from moim.contexts.community.application.ports import Work
from moim.contexts.community.application.posts import checked_post, shown, tell_count_soon
from moim.contexts.community.domain.boards import MayNotPostHere, board_named
from moim.contexts.community.domain.comment import DEPTH_MAX, Comment
from moim.contexts.community.domain.comment import State as CommentState
from moim.contexts.community.domain.events import PublishingDue
from moim.contexts.community.domain.guarding import REASONS, suspicions
from moim.contexts.community.domain.market import Sale
from moim.contexts.community.domain.post import (
    SCHEDULE_MAX,
    TAGS_MAX,
    Content,
    NotOfThePast,
    Post,
    PostNotFound,
    TagNotAllowed,
    checked_tag,
)
from moim.contexts.community.domain.turned_down import TurnedDown, turned_down
from moim.kernel.errors import NotFound
from moim.kernel.ids import TIME_ORDERED, id_again

FIRST = 1
"""The version of what nobody touched since it was made."""
HELD_ELSEWHERE = ("filtered-word",)
"""Of what told no reason that there is: nobody let it through there, so somebody looks here."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a post of the export stands here; ``there`` if it is here already."""

    id: UUID
    there: bool


def place_of(about: tuple[UUID, UUID], work: Work) -> Place:
    """For a person and the id in the export, which may be another's here."""
    user_id, id = about
    row = work.posts.row(id)
    if row is None and id.version == TIME_ORDERED:
        return Place(id=id, there=False)
    if row is not None and row["author_id"] == user_id:
        return Place(id=id, there=True)
    own = id_again(user_id, id)
    row = work.posts.row(own)
    return Place(id=own, there=row is not None and row["author_id"] == user_id)


@dataclass(frozen=True, kw_only=True)
class RestorePost:
    """``published_at`` is None for what was not shown: that comes back as a draft.

    If it was to appear at ``publish_at``, and that is to come, it still is. ``edits`` is how it
    read until when, the oldest first, ``held`` what an edit would have it say: title and text,
    and ``held_why`` what a moderator was to look at there. ``turned_down`` is what one said no to.
    ``workout`` is sport and start, ``goal`` metric, target and period of what was attached.
    """

    place: Place
    user_id: UUID
    board: str
    content: Content
    tags: Sequence[str]
    created_at: datetime
    published_at: datetime | None
    edited_at: datetime | None = None
    workout: tuple[str, datetime] | None = None
    goal: tuple[str, float, str] | None = None
    sold_at: datetime | None = None
    publish_at: datetime | None = None
    edits: Sequence[tuple[str, str, datetime]] = ()
    held: Content | None = None
    held_why: Sequence[str] = ()
    turned_down: TurnedDown | None = None


@dataclass(frozen=True, kw_only=True)
class Restored:
    """``without`` names what was attached and is not here; ``waits`` for a moderator's look."""

    without: Sequence[str] = ()
    waits: bool = False


def restore_post(command: RestorePost, work: Work) -> Restored:
    """Make it stand as it did, without likes and comments of others; nobody is told it as news."""
    author, now = command.user_id, work.now
    if board_named(command.board).staff_only:
        raise MayNotPostHere
    if command.created_at > now or (command.edited_at or now) > now:
        raise NotOfThePast(field="created_at")
    content = _with_attached(command.content, command, work)
    content = checked_post(command.board, content, author, work)
    told = Restored(without=_missing(command, content))
    board = board_named(command.board)
    post = Post.draft(command.place.id, author, board, content, command.tags, command.created_at)
    if command.published_at is None:
        post.turned_down = _turned_down_again(command, work)
        _keep_unshown(post, command.publish_at, work)
        return told
    if suspicions(content.text, market=board.name == "market", typed_s=None):
        post.wait()
        work.posts.save(post)
        return replace(told, waits=True)
    post.come_back(command.published_at, now, command.edits)
    post.edited_at = command.edited_at
    if command.held is not None:
        held = command.held
        said = replace(content, title=held.title, body=held.body, html=held.html)
        why = tuple(one for one in REASONS if one in command.held_why)
        post.hold(said, why or HELD_ELSEWHERE, None, now)
    else:
        post.turned_down = _turned_down_again(command, work)
    work.posts.save(post)
    work.members.count(author, posts=1)
    if board.name == "market":
        work.sales.save(_sale(post, command.sold_at, now))
    shown(post, work)
    return told


def _turned_down_again(command: "RestorePost | RestoreComment", work: Work) -> TurnedDown | None:
    """What its author was told, of an edit where it stands and of the whole where it does not."""
    told = command.turned_down
    shown = isinstance(command, RestoreComment) or command.published_at is not None
    if told is None or told.edit is not shown:
        return None
    if not command.created_at <= told.at <= work.now:
        raise NotOfThePast(field="turned_down")
    return turned_down(told.reason, told.at, edit=told.edit)


def _keep_unshown(post: Post, at: datetime | None, work: Work) -> None:
    """As a draft, or as what is to appear then."""
    if at is not None and work.now < at <= work.now + SCHEDULE_MAX:
        post.schedule(at, work.now)
        work.remind(at, PublishingDue(post_id=post.id, at=at))
    work.posts.save(post)


def attach_again(command: RestorePost, work: Work) -> Restored:
    """Attach to a post that came back before what was not here then; nothing if it was touched."""
    post = work.posts.get(command.place.id)
    if post.version != FIRST:
        return Restored()
    content = _with_attached(post.content, command, work)
    if content != post.content:
        post.content = content
        work.posts.save(post)
        shown(post, work)
    return Restored(without=_missing(command, content))


def _with_attached(content: Content, command: RestorePost, work: Work) -> Content:
    """What it had attached, found by what it is, where nothing is attached."""
    by, workout, goal = command.user_id, command.workout, command.goal
    return replace(
        content,
        workout_id=content.workout_id or (workout and work.kept.workout_at(by, *workout)),
        goal_id=content.goal_id or (goal and work.kept.goal_like(by, *goal)),
    )


def _missing(command: RestorePost, content: Content) -> Sequence[str]:
    lacks = {
        "workout": command.workout is not None and content.workout_id is None,
        "goal": command.goal is not None and content.goal_id is None,
    }
    return [name for name, lacking in lacks.items() if lacking]


def _sale(post: Post, sold_at: datetime | None, now: datetime) -> Sale:
    sale = Sale(
        post_id=post.id, seller_id=post.author_id, price_krw=post.content.fields["price_krw"]
    )
    if sold_at is not None:
        if not post.created_at <= sold_at <= now:
            raise NotOfThePast(field="sold_at")
        sale.complete(post.author_id, sold_at)
    return sale


@dataclass(frozen=True, kw_only=True)
class RestoreComment:
    """A comment on one of the person's own posts; what it answered may be nobody's here."""

    id: UUID
    user_id: UUID
    post_id: UUID
    reply_to_id: UUID | None
    text: str = field(repr=False)
    html: str = field(repr=False)
    tags: Sequence[str]
    created_at: datetime
    edited_at: datetime | None
    turned_down: TurnedDown | None = None


def restore_comment(command: RestoreComment, work: Work) -> bool:
    """Make it stand under the person's own post again; False if that is not here.

    Whoever it named with @ is not called again. What a moderator should look at first waits.
    """
    by = command.user_id
    place = place_of((by, command.post_id), work)
    post = work.posts.find(place.id) if place.there else None
    if post is None or not post.visible:
        return False
    if not post.created_at <= command.created_at <= work.now >= (command.edited_at or work.now):
        raise NotOfThePast(field="created_at")
    id = _comment_id(by, command.id, work)
    if id is None:
        return True
    answered = _answered(by, command.reply_to_id, post.id, work)
    number = (
        work.posts.next_answer(post.id)
        if answered is None
        else work.comments.next_answer(answered.id)
    )
    waits = bool(suspicions(command.text, market=post.board == "market", typed_s=None))
    comment = Comment.write(
        id,
        post.id,
        by,
        parent=answered,
        answers=answered,
        number=number,
        text=command.text,
        html=command.html,
        now=command.created_at,
        waits=waits,
    )
    if len(command.tags) > TAGS_MAX:
        raise TagNotAllowed(field="tags", length_max=30, most=TAGS_MAX)
    comment.tags = tuple(dict.fromkeys(checked_tag(tag) for tag in command.tags))
    comment.edited_at = command.edited_at
    comment.turned_down = None if waits else _turned_down_again(command, work)
    work.comments.save(comment)
    if waits:
        return True
    work.members.count(by, comments=1)
    work.posts.count(post.id, comments=1)
    tell_count_soon(post.id, "comments", work)
    return True


def _comment_id(by: UUID, id: UUID, work: Work) -> UUID | None:
    """The id it is to have; None if it is here already."""
    for wanted in (id, id_again(by, id)):
        there = work.comments.find(wanted)
        if there is None and wanted.version == TIME_ORDERED:
            return wanted
        if there is not None and there.author_id == by:
            return None
    raise PostNotFound


def _answered(by: UUID, id: UUID | None, post_id: UUID, work: Work) -> Comment | None:
    """The person's own comment that it answered, if it is here and has room below it."""
    if id is None:
        return None
    for wanted in (id, id_again(by, id)):
        found = work.comments.find(wanted)
        if found is not None and (found.author_id, found.post_id) == (by, post_id):
            deep = found.state is CommentState.REMOVED or found.depth >= DEPTH_MAX
            return None if deep else found
    return None


def block_known(command: Block, work: Work) -> None:
    """Block somebody who is here. Raises NotFound."""
    if work.members.get(command.blocked_id).nickname is None:
        raise NotFound
    block(command, work)
