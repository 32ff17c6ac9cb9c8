"""A post of a board, from its draft to its tombstone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from moim.contexts.community.domain.boards import Board, board_named
from moim.contexts.community.domain.turned_down import TurnedDown, turned_down
from moim.contexts.community.domain.wording import folded, written
from moim.contracts.community import (
    PostCategoryChanged,
    PostCreated,
    PostDeleted,
    PostEdited,
    PostTagAdded,
    PostTagRemoved,
    PublishingDecided,
)
from moim.kernel.aggregates import Aggregate
from moim.kernel.errors import Changed, Conflict, Forbidden, Invalid, NotFound

TITLE_MAX = 100
BODY_MAX = 20_000
TAG_MAX = 30
TAGS_MAX = 10
PHOTOS_MAX = 10
EDITS_MAX = 100
SCHEDULE_MAX = timedelta(days=180)
_TAG = re.compile(r"[\w-]+")


class PostNotFound(NotFound):
    """There is no such post for who asks."""

    code = "post-not-found"
    ko = "글을 찾을 수 없습니다. 삭제되었거나 볼 수 없는 글입니다."
    en = "This post cannot be found. It was removed, or it is not yours to see."


class NotYourPost(Forbidden):
    """Only its author, or a moderator where one may, changes a post."""

    code = "not-your-post"
    ko = "글쓴이만 할 수 있습니다."
    en = "Only the author of the post may do this."


class PostChanged(Changed):
    """The post was edited since it was read."""

    code = "post-changed"
    ko = "그사이 글이 바뀌었습니다. 다시 불러온 뒤 고쳐 주세요."
    en = "The post was changed meanwhile. Load it again, then edit."


class PostNotPublished(Conflict):
    """What is asked for needs a post that others see."""

    code = "post-not-published"
    ko = "공개된 글에만 할 수 있습니다."
    en = "This can only be done with a published post."


class TooManyEdits(Conflict):
    """A post is edited so often and no more."""

    code = "too-many-edits"
    ko = "글은 {most}번까지 고칠 수 있습니다."
    en = "A post can be edited {most} times at most."


class TagNotAllowed(Invalid):
    """Too many tags, or one that cannot be one."""

    code = "tag-not-allowed"
    ko = "태그는 글자, 숫자, -, _ 로 {length_max}자까지, 한 글에 {most}개까지 달 수 있습니다."
    en = "A tag has letters, digits, - and _, {length_max} at most; a post has {most} at most."


class NothingHeld(Conflict):
    """Somebody decided about the edit, or its author took it back."""

    code = "nothing-held"
    ko = "확인을 기다리는 수정이 없습니다. 이미 처리되었거나 글쓴이가 되돌렸습니다."
    en = "No edit waits here: it was decided already, or its author took it back."


class BadSchedule(Invalid):
    """A scheduled post appears in the future, within half a year."""

    code = "bad-schedule"
    ko = "예약 시각은 지금부터 180일 안이어야 합니다."
    en = "A post can be scheduled for a moment within the next 180 days."


class NotOfThePast(Invalid):
    """What comes back was written and put up before now, in this order."""

    code = "not-of-the-past"
    ko = "지난 시각의 글과 댓글만 되살릴 수 있습니다."
    en = "Only what was written in the past comes back."


class State(StrEnum):
    """Where a post stands. A waiting one is complete and not yet shown to others."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    WAITING = "waiting"
    PUBLISHED = "published"
    REMOVED = "removed"


class Hidden(StrEnum):
    """Why a published post is not shown: by reports, by 임시조치, or by a decision."""

    PROVISIONAL = "provisional"
    TEMPORARY = "temporary"
    DECIDED = "decided"


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a post says. ``html`` is ``body`` rendered and sanitised; ``photos`` are keys."""

    title: str
    body: str = field(repr=False)
    html: str = field(repr=False)
    category: str | None = None
    region: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    workout_id: UUID | None = None
    challenge_id: UUID | None = None
    gathering_id: UUID | None = None
    goal_id: UUID | None = None

    @property
    def text(self) -> str:
        """All its words, those of the board's fields too."""
        told = (value for value in self.fields.values() if isinstance(value, str))
        return " ".join((self.title, self.body, *told))


@dataclass(frozen=True, kw_only=True)
class Held:
    """An edit of a published post that a moderator looks at first, and ``why``."""

    content: Content
    why: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Edit:
    """How the post read before an edit."""

    version: int
    title: str
    body: str = field(repr=False)
    at: datetime
    by: UUID


def checked_tag(text: str) -> str:
    """A tag as it is kept, without ``#``. Raises TagNotAllowed."""
    tag = folded(text.strip().lstrip("#"))
    if not 1 <= len(tag) <= TAG_MAX or _TAG.fullmatch(tag) is None:
        raise TagNotAllowed(field="tags", length_max=TAG_MAX, most=TAGS_MAX)
    return tag


def checked_content(content: Content) -> Content:
    """Within the limits. Raises WordingNotAllowed."""
    written(content.title, TITLE_MAX, "title")
    written(content.body, BODY_MAX, "body", lines=True)
    return content


@dataclass(kw_only=True, eq=False)
class Post(Aggregate):
    """Its counters are not here: they move with the facts they count."""

    id: UUID
    author_id: UUID
    board: str
    content: Content
    state: State
    created_at: datetime
    published_at: datetime | None = None
    publish_at: datetime | None = None
    edited_at: datetime | None = None
    listed_at: datetime | None = None
    hidden: Hidden | None = None
    hidden_until: datetime | None = None
    tags: tuple[str, ...] = ()
    edits: list[Edit] = field(default_factory=list)
    held: Held | None = None
    turned_down: TurnedDown | None = None

    @classmethod
    def draft(
        cls,
        id: UUID,
        author_id: UUID,
        board: Board,
        content: Content,
        tags: Sequence[str],
        now: datetime,
    ) -> "Post":
        """Written and seen by nobody else."""
        post = cls(
            id=id,
            author_id=author_id,
            board=board.name,
            content=checked_content(content),
            state=State.DRAFT,
            created_at=now,
        )
        for tag in tags:
            post.tag(tag, author_id)
        post.collect()
        return post

    @property
    def visible(self) -> bool:
        """Whether everybody may see it."""
        return self.state is State.PUBLISHED and self.hidden is None

    @property
    def place(self) -> str:
        """``board`` or ``board/category``."""
        category = self.content.category
        return f"{self.board}/{category}" if category else self.board

    @property
    def latest(self) -> Content:
        """What its author wrote last, be it shown yet or not."""
        return self.content if self.held is None else self.held.content

    @property
    def pictures(self) -> frozenset[str]:
        """All that it shows, and would show once a held edit is let through."""
        return frozenset((*self.content.photos, *self.latest.photos))

    def must_be_by(self, user_id: UUID) -> None:
        """Raise NotYourPost for anybody but the author."""
        if user_id != self.author_id:
            raise NotYourPost

    def must_be_seen_by(self, viewer_id: UUID | None, *, moderator: bool = False) -> None:
        """Raise PostNotFound unless the viewer may see it."""
        if self.state is State.REMOVED or not (
            self.visible or moderator or viewer_id == self.author_id
        ):
            raise PostNotFound

    def schedule(self, at: datetime, now: datetime) -> None:
        """Have it appear later. Raises BadSchedule."""
        if not now < at <= now + SCHEDULE_MAX:
            raise BadSchedule(field="publish_at")
        self.state, self.publish_at, self.turned_down = State.SCHEDULED, at, None

    def wait(self) -> None:
        """Complete, and not shown before somebody looked at it or time has passed."""
        self.state, self.publish_at, self.turned_down = State.WAITING, None, None

    def turn_down(self, reason: str, by: UUID, now: datetime) -> None:
        """Do not show what waits: its author has it as a draft again, and is told why."""
        self.turned_down = turned_down(reason, now)
        self.state = State.DRAFT
        self._decided(by, shown=False)

    def publish(self, now: datetime, by: UUID | None = None) -> bool:
        """Show it to everybody; False if it is shown or gone already.

        ``by`` is the moderator who let through what waited, None if it waited long enough.
        """
        if self.state in {State.PUBLISHED, State.REMOVED}:
            return False
        waited = self.state is State.WAITING
        self.state, self.turned_down = State.PUBLISHED, None
        self.published_at = self.listed_at = now
        self.record(self._created())
        for tag in self.tags:
            self.record(PostTagAdded(post_id=self.id, tag=tag, by=self.author_id))
        if waited:
            self._decided(by, shown=True)
        return True

    def _decided(self, by: UUID | None, *, shown: bool, edit: bool = False) -> None:
        self.record(
            PublishingDecided(
                post_id=self.id, author_id=self.author_id, shown=shown, by=by, edit=edit
            )
        )

    def come_back(
        self, published_at: datetime, now: datetime, before: Sequence[tuple[str, str, datetime]]
    ) -> None:
        """Stand where it stood, since then, after an export; nobody is told of it as of news.

        ``before`` is how it read until when, the oldest first: title, text, moment. Its edits here
        are counted from 1, those up to 0. Raises NotOfThePast, TooManyEdits, WordingNotAllowed.
        """
        if not self.created_at <= published_at <= now:
            raise NotOfThePast(field="published_at")
        if len(before) > EDITS_MAX:
            raise TooManyEdits(most=EDITS_MAX)
        for number, (title, body, at) in enumerate(before, 1 - len(before)):
            if not published_at <= at <= now:
                raise NotOfThePast(field="edits")
            checked_content(replace(self.content, title=title, body=body))
            self.edits.append(
                Edit(version=number, title=title, body=body, at=at, by=self.author_id)
            )
        self.publish(published_at)
        self.collect()
        self.record(replace(self._created(), restored=True))

    def edit(self, content: Content, by: UUID, version: int | None, now: datetime) -> None:
        """Say something else; what its author wanted before and was held is no more.

        Raises PostChanged, TooManyEdits.
        """
        self._may_be_edited(content, version)
        if by == self.author_id:
            self.held = None
        if content == self.content:
            return
        before, place = self.content, self.place
        self.content = content
        if self.state is not State.PUBLISHED:
            return
        self.turned_down = None
        if (before.title, before.body) != (content.title, content.body):
            kept = Edit(version=self.version, title=before.title, body=before.body, at=now, by=by)
            self.edits.append(kept)
        self.edited_at = now
        self.record(PostEdited(post_id=self.id, author_id=self.author_id))
        self._moved_from(place, by)

    def hold(
        self, content: Content, why: tuple[str, ...], version: int | None, now: datetime
    ) -> None:
        """Keep reading as it does until a moderator let the edit through.

        Raises PostChanged, TooManyEdits.
        """
        self._may_be_edited(content, version)
        self.held, self.turned_down = Held(content=content, why=why, at=now), None

    def let_edit_through(self, by: UUID, now: datetime) -> None:
        """Read as its author wanted. Raises NothingHeld."""
        if self.held is None:
            raise NothingHeld
        self.edit(self.held.content, self.author_id, None, now)
        self._decided(by, shown=True, edit=True)

    def turn_edit_down(self, reason: str, by: UUID, now: datetime) -> None:
        """Go on reading as it did. Raises NothingHeld."""
        if self.held is None:
            raise NothingHeld
        self.held, self.turned_down = None, turned_down(reason, now, edit=True)
        self._decided(by, shown=False, edit=True)

    def move(self, board: str, category: str | None, by: UUID) -> None:
        """To another category, or another board that needs no other fields."""
        self._must_be_here()
        place = self.place
        self.board = board_named(board).name
        self.content = replace(self.content, category=category)
        if self.held is not None:
            self.held = replace(self.held, content=replace(self.held.content, category=category))
        if self.state is State.PUBLISHED:
            self._moved_from(place, by)

    def tag(self, text: str, by: UUID) -> bool:
        """Put a tag on it; False if it was there. Raises TagNotAllowed."""
        tag = checked_tag(text)
        if tag in self.tags:
            return False
        if len(self.tags) >= TAGS_MAX:
            raise TagNotAllowed(field="tags", length_max=TAG_MAX, most=TAGS_MAX)
        self.tags = (*self.tags, tag)
        if self.state is State.PUBLISHED:
            self.record(PostTagAdded(post_id=self.id, tag=tag, by=by))
        return True

    def untag(self, text: str, by: UUID) -> bool:
        """Take a tag off it; False if it was not there."""
        tag = checked_tag(text)
        if tag not in self.tags:
            return False
        self.tags = tuple(one for one in self.tags if one != tag)
        if self.state is State.PUBLISHED:
            self.record(PostTagRemoved(post_id=self.id, tag=tag, by=by))
        return True

    def remove(self, by: UUID | None) -> bool:
        """Leave a tombstone: no title, no text, no history. False if it is one already."""
        if self.state is State.REMOVED:
            return False
        told = self.state is State.PUBLISHED
        self.state, self.hidden, self.hidden_until = State.REMOVED, None, None
        self.content = Content(title="", body="", html="")
        self.tags, self.edits, self.held, self.turned_down = (), [], None, None
        if told:
            self.record(PostDeleted(post_id=self.id, author_id=self.author_id, by=by))
        return True

    def hide(self, why: Hidden, until: datetime | None) -> None:
        """Show it to its author and to moderators alone."""
        self.hidden, self.hidden_until = why, until

    def show(self) -> None:
        """Undo ``hide``."""
        self.hidden, self.hidden_until = None, None

    def set_fields(self, **changes: Any) -> None:
        """Facts about the thing itself, by the rules of its board."""
        self.content = replace(self.content, fields={**self.content.fields, **changes})

    def _created(self) -> PostCreated:
        return PostCreated(
            post_id=self.id,
            author_id=self.author_id,
            board=self.board,
            title=self.content.title,
            region=self.content.region,
            workout_id=self.content.workout_id,
        )

    def _must_be_here(self) -> None:
        if self.state is State.REMOVED:
            raise PostNotFound

    def _may_be_edited(self, content: Content, version: int | None) -> None:
        self._must_be_here()
        if version is not None and version != self.version:
            raise PostChanged
        if content == self.content:
            return
        checked_content(content)
        says = (content.title, content.body) != (self.content.title, self.content.body)
        if self.state is State.PUBLISHED and says and len(self.edits) >= EDITS_MAX:
            raise TooManyEdits(most=EDITS_MAX)

    def _moved_from(self, place: str, by: UUID) -> None:
        if place != self.place:
            self.record(PostCategoryChanged(post_id=self.id, before=place, after=self.place, by=by))
