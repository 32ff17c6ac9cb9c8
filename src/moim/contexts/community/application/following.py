"""Use cases about follows, blocks and the feed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from moim.contexts.community.application.comments import Blocked
from moim.contexts.community.application.ports import Work
from moim.contexts.community.domain.following import (
    BLOCKS_MAX,
    FOLLOWS_MAX,
    BadFollow,
    Kind,
    TooManyFollows,
    checked_target,
)

BLOCKS = "blocks"
"""What is remembered of who blocks anybody holds until this is touched, as pages of a board do."""


@dataclass(frozen=True, kw_only=True)
class Follow:
    """Who and what."""

    user_id: UUID
    kind: Kind
    target: str


def follow(command: Follow, work: Work) -> None:
    """From now on; twice is once."""
    target = checked_target(command.kind, command.target, command.user_id)
    if command.kind is Kind.PERSON:
        person = UUID(target)
        if work.members.get(person).nickname is None:
            raise BadFollow(field="id")
        if work.follows.blocked_between(command.user_id, [person]):
            raise Blocked
    if work.follows.count_of(command.user_id) >= FOLLOWS_MAX:
        raise TooManyFollows(most=FOLLOWS_MAX)
    work.follows.follow(command.user_id, command.kind.value, target, work.now)


def unfollow(command: Follow, work: Work) -> None:
    """No longer."""
    target = checked_target(command.kind, command.target, command.user_id)
    work.follows.unfollow(command.user_id, command.kind.value, target)


@dataclass(frozen=True, kw_only=True)
class FollowsOf:
    """A page of what a person follows; with ``target`` that one of the kind alone, if so."""

    user_id: UUID
    kind: Kind | None
    after: tuple[str, str] | None
    limit: int
    target: str | None = None


def follows_of(wanted: FollowsOf, work: Work) -> Sequence[tuple[str, str]]:
    """Kind and target, in their order."""
    kind = wanted.kind and wanted.kind.value
    if wanted.kind is not None and wanted.target is not None:
        target = checked_target(wanted.kind, wanted.target, wanted.user_id)
        followed = work.follows.followed_by(wanted.user_id, wanted.kind.value, [target])
        return [(wanted.kind.value, one) for one in followed]
    return work.follows.of(wanted.user_id, kind, wanted.after, wanted.limit)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Who and whom."""

    user_id: UUID
    blocked_id: UUID


def block(command: Block, work: Work) -> None:
    """Neither sees the other; follows between the two end."""
    if command.user_id == command.blocked_id:
        raise BadFollow(field="id")
    if len(work.follows.blocks_of(command.user_id)) >= BLOCKS_MAX:
        raise TooManyFollows(most=BLOCKS_MAX)
    work.follows.block(command.user_id, command.blocked_id, work.now)
    work.touched(BLOCKS)


def unblock(command: Block, work: Work) -> None:
    """Undo it."""
    work.follows.unblock(command.user_id, command.blocked_id)
    work.touched(BLOCKS)


def blocks_of(user_id: UUID, work: Work) -> Sequence[tuple[UUID, str | None]]:
    """Whom the person blocks, with nicknames."""
    ids = work.follows.blocks_of(user_id)
    known = work.members.some(ids)
    return [(id, known[id].nickname if id in known else None) for id in ids]


@dataclass(frozen=True, kw_only=True)
class FeedOf:
    """A page of a feed; ``after`` is the instant and id of the last line."""

    user_id: UUID
    after: tuple[datetime, UUID] | None
    limit: int


def feed_of(wanted: FeedOf, work: Work) -> list[tuple[datetime, UUID, str, Mapping[str, Any]]]:
    """Posts and sessions of what the person follows, newest first: instant, id, kind, row."""
    about = (wanted.user_id, wanted.after, wanted.limit)
    lines = [(row["listed_at"], row["id"], "post", row) for row in work.lists.followed(*about)]
    lines += [
        (row["started_at"], row["session_id"], "session", row)
        for row in work.replicas.sessions_for(*about)
    ]
    lines.sort(key=lambda line: (line[0], line[1]), reverse=True)
    return lines[: wanted.limit]
