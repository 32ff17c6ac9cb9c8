"""The lines that an export holds of community. Whoever made them may have lied."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from moim.contexts.community.domain.following import Kind
from moim.contexts.community.domain.post import BODY_MAX, PHOTOS_MAX, TITLE_MAX, State
from moim.contexts.community.domain.prompts import Kind as PromptKind
from moim.contexts.community.domain.prompts import State as PromptState
from moim.contexts.community.domain.reacting import Reaction
from moim.contexts.community.domain.turned_down import REASON_MAX

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Key = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Short = Annotated[str, msgspec.Meta(max_length=60, pattern=r"\A[^\x00]*\Z")]
Title = Annotated[str, msgspec.Meta(max_length=TITLE_MAX * 4)]
Body = Annotated[str, msgspec.Meta(max_length=BODY_MAX * 2)]
Tags = Annotated[list[Short], msgspec.Meta(max_length=20)]


class KeptWorkout(msgspec.Struct, kw_only=True):
    """What was attached, by what it is."""

    sport: Short
    started_at: Instant


class KeptGoal(msgspec.Struct, kw_only=True):
    """What was attached, by what it is."""

    metric: Short
    target: float
    period: Short


class KeptEdit(msgspec.Struct, kw_only=True):
    """A line of ``edits.jsonl``: how a post read until then."""

    post_id: UUID
    title: Title
    body: Body
    at: Instant


class KeptHeld(msgspec.Struct, kw_only=True):
    """What an edit would have a post say, and why it waited."""

    title: Title
    body: Body
    why: Tags = []


class KeptTurnedDown(msgspec.Struct, kw_only=True):
    """Why a moderator did not let it through; ``edit`` if that was an edit of what was shown."""

    reason: Annotated[str, msgspec.Meta(max_length=REASON_MAX * 2)]
    at: Instant
    edit: bool = False


class KeptPost(msgspec.Struct, kw_only=True):
    """A line of ``posts.jsonl``."""

    id: UUID
    board: Short
    category: Short | None = None
    title: Title
    body: Body
    fields: dict[str, Any] = {}
    tags: Tags = []
    region: Short | None = None
    photos: Annotated[list[Key], msgspec.Meta(max_length=PHOTOS_MAX)] = []
    challenge_id: UUID | None = None
    gathering_id: UUID | None = None
    state: State
    hidden: Short | None = None
    created_at: Instant
    published_at: Instant | None = None
    edited_at: Instant | None = None
    publish_at: Instant | None = None
    held: KeptHeld | None = None
    turned_down: KeptTurnedDown | None = None
    workout: KeptWorkout | None = None
    goal: KeptGoal | None = None
    sold_at: Instant | None = None


class KeptComment(msgspec.Struct, kw_only=True):
    """A line of ``comments.jsonl``."""

    id: UUID
    post_id: UUID
    reply_to_id: UUID | None = None
    text: Annotated[str, msgspec.Meta(max_length=8_000)]
    tags: Tags = []
    created_at: Instant
    edited_at: Instant | None = None
    turned_down: KeptTurnedDown | None = None


class KeptReaction(msgspec.Struct, kw_only=True):
    """A line of ``reactions.jsonl``."""

    post_id: UUID
    kind: Reaction
    remind_at: Instant | None = None


class KeptPrompt(msgspec.Struct, kw_only=True):
    """A line of ``prompts.jsonl``."""

    id: UUID
    kind: PromptKind
    subject_id: UUID
    state: PromptState
    board: Short
    category: Short | None = None
    title: Title
    body: Body
    at: Instant
    workout_id: UUID | None = None
    goal_id: UUID | None = None
    post_id: UUID | None = None
    made_post_id: UUID | None = None
    workout: KeptWorkout | None = None
    goal: KeptGoal | None = None


class KeptFollow(msgspec.Struct, kw_only=True):
    """A line of ``follows.jsonl``."""

    kind: Kind
    id: Annotated[str, msgspec.Meta(max_length=64)]


class KeptBlock(msgspec.Struct, kw_only=True):
    """A line of ``blocks.jsonl``."""

    id: UUID
