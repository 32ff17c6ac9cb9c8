"""Use cases about posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from moim.contexts.community.application.pictures import forget_picture
from moim.contexts.community.application.ports import Work
from moim.contexts.community.domain.boards import (
    BOARDS,
    MayNotPostHere,
    board_named,
    checked_category,
    checked_fields,
)
from moim.contexts.community.domain.events import CountsDue, PublishingDue, SaleRanOut
from moim.contexts.community.domain.guarding import fingerprint, newly_suspicious, suspicions
from moim.contexts.community.domain.indexing import terms_of
from moim.contexts.community.domain.market import Sale, SaleState
from moim.contexts.community.domain.member import Member
from moim.contexts.community.domain.places import region_named
from moim.contexts.community.domain.post import (
    PHOTOS_MAX,
    Content,
    NotYourPost,
    Post,
    PostNotFound,
    State,
    checked_tag,
)
from moim.contexts.community.domain.trust import (
    FIRST_POST_WAITS,
    SAME_AGAIN_AFTER,
    Act,
    SameAgain,
    check_pace,
    first_post_waits,
)
from moim.kernel.errors import Invalid

ENDED = "ended"
"""A field that the clock sets and nobody writes."""
TOLD_AFTER = timedelta(seconds=10)
A_DAY = timedelta(days=1)
LOOKED_BACK = 61
INDEXED_AT_ONCE = 100
SHOWN = ("distance_m", "moving_s", "elapsed_s", "elevation_gain_m")


class NotYourWorkout(Invalid):
    """What is attached must be the author's own."""

    code = "not-your-attachment"
    ko = "자신의 운동, 목표, 사진만 글에 붙일 수 있습니다."
    en = "You can attach your own workouts, goals and pictures only."


class RegionNeeded(Invalid):
    """The board is by region."""

    code = "post-region-needed"
    ko = "이 게시판의 글에는 지역이 필요합니다. 예: 서울특별시 마포구"
    en = "A post on this board needs a region, such as 서울특별시 마포구."


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does it, with what they may do beyond their own things."""

    user_id: UUID
    moderator: bool = False
    staff: bool = False


@dataclass(frozen=True, kw_only=True)
class WritePost:
    """``typed_s`` is how long the form was open, if it says so."""

    id: UUID
    actor: Actor
    board: str
    content: Content
    tags: Sequence[str] = ()
    as_: str = "published"
    publish_at: datetime | None = None
    typed_s: float | None = None


def write_post(command: WritePost, work: Work) -> UUID:
    """Write it and, unless it is a draft, put it up. Its id."""
    board = board_named(command.board)
    if board.staff_only and not command.actor.staff:
        raise MayNotPostHere
    content = checked_post(command.board, command.content, command.actor.user_id, work)
    author = command.actor.user_id
    post = Post.draft(command.id, author, board, content, command.tags, work.now)
    _bring(post, command.as_, command.publish_at, command.actor, work, command.typed_s)
    return post.id


@dataclass(frozen=True, kw_only=True)
class EditPost:
    """``changes`` are fields of Content by name; ``as_`` puts a draft up or schedules it."""

    id: UUID
    actor: Actor
    changes: Mapping[str, Any] = field(repr=False)
    version: int | None
    tags: Sequence[str] | None = None
    board: str | None = None
    as_: str | None = None
    publish_at: datetime | None = None


def edit_post(command: EditPost, work: Work) -> UUID:
    """By its author; a moderator may move it to where it belongs."""
    post, actor = work.posts.get(command.id), command.actor
    post.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    moves = set(command.changes) <= {"category"} and not command.as_ and command.tags is None
    if actor.user_id != post.author_id and not (actor.moderator and moves):
        raise NotYourPost
    told, shown_pictures = (post.board, post.content.text), post.pictures
    if command.board is not None and command.board != post.board:
        _move(post, command, work)
    if command.changes:
        _change(post, _changed(post, command, work), told, command, work)
        for key in sorted(shown_pictures - post.pictures):
            forget_picture(work, post.author_id, key)
    if command.tags is not None:
        _retag(post, command.tags, actor.user_id)
    if command.as_ is not None and post.state in {State.DRAFT, State.SCHEDULED}:
        _bring(post, command.as_, command.publish_at, actor, work)
    else:
        work.posts.save(post)
        shown(post, work)
    return post.id


def _changed(post: Post, command: EditPost, work: Work) -> Content:
    """What it is to say: the changes on what its author wrote last."""
    last = post.latest if command.actor.user_id == post.author_id else post.content
    category = None if command.board else last.category
    fields = {name: value for name, value in last.fields.items() if name != ENDED}
    kept = {"category": category, "fields": fields}
    content = replace(last, **{**kept, **command.changes})
    return checked_post(post.board, content, post.author_id, work, tuple(post.pictures))


def check_edits(actor: Actor, work: Work) -> None:
    """Raise SlowDown if the person edited what is shown too often today."""
    by, day = actor.user_id, work.now - A_DAY
    done = work.posts.edits_since(by, day) + work.comments.edited_since(by, day)
    check_pace(Act.EDIT, work.members.get(by).deeds, done, None, work.now)


def _change(
    post: Post, content: Content, before: tuple[str, str], command: EditPost, work: Work
) -> None:
    """Read so from now on, or once a moderator looked at what the edit brings.

    ``before`` is the board it stood on and what it said there.
    """
    board, text = before
    why: tuple[str, ...] = ()
    if post.state is State.PUBLISHED and not command.actor.moderator:
        if content != post.content:
            check_edits(command.actor, work)
        why = newly_suspicious(
            text,
            content.text,
            market_before=board == "market",
            market=post.board == "market",
        )
    if why:
        post.hold(content, why, command.version, work.now)
    else:
        post.edit(content, command.actor.user_id, command.version, work.now)


@dataclass(frozen=True, kw_only=True)
class OnePost:
    """A post and who asks."""

    id: UUID
    actor: Actor


def delete_post(command: OnePost, work: Work) -> None:
    """By its author or a moderator."""
    post, actor = work.posts.get(command.id), command.actor
    post.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    if not actor.moderator:
        post.must_be_by(actor.user_id)
    take_down(post, actor.user_id, work)


def take_down(post: Post, by: UUID | None, work: Work) -> None:
    """Leave the tombstone, and nothing to be found."""
    pictures = sorted(post.pictures)
    if post.remove(by):
        work.posts.save(post)
        work.posts.attach(post.id, None)
        work.search.remove(post.id)
        for key in pictures:
            forget_picture(work, post.author_id, key)


@dataclass(frozen=True, kw_only=True)
class TagPost:
    """A tag to be put on a post or taken off it."""

    id: UUID
    actor: Actor
    tag: str


def tag_post(command: TagPost, work: Work) -> None:
    """By the author or a moderator."""
    post = _to_tag(command, work)
    if post.tag(command.tag, command.actor.user_id):
        work.posts.save(post)


def untag_post(command: TagPost, work: Work) -> None:
    """By the author or a moderator."""
    post = _to_tag(command, work)
    if post.untag(command.tag, command.actor.user_id):
        work.posts.save(post)


def put_up_in_time(event: PublishingDue, work: Work) -> None:
    """A scheduled post appears as if sent now, and a first post that waited long enough."""
    post = work.posts.find(event.post_id)
    if post is None:
        return
    if post.state is State.SCHEDULED and post.publish_at == event.at:  # else scheduled anew
        _put_up_or_wait(post, work, trusted=BOARDS[post.board].staff_only)
    elif post.state is State.WAITING and not _suspicious(post):  # edited while it waited
        put_up(post, work)


def put_up(post: Post, work: Work, by: UUID | None = None) -> None:
    """Show it to everybody, with all that hangs on that; ``by`` is who let through what waited."""
    if not post.publish(work.now, by):
        return
    work.posts.save(post)
    work.members.count(post.author_id, posts=1)
    member = work.members.get(post.author_id)
    work.members.active(post.author_id, work.now.date())
    work.views.count_day(post.board, work.now.date(), posts=1)
    if post.board == "market":
        price_krw = post.content.fields["price_krw"]
        work.sales.save(Sale(post_id=post.id, seller_id=member.user_id, price_krw=price_krw))
    shown(post, work)


def shown(post: Post, work: Work) -> None:
    """Bring up to date what follows from the content: index, figures, price, clock of a sale."""
    if post.state is not State.PUBLISHED:
        return
    _index(post, work)
    attach(post, work)
    if post.board == "sales":
        ends_at = post.content.fields["ends_at"]
        work.remind(datetime.fromisoformat(ends_at), SaleRanOut(post_id=post.id, ends_at=ends_at))
    sale = work.sales.find(post.id) if post.board == "market" else None
    price_krw = post.content.fields.get("price_krw")
    if sale is not None and sale.state is SaleState.ON_SALE and price_krw is not None:
        sale.price_krw = price_krw
        work.sales.save(sale)


def index_again(after: int, work: Work) -> int | None:
    """Find the next hundred posts by the terms that they have now; where to go on, if anywhere."""
    found = work.search.after(after, INDEXED_AT_ONCE)
    for _, post_id in found:
        post = work.posts.find(post_id)
        if post is not None and post.state is State.PUBLISHED:
            _index(post, work)
    return found[-1][0] if found else None


def _index(post: Post, work: Work) -> None:
    text = f"{post.content.title} {post.content.body} {' '.join(post.tags)}"
    gated = post.content.category in BOARDS[post.board].gated
    work.search.put(post.id, terms_of(post.content.title if gated else text, work.stems))


def attach(post: Post, work: Work) -> None:
    """The figures of what is attached, as they are now."""
    figures: dict[str, Any] = {}
    if post.content.workout_id is not None:
        figures["workout"] = workout_figures(work.replicas.workout(post.content.workout_id))
    if post.content.goal_id is not None:
        goal = work.replicas.goal(post.content.goal_id)
        figures["goal"] = goal and {name: goal[name] for name in ("metric", "target", "period")}
    worn = [UUID(id) for id in post.content.fields.get("worn_in", ())]
    if worn:
        known = work.replicas.workouts(post.author_id, worn)
        metres = sum(row["metrics"].get("distance_m", 0.0) for row in known)
        figures["worn"] = {"distance_m": round(metres, 1), "workouts": len(known)}
    work.posts.attach(post.id, figures or None)


def workout_figures(row: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a post shows of a workout: never heart rate or place; ``removed`` if it is no more."""
    if row is None:
        return {"removed": True}
    figures = {name: row["metrics"][name] for name in SHOWN if name in row["metrics"]}
    return {"sport": row["sport"], "started_at": row["started_at"].isoformat(), **figures}


def tell_count_soon(post_id: UUID, what: str, work: Work) -> None:
    """Ten seconds later, once for all that changed meanwhile."""
    if work.posts.counts_due(post_id, what, due=True):
        work.remind(work.now + TOLD_AFTER, CountsDue(post_id=post_id, what=what))


def _bring(
    post: Post,
    as_: str,
    at: datetime | None,
    actor: Actor,
    work: Work,
    typed_s: float | None = None,
) -> None:
    if as_ == "draft":
        work.posts.save(post)
        return
    if not actor.moderator:
        _check_pace(post, work)
    if as_ == "scheduled" and at is not None:
        post.schedule(at, work.now)
        work.posts.save(post)
        work.remind(at, PublishingDue(post_id=post.id, at=at))
        return
    _put_up_or_wait(post, work, trusted=actor.moderator, typed_s=typed_s)


def _suspicious(post: Post, typed_s: float | None = None) -> bool:
    return bool(suspicions(post.content.text, market=post.board == "market", typed_s=typed_s))


def _put_up_or_wait(post: Post, work: Work, *, trusted: bool, typed_s: float | None = None) -> None:
    """Show it, or have it wait: for a moderator, or for ten minutes."""
    suspicious = _suspicious(post, typed_s)
    deeds = work.members.get(post.author_id).deeds
    if first_post_waits(deeds, work.now, staff=trusted) or (suspicious and not trusted):
        post.wait()
        work.posts.save(post)
        if not suspicious:
            due = work.now + FIRST_POST_WAITS
            work.remind(due, PublishingDue(post_id=post.id, at=due))
        return
    put_up(post, work)


def _check_pace(post: Post, work: Work) -> None:
    member: Member = work.members.get(post.author_id)
    last = [
        row for row in work.posts.newest_of(post.author_id, LOOKED_BACK) if row["id"] != post.id
    ]
    sent = [row for row in last if row["state"] != State.DRAFT.value]
    today = [row for row in sent if row["created_at"] > work.now - A_DAY]
    own = fingerprint(post.content.title + post.content.body)
    for row in today:
        lately = row["created_at"] > work.now - SAME_AGAIN_AFTER
        if lately and fingerprint(row["title"] + row["body"]) == own:
            raise SameAgain(retry_after_s=int(SAME_AGAIN_AFTER.total_seconds()))
    at = today[0]["created_at"] if today else None
    check_pace(Act.POST, member.deeds, len(today), at, work.now)


def checked_post(
    board_name: str,
    content: Content,
    author_id: UUID,
    work: Work,
    known_photos: Sequence[str] = (),
) -> Content:
    """As the board wants it, with the author's own things attached alone."""
    board = board_named(board_name)
    region = region_named(content.region, "region") if content.region else None
    if board.region_needed and region is None:
        raise RegionNeeded(field="region")
    fields = checked_fields(board, content.fields)
    _must_be_own(content, fields, author_id, work, known_photos)
    return replace(
        content,
        title=content.title.strip(),
        category=checked_category(board, content.category),
        region=region,
        fields=fields,
    )


def _must_be_own(
    content: Content,
    fields: Mapping[str, Any],
    author_id: UUID,
    work: Work,
    known_photos: Sequence[str],
) -> None:
    wanted = [UUID(id) for id in fields.get("worn_in", ())]
    if content.workout_id is not None:
        wanted.append(content.workout_id)
    if wanted and len(work.replicas.workouts(author_id, wanted)) < len(set(wanted)):
        raise NotYourWorkout(field="workout_id")
    if content.goal_id is not None:
        goal = work.replicas.goal(content.goal_id)
        if goal is None or goal["user_id"] != author_id:
            raise NotYourWorkout(field="goal_id")
    uploaded = {*work.pictures.of(author_id), *known_photos}
    if len(content.photos) > PHOTOS_MAX or not uploaded.issuperset(content.photos):
        raise NotYourWorkout(field="photos")


def _move(post: Post, command: EditPost, work: Work) -> None:
    board = board_named(command.board or post.board)
    if board.staff_only and not command.actor.staff:
        raise MayNotPostHere
    category = checked_category(board, command.changes.get("category"))
    checked_fields(board, command.changes.get("fields", post.content.fields))
    work.touched(post.board)
    post.move(board.name, category, command.actor.user_id)


def _retag(post: Post, tags: Sequence[str], by: UUID) -> None:
    wanted = [checked_tag(tag) for tag in tags]
    for tag in post.tags:
        if tag not in wanted:
            post.untag(tag, by)
    for tag in wanted:
        post.tag(tag, by)


def _to_tag(command: TagPost, work: Work) -> Post:
    post, actor = work.posts.get(command.id), command.actor
    post.must_be_seen_by(actor.user_id, moderator=actor.moderator)
    if not actor.moderator:
        post.must_be_by(actor.user_id)
    if post.state is State.REMOVED:
        raise PostNotFound
    return post
