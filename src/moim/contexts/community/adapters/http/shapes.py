"""Posts and comments as JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from moim.contexts.community.application.belongings import HeldLine
from moim.contexts.community.application.looking import SeenPost

Row = Mapping[str, Any]
COUNTERS = ("likes", "recommends", "bookmarks", "shares", "comments", "views")


class Author(msgspec.Struct, gc=False):
    """``nickname`` None is somebody who has left; the photo is at ``/v1/users/{id}/photo``."""

    id: UUID | None
    nickname: str | None
    photo: str | None


class Line(msgspec.Struct, gc=False):
    """A post in a list."""

    id: UUID
    board: str
    category: str | None
    title: str
    author: Author
    region: str | None
    fields: dict[str, Any]
    photos: list[str]
    tags: list[str]
    state: str
    published_at: datetime | None
    listed_at: datetime | None
    edited_at: datetime | None
    publish_at: datetime | None
    counts: dict[str, int]
    sale_state: str | None
    attached: dict[str, Any] | None
    version: int


class OwnLine(Line, gc=False):
    """One of one's own; ``turned_down`` tells why a moderator did not let it through, and when."""

    turned_down: dict[str, Any] | None


def author_of(id: UUID, nickname: str | None, photo_key: str | None) -> Author:
    """Nobody's id for who has left."""
    if nickname is None:
        return Author(id=None, nickname=None, photo=None)
    photo = f"/v1/users/{id}/photo?v={photo_key[:12]}" if photo_key else None
    return Author(id=id, nickname=nickname, photo=photo)


def photo_urls(post_id: UUID, keys: list[str]) -> list[str]:
    """Where the pictures of a post are."""
    return [f"/v1/posts/{post_id}/photos/{key}" for key in keys]


def line_of(row: Row) -> Line:
    """A lean row."""
    return Line(
        id=row["id"],
        board=row["board"],
        category=row["category"],
        title=row["title"],
        author=author_of(row["author_id"], row["nickname"], row["photo_key"]),
        region=row["region"],
        fields=row["fields"],
        photos=photo_urls(row["id"], row["photos"]),
        tags=row["tags"],
        state=row["state"],
        published_at=row["published_at"],
        listed_at=row["listed_at"],
        edited_at=row["edited_at"],
        publish_at=row["publish_at"],
        counts={name: row[name] for name in COUNTERS},
        sale_state=row["sale_state"],
        attached=row["attached"],
        version=row["version"],
    )


def own_line_of(row: Row) -> OwnLine:
    """A lean row of one's own."""
    return OwnLine(**msgspec.structs.asdict(line_of(row)), turned_down=row["turned_down"])


def post_body(seen: SeenPost) -> dict[str, Any]:
    """A post as one viewer sees it."""
    row, author = seen.row, seen.author
    plain = (
        "id", "board", "category", "title", "region", "fields", "tags", "state", "hidden",
        "hidden_until", "created_at", "published_at", "listed_at", "edited_at", "publish_at",
        "workout_id", "challenge_id", "gathering_id", "goal_id", "attached", "version",
    )  # fmt: skip
    return {
        **{name: row[name] for name in plain},
        "author": author_of(author.user_id, author.nickname, author.photo_key),
        "trust_level": author.standing.level,
        "body": None if seen.gated else row["body"],
        "html": None if seen.gated else row["html"],
        "gated": seen.gated,
        "photos": [] if seen.gated else photo_urls(row["id"], row["photos"]),
        "photo_keys": row["photos"],
        "counts": {name: row[name] for name in COUNTERS},
        "did": sorted(seen.did),
        "why_hot": row["hot_why"],
        "warnings": seen.warnings,
        "held": _held_edit(row) if seen.decides else None,
        "turned_down": row["turned_down"] if seen.decides else None,
    }


def _held_edit(row: Row) -> dict[str, Any] | None:
    """What an edit that waits for a moderator would have the post say."""
    held = row["held"]
    if held is None:
        return None
    names = (
        "title", "body", "html", "category", "region", "fields", "workout_id", "challenge_id",
        "gathering_id", "goal_id", "why",
    )  # fmt: skip
    return {
        **{name: held[name] for name in names},
        "photos": photo_urls(row["id"], held["photos"]),
        "photo_keys": held["photos"],
        "at": row["held_at"],
    }


def comment_body(
    row: Row, *, withheld: bool = False, recommended: bool = False, decides: bool = False
) -> dict[str, Any]:
    """A comment; of a tombstone, a hidden one or one of somebody blocked only the place is left.

    ``recommended`` is whether the viewer does; who ``decides`` sees an edit that waits.
    """
    gone = row["state"] == "removed" or row["hidden"] or withheld
    shown = "removed" if row["state"] == "removed" else "hidden" if gone else row["state"]
    held = row["held"] if decides and not gone else None
    return {
        "id": row["id"],
        "post_id": row["post_id"],
        "parent_id": row["parent_id"],
        "reply_to_id": row["reply_to_id"],
        "depth": len(row["path"]) // 4,
        "state": shown,
        "author": None if gone else author_of(row["author_id"], row["nickname"], row["photo_key"]),
        "text": None if gone else row["text"],
        "html": None if gone else row["html"],
        "tags": [] if gone else list(row["tags"]),
        "created_at": row["created_at"],
        "edited_at": row["edited_at"],
        "recommends": row["recommends"],
        "recommended": recommended,
        "held": held and {**held, "at": row["held_at"]},
        "turned_down": row["turned_down"] if decides else None,
        "version": row["version"],
    }


def held_body(line: HeldLine) -> dict[str, Any]:
    """Something on a shown post that waits for a moderator."""
    return {
        "kind": line.kind,
        "id": line.id,
        "post_id": line.post_id,
        "board": line.board,
        "title": line.title,
        "author": author_of(line.author_id, line.nickname, line.photo_key),
        "at": line.at,
        "why": line.why,
        "before": line.before,
        "after": line.after,
    }
