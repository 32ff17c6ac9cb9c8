"""Posts as rows. Content moves under its version, counters by themselves."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    String,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from moim.contexts.community.domain.boards import BOARDS
from moim.contexts.community.domain.hot import Signals, Why
from moim.contexts.community.domain.post import (
    Content,
    Edit,
    Held,
    Hidden,
    Post,
    PostNotFound,
    State,
)
from moim.contexts.community.persistence.saving import first_of, rows_of, save_row
from moim.contexts.community.persistence.tables import (
    comments,
    post_edits,
    post_tags,
    posts,
    reactions,
    shares,
)
from moim.contexts.community.persistence.turned_down import down_of, told_down
from moim.kernel.aggregates import Aggregate
from moim.platform.prepared import Prepared

COUNTERS = ("likes", "recommends", "bookmarks", "shares", "comments", "views")
VALUED = {"likes": 1, "recommends": 2, "bookmarks": 1, "comments": 1}

_WITH_WORKOUTS = Prepared(
    select(posts.c.id, posts.c.workout_id).where(
        posts.c.author_id == bindparam("author_id"), posts.c.workout_id.is_not(None)
    )
)  # after every import of its author's


class SqlPosts:
    """The ``Posts`` port."""

    def __init__(
        self,
        connection: Connection,
        publish: Callable[[Aggregate], None],
        touched: Callable[[str], None],
    ) -> None:
        """``touched`` is told which board reads differently."""
        self._connection = connection
        self._publish = publish
        self._touched = touched

    def find(self, id: UUID) -> Post | None:
        """With its edits."""
        row = self._connection.execute(select(posts).where(posts.c.id == id)).first()
        return None if row is None else _post(row, self.edits(id))

    def get(self, id: UUID) -> Post:
        """Raises PostNotFound."""
        post = self.find(id)
        if post is None or post.state is State.REMOVED:
            raise PostNotFound
        return post

    def save(self, post: Post) -> None:
        """The row, its tags, and the edits it has won."""
        save_row(self._connection, posts, post, _columns(post))
        self._save_tags(post)
        self._save_edits(post)
        self._publish(post)
        self._touched(post.board)

    def row(self, id: UUID) -> Mapping[str, Any] | None:
        """As it stands."""
        return first_of(self._connection.execute(select(posts).where(posts.c.id == id)))

    def counts(self, id: UUID) -> Mapping[str, int]:
        """By key."""
        columns = (posts.c[name] for name in COUNTERS)
        row = first_of(self._connection.execute(select(*columns).where(posts.c.id == id)))
        if row is None:
            raise PostNotFound
        return dict(row)

    def count(self, id: UUID, **deltas: int) -> None:
        """One statement: the database adds, so that no two additions are one."""
        score = sum(VALUED.get(name, 0) * delta for name, delta in deltas.items())
        values: dict[str, Any] = {name: posts.c[name] + delta for name, delta in deltas.items()}
        if score:
            values["score"] = posts.c.score + score
        if any(
            delta > 0 for delta in deltas.values()
        ):  # it may be hot from now on: the next reckoning looks at it
            values["hot"] = posts.c.hot + 1e-9
        changed = self._connection.execute(
            update(posts).where(posts.c.id == id).values(values).returning(posts.c.board)
        ).scalar()
        if changed is not None:
            self._touched(changed)

    def next_answer(self, id: UUID) -> int:
        """Counted by the database."""
        number: int = self._connection.execute(
            update(posts)
            .where(posts.c.id == id)
            .values(answers=posts.c.answers + 1)
            .returning(posts.c.answers)
        ).scalar_one()
        return number

    def list_at(self, id: UUID, at: datetime) -> None:
        """On the board and under its tags."""
        self._connection.execute(update(posts).where(posts.c.id == id).values(listed_at=at))
        self._connection.execute(
            update(post_tags).where(post_tags.c.post_id == id).values(listed_at=at)
        )

    def attach(self, id: UUID, figures: Mapping[str, Any] | None) -> None:
        """Beside the content."""
        told = self._connection.execute(
            update(posts).where(posts.c.id == id).values(attached=figures).returning(posts.c.board)
        ).scalar()
        if told is not None:
            self._touched(told)

    def with_workout(self, workout_id: UUID) -> Sequence[UUID]:
        """By its index."""
        return self._ids(posts.c.workout_id == workout_id)

    def with_workouts_of(self, user_id: UUID) -> Sequence[tuple[UUID, UUID]]:
        """By the author's index."""
        rows = _WITH_WORKOUTS.rows(self._connection, author_id=user_id)
        return [(id, workout_id) for id, workout_id in rows]

    def with_goal(self, goal_id: UUID) -> Sequence[UUID]:
        """By its index."""
        return self._ids(posts.c.goal_id == goal_id)

    def newest_of(self, author_id: UUID, limit: int) -> Sequence[Mapping[str, Any]]:
        """By the author's index."""
        names = ("id", "state", "title", "body", "created_at")
        rows = self._connection.execute(
            select(*(posts.c[name] for name in names))
            .where(posts.c.author_id == author_id)
            .order_by(posts.c.id.desc())
            .limit(limit)
        )
        return rows_of(rows)

    def warm(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        """By the index of what is warm."""
        wanted = select(posts.c.id).where(posts.c.hot > 0)
        if after is not None:
            wanted = wanted.where(posts.c.id > after)
        return self._connection.execute(wanted.order_by(posts.c.id).limit(limit)).scalars().all()

    def signals(self, ids: Sequence[UUID]) -> Mapping[UUID, Signals]:
        """Two grouped look-ups by index."""
        weights: dict[tuple[UUID, str], float] = {}
        for row in self._connection.execute(
            select(reactions.c.post_id, reactions.c.kind, func.sum(reactions.c.weight).label("w"))
            .where(reactions.c.post_id.in_(ids))
            .group_by(reactions.c.post_id, reactions.c.kind)
        ):
            weights[row.post_id, row.kind] = row.w
        others: dict[UUID, int] = dict(
            self._connection.execute(
                select(comments.c.post_id, func.count(comments.c.author_id.distinct()))
                .join(posts, posts.c.id == comments.c.post_id)
                .where(
                    comments.c.post_id.in_(ids),
                    comments.c.author_id != posts.c.author_id,
                    comments.c.state == "published",
                )
                .group_by(comments.c.post_id)
            ).all()
        )
        return {
            id: Signals(
                likes=weights.get((id, "like"), 0.0),
                recommends=weights.get((id, "recommend"), 0.0),
                commenters=others.get(id, 0),
            )
            for id in ids
        }

    def heat(self, id: UUID, why: Why) -> None:
        """A figure to order by and its reasons."""
        told = {name: getattr(why, name) for name in Why.__dataclass_fields__}
        self._connection.execute(
            update(posts).where(posts.c.id == id).values(hot=why.hot, hot_why=told)
        )

    def shows_picture(self, key: str) -> bool:
        """Among posts that are there; a rare question, asked when one is taken down."""
        shown = [
            column.cast(String).contains(key, autoescape=True)
            for column in (posts.c.photos, posts.c.held)
        ]
        own = select(posts.c.id).where(posts.c.state != "removed", or_(*shown)).limit(1)
        return self._connection.execute(own).first() is not None

    def edits(self, id: UUID) -> list[Edit]:
        """By key, the oldest first."""
        rows = self._connection.execute(
            select(post_edits).where(post_edits.c.post_id == id).order_by(post_edits.c.version)
        )
        return [
            Edit(version=row.version, title=row.title, body=row.body, at=row.at, by=row.by)
            for row in rows
        ]

    def edits_since(self, user_id: UUID, since: datetime) -> int:
        """By the person's index."""
        c = post_edits.c
        count: int = self._connection.execute(
            select(func.count()).where(c.by == user_id, c.at >= since)
        ).scalar_one()
        return count

    def due_to_erase(self, now: datetime, limit: int) -> Sequence[UUID]:
        """By its index."""
        wanted = select(posts.c.id).where(posts.c.erases_at <= now, posts.c.state != "removed")
        return self._connection.execute(wanted.limit(limit)).scalars().all()

    def counts_due(self, id: UUID, what: str, *, due: bool) -> bool:
        """One of those who come at once is the first."""
        column = posts.c[f"{what}_due"]
        changed = self._connection.execute(
            update(posts).where(posts.c.id == id, column.is_(not due)).values({column.name: due})
        )
        return changed.rowcount > 0

    def recount(self, after: UUID | None, limit: int) -> tuple[int, UUID | None]:
        """A batch of posts against their facts."""
        wanted = select(posts).order_by(posts.c.id).limit(limit)
        if after is not None:
            wanted = wanted.where(posts.c.id > after)
        rows = self._connection.execute(wanted).all()
        return (self._mend(rows), rows[-1].id) if rows else (0, None)

    def recount_some(self, ids: Sequence[UUID]) -> int:
        """The same for some."""
        return self._mend(self._connection.execute(select(posts).where(posts.c.id.in_(ids))).all())

    def all_of(self, author_id: UUID) -> Sequence[UUID]:
        """By the author's index."""
        return self._ids(posts.c.author_id == author_id)

    def take_in_order(self, ids: Collection[UUID]) -> None:
        """Locks of rows, by their ids. SQLite has one writer anyway."""
        if self._connection.dialect.name == "postgresql":
            rows = select(posts.c.id).where(posts.c.id.in_(ids)).order_by(posts.c.id)
            self._connection.execute(rows.with_for_update()).all()

    def _mend(self, rows: Sequence[Row[Any]]) -> int:
        facts = self._facts([row.id for row in rows])
        wrong = 0
        for row in rows:
            real = facts[row.id]
            score = sum(VALUED.get(name, 0) * count for name, count in real.items())
            stands = row.score == score
            if stands and all(getattr(row, name) == count for name, count in real.items()):
                continue
            wrong += 1
            mended = update(posts).where(posts.c.id == row.id).values(**real, score=score)
            self._connection.execute(mended)
            self._touched(row.board)
        return wrong

    def _facts(self, ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
        names = {"like": "likes", "recommend": "recommends", "bookmark": "bookmarks"}
        kinds = (*names.values(), "shares", "comments")
        found: dict[UUID, dict[str, int]] = {id: dict.fromkeys(kinds, 0) for id in ids}
        for row in self._connection.execute(
            select(reactions.c.post_id, reactions.c.kind, func.count().label("n"))
            .where(reactions.c.post_id.in_(ids))
            .group_by(reactions.c.post_id, reactions.c.kind)
        ):
            found[row.post_id][names[row.kind]] = row.n
        for table, name, where in (
            (shares, "shares", None),
            (comments, "comments", comments.c.state == "published"),
        ):
            counted = select(table.c.post_id, func.count().label("n")).where(
                table.c.post_id.in_(ids)
            )
            if where is not None:
                counted = counted.where(where)
            for row in self._connection.execute(counted.group_by(table.c.post_id)):
                found[row.post_id][name] = row.n
        return found

    def _ids(self, condition: Any) -> Sequence[UUID]:
        wanted = select(posts.c.id).where(and_(condition, posts.c.state != "removed"))
        return self._connection.execute(wanted.order_by(posts.c.id)).scalars().all()

    def _save_tags(self, post: Post) -> None:
        self._connection.execute(delete(post_tags).where(post_tags.c.post_id == post.id))
        if post.tags:
            rows = [
                {"post_id": post.id, "tag": tag, "listed_at": post.listed_at} for tag in post.tags
            ]
            self._connection.execute(insert(post_tags), rows)

    def _save_edits(self, post: Post) -> None:
        kept = {edit.version for edit in self.edits(post.id)}
        if kept and not post.edits:
            self._connection.execute(delete(post_edits).where(post_edits.c.post_id == post.id))
        for edit in post.edits:
            if edit.version not in kept:
                names = Edit.__dataclass_fields__
                row = {name: getattr(edit, name) for name in names} | {"post_id": post.id}
                self._connection.execute(insert(post_edits).values(row))


def _columns(post: Post) -> dict[str, Any]:
    content = post.content
    kept_days = BOARDS[post.board].kept_days
    begun = post.published_at
    return {
        "id": post.id,
        "author_id": post.author_id,
        "board": post.board,
        "category": content.category,
        "state": post.state.value,
        "hidden": post.hidden and post.hidden.value,
        "hidden_until": post.hidden_until,
        "visible": post.visible,
        "title": content.title,
        "body": content.body,
        "html": content.html,
        "region": content.region,
        "fields": dict(content.fields),
        "photos": list(content.photos),
        "tags": list(post.tags),
        "workout_id": content.workout_id,
        "challenge_id": content.challenge_id,
        "gathering_id": content.gathering_id,
        "goal_id": content.goal_id,
        "created_at": post.created_at,
        "publish_at": post.publish_at,
        "published_at": post.published_at,
        "listed_at": post.listed_at,
        "edited_at": post.edited_at,
        "erases_at": begun + timedelta(days=kept_days) if begun and kept_days else None,
        "held": post.held and _told(post.held),
        "held_at": post.held and post.held.at,
        "turned_down": told_down(post.turned_down),
    }


SAID = ("title", "body", "html", "category", "region")
ATTACHED = ("workout_id", "challenge_id", "gathering_id", "goal_id")


def _told(held: Held) -> dict[str, Any]:
    content = held.content
    attached = {name: getattr(content, name) for name in ATTACHED}
    return {
        **{name: getattr(content, name) for name in SAID},
        **{name: id and str(id) for name, id in attached.items()},
        "fields": dict(content.fields),
        "photos": list(content.photos),
        "why": list(held.why),
    }


def _held(told: Mapping[str, Any] | None, at: datetime) -> Held | None:
    if told is None:
        return None
    attached: dict[str, Any] = {name: told[name] and UUID(told[name]) for name in ATTACHED}
    content = Content(
        **{name: told[name] for name in SAID},
        **attached,
        fields=told["fields"],
        photos=tuple(told["photos"]),
    )
    return Held(content=content, why=tuple(told["why"]), at=at)


def _post(row: Row[Any], edits: list[Edit]) -> Post:
    content = Content(
        title=row.title,
        body=row.body,
        html=row.html,
        category=row.category,
        region=row.region,
        fields=row.fields,
        photos=tuple(row.photos),
        workout_id=row.workout_id,
        challenge_id=row.challenge_id,
        gathering_id=row.gathering_id,
        goal_id=row.goal_id,
    )
    return Post(
        id=row.id,
        version=row.version,
        author_id=row.author_id,
        board=row.board,
        content=content,
        state=State(row.state),
        created_at=row.created_at,
        published_at=row.published_at,
        publish_at=row.publish_at,
        edited_at=row.edited_at,
        listed_at=row.listed_at,
        hidden=Hidden(row.hidden) if row.hidden else None,
        hidden_until=row.hidden_until,
        tags=tuple(row.tags),
        edits=edits,
        held=_held(row.held, row.held_at),
        turned_down=down_of(row.turned_down),
    )
