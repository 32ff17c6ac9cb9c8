"""Pages of posts: each by one index, lean."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    tuple_,
    union,
)

from moim.contexts.community.application.ports import Wanted
from moim.contexts.community.persistence.saving import row_of, rows_of
from moim.contexts.community.persistence.tables import (
    blocks,
    follows,
    hot_places,
    members,
    post_tags,
    posts,
    reactions,
    sales,
)

LEAN = (
    "id", "board", "category", "title", "author_id", "region", "fields", "photos", "tags",
    "published_at", "listed_at", "edited_at", "likes", "recommends", "bookmarks", "shares",
    "comments", "views", "hot", "score", "hidden", "state", "created_at", "publish_at",
    "workout_id", "attached", "version",
)  # fmt: skip
ORDERS = {"new": posts.c.listed_at, "hot": posts.c.hot, "top": posts.c.score}


class SqlLists:
    """The ``Lists`` port."""

    def __init__(self, connection: Connection) -> None:
        """Over an open transaction."""
        self._connection = connection

    def page(self, wanted: Wanted) -> Sequence[Mapping[str, Any]]:
        """Keyset on the order's column and the id, both falling."""
        if wanted.sort == "hot" and (snapshot := self._snapshot(wanted.snapshot)) is not None:
            order = hot_places.c.everywhere if wanted.board is None else hot_places.c.hot
            page, last = _hot_places(snapshot, wanted.board, order), hot_places.c.post_id
        else:
            page, order, last = lean(literal(0).label("snapshot")), ORDERS[wanted.sort], posts.c.id
        page = page.where(posts.c.visible.is_(True))
        if wanted.sort == "hot":  # before it was first reckoned as it moves
            page = page.where(order > 0)
        if wanted.tag is not None:
            page = page.join(post_tags, post_tags.c.post_id == posts.c.id)
            page = page.where(post_tags.c.tag == wanted.tag)
            order = post_tags.c.listed_at if wanted.sort == "new" else order
        for name in ("board", "category", "author_id"):
            value = getattr(wanted, name)
            if value is not None:
                page = page.where(posts.c[name] == value)
        if wanted.region is not None:
            page = page.where(_within(wanted.region))
        page = _not_blocked(page, wanted.viewer_id)
        if wanted.after is not None:
            page = page.where(tuple_(order, last) < row_of((order, last), wanted.after))
        return self._rows(page.order_by(order.desc(), last.desc()).limit(wanted.limit))

    def keep_hot(self, most: int, kept: int, liveliness: Mapping[str, float]) -> None:
        """One statement, so that a snapshot is whole; the older ones go by the key's beginning."""
        newest: int = (
            self._connection.execute(select(func.max(hot_places.c.snapshot))).scalar() or 0
        )
        places = (
            select(
                literal(newest + 1),
                posts.c.board,
                posts.c.hot,
                posts.c.id,
                posts.c.hot / case(liveliness, value=posts.c.board, else_=1.0),
            )
            .where(posts.c.visible.is_(True), posts.c.hot > 0)
            .order_by(posts.c.hot.desc(), posts.c.id.desc())
            .limit(most)
        )
        columns = ("snapshot", "board", "hot", "post_id", "everywhere")
        taken = self._connection.execute(insert(hot_places).from_select(columns, places)).rowcount
        last_gone = newest + 1 - kept if taken else newest  # nothing is hot any more
        self._connection.execute(delete(hot_places).where(hot_places.c.snapshot <= last_gone))

    def drafts(
        self, author_id: UUID, after: UUID | None, limit: int
    ) -> Sequence[Mapping[str, Any]]:
        """By the author's index."""
        own = lean(posts.c.turned_down).where(
            posts.c.author_id == author_id, posts.c.state.in_(("draft", "scheduled", "waiting"))
        )
        if after is not None:
            own = own.where(posts.c.id < after)
        return self._rows(own.order_by(posts.c.id.desc()).limit(limit))

    def waiting(self, after: UUID | None, limit: int) -> Sequence[Mapping[str, Any]]:
        """By an index of these alone."""
        wanted = lean().where(posts.c.state == text("'waiting'"))  # as the index says
        if after is not None:
            wanted = wanted.where(posts.c.id > after)
        return self._rows(wanted.order_by(posts.c.id).limit(limit))

    def bookmarked(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Mapping[str, Any]]:
        """By the index over what a person did."""
        kept = reactions.c
        page = (
            lean(kept.at.label("kept_at"), kept.remind_at, kept.reminded)
            .join(reactions, kept.post_id == posts.c.id)
            .where(kept.user_id == user_id, kept.kind == "bookmark", posts.c.visible.is_(True))
        )
        page = _not_blocked(page, user_id)
        if after is not None:
            page = page.where(
                or_(kept.at < after[0], and_(kept.at == after[0], kept.post_id < after[1]))
            )
        return self._rows(page.order_by(kept.at.desc(), kept.post_id.desc()).limit(limit))

    def followed(
        self, user_id: UUID, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[Mapping[str, Any]]:
        """The newest of each kind of follow, then the newest of those."""
        kinds: dict[str, list[str]] = {}
        for row in self._connection.execute(
            select(follows.c.kind, follows.c.target).where(follows.c.user_id == user_id)
        ):
            kinds.setdefault(row.kind, []).append(row.target)
        parts = _parts(kinds, user_id)
        if not parts:
            return []
        ids: set[UUID] = set()
        for part in parts:
            newest = _not_blocked(
                part.where(posts.c.visible.is_(True), posts.c.author_id != user_id), user_id
            )
            if after is not None:
                newest = newest.where(
                    tuple_(posts.c.listed_at, posts.c.id)
                    < row_of((posts.c.listed_at, posts.c.id), after)
                )
            newest = newest.order_by(posts.c.listed_at.desc(), posts.c.id.desc()).limit(limit)
            ids.update(self._connection.execute(newest).scalars())
        rows = self._rows(lean().where(posts.c.id.in_(ids)))
        return sorted(rows, key=lambda row: (row["listed_at"], row["id"]), reverse=True)[:limit]

    def _snapshot(self, asked: int | None) -> int | None:
        """The one asked for if it is kept, or the next that is; the newest if none is asked for."""
        c = hot_places.c.snapshot
        which = select(func.max(c)) if asked is None else select(func.min(c)).where(c >= asked)
        found: int | None = self._connection.execute(which).scalar()
        return found

    def _rows(self, wanted: Select[Any]) -> Sequence[Mapping[str, Any]]:
        return rows_of(self._connection.execute(wanted))


def _parts(kinds: Mapping[str, list[str]], user_id: UUID) -> list[Select[Any]]:
    parts: list[Select[Any]] = []
    if "person" in kinds:
        people = [UUID(target) for target in kinds["person"]]
        parts.append(select(posts.c.id).where(posts.c.author_id.in_(people)))
    parts.extend(
        select(posts.c.id).where(posts.c.board == board) for board in kinds.get("board", ())
    )
    if "tag" in kinds:
        tagged = select(post_tags.c.post_id).where(post_tags.c.tag.in_(kinds["tag"]))
        parts.append(select(posts.c.id).where(posts.c.id.in_(tagged)))
    if "region" in kinds:
        # One question for any number of regions: the beginning of a post's is among them.
        begins = func.substr(posts.c.region + " ", 1, func.length(follows.c.target) + 1)
        among = exists().where(
            follows.c.user_id == user_id,
            follows.c.kind == "region",
            begins == follows.c.target + " ",
        )
        parts.append(select(posts.c.id).where(posts.c.region.is_not(None), among))
    return parts


def _within(region: str) -> ColumnElement[bool]:
    """In the region or a part of it: a province has its districts after a space."""
    part = posts.c.region.startswith(f"{region} ", autoescape=True)
    return or_(posts.c.region == region, part)


def _hot_places(snapshot: int, board: str | None, order: Column[Any]) -> Select[Any]:
    places = hot_places.c
    page = lean(order.label("hot"), places.snapshot, leave_out="hot")
    page = page.join(hot_places, places.post_id == posts.c.id).where(places.snapshot == snapshot)
    return page if board is None else page.where(places.board == board)


def lean(*more: Any, leave_out: str | None = None) -> Select[Any]:
    """What a line of a list says of a post, and ``more``."""
    return (
        select(
            *(posts.c[name] for name in LEAN if name != leave_out),
            members.c.nickname,
            members.c.photo_key,
            sales.c.state.label("sale_state"),
            *more,
        )
        .outerjoin(members, members.c.user_id == posts.c.author_id)
        .outerjoin(sales, sales.c.post_id == posts.c.id)
    )


def _not_blocked(page: Select[Any], viewer_id: UUID | None) -> Select[Any]:
    if viewer_id is None:
        return page
    either = union(
        select(blocks.c.blocked_id).where(blocks.c.user_id == viewer_id),
        select(blocks.c.user_id).where(blocks.c.blocked_id == viewer_id),
    )
    return page.where(posts.c.author_id.not_in(either))
